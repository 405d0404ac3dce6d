"""Makers of Word templates for the tests, and plain docxtpl to compare with."""

import io
import json
import zipfile
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from docx import Document
from docxtpl import DocxTemplate
from jinja2 import Environment, StrictUndefined
from lxml import etree

from eva.documents.rendering import Properties

SAMPLES = Path(__file__).parent / "samples"
SHIPPED = Path(__file__).parents[1] / "docx_templates"
FILLED = ("word/document.xml", "word/header", "word/footer", "word/footnotes")

PROPERTIES = Properties(
    title="Rouhialan koulun lakkaaminen",
    author="Mikkelin kaupunki",
    subject="Vaikutusten ennakkoarviointi",
    language="fi-FI",
    created=datetime(2026, 11, 24, 9, 30, tzinfo=UTC),
    identifier="MliDno-2023-3655",
    version="3",
)


def sample_report() -> dict[str, Any]:
    """Return the report of the school case, with every key that a template may use."""
    report: dict[str, Any] = json.loads((SAMPLES / "report.json").read_text("utf-8"))
    return report


def template(*paragraphs: str, header: str = "", footer: str = "") -> bytes:
    """Return a Word template with the paragraphs, one run each."""
    document = Document()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    document.sections[0].header.paragraphs[0].text = header
    document.sections[0].footer.paragraphs[0].text = footer
    return saved(document)


def table_template(*rows: Iterable[str], columns: int = 0) -> bytes:
    """Return a Word template with a table of the rows; `columns` are the grid's, if others."""
    document = Document()
    cells = [list(row) for row in rows]
    table = document.add_table(0, columns or max(len(row) for row in cells))
    for texts in cells:
        row = table.add_row()
        for cell, text in zip(row.cells, texts, strict=False):
            cell.text = text
        for cell in row.cells[len(texts) :]:
            row._tr.remove(cell._tc)
    return saved(document)


def comparison_template() -> bytes:
    """Return a template whose table has as many columns as the report has alternatives."""
    return table_template(
        ["Vaikutus", "{%tc for column in comparison.columns %}", "{{ column.code }}",
         "{%tc endfor %}"],
        ["{%tr for row in comparison.rows %}"],
        ["{{ row.label }}", "{%tc for cell in row.cells %}", "{{ cell.sign }} {{ cell.word }}",
         "{%tc endfor %}"],
        ["{%tr endfor %}"],
    )  # fmt: skip


def saved(document: Any) -> bytes:
    """Return the bytes of a python-docx document."""
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def repacked(content: bytes, changes: Mapping[str, bytes | None]) -> bytes:
    """Return the zip file with parts replaced, added, or (None) left out."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(file, "w", 8) as new:
        for name in old.namelist():
            if name not in changes:
                new.writestr(name, old.read(name))
        for name, part in changes.items():
            if part is not None:
                new.writestr(name, part)
    return file.getvalue()


def part(content: bytes, name: str = "word/document.xml") -> bytes:
    """Return one part of a Word file."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return archive.read(name)


def plain_docxtpl(content: bytes, report: Mapping[str, Any]) -> bytes:
    """Return what docxtpl itself makes of the template, with values escaped."""
    document = DocxTemplate(io.BytesIO(content))
    document.render(dict(report), Environment(autoescape=True, undefined=StrictUndefined))
    return saved(document)


def canonical(content: bytes) -> dict[str, bytes]:
    """Return the canonical XML of the parts that a template fills in."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {
            name: etree.tostring(etree.fromstring(archive.read(name)), method="c14n")
            for name in sorted(archive.namelist())
            if name.startswith(FILLED) and name.endswith(".xml")
        }
