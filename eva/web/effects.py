"""Effects, one at a time."""

from collections.abc import Callable, Mapping
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session
from wtforms.fields.choices import SelectChoice

from eva.database import get_session
from eva.domain.assessment import HARMFUL
from eva.domain.errors import NotFound
from eva.i18n import text_of
from eva.models import Effect
from eva.queries import question_sets
from eva.services import effects as services
from eva.services import history
from eva.web import merging, record
from eva.web.context import language, say
from eva.web.forms.assessment_forms import EffectForm
from eva.web.keeping import opened, saving
from eva.web.person import me

bp = Blueprint("effects", __name__, url_prefix="/decisions/<int:decision_id>/assessment/effects")

VIEWS = ("children", "business")


def _one(page: record.Record, effect_id: int) -> Effect:
    for effect in page.assessment.effects:
        if effect.id == effect_id:
            return effect
    raise NotFound(effect_id)


def _form(page: record.Record, **options: Any) -> EffectForm:
    form = EffectForm(**options)
    form.offer()
    form.alternative_id.choices = [
        SelectChoice(str(item.id), f"{item.code} {item.title}")
        for item in page.assessment.alternatives
    ]
    form.place.choices = _places(page)
    form.groups.choices = [
        SelectChoice(code, text_of(title, language()))
        for code, title in page.questions.groups.items()
    ]
    return form


def _places(page: record.Record) -> list[SelectChoice]:
    """Return the sub-questions, by perspective."""
    listed = [SelectChoice("", say("Valitse"))]
    for perspective in page.questions.perspectives:
        title = text_of(perspective.title, language())
        for question in perspective.questions:
            value = f"{perspective.code}/{question.code}"
            label = text_of(question.label, language())
            listed.append(SelectChoice(value, label, optgroup=title))
        listed.append(SelectChoice(perspective.code, say("Muu vaikutus"), optgroup=title))
    known = {choice.value for choice in listed}
    for effect in page.assessment.effects:
        value = _place_of(effect)
        if value not in known:
            known.add(value)
            listed.append(SelectChoice(value, effect.question or effect.perspective))
    return listed


def _place_of(effect: Effect) -> str:
    return f"{effect.perspective}/{effect.question}" if effect.question else effect.perspective


@bp.get("")
def index(decision_id: int) -> ResponseReturnValue:
    """List the effects by perspective; `view` narrows them to children or business."""
    page = record.load_with_effects()
    name = request.args.get("view", "")
    view = question_sets.view(question_sets.newest(get_session(), name)) if name in VIEWS else None
    wanted = (
        {(question.perspective, question.code) for question in view.questions} if view else None
    )
    shown = [
        effect
        for effect in page.assessment.effects
        if wanted is None or (effect.perspective, effect.question) in wanted
    ]
    return render_template("effects/index.html", page=page, shown=shown, view=view)


@bp.get("/new")
def new(decision_id: int) -> ResponseReturnValue:
    """Ask for an effect, of the place and alternative told in the address where they are."""
    page = record.load_with_effects()
    told = {
        "place": request.args.get("place", ""),
        "alternative_id": request.args.get("alternative", ""),
    }
    form = opened(_former(page), data=told)
    if any(told.values()) and form.place.data != told["place"]:
        form = _form(page, formdata=None, data=told)  # the draft is of another place
    return render_template("effects/edit.html", page=page, form=form, effect=None)


@bp.post("/new")
def add(decision_id: int) -> ResponseReturnValue:
    """Add the effect, or show what is missing; harm asks for mitigation at once."""
    page = record.load_with_effects()
    form = _form(page)
    if not _is_whole(form):
        return render_template("effects/edit.html", page=page, form=form, effect=None), 422
    target = _onward(decision_id)
    with saving(target) as session:
        services.add(session, me(), decision_id, _values(form))
    return redirect(target, 303)


@bp.get("/<int:effect_id>")
def edit(decision_id: int, effect_id: int) -> ResponseReturnValue:
    """Show one effect to be changed."""
    page = record.load_with_effects()
    effect = _one(page, effect_id)
    values = history.values_of(Effect, history.said(effect))
    data = {**_data(values), "version": effect.version}
    form = opened(_former(page), data=data)
    return render_template("effects/edit.html", page=page, form=form, effect=effect)


@bp.post("/<int:effect_id>")
def change(decision_id: int, effect_id: int) -> ResponseReturnValue:
    """Keep what was changed, or show what is missing."""
    page = record.load_with_effects()
    effect = _one(page, effect_id)
    form = _form(page)
    if not _is_whole(form):
        return render_template("effects/edit.html", page=page, form=form, effect=effect), 422

    def write(session: Session, form: EffectForm) -> None:
        services.change(session, me(), decision_id, effect_id, form.version.data, _values(form))

    return merging.keep(
        form,
        (Effect, effect_id),
        lambda values: _form(page, formdata=None, data=_data(values)),
        write,
        _onward(decision_id),
    )


def _onward(decision_id: int) -> str:
    to = ".new" if request.form.get("action") == "another" else ".index"
    return url_for(to, decision_id=decision_id)


def _former(page: record.Record) -> Callable[..., EffectForm]:
    return lambda **options: _form(page, **options)


def _data(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return what the form shows of an effect's values."""
    perspective, question = values["perspective"], values["question"]
    return {
        **values,
        "alternative_id": str(values["alternative_id"]),
        "place": f"{perspective}/{question}" if question else perspective,
        "horizons": values["horizons"] or [],
    }


def _is_whole(form: EffectForm) -> bool:
    """Tell whether the form is filled in; what a harm and a secret need is asked at once."""
    is_valid = form.validate()
    messages = {}
    if form.direction.data in HARMFUL and not form.mitigation.data:
        messages["mitigation"] = (
            "Kirjoita, miten haittaa lievennetään tai miksi sitä ei voi lieventää."
        )
    if form.is_secret.data and not form.secrecy_basis.data:
        messages["secrecy_basis"] = "Kirjoita, mihin säännökseen salassapito perustuu."
    form.refuse(messages)
    return is_valid and not messages


def _values(form: EffectForm) -> dict[str, Any]:
    perspective, _, question = (form.place.data or "").partition("/")
    order = ("budget_year", "council_term", "beyond")
    chosen = form.horizons.data or []
    return {
        "alternative_id": int(form.alternative_id.data),
        "perspective": perspective,
        "question": question or None,
        "direction": form.direction.data,
        "significance": form.significance.data,
        "horizons": [code for code in order if code in chosen] or None,
        "certainty": form.certainty.data,
        "description": form.description.data or "",
        "mitigation": form.mitigation.data,
        "amount_eur_per_year": form.amount_eur_per_year.data,
        "is_secret": bool(form.is_secret.data),
        "secrecy_basis": form.secrecy_basis.data if form.is_secret.data else None,
        "groups": form.groups.data or [],
        "areas": form.areas.data or [],
        "sources": form.sources.data or [],
    }


@bp.get("/<int:effect_id>/remove")
def confirm_removal(decision_id: int, effect_id: int) -> ResponseReturnValue:
    """Ask before an effect goes."""
    page = record.load_with_effects()
    return render_template("effects/remove.html", page=page, effect=_one(page, effect_id))


@bp.post("/<int:effect_id>/remove")
def remove(decision_id: int, effect_id: int) -> ResponseReturnValue:
    """Remove the effect."""
    target = url_for(".index", decision_id=decision_id)
    with saving(target) as session:
        services.remove(session, me(), decision_id, effect_id)
    return redirect(target, 303)
