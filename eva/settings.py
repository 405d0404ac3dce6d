"""What an installation sets, from the environment and its own folder."""

import os
import secrets
from dataclasses import dataclass
from pathlib import Path

VERSION = "0.1.0"
"""The program's version; pyproject.toml reads it here, documents print it."""


@dataclass(frozen=True)
class Settings:
    """The settings of one installation."""

    instance: Path
    """The folder of this installation: its database, its key, its own forms and templates."""
    database_url: str
    secret_key: str
    municipality: str
    service_name: str
    is_demo: bool
    https: bool
    languages: tuple[str, ...] = ("fi",)
    """The municipality's languages; a bilingual one issues documents in both."""


def load(instance: Path) -> Settings:
    """Return the settings of the installation in the folder, made where they're missing.

    The key that signs the sessions is made at first start and kept in the folder, readable by its
    owner alone, so that no installation runs with a known key.
    """
    environment = os.environ
    instance = Path(environment.get("EVA_INSTANCE") or instance).absolute()
    instance.mkdir(parents=True, exist_ok=True)
    return Settings(
        instance=instance,
        database_url=environment.get("EVA_DATABASE_URL") or f"sqlite:///{instance / 'eva.db'}",
        secret_key=environment.get("EVA_SECRET_KEY") or _kept_key(instance / "secret_key"),
        municipality=environment.get("EVA_MUNICIPALITY", "Mikkelin kaupunki"),
        service_name=environment.get("EVA_SERVICE_NAME", "Vaikutusten ennakkoarviointi"),
        is_demo=environment.get("EVA_DEMO") == "1",
        https=environment.get("EVA_HTTPS") == "1",
        languages=_languages(environment.get("EVA_LANGUAGES", "")),
    )


def _languages(told: str) -> tuple[str, ...]:
    """Return the languages in "fi,sv", those that there are, each once; Finnish for none."""
    named = dict.fromkeys(part.strip().lower() for part in told.split(","))
    return tuple(code for code in named if code in ("fi", "sv", "en")) or ("fi",)


def _kept_key(file: Path) -> str:
    if not file.exists():
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="ascii") as opened:
            opened.write(secrets.token_hex(32))
    return file.read_text(encoding="ascii").strip()
