"""Issuing documents: whole, the same for the same record, never changed, draft until approved."""

import io
import json
import zipfile
from collections.abc import Iterator
from typing import Any

import pytest
from docx import Document
from sqlalchemy.orm import Session

from eva.documents.text import missing_texts
from eva.domain.errors import DocumentRefused, NotFound
from eva.domain.permissions import Grant, Role
from eva.models import IssuedDocument
from eva.queries import decisions
from eva.services import assessments, cases, documents, stored_files
from eva.services import decisions as decision_services
from eva.services.documents import Wanted
from tests import make

PRESENTER = make.Somebody((Grant(Role.PRESENTER),))


def issued(session: Session, decision_id: int, **wanted: Any) -> IssuedDocument:
    told = Wanted(**{"municipality": "Mikkelin kaupunki", **wanted})
    return documents.issue(session, make.OPERATOR, decision_id, told)


def content(document: IssuedDocument) -> bytes:
    return stored_files.content_of(document.file)


def parts(docx: bytes) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(docx)) as archive:
        return {name: archive.read(name).decode(errors="replace") for name in archive.namelist()}


def words(docx: bytes) -> str:
    """Return what python-docx reads of the document: body, tables, headers and footers."""

    def of(block: Any) -> Iterator[str]:
        for paragraph in block.paragraphs:
            yield paragraph.text
        for table in block.tables:
            for cell in table._cells:
                yield from of(cell)

    document = Document(io.BytesIO(docx))
    said = list(of(document))
    for section in document.sections:
        for block in (section.header, section.footer, section.first_page_header):
            said += of(block)
    return "\n".join(said)


CODES = {
    "question_set",
    "perspective",
    "question",
    "alternative",
    "direction",
    "significance",
    "horizons",
    "certainty",
    "groups",
    "programme_term",
    "on",
    "due_on",
    "format",
    "format_version",
    "language",
    "decision_type",
    "answers",
    "depth",
    "reason_code",
    "meeting_on",
    "secrecy_basis",
}
"""Keys whose values are codes and days; documents print their words instead."""


