"""An assessment as its progress needs it: three statements whatever its size."""

from typing import Any

from sqlalchemy import BindParameter, bindparam, exists, func, select
from sqlalchemy.orm import Session

from eva.models import Alternative, Assessment, Effect, FollowUp, MeasureLink, Participation


def load(session: Session, assessment: Assessment) -> dict[str, Any]:
    """Return the assessment in the shape of its case file, with what `domain.progress` looks at.

    Texts of effects are there as whether there is one; lists of links, hearings and follow-up as
    whether there are any. The alternatives are brought as they are, since most pages show them.
    """
    asked = {"number": assessment.id}
    has_links, has_hearings, has_follow_up = session.execute(_LISTS, asked).one()
    return {
        "present_state": assessment.present_state,
        "objective": assessment.objective,
        "single_alternative_reason": assessment.single_alternative_reason,
        "hearing_duty_checked": assessment.hearing_duty_checked,
        "no_links_reason": assessment.no_links_reason,
        "summary": assessment.summary,
        "alternatives": [{"code": item.code} for item in assessment.alternatives],
        "effects": [dict(zip(_KEYS, row, strict=True)) for row in session.execute(_EFFECTS, asked)],
        "measure_links": has_links,
        "participation": has_hearings,
        "follow_up": has_follow_up,
    }


_NUMBER: BindParameter[int] = bindparam("number")
_LISTS = select(
    exists().where(MeasureLink.assessment_id == _NUMBER),
    exists().where(Participation.assessment_id == _NUMBER),
    exists().where(FollowUp.assessment_id == _NUMBER),
)
_EFFECTS = (
    select(
        Effect.perspective,
        Effect.question,
        Alternative.code,
        Effect.direction,
        func.length(Effect.description) > 0,
        func.length(Effect.mitigation) > 0,
    )
    .join(Alternative, Alternative.id == Effect.alternative_id)
    .where(Effect.assessment_id == _NUMBER)
    .order_by(Effect.position)
)
_KEYS = ("perspective", "question", "alternative", "direction", "description", "mitigation")
"""The names of its columns in a case file."""
