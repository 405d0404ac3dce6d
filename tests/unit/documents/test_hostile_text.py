"""Whatever people write comes out as they wrote it: nothing is missing, nothing is executed."""

import io
import json
from copy import deepcopy

import pytest
from docx import Document
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from eva.documents.compiler import compile_template
from eva.documents.rendering import load, read_case
from eva.documents.text import missing_texts
from eva.domain.text import clean_text
from tests import word_templates as make

HOSTILE = [
    "<",
    "a < b > c & d",
    "&amp;&lt;&#x41;",
    "</w:p>",
    "</w:t></w:r></w:p></w:body></w:document>",
    "<w:p><w:r><w:t>INJECTED</w:t></w:r></w:p>",
    "<![CDATA[x]]>",
    "]]>",
    "<!-- x -->",
    "<?t?>taulukko<?e?>",
    "{{ 7*7 }}",
    "{% for x in y %}",
    "{# huomautus",
    "{_{ x }_}",
    "{%p if x %}",
    "👨‍👩‍👧‍👦🇫🇮🏳️‍🌈",
    "lentokonesuihkuturbiinimoottoriapumekaanikkoaliupseerioppilasvaikutustenarviointi",
    "‮oikealta vasemmalle‬ שלום مرحبا",
    "\x00\x07\x0b\x0c\x1b\x7f\x9f\ufffe\uffff",
    "rivi\nrivi\r\nrivi\rrivi\x85rivi",
    "sarkain\tsarkain",
    " välejä   ",
    "x" * 15_000,
    "DDEAUTO c:\\\\windows\\\\system32\\\\cmd.exe",
    "=cmd|' /C calc'!A0",
    "a\u0308 ä Å \u212b",
    "\u2028\u2029\ufeff\u200b",
]
TEXTS = st.lists(
    st.one_of(st.sampled_from(HOSTILE), st.text(max_size=60)), min_size=1, max_size=5
).map(lambda pieces: clean_text("".join(pieces)))


@pytest.fixture(scope="module")
def assessment():
    return load(compile_template((make.SHIPPED / "assessment.fi.docx").read_bytes()))


def with_texts(line: str, paragraph: list[str]):
    """Return the sample report with hostile text wherever a person writes."""
    report = deepcopy(make.sample_report())
    report["title"] = report["municipality"] = line
    report["description"] = report["summary"] = report["present_state"] = paragraph
    report["objective"] = report["single_alternative_reason"] = paragraph
    for alternative in report["alternatives"]:
        alternative["title"], alternative["description"] = line, paragraph
    for column in report["comparison"]["columns"]:
        column["title"] = line
    for perspective in report["perspectives"]:
        for effect in perspective["effects"]:
            effect["description"] = effect["mitigation"] = paragraph
            effect["sources"], effect["areas"] = [line], line
    for heard in report["participation"]:
        heard["who"], heard["said"], heard["changed"] = line, paragraph, paragraph
    return report


@settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))
@given(line=TEXTS, paragraph=TEXTS)
def test_nothing_that_is_written_goes_missing(assessment, line, paragraph):
    line = " ".join(line.split())
    paragraphs = [text for text in paragraph.split("\n") if text.strip()]
    report = with_texts(line, paragraphs)
    case = json.dumps({"title": line, "summary": paragraph}, ensure_ascii=False)
    document = assessment.render(report, make.PROPERTIES, case)
    assert missing_texts(document, [line, *paragraphs]) == []
    assert read_case(document) == case


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: repr(text)[:24])
def test_a_hostile_text_changes_nothing_but_its_own_place(assessment, text):
    line = " ".join(clean_text(text).split())
    report, plain = with_texts(line, [line]), with_texts("x", ["x"])
    hostile = Document(io.BytesIO(assessment.render(report, make.PROPERTIES)))
    usual = Document(io.BytesIO(assessment.render(plain, make.PROPERTIES)))
    assert [p.style.name for p in hostile.paragraphs] == [p.style.name for p in usual.paragraphs]
    assert len(hostile.tables) == len(usual.tables)
    assert missing_texts(assessment.render(report, make.PROPERTIES), [line]) == []


def test_a_placeholder_in_a_text_is_not_evaluated(assessment):
    report = with_texts("{{ 7*7 }}", ["{{ municipality }}"])
    document = assessment.render(report, make.PROPERTIES)
    assert missing_texts(document, ["{{ 7*7 }}", "{{ municipality }}"]) == []
