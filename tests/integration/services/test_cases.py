"""Case files in and out: exact both ways, safe to do twice, nothing lost by replacing."""

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as run_with
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from eva import database
from eva.domain.errors import NotPermitted
from eva.domain.permissions import Role
from eva.models import AgendaItem, AuditEvent, Decision, Effect, IssuedDocument, Meeting, Upload
from eva.queries import cases as case_files
from eva.queries import decisions
from eva.services import cases, documents, stored_files
from tests import make
from tests.integration.services import made_cases

Case = dict[str, Any]


def exported(session: Session, register_number: str) -> Case:
    session.expire_all()
    found = decisions.by_register_number(session, register_number)
    return case_files.export(decisions.load_record(session, found.id))


def taken(session: Session, case: Case) -> str:
    return cases.import_(session, make.OPERATOR, cases.read(json.dumps(case))).outcome


@pytest.mark.parametrize("name", [file.name for file in make.CASE_FILES])
def test_a_case_comes_out_as_it_went_in(session: Session, name: str) -> None:
    case = make.case(name)
    assert taken(session, case) == "created"
    assert exported(session, case["decision"]["register_number"]) == case


def test_there_are_twelve_case_files() -> None:
    assert len(make.CASE_FILES) == 12


def counts(session: Session) -> list[int | None]:
    kinds = (AuditEvent, Decision, Effect, Upload, AgendaItem)
    return [session.scalar(select(func.count(kind.id))) for kind in kinds]


@pytest.mark.parametrize("name", ["01", "04", "12", "B1"])
def test_the_same_case_again_changes_nothing(session: Session, name: str) -> None:
    case = make.case(name)
    taken(session, case)
    before = counts(session)
    revision = session.scalar(select(Decision.revision))
    assert taken(session, case) == "unchanged"
    assert counts(session) == before
    assert session.scalar(select(Decision.revision)) == revision == 1


