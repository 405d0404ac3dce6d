"""What the search looks in: written with every change, in the same transaction.

Secret effects and secret documents have no entries. A document's entry holds none of its effects
either: one that is made secret later would stay there.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    bindparam,
    delete,
    insert,
    select,
    update,
)
from sqlalchemy.orm import Session

from eva.documents.case_part import read_case
from eva.domain.text import fold
from eva.models import (
    Alternative,
    Assessment,
    Decision,
    Effect,
    EffectArea,
    Indicator,
    IssuedDocument,
    ProgrammeItem,
    Screening,
    SearchEntry,
    StoredFile,
)


@dataclass(frozen=True)
class Words:
    """What an entry says of the thing that it leads to."""

    kind: str
    object_id: int
    title: str
    texts: Sequence[str | None]
    """What excerpts are taken from."""
    names: Sequence[str] = ()
    """What it's found by too, though it's in no excerpt."""
    decision_id: int | None = None
    programme_item_id: int | None = None

    def values(self) -> dict[str, Any]:
        """Return the columns of the entry."""
        body = "\n".join(text for text in self.texts if text)
        return {
            "kind": self.kind,
            "object_id": self.object_id,
            "decision_id": self.decision_id,
            "programme_item_id": self.programme_item_id,
            "title": self.title,
            "body": body,
            "folded": fold("\n".join((*self.names, self.title, body))),
        }


def put(session: Session, words: Iterable[Words], place: ColumnElement[bool]) -> None:
    """Let the entries of the place be these and no others; what is there already stays as it is."""
    columns = SearchEntry.__table__.columns
    there = {
        (row["kind"], row["object_id"]): row
        for row in session.execute(select(*columns).where(place)).mappings()
    }
    new = []
    for values in (item.values() for item in words):
        old = there.pop((values["kind"], values["object_id"]), None)
        if old is None:
            new.append(values)
        elif any(old[name] != value for name, value in values.items()):
            session.execute(
                update(SearchEntry)
                .where(SearchEntry.id == old["id"])
                .values(values)
                .execution_options(synchronize_session=False)
            )
    remove(session, [row["id"] for row in there.values()])
    if new:
        session.execute(insert(SearchEntry), new)


def remove(session: Session, entry_ids: Sequence[int]) -> None:
    """Take the entries away."""
    if entry_ids:
        session.execute(
            delete(SearchEntry)
            .where(SearchEntry.id.in_(entry_ids))
            .execution_options(synchronize_session=False)
        )


def index_decision(session: Session, decision_id: int) -> None:
    """Write the entries of the decision and of its public effects as they are now."""
    session.flush()
    place = (SearchEntry.decision_id == decision_id) & SearchEntry.kind.in_(("decision", "effect"))
    put(session, _of_record(session, decision_id), place)


def _of_record(session: Session, decision_id: int) -> Iterator[Words]:
    number, title, assessment_id, *said = session.execute(_TEXTS, {"number": decision_id}).one()
    asked = {"number": assessment_id}
    alternatives = {row.id: row for row in session.execute(_ALTERNATIVES, asked)}
    for row in alternatives.values():
        said += [row.title, row.description]
    yield Words("decision", decision_id, title, said, [number], decision_id)
    for effect, areas in _public_effects(session.execute(_PUBLIC_EFFECTS, asked)):
        alternative = alternatives[effect.alternative_id]
        name = f"{alternative.code} {alternative.title}"
        told = [effect.description, effect.mitigation, ", ".join(areas)]
        if any(told):  # a direction alone, chosen in the matrix, has no words yet
            yield Words("effect", effect.id, name, told, decision_id=decision_id)


def _public_effects(rows: Iterable[Any]) -> list[tuple[Any, list[str]]]:
    """Return the effects of the rows, each with the names of its areas."""
    found: dict[int, tuple[Any, list[str]]] = {}
    for row in rows:
        _, areas = found.setdefault(row.id, (row, []))
        if row.name is not None:
            areas.append(row.name)
    return list(found.values())


_NUMBER: BindParameter[int] = bindparam("number")
_TEXTS = (
    select(
        Decision.register_number,
        Decision.title,
        Assessment.id,
        Decision.description,
        Screening.reason,
        Screening.refers_to,
        Assessment.present_state,
        Assessment.objective,
        Assessment.single_alternative_reason,
        Assessment.no_links_reason,
        Assessment.summary,
    )
    .outerjoin(Screening, Screening.decision_id == Decision.id)
    .outerjoin(Assessment, Assessment.decision_id == Decision.id)
    .where(Decision.id == _NUMBER)
)
_ALTERNATIVES = (
    select(Alternative.id, Alternative.code, Alternative.title, Alternative.description)
    .where(Alternative.assessment_id == _NUMBER)
    .order_by(Alternative.position)
)
_PUBLIC_EFFECTS = (
    select(Effect.id, Effect.alternative_id, Effect.description, Effect.mitigation, EffectArea.name)
    .outerjoin(EffectArea, EffectArea.effect_id == Effect.id)
    .where(Effect.assessment_id == _NUMBER, Effect.is_secret.is_not(True))
    .order_by(Effect.id, EffectArea.position)
)
"""The effects that aren't secret, a row for each of their areas."""


