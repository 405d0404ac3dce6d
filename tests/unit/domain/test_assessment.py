"""Directions and their signs: silence is never neutral, and nothing is summed."""

from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eva.domain.assessment import Direction, combined, needs_single_reason, sign

COMBINED = [
    ([], "none"),
    (["positive"], "positive"),
    (["negative"], "negative"),
    (["neutral"], "neutral"),
    (["unknown"], "unknown"),
    (["both"], "both"),
    (["positive", "negative"], "both"),
    (["positive", "neutral"], "positive"),
    (["negative", "neutral"], "negative"),
    (["positive", "unknown"], "positive"),
    (["negative", "unknown"], "negative"),
    (["neutral", "unknown"], "unknown"),
    (["positive", "both"], "both"),
    (["negative", "both"], "both"),
    (["positive", "positive"], "positive"),
]


@pytest.mark.parametrize(("directions", "expected"), COMBINED)
def test_several_effects_in_a_cell_have_one_direction(directions: list[str], expected: str) -> None:
    for order in permutations(directions):
        assert combined(order) == expected


@given(st.lists(st.sampled_from(list(Direction)), min_size=1))
def test_harm_is_never_hidden_by_other_effects(directions: list[Direction]) -> None:
    has_harm = bool({"negative", "both"} & set(directions))
    assert (combined(directions) in ("negative", "both")) == has_harm


SIGNS = [
    ("positive", None, "+"),
    ("positive", "small", "+"),
    ("positive", "large", "++"),
    ("negative", "moderate", "−"),
    ("negative", "large", "−−"),
    ("both", "large", "±"),
    ("neutral", "large", "0"),
    ("unknown", "large", "?"),
    ("promotes", None, "+"),
    ("hinders", None, "−"),
]


@pytest.mark.parametrize(("direction", "significance", "expected"), SIGNS)
def test_a_direction_has_its_sign(direction: str, significance: str | None, expected: str) -> None:
    assert sign(direction, significance) == expected


REASONS = [
    (["VE0", "VE1", "VE2"], False),
    (["VE0", "VE1"], True),
    (["VE0"], True),
    (["VE1"], True),
    (["VE1", "VE2"], True),
    (["VE1", "VE2", "VE3"], True),
]


@pytest.mark.parametrize(("codes", "expected"), REASONS)
def test_one_alternative_or_no_zero_alternative_needs_a_reason(
    codes: list[str], expected: bool
) -> None:
    assert needs_single_reason(codes) == expected
