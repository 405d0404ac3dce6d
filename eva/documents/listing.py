"""Line breaks, tabs and page breaks inside a value, as Word writes them.

The rules are those of docxtpl's `resolve_listing`, so that both make the same XML. The report's
paragraphs hold no breaks, so few paragraphs of a document need this, and only they are rewritten.
"""

from __future__ import annotations

import re

BREAKS = "\n\t\a\f"
"""A line break, a tab, a new paragraph and a new page."""

_BEGIN = re.compile(r"<w:p(?: [^>]*)?>")
_END = "</w:p>"
_PARAGRAPH_LOOK = re.compile(r"<w:pPr>.*?</w:pPr>")
_RUN = re.compile(r"<w:r(?: [^>]*)?>.*?</w:r>", re.DOTALL)
_RUN_LOOK = re.compile(r"<w:rPr>.*?</w:rPr>")
_TEXT = re.compile(r"<w:t(?: [^>]*)?>.*?</w:t>", re.DOTALL)
_SPACED = '<w:t xml:space="preserve">'


def resolved(xml: str) -> str:
    """Return the XML with each break in a text as the element that Word has for it."""
    breaks = (found.start() for sign in BREAKS if sign in xml for found in re.finditer(sign, xml))
    ends = sorted({xml.find(_END, position) for position in breaks})
    pieces: list[str] = []
    done = 0
    for end in ends:
        if end >= 0:
            last = xml.rfind(_END, done, end)
            begin = done if last < 0 else last + len(_END)
            pieces += (xml[done:begin], _paragraph(xml[begin:end]))
            done = end
    return "".join((*pieces, xml[done:]))


def _paragraph(xml: str) -> str:
    """Return what stands before a paragraph's end, its breaks resolved."""
    begin = _BEGIN.search(xml)
    if begin is None:
        return xml
    before, xml = xml[: begin.start()], xml[begin.start() :]
    look = _first(_PARAGRAPH_LOOK, xml)
    return before + _RUN.sub(lambda run: _run(run[0], look), xml)


def _run(xml: str, paragraph: str) -> str:
    look = _first(_RUN_LOOK, xml)
    return _TEXT.sub(lambda text: _text(text[0], look, paragraph), xml)


def _text(xml: str, run: str, paragraph: str) -> str:
    closed = "</w:t></w:r></w:p>"
    opened = f"<w:p>{paragraph}<w:r>{run}{_SPACED}"
    page = '<w:p><w:r><w:br w:type="page"/></w:r></w:p>'
    tab = f"</w:t></w:r><w:r>{run}<w:tab/></w:r><w:r>{run}{_SPACED}"
    xml = xml.replace("\t", tab).replace("\a", closed + opened)
    xml = xml.replace("\n", f"</w:t><w:br/>{_SPACED}")
    return xml.replace("\f", closed + page + opened)


def _first(pattern: re.Pattern[str], xml: str) -> str:
    found = pattern.search(xml)
    return found[0] if found else ""
