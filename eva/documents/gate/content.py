"""The inside of an upload: its XML, its relationships, its fields."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from urllib.parse import unquote

from lxml import etree

from eva.documents.gate.archive import is_xml, read_part, refuse
from eva.documents.package import Package

MAX_ELEMENTS = 600_000
"""Sixty pages make about 50,000 elements, ten thousand formatted paragraphs about 250,000."""

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STRICT = "{http://purl.oclc.org/ooxml/wordprocessingml/main}"
_VML_IMAGE = "{urn:schemas-microsoft-com:vml}imagedata"
_MAIN_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"

_DECLARED = re.compile(rb"^<\?xml[^>]*?encoding\s*=\s*[\"']([\w.:-]+)[\"']")
_ENCODINGS = frozenset({b"utf-8", b"us-ascii", b"ascii", b"utf-16"})
_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
_MARKS = re.compile(rb"^(\xef\xbb\xbf|\xff\xfe|\xfe\xff)?\s*")
_REFERENCE_PREFIX = re.compile(
    rb"xmlns:([\w.-]+)\s*=\s*[\"']"
    rb"http://schemas\.openxmlformats\.org/officeDocument/2006/relationships[\"']"
)

_ACTIVE_TYPES = re.compile(r"vbaProject|macroEnabled|activeX|oleObject|ms-word\.control", re.I)
_ACTIVE_RELATIONSHIPS = frozenset(
    {
        "afchunk", "oleobject", "control", "activexcontrolbinary", "frame", "subdocument",
        "extensibility", "webextension", "webextensiontaskpanes", "attachedtoolbars",
        "keymapcustomizations", "mailmergesource", "mailmergeheadersource", "recipientdata",
        "transform", "htmlpubsaveas", "package",
    }
)  # fmt: skip
_MACRO_RELATIONSHIPS = frozenset({"vbaproject", "wordvbadata"})
_WEB_LINK = re.compile(r"(https?|mailto|tel):", re.I)
_ANY_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.I)
_LOCAL_DRIVE = re.compile(r"(file:/{0,3})?[a-z]:[\\/]", re.I)

_FIELDS = frozenset(
    {
        "PAGE", "NUMPAGES", "SECTIONPAGES", "SECTION", "TOC", "TC", "TOA", "TA", "INDEX",
        "XE", "HYPERLINK", "REF", "PAGEREF", "NOTEREF", "STYLEREF", "SEQ", "DATE", "TIME",
        "CREATEDATE", "SAVEDATE", "PRINTDATE", "EDITTIME", "AUTHOR", "LASTSAVEDBY", "TITLE",
        "SUBJECT", "KEYWORDS", "COMMENTS", "FILENAME", "FILESIZE", "TEMPLATE", "NUMCHARS",
        "NUMWORDS", "REVNUM", "DOCPROPERTY", "DOCVARIABLE", "INFO", "USERNAME",
        "USERINITIALS", "USERADDRESS", "FORMTEXT", "FORMCHECKBOX", "FORMDROPDOWN", "IF",
        "COMPARE", "SET", "MERGEFIELD", "MERGEREC", "SYMBOL", "EQ", "LISTNUM", "AUTONUM",
        "AUTONUMLGL", "AUTONUMOUT", "ADVANCE", "BIBLIOGRAPHY", "CITATION", "ADDIN",
        "BARCODE", "DISPLAYBARCODE",
    }
)  # fmt: skip
"""The fields that only show what the document holds; a field outside the list is refused,
since a list of the dangerous ones would miss the next one."""
_FIELD_NAME = re.compile(r"\s*([A-Za-z]+|=)")
_LINK_TARGET = re.compile(r"\s*HYPERLINK\s+(?:\\[mnt]\s+)*\"?\s*([^\"\s]+)", re.I)


def read_xml(package: Package) -> Iterator[tuple[str, bytes, etree._Element]]:
    """Yield every XML part with its bytes and its root, one at a time to spare memory.

    Raises:
        UploadRefused: A part isn't plain, well-formed XML, or they are too long together.
    """
    elements = 0
    for name in package.names():
        data = read_part(package, name)
        if not is_xml(name):
            continue
        _check_prolog(name, data)
        elements += data.count(b"<") - data.count(b"</")
        if elements > MAX_ELEMENTS:  # Counted in the bytes, before a tree of millions is built.
            refuse("too_many_elements", name)
        yield name, data, _parse(name, data)


def _check_prolog(name: str, data: bytes) -> None:
    """Refuse an unknown encoding, in which a DTD could hide, and any DTD."""
    if b"\0" in data[:4] or data.startswith(_UTF16_MARKS):
        data = data.replace(b"\0", b"")
    data = _MARKS.sub(b"", data, count=1)
    if not data.startswith(b"<"):
        refuse("malformed_xml", name)
    declared = _DECLARED.match(data)
    if declared and declared.group(1).lower() not in _ENCODINGS:
        refuse("encoding", name)
    if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
        refuse("dtd", name)


def _parse(name: str, data: bytes) -> etree._Element:
    """Return the root of a part; nothing is fetched and no entity is expanded."""
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=False
    )
    try:
        return etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        refuse("too_deep" if "depth" in str(error).lower() else "malformed_xml", f"{name}: {error}")


def check_content_types(root: etree._Element, main: str) -> None:
    """Refuse a package whose main part isn't a Word document without macros.

    Raises:
        UploadRefused: The main part is a template, a workbook, or has macros; or another part
            is active content.
    """
    extension = main.rpartition(".")[2].lower()
    main_type = ""
    for entry in root:
        kind = str(entry.get("ContentType") or "")
        if "macroenabled" in kind.lower() or "vbaproject" in kind.lower():
            refuse("macro", kind)
        if _ACTIVE_TYPES.search(kind):
            refuse("active_content", kind)
        part = str(entry.get("PartName") or "").lower()
        is_default = str(entry.get("Extension") or "").lower() == extension
        if part == f"/{main.lower()}" or (is_default and not main_type):
            main_type = kind
    if main_type.endswith("wordprocessingml.template.main+xml"):
        refuse("template_file")
    if main_type != _MAIN_TYPE:
        refuse("not_word", main_type)


def check_relationships(name: str, root: etree._Element, names: dict[str, str]) -> dict[str, str]:
    """Return the identifiers of a relationship part, each with the part it points to.

    Raises:
        UploadRefused: A relationship is active, points outside, or points to nothing.
    """
    base = posixpath.dirname(posixpath.dirname(name))
    targets: dict[str, str] = {}
    for entry in root:
        kind = str(entry.get("Type") or "").rpartition("/")[2]
        target = str(entry.get("Target") or "")
        if str(entry.get("TargetMode") or "").lower() == "external":
            _check_external(kind, target)
            resolved = ""
        else:
            resolved = names.get(_resolve(base, target).lower(), "")
            _check_internal(kind, base, target, resolved)
        targets[str(entry.get("Id") or "")] = resolved
    return targets


def _resolve(base: str, target: str) -> str:
    """Return the name of the part that a relationship points to."""
    path = unquote(target.partition("#")[0])
    return posixpath.normpath(posixpath.join("/", base, path)).lstrip("/")


def _check_external(kind: str, target: str) -> None:
    """Refuse what would be fetched from outside when the document is opened."""
    if kind.lower() == "attachedtemplate":
        if not _LOCAL_DRIVE.match(target) and ("/" in target or "\\" in target):
            refuse("attached_template", target)
    elif kind.lower() != "hyperlink" or not _may_link(target):
        refuse("external_relationship", f"{kind} {target}")


def _may_link(target: str) -> bool:
    """Return whether a link leads to the web, to mail, or to a place beside the document."""
    if _WEB_LINK.match(target):
        return True
    return not _ANY_SCHEME.match(target) and not target.startswith(("\\", "//"))


def _check_internal(kind: str, base: str, target: str, resolved: str) -> None:
    """Refuse active content, apart from the workbook that a chart keeps its figures in."""
    kind = kind.lower()
    if kind in _MACRO_RELATIONSHIPS:
        refuse("macro", target)
    is_chart_data = kind == "package" and base.endswith("/charts") and target.endswith(".xlsx")
    if kind in _ACTIVE_RELATIONSHIPS and not is_chart_data:
        refuse("active_content", f"{kind} {target}")
    if kind == "attachedtemplate":
        refuse("attached_template", target)
    if not resolved:
        refuse("dangling_relationship", target)


def main_part(root: etree._Element, targets: dict[str, str]) -> str:
    """Return the name of the package's main part, "" when it names none."""
    for entry in root:
        if str(entry.get("Type") or "").endswith("/officeDocument"):
            return targets[str(entry.get("Id") or "")]
    return ""


