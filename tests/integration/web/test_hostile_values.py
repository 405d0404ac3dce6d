"""10,000 hostile values through every form and every page that reads its address.

Each room of the application is attacked on both databases at once: no fault of ours, no forbidden
character kept, no line forged in the log, the same answers and the same texts on both.
"""

import logging
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from eva import database
from eva.app import create_app
from eva.web.access import ACCESS
from tests import make
from tests.conftest import DATABASES, PostgresqlFactory, SqliteFactory, settings_of
from tests.integration.attacks import PARAMETERS, Attacker
from tests.integration.kept_texts import forbidden, summary, texts_of
from tests.integration.town import Town
from tests.trials import share_of

ROOMS = sorted({endpoint.partition(".")[0] for endpoint in ACCESS} - {"static"})
READING = {
    *("steering.matrix", "steering.coverage", "steering.cell", "steering.matrix_file"),
    *("steering.coverage_file", "programmes.index", "documents.agenda_item", "history.index"),
    *("auth.sign_in", "effects.index", "effects.new", "links.index", "decisions.index"),
    *("information.choose_language", "meetings.index", "drafts.taken", "search.index"),
}
"""The pages that read parameters of their address; the others get a tenth of the values."""
VALUES = share_of(10_000)


@pytest.fixture
def attackers(
    _factories: dict[str, Any],
    tmp_path_factory: pytest.TempPathFactory,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[dict[str, Attacker]]:
    """Somebody in the same town on each database."""
    made, urls, engines = {}, {}, []
    for kind in DATABASES:
        if kind not in _factories:
            maker = SqliteFactory if kind == "sqlite" else PostgresqlFactory
            _factories[kind] = maker(tmp_path_factory.mktemp(kind))
        monkeypatch.setattr(make, "_numbers", count(1))
        urls[kind] = _factories[kind].filled()
        instance = tmp_path / kind
        instance.mkdir()
        app = create_app(settings_of(instance, urls[kind]))
        app.testing = False
        engine = database.open_engine(urls[kind])
        engines += [engine, app.extensions["eva_engine"]]
        made[kind] = Attacker(Town(app, engine))
    yield made
    for engine in engines:
        engine.dispose()
    for kind, url in urls.items():
        _factories[kind].drop(url)


@pytest.mark.parametrize("room", ROOMS)
def test_no_value_is_a_fault_of_ours_or_kept_as_it_may_not_be(
    room: str, attackers: dict[str, Attacker], caplog: pytest.LogCaptureFixture, tell: Any
) -> None:
    caplog.set_level(logging.INFO, "eva")
    caplog.set_level(logging.INFO, "werkzeug")
    for attacker in attackers.values():
        forms = attacker.forms()
        for endpoint in attacker.endpoints(room, "POST"):
            attacker.attack(endpoint, forms.get(endpoint), VALUES)
        for endpoint in attacker.endpoints(room, "GET"):
            attacker.ask(endpoint, VALUES if endpoint in READING else share_of(1_000))
        attacker.look_at_everything()
        assert forbidden(texts_of(attacker.town)) == []
    sqlite, postgresql = attackers.values()
    assert sqlite.told.answers == postgresql.told.answers
    assert summary(sqlite.town) == summary(postgresql.town)
    assert [said.getMessage() for said in caplog.records if _is_forged(said.getMessage())] == []
    told = sum(attacker.told.values for attacker in attackers.values())
    tell(f"{told} values on two databases, 0 answers 5xx, 0 forbidden characters, 0 differences")


def _is_forged(line: str) -> bool:
    return any(ord(sign) < 32 or sign in "\x7f\x85\u2028\u2029" for sign in line)


def test_every_form_with_fields_was_found(attackers: dict[str, Attacker]) -> None:
    attacker = attackers["sqlite"]
    found = attacker.forms()
    posts = {
        rule.endpoint
        for rule in attacker.app.url_map.iter_rules()
        if "POST" in (rule.methods or ())
    }
    by_scripts = {"drafts.keep", "presence.meet", "account.go_on"}
    assert posts - set(found) == by_scripts


def test_the_pages_that_read_their_address_are_known() -> None:
    sources = Path(__file__).parents[3] / "eva" / "web"
    text = "".join(file.read_text(encoding="utf-8") for file in sources.glob("*.py"))
    read = {part.partition('"')[0] for part in text.split('request.args.get("')[1:]}
    assert read <= set(PARAMETERS), read - set(PARAMETERS)