def index_document(session: Session, document: IssuedDocument) -> None:
    """Write the entry of a document that was issued, unless it's secret."""
    if document.is_secret:
        return
    place = (SearchEntry.kind == "document") & (SearchEntry.object_id == document.id)
    content = session.scalars(
        select(StoredFile.content).where(StoredFile.id == document.file_id)
    ).one()
    case = json.loads(read_case(content) or "{}")
    told = case.get("decision", {})
    words = Words(
        "document",
        document.id,
        told.get("title", document.file_name),
        [told.get("description"), *_printed(document.kind, case)],
        [told.get("register_number", ""), document.file_name],
        document.decision_id,
    )
    put(session, [words], place)


def _printed(kind: str, case: Mapping[str, Any]) -> Iterator[str | None]:
    """Yield the texts that the document prints, but for the effects."""
    yield case.get("screening", {}).get("reason")
    assessment = case.get("assessment", {})
    if kind == "screening" or not assessment:
        return
    for key in ("present_state", "objective", "summary"):
        yield assessment.get(key)
    for alternative in assessment.get("alternatives", ()):
        yield alternative.get("title")
        yield alternative.get("description")


def index_measures(session: Session) -> None:
    """Write the entries of all focus areas, measures and actions as they are now."""
    session.flush()
    indicators: dict[int, list[str]] = {}
    told = select(Indicator.item_id, Indicator.title)
    for item_id, title in session.execute(told.order_by(Indicator.item_id, Indicator.position)):
        indicators.setdefault(item_id, []).append(title)
    items = session.execute(
        select(ProgrammeItem.id, ProgrammeItem.code, ProgrammeItem.title, ProgrammeItem.summary)
    )
    words = [
        Words(
            "measure",
            item.id,
            f"{item.code} {item.title}",
            [item.summary, *indicators.get(item.id, ())],
            programme_item_id=item.id,
        )
        for item in items
    ]
    put(session, words, SearchEntry.kind == "measure")


def rebuild(session: Session) -> int:
    """Write all entries anew; return how many things have one."""
    for decision_id in session.scalars(select(Decision.id)).all():
        index_decision(session, decision_id)
    for document in session.scalars(select(IssuedDocument)):
        index_document(session, document)
    index_measures(session)
    return len(session.scalars(select(SearchEntry.id)).all())


def is_missing(session: Session) -> bool:
    """Tell whether there is something to find and no entry of anything."""
    there = (select(kind.id).limit(1) for kind in (Decision, ProgrammeItem))
    has_rows = any(session.execute(rows).first() for rows in there)
    return has_rows and session.execute(select(SearchEntry.id).limit(1)).first() is None
