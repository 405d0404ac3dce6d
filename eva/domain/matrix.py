"""The steering group's matrix: measures against what decisions do to them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from eva.domain.assessment import LinkDirection


@dataclass(frozen=True)
class Heading:
    """An item of the programme: a focus area, a measure or an action."""

    id: int
    code: str
    title: str
    level: str
    parent_id: int | None


@dataclass(frozen=True)
class Statement:
    """What one decision says of one item, and why."""

    item_id: int
    code: str
    decision_id: int
    register_number: str
    title: str
    day: date
    alternative: str | None
    is_proposed: bool
    direction: str
    reason: str
    language: str = "fi"
    """The language in which it's written."""


@dataclass
class Row:
    """A focus area or a measure with what is said of it and of its actions."""

    heading: Heading
    statements: list[Statement] = field(default_factory=list)

    def count(self, direction: str) -> int:
        """Return how many decisions say this of the row; each counts once a direction."""
        return len({item.decision_id for item in self.statements if item.direction == direction})

    def of(self, direction: str) -> list[Statement]:
        """Return the statements of the direction, for the drill-down."""
        return [item for item in self.statements if item.direction == direction]


def assemble(headings: Sequence[Heading], statements: Iterable[Statement]) -> list[Row]:
    """Return a row for each focus area and measure, in the order given.

    What is said of an action belongs to its measure's row. A row without statements says that
    nobody spoke of it, which is not neutral. Directions are never added up to one figure.
    """
    by_id: Mapping[int, Heading] = {item.id: item for item in headings}
    rows = {item.id: Row(item) for item in headings if item.level != "action"}
    for statement in statements:
        heading = by_id.get(statement.item_id)
        if heading is None:
            continue
        own = heading.parent_id if heading.level == "action" else heading.id
        if own in rows:
            rows[own].statements.append(statement)
    return list(rows.values())


DIRECTIONS = tuple(direction.value for direction in LinkDirection)
"""The columns: promotes, hinders, neutral."""
