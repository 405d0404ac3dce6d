"""Which language words belong to, by the program's own texts and question sets."""

import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

import yaml

from eva.i18n import LANGUAGES, catalogue
from eva.resources import shipped
from tools import catalogues

WORD = re.compile(r"[^\W\d_]{3,}")
_PLACE = re.compile(r"%\(\w+\)[a-z]|{[^}]*}|<[^>]*>")


@cache
def words_of(language: str) -> frozenset[str]:
    """Return the words of what the program says in the language."""
    known = catalogues.extract()
    told = catalogue(language)
    texts = [text if language == "fi" else told.get(text, "") for text in known]
    texts += [str(text) for texts_of in _asked() for text in [texts_of.get(language, "")]]
    return frozenset(found for text in texts for found in words_in(text))


def words_in(text: str) -> set[str]:
    """Return the words of a text, small; what stands for a value is none."""
    return {found.lower() for found in WORD.findall(_PLACE.sub(" ", text))}


def foreign(text: str, language: str) -> set[str]:
    """Return the words of the text that the program says in its other languages only."""
    others = {word for other in LANGUAGES if other != language for word in words_of(other)}
    return (words_in(text) & others) - words_of(language)


def _asked() -> Iterator[Mapping[str, Any]]:
    for file in sorted(shipped("forms").rglob("*.yaml")):
        yield from _texts(yaml.safe_load(file.read_text(encoding="utf-8")))


def _texts(value: Any) -> Iterator[Mapping[str, Any]]:
    if isinstance(value, dict):
        if isinstance(value.get("fi"), str):
            yield value
        for item in value.values():
            yield from _texts(item)
    elif isinstance(value, list):
        for item in value:
            yield from _texts(item)
