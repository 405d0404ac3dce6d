"""The way to the database: how connections are set, and how writers wait for each other."""

import threading
import time
from collections.abc import Callable
from contextlib import ExitStack
from datetime import date

import pytest
from flask import Flask
from sqlalchemy import Connection, Engine, event, select, text
from sqlalchemy.orm import Session

from eva import database
from eva.models import Base, Body, Decision, IssuedDocument
from eva.queries import decisions
from eva.services import audit_trail, documents, records, stored_files
from eva.services import decisions as registering
from tests import make

PRAGMAS = {
    "journal_mode": "wal",
    "synchronous": 2,
    "foreign_keys": 1,
    "busy_timeout": 10000,
    "recursive_triggers": 1,
}
"""2 is FULL."""
TIMEOUTS = {"statement_timeout": "15s", "lock_timeout": "5s", "timezone": "UTC"}


def said_of(connection: Connection) -> dict[str, object]:
    if connection.dialect.name == "sqlite":
        return {name: connection.exec_driver_sql(f"PRAGMA {name}").scalar_one() for name in PRAGMAS}
    return {name: connection.execute(text(f"SHOW {name}")).scalar_one() for name in TIMEOUTS}


def expected_of(engine: Engine) -> dict[str, object]:
    return {**PRAGMAS} if engine.dialect.name == "sqlite" else {**TIMEOUTS}


def test_every_connection_is_set(engine: Engine) -> None:
    with ExitStack() as stack:
        opened = [stack.enter_context(engine.connect()) for _ in range(5)]
        assert [said_of(connection) for connection in opened] == [expected_of(engine)] * 5


def test_sessions_for_reading_and_writing_are_set_too(engine: Engine) -> None:
    with database.reading(engine) as session:
        assert said_of(session.connection()) == expected_of(engine)
    with database.writing(engine) as session:
        assert said_of(session.connection()) == expected_of(engine)


def test_the_connections_of_the_application_are_set_too(app: Flask, engine: Engine) -> None:
    with app.app_context():
        assert said_of(database.get_session().connection()) == expected_of(engine)
        with database.transaction() as session:
            assert said_of(session.connection()) == expected_of(engine)


@pytest.mark.parametrize("databases", ["postgresql"], indirect=True)  # a file closes nothing
@pytest.mark.parametrize("kept", [1, 3])
def test_connections_that_the_server_has_closed_are_made_anew(engine: Engine, kept: int) -> None:
    with ExitStack() as stack:
        for _ in range(kept):
            stack.enter_context(engine.connect())
    other = database.open_engine(engine.url.render_as_string(hide_password=False))
    end = "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
    with other.connect() as connection:
        ended = connection.execute(
            text(f"{end} WHERE datname = current_database() AND pid != pg_backend_pid()")
        ).all()
    other.dispose()
    assert len(ended) == kept
    for _ in range(kept):
        with database.reading(engine) as session:
            assert session.execute(select(1)).scalar_one() == 1


def statements_of(engine: Engine, act: Callable[[], None]) -> list[str]:
    said: list[str] = []

    def note(*told: object) -> None:
        said.append(str(told[2]))

    event.listen(engine, "before_cursor_execute", note)
    act()
    event.remove(engine, "before_cursor_execute", note)
    return said


def test_on_sqlite_a_writer_takes_the_lock_when_it_begins(engine: Engine) -> None:
    def write() -> None:
        with database.writing(engine) as session:
            session.execute(select(Body.id))

    def read() -> None:
        with database.reading(engine) as session:
            session.execute(select(Body.id))

    first_of_writing, first_of_reading = (
        statements_of(engine, write)[0],
        statements_of(engine, read)[0],
    )
    if engine.dialect.name == "sqlite":
        assert (first_of_writing, first_of_reading) == ("BEGIN IMMEDIATE", "BEGIN")
    else:
        assert first_of_writing.startswith("SELECT")
        assert first_of_reading.startswith("SELECT")


