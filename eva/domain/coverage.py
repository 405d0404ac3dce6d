"""Coverage: how many decisions were registered, screened, assessed, skipped and why."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from eva.domain.alphabet import Key, sort_key

DEPTHS = ("full", "narrow", "reference")
"""The depths that are an assessment."""


@dataclass(frozen=True)
class Told:
    """What counts of one decision."""

    decision_id: int
    body: str
    day: date
    depth: str | None
    """None where it hasn't been screened."""
    reason_code: str | None
    is_issued: bool
    """Whether an assessment has been issued for it."""

    @property
    def quarter(self) -> str:
        """The quarter of the year, as in 2023/4."""
        return f"{self.day.year}/{(self.day.month + 2) // 3}"


@dataclass
class Figures:
    """The figures of a body and a quarter, or of all."""

    registered: int = 0
    screened: int = 0
    depths: Counter[str] = field(default_factory=Counter)
    reasons: Counter[str] = field(default_factory=Counter)
    issued: int = 0

    def add(self, told: Told) -> None:
        """Count one decision."""
        self.registered += 1
        if told.depth is None:
            return
        self.screened += 1
        self.depths[told.depth] += 1
        self.issued += told.is_issued
        if told.depth == "none":
            self.reasons[told.reason_code or "other"] += 1

    @property
    def assessed(self) -> int:
        """How many have an assessment of some depth."""
        return sum(self.depths[depth] for depth in DEPTHS)

    @property
    def skipped(self) -> int:
        """How many were recorded as needing none."""
        return self.depths["none"]

    @property
    def unscreened(self) -> int:
        """How many nobody has screened."""
        return self.registered - self.screened


@dataclass
class Coverage:
    """The whole and its parts; the parts add up to the whole."""

    total: Figures
    parts: dict[tuple[str, str], Figures]
    """Body and quarter -> figures, in the order of quarters and bodies."""


def _order(told: Told) -> tuple[str, Key, int]:
    return told.quarter, sort_key(told.body), told.decision_id


def count(decisions: Iterable[Told]) -> Coverage:
    """Return the figures; each decision counts once, in one body and quarter."""
    total = Figures()
    parts: dict[tuple[str, str], Figures] = {}
    for told in sorted(decisions, key=_order):
        total.add(told)
        parts.setdefault((told.body, told.quarter), Figures()).add(told)
    return Coverage(total, parts)
