"""The steering group's figures equal a recount straight from the case files."""

import csv
import io
import json
import zipfile
from collections import Counter
from datetime import date
from typing import Any

import pytest
from sqlalchemy.orm import Session

from eva.documents import spreadsheets
from eva.domain.matrix import DIRECTIONS
from eva.queries import audit_matrix, coverage_report, programmes
from eva.queries.period import Period
from tests import make

Case = dict[str, Any]
PERIODS = (Period(), Period(date(2023, 1, 1), date(2023, 12, 31)), Period(date(2030, 1, 1)))


@pytest.fixture
def cases(session: Session) -> list[Case]:
    told = [make.case(file.name) for file in make.CASE_FILES]
    for case in told:
        make.imported(session, case)
    return told


def day_of(case: Case) -> date:
    """The first meeting, counted from the file alone."""
    return min(date.fromisoformat(item["meeting_on"]) for item in case["decision"]["agenda_items"])


def in_period(case: Case, period: Period) -> bool:
    first, last = period.first or date.min, period.last or date.max
    return first <= day_of(case) <= last


def links_of(cases: list[Case], period: Period) -> set[tuple[str, str, str]]:
    """Measure, direction and register number of every link, by the files."""
    return {
        (link["measure"], link["direction"], case["decision"]["register_number"])
        for case in cases
        if in_period(case, period)
        for link in case.get("assessment", {}).get("measure_links", [])
    }


@pytest.mark.parametrize("period", PERIODS)
def test_the_matrix_equals_a_recount(session: Session, cases: list[Case], period: Period) -> None:
    expected = Counter(link[:2] for link in links_of(cases, period))
    found: Counter[tuple[str, str]] = Counter()
    said: set[tuple[str, str, str]] = set()
    for programme in programmes.tree(session, "2018-2021"):
        rows = audit_matrix.load(session, programme, period)
        for row in rows:
            for direction in DIRECTIONS:
                found[row.heading.code, direction] += row.count(direction)
            for item in row.statements:
                said.add((item.code, item.direction, item.register_number))
    assert +found == expected
    assert said == links_of(cases, period)


@pytest.mark.parametrize("period", PERIODS)
def test_the_coverage_equals_a_recount(session: Session, cases: list[Case], period: Period) -> None:
    counted = [case for case in cases if in_period(case, period)]
    found = coverage_report.load(session, period)
    depths = Counter(case["screening"]["depth"] for case in counted)
    reasons = Counter(
        case["screening"]["reason_code"] for case in counted if case["screening"]["depth"] == "none"
    )
    assert found.total.registered == found.total.screened == len(counted)
    assert found.total.depths == depths
    assert found.total.reasons == reasons
    assert found.total.assessed + found.total.skipped == len(counted)
    assert sum(part.registered for part in found.parts.values()) == len(counted)
    for (body, quarter), part in found.parts.items():
        own = [
            case
            for case in counted
            if f"{day_of(case).year}/{(day_of(case).month + 2) // 3}" == quarter
            and case["decision"]["agenda_items"][0]["body"] == body
        ]
        assert part.registered == len(own), (body, quarter)


def test_the_files_say_what_the_page_says(session: Session, cases: list[Case]) -> None:
    programme = programmes.find(session, "2018-2021", "1")
    assert programme is not None
    rows = audit_matrix.load(session, programme, Period())
    table = audit_matrix.as_table(rows)
    written = spreadsheets.to_csv(audit_matrix.HEADER, table).decode()
    read = list(csv.DictReader(io.StringIO(written)))
    data: Any = audit_matrix.as_data(programme, Period(), rows)
    told = json.loads(json.dumps(data))["measures"]
    for line, measure in zip(read, told, strict=True):
        assert line["code"] == measure["code"]
        assert [line[key] for key in DIRECTIONS] == [str(measure[key]) for key in DIRECTIONS]


def test_no_cell_becomes_a_formula() -> None:
    hostile = [["=HYPERLINK(1)", "+1", "-1", "@x", 7]]
    header = ("a", "b", "c", "d", "e")
    book = spreadsheets.to_xlsx("x", header, hostile)
    sheet = zipfile.ZipFile(io.BytesIO(book)).read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in sheet
    line = spreadsheets.to_csv(header, hostile).decode().splitlines()[1]
    assert line == "'=HYPERLINK(1),'+1,'-1,'@x,7"
