"""Effects of an assessment with whom and where they hit, in five statements."""

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload
from sqlalchemy.orm.attributes import set_committed_value

from eva.models import Alternative, Assessment, Effect


def load(session: Session, assessment: Assessment) -> None:
    """Bring the assessment's effects with their lists, and its alternatives."""
    effects = session.scalars(
        select(Effect)
        .where(Effect.assessment_id == assessment.id)
        .order_by(Effect.position)
        .options(
            selectinload(Effect.groups),
            selectinload(Effect.areas),
            selectinload(Effect.sources),
        )
    ).all()
    set_committed_value(assessment, "effects", list(effects))
    alternatives = session.scalars(
        select(Alternative)
        .where(Alternative.assessment_id == assessment.id)
        .order_by(Alternative.position)
    ).all()
    set_committed_value(assessment, "alternatives", list(alternatives))
