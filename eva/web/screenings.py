"""The screening: one page, its outcome at once."""

from typing import Any

from flask import Blueprint, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from eva.database import get_session, transaction
from eva.domain.errors import Invalid
from eva.domain.question_set import ScreeningSet
from eva.i18n import text_of
from eva.models import Decision, QuestionSetVersion, Screening
from eva.queries import decisions, question_sets
from eva.services import screenings
from eva.web.context import language
from eva.web.forms import screening_form
from eva.web.forms.screening_form import ScreeningForm
from eva.web.person import me
from eva.web.question_html import question_html

bp = Blueprint("screenings", __name__, url_prefix="/decisions/<int:decision_id>/screening")


def _version(decision: Decision) -> QuestionSetVersion:
    """Return the version that the page asks: the one that was answered, else the newest."""
    name = request.form.get("question_set", "")
    posted = question_sets.find(get_session(), name) if name.startswith("screening/") else None
    kept = decision.screening.question_set_version if decision.screening else None
    return posted or kept or question_sets.newest(get_session(), "screening")


def _page(form: ScreeningForm, status: int = 200) -> ResponseReturnValue:
    decision: Decision = g.decision
    template = "screenings/edit.html"
    return render_template(template, decision=decision, form=form, **_told(form)), status


def _told(form: ScreeningForm) -> dict[str, Any]:
    questions, result = form.questions, form.outcome
    kind = questions.types[form.decision_type]
    rule = text_of(questions.rules[result.rule], language())
    triggers = [questions.question(code) for code in result.triggers]
    return {
        "questions": questions,
        "asked": questions.asked_of(form.decision_type),
        "kind": kind,
        "outcome": result,
        "rule": rule.replace("{type}", text_of(kind.title, language())),
        "question_html": question_html,
        "because": [
            (text_of(item.label, language()), form.answers[item.code]) for item in triggers if item
        ],
    }


@bp.get("")
def edit(decision_id: int) -> ResponseReturnValue:
    """Show the questions with the answers that were given."""
    decision: Decision = g.decision
    questions: ScreeningSet = question_sets.screening_set(_version(decision))
    form = screening_form.from_record(questions, decision)
    return _page(form)


def _posted() -> ScreeningForm:
    decision: Decision = g.decision
    questions = question_sets.screening_set(_version(decision))
    earlier = decision.screening.answers if decision.screening else {}
    form = screening_form.from_post(questions, decision.decision_type, request.form, earlier)
    if request.form.get("action") == "all_no":
        form.answers |= {item.code: "no" for item in questions.asked_of(form.decision_type)}
    if request.form.get("action") != "save":
        form.suggest(language())
    return form


@bp.post("/outcome")
def outcome(decision_id: int) -> ResponseReturnValue:
    """Return what follows from the answers on the page, as a piece of it; nothing is kept."""
    form = _posted()
    return render_template("screenings/outcome.html", form=form, decision=g.decision, **_told(form))


@bp.post("")
def answer(decision_id: int) -> ResponseReturnValue:
    """Keep the answers and go on, or show the page again: with the outcome, or what is missing."""
    form = _posted()
    if request.form.get("action") != "save":
        return _page(form)
    g.row = None
    if form.errors:
        return _page(form, 422)
    version_id = _version(g.decision).id
    try:
        with transaction() as session:
            _keep(session, decision_id, version_id, form)
    except Invalid as error:
        form.errors |= error.messages
        form.suggest(language())
        return _page(form, 422)
    if form.chosen_depth == "none":
        return redirect(url_for("decisions.show", decision_id=decision_id), 303)
    return redirect(url_for("assessments.show", decision_id=decision_id), 303)


def _keep(session: Any, decision_id: int, version_id: int, form: ScreeningForm) -> None:
    decision = decisions.get(session, decision_id)
    if decision.screening is not None:
        g.row = (Screening, decision.screening.id)
    screenings.change_type(session, me(), decision, form.decision_type)
    version = session.get(QuestionSetVersion, version_id)
    seen = request.form.get("version", type=int)
    screenings.screen(session, me(), decision_id, version, form.answers, form.chosen, seen)
