"""Ordinary Word files pass the gate; every hostile kind is refused with its own reason."""

import io
import random
import struct
import zipfile
from collections.abc import Callable
from typing import get_args

import pytest

from eva.documents import gate
from eva.documents.package import Package, Stream
from eva.domain.errors import UploadRefused
from tests import agenda_items
from tests.word_markup import R, W, word_file

MAIN = "word/document.xml"
RELATED = "word/_rels/document.xml.rels"
TYPES = "[Content_Types].xml"
LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PARAGRAPH = "<w:p><w:r><w:t>Asia</w:t></w:r></w:p>"


def with_parts(**parts: bytes) -> bytes:
    """Return an ordinary file with parts replaced or added; `__` in a name is a slash."""
    package = Package.read(word_file(PARAGRAPH))
    for name, content in parts.items():
        package.put(name.replace("__", "/"), content)
    return package.to_bytes()


def with_part(name: str, content: bytes | Stream) -> bytes:
    package = Package.read(word_file(PARAGRAPH))
    package.put(name, content)
    return package.to_bytes()


def with_body(xml: str) -> bytes:
    return word_file(xml)


def with_relationship(kind: str, target: str, *, outside: bool = True) -> bytes:
    package = Package.read(word_file(PARAGRAPH))
    mode = ' TargetMode="External"' if outside else ""
    tag = f'<Relationship Id="rIdBad" Type="{LINKS}/{kind}" Target="{target}"{mode}/>'
    xml = package.part(RELATED).replace(b"</Relationships>", f"{tag}</Relationships>".encode())
    package.put(RELATED, xml)
    return package.to_bytes()


def with_content_type(old: str, new: str) -> bytes:
    package = Package.read(word_file(PARAGRAPH))
    package.put(TYPES, package.part(TYPES).replace(old.encode(), new.encode()))
    return package.to_bytes()


def document(inside: str, before: str = "") -> bytes:
    xml = f'{before}<w:document xmlns:w="{W}" xmlns:r="{R}"><w:body>{inside}</w:body></w:document>'
    return with_part(MAIN, xml.encode())


def instruction(*pieces: str) -> str:
    """Return a field whose instruction is cut into runs."""
    mark = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
    runs = "".join(f"<w:r><w:instrText>{piece}</w:instrText></w:r>" for piece in pieces)
    return mark.format("begin") + runs + mark.format("separate") + mark.format("end")


def field(*pieces: str) -> bytes:
    return with_body(f"<w:p>{instruction(*pieces)}</w:p>")


def zipped(names: list[str], content: bytes = b"<a/>") -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in names:
            archive.writestr(name, content)
    return target.getvalue()


def other_office(kind: str) -> bytes:
    return with_content_type("wordprocessingml.document.main", kind)


def duplicated() -> bytes:
    package = Package.read(word_file(PARAGRAPH))
    package.put("word/documenu.xml", b"<a/>")
    return package.to_bytes().replace(b"word/documenu.xml", b"word/document.xml")


def lying_size() -> bytes:
    stream = Stream.deflated(b"\0" * 5_000_000)
    return with_part("word/media/a.png", Stream(stream.method, stream.crc, 4096, stream.data))


def wrong_checksum() -> bytes:
    stream = Stream.deflated(b"picture")
    return with_part("word/media/a.png", Stream(stream.method, 1, stream.size, stream.data))


def locked() -> bytes:
    """Return a file whose directory says that its parts are encrypted."""
    content = bytearray(word_file(PARAGRAPH))
    position = content.find(b"PK\1\2")
    while position >= 0:
        struct.pack_into("<H", content, position + 8, 1)
        position = content.find(b"PK\1\2", position + 1)
    return bytes(content)


def overlapping() -> bytes:
    """Return a file whose directory names one large part many times."""
    package = Package.read(word_file(PARAGRAPH))
    noise = random.Random(1).randbytes(200_000)
    for number in range(10):
        package.put(f"word/media/a{number}.png", noise if number == 0 else b"x")
    content = bytearray(package.to_bytes())
    first = content.find(b"PK\1\2", content.find(b"PK\1\2"))
    entries = {}
    while first >= 0:
        size = struct.unpack_from("<H", content, first + 28)[0]
        entries[bytes(content[first + 46 : first + 46 + size])] = first
        first = content.find(b"PK\1\2", first + 1)
    source = entries[b"word/media/a0.png"]
    for name, entry in entries.items():
        if name.startswith(b"word/media/a"):
            content[entry + 16 : entry + 28] = content[source + 16 : source + 28]
            content[entry + 42 : entry + 46] = content[source + 42 : source + 46]
    return bytes(content)


