"""The nine Word templates that come with the program are sound, accessible and reproducible."""

import importlib.util
import io
import re
import zipfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from docx.oxml.ns import qn
from docx.shared import Mm
from docxtpl import DocxTemplate
from jinja2 import Environment, nodes

from eva.documents import compiler, rendering
from tests.word_templates import PROPERTIES, SHIPPED, canonical, plain_docxtpl, sample_report

LANGUAGES = {"fi": "fi-FI", "sv": "sv-FI", "en": "en-GB"}
KINDS = ("assessment", "screening", "agenda_item")
NAMES = [f"{kind}.{language}.docx" for kind in KINDS for language in LANGUAGES]
OURS = [name for name in NAMES if not name.startswith("agenda_item")]

Report = dict[str, Any]


@pytest.fixture(params=NAMES)
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def content(name: str) -> bytes:
    return (SHIPPED / name).read_bytes()


def shipped(name: str) -> Any:
    """Return the template itself, opened."""
    return Document(io.BytesIO(content(name)))


def language_of(name: str) -> str:
    return name.split(".")[1]


def parts(file: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(file)) as archive:
        return {item: archive.read(item) for item in archive.namelist()}


def emptied(value: Any) -> Any:
    """Return the report of a decision about which nothing is recorded yet."""
    if isinstance(value, dict):
        return {key: emptied(item) for key, item in value.items()}
    return type(value)()


def with_alternatives(count: int) -> Report:
    """Return the sample with so many alternatives in its comparison."""
    report = sample_report()
    kinds = [("+", "Myönteinen", "positive"), ("−−", "Kielteinen", "negative"),
             ("±", "Molempia", "both"), ("0", "Neutraali", "neutral"),
             ("?", "Ei tiedossa", "unknown"), ("", "Ei arvioitu", "none")]  # fmt: skip
    report["comparison"]["columns"] = [
        {"code": f"VE{number}", "title": f"Vaihtoehto {number}", "is_proposed": number == 1}
        for number in range(count)
    ]
    for row in report["comparison"]["rows"]:
        cells = [kinds[number % len(kinds)] for number in range(count)]
        row["cells"] = [
            dict(zip(("sign", "word", "direction"), cell, strict=True)) for cell in cells
        ]
    return report


def filled(name: str, report: Report) -> Any:
    """Return the document that the template gives, opened."""
    return Document(io.BytesIO(ready(name).render(report, PROPERTIES)))


@cache
def ready(name: str) -> rendering.CompiledTemplate:
    return rendering.load(compiler.compile_template(content(name)))


def words_of(document: Any) -> str:
    return "\n".join(node.text or "" for node in document.element.iter(qn("w:t")))


def test_opens_as_one_upright_a4_section(name: str) -> None:
    section, *others = shipped(name).sections
    assert not others
    assert abs(section.page_width - Mm(210)) < Mm(0.1)
    assert abs(section.page_height - Mm(297)) < Mm(0.1)


def test_says_its_language_where_word_looks_for_it(name: str) -> None:
    expected = LANGUAGES[language_of(name)]
    document = shipped(name)
    defaults = document.styles.element.find(qn("w:docDefaults"))
    assert [lang.get(qn("w:val")) for lang in defaults.iter(qn("w:lang"))] == [expected]
    theme = document.settings.element.find(qn("w:themeFontLang"))
    assert theme.get(qn("w:val")) == expected
    assert document.core_properties.language == expected


@pytest.mark.parametrize("name", OURS)
def test_our_styles_survive_appending(name: str) -> None:
    """Each carries the language, and is based on a style that every Word document has."""
    styles = shipped(name).styles
    ours = [style for style in styles if style.name.startswith("EVA ")]
    assert ours
    for style in ours:
        oldest = style
        while oldest.base_style is not None:
            oldest = oldest.base_style
        assert oldest.name in {"Normal", "Default Paragraph Font", "Normal Table"}
        if style.type != 3:
            assert style.element.find(f".//{qn('w:lang')}") is not None, style.name
    custom = {style.name for style in styles if style.element.get(qn("w:customStyle"))}
    assert custom == {style.name for style in ours}


