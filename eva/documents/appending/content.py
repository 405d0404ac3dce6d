"""The assessment's own body: taken out of its document and fitted to the agenda item's."""

from __future__ import annotations

import re
from xml.sax.saxutils import escape

from eva.documents.appending.item import Item
from eva.documents.appending.markup import attribute
from eva.documents.appending.styles import Plan
from eva.domain.errors import DocumentRefused

_BODY = re.compile(rb"<w:body(?:\s[^>]*)?>")
_REFUSED = re.compile(
    rb"<(?:mc:|w:(drawing|pict|object|hyperlink|altChunk|subDoc"
    rb"|(?:foot|end)noteReference|commentReference)[\s/>])"
)
_REASONS = {
    b"hyperlink": "Arvioinnin asiakirjassa on linkki, eikä sitä voi liittää.",
    b"altChunk": "Arvioinnin asiakirjassa on toinen tiedosto, eikä sitä voi liittää.",
    b"subDoc": "Arvioinnin asiakirjassa on toinen tiedosto, eikä sitä voi liittää.",
    b"footnoteReference": "Arvioinnin asiakirjassa on alaviite, eikä sitä voi liittää.",
    b"endnoteReference": "Arvioinnin asiakirjassa on loppuviite, eikä sitä voi liittää.",
    b"commentReference": "Arvioinnin asiakirjassa on kommentti, eikä sitä voi liittää.",
    b"drawing": "Arvioinnin asiakirjassa on kuva tai tekstiruutu, eikä sitä voi liittää.",
    b"numId": "Arvioinnin asiakirjassa on automaattinen numerointi, eikä sitä voi liittää.",
    b"id": "Arvioinnin asiakirjassa on viittaus toiseen osaan, eikä sitä voi liittää.",
}
_NUMBERED = re.compile(rb"<w:numId\s+w:val=\"(?!0\")")
_RELATED = re.compile(rb"<[^>]*\sr:\w+\s*=")
_STYLE = re.compile(rb"(<w:(?:pStyle|rStyle|tblStyle)\s[^>]*>)")
_BOOKMARK = re.compile(rb"<w:bookmark(?:Start|End)\s[^>]*/>")
_BOOKMARK_START = re.compile(rb"<w:bookmarkStart\s[^>]*/>")
_IDENTITY = re.compile(rb"<w:(?:id|dataBinding)\s[^>]*/>")
_NEWER_ATTRIBUTE = re.compile(rb"\sw1\d\w*:\w+=\"[^\"]*\"")
_OPENING = re.compile(rb"<w:(?:p|tr|tbl|sdt)\s[^>]*>")
_ELEMENT_PREFIX = re.compile(rb"<([A-Za-z_][\w.-]*):")
_RUN = re.compile(rb"<w:r(?:\s[^>]*)?>(<w:rPr>.*?</w:rPr>|<w:rPr/>)?")
_LANGUAGE = re.compile(rb"<w:lang\s[^>]*/>")
_LEADING = re.compile(
    rb"<w:p(?:\s[^>]*)?>(?:<w:pPr>(?:<w:pStyle\s[^>]*/>)?(?:<w:keepNext(?:\s[^>]*)?/>)?"
    rb"(?:<w:keepLines(?:\s[^>]*)?/>)?)?"
)
_PARAGRAPH_STYLE = re.compile(
    rb"(<w:pStyle w:val=\"([^\"]*)\"/>(?:<w:(?:keepNext|keepLines|pageBreakBefore|widowControl)"
    rb"(?:\s[^>]*)?/>)*)(?!<w:(?:framePr|numPr))"
)
_NO_NUMBER = b'<w:numPr><w:ilvl w:val="0"/><w:numId w:val="0"/></w:numPr>'
_PAGE_BREAK = b"<w:pageBreakBefore/>"
_MAX_BOOKMARK = 40
"""Word's own limit on a bookmark's name."""


class Blocks:
    """The assessment's paragraphs and tables, cut at the tags that name a style.

    Cutting once serves both finding the names and putting others in their place; `root` is
    what stands before the body, for its namespaces.
    """

    __slots__ = ("_pieces", "root")

    def __init__(self, root: bytes, xml: bytes) -> None:
        """Cut the XML; every second piece is a tag that names a style."""
        self.root = root
        self._pieces = _STYLE.split(xml)

    @classmethod
    def read(cls, xml: bytes) -> Blocks:
        """Return the blocks of the assessment's main part.

        Raises:
            DocumentRefused: It holds what our templates never make and what can't be carried
                over: pictures, links, notes, numbering, more than one section.
        """
        item = Item.read(xml)
        body = _BODY.search(item.content)
        if not body:
            raise DocumentRefused("Arvioinnin asiakirjassa ei ole sisältöä.")
        blocks = item.content[body.end() :]
        if b"<w:sectPr" in blocks:
            raise DocumentRefused("Arvioinnin asiakirjassa on useampi kuin yksi osa.")
        reason = _reason_to_refuse(blocks)
        if reason:
            raise DocumentRefused(reason)
        return cls(item.content[: body.start()], blocks)

    def styles(self) -> frozenset[bytes]:
        """Return the identifiers of the styles that the blocks name."""
        return frozenset(attribute(tag, b"w:val") for tag in set(self._pieces[1::2]))

    def fitted(self, plan: Plan, item: Item, attachment: str) -> bytes:
        """Return the blocks under the item's names of styles, with numbers it hasn't used."""
        pieces = list(self._pieces)
        names = {tag: _renamed(tag, plan) for tag in set(pieces[1::2])}
        pieces[1::2] = [names[tag] for tag in pieces[1::2]]
        blocks = _IDENTITY.sub(b"", b"".join((_heading(attachment, plan), *pieces)))
        if b" w1" in blocks:
            blocks = _OPENING.sub(lambda tag: _NEWER_ATTRIBUTE.sub(b"", tag.group()), blocks)
        if b"<w:bookmark" in blocks:
            blocks = _with_new_bookmarks(blocks, item.content)
        if plan.language:
            blocks = _with_language(blocks, plan.language)
        if plan.numbered:
            blocks = _without_numbers(blocks, plan)
        return blocks


