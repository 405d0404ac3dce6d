"""The catalogues hold every word in every language, and no page falls back to Finnish."""

import ast
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from html import unescape
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from babel.messages.catalog import Message
from flask import Flask, g
from flask.testing import FlaskClient
from jinja2 import Environment
from sqlalchemy import select, update
from sqlalchemy.orm import Session
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from eva import database, i18n
from eva.app import create_app
from eva.domain.errors import CaseRefused
from eva.domain.permissions import Role
from eva.domain.sentence import Sentence
from eva.models import ProgrammeItem, User
from eva.services import cases, files, sessions
from eva.web import sentences
from tests import make
from tests.conftest import SqliteFactory, settings_of
from tools import catalogues

LANGUAGES = tuple(catalogues.LANGUAGES)
PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|{\w+(?:![rs])?}")
TAG = re.compile(r"<[^>]*>")
SPOKEN = re.compile(r'\b(?:aria-label|title|placeholder|alt)="([^"]*[^\W\d_]{2}[^"]*)"')
SECTION = re.compile(r"{% block section_code %}.*?{% endblock %}")
"""The code of a section, which the layout reads and doesn't show."""
NAMES = {"EVA", "Excel", "CSV"}
"""Words of templates that are the same in all languages."""
UNTOUCHED = (
    "remove",
    "issue",
    "approve",
    "sign_out",
    "choose_language",
    "fetch",
    "export",
    "file",
    "restore",
)
"""Parts of the names of endpoints that take something away, or answer with no page."""


@cache
def messages(language: str) -> Mapping[str, Message]:
    return {str(item.id): item for item in catalogues.load(language) if item.id}


@pytest.mark.parametrize("language", LANGUAGES)
def test_catalogue_equals_a_new_extraction(language: str) -> None:
    kept = (catalogues.TRANSLATIONS / f"{language}.po").read_text(encoding="utf-8")
    assert kept == catalogues.updated(language, catalogues.extract())


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_is_translated(language: str) -> None:
    missing = [text for text, item in messages(language).items() if not str(item.string).strip()]
    assert missing == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_fuzzy(language: str) -> None:
    assert [text for text, item in messages(language).items() if item.fuzzy] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_placeholders_are_the_same(language: str) -> None:
    for text, item in messages(language).items():
        assert sorted(PLACEHOLDER.findall(text)) == sorted(PLACEHOLDER.findall(str(item.string)))


@pytest.mark.parametrize("language", LANGUAGES)
def test_sentences_end_alike(language: str) -> None:
    for text, item in messages(language).items():
        ends = [said[-1] if said[-1] in ".:?" else "" for said in (text, str(item.string))]
        assert ends[0] == ends[1], text


@pytest.mark.parametrize("language", LANGUAGES)
def test_program_reads_the_catalogue(language: str) -> None:
    assert dict(i18n.catalogue(language)) == {
        text: item.string for text, item in messages(language).items()
    }


def test_extraction_finds_what_is_said_in_code() -> None:
    source = """
SHARED = "Kirjoita numero."
class Form:
    name = LineField("Nimi", [Needed("Kirjoita nimi."), Regexp("x", message=SHARED)])
def view(kind, error):
    messages["name"] = "Nimi on jo käytössä."
    raise Invalid({"": "Nimi puuttuu."})
    raise DocumentRefused("no_template")
    raise DocumentRefused(f"Tyyliä ei tueta: {error}")
    return say("Uusi" if kind else "Vanha"), say(known.get(kind, "Muu")), tell("Ei tämä")
"""
    assert set(catalogues.texts_of(source)) == {
        "Nimi",
        "Kirjoita nimi.",
        "Kirjoita numero.",
        "Nimi on jo käytössä.",
        "Nimi puuttuu.",
        "Tyyliä ei tueta.",
        "Uusi",
        "Vanha",
        "Muu",
    }


def test_templates_say_nothing_past_the_catalogues() -> None:
    environment = Environment(extensions=["jinja2.ext.i18n"])
    for file in sorted((catalogues.ROOT / "templates").rglob("*.html")):
        source = SECTION.sub("", file.read_text(encoding="utf-8"))
        pieces = [
            piece if kind == "data" else " " * (kind == "variable_begin")
            for _, kind, piece in environment.lex(source)
        ]
        markup = "".join(pieces)
        words = set(re.findall(r"[^\W\d_]{2,}", TAG.sub(" ", _shown(markup))))
        assert words <= NAMES, file
        assert SPOKEN.findall(markup) == [], file


def _shown(markup: str) -> str:
    """Return the markup without the ends of tags whose beginning a macro writes."""
    return re.sub(r'^[^<]*(?=")', "", re.sub(r"(?:govuk|eva|aria)-[\w-]+(?:=\"\w*\")?", "", markup))


@pytest.mark.parametrize("folder", ["cli", "web"])
def test_views_and_commands_say_nothing_past_the_catalogues(folder: str) -> None:
    known = catalogues.extract()
    for file in sorted((catalogues.ROOT / "eva" / folder).rglob("*.py")):
        said = {text for text in _strings(file) if re.search("[äöÄÖ]", text)}
        assert said <= known, file