def texts_of(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for item in value:
            yield from texts_of(item)
    elif isinstance(value, dict):
        for key, item in value.items():
            if key not in CODES:
                yield from texts_of(item)


@pytest.mark.parametrize("name", make.ASSESSED)
def test_every_text_of_a_case_stands_in_its_document(session: Session, name: str) -> None:
    case = make.case(name)
    told = list(texts_of(case))
    docx = content(issued(session, make.imported(session, case).id))
    assert missing_texts(docx, told) == []
    read = words(docx)
    assert [text for text in told for line in text.split("\n") if line not in read] == []


@pytest.mark.parametrize("name", ["B1", "B2", "R3", "R7"])
def test_the_reason_for_no_assessment_stands_in_its_document(session: Session, name: str) -> None:
    case = make.case(name)
    docx = content(issued(session, make.imported(session, case).id, kind="screening"))
    assert missing_texts(docx, texts_of(case)) == []


@pytest.mark.parametrize("name", ["01", "06", "04", "25"])
def test_the_comparison_has_a_row_a_question_and_a_column_an_alternative(
    session: Session, name: str
) -> None:
    case = make.case(name)["assessment"]
    codes = [item["code"] for item in case["alternatives"]]
    asked = {(item["perspective"], item.get("question")) for item in case["effects"]}
    perspectives = {perspective for perspective, _ in asked}
    document = Document(io.BytesIO(content(issued(session, make.imported(session, name).id))))
    tables = [table for table in document.tables if len(table.columns) == len(codes) + 1]
    heads = [[cell.text for cell in table.rows[0].cells[1:]] for table in tables]
    comparison = next(
        table
        for table, head in zip(tables, heads, strict=True)
        if all(text.startswith(code) for text, code in zip(head, codes, strict=True))
    )
    assert len(comparison.rows) == 1 + len(perspectives) + len(asked)


def test_the_same_record_gives_the_same_document(session: Session) -> None:
    number = make.imported(session, "06").id
    first = issued(session, number)
    assert issued(session, number) is first
    assert first.number == 1


def test_the_same_record_gives_the_same_bytes(session: Session) -> None:
    case = make.case("06")
    one = content(issued(session, make.imported(session, case).id))
    case["decision"]["title"] = "Toinen"
    make.imported(session, case)
    case = make.case("06")
    number = make.imported(session, case).id
    revision_line = "tietueen tila"
    again = content(issued(session, number))
    assert words(one).replace("\n", " ").count(revision_line) == 1
    same = {name for name, text in parts(one).items() if parts(again)[name] == text}
    assert "customXml/item1.xml" in same
    assert set(parts(one)) == set(parts(again))


def test_a_change_gives_a_new_number_and_the_earlier_one_stays(session: Session) -> None:
    decision = make.imported(session, "06")
    first = issued(session, decision.id)
    before = content(first)
    assessments.write(session, make.OPERATOR, decision.id, None, {"summary": "Uusi tiivistelmä."})
    second = issued(session, decision.id)
    assert (first.number, second.number) == (1, 2)
    assert missing_texts(content(second), ["Uusi tiivistelmä."]) == []
    session.expire_all()
    assert content(first) == before
    assert missing_texts(before, ["Uusi tiivistelmä."])


def test_a_document_is_a_draft_until_it_is_approved_and_again_after_a_change(
    session: Session,
) -> None:
    decision = make.imported(session, "06")
    draft = issued(session, decision.id)
    documents.approve(session, PRESENTER, decision.id)
    approved = issued(session, decision.id)
    assessments.write(session, make.OPERATOR, decision.id, None, {"summary": "Uusi."})
    changed = issued(session, decision.id)
    assert [item.is_draft for item in (draft, approved, changed)] == [True, False, True]
    marks = ["LUONNOS" in words(content(item)).upper() for item in (draft, approved, changed)]
    assert marks == [True, False, True]
    documents.approve(session, PRESENTER, decision.id)
    assert not issued(session, decision.id).is_draft


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_the_document_speaks_its_language_and_carries_its_case(
    session: Session, language: str
) -> None:
    case = make.case("06")
    docx = content(issued(session, make.imported(session, case).id, language=language))
    assert f'w:lang w:val="{language}' in parts(docx)["word/styles.xml"]
    assert cases.read(cases.text_in(docx)) == case


SECRET = "Zxqv-salaisuus"


@pytest.fixture
def secret(session: Session) -> int:
    """A decision with one secret effect beside a public one."""
    assessment = make.assessed(session)
    make.effect(session, assessment, description="Julkinen kuvaus.")
    make.secret_effect(session, assessment, SECRET)
    return assessment.decision_id


def test_the_public_document_holds_no_part_of_a_secret(session: Session, secret: int) -> None:
    docx = content(issued(session, secret))
    for name, text in parts(docx).items():
        assert SECRET not in text, name
        assert SECRET.lower() not in text.lower(), name
        assert "24 § 1 mom. 17" not in text, name
    assert missing_texts(docx, ["Julkinen kuvaus."]) == []
    assert "salassa" in words(docx).lower(), "it must say that something was left out"


def test_the_secret_document_holds_all_of_it(session: Session, secret: int) -> None:
    document = issued(session, secret, is_secret=True)
    told = [f"{SECRET} {what}" for what in ("kuvaus", "lievennys", "alue", "lähde")]
    assert missing_texts(content(document), [*told, "Julkinen kuvaus."]) == []
    assert "JulkL 24 § 1 mom. 17 k." in words(content(document))
    assert document.is_secret
    assert document.file_name.endswith("-salainen.docx")


def test_the_two_variants_are_two_documents(session: Session, secret: int) -> None:
    assert issued(session, secret).id != issued(session, secret, is_secret=True).id


def test_the_case_in_the_public_document_knows_nothing_of_the_secret(
    session: Session, secret: int
) -> None:
    case = json.loads(cases.text_in(content(issued(session, secret))))
    assert [item["description"] for item in case["assessment"]["effects"]] == ["Julkinen kuvaus."]


def test_a_decision_that_was_not_screened_has_nothing_to_print(session: Session) -> None:
    decision = make.decision(session)
    for kind in ("assessment", "screening"):
        with pytest.raises(DocumentRefused, match="not_screened"):
            issued(session, decision.id, kind=kind)
    with pytest.raises(DocumentRefused, match="not_screened"):
        documents.approve(session, PRESENTER, decision.id)


def test_without_an_assessment_only_the_screening_is_printed(session: Session) -> None:
    decision = make.imported(session, "R7")
    with pytest.raises(DocumentRefused, match="no_assessment"):
        issued(session, decision.id)
    assert issued(session, decision.id, kind="screening").kind == "screening"


def test_bytes_that_were_changed_are_not_given_out(session: Session) -> None:
    document = issued(session, make.imported(session, "R7").id, kind="screening")
    session.expunge(document.file)
    document.file.content = b"something else"
    with pytest.raises(NotFound):
        stored_files.content_of(document.file)


HOSTILE = (
    "{{ 7 * 7 }} {% for x in y %} <w:p/> & ]]> \"'",
    "=cmd|'/c calc'!A1",
    "${jndi:ldap://x} \u202e RTL \u200b nolla",
    "rivi\n\n  toinen rivi \t sarkain",
)


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_text_is_printed_as_it_is(session: Session, text: str) -> None:
    assessment = make.assessed(session, title=text.replace("\n", " ").replace("\t", " "))
    number = assessment.decision_id
    make.effect(session, assessment, description=text, areas=[text.split("\n")[0]])
    told = {"summary": text, "present_state": text, "objective": text}
    assessments.write(session, make.OPERATOR, number, None, told)
    docx = content(issued(session, number))
    assert missing_texts(docx, [text]) == []
    for name, part in parts(docx).items():
        assert "49 " not in part or "{{" in part, name


def test_the_agenda_in_the_document_is_the_record_s(session: Session) -> None:
    decision = make.imported(session, "01")
    item = decision.agenda_items[0]
    decision_services.edit_agenda_item(session, make.OPERATOR, item.id, None, "999", None)
    docx = content(issued(session, decisions.get(session, decision.id).id))
    assert "§ 999" in words(docx)