def _reason_to_refuse(blocks: bytes) -> str:
    """Return what to say of the blocks that can't be carried over, "" when all can."""
    refused = _REFUSED.search(blocks)
    if refused:
        return _REASONS.get(refused.group(1), _REASONS[b"drawing"])
    if b"<w:numId" in blocks and _NUMBERED.search(blocks):
        return _REASONS[b"numId"]
    if b" r:" in blocks and _RELATED.search(blocks):
        return _REASONS[b"id"]
    return ""


def on_new_page(blocks: bytes) -> bytes:
    """Return the blocks with a page break in their first paragraph, so without an empty one."""
    first = _LEADING.match(blocks)
    if not first:
        empty = b"<w:p><w:pPr>" + _PAGE_BREAK + b"</w:pPr></w:p>"
        return empty + blocks
    end = first.end()
    if b"<w:pPr>" in first.group():
        if blocks.startswith(_PAGE_BREAK, end):
            return blocks
        return blocks[:end] + _PAGE_BREAK + blocks[end:]
    properties = b"<w:pPr>" + _PAGE_BREAK + b"</w:pPr>"
    if blocks.startswith(b"/>", end - 2):
        return blocks[: end - 2] + b">" + properties + b"</w:p>" + blocks[end:]
    if blocks.startswith(b"<w:pPr/>", end):
        return blocks[:end] + properties + blocks[end + len(b"<w:pPr/>") :]
    return blocks[:end] + properties + blocks[end:]


def with_namespaces(content: bytes, ours: bytes, blocks: bytes) -> bytes:
    """Return the item's content with the namespaces that the blocks need besides Word's own.

    `ours` is the beginning of the assessment's own part, with its root.

    Raises:
        DocumentRefused: The item uses a prefix of ours for something else.
    """
    if not re.search(rb"<(?!/?w:)", blocks):
        return content
    begin = content.index(b"<w:document")
    end = content.index(b">", begin)
    added = b""
    for prefix in sorted(set(_ELEMENT_PREFIX.findall(blocks)) - {b"w"}):
        name = b"xmlns:" + prefix
        space, known = attribute(ours, name), attribute(content[begin:end], name)
        if known not in (b"", space) or not space:
            raise DocumentRefused("Asiakohdan tiedoston rakennetta ei tueta.")
        if not known:
            added += b" " + name + b'="' + space + b'"'
    return content[:end] + added + content[end:]


def _renamed(tag: bytes, plan: Plan) -> bytes:
    """Return a tag that names a style under its new name, b"" when it is to name none."""
    name = plan.names.get(attribute(tag, b"w:val"), b"")
    kind = tag[: tag.index(b"Style") + len(b"Style")]
    return kind + b' w:val="' + name + b'"/>' if name else b""


def _with_new_bookmarks(blocks: bytes, item: bytes) -> bytes:
    """Return the blocks with bookmarks that are alone in the whole document."""
    theirs = [found.group() for found in _BOOKMARK_START.finditer(item)]
    names = {attribute(tag, b"w:name").lower() for tag in theirs}
    numbers = [attribute(tag, b"w:id") for tag in theirs]
    offset = 1 + max((int(number) for number in numbers if number.isdigit()), default=-1)

    def renewed(found: re.Match[bytes]) -> bytes:
        tag = found.group()
        number = attribute(tag, b"w:id")
        name = attribute(tag, b"w:name")
        fresh = b"%d" % (int(number) + offset) if number.isdigit() else b"%d" % offset
        tag = re.sub(rb"w:id=\"[^\"]*\"", b'w:id="' + fresh + b'"', tag)
        if name.lower() in names:
            alone = name[: _MAX_BOOKMARK - len(fresh) - 1] + b"_" + fresh
            tag = tag.replace(b'w:name="' + name, b'w:name="' + alone)
        return tag

    return _BOOKMARK.sub(renewed, blocks)


def _heading(attachment: str, plan: Plan) -> bytes:
    """Return the paragraph that names the attachment, b"" when it has no name."""
    text = escape("".join(letter for letter in attachment if letter.isprintable()).strip())
    if not text:
        return b""
    style = b'<w:pStyle w:val="' + plan.heading + b'"/>' if plan.heading else b""
    return (
        b"<w:p><w:pPr>" + style + b"<w:keepNext/></w:pPr><w:r>"
        b'<w:t xml:space="preserve">' + text.encode() + b"</w:t></w:r></w:p>"
    )


def _with_language(blocks: bytes, language: bytes) -> bytes:
    """Return the blocks with the language of each run, for a screen reader to speak it."""
    tag = b'<w:lang w:val="' + language + b'"/>'

    def told(run: re.Match[bytes]) -> bytes:
        properties = run.group(1) or b""
        opening = run.group()[: len(run.group()) - len(properties)]
        inside = _LANGUAGE.sub(b"", properties[len(b"<w:rPr>") : -len(b"</w:rPr>")])
        return opening + b"<w:rPr>" + inside + tag + b"</w:rPr>"

    return _RUN.sub(told, blocks)


def _without_numbers(blocks: bytes, plan: Plan) -> bytes:
    """Return the blocks with headings that stand outside the item's own count."""

    def plain(found: re.Match[bytes]) -> bytes:
        return found.group() + (_NO_NUMBER if found.group(2) in plan.numbered else b"")

    return _PARAGRAPH_STYLE.sub(plain, blocks)
