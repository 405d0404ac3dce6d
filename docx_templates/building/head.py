"""What the documents share: cover block, notices, page header, page footer, small idioms."""

from collections.abc import Mapping

from building.ooxml import (
    TEXT_WIDTH,
    Column,
    Element,
    block,
    cell,
    field,
    header_row,
    paragraph,
    repeat,
    row,
    rows_if,
    run,
    table,
    w,
)

LABEL_WIDTH = 2750
"""Of the cover block's first column: the longest label stands on one line."""


def texts(name: str, style: str = "EVABody") -> list[Element]:
    """Return a paragraph for each string of a list of the report, such as summary."""
    return repeat(f"paragraph in {name}", paragraph(style, "{{ paragraph }}"))


def texts_or(name: str, fallback: str, style: str = "EVABody") -> list[Element]:
    """Return a paragraph for each string of a list, or words that say there is nothing.

    A cell of a table needs it too: Word refuses a cell without a paragraph.
    """
    nothing = paragraph(style, run(fallback, "EVAQuiet" if style else ""))
    return block(name, *texts(name, style), otherwise=[nothing])


def title_or(say: Mapping[str, str]) -> str:
    """Return the matter's title, or words that say it is missing: a title is never empty."""
    return f"{{% if title %}}{{{{ title }}}}{{% else %}}{say['untitled']}{{% endif %}}"


def direction(item: str) -> list[Element]:
    """Return sign and word of an effect or a link: never a sign or a colour alone."""
    return [run(f"{{% if {item}.sign %}}{{{{ {item}.sign }}}} {{% endif %}}", "EVASign"),
            run(f"{{{{ {item}.word }}}}")]  # fmt: skip


def cover(say: Mapping[str, str], name: str) -> list[Element]:
    """Return the cover block: municipality, document, title, notices, facts of the matter."""
    return [
        paragraph("EVAKicker", run("{{ municipality }}", "EVAStrong"),
                  f"{{% if municipality %}} · {{% endif %}}{say[name]}"),
        paragraph("Title", title_or(say)),
        *notices(say),
        *block("agenda_items or register_number or decision_type or cost or preparer_title "
               "or presenter_title or version or publicity or attachment", _facts(say)),
    ]  # fmt: skip


def notices(say: Mapping[str, str]) -> list[Element]:
    """Return what a reader must know before anything else: draft, secret, something left out."""
    omitted = (
        f"{{% if omitted_secret == 1 %}}{say['omitted_one']}"
        f"{{% else %}}{say['omitted_many']}{{% endif %}}"
    )
    draft, secret = run(f"{say['draft']}. ", "EVAStrong"), run(f"{say['secret']}. ", "EVAStrong")
    return [
        *block("is_draft", paragraph("EVANotice", draft, say["draft_notice"])),
        *block("contains_secret", paragraph("EVANotice", secret, say["secret_notice"])),
        *block("omitted_secret", paragraph("EVANotice", omitted)),
    ]


def _facts(say: Mapping[str, str]) -> Element:
    """Return the table of the matter's facts; what belongs together shares a row, for space."""
    columns = (
        Column(say["facts_head"], LABEL_WIDTH),
        Column(say["facts_value"], TEXT_WIDTH - LABEL_WIDTH),
    )
    handling = repeat("item in agenda_items", paragraph("EVAMeta", "{{ item.line }}"))
    number = (
        "{{ register_number }}{% if parent_register_number %}"
        f" ({say['builds_on']} {{{{ parent_register_number }}}}){{% endif %}}"
    )
    version = (
        "{{ version }}{% if issued_on %} ({{ issued_on }}){% endif %}"
        f"{{% if is_draft %}}, {say['draft'].lower()}{{% endif %}}"
        "{% if publicity %} · {{ publicity }}{% endif %}"
        "{% if attachment %} · {{ attachment }}{% endif %}"
    )
    rows = [
        header_row(columns),
        *rows_if("agenda_items", fact(say["handling"], *handling)),
        *rows_if("register_number", fact(say["register_number"], paragraph("EVAMeta", number))),
        *_pair("decision_type", say["decision_type"], "cost", say["cost"], say["type_and_cost"]),
        *_pair("preparer_title", say["preparer"], "presenter_title", say["presenter"], ""),
        *rows_if("version or publicity or attachment",
                 fact(say["version_and_publicity"], paragraph("EVAMeta", version))),
    ]  # fmt: skip
    return table(
        [column.width for column in columns], rows,
        caption=say["facts_head"], description=say["facts_description"], style="EVAPlain",
    )  # fmt: skip


def _pair(one: str, one_label: str, other: str, other_label: str, both_label: str) -> list[Element]:
    """Return a row for two values of which either may be missing; the label names those there."""
    both = both_label or f"{one_label} · {other_label[0].lower()}{other_label[1:]}"
    label = (
        f"{{% if {one} and {other} %}}{both}{{% elif {one} %}}{one_label}"
        f"{{% else %}}{other_label}{{% endif %}}"
    )
    value = f"{{{{ {one} }}}}{{% if {one} and {other} %}} · {{% endif %}}{{{{ {other} }}}}"
    return rows_if(f"{one} or {other}", fact(label, paragraph("EVAMeta", value)))


def fact(label: str, *value: Element, width: int = LABEL_WIDTH) -> Element:
    """Return a row of label and value."""
    return row(
        cell(paragraph("EVAMetaLabel", label), width=width),
        cell(*value, width=TEXT_WIDTH - width),
    )


def _marks(say: Mapping[str, str]) -> str:
    return (
        f"{{% if is_draft %}}{say['draft']} · {{% endif %}}"
        f"{{% if contains_secret %}}{say['secret']} · {{% endif %}}"
    )


def page_header(say: Mapping[str, str]) -> list[Element]:
    """Return the header from the second page on; one paragraph, so that a long title wraps."""
    return [
        paragraph(
            "Header",
            run(_marks(say), "EVAStrong"),
            "{{ register_number }}{% if register_number and title %} · {% endif %}{{ title }}",
        )
    ]


def first_header(say: Mapping[str, str]) -> list[Element]:
    """Return the first page's header: the title stands right below it, so it isn't repeated."""
    return [
        paragraph(
            "Header",
            run(_marks(say), "EVAStrong"),
            "{{ register_number }}{% if register_number and attachment %} · {% endif %}"
            "{{ attachment }}",
        )
    ]


def page_footer(say: Mapping[str, str], name: str) -> list[Element]:
    """Return the footer: document and version to the left, page of pages to the right."""
    version = (
        f"{say[name]}{{% if version %}}, {say['version_small']} {{{{ version }}}}{{% endif %}}"
        "{% if issued_on %}, {{ issued_on }}{% endif %}"
    )
    return [paragraph("Footer", version, *_page_numbers(say))]


def plain_footer(say: Mapping[str, str]) -> list[Element]:
    """Return the footer of a document that isn't ours to name: only the page of pages."""
    return [paragraph("Footer", *_page_numbers(say))]


def _page_numbers(say: Mapping[str, str]) -> list[Element]:
    return [
        w("r", w("tab")),
        run(f"{say['page']} "),
        *field("PAGE"),
        run(" / "),
        *field("NUMPAGES"),
    ]
