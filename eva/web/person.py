"""The person who is signed in, as views, services and templates see them."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from flask import g, request
from flask_login import current_user
from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from eva.domain.permissions import Grant, Permission, Role, may
from eva.models import RoleGrant, User, WebSession
from eva.services import sessions
from eva.web import sessions as browser_sessions


@dataclass(frozen=True)
class Person:
    """Somebody signed in, with the roles held at this request."""

    id: int
    name: str
    title: str
    language: str
    grants: tuple[Grant, ...]
    session_id: int
    left: timedelta
    """How long the session lasts if nothing more is done."""
    ends_in: timedelta
    """How long the session lasts whatever is done."""
    is_idle: bool
    """Whether it's more than a minute since the person last did something."""
    content: dict[str, Any]
    """What the last page left to this one."""
    is_authenticated: bool = True
    is_active: bool = True
    is_anonymous: bool = False

    def get_id(self) -> str:
        """Return the number of the person, as Flask-Login asks for it."""
        return str(self.id)

    @property
    def actor_id(self) -> int:
        """The number that the trail writes."""
        return self.id

    @property
    def left_now(self) -> int:
        """How many seconds the session lasts from this request, which counts as doing something."""
        return int(min(sessions.IDLE, self.ends_in).total_seconds())

    def may(self, permission: Permission | str, subject: Any = None) -> bool:
        """Tell whether the person may do this to the subject; templates ask it too."""
        return may(self, Permission(permission), subject)

    def has_role(self, *roles: str) -> bool:
        """Tell whether the person holds one of the roles anywhere."""
        return any(grant.role in roles for grant in self.grants)


_PERSON = (
    select(
        User.id,
        User.name,
        User.title,
        User.language,
        WebSession.id.label("session_id"),
        WebSession.started_at,
        WebSession.seen_at,
        WebSession.content,
        sessions.NOW.label("moment"),
        RoleGrant.role,
        RoleGrant.body_id,
        RoleGrant.programme_id,
    )
    .join(WebSession, WebSession.user_id == User.id)
    .outerjoin(RoleGrant, RoleGrant.user_id == User.id)
    .where(WebSession.token_hash == bindparam("token_hash"), User.is_active)
)
"""The person, the session and the roles; made once, since making it takes longer than asking it."""


def load(database: Session, token: str) -> Person | None:
    """Return the person of a session's token, or None if there's no session or it has ended."""
    rows = database.execute(_PERSON, {"token_hash": sessions.hash_of(token)}).all()
    if not rows:
        return None
    first = rows[0]
    left = sessions.left(first.moment, first.started_at, first.seen_at)
    if left <= timedelta(0):
        return None
    return Person(
        first.id,
        first.name,
        first.title,
        first.language,
        tuple(Grant(Role(row.role), row.body_id, row.programme_id) for row in rows if row.role),
        first.session_id,
        left,
        first.started_at + sessions.LONGEST - first.moment,
        sessions.is_to_be_touched(first.moment, first.seen_at),
        dict(first.content),
    )


def me() -> Person:
    """Return the person of the request; views behind the door always have one."""
    person: Person = g.person
    return person


def remember() -> None:
    """Put the person of the request, or None, where the views and templates look."""
    found: Any = current_user
    g.person = found._get_current_object() if found.is_authenticated else None
    if g.person is not None:
        browser_sessions.current().fill(g.person.content)
    g.language = g.person.language if g.person else request.cookies.get("eva_language", "")
