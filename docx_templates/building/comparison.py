"""The comparison table: effects by perspective on the rows, alternatives in the columns."""

from collections.abc import Mapping
from dataclasses import dataclass

from building.head import direction
from building.ooxml import (
    TEXT_WIDTH,
    Element,
    block,
    cell,
    cells_for,
    one_cell_of,
    paragraph,
    row,
    rows_for,
    rows_if,
    run,
    table,
)

_COLUMNS = "comparison.columns | length"

_LABEL = 2300
"""Width of the column with the effects' names, when all the other columns are there."""

_FILLS = (
    ("cell.sign == '++'", "BFE0CC"),
    ("cell.direction == 'positive'", "E4F2E9"),
    ("cell.sign == '−−'", "F4C4BC"),
    ("cell.direction == 'negative'", "FBE6E2"),
    ("cell.direction == 'both'", "FDF1D2"),
    ("cell.direction == 'neutral'", "EEF1F3"),
    ("cell.direction == 'unknown'", ""),
)
"""Pale, strong only for strong effects; not known and not assessed have none."""


@dataclass(frozen=True)
class _Part:
    """One table of the comparison: when it's printed, how wide, and which alternatives it has."""

    when: str
    most: int
    columns: str = ""

    @property
    def style(self) -> str:
        """Smaller type where six columns must hold the longest word of a direction unbroken."""
        return "EVACell" if self.most <= 4 else "EVACellSmall"


_PARTS = (
    _Part(f"{_COLUMNS} <= 4", 4),
    _Part(f"{_COLUMNS} == 5 or {_COLUMNS} == 6", 6),
    _Part(f"{_COLUMNS} == 7 or {_COLUMNS} == 8", 4, "loop.index <= 4"),
    _Part(f"{_COLUMNS} == 7 or {_COLUMNS} == 8", 4, "loop.index > 4"),
    _Part(f"{_COLUMNS} > 8", 6, "loop.index <= 6"),
    _Part(f"{_COLUMNS} > 8", 6, "loop.index > 6"),
)
"""Up to six alternatives stand in one table on an upright page; more are cut into two tables."""


def section(say: Mapping[str, str]) -> list[Element]:
    """Return the part of the document with the comparison."""
    nothing = paragraph("EVABody", say["no_comparison"])
    tables: list[Element] = []
    for part in _PARTS:
        tables += block(part.when, _table(say, part), paragraph("EVASmall"))
    return [
        paragraph("Heading1", say["comparison"]),
        *block("comparison.rows", *tables, paragraph("EVASmall", say["comparison_note"]),
               otherwise=[nothing]),
    ]  # fmt: skip


def _table(say: Mapping[str, str], part: _Part) -> Element:
    width = (TEXT_WIDTH - _LABEL) // part.most
    widths = [TEXT_WIDTH - width * part.most, *[width] * part.most]
    mark = f"{{% if column.is_proposed %}} ({say['proposal_mark']}){{% endif %}}"
    name = f"{{% if {_COLUMNS} <= 3 %}} {{{{ column.title }}}}{{% endif %}}"
    head = cell(paragraph("EVACellHead", "{{ column.code }}", run(name, "EVAQuiet"), mark))
    heads = [
        cell(paragraph("EVACellHead", say["effect"])),
        *cells_for("column in comparison.columns", part.columns, head),
    ]
    rows = rows_for(
        "row in comparison.rows",
        *rows_if("row.starts_perspective", _perspective(part)),
        row(
            cell(paragraph("EVACell", "{{ row.label }}")),
            *cells_for("cell in row.cells", part.columns, *_coloured(part.style)),
        ),
    )
    return table(
        widths,
        [row(*heads, header=True), *rows],
        caption=say["comparison"],
        description=say["comparison_description"],
    )


def _perspective(part: _Part) -> Element:
    """Return the row that names a perspective; no cells are merged, as readers lose their way."""
    blank = cell(paragraph("EVACellGroup"))
    return row(
        cell(paragraph("EVACellGroup", "{{ row.perspective }}")),
        *cells_for("cell in row.cells", part.columns, blank),
    )


def _coloured(style: str) -> list[Element]:
    choices = [
        (when, cell(paragraph(style, *direction("cell")), fill=fill)) for when, fill in _FILLS
    ]
    return one_cell_of(choices, cell(paragraph(style, run("{{ cell.word }}", "EVAQuiet"))))
