"""Whether a document holds every text that it was to hold.

That a document could be made says nothing about its completeness, so this is asked of each one
after it's made, with a reading of its own: the XML is parsed, not searched as text.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterable, Iterator
from io import BytesIO

from lxml import etree

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_PARAGRAPH, _TEXT, _BREAK, _TAB = _W + "p", _W + "t", _W + "br", _W + "tab"
_RETURN, _RUN = _W + "cr", _W + "r"
_READ = re.compile(r"word/(?:document|header\d*|footer\d*|footnotes)\.xml")


def missing_texts(docx: bytes, texts: Iterable[str]) -> list[str]:
    """Return the texts that don't stand verbatim in the document.

    A text of several lines stands there when each of its non-empty lines stands within one
    paragraph of the body, a header, a footer or a footnote.
    """
    written = "\n".join(_paragraphs(docx))
    return [
        text
        for text in texts
        if not all(line in written for line in text.split("\n") if line.strip())
    ]


def _paragraphs(docx: bytes) -> Iterator[str]:
    """Yield the text of each paragraph; a paragraph inside a text box stands apart."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
    with zipfile.ZipFile(BytesIO(docx)) as archive:
        for name in archive.namelist():
            if _READ.fullmatch(name):
                for paragraph in etree.fromstring(archive.read(name), parser).iter(_PARAGRAPH):
                    yield "".join(_pieces(paragraph))


def _pieces(paragraph: etree._Element) -> Iterator[str]:
    for element in paragraph.iter(_TEXT, _BREAK, _RETURN, _TAB):
        if element.tag != _TEXT:
            # A w:tab also names a tab stop; only one inside a run is a tab in the text.
            if _is_own(element, paragraph):
                yield "\t" if element.tag == _TAB else "\n"
        elif element.text and _is_own(element, paragraph):
            yield element.text


def _is_own(element: etree._Element, paragraph: etree._Element) -> bool:
    run = element.getparent()
    if run is None or run.tag != _RUN:
        return False
    return next(run.iterancestors(_PARAGRAPH), None) is paragraph
