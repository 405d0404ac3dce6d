"""Taking in a catalogue of strategic programmes; each council term has its own."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from eva.domain.errors import CatalogueRefused
from eva.domain.permissions import Actor
from eva.models import Indicator, Programme, ProgrammeItem
from eva.services import audit_trail, files, search_index

Catalogue = Mapping[str, Any]


def read(file: Path) -> Catalogue:
    """Return the catalogue in a YAML or JSON file.

    Raises:
        CatalogueRefused: it isn't one; the text says what and where.
    """
    try:
        content = files.read_mapping(file)
    except ValueError as error:
        raise CatalogueRefused(files.in_file(file.name, error.args[0])) from error
    fault = files.fault_of(content, "catalogues", "catalogue.schema.json")
    if fault:
        raise CatalogueRefused(files.in_file(file.name, fault))
    return content


def import_(session: Session, actor: Actor, catalogue: Catalogue) -> int:
    """Take in the catalogue of a council term; return the number of its items.

    Items keep their rows by their codes, so that links stay; an item that the new catalogue
    lacks is kept while something links to it, since an old assessment keeps its measures.
    """
    term = str(catalogue["term"])
    known = {
        item.code: item
        for item in session.scalars(select(ProgrammeItem).where(ProgrammeItem.term == term))
    }
    count = 0
    for place, told in enumerate(catalogue["programmes"]):
        programme = _programme(session, term, place, told)
        for position, (level, item, parent) in enumerate(_flat(told["focus_areas"])):
            _item(session, programme, known, position, level, item, parent)
            count += 1
    session.flush()
    search_index.index_measures(session)
    audit_trail.record(
        session, actor, "catalogue:imported", "programme", None, term=term, items=count
    )
    return count


def _programme(session: Session, term: str, place: int, told: Mapping[str, Any]) -> Programme:
    statement = select(Programme).where(Programme.term == term, Programme.code == str(told["code"]))
    programme = session.execute(statement).scalar_one_or_none()
    if programme is None:
        programme = Programme(term=term, code=str(told["code"]))
        session.add(programme)
    programme.title = told["title"]
    programme.director_title = told.get("director_title") or ""
    programme.steering_group = told.get("steering_group") or ""
    programme.page = told.get("page")
    programme.position = place
    session.flush()
    return programme


def _flat(
    focus_areas: list[Mapping[str, Any]],
) -> Iterator[tuple[str, Mapping[str, Any], str | None]]:
    for area in focus_areas:
        yield "focus_area", area, None
        for measure in area.get("measures") or []:
            yield "measure", measure, str(area["code"])
            for action in measure.get("actions") or []:
                yield "action", action, str(measure["code"])


def _item(
    session: Session,
    programme: Programme,
    known: dict[str, ProgrammeItem],
    position: int,
    level: str,
    told: Mapping[str, Any],
    parent: str | None,
) -> None:
    code = str(told["code"])
    item = known.get(code)
    if item is None:
        item = known[code] = ProgrammeItem(term=programme.term, code=code)
        session.add(item)
    item.programme_id = programme.id
    item.parent_id = known[parent].id if parent else None
    item.level = level
    item.title = told["title"]
    item.summary = told.get("summary") or ""
    item.page = told.get("page")
    item.position = position
    session.flush()
    session.execute(delete(Indicator).where(Indicator.item_id == item.id))
    for place, indicator in enumerate(told.get("indicators") or []):
        session.add(
            Indicator(
                item_id=item.id,
                position=place,
                title=indicator["title"],
                unit=indicator.get("unit") or "",
                baseline=indicator.get("baseline") or "",
                target=indicator.get("target") or "",
                page=indicator.get("page"),
            )
        )


def to_json(catalogue: Catalogue) -> str:
    """Return the catalogue as the text of a JSON file."""
    return json.dumps(catalogue, ensure_ascii=False, indent=2) + "\n"
