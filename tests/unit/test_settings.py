"""What the environment sets."""

from pathlib import Path

import pytest

from eva import settings


@pytest.mark.parametrize(
    ("told", "languages"),
    [
        ("", ("fi",)),
        ("sv", ("sv",)),
        ("fi,sv", ("fi", "sv")),
        (" SV , fi ,", ("sv", "fi")),
        ("fi,fi,sv,fi", ("fi", "sv")),
        ("klingon", ("fi",)),
        ("sv,klingon", ("sv",)),
    ],
)
def test_languages_of_the_municipality_are_told_in_order(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, told: str, languages: tuple[str, ...]
) -> None:
    monkeypatch.setenv("EVA_INSTANCE", str(tmp_path))
    monkeypatch.setenv("EVA_LANGUAGES", told)
    assert settings.load(tmp_path).languages == languages
