"""The styles of the templates: Word's own names for what Word knows, "EVA ..." for the rest.

Every style of ours is based on one of Word's own and carries the language, so that both survive
when a document is appended to somebody else's.
"""

from dataclasses import dataclass, field

from building.ooxml import TEXT_WIDTH, Element, w

CITY = "00385C"
INK = "0B0C0C"
QUIET = "505A5F"
RULE = "C5D3DC"
PALE = "EAF1F6"
FONT = "Calibri"


@dataclass(frozen=True)
class Look:
    """How a paragraph or a character style differs from the one it is based on.

    Sizes are half points; spaces are twentieths of a point; lines are 240ths of a line.
    """

    size: int = 0
    colour: str = ""
    bold: bool | None = None
    before: int | None = None
    after: int | None = None
    line: int | None = None
    left: int = 0
    hanging: int = 0
    keep_next: bool = False
    hyphenate: bool | None = None
    contextual: bool = False
    align: str = ""
    outline: int | None = None
    border: dict[str, tuple[str, int, int, str]] = field(default_factory=dict)
    tab_right: int = 0


def styles(language: str, *, ours: bool) -> Element:
    """Return the styles part for a document language such as fi-FI, with or without our own."""
    known = [
        _style("Normal", "Normal", "", Look(), default=True),
        _character_default(),
        _table_default(),
        w("style", w("name", val="No List"), w("uiPriority", val=99), w("semiHidden"),
          type="numbering", default=1, styleId="NoList"),
        *[_style(key, name, "Normal", look, following="EVABody" if ours else "Normal")
          for key, name, look in _BUILT_IN],
        *[_style(key, name, "Normal", look) for key, name, look in _MARGINS],
    ]  # fmt: skip
    if not ours:
        return w("styles", _defaults(language), *known)
    own = [_style(key, name, base, look, lang=language) for key, name, base, look in _OURS]
    marks = [_character(key, name, look, language) for key, name, look in _MARKS]
    tables = [_table_style(*given) for given in _TABLES]
    return w("styles", _defaults(language), *known, *own, *marks, *tables)


_BUILT_IN = (
    ("Title", "Title", Look(size=42, colour=CITY, bold=True, before=20, after=140, line=250,
                            keep_next=True, hyphenate=False)),
    ("Heading1", "heading 1", Look(size=32, colour=CITY, bold=True, before=350, after=120, line=264,
                                   keep_next=True, hyphenate=False, outline=0)),
    ("Heading2", "heading 2", Look(size=25, colour=CITY, bold=True, before=240, after=80, line=264,
                                   keep_next=True, hyphenate=False, outline=1)),
    ("Heading3", "heading 3", Look(size=22, colour=INK, bold=True, before=260, after=20, line=264,
                                   keep_next=True, hyphenate=False, outline=2)),
)  # fmt: skip

_MARGINS = (
    ("Header", "header", Look(size=17, colour=QUIET, after=0, line=252, hyphenate=False,
                              border={"bottom": ("single", 4, 4, RULE)})),
    ("Footer", "footer", Look(size=17, colour=QUIET, after=0, line=252, hyphenate=False,
                              border={"top": ("single", 4, 4, RULE)}, tab_right=TEXT_WIDTH)),
)  # fmt: skip

_OURS = (
    ("EVABody", "EVA Body", "Normal", Look(after=140, line=293)),
    ("EVALead", "EVA Lead", "EVABody", Look(after=80, line=269)),
    ("EVAProposal", "EVA Proposal", "EVABody", Look(before=120, after=120, line=269, left=170,
                                                    border={"left": ("single", 24, 8, CITY)})),
    ("EVAAfterTable", "EVA After Table", "EVABody", Look(before=180, after=40, line=269)),
    ("EVAKicker", "EVA Kicker", "Normal", Look(size=24, colour=CITY, after=0, line=264,
                                               keep_next=True, hyphenate=False)),
    ("EVAMeta", "EVA Meta", "Normal", Look(size=20, after=0, line=252, hyphenate=False)),
    ("EVAMetaLabel", "EVA Meta Label", "EVAMeta", Look(colour=QUIET)),
    ("EVAMetaSmall", "EVA Meta Small", "EVAMeta", Look(size=18)),
    ("EVACell", "EVA Cell", "Normal", Look(size=20, after=0, line=259, hyphenate=True)),
    ("EVACellSmall", "EVA Cell Small", "EVACell", Look(size=18, line=252)),
    ("EVACellHead", "EVA Cell Head", "EVACell", Look(bold=True, colour=CITY, keep_next=True)),
    ("EVACellHeadRight", "EVA Cell Head Right", "EVACellHead", Look(align="right")),
    ("EVACellRight", "EVA Cell Right", "EVACell", Look(align="right")),
    ("EVACellGroup", "EVA Cell Group", "EVACell", Look(bold=True, before=60, keep_next=True)),
    ("EVASmall", "EVA Small", "Normal", Look(size=18, colour=QUIET, before=80, after=120,
                                             line=259)),
    ("EVADirection", "EVA Direction", "Normal", Look(after=0, line=264, keep_next=True)),
    ("EVAFacts", "EVA Facts", "Normal", Look(size=20, colour=QUIET, after=80, line=259,
                                             keep_next=True)),
    ("EVADash", "EVA Dash", "EVABody", Look(after=60, line=269, left=284, hanging=284,
                                            contextual=True)),
    ("EVANotice", "EVA Notice", "Normal", Look(before=80, after=120, line=269, left=170,
                                               border={"left": ("single", 24, 8, CITY)})),
)  # fmt: skip

