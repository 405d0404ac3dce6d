"""The plain agenda item, for a secretary who has no file from the case management system.

Its styles are Word's own: the city's system gives it its looks.
"""

from building.head import plain_footer, texts, texts_or, title_or
from building.ooxml import block, paragraph, repeat
from building.package import Template
from building.words import LANGUAGES, words


def item(language: str) -> Template:
    """Return the template of the agenda item."""
    say = words(language)
    attached = f"{say['agenda_attached']}{{% if attachment %}} ({{{{ attachment }}}}){{% endif %}}."
    presenter = (
        f"{{% if presenter_title %}}{say['presenter']} {{{{ presenter_title }}}}{{% endif %}}"
    )
    body = [
        paragraph("", "{{ register_number }}", keep_next=True),
        paragraph("Title", title_or(say)),
        *repeat("meeting in agenda_items", paragraph("", "{{ meeting.line }}")),
        *block("preparer_title",
               paragraph("Heading1", say["agenda_preparer"]),
               paragraph("", "{{ preparer_title }}")),
        paragraph("Heading1", say["agenda_description"]),
        *texts_or("description", say["no_description"], ""),
        paragraph("Heading1", say["agenda_effects"]),
        *block("has_assessment",
               *texts_or("summary", say["no_summary"], ""),
               paragraph("", attached),
               otherwise=[paragraph("", say["agenda_none"]), *texts("screening.reason", "")]),
        paragraph("Heading1", say["agenda_proposal"]),
        *block("presenter_title", paragraph("", presenter, keep_next=True)),
        paragraph("", say["agenda_blank"]),
    ]  # fmt: skip
    header, first = (paragraph("Header", "{{ municipality }}") for _ in range(2))
    return Template(LANGUAGES[language], say["agenda_name"], body, [header], [first],
                    plain_footer(say), is_plain=True)  # fmt: skip
