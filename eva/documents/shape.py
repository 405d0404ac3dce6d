"""Whether a template's XML stays well-formed, whichever way its conditions turn out.

Plain docxtpl repairs broken XML by throwing text away without a word. Here a template is refused
unless every branch of an `if` and every round of a `for` leaves the same elements open as it
found, and every value stands in the text of a run. Then each document is well-formed by
construction and none has to be parsed again when it's made.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from jinja2 import nodes
from lxml import etree

from eva.domain.errors import TemplateRefused

_TEXT = frozenset({"w:t", "a:t"})
_ATTRIBUTES = frozenset({"descr", "title", "w:val", "w:fill", "w:color"})
"""Where a value may stand besides text; never in a field's instruction, which Word executes."""
_OPEN_ATTRIBUTE = re.compile(r'\s([\w:.-]+)="[^"]*$')
_NAME = re.compile(r"[^\s/>]+")

_CONDITION = (
    "Ehto alkaa ja loppuu eri kohdissa: kirjoita molemmat samaan tekstiin tai omille riveilleen."
)
_LOOP = (
    "Toisto alkaa ja loppuu eri kohdissa: kirjoita molemmat samaan tekstiin tai omille riveilleen."
)

_Stack = tuple[str, ...]


def check(tree: nodes.Template, place: str, before: str, after: str) -> None:
    """Return only if every document that the template can make is well-formed.

    `before` and `after` are what stands around the template in its part.

    Raises:
        TemplateRefused: A block opens what it doesn't close, or a value stands outside a text.
    """
    walker = _Walker(place)
    stack, unfinished = walker.walk(tree.body, (), "")
    if stack or unfinished:
        raise TemplateRefused("Asiakirjapohja on kesken: jokin osa jää auki.", place)
    whole = "".join((before, *walker.linear, after)).encode()
    try:
        etree.fromstring(whole, etree.XMLParser(resolve_entities=False))
    except etree.XMLSyntaxError as error:
        raise TemplateRefused(
            "Asiakirjapohjasta ei synny ehjää tiedostoa.", f"{place}: {error}"
        ) from None


class _Walker:
    """Follows the open elements through a template; `linear` is the text with every branch."""

    def __init__(self, place: str) -> None:
        self.place = place
        self.linear: list[str] = []

    def walk(
        self, body: Iterable[nodes.Node], stack: _Stack, unfinished: str
    ) -> tuple[_Stack, str]:
        """Return the open elements and the unfinished tag after the nodes."""
        for node in body:
            if isinstance(node, nodes.Output):
                for part in node.nodes:
                    stack, unfinished = self._output(part, stack, unfinished)
            elif isinstance(node, nodes.If):
                unfinished = self._condition(node, stack, unfinished)
            elif isinstance(node, nodes.For):
                if unfinished:
                    raise self._refused("Toisto on keskellä muotoilua.")
                self._same(node.body, stack, _LOOP)
                self._same(node.else_, stack, _LOOP)
        return stack, unfinished

    def _output(self, part: nodes.Node, stack: _Stack, unfinished: str) -> tuple[_Stack, str]:
        if isinstance(part, nodes.TemplateData):
            self.linear.append(part.data)
            return self._data(unfinished + part.data, stack)
        self.linear.append("x")
        if unfinished:
            attribute = _OPEN_ATTRIBUTE.search(unfinished)
            if attribute is None or attribute[1] not in _ATTRIBUTES:
                raise self._refused("Kenttä on keskellä muotoilua.")
            return stack, unfinished + "x"
        if not stack or stack[-1] not in _TEXT:
            raise self._refused(
                "Kenttä on tekstin ulkopuolella: kirjoita se ilman merkintää p, r, tr tai tc."
            )
        return stack, ""

    def _condition(self, node: nodes.If, stack: _Stack, unfinished: str) -> str:
        branches = [node.body, *(other.body for other in node.elif_), node.else_]
        if not unfinished:
            for branch in branches:
                self._same(branch, stack, _CONDITION)
            return ""
        before = len(self.linear)
        for branch in branches:
            after, rest = self.walk(branch, stack, unfinished)
            if after != stack or not rest.startswith(unfinished):
                raise self._refused("Ehto on keskellä muotoilua.")
        del self.linear[before:]
        self.linear.append("x")
        return unfinished + "x"

    def _same(self, body: list[nodes.Node], stack: _Stack, reason: str) -> None:
        after, unfinished = self.walk(body, stack, "")
        if after != stack or unfinished:
            raise self._refused(reason)

    def _data(self, text: str, stack: _Stack) -> tuple[_Stack, str]:
        open_ = list(stack)
        position = text.find("<")
        while position >= 0:
            end = text.find(">", position)
            if end < 0:
                return tuple(open_), text[position:]
            self._tag(text[position + 1 : end], open_)
            position = text.find("<", end)
        return tuple(open_), ""

    def _tag(self, tag: str, open_: list[str]) -> None:
        if tag.startswith("/"):
            if not open_ or open_.pop() != tag[1:].rstrip():
                raise self._refused("Ehto tai toisto sulkee osan, jota se ei avannut.")
        elif not tag.endswith("/") and tag[:1] not in "?!":
            name = _NAME.match(tag)
            open_.append(name[0] if name else "")

    def _refused(self, reason: str) -> TemplateRefused:
        text = re.sub(r"<[^>]*>|\s+", " ", "".join(self.linear[-40:]))
        return TemplateRefused(reason, f"{self.place}: …{' '.join(text.split())[-80:]}")
