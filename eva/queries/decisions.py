"""A decision with all its parts, and lists of decisions."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import BindParameter, Select, and_, bindparam, func, or_, select
from sqlalchemy.orm import Session, joinedload

from eva.domain.errors import NotFound
from eva.domain.text import fold
from eva.models import (
    AgendaItem,
    Alternative,
    Assessment,
    Body,
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
    return _one(session, _ONE, decision_id)


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
    return _one(session, _WHOLE, decision_id)


def _one(session: Session, statement: Select[Any], decision_id: int) -> Decision:
    if decision_id > _LARGEST_ID:
        raise NotFound(decision_id)
    result = session.execute(statement, {"number": decision_id})
    decision: Decision | None = result.unique().scalar_one_or_none()
    if decision is None:
        raise NotFound(decision_id)
    return decision


def _with_parts(statement: Select[Any]) -> Select[Any]:
    """Bring the screening and the assessment's own texts too; the agenda comes when asked for."""
    return statement.options(
        joinedload(Decision.screening).joinedload(Screening.question_set_version),
        joinedload(Decision.assessment).joinedload(Assessment.question_set_version),
    )


def _with_lists(statement: Select[Any]) -> Select[Any]:
    """Bring the lists of the assessment, too, a statement for each."""
    assessment = joinedload(Decision.assessment)
    effects = assessment.selectinload(Assessment.effects)
    links = assessment.selectinload(Assessment.measure_links)
    return statement.options(
        assessment.selectinload(Assessment.alternatives),
        effects.selectinload(Effect.groups),
        effects.selectinload(Effect.areas),
        effects.selectinload(Effect.sources),
        links.joinedload(MeasureLink.item).joinedload(ProgrammeItem.programme),
        assessment.selectinload(Assessment.participation),
        assessment.selectinload(Assessment.follow_up),
    )


_ONE = _with_parts(select(Decision).where(Decision.id == bindparam("number")))
"""Made once, as the next, since making it takes longer than asking it."""
_WHOLE = _with_lists(_ONE)


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


def state_of(depth: str | None, revision: int, issued_revision: int | None) -> str:
    """Return the state of a decision's assessment as lists and agendas show it."""
    if depth is None:
        return "unscreened"
    if depth == "none":
        return "none"
    if issued_revision is None:
        return "preparing"
    return "issued" if issued_revision == revision else "outdated"


_ISSUED = (
    select(func.max(IssuedDocument.revision))
    .where(IssuedDocument.decision_id == Decision.id, IssuedDocument.kind == "assessment")
    .correlate(Decision)
    .scalar_subquery()
    .label("issued")
)
"""The revision of which the decision's newest assessment document was made."""
_ROWS: Select[Any] = select(
    Decision.id,
    Decision.register_number,
    Decision.title,
    Decision.decision_type,
    Decision.revision,
    Decision.preparer_id,
    func.coalesce(Decision.language, "fi").label("language"),
    Screening.depth,
    Screening.reason,
    _ISSUED,
).outerjoin(Screening, Screening.decision_id == Decision.id)
"""The decisions of a list, to be narrowed and put in order."""
_NUMBERS: BindParameter[list[int]] = bindparam("numbers", expanding=True)
_TREATED = (
    select(AgendaItem.decision_id, Meeting.held_on, Body.name)
    .join(Meeting, Meeting.id == AgendaItem.meeting_id)
    .join(Body, Body.id == Meeting.body_id)
    .where(AgendaItem.decision_id.in_(_NUMBERS))
    .order_by(Meeting.held_on, AgendaItem.position.desc())
)
"""When and by whom decisions are treated, the last meeting last."""


def _rows(session: Session, statement: Select[Any]) -> list[Row]:
    """Return the decisions with their last meeting, in two statements."""
    found = session.execute(statement).all()
    if not found:
        return []
    numbers = {"numbers": [row.id for row in found]}
    treated = {row.decision_id: row for row in session.execute(_TREATED, numbers)}
    return [
        Row(
            row.id,
            row.register_number,
            row.title,
            row.decision_type,
            state_of(row.depth, row.revision, row.issued),
            row.depth,
            row.reason,
            row.preparer_id,
            treated[row.id].held_on if row.id in treated else None,
            treated[row.id].name if row.id in treated else None,
            row.language,
        )
        for row in found
    ]


def list_page(session: Session, query: str = "", before: int | None = None) -> list[Row]:
    """Return one page of decisions, newest first, and one row more where there are more.

    The page begins below the number `before`; a query keeps those that hold each of its words.
    """
    statement = _ROWS.order_by(Decision.id.desc()).limit(PAGE + 1)
    for word in fold(query).split():
        statement = statement.where(Decision.search_text.contains(word, autoescape=True))
    if before is not None:
        statement = statement.where(Decision.id < before)
    return _rows(session, statement)


def list_of_preparer(session: Session, user_id: int, bodies: Sequence[int]) -> list[Row]:
    """Return what a preparer has in hand: own decisions, newest change first, at most a page."""
    statement = (
        _ROWS.where(
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
    statement = _ROWS.where(
        Decision.id.in_(select(AgendaItem.decision_id).where(AgendaItem.meeting_id == meeting_id))
    )
    rows = {row.id: row for row in _rows(session, statement)}
    return sorted(
        ((item, rows[item.decision_id]) for item in items),
        key=lambda pair: (pair[0].section is None, _section_key(pair[0].section), pair[0].id),
    )


def states_of_meetings(session: Session, meeting_ids: Sequence[int]) -> dict[int, Counter[str]]:
    """Return how many decisions of each meeting's agenda stand in which state."""
    statement = (
        select(
            AgendaItem.meeting_id,
            Screening.depth,
            Decision.revision,
            _ISSUED,
        )
        .join(Decision, Decision.id == AgendaItem.decision_id)
        .outerjoin(Screening, Screening.decision_id == Decision.id)
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
