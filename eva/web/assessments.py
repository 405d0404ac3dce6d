"""The assessment's task list, its background and its summary."""

from typing import Any

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from eva.database import get_session
from eva.domain import progress
from eva.i18n import text_of
from eva.models import Assessment
from eva.queries import question_sets
from eva.services import assessments as services
from eva.web import merging, record
from eva.web.context import language
from eva.web.forms.assessment_forms import BackgroundForm, SummaryForm
from eva.web.keeping import opened
from eva.web.person import me

bp = Blueprint("assessments", __name__, url_prefix="/decisions/<int:decision_id>/assessment")


@bp.get("")
def show(decision_id: int) -> ResponseReturnValue:
    """Show the task list: what the depth asks, what more can be told, what comes last."""
    page = record.load()
    may_edit = me().may("assessment:edit", page.decision)
    views = [
        question_sets.view(question_sets.newest(get_session(), kind))
        for kind in ("children", "business")
    ]
    return render_template(
        "assessments/show.html",
        page=page,
        required=[_task(page, item, may_edit) for item in page.sections if item.is_required],
        optional=[_task(page, item, may_edit) for item in page.sections if not item.is_required],
        share=progress.share_done(page.sections),
        views=views,
        counts=_counts(page, views),
    )


def _task(page: record.Record, item: progress.SectionState, may_edit: bool) -> dict[str, Any]:
    section = page.questions.section(item.code)
    state: Any = item.state
    if not item.is_required and item.state == "not_begun":
        state = "optional"
    return {
        "title": text_of(section.title, language()),
        "url": page.page_of(item.code) if may_edit else None,
        "state": state,
        "hint": text_of(section.hint, language()),
    }


def _counts(page: record.Record, views: list[Any]) -> list[int]:
    """Return for each view how many of the record's effects it shows."""
    effects = page.told.get("effects", [])
    return [
        sum(
            (item["perspective"], item.get("question"))
            in {(question.perspective, question.code) for question in view.questions}
            for item in effects
        )
        for view in views
    ]


@bp.get("/background")
def background(decision_id: int) -> ResponseReturnValue:
    """Show the present state and the objective."""
    page = record.load()
    form = opened(BackgroundForm, obj=page.assessment)
    return render_template("assessments/background.html", page=page, form=form)


@bp.post("/background")
def write_background(decision_id: int) -> ResponseReturnValue:
    """Keep the present state and the objective."""
    return _write(BackgroundForm(), ("present_state", "objective"), "background")


@bp.get("/summary")
def summary(decision_id: int) -> ResponseReturnValue:
    """Show the summary."""
    page = record.load()
    form = opened(SummaryForm, obj=page.assessment)
    return render_template("assessments/summary.html", page=page, form=form)


@bp.post("/summary")
def write_summary(decision_id: int) -> ResponseReturnValue:
    """Keep the summary."""
    return _write(SummaryForm(), ("summary",), "summary")


def _write(form: Any, names: tuple[str, ...], section: str) -> ResponseReturnValue:
    page = record.load()
    number, target = page.decision.id, page.after(section)
    if not form.validate():
        return render_template(f"assessments/{section}.html", page=page, form=form), 422

    def write(session: Session, form: Any) -> None:
        told = {name: form[name].data for name in names}
        services.write(session, me(), number, form.version.data, told)

    return merging.keep(
        form,
        (Assessment, page.assessment.id),
        lambda values: type(form)(formdata=None, data=values),
        write,
        target,
    )
