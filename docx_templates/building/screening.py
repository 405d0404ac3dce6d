"""The screening: as a part of the assessment, and as a record of its own on one page."""

from collections.abc import Mapping

from building.head import cover, fact, first_header, page_footer, page_header, texts
from building.ooxml import (
    TEXT_WIDTH,
    Column,
    Element,
    block,
    cell,
    header_row,
    paragraph,
    row,
    rows_for,
    rows_if,
    run,
    table,
)
from building.package import Template
from building.words import LANGUAGES, words

_LABEL = 2900

_STYLE = {True: "EVACompact", False: "EVATable"}
"""Of the tables: the record must fit one page, so its rows are closer."""

_REASON_CODES = (
    "individual_matter", "claim", "appointment", "information", "meeting_formality",
    "implementation", "technical_or_minor", "assessed_elsewhere", "other",
)  # fmt: skip


def record(language: str) -> Template:
    """Return the template of the screening record."""
    say = words(language)
    body = [
        *cover(say, "screening_name"),
        paragraph("EVAAfterTable", say["screening_question"]),
        *block("description", *texts("description", "EVAMeta")),
        *block("screening.is_done", *_done(say, who=True),
               otherwise=[paragraph("EVABody", say["no_screening"])]),
        paragraph("EVASmall", say["unknown_counts"]),
    ]  # fmt: skip
    return Template(LANGUAGES[language], say["screening_name"], body, page_header(say),
                    first_header(say), page_footer(say, "screening_name"))  # fmt: skip


def section(say: Mapping[str, str]) -> list[Element]:
    """Return the screening as a part of the assessment."""
    return [
        paragraph("Heading1", say["screening"]),
        *block("screening.is_done", *_done(say, who=False),
               otherwise=[paragraph("EVABody", say["no_screening"])]),
    ]  # fmt: skip


def _done(say: Mapping[str, str], *, who: bool) -> list[Element]:
    heading = "Heading1" if who else "Heading2"
    answers = block("screening.answers", _answers(say, _STYLE[who]),
                    otherwise=[paragraph("EVABody", say["no_answers"])])  # fmt: skip
    outcome = [paragraph("Heading1", say["outcome_heading"])] if who else []
    return [*outcome, _outcome(say, who=who), paragraph(heading, say["answers"]), *answers]


def _outcome(say: Mapping[str, str], *, who: bool) -> Element:
    columns = (
        Column(say["outcome"], _LABEL),
        Column("{{ screening.depth_word }}", TEXT_WIDTH - _LABEL),
    )
    rows = [header_row(columns)]
    values = {
        "rule": "{{ screening.rule }}",
        "overruled": "{{ screening.overruled }}",
        "reason_code": _reason_code(say),
    }
    for name, value in values.items():
        line = fact(say[name], paragraph("EVAMeta", value), width=_LABEL)
        rows += rows_if(f"screening.{name}", line)
    for name in ("reason", "refers_to"):
        line = fact(say[name], *texts(f"screening.{name}", "EVAMeta"), width=_LABEL)
        rows += rows_if(f"screening.{name}", line)
    by = "{% if preparer_title %}, {{ preparer_title }}{% endif %}" if who else ""
    when = f"{{{{ screening.screened_on }}}}{by} ({{{{ screening.question_set }}}})"
    rows += rows_if("screening.screened_on",
                    fact(say["screened_on"], paragraph("EVAMeta", when), width=_LABEL))  # fmt: skip
    return table([column.width for column in columns], rows,
                 caption=say["screening"], description=say["outcome_description"],
                 style=_STYLE[who])  # fmt: skip


def _reason_code(say: Mapping[str, str]) -> str:
    """Return the words of the reason's code; the codes are those of the case file."""
    choices = "".join(
        f"{{% {'if' if number == 0 else 'elif'} screening.reason_code == '{code}' %}}"
        f"{say[f'reason_{code}']}"
        for number, code in enumerate(_REASON_CODES)
    )
    return f"{choices}{{% else %}}{{{{ screening.reason_code }}}}{{% endif %}}"


def _answers(say: Mapping[str, str], style: str) -> Element:
    columns = (Column(say["question"], TEXT_WIDTH - 1600), Column(say["answer"], 1600))
    line = row(
        cell(paragraph("EVACell", "{{ item.question }}"), width=columns[0].width),
        cell(paragraph("EVACell", run("{{ item.answer }}", "EVAStrong")), width=columns[1].width),
    )
    return table(
        [column.width for column in columns],
        [header_row(columns), *rows_for("item in screening.answers", line)],
        caption=say["answers"],
        description=say["answers_description"],
        style=style,
    )
