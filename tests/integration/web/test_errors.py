"""Pages of errors: in Finnish, without a trace of the program, with what was typed."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event, func, select, text, update
from sqlalchemy.exc import OperationalError

from eva.models import Assessment, WebSession
from eva.models.base import now
from eva.queries import decisions
from eva.services import sessions
from eva.web import desk
from tests.integration.town import Town
from tests.integration.visitor import Page, Visitor

TYPED = "Kirjoitin tämän pitkän tekstin juuri äsken enkä halua menettää sitä."
SIGNS_OF_A_TRACE = ("Traceback", "sqlalchemy", "psycopg", "File &#34;", 'File "', "werkzeug")


def expect(page: Page, status: int, title: str) -> None:
    assert page.status == status
    assert page.title == title
    assert page.headers["Content-Type"] == "text/html; charset=utf-8"
    assert page.tree.get("lang") == "fi"
    for sign in SIGNS_OF_A_TRACE:
        assert sign not in page.text
    assert page.headers["Cache-Control"] == "private, no-store"
    assert "default-src 'none'" in page.headers["Content-Security-Policy"]


def background(town: Town) -> str:
    return f"/decisions/{town.decision_id}/assessment/background"


def summary_of(town: Town) -> str | None:
    with town.reading() as session:
        return session.scalar(
            select(Assessment.objective).where(Assessment.id == town.assessment_id)
        )


def test_an_address_that_is_not_there(town: Town) -> None:
    expect(town.visitor("viewer").get("/ei-ole"), 404, "Sivua ei löydy")
    expect(Visitor(town.app).get("/ei-ole"), 404, "Sivua ei löydy")


def test_a_page_that_is_not_the_persons(town: Town) -> None:
    expect(town.visitor("viewer").get(background(town)), 403, "Tähän ei ole oikeutta")


def test_a_text_typed_without_the_right_is_shown(town: Town) -> None:
    page = town.visitor("viewer").post(background(town), {"objective": TYPED})
    expect(page, 403, "Tähän ei ole oikeutta")
    assert TYPED in page.words


def test_a_page_used_the_wrong_way(town: Town) -> None:
    preparer = town.visitor("preparer")
    expect(preparer.post("/decisions"), 405, "Sivua ei voi käyttää näin")
    expect(preparer.get("/sign-out"), 405, "Sivua ei voi käyttää näin")


def test_a_text_sent_after_the_session_ended_is_shown(town: Town) -> None:
    page = Visitor(town.app).post(background(town), {"objective": TYPED})
    expect(page, 401, "Kirjautuminen on päättynyt")
    assert TYPED in page.words
    assert summary_of(town) is None


def test_a_session_that_is_no_more_shows_the_text_too(town: Town) -> None:
    visitor = Visitor(town.app)
    visitor.sign_in(town.people["preparer"], sessions.new_token())
    page = visitor.post(background(town), {"objective": TYPED})
    expect(page, 401, "Kirjautuminen on päättynyt")
    assert TYPED in page.words


@pytest.mark.parametrize("token", ["", "wrong", "InwwMCI.x.y"])
def test_a_token_that_does_not_fit_shows_the_form_again_with_a_fresh_one(
    town: Town, token: str
) -> None:
    preparer = town.visitor("preparer")
    form = preparer.get(background(town)).form("")
    told = {"objective": TYPED, "present_state": "Nyt.\nKaksi riviä.", "csrf_token": token}
    sent = {"version": form["version"][0], **told}
    page = preparer.post(background(town), sent)
    expect(page, 400, "Tarkista ja tallenna uudelleen")
    again = page.form(background(town))
    assert again["objective"] == [TYPED]
    assert again["present_state"][0].replace("\r\n", "\n") == "Nyt.\nKaksi riviä."
    assert again["csrf_token"][0] not in ("", token)
    assert summary_of(town) is None
    kept = preparer.client.post(background(town), data=again)
    assert kept.status_code == 303
    assert summary_of(town) == TYPED


def test_a_form_of_another_site_is_refused(town: Town) -> None:
    headers = {"Sec-Fetch-Site": "cross-site"}
    page = town.visitor("preparer").post(background(town), {"objective": TYPED}, headers=headers)
    expect(page, 403, "Tähän ei ole oikeutta")
    assert summary_of(town) is None


def test_a_form_that_is_too_large(town: Town) -> None:
    page = town.visitor("preparer").post(background(town), {"objective": "x" * (11 << 20)})
    expect(page, 413, "Tiedosto tai teksti on liian suuri")


def test_a_file_that_is_too_large(town: Town) -> None:
    from io import BytesIO

    file = (BytesIO(b"x" * (11 << 20)), "iso.docx")
    page = town.visitor("preparer").post(
        f"/decisions/{town.decision_id}/agenda-item",
        {"file": file, "source": "file"},
        content_type="multipart/form-data",
    )
    expect(page, 413, "Tiedosto tai teksti on liian suuri")


def test_a_fault_of_the_program(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*arguments: object) -> None:
        raise RuntimeError("salainen sisältö")

    monkeypatch.setattr(decisions, "list_page", fail)
    page = town.visitor("viewer").get("/decisions")
    expect(page, 500, "Jokin meni vikaan")
    assert "salainen sisältö" not in page.text


def test_a_database_that_does_not_answer(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*arguments: object) -> None:
        raise OperationalError("SELECT salaisuus", {}, Exception("database is locked"))

    monkeypatch.setattr(decisions, "list_page", fail)
    page = town.visitor("viewer").get("/decisions")
    expect(page, 503, "Palvelu on hetken varattu")
    assert "salaisuus" not in page.text


@pytest.fixture
def make_read_only(town: Town) -> Iterator[Callable[[], None]]:
    """Let the town's database take no changes from now on."""
    served = town.app.extensions["eva_engine"]

    def refuse(connection: Any, record: Any) -> None:
        connection.execute("PRAGMA query_only = ON")

    def shut() -> None:
        if served.dialect.name == "sqlite":
            event.listen(served, "connect", refuse)
        else:
            with town.engine.begin() as connection:
                name = connection.execute(select(func.current_database())).scalar_one()
                connection.execute(
                    text(f'ALTER DATABASE "{name}" SET default_transaction_read_only = on')
                )
        served.dispose()

    yield shut
    served.dispose()


