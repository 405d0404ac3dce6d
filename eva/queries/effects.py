"""Effects of an assessment with whom and where they hit, in five statements."""

from sqlalchemy import BindParameter, bindparam, select
from sqlalchemy.orm import Session, selectinload
from sqlalchemy.orm.attributes import set_committed_value

from eva.models import Alternative, Assessment, Effect


def load(session: Session, assessment: Assessment) -> None:
    """Bring the assessment's effects with their lists, and its alternatives."""
    asked = {"number": assessment.id}
    set_committed_value(assessment, "effects", list(session.scalars(_EFFECTS, asked)))
    set_committed_value(assessment, "alternatives", list(session.scalars(_ALTERNATIVES, asked)))


_NUMBER: BindParameter[int] = bindparam("number")
_EFFECTS = (
    select(Effect)
    .where(Effect.assessment_id == _NUMBER)
    .order_by(Effect.position)
    .options(selectinload(Effect.groups), selectinload(Effect.areas), selectinload(Effect.sources))
)
_ALTERNATIVES = (
    select(Alternative).where(Alternative.assessment_id == _NUMBER).order_by(Alternative.position)
)
