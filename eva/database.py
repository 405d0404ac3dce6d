"""The way to the database: the one place that opens sessions and commits.

Both databases are set the same way everywhere: what a connection needs is set when it's made, so
no command and no process can forget it. On SQLite a writing transaction takes the lock when it
begins (BEGIN IMMEDIATE): a reading one that wants to write later is refused at once, whatever the
time-out, and its updates would be lost (decision record 0002).
"""

import select
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from flask import current_app, g
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import DBAPIError, InvalidatePoolError, OperationalError, SQLAlchemyError
from sqlalchemy.orm import Session

PRAGMAS = {
    "journal_mode": "WAL",
    "synchronous": "FULL",
    "foreign_keys": "ON",
    "busy_timeout": "10000",
    "recursive_triggers": "ON",
}
"""What every SQLite connection is set to."""

_WRITES = {"eva_writes": True}
_READ_ONLY = "25006"
"""PostgreSQL's code for a database that takes no changes just now."""


def open_engine(url: str) -> Engine:
    """Return the engine for the address of a SQLite file or a PostgreSQL database."""
    if url.startswith(("postgresql://", "postgres://")):
        url = "postgresql+psycopg://" + url.split("://", 1)[1]
    if url.startswith("sqlite"):
        # A writer that waits for the lock has a connection; whoever has the lock may need another.
        engine = create_engine(url, pool_timeout=5, max_overflow=-1)
        event.listen(engine, "connect", _set_pragmas)
        event.listen(engine, "begin", _begin)
        return engine
    timeouts = "-c statement_timeout=15000 -c lock_timeout=5000 -c timezone=UTC"
    engine = create_engine(url, pool_timeout=5, connect_args={"options": timeouts})
    event.listen(engine, "checkout", _refuse_dropped)
    return engine


@contextmanager
def reading(engine: Engine) -> Iterator[Session]:
    """Yield a session to read with; what it changes is thrown away."""
    with Session(_snapshot(engine), autoflush=False) as session:
        yield session


@contextmanager
def writing(engine: Engine) -> Iterator[Session]:
    """Yield a session whose changes are kept together when the block ends, or not at all."""
    with Session(engine) as session:
        session.connection(execution_options=_WRITES)
        yield session
        session.commit()


def is_unavailable(error: SQLAlchemyError) -> bool:
    """Tell whether the database is away, locked, full or read-only, rather than asked wrongly."""
    if isinstance(error, OperationalError):
        return True
    return isinstance(error, DBAPIError) and getattr(error.orig, "sqlstate", "") == _READ_ONLY


def _snapshot(engine: Engine) -> Engine:
    """Return the engine so that all statements of a reading see the same state of the database.

    A page whose parts are of different states would show as somebody's own change what somebody
    else changed while it was read. On SQLite a reading sees one state anyway.
    """
    if engine.dialect.name != "postgresql":
        return engine
    return engine.execution_options(isolation_level="REPEATABLE READ")


def get_session() -> Session:
    """Return the request's session, to read with."""
    session: Session | None = g.get("session")
    if session is None:
        engine = _snapshot(current_app.extensions["eva_engine"])
        session = g.session = Session(engine, autoflush=False)
    return session


@contextmanager
def transaction() -> Iterator[Session]:
    """Yield a session whose changes are kept together when the block ends, or not at all.

    The request's reading ends before it begins: the rows read so far are read anew when they're
    asked for, so that nothing is shown or decided on what was true before the lock.
    """
    read: Session | None = g.get("session")
    if read is not None:
        read.rollback()
    with writing(current_app.extensions["eva_engine"]) as session:
        yield session


def close_session(error: BaseException | None = None) -> None:
    """Give the request's connection back."""
    session: Session | None = g.pop("session", None)
    if session is not None:
        session.close()


def _set_pragmas(connection: Any, record: Any) -> None:
    connection.isolation_level = None
    for name, value in PRAGMAS.items():
        connection.execute(f"PRAGMA {name}={value}")


def _refuse_dropped(connection: Any, record: Any, proxy: Any) -> None:
    """Let the pool make a new connection where the server has closed this one.

    A closed connection has its end to be read. Asking the server, as `pool_pre_ping` does, would
    find the same and take a tenth of all ways to the server.

    Raises:
        InvalidatePoolError: the server has closed it, and so perhaps all that were made before.
    """
    waiting = select.poll()
    waiting.register(connection.fileno(), select.POLLIN)
    if waiting.poll(0):
        raise InvalidatePoolError


def _begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get("eva_writes")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
