"""Flask's session, kept in our own table: the cookie holds 256 random bits and nothing else.

A stranger has no row: the token of a form is derived from the cookie, so that anybody may open the
sign-in page without anything being written. Nothing signed with a time decides anything, so clocks
of other machines don't matter.
"""

import hashlib
import re
from typing import Any, cast

from flask import Flask, Request, Response, current_app, g, session
from flask.sessions import SessionInterface, SessionMixin
from sqlalchemy.exc import SQLAlchemyError

from eva import database
from eva.services import sessions

_TOKEN = re.compile(r"[A-Za-z0-9_-]{43}")
_CSRF = "csrf_token"


class ServerSession(dict[str, Any], SessionMixin):
    """What pages leave to the next page, under the token of the browser's cookie."""

    def __init__(self, token: str, is_new: bool) -> None:
        """Derive the secret of the forms from the token."""
        super().__init__({_CSRF: hashlib.sha256(f"csrf:{token}".encode()).hexdigest()})
        self.token = token
        self.is_new = is_new
        self.new = is_new
        self.modified = False
        self.accessed = True

    def __setitem__(self, key: str, value: Any) -> None:
        """Keep the value and remember to write it."""
        self.modified = True
        super().__setitem__(key, value)

    def pop(self, key: str, *default: Any) -> Any:
        """Take the value out and remember to write that it's gone."""
        self.modified = self.modified or key in self
        return super().pop(key, *default)

    def fill(self, content: dict[str, Any]) -> None:
        """Put in what the row holds."""
        super().update(content)

    @property
    def content(self) -> dict[str, Any]:
        """What the row is to hold."""
        return {key: value for key, value in self.items() if key != _CSRF}


class ServerSessions(SessionInterface):
    """The way between the cookie and the table."""

    session_class = ServerSession

    def open_session(self, app: Flask, request: Request) -> ServerSession:
        """Return the session of the cookie; its row is read at the door, with the person."""
        token = request.cookies.get(self.get_cookie_name(app), "")
        if _TOKEN.fullmatch(token):
            return ServerSession(token, is_new=False)
        return ServerSession(sessions.new_token(), is_new=True)

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        """Write what changed; the cookie is set when the token is new."""
        if not isinstance(session, ServerSession):
            return
        person = g.get("person")
        if session.modified and person is not None:
            _write(person.session_id, session.content)
        if session.is_new:
            self.set_token(app, response, session.token)

    def set_token(self, app: Flask, response: Response, token: str) -> None:
        """Set the cookie to the token."""
        response.set_cookie(
            self.get_cookie_name(app),
            token,
            secure=self.get_cookie_secure(app),
            httponly=True,
            samesite="Lax",
            path="/",
        )


def current() -> ServerSession:
    """Return the request's session."""
    return cast(ServerSession, session)


def _write(session_id: int, content: dict[str, Any]) -> None:
    """Keep the content; a message that can't be kept mustn't spoil the page that is ready."""
    try:
        with database.writing(current_app.extensions["eva_engine"]) as writing:
            sessions.keep_content(writing, session_id, content)
    except SQLAlchemyError:
        current_app.logger.warning("the session's content could not be written")


def change_token(token: str) -> None:
    """Let the session go on under another token, with nothing of what it held."""
    own = current()
    fresh = ServerSession(token, is_new=True)
    own.clear()
    own.fill(fresh)
    own.token = token
    own.is_new = True
    own.modified = False
