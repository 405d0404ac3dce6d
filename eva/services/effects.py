"""Effects: one at a time, or many at once in the matrix."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified

from eva.domain.errors import NotFound
from eva.domain.permissions import Actor
from eva.models import (
    Alternative,
    Assessment,
    Effect,
    EffectArea,
    EffectGroup,
    EffectSource,
)
from eva.services import history, records
from eva.services.assessments import of_decision

PLAIN = tuple(
    name
    for name in history.FIELDS[Effect]
    if name not in ("alternative_id", "groups", "areas", "sources")
)
"""The fields that are kept as they come; the others are set apart."""


def add(session: Session, actor: Actor, decision_id: int, values: Mapping[str, Any]) -> Effect:
    """Add an effect of an alternative.

    Raises:
        NotFound: no such decision, or the alternative isn't the assessment's.
        NotPermitted: the actor doesn't prepare the decision.
    """
    assessment = of_decision(session, actor, decision_id)
    alternative = _alternative(assessment, values["alternative_id"])
    effect = Effect(
        assessment=assessment,
        alternative_id=alternative.id,
        position=records.next_position(assessment.effects),
        **{key: values.get(key) for key in PLAIN},
    )
    set_lists(effect, values)
    session.add(effect)
    records.touch(session, actor, assessment.decision, "effect:added", effect)
    return effect


def change(
    session: Session,
    actor: Actor,
    decision_id: int,
    effect_id: int,
    version: int | None,
    values: Mapping[str, Any],
) -> Effect:
    """Change an effect; keys that aren't given stay as they are.

    Raises:
        NotFound, NotPermitted, StaleVersion.
    """
    assessment = of_decision(session, actor, decision_id)
    effect: Effect = records.part(session, Effect, effect_id, assessment_id=assessment.id)
    records.expect(effect, version)
    told = {key: values[key] for key in PLAIN if key in values}
    if "alternative_id" in values:
        told["alternative_id"] = _alternative(assessment, values["alternative_id"]).id
    with session.no_autoflush:  # one update, so that a change is one version
        has_changed = records.changed(session, effect, told)
        if set_lists(effect, values) or has_changed:
            flag_modified(effect, "description")  # so that new lists alone raise the version too
            has_changed = True
    if has_changed:
        records.touch(session, actor, assessment.decision, "effect:changed", effect)
    return effect


def remove(session: Session, actor: Actor, decision_id: int, effect_id: int) -> None:
    """Remove an effect.

    Raises:
        NotFound, NotPermitted.
    """
    assessment = of_decision(session, actor, decision_id)
    effect: Effect = records.part(session, Effect, effect_id, assessment_id=assessment.id)
    session.delete(effect)
    session.flush()
    session.expire(assessment, ["effects"])
    records.touch(session, actor, assessment.decision, "effect:removed", effect)


@dataclass(frozen=True)
class Cell:
    """A cell of the matrix that the person changed."""

    perspective: str
    question: str
    alternative_id: int
    direction: str
    """The direction that was chosen, "" for none."""
    seen: str
    """The direction that the page showed, "" for none."""


@dataclass
class Filled:
    """How many cells were set, and how many weren't, since somebody had changed them meanwhile."""

    changed: int = 0
    conflicts: int = 0


def fill(session: Session, actor: Actor, decision_id: int, cells: Iterable[Cell]) -> Filled:
    """Set the directions of many effects at once.

    A cell without an effect gets one with no words yet. A cell that has words keeps them whatever
    its direction; an emptied cell loses its effect only if nothing was written in it. A cell that
    isn't any more what the person saw stays as it is.

    Raises:
        NotFound, NotPermitted.
    """
    assessment = of_decision(session, actor, decision_id)
    by_cell: dict[tuple[str, str | None, int], list[Effect]] = {}
    for effect in assessment.effects:
        key = (effect.perspective, effect.question, effect.alternative_id)
        by_cell.setdefault(key, []).append(effect)
    filled = Filled()
    position = records.next_position(assessment.effects)
    for cell in cells:
        there = by_cell.get((cell.perspective, cell.question, cell.alternative_id), [])
        now_there = there[0].direction if there else ""
        if len(there) > 1 or now_there not in (cell.seen, cell.direction):
            filled.conflicts += 1
            continue
        filled.changed += _fill(session, assessment, cell, there, position + filled.changed)
    if filled.changed:
        session.flush()
        session.expire(assessment, ["effects"])
        records.touch(
            session, actor, assessment.decision, "effects:filled", assessment, count=filled.changed
        )
    return filled


def _fill(
    session: Session, assessment: Assessment, cell: Cell, there: Sequence[Effect], position: int
) -> int:
    if not there:
        if not cell.direction:
            return 0
        alternative = _alternative(assessment, cell.alternative_id)
        session.add(
            Effect(
                assessment=assessment,
                alternative_id=alternative.id,
                position=position,
                perspective=cell.perspective,
                question=cell.question,
                direction=cell.direction,
                description="",
            )
        )
        return 1
    effect = there[0]
    if effect.direction == cell.direction:
        return 0
    if cell.direction:
        effect.direction = cell.direction
        return 1
    if effect.description or effect.mitigation:
        return 0
    session.delete(effect)
    return 1


def _alternative(assessment: Assessment, alternative_id: int) -> Alternative:
    for alternative in assessment.alternatives:
        if alternative.id == alternative_id:
            return alternative
    raise NotFound(alternative_id)


def set_lists(effect: Effect, values: Mapping[str, Any]) -> bool:
    """Set the groups, areas and sources that are given; tell whether any of them changed."""
    is_changed = False
    if "groups" in values and [item.code for item in effect.groups] != list(values["groups"]):
        effect.groups = [
            EffectGroup(position=place, code=code) for place, code in enumerate(values["groups"])
        ]
        is_changed = True
    if "areas" in values and [item.name for item in effect.areas] != list(values["areas"]):
        effect.areas = [
            EffectArea(position=place, name=name) for place, name in enumerate(values["areas"])
        ]
        is_changed = True
    if "sources" in values and [item.text for item in effect.sources] != list(values["sources"]):
        effect.sources = [
            EffectSource(position=place, text=text) for place, text in enumerate(values["sources"])
        ]
        is_changed = True
    return is_changed
