"""Every address is closed to strangers unless it's named here; the table says what each asks.

An endpoint that isn't in the table can't be reached at all, so a forgotten address is a closed one.
Reads are let through here; services ask again before they write.
"""

from collections.abc import Mapping
from typing import Any

from flask import Flask, Request, abort, current_app, g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import LoginManager
from flask_wtf.csrf import CSRFProtect
from sqlalchemy.exc import SQLAlchemyError

from eva.database import get_session, is_unavailable, transaction
from eva.domain.permissions import Permission, require
from eva.queries import decisions
from eva.services import sessions
from eva.web import person
from eva.web.sessions import ServerSessions, current

PUBLIC = "public"
SIGNED_IN = "signed in"
_EDIT = Permission.ASSESSMENT_EDIT

ACCESS: Mapping[str, Permission | str] = {
    "static": PUBLIC,
    "auth.sign_in": PUBLIC,
    "auth.enter": PUBLIC,
    "auth.sign_out": PUBLIC,
    "information.accessibility": PUBLIC,
    "information.choose_language": PUBLIC,
    "information.health": PUBLIC,
    "desk.show": SIGNED_IN,
    "account.show": SIGNED_IN,
    "account.change_password": SIGNED_IN,
    "account.end": SIGNED_IN,
    "account.end_others": SIGNED_IN,
    "account.left": SIGNED_IN,
    "account.go_on": SIGNED_IN,
    "account.token": SIGNED_IN,
    "drafts.index": SIGNED_IN,
    "drafts.show": SIGNED_IN,
    "drafts.keep": SIGNED_IN,
    "drafts.taken": SIGNED_IN,
    "drafts.discard": SIGNED_IN,
    "presence.meet": SIGNED_IN,
    "history.index": Permission.SECRET_READ,
    "history.restore": Permission.DECISION_EDIT,
    "decisions.index": Permission.DECISION_READ,
    "search.index": Permission.DECISION_READ,
    "decisions.new": Permission.DECISION_REGISTER,
    "decisions.register": Permission.DECISION_REGISTER,
    "decisions.show": Permission.DECISION_READ,
    "decisions.edit": Permission.DECISION_EDIT,
    "decisions.change": Permission.DECISION_EDIT,
    "agenda.add": Permission.DECISION_EDIT,
    "agenda.edit": Permission.DOCUMENT_APPEND,
    "agenda.change": Permission.DOCUMENT_APPEND,
    "agenda.remove": Permission.DECISION_EDIT,
    "screenings.edit": Permission.SCREENING_ANSWER,
    "screenings.answer": Permission.SCREENING_ANSWER,
    "screenings.outcome": Permission.SCREENING_ANSWER,
    "assessments.show": Permission.DECISION_READ,
    "assessments.background": _EDIT,
    "assessments.write_background": _EDIT,
    "assessments.summary": _EDIT,
    "assessments.write_summary": _EDIT,
    "alternatives.index": _EDIT,
    "alternatives.add": _EDIT,
    "alternatives.edit": _EDIT,
    "alternatives.change": _EDIT,
    "alternatives.remove": _EDIT,
    "alternatives.confirm_removal": _EDIT,
    "alternatives.give_reason": _EDIT,
    "effects.index": _EDIT,
    "effects.new": _EDIT,
    "effects.add": _EDIT,
    "effects.edit": _EDIT,
    "effects.change": _EDIT,
    "effects.confirm_removal": _EDIT,
    "effects.remove": _EDIT,
    "matrix.edit": _EDIT,
    "matrix.fill": _EDIT,
    "links.index": _EDIT,
    "links.new": _EDIT,
    "links.add": _EDIT,
    "links.edit": _EDIT,
    "links.change": _EDIT,
    "links.remove": _EDIT,
    "links.give_reason": _EDIT,
    "hearings.participation": _EDIT,
    "hearings.check_duty": _EDIT,
    "hearings.follow_up": _EDIT,
    "hearings.add": _EDIT,
    "hearings.edit": _EDIT,
    "hearings.change": _EDIT,
    "hearings.remove": _EDIT,
    "checks.show": Permission.DECISION_READ,
    "checks.approve": Permission.ASSESSMENT_APPROVE,
    "documents.issue": Permission.DOCUMENT_ISSUE,
    "documents.fetch": Permission.DOCUMENT_READ,
    "documents.upload": Permission.SECRET_READ,
    "documents.agenda_item": Permission.DOCUMENT_APPEND,
    "documents.append": Permission.DOCUMENT_APPEND,
    "cases.export": Permission.DECISION_READ,
    "cases.new": Permission.DECISION_IMPORT,
    "cases.import_": Permission.DECISION_IMPORT,
    "meetings.index": Permission.MEETING_READ,
    "meetings.show": Permission.MEETING_READ,
    "programmes.index": Permission.PROGRAMME_READ,
    "programmes.item": Permission.PROGRAMME_READ,
    "steering.matrix": Permission.MATRIX_READ,
    "steering.cell": Permission.MATRIX_READ,
    "steering.matrix_file": Permission.MATRIX_READ,
    "steering.coverage": Permission.COVERAGE_READ,
    "steering.coverage_file": Permission.COVERAGE_READ,
}
"""What each endpoint asks: a permission (of the decision in the address), sign-in, or nothing."""