def test_a_database_that_takes_no_changes_loses_nothing(
    town: Town, make_read_only: Callable[[], None]
) -> None:
    preparer = town.visitor("preparer")
    form = {**preparer.get(background(town)).form(""), "csrf_token": preparer.token()}
    with town.writing() as session:  # so long ago that the next page would write it anew
        session.execute(update(WebSession).values(seen_at=now() - timedelta(minutes=10)))
    make_read_only()
    assert preparer.get(background(town)).status == 200
    page = preparer.post(background(town), {**form, "objective": TYPED})
    expect(page, 503, "Palvelu on hetken varattu")
    assert page.form("")["objective"] == [TYPED]
    told = {"draft_place": background(town), "draft_number": "1", "draft_title": "T"}
    script = {"X-Requested-With": "fetch"}
    kept = preparer.post("/drafts", {**form, **told, "objective": TYPED}, headers=script)
    assert (kept.status, kept.text) == (503, '{"error":"busy"}\n')
    assert summary_of(town) != TYPED


def test_a_refusal_of_the_domain(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    from eva.domain.errors import Invalid

    def fail(*arguments: object) -> None:
        raise Invalid({"": "Tämä ei käy."})

    monkeypatch.setattr(desk.programmes, "get", fail)
    page = town.visitor("steering").get("/")
    expect(page, 422, "Tietoja ei voitu tallentaa")
    assert "Tämä ei käy." in page.words


def test_a_question_set_that_is_not_published(app: Flask, visit: Callable[..., Visitor]) -> None:
    page = visit().get("/language/xx?next=//evil.example")
    assert (page.status, page.location) == (303, "/")


JUNK = [
    "/decisions?q=%00%ff%fe",
    "/decisions?before=abc",
    "/decisions?before=-1",
    "/decisions?before=99999999999999999999",
    "/meetings?body=x",
    "/programmes?term=%27%3B--&q=%25_",
    "/decisions?q=" + "a" * 5000,
    "/steering/coverage?first=ei&last=%00",
    "/steering/coverage?first=1.1.0001&last=31.12.9999",
]


@pytest.mark.parametrize("address", JUNK)
def test_junk_in_an_address_is_no_fault(town: Town, address: str) -> None:
    page = town.visitor("admin").get(address)
    assert page.status in (200, 404, 422), page.status
