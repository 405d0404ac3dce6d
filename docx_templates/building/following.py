"""The last parts of the assessment: strategy, hearings, follow-up, sources, how it was made."""

from collections.abc import Mapping, Sequence

from building.head import direction, texts_or
from building.ooxml import (
    TEXT_WIDTH,
    Column,
    Element,
    block,
    cell,
    header_row,
    paragraph,
    repeat,
    row,
    rows_for,
    rows_if,
    run,
    table,
)


def _section(
    say: Mapping[str, str], key: str, loop: str, columns: Sequence[Column],
    contents: Sequence[Sequence[Element]],
) -> Element:  # fmt: skip
    """Return a table with a row for each item of a loop; each content is one cell's paragraphs."""
    cells = [
        cell(*content, width=column.width)
        for column, content in zip(columns, contents, strict=True)
    ]
    return table(
        [column.width for column in columns],
        [header_row(columns), *rows_for(loop, row(*cells))],
        caption=say[key],
        description=say[f"{key}_description"],
    )


def links(say: Mapping[str, str]) -> list[Element]:
    """Return the links to the measures of the strategic programmes."""
    columns = (
        Column(say["measure"], 2650),
        Column(say["alternative"], 1200),
        Column(say["direction"], 1550),
        Column(say["reason"], TEXT_WIDTH - 2650 - 1200 - 1550),
    )
    contents = (
        [paragraph("EVACell", run("{{ link.code }}", "EVAStrong"), " {{ link.title }}"),
         paragraph("EVACell", run("{{ link.programme }}", "EVAQuiet"))],
        [paragraph("EVACell", "{{ link.alternative }}")],
        [paragraph("EVACell", *direction("link"))],
        texts_or("link.reason", say["not_recorded"], "EVACell"),
    )  # fmt: skip
    return [
        paragraph("Heading1", say["links"]),
        *block("links", _section(say, "links", "link in links", columns, contents),
               otherwise=texts_or("no_links_reason", say["no_links"])),
    ]  # fmt: skip


def participation(say: Mapping[str, str]) -> list[Element]:
    """Return who was heard, and whether the duty to give a chance to influence was checked."""
    columns = (
        Column(say["who"], 2000),
        Column(say["how"], 2300),
        Column(say["said"], 2600),
        Column(say["changed"], TEXT_WIDTH - 2000 - 2300 - 2600),
    )
    contents = (
        [paragraph("EVACell", run("{{ hearing.who }}", "EVAStrong"))],
        [paragraph("EVACell", "{{ hearing.how }}{% if hearing.on %}, {{ hearing.on }}{% endif %}")],
        texts_or("hearing.said", say["not_recorded"], "EVACell"),
        texts_or("hearing.changed", say["not_recorded"], "EVACell"),
    )
    checked = (
        f" {{% if hearing_duty %}}{{{{ hearing_duty | lower }}}}"
        f"{{% else %}}{say['hearing_missing'].lower()}{{% endif %}}."
    )
    return [
        paragraph("Heading1", say["participation"]),
        paragraph("EVABody", say["hearing_duty"], run(checked, "EVAStrong")),
        *block("participation",
               _section(say, "participation", "hearing in participation", columns, contents),
               otherwise=[paragraph("EVABody", run(say["no_participation"], "EVAQuiet"))]),
    ]  # fmt: skip


def follow_up(say: Mapping[str, str]) -> list[Element]:
    """Return what is looked at after the decision, and what was seen."""
    columns = (
        Column(say["what"], 3700),
        Column(say["responsible"], 1800),
        Column(say["due_on"], 1400),
        Column(say["observed"], TEXT_WIDTH - 3700 - 1800 - 1400),
    )
    contents = (
        [paragraph("EVACell", "{{ item.what }}")],
        [paragraph("EVACell", "{{ item.responsible_title }}")],
        [paragraph("EVACell", "{{ item.due_on }}")],
        texts_or("item.observed", say["not_observed"], "EVACell"),
    )
    return [
        paragraph("Heading1", say["follow_up"]),
        *block("follow_up", _section(say, "follow_up", "item in follow_up", columns, contents),
               otherwise=[paragraph("EVABody", run(say["no_follow_up"], "EVAQuiet"))]),
    ]  # fmt: skip


def sources(say: Mapping[str, str]) -> list[Element]:
    """Return the list of sources; a plain dash instead of a list keeps appending safe."""
    return [
        paragraph("Heading1", say["sources"]),
        *block("sources", *repeat("source in sources", paragraph("EVADash", "–", "\t{{ source }}")),
               otherwise=[paragraph("EVABody", run(say["no_sources"], "EVAQuiet"))]),
    ]  # fmt: skip


def colophon(say: Mapping[str, str]) -> list[Element]:
    """Return which record, question sets, template and program made the document."""
    width = 2750
    names = {"record": "record", "question_sets": "question_sets", "template": "template",
             "generator": "generator", "checksum": "content_sha256"}  # fmt: skip
    columns = (Column(say["colophon_item"], width), Column(say["facts_value"], TEXT_WIDTH - width))
    rows = [header_row(columns)]
    for word, name in names.items():
        line = row(
            cell(paragraph("EVAMetaLabel", say[word], keep_next=word != "checksum"), width=width),
            cell(paragraph("EVAMetaSmall", f"{{{{ colophon.{name} }}}}"), width=TEXT_WIDTH - width),
        )
        rows += rows_if(f"colophon.{name}", line)
    made = table(
        [column.width for column in columns],
        rows,
        caption=say["colophon"],
        description=say["colophon_description"],
        style="EVAPlain",
    )
    recorded = " or ".join(f"colophon.{name}" for name in names.values())
    return block(recorded, paragraph("Heading1", say["colophon"]), made)
