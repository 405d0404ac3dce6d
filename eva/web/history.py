"""The history of a record: what was changed, by whom, and the way back."""

from collections.abc import Mapping
from dataclasses import dataclass
from textwrap import shorten
from typing import Any

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from eva import words
from eva.database import get_session
from eva.domain.errors import Invalid
from eva.domain.question_set import AssessmentSet, ScreeningSet
from eva.i18n import text_of
from eva.models import Decision, ProgrammeItem
from eva.queries import history, question_sets
from eva.services import restoring
from eva.web.context import language, say
from eva.web.forms import assessment_forms as forms
from eva.web.forms.decision_form import AgendaNumbersForm, DecisionForm
from eva.web.keeping import saving
from eva.web.person import me

bp = Blueprint("history", __name__, url_prefix="/decisions/<int:decision_id>/history")

PARTS: Mapping[str, str] = {
    "decision": "Asian tiedot",
    "screening": "Tarveharkinta",
    "assessment": "Arvioinnin tekstit",
    "alternative": "Vaihtoehto",
    "effect": "Vaikutus",
    "measure_link": "Yhteys toimenpiteeseen",
    "participation": "Kuuleminen",
    "follow_up": "Seurattava",
    "agenda_item": "Esityslistan kohta",
}
_FORMS: Mapping[str, tuple[type[Any], ...]] = {
    "decision": (DecisionForm,),
    "screening": (forms.LinkForm,),
    "assessment": (
        forms.BackgroundForm,
        forms.SummaryForm,
        forms.SingleReasonForm,
        forms.NoLinksForm,
        forms.HearingDutyForm,
    ),
    "alternative": (forms.AlternativeForm,),
    "effect": (forms.EffectForm,),
    "measure_link": (forms.LinkForm,),
    "participation": (forms.ParticipationForm,),
    "follow_up": (forms.FollowUpForm,),
    "agenda_item": (AgendaNumbersForm,),
}
"""The forms in which each part is written; their labels name its fields."""
_NAMED_BY: Mapping[str, tuple[str, ...]] = {
    "alternative": ("code", "title"),
    "effect": ("alternative_id", "perspective", "question"),
    "measure_link": ("item_id",),
    "participation": ("who",),
    "follow_up": ("what",),
}
"""The fields that tell which of the parts of its kind one is."""
_LABELS: Mapping[str, str] = {
    "perspective": "Näkökulma",
    "question": "Mihin vaikuttaa?",
    "code": "Tunnus",
    "depth": "Kirjattava laajuus",
    "reason_code": "Peruste",
    "item_id": "Toimenpide",
    "answers": "Vastaukset",
    "refers_to": "Missä vaikutukset on arvioitu?",
}
_WORDS: Mapping[str, Mapping[str, str]] = {
    "significance": words.SIGNIFICANCE,
    "certainty": words.CERTAINTY,
    "horizons": words.HORIZON,
    "depth": words.DEPTH,
}


@dataclass(frozen=True)
class FieldChange:
    """A field that a save changed."""

    name: str
    label: str
    before: str
    after: str
    is_written: bool = False
    """Whether it's shown as it was written, in the language of the decision."""


@dataclass(frozen=True)
class Shown:
    """A save of a part, in words."""

    change: history.Change
    part: str
    name: str
    """Which of the parts of its kind it is, in the decision's language or by its title."""
    fields: list[FieldChange]


@dataclass(frozen=True)
class Lists:
    """What codes and numbers of the record mean."""

    screening: ScreeningSet
    assessment: AssessmentSet | None
    alternatives: Mapping[int, str]


@bp.get("")
def index(decision_id: int) -> ResponseReturnValue:
    """Show what has been changed, newest first, with the way back to each."""
    below = request.args.get("below", type=int)
    below = below if below is not None and 0 < below < 2**31 else None
    found = history.changes(get_session(), decision_id, below)
    lists = _lists(g.decision)
    shown = [_shown(change, lists) for change in found[: history.PAGE]]
    return render_template(
        "history/index.html",
        decision=g.decision,
        shown=[item for item in shown if item.fields],  # an approval changes no field
        older=found[history.PAGE - 1].id if len(found) > history.PAGE else None,
        is_first=below is None,
    )


