"""Meetings and what is on their agendas."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from eva.domain.errors import NotFound
from eva.i18n import local_day
from eva.models import AgendaItem, Meeting
from eva.models.base import now

MOST = 60


@dataclass(frozen=True)
class MeetingRow:
    """A meeting in a list."""

    id: int
    body: str
    held_on: date
    items: int
    """How many decisions are on its agenda."""


def get(session: Session, meeting_id: int) -> Meeting:
    """Return the meeting with its body.

    Raises:
        NotFound: there is no such meeting.
    """
    statement = select(Meeting).where(Meeting.id == meeting_id).options(joinedload(Meeting.body))
    meeting = session.execute(statement).scalar_one_or_none() if meeting_id < 2**31 else None
    if meeting is None:
        raise NotFound(meeting_id)
    return meeting


def list_(session: Session, body_id: int | None = None) -> list[MeetingRow]:
    """Return the newest meetings, those of one body where it's told."""
    statement = (
        select(Meeting, func.count(AgendaItem.id))
        .outerjoin(AgendaItem, AgendaItem.meeting_id == Meeting.id)
        .group_by(Meeting.id)
        .order_by(Meeting.held_on.desc(), Meeting.id.desc())
        .options(joinedload(Meeting.body))
        .limit(MOST)
    )
    if body_id is not None:
        statement = statement.where(Meeting.body_id == body_id)
    return [
        MeetingRow(meeting.id, meeting.body.name, meeting.held_on, count)
        for meeting, count in session.execute(statement)
    ]


def coming(session: Session, bodies: Sequence[int]) -> list[MeetingRow]:
    """Return the meetings from a week ago on, soonest first; of the bodies, or all for none."""
    since = local_day(now()) - timedelta(days=7)
    statement = (
        select(Meeting, func.count(AgendaItem.id))
        .outerjoin(AgendaItem, AgendaItem.meeting_id == Meeting.id)
        .where(Meeting.held_on >= since)
        .group_by(Meeting.id)
        .order_by(Meeting.held_on, Meeting.id)
        .options(joinedload(Meeting.body))
        .limit(MOST)
    )
    if bodies:
        statement = statement.where(Meeting.body_id.in_(bodies))
    return [
        MeetingRow(meeting.id, meeting.body.name, meeting.held_on, count)
        for meeting, count in session.execute(statement)
    ]
