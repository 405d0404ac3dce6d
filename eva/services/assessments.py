"""The assessment's own texts and its alternatives."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import set_committed_value

from eva.domain.errors import Invalid, NotFound
from eva.domain.permissions import Actor, Permission, require
from eva.models import Alternative, Assessment, Decision, Effect, MeasureLink
from eva.queries import decisions, question_sets
from eva.services import audit_trail, history, records

MOST_ALTERNATIVES = 12
TEXTS = history.FIELDS[Assessment]
"""The assessment's own texts."""


def open_(session: Session, actor: Actor, decision: Decision) -> Assessment:
    """Return the decision's assessment, opened with the newest question set if there was none."""
    if decision.assessment is not None:
        return decision.assessment
    version = question_sets.newest(session, "full")
    assessment = Assessment(decision=decision, question_set_version=version)
    session.add(assessment)
    session.flush()
    audit_trail.record(
        session, actor, "assessment:opened", "assessment", assessment.id, decision=decision.id
    )
    return assessment


def of_decision(session: Session, actor: Actor, decision_id: int) -> Assessment:
    """Return the assessment of the decision for the actor to write in.

    Raises:
        NotFound: there is no such decision, or it has no assessment.
        NotPermitted: the actor doesn't prepare it.
    """
    decision = decisions.get(session, decision_id)
    require(actor, Permission.ASSESSMENT_EDIT, decision)
    if decision.assessment is None:
        raise NotFound(decision_id)
    # Nothing else holds the decision: the session would forget it, and read it again.
    set_committed_value(decision.assessment, "decision", decision)
    return decision.assessment


def write(
    session: Session,
    actor: Actor,
    decision_id: int,
    version: int | None,
    values: Mapping[str, Any],
) -> Assessment:
    """Keep texts of the assessment; keys of TEXTS that aren't given stay as they are.

    Raises:
        NotFound, NotPermitted, StaleVersion.
    """
    assessment = of_decision(session, actor, decision_id)
    records.expect(assessment, version)
    told = {key: values[key] for key in TEXTS if key in values}
    if records.changed(session, assessment, told):
        records.touch(
            session, actor, assessment.decision, "assessment:written", assessment, keys=sorted(told)
        )
    return assessment


def add_alternative(
    session: Session, actor: Actor, decision_id: int, values: Mapping[str, Any]
) -> Alternative:
    """Add an alternative; it gets the first free code, VE0 only when it's asked for.

    Raises:
        NotFound, NotPermitted.
        Invalid: there are twelve already, or the zero alternative is there.
    """
    assessment = of_decision(session, actor, decision_id)
    codes = {item.code for item in assessment.alternatives}
    if len(codes) >= MOST_ALTERNATIVES:
        raise Invalid({"": "Vaihtoehtoja voi olla enintään 12."})
    if values.get("is_zero") and "VE0" in codes:
        raise Invalid({"is_zero": "Nollavaihtoehto on jo kirjattu."})
    code = "VE0" if values.get("is_zero") else _free_code(codes)
    alternative = Alternative(
        assessment=assessment,
        code=code,
        position=int(code[2:]),
        title=values["title"],
        description=values.get("description"),
        is_proposed=bool(values.get("is_proposed")),
    )
    session.add(alternative)
    _keep_one_proposed(session, assessment, alternative)
    records.touch(session, actor, assessment.decision, "alternative:added", alternative, code=code)
    return alternative


def _free_code(codes: set[str]) -> str:
    return next(code for code in (f"VE{n}" for n in range(1, 14)) if code not in codes)


def edit_alternative(
    session: Session,
    actor: Actor,
    decision_id: int,
    alternative_id: int,
    version: int | None,
    values: Mapping[str, Any],
) -> Alternative:
    """Change an alternative's words or which one is proposed.

    Raises:
        NotFound, NotPermitted, StaleVersion.
    """
    assessment = of_decision(session, actor, decision_id)
    alternative: Alternative = records.part(
        session, Alternative, alternative_id, assessment_id=assessment.id
    )
    records.expect(alternative, version)
    told = {
        "title": values["title"],
        "description": values.get("description"),
        "is_proposed": bool(values.get("is_proposed")),
    }
    if records.changed(session, alternative, told):
        _keep_one_proposed(session, assessment, alternative)
        records.touch(session, actor, assessment.decision, "alternative:edited", alternative)
    return alternative


def _keep_one_proposed(session: Session, assessment: Assessment, proposed: Alternative) -> None:
    if proposed.is_proposed:
        for other in assessment.alternatives:
            if other is not proposed and other.is_proposed:
                other.is_proposed = False


def remove_alternative(
    session: Session, actor: Actor, decision_id: int, alternative_id: int
) -> None:
    """Remove an alternative with its effects and its links to measures.

    Raises:
        NotFound, NotPermitted.
    """
    assessment = of_decision(session, actor, decision_id)
    alternative: Alternative = records.part(
        session, Alternative, alternative_id, assessment_id=assessment.id
    )
    for effect in session.scalars(select(Effect).where(Effect.alternative_id == alternative.id)):
        session.delete(effect)
    links = select(MeasureLink).where(MeasureLink.alternative_id == alternative.id)
    for link in session.scalars(links):
        session.delete(link)
    session.delete(alternative)
    session.flush()
    session.expire(assessment, ["alternatives", "effects", "measure_links"])
    records.touch(
        session,
        actor,
        assessment.decision,
        "alternative:removed",
        alternative,
        code=alternative.code,
    )