def test_cases_that_anybody_could_write_come_out_as_they_went_in(engine: Engine) -> None:
    @run_with(
        max_examples=60,
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(made_cases.CASES)
    def each(case: Case) -> None:
        case["decision"]["register_number"] = make.number()
        with database.writing(engine) as session:
            assert taken(session, case) == "created"
        with database.writing(engine) as session:
            assert exported(session, case["decision"]["register_number"]) == case
            assert taken(session, case) == "unchanged"

    each()


def test_one_case_replaces_another_wholly(engine: Engine) -> None:
    """Each example takes the place of the one before it, whatever that was."""

    @run_with(
        max_examples=25,
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(made_cases.CASES)
    def each(case: Case) -> None:
        case["decision"]["register_number"] = "MliDno-2026-sama"
        with database.writing(engine) as session:
            assert taken(session, case) in ("created", "replaced", "unchanged")
        with database.reading(engine) as session:
            assert exported(session, "MliDno-2026-sama") == case

    each()


EMPTY: list[tuple[str, ...]] = [
    ("decision", "agenda_items"),
    ("assessment", "effects"),
    ("assessment", "measure_links"),
    ("assessment", "participation"),
    ("assessment", "follow_up"),
]


@pytest.mark.parametrize(("part", "key"), EMPTY)
def test_an_empty_list_is_the_same_as_none(session: Session, part: str, key: str) -> None:
    case = make.case("06")
    case[part][key] = []
    assert taken(session, case) == "created"
    assert taken(session, case) == "unchanged"
    del case[part][key]
    assert exported(session, case["decision"]["register_number"]) == case


@pytest.mark.parametrize("key", ["groups", "areas", "sources", "horizons"])
def test_an_empty_list_of_an_effect_is_the_same_as_none(session: Session, key: str) -> None:
    case = make.case("06")
    case["assessment"]["effects"][0][key] = []
    assert taken(session, case) == "created"
    assert taken(session, case) == "unchanged"
    assert (
        key
        not in exported(session, case["decision"]["register_number"])["assessment"]["effects"][0]
    )


def test_texts_are_cleaned_as_in_forms(session: Session) -> None:
    case = make.case("06")
    case["assessment"]["summary"] = "a\u0308iti\r\nja\x00 \ud800isä\x0b"
    taken(session, case)
    kept = exported(session, case["decision"]["register_number"])
    assert kept["assessment"]["summary"] == "äiti\nja isä\n"


def test_a_replaced_record_is_kept_as_a_file(session: Session) -> None:
    case = make.case("06")
    decision = make.imported(session, case)
    changed = make.case("06")
    changed["decision"]["title"] = "Toinen otsikko"
    changed["assessment"]["effects"].pop()
    assert taken(session, changed) == "replaced"
    assert exported(session, case["decision"]["register_number"]) == changed
    upload = session.scalars(select(Upload)).one()
    assert upload.decision_id == decision.id
    assert upload.file_name == f"{decision.register_number}-r1.json"
    assert json.loads(stored_files.content_of(upload.file)) == case
    assert taken(session, case) == "replaced"
    assert exported(session, case["decision"]["register_number"]) == case
    assert session.scalar(select(func.count(Upload.id))) == 2


def test_replacing_raises_the_number_of_the_state_and_writes_the_trail(session: Session) -> None:
    case = make.case("06")
    decision = make.imported(session, case)
    case["decision"]["title"] = "Toinen otsikko"
    make.imported(session, case)
    assert decision.revision == 2
    actions = session.scalars(
        select(AuditEvent.action).where(AuditEvent.action.startswith("case:"))
    ).all()
    assert actions == ["case:created", "case:replaced"]


def test_documents_and_attachment_numbers_stay_when_a_case_is_replaced(session: Session) -> None:
    case = make.case("01")
    decision = make.imported(session, case)
    documents.issue(session, make.OPERATOR, decision.id, make.WANTED)
    decision.agenda_items[0].attachment = "Liite 2"
    session.flush()
    case["assessment"]["summary"] = "Toinen tiivistelmä."
    make.imported(session, case)
    session.expire_all()
    assert decision.agenda_items[0].attachment == "Liite 2"
    assert session.scalar(select(func.count(IssuedDocument.id))) == 1


def test_meetings_and_bodies_are_shared_by_the_decisions_on_their_agendas(session: Session) -> None:
    make.imported(session, "01")
    make.imported(session, "B1")  # the council's meeting of the same day
    council = session.scalars(select(Meeting)).all()
    days = [(meeting.body.name, meeting.held_on) for meeting in council]
    assert len(days) == len(set(days))


def test_a_case_comes_back_from_the_document_that_carries_it(session: Session) -> None:
    case = make.case("01")
    decision = make.imported(session, case)
    document = documents.issue(session, make.OPERATOR, decision.id, make.WANTED)
    content = stored_files.content_of(document.file)
    assert cases.read(cases.text_in(content)) == case
    case["decision"]["title"] = "Toinen otsikko"
    make.imported(session, case)
    back = cases.read(cases.text_in(content))
    assert cases.import_(session, make.OPERATOR, back).outcome == "replaced"
    assert exported(session, case["decision"]["register_number"]) == make.case("01")


def test_who_may_not_edit_a_decision_may_not_replace_it(session: Session) -> None:
    case = make.case("06")
    make.imported(session, case)
    case["decision"]["title"] = "Toisen otsikko"
    elsewhere = make.body(session, "Muu lautakunta")
    stranger = make.actor(make.user(session, Role.PREPARER, body=elsewhere))
    with pytest.raises(NotPermitted):
        cases.import_(session, stranger, cases.read(json.dumps(case)))
    viewer = make.actor(make.user(session, Role.VIEWER))
    with pytest.raises(NotPermitted):
        cases.import_(session, viewer, cases.read(json.dumps(make.case("07"))))


def test_who_brings_a_new_case_prepares_it(session: Session) -> None:
    person = make.user(session, Role.PREPARER, body=make.body(session, "Muu lautakunta"))
    case = cases.read(json.dumps(make.case("07")))
    assert cases.import_(session, make.actor(person), case).decision.preparer_id == person.id