def together(*acts: Callable[[], None]) -> list[BaseException]:
    """Run the acts at the same time; return what went wrong."""
    faults: list[BaseException] = []
    start = threading.Barrier(len(acts))

    def run(act: Callable[[], None]) -> None:
        start.wait()
        try:
            act()
        except BaseException as error:
            faults.append(error)

    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return faults


def test_two_writers_wait_for_each_other_and_lose_nothing(engine: Engine) -> None:
    with database.writing(engine) as session:
        number = make.decision(session).id

    def write() -> None:
        for _ in range(10):
            with database.writing(engine) as session:
                decision = decisions.get(session, number)
                records.touch(session, make.OPERATOR, decision, "decision:edited", decision)

    assert together(write, write) == []
    with database.reading(engine) as session:
        assert decisions.get(session, number).revision == 21
        assert audit_trail.first_broken(session) is None


def test_on_sqlite_a_reader_is_not_in_the_way_of_a_writer(engine: Engine) -> None:
    with database.writing(engine) as session:
        number = make.decision(session).id
    with database.reading(engine) as reader:
        before = decisions.get(reader, number).revision
        with database.writing(engine) as session:
            decision = decisions.get(session, number)
            records.touch(session, make.OPERATOR, decision, "decision:edited", decision)
        assert reader.scalar(select(Decision.revision)) >= before


def test_two_who_issue_at_once_get_the_same_document(engine: Engine) -> None:
    with database.writing(engine) as session:
        number = make.imported(session, "06").id

    def issue() -> None:
        with database.writing(engine) as session:
            documents.issue(session, make.OPERATOR, number, make.WANTED)

    assert together(issue, issue) == []
    with database.reading(engine) as session:
        assert session.scalars(select(IssuedDocument.number)).all() == [1]


THE_SAME: dict[str, Callable[[Session], Base]] = {
    "a body": lambda session: registering.body_named(session, "Uusi lautakunta"),
    "a meeting": lambda session: registering.meeting_of(
        session, session.scalars(select(Body.id)).first() or 0, date(2031, 1, 7)
    ),
    "a file": lambda session: stored_files.keep(session, b"samat tavut"),
}


@pytest.mark.parametrize("name", THE_SAME)
def test_two_who_make_the_same_at_once_get_the_same(engine: Engine, name: str) -> None:
    with database.writing(engine) as session:
        make.body(session)
    made = []

    def act() -> None:
        with database.writing(engine) as session:
            made.append(THE_SAME[name](session).id)
            time.sleep(0.2)  # it isn't committed yet when the other comes

    assert together(act, act) == []
    assert made[0] == made[1]


def test_what_fails_in_the_middle_leaves_nothing(engine: Engine) -> None:
    def fail() -> None:
        with database.writing(engine) as session:
            make.decision(session)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    with database.reading(engine) as session:
        assert session.scalars(select(Decision.id)).all() == []
        events = session.scalars(select(audit_trail.AuditEvent.action)).all()
        assert "decision:registered" not in events


def test_what_a_reader_changes_is_thrown_away(engine: Engine) -> None:
    with database.reading(engine) as session:
        session.add(Body(name="Kummitus"))
        session.flush()
    with database.reading(engine) as session:
        assert session.scalars(select(Body.id)).all() == []


def test_a_transaction_reads_anew_what_was_read_before_it(app: Flask, engine: Engine) -> None:
    with database.writing(engine) as session:
        number = make.decision(session).id
    with app.app_context():
        shown = decisions.get(database.get_session(), number)
        assert shown.title == "Vesimaksun korottaminen"
        with Session(engine) as other:
            decisions.get(other, number).title = "Toisen otsikko"
            other.commit()
        with database.transaction() as session:
            assert decisions.get(session, number).title == "Toisen otsikko"
        assert decisions.get(database.get_session(), number).title == "Toisen otsikko"
