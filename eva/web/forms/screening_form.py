"""The screening's form: what was answered, and what the person makes of the outcome."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from werkzeug.datastructures import MultiDict

from eva import words
from eva.domain.question_set import ScreeningSet
from eva.domain.screening import Depth, Outcome, needs_reason, outcome
from eva.domain.text import TEXT_LIMIT, clean_text
from eva.i18n import text_of
from eva.models import Decision
from eva.services.screenings import Chosen


@dataclass
class ScreeningForm:
    """The answers as they stand on the page; the questions are written by the template."""

    questions: ScreeningSet
    decision_type: str
    answers: dict[str, str]
    depth: str
    """The depth that the person chose, or "" for what the rules say."""
    reason_code: str
    reason: str
    refers_to: str
    errors: dict[str, str]

    @property
    def outcome(self) -> Outcome:
        """What the rules say of the answers."""
        return outcome(self.questions, self.decision_type, self.answers)

    @property
    def is_open(self) -> bool:
        """Whether a core question is still without an answer."""
        return any(item.code not in self.answers for item in self.questions.core)

    @property
    def chosen_depth(self) -> Depth:
        """The depth that would be recorded."""
        return Depth(self.depth or self.outcome.depth)

    @property
    def asks_reason(self) -> bool:
        """Whether the depth can only be recorded with a reason."""
        return not self.is_open and needs_reason(self.chosen_depth, self.outcome.depth)

    @property
    def asks_code(self) -> bool:
        """Whether the depth needs a reason code too."""
        return self.asks_reason and self.chosen_depth in (Depth.NONE, Depth.REFERENCE)

    @property
    def chosen(self) -> Chosen:
        """What the service keeps."""
        is_coded = self.chosen_depth in (Depth.NONE, Depth.REFERENCE)
        return Chosen(
            self.depth or None,
            self.reason_code or None if is_coded else None,
            self.reason or None,
            self.refers_to or None,
        )

    def suggest(self, language: str) -> None:
        """Offer the reason that goes with the type, where the person has written none."""
        if not self.asks_code:
            return
        kind = self.questions.types[self.decision_type]
        if not self.reason_code:
            is_none = self.chosen_depth is Depth.NONE
            usual = kind.reason_code or "technical_or_minor"
            self.reason_code = usual if is_none else "assessed_elsewhere"
        if not self.reason:
            exclusion = self.questions.exclusions.get(self.reason_code)
            self.reason = text_of(exclusion.reason, language) if exclusion else ""


def from_record(questions: ScreeningSet, decision: Decision) -> ScreeningForm:
    """Return the form with what the record holds; a cost that is known answers its question."""
    decision_type, kept = decision.decision_type, decision.screening
    if kept is None:
        told = {}
        if decision.cost_eur is not None:
            is_over = decision.cost_eur >= questions.cost_threshold_eur
            told["cost_over_threshold"] = "yes" if is_over else "no"
        return ScreeningForm(questions, decision_type, told, "", "", "", "", {})
    answers = {code: value for code, value in kept.answers.items() if isinstance(value, str)}
    depth = kept.depth if kept.depth != kept.proposed_depth else ""
    return ScreeningForm(
        questions,
        decision_type,
        answers,
        depth,
        kept.reason_code or "",
        kept.reason or "",
        kept.refers_to or "",
        {},
    )


def from_post(
    questions: ScreeningSet,
    decision_type: str,
    posted: MultiDict[str, str],
    earlier: Mapping[str, Any],
) -> ScreeningForm:
    """Return the form as it was posted; answers to questions that weren't asked stay."""
    kind = posted.get("decision_type", decision_type)
    if kind not in questions.types:
        kind = decision_type
    asked = {item.code for item in questions.asked_of(decision_type)} | {
        item.code for item in questions.asked_of(kind)
    }
    answers = {code: value for code, value in earlier.items() if code not in asked}
    for code in asked:
        value = posted.get(code, "")
        if value in words.ANSWER:
            answers[code] = value
    depth = posted.get("depth", "")
    form = ScreeningForm(
        questions,
        kind,
        answers,
        depth if depth in words.DEPTH else "",
        posted.get("reason_code", ""),
        clean_text(posted.get("reason", "")).strip(),
        clean_text(posted.get("refers_to", "")).strip(),
        {},
    )
    for name in ("reason", "refers_to"):
        if len(getattr(form, name)) > TEXT_LIMIT:
            form.errors[name] = "Lyhennä tekstiä: enintään 20 000 merkkiä mahtuu."
    return form
