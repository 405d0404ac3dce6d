"""Questions as HTML, each written once a process, language and answer.

A published question set never changes, so neither does its HTML; writing thirteen questions anew
was the larger part of the page's time (benchmarks/p3_pages.py). A question with a fault isn't kept.
"""

from typing import Any

from flask import current_app
from markupsafe import Markup

from eva.domain.question_set import AssessmentSet, ScreeningQuestion, ScreeningSet
from eva.web.context import language

_MOST = 2000
_kept: dict[tuple[int, str, str, str], Markup] = {}


def question_html(
    questions: ScreeningSet, question: ScreeningQuestion, answer: str, fault: str
) -> Markup:
    """Return the question with the answer chosen and what is wrong with it, if anything."""
    key = (id(questions), question.code, answer, language())
    if fault or key not in _kept:
        template: Any = current_app.jinja_env.get_template("screenings/question.html")
        written = Markup(template.module.question(question, answer, fault))  # noqa: S704 - our own template escapes
        if fault:
            return written
        if len(_kept) >= _MOST:
            _kept.clear()
        _kept[key] = written
    return _kept[key]


def perspectives_html(questions: AssessmentSet) -> Markup:
    """Return all that may be asked of an effect, with hints, examples and bases."""
    key = (id(questions), "", "", language())
    if key not in _kept:
        template: Any = current_app.jinja_env.get_template("macros/prompt.html")
        _kept[key] = Markup(template.module.perspectives(questions.perspectives))  # noqa: S704 - our own template escapes
    return _kept[key]