def _lists(decision: Decision) -> Lists:
    session, assessment, screening = get_session(), decision.assessment, decision.screening
    version = screening.question_set_version if screening else None
    return Lists(
        question_sets.screening_set(version or question_sets.newest(session, "screening")),
        question_sets.assessment_set(assessment.question_set_version) if assessment else None,
        {item.id: item.code for item in assessment.alternatives} if assessment else {},
    )


def _shown(change: history.Change, lists: Lists) -> Shown:
    before = change.before or {}
    fields = []
    for name in change.changed:
        if name == "answers":
            fields += _answers(before.get(name) or {}, change.said[name] or {}, lists)
            continue
        old, new = (
            _words(change.kind, name, told.get(name), lists) for told in (before, change.said)
        )
        if old or new:
            is_written = (old or new) in (before.get(name), change.said.get(name))
            fields.append(FieldChange(name, _label(change.kind, name), old, new, is_written))
    return Shown(change, say(PARTS[change.kind]), _name(change, lists), fields)


def _name(change: history.Change, lists: Lists) -> str:
    names = _NAMED_BY.get(change.kind, ())
    told = (_words(change.kind, name, change.said.get(name), lists) for name in names)
    return shorten(", ".join(filter(None, told)), 120, placeholder=" …")


def _label(kind: str, name: str) -> str:
    for form in _FORMS[kind]:
        if hasattr(form, name):
            return say(str(getattr(form, name).args[0]))
    return say(_LABELS.get(name, name))


def _answers(
    before: Mapping[str, Any], after: Mapping[str, Any], lists: Lists
) -> list[FieldChange]:
    fields = []
    for code in sorted({*before, *after}):
        old, new = before.get(code), after.get(code)
        if old == new:
            continue
        question = lists.screening.question(code)
        label = text_of(question.label, language()) if question else code
        fields.append(FieldChange("answers", label, _answer(old), _answer(new)))
    return fields


def _answer(value: Any) -> str:
    text = "" if value is None else str(value)
    return words.word(words.ANSWER, text, language()) if text in words.ANSWER else text


def _words(kind: str, name: str, value: Any, lists: Lists) -> str:
    """Return a value as people say it."""
    if value is None or value == "" or value == []:
        return ""
    if isinstance(value, bool):
        return say("Kyllä") if value else say("Ei")
    if isinstance(value, list):
        return ", ".join(_word(kind, name, item, lists) for item in value)
    return _word(kind, name, value, lists)


def _word(kind: str, name: str, value: Any, lists: Lists) -> str:
    if name == "direction":
        known = words.LINK if kind == "measure_link" else words.DIRECTION
        return words.word(known, value, language())
    if name in _WORDS and value in _WORDS[name]:
        return words.word(_WORDS[name], value, language())
    if name == "alternative_id":
        return lists.alternatives.get(value, say("poistettu vaihtoehto"))
    if name == "item_id":
        item = get_session().get(ProgrammeItem, value)
        return f"{item.code} {item.title}" if item else str(value)
    return _titled(name, str(value), lists)


def _titled(name: str, code: str, lists: Lists) -> str:
    """Return the title that the question sets give a code, or the text itself."""
    questions = lists.assessment
    titles: Mapping[str, Any] = {}
    if name == "reason_code":
        titles = {item.code: item.title for item in lists.screening.exclusions.values()}
    elif name == "decision_type":
        titles = {item.code: item.title for item in lists.screening.types.values()}
    elif questions is not None and name == "groups":
        titles = questions.groups
    elif questions is not None and name == "perspective":
        titles = {item.code: item.title for item in questions.perspectives}
    elif questions is not None and name == "question":
        every = (item for part in questions.perspectives for item in part.questions)
        titles = {item.code: item.label for item in every}
    return text_of(titles[code], language()) if code in titles else code


@bp.post("/<int:version_id>/restore")
def restore(decision_id: int, version_id: int) -> ResponseReturnValue:
    """Restore a version or one field of it, and show the history with the new change on top."""
    target = url_for(".index", decision_id=decision_id)
    revision = request.form.get("revision", default=0, type=int)
    field = request.form.get("field", "")[:40]
    try:
        with saving(target) as session:
            restoring.restore(session, me(), decision_id, version_id, revision, field)
        flash(say("Palautettu. Muutos on historiassa ylimpänä."), "success")
    except Invalid as error:
        flash(" ".join(say(text) for text in error.messages.values()), "error")
    return redirect(target, 303)
