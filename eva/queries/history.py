"""What has been changed in a record: who, when, what it said before and after."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Boolean, Integer, func, select, type_coerce
from sqlalchemy.orm import Session

from eva.models import Decision, RowVersion, Screening, User

PAGE = 30
"""Versions on a page of the history."""


@dataclass(frozen=True)
class Change:
    """One save of one part of a record."""

    id: int
    kind: str
    """The name of the part's table."""
    row_id: int
    saved_at: datetime
    name: str
    """The name of who saved it, "" for the command line."""
    title: str
    said: Mapping[str, Any]
    before: Mapping[str, Any] | None
    """What the part said before; None when it was new."""
    before_id: int | None
    is_removed: bool
    is_newest: bool

    @property
    def changed(self) -> Sequence[str]:
        """The names of the fields that say something else than before; all of what was removed."""
        earlier = {} if self.is_removed else self.before or {}
        return [name for name, value in self.said.items() if value != earlier.get(name)]


def changes(session: Session, decision_id: int, below: int | None = None) -> list[Change]:
    """Return a page of the record's changes, newest first, and one more where there are more.

    The page begins below the number `below`; one statement whatever the size of the record.
    """
    every = (
        select(
            RowVersion,
            _beside(func.lag(RowVersion.said), JSON).label("before"),
            _beside(func.lag(RowVersion.id), Integer).label("before_id"),
            _beside(func.lag(RowVersion.is_removed), Boolean).label("was_removed"),
            _beside(func.lead(RowVersion.id), Integer).label("after_id"),
        )
        .where(RowVersion.decision_id == decision_id)
        .subquery()
    )
    statement = (
        select(every, User.name, User.title)
        .outerjoin(User, User.id == every.c.saved_by_id)
        .order_by(every.c.id.desc())
        .limit(PAGE + 1)
    )
    if below is not None:
        statement = statement.where(every.c.id < below)
    return [_change(row) for row in session.execute(statement)]


@dataclass(frozen=True)
class Latest:
    """The record that somebody changed last."""

    decision_id: int
    title: str
    is_assessed: bool
    """Whether it has an assessment to go on with."""
    saved_at: datetime


def latest_of(session: Session, user_id: int) -> Latest | None:
    """Return the record that the person changed last, None if there's none."""
    statement = (
        select(RowVersion.decision_id, Decision.title, Screening.depth, RowVersion.saved_at)
        .join(Decision, Decision.id == RowVersion.decision_id)
        .outerjoin(Screening, Screening.decision_id == Decision.id)
        .where(RowVersion.saved_by_id == user_id)
        .order_by(RowVersion.id.desc())
        .limit(1)
    )
    row = session.execute(statement).first()
    if row is None:
        return None
    return Latest(row.decision_id, row.title, row.depth not in (None, "none"), row.saved_at)


def _beside(function: Any, kind: Any) -> Any:
    """Return a value of the version of the same part before or after, as its type."""
    same = (RowVersion.kind, RowVersion.row_id)
    return type_coerce(function.over(partition_by=same, order_by=RowVersion.id), kind)


def _change(row: Any) -> Change:
    is_new = row.before_id is None or bool(row.was_removed)
    return Change(
        row.id,
        row.kind,
        row.row_id,
        row.saved_at,
        row.name or "",
        row.title or "",
        row.said,
        None if is_new else row.before,
        None if is_new else row.before_id,
        bool(row.is_removed),
        row.after_id is None,
    )
