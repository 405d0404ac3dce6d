"""Sessions live on the server: they end when they have to, and nothing revives them."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import func, select, update

from eva.models import User, WebSession
from eva.models.base import now
from eva.services import sessions, users
from tests import make
from tests.integration.town import Town
from tests.integration.visitor import Page, Visitor

PASSWORD = "mikkeli-kokeilu-2026"
OTHER = "saimaan-rannalla-on-kaunista"


@pytest.fixture
def vilma(town: Town) -> int:
    """Somebody with a password."""
    with town.writing() as session:
        return make.user(session, make.Role.PREPARER, username="vilma", password=PASSWORD).id


def entered(town: Town, password: str = PASSWORD, path: str = "/sign-in") -> tuple[Visitor, Page]:
    visitor = Visitor(town.app)
    visitor.get("/sign-in")
    data = {"username": "vilma", "password": password}
    return visitor, visitor.post(path, data)


def token_of(visitor: Visitor) -> str:
    cookie = visitor.client.get_cookie("eva")
    assert cookie is not None
    return str(cookie.value)


def age(town: Town, **earlier: timedelta) -> None:
    with town.writing() as session:
        session.execute(
            update(WebSession).values({name: now() - past for name, past in earlier.items()})
        )


def count(town: Town) -> int:
    with town.reading() as session:
        return session.execute(select(func.count(WebSession.id))).scalar_one()


def is_in(visitor: Visitor) -> bool:
    return visitor.get("/account").status == 200


def test_a_sign_in_begins_another_session_than_the_strangers(town: Town, vilma: int) -> None:
    visitor = Visitor(town.app)
    visitor.get("/sign-in")
    before = token_of(visitor)
    visitor.post("/sign-in", {"username": "vilma", "password": PASSWORD})
    assert is_in(visitor)
    assert token_of(visitor) != before
    fixed = Visitor(town.app)
    fixed.sign_in(vilma, before)
    assert not is_in(fixed)


def test_the_table_holds_no_token(town: Town, vilma: int) -> None:
    visitor, _ = entered(town)
    with town.reading() as session:
        kept = session.scalars(select(WebSession.token_hash)).all()
    assert kept == [sessions.hash_of(token_of(visitor))]


def test_a_stranger_leaves_nothing_in_the_table(town: Town) -> None:
    for _ in range(3):
        Visitor(town.app).get("/sign-in")
    assert count(town) == 0


def test_a_session_ends_at_once_in_every_way(town: Town, vilma: int) -> None:
    def sign_out(visitor: Visitor) -> None:
        assert visitor.post("/sign-out").status == 303

    def set_password(visitor: Visitor) -> None:
        with town.writing() as session:
            users.set_password(session, make.OPERATOR, session.get_one(User, vilma), PASSWORD)

    def deactivate(visitor: Visitor) -> None:
        with town.writing() as session:
            users.set_active(session, make.OPERATOR, session.get_one(User, vilma), False)
            users.set_active(session, make.OPERATOR, session.get_one(User, vilma), True)

    ways: tuple[Callable[[Visitor], None], ...] = (sign_out, set_password, deactivate)
    for end in ways:
        visitor, _ = entered(town)
        copy = Visitor(town.app)
        copy.sign_in(vilma, token_of(visitor))
        assert is_in(copy)
        end(visitor)
        assert not is_in(copy), end.__name__


def test_a_session_without_anything_done_ends_after_two_hours(town: Town, vilma: int) -> None:
    visitor, _ = entered(town)
    age(town, seen_at=timedelta(minutes=119))
    assert is_in(visitor)
    age(town, seen_at=timedelta(minutes=121))
    assert not is_in(visitor)


def test_a_session_ends_after_twelve_hours_whatever_is_done(town: Town, vilma: int) -> None:
    visitor, _ = entered(town)
    age(town, started_at=timedelta(hours=11, minutes=59))
    assert is_in(visitor)
    assert visitor.get("/session/left").status == 200
    age(town, started_at=timedelta(hours=12, minutes=1))
    assert not is_in(visitor)


def left(visitor: Visitor) -> int:
    answer = visitor.client.get("/session/left").get_json()
    seconds: int = answer["left"]
    return seconds


def test_asking_how_long_it_lasts_does_not_make_it_longer(town: Town, vilma: int) -> None:
    visitor, _ = entered(town)
    age(town, seen_at=timedelta(minutes=116))
    assert 200 <= left(visitor) <= 240
    visitor.get("/drafts/taken?form_key=x")
    assert left(visitor) <= 240


def test_going_on_makes_it_last_two_hours_more(town: Town, vilma: int) -> None:
    visitor, _ = entered(town)
    age(town, seen_at=timedelta(minutes=116))
    assert visitor.post("/session/continue").status == 200
    assert left(visitor) > 7100


def test_opening_a_page_makes_it_last_two_hours_more(town: Town, vilma: int) -> None:
    visitor, _ = entered(town)
    age(town, seen_at=timedelta(minutes=116))
    page = visitor.get("/account")
    assert 'data-eva-session-left="7' in page.text or page.status == 200
    assert left(visitor) > 7100


def test_own_sessions_are_listed_and_ended_one_by_one_or_all_others(town: Town, vilma: int) -> None:
    (own, _), (second, _), (third, _) = entered(town), entered(town), entered(town)
    page = own.get("/account")
    assert page.words.count("Tämä istunto") == 1
    ends = [form.action for form in page.tree.forms if (form.action or "").endswith("/end")]
    assert len(ends) == 2
    assert own.post(ends[0]).status == 303
    assert [is_in(visitor) for visitor in (own, second, third)].count(False) == 1
    assert own.post("/account/sessions/end-others").status == 303
    assert [is_in(visitor) for visitor in (own, second, third)] == [True, False, False]


def test_nobody_ends_somebody_elses_session(town: Town, vilma: int) -> None:
    visitor, _ = entered(town)
    with town.reading() as session:
        number = session.scalars(select(WebSession.id)).one()
    assert town.visitor("admin").post(f"/account/sessions/{number}/end").status == 404
    assert is_in(visitor)


def test_the_own_password_is_changed_and_other_sessions_end(town: Town, vilma: int) -> None:
    (own, _), (other, _) = entered(town), entered(town)
    wrong = {"old_password": "väärä", "password": OTHER, "repeated": OTHER}
    assert own.post("/account/password", wrong).status == 422
    unlike = {"old_password": PASSWORD, "password": OTHER, "repeated": PASSWORD}
    assert own.post("/account/password", unlike).status == 422
    page = own.post("/account/password", {**unlike, "repeated": OTHER})
    assert page.status == 303, page.faults()
    assert is_in(own)
    assert not is_in(other)
    assert entered(town)[1].status == 422
    assert entered(town, OTHER)[1].status == 303


def test_after_sign_in_one_comes_to_where_one_was_going(town: Town, vilma: int) -> None:
    visitor = Visitor(town.app)
    page = visitor.get("/meetings?body=1")
    assert page.location == "/sign-in?next=/meetings?body%3D1"
    form = visitor.get(page.location).form("sign-in")
    assert form["next"] == ["/meetings?body=1"]
    entered_at = visitor.post("/sign-in", {**form, "username": "vilma", "password": PASSWORD})
    assert entered_at.location == "/meetings?body=1"


@pytest.mark.parametrize(
    "target", ["//evil.example", "/\\evil.example", "https:evil", "javascript:alert(1)", "\t//e"]
)
def test_nobody_is_led_off_the_site(town: Town, vilma: int, target: str) -> None:
    visitor = Visitor(town.app)
    data = {"username": "vilma", "password": PASSWORD, "next": target}
    assert visitor.post("/sign-in", data).location == "/"
