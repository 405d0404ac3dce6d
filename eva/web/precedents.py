"""Earlier decisions of the same type, as the column beside a form shows them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from eva import words
from eva.database import get_session
from eva.domain.assessment import Direction
from eva.i18n import local_day, text_of
from eva.models import Decision, Screening
from eva.queries import precedents, question_sets
from eva.queries.precedents import Precedent
from eva.web.context import language
from eva.web.person import me


@dataclass(frozen=True)
class Shown:
    """An earlier decision with what is read beside a form."""

    decision: Decision
    screening: Screening
    screened_on: date
    reason: str
    """Why its depth was recorded, in the words of who did; empty where nothing was written."""
    triggers: Sequence[tuple[str, str]]
    """The answers that led to the depth, where no reason was written."""
    answers: Sequence[tuple[str, str]]
    """The screening's questions and answers."""
    lines: Sequence[Any] = ()
    """The first lines of the section."""
    titles: Sequence[str] = ()
    """What each line is about, where that isn't in the line itself."""
    directions: Sequence[tuple[str, int]] = ()
    """How many effects go which way, in words."""

    @property
    def is_more(self) -> bool:
        """Whether the section has more lines than are shown."""
        return bool(self.lines) and self.lines[0].total > len(self.lines)


def of_screening(decision: Decision, decision_type: str) -> list[Shown]:
    """Return the newest other decisions of the type, with the answers of their screening."""
    found = precedents.screened(get_session(), me(), decision, decision_type)
    return [_shown(item) for item in found]


def of_section(decision: Decision, section: str) -> list[Shown]:
    """Return the newest other decisions of its type, with their texts of the section."""
    found = precedents.assessed(get_session(), me(), decision, section)
    return [_shown(item, section) for item in found]


def _shown(item: Precedent, section: str = "") -> Shown:
    screening: Any = item.decision.screening
    is_of_effects = section == "effects"
    return Shown(
        item.decision,
        screening,
        local_day(screening.screened_at),
        screening.reason or screening.refers_to or "",
        _answers(screening, screening.triggers),
        [] if section else _answers(screening, _asked(screening)),
        item.lines,
        _titles(item) if is_of_effects else (),
        _directions(item) if is_of_effects else (),
    )


def _asked(screening: Screening) -> list[str]:
    questions = question_sets.screening_set(screening.question_set_version)
    asked = questions.asked_of(screening.decision.decision_type)
    return [question.code for question in asked]


def _answers(screening: Screening, codes: Sequence[str]) -> list[tuple[str, str]]:
    """Return the questions' labels and their answers, in the words of the version they answered."""
    questions = question_sets.screening_set(screening.question_set_version)
    return [
        (
            text_of(question.label, language()),
            words.word(words.ANSWER, screening.answers[code], language()),
        )
        for code in codes
        if code in screening.answers and (question := questions.question(code))
    ]


def _titles(item: Precedent) -> list[str]:
    assessment: Any = item.decision.assessment
    questions = question_sets.assessment_set(assessment.question_set_version)
    titles = []
    for line in item.lines:
        asked = questions.question(line.perspective, line.question)
        around = questions.perspective(line.perspective)
        texts = asked.label if asked else around.title if around else {}
        titles.append(text_of(texts, language()) or line.question or line.perspective)
    return titles


def _directions(item: Precedent) -> list[tuple[str, int]]:
    counts = item.lines[0]._mapping if item.lines else {}
    told = ((code, counts.get(f"{code}_count", 0)) for code in Direction)
    return [(words.word(words.DIRECTION, code, language()), count) for code, count in told if count]
