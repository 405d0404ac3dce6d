"""The assessment appended to the agenda item that it belongs to.

Public: append(), for two files; append_package(), for packages that are open already.

The agenda item is the city's document and stays as it is: its parts are copied as they lie in
the file, and its body is only cut before the last section's properties, where the assessment
goes in. The assessment takes the item's styles by their names and brings the ones it lacks.
"""

from __future__ import annotations

from eva.documents.appending import content, parts
from eva.documents.appending.item import Item
from eva.documents.appending.styles import plan
from eva.documents.package import BrokenPackage, Package
from eva.domain.errors import DocumentRefused

__all__ = ["append", "append_package"]


def append(agenda_item: bytes, assessment: bytes, attachment: str = "") -> bytes:
    """Return the agenda item with the assessment after it, from a new page.

    `attachment` ("Liite 2") becomes a heading before the assessment's own title. The same
    files always give the same bytes. The agenda item must have passed the gate.

    Raises:
        DocumentRefused: One of them isn't a Word document, or the assessment holds what
            can't be carried over, which the shipped templates never make.
    """
    try:
        item, ours = Package.read(agenda_item), Package.read(assessment)
        append_package(item, ours, attachment)
        return item.to_bytes()
    except BrokenPackage as error:
        raise DocumentRefused("Tiedosto on vioittunut.") from error


def append_package(item: Package, assessment: Package, attachment: str = "") -> None:
    """Append an assessment to an agenda item, both open; the assessment isn't changed.

    An assessment that was just rendered needn't be deflated for this.

    Raises:
        BrokenPackage: A part can't be inflated.
        DocumentRefused: As append() says.
    """
    main, our_main = parts.main_part(item), parts.main_part(assessment)
    our_styles = parts.styles_part(assessment, our_main)
    if not our_styles:
        raise DocumentRefused("Arvioinnin asiakirjassa ei ole tyylejä.")
    body = Item.read(item.part(main))
    ours = content.Blocks.read(assessment.part(our_main))
    styles = parts.styles_part(item, main)
    names = plan(
        item.stream(styles) if styles else None,
        assessment.stream(our_styles),
        ours.styles(),
    )
    blocks = ours.fitted(names, body, attachment)
    if body.needs_section():
        pieces = (body.closed(), blocks, body.next_section(), body.tail)
    else:
        pieces = (body.content, content.on_new_page(blocks), body.section, body.tail)
    beginning = content.with_namespaces(pieces[0], ours.root, blocks)
    item.put(main, b"".join((beginning, *pieces[1:])))
    if names.styles:
        item.put(styles or parts.add_styles_part(item, main), names.styles)
    parts.carry_case(assessment, item, main)
