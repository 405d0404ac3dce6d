"""How far an assessment is: one written definition, the same number in every view.

A section is *done* when its own rule holds, *begun* when it has any content, *not_begun*
otherwise. Only the sections that the depth requires count; the others are *optional*. Opening a
page is never progress.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from eva.domain.assessment import HARMFUL, needs_single_reason
from eva.domain.question_set import AssessmentSet

Record = Mapping[str, Any]
"""The assessment part of a case file."""


@dataclass(frozen=True)
class SectionState:
    """Where a section stands: done, begun or not_begun, and whether the depth requires it."""

    code: str
    state: str
    is_required: bool


def has_begun(assessment: Record, section: str) -> bool:
    """Tell whether the section has any content."""
    return any(assessment.get(key) for key in _CONTENT[section])


def sections(assessment: Record, questions: AssessmentSet, depth: str) -> list[SectionState]:
    """Return the state of each section of the set, in its order."""
    states = []
    for section in questions.sections:
        is_done = _DONE[section.code](assessment, depth)
        state = (
            "done" if is_done else "begun" if has_begun(assessment, section.code) else "not_begun"
        )
        states.append(SectionState(section.code, state, depth in section.required_in))
    return states


def share_done(states: list[SectionState]) -> tuple[int, int]:
    """Return how many of the required sections are done, and how many there are."""
    required = [item for item in states if item.is_required]
    return sum(item.state == "done" for item in required), len(required)


def needs_mitigation(effect: Mapping[str, Any]) -> bool:
    """Tell whether the effect harms and nothing is said of how the harm is eased."""
    return effect["direction"] in HARMFUL and not effect.get("mitigation")


def _background(assessment: Record, depth: str) -> bool:
    return bool(assessment.get("present_state") and assessment.get("objective"))


def _alternatives(assessment: Record, depth: str) -> bool:
    codes = [item["code"] for item in assessment.get("alternatives", [])]
    if not codes:
        return False
    return not needs_single_reason(codes) or bool(assessment.get("single_alternative_reason"))


def _effects(assessment: Record, depth: str) -> bool:
    effects = assessment.get("effects", [])
    spoken_of = {effect["alternative"] for effect in effects}
    described = all(effect["description"] for effect in effects)
    every = {item["code"] for item in assessment.get("alternatives", [])}
    return (
        bool(every) and every <= spoken_of and described and not any(map(needs_mitigation, effects))
    )


def _links(assessment: Record, depth: str) -> bool:
    return bool(assessment.get("measure_links") or assessment.get("no_links_reason"))


def _participation(assessment: Record, depth: str) -> bool:
    checked = assessment.get("hearing_duty_checked") is not None
    return checked and (depth != "full" or bool(assessment.get("participation")))


def _follow_up(assessment: Record, depth: str) -> bool:
    return bool(assessment.get("follow_up"))


def _summary(assessment: Record, depth: str) -> bool:
    return bool(assessment.get("summary"))


_DONE: Mapping[str, Callable[[Record, str], bool]] = {
    "background": _background,
    "alternatives": _alternatives,
    "effects": _effects,
    "links": _links,
    "participation": _participation,
    "follow_up": _follow_up,
    "summary": _summary,
}
_CONTENT: Mapping[str, tuple[str, ...]] = {
    "background": ("present_state", "objective"),
    "alternatives": ("alternatives",),
    "effects": ("effects",),
    "links": ("measure_links", "no_links_reason"),
    "participation": ("participation", "hearing_duty_checked"),
    "follow_up": ("follow_up",),
    "summary": ("summary",),
}
