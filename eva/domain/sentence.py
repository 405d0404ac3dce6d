"""A sentence that can be said in another language although it was written in Finnish."""

from collections.abc import Callable
from typing import Any, Self


class Sentence(str):
    """The Finnish sentence with its values filled in, which remembers both.

    Wherever a text will do it is one. Who says it in another language translates `text` first and
    fills in `values` after: a sentence that is filled in already is in no catalogue.
    """

    text: str
    values: dict[str, Any]

    def __new__(cls, text: str, **values: Any) -> Self:
        """Return the sentence; `%(name)s` in the text stands for the value of that name."""
        sentence = super().__new__(cls, text % values)
        sentence.text = text
        sentence.values = values
        return sentence

    def said(self, translated: Callable[[str], str]) -> str:
        """Return the sentence in another language, the sentences among its values too."""
        values = {
            key: part.said(translated) if isinstance(part, Sentence) else part
            for key, part in self.values.items()
        }
        return translated(self.text) % values
