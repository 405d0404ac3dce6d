"""People: made and given roles on the command line, signed in on the page."""

import secrets
from datetime import timedelta
from functools import cache
from typing import Any

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session, selectinload

from eva.domain import passwords
from eva.domain.errors import Invalid, NotFound
from eva.domain.permissions import Actor, Permission, Role, require
from eva.domain.sentence import Sentence
from eva.i18n import LANGUAGES
from eva.models import Body, Programme, RoleGrant, SignInAttempt, User
from eva.models.base import now
from eva.services import audit_trail, sessions

MOST_ATTEMPTS = 10
WINDOW = timedelta(minutes=15)
TOO_MANY = "Liian monta yritystä. Odota 15 minuuttia ja yritä uudelleen."


@cache
def _hasher() -> Any:
    """Return argon2id with OWASP's parameters: 19 MiB, two passes, one lane."""
    from argon2 import PasswordHasher

    return PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)


@cache
def _hash_of_nobody() -> str:
    hashed: str = _hasher().hash(secrets.token_hex(16))
    return hashed


def create(
    session: Session,
    actor: Actor,
    username: str,
    name: str,
    title: str,
    password: str | None,
    language: str = "fi",
) -> User:
    """Make a user.

    Raises:
        NotPermitted: the actor manages no users.
        Invalid: the user name is taken, or the password is no good.
    """
    require(actor, Permission.USER_MANAGE)
    if session.execute(select(User.id).where(User.username == username)).first():
        said = Sentence("Käyttäjätunnus %(name)s on jo käytössä.", name=username)
        raise Invalid({"username": said})
    fault = passwords.fault_of(password, username) if password is not None else None
    if fault:
        raise Invalid({"password": fault})
    user = User(
        username=username,
        name=name,
        title=title,
        language=language,
        password_hash=_hasher().hash(password) if password else None,
    )
    session.add(user)
    session.flush()
    audit_trail.record(session, actor, "user:created", "user", user.id)
    return user


def by_username(session: Session, username: str) -> User:
    """Return the user.

    Raises:
        NotFound: there is no such user.
    """
    user = session.execute(select(User).where(User.username == username)).scalar_one_or_none()
    if user is None:
        raise NotFound(username)
    return user


def find(session: Session, user_id: int) -> User | None:
    """Return the active user with the roles, or None."""
    statement = (
        select(User)
        .where(User.id == user_id, User.is_active)
        .options(selectinload(User.role_grants))
    )
    return session.execute(statement).scalar_one_or_none()


def grant(
    session: Session,
    actor: Actor,
    user: User,
    role: Role,
    body: Body | None = None,
    programme: Programme | None = None,
) -> RoleGrant:
    """Give the user a role; giving it again changes nothing.

    Raises:
        NotPermitted: the actor manages no users.
    """
    require(actor, Permission.USER_MANAGE)
    body_id = body.id if body else None
    programme_id = programme.id if programme else None
    for held in user.role_grants:
        if (held.role, held.body_id, held.programme_id) == (role, body_id, programme_id):
            return held
    given = RoleGrant(user=user, role=role, body_id=body_id, programme_id=programme_id)
    session.add(given)
    session.flush()
    audit_trail.record(
        session,
        actor,
        "user:granted",
        "user",
        user.id,
        role=role,
        body=body_id,
        programme=programme_id,
    )
    return given


def revoke(session: Session, actor: Actor, user: User, role: Role) -> int:
    """Take a role from the user, wherever it's held; return how many were taken.

    Raises:
        NotPermitted: the actor manages no users.
    """
    require(actor, Permission.USER_MANAGE)
    taken = [held for held in user.role_grants if held.role == role]
    for held in taken:
        user.role_grants.remove(held)
    if taken:
        audit_trail.record(session, actor, "user:revoked", "user", user.id, role=role)
    return len(taken)


def set_password(session: Session, actor: Actor, user: User, password: str) -> None:
    """Give the user a new password; all sessions of the user end.

    Raises:
        NotPermitted: the actor manages no users.
        Invalid: the password is no good.
    """
    require(actor, Permission.USER_MANAGE)
    fault = passwords.fault_of(password, user.username)
    if fault:
        raise Invalid({"password": fault})
    user.password_hash = _hasher().hash(password)
    sessions.end_all(session, user.id)
    audit_trail.record(session, actor, "user:password_set", "user", user.id)


def change_own_password(session: Session, actor: Actor, old: str, new: str) -> None:
    """Give the person a new password; all sessions of the person end.

    Raises:
        NotFound: the person isn't active.
        Invalid: the old password is wrong or was tried too often, or the new one is no good.
    """
    user = find(session, actor.actor_id or 0)
    if user is None:
        raise NotFound(actor.actor_id)
    fault = passwords.fault_of(new, user.username)
    if fault:
        raise Invalid({"password": fault})
    if is_held_back(session, user.username):
        raise Invalid({"old_password": TOO_MANY})
    if check(session, user.username, old) is None:
        raise Invalid({"old_password": "Nykyinen salasana on väärä."})
    user.password_hash = _hasher().hash(new)
    sessions.end_all(session, user.id)
    audit_trail.record(session, actor, "user:password_set", "user", user.id)


def choose_language(session: Session, actor: Actor, language: str) -> None:
    """Keep the language in which the person reads; it's nobody else's matter, so no event.

    Raises:
        NotFound: the person isn't active.
        Invalid: there is no such language.
    """
    user = find(session, actor.actor_id or 0)
    if user is None:
        raise NotFound(actor.actor_id)
    if language not in LANGUAGES:
        raise Invalid({"language": "Valitse jokin vaihtoehdoista."})
    user.language = language


def set_active(session: Session, actor: Actor, user: User, is_active: bool) -> None:
    """Let the user in again, or out at once.

    Raises:
        NotPermitted: the actor manages no users.
    """
    require(actor, Permission.USER_MANAGE)
    if user.is_active != is_active:
        user.is_active = is_active
        sessions.end_all(session, user.id)
        action = "user:activated" if is_active else "user:deactivated"
        audit_trail.record(session, actor, action, "user", user.id)


def is_held_back(session: Session, username: str) -> bool:
    """Tell whether too many sign-ins with the name have failed lately."""
    since = now() - WINDOW
    statement = select(func.count(SignInAttempt.id)).where(
        SignInAttempt.username == username, SignInAttempt.at > since
    )
    return session.execute(statement).scalar_one() >= MOST_ATTEMPTS


def check(session: Session, username: str, password: str) -> User | None:
    """Return the user whose name and password these are, or None; a failure is counted.

    An unknown name takes as long as a wrong password.
    """
    from argon2.exceptions import VerificationError

    user = session.execute(
        select(User).where(User.username == username, User.is_active)
    ).scalar_one_or_none()
    known = user.password_hash if user and user.password_hash else _hash_of_nobody()
    try:
        _hasher().verify(known, password[: passwords.LONGEST])
    except VerificationError:
        user = None
    if user is None or user.password_hash is None:
        session.add(SignInAttempt(username=username[:150]))
        return None
    session.execute(delete(SignInAttempt).where(SignInAttempt.username == username))
    if _hasher().check_needs_rehash(user.password_hash):
        user.password_hash = _hasher().hash(password)
    return user
