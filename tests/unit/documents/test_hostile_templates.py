"""A template is code that somebody uploads: each of these is refused or limited, none escapes."""

import os
import subprocess
import sys
import time

import pytest

from eva.documents import compiler, worker
from eva.documents.rendering import load
from eva.domain.errors import DocumentRefused, TemplateRefused
from tests import word_templates as make

BRACE = "{"

PYTHON_OBJECTS = [
    "{{ ''.__class__.__mro__[1].__subclasses__() }}",
    "{{ ''['__class__'] }}",
    "{{ title.__class__ }}",
    "{{ title.__init__.__globals__ }}",
    "{{ title._secret }}",
    "{{ [].__class__ }}",
    "{{ (1).__class__ }}",
    "{{ 'x'.upper }}",
    "{{ (title|upper).__class__ }}",
    "{{ self.__init__ }}",
    "{{ self._TemplateReference__context }}",
    "{{ title|attr('__class__') }}",
    "{{ alternatives|map('attr', '__class__')|list }}",
    "{{ alternatives|map(attribute='__class__')|join }}",
    "{% for x in title.__class__.__mro__ %}{{ x }}{% endfor %}",
    "{% if title.__class__ %}x{% endif %}",
    "{% for x in alternatives %}{{ loop.__class__ }}{% endfor %}",
    "{% for x in alternatives %}{{ loop._iterator }}{% endfor %}",
]
CALLS = [
    "{{ cycler.__init__.__globals__.os.popen('id').read() }}",
    "{{ lipsum.__globals__['os'].popen('id').read() }}",
    "{{ joiner()() }}",
    "{{ namespace(a=1) }}",
    "{{ dict(a=1) }}",
    "{{ range(10) }}",
    "{{ lipsum(n=200000) }}",
    "{{ title.upper() }}",
    "{{ alternatives.append(1) }}",
    "{{ alternatives.clear() }}",
    "{{ screening.items() }}",
    "{{ '{0.__class__}'.format(1) }}",
    "{{ caller() }}",
    "{{ super() }}",
    "{% for x in alternatives %}{{ loop.cycle('a', 'b') }}{% endfor %}",
    "{% for x in alternatives %}{{ loop.changed(x) }}{% endfor %}",
    "{{ title is callable(1) }}",
]
STATEMENTS = [
    "{% set x = 1 %}",
    "{% set x %}a{% endset %}",
    "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
    "{% call m() %}{% endcall %}",
    "{% include '/etc/passwd' %}",
    "{% import 'os' as os %}",
    "{% from 'os' import path %}",
    "{% extends 'base' %}",
    "{% block a %}{% endblock %}",
    "{% filter upper %}x{% endfilter %}",
    "{% with a = 1 %}{% endwith %}",
    "{% autoescape false %}{{ title }}{% endautoescape %}",
    "{% do alternatives.append(1) %}",
    "{% trans %}x{% endtrans %}",
    "{% debug %}",
    "{% for x in alternatives recursive %}{{ loop(x) }}{% endfor %}",
    "{% for a, b in alternatives %}{% endfor %}",
    "{% for x in alternatives %}{% break %}{% endfor %}",
]
ARITHMETIC = [
    "{{ 9**(9**9) }}",
    "{{ 2 * 3 }}",
    "{{ 'a' * 1000000000 }}",
    "{{ 'a' ~ 'b' }}",
    "{{ title + title }}",
    "{{ -1 }}",
    "{{ title[0:5] }}",
    "{{ '%2000000000d' % 1 }}",
    "{{ [1, 2] }}",
    "{{ {'a': 1} }}",
    "{{ 'a' if title else 'b' }}",
]
FILTERS = [
    "{{ title|safe }}",
    "{{ 'x'|center(2000000000) }}",
    "{{ '%2000000000d'|format(1) }}",
    "{{ title|replace('a', 'b') }}",
    "{{ title|tojson }}",
    "{{ title|xmlattr }}",
    "{{ title|pprint }}",
    "{{ alternatives|groupby('code') }}",
    "{{ alternatives|batch(1) }}",
    "{{ title|indent(1000000000) }}",
    "{{ title|wordwrap(1) }}",
    "{{ title|default(value=1) }}",
    "{{ title|nosuchfilter }}",
    "{{ title is sameas 1 }}",
    "{{ title is divisibleby 0 }}",
]
TOO_MUCH = [
    "{% for a in alternatives %}" * 4 + "x" + "{% endfor %}" * 4,
    "{% for a in alternatives %}" * 2000,
    "{% if title %}" * 60 + "{% endif %}" * 60,
    "{{ " * 16_000,
    "{% " * 16_000,
    "{{ " + "(" * 20_000 + "title" + ")" * 20_000 + " }}",
    "{{ title" + ".a" * 5_000 + " }}",
    "{{ " + "9" * 10_000 + " }}",
    "{{ title }}" * 1_501,
    "{{ not " + "not " * 5_000 + "title }}",
    "{{ title|" + "|".join(["trim"] * 3_000) + " }}",
    "{% if a == " + " == ".join("b" * 3_000) + " %}{% endif %}" + BRACE * 4_000,
]
UNCLOSED = [
    "{{ title",
    "{% if title %}",
    "{% endif %}",
    "{{ }}",
    "{{ title }} {% for %}",
    "{{p title }}",
    "{{r title }}",
    "{{tr title }}",
    "{%p if title %}",
]