def without(name: str) -> bytes:
    package = Package.read(word_file(PARAGRAPH))
    package.remove(name)
    return package.to_bytes()


def noise(size: int) -> bytes:
    return random.Random(2).randbytes(size)


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600
BILLION = (
    '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">'
    '<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]>'
)
XXE = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
VML = '<w:p><w:r><w:pict><v:imagedata xmlns:v="urn:schemas-microsoft-com:vml" src="http://x/"/>'

HOSTILE: dict[str, tuple[str, Callable[[], bytes]]] = {
    "nothing": ("empty", lambda: b""),
    "eleven megabytes": ("too_large", lambda: b"PK\3\4" + b"\0" * (11 << 20)),
    "plain text": ("not_docx", lambda: b"Asiakohta"),
    "web page": ("not_docx", lambda: b"<html><script>alert(1)</script></html>"),
    "old doc": ("old_doc", lambda: OLE + "WordDocument".encode("utf-16-le")),
    "password": ("encrypted", lambda: OLE + "EncryptedPackage".encode("utf-16-le")),
    "zip password": ("encrypted", locked),
    "pdf": ("pdf", lambda: b"%PDF-1.7\n"),
    "rtf": ("rtf", lambda: b"{\\rtf1\\ansi}"),
    "odt": ("odt", lambda: zipped(["mimetype", "content.xml"])),
    "cut off": ("broken_zip", lambda: word_file(PARAGRAPH)[:-300]),
    "beginning of a zip": ("broken_zip", lambda: b"PK\3\4" + noise(3000)),
    "size that lies": ("broken_zip", lying_size),
    "wrong checksum": ("broken_zip", wrong_checksum),
    "overlapping parts": ("broken_zip", overlapping),
    "100 000 parts": ("too_many_parts", lambda: zipped([f"{n}.xml" for n in range(70_000)], b"")),
    "2 001 parts": ("too_many_parts", lambda: zipped([f"{n}.xml" for n in range(2001)])),
    "same part twice": ("duplicate_parts", duplicated),
    "same part, other case": ("duplicate_parts", lambda: with_part("Word/Document.xml", b"<a/>")),
    "path upwards": ("path", lambda: with_part("../../etc/cron.xml", b"<a/>")),
    "absolute path": ("path", lambda: with_part("/etc/passwd.xml", b"<a/>")),
    "backslashes": ("path", lambda: with_part("word\\evil.xml", b"<a/>")),
    "video": ("part_kind", lambda: with_part("word/media/a.mp4", b"video")),
    "1 GB picture": ("part_too_large", lambda: with_part("word/media/a.png",
        Stream(8, 0, 1 << 30, Stream.deflated(b"\0" * 4_000_000).data))),
    "110 MB together": ("uncompressed_size", lambda: with_parts(**{
        f"word__media__{n}.bmp": b"\0" * (28 << 20) for n in range(4)})),
    "bomb of zeros": ("compression_ratio", lambda: with_part("word/media/a.png", b"\0" * 9**7)),
    "long text node": ("compression_ratio", lambda: document("a" * (20 << 20))),
    "no content types": ("not_word", lambda: without(TYPES)),
    "no relationships": ("not_word", lambda: without("_rels/.rels")),
    "workbook": ("not_word", lambda: other_office("spreadsheetml.sheet.main")),
    "no body": ("not_word", lambda: with_part(MAIN, f'<w:document xmlns:w="{W}"/>'.encode())),
    "template": ("template_file", lambda: other_office("wordprocessingml.template.main")),
    "strict": ("strict_format", lambda: with_part(MAIN, (
        b'<w:document xmlns:w="http://purl.oclc.org/ooxml/wordprocessingml/main"><w:body/>'
        b"</w:document>"))),
    "docm": ("macro", lambda: with_content_type(
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
        "application/vnd.ms-word.document.macroEnabled.main+xml")),
    "macros": ("macro", lambda: with_part("word/vbaProject.bin", OLE)),
    "macros by another name": ("macro", lambda: with_relationship(
        "vbaProject", "settings.xml", outside=False)),
    "OLE object": ("active_content", lambda: with_part("word/embeddings/o.bin", OLE)),
    "ActiveX": ("active_content", lambda: with_part("word/activeX/activeX1.xml", b"<a/>")),
    "HTML inside": ("active_content", lambda: with_part("word/a.html", b"<script>")),
    "altChunk": ("active_content", lambda: with_body('<w:altChunk r:id="rIdLogo"/>')),
    "altChunk relationship": ("active_content", lambda: with_relationship(
        "aFChunk", "settings.xml", outside=False)),
    "workbook inside": ("active_content", lambda: with_relationship(
        "package", "settings.xml", outside=False)),
    "add-in": ("active_content", lambda: with_relationship(
        "webextensiontaskpanes", "settings.xml", outside=False)),
    "signature": ("signed", lambda: with_part("_xmlsignatures/origin.sigs", b"")),
    "billion laughs": ("dtd", lambda: document("<w:p>&c;</w:p>", BILLION)),
    "XXE": ("dtd", lambda: document("<w:p>&a;</w:p>", XXE)),
    "external DTD": ("dtd", lambda: document("", '<!DOCTYPE x SYSTEM "http://169.254.169.254/">')),
    "DTD in UTF-16": ("dtd", lambda: with_part(
        "customXml/item1.xml", f"{XXE}<x/>".encode("utf-16"))),
    "DTD in UTF-16 without mark": ("dtd", lambda: with_part(
        "customXml/item1.xml", f"{XXE}<x/>".encode("utf-16-le"))),
    "DTD in relationships": ("dtd", lambda: with_part(
        "word/_rels/a.xml.rels", b"<!DOCTYPE x><x/>")),
    "DTD in content types": ("dtd", lambda: with_content_type("<Types", "<!DOCTYPE Types><Types")),
    "DTD in UTF-7": ("encoding", lambda: with_part(
        "customXml/item1.xml", b'<?xml version="1.0" encoding="utf-7"?>+ADwAIQ-DOCTYPE x+AD4-')),
    "DTD in EBCDIC": ("malformed_xml", lambda: with_part(
        "customXml/item1.xml", f'<?xml version="1.0"?>{XXE}<x/>'.encode("cp037"))),
    "malformed": ("malformed_xml", lambda: with_part(MAIN, b"<w:document><w:body>")),
    "nesting": ("too_deep", lambda: document("<w:p>" * 400 + "</w:p>" * 400)),
    "elements": ("too_many_elements", lambda: document(
        "".join(f"<w:p>{n * 7919 % 10**6}</w:p>" for n in range(650_000)))),
    "picture from outside": ("external_relationship", lambda: with_relationship(
        "image", "http://169.254.169.254/latest/meta-data")),
    "OLE from a network disk": ("external_relationship", lambda: with_relationship(
        "oleObject", "file:///\\\\server\\share\\a.docx")),
    "link to a program": ("external_relationship", lambda: with_relationship(
        "hyperlink", "javascript:alert(1)")),
    "link to a network disk": ("external_relationship", lambda: with_relationship(
        "hyperlink", "\\\\server\\share\\a.docx")),
    "picture by address": ("external_relationship", lambda: with_body(
        f"{VML}</w:pict></w:r></w:p>")),
    "link field to a program": ("external_relationship", lambda: field(
        ' HYPERLINK "file:///c:/windows/calc.exe" ')),
    "template from the web": ("attached_template", lambda: with_relationship(
        "attachedTemplate", "https://example.org/evil.dotm")),
    "template from a network disk": ("attached_template", lambda: with_relationship(
        "attachedTemplate", "file:///\\\\server\\evil.dotm")),
    "relationship to nothing": ("dangling_relationship", lambda: with_relationship(
        "image", "media/missing.png", outside=False)),
    "unknown relationship": ("dangling_relationship", lambda: with_body(
        '<w:p><w:hyperlink r:id="rId99"/></w:p>')),
    "DDEAUTO": ("field", lambda: field(' DDEAUTO c:\\\\windows\\\\system32\\\\cmd.exe "/k calc" ')),
    "DDE in pieces": ("field", lambda: field(" D", "D", "E", "AUTO excel ")),
    "DDE by QUOTE": ("field", lambda: with_body(
        "<w:p>" + instruction("</w:instrText></w:r>" + instruction(" QUOTE 68 68 69 ")
        + "<w:r><w:instrText>") + "</w:p>")),
    "INCLUDEPICTURE": ("field", lambda: field(' INCLUDEPICTURE "http://x/a.png" ')),
    "INCLUDETEXT": ("field", lambda: with_body(
        '<w:p><w:fldSimple w:instr=" INCLUDETEXT &quot;c:\\\\a.docx&quot; "/></w:p>')),
    "MACROBUTTON": ("field", lambda: field(" MACROBUTTON Run here ")),
    "deleted field": ("field", lambda: field(" </w:instrText><w:delInstrText>IMPORT x"
        "</w:delInstrText><w:instrText> ")),
    "field in a header": ("field", lambda: with_part("word/header1.xml", (
        f'<w:hdr xmlns:w="{W}"><w:p>{instruction(" LINK Excel ")}</w:p></w:hdr>').encode())),
    "endless field": ("field", lambda: with_body(
        '<w:p><w:r><w:fldChar w:fldCharType="begin"/><w:instrText>DDE</w:instrText></w:r></w:p>')),
}  # fmt: skip


