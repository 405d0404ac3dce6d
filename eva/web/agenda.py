"""A decision's places on agendas."""

from flask import Blueprint, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session
from wtforms.fields.choices import SelectChoice

from eva.database import get_session
from eva.domain.errors import Invalid, NotFound
from eva.models import AgendaItem, Decision
from eva.queries import bodies
from eva.services import decisions as services
from eva.web import merging
from eva.web.forms.decision_form import AgendaForm, AgendaNumbersForm
from eva.web.keeping import saving
from eva.web.person import me

bp = Blueprint("agenda", __name__, url_prefix="/decisions/<int:decision_id>/agenda")


def _item(item_id: int) -> AgendaItem:
    decision: Decision = g.decision
    for item in decision.agenda_items:
        if item.id == item_id:
            return item
    raise NotFound(item_id)


@bp.post("")
def add(decision_id: int) -> ResponseReturnValue:
    """Put the decision on an agenda, or show what is missing."""
    form = AgendaForm()
    form.body_id.choices = [
        SelectChoice("", "–"),
        *[SelectChoice(str(body.id), body.name) for body in bodies.all_(get_session())],
    ]
    if form.validate() and form.held_on.data is not None:
        try:
            target = url_for("decisions.show", decision_id=decision_id)
            with saving(target) as session:
                services.put_on_agenda(
                    session,
                    me(),
                    decision_id,
                    int(form.body_id.data),
                    form.held_on.data,
                    form.section.data,
                )
            return redirect(target, 303)
        except Invalid as error:
            form.refuse(error.messages)
    return render_template("agenda/add.html", form=form, decision=g.decision), 422


@bp.get("/<int:item_id>")
def edit(decision_id: int, item_id: int) -> ResponseReturnValue:
    """Show the numbers of the section and of the attachment."""
    item = _item(item_id)
    return render_template(
        "agenda/edit.html", form=AgendaNumbersForm(obj=item), decision=g.decision, item=item
    )


@bp.post("/<int:item_id>")
def change(decision_id: int, item_id: int) -> ResponseReturnValue:
    """Keep the numbers."""
    item, form = _item(item_id), AgendaNumbersForm()
    if not form.validate():
        return render_template("agenda/edit.html", form=form, decision=g.decision, item=item), 422
    meeting_id = item.meeting_id

    def write(session: Session, form: AgendaNumbersForm) -> None:
        numbers = form.section.data, form.attachment.data
        services.edit_agenda_item(session, me(), item_id, form.version.data, *numbers)

    return merging.keep(
        form,
        (AgendaItem, item_id),
        lambda values: AgendaNumbersForm(formdata=None, data=values),
        write,
        url_for("meetings.show", meeting_id=meeting_id),
    )


@bp.post("/<int:item_id>/remove")
def remove(decision_id: int, item_id: int) -> ResponseReturnValue:
    """Take the decision off the agenda."""
    _item(item_id)
    target = url_for("decisions.show", decision_id=decision_id)
    with saving(target) as session:
        services.take_off_agenda(session, me(), item_id)
    return redirect(target, 303)