@pytest.mark.parametrize(
    "text", [*PYTHON_OBJECTS, *CALLS, *STATEMENTS, *ARITHMETIC, *FILTERS, *UNCLOSED]
)
def test_a_template_that_says_what_is_not_allowed_is_refused(text):
    with pytest.raises(TemplateRefused) as refused:
        compiler.compile_template(make.template(text))
    assert "word/document.xml" in refused.value.place


@pytest.mark.parametrize("text", TOO_MUCH, ids=range(len(TOO_MUCH)))
def test_a_template_that_is_too_much_is_refused_soon(text):
    start = time.monotonic()
    with pytest.raises(TemplateRefused):
        compiler.compile_safely(make.template(text))
    assert time.monotonic() - start < worker.JOB_SECONDS


@pytest.mark.parametrize("text", [PYTHON_OBJECTS[0], CALLS[0], ARITHMETIC[0], FILTERS[1]])
def test_asking_for_the_names_of_a_template_evaluates_nothing(text):
    start = time.process_time()
    with pytest.raises(TemplateRefused):
        compiler.variables(make.template(text))
    assert time.process_time() - start < 5


@pytest.mark.parametrize("where", ["header", "footer"])
@pytest.mark.parametrize("text", [CALLS[0], STATEMENTS[4], ARITHMETIC[0]])
def test_headers_and_footers_are_held_to_the_same_rules(where, text):
    with pytest.raises(TemplateRefused) as refused:
        compiler.compile_template(make.template("x", **{where: text}))
    assert where in refused.value.place


@pytest.mark.parametrize("name", ["endnotes", "comments", "charts/chart1", "glossary/document"])
def test_placeholders_where_nothing_is_filled_in_are_refused(name):
    part = b"<a xmlns:w='x'><w:t>{</w:t><w:t>{ title }}</w:t></a>"
    with pytest.raises(TemplateRefused):
        compiler.compile_template(make.repacked(make.template("x"), {f"word/{name}.xml": part}))


def test_a_call_split_over_runs_is_still_seen():
    split = b"<w:t>{</w:t></w:r><w:r><w:t>{ cycler.__init</w:t></w:r><w:r><w:t>__() }}</w:t>"
    content = make.template("PLACE")
    document = make.part(content).replace(b"<w:t>PLACE</w:t>", split)
    with pytest.raises(TemplateRefused):
        compiler.compile_template(make.repacked(content, {"word/document.xml": document}))


