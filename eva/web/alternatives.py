"""The alternatives of an assessment."""

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from eva.domain.assessment import needs_single_reason
from eva.domain.errors import Invalid, NotFound
from eva.models import Alternative, Assessment
from eva.services import assessments as services
from eva.web import merging, record
from eva.web.forms.assessment_forms import AlternativeForm, SingleReasonForm
from eva.web.keeping import opened, saving
from eva.web.person import me

bp = Blueprint(
    "alternatives", __name__, url_prefix="/decisions/<int:decision_id>/assessment/alternatives"
)


def _one(page: record.Record, alternative_id: int) -> Alternative:
    for alternative in page.assessment.alternatives:
        if alternative.id == alternative_id:
            return alternative
    raise NotFound(alternative_id)


def _index(
    page: record.Record,
    form: AlternativeForm | None = None,
    reason: SingleReasonForm | None = None,
    status: int = 200,
) -> ResponseReturnValue:
    decision_id = page.decision.id
    codes = [item.code for item in page.assessment.alternatives]
    if form is None:
        form = opened(AlternativeForm, data={"is_zero": not codes})
    return (
        render_template(
            "alternatives/index.html",
            page=page,
            form=form,
            reason=reason
            or opened(
                SingleReasonForm,
                url_for(".give_reason", decision_id=decision_id),
                obj=page.assessment,
            ),
            asks_reason=bool(codes) and needs_single_reason(codes),
            has_zero="VE0" in codes,
        ),
        status,
    )


@bp.get("")
def index(decision_id: int) -> ResponseReturnValue:
    """List the alternatives and ask for the next."""
    return _index(record.load())


@bp.post("")
def add(decision_id: int) -> ResponseReturnValue:
    """Add an alternative."""
    form = AlternativeForm()
    if form.validate():
        try:
            target = url_for(".index", decision_id=decision_id)
            with saving(target) as session:
                services.add_alternative(session, me(), decision_id, form.data)
            return redirect(target, 303)
        except Invalid as error:
            form.refuse(error.messages)
    return _index(record.load(), form, status=422)


@bp.post("/reason")
def give_reason(decision_id: int) -> ResponseReturnValue:
    """Keep the reason for a single alternative."""
    page, form = record.load(), SingleReasonForm()
    if not form.validate():
        return _index(page, reason=form, status=422)

    def write(session: Session, form: SingleReasonForm) -> None:
        values = {"single_alternative_reason": form.single_alternative_reason.data}
        services.write(session, me(), decision_id, form.version.data, values)

    return merging.keep(
        form,
        (Assessment, page.assessment.id),
        lambda values: SingleReasonForm(formdata=None, data=values),
        write,
        page.after("alternatives"),
    )


@bp.get("/<int:alternative_id>")
def edit(decision_id: int, alternative_id: int) -> ResponseReturnValue:
    """Show one alternative to be changed."""
    page = record.load()
    alternative = _one(page, alternative_id)
    form = opened(AlternativeForm, obj=alternative)
    return render_template("alternatives/edit.html", page=page, form=form, alternative=alternative)


@bp.post("/<int:alternative_id>")
def change(decision_id: int, alternative_id: int) -> ResponseReturnValue:
    """Keep what was changed."""
    page, form = record.load(), AlternativeForm()
    alternative = _one(page, alternative_id)
    if not form.validate():
        return (
            render_template(
                "alternatives/edit.html", page=page, form=form, alternative=alternative
            ),
            422,
        )

    def write(session: Session, form: AlternativeForm) -> None:
        version = form.version.data
        services.edit_alternative(session, me(), decision_id, alternative_id, version, form.data)

    return merging.keep(
        form,
        (Alternative, alternative_id),
        lambda values: AlternativeForm(
            formdata=None, data={**values, "is_zero": form.is_zero.data}
        ),
        write,
        url_for(".index", decision_id=decision_id),
    )


@bp.get("/<int:alternative_id>/remove")
def confirm_removal(decision_id: int, alternative_id: int) -> ResponseReturnValue:
    """Ask before an alternative goes with its effects."""
    page = record.load()
    alternative = _one(page, alternative_id)
    count = sum(item.alternative_id == alternative.id for item in page.assessment.effects)
    return render_template(
        "alternatives/remove.html", page=page, alternative=alternative, count=count
    )


@bp.post("/<int:alternative_id>/remove")
def remove(decision_id: int, alternative_id: int) -> ResponseReturnValue:
    """Remove the alternative."""
    target = url_for(".index", decision_id=decision_id)
    with saving(target) as session:
        services.remove_alternative(session, me(), decision_id, alternative_id)
    return redirect(target, 303)
