"""What follows from the answers of a screening; the tables are written by hand from the rules."""

import pytest

from eva.domain.screening import (
    Depth,
    is_lighter,
    missing_core,
    needs_reason,
    outcome,
)
from tests import make

HELPERS = {
    "service_network": "many_residents personnel cost_over_threshold divides_opinion children"
    " hearing_duty separate_procedure",
    "strategy_or_programme": "many_residents personnel divides_opinion children separate_procedure",
    "budget": "many_residents personnel service_network divides_opinion children",
    "company_structure": "many_residents personnel cost_over_threshold divides_opinion",
    "tariff": "many_residents cost_over_threshold divides_opinion children",
    "land_use_plan": "many_residents divides_opinion children",
    "separate_procedure": "many_residents divides_opinion children",
    "land_transaction": "many_residents cost_over_threshold divides_opinion hearing_duty"
    " separate_procedure",
    "procurement": "many_residents personnel cost_over_threshold service_network divides_opinion"
    " children separate_procedure",
    "organisation": "many_residents personnel cost_over_threshold service_network divides_opinion"
    " children",
    "investment": "many_residents personnel cost_over_threshold service_network divides_opinion"
    " children hearing_duty separate_procedure",
    "statement": "many_residents service_network divides_opinion children separate_procedure",
    "appointment": "",
    "information": "",
    "claim": "",
    "implementation": "",
    "meeting_formality": "",
    "individual_matter": "",
    "other": "many_residents personnel cost_over_threshold service_network strategy"
    " divides_opinion children hearing_duty separate_procedure",
}
"""What each of the nineteen types is asked beside the four core questions."""
ALL_HELPERS = {code for line in HELPERS.values() for code in line.split()}

FULL = ("service_network", "strategy_or_programme", "budget", "company_structure")
NARROW = (
    "tariff",
    "land_transaction",
    "procurement",
    "organisation",
    "investment",
    "statement",
    "other",
)
REFERENCE = ("land_use_plan", "separate_procedure")
EXCLUDED = (
    "appointment",
    "information",
    "claim",
    "implementation",
    "meeting_formality",
    "individual_matter",
)
EFFECT = {
    **dict.fromkeys(FULL, ("full", "type_default")),
    **dict.fromkeys(NARROW, ("narrow", "core_effect")),
    **dict.fromkeys(REFERENCE, ("reference", "reference_type")),
    **dict.fromkeys(EXCLUDED, ("narrow", "core_effect")),
}
"""What an effect on one of the four core areas leads to."""
HELPER = {
    "many_residents": ("narrow", "helper_narrow"),
    "personnel": ("narrow", "helper_narrow"),
    "cost_over_threshold": ("narrow", "helper_narrow"),
    "divides_opinion": ("narrow", "helper_narrow"),
    "children": ("narrow", "helper_narrow"),
    "hearing_duty": ("narrow", "helper_narrow"),
    "service_network": ("full", "helper_full"),
    "strategy": ("full", "helper_full"),
    "separate_procedure": ("reference", "separate_procedure"),
}
"""What a helper question leads to by itself, in a type that has no procedure of its own."""
TYPES = tuple(HELPERS)


def found(decision_type: str, **told: str) -> tuple[str, str]:
    result = outcome(make.screening_set(), decision_type, make.answers(**told))
    return result.depth, result.rule


def test_the_table_has_all_types_of_the_question_set() -> None:
    assert set(TYPES) == set(make.screening_set().types)
    assert {*FULL, *NARROW, *REFERENCE, *EXCLUDED} == set(TYPES)
    assert len(TYPES) == 19


@pytest.mark.parametrize("decision_type", TYPES)
def test_each_type_is_asked_the_core_and_its_helpers(decision_type: str) -> None:
    asked = {item.code for item in make.screening_set().asked_of(decision_type)}
    assert asked == {*make.CORE, *HELPERS[decision_type].split()}


@pytest.mark.parametrize("decision_type", TYPES)
def test_no_effects_at_all_need_no_assessment(decision_type: str) -> None:
    rule = "excluded_type" if decision_type in EXCLUDED else "no_effects"
    assert found(decision_type) == ("none", rule)


@pytest.mark.parametrize("answer", ["yes", "unknown"])
@pytest.mark.parametrize("core", make.CORE)
@pytest.mark.parametrize("decision_type", TYPES)
def test_an_effect_on_a_core_area_leads_to_the_depth_of_the_type(
    decision_type: str, core: str, answer: str
) -> None:
    assert found(decision_type, **{core: answer}) == EFFECT[decision_type]


