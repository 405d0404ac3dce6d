"""A decision with all its parts, and lists of decisions."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, and_, bindparam, func, or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from eva.domain.errors import NotFound
from eva.domain.text import fold
from eva.models import (
    AgendaItem,
    Alternative,
    Assessment,
    Decision,
    Effect,
    IssuedDocument,
    MeasureLink,
    Meeting,
    ProgrammeItem,
    Screening,
)

PAGE = 50
"""Rows on a page of a list."""
_LARGEST_ID = 2**31 - 1


def get(session: Session, decision_id: int) -> Decision:
    """Return the decision with its screening and the assessment's own texts, in one statement.

    Raises:
        NotFound: there is no such decision.
    """
    if decision_id > _LARGEST_ID:
        raise NotFound(decision_id)
    result = session.execute(_ONE, {"number": decision_id})
    found: Decision | None = result.unique().scalar_one_or_none()
    if found is None:
        raise NotFound(decision_id)
    return found


def find(session: Session, register_number: str) -> Decision | None:
    """Return the decision with the register number, or None."""
    statement = _with_parts(select(Decision).where(Decision.register_number == register_number))
    return session.execute(statement).unique().scalar_one_or_none()


def by_register_number(session: Session, register_number: str) -> Decision:
    """Return the decision with the register number.

    Raises:
        NotFound: there is no such decision.
    """
    decision = find(session, register_number)
    if decision is None:
        raise NotFound(register_number)
    return decision


def load_record(session: Session, decision_id: int) -> Decision:
    """Return the decision with its whole record, in a fixed number of statements.

    Raises:
        NotFound: there is no such decision.
    """
    if decision_id > _LARGEST_ID:
        raise NotFound(decision_id)
    assessment = joinedload(Decision.assessment)
    effects = assessment.selectinload(Assessment.effects)
    links = assessment.selectinload(Assessment.measure_links)
    statement = _with_parts(select(Decision).where(Decision.id == decision_id)).options(
        assessment.selectinload(Assessment.alternatives),
        effects.selectinload(Effect.groups),
        effects.selectinload(Effect.areas),
        effects.selectinload(Effect.sources),
        links.joinedload(MeasureLink.item).joinedload(ProgrammeItem.programme),
        assessment.selectinload(Assessment.participation),
        assessment.selectinload(Assessment.follow_up),
    )
    return _one(session, statement)


def _one(session: Session, statement: Select[Any]) -> Decision:
    decision: Decision | None = session.execute(statement).unique().scalar_one_or_none()
    if decision is None:
        raise NotFound
    return decision


def _with_parts(statement: Select[Any]) -> Select[Any]:
    """Bring the screening and the assessment's own texts too; the agenda comes when asked for."""
    return statement.options(
        joinedload(Decision.screening).joinedload(Screening.question_set_version),
        joinedload(Decision.assessment).joinedload(Assessment.question_set_version),
    )


_ONE = _with_parts(select(Decision).where(Decision.id == bindparam("number")))
"""Made once, since making it takes longer than asking it."""


@dataclass(frozen=True)
class Row:
    """A decision in a list."""

    id: int
    register_number: str
    title: str
    decision_type: str
    state: str
    """unscreened, none, preparing, issued or outdated."""
    depth: str | None
    reason: str | None
    preparer_id: int | None
    meeting_on: date | None
    body: str | None
    language: str
    """The language in which it's written."""


def _newest_revision() -> Select[int, int]:
    return (
        select(IssuedDocument.decision_id, func.max(IssuedDocument.revision).label("revision"))
        .where(IssuedDocument.kind == "assessment")
        .group_by(IssuedDocument.decision_id)
    )


def state_of(depth: str | None, revision: int, issued_revision: int | None) -> str:
    """Return the state of a decision's assessment as lists and agendas show it."""
    if depth is None:
        return "unscreened"
    if depth == "none":
        return "none"
    if issued_revision is None:
        return "preparing"
    return "issued" if issued_revision == revision else "outdated"


