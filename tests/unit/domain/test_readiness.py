"""What is missing or doubtful before a document is issued."""

from typing import Any

import pytest

from eva.domain.readiness import Finding, findings
from tests import make

EFFECT: dict[str, Any] = {
    "alternative": "VE1",
    "direction": "positive",
    "description": "Menot pienenevät.",
    "groups": ["families"],
    "sources": ["Tilinpäätös 2025"],
}
HARM = {**EFFECT, "alternative": "VE0", "direction": "negative", "mitigation": "Tuetaan."}
WHOLE: dict[str, Any] = {
    "present_state": "Nyt.",
    "objective": "Sitten.",
    "alternatives": [{"code": "VE0"}, {"code": "VE1", "proposed": True}],
    "single_alternative_reason": "Laki määrää.",
    "effects": [EFFECT, HARM],
    "measure_links": [{"measure": "1.1.1"}],
    "hearing_duty_checked": True,
    "participation": [{"who": "Asukkaat"}],
    "follow_up": [{"what": "Menot"}],
    "summary": "Lyhyesti.",
}


def found(depth: str = "full", **changes: Any) -> list[Finding]:
    return findings(WHOLE | changes, make.assessment_set(), depth)


def test_nothing_is_found_in_a_whole_record() -> None:
    assert found() == []


ONE_FAULT: list[tuple[dict[str, Any], Finding]] = [
    ({"present_state": None}, Finding("no_present_state", "background")),
    ({"objective": ""}, Finding("no_objective", "background")),
    ({"single_alternative_reason": None}, Finding("no_single_reason", "alternatives")),
    (
        {"alternatives": [{"code": "VE0"}, {"code": "VE1"}]},
        Finding("nothing_proposed", "alternatives", is_missing=False),
    ),
    ({"effects": []}, Finding("no_effects", "effects")),
    (
        {"effects": [EFFECT, {**EFFECT, "alternative": "VE0"}]},
        Finding("no_negative", "effects", is_missing=False),
    ),
    (
        {"effects": [{**EFFECT, "groups": []}, {**HARM, "groups": []}]},
        Finding("no_groups", "effects"),
    ),
    (
        {"effects": [{**EFFECT, "sources": []}, {**HARM, "sources": []}]},
        Finding("no_sources", "effects", is_missing=False),
    ),
    (
        {"effects": [{**HARM, "alternative": "VE1"}]},
        Finding("alternative_without_effects", "effects"),
    ),
    ({"effects": [EFFECT, {**HARM, "mitigation": ""}]}, Finding("no_mitigation", "effects", 1)),
    (
        {"effects": [EFFECT, {**HARM, "direction": "both", "mitigation": None}]},
        Finding("no_mitigation", "effects", 1),
    ),
    ({"effects": [{**EFFECT, "description": ""}, HARM]}, Finding("no_description", "effects", 0)),
    (
        {"effects": [EFFECT, HARM, {**EFFECT, "direction": "unknown"}]},
        Finding("unknown_direction", "effects", 2, is_missing=False),
    ),
    ({"effects": [{**EFFECT, "secret": True}, HARM]}, Finding("no_secrecy_basis", "effects", 0)),
    ({"measure_links": []}, Finding("no_links", "links")),
    ({"hearing_duty_checked": None}, Finding("hearing_duty_open", "participation")),
    ({"participation": []}, Finding("nobody_heard", "participation", is_missing=False)),
    ({"follow_up": []}, Finding("no_follow_up", "follow_up")),
    ({"summary": None}, Finding("no_summary", "summary")),
]


@pytest.mark.parametrize(("changes", "expected"), ONE_FAULT)
def test_each_fault_is_found_alone(changes: dict[str, Any], expected: Finding) -> None:
    assert found(**changes) == [expected]


def test_without_alternatives_that_alone_is_said_of_them() -> None:
    said = [item.code for item in found(alternatives=[], effects=[])]
    assert said == ["no_alternatives", "no_effects"]


def test_a_reason_for_no_links_is_enough() -> None:
    assert found(measure_links=[], no_links_reason="Ei liity ohjelmiin.") == []


def test_no_hearing_is_checked_though_it_was_found_undone() -> None:
    assert found(hearing_duty_checked=False) == []


def test_only_what_the_depth_requires_is_asked() -> None:
    empty = dict.fromkeys(WHOLE)
    empty["alternatives"], empty["effects"] = [], []
    assert {item.section for item in found("narrow", **empty)} == {
        "background",
        "alternatives",
        "effects",
        "links",
        "summary",
    }
    assert [item.section for item in found("reference", **empty)] == ["links", "summary"]


def test_what_is_wrong_with_an_effect_counts_in_every_depth() -> None:
    harm = {**HARM, "mitigation": None}
    assert Finding("no_mitigation", "effects", 0) in found("reference", effects=[harm])


def test_findings_come_in_the_order_of_the_sections() -> None:
    said = found(summary=None, present_state=None, measure_links=[])
    assert [item.section for item in said] == ["background", "links", "summary"]
