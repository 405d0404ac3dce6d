"""Sessions: begun at sign-in, kept on the server, ended at once when they have to end.

Every moment that decides anything is the database's own, so that no machine's clock can end
somebody's work or let a session live on.
"""

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, func, select, type_coerce, update
from sqlalchemy.orm import Session

from eva.domain.errors import NotFound
from eva.domain.permissions import Actor
from eva.models import Draft, Presence, SignInAttempt, Submission, WebSession
from eva.models.base import Moment
from eva.services import audit_trail

IDLE = timedelta(minutes=120)
"""How long a session lasts without anything done."""
LONGEST = timedelta(hours=12)
"""How long a session lasts at most."""
_TO_THE = timedelta(minutes=1)
_KEPT_DRAFTS = timedelta(days=730)
_KEPT_SUBMISSIONS = timedelta(days=90)
_KEPT_PRESENCE = timedelta(hours=1)
_KEPT_ATTEMPTS = timedelta(days=1)

NOW = type_coerce(func.current_timestamp(), Moment)
"""This moment by the database's clock."""


@dataclass(frozen=True)
class Listed:
    """A session in the list of its owner."""

    id: int
    browser: str
    started_at: datetime
    seen_at: datetime
    is_this: bool


def new_token() -> str:
    """Return what a cookie holds: 256 random bits."""
    return secrets.token_urlsafe(32)


def hash_of(token: str) -> str:
    """Return what the table holds of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def start(session: Session, user_id: int, browser: str) -> str:
    """Begin a session for the person and return its token; what has ended goes."""
    token = new_token()
    clear(session)
    session.add(
        WebSession(
            token_hash=hash_of(token),
            user_id=user_id,
            browser=browser[:100],
            content={},
            started_at=func.current_timestamp(),
            seen_at=func.current_timestamp(),
        )
    )
    session.flush()
    return token


def clear(session: Session) -> None:
    """Remove what nobody needs any more: ended sessions, old drafts, old traces of forms."""
    moment = session.execute(select(NOW)).scalar_one()
    for column, kept in (
        (WebSession.seen_at, IDLE),
        (WebSession.started_at, LONGEST),
        (Draft.saved_at, _KEPT_DRAFTS),
        (Submission.taken_at, _KEPT_SUBMISSIONS),
        (Presence.seen_at, _KEPT_PRESENCE),
        (SignInAttempt.at, _KEPT_ATTEMPTS),
    ):
        session.execute(delete(column.class_).where(column < moment - kept))


def left(moment: datetime, started_at: datetime, seen_at: datetime) -> timedelta:
    """Return how long the session lasts from the moment if nothing is done; negative if ended."""
    return min(seen_at + IDLE, started_at + LONGEST) - moment


def is_to_be_touched(moment: datetime, seen_at: datetime) -> bool:
    """Tell whether the session's last doing is more than a minute old."""
    return moment - seen_at >= _TO_THE


def touch(session: Session, session_id: int) -> None:
    """Write that the person did something."""
    statement = update(WebSession).where(WebSession.id == session_id)
    session.execute(statement.values(seen_at=func.current_timestamp()))


def keep_content(session: Session, session_id: int, content: dict[str, Any]) -> None:
    """Keep what a page leaves to the next page."""
    statement = update(WebSession).where(WebSession.id == session_id)
    session.execute(statement.values(content=content))


def end(session: Session, session_id: int) -> None:
    """End the session."""
    session.execute(delete(WebSession).where(WebSession.id == session_id))


def end_all(session: Session, user_id: int) -> None:
    """End all sessions of a person."""
    session.execute(delete(WebSession).where(WebSession.user_id == user_id))


def list_own(session: Session, actor: Actor, own: int) -> Sequence[Listed]:
    """Return the sessions of the person that haven't ended, the newest doing first."""
    statement = (
        select(WebSession, NOW)
        .where(WebSession.user_id == actor.actor_id)
        .order_by(WebSession.seen_at.desc(), WebSession.id.desc())
    )
    return [
        Listed(row.id, row.browser, row.started_at, row.seen_at, row.id == own)
        for row, moment in session.execute(statement)
        if left(moment, row.started_at, row.seen_at) > timedelta(0)
    ]


def end_own(session: Session, actor: Actor, session_id: int) -> None:
    """End one of the person's own sessions.

    Raises:
        NotFound: it isn't the person's, or has ended already.
    """
    row = session.get(WebSession, session_id) if session_id < 2**31 else None
    if row is None or row.user_id != actor.actor_id:
        raise NotFound(session_id)
    session.delete(row)
    audit_trail.record(session, actor, "session:ended", "user", actor.actor_id)


def end_others(session: Session, actor: Actor, own: int) -> int:
    """End the person's other sessions; return how many there were."""
    statement = delete(WebSession).where(WebSession.user_id == actor.actor_id, WebSession.id != own)
    ended: Any = session.execute(statement)
    count: int = ended.rowcount
    if count:
        audit_trail.record(
            session, actor, "session:others_ended", "user", actor.actor_id, count=count
        )
    return count
