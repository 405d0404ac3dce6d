"""Brings the catalogues of translations up to date: `python tools/catalogues.py`.

The words of the source are Finnish, and a catalogue (translations/sv.po, translations/en.po) gives
each of them in another language. This script looks up what the source says to people and writes the
catalogues anew: new words come without a translation, words that are no longer said are dropped,
and what has been translated stays. Nothing is ever guessed, since a likeness isn't a translation.
The entries are sorted and hold no dates or line numbers, so a second run changes nothing.
With --check nothing is written, and the script fails if something should be.
"""

import argparse
import ast
import io
import sys
from collections.abc import Iterable, Iterator, Mapping
from importlib import import_module
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po
from jinja2.ext import babel_extract

ROOT = Path(__file__).resolve().parents[1]
TRANSLATIONS = ROOT / "translations"
LANGUAGES: Mapping[str, str] = {"sv": "Finland's municipal Swedish", "en": "British English"}
"""The languages that have a catalogue, and what its head calls them."""

SOURCES = (
    "eva/cli",
    "eva/documents",
    "eva/domain",
    "eva/queries",
    "eva/services",
    "eva/web",
)
"""The folders whose Python says something to people on pages or in documents."""

HELD: Mapping[str, tuple[str, ...]] = {
    "eva.words": (
        *("DIRECTION", "LINK", "SIGNIFICANCE", "HORIZON", "CERTAINTY", "ANSWER", "DEPTH"),
        *("ROLE", "STATE", "TAG", "KIND", "LEVEL"),
    ),
    "eva.cli": ("COMMANDS",),
    "eva.cli.cases": ("_WORDS",),
    "eva.cli.sentences": ("DOCUMENT", "SYSTEM"),
    "eva.cli.speech": ("CLICK",),
    "eva.documents.appending.content": ("_REASONS",),
    "eva.documents.gate": ("MESSAGES",),
    "eva.documents.worker": ("_TOO_HEAVY",),
    "eva.services.files": ("_WORDS",),
    "eva.web.cases": ("_SAID",),
    "eva.web.checks": ("SAID",),
    "eva.web.context": ("_NAVIGATION",),
    "eva.web.errors": ("PAGES",),
    "eva.web.hearings": ("_CHECKED",),
    "eva.web.history": ("PARTS", "_LABELS"),
    "eva.web.screenings": ("_LABELS",),
    "eva.web.search": ("KINDS",),
    "eva.web.sentences": ("DOCUMENT",),
}
"""The tables of words that are looked up by a code and said by name, not where they're written."""

_SAYING: Mapping[str, int] = {
    **{"say": 0, "translate": 1, "Needed": 0, "Sentence": 0, "argument": 1},
    **{"TemplateRefused": 0, "_refused": 0, "_check_named": 2},
}
"""The calls that say a text, and the place of the text among their arguments."""
_REFUSING = ("CaseRefused", "DocumentRefused")
"""The errors whose reason is said; a reason without a blank is a code of a table instead."""
_BY_FIELD = ("Invalid", "refuse")
"""The calls whose mapping tells what is wrong with each field."""
_FAULTS = ("messages", "errors")
"""The names under which such a mapping is filled."""
_SAYING_KEYWORDS = (
    *("description", "message", "empty"),
    *("help", "metavar", "prompt", "confirmation_prompt"),
)
"""The keywords of fields, validators, choices and options of commands that are said."""
_COMMANDING = ("command", "commands", "group")
"""The decorators of functions whose docstrings are the help of commands."""

_HEAD = """\
# EVA in {name}. The msgids are the Finnish words of the source.
# tools/catalogues.py keeps the entries in step with the source; the msgstrs are written by hand.
msgid ""
msgstr ""
"Language: {language}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Content-Transfer-Encoding: 8bit\\n"

"""


def extract() -> set[str]:
    """Return every text that pages and documents say from the source, in Finnish."""
    return {*_in_templates(), *_in_modules(), *_in_tables()}


def load(language: str) -> Catalog:
    """Return the catalogue of the language as it's kept; an empty one where there is none yet."""
    file = TRANSLATIONS / f"{language}.po"
    if not file.exists():
        return Catalog(locale=language)
    with file.open("rb") as opened:
        return read_po(opened, locale=language, abort_invalid=True)


def updated(language: str, msgids: Iterable[str]) -> str:
    """Return the text of the language's catalogue with exactly these msgids."""
    kept = load(language)
    catalogue = Catalog(locale=language)
    for msgid in msgids:
        known = kept.get(msgid)
        if known is None:
            catalogue.add(msgid, "")
        else:
            catalogue.add(msgid, known.string, flags=known.flags, user_comments=known.user_comments)
    entries = io.BytesIO()
    write_po(entries, catalogue, width=0, no_location=True, omit_header=True, sort_output=True)
    head = _HEAD.format(name=LANGUAGES[language], language=language)
    return head + entries.getvalue().decode().strip() + "\n"


def _in_templates() -> Iterator[str]:
    options = {"newstyle_gettext": "true", "silent": "false", "encoding": "utf-8"}
    for file in sorted((ROOT / "templates").rglob("*.html")):
        with file.open("rb") as opened:
            for _, _, said, _ in babel_extract(opened, ("_", "gettext", "ngettext"), (), options):
                texts = (said,) if isinstance(said, str) else said or ()
                yield from (text for text in texts if text)


