"""Agenda items as municipalities have them, made by code: each a Word file of another kind.

Public: MAKERS, the makers by name; made(), the bytes of one, made once; office(), which lets
LibreOffice turn files into another kind; pages(), the body of a long item.
"""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path

from eva.documents.package import Package
from tests.word_markup import (
    COMMENTS,
    HEADS,
    LYING,
    NOTES,
    NUMBERING,
    ONE_COLUMN,
    TWO_COLUMNS,
    UPRIGHT,
    W,
    content_types,
    picture,
    relationships,
    running_head,
    section,
    styles,
    table,
    text,
    word_file,
)


def office(files: Iterable[Path], kind: str, folder: Path) -> None:
    """Let LibreOffice write the files as another kind into a folder, with a profile of its own."""
    profile = tempfile.mkdtemp(prefix="eva-office-")
    command = ["soffice", "--headless", f"-env:UserInstallation=file://{profile}"]
    command += ["--convert-to", kind, "--outdir", str(folder), *map(str, files)]
    try:
        subprocess.run(command, check=True, capture_output=True, timeout=240)
    finally:
        shutil.rmtree(profile, ignore_errors=True)


def pages(count: int) -> str:
    """Return the body of an ordinary agenda item of about so many pages."""
    sentence = (
        "Lautakunta käsittelee palveluverkkoa ja sen vaikutuksia lasten koulumatkoihin, "
        "henkilöstöön ja talouteen kohdassa {}. Oppilasmäärä laskee ennusteen mukaan. "
    )
    blocks = [text("Palveluverkon tarkistaminen", "Otsikko1")]
    for number in range(count * 9):
        if number % 27 == 0:
            blocks.append(text(f"Kohta {number}", "Otsikko2"))
        blocks.append(text(sentence.format(number) + sentence.format(number * 7)))
    return "".join(blocks)


_BODY = text("Rouhialan koulun lakkauttaminen", "Otsikko1") + "".join(
    text(f"Asiakohdan kappale {number}: perustelut ja päätösehdotus.") for number in range(6)
)


def _numbered_lists() -> bytes:
    numbered = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
    body = _BODY + "".join(text(f"Luettelon kohta {n}", properties=numbered) for n in range(4))
    heading = '<w:numPr><w:numId w:val="1"/></w:numPr>'
    return word_file(body, numbering=NUMBERING, styles=styles(numbering=heading))


def _landscape_middle() -> bytes:
    first = text("Osan loppu", properties=section(HEADS + UPRIGHT + ONE_COLUMN))
    lying = text("Vaaka-osan loppu", properties=section(LYING + ONE_COLUMN))
    return word_file(_BODY + first + table(3) + lying + text("Lopuksi"))


def _landscape_last() -> bytes:
    first = text("Osan loppu", properties=section(HEADS + UPRIGHT + ONE_COLUMN))
    numbers = '<w:pgNumType w:start="1"/>'
    return word_file(
        _BODY + first + text("Vaakasivu"), section(HEADS + LYING + numbers + ONE_COLUMN)
    )


def _landscape_table_last() -> bytes:
    return word_file(_BODY + table(4), section(HEADS + LYING + ONE_COLUMN))


def _footnotes() -> bytes:
    note = '<w:p><w:r><w:t>Viite lakiin</w:t></w:r><w:r><w:footnoteReference w:id="1"/></w:r></w:p>'
    return word_file(_BODY + note, footnotes=NOTES)


def _content_controls() -> bytes:
    control = (
        '<w:sdt><w:sdtPr><w:alias w:val="Diaarinumero"/><w:tag w:val="dnro"/><w:id w:val="42"/>'
        f"</w:sdtPr><w:sdtContent>{text('MliDno-2026-1')}</w:sdtContent></w:sdt>"
    )
    return word_file(control + _BODY + control.replace("42", "43"))


def _tracked_changes() -> bytes:
    mark = 'w:author="Valmistelija" w:date="2026-11-01T09:00:00Z"'
    changed = (
        f'<w:p><w:pPr><w:pStyle w:val="Leipteksti"/><w:pPrChange w:id="3" {mark}><w:pPr>'
        f'<w:pStyle w:val="Otsikko2"/></w:pPr></w:pPrChange></w:pPr><w:ins w:id="1" {mark}><w:r>'
        f'<w:t>lisätty</w:t></w:r></w:ins><w:del w:id="2" {mark}><w:r><w:delText>poistettu'
        '</w:delText></w:r></w:del><w:commentRangeStart w:id="0"/><w:r><w:t> luku 12</w:t></w:r>'
        '<w:commentRangeEnd w:id="0"/><w:r><w:commentReference w:id="0"/></w:r></w:p>'
    )
    former = f'<w:sectPrChange w:id="4" {mark}><w:sectPr>{UPRIGHT}</w:sectPr></w:sectPrChange>'
    last = section(HEADS + LYING + ONE_COLUMN + former)
    return word_file(_BODY + changed, last, comments=COMMENTS)


