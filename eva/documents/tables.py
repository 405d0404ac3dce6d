"""Tables whose number of columns is known only when the document is made.

A table of Word lists its columns in a grid; a row with more cells than the grid has columns is
drawn wrong. The rule by which widths are shared out is that of docxtpl's `fix_tables`, so that
the result is the same. Which tables can need it is found out once, when the template is compiled;
they are put between two marks, and only they are looked at when a document is made.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from eva.domain.errors import TemplateRefused

BEGIN, END = "<?t?>", "<?e?>"
"""The marks around such a table; a value can't hold them, since its `<` is escaped."""

_TOKEN = re.compile(
    r"\{%-?\s*(?P<word>\w+).*?%\}|\{\{.*?\}\}|\{#.*?#\}"
    r"|<(?P<end>/?)w:(?P<tag>tbl|tr|tc|gridCol|gridSpan)(?=[ />])(?P<rest>[^>]*)>",
    re.DOTALL,
)
_GRID = re.compile(r"<w:tblGrid\s*/>|<w:tblGrid>.*?</w:tblGrid>", re.DOTALL)
_COLUMN = re.compile(r'<w:gridCol(?: w:w="([0-9.]+)")?\s*/>')
_SPAN = re.compile(r'<w:gridSpan w:val="(\d+)"')


@dataclass(slots=True)
class _Row:
    depth: int
    cells: int = 0
    span: int = 0
    varies: bool = False


@dataclass(slots=True)
class _Table:
    start: int
    depth: int
    end: int = 0
    columns: int = 0
    holds_table: bool = False
    rows: list[_Row] = field(default_factory=list)

    @property
    def varies(self) -> bool:
        """Whether the number of cells in some row depends on the report."""
        return any(row.varies for row in self.rows)

    @property
    def is_settled(self) -> bool:
        """Whether the grid fits however the conditions turn out."""
        certain = [row.span for row in self.rows if row.depth == self.depth and not row.varies]
        fits = all(row.cells <= self.columns for row in self.rows)
        return fits and not self.varies and max(certain, default=0) >= self.columns


def mark(source: str, place: str) -> str:
    """Return the template's patched XML with a mark around each table that may need a new grid.

    Raises:
        TemplateRefused: Such a table holds another table, or has no plain grid.
    """
    marks: list[tuple[int, str]] = []
    for table in _tables(source):
        text = source[table.start : table.end]
        grid = _GRID.search(text)
        if grid is None:
            raise TemplateRefused("Taulukolta puuttuvat sarakkeiden leveydet.", place)
        if table.is_settled or (table.holds_table and not table.varies):
            continue
        if table.holds_table:
            raise TemplateRefused(
                "Taulukossa, jonka sarakkeiden määrä vaihtelee, ei voi olla toista taulukkoa.",
                place,
            )
        if _COLUMN.sub("", grid[0]) not in ("<w:tblGrid></w:tblGrid>", "<w:tblGrid/>"):
            raise TemplateRefused(
                "Taulukossa, jonka sarakkeiden määrä vaihtelee, on jäljitettyjä muutoksia.", place
            )
        marks += ((table.start, BEGIN), (table.end, END))
    for position, text in sorted(marks, reverse=True):
        source = source[:position] + text + source[position:]
    return source


def fit(text: str) -> str:
    """Return the rendered XML without the marks, each marked table with a grid that fits."""
    first, *others = text.split(BEGIN)
    chunks = [first]
    for other in others:
        table, rest = other.split(END, 1)
        chunks += (_fitted(table), rest)
    return "".join(chunks)


def _fitted(table: str) -> str:
    grid = _GRID.search(table)
    if grid is None:
        return table
    widths = [float(width or 0) for width in _COLUMN.findall(grid[0])]
    rows = table.split("</w:tr>")[:-1]
    cells = [row.count("</w:tc>") for row in rows]
    spans = cells
    if "<w:gridSpan" in table:
        extra = [sum(int(span) - 1 for span in _SPAN.findall(row)) for row in rows]
        spans = [count + more for count, more in zip(cells, extra, strict=True)]
    new = _narrowed(_widened(widths, max(cells, default=0)), max(spans, default=0))
    if new == widths:
        return table
    columns = "".join(f'<w:gridCol w:w="{int(width)}"/>' for width in new)
    return f"{table[: grid.start()]}<w:tblGrid>{columns}</w:tblGrid>{table[grid.end() :]}"


def _widened(widths: list[float], cells: int) -> list[float]:
    """Return the widths with columns added for the cells, the table as wide as before."""
    missing, total = cells - len(widths), sum(widths)
    if missing <= 0 or total <= 0:
        return widths
    old, new = total / len(widths), total / cells
    return [float(int(width * new / old)) for width in widths] + [float(int(new))] * missing


def _narrowed(widths: list[float], cells: int) -> list[float]:
    """Return the widths without the columns that no row uses, their room shared out."""
    spare = len(widths) - cells
    if spare <= 0:
        return widths
    left, removed = widths[:-spare], sum(widths[-spare:])
    extra = int(removed / len(left)) if left else 0
    return [float(int(width + extra)) for width in left]


def _tables(source: str) -> list[_Table]:
    """Return the tables of the patched XML with what is known of their rows."""
    found: list[_Table] = []
    open_: list[_Table] = []
    depth = 0
    for token in _TOKEN.finditer(source):
        if token["word"]:
            depth += _step(token["word"])
        elif token["tag"] == "tbl" and not token["end"]:
            if open_:
                open_[-1].holds_table = True
            open_.append(_Table(token.start(), depth))
        elif token["tag"] == "tbl" and open_:
            open_[-1].end = token.end()
            found.append(open_.pop())
        elif token["tag"] and open_ and not token["end"]:
            _note(open_[-1], token, depth)
    return found


def _step(word: str) -> int:
    if word in ("if", "for"):
        return 1
    return -1 if word in ("endif", "endfor") else 0


def _note(table: _Table, token: re.Match[str], depth: int) -> None:
    """Write down what an opening tag tells of the innermost table."""
    if token["tag"] == "gridCol":
        table.columns += 1
    elif token["tag"] == "tr":
        table.rows.append(_Row(depth))
    elif table.rows and token["tag"] == "tc":
        row = table.rows[-1]
        row.cells += 1
        row.span += 1
        row.varies = row.varies or depth != row.depth
    elif table.rows and token["tag"] == "gridSpan":
        span = re.search(r'w:val="(\d+)"', token["rest"])
        table.rows[-1].span += int(span[1]) - 1 if span else 0
        table.rows[-1].varies = table.rows[-1].varies or span is None