def _in_modules() -> Iterator[str]:
    for folder in SOURCES:
        for file in sorted((ROOT / folder).rglob("*.py")):
            yield from texts_of(file.read_text(encoding="utf-8"))


def texts_of(source: str) -> Iterator[str]:
    """Yield what a module says where it's written, such as in `say("…")` or `Needed("…")`."""
    tree = ast.parse(source)
    constants = _constants(tree)
    for node in ast.walk(tree):
        for said in _said(node):
            yield from _literals(said, constants)
        if isinstance(node, ast.FunctionDef):
            yield from _help(node)


def _constants(tree: ast.Module) -> dict[str, str]:
    """Return the module's own names of single texts, such as a message that two fields share."""
    return {
        target.id: statement.value.value
        for statement in tree.body
        if isinstance(statement, ast.Assign)
        and isinstance(statement.value, ast.Constant)
        and isinstance(statement.value.value, str)
        for target in statement.targets
        if isinstance(target, ast.Name)
    }


def _help(function: ast.FunctionDef) -> Iterator[str]:
    """Yield the paragraphs of a command's help, each of them as one line."""
    decorators = [
        item.func if isinstance(item, ast.Call) else item for item in function.decorator_list
    ]
    if any(_name(item) in _COMMANDING for item in decorators):
        told = ast.get_docstring(function) or ""
        yield from (" ".join(part.split()) for part in told.split("\n\n"))


def _said(node: ast.AST) -> Iterator[ast.expr]:
    """Yield the expressions of the node whose texts are said."""
    if isinstance(node, ast.Call):
        yield from _said_in_call(node)
    elif isinstance(node, ast.Assign):
        filled = node.targets[0]
        if isinstance(filled, ast.Subscript) and _name(filled.value) in _FAULTS:
            yield node.value
        elif _name(filled) in _FAULTS:
            yield from _values(node.value)


def _said_in_call(call: ast.Call) -> Iterator[ast.expr]:
    name = _name(call.func)
    place = 0 if name.endswith("Field") or name in _REFUSING else _SAYING.get(name)
    if place is not None:
        said = call.args[place : place + 1]
        yield from (item for item in said if name not in _REFUSING or not _is_code(item))
    if name in _BY_FIELD and call.args:
        yield from _values(call.args[0])
    yield from (item.value for item in call.keywords if item.arg in _SAYING_KEYWORDS)


def _is_code(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and " " not in str(node.value)


def _values(node: ast.expr) -> list[ast.expr]:
    if isinstance(node, ast.Dict):
        return node.values
    if isinstance(node, ast.Call) and _name(node.func) == "fromkeys":
        return node.args[1:]
    return []


def _literals(node: ast.expr, constants: Mapping[str, str]) -> Iterator[str]:
    """Yield the texts that the expression may be.

    Of `f"What is wrong: {detail}"` a page says the first part as a sentence (eva/web/sentences.py).
    """
    if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value:
        yield node.value
    elif isinstance(node, ast.Name) and node.id in constants:
        yield constants[node.id]
    elif isinstance(node, ast.JoinedStr):
        head = node.values[0]
        if isinstance(head, ast.Constant) and str(head.value).endswith(": "):
            yield f"{str(head.value)[:-2]}."
    for choice in _choices(node):
        yield from _literals(choice, constants)


def _choices(node: ast.expr) -> list[ast.expr]:
    """Return the expressions of which the node is one: both branches, the default of a look-up."""
    if isinstance(node, ast.IfExp):
        return [node.body, node.orelse]
    if isinstance(node, ast.Call) and _name(node.func) == "get":
        return node.args[1:]
    return node.values if isinstance(node, ast.BoolOp) else []


def _name(node: ast.expr) -> str:
    """Return the last part of a name: `say` of `context.say`."""
    if isinstance(node, ast.Name):
        return node.id
    return node.attr if isinstance(node, ast.Attribute) else ""


def _in_tables() -> Iterator[str]:
    for module, names in HELD.items():
        for name in names:
            yield from _words(getattr(import_module(module), name))


def _words(value: Any) -> Iterator[str]:
    """Yield the texts of a table, without the codes that may stand beside them."""
    if isinstance(value, str):
        if value[:1].isupper() or " " in value:
            yield value
    elif isinstance(value, Mapping):
        for item in value.values():
            yield from (item,) if isinstance(item, str) else _words(item)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from _words(item)


def main() -> int:
    """Write the catalogues, or with --check only tell whether they're up to date."""
    parser = argparse.ArgumentParser(description="Bring the catalogues of translations up to date.")
    parser.add_argument("--check", action="store_true", help="write nothing; fail if out of date")
    is_check = parser.parse_args().check
    msgids = extract()
    is_any_old = False
    for language in LANGUAGES:
        text, file = updated(language, msgids), TRANSLATIONS / f"{language}.po"
        is_old = not file.exists() or file.read_text(encoding="utf-8") != text
        if is_old and not is_check:
            file.write_text(text, encoding="utf-8", newline="\n")
        missing = sum(not item.string for item in load(language) if item.id)
        outcome = "up to date" if not is_old else "out of date" if is_check else "written"
        sys.stdout.write(f"{file.name}: {outcome}, {missing} of {len(msgids)} not translated\n")
        is_any_old = is_any_old or is_old
    return 1 if is_check and is_any_old else 0


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    sys.exit(main())