def test_the_agenda_item_has_words_own_styles_only() -> None:
    for language in LANGUAGES:
        styles = shipped(f"agenda_item.{language}.docx").styles
        assert not [style for style in styles if style.element.get(qn("w:customStyle"))]


@pytest.mark.parametrize("is_empty", [False, True], ids=["full", "empty"])
def test_headings_are_real_and_skip_no_level(name: str, is_empty: bool) -> None:
    report = emptied(sample_report()) if is_empty else sample_report()
    document = filled(name, report)
    found = [p for p in document.paragraphs if p.style.name.startswith(("Heading", "Title"))]
    assert [p.style.name for p in found].count("Title") == 1
    assert all(p.text.strip() for p in found)
    levels = [int(p.style.name[-1]) for p in found if p.style.name != "Title"]
    assert levels or is_empty
    assert all(now <= before + 1 for before, now in zip([0, *levels], levels, strict=False))


@pytest.mark.parametrize("name", OURS)
@pytest.mark.parametrize("alternatives", [1, 4, 6, 8, 12])
def test_every_table_has_header_row_caption_and_a_grid_that_fits(
    name: str, alternatives: int
) -> None:
    tables = filled(name, with_alternatives(alternatives)).element.iter(qn("w:tbl"))
    for table in tables:
        properties = table.find(qn("w:tblPr"))
        for what in ("w:tblCaption", "w:tblDescription"):
            assert properties.find(qn(what)).get(qn("w:val")), what
        rows = table.findall(qn("w:tr"))
        assert len(rows) > 1
        assert rows[0].find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None
        assert all(row.find(f"{qn('w:trPr')}/{qn('w:cantSplit')}") is not None for row in rows)
        grid = len(table.findall(f"{qn('w:tblGrid')}/{qn('w:gridCol')}"))
        assert {len(row.findall(qn("w:tc"))) for row in rows} == {grid}


@pytest.mark.parametrize("is_empty", [False, True], ids=["full", "empty"])
def test_no_cell_is_without_a_paragraph(name: str, is_empty: bool) -> None:
    """Word refuses to open a file with such a cell."""
    report = emptied(sample_report()) if is_empty else sample_report()
    for cell in filled(name, report).element.iter(qn("w:tc")):
        assert cell.findall(qn("w:p"))


def test_holds_nothing_that_makes_appending_unsafe(name: str) -> None:
    found = parts(content(name))
    assert not [item for item in found if re.search("numbering|media|footnotes|comments", item)]
    assert b"txbxContent" not in found["word/document.xml"]


@pytest.mark.parametrize("alternatives", [1, 2, 5, 7, 12])
def test_the_comparison_prints_each_alternative_once(alternatives: int) -> None:
    report = with_alternatives(alternatives)
    document = filled("assessment.fi.docx", report)
    caption = "Vaihtoehtojen vertailu"
    heads: list[str] = []
    for table in document.tables:
        if table._tbl.tblPr.find(qn("w:tblCaption")).get(qn("w:val")) == caption:
            heads += [cell.text.split()[0] for cell in table.rows[0].cells[1:]]
    assert heads == [f"VE{number}" for number in range(alternatives)]


def test_uses_only_names_of_the_report(name: str) -> None:
    report = sample_report()
    for source in sources(content(name)):
        Checker(report).visit(Environment(autoescape=True).parse(source), {})


@pytest.mark.parametrize(
    "text", ["{{ titel }}", "{% for a in alternatives %}{{ a.cod }}{% endfor %}",
             "{% if screening.don %}{% endif %}", "{{ colophon.recrd | lower }}"],
)  # fmt: skip
def test_a_misspelt_name_would_be_noticed(text: str) -> None:
    with pytest.raises((AssertionError, KeyError)):
        Checker(sample_report()).visit(Environment(autoescape=True).parse(text), {})


