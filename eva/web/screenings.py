"""The screening: one page, its outcome at once."""

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from eva import words
from eva.database import get_session
from eva.domain.errors import Invalid, StaleVersion
from eva.domain.merging import Merged, merge
from eva.domain.question_set import ScreeningSet
from eva.i18n import text_of
from eva.models import Decision, QuestionSetVersion, Screening
from eva.queries import decisions, question_sets
from eva.services import drafts, history, screenings
from eva.web import keeping, merging, precedents
from eva.web.context import language, say
from eva.web.form_keys import new_key, posted_key
from eva.web.forms import screening_form
from eva.web.forms.fields import chosen
from eva.web.forms.screening_form import ScreeningForm
from eva.web.person import me
from eva.web.question_html import question_html

_TRIES = 25
"""How often others may save the row while one form is merged, before the person is asked."""
_LABELS = {
    "depth": "Kirjattava laajuus",
    "reason_code": "Peruste",
    "reason": "Perustelu",
    "refers_to": "Missä vaikutukset on arvioitu?",
}

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
    earlier = precedents.of_screening(decision, form.decision_type)
    told = _told(form)
    return render_template(template, decision=decision, form=form, earlier=earlier, **told), status


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
    kept = drafts.at_place(get_session(), me().id, request.path)
    form = screening_form.from_record(questions, decision)
    if kept:
        form = screening_form.from_post(
            questions, decision.decision_type, keeping.fields_of(kept[0]), form.answers
        )
        form.draft, form.other_drafts = kept[0], kept[1:]
    form.form_key = new_key()
    return _page(form)


def _posted() -> ScreeningForm:
    decision: Decision = g.decision
    questions = question_sets.screening_set(_version(decision))
    earlier = decision.screening.answers if decision.screening else {}
    posted = chosen(request.form)
    form = screening_form.from_post(questions, decision.decision_type, posted, earlier)
    form.form_key = posted_key() or new_key()
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
    if form.errors:
        return _page(form, 422)
    number, version_id = g.decision.id, _version(g.decision).id
    for _ in range(_TRIES):
        try:
            with keeping.saving() as session:
                _keep(session, number, version_id, form)
                target = keeping.arrive(_onward(number, form))
            return redirect(target, 303)
        except Invalid as error:
            form.errors |= error.messages
            form.suggest(language())
            return _page(form, 422)
        except StaleVersion:
            row = (Screening, g.decision.screening.id)
            merged, theirs = _meet(form, row)
        if merged.conflicts:
            other = merging.other_of(row, form.version)
            return merging.page(_conflicts(form, merged, theirs), merged, other)
        form = screening_form.from_values(form, merged.values)
    raise StaleVersion("Screening")


def _onward(number: int, form: ScreeningForm) -> str:
    if form.chosen_depth == "none":
        return url_for("decisions.show", decision_id=number)
    return url_for("assessments.show", decision_id=number)


def _keep(session: Session, decision_id: int, version_id: int, form: ScreeningForm) -> None:
    decision = decisions.get(session, decision_id)
    screenings.change_type(session, me(), decision, form.decision_type)
    version = session.get_one(QuestionSetVersion, version_id)
    screenings.screen(session, me(), decision_id, version, form.answers, form.chosen, form.version)


def _meet(
    form: ScreeningForm, row: tuple[type[Screening], int]
) -> tuple[Merged, Mapping[str, list[str]]]:
    """Return both screenings as one, and the other's values; the form gets the newest version."""
    found, base = merging.both(row, form.version)
    theirs = screening_form.values_of(form.questions, history.said(found))
    begun = None if base is None else screening_form.values_of(form.questions, base)
    form.version = found.version
    return merge(begun, screening_form.values(form), theirs), theirs


def _conflicts(
    form: ScreeningForm, merged: Merged, theirs: Mapping[str, list[str]]
) -> list[merging.Conflict]:
    conflicts = []
    for name in merged.conflicts:
        question, mine, there = form.questions.question(name), merged.values[name], theirs[name]
        label = text_of(question.label, language()) if question else say(_LABELS[name])
        conflicts.append(
            merging.Conflict(
                name,
                label,
                name in ("reason", "refers_to"),
                mine,
                there,
                _shown(form, name, mine),
                _shown(form, name, there),
            )
        )
    return conflicts


def _shown(form: ScreeningForm, name: str, texts: list[str]) -> str:
    """Return a value of the screening in words."""
    text = "".join(texts)
    if name == "reason_code":
        exclusion = form.questions.exclusions.get(text)
        return text_of(exclusion.title, language()) if exclusion else text
    if name == "depth":
        return words.word(words.DEPTH, text, language())
    return words.word(words.ANSWER, text, language()) if text in words.ANSWER else text
