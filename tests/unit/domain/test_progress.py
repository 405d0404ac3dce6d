"""How far an assessment is: done, begun, not begun, and which sections count."""

from typing import Any

import pytest

from eva.domain.progress import has_begun, sections, share_done
from tests import make

EFFECT = {"alternative": "VE1", "direction": "positive", "description": "Menot pienenevät."}
HARM = {**EFFECT, "direction": "negative"}
DONE: dict[str, dict[str, Any]] = {
    "background": {"present_state": "Nyt.", "objective": "Sitten."},
    "alternatives": {"alternatives": [{"code": "VE0"}, {"code": "VE1"}, {"code": "VE2"}]},
    "effects": {"alternatives": [{"code": "VE1"}], "effects": [EFFECT]},
    "links": {"measure_links": [{"measure": "1.1.1"}]},
    "participation": {"hearing_duty_checked": True, "participation": [{"who": "Asukkaat"}]},
    "follow_up": {"follow_up": [{"what": "Menot"}]},
    "summary": {"summary": "Lyhyesti."},
}
"""The least that makes each section done, whatever the depth."""


def state(assessment: dict[str, Any], section: str, depth: str = "full") -> str:
    found = sections(assessment, make.assessment_set(), depth)
    return next(item.state for item in found if item.code == section)


@pytest.mark.parametrize("section", DONE)
def test_a_section_without_content_has_not_begun(section: str) -> None:
    assert state({}, section) == "not_begun"
    assert not has_begun({}, section)


@pytest.mark.parametrize("section", DONE)
def test_a_section_is_done_when_its_rule_holds(section: str) -> None:
    assert state(DONE[section], section) == "done"


BEGUN: list[tuple[str, dict[str, Any]]] = [
    ("background", {"present_state": "Nyt."}),
    ("background", {"objective": "Sitten."}),
    ("alternatives", {"alternatives": [{"code": "VE1"}]}),
    ("alternatives", {"alternatives": [{"code": "VE0"}, {"code": "VE1"}]}),
    ("alternatives", {"alternatives": [{"code": "VE1"}, {"code": "VE2"}]}),
    ("effects", {"alternatives": [{"code": "VE1"}], "effects": [HARM]}),
    ("effects", {"alternatives": [{"code": "VE1"}], "effects": [HARM | {"direction": "both"}]}),
    ("effects", {"alternatives": [{"code": "VE1"}], "effects": [EFFECT | {"description": ""}]}),
    ("effects", {"alternatives": [{"code": "VE0"}, {"code": "VE1"}], "effects": [EFFECT]}),
    ("participation", {"participation": [{"who": "Asukkaat"}]}),
    ("participation", {"hearing_duty_checked": True}),
]


@pytest.mark.parametrize(("section", "content"), BEGUN)
def test_a_section_with_content_but_not_all_is_begun(section: str, content: dict[str, Any]) -> None:
    assert state(content, section) == "begun"


def test_one_alternative_is_enough_with_its_reason() -> None:
    one = {"alternatives": [{"code": "VE0"}, {"code": "VE1"}]}
    assert state(one | {"single_alternative_reason": "Laki määrää."}, "alternatives") == "done"


def test_a_harm_is_done_with_its_mitigation() -> None:
    eased = HARM | {"mitigation": "Maksun voi jakaa eriin."}
    told = {"alternatives": [{"code": "VE1"}], "effects": [eased]}
    assert state(told, "effects") == "done"


def test_a_reason_for_no_links_makes_the_links_done() -> None:
    assert state({"no_links_reason": "Ei liity ohjelmiin."}, "links") == "done"


def test_a_duty_that_was_found_unchecked_is_an_answer_too() -> None:
    assert state({"hearing_duty_checked": False}, "participation", "narrow") == "done"


REQUIRED = {
    "full": list(DONE),
    "narrow": ["background", "alternatives", "effects", "links", "summary"],
    "reference": ["links", "summary"],
}


@pytest.mark.parametrize("depth", REQUIRED)
def test_only_what_the_depth_requires_counts(depth: str) -> None:
    whole = {key: value for told in DONE.values() for key, value in told.items()}
    whole["effects"] = [
        {**EFFECT, "alternative": item["code"]} for item in whole["alternatives"]
    ] + [EFFECT]
    found = sections(whole, make.assessment_set(), depth)
    assert [item.code for item in found if item.is_required] == REQUIRED[depth]
    assert share_done(sections({}, make.assessment_set(), depth)) == (0, len(REQUIRED[depth]))


@pytest.mark.parametrize("name", make.ASSESSED)
def test_the_sections_of_the_case_files_add_up(name: str) -> None:
    told = make.case(name)
    depth = told["screening"]["depth"]
    done, of_all = share_done(sections(told["assessment"], make.assessment_set(), depth))
    assert of_all == len(REQUIRED[depth])
    assert done == of_all
