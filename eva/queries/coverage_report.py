"""Coverage per body and quarter, in two statements."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from eva.domain.coverage import DEPTHS, Coverage, Figures, Told, count
from eva.i18n import local_day
from eva.models import AgendaItem, Body, Decision, IssuedDocument, Meeting, Screening
from eva.queries.period import Period, first_meetings


def load(session: Session, period: Period) -> Coverage:
    """Return the figures of the decisions that count in the period."""
    return count(told for told in _told(session) if period.holds(told.day))


def _told(session: Session) -> list[Told]:
    first = first_meetings()
    issued = (
        select(IssuedDocument.decision_id)
        .where(IssuedDocument.kind == "assessment")
        .distinct()
        .subquery()
    )
    meeting_body = (
        select(AgendaItem.decision_id, Meeting.held_on, Body.name)
        .join(Meeting, Meeting.id == AgendaItem.meeting_id)
        .join(Body, Body.id == Meeting.body_id)
        .order_by(AgendaItem.decision_id, AgendaItem.position)
    )
    bodies: dict[tuple[int, object], str] = {}
    for decision_id, held_on, name in session.execute(meeting_body):
        bodies.setdefault((decision_id, held_on), name)
    statement = (
        select(
            Decision.id,
            Body.name,
            first.c.held_on,
            Decision.created_at,
            Screening.depth,
            Screening.reason_code,
            issued.c.decision_id,
        )
        .outerjoin(Body, Body.id == Decision.body_id)
        .outerjoin(first, first.c.decision_id == Decision.id)
        .outerjoin(Screening, Screening.decision_id == Decision.id)
        .outerjoin(issued, issued.c.decision_id == Decision.id)
    )
    return [
        Told(
            row[0],
            bodies.get((row[0], row[2])) or row[1] or "–",
            row[2] or local_day(row[3]),
            row[4],
            row[5],
            row[6] is not None,
        )
        for row in session.execute(statement)
    ]


HEADER = (
    "body",
    "quarter",
    "registered",
    "screened",
    "unscreened",
    *(f"assessed_{depth}" for depth in DEPTHS),
    "skipped",
    "issued",
)
"""The columns of the coverage as a table."""


def _cells(figures: Figures) -> list[str | int]:
    return [
        figures.registered,
        figures.screened,
        figures.unscreened,
        *[figures.depths[depth] for depth in DEPTHS],
        figures.skipped,
        figures.issued,
    ]


def as_table(coverage: Coverage) -> list[list[str | int]]:
    """Return a row for each body and quarter, in the order of HEADER."""
    return [
        [body, quarter, *_cells(figures)] for (body, quarter), figures in coverage.parts.items()
    ]


def reasons_table(coverage: Coverage) -> list[list[str | int]]:
    """Return each reason for "no assessment needed" with its count, the most frequent first."""
    return [[code, number] for code, number in coverage.total.reasons.most_common()]


def as_data(period: Period, coverage: Coverage) -> dict[str, object]:
    """Return the coverage as plain data."""
    return {
        "from": period.first.isoformat() if period.first else None,
        "to": period.last.isoformat() if period.last else None,
        "total": _data(coverage.total),
        "parts": [
            {"body": body, "quarter": quarter, **_data(figures)}
            for (body, quarter), figures in coverage.parts.items()
        ],
    }


def _data(figures: Figures) -> dict[str, object]:
    return {
        "registered": figures.registered,
        "screened": figures.screened,
        "unscreened": figures.unscreened,
        "assessed": figures.assessed,
        "depths": {depth: figures.depths[depth] for depth in ("none", *DEPTHS)},
        "skipped": figures.skipped,
        "reasons": dict(sorted(figures.reasons.items())),
        "issued": figures.issued,
    }
