"""The assessment's own body: taken out of its document and fitted to the agenda item's."""

from __future__ import annotations

import re
from xml.sax.saxutils import escape

from eva.documents.appending.item import Item
from eva.documents.appending.markup import attribute
from eva.documents.appending.styles import Plan
from eva.domain.errors import DocumentRefused

_BODY = re.compile(rb"<w:body(?:\s[^>]*)?>")
_REFUSED: tuple[tuple[re.Pattern[bytes], str], ...] = (
    (re.compile(rb"<w:(?:drawing|pict|object)[\s/>]|<mc:"), "kuva tai tekstiruutu"),
    (re.compile(rb"<w:(?:hyperlink|altChunk|subDoc)[\s/>]"), "linkki"),
    (re.compile(rb"<w:(?:footnote|endnote|comment)Reference[\s/>]"), "alaviite tai kommentti"),
    (re.compile(rb"<w:numId\s+w:val=\"(?!0\")"), "automaattinen numerointi"),
    (re.compile(rb"<[^>]*\sr:\w+=\""), "viittaus toiseen osaan"),
)
_STYLE = re.compile(rb"<w:(?:pStyle|rStyle|tblStyle)\s+w:val=\"([^\"]*)\"\s*/>")
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


def read_blocks(xml: bytes) -> tuple[bytes, bytes]:
    """Return the assessment's root tag, and its paragraphs and tables without the section.

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
    for pattern, what in _REFUSED:
        if pattern.search(blocks):
            raise DocumentRefused(f"Arvioinnin asiakirjassa on {what}, eikä sitä voi liittää.")
    return item.content[: body.start()], blocks


def used_styles(blocks: bytes) -> frozenset[bytes]:
    """Return the identifiers of the styles that the blocks name."""
    return frozenset(_STYLE.findall(blocks))


def fitted(blocks: bytes, plan: Plan, item: Item, attachment: str) -> bytes:
    """Return the blocks under the item's names of styles, with numbers that it hasn't used."""
    blocks = _IDENTITY.sub(b"", blocks)
    blocks = _OPENING.sub(lambda tag: _NEWER_ATTRIBUTE.sub(b"", tag.group()), blocks)
    if b"<w:bookmark" in blocks:
        blocks = _with_new_bookmarks(blocks, item.content)
    blocks = _with_styles(blocks, plan)
    blocks = _heading(attachment, plan) + blocks
    if plan.language:
        blocks = _with_language(blocks, plan.language)
    if plan.numbered:
        blocks = _without_numbers(blocks, plan)
    return blocks


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


def _with_styles(blocks: bytes, plan: Plan) -> bytes:
    """Return the blocks with each named style under its new name, or without it."""

    def renamed(found: re.Match[bytes]) -> bytes:
        name = plan.names.get(found.group(1), b"")
        tag = found.group()
        return tag[: tag.index(b"w:val")] + b'w:val="' + name + b'"/>' if name else b""

    return _STYLE.sub(renamed, blocks)


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
