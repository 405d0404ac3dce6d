"""Meetings: for the secretary, the agenda's items with their states and downloads."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from eva.database import get_session
from eva.queries import bodies, decisions, documents, meetings

bp = Blueprint("meetings", __name__, url_prefix="/meetings")


@bp.get("")
def index() -> ResponseReturnValue:
    """List meetings, newest first, of one body where it's chosen."""
    session = get_session()
    body_id = request.args.get("body", type=int)
    body = bodies.get(session, body_id) if body_id is not None else None
    return render_template(
        "meetings/index.html",
        rows=meetings.list_(session, body_id),
        bodies=bodies.all_(session),
        body=body,
    )


@bp.get("/<int:meeting_id>")
def show(meeting_id: int) -> ResponseReturnValue:
    """Show the agenda of the meeting with each item's state and newest documents."""
    session = get_session()
    meeting = meetings.get(session, meeting_id)
    agenda = decisions.list_of_meeting(session, meeting_id)
    newest = documents.newest_of(session, [row.id for _, row in agenda])
    return render_template("meetings/show.html", meeting=meeting, agenda=agenda, newest=newest)
