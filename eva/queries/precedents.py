"""Earlier decisions of the same type and what they answered: two statements at most."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import BindParameter, Select, bindparam, case, func, select
from sqlalchemy.orm import Session, contains_eager, defer

from eva.domain.assessment import Direction
from eva.domain.permissions import Actor, Permission, may
from eva.models import (
    Alternative,
    Assessment,
    Decision,
    Effect,
    FollowUp,
    MeasureLink,
    Participation,
    ProgrammeItem,
    Screening,
)

MOST = 3
"""Decisions that are shown."""
LINES = 5
"""Lines of a decision's section that are shown: alternatives, effects, links and so on."""
LENGTH = 600
"""Signs of a text that are shown; one more is read, so that it's seen whether there are more."""


@dataclass(frozen=True)
class Precedent:
    """An earlier decision, and the first lines of one section of its assessment."""

    decision: Decision
    lines: Sequence[Any] = ()
    """Rows with the section's own columns, and in `total` how many there are in all."""


def screened(
    session: Session, actor: Actor, decision: Decision, decision_type: str
) -> list[Precedent]:
    """Return the newest other decisions of the type that have been screened, newest first.

    One statement; only what the actor may read.
    """
    found = session.scalars(_SCREENED, {"own": decision.id, "kind": decision_type}).unique()
    return [Precedent(item) for item in found if may(actor, Permission.DECISION_READ, item)]


def assessed(session: Session, actor: Actor, decision: Decision, section: str) -> list[Precedent]:
    """Return the newest other decisions of the same type with an assessment, newest first.

    Each comes with its lines of the section, secret effects left out; one statement, and one more
    where the section consists of lines. Only what the actor may read.
    """
    asked = {"own": decision.id, "kind": decision.decision_type}
    every = session.scalars(_ASSESSED, asked).unique()
    found = [item for item in every if may(actor, Permission.DECISION_READ, item)]
    lines = _lines(session, section, found)
    return [Precedent(item, lines.get(_number(item), ())) for item in found]


def _number(decision: Decision) -> int:
    return decision.assessment.id if decision.assessment else 0


def _lines(session: Session, section: str, found: list[Decision]) -> Mapping[int, list[Any]]:
    if section not in _LINES or not found:
        return {}
    lines: dict[int, list[Any]] = {}
    for row in session.execute(_LINES[section], {"numbers": [_number(item) for item in found]}):
        lines.setdefault(row.assessment_id, []).append(row)
    return lines


def _others() -> Select[Any]:
    """Return the statement of a type's screened decisions, newest first, without their searching.

    The newest are those that were registered last, as everywhere in lists.
    """
    return (
        select(Decision)
        .join(Decision.screening)
        .where(Decision.decision_type == bindparam("kind"), Decision.id != bindparam("own"))
        .order_by(Decision.id.desc())
        .limit(MOST)
        .options(
            defer(Decision.search_text),
            contains_eager(Decision.screening).joinedload(Screening.question_set_version),
        )
    )


_SCREENED = _others()
_ASSESSED = (
    _others()
    .join(Decision.assessment)
    .where(Screening.depth != "none")
    .options(
        contains_eager(Decision.assessment).joinedload(
            Assessment.question_set_version, innerjoin=True
        )
    )
)


def _first(model: Any, *columns: Any) -> Select[Any]:
    """Return the statement of the first lines of each assessment, and of how many there are."""
    place = func.row_number().over(partition_by=model.assessment_id, order_by=model.position)
    every = func.count().over(partition_by=model.assessment_id)
    asked: BindParameter[list[int]] = bindparam("numbers", expanding=True)
    return select(model.assessment_id, *columns, place.label("place"), every.label("total")).where(
        model.assessment_id.in_(asked)
    )


def _shown(statement: Select[Any]) -> Select[Any]:
    found = statement.subquery()
    return (
        select(found).where(found.c.place <= LINES).order_by(found.c.assessment_id, found.c.place)
    )


def _beginning(column: Any) -> Any:
    return func.substr(column, 1, LENGTH + 1).label(column.key)


def _directions() -> list[Any]:
    """Return how many of the assessment's effects go which way, a column for each."""
    return [
        func.count(case((Effect.direction == code, 1)))
        .over(partition_by=Effect.assessment_id)
        .label(f"{code}_count")
        for code in Direction
    ]


_LINES: Mapping[str, Select[Any]] = {
    "alternatives": _shown(
        _first(
            Alternative,
            Alternative.code,
            Alternative.title,
            Alternative.is_proposed,
            _beginning(Alternative.description),
        )
    ),
    "effects": _shown(
        _first(
            Effect,
            Effect.perspective,
            Effect.question,
            Effect.direction,
            Effect.significance,
            _beginning(Effect.description),
            Alternative.code,
            *_directions(),
        )
        .join(Alternative, Alternative.id == Effect.alternative_id)
        .where(Effect.is_secret.is_not(True))
    ),
    "links": _shown(
        _first(
            MeasureLink,
            ProgrammeItem.code,
            ProgrammeItem.title,
            MeasureLink.direction,
            _beginning(MeasureLink.reason),
        ).join(ProgrammeItem, ProgrammeItem.id == MeasureLink.item_id)
    ),
    "participation": _shown(
        _first(
            Participation,
            Participation.who,
            Participation.how,
            Participation.held_on,
            _beginning(Participation.said),
            _beginning(Participation.changed),
        )
    ),
    "follow_up": _shown(
        _first(
            FollowUp,
            FollowUp.what,
            FollowUp.responsible_title,
            FollowUp.due_on,
            _beginning(FollowUp.observed),
        )
    ),
}
"""The statement of each section that consists of lines; made once, as making it takes longer."""
