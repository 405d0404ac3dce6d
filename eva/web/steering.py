"""The steering group's views: the matrix with its reasons, and the coverage."""

import io
from datetime import date
from typing import Any

from flask import Blueprint, abort, render_template, request, send_file
from flask.typing import ResponseReturnValue

from eva.database import get_session
from eva.documents import spreadsheets
from eva.domain.matrix import DIRECTIONS
from eva.i18n import text_of
from eva.models import Programme
from eva.queries import audit_matrix, coverage_report, programmes, question_sets
from eva.queries.period import Period
from eva.web.context import language, say
from eva.web.forms.fields import DayField, EvaForm

bp = Blueprint("steering", __name__, url_prefix="/steering")

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class PeriodForm(EvaForm):
    """The days of a report."""

    first = DayField("Alkaen")
    last = DayField("Päättyen")


def _period() -> tuple[PeriodForm, Period]:
    form = PeriodForm(formdata=request.args)
    form.validate()
    first: date | None = form.first.data
    last: date | None = form.last.data
    return form, Period(first, last)


@bp.get("/<int:programme_id>/matrix")
def matrix(programme_id: int) -> ResponseReturnValue:
    """Show measures against directions, each figure a way to its reasons."""
    session = get_session()
    programme = programmes.get(session, programme_id)
    form, period = _period()
    return render_template(
        "steering/matrix.html",
        programme=programme,
        siblings=programmes.tree(session, programme.term),
        rows=audit_matrix.load(session, programme, period),
        directions=DIRECTIONS,
        form=form,
        period=_told(),
        status=422 if form.errors else 200,
    )


def _told() -> dict[str, str]:
    """Return the period as the address told it, for the links of the page."""
    return {key: value for key in ("first", "last") if (value := request.args.get(key))}


def _row(programme: Programme, item_id: int, period: Period) -> Any:
    for row in audit_matrix.load(get_session(), programme, period):
        if row.heading.id == item_id:
            return row
    abort(404)


@bp.get("/<int:programme_id>/matrix/<int:item_id>/<direction>")
def cell(programme_id: int, item_id: int, direction: str) -> ResponseReturnValue:
    """Show the decisions behind one figure, with their reasons."""
    if direction not in DIRECTIONS:
        abort(404)
    programme = programmes.get(get_session(), programme_id)
    _, period = _period()
    row = _row(programme, item_id, period)
    return render_template(
        "steering/cell.html", programme=programme, row=row, direction=direction, period=_told()
    )


@bp.get("/<int:programme_id>/matrix.<form>")
def matrix_file(programme_id: int, form: str) -> ResponseReturnValue:
    """Give the matrix as a file."""
    programme = programmes.get(get_session(), programme_id)
    _, period = _period()
    rows = audit_matrix.load(get_session(), programme, period)
    name = f"seurantamatriisi-{programme.term}-{programme.code}"
    return _file(form, name, audit_matrix.HEADER, audit_matrix.as_table(rows))


@bp.get("/coverage")
def coverage() -> ResponseReturnValue:
    """Show how many decisions were screened, assessed and skipped, per body and quarter."""
    session = get_session()
    form, period = _period()
    found = coverage_report.load(session, period)
    exclusions = question_sets.screening_set(question_sets.newest(session, "screening")).exclusions
    reasons = [
        (text_of(exclusions[code].title, language()) if code in exclusions else code, number)
        for code, number in coverage_report.reasons_table(found)
    ]
    return render_template(
        "steering/coverage.html", coverage=found, reasons=reasons, form=form, period=_told()
    )


@bp.get("/coverage.<form>")
def coverage_file(form: str) -> ResponseReturnValue:
    """Give the coverage as a file."""
    _, period = _period()
    found = coverage_report.load(get_session(), period)
    return _file(form, "kattavuus", coverage_report.HEADER, coverage_report.as_table(found))


def _file(
    form: str, name: str, header: tuple[str, ...], rows: list[list[str | int]]
) -> ResponseReturnValue:
    if form == "csv":
        content, kind = spreadsheets.to_csv(header, rows), "text/csv"
    elif form == "xlsx":
        content, kind = spreadsheets.to_xlsx(say("Seuranta"), header, rows), XLSX
    else:
        abort(404)
    return send_file(
        io.BytesIO(content), mimetype=kind, as_attachment=True, download_name=f"{name}.{form}"
    )
