"""The screening's form: what was answered, and what the person makes of the outcome."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from werkzeug.datastructures import MultiDict

from eva import words
from eva.domain.question_set import ScreeningSet
from eva.domain.screening import Depth, Outcome, needs_reason, outcome
from eva.domain.text import TEXT_LIMIT, clean_text
from eva.i18n import text_of
from eva.models import Decision, Draft
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
    version: int = 0
    """The version of the screening that the page showed, 0 for none."""
    form_key: str = ""
    draft: Draft | None = None
    other_drafts: Sequence[Draft] = ()

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
        kept.version,
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
        _version_in(posted.get("version", "")),
    )
    for name in ("reason", "refers_to"):
        if len(getattr(form, name)) > TEXT_LIMIT:
            form.errors[name] = "Lyhennä tekstiä: enintään 20 000 merkkiä mahtuu."
    return form


def _version_in(text: str) -> int:
    return int(text) if re.fullmatch("[0-9]{1,9}", text) else 0


def values(form: ScreeningForm) -> dict[str, list[str]]:
    """Return the form's fields as texts by name, to be merged with another's."""
    told = {item.code: form.answers.get(item.code, "") for item in form.questions.questions}
    told |= {"depth": form.chosen_depth, "reason_code": form.reason_code}
    told |= {"reason": form.reason, "refers_to": form.refers_to}
    return {name: [text] if text else [] for name, text in told.items()}


def values_of(questions: ScreeningSet, said: Mapping[str, Any]) -> dict[str, list[str]]:
    """Return the same of what a version of a screening says."""
    answers = said["answers"]
    told = {item.code: str(answers.get(item.code) or "") for item in questions.questions}
    told |= {name: said[name] or "" for name in ("depth", "reason_code", "reason", "refers_to")}
    return {name: [text] if text else [] for name, text in told.items()}


def from_values(form: ScreeningForm, merged: Mapping[str, list[str]]) -> ScreeningForm:
    """Return the form with merged values, and the rest as it was."""
    told = {name: texts[0] if texts else "" for name, texts in merged.items()}
    codes = {item.code for item in form.questions.questions}
    kept = {code: answer for code, answer in form.answers.items() if code not in codes}
    return replace(
        form,
        answers=kept | {code: told[code] for code in codes if told.get(code)},
        depth=told["depth"],
        reason_code=told["reason_code"],
        reason=told["reason"],
        refers_to=told["refers_to"],
    )
