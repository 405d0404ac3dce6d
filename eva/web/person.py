"""The person who is signed in, as views, services and templates see them."""

from dataclasses import dataclass
from typing import Any

from flask import g, session
from flask_login import current_user
from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from eva.domain.permissions import Grant, Permission, Role, may
from eva.models import RoleGrant, User


@dataclass(frozen=True)
class Person:
    """Somebody signed in, with the roles held at this request."""

    id: int
    name: str
    title: str
    language: str
    grants: tuple[Grant, ...]
    session_key: str
    is_authenticated: bool = True
    is_active: bool = True
    is_anonymous: bool = False

    def get_id(self) -> str:
        """Return what the session remembers: a new key ends the session."""
        return f"{self.id}.{self.session_key}"

    @property
    def actor_id(self) -> int:
        """The number that the trail writes."""
        return self.id

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
        User.session_key,
        RoleGrant.role,
        RoleGrant.body_id,
        RoleGrant.programme_id,
    )
    .outerjoin(RoleGrant, RoleGrant.user_id == User.id)
    .where(User.id == bindparam("number"), User.is_active)
)
"""The person and the roles; made once, since making it takes longer than asking it."""


def load(database: Session, session_id: str) -> Person | None:
    """Return the person of a session, or None if the session has ended."""
    number, _, key = session_id.partition(".")
    if not number.isdigit() or len(number) > 9:
        return None
    rows = database.execute(_PERSON, {"number": int(number)}).all()
    if not rows or rows[0].session_key != key:
        return None
    grants = tuple(Grant(Role(row.role), row.body_id, row.programme_id) for row in rows if row.role)
    first = rows[0]
    return Person(first.id, first.name, first.title, first.language, grants, first.session_key)


def me() -> Person:
    """Return the person of the request; views behind the door always have one."""
    person: Person = g.person
    return person


def remember() -> None:
    """Put the person of the request, or None, where the views and templates look."""
    g.person = current_user._get_current_object() if current_user.is_authenticated else None
    chosen = session.get("language")
    g.language = chosen or (g.person.language if g.person else "fi")
