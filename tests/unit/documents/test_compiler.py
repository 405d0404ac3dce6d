"""Templates are checked and patched once, and kept as text that needs Jinja alone."""

import json

import pytest

from eva.documents import compiler, relations
from eva.documents.package import Package
from eva.documents.rendering import FORMAT, load
from eva.domain.errors import TemplateRefused
from tests import word_templates as make

SHIPPED = sorted(make.SHIPPED.glob("*.docx"))


@pytest.mark.parametrize("file", SHIPPED, ids=lambda file: file.stem)
def test_every_shipped_template_is_taken_and_filled_in(file):
    compiled = compiler.compile_template(file.read_bytes())
    assert load(compiled).render(make.sample_report(), make.PROPERTIES)


@pytest.mark.parametrize("file", SHIPPED, ids=lambda file: file.stem)
def test_a_shipped_template_takes_only_what_the_report_has(file):
    assert compiler.variables(file.read_bytes()) <= make.sample_report().keys()


def test_the_names_are_those_of_body_header_and_footer_but_not_of_loops():
    content = make.template(
        "{% for a in alternatives %}{{ a.code }}{{ loop.index }}{% endfor %}",
        header="{{ municipality }}",
        footer="{{ colophon.record }}",
    )
    assert compiler.variables(content) == {"alternatives", "municipality", "colophon"}


def test_compiling_in_a_child_gives_the_same_bytes():
    content = make.template("{{ title }}")
    assert compiler.compile_safely(content) == compiler.compile_template(content)


def test_the_compiled_template_is_plain_json():
    compiled = json.loads(compiler.compile_template(make.template("{{ title }}")))
    assert compiled["format"] == FORMAT
    assert compiled["parts"][0]["name"] == "[Content_Types].xml"


def test_parts_without_placeholders_are_kept_as_the_streams_they_were():
    content = make.template("{{ title }}")
    document = load(compiler.compile_template(content)).render({"title": "a"}, make.PROPERTIES)
    before, after = Package.read(content), Package.read(document)
    assert after.stream("word/styles.xml") == before.stream("word/styles.xml")


@pytest.mark.parametrize(
    "text",
    [
        "{% if a == 'x' and not b or c != 'y' %}1{% elif d > 2 %}2{% else %}3{% endif %}",
        "{{ a.b['c'] }} {{ a[0].b }}",
        "{{ a|default('–') }} {{ a|join(', ') }} {{ a|length }} {{ a|lower }} {{ a|upper }}",
        "{{ a|trim }} {{ a|first }} {{ a|last }}",
        "{% for x in a %}{{ x }}{% if not loop.last %}, {% endif %}{% else %}–{% endfor %}",
        "{% for x in a if x.b %}{{ x.c }}{% endfor %}",
        "{% if a is defined %}x{% endif %}{# a note #}",
        "{% raw %}{{ not a placeholder }}{% endraw %}",
    ],
)
def test_what_a_template_may_say(text):
    assert compiler.compile_template(make.template(text))


@pytest.mark.parametrize(
    "paragraphs",
    [
        ("{%p if a %}", "{{ a }}", "{%p else %}", "–", "{%p endif %}"),
        ("{% if a %}starts here", "and ends{% endif %} there"),
        ("{%p for x in a %}", "{{ x }}", "{%p endfor %}"),
    ],
)
def test_blocks_that_leave_the_xml_whole_are_taken(paragraphs):
    assert compiler.compile_template(make.template(*paragraphs))


@pytest.mark.parametrize(
    "rows",
    [
        [["{% if a %}x", "y"], ["{% endif %}z", "w"]],
        [["{%tr if a %}", "x"], ["y{%p endif %}", "z"]],
        [["{%tc if a %}", "x"], ["{%tr endif %}", "z"]],
    ],
)
def test_a_block_across_cells_is_refused_or_leaves_the_xml_whole(rows):
    try:
        compiled = compiler.compile_template(make.table_template(*rows))
    except TemplateRefused:
        return
    for value in (True, False):
        make.canonical(load(compiled).render({"a": value}, make.PROPERTIES))


def test_a_block_that_opens_a_paragraph_only_sometimes_is_refused():
    content = make.template("PLACE", "{{ title }}")
    broken = b"<w:t>{% if a %}</w:t></w:r></w:p>{% endif %}<w:p><w:r><w:t>x"
    document = make.part(content).replace(b"<w:t>PLACE", broken)
    with pytest.raises(TemplateRefused):
        compiler.compile_template(make.repacked(content, {"word/document.xml": document}))


def test_a_template_without_core_properties_gets_them():
    content = make.template("x")
    package = Package.read(content)
    root = package.part(relations.ROOT)
    start = root.index(b"<Relationship Id", root.index(b"core-properties") - 200)
    cut = root[:start] + root[root.index(b"/>", root.index(b"core-properties")) + 2 :]
    bare = make.repacked(content, {"docProps/core.xml": None, relations.ROOT: cut})
    assert b"core-properties" not in cut
    document = load(compiler.compile_template(bare)).render({}, make.PROPERTIES)
    assert b"core-properties" in make.part(document, relations.ROOT)
    assert b"docProps/core.xml" in make.part(document, relations.TYPES)
    assert "Mikkelin kaupunki" in make.part(document, "docProps/core.xml").decode()


def test_a_template_with_its_own_custom_xml_keeps_it():
    own = {"customXml/item1.xml": b"<a/>"}
    compiled = compiler.compile_template(make.repacked(make.template("x"), own))
    document = load(compiled).render({}, make.PROPERTIES, "{}")
    assert make.part(document, "customXml/item1.xml") == b"<a/>"
    assert b"urn:eva:case:1" in make.part(document, "customXml/item2.xml")


def test_a_table_of_varying_columns_may_not_hold_another():
    inner = make.part(make.table_template(["a", "b"]))
    table = inner[inner.index(b"<w:tbl>") : inner.index(b"</w:tbl>") + 8]
    content = make.comparison_template()
    document = make.part(content).replace(b"</w:tcPr>", b"</w:tcPr>" + table, 1)
    with pytest.raises(TemplateRefused):
        compiler.compile_template(make.repacked(content, {"word/document.xml": document}))
