"""Screening a decision: is an assessment needed, and how thorough."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from eva.domain.errors import Invalid
from eva.domain.permissions import Actor, Permission, require
from eva.domain.question_set import ScreeningSet
from eva.domain.screening import Depth, Outcome, is_lighter, missing_core, outcome
from eva.models import Decision, QuestionSetVersion, Screening
from eva.models.base import now
from eva.queries import decisions, question_sets
from eva.services import assessments, records


@dataclass(frozen=True)
class Chosen:
    """What the person records of the outcome."""

    depth: str | None = None
    """None takes what the rules say."""
    reason_code: str | None = None
    reason: str | None = None
    refers_to: str | None = None


def screen(
    session: Session,
    actor: Actor,
    decision_id: int,
    version: QuestionSetVersion,
    answers: Mapping[str, Any],
    chosen: Chosen,
    row_version: int | None = None,
) -> Screening:
    """Keep the answers of a screening and the depth that was recorded.

    Answering again replaces the earlier answers. A depth that needs an assessment opens one; an
    assessment that there was stays, and is hidden while the depth is none.

    Raises:
        NotFound, NotPermitted, StaleVersion.
        Invalid: a core question has no answer, or a reason is missing.
    """
    decision = decisions.get(session, decision_id)
    require(actor, Permission.SCREENING_ANSWER, decision)
    questions = question_sets.screening_set(version)
    result = outcome(questions, decision.decision_type, answers)
    depth = Depth(chosen.depth or result.depth)
    _expect_complete(questions, answers, depth, result, chosen)
    screening = decision.screening or Screening()
    if decision.screening is not None:
        records.expect(screening, row_version)
    _keep(screening, actor, version, answers, depth, result, chosen)
    decision.screening = screening
    records.touch(
        session, actor, decision, "screening:answered", screening, depth=depth, rule=result.rule
    )
    if depth is not Depth.NONE:
        assessments.open_(session, actor, decision)
    return screening


def _keep(
    screening: Screening,
    actor: Actor,
    version: QuestionSetVersion,
    answers: Mapping[str, Any],
    depth: Depth,
    result: Outcome,
    chosen: Chosen,
) -> None:
    screening.question_set_version = version
    screening.answers = dict(answers)
    screening.depth = depth
    screening.proposed_depth = result.depth
    screening.rule = result.rule
    screening.triggers = list(result.triggers)
    screening.reason_code = chosen.reason_code or None
    screening.reason = chosen.reason or None
    screening.refers_to = chosen.refers_to or None
    screening.screened_at = now()
    screening.screened_by_id = actor.actor_id


def _expect_complete(
    questions: ScreeningSet,
    answers: Mapping[str, Any],
    depth: Depth,
    result: Outcome,
    chosen: Chosen,
) -> None:
    messages = dict.fromkeys(missing_core(questions, answers), "Vastaa kyllä, ei tai en tiedä.")
    if depth in (Depth.NONE, Depth.REFERENCE):
        if chosen.reason_code not in questions.exclusions:
            messages["reason_code"] = "Valitse peruste."
        if not chosen.reason:
            messages["reason"] = "Kirjoita, miksi arviointia ei tehdä tässä."
    elif is_lighter(depth, result.depth) and not chosen.reason:
        messages["reason"] = (
            "Kirjoita, miksi arviointi tehdään suppeampana kuin säännöt edellyttävät."
        )
    if depth is Depth.REFERENCE and not chosen.refers_to:
        messages["refers_to"] = "Kirjoita, missä vaikutukset on arvioitu."
    if messages:
        raise Invalid(messages)


def change_type(session: Session, actor: Actor, decision: Decision, decision_type: str) -> None:
    """Change the decision's type, from the screening's first question.

    Raises:
        NotPermitted: the actor doesn't prepare the decision.
    """
    require(actor, Permission.SCREENING_ANSWER, decision)
    if records.changed(session, decision, {"decision_type": decision_type}):
        records.touch(session, actor, decision, "decision:edited", decision)