def kind_of_root(root: etree._Element) -> str:
    """Return the root's tag, marked when it is a document without a body."""
    if root.tag == f"{W}document" and root.find(f"{W}body") is None:
        return f"{root.tag} without body"
    return str(root.tag)


def check_main(tag: str) -> None:
    """Refuse a main part that isn't an ordinary Word document; takes its kind_of_root().

    Raises:
        UploadRefused: The root is another one, or there is no body.
    """
    if tag == f"{_STRICT}document":
        refuse("strict_format")
    if tag != f"{W}document":
        refuse("not_word", tag)


def used_references(data: bytes) -> set[str]:
    """Return the identifiers of the relationships that a part uses."""
    used: set[str] = set()
    for prefix in set(_REFERENCE_PREFIX.findall(data)):
        pattern = rb"\s" + re.escape(prefix) + rb":\w+\s*=\s*[\"']([^\"']+)[\"']"
        used.update(found.decode("utf-8", "replace") for found in re.findall(pattern, data))
    return used


def check_markup(name: str, root: etree._Element) -> None:
    """Refuse what a part does by its markup alone: dangerous fields, pictures by address.

    Raises:
        UploadRefused: A field isn't one of the harmless ones, or a picture has an address.
    """
    for simple in root.iter(f"{W}fldSimple"):
        _check_field(str(simple.get(f"{W}instr") or ""), has_inner=False)
    for image in root.iter(_VML_IMAGE):
        if image.get("src") or image.get("href"):
            refuse("external_relationship", f"{name} {image.get('src') or image.get('href')}")
    if next(root.iter(f"{W}altChunk"), None) is not None:
        refuse("active_content", "altChunk")
    _check_complex_fields(root)