def sources(file: bytes) -> Iterator[str]:
    """Yield the parts with placeholders as docxtpl hands them to Jinja."""
    template = DocxTemplate(io.BytesIO(file))
    template.init_docx()
    for part, xml in parts(file).items():
        if re.match(r"word/(document|header\d|footer\d)\.xml", part):
            yield template.patch_xml(xml.decode())


class Checker:
    """Follows every name of a template, also through its loops, to a value of the sample."""

    def __init__(self, report: Report) -> None:
        self.report = report

    def visit(self, node: nodes.Node, known: dict[str, Any]) -> None:
        if isinstance(node, nodes.For):
            assert isinstance(node.target, nodes.Name)
            items = self.value(node.iter, known)
            assert isinstance(items, list), node.iter
            known = known | {node.target.name: merged(items), "loop": LOOP}
            for child in (*node.body, *([node.test] if node.test else [])):
                self.visit(child, known)
        elif isinstance(node, (nodes.Name, nodes.Getattr)):
            self.value(node, known)
        else:
            for child in node.iter_child_nodes():
                self.visit(child, known)

    def value(self, node: nodes.Node, known: dict[str, Any]) -> Any:
        if isinstance(node, nodes.Name):
            return (self.report | known)[node.name]
        assert isinstance(node, nodes.Getattr), node
        holder = self.value(node.node, known)
        assert node.attr in holder, f"no {node.attr} among {sorted(holder)}"
        return holder[node.attr]


LOOP = {"first": True, "last": True, "index": 1, "length": 1}


def merged(items: list[Any]) -> Any:
    """Return one item that has the contents of all, since a list may be empty in the first."""
    if not items or not isinstance(items[0], dict):
        return items[0] if items else ""
    return {
        key: next((item[key] for item in items if item[key]), items[0][key]) for key in items[0]
    }


@pytest.mark.parametrize("alternatives", [1, 12])
def test_the_product_makes_of_it_what_docxtpl_does(name: str, alternatives: int) -> None:
    report = with_alternatives(alternatives)
    made = ready(name).render(report, PROPERTIES)
    assert canonical(made) == canonical(plain_docxtpl(content(name), report))


@pytest.mark.parametrize("name", OURS)
def test_a_draft_says_so_in_words_on_every_page(name: str) -> None:
    mark = {"fi": "LUONNOS", "sv": "UTKAST", "en": "DRAFT"}[language_of(name)]
    for is_draft in (True, False):
        document = filled(name, sample_report() | {"is_draft": is_draft})
        section = document.sections[0]
        later, first = section.header.paragraphs[0], section.first_page_header.paragraphs[0]
        assert (mark in words_of(document)) is is_draft
        assert (mark in later.text) is (mark in first.text) is is_draft


@pytest.mark.parametrize(
    ("omitted", "said"), [(0, ""), (1, "yksi salassa pidettävä"), (2, "2 salassa pidettävää")]
)
def test_the_public_variant_says_how_many_secret_effects_it_leaves_out(
    omitted: int, said: str
) -> None:
    words = words_of(filled("assessment.fi.docx", sample_report() | {"omitted_secret": omitted}))
    assert ("Tästä julkisesta asiakirjasta" in words) is bool(omitted)
    assert said in words


def test_texts_cannot_break_the_document(name: str) -> None:
    hostile = '<w:p>&amp; "{{ title }}" {% if %} ' + "Lentokonesuihkuturbiini" * 12
    report = sample_report() | {"title": hostile, "summary": [hostile], "description": [hostile]}
    assert hostile in words_of(filled(name, report))


def test_the_script_makes_the_committed_files(monkeypatch: pytest.MonkeyPatch) -> None:
    """Parts are compared, not compressed bytes: these differ between builds of zlib."""
    monkeypatch.syspath_prepend(str(SHIPPED))
    made = build_script(SHIPPED / "build.py")
    first, second = made.build(), made.build()
    assert first == second
    assert sorted(first) == sorted(NAMES)
    for name, file in first.items():
        assert list(parts(file).items()) == list(parts(content(name)).items()), name


def build_script(path: Path) -> Any:
    """Return the script as a module; its own folder isn't a package."""
    spec = importlib.util.spec_from_file_location("build_word_templates", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
