"""Effects, one at a time."""

from typing import Any

from flask import Blueprint, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms.fields.choices import SelectChoice

from eva.database import get_session, transaction
from eva.domain.assessment import HARMFUL
from eva.domain.errors import NotFound
from eva.i18n import text_of
from eva.models import Effect
from eva.queries import question_sets
from eva.services import effects as services
from eva.web import record
from eva.web.context import language, say
from eva.web.forms.assessment_forms import EffectForm
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
    form = _form(page, data=told)
    return render_template("effects/edit.html", page=page, form=form, effect=None)


@bp.post("/new")
def add(decision_id: int) -> ResponseReturnValue:
    """Add the effect, or show what is missing; harm asks for mitigation at once."""
    page = record.load_with_effects()
    form = _form(page)
    if not _is_whole(form):
        return render_template("effects/edit.html", page=page, form=form, effect=None), 422
    with transaction() as session:
        services.add(session, me(), decision_id, _values(form))
    return _onward(decision_id)


@bp.get("/<int:effect_id>")
def edit(decision_id: int, effect_id: int) -> ResponseReturnValue:
    """Show one effect to be changed."""
    page = record.load_with_effects()
    effect = _one(page, effect_id)
    data = {
        "alternative_id": str(effect.alternative_id),
        "place": _place_of(effect),
        "groups": [item.code for item in effect.groups],
        "areas": [item.name for item in effect.areas],
        "sources": [item.text for item in effect.sources],
        "horizons": effect.horizons or [],
    }
    for name in ("direction", "significance", "certainty", "description", "mitigation"):
        data[name] = getattr(effect, name)
    for name in ("amount_eur_per_year", "is_secret", "secrecy_basis", "version"):
        data[name] = getattr(effect, name)
    form = _form(page, formdata=None, data=data)
    return render_template("effects/edit.html", page=page, form=form, effect=effect)


@bp.post("/<int:effect_id>")
def change(decision_id: int, effect_id: int) -> ResponseReturnValue:
    """Keep what was changed, or show what is missing."""
    page = record.load_with_effects()
    effect = _one(page, effect_id)
    form = _form(page)
    g.row = (Effect, effect_id)
    if not _is_whole(form):
        return render_template("effects/edit.html", page=page, form=form, effect=effect), 422
    with transaction() as session:
        version = form.version.data
        services.change(session, me(), decision_id, effect_id, version, _values(form))
    return _onward(decision_id)


def _onward(decision_id: int) -> ResponseReturnValue:
    to = ".new" if request.form.get("action") == "another" else ".index"
    return redirect(url_for(to, decision_id=decision_id), 303)


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
    with transaction() as session:
        services.remove(session, me(), decision_id, effect_id)
    return redirect(url_for(".index", decision_id=decision_id), 303)
