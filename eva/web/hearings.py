"""The participation log, the duty to hear, and the follow-up."""

from typing import Any

from flask import Blueprint, abort, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from eva.domain.errors import NotFound
from eva.models import Assessment, FollowUp, Participation
from eva.services import assessments, hearings
from eva.web import merging, record
from eva.web.forms.assessment_forms import FollowUpForm, HearingDutyForm, ParticipationForm
from eva.web.forms.fields import choices
from eva.web.keeping import opened, saving
from eva.web.person import me

bp = Blueprint("hearings", __name__, url_prefix="/decisions/<int:decision_id>/assessment")

_CHECKED = {"yes": "Kyllä, tarkistettu", "no": "Ei vielä tarkistettu"}
_KINDS: dict[str, tuple[type[Any], type[Any]]] = {
    "participation": (Participation, ParticipationForm),
    "follow-up": (FollowUp, FollowUpForm),
}
_SECTIONS = {"participation": "participation", "follow-up": "follow_up"}


def _duty(page: record.Record, **options: Any) -> HearingDutyForm:
    form = HearingDutyForm(**options)
    form.hearing_duty_checked.choices = choices(_CHECKED)
    return form


def _index(
    page: record.Record,
    kind: str,
    form: Any = None,
    duty: HearingDutyForm | None = None,
    status: int = 200,
) -> ResponseReturnValue:
    if duty is None:
        data = {
            **_checked(page.assessment.hearing_duty_checked),
            "version": page.assessment.version,
        }
        duty = _duty(page, formdata=None, data=data)
    lines = page.assessment.participation if kind == "participation" else page.assessment.follow_up
    return (
        render_template(
            f"hearings/{_SECTIONS[kind]}.html",
            page=page,
            form=form
            or opened(_KINDS[kind][1], url_for(".add", decision_id=page.decision.id, kind=kind)),
            duty=duty,
            lines=lines,
            kind=kind,
        ),
        status,
    )


@bp.get("/participation")
def participation(decision_id: int) -> ResponseReturnValue:
    """Show the participation log and the check of the duty to hear."""
    return _index(record.load(), "participation")


@bp.get("/follow-up")
def follow_up(decision_id: int) -> ResponseReturnValue:
    """Show what will be followed up."""
    return _index(record.load(), "follow-up")


@bp.post("/participation/duty")
def check_duty(decision_id: int) -> ResponseReturnValue:
    """Keep whether the duty to hear was checked (Hallintolaki 41 §)."""
    page = record.load()
    form = _duty(page)
    if not form.validate():
        return _index(page, "participation", duty=form, status=422)

    def write(session: Session, form: HearingDutyForm) -> None:
        known = {"yes": True, "no": False, None: None}
        values = {"hearing_duty_checked": known[form.hearing_duty_checked.data]}
        assessments.write(session, me(), decision_id, form.version.data, values)

    return merging.keep(
        form,
        (Assessment, page.assessment.id),
        lambda values: _duty(page, formdata=None, data=_checked(values["hearing_duty_checked"])),
        write,
        url_for(".participation", decision_id=decision_id),
    )


def _checked(is_checked: bool | None) -> dict[str, str | None]:
    answer = None if is_checked is None else "yes" if is_checked else "no"
    return {"hearing_duty_checked": answer}


def _line(page: record.Record, kind: str, line_id: int) -> Any:
    lines = page.assessment.participation if kind == "participation" else page.assessment.follow_up
    for line in lines:
        if line.id == line_id:
            return line
    raise NotFound(line_id)


def _back(decision_id: int, kind: str) -> str:
    return url_for(f".{_SECTIONS[kind]}", decision_id=decision_id)


@bp.post("/<kind>/lines")
def add(decision_id: int, kind: str) -> ResponseReturnValue:
    """Add a line."""
    if kind not in _KINDS:
        abort(404)
    model, form_class = _KINDS[kind]
    form = form_class()
    if not form.validate():
        return _index(record.load(), kind, form, status=422)
    target = _back(decision_id, kind)
    with saving(target) as session:
        hearings.add(session, me(), decision_id, model, form.data)
    return redirect(target, 303)


@bp.get("/<kind>/lines/<int:line_id>")
def edit(decision_id: int, kind: str, line_id: int) -> ResponseReturnValue:
    """Show one line to be changed."""
    if kind not in _KINDS:
        abort(404)
    page = record.load()
    line = _line(page, kind, line_id)
    form = opened(_KINDS[kind][1], obj=line)
    return render_template("hearings/edit.html", page=page, form=form, line=line, kind=kind)


@bp.post("/<kind>/lines/<int:line_id>")
def change(decision_id: int, kind: str, line_id: int) -> ResponseReturnValue:
    """Keep what was changed."""
    if kind not in _KINDS:
        abort(404)
    page = record.load()
    line = _line(page, kind, line_id)
    model, form_class = _KINDS[kind]
    form = form_class()
    if not form.validate():
        return (
            render_template("hearings/edit.html", page=page, form=form, line=line, kind=kind),
            422,
        )

    def write(session: Session, form: Any) -> None:
        version = form.version.data
        hearings.change(session, me(), decision_id, model, line_id, version, form.data)

    return merging.keep(
        form,
        (model, line_id),
        lambda values: form_class(formdata=None, data=values),
        write,
        _back(decision_id, kind),
    )


@bp.post("/<kind>/lines/<int:line_id>/remove")
def remove(decision_id: int, kind: str, line_id: int) -> ResponseReturnValue:
    """Remove a line."""
    if kind not in _KINDS:
        abort(404)
    target = _back(decision_id, kind)
    with saving(target) as session:
        hearings.remove(session, me(), decision_id, _KINDS[kind][0], line_id)
    return redirect(target, 303)
