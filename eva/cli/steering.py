"""eva matrix and eva coverage: what the steering groups and the audit committee read."""

import json
from datetime import date, datetime
from pathlib import Path

import click

from eva.cli.context import OUTPUT, reading, write_out
from eva.cli.speech import Command, option, say
from eva.documents import spreadsheets
from eva.queries import audit_matrix, coverage_report, programmes
from eva.queries.period import Period


class Day(click.ParamType[date]):
    """A day as 2026-01-31 or 31.1.2026."""

    name = "day"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> date:
        """Return the day."""
        if isinstance(value, date):
            return value
        for form in ("%Y-%m-%d", "%d.%m.%Y"):
            try:
                return datetime.strptime(str(value), form).date()
            except ValueError:
                continue
        self.fail(
            say(
                "%(shown)s ei ole päivä; kirjoita muodossa 2026-01-31 tai 31.1.2026.",
                shown=repr(value),
            ),
            param,
            ctx,
        )


_FROM = option("--from", "first", metavar="PÄIVÄ", type=Day(), help="Jakson ensimmäinen päivä.")
_TO = option("--to", "last", metavar="PÄIVÄ", type=Day(), help="Jakson viimeinen päivä.")
_FORMAT = option(
    "--format", "form", type=click.Choice(["json", "csv", "xlsx"]), default="json", help="Muoto."
)


@click.command("matrix", cls=Command)
@option(
    "--programme",
    "code",
    metavar="KOODI",
    required=True,
    help="Ohjelman koodi, esimerkiksi 1.",
)
@option("--term", metavar="VALTUUSTOKAUSI", help="Valtuustokausi (oletus: uusin).")
@_FROM
@_TO
@_FORMAT
@OUTPUT
def matrix(
    code: str,
    term: str | None,
    first: date | None,
    last: date | None,
    form: str,
    output: Path | None,
) -> None:
    """Kirjoita seurantamatriisi: toimenpiteet ja niitä edistävät ja heikentävät päätökset."""
    period = Period(first, last)
    with reading() as session:
        term = term or programmes.newest_term(session)
        programme = programmes.find(session, term, code)
        if programme is None:
            raise click.ClickException(
                say("Ohjelmaa %(code)s ei ole valtuustokaudella %(term)s.", code=code, term=term)
            )
        rows = audit_matrix.load(session, programme, period)
        data = audit_matrix.as_data(programme, period, rows)
        title = programme.title
    write_out(_file(form, title, data, audit_matrix.HEADER, audit_matrix.as_table(rows)), output)


@click.command("coverage", cls=Command)
@_FROM
@_TO
@_FORMAT
@OUTPUT
def coverage(first: date | None, last: date | None, form: str, output: Path | None) -> None:
    """Kirjoita kattavuus: tarveharkitut, arvioidut ja perustellusti arvioimatta jätetyt asiat."""
    period = Period(first, last)
    with reading() as session:
        found = coverage_report.load(session, period)
    data = coverage_report.as_data(period, found)
    table = coverage_report.as_table(found)
    write_out(_file(form, say("Kattavuus"), data, coverage_report.HEADER, table), output)


def _file(
    form: str,
    title: str,
    data: dict[str, object],
    header: tuple[str, ...],
    rows: list[list[str | int]],
) -> bytes:
    if form == "csv":
        return spreadsheets.to_csv(header, rows)
    if form == "xlsx":
        return spreadsheets.to_xlsx(title, header, rows)
    return (json.dumps(data, ensure_ascii=False, indent=2) + "\n").encode()