@pytest.mark.parametrize(
    "document",
    [
        b"",
        b"not xml",
        b"<a/>",
        b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>',
        b'<w:document xmlns:w="http://purl.oclc.org/ooxml/wordprocessingml/main"><w:body/>'
        b"</w:document>",
        b'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"/>',
    ],
)
def test_a_file_whose_document_is_broken_is_refused(document):
    content = make.repacked(make.template("x"), {"word/document.xml": document})
    with pytest.raises(TemplateRefused):
        compiler.compile_template(content)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"%PDF-1.7",
        b"PK\3\4" + b"\0" * 100,
        make.template("x")[:-200],
        make.repacked(make.template("x"), {"[Content_Types].xml": None}),
        make.repacked(make.template("x"), {"_rels/.rels": None}),
        make.repacked(make.template("x"), {"word/document.xml": None}),
        make.repacked(make.template("x"), {f"a{number}": b"" for number in range(600)}),
        make.repacked(make.template("x"), {"word/media/a.png": b"\0" * (61 << 20)}),
        b"PK\3\4" + b"\0" * (11 << 20),
    ],
    ids=range(10),
)
def test_a_file_that_is_no_whole_word_file_is_refused(content):
    with pytest.raises(TemplateRefused):
        compiler.compile_safely(content)


def test_a_document_with_a_case_in_it_is_not_a_template():
    compiled = compiler.compile_template(make.template("x"))
    document = load(compiled).render({}, make.PROPERTIES, "{}")
    with pytest.raises(TemplateRefused):
        compiler.compile_template(document)


def test_a_value_may_not_stand_in_a_fields_instruction():
    content = make.template("PLACE")
    field = b'<w:fldSimple w:instr="{{ title }}"/>'
    document = make.part(content).replace(b"<w:r><w:t>PLACE</w:t></w:r>", field)
    with pytest.raises(TemplateRefused):
        compiler.compile_template(make.repacked(content, {"word/document.xml": document}))


def test_three_loops_over_a_long_list_end_at_the_limit():
    loops = "{% for a in x %}{% for b in x %}{% for c in x %}{{ c }}"
    text = loops + "{% endfor %}" * 3
    compiled = compiler.compile_template(make.template(text))
    with pytest.raises(DocumentRefused):
        worker.render(compiled, {"x": ["x" * 20] * 2000}, make.PROPERTIES, seconds=20)


def test_three_loops_that_print_nothing_end_with_the_clock():
    loops = "{% for a in x %}{% for b in x %}{% for c in x %}" + "{% endfor %}" * 3
    compiled = compiler.compile_template(make.template(loops))
    start = time.monotonic()
    with pytest.raises(DocumentRefused):
        worker.render(compiled, {"x": ["x"] * 3000}, make.PROPERTIES, seconds=1)
    assert time.monotonic() - start < 10


def test_an_object_that_came_by_mistake_shows_nothing_of_itself():
    compiled = compiler.compile_template(make.template("{{ x.pid }} {{ x.kill }}"))
    with pytest.raises(DocumentRefused):
        load(compiled).render({"x": os}, make.PROPERTIES)


def test_the_child_has_neither_the_environment_nor_the_rights_to_write(tmp_path):
    secret = {**os.environ, "EVA_SECRET": "salaisuus"}
    code = (
        "from eva.documents import worker\n"
        "child = worker.Child()\n"
        "child.run('template', [b''])\n"
        "print(open(f'/proc/{child.pid}/environ').read())\n"
        "print(open(f'/proc/{child.pid}/limits').read())\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], env=secret, capture_output=True, text=True, check=True
    )
    assert "PYTHONPATH" in done.stdout
    assert "salaisuus" not in done.stdout
    assert f"Max address space         {worker.MEMORY}" in done.stdout
    assert f"Max file size             {worker.FILE_SIZE}" in done.stdout