PASSIVE = frozenset({"account.left", "account.token", "drafts.taken", "presence.meet"})
"""What pages ask by themselves: it doesn't keep a session alive."""


def register(app: Flask) -> None:
    """Set the door: sign-in, tokens of forms, the table."""
    app.session_interface = ServerSessions()
    manager = LoginManager()
    manager.init_app(app, add_context_processor=False)
    manager.session_protection = None
    manager.request_loader(_person)
    app.before_request(_let_in)
    CSRFProtect(app)


def _person(asked: Request) -> Any:
    """Return the person of the cookie's session; a cookie that was just made has none."""
    own = current()
    return None if own.is_new else person.load(get_session(), own.token)


def _let_in() -> ResponseReturnValue | None:
    """Let the request in, send a stranger to sign in, or refuse.

    Raises:
        NotFound: there's no such address or decision.
        NotPermitted: the person may not do this.
    """
    if request.endpoint == "static":
        return None
    _refuse_foreign()
    person.remember()
    if request.routing_exception is not None:
        return None  # no such address, or not used this way: the router's own answer follows
    asked = ACCESS.get(request.endpoint or "")
    if asked is None:
        abort(404)
    if asked == PUBLIC:
        return None
    if g.person is None:
        return _to_sign_in()
    _touch()
    _check(asked)
    return None


def _touch() -> None:
    """Let the session last from now on, but not for what a page asks by itself."""
    if not g.person.is_idle or request.endpoint in PASSIVE:
        return
    try:
        with transaction() as database:
            sessions.touch(database, g.person.session_id)
    except SQLAlchemyError as error:
        if not is_unavailable(error):
            raise
        current_app.logger.warning("the session's last doing could not be written")


def _refuse_foreign() -> None:
    """Refuse a change that another site's page asks for, whatever its token."""
    is_change = request.method not in ("GET", "HEAD", "OPTIONS")
    if is_change and request.headers.get("Sec-Fetch-Site") == "cross-site":
        abort(403)


def _to_sign_in() -> ResponseReturnValue:
    """Send a reader to sign in and back; a writer gets the page that shows what was typed."""
    if request.method != "GET":
        abort(401)
    return redirect(url_for("auth.sign_in", next=request.full_path.rstrip("?")), 303)


def _check(asked: Permission | str) -> None:
    decision_id = (request.view_args or {}).get("decision_id")
    if decision_id is not None:
        g.decision = decisions.get(get_session(), decision_id)
        require(g.person, Permission.DECISION_READ, g.decision)
    if isinstance(asked, Permission):
        require(g.person, asked, g.get("decision"))


def settings() -> Any:
    """Return the installation's settings."""
    return current_app.extensions["eva_settings"]
