"""The programmes of a council term: the tree, its search, and what decisions do to a measure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload, selectinload

from eva.domain.errors import NotFound
from eva.domain.sentence import Sentence
from eva.domain.text import relevance
from eva.models import (
    Alternative,
    Assessment,
    Decision,
    MeasureLink,
    Programme,
    ProgrammeItem,
)


def terms(session: Session) -> list[str]:
    """Return the council terms that have a catalogue, newest first."""
    return sorted(session.scalars(select(Programme.term).distinct()), reverse=True)


def newest_term(session: Session) -> str:
    """Return the newest council term that has a catalogue.

    Raises:
        NotFound: no catalogue has been taken in.
    """
    found = terms(session)
    if not found:
        raise NotFound(Sentence("strategisia ohjelmia ei ole tuotu"))
    return found[0]


def get(session: Session, programme_id: int) -> Programme:
    """Return the programme.

    Raises:
        NotFound: there is no such programme.
    """
    programme = session.get(Programme, programme_id) if programme_id < 2**31 else None
    if programme is None:
        raise NotFound(programme_id)
    return programme


def find(session: Session, term: str, code: str) -> Programme | None:
    """Return the programme of the term with the code, or None."""
    statement = select(Programme).where(Programme.term == term, Programme.code == code)
    return session.execute(statement).scalar_one_or_none()


def tree(session: Session, term: str) -> list[Programme]:
    """Return the term's programmes in order, each with its items in the order of the text."""
    statement = (
        select(Programme)
        .where(Programme.term == term)
        .order_by(Programme.position)
        .options(selectinload(Programme.items))
    )
    return list(session.scalars(statement))


def item(session: Session, item_id: int) -> ProgrammeItem:
    """Return the item with its programme and indicators.

    Raises:
        NotFound: there is no such item.
    """
    statement = (
        select(ProgrammeItem)
        .where(ProgrammeItem.id == item_id)
        .options(joinedload(ProgrammeItem.programme), selectinload(ProgrammeItem.indicators))
    )
    found = session.execute(statement).scalar_one_or_none() if item_id < 2**31 else None
    if found is None:
        raise NotFound(item_id)
    return found


def children(session: Session, parent: ProgrammeItem) -> list[ProgrammeItem]:
    """Return the items right under the item, in order."""
    statement = select(ProgrammeItem).where(ProgrammeItem.parent_id == parent.id)
    return list(session.scalars(statement.order_by(ProgrammeItem.position)))


def find_item(session: Session, term: str, code: str) -> ProgrammeItem | None:
    """Return the term's item with the code, or None."""
    statement = select(ProgrammeItem).where(ProgrammeItem.term == term, ProgrammeItem.code == code)
    return session.execute(statement).scalar_one_or_none()


def search(programmes: Sequence[Programme], query: str) -> list[tuple[ProgrammeItem, float]]:
    """Return the items that answer the query with how well (0–1), the best first.

    A code typed as such finds its item and those under it.
    """
    found = []
    for programme in programmes:
        for candidate in programme.items:
            by_code = candidate.code == query or candidate.code.startswith(query + ".")
            share = 1.0 if by_code else relevance(f"{candidate.title} {candidate.summary}", query)
            if share:
                found.append((candidate, share))
    return sorted(found, key=lambda pair: (-pair[1], pair[0].programme_id, pair[0].position))


@dataclass(frozen=True)
class Statement:
    """What a decision says of a measure."""

    decision_id: int
    register_number: str
    title: str
    code: str
    """The code of the item that was linked: the measure itself or one of its actions."""
    alternative: str | None
    is_proposed: bool
    direction: str
    reason: str
    language: str
    """The language in which it's written."""


def statements_on(session: Session, found: ProgrammeItem) -> list[Statement]:
    """Return what decisions say of the item and of all below it, newest decision first."""
    columns: tuple[Any, ...] = (
        Decision.id.label("decision_id"),
        Decision.register_number,
        Decision.title,
        ProgrammeItem.code,
        Alternative.code.label("alternative"),
        Alternative.is_proposed,
        MeasureLink.direction,
        MeasureLink.reason,
        func.coalesce(Decision.language, "fi").label("language"),
    )
    statement = (
        select(*columns)
        .join(Assessment, Assessment.decision_id == Decision.id)
        .join(MeasureLink, MeasureLink.assessment_id == Assessment.id)
        .join(ProgrammeItem, ProgrammeItem.id == MeasureLink.item_id)
        .outerjoin(Alternative, Alternative.id == MeasureLink.alternative_id)
        .where(
            ProgrammeItem.term == found.term,
            (ProgrammeItem.code == found.code) | ProgrammeItem.code.startswith(f"{found.code}."),
        )
        .order_by(Decision.id.desc(), MeasureLink.position)
    )
    rows: Iterable[Any] = session.execute(statement)
    return [Statement(**{**row._mapping, "is_proposed": bool(row.is_proposed)}) for row in rows]


def export(session: Session, term: str) -> dict[str, Any]:
    """Return the catalogue of the term as a file says it.

    Raises:
        NotFound: the term has no catalogue.
    """
    statement = (
        select(Programme)
        .where(Programme.term == term)
        .order_by(Programme.position)
        .options(selectinload(Programme.items).selectinload(ProgrammeItem.indicators))
    )
    programmes = list(session.scalars(statement))
    if not programmes:
        raise NotFound(term)
    return {"term": term, "programmes": [_programme(item) for item in programmes]}


def _programme(programme: Programme) -> dict[str, Any]:
    under: dict[int | None, list[ProgrammeItem]] = {}
    for found in programme.items:
        under.setdefault(found.parent_id, []).append(found)
    return {
        "code": programme.code,
        "title": programme.title,
        "director_title": programme.director_title,
        "steering_group": programme.steering_group,
        "page": programme.page,
        "focus_areas": [_item(found, under, "measures") for found in under.get(None, [])],
    }


def _item(
    found: ProgrammeItem, under: dict[int | None, list[ProgrammeItem]], key: str | None
) -> dict[str, Any]:
    told: dict[str, Any] = {"code": found.code, "title": found.title, "page": found.page}
    if found.summary:
        told["summary"] = found.summary
    if key:
        below = "actions" if key == "measures" else None
        told[key] = [_item(child, under, below) for child in under.get(found.id, [])]
    if found.indicators:
        told["indicators"] = [
            {
                "title": indicator.title,
                "unit": indicator.unit,
                "baseline": indicator.baseline,
                "target": indicator.target,
                "page": indicator.page,
            }
            for indicator in found.indicators
        ]
    return told


def count_items(session: Session, term: str) -> int:
    """Return how many items the term's catalogue has."""
    statement = select(func.count(ProgrammeItem.id)).where(ProgrammeItem.term == term)
    return session.execute(statement).scalar_one()
