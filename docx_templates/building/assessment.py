"""The assessment: the document that is attached to an agenda item."""

from collections.abc import Mapping

from building import comparison, following, screening
from building.head import (
    cover,
    direction,
    first_header,
    page_footer,
    page_header,
    texts,
    texts_or,
)
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
    run,
    table,
)
from building.package import Template
from building.words import LANGUAGES, words

_FACTS = {
    "significance": "significance", "horizons": "horizons", "certainty": "certainty",
    "groups": "groups_short", "areas": "areas", "amount": "amount",
}  # fmt: skip
"""Property of an effect, and the word before it, in the order of printing."""

_IN_WORDS = ("significance", "horizons", "certainty")
"""Properties whose words begin with a capital letter of their own, which is out of place here."""


def document(language: str) -> Template:
    """Return the template of the assessment."""
    say = words(language)
    body = [
        *cover(say, "assessment_name"),
        *block("has_assessment", *_first_page(say),
               otherwise=[paragraph("EVAAfterTable", say["no_assessment"]), *texts("summary")]),
        *_background(say),
        *screening.section(say),
        *block("has_assessment", *_assessment(say)),
        *following.colophon(say),
    ]  # fmt: skip
    return Template(LANGUAGES[language], say["assessment_name"], body, page_header(say),
                    first_header(say), page_footer(say, "assessment_name"))  # fmt: skip


def _assessment(say: Mapping[str, str]) -> list[Element]:
    return [
        *_alternatives(say),
        *comparison.section(say),
        *_effects(say),
        *_populations(say),
        *following.links(say),
        *following.participation(say),
        *following.follow_up(say),
        *following.sources(say),
    ]


def _first_page(say: Mapping[str, str]) -> list[Element]:
    """Return what a councillor needs in order to decide whether to read on."""
    proposed = f"{{% if proposed %}}{{{{ proposed }}}}{{% else %}}{say['no_proposed']}{{% endif %}}"
    groups = f"{{% if groups_hit %}}{{{{ groups_hit }}}}{{% else %}}{say['no_groups']}{{% endif %}}"
    measure = [*direction("item"), run(": {{ item.code }} {{ item.title }}")]
    return [
        paragraph("Heading1", say["summary"]),
        *texts_or("summary", say["no_summary"], "EVALead"),
        paragraph("EVAProposal", run(f"{say['proposed']} ", "EVAStrong"), proposed),
        paragraph("Heading2", say["highlights"]),
        *block("highlights", _highlights(say),
               otherwise=[paragraph("EVABody", run(say["no_highlights"], "EVAQuiet"))]),
        paragraph("EVAAfterTable", run(f"{say['groups_hit']} ", "EVAStrong"), groups),
        paragraph("Heading2", say["measures"]),
        *block("measures_touched",
               *repeat("item in measures_touched", paragraph("EVADash", *measure)),
               otherwise=[paragraph("EVABody", run(say["no_measures"], "EVAQuiet"))]),
    ]  # fmt: skip


def _highlights(say: Mapping[str, str]) -> Element:
    columns = (
        Column(say["effect"], 3650),
        Column(say["direction"], 3050),
        Column(say["groups"], TEXT_WIDTH - 3650 - 3050),
    )
    line = row(
        cell(paragraph("EVACell", "{{ item.label }}"), width=columns[0].width),
        cell(paragraph("EVACell", *direction("item")), width=columns[1].width),
        cell(paragraph("EVACell", "{{ item.groups }}"), width=columns[2].width),
    )
    return table(
        [column.width for column in columns],
        [header_row(columns), *rows_for("item in highlights", line)],
        caption=say["highlights"],
        description=say["highlights_description"],
    )


def _background(say: Mapping[str, str]) -> list[Element]:
    parts: list[Element] = []
    for name in ("description", "present_state", "objective"):
        parts += block(name, paragraph("Heading2", say[name]), *texts(name))
    heading = paragraph("Heading1", say["background"])
    return block("description or present_state or objective", heading, *parts)


def _alternatives(say: Mapping[str, str]) -> list[Element]:
    marks = (
        f"{{% if item.is_proposed %}} ({say['proposal_mark']}){{% endif %}}"
        f"{{% if item.is_zero %}} ({say['zero_mark']}){{% endif %}}"
    )
    return [
        paragraph("Heading1", say["alternatives"]),
        *block("alternatives",
               *repeat("item in alternatives",
                       paragraph("Heading2", "{{ item.code }} {{ item.title }}",
                                 run(marks, "EVAQuiet")),
                       *texts("item.description")),
               otherwise=[paragraph("EVABody", say["no_alternatives"])]),
        *block("single_alternative_reason",
               paragraph("Heading2", say["single_reason"]), *texts("single_alternative_reason")),
    ]  # fmt: skip


