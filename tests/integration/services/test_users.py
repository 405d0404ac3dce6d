"""People: passwords, sessions, roles, and sign-ins that are slowed down."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from eva.domain.errors import Invalid, NotFound
from eva.domain.permissions import Role
from eva.models import SignInAttempt, User, WebSession
from eva.models.base import now
from eva.services import sessions, users
from tests import make

PASSWORD = "mikkeli-kokeilu-2026"


def test_a_password_is_kept_as_a_hash_and_opens_the_door(session: Session) -> None:
    made = make.user(session, username="vilma", password=PASSWORD)
    assert made.password_hash is not None
    assert made.password_hash.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert PASSWORD not in made.password_hash
    assert users.check(session, "vilma", PASSWORD) is made
    assert users.check(session, "vilma", PASSWORD + "x") is None
    assert users.check(session, "kummitus", PASSWORD) is None


def test_a_poor_password_is_refused(session: Session) -> None:
    with pytest.raises(Invalid) as refused:
        make.user(session, username="vilma", password="lyhyt")
    assert set(refused.value.messages) == {"password"}
    assert session.scalar(select(func.count(User.id))) == 0


def test_a_name_is_one_person_s_alone(session: Session) -> None:
    make.user(session, username="vilma")
    with pytest.raises(Invalid) as refused:
        make.user(session, username="vilma")
    assert set(refused.value.messages) == {"username"}


def test_failures_are_counted_and_a_success_forgets_them(session: Session) -> None:
    make.user(session, username="vilma", password=PASSWORD)
    for _ in range(users.MOST_ATTEMPTS - 1):
        session.add(SignInAttempt(username="vilma"))
    session.flush()
    assert not users.is_held_back(session, "vilma")
    users.check(session, "vilma", "väärä salasana")
    session.flush()
    assert users.is_held_back(session, "vilma")
    assert not users.is_held_back(session, "muu")
    users.check(session, "vilma", PASSWORD)
    session.flush()
    assert not users.is_held_back(session, "vilma")


def test_old_failures_hold_nobody_back(session: Session) -> None:
    for _ in range(users.MOST_ATTEMPTS):
        session.add(SignInAttempt(username="vilma", at=now() - users.WINDOW - timedelta(minutes=1)))
    session.flush()
    assert not users.is_held_back(session, "vilma")


def test_a_role_is_given_once_and_taken_wherever_it_is_held(session: Session) -> None:
    made = make.user(session)
    council = make.body(session, "Valtuusto")
    for body in (None, council, council):
        users.grant(session, make.OPERATOR, made, Role.PREPARER, body)
    assert len(made.role_grants) == 2
    assert users.revoke(session, make.OPERATOR, made, Role.PREPARER) == 2
    assert users.revoke(session, make.OPERATOR, made, Role.PREPARER) == 0
    session.flush()
    session.expire_all()
    assert made.role_grants == []


def test_a_new_password_and_a_closed_account_end_all_sessions(session: Session) -> None:
    made = make.user(session)
    for ending in (
        lambda: users.set_password(session, make.OPERATOR, made, PASSWORD),
        lambda: users.set_active(session, make.OPERATOR, made, False),
    ):
        sessions.start(session, made.id, "")
        ending()
        session.flush()
        assert session.scalars(select(WebSession.id)).all() == []
    assert users.check(session, made.username, PASSWORD) is None
    assert users.find(session, made.id) is None
    users.set_active(session, make.OPERATOR, made, True)
    assert users.check(session, made.username, PASSWORD) is made


def test_somebody_who_is_not_there_is_not_found(session: Session) -> None:
    with pytest.raises(NotFound):
        users.by_username(session, "kummitus")
