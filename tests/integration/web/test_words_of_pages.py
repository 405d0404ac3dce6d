"""No page of the demo holds a word of another language, in its texts or in its labels.

The words of a language are those that the catalogues and the question sets say in it and in no
other. Left out: what is marked as another language, and what comes from the database.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from lxml import html
from sqlalchemy import JSON, String, select
from sqlalchemy.orm import Session

from eva import database
from eva.app import create_app
from eva.i18n import LANGUAGES
from eva.models import Base
from eva.resources import shipped
from eva.services import demo, sessions, users
from tests import make
from tests.conftest import CATALOGUE, SqliteFactory, settings_of
from tests.spoken import foreign

UNREAD = frozenset({"script", "style", "textarea", "code", "kbd"})
"""The elements that hold no words of the page."""
SPOKEN = ("aria-label", "title", "alt", "placeholder")
FILES = re.compile(r"/(documents/\d+|language/|static/)|/(export|uploads/)|\.(csv|xlsx|json)\b")
A_CODE = re.compile(r"[a-z0-9_.:-]*")
EACH = 3
"""How many pages of the same kind a person looks at."""
NAMES = frozenset({"eva", "excel", "word", "csv", "json", "suomi", "svenska", "english"})


@dataclass(frozen=True)
class City:
    """The demo, with the texts of its records."""

    app: Flask
    texts: tuple[str, ...]
    """Longest first."""

    def visitor(self, username: str, language: str) -> FlaskClient:
        """Return a person of the demo, signed in, who reads the language; "" for nobody."""
        client = self.app.test_client()
        if not username:
            client.set_cookie("eva_language", language)
            return client
        with database.writing(self.app.extensions["eva_engine"]) as session:
            user = users.by_username(session, username)
            user.language = language
            token = sessions.start(session, user.id, "Firefox")
        client.set_cookie(self.app.config["SESSION_COOKIE_NAME"], token)
        return client


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Iterator[City]:
    folder = tmp_path_factory.mktemp("city")
    settings = replace(settings_of(folder, SqliteFactory(folder).filled()), is_demo=True)
    app = create_app(settings)
    files = sorted((shipped("catalogues") / "demo").glob("*.json"))
    with database.writing(app.extensions["eva_engine"]) as session:
        demo.load(session, make.OPERATOR, CATALOGUE, files)
        texts = {*_texts(session), settings.municipality}
    yield City(app, tuple(sorted(texts, key=len, reverse=True)))
    app.extensions["eva_engine"].dispose()


def _texts(session: Session) -> Iterator[str]:
    """Yield the texts that the database holds, line by line, without the program's own codes."""
    for table in Base.metadata.sorted_tables:
        for column in table.columns:
            if isinstance(column.type, String | JSON) and table.name not in OWN:
                for value in session.scalars(select(column)):
                    lines = (line for text in _strings(value) for line in text.split("\n"))
                    yield from (plain(line) for line in lines if not A_CODE.fullmatch(line))


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for item in value.values() if isinstance(value, dict) else value:
            yield from _strings(item)


OWN = frozenset({"question_set_version", "document_template"})
"""The tables whose texts are the program's own."""


def plain(text: str) -> str:
    return " ".join(text.split())


def pieces(page: Any, language: str) -> Iterator[str]:
    """Yield what is written or said on the page in its own language."""
    if (
        not isinstance(page.tag, str)
        or page.tag in UNREAD
        or page.get("lang", language) != language
    ):
        return
    yield from (page.get(name) for name in SPOKEN if page.get(name))
    yield plain(page.text or "")
    for child in page:
        yield from pieces(child, language)
        yield plain(child.tail or "")


def faults(city: City, page: Any, language: str) -> set[str]:
    """Return the words of other languages on the page."""
    found: set[str] = set()
    for piece in pieces(page, language):
        if foreign(piece, language):
            for text in city.texts:
                piece = piece.replace(text, " ")
            found |= foreign(piece, language)
    return found - NAMES


def pages(app: Flask, client: FlaskClient) -> Iterator[tuple[str, Any]]:
    """Yield the pages that a person finds by following links, a few of each kind."""
    adapter = app.url_map.bind("localhost")
    seen: set[str] = set()
    kinds: Counter[str] = Counter()
    waiting = ["/", "/sign-in", "/decisions?q=eioole", "/programmes?q=koulu", "/nosuch"]
    while waiting:
        address = waiting.pop(0)
        path = address.partition("?")[0]
        if address in seen or FILES.search(path):
            continue
        seen.add(address)
        endpoint = adapter.match(path)[0] if path != "/nosuch" else path
        kinds[endpoint] += 1
        if kinds[endpoint] > EACH:
            continue
        answer = client.get(address)
        if answer.mimetype != "text/html" or answer.status_code in (302, 303):
            continue
        tree = html.fromstring(answer.get_data(as_text=True))
        yield address, tree
        links = [link.partition("#")[0] for link in tree.xpath("//a/@href")]
        waiting += [link for link in links if link.startswith("/")]


EVERYBODY = ("", *(person[0] for person in demo.PEOPLE))


@pytest.mark.parametrize("language", list(LANGUAGES))
@pytest.mark.parametrize("username", EVERYBODY)
def test_pages_hold_no_word_of_another_language(city: City, username: str, language: str) -> None:
    client = city.visitor(username, language)
    wrong, count = {}, 0
    for address, tree in pages(city.app, client):
        count += 1
        assert tree.get("lang") == language, address
        found = faults(city, tree, language)
        if found:
            wrong[address] = sorted(found)
    assert wrong == {}
    assert count >= (20 if username else 2)


def test_words_of_another_language_are_found_where_they_are_not_marked(city: City) -> None:
    tree = html.fromstring(
        '<main lang="sv"><p>Strategiset ohjelmat</p><p lang="fi">Asiat</p>'
        f'<a aria-label="Remove">x</a><p>{city.texts[0]}</p><code>kokous</code></main>'
    )
    assert faults(city, tree, "sv") == {"strategiset", "ohjelmat", "remove"}