def _check_complex_fields(root: etree._Element) -> None:
    """Refuse a dangerous field, however it is cut up.

    A field's name may be split over runs or be made by a field inside it, so the instruction
    is joined from its beginning to its end before it is judged.
    """
    open_fields = [_Field()]
    for mark in root.iter(f"{W}fldChar", f"{W}instrText", f"{W}delInstrText"):
        kind = mark.get(f"{W}fldCharType")
        if mark.tag != f"{W}fldChar":
            open_fields[-1].add(mark.text or "")
        elif kind == "begin":
            open_fields[-1].has_inner = len(open_fields) > 1
            open_fields.append(_Field())
        elif kind == "end" and len(open_fields) > 1:
            open_fields.pop().close()
    for unfinished in open_fields:
        unfinished.close()


class _Field:
    """A field that has begun: its own instruction, without that of fields inside it."""

    __slots__ = ("has_inner", "instruction")

    def __init__(self) -> None:
        """Begin without an instruction."""
        self.instruction = ""
        self.has_inner = False

    def add(self, text: str) -> None:
        """Add the text of one more run."""
        self.instruction += text

    def close(self) -> None:
        """Judge the whole instruction."""
        _check_field(self.instruction, self.has_inner)


def _check_field(instruction: str, has_inner: bool) -> None:
    """Refuse a field that isn't on the list, and a link to elsewhere than the web."""
    if not instruction.strip():
        if has_inner:
            refuse("field", "{ { } }")
        return
    name = _FIELD_NAME.match(instruction)
    if not name or (name.group(1) != "=" and name.group(1).upper() not in _FIELDS):
        refuse("field", instruction)
    link = _LINK_TARGET.match(instruction)
    if link and not re.match(r"\\[lo]\b", link.group(1)) and not _may_link(link.group(1)):
        refuse("external_relationship", instruction)
