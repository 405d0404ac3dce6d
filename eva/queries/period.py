"""The day that a decision counts on, and the periods of reports."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Subquery, func, select

from eva.models import AgendaItem, Meeting


@dataclass(frozen=True)
class Period:
    """The days of a report, both ends included; None leaves an end open."""

    first: date | None = None
    last: date | None = None

    def holds(self, day: date) -> bool:
        """Tell whether the day is in the period."""
        after = self.first is None or day >= self.first
        return after and (self.last is None or day <= self.last)


def first_meetings() -> Subquery:
    """Return each decision's first meeting: decision_id, held_on.

    A decision that travels from committee to council counts once, where it was first treated; one
    that is on no agenda yet counts on the day it was registered.
    """
    return (
        select(AgendaItem.decision_id, func.min(Meeting.held_on).label("held_on"))
        .join(Meeting, Meeting.id == AgendaItem.meeting_id)
        .group_by(AgendaItem.decision_id)
        .subquery()
    )
