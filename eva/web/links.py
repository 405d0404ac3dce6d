"""Links to the measures of the strategic programmes."""

from collections.abc import Callable, Mapping
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session
from wtforms.fields.choices import SelectChoice

from eva import words
from eva.database import get_session
from eva.domain.errors import Invalid, NotFound
from eva.domain.text import clean_line
from eva.models import Assessment, MeasureLink
from eva.queries import programmes
from eva.services import assessments, history, links
from eva.web import merging, record
from eva.web.context import say
from eva.web.forms.assessment_forms import LinkForm, NoLinksForm
from eva.web.forms.fields import choices
from eva.web.keeping import opened, saving
from eva.web.person import me

bp = Blueprint("links", __name__, url_prefix="/decisions/<int:decision_id>/assessment/links")

ALL = "all"
"""The choice that the link concerns the whole decision."""


def _one(page: record.Record, link_id: int) -> MeasureLink:
    for link in page.assessment.measure_links:
        if link.id == link_id:
            return link
    raise NotFound(link_id)


def _form(page: record.Record, **options: object) -> LinkForm:
    form = LinkForm(**options)
    form.direction.choices = choices(words.LINK)
    form.alternative_id.choices = [
        SelectChoice(ALL, say("Koko päätöstä")),
        *[
            SelectChoice(str(item.id), f"{item.code} {item.title}")
            for item in page.assessment.alternatives
        ],
    ]
    return form


def _index(
    page: record.Record, form: NoLinksForm | None = None, status: int = 200
) -> ResponseReturnValue:
    session = get_session()
    query = clean_line(request.args.get("q", ""))[:100]
    terms = programmes.terms(session)
    term = clean_line(request.args.get("term", terms[0] if terms else ""))
    tree = programmes.tree(session, term)
    found = programmes.search(tree, query)[:40] if query else []
    return (
        render_template(
            "links/index.html",
            page=page,
            tree=tree,
            terms=terms,
            term=term,
            query=query,
            found=found,
            form=form
            or opened(
                NoLinksForm,
                url_for(".give_reason", decision_id=page.decision.id),
                obj=page.assessment,
            ),
        ),
        status,
    )


@bp.get("")
def index(decision_id: int) -> ResponseReturnValue:
    """List the links and show the programmes to pick from, or what the search finds in them."""
    return _index(record.load())


@bp.post("/none")
def give_reason(decision_id: int) -> ResponseReturnValue:
    """Keep the reason why the decision touches no measure."""
    page, form = record.load(), NoLinksForm()
    if not form.validate():
        return _index(page, form, 422)

    def write(session: Session, form: NoLinksForm) -> None:
        values = {"no_links_reason": form.no_links_reason.data}
        assessments.write(session, me(), decision_id, form.version.data, values)

    return merging.keep(
        form,
        (Assessment, page.assessment.id),
        lambda values: NoLinksForm(formdata=None, data=values),
        write,
        page.after("links"),
    )


@bp.get("/new/<int:item_id>")
def new(decision_id: int, item_id: int) -> ResponseReturnValue:
    """Ask what the decision does to the item."""
    page = record.load()
    item = programmes.item(get_session(), item_id)
    form = opened(_former(page))
    return render_template("links/edit.html", page=page, form=form, item=item, link=None)


@bp.post("/new/<int:item_id>")
def add(decision_id: int, item_id: int) -> ResponseReturnValue:
    """Add the link, or show what is missing."""
    page = record.load()
    form = _form(page)
    if form.validate():
        try:
            target = url_for(".index", decision_id=decision_id)
            with saving(target) as session:
                links.add(session, me(), decision_id, {"item_id": item_id, **_values(form)})
            return redirect(target, 303)
        except Invalid as error:
            form.refuse(error.messages)
    page = record.load()
    item = programmes.item(get_session(), item_id)
    return render_template("links/edit.html", page=page, form=form, item=item, link=None), 422


def _values(form: LinkForm) -> dict[str, object]:
    chosen = form.alternative_id.data
    return {
        "direction": form.direction.data,
        "reason": form.reason.data,
        "alternative_id": int(chosen) if chosen and chosen != ALL else None,
    }


@bp.get("/<int:link_id>")
def edit(decision_id: int, link_id: int) -> ResponseReturnValue:
    """Show one link to be changed."""
    page = record.load()
    link = _one(page, link_id)
    form = opened(_former(page), data={**_data(history.said(link)), "version": link.version})
    return render_template("links/edit.html", page=page, form=form, item=link.item, link=link)


@bp.post("/<int:link_id>")
def change(decision_id: int, link_id: int) -> ResponseReturnValue:
    """Keep what was changed."""
    page = record.load()
    link, form = _one(page, link_id), _form(page)
    if not form.validate():
        return (
            render_template("links/edit.html", page=page, form=form, item=link.item, link=link),
            422,
        )

    def write(session: Session, form: LinkForm) -> None:
        links.change(session, me(), decision_id, link_id, form.version.data, _values(form))

    return merging.keep(
        form,
        (MeasureLink, link_id),
        lambda values: _form(page, formdata=None, data=_data(values)),
        write,
        url_for(".index", decision_id=decision_id),
    )


def _former(page: record.Record) -> Callable[..., LinkForm]:
    return lambda **options: _form(page, **options)


def _data(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return what the form shows of a link's values."""
    return {**values, "alternative_id": str(values["alternative_id"] or ALL)}


@bp.post("/<int:link_id>/remove")
def remove(decision_id: int, link_id: int) -> ResponseReturnValue:
    """Remove the link."""
    target = url_for(".index", decision_id=decision_id)
    with saving(target) as session:
        links.remove(session, me(), decision_id, link_id)
    return redirect(target, 303)
