"""What each part of a record said at each of its versions: written with every change.

A flush tells which parts changed, whatever service changed them, and the event of the trail that
follows writes their versions, so that no service can forget it.
"""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal as Amount
from typing import Any

from sqlalchemy import Date, Numeric, event, inspect, select
from sqlalchemy.orm import Session

from eva.models import (
    AgendaItem,
    Alternative,
    Assessment,
    Base,
    Decision,
    Effect,
    FollowUp,
    MeasureLink,
    Participation,
    RowVersion,
    Screening,
)

FIELDS: Mapping[type[Base], tuple[str, ...]] = {
    Decision: (
        "register_number",
        "title",
        "decision_type",
        "description",
        "cost_eur",
        "preparer_title",
        "presenter_title",
        "parent_register_number",
    ),
    Screening: ("answers", "depth", "reason_code", "reason", "refers_to"),
    Assessment: (
        "present_state",
        "objective",
        "single_alternative_reason",
        "hearing_duty_checked",
        "no_links_reason",
        "summary",
    ),
    Alternative: ("code", "title", "description", "is_proposed"),
    Effect: (
        "alternative_id",
        "perspective",
        "question",
        "direction",
        "significance",
        "horizons",
        "certainty",
        "description",
        "mitigation",
        "groups",
        "areas",
        "amount_eur_per_year",
        "sources",
        "is_secret",
        "secrecy_basis",
    ),
    MeasureLink: ("item_id", "alternative_id", "direction", "reason"),
    Participation: ("who", "how", "held_on", "said", "changed"),
    FollowUp: ("what", "responsible_title", "due_on", "observed"),
    AgendaItem: ("section", "attachment"),
}
"""The fields of each kind of part that people write."""
_LISTS = {"groups": "code", "areas": "name", "sources": "text"}
KINDS: Mapping[str, type[Base]] = {kind.__tablename__: kind for kind in FIELDS}
_PENDING = "eva_changed_parts"


def said(row: Base) -> dict[str, Any]:
    """Return what the part says, as plain data by field."""
    return {name: _plain(row, name) for name in FIELDS[type(row)]}


def _plain(row: Base, name: str) -> Any:
    value = getattr(row, name)
    if name in _LISTS:
        return [getattr(item, _LISTS[name]) for item in value]
    if isinstance(value, Amount):
        return str(value)
    return value.isoformat() if isinstance(value, date) else value


def values_of(kind: type[Base], plain: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values that the services take, from the plain data of a version."""
    columns = inspect(kind).columns
    values: dict[str, Any] = {}
    for name, value in plain.items():
        column = columns.get(name)
        if value is not None and column is not None and isinstance(column.type, Numeric):
            value = Amount(value)
        elif value is not None and column is not None and isinstance(column.type, Date):
            value = date.fromisoformat(value)
        values[name] = value
    return values


def at(session: Session, kind: type[Base], row_id: int, version: int) -> RowVersion | None:
    """Return what a part said at a version, None if that was never written."""
    statement = select(RowVersion).where(
        RowVersion.kind == kind.__tablename__,
        RowVersion.row_id == row_id,
        RowVersion.version == version,
        RowVersion.is_removed.is_(False),
    )
    return session.scalars(statement.order_by(RowVersion.id.desc()).limit(1)).first()


def newest(session: Session, kind: type[Base], row_id: int) -> RowVersion | None:
    """Return the newest version of a part, None if none was written."""
    statement = select(RowVersion).where(
        RowVersion.kind == kind.__tablename__, RowVersion.row_id == row_id
    )
    return session.scalars(statement.order_by(RowVersion.id.desc()).limit(1)).first()


@event.listens_for(Session, "before_flush")
def _collect(session: Session, context: Any, instances: Any) -> None:
    """Remember the parts that this flush changes; what is removed says its last words now."""
    pending = session.info.setdefault(_PENDING, {})
    for row in session.deleted:
        if type(row) in FIELDS and inspect(row).persistent:
            pending[row] = (_decision_of(row), said(row))
    for row in [*session.new, *session.dirty]:
        if type(row) in FIELDS and (
            row in session.new or session.is_modified(row, include_collections=False)
        ):
            pending.setdefault(row, None)


def write(session: Session, actor_id: int | None) -> None:
    """Write the versions of the parts that changed since the last event."""
    pending = session.info.get(_PENDING)
    session.info[_PENDING] = {}
    for row, last in (pending or {}).items():
        decision_id, words = last or (_decision_of(row), said(row))
        session.add(
            RowVersion(
                decision_id=decision_id,
                kind=row.__tablename__,
                row_id=row.id,
                version=row.version,
                said=words,
                is_removed=last is not None,
                saved_by_id=actor_id,
            )
        )


def _decision_of(row: Any) -> int:
    if isinstance(row, Decision):
        return row.id
    number: int = row.decision_id if hasattr(row, "decision_id") else row.assessment.decision_id
    return number
