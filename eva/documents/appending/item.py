"""The agenda item's own body: where it ends, and how its last section is kept as it is."""

from __future__ import annotations

import re
from dataclasses import dataclass

from eva.documents.appending.markup import attribute, start_of_last, usual
from eva.domain.errors import DocumentRefused

_END = re.compile(rb"\s*</w:body>\s*</w:document>\s*$")
_EMPTY_SECTION = re.compile(rb"<w:sectPr(?:\s[^>]*)?/>$")
_MARKERS = re.compile(
    rb"(?:\s*<w:(?:bookmark|comment|perm|moveFrom|moveTo|proof)\w*(?:\s[^>]*)?/>)*\s*$"
)
_NO = frozenset({b"0", b"false", b"off"})

_REFERENCE = re.compile(rb"<w:(?:header|footer)Reference\s[^>]*/>")
_SIZE = re.compile(rb"<w:pgSz\s[^>]*/>")
_MARGINS = re.compile(rb"<w:pgMar\s[^>]*/>")
_GRID = re.compile(rb"<w:docGrid(?:\s[^>]*)?/>")
_COLUMNS = re.compile(rb"<w:cols\s[^>]*>")
_FIRST_PAGE = re.compile(rb"<w:titlePg(?:\s[^>]*)?/>")
_UNLIKE = re.compile(
    rb"<w:(?:lnNumType|pgBorders)[\s/>]|<w:vAlign\s+w:val=\"(?!top)"
    rb"|<w:textDirection\s+w:val=\"(?!lrTb)"
)
"""Line numbers, frames, and text that doesn't begin at the top or run from left to right."""
_PORTRAIT = b'<w:pgSz w:w="11906" w:h="16838"/>'
_SPACER = b'<w:spacing w:before="0" w:after="0" w:line="20" w:lineRule="exact"/>'


@dataclass(frozen=True, slots=True)
class Item:
    """A document cut before its last section's properties: `content` + `section` + `tail`."""

    content: bytes
    section: bytes
    tail: bytes

    @classmethod
    def read(cls, xml: bytes) -> Item:
        """Return the agenda item's main part, cut.

        Raises:
            DocumentRefused: It isn't a Word document.
        """
        xml = usual(xml, b"w:document")
        # Only the end is searched: the whole of a long document would cost a millisecond.
        margin = max(0, len(xml) - 4096)
        end = _END.search(xml, margin)
        if not end:
            raise DocumentRefused("Asiakohdan tiedosto ei ole tavallinen Word-asiakirja.")
        section_start = _section_start(xml, end.start())
        return cls(xml[:section_start], xml[section_start : end.start()], xml[end.start() :])

    def needs_section(self) -> bool:
        """Return whether the last section is laid out so that an assessment doesn't suit it."""
        section = _without_history(self.section)
        columns = _COLUMNS.search(section)
        first_page = _FIRST_PAGE.search(section)
        return bool(
            _is_landscape(section)
            or _UNLIKE.search(section)
            or (columns and int(attribute(columns.group(), b"w:num") or b"1") > 1)
            or (first_page and attribute(first_page.group(), b"w:val") not in _NO)
        )

    def closed(self) -> bytes:
        """Return the content with its last section ended by its own last paragraph.

        Word keeps the properties of every section but the last in the section's last
        paragraph (ISO/IEC 29500-1, 17.6.18), so they move there unchanged.
        """
        kept = self.content[: len(self.content) - len(_markers(self.content))]
        if kept.endswith(b"</w:p>"):
            start = start_of_last(kept, len(kept), b"w:p")
            paragraph = _with_section(kept[start:], self.section)
            if paragraph:
                return kept[:start] + paragraph + self.content[len(kept) :]
        return self.content + b"<w:p><w:pPr>" + _SPACER + self.section + b"</w:pPr></w:p>"

    def next_section(self) -> bytes:
        """Return the properties of a portrait section after this one, with its running heads."""
        section = _without_history(self.section)
        references = b"".join(
            reference
            for reference in _REFERENCE.findall(section)
            if attribute(reference, b"w:type") != b"first"
        )
        grid = _GRID.search(section)
        return (
            b"<w:sectPr>" + references + b'<w:type w:val="nextPage"/>' + _PORTRAIT
            + self._portrait_margins() + b'<w:cols w:space="708"/>'
            + (grid.group() if grid else b"") + b"</w:sectPr>"
        )  # fmt: skip

    def _portrait_margins(self) -> bytes:
        """Return the margins of the first portrait section, else the last ones, turned."""
        whole = self.content + self.section
        for size in _SIZE.finditer(whole):
            margins = _MARGINS.search(whole, size.end(), size.end() + 400)
            if margins and not _is_landscape(size.group()):
                return margins.group()
        margins = _MARGINS.search(self.section)
        return _turned(margins.group()) if margins else b""


def _section_start(xml: bytes, end: int) -> int:
    """Return where the body's own section properties begin; `end` when it has none."""
    if xml.endswith(b"</w:sectPr>", 0, end):
        return start_of_last(xml, end, b"w:sectPr")
    empty = _EMPTY_SECTION.search(xml[max(0, end - 400) : end])
    return end - len(empty.group()) if empty else end


def _without_history(section: bytes) -> bytes:
    """Return section properties without the former ones that tracked changes remember."""
    return section.partition(b"<w:sectPrChange")[0]


def _is_landscape(section: bytes) -> bool:
    """Return whether the page is wider than high."""
    size = _SIZE.search(section)
    if not size:
        return False
    width = attribute(size.group(), b"w:w") or b"0"
    height = attribute(size.group(), b"w:h") or b"0"
    is_wide = width.isdigit() and height.isdigit() and int(width) > int(height)
    return is_wide or attribute(size.group(), b"w:orient") == b"landscape"


def _markers(content: bytes) -> bytes:
    """Return the markers without text that may stand after the last paragraph."""
    found = _MARKERS.search(content, max(0, len(content) - 4096))
    return found.group() if found else b""


def _with_section(paragraph: bytes, section: bytes) -> bytes:
    """Return a paragraph that ends a section, b"" when it already ends one."""
    opening = re.match(rb"<w:p(?:\s[^>]*)?>\s*", paragraph)
    if not opening:
        return b""
    rest = paragraph[opening.end() :]
    head = paragraph[: opening.end()]
    if re.match(rb"<w:pPr\s*/>", rest):
        return head + b"<w:pPr>" + section + b"</w:pPr>" + rest.partition(b">")[2]
    if not re.match(rb"<w:pPr[\s>]", rest):
        return head + b"<w:pPr>" + section + b"</w:pPr>" + rest
    # A former set of properties, remembered by tracked changes, must stay the last child.
    position = rest.find(b"</w:pPr>")
    former = rest.find(b"<w:pPrChange", 0, position)
    if former >= 0:
        position = former
    if b"<w:sectPr" in rest[:position]:
        return b""
    return head + rest[:position] + section + rest[position:]


def _turned(margins: bytes) -> bytes:
    """Return a landscape page's margins on the same page turned upright."""
    turn = {b"top": b"right", b"right": b"bottom", b"bottom": b"left", b"left": b"top"}

    def value(match: re.Match[bytes]) -> bytes:
        return (
            b"w:" + match.group(1) + b'="' + attribute(margins, b"w:" + turn[match.group(1)]) + b'"'
        )

    return re.sub(rb"w:(top|right|bottom|left)=\"[^\"]*\"", value, margins)
