"""The language of the pages is the person's own; documents come in the municipality's languages."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from lxml import html
from sqlalchemy import Engine, select, update

from eva import database
from eva.app import create_app
from eva.domain.permissions import Role
from eva.models import AuditEvent, DocumentTemplate, IssuedDocument, User
from eva.queries import bodies
from eva.services import decisions, sessions
from eva.settings import Settings
from tests import make

Enter = Callable[..., FlaskClient]


@pytest.fixture
def bilingual(settings: Settings) -> Iterator[Flask]:
    """The application of a municipality that speaks Swedish and Finnish."""
    app = create_app(replace(settings, languages=("sv", "fi")))
    yield app
    app.extensions["eva_engine"].dispose()


@pytest.fixture
def enter(app: Flask, engine: Engine) -> Enter:
    """What signs a new person in: `enter(Role.ADMIN)`, to another application where it's told."""

    def come(*roles: Role, to: Flask = app) -> FlaskClient:
        with database.writing(engine) as session:
            token = sessions.start(session, make.user(session, *roles).id, "Firefox")
        client = to.test_client()
        client.set_cookie(to.config["SESSION_COOKIE_NAME"], token)
        return client

    return come


def page(client: FlaskClient, path: str) -> Any:
    return html.fromstring(client.get(path).get_data(as_text=True))


def language_of(client: FlaskClient, path: str = "/") -> str:
    return str(page(client, path).get("lang"))


def send(client: FlaskClient, path: str, form: Any) -> Any:
    """Send the form that the page at the path has for the address that ends so."""
    action, told = form
    found = next(item for item in page(client, path).forms if (item.action or "").endswith(action))
    return client.post(found.action, data={**dict(found.form_values()), **told})


def languages(engine: Engine) -> list[str]:
    with database.reading(engine) as session:
        return list(
            session.scalars(select(IssuedDocument.language).order_by(IssuedDocument.number))
        )


def test_a_strangers_choice_stays_in_the_browser(app: Flask) -> None:
    client = app.test_client()
    answer = client.get("/language/sv?next=/sign-in")
    assert answer.headers["Location"] == "/sign-in"
    cookie = client.get_cookie("eva_language")
    assert cookie is not None
    assert (cookie.value, cookie.http_only, cookie.same_site) == ("sv", True, "Lax")
    assert cookie.max_age == 365 * 24 * 60 * 60
    assert not cookie.secure
    assert language_of(client, "/sign-in") == "sv"


def test_the_choice_travels_by_https_only_where_the_service_does(settings: Settings) -> None:
    app = create_app(replace(settings, https=True))
    client = app.test_client()
    client.get("/language/sv", base_url="https://localhost")
    cookie = client.get_cookie("eva_language")
    assert cookie is not None
    assert cookie.secure
    app.extensions["eva_engine"].dispose()


@pytest.mark.parametrize("code", ["de", "SV", "fi;sv", "%00"])
def test_a_language_that_there_is_none_of_is_not_chosen(app: Flask, code: str) -> None:
    client = app.test_client()
    client.get(f"/language/{code}")
    assert client.get_cookie("eva_language") is None
    client.set_cookie("eva_language", code)
    assert language_of(client, "/sign-in") == "fi"


def test_another_site_does_not_choose_for_a_person(app: Flask, enter: Enter) -> None:
    client = enter(Role.VIEWER)
    client.get("/language/sv", headers={"Sec-Fetch-Site": "cross-site"})
    assert language_of(client) == "fi"
    client.get("/language/sv", headers={"Sec-Fetch-Site": "same-origin"})
    assert language_of(client) == "sv"


def test_a_persons_choice_goes_along_to_another_browser(
    app: Flask, engine: Engine, enter: Enter
) -> None:
    client = enter(Role.VIEWER)
    assert language_of(client) == "fi"
    before = _events(engine)
    client.get("/language/sv?next=/decisions")
    assert language_of(client, "/decisions") == "sv"
    with database.writing(engine) as session:
        user = session.scalars(select(User).order_by(User.id.desc())).first()
        assert user is not None
        assert user.language == "sv"
        token = sessions.start(session, user.id, "Chrome")
    other = app.test_client()
    other.set_cookie(app.config["SESSION_COOKIE_NAME"], token)
    assert language_of(other) == "sv"
    assert _events(engine) == before


def _events(engine: Engine) -> int:
    with database.reading(engine) as session:
        return len(session.scalars(select(AuditEvent.id)).all())


def test_a_bilingual_municipality_speaks_its_first_language_to_strangers(bilingual: Flask) -> None:
    client = bilingual.test_client()
    assert language_of(client, "/sign-in") == "sv"
    offered = page(client, "/sign-in").xpath("//nav[contains(@class,'language')]//li/*/@lang")
    assert offered == ["sv", "fi", "en"]


