"""What follows from the answers of a screening, and how far a person may depart from it."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from eva.domain.question_set import DecisionType, ScreeningQuestion, ScreeningSet


class Depth(StrEnum):
    """How thoroughly a decision is assessed (fi: arvioinnin laajuus)."""

    NONE = "none"
    REFERENCE = "reference"
    NARROW = "narrow"
    FULL = "full"


class Answer(StrEnum):
    """An answer of the screening; unknown counts as yes until somebody has found out."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


_WEIGHT = {Depth.NONE: 0, Depth.REFERENCE: 1, Depth.NARROW: 2, Depth.FULL: 3}


@dataclass(frozen=True)
class Outcome:
    """What the rules say: the depth, the rule that decided, the answers that led to it."""

    depth: Depth
    rule: str
    triggers: tuple[str, ...] = ()
    """Codes of the questions whose answers decided, in the order of the set."""


def outcome(questions: ScreeningSet, decision_type: str, answers: Mapping[str, str]) -> Outcome:
    """Return what follows from the answers for a decision of the type.

    Answers to questions that the type isn't asked don't count. The order of the rules: a type that
    needs no assessment, another statutory procedure, nothing at all, a type that is assessed
    elsewhere, the core questions of a type that asks for the full depth, a helper question that
    asks for it, the core questions, a helper question alone.

    Source:
        The programmes 2018-2021, introduction (fi: Vaikutusten ennakkoarviointi); the threshold and
        the exclusions after Sastamala's instruction; design record 0006.
    """
    kind = questions.types[decision_type]
    hits = [item for item in questions.asked_of(decision_type) if _counts(item, answers)]
    core = tuple(item.code for item in hits if item.is_core)
    if kind.default_depth == Depth.NONE:
        return (
            Outcome(Depth.NARROW, "core_effect", core)
            if core
            else Outcome(Depth.NONE, "excluded_type")
        )
    return _assessed(kind, hits, core)


def _assessed(kind: DecisionType, hits: list[ScreeningQuestion], core: tuple[str, ...]) -> Outcome:
    elsewhere = tuple(item.code for item in hits if item.raises_to == Depth.REFERENCE)
    full = tuple(item.code for item in hits if item.raises_to == Depth.FULL)
    narrow = tuple(item.code for item in hits if item.raises_to == Depth.NARROW)
    if elsewhere:
        return Outcome(Depth.REFERENCE, "separate_procedure", elsewhere)
    if not core and not full and not narrow:
        return Outcome(Depth.NONE, "no_effects")
    if kind.default_depth == Depth.REFERENCE:
        return Outcome(Depth.REFERENCE, "reference_type", core + full + narrow)
    if kind.default_depth == Depth.FULL and core:
        return Outcome(Depth.FULL, "type_default", core)
    if full:
        return Outcome(Depth.FULL, "helper_full", full)
    if core:
        return Outcome(Depth.NARROW, "core_effect", core)
    return Outcome(Depth.NARROW, "helper_narrow", narrow)


def _counts(question: ScreeningQuestion, answers: Mapping[str, str]) -> bool:
    """Unknown counts as yes for an effect, but never as proof that it's assessed elsewhere."""
    answer = answers.get(question.code)
    if question.raises_to == Depth.REFERENCE:
        return answer == Answer.YES
    return answer in (Answer.YES, Answer.UNKNOWN)


def is_lighter(chosen: Depth, proposed: Depth) -> bool:
    """Tell whether the chosen depth is lighter than the rules say, so that it needs a reason."""
    return _WEIGHT[chosen] < _WEIGHT[proposed]


def needs_reason(chosen: Depth, proposed: Depth) -> bool:
    """Tell whether the depth can only be recorded with a reason in words."""
    return chosen in (Depth.NONE, Depth.REFERENCE) or is_lighter(chosen, proposed)


def missing_core(questions: ScreeningSet, answers: Mapping[str, str]) -> tuple[str, ...]:
    """Return the codes of the core questions without an answer."""
    return tuple(
        item.code for item in questions.core if answers.get(item.code) not in tuple(Answer)
    )
