"""Decisions: the list, one decision, registering and editing."""

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session
from wtforms.fields.choices import SelectChoice

from eva.database import get_session
from eva.domain import progress
from eva.domain.errors import Invalid
from eva.domain.text import clean_line
from eva.i18n import text_of
from eva.models import Decision
from eva.queries import bodies, decisions, documents, outline, question_sets
from eva.services import decisions as services
from eva.web import merging
from eva.web.context import language, say
from eva.web.forms.decision_form import AgendaForm, DecisionForm
from eva.web.keeping import arrive, opened, saving
from eva.web.person import me

bp = Blueprint("decisions", __name__, url_prefix="/decisions")


@bp.get("")
def index() -> ResponseReturnValue:
    """List decisions, newest first, those that hold the words looked for."""
    query = clean_line(request.args.get("q", ""))[:200]
    before = request.args.get("before", type=int)
    before = before if before is not None and before < 2**31 else None
    rows = decisions.list_page(get_session(), query, before)
    return render_template(
        "decisions/index.html",
        rows=rows[: decisions.PAGE],
        query=query,
        older=rows[decisions.PAGE - 1].id if len(rows) > decisions.PAGE else None,
        is_first=before is None,
    )


def _offer(form: DecisionForm) -> None:
    session = get_session()
    types = question_sets.screening_set(question_sets.newest(session, "screening")).types
    form.decision_type.choices = [
        SelectChoice("", say("Valitse asiatyyppi")),
        *[SelectChoice(item.code, text_of(item.title, language())) for item in types.values()],
    ]
    form.body_id.choices = [
        SelectChoice("", "–"),
        *[SelectChoice(str(body.id), body.name) for body in bodies.all_(session)],
    ]


def _values(form: DecisionForm) -> dict[str, Any]:
    return {name: form[name].data for name in services.FIELDS}


@bp.get("/new")
def new() -> ResponseReturnValue:
    """Show the form that registers a decision, with the person's own title and body."""
    person = me()
    own = next((str(grant.body_id) for grant in person.grants if grant.body_id), "")
    form = opened(DecisionForm, data={"preparer_title": person.title, "body_id": own})
    _offer(form)
    return render_template("decisions/form.html", form=form, decision=None)


@bp.post("/new")
def register() -> ResponseReturnValue:
    """Register the decision and go to its screening, or show what is missing."""
    form = DecisionForm()
    _offer(form)
    if form.validate():
        try:
            with saving() as session:
                body_id = int(form.body_id.data) if form.body_id.data else None
                decision = services.register(session, me(), _values(form), body_id)
                target = arrive(url_for("screenings.edit", decision_id=decision.id))
            return redirect(target, 303)
        except Invalid as error:
            form.refuse(error.messages)
    return render_template("decisions/form.html", form=form, decision=None), 422


@bp.get("/<int:decision_id>")
def show(decision_id: int) -> ResponseReturnValue:
    """Show where the decision stands and what to do next."""
    session = get_session()
    decision: Decision = g.decision
    issued = documents.of_decision(session, decision_id)
    agenda = AgendaForm()
    agenda.body_id.choices = [
        SelectChoice("", "–"),
        *[SelectChoice(str(body.id), body.name) for body in bodies.all_(session)],
    ]
    return render_template(
        "decisions/show.html",
        decision=decision,
        issued=issued,
        uploads=documents.uploads_of(session, decision_id),
        progress=progress_of(decision),
        state=documents.state_of(decision, issued),
        types=question_sets.screening_set(question_sets.newest(session, "screening")).types,
        agenda=agenda,
    )


def progress_of(decision: Decision) -> tuple[int, int] | None:
    """Return how many of the required sections are done and how many there are."""
    if decision.assessment is None or decision.screening is None:
        return None
    if decision.screening.depth == "none":
        return None
    told = outline.load(get_session(), decision.assessment)
    questions = question_sets.assessment_set(decision.assessment.question_set_version)
    return progress.share_done(progress.sections(told, questions, decision.screening.depth))


@bp.get("/<int:decision_id>/edit")
def edit(decision_id: int) -> ResponseReturnValue:
    """Show the form with what is told of the decision."""
    decision: Decision = g.decision
    form = opened(DecisionForm, obj=decision)
    _offer(form)
    return render_template("decisions/form.html", form=form, decision=decision)


def _filled(values: Mapping[str, Any]) -> DecisionForm:
    form = DecisionForm(formdata=None, data=values)
    _offer(form)
    return form


def _edit(session: Session, form: DecisionForm) -> None:
    services.edit(session, me(), g.decision.id, form.version.data, _values(form))


@bp.post("/<int:decision_id>/edit")
def change(decision_id: int) -> ResponseReturnValue:
    """Keep what is told of the decision, or show what is missing."""
    form = DecisionForm()
    _offer(form)
    row = (Decision, decision_id)
    if form.validate():
        try:
            return merging.keep(
                form, row, _filled, _edit, url_for(".show", decision_id=decision_id)
            )
        except Invalid as error:
            form.refuse(error.messages)
    return render_template("decisions/form.html", form=form, decision=g.decision), 422
