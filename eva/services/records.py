"""What every change of a record shares: the version seen, the number of its state, the trail."""

from collections.abc import Callable
from typing import Any, TypeVar

from sqlalchemy import Select, bindparam, select, text, update
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import set_committed_value

from eva.domain.errors import NotFound, StaleVersion
from eva.domain.permissions import Actor
from eva.domain.text import fold
from eva.models import Base, Decision
from eva.models.base import Versioned, now
from eva.services import audit_trail, search_index

Named = TypeVar("Named", bound=Base)
_NAMES = 0x455642
"""The kind of PostgreSQL's advisory locks of names."""
_RAISE = (
    update(Decision)
    .where(Decision.id == bindparam("number"))
    .values(revision=Decision.revision + 1, updated_at=bindparam("moment"))
    .returning(Decision.revision, Decision.updated_at)
    .execution_options(synchronize_session=False)
)
"""Raises the number of a record's state, and tells it."""


def expect(row: Versioned, version: int | None) -> None:
    """Let a change pass if the row is still the one that the person saw.

    Raises:
        StaleVersion: somebody saved it since.
    """
    if version is not None and row.version != version:
        raise StaleVersion(type(row).__name__)


def changed(session: Session, row: Base, values: dict[str, Any]) -> bool:
    """Set the values on the row; tell whether any of them was another before."""
    differing = {key: value for key, value in values.items() if getattr(row, key) != value}
    for key, value in differing.items():
        setattr(row, key, value)
    return bool(differing)


def touch(
    session: Session, actor: Actor, decision: Decision, action: str, row: Base, **detail: Any
) -> None:
    """Raise the number of the record's state and write the trail, after a change of a part."""
    session.flush()
    raised = session.execute(_RAISE, {"number": decision.id, "moment": now()}).one()
    for name, value in raised._mapping.items():
        set_committed_value(decision, name, value)
    search_index.index_decision(session, decision.id)
    audit_trail.record(
        session, actor, action, row.__tablename__, row.id, decision=decision.id, **detail
    )


def hold(session: Session, decision_id: int) -> None:
    """Let whoever writes to the decision too wait until this transaction ends.

    On PostgreSQL each statement sees what was committed before it, so a record that is read part
    by part is whole only while nobody changes it. SQLite has one writer anyway.
    """
    if session.get_bind().dialect.name == "postgresql":
        statement = select(Decision.id).where(Decision.id == decision_id)
        session.execute(statement.with_for_update(key_share=True))


def reserve(session: Session, name: str) -> None:
    """Let whoever makes something of the same name wait until this transaction ends.

    What the name stands for is looked for after it: another's is there by then. SQLite has one
    writer anyway.
    """
    if session.get_bind().dialect.name == "postgresql":
        statement = text("SELECT pg_advisory_xact_lock(:kind, hashtext(:name))")
        session.execute(statement, {"kind": _NAMES, "name": name})


def the_only(
    session: Session, name: str, statement: Select[Named], make: Callable[[], Named]
) -> Named:
    """Return what the statement finds, made if there is none; whoever makes it too waits."""
    found = session.execute(statement).scalar_one_or_none()
    if found is None:
        reserve(session, name)
        found = session.execute(statement).scalar_one_or_none()
    if found is None:
        found = make()
        session.add(found)
        session.flush()
    return found


def part(session: Session, kind: type[Any], part_id: int, **owner: int) -> Any:
    """Return a part of a record, such as an effect, that belongs to the owner named.

    Raises:
        NotFound: there is no such part, or it belongs to another record.
    """
    found = session.get(kind, part_id) if part_id < 2**31 else None
    if found is None or any(getattr(found, key) != value for key, value in owner.items()):
        raise NotFound(part_id)
    return found


def next_position(rows: list[Any]) -> int:
    """Return the place after the last of the rows."""
    return max((row.position for row in rows), default=0) + 1


def index(decision: Decision) -> None:
    """Keep the words that the search looks in."""
    words = (decision.register_number, decision.title, decision.description or "")
    decision.search_text = fold(" ".join(words))
