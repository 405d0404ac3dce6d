"""What is missing or doubtful in a record before its document is issued.

Nothing here stops anybody from issuing: a councillor has to see what is missing, and an official
decides. Each finding names the place where it's mended.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from eva.domain.assessment import HARMFUL, needs_single_reason
from eva.domain.progress import needs_mitigation
from eva.domain.question_set import AssessmentSet

Record = Mapping[str, Any]


@dataclass(frozen=True)
class Finding:
    """Something missing or doubtful: its code, the section to go to and the effect, if it's one."""

    code: str
    section: str
    effect: int | None = None
    """The place of the effect in the record, from 0."""
    is_missing: bool = True
    """Missing must be there; otherwise it's worth a second look."""


def findings(assessment: Record, questions: AssessmentSet, depth: str) -> list[Finding]:
    """Return the findings in the order of the sections, of those the depth requires."""
    required = {item.code for item in questions.sections if depth in item.required_in}
    found = [item for check in _CHECKS for item in check(assessment)]
    wanted = [item for item in found if item.section in required or item.effect is not None]
    order = [item.code for item in questions.sections]
    return sorted(wanted, key=lambda item: order.index(item.section))


def _of_background(assessment: Record) -> Iterator[Finding]:
    for key in ("present_state", "objective"):
        if not assessment.get(key):
            yield Finding(f"no_{key}", "background")


def _of_alternatives(assessment: Record) -> Iterator[Finding]:
    alternatives = assessment.get("alternatives", [])
    codes = [item["code"] for item in alternatives]
    if not codes:
        yield Finding("no_alternatives", "alternatives")
        return
    if needs_single_reason(codes) and not assessment.get("single_alternative_reason"):
        yield Finding("no_single_reason", "alternatives")
    if not any(item.get("proposed") for item in alternatives):
        yield Finding("nothing_proposed", "alternatives", is_missing=False)


def _of_effects(assessment: Record) -> Iterator[Finding]:
    effects = assessment.get("effects", [])
    if not effects:
        yield Finding("no_effects", "effects")
        return
    if not any(effect["direction"] in HARMFUL for effect in effects):
        yield Finding("no_negative", "effects", is_missing=False)
    if not any(effect.get("groups") for effect in effects):
        yield Finding("no_groups", "effects")
    if not any(effect.get("sources") for effect in effects):
        yield Finding("no_sources", "effects", is_missing=False)
    spoken_of = {effect["alternative"] for effect in effects}
    if any(item["code"] not in spoken_of for item in assessment.get("alternatives", [])):
        yield Finding("alternative_without_effects", "effects")


def _of_each_effect(assessment: Record) -> Iterator[Finding]:
    for place, effect in enumerate(assessment.get("effects", [])):
        if needs_mitigation(effect):
            yield Finding("no_mitigation", "effects", place)
        if not effect["description"]:
            yield Finding("no_description", "effects", place)
        if effect["direction"] == "unknown":
            yield Finding("unknown_direction", "effects", place, is_missing=False)
        if effect.get("secret") and not effect.get("secrecy_basis"):
            yield Finding("no_secrecy_basis", "effects", place)


def _of_the_rest(assessment: Record) -> Iterator[Finding]:
    if not assessment.get("measure_links") and not assessment.get("no_links_reason"):
        yield Finding("no_links", "links")
    if assessment.get("hearing_duty_checked") is None:
        yield Finding("hearing_duty_open", "participation")
    if not assessment.get("participation"):
        yield Finding("nobody_heard", "participation", is_missing=False)
    if not assessment.get("follow_up"):
        yield Finding("no_follow_up", "follow_up")
    if not assessment.get("summary"):
        yield Finding("no_summary", "summary")


_CHECKS: tuple[Callable[[Record], Iterator[Finding]], ...] = (
    _of_background,
    _of_alternatives,
    _of_effects,
    _of_each_effect,
    _of_the_rest,
)
