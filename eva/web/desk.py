"""The start page: what waits for me, what is due before which agenda."""

from dataclasses import dataclass
from datetime import date

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from eva.database import get_session
from eva.domain.assessment import LinkDirection
from eva.domain.matrix import Heading, Row, Statement
from eva.domain.permissions import Role
from eva.models import Programme
from eva.queries import audit_matrix, decisions, history, meetings, programmes
from eva.queries.period import Period
from eva.services import drafts
from eva.web.person import me

bp = Blueprint("desk", __name__)

OPEN = ("unscreened", "preparing", "outdated")
"""The states in which something has to be done before the meeting."""
_DRAFTS = 5
"""How many drafts the desk names; the rest are on a page of their own."""
_NEWEST = 6
"""How many of the newest statements the desk of a steering group shows."""


@dataclass(frozen=True)
class Followed:
    """A programme that the person follows, with the figures that matter of it."""

    programme: Programme
    measures: int
    promoted: int
    hindered: int
    untouched: int


@dataclass(frozen=True)
class Hindrance:
    """What a decision does against a measure, and why."""

    measure: Heading
    statement: Statement


@bp.get("/")
def show() -> ResponseReturnValue:
    """Show the desk of the person, by the roles held."""
    person, session = me(), get_session()
    bodies = [grant.body_id for grant in person.grants if grant.body_id is not None]
    own = []
    if person.has_role(Role.PREPARER):
        own = decisions.list_of_preparer(session, person.id, bodies)
    coming = []
    if person.has_role(Role.SECRETARY, Role.PRESENTER):
        coming = meetings.coming(session, bodies)
    followed, hindrances = _followed() if person.has_role(Role.STEERING) else ([], [])
    waiting = [row for row in own if row.state in OPEN]
    return render_template(
        "desk/show.html",
        waiting=sorted(waiting, key=lambda row: row.meeting_on or date.max),
        done=[row for row in own if row.state not in OPEN][:10],
        coming=coming,
        states=decisions.states_of_meetings(session, [row.id for row in coming]) if coming else {},
        drafts=drafts.list_own(session, person.id, most=_DRAFTS),
        latest=history.latest_of(session, person.id),
        followed=followed,
        hindrances=hindrances,
        open_states=OPEN,
    )


def _followed() -> tuple[list[Followed], list[Hindrance]]:
    """Return the programmes that the person follows, and the newest hindrances in all of them."""
    session = get_session()
    followed, hindrances = [], []
    for grant in me().grants:
        if grant.programme_id is None:
            continue
        programme = programmes.get(session, grant.programme_id)
        rows = audit_matrix.load(session, programme, Period())
        followed.append(_figures(programme, rows))
        for row in rows:
            said = row.of(LinkDirection.HINDERS)
            hindrances += [Hindrance(row.heading, statement) for statement in said]
    hindrances.sort(key=lambda item: item.statement.day, reverse=True)
    return followed, hindrances[:_NEWEST]


def _figures(programme: Programme, rows: list[Row]) -> Followed:
    """Return how many measures decisions promote and hinder; one may be both, so none is summed."""
    measures = [row for row in rows if row.heading.level == "measure"]
    return Followed(
        programme,
        len(measures),
        sum(1 for row in measures if row.count(LinkDirection.PROMOTES)),
        sum(1 for row in measures if row.count(LinkDirection.HINDERS)),
        sum(1 for row in measures if not row.statements),
    )
