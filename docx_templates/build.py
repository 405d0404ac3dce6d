"""Writes the nine Word templates beside this file: python docx_templates/build.py.

Running it again gives the same bytes. The words are in building/words.py, the looks in
building/styles.py, and what is printed where in assessment.py, screening.py and agenda_item.py.
"""

from pathlib import Path

from building import agenda_item, assessment, package, screening
from building.words import LANGUAGES

HERE = Path(__file__).resolve().parent

MAKERS = {
    "assessment": assessment.document,
    "screening": screening.record,
    "agenda_item": agenda_item.item,
}


def build() -> dict[str, bytes]:
    """Return the bytes of every template by file name."""
    return {
        f"{name}.{language}.docx": package.pack(make(language))
        for name, make in MAKERS.items()
        for language in LANGUAGES
    }


def main() -> None:
    """Write the templates beside this file."""
    for name, content in build().items():
        (HERE / name).write_bytes(content)


if __name__ == "__main__":
    main()