@pytest.mark.parametrize("answer", ["yes", "unknown"])
@pytest.mark.parametrize("helper", sorted(ALL_HELPERS))
@pytest.mark.parametrize("decision_type", TYPES)
def test_a_helper_question_alone(decision_type: str, helper: str, answer: str) -> None:
    nothing = ("none", "excluded_type" if decision_type in EXCLUDED else "no_effects")
    if helper not in HELPERS[decision_type].split():
        expected = nothing  # a question that the type isn't asked never counts
    elif helper == "separate_procedure" and answer == "unknown":
        expected = nothing  # not knowing isn't proof that it's assessed elsewhere
    elif decision_type in REFERENCE:
        expected = ("reference", "reference_type")
    else:
        expected = HELPER[helper]
    assert found(decision_type, **{helper: answer}) == expected


@pytest.mark.parametrize("helper", sorted(ALL_HELPERS - {"separate_procedure"}))
@pytest.mark.parametrize("decision_type", TYPES)
def test_a_helper_beside_a_core_effect_never_makes_it_lighter(
    decision_type: str, helper: str
) -> None:
    expected = EFFECT[decision_type]
    is_asked = helper in HELPERS[decision_type].split()
    if is_asked and helper in ("service_network", "strategy") and decision_type in NARROW:
        expected = ("full", "helper_full")
    assert found(decision_type, wellbeing="yes", **{helper: "yes"}) == expected


@pytest.mark.parametrize("decision_type", TYPES)
def test_another_procedure_goes_before_all_other_answers(decision_type: str) -> None:
    everything = dict.fromkeys((*make.CORE, *ALL_HELPERS), "yes")
    if "separate_procedure" in HELPERS[decision_type].split():
        assert found(decision_type, **everything) == ("reference", "separate_procedure")
    elif decision_type in FULL:
        assert found(decision_type, **everything) == ("full", "type_default")
    elif decision_type == "organisation":
        assert found(decision_type, **everything) == ("full", "helper_full")
    else:
        assert found(decision_type, **everything) == EFFECT[decision_type]


def test_the_outcome_names_the_answers_that_led_to_it() -> None:
    answers = make.answers(business="yes", wellbeing="unknown", children="yes")
    result = outcome(make.screening_set(), "tariff", answers)
    assert result.triggers == ("wellbeing", "business")


DEPTHS = {
    "01": ("full", "full"),
    "04": ("full", "full"),
    "06": ("narrow", "narrow"),
    "07": ("narrow", "narrow"),
    "12": ("reference", "reference"),
    "17": ("full", "full"),
    "22": ("narrow", "narrow"),
    "25": ("full", "full"),
    "B1": ("none", "narrow"),
    "B2": ("none", "none"),
    "R3": ("none", "none"),
    "R7": ("none", "none"),
}
"""Depth recorded and depth by the rules; B1 was recorded lighter, with its reason."""


@pytest.mark.parametrize("name", DEPTHS)
def test_the_case_files_have_the_depths_that_the_rules_give(name: str) -> None:
    told = make.case(name)
    recorded, proposed = DEPTHS[name]
    result = outcome(
        make.screening_set(), told["decision"]["decision_type"], told["screening"]["answers"]
    )
    assert told["screening"]["depth"] == recorded
    assert result.depth == proposed
    if recorded != proposed:
        assert is_lighter(Depth(recorded), Depth(proposed))
        assert told["screening"]["reason"]


LIGHTER = [
    ("none", "reference"),
    ("none", "narrow"),
    ("none", "full"),
    ("reference", "narrow"),
    ("reference", "full"),
    ("narrow", "full"),
]


@pytest.mark.parametrize("proposed", list(Depth))
@pytest.mark.parametrize("chosen", list(Depth))
def test_lighter_is_what_asks_less(chosen: Depth, proposed: Depth) -> None:
    assert is_lighter(chosen, proposed) == ((chosen.value, proposed.value) in LIGHTER)


@pytest.mark.parametrize("proposed", list(Depth))
@pytest.mark.parametrize("chosen", list(Depth))
def test_a_reason_is_needed_for_none_and_reference_and_for_anything_lighter(
    chosen: Depth, proposed: Depth
) -> None:
    expected = chosen in ("none", "reference") or (chosen, proposed) == ("narrow", "full")
    assert needs_reason(chosen, proposed) == expected


def test_a_core_question_without_an_answer_is_missing() -> None:
    questions = make.screening_set()
    assert missing_core(questions, {}) == make.CORE
    assert missing_core(questions, {"wellbeing": "no", "environment": "perhaps"}) == make.CORE[1:]
    assert missing_core(questions, make.answers()) == ()