@pytest.fixture
def assessed(engine: Engine) -> int:
    """The number of a decision with an assessment."""
    with database.writing(engine) as session:
        return make.imported(session, "06").id


def test_one_press_issues_the_document_in_both_languages(
    bilingual: Flask, engine: Engine, enter: Enter, assessed: int
) -> None:
    client = enter(*Role, to=bilingual)
    form = ("/documents", {"language": "both"})
    answer = send(client, f"/decisions/{assessed}/check", form)
    assert answer.status_code == 303
    assert languages(engine) == ["sv", "fi"]
    send(client, f"/decisions/{assessed}/check", form)
    assert languages(engine) == ["sv", "fi"]


def test_one_language_can_be_issued_in_a_bilingual_municipality_too(
    bilingual: Flask, engine: Engine, enter: Enter, assessed: int
) -> None:
    client = enter(*Role, to=bilingual)
    menu = page(client, f"/decisions/{assessed}/check").get_element_by_id("language")
    assert menu.value_options == ["sv", "fi", "en", "both"]
    send(client, f"/decisions/{assessed}/check", ("/documents", {"language": "en"}))
    assert languages(engine) == ["en"]


def test_a_screening_is_issued_in_both_languages(
    bilingual: Flask, engine: Engine, enter: Enter
) -> None:
    with database.writing(engine) as session:
        made = make.decision(session)
        make.screened_none(session, made)
        number = made.id
    client = enter(*Role, to=bilingual)
    forms = [
        item for item in page(client, f"/decisions/{number}").forms if "/documents" in item.action
    ]
    told = [dict(item.form_values()) for item in forms]
    both = next(item for item in told if item.get("language") == "both")
    assert client.post(forms[0].action, data=both).status_code == 303
    assert languages(engine) == ["sv", "fi"]


def test_none_is_issued_where_one_of_both_cannot_be(
    bilingual: Flask, engine: Engine, enter: Enter, assessed: int
) -> None:
    with database.writing(engine) as session:
        broken = DocumentTemplate.kind == "assessment", DocumentTemplate.language == "fi"
        session.execute(update(DocumentTemplate).where(*broken).values(language="xx"))
    client = enter(*Role, to=bilingual)
    before = _events(engine)
    answer = send(client, f"/decisions/{assessed}/check", ("/documents", {"language": "both"}))
    assert answer.status_code == 303
    assert languages(engine) == []
    assert _events(engine) == before


def test_both_languages_are_one_where_the_municipality_has_one(
    engine: Engine, enter: Enter, assessed: int
) -> None:
    client = enter(*Role)
    menu = page(client, f"/decisions/{assessed}/check").get_element_by_id("language")
    assert menu.value_options == ["fi", "sv", "en"]
    send(client, f"/decisions/{assessed}/check", ("/documents", {"language": "both"}))
    assert languages(engine) == ["fi"]


def test_bodies_stand_in_the_order_of_the_alphabet(engine: Engine, enter: Enter) -> None:
    names = [
        "Öljytoimikunta",
        "Äänestystoimikunta",
        "Åbotoimikunta",
        "zoo",
        "Üllatus",
        "10. jaosto",
    ]
    names += ["Yhteistyö", "2. jaosto", "asuntolautakunta", "Élan"]
    ordered = ["2. jaosto", "10. jaosto", "asuntolautakunta", "Élan", "Yhteistyö", "Üllatus"]
    ordered += ["zoo", "Åbotoimikunta", "Äänestystoimikunta", "Öljytoimikunta"]
    with database.writing(engine) as session:
        for name in names:
            decisions.body_named(session, name)
    with database.reading(engine) as session:
        assert [body.name for body in bodies.all_(session)] == ordered
    offered = page(enter(Role.PREPARER), "/decisions/new").get_element_by_id("body_id")
    assert [option.text for option in offered.iter("option")][1:] == ordered


def test_texts_in_another_language_than_the_page_say_so(
    engine: Engine, enter: Enter, assessed: int
) -> None:
    client = enter(*Role)
    heading = page(client, f"/decisions/{assessed}").find(".//h1")
    assert heading.get("lang") is None
    client.get("/language/sv")
    heading = page(client, f"/decisions/{assessed}").find(".//h1")
    assert heading.get("lang") == "fi"
    for path in (f"/decisions/{assessed}/check", "/decisions"):
        assert page(client, path).xpath("//main//*[@lang='fi']"), path
    assert page(client, f"/decisions/{assessed}/check").xpath("//main//p[@lang='fi']")
