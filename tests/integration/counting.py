"""What is asked of a database while a test does something."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Engine, event

_APART = ("BEGIN", "PRAGMA")


@contextmanager
def counted(engine: Engine) -> Iterator[list[str]]:
    """Yield a list that grows with each statement, those aside that begin a transaction."""
    statements: list[str] = []

    def count(*told: object) -> None:
        statement = str(told[2])
        if not statement.startswith(_APART):
            statements.append(statement)

    event.listen(engine, "before_cursor_execute", count)
    try:
        yield statements
    finally:
        event.remove(engine, "before_cursor_execute", count)
