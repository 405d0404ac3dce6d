"""The words of an assessment: directions, significance, horizons, certainty, sections' states."""

from collections.abc import Iterable
from enum import StrEnum


class Direction(StrEnum):
    """Which way an effect goes. Silence is never neutral, and nothing is summed into a score."""

    POSITIVE = "positive"
    NEGATIVE = "negative"
    BOTH = "both"
    NEUTRAL = "neutral"
    UNKNOWN = "unknown"


class Significance(StrEnum):
    """How much an effect matters (fi: merkittävyys)."""

    SMALL = "small"
    MODERATE = "moderate"
    LARGE = "large"


class Horizon(StrEnum):
    """When an effect shows (fi: aikaväli; Kuntaliitto's recommendation 8/80/2011)."""

    BUDGET_YEAR = "budget_year"
    COUNCIL_TERM = "council_term"
    BEYOND = "beyond"


class Certainty(StrEnum):
    """How sure the assessor is (fi: varmuus)."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


class LinkDirection(StrEnum):
    """What a decision does to a measure of the strategic programmes."""

    PROMOTES = "promotes"
    HINDERS = "hinders"
    NEUTRAL = "neutral"


HARMFUL = (Direction.NEGATIVE, Direction.BOTH)
"""Directions that ask for mitigation at once (612/2021 6 §; product rule 6)."""

MINUS = "−"
_SIGNS = {
    Direction.POSITIVE: "+",
    Direction.NEGATIVE: MINUS,
    Direction.BOTH: "±",
    Direction.NEUTRAL: "0",
    Direction.UNKNOWN: "?",
}
_LINK_SIGNS = {
    LinkDirection.PROMOTES: "+",
    LinkDirection.HINDERS: MINUS,
    LinkDirection.NEUTRAL: "0",
}


def sign(direction: str, significance: str | None = None) -> str:
    """Return the sign of an effect: + − ± 0 ?, doubled where the significance is large."""
    if direction in tuple(LinkDirection):
        return _LINK_SIGNS[LinkDirection(direction)]
    mark = _SIGNS[Direction(direction)]
    return mark * 2 if significance == Significance.LARGE and mark in ("+", MINUS) else mark


def combined(directions: Iterable[str]) -> str:
    """Return the direction that stands for several effects in one cell of the comparison.

    One direction stands for itself; good and harm together are both; unknown beside anything known
    gives way to it, neutral too. An empty cell is "none": not assessed, which is never neutral.
    """
    found = set(directions)
    if not found:
        return "none"
    good = bool(found & {Direction.POSITIVE, Direction.BOTH})
    harm = bool(found & {Direction.NEGATIVE, Direction.BOTH})
    if good and harm:
        return Direction.BOTH
    if good or harm:
        return Direction.POSITIVE if good else Direction.NEGATIVE
    return Direction.UNKNOWN if Direction.UNKNOWN in found else Direction.NEUTRAL


def needs_single_reason(codes: Iterable[str]) -> bool:
    """Tell whether the alternatives need a reason: only one beside VE0, or no zero alternative."""
    found = set(codes)
    return "VE0" not in found or len(found - {"VE0"}) <= 1
