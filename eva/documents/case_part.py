"""The case file inside a Word document, as a custom XML part that Word keeps on saving."""

from __future__ import annotations

import re
import zipfile
import zlib
from html import escape
from io import BytesIO

NAMESPACE = "urn:eva:case:1"
MEDIA_TYPE = "application/json"
MAX_CASE = 20 << 20
"""Bytes of the part; a case of 60 effects is about 60 kB."""

PROPERTIES_CONTENT = "application/vnd.openxmlformats-officedocument.customXmlProperties+xml"
PROPERTIES = (
    '<?xml version="1.0" encoding="UTF-8" standalone="no"?>\n'
    '<ds:datastoreItem ds:itemID="{5E2D7B1C-3C0A-4E0B-9E57-6B6F0E7A1C01}" xmlns:ds='
    '"http://schemas.openxmlformats.org/officeDocument/2006/customXml"><ds:schemaRefs>'
    f'<ds:schemaRef ds:uri="{NAMESPACE}"/></ds:schemaRefs></ds:datastoreItem>'
).encode()
"""The item's card; Word drops an item of which it knows no card."""

_ITEM = re.compile(r"customXml/item\d+\.xml")
_BROKEN = (
    EOFError, NotImplementedError, OSError, RuntimeError, ValueError, zipfile.BadZipFile, zlib.error
)  # fmt: skip
"""All that the standard library's zipfile raises on files that aren't whole."""
_UNWRITABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


def written(case: str) -> bytes:
    """Return the custom XML part that holds the case's JSON text."""
    # What XML can't hold stands only inside JSON's strings, where it has another way of writing.
    text = _UNWRITABLE.sub(lambda sign: f"\\u{ord(sign[0]):04x}", case.replace("\r", ""))
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f'<eva-case xmlns="{NAMESPACE}" media-type="{MEDIA_TYPE}">'
        f"{escape(text, quote=False)}</eva-case>"
    ).encode()


def read_case(docx: bytes) -> str | None:
    """Return the case's JSON text that a Word document carries, or None where it has none.

    The last one counts where there are several, since an agenda item may carry an older one.
    """
    found = None
    try:
        with zipfile.ZipFile(BytesIO(docx)) as archive:
            for info in archive.infolist():
                if _ITEM.fullmatch(info.filename) and info.file_size <= MAX_CASE:
                    with archive.open(info) as part:
                        found = _case_in(part.read(MAX_CASE)) or found
    except _BROKEN:
        return None
    return found


def _case_in(part: bytes) -> str | None:
    # Only these bytes make a part of ours; other items needn't be parsed.
    if NAMESPACE.encode() not in part or b"<!DOCTYPE" in part or b"<!ENTITY" in part:
        return None
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
    try:
        root = etree.fromstring(part, parser)
    except etree.XMLSyntaxError:
        return None
    if root.tag != f"{{{NAMESPACE}}}eva-case" or len(root):
        return None
    return root.text
