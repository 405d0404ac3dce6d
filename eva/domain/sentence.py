"""A sentence that a page can say in another language although it was written in Finnish."""

from typing import Any, Self


class Sentence(str):
    """The Finnish sentence with its values filled in, which remembers both.

    Wherever a text will do it is one, so a command prints it as it is. A page translates `text`
    first and fills in `values` after: a sentence that is filled in already is in no catalogue.
    """

    text: str
    values: dict[str, Any]

    def __new__(cls, text: str, **values: Any) -> Self:
        """Return the sentence; `%(name)s` in the text stands for the value of that name."""
        sentence = super().__new__(cls, text % values)
        sentence.text = text
        sentence.values = values
        return sentence