def _strings(file: Path) -> Iterator[str]:
    """Yield the texts of a module that aren't its docstrings."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    told = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in told:
            yield node.value


@dataclass(frozen=True)
class City:
    """The application with records in every state, and a person who may do everything."""

    app: Flask
    session_id: str
    places: list[dict[str, Any]]
    """What the addresses may hold: each decision with what belongs to it."""

    def client(self, language: str) -> FlaskClient:
        with database.writing(self.app.extensions["eva_engine"]) as session:
            session.execute(update(User).values(language=language))
        client = self.app.test_client()
        client.set_cookie("eva", self.session_id)
        return client


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Iterator[City]:
    folder = tmp_path_factory.mktemp("city")
    settings = replace(settings_of(folder, SqliteFactory(folder).filled()), is_demo=True)
    app = create_app(settings)
    app.config["WTF_CSRF_ENABLED"] = False
    with database.writing(app.extensions["eva_engine"]) as session:
        person = make.user(session, *Role)
        places = list(_places(session))
        session.flush()
        session_id = sessions.start(session, person.id, "Chromium")
    yield City(app, session_id, places)
    app.extensions["eva_engine"].dispose()


def _places(session: Session) -> Iterator[dict[str, Any]]:
    item = session.scalars(select(ProgrammeItem)).first()
    assert item is not None
    shared = {"programme_id": item.programme_id, "direction": "promotes"}
    yield shared | {"decision_id": make.decision(session).id, "item_id": item.id}
    yield shared | {"decision_id": make.imported(session, "B1").id}
    secret = make.assessed(session)
    effect = make.secret_effect(session, secret, "Salaisuus")
    yield shared | {"decision_id": secret.decision_id, "effect_id": effect.id}
    yield shared | {"decision_id": make.assessed(session, ()).decision_id}
    for name in make.ASSESSED[:2]:
        made = make.imported(session, name)
        told = made.assessment
        assert told is not None
        yield shared | {
            "decision_id": made.id,
            "item_id": made.agenda_items[0].id,
            "meeting_id": made.agenda_items[0].meeting_id,
            "alternative_id": told.alternatives[0].id,
            "effect_id": told.effects[0].id,
            "link_id": told.measure_links[0].id,
            "kind": "participation",
            "line_id": told.participation[0].id if told.participation else 1,
        }
        follow_up = told.follow_up[0].id if told.follow_up else 1
        yield {"decision_id": made.id, "kind": "follow-up", "line_id": follow_up}


def _rules(app: Flask, method: str) -> Iterator[Rule]:
    for rule in app.url_map.iter_rules():
        is_page = rule.endpoint != "static" and not any(it in rule.endpoint for it in UNTOUCHED)
        if is_page and method in (rule.methods or ()):
            yield rule


def _addresses(city: City, method: str) -> Iterator[str]:
    """Yield each address of a page once, for each record that has such a page."""
    made = set()
    adapter = city.app.url_map.bind("localhost")
    for rule, place in product(_rules(city.app, method), city.places):
        if rule.arguments <= place.keys():
            values = {key: place[key] for key in rule.arguments}
            made.add(adapter.build(rule.endpoint, values, method=method))
    yield from sorted(made)


def _left_in_finnish(response: TestResponse, language: str) -> list[str]:
    """Return the texts of more than two words that the page says in Finnish all the same."""
    page = " ".join(unescape(TAG.sub(_attributes, response.get_data(as_text=True))).split())
    return [text for text, piece in _recognised(language) if piece in page]


def _attributes(tag: re.Match[str]) -> str:
    return " ".join(re.findall(r'"([^"]*)"', tag[0]))


@cache
def _recognised(language: str) -> list[tuple[str, str]]:
    """Return the texts by which Finnish is known, each with its longest piece without values."""
    found = []
    for text, item in messages(language).items():
        piece = max(PLACEHOLDER.split(text), key=len).strip()
        if len(piece.split()) > 2 and piece not in str(item.string):
            found.append((text, piece))
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_finnish_is_left_on_pages(city: City, language: str) -> None:
    client = city.client(language)
    addresses = [*_addresses(city, "GET"), "/decisions?q=eioole", "/programmes?q=eioole", "/x"]
    assert len(addresses) > 60
    for address in addresses:
        response = client.get(address)
        assert response.status_code < 500, address
        assert _left_in_finnish(response, language) == [], address


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_finnish_is_left_on_refused_forms(city: City, language: str) -> None:
    client = city.client(language)
    codes = set()
    for address in _addresses(city, "POST"):
        told = {"version": "999", "cost_eur": "paljon", "due_on": "pian", "action": "save"}
        response = client.post(address, data=told)
        codes.add(response.status_code)
        assert _left_in_finnish(response, language) == [], address
    assert {404, 409, 422} <= codes
    assert 500 not in codes


@pytest.mark.parametrize("language", LANGUAGES)
def test_stranger_reads_the_door_in_the_language(city: City, language: str) -> None:
    client = city.app.test_client()
    client.get(f"/language/{language}")
    for response in (client.get("/sign-in"), client.get("/accessibility"), client.post("/sign-in")):
        assert _left_in_finnish(response, language) == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "text",
    [
        "[",
        "{}",
        '{"format": "eva-case", "format_version": "2.0"}',
        '{"format": "eva-case", "format_version": "1.0", "format": 1}',
        '{"format": "eva-case", "format_version": "1.0", "decision": {}}',
        '{"format": "eva-case", "format_version": "1.0", "decision": {"title": ""}, "mikä": 1}',
    ],
)
def test_refused_case_file_is_told_in_the_language(city: City, language: str, text: str) -> None:
    with pytest.raises(CaseRefused) as refused:
        cases.read(text)
    with city.app.test_request_context():
        g.language = language
        told = sentences.sentence_for(refused.value)
    assert told != str(refused.value)
    assert not [piece for _, piece in _recognised(language) if piece in told]


def test_sentence_is_the_finnish_text_until_it_is_said() -> None:
    inner = Sentence("rivi %(line)s: tiedosto ei ole ehjää JSONia", line=3)
    assert inner == "rivi 3: tiedosto ei ole ehjää JSONia"
    with pytest.raises(ValueError, match="rivi 1: tiedosto ei ole ehjää JSONia"):
        files.load_json("[")