@pytest.mark.parametrize("kind", HOSTILE)
def test_a_hostile_file_is_refused_with_its_reason(kind: str) -> None:
    reason, make = HOSTILE[kind]
    upload = make()
    with pytest.raises(UploadRefused) as refused:
        gate.check(upload)
    assert refused.value.reason == reason
    assert len(refused.value.detail) <= 120
    assert refused.value.detail.isprintable()


def test_every_reason_is_met_and_has_a_sentence() -> None:
    reasons = set(get_args(gate.Reason))
    assert set(gate.MESSAGES) == reasons
    assert {reason for reason, _ in HOSTILE.values()} == reasons
    for sentence in gate.MESSAGES.values():
        assert sentence.endswith(".")
        assert sentence.startswith("Tiedosto")


@pytest.mark.parametrize("name", agenda_items.MAKERS)
def test_an_ordinary_agenda_item_passes(name: str) -> None:
    gate.check(agenda_items.made(name))


def test_ten_thousand_paragraphs_pass() -> None:
    paragraphs = "".join(
        f"<w:p><w:pPr><w:pStyle w:val='a'/></w:pPr><w:r><w:t>Kappale {n}</w:t></w:r></w:p>"
        for n in range(10_000)
    )
    gate.check(document(paragraphs))


@pytest.mark.parametrize(
    "instructions",
    [
        " PAGE ", " NUMPAGES \\* MERGEFORMAT ", ' TOC \\o "1-3" \\h \\z \\u ',
        ' HYPERLINK "https://www.mikkeli.fi/" ', ' HYPERLINK \\l "_Toc1" ', " REF _Ref1 \\h ",
        ' HYPERLINK "mailto:kirjaamo@mikkeli.fi" ', " = 1 + 2 ", "",
    ],
)  # fmt: skip
def test_an_ordinary_field_passes(instructions: str) -> None:
    gate.check(field(instructions))


@pytest.mark.parametrize(
    ("kind", "target"),
    [
        ("hyperlink", "https://www.mikkeli.fi/"),
        ("hyperlink", "mailto:kirjaamo@mikkeli.fi"),
        ("hyperlink", "#kohta"),
        ("hyperlink", "Liitteet/liite1.pdf"),
        ("attachedTemplate", "file:///C:\\Mallit\\asiakohta.dotx"),
        ("attachedTemplate", "Normal.dotm"),
    ],
)
def test_an_ordinary_relationship_passes(kind: str, target: str) -> None:
    gate.check(with_relationship(kind, target))


def test_a_chart_keeps_its_workbook() -> None:
    package = Package.read(word_file(PARAGRAPH))
    package.put("word/charts/chart1.xml", b"<c/>")
    package.put("word/embeddings/data.xlsx", b"PK")
    package.put(
        "word/charts/_rels/chart1.xml.rels",
        b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        b'<Relationship Id="rId1" Type="' + LINKS.encode() + b'/package" '
        b'Target="../embeddings/data.xlsx"/></Relationships>',
    )
    gate.check(package.to_bytes())
