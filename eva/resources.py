"""Where the folders of content are: beside the package in a checkout, inside it in a wheel."""

from collections.abc import Iterator
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def shipped(name: str) -> Path:
    """Return the folder of the name as the product ships it."""
    inside = _PACKAGE / name
    return inside if inside.is_dir() else _PACKAGE.parent / name


def layered(name: str, instance: Path) -> Iterator[Path]:
    """Yield the installation's own folder of the name, where it has one, then the shipped one."""
    own = instance / name
    if own.is_dir():
        yield own
    yield shipped(name)


def default_instance() -> Path:
    """Return the folder of this installation when the environment names none.

    Beside the package in a checkout; under the environment's `var` when installed from a wheel,
    as Flask does.
    """
    beside = _PACKAGE.parent
    if (beside / "pyproject.toml").exists():
        return beside / "instance"
    import sys

    return Path(sys.prefix) / "var" / "eva-instance"
