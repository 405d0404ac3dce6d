"""The audit trail: its chain shows what was changed behind the program's back."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import Engine, select, text
from sqlalchemy.orm import Session

from eva import database
from eva.models import AuditEvent
from eva.queries import decisions
from eva.services import assessments, audit_trail, documents
from tests import make
from tests.integration.conftest import Eva


def unlocked(engine: Engine, statement: str, **values: Any) -> None:
    """Run the statement as somebody would who has the database itself: the trigger taken away."""
    with database.writing(engine) as session:
        if engine.dialect.name == "sqlite":
            session.execute(text("DROP TRIGGER keep_audit_event_update"))
            session.execute(text("DROP TRIGGER keep_audit_event_delete"))
        else:
            session.execute(text("DROP TRIGGER keep_audit_event ON audit_event"))
        session.execute(text(statement), values)


@pytest.fixture
def events(engine: Engine) -> list[int]:
    """The numbers of the events of a trail with some work in it."""
    with database.writing(engine) as session:
        decision = make.imported(session, "R7")
        for _ in range(3):
            make.decision(session)
        documents.issue(
            session, make.OPERATOR, decision.id, documents.Wanted("screening", municipality="M")
        )
        return list(session.scalars(select(AuditEvent.id).order_by(AuditEvent.id)))


def test_a_trail_that_nobody_touched_is_whole(eva: Eva, events: list[int]) -> None:
    result = eva("audit", "verify")
    assert (result.code, result.out.strip()) == (0, "Tapahtumalokin ketju on ehjä.")


CHANGES = [
    "actor_id = NULL, action = 'mischief'",
    "object_id = 4711",
    "object_type = 'user'",
    "result = 'refused'",
    'detail = \'{"kind": "other"}\'',
    "at = '2020-01-01 00:00:00+00'",
    "hash = 'ffff'",
    "previous_hash = 'ffff'",
]


@pytest.mark.parametrize("change", CHANGES)
def test_a_changed_event_is_found_and_named(
    eva: Eva, engine: Engine, events: list[int], change: str
) -> None:
    number = events[-2]
    change = change.replace(": ", "\\: ")  # a colon of JSON is no parameter's
    unlocked(engine, f"UPDATE audit_event SET {change} WHERE id = :number", number=number)
    result = eva("audit", "verify")
    assert result.code == 1
    assert result.sentence == f"Tapahtumalokin ketju katkeaa tapahtumassa {number}."


@pytest.mark.parametrize("place", [0, 3])
def test_a_removed_event_is_found_at_the_one_after_it(
    eva: Eva, engine: Engine, events: list[int], place: int
) -> None:
    unlocked(engine, "DELETE FROM audit_event WHERE id = :number", number=events[place])
    assert f"tapahtumassa {events[place + 1]}." in eva("audit", "verify").sentence


def test_an_inserted_event_is_found(eva: Eva, engine: Engine, events: list[int]) -> None:
    values = "previous_hash, at, actor_id, action, object_type, object_id, result, detail"
    unlocked(
        engine,
        f"INSERT INTO audit_event (id, hash, {values}) SELECT 99999, 'f00', 'f00', "
        f"{values.removeprefix('previous_hash, ')} FROM audit_event WHERE id = :number",
        number=events[2],
    )
    assert "tapahtumassa 99999." in eva("audit", "verify").sentence


def test_the_trail_goes_on_from_the_newest_event(engine: Engine, events: list[int]) -> None:
    with database.writing(engine) as session:
        newest = session.scalars(select(AuditEvent).order_by(AuditEvent.id.desc())).first()
        assert newest is not None
        event = audit_trail.record(session, make.OPERATOR, "test", "test", 1, what=["ä", 1, None])
        assert event.previous_hash == newest.hash
    with database.reading(engine) as session:
        assert audit_trail.first_broken(session) is None


def test_the_change_and_its_event_are_kept_together_or_not_at_all(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    with database.writing(engine) as session:
        number = make.assessed(session).decision_id

    def fail(event: AuditEvent) -> str:
        raise RuntimeError

    monkeypatch.setattr(audit_trail, "digest", fail)
    with pytest.raises(RuntimeError), database.writing(engine) as session:
        assessments.write(session, make.OPERATOR, number, None, {"summary": "Ei jää."})
    with database.reading(engine) as session:
        assert decisions.get(session, number) is not None
        assert "Ei jää." not in session.scalars(text("SELECT summary FROM assessment")).all()


def all_texts(value: Any, take: Callable[[str], bool]) -> list[str]:
    if isinstance(value, str):
        return [value] if take(value) else []
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else []
    return [text for item in inner for text in all_texts(item, take)]


def test_the_trail_holds_no_texts_of_records(session: Session) -> None:
    case = make.case("01")
    decision = make.imported(session, case)
    assessments.write(session, make.OPERATOR, decision.id, None, {"summary": "Uusi tiivistelmä."})
    documents.issue(session, make.OPERATOR, decision.id, make.WANTED)
    said = json.dumps(
        [list(row) for row in session.execute(select(AuditEvent.detail, AuditEvent.action))],
        ensure_ascii=False,
    )
    assert "document:issued" in said
    for words in [*all_texts(case, lambda item: " " in item), "Uusi tiivistelmä."]:
        assert words not in said