def _effects(say: Mapping[str, str]) -> list[Element]:
    one = repeat("effect in part.effects", *_effect(say))
    return [
        paragraph("Heading1", say["effects"]),
        *block("perspectives",
               *repeat("part in perspectives", paragraph("Heading2", "{{ part.title }}"),
                       *_amounts(say), *one),
               otherwise=[paragraph("EVABody", say["no_effects"])]),
    ]  # fmt: skip


def _amounts(say: Mapping[str, str]) -> list[Element]:
    """Return the euros of a perspective as a table, once, if any of its effects has an estimate."""
    columns = (
        Column(say["effect"], TEXT_WIDTH - 1500 - 2000),
        Column(say["alternative"], 1500),
        Column(say["amount"], 2000, to_right=True),
    )
    line = row(
        cell(paragraph("EVACell", "{{ item.label }}"), width=columns[0].width),
        cell(paragraph("EVACell", "{{ item.alternative }}"), width=columns[1].width),
        cell(paragraph("EVACellRight", "{{ item.amount }}"), width=columns[2].width),
    )
    figures = table(
        [column.width for column in columns],
        [header_row(columns), *rows_for("item in part.effects if item.amount", line)],
        caption=say["amounts"],
        description=say["amounts_description"],
    )
    return repeat("effect in part.effects if effect.amount", *block("loop.first", figures))


def _effect(say: Mapping[str, str]) -> list[Element]:
    basis = "{% if effect.secrecy_basis %}: {{ effect.secrecy_basis }}{% endif %}"
    mitigation = run(f"{{% if loop.first %}}{say['mitigation']} {{% endif %}}", "EVAStrong")
    sources = f"{say['effect_sources']} {{{{ effect.sources | join('; ') }}}}"
    return [
        paragraph("Heading3", "{{ effect.label }}, {{ effect.alternative }}"),
        paragraph("EVADirection", *direction("effect")),
        *block(" or ".join(f"effect.{name}" for name in _FACTS),
               paragraph("EVAFacts", _facts(say))),
        *block("effect.is_secret",
               paragraph("EVANotice", run(say["secret_effect"], "EVAStrong"), basis)),
        *texts("effect.description"),
        *repeat("paragraph in effect.mitigation",
                paragraph("EVABody", mitigation, "{{ paragraph }}")),
        *block("effect.sources", paragraph("EVASmall", sources)),
    ]  # fmt: skip


def _facts(say: Mapping[str, str]) -> str:
    """Return the line of an effect's properties; what isn't recorded isn't printed."""
    line = ""
    for position, (name, word) in enumerate(_FACTS.items()):
        before = " or ".join(f"effect.{earlier}" for earlier in list(_FACTS)[:position])
        dot = f"{{% if {before} %}} · {{% endif %}}" if before else ""
        value = f"effect.{name} | lower" if name in _IN_WORDS else f"effect.{name}"
        line += f"{{% if effect.{name} %}}{dot}{say[word]}: {{{{ {value} }}}}{{% endif %}}"
    return line


def _populations(say: Mapping[str, str]) -> list[Element]:
    columns = (
        Column(say["population"], 1900),
        Column(say["effect"], TEXT_WIDTH - 1900 - 1200 - 3050),
        Column(say["alternative"], 1200),
        Column(say["direction"], 3050),
    )
    name = "{% if loop.first %}{{ group.title }}{% endif %}"
    again = "{% if not loop.first %}{{ group.title }}{% endif %}"
    contents = (
        [run(name, "EVAStrong"), run(again, "EVAQuiet")],
        [run("{{ effect.label }}")],
        [run("{{ effect.alternative }}")],
        direction("effect"),
    )
    line = row(*[
        cell(paragraph("EVACell", *content), width=column.width)
        for column, content in zip(columns, contents, strict=True)
    ])  # fmt: skip
    rows = rows_for("group in population_groups", *rows_for("effect in group.effects", line))
    return block(
        "population_groups",
        paragraph("Heading1", say["populations"]),
        table([column.width for column in columns], [header_row(columns), *rows],
              caption=say["populations"], description=say["populations_description"]),
    )  # fmt: skip