def _rows_statement() -> Select[Any]:
    newest = _newest_revision().subquery()
    return (
        select(Decision, Screening.depth, Screening.reason, newest.c.revision)
        .outerjoin(Screening, Screening.decision_id == Decision.id)
        .outerjoin(newest, newest.c.decision_id == Decision.id)
        .options(
            selectinload(Decision.agenda_items)
            .joinedload(AgendaItem.meeting)
            .joinedload(Meeting.body)
        )
    )


def _rows(session: Session, statement: Select[Any]) -> list[Row]:
    rows = []
    for decision, depth, reason, issued in session.execute(statement):
        next_item = max(decision.agenda_items, key=lambda item: item.meeting.held_on, default=None)
        rows.append(
            Row(
                decision.id,
                decision.register_number,
                decision.title,
                decision.decision_type,
                state_of(depth, decision.revision, issued),
                depth,
                reason,
                decision.preparer_id,
                next_item.meeting.held_on if next_item else None,
                next_item.meeting.body.name if next_item else None,
                decision.document_language,
            )
        )
    return rows


def list_page(session: Session, query: str = "", before: int | None = None) -> list[Row]:
    """Return one page of decisions, newest first, and one row more where there are more.

    The page begins below the number `before`; a query keeps those that hold each of its words.
    """
    statement = _rows_statement().order_by(Decision.id.desc()).limit(PAGE + 1)
    for word in fold(query).split():
        statement = statement.where(Decision.search_text.contains(word, autoescape=True))
    if before is not None:
        statement = statement.where(Decision.id < before)
    return _rows(session, statement)


def list_of_preparer(session: Session, user_id: int, bodies: Sequence[int]) -> list[Row]:
    """Return what a preparer has in hand: own decisions, newest change first, at most a page."""
    statement = (
        _rows_statement()
        .where(
            or_(
                Decision.preparer_id == user_id,
                and_(Decision.preparer_id.is_(None), Decision.body_id.in_(bodies)),
            )
        )
        .order_by(Decision.updated_at.desc(), Decision.id.desc())
        .limit(PAGE)
    )
    return _rows(session, statement)


def list_of_meeting(session: Session, meeting_id: int) -> list[tuple[AgendaItem, Row]]:
    """Return the agenda of a meeting in order, each item with its decision's row."""
    items = session.scalars(
        select(AgendaItem).where(AgendaItem.meeting_id == meeting_id).order_by(AgendaItem.id)
    ).all()
    statement = _rows_statement().where(
        Decision.id.in_(select(AgendaItem.decision_id).where(AgendaItem.meeting_id == meeting_id))
    )
    rows = {row.id: row for row in _rows(session, statement)}
    return sorted(
        ((item, rows[item.decision_id]) for item in items),
        key=lambda pair: (pair[0].section is None, _section_key(pair[0].section), pair[0].id),
    )


def states_of_meetings(session: Session, meeting_ids: Sequence[int]) -> dict[int, Counter[str]]:
    """Return how many decisions of each meeting's agenda stand in which state."""
    newest = _newest_revision().subquery()
    statement = (
        select(
            AgendaItem.meeting_id, Screening.depth, Decision.revision, newest.c.revision.label("of")
        )
        .join(Decision, Decision.id == AgendaItem.decision_id)
        .outerjoin(Screening, Screening.decision_id == Decision.id)
        .outerjoin(newest, newest.c.decision_id == Decision.id)
        .where(AgendaItem.meeting_id.in_(meeting_ids))
    )
    found: dict[int, Counter[str]] = {}
    for meeting_id, depth, revision, issued in session.execute(statement):
        found.setdefault(meeting_id, Counter())[state_of(depth, revision, issued)] += 1
    return found


def _section_key(section: str | None) -> tuple[int, str]:
    digits = "".join(sign for sign in section or "" if sign.isdecimal())
    return (int(digits or 0), section or "")


def alternatives_of(session: Session, assessment_id: int) -> list[Alternative]:
    """Return the alternatives of an assessment in order."""
    statement = select(Alternative).where(Alternative.assessment_id == assessment_id)
    return list(session.scalars(statement.order_by(Alternative.position)))
