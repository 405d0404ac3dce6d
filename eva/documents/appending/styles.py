"""The assessment's styles in the agenda item: the item's own where it has them, else ours.

Styles are the same when their names are, not their identifiers: Word writes "heading 1" as the
name in every language, while a Finnish Word calls it Otsikko1. The assessment's headings go one
level down, since the agenda item's own title stands above them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache

from eva.documents.appending.markup import attribute, before_end, usual
from eva.documents.package import Stream
from eva.domain.errors import DocumentRefused

_STYLE = re.compile(rb"<w:style\s[^>]*>.*?</w:style>", re.DOTALL)
_NAME = re.compile(rb"<w:name\s[^>]*/>")
_LINK = re.compile(rb"<w:(basedOn|next|link)\s[^>]*/>")
_PAIR = re.compile(rb"<w:link\s[^>]*/>")
_DEFAULTS = re.compile(rb"<w:docDefaults>.*?</w:docDefaults>", re.DOTALL)
_LANGUAGE = re.compile(rb"<w:lang\s[^>]*/>")
_OUTLINE = re.compile(rb"<w:outlineLvl\s[^>]*/>")
_HEADING = re.compile(rb"heading ([1-9])$")
_NEWER = re.compile(rb"<w1\d\w*:\w+(?:\s[^>]*)?/>")
_LAST_LEVEL = 9
_EMPTY = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<w:styles xmlns:w='
    b'"http://schemas.openxmlformats.org/wordprocessingml/2006/main"></w:styles>'
)


@dataclass(frozen=True, slots=True)
class Style:
    """One style as it stands in the part."""

    kind: bytes
    identifier: bytes
    name: bytes
    xml: bytes


@dataclass(frozen=True, slots=True)
class StyleSheet:
    """A part with styles, each found by its identifier and by its name."""

    xml: bytes
    by_identifier: dict[bytes, Style]
    by_name: dict[tuple[bytes, bytes], Style]
    defaults: dict[bytes, bytes]
    language: bytes

    @classmethod
    def read(cls, xml: bytes) -> StyleSheet:
        """Return the styles of a part.

        Raises:
            DocumentRefused: It isn't a part with styles.
        """
        xml = usual(xml, b"w:styles")
        styles: list[Style] = []
        defaults: dict[bytes, bytes] = {}
        for found in _STYLE.findall(xml):
            tag = found[: found.index(b">") + 1]
            kind = attribute(tag, b"w:type") or b"paragraph"
            name = _NAME.search(found)
            identifier = attribute(tag, b"w:styleId")
            label = attribute(name.group(), b"w:val").lower() if name else identifier.lower()
            styles.append(Style(kind, identifier, label, found))
            if attribute(tag, b"w:default") in (b"1", b"true", b"on"):
                defaults[kind] = identifier
        by_identifier = {style.identifier: style for style in styles}
        by_name = {(style.kind, style.name): style for style in reversed(styles)}
        return cls(xml, by_identifier, by_name, defaults, _language(xml))


def _language(xml: bytes) -> bytes:
    """Return the document's language, b"" when its defaults don't tell."""
    defaults = _DEFAULTS.search(xml)
    language = _LANGUAGE.search(defaults.group()) if defaults else None
    return attribute(language.group(), b"w:val") if language else b""


@dataclass(frozen=True, slots=True)
class Plan:
    """What the appended paragraphs are to be called, and the item's styles with ours added.

    `names` maps an identifier of ours to one of the item's; b"" means to name no style.
    `language` is ours when the item's is another, else b"".
    """

    names: dict[bytes, bytes]
    heading: bytes
    numbered: frozenset[bytes]
    styles: Stream | None
    language: bytes


@lru_cache(maxsize=8)
def plan(item: Stream | None, ours: Stream, used: frozenset[bytes]) -> Plan:
    """Return how the used styles of ours come into the item; the same files needn't be read twice.

    Raises:
        DocumentRefused: A style of ours can't be carried over.
    """
    theirs = StyleSheet.read(item.inflated() if item else _EMPTY)
    merge = _Merge(theirs, StyleSheet.read(ours.inflated()))
    for identifier in sorted(used):
        merge.demoted(identifier)
    heading = merge.heading()
    styles = None
    if merge.added:
        xml = before_end(theirs.xml, b"w:styles", b"".join(merge.added))
        styles = Stream.deflated(xml)
    return Plan(dict(merge.names), heading, merge.numbered(), styles, merge.language)


@dataclass(slots=True)
class _Merge:
    """One merging of two style sheets."""

    theirs: StyleSheet
    ours: StyleSheet
    names: dict[bytes, bytes] = field(default_factory=dict)
    kept: dict[bytes, bytes] = field(default_factory=dict)
    added: list[bytes] = field(default_factory=list)
    taken: set[bytes] = field(default_factory=set)
    language: bytes = b""

    def __post_init__(self) -> None:
        """Know which identifiers are taken, and whether the languages differ."""
        self.taken = {identifier.lower() for identifier in self.theirs.by_identifier}
        if self.ours.language != self.theirs.language:
            self.language = self.ours.language

    def demoted(self, identifier: bytes) -> bytes:
        """Return what a style of ours is called in the item, headings one level lower."""
        if identifier not in self.names:
            style = self.ours.by_identifier.get(identifier)
            lower = _one_level_lower(style) if style else None
            if style and lower:
                self.names[identifier] = self._heading(style, lower)
            else:
                self.names[identifier] = self.same(identifier)
        return self.names[identifier]

    def heading(self) -> bytes:
        """Return what the item calls a heading of the first level, b"" when nobody has one."""
        theirs = self.theirs.by_name.get((b"paragraph", b"heading 1"))
        if theirs:
            return theirs.identifier
        ours = self.ours.by_name.get((b"paragraph", b"heading 1"))
        return self.same(ours.identifier) if ours else b""

    def numbered(self) -> frozenset[bytes]:
        """Return the headings that the item numbers; an attachment isn't part of its count."""
        return frozenset(
            style.identifier
            for style in self.theirs.by_identifier.values()
            if _HEADING.match(style.name) and b"<w:numPr>" in style.xml
        )

    def same(self, identifier: bytes) -> bytes:
        """Return what a style of ours is called in the item, at its own level."""
        if identifier not in self.kept:
            style = self.ours.by_identifier.get(identifier)
            self.kept[identifier] = self._found_or_added(style) if style else b""
        return self.kept[identifier]

    def _found_or_added(self, style: Style) -> bytes:
        """Return the item's style of that name, or add ours."""
        if self.ours.defaults.get(style.kind) == style.identifier:
            return self.theirs.defaults.get(style.kind, b"")
        theirs = self.theirs.by_name.get((style.kind, style.name))
        return theirs.identifier if theirs else self._add(style)

    def _heading(self, style: Style, name: bytes) -> bytes:
        """Return the heading of that name: the item's, ours, or one made from ours."""
        key = (b"paragraph", name)
        theirs = self.theirs.by_name.get(key)
        if theirs:
            return theirs.identifier
        ours = self.ours.by_name.get(key)
        if ours:
            return self.same(ours.identifier)
        level = str(int(name[-1:]) - 1).encode()
        label = b'<w:name w:val="' + name + b'"/>'
        outline = b'<w:outlineLvl w:val="' + level + b'"/>'
        xml = _OUTLINE.sub(outline, _NAME.sub(label, style.xml, count=1))
        xml = _PAIR.sub(b"", xml)
        return self._add(Style(style.kind, b"Heading" + name[-1:], name, xml))

    def _add(self, style: Style) -> bytes:
        """Return the identifier of a style that is added with all that it is based on.

        Raises:
            DocumentRefused: The style numbers its paragraphs.
        """
        if b"<w:numPr>" in style.xml:
            name = style.name.decode()
            raise DocumentRefused(
                f"Asiakirjamallin tyyliä, joka numeroi kappaleet, ei voi liittää: {name}"
            )
        identifier = style.identifier
        while identifier.lower() in self.taken:
            identifier = b"EVA" + identifier
        self.taken.add(identifier.lower())
        self.kept[style.identifier] = identifier
        xml = _LINK.sub(lambda link: self._linked(style, link), style.xml)
        self.added.append(self._finished(xml, style, identifier))
        return identifier

    def _linked(self, style: Style, link: re.Match[bytes]) -> bytes:
        """Return a style's connection to another style, under the other's name in the item."""
        kind = link.group(1)
        target = attribute(link.group(), b"w:val")
        other = self.ours.by_identifier.get(target)
        if not other:
            return b""
        is_theirs = (other.kind, other.name) in self.theirs.by_name
        if kind == b"link":
            # A style is one half of one pair, so theirs can't be the other half of ours.
            name = b"" if is_theirs else self.same(target)
        elif kind == b"basedOn" and not _HEADING.match(style.name):
            name = self.demoted(target)
        elif kind == b"basedOn" or is_theirs or target in self.kept:
            name = self.same(target)
        else:
            name = b""
        return b"<w:" + kind + b' w:val="' + name + b'"/>' if name else b""

    def _finished(self, xml: bytes, style: Style, identifier: bytes) -> bytes:
        """Return a style's XML with its new identifier and, where it must tell it, its language."""
        tag, bracket, rest = xml.partition(b">")
        tag = re.sub(rb"\sw:default\s*=\s*([\"'])\w+\1", b"", tag)
        tag = re.sub(rb"(\sw:styleId\s*=\s*)(\"[^\"]*\"|'[^']*')", rb'\1"' + identifier + b'"', tag)
        rest = _NEWER.sub(b"", rest)
        if re.search(rb"</?(?!w:)[\w.-]+:", rest):
            raise DocumentRefused(f"Asiakirjamallin tyyliä ei tueta: {style.name.decode()}")
        if self.language and style.kind in (b"paragraph", b"character"):
            rest = _with_language(rest, self.language)
        return tag + bracket + rest


def _one_level_lower(style: Style) -> bytes | None:
    """Return the name of the heading one level lower, None for what isn't a heading."""
    if style.kind != b"paragraph":
        return None
    if style.name == b"title":
        return b"heading 1"
    heading = _HEADING.match(style.name)
    if not heading:
        return None
    return b"heading %d" % min(int(heading.group(1)) + 1, _LAST_LEVEL)


def _with_language(rest: bytes, language: bytes) -> bytes:
    """Return a style's inside with the language that its text is in."""
    tag = b'<w:lang w:val="' + language + b'"/>'
    if _LANGUAGE.search(rest):
        return _LANGUAGE.sub(tag, rest)
    if b"</w:rPr>" in rest:
        return rest.replace(b"</w:rPr>", tag + b"</w:rPr>", 1)
    properties = b"<w:rPr>" + tag + b"</w:rPr>"
    return rest.replace(b"</w:style>", properties + b"</w:style>", 1)
