"""What comes out equals plain docxtpl, is the same each time, and carries its case."""

import io
import json
import zipfile
from copy import deepcopy
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from docx import Document
from docx.shared import Inches
from lxml import etree

from eva.documents import rendering
from eva.documents.compiler import compile_template
from eva.documents.rendering import load, read_case
from eva.documents.text import missing_texts
from eva.domain.errors import DocumentRefused
from tests import word_templates as make

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c63606060f80f0001040100"
    "5fe5c34b0000000049454e44ae426082"
)
CONTENTS = [
    "tavallinen teksti",
    "A & B < C > D \"E\" 'F'",
    "</w:t></w:r></w:p><w:p>",
    "<b>lihava</b>",
    "&amp; &lt; &#65;",
    "{{ 7*7 }} {% if x %} {# y #}",
    "rivi\nvaihtuu",
    "sarkain\tvälissä",
    "rivi\nja\tsarkain\nja & merkki",
    "uusi kappale\atässä",
    "uusi sivu\ftässä",
    "👨‍👩‍👧 🇫🇮 🏳️‍🌈",
    "Čáhppes sámegiella",
    "שלום עולם",
    "pitkä" * 3000,
    " välejä  alussa ja lopussa ",
    "",
    "]]> <!-- -->",
    "a\rb",
    0,
    3.5,
    True,
    None,
]


def filled(content: bytes, report, **options) -> bytes:
    return load(compile_template(content)).render(report, make.PROPERTIES, **options)


def with_alternatives(number: int):
    report = deepcopy(make.sample_report())
    comparison = report["comparison"]
    comparison["columns"] = [
        {"code": f"VE{n}", "title": f"Vaihtoehto {n}", "is_proposed": n == 1} for n in range(number)
    ]
    for row in comparison["rows"]:
        row["cells"] = [row["cells"][0]] * number
    return report


@pytest.mark.parametrize("value", CONTENTS, ids=lambda value: repr(value)[:20])
def test_any_value_gives_the_xml_that_docxtpl_gives(value):
    content = make.template(
        "Ennen {{ a }} jälkeen",
        "{%p if a %}",
        "{{ a }}",
        "{%p endif %}",
        header="Yllä {{ a }}",
        footer="{{ a }} alla",
    )
    report = {"a": value}
    if isinstance(value, str) and any(sign in value for sign in "\a\f"):
        # docxtpl can't make a header of these at all.
        content = make.template("Ennen {{ a }} jälkeen")
    assert make.canonical(filled(content, report)) == make.canonical(
        make.plain_docxtpl(content, report)
    )


@pytest.mark.parametrize("number", [1, 2, 3, 7, 12])
@pytest.mark.parametrize("file", sorted(make.SHIPPED.glob("*.docx")), ids=lambda file: file.stem)
def test_the_shipped_templates_give_the_xml_that_docxtpl_gives(file, number):
    content, report = file.read_bytes(), with_alternatives(number)
    assert make.canonical(filled(content, report)) == make.canonical(
        make.plain_docxtpl(content, report)
    )


@pytest.mark.parametrize("number", [0, 1, 2, 3, 4, 12])
def test_a_tables_grid_has_as_many_columns_as_docxtpl_gives_it(number):
    content, report = make.comparison_template(), with_alternatives(number)
    document = filled(content, report)
    assert make.canonical(document) == make.canonical(make.plain_docxtpl(content, report))
    assert make.part(document).count(b"<w:gridCol ") == number + 1
    assert rendering.tables.BEGIN.encode() not in make.part(document)


@pytest.mark.parametrize(
    "rows",
    [
        [["a", "b"], ["{%tr for x in xs %}"], ["{{ x }}", "c"], ["{%tr endfor %}"]],
        [["{%tr for x in xs %}"], ["{{ x }}", "c"], ["{%tr endfor %}"]],
        [["{%tc if xs %}", "a", "{%tc endif %}", "b"]],
        [["a", "b", "c"], ["d"]],
        [["{% cellbg colour %}a", "b{% vm %}"]],
    ],
)
@pytest.mark.parametrize("values", [[], ["a"], ["a", "b"]])
def test_tables_of_all_kinds_give_the_xml_that_docxtpl_gives(rows, values):
    content, report = make.table_template(*rows), {"xs": values, "colour": "F0F0F0"}
    if "{% vm %}" in rows[0][-1]:
        rows[0][-1] = "b"
        content = make.table_template(*rows)
    assert make.canonical(filled(content, report)) == make.canonical(
        make.plain_docxtpl(content, report)
    )


def test_a_grid_that_is_too_wide_is_narrowed_as_docxtpl_does():
    content = make.table_template(["a", "b"], columns=5)
    assert make.canonical(filled(content, {})) == make.canonical(make.plain_docxtpl(content, {}))


def test_pictures_get_the_numbers_that_docxtpl_gives():
    document = Document()
    document.add_paragraph("{%p for x in xs %}")
    document.add_picture(io.BytesIO(PNG), Inches(1))
    document.add_paragraph("{%p endfor %}")
    document.add_picture(io.BytesIO(PNG), Inches(1))
    content, report = make.saved(document), {"xs": [1, 2]}
    made = filled(content, report)
    assert make.canonical(made) == make.canonical(make.plain_docxtpl(content, report))
    assert make.part(made).count(b'<wp:docPr id="100') == 3


def test_braces_written_as_docxtpl_wants_them_become_braces():
    content = make.template("{_{ title }_} ja {_% if %_}")
    assert make.canonical(filled(content, {})) == make.canonical(make.plain_docxtpl(content, {}))
    assert missing_texts(filled(content, {}), ["{{ title }} ja {% if %}"]) == []


