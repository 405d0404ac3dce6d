"""The start page: what waits for me, what is due before which agenda."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from eva.database import get_session
from eva.domain.permissions import Role
from eva.queries import decisions, meetings, programmes
from eva.web.person import me

bp = Blueprint("desk", __name__)


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
    followed = []
    if person.has_role(Role.STEERING):
        followed = [
            programmes.get(session, grant.programme_id)
            for grant in person.grants
            if grant.programme_id is not None
        ]
    open_states = ("unscreened", "preparing", "outdated")
    return render_template(
        "desk/show.html",
        waiting=[row for row in own if row.state in open_states],
        done=[row for row in own if row.state not in open_states][:10],
        coming=coming,
        followed=followed,
    )
