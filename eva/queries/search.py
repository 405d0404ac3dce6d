"""The search: what holds each word of a query in some form; newest decision first, measures last.

Each database looks for the parts of the words with what it has for it (migration 0003); hits and
their order are the same.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select, text
from sqlalchemy.orm import Session

from eva.domain.excerpt import Part, Wanted, excerpt, marked, wanted
from eva.domain.text import clean_line
from eva.i18n import local_day, local_year
from eva.models import (
    AgendaItem,
    Assessment,
    Body,
    Decision,
    IssuedDocument,
    MeasureLink,
    Meeting,
    Programme,
    ProgrammeItem,
    Screening,
    SearchEntry,
)
from eva.queries import bodies
from eva.queries.decisions import state_of

PAGE = 20
"""Hits on a page."""
KINDS = ("decision", "effect", "document", "measure")
LONGEST = 200
"""Signs of a query."""
_SHORTEST_RUN = 3
"""Signs of what FTS5 can look for."""
_LARGEST_ID = 2**31 - 1


@dataclass(frozen=True)
class Filters:
    """What the hits are narrowed to; None lets all through."""

    kinds: tuple[str, ...] = ()
    """Some of KINDS; none of them lets all through."""
    body_id: int | None = None
    decision_type: str | None = None
    depth: str | None = None
    state: str | None = None
    year: int | None = None
    programme_id: int | None = None

    @property
    def is_narrowed(self) -> bool:
        """Whether the decisions are narrowed by anything."""
        return any(getattr(self, item.name) is not None for item in fields(self)[1:])


@dataclass(frozen=True)
class Hit:
    """A thing that was found, and the decision that it belongs to; a measure has none."""

    kind: str
    object_id: int
    title: list[Part]
    excerpt: list[Part]
    decision_id: int | None
    register_number: list[Part]
    decision_title: str
    body: str | None
    day: date | None
    """The day of its newest meeting."""
    state: str | None
    """As lists of decisions show it."""
    language: str | None
    """The language in which it's written; None for the catalogue's own."""
    preparer_id: int | None
    body_ids: frozenset[int]
    """The bodies that prepare or treat the decision, to tell who may write to it."""
    detail: Mapping[str, Any] = field(default_factory=dict)
    """Of a document its kind, language and number; of a measure its level, term and programme."""


@dataclass(frozen=True)
class Page:
    """A page of hits."""

    hits: list[Hit]
    older: str | None
    """Where the next page begins, None where this is the last."""
    has_words: bool
    """Whether the query held anything to look for."""


def find(session: Session, query: str, filters: Filters, before: str = "") -> Page:
    """Return a page of what holds each word of the query, in two statements.

    Filters without words find all decisions that fit, neither of them finds nothing.
    """
    words = wanted(clean_line(query)[:LONGEST])
    if not words and not filters.is_narrowed:
        return Page([], None, has_words=False)
    kinds = (filters.kinds or KINDS) if words else ("decision",)
    statement = _hits().where(SearchEntry.kind.in_(kinds), *_narrowed(filters))
    statement = statement.where(*_holding(session, words), *_after(before)).limit(PAGE + 1)
    rows = session.execute(statement).all()
    shown = rows[:PAGE]
    meetings = _meetings(session, {row.decision_id for row in shown if row.decision_id})
    last = shown[-1] if len(rows) > PAGE else None
    return Page(
        [_hit(row, meetings.get(row.decision_id, []), words) for row in shown],
        f"{last.decision_id or 0}-{last.kind}-{last.object_id}" if last else None,
        bool(words),
    )


_ISSUED = (
    select(func.max(IssuedDocument.revision))
    .where(IssuedDocument.decision_id == Decision.id, IssuedDocument.kind == "assessment")
    .correlate(Decision)
    .scalar_subquery()
)
"""The state of the record that the newest document of its assessment was made of."""


def _state() -> ColumnElement[str]:
    """Return what `decisions.state_of` returns, for the database to compare."""
    return case(
        (Screening.depth.is_(None), "unscreened"),
        (Screening.depth == "none", "none"),
        (_ISSUED.is_(None), "preparing"),
        (Decision.revision == _ISSUED, "issued"),
        else_="outdated",
    )


def _owner() -> ColumnElement[int]:
    """Return the decision that hits are ordered by; what belongs to none comes last."""
    return func.coalesce(SearchEntry.decision_id, 0)


def _place() -> ColumnElement[int]:
    """Return the place among what is of the same kind and decision: the newest document first."""
    number = SearchEntry.object_id
    return case((SearchEntry.kind == "document", -number), else_=number)


def _hits() -> Select[Any]:
    columns: tuple[Any, ...] = (
        SearchEntry.kind,
        SearchEntry.object_id,
        SearchEntry.title,
        SearchEntry.body,
        SearchEntry.decision_id,
        Decision.register_number,
        Decision.title.label("decision_title"),
        func.coalesce(Decision.language, "fi").label("language"),
        Decision.preparer_id,
        Decision.revision,
        Decision.body_id,
        Body.name.label("body_name"),
        Screening.depth,
        _ISSUED.label("issued"),
        IssuedDocument.kind.label("document_kind"),
        IssuedDocument.language.label("document_language"),
        IssuedDocument.number,
        ProgrammeItem.level,
        ProgrammeItem.term,
        Programme.title.label("programme"),
    )
    is_document = and_(SearchEntry.kind == "document", IssuedDocument.id == SearchEntry.object_id)
    return (
        select(*columns)
        .outerjoin(Decision, Decision.id == SearchEntry.decision_id)
        .outerjoin(Body, Body.id == Decision.body_id)
        .outerjoin(Screening, Screening.decision_id == Decision.id)
        .outerjoin(IssuedDocument, is_document)
        .outerjoin(ProgrammeItem, ProgrammeItem.id == SearchEntry.programme_item_id)
        .outerjoin(Programme, Programme.id == ProgrammeItem.programme_id)
        .order_by(_owner().desc(), SearchEntry.kind, _place())
    )


def _narrowed(filters: Filters) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if filters.body_id is not None:
        treated = _on_agenda().where(Meeting.body_id == filters.body_id)
        found.append(or_(Decision.body_id == filters.body_id, Decision.id.in_(treated)))
    if filters.decision_type is not None:
        found.append(Decision.decision_type == filters.decision_type)
    if filters.depth is not None:
        found.append(Screening.depth == filters.depth)
    if filters.state is not None:
        found.append(and_(Decision.id.is_not(None), _state() == filters.state))
    if filters.year is not None:
        found.append(_of_year(filters.year))
    if filters.programme_id is not None:
        linked = (
            select(Assessment.decision_id)
            .join(MeasureLink, MeasureLink.assessment_id == Assessment.id)
            .join(ProgrammeItem, ProgrammeItem.id == MeasureLink.item_id)
            .where(ProgrammeItem.programme_id == filters.programme_id)
        )
        found.append(or_(Programme.id == filters.programme_id, Decision.id.in_(linked)))
    return found


def _on_agenda() -> Select[Any]:
    return select(AgendaItem.decision_id).join(Meeting, Meeting.id == AgendaItem.meeting_id)


def _of_year(year: int) -> ColumnElement[bool]:
    """Tell whether a meeting of the year treats it, or it was registered then and is on none."""
    treated = _on_agenda().where(Meeting.held_on.between(date(year, 1, 1), date(year, 12, 31)))
    begin, end = local_year(year)
    registered = and_(Decision.created_at >= begin, Decision.created_at < end)
    return or_(
        Decision.id.in_(treated),
        and_(registered, Decision.id.not_in(select(AgendaItem.decision_id))),
    )


def _holding(session: Session, words: Wanted) -> list[ColumnElement[bool]]:
    """Return the conditions that an entry holds one of the parts of each word."""
    long = [parts for parts in words if min(map(len, parts)) >= _SHORTEST_RUN]
    if session.get_bind().dialect.name != "sqlite" or not long:
        return [_has(parts) for parts in words]
    phrases = (" OR ".join('"' + part.replace('"', '""') + '"' for part in parts) for parts in long)
    matching = text(
        "search_entry.id IN (SELECT rowid FROM search_entry_words"
        " WHERE search_entry_words MATCH :phrases)"
    ).bindparams(phrases=" AND ".join(f"({phrase})" for phrase in phrases))
    condition: Any = matching
    return [condition, *(_has(parts) for parts in words if parts not in long)]


def _has(parts: Sequence[str]) -> ColumnElement[bool]:
    return or_(*(SearchEntry.folded.contains(part, autoescape=True) for part in parts))


_PLACES = re.compile(rf"([0-9]{{1,10}})-({'|'.join(KINDS)})-([0-9]{{1,10}})")


def _after(before: str) -> list[ColumnElement[bool]]:
    """Return the condition that a hit comes after the place; any other text is no place."""
    told = _PLACES.fullmatch(before)
    if told is None or int(told[1]) > _LARGEST_ID or int(told[3]) > _LARGEST_ID:
        return []
    owner, kind, number = int(told[1]), told[2], int(told[3])
    place = -number if kind == "document" else number
    later = or_(SearchEntry.kind > kind, and_(SearchEntry.kind == kind, _place() > place))
    return [or_(_owner() < owner, and_(_owner() == owner, later))]


def _meetings(session: Session, decision_ids: set[int]) -> dict[int, list[Any]]:
    """Return the meetings of each decision, the newest last."""
    statement = (
        select(AgendaItem.decision_id, Meeting.held_on, Meeting.body_id, Body.name)
        .join(Meeting, Meeting.id == AgendaItem.meeting_id)
        .join(Body, Body.id == Meeting.body_id)
        .where(AgendaItem.decision_id.in_(decision_ids))
        .order_by(Meeting.held_on, AgendaItem.id)
    )
    found: dict[int, list[Any]] = {}
    for row in session.execute(statement):
        found.setdefault(row.decision_id, []).append(row)
    return found


def _hit(row: Any, meetings: Sequence[Any], words: Wanted) -> Hit:
    newest = meetings[-1] if meetings else None
    is_of_decision = row.decision_id is not None
    preparing = set() if row.body_id is None else {row.body_id}
    return Hit(
        kind=row.kind,
        object_id=row.object_id,
        title=marked(row.title, words),
        excerpt=excerpt(row.body, words),
        decision_id=row.decision_id,
        register_number=marked(row.register_number or "", words),
        decision_title=row.decision_title or "",
        body=newest.name if newest else row.body_name,
        day=newest.held_on if newest else None,
        state=state_of(row.depth, row.revision, row.issued) if is_of_decision else None,
        language=row.language if is_of_decision else None,
        preparer_id=row.preparer_id,
        body_ids=frozenset(preparing | {meeting.body_id for meeting in meetings}),
        detail={
            "kind": row.document_kind,
            "language": row.document_language,
            "number": row.number,
            "level": row.level,
            "term": row.term,
            "programme": row.programme,
        },
    )


@dataclass(frozen=True)
class Choices:
    """What there is to narrow by."""

    bodies: list[Body]
    years: list[int]
    """Newest first."""
    programmes: list[Programme]
    """Of the newest council term first."""


def choices(session: Session) -> Choices:
    """Return what there is to narrow by, in three statements."""
    days: tuple[Any, ...] = (
        select(func.min(Meeting.held_on)).scalar_subquery(),
        select(func.max(Meeting.held_on)).scalar_subquery(),
        func.min(Decision.created_at),
        func.max(Decision.created_at),
    )
    first, last, *registered = session.execute(select(*days)).one()
    told = [day.year for day in (first, last) if day]
    told += [local_day(moment).year for moment in registered if moment]
    by_term = select(Programme).order_by(Programme.term.desc(), Programme.position)
    return Choices(
        bodies.all_(session),
        list(range(max(told), min(told) - 1, -1)) if told else [],
        list(session.scalars(by_term)),
    )
