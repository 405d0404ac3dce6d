"""The steering group's matrix: measures against what decisions do to them."""

from datetime import date
from typing import Any

from eva.domain.matrix import Heading, Row, Statement, assemble

AREA = Heading(1, "1.1", "Painopiste", "focus_area", None)
MEASURE = Heading(2, "1.1.1", "Toimenpide", "measure", 1)
ACTION = Heading(3, "1.1.1.1", "Toimi", "action", 2)
UNTOUCHED = Heading(4, "1.1.2", "Toinen toimenpide", "measure", 1)
HEADINGS = [AREA, MEASURE, ACTION, UNTOUCHED]


def statement(item: Heading, decision: int = 1, **values: Any) -> Statement:
    told: dict[str, Any] = {
        "item_id": item.id,
        "code": item.code,
        "decision_id": decision,
        "register_number": f"D-{decision}",
        "title": "Asia",
        "day": date(2026, 1, 1),
        "alternative": None,
        "is_proposed": False,
        "direction": "promotes",
        "reason": "Koska.",
    }
    return Statement(**(told | values))


def rows(*statements: Statement) -> dict[str, Row]:
    return {row.heading.code: row for row in assemble(HEADINGS, statements)}


def test_an_action_has_no_row_of_its_own_but_counts_in_its_measure() -> None:
    found = rows(statement(ACTION))
    assert list(found) == ["1.1", "1.1.1", "1.1.2"]
    assert found["1.1.1"].count("promotes") == 1
    assert found["1.1"].count("promotes") == 0


def test_a_decision_counts_once_a_direction_whatever_its_alternatives() -> None:
    said = [statement(MEASURE, alternative=code) for code in ("VE1", "VE2")]
    found = rows(*said, statement(ACTION), statement(MEASURE, direction="hinders"))
    assert found["1.1.1"].count("promotes") == 1
    assert found["1.1.1"].count("hinders") == 1
    assert len(found["1.1.1"].of("promotes")) == 3


def test_decisions_are_counted_and_never_netted() -> None:
    found = rows(
        statement(MEASURE, 1), statement(MEASURE, 2), statement(MEASURE, 3, direction="hinders")
    )
    assert (found["1.1.1"].count("promotes"), found["1.1.1"].count("hinders")) == (2, 1)


def test_a_measure_that_nobody_spoke_of_has_a_row_without_statements() -> None:
    assert rows(statement(MEASURE))["1.1.2"].statements == []


def test_a_statement_of_another_programme_is_left_out() -> None:
    elsewhere = Heading(9, "9.9", "Muu", "measure", None)
    assert all(not row.statements for row in rows(statement(elsewhere)).values())
