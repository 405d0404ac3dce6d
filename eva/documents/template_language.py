"""The small language that a Word template may be written in.

A template is code that somebody uploads, so what it may say is listed here and everything else is
refused before any of it is evaluated: values by name, `if`, `for`, comparisons and a few filters.
There are no calls, no assignments, no arithmetic and no attributes of Python objects; a name
followed by a point is the key of a dict and nothing else.
"""

from __future__ import annotations

from typing import Any

from jinja2 import StrictUndefined, Template, TemplateError, Undefined, meta, nodes
from jinja2.runtime import LoopContext
from jinja2.sandbox import ImmutableSandboxedEnvironment

from eva.domain.errors import TemplateRefused

MAX_LOOPS = 3
"""Loops inside each other: perspective, effect and paragraph are three."""
MAX_DEPTH = 40
"""Levels of the parsed tree: far above any real template, far below Python's own limit."""

FILTERS = frozenset({"default", "first", "join", "last", "length", "lower", "trim", "upper"})
TESTS = frozenset({"defined", "none"})
LOOP_FIELDS = frozenset({"first", "index", "index0", "last", "length"})

_ALLOWED = (
    nodes.And,
    nodes.Compare,
    nodes.Const,
    nodes.Filter,
    nodes.For,
    nodes.Getattr,
    nodes.Getitem,
    nodes.If,
    nodes.Name,
    nodes.Not,
    nodes.Operand,
    nodes.Or,
    nodes.Output,
    nodes.Template,
    nodes.TemplateData,
    nodes.Test,
)
_PATHS = (nodes.Name, nodes.Getattr, nodes.Getitem)
# A template writes {_{ where the document is to show two braces.
_ESCAPES = (("{_{", "{{"), ("}_}", "}}"), ("{_%", "{%"), ("%_}", "%}"))


class Language(ImmutableSandboxedEnvironment):
    """The environment in which every Word template is parsed and run."""

    def __init__(self) -> None:
        """Keep only the listed filters and tests, and no global names."""
        super().__init__(autoescape=True, undefined=StrictUndefined, optimized=False)
        self.globals.clear()
        self.filters = {name: self.filters[name] for name in FILTERS}
        self.tests = {name: self.tests[name] for name in TESTS}

    def is_safe_callable(self, obj: Any) -> bool:
        """Tell that nothing may be called: the second lock behind the list of nodes."""
        return False

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        """Tell that no attribute may be read: the second lock behind `getattr`."""
        return False

    def getattr(self, obj: Any, attribute: str) -> Any:
        """Return a dict's item or one of the loop's fields, else a value that can't be printed."""
        if type(obj) is dict:
            if attribute in obj:
                return obj[attribute]
        elif type(obj) is LoopContext and attribute in LOOP_FIELDS:
            return getattr(obj, attribute)
        return self._missing(obj, attribute)

    def getitem(self, obj: Any, argument: Any) -> Any:
        """Return an item of a plain dict or list, else a value that can't be printed."""
        if type(obj) is dict and type(argument) is str and argument in obj:
            return obj[argument]
        if type(obj) is list and type(argument) is int and -len(obj) <= argument < len(obj):
            return obj[argument]
        return self._missing(obj, argument)

    def _missing(self, obj: Any, name: Any) -> Any:
        # A name that is itself unknown is the fault to tell of, not its field.
        return obj if isinstance(obj, Undefined) else self.undefined(obj=obj, name=name)


_LANGUAGE = Language()


def parse(source: str, place: str) -> nodes.Template:
    """Return the parsed template, after it was seen to hold nothing but what is allowed.

    Parsing evaluates nothing. Jinja folds constants when it makes code of the tree, which is why
    the tree is checked first.

    Raises:
        TemplateRefused: It can't be parsed or says something that isn't allowed.
    """
    try:
        tree = _LANGUAGE.parse(source)
        _check(tree, place, 0, 0)
    except TemplateError as error:
        raise TemplateRefused("Kenttää ei voi lukea.", f"{place}: {error.message}") from None
    except (RecursionError, ValueError, MemoryError, OverflowError):
        raise TemplateRefused("Kenttä on liian monimutkainen.", place) from None
    return tree


def names(tree: nodes.Template) -> set[str]:
    """Return the names that the checked template takes from the report."""
    return meta.find_undeclared_variables(tree)


def compiled(tree: nodes.Template, place: str) -> Template:
    """Return the checked template as a program.

    Raises:
        TemplateRefused: Python can't make code of it, since it's nested too deep.
    """
    for data in tree.find_all(nodes.TemplateData):
        for written, meant in _ESCAPES:
            if written in data.data:
                data.data = data.data.replace(written, meant)
    try:
        code = _LANGUAGE.compile(tree, name=place, filename="<template>")
        return Template.from_code(_LANGUAGE, code, {})
    except TemplateError as error:
        raise TemplateRefused("Kenttää ei voi lukea.", f"{place}: {error.message}") from None
    except (RecursionError, SyntaxError, ValueError, MemoryError):
        raise TemplateRefused("Kenttä on liian monimutkainen.", place) from None


def _check(node: nodes.Node, place: str, depth: int, loops: int) -> None:
    if depth > MAX_DEPTH:
        raise TemplateRefused("Ehtoja on liian monta sisäkkäin.", place)
    if not isinstance(node, _ALLOWED):
        raise TemplateRefused("Tätä ei sallita asiakirjapohjassa.", _where(node, place))
    if isinstance(node, nodes.For):
        loops += 1
        _check_loop(node, place, loops)
    elif isinstance(node, nodes.Filter):
        _check_named(node, FILTERS, "Tätä suodatinta ei sallita asiakirjapohjassa.", place)
    elif isinstance(node, nodes.Test):
        _check_named(node, TESTS, "Tätä testiä ei sallita asiakirjapohjassa.", place)
    elif isinstance(node, (nodes.Getattr, nodes.Getitem)):
        _check_path(node, place)
    for child in node.iter_child_nodes():
        _check(child, place, depth + 1, loops)


def _check_loop(node: nodes.For, place: str, loops: int) -> None:
    if loops > MAX_LOOPS:
        raise TemplateRefused("Toistoja on liian monta sisäkkäin.", _where(node, place))
    if node.recursive or not isinstance(node.target, nodes.Name):
        raise TemplateRefused(
            "Tällaista toistoa ei sallita asiakirjapohjassa.", _where(node, place)
        )


def _check_named(
    node: nodes.Filter | nodes.Test, allowed: frozenset[str], reason: str, place: str
) -> None:
    if node.name not in allowed:
        raise TemplateRefused(reason, f"{_where(node, place)}: {node.name}")
    if node.node is None or node.kwargs or node.dyn_args or node.dyn_kwargs:
        raise TemplateRefused("Tätä ei sallita asiakirjapohjassa.", _where(node, place))


def _check_path(node: nodes.Getattr | nodes.Getitem, place: str) -> None:
    if not isinstance(node.node, _PATHS):
        raise TemplateRefused("Pisteen edessä voi olla vain nimi.", _where(node, place))
    if isinstance(node, nodes.Getattr) and node.attr.startswith("_"):
        raise TemplateRefused("Kentän nimi ei voi alkaa alaviivalla.", f"{place}: {node.attr}")


def _where(node: nodes.Node, place: str) -> str:
    return f"{place}: {type(node).__name__.lower()}"