_MARKS = (
    ("EVAStrong", "EVA Strong", Look(bold=True)),
    ("EVAQuiet", "EVA Quiet", Look(colour=QUIET, bold=False)),
    ("EVASign", "EVA Sign", Look(bold=True, colour=CITY)),
)


_TABLES = (
    ("EVATable", "EVA Table", PALE, 40),
    ("EVACompact", "EVA Compact", PALE, 16),
    ("EVAPlain", "EVA Plain", "", 20),
)
"""Key, name, fill of the header row, space above and below the text of a cell."""


def _defaults(language: str) -> Element:
    return w(
        "docDefaults",
        w("rPrDefault", w(
            "rPr",
            w("rFonts", ascii=FONT, hAnsi=FONT, eastAsia=FONT, cs=FONT),
            w("sz", val=22),
            w("szCs", val=22),
            w("lang", val=language, eastAsia=language, bidi="ar-SA"),
        )),
        w("pPrDefault", w("pPr", w("spacing", after=140, line=293, lineRule="auto"))),
    )  # fmt: skip


def _style(
    key: str, name: str, base: str, look: Look, *, lang: str = "", default: bool = False,
    following: str = "",
) -> Element:  # fmt: skip
    custom = {"customStyle": 1} if key.startswith("EVA") else {}
    first = {"default": 1} if default else {}
    return w(
        "style",
        w("name", val=name),
        w("basedOn", val=base) if base else None,
        w("next", val=following) if following else None,
        w("uiPriority", val=9) if following else None,
        w("qFormat"),
        _paragraph_look(look),
        _run_look(look, lang),
        type="paragraph", styleId=key, **custom, **first,
    )  # fmt: skip


def _paragraph_look(look: Look) -> Element:
    spacing = {"before": look.before, "after": look.after, "line": look.line}
    given: dict[str, str | int] = {
        key: value for key, value in spacing.items() if value is not None
    }
    if "line" in given:
        given["lineRule"] = "auto"
    indent = w("ind", left=look.left, hanging=look.hanging) if look.left else None
    return w(
        "pPr",
        w("keepNext") if look.keep_next else None,
        w("keepLines") if look.keep_next else None,
        _borders(look),
        w("tabs", w("tab", val="right", pos=look.tab_right)) if look.tab_right else None,
        None if look.hyphenate is None else w("suppressAutoHyphens", val=int(not look.hyphenate)),
        w("spacing", **given) if given else None,
        indent,
        w("contextualSpacing") if look.contextual else None,
        w("jc", val=look.align) if look.align else None,
        None if look.outline is None else w("outlineLvl", val=look.outline),
    )


def _borders(look: Look) -> Element | None:
    if not look.border:
        return None
    lines = [
        w(side, val=kind, sz=size, space=space, color=colour)
        for side, (kind, size, space, colour) in look.border.items()
    ]
    return w("pBdr", *lines)


def _run_look(look: Look, language: str) -> Element:
    return w(
        "rPr",
        None if look.bold is None else w("b", val=int(look.bold)),
        None if look.bold is None else w("bCs", val=int(look.bold)),
        w("color", val=look.colour) if look.colour else None,
        w("sz", val=look.size) if look.size else None,
        w("szCs", val=look.size) if look.size else None,
        w("lang", val=language) if language else None,
    )


def _character_default() -> Element:
    return w(
        "style", w("name", val="Default Paragraph Font"), w("uiPriority", val=1), w("semiHidden"),
        w("unhideWhenUsed"), type="character", default=1, styleId="DefaultParagraphFont",
    )  # fmt: skip


def _character(key: str, name: str, look: Look, language: str) -> Element:
    return w(
        "style",
        w("name", val=name),
        w("basedOn", val="DefaultParagraphFont"),
        w("qFormat"),
        _run_look(look, language),
        type="character", customStyle=1, styleId=key,
    )  # fmt: skip


def _table_default() -> Element:
    return w(
        "style",
        w("name", val="Normal Table"),
        w("uiPriority", val=99),
        w("semiHidden"),
        w("unhideWhenUsed"),
        w("tblPr", w("tblInd", w=0, type="dxa"), _cell_margins(0, 108)),
        type="table", default=1, styleId="TableNormal",
    )  # fmt: skip


def _cell_margins(upright: int, side: int) -> Element:
    return w(
        "tblCellMar",
        w("top", w=upright, type="dxa"),
        w("left", w=side, type="dxa"),
        w("bottom", w=upright, type="dxa"),
        w("right", w=side, type="dxa"),
    )


def _table_style(key: str, name: str, fill: str, upright: int) -> Element:
    """Return a table style with thin horizontal rules only, and a pale header row if filled."""
    rule: dict[str, str | int] = {"val": "single", "sz": 4, "space": 0, "color": RULE}
    strong: dict[str, str | int] = {"val": "single", "sz": 8, "space": 0, "color": CITY}
    edges = strong if fill else rule
    return w(
        "style",
        w("name", val=name),
        w("basedOn", val="TableNormal"),
        w("uiPriority", val=99),
        w("tblPr",
          w("tblBorders", w("top", **edges), w("bottom", **rule), w("insideH", **rule)),
          _cell_margins(upright, 85 if fill else 0)),
        w("tblStylePr",
          w("tblPr"),
          w("tcPr", w("shd", val="clear", color="auto", fill=fill), w("vAlign", val="bottom")),
          type="firstRow") if fill else None,
        type="table", customStyle=1, styleId=key,
    )  # fmt: skip