def _first_page_header() -> bytes:
    first = running_head("hdr", "<w:p><w:r><w:t>Kansilehden tunniste</w:t></w:r></w:p>")
    head = '<w:headerReference w:type="first" r:id="rIdFirst"/>'
    last = section(head + HEADS + UPRIGHT + '<w:titlePg/><w:docGrid w:linePitch="360"/>')
    return word_file(_BODY, last, first=first)


def _bookmarks() -> bytes:
    marked = (
        '<w:bookmarkStart w:id="5" w:name="Liite"/>' + text("Kirjanmerkki")
        + '<w:bookmarkEnd w:id="5"/>'
    )  # fmt: skip
    return word_file(_BODY + marked, section(HEADS + UPRIGHT + TWO_COLUMNS))


def _minimal() -> bytes:
    package = Package()
    package.put("[Content_Types].xml", content_types(()).replace(
        b'<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-'
        b'package.core-properties+xml"/>', b""))  # fmt: skip
    package.put("_rels/.rels", relationships([("r1", "officeDocument", "word/document.xml")]))
    body = "<w:p><w:r><w:t>Asiakohta</w:t></w:r></w:p><w:p/>"
    package.put("word/document.xml", f'<w:document xmlns:w="{W}"><w:body>{body}</w:body>'
                "</w:document>".encode())  # fmt: skip
    return package.to_bytes()


def _other_prefix() -> bytes:
    package = Package.read(word_file(_BODY + "<!-- </w:body> -->"))
    for name in ("word/document.xml", "word/styles.xml"):
        xml = package.part(name)
        for old, new in ((b"<w:", b"<ns0:"), (b"</w:", b"</ns0:"), (b" w:", b" ns0:"),
                         (b"xmlns:w=", b"xmlns:ns0=")):  # fmt: skip
            xml = xml.replace(old, new)
        package.put(name, xml)
    return package.to_bytes()


def _written_by_office(name: str, source: str) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_text(source, encoding="utf-8")
        kind = "docx:MS Word 2007 XML"
        office([path], kind, Path(folder))
        return path.with_suffix(".docx").read_bytes()


def _office_html() -> bytes:
    rows = "".join(f"<tr><td>Vaihtoehto {n}</td><td>{n} 000 e</td></tr>" for n in range(5))
    return _written_by_office(
        "asia.html",
        "<html lang='fi'><meta charset='utf-8'><h1>Vesimaksun tarkistaminen</h1><p>Perustelut "
        f"ovat <b>seuraavat</b>.</p><ol><li>Eka</li><li>Toka</li></ol><table>{rows}</table>"
        "<h2>Päätösehdotus</h2><p>Lautakunta päättää.</p></html>",
    )


def _office_text() -> bytes:
    head = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "text", "style")
    )
    lines = "".join(f"<text:p>Kappale {n} perusteluista.</text:p>" for n in range(20))
    return _written_by_office(
        "asia.fodt",
        f'<?xml version="1.0" encoding="UTF-8"?><office:document {head} office:version="1.3" '
        'office:mimetype="application/vnd.oasis.opendocument.text"><office:body><office:text>'
        '<text:h text:outline-level="1">Kaavoituskatsaus</text:h>'
        f"{lines}</office:text></office:body></office:document>",
    )


MAKERS: dict[str, Callable[[], bytes]] = {
    "word_finnish": lambda: word_file(_BODY),
    "numbered_lists": _numbered_lists,
    "landscape_middle": _landscape_middle,
    "landscape_last": _landscape_last,
    "landscape_table_last": _landscape_table_last,
    "two_columns_last": lambda: word_file(_BODY, section(HEADS + UPRIGHT + TWO_COLUMNS)),
    "footnotes": _footnotes,
    "pictures": lambda: word_file(_BODY + picture(1) + picture(2)),
    "sixty_pages": lambda: word_file(pages(60)),
    "tables_last": lambda: word_file(_BODY + table(5)),
    "content_controls": _content_controls,
    "tracked_changes": _tracked_changes,
    "first_page_header": _first_page_header,
    "bookmarks": _bookmarks,
    "swedish": lambda: word_file(_BODY, styles=styles("sv-FI")),
    "minimal": _minimal,
    "other_prefix": _other_prefix,
    "office_html": _office_html,
    "office_text": _office_text,
}


@cache
def made(name: str) -> bytes:
    """Return an agenda item, made once."""
    return MAKERS[name]()
