"""WordprocessingML elements, children in the order that the schema asks for (ECMA-376 part 1)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from lxml import etree

Element: TypeAlias = etree._Element
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"

TEXT_WIDTH = 9298
"""Width of the text on A4 between margins of 2.3 cm, in twentieths of a point."""


def w(tag: str, *children: Element | None, **attributes: str | int) -> Element:
    """Return an element of the w: namespace; children that are None are left out."""
    element = etree.Element(f"{{{W}}}{tag}", nsmap={"w": W, "r": R})
    for name, value in attributes.items():
        element.set(f"{{{W}}}{name}", str(value))
    element.extend([child for child in children if child is not None])
    return element


def text(words: str) -> Element:
    """Return the text of a run; spaces are kept, as a tag may stand beside them."""
    element = w("t")
    element.set(XML_SPACE, "preserve")
    element.text = words
    return element


def run(words: str, style: str = "") -> Element:
    """Return a run, in a character style where one is named."""
    properties = w("rPr", w("rStyle", val=style)) if style else None
    return w("r", properties, text(words))


def field(code: str) -> list[Element]:
    """Return the runs of a field, with a result that stands until Word has counted its own."""
    instruction = w("instrText")
    instruction.set(XML_SPACE, "preserve")
    instruction.text = f" {code} "
    return [
        w("r", w("fldChar", fldCharType="begin")),
        w("r", instruction),
        w("r", w("fldChar", fldCharType="separate")),
        run("1"),
        w("r", w("fldChar", fldCharType="end")),
    ]


def paragraph(style: str, *content: str | Element, keep_next: bool = False) -> Element:
    """Return a paragraph of a style; strings become plain runs."""
    kept = w("keepNext") if keep_next else None
    named = w("pStyle", val=style) if style else None
    properties = w("pPr", named, kept) if named is not None or kept is not None else None
    runs = [run(item) if isinstance(item, str) else item for item in content]
    return w("p", properties, *runs)


def block(expression: str, *content: Element, otherwise: Iterable[Element] = ()) -> list[Element]:
    """Return paragraphs and tables that are there only if the expression holds.

    The tags stand in paragraphs of their own, which disappear when the template is filled.
    """
    return _guarded("p", expression, content, tuple(otherwise))


def repeat(loop: str, *content: Element) -> list[Element]:
    """Return paragraphs and tables that are printed once for each item of the loop."""
    return [_tag("p", f"for {loop}"), *content, _tag("p", "endfor")]


def rows_if(expression: str, *rows: Element) -> list[Element]:
    """Return table rows that are there only if the expression holds."""
    return _guarded("tr", expression, rows, ())


def rows_for(loop: str, *rows: Element) -> list[Element]:
    """Return table rows that are printed once for each item of the loop."""
    return [_tag("tr", f"for {loop}"), *rows, _tag("tr", "endfor")]


def cells_for(loop: str, condition: str, *cells: Element) -> list[Element]:
    """Return cells that are printed for each item of the loop for which the condition holds."""
    inner = _guarded("tc", condition, cells, ()) if condition else list(cells)
    return [_tag("tc", f"for {loop}"), *inner, _tag("tc", "endfor")]


def one_cell_of(choices: Sequence[tuple[str, Element]], fallback: Element) -> list[Element]:
    """Return the cells of which exactly one is printed: the first whose condition holds."""
    cells: list[Element] = []
    for number, (condition, cell) in enumerate(choices):
        cells += [_tag("tc", f"{'if' if number == 0 else 'elif'} {condition}"), cell]
    return [*cells, _tag("tc", "else"), fallback, _tag("tc", "endif")]


def _guarded(
    level: str, expression: str, content: Sequence[Element], otherwise: Sequence[Element]
) -> list[Element]:
    tail = [_tag(level, "else"), *otherwise] if otherwise else []
    return [_tag(level, f"if {expression}"), *content, *tail, _tag(level, "endif")]


def _tag(level: str, statement: str) -> Element:
    """Return the paragraph, cell or row that docxtpl replaces by the bare statement."""
    if "}" in statement or "%" in statement:
        raise ValueError(f"docxtpl can't read this statement: {statement}")
    mark = paragraph("", f"{{%{level} {statement} %}}")
    if level == "p":
        return mark
    cell = w("tc", w("tcPr", w("tcW", w=0, type="auto")), mark)
    return cell if level == "tc" else w("tr", cell)


@dataclass(frozen=True)
class Column:
    """A column of a table: what its header cell says and how wide it is."""

    head: str
    width: int
    to_right: bool = False


def cell(*content: Element, width: int = 0, fill: str = "") -> Element:
    """Return a table cell; without a width it takes that of the grid."""
    size = w("tcW", w=width, type="dxa" if width else "auto")
    shade = w("shd", val="clear", color="auto", fill=fill) if fill else None
    return w("tc", w("tcPr", size, shade), *content)


def row(*cells: Element, header: bool = False) -> Element:
    """Return a table row that no page break splits; a header row is repeated on each page."""
    return w("tr", w("trPr", w("cantSplit"), w("tblHeader") if header else None), *cells)


def header_row(columns: Sequence[Column]) -> Element:
    """Return the header row of the columns."""
    cells = [
        cell(paragraph("EVACellHeadRight" if column.to_right else "EVACellHead", column.head),
             width=column.width)
        for column in columns
    ]  # fmt: skip
    return row(*cells, header=True)


def table(
    widths: Sequence[int],
    rows: Iterable[Element],
    *,
    caption: str,
    description: str,
    style: str = "EVATable",
) -> Element:
    """Return a table whose first row is its header row.

    Caption and description are what a screen reader says of the table before entering it
    (EN 301 549, WCAG 2.1 success criterion 1.3.1). The layout is fixed: a long word is broken
    inside its cell and can't push the other columns off the page.
    """
    properties = w(
        "tblPr",
        w("tblStyle", val=style),
        w("tblW", w=sum(widths), type="dxa"),
        w("tblLayout", type="fixed"),
        w("tblLook", val="0420", firstRow=1, lastRow=0, firstColumn=0, lastColumn=0, noHBand=0,
          noVBand=1),
        w("tblCaption", val=caption),
        w("tblDescription", val=description),
    )  # fmt: skip
    grid = w("tblGrid", *[w("gridCol", w=width) for width in widths])
    return w("tbl", properties, grid, *rows)
