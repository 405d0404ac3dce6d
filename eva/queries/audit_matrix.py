"""The steering group's matrix of one programme and period, in two statements."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from eva.domain.matrix import DIRECTIONS, Heading, Row, Statement, assemble
from eva.i18n import local_day
from eva.models import (
    Alternative,
    Assessment,
    Decision,
    MeasureLink,
    Programme,
    ProgrammeItem,
    Screening,
)
from eva.queries.period import Period, first_meetings


def load(session: Session, programme: Programme, period: Period) -> list[Row]:
    """Return the rows of the programme: its focus areas and measures with what is said of them."""
    return assemble(_headings(session, programme), _statements(session, programme, period))


def _headings(session: Session, programme: Programme) -> list[Heading]:
    statement = (
        select(
            ProgrammeItem.id,
            ProgrammeItem.code,
            ProgrammeItem.title,
            ProgrammeItem.level,
            ProgrammeItem.parent_id,
        )
        .where(ProgrammeItem.programme_id == programme.id)
        .order_by(ProgrammeItem.position)
    )
    return [Heading(*row) for row in session.execute(statement)]


def _statements(session: Session, programme: Programme, period: Period) -> list[Statement]:
    first = first_meetings()
    columns: tuple[Any, ...] = (
        MeasureLink.item_id,
        ProgrammeItem.code,
        Decision.id,
        Decision.register_number,
        Decision.title,
        first.c.held_on,
        Decision.created_at,
        Alternative.code,
        Alternative.is_proposed,
        MeasureLink.direction,
        MeasureLink.reason,
        func.coalesce(Decision.language, "fi"),
    )
    statement = (
        select(*columns)
        .join(ProgrammeItem, ProgrammeItem.id == MeasureLink.item_id)
        .join(Assessment, Assessment.id == MeasureLink.assessment_id)
        .join(Decision, Decision.id == Assessment.decision_id)
        .join(Screening, Screening.decision_id == Decision.id)
        .outerjoin(Alternative, Alternative.id == MeasureLink.alternative_id)
        .outerjoin(first, first.c.decision_id == Decision.id)
        .where(ProgrammeItem.programme_id == programme.id, Screening.depth != "none")
        .order_by(Decision.id, MeasureLink.position)
    )
    found = []
    rows: Iterable[Any] = session.execute(statement)
    for *what, held_on, created_at, alternative, is_proposed, direction, reason, code in rows:
        day = held_on or local_day(created_at)
        if period.holds(day):
            told = [*what, day, alternative, bool(is_proposed), direction, reason, code]
            found.append(Statement(*told))
    return found


HEADER = ("code", "title", "level", *DIRECTIONS)
"""The columns of the matrix as a table."""


def as_table(rows: list[Row]) -> list[list[str | int]]:
    """Return the rows of the matrix as a table, in the order of HEADER."""
    return [
        [
            row.heading.code,
            row.heading.title,
            row.heading.level,
            *[row.count(direction) for direction in DIRECTIONS],
        ]
        for row in rows
    ]


def as_data(programme: Programme, period: Period, rows: list[Row]) -> dict[str, object]:
    """Return the matrix as plain data, each figure with the statements behind it."""
    return {
        "term": programme.term,
        "programme": {"code": programme.code, "title": programme.title},
        "from": period.first.isoformat() if period.first else None,
        "to": period.last.isoformat() if period.last else None,
        "measures": [
            {
                "code": row.heading.code,
                "title": row.heading.title,
                "level": row.heading.level,
                **{direction: row.count(direction) for direction in DIRECTIONS},
                "decisions": [
                    {
                        "register_number": item.register_number,
                        "title": item.title,
                        "measure": item.code,
                        "alternative": item.alternative,
                        "direction": item.direction,
                        "reason": item.reason,
                        "date": item.day.isoformat(),
                    }
                    for item in row.statements
                ],
            }
            for row in rows
        ],
    }
