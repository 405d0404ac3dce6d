"""Packs body, header, footer and styles into the bytes of a .docx that are the same every time."""

import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass

from lxml import etree

from building.ooxml import Element, R, w
from building.styles import FONT, styles

_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_CORE = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"
_MIME = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_PACKAGE_MIME = "application/vnd.openxmlformats-package"

_EPOCH = (1980, 1, 1, 0, 0, 0)
"""The date of every part: the earliest that a zip file knows."""

_MADE_ON = "2026-01-01T00:00:00Z"

_PARTS = (
    ("styles", "styles.xml", "styles"),
    ("settings", "settings.xml", "settings"),
    ("fontTable", "fontTable.xml", "fontTable"),
    ("header", "header1.xml", "header"),
    ("header", "header2.xml", "header"),
    ("footer", "footer1.xml", "footer"),
)
"""Kind of relationship, file name, kind of content; rId1 is the first of them."""

_HEADER_LATER, _HEADER_FIRST, _FOOTER = "rId4", "rId5", "rId6"


@dataclass(frozen=True)
class Template:
    """What one Word template consists of."""

    language: str
    """As Word writes it, for example fi-FI."""
    name: str
    """The name of the document, for its properties."""
    body: Sequence[Element]
    header: Sequence[Element]
    first_header: Sequence[Element]
    footer: Sequence[Element]
    is_plain: bool = False
    """Whether Word's own styles are enough for it."""


def pack(template: Template) -> bytes:
    """Return the .docx file of a template; the same template gives the same bytes."""
    body = w("body", *template.body, _section())
    parts = {
        "[Content_Types].xml": _content_types(),
        "_rels/.rels": _package_relations(),
        "docProps/core.xml": _core_properties(template),
        "word/document.xml": _xml(w("document", body)),
        "word/_rels/document.xml.rels": _document_relations(),
        "word/styles.xml": _xml(styles(template.language, ours=not template.is_plain)),
        "word/settings.xml": _xml(_settings(template.language)),
        "word/fontTable.xml": _xml(_fonts()),
        "word/header1.xml": _xml(w("hdr", *template.header)),
        "word/header2.xml": _xml(w("hdr", *template.first_header)),
        "word/footer1.xml": _xml(w("ftr", *template.footer)),
    }
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, content in parts.items():
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 0
            archive.writestr(entry, content)
    return packed.getvalue()


def _xml(root: Element) -> bytes:
    etree.cleanup_namespaces(root, keep_ns_prefixes=["w", "r"])
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _root(namespace: str, tag: str) -> Element:
    """Return a root element whose namespace needs no prefix."""
    return etree.fromstring(f'<{tag} xmlns="{namespace}"/>')


def _reference(kind: str, which: str, relation: str) -> Element:
    element = w(kind, type=which)
    element.set(f"{{{R}}}id", relation)
    return element


def _section() -> Element:
    """Return the one section: A4 upright; the first page has a header of its own."""
    return w(
        "sectPr",
        _reference("headerReference", "default", _HEADER_LATER),
        _reference("headerReference", "first", _HEADER_FIRST),
        _reference("footerReference", "default", _FOOTER),
        _reference("footerReference", "first", _FOOTER),
        w("pgSz", w=11906, h=16838),
        w("pgMar", top=1191, right=1304, bottom=1077, left=1304, header=567, footer=510, gutter=0),
        w("cols", space=708),
        w("titlePg"),
    )


def _settings(language: str) -> Element:
    modern = w("compatSetting", name="compatibilityMode",
               uri="http://schemas.microsoft.com/office/word", val=15)  # fmt: skip
    return w(
        "settings",
        w("zoom", percent=100),
        w("defaultTabStop", val=1304),
        w("autoHyphenation", val=1),
        w("consecutiveHyphenLimit", val=2),
        w("hyphenationZone", val=425),
        w("characterSpacingControl", val="doNotCompress"),
        w("compat", modern),
        w("themeFontLang", val=language),
        w("decimalSymbol", val="." if language == "en-GB" else ","),
        w("listSeparator", val="," if language == "en-GB" else ";"),
    )


def _fonts() -> Element:
    """Return the font table: Carlito has Calibri's widths, so lines and pages break alike."""
    calibri = w(
        "font",
        w("altName", val="Carlito"),
        w("panose1", val="020F0502020204030204"),
        w("charset", val="00"),
        w("family", val="swiss"),
        w("pitch", val="variable"),
        name=FONT,
    )
    return w("fonts", calibri)


def _content_types() -> bytes:
    root = _root(_TYPES, "Types")
    defaults = {
        "rels": f"{_PACKAGE_MIME}.relationships+xml",
        "xml": "application/xml",
    }
    overrides = {
        "/word/document.xml": f"{_MIME}.document.main+xml",
        "/docProps/core.xml": f"{_PACKAGE_MIME}.core-properties+xml",
    }
    overrides |= {f"/word/{name}": f"{_MIME}.{content}+xml" for _, name, content in _PARTS}
    for extension, kind in defaults.items():
        etree.SubElement(root, f"{{{_TYPES}}}Default", Extension=extension, ContentType=kind)
    for part, kind in overrides.items():
        etree.SubElement(root, f"{{{_TYPES}}}Override", PartName=part, ContentType=kind)
    return _xml(root)


def _relations(targets: Sequence[tuple[str, str]]) -> bytes:
    root = _root(_RELATIONS, "Relationships")
    for number, (kind, target) in enumerate(targets, start=1):
        etree.SubElement(
            root, f"{{{_RELATIONS}}}Relationship", Id=f"rId{number}", Type=kind, Target=target
        )
    return _xml(root)


def _package_relations() -> bytes:
    core = f"{_RELATIONS}/metadata/core-properties"
    return _relations(((f"{R}/officeDocument", "word/document.xml"), (core, "docProps/core.xml")))


def _document_relations() -> bytes:
    return _relations([(f"{R}/{kind}", name) for kind, name, _ in _PARTS])


def _core_properties(template: Template) -> bytes:
    """Return the properties with fixed dates; the program writes title and dates when it issues."""
    dc, terms = "http://purl.org/dc/elements/1.1/", "http://purl.org/dc/terms/"
    xsi = "http://www.w3.org/2001/XMLSchema-instance"
    spaces = {"cp": _CORE, "dc": dc, "dcterms": terms, "xsi": xsi}
    root = etree.Element(f"{{{_CORE}}}coreProperties", nsmap=spaces)
    for tag, words in (
        ("title", template.name),
        ("creator", "EVA"),
        ("language", template.language),
    ):
        etree.SubElement(root, f"{{{dc}}}{tag}").text = words
    etree.SubElement(root, f"{{{_CORE}}}lastModifiedBy").text = "EVA"
    etree.SubElement(root, f"{{{_CORE}}}revision").text = "1"
    for tag in ("created", "modified"):
        date = etree.SubElement(root, f"{{{terms}}}{tag}")
        date.set(f"{{{xsi}}}type", "dcterms:W3CDTF")
        date.text = _MADE_ON
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