def test_a_value_keeps_the_signs_that_docxtpl_would_change():
    document = filled(make.template("{{ a }}"), {"a": "{_{ x }_}"})
    assert missing_texts(document, ["{_{ x }_}"]) == []


def test_the_same_input_gives_the_same_bytes():
    compiled = compile_template((make.SHIPPED / "assessment.fi.docx").read_bytes())
    report = make.sample_report()
    first = rendering.CompiledTemplate(compiled).render(report, make.PROPERTIES, "{}")
    assert first == rendering.CompiledTemplate(compiled).render(report, make.PROPERTIES, "{}")


def test_a_template_is_loaded_once():
    compiled = compile_template(make.template("x"))
    assert load(compiled) is load(bytes(bytearray(compiled)))


def test_a_field_that_the_report_lacks_is_refused_by_name():
    with pytest.raises(DocumentRefused, match="nimi"):
        filled(make.template("{{ asia.nimi }}"), {"asia": {}})
    with pytest.raises(DocumentRefused, match="asia"):
        filled(make.template("{{ asia.nimi }}"), {})


def test_signs_that_xml_cannot_hold_are_left_out_everywhere():
    content = make.template("{{ a }}", header="{{ a }}")
    document = filled(content, {"a": "x\x00\x0b\x1f\ufffe\uffffy"})
    assert missing_texts(document, ["xy"]) == []
    assert b"xy" in make.part(document, "word/header1.xml")


def test_half_a_sign_is_refused():
    with pytest.raises(DocumentRefused):
        filled(make.template("{{ a }}"), {"a": "\ud800"})


def test_a_document_that_would_be_too_large_is_refused():
    with pytest.raises(DocumentRefused):
        filled(make.template("{% for x in a %}{{ x }}{% endfor %}"), {"a": ["x" * 100_000] * 400})


def test_the_properties_are_ours():
    document = filled(make.template("x"), {})
    core = Document(io.BytesIO(document)).core_properties
    assert core.title == make.PROPERTIES.title
    assert core.author == core.last_modified_by == "Mikkelin kaupunki"
    assert core.language == "fi-FI"
    assert core.identifier == "MliDno-2023-3655"
    assert core.version == "3"
    assert core.created == core.modified == datetime(2026, 11, 24, 9, 30, tzinfo=UTC)


def test_a_title_is_cut_and_escaped():
    properties = replace(make.PROPERTIES, title="<Kulut> & tuotot\x00 " + "ä" * 300)
    document = load(compile_template(make.template("x"))).render({}, properties)
    title = Document(io.BytesIO(document)).core_properties.title
    assert title.startswith("<Kulut> & tuotot ä")
    assert len(title) == rendering.MAX_PROPERTY


@pytest.mark.parametrize(
    "case",
    [
        "{}",
        json.dumps({"a": "ä & < > ]]> \"'"}, ensure_ascii=False),
        json.dumps({"a": "x" * 100_000}),
        json.dumps(make.sample_report(), indent=2),
    ],
)
def test_the_case_comes_back_as_it_was(case):
    assert read_case(filled(make.template("x"), {}, case=case)) == case


def test_signs_that_xml_cannot_hold_come_back_in_the_case():
    content = {"a": "\x00\x0b\x7f\ufffe\ud800 ä"}
    case = json.dumps(content, ensure_ascii=False).replace("\\u0000", "\0")
    read = read_case(filled(make.template("x"), {}, case=case))
    assert json.loads(read) == content


def test_the_case_is_a_custom_part_that_word_keeps():
    template = (make.SHIPPED / "assessment.fi.docx").read_bytes()
    document = filled(template, make.sample_report(), case="{}")
    types = make.part(document, "[Content_Types].xml")
    assert b'PartName="/customXml/itemProps1.xml"' in types
    relations = make.part(document, "word/_rels/document.xml.rels")
    assert b"/customXml/item1.xml" in relations
    assert b"itemProps1.xml" in make.part(document, "customXml/_rels/item1.xml.rels")
    root = etree.fromstring(make.part(document, "customXml/item1.xml"))
    assert root.get("media-type") == "application/json"
    opened = Document(io.BytesIO(document))
    saved = make.saved(opened)
    assert read_case(saved) == "{}"


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"PK\3\4",
        make.template("x"),
        make.repacked(make.template("x"), {"customXml/item1.xml": b"urn:eva:case:1 <"}),
        make.repacked(make.template("x"), {"customXml/item1.xml": b'<a b="urn:eva:case:1"/>'}),
        make.repacked(
            make.template("x"),
            {
                "customXml/item1.xml": b'<!DOCTYPE a [<!ENTITY b "c">]>'
                b'<eva-case xmlns="urn:eva:case:1">&b;</eva-case>'
            },
        ),
    ],
    ids=range(6),
)
def test_a_file_without_a_case_gives_none(content):
    assert read_case(content) is None


def test_without_a_case_the_document_says_nothing_of_one():
    template = (make.SHIPPED / "assessment.fi.docx").read_bytes()
    document = filled(template, make.sample_report())
    with zipfile.ZipFile(io.BytesIO(document)) as archive:
        assert not any(name.startswith("customXml") for name in archive.namelist())
        assert archive.testzip() is None
        assert all(info.date_time == (1980, 1, 1, 0, 0, 0) for info in archive.infolist())


def test_a_text_is_missing_when_one_of_its_lines_is():
    document = filled(make.template("{{ a }}", "toinen"), {"a": "rivi\nja\tsarkain"})
    assert missing_texts(document, ["rivi", "ja\tsarkain", "rivi\nja\tsarkain", "toinen\n\n"]) == []
    assert missing_texts(document, ["rivi\ntoinen", "rivi ja", "sarkaintoinen"]) == [
        "rivi ja",
        "sarkaintoinen",
    ]
