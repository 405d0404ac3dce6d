"""The migrations: they make what the models say, both ways, and the triggers that keep rows."""

from collections.abc import Iterator

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, Engine, inspect, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from eva import database, schema
from eva.cli.upgrade import upgraded
from eva.models import Base, Effect
from eva.services import documents
from tests import make
from tests.conftest import settings_of

KEPT = ("audit_event", "issued_document", "stored_file", "question_set_version")


@pytest.fixture
def connection(empty_url: str) -> Iterator[Connection]:
    """A connection to a database without tables."""
    engine = database.open_engine(empty_url)
    with engine.connect().execution_options(eva_writes=True) as connection:
        yield connection
    engine.dispose()


def differences(connection: Connection) -> list[object]:
    options = {"compare_type": True, "include_object": schema.is_modelled}
    context = MigrationContext.configure(connection, opts=options)
    return list(compare_metadata(context, Base.metadata))


def described(connection: Connection) -> dict[str, object]:
    """Return tables, columns and indexes, to be compared."""
    found = inspect(connection)
    return {
        table: (
            sorted((column["name"], str(column["type"])) for column in found.get_columns(table)),
            sorted(str(index["name"]) for index in found.get_indexes(table)),
        )
        for table in found.get_table_names()
    }


def test_the_migrations_make_what_the_models_say(engine: Engine) -> None:
    with engine.connect() as connection:
        assert differences(connection) == []


def test_upgrading_again_changes_nothing(engine: Engine, tmp_path) -> None:
    url = engine.url.render_as_string(hide_password=False)
    with engine.connect() as connection:
        before = described(connection)
        events = connection.execute(text("SELECT count(*) FROM audit_event")).scalar_one()
    lines = upgraded(engine, settings_of(tmp_path, url))
    assert lines
    assert all(line.endswith(": ennallaan") for line in lines)
    with engine.connect() as connection:
        assert described(connection) == before
        assert connection.execute(text("SELECT count(*) FROM audit_event")).scalar_one() == events


def test_up_and_down_and_up_again(connection: Connection) -> None:
    schema.upgrade(connection)
    connection.commit()
    there = described(connection)
    command.downgrade(schema.configuration(connection), "base")
    connection.commit()
    assert set(described(connection)) == {"alembic_version"}
    schema.upgrade(connection)
    connection.commit()
    assert described(connection) == there
    assert differences(connection) == []


def test_0005_keeps_every_row_and_gives_no_number_twice(engine: Engine) -> None:
    with database.writing(engine) as session:
        make.imported(session, "01")
    every = Base.metadata.sorted_tables
    numbers = "SELECT max(id) FROM effect"

    def rows(connection: Connection) -> dict[str, list[object]]:
        found = {table.name: table.select().order_by(table.c.id) for table in every}
        return {name: list(connection.execute(statement)) for name, statement in found.items()}

    with engine.connect().execution_options(eva_writes=True) as connection:
        before = rows(connection)
        assert len(before["effect"]) > 2
        assert before["effect_group"]
        command.downgrade(schema.configuration(connection), "0004")
        connection.commit()
        assert rows(connection) == before
        schema.upgrade(connection)
        connection.commit()
        assert rows(connection) == before
        if engine.dialect.name == "sqlite":
            assert connection.execute(text("PRAGMA foreign_key_check")).all() == []
        highest = connection.execute(text(numbers)).scalar_one()
    with database.writing(engine) as session:
        effect = session.get_one(Effect, highest)
        assessment = effect.assessment
        session.delete(effect)
        session.flush()
        assert make.effect(session, assessment).id > highest


@pytest.fixture
def kept_rows(engine: Engine) -> Engine:
    """A database with at least one row in each table whose rows are kept."""
    with database.writing(engine) as session:
        decision = make.imported(session, "R7")
        wanted = documents.Wanted("screening", municipality="Mikkeli")
        documents.issue(session, make.OPERATOR, decision.id, wanted)
    return engine


def refused(engine: Engine, statement: str) -> bool:
    """Tell whether the database itself refuses the statement, and nothing changed by it."""
    with Session(engine) as session:
        try:
            session.execute(text(statement))
        except DBAPIError as error:
            return "append-only" in str(error.orig)
    return False


def columns(engine: Engine, table: str) -> list[str]:
    return [column["name"] for column in inspect(engine).get_columns(table)]


@pytest.mark.parametrize("table", KEPT)
def test_rows_that_are_kept_are_never_changed_or_removed(kept_rows: Engine, table: str) -> None:
    with kept_rows.connect() as connection:
        assert connection.execute(text(f"SELECT count(*) FROM {table}")).scalar_one() > 0
    for column in columns(kept_rows, table):
        assert refused(kept_rows, f"UPDATE {table} SET {column} = {column}"), column
    assert refused(kept_rows, f"DELETE FROM {table}")
    assert refused(kept_rows, f"DELETE FROM {table} WHERE id = (SELECT max(id) FROM {table})")


@pytest.mark.parametrize("table", KEPT)
def test_a_row_is_not_replaced_by_inserting_it_again(kept_rows: Engine, table: str) -> None:
    names = ", ".join(columns(kept_rows, table))
    again = f"SELECT {names} FROM {table} WHERE id = (SELECT max(id) FROM {table})"
    if kept_rows.dialect.name == "sqlite":
        assert refused(kept_rows, f"INSERT OR REPLACE INTO {table} ({names}) {again}")
        assert refused(kept_rows, f"REPLACE INTO {table} ({names}) {again}")
    else:
        on_conflict = "ON CONFLICT (id) DO UPDATE SET id = EXCLUDED.id"
        assert refused(kept_rows, f"INSERT INTO {table} ({names}) {again} {on_conflict}")


@pytest.mark.parametrize("table", KEPT)
def test_on_postgresql_a_kept_table_is_not_emptied(kept_rows: Engine, table: str) -> None:
    if kept_rows.dialect.name == "postgresql":
        assert refused(kept_rows, f"TRUNCATE {table} CASCADE")
    else:  # SQLite has no TRUNCATE; a DELETE without WHERE must not be shortened to one
        assert refused(kept_rows, f"DELETE FROM {table}")
