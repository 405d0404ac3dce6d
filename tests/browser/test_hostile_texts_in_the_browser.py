"""Texts that are scripts, kept in every field there is: Chromium opens the pages, and none runs."""

import sqlite3
from collections import Counter, deque
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient
from lxml import html
from playwright.sync_api import Page
from werkzeug.exceptions import HTTPException

from eva import settings
from eva.app import create_app
from eva.services.demo import PASSWORD
from tests.browser.watched import City, Watched
from tests.hostile import scripts
from tests.trials import IS_FULL

NUMBER = "MliDno-2023-3655"
MOST_OF_A_KIND = 3 if IS_FULL else 2
"""How many pages of each kind are opened."""
FILES = {"documents.fetch", "documents.upload", "cases.export", "static", "auth.sign_in"}
NAMES = (
    "UPDATE user SET name = ?, title = ?",
    "UPDATE body SET name = ? || id",
    "UPDATE programme SET title = ?",
    "UPDATE programme_item SET title = ? || id",
)
PARTS = {
    "alternatives": "alternative",
    "effects": "effect",
    "links": "measure_link",
    "participation/lines": "participation",
    "follow-up/lines": "follow_up",
}
"""The parts of an assessment that have pages of their own, and their tables."""
_FIRST = (
    "SELECT min(t.id) FROM {table} t JOIN assessment a ON a.id = t.assessment_id"
    " WHERE a.decision_id = ?"
)
_LISTEN = """window.eva_reports = [];
document.addEventListener('securitypolicyviolation', event => window.eva_reports.push(
    `${event.violatedDirective} ${event.blockedURI} ${event.sample}`))"""
_FOUND = """() => ({
    run: window.eva_run || 0,
    reports: window.eva_reports,
    strange: [...document.querySelectorAll(
        'a[href], form, iframe, base, object, embed, script:not([src])')]
        .filter(one => {
            const said = one.getAttribute(one.tagName === 'FORM' ? 'action' : 'href') || '';
            const address = new URL(said, location.href);
            return !/^(A|FORM)$/.test(one.tagName) || !/^(https?|mailto):$/.test(address.protocol)
                || /evil/.test(address.host);
        })
        .map(one => one.outerHTML.slice(0, 200)),
})"""
_LINKS = "() => [...document.links].map(link => link.href)"


@dataclass
class Watch:
    """What a window did that no text may make it do."""

    page: Page
    dialogs: list[str] = field(default_factory=list)
    elsewhere: list[str] = field(default_factory=list)
    console: list[str] = field(default_factory=list)
    seen: Counter[str] = field(default_factory=Counter)

    def begin(self) -> None:
        """Listen to dialogs, requests and the console."""
        self.page.add_init_script(_LISTEN)
        self.page.on("dialog", lambda asked: (self.dialogs.append(asked.message), asked.dismiss()))
        self.page.on(
            "request",
            lambda sent: self.elsewhere.append(sent.url) if "evil" in sent.url else None,
        )
        self.page.on(
            "console",
            lambda said: self.console.append(said.text) if "Policy" in said.text else None,
        )

    def look(self, kind: str) -> None:
        """Expect that nothing ran on the page as it stands."""
        self.page.wait_for_load_state()
        found = self.page.evaluate(_FOUND)
        assert found == {"run": 0, "reports": [], "strange": []}, (kind, self.page.url, found)
        assert (self.dialogs, self.elsewhere, self.console) == ([], [], []), (kind, self.page.url)
        self.seen[kind] += 1


@dataclass
class Writer:
    """Somebody who writes into the city's database without a browser."""

    app: Flask
    client: FlaskClient

    def send(self, path: str, action: str = "", stale: bool = False) -> int:
        """Fill every text of the page's form with scripts and send it; return the status."""
        with self.client.get(path) as answer:
            assert answer.status_code == 200, path
            tree = html.fromstring(answer.get_data())
        target = action or path
        form = next(one for one in tree.forms if (one.get("action") or path) == target)
        told: dict[str, list[str]] = {}
        for name, value in form.form_values():
            told.setdefault(name, []).append(value)
        for control in form.xpath(".//textarea | .//input[@type='text' or not(@type)]"):
            if not any(part in control.get("name", "") for part in ("_on", "_eur", "_number")):
                told[control.get("name")] = [TEXTS.next(control)]
        with self.client.post(target, data=told) as sent:
            return sent.status_code

    def keep_draft(self, path: str) -> None:
        """Keep a draft of the page's form, full of scripts, under a title that is one."""
        with self.client.get(path) as answer:
            form = max(html.fromstring(answer.get_data()).forms, key=lambda one: len(one.fields))
        told = dict(form.form_values())
        names = [one.get("name") for one in form.xpath(".//textarea")]
        told |= {name: TEXTS.several(5_000) for name in names}
        told |= {"draft_place": path, "draft_number": "1", "draft_title": TEXTS.several(290)}
        with self.client.post("/drafts", data=told) as sent:
            assert sent.status_code == 200, sent.get_data()


class Texts:
    """Scripts, one after another, as many as a field takes."""

    def __init__(self) -> None:
        """Begin with the first."""
        self._every = scripts()
        self._place = 0
        self.given: set[str] = set()

    def several(self, longest: int, between: str = " ") -> str:
        """Return a text of scripts, at most so long."""
        taken: list[str] = []
        while sum(map(len, taken)) + len(taken) + len(self._here()) <= longest:
            taken.append(self._here())
            self.given.add(self._here())
            self._place += 1
        return between.join(taken)

    def next(self, control: Any) -> str:
        """Return a text for the control: short for a line, long for a text area."""
        limit = {"summary": 900, "section": 60, "attachment": 60}.get(control.get("name"), 0)
        is_long = control.tag == "textarea"
        return self.several(limit or (6_000 if is_long else 450), "\n" if is_long else " ")

    def _here(self) -> str:
        return self._every[self._place % len(self._every)]


TEXTS = Texts()


@pytest.fixture
def writer(own_city: City, monkeypatch: pytest.MonkeyPatch) -> Iterator[Writer]:
    """The preparer, who writes beside the browser."""
    for name in ("EVA_INSTANCE", "EVA_DATABASE_URL"):
        monkeypatch.delenv(name, raising=False)
    app = create_app(settings.load(own_city.database.parent))
    app.config["WTF_CSRF_ENABLED"] = False
    client = app.test_client()
    told = {"username": "valmistelija", "password": PASSWORD}
    with client.post("/sign-in", data=told) as answer:
        assert answer.status_code == 303
    yield Writer(app, client)
    app.extensions["eva_engine"].dispose()


def rename(city: City) -> None:
    """Give people, bodies and programmes names that are scripts."""
    with closing(sqlite3.connect(city.database)) as connection:
        for statement in NAMES:
            values = [TEXTS.several(140) for _ in range(statement.count("?"))]
            connection.execute(statement, values)
        connection.commit()


def fill(city: City, writer: Writer) -> str:
    """Fill the record with scripts, twice, so that its history holds them; return its address."""
    number = city.decision(NUMBER)
    record, part = f"/decisions/{number}", f"/decisions/{number}/assessment"
    one = {path: city.number(_FIRST.format(table=PARTS[path]), number) for path in PARTS}
    for _ in range(2):
        for path in ("background", "summary", *(f"{kind}/{one[kind]}" for kind in one)):
            assert writer.send(f"{part}/{path}") == 303, path
        assert writer.send(f"{record}/edit") == 303
    writer.keep_draft(f"{part}/effects/new")
    writer.keep_draft(f"{record}/edit")
    return record


def crawl(watch: Watch, app: Flask, address: str, start: list[str]) -> None:
    """Open the pages that links lead to, some of each kind."""
    router = app.url_map.bind("localhost")
    waiting, known = deque(start), set(start)
    while waiting:
        path = waiting.popleft()
        try:
            kind, _ = router.match(urlsplit(path).path, method="GET")
        except HTTPException:
            continue
        if kind in FILES or kind.endswith("_file") or watch.seen[kind] >= MOST_OF_A_KIND:
            continue
        if kind == "information.choose_language":
            continue
        watch.page.goto(address + path)
        watch.look(kind)
        for link in watch.page.evaluate(_LINKS):
            inside = link.removeprefix(address).partition("#")[0]
            if link.startswith(address) and inside not in known:
                known.add(inside)
                waiting.append(inside)


def test_no_text_runs_as_a_script_on_any_page(
    own_city: City, writer: Writer, window: Callable[..., Watched], tell: Any
) -> None:
    record = fill(own_city, writer)
    rename(own_city)
    seen: Counter[str] = Counter()
    for name in ("valmistelija", "ohjausryhma"):
        watched = window(own_city)
        watch = Watch(watched.page)
        watch.begin()
        sign_in(watched.page, own_city.address, name)
        start = [f"{record}/history", f"{record}/assessment", f"{record}/check", record, "/drafts"]
        crawl(watch, writer.app, own_city.address, [*start, "/"])
        seen += watch.seen
    assert {"history.index", "drafts.show", "effects.edit", "checks.show", "desk.show"} <= set(seen)
    assert {"steering.matrix", "meetings.show", "programmes.item", "decisions.index"} <= set(seen)
    tell(
        f"{len(TEXTS.given)} scripts in {seen.total()} pages of {len(seen)} kinds: 0 dialogs,"
        " 0 run, 0 reports of the policy, 0 requests elsewhere"
    )


def test_no_text_runs_where_two_people_meet_or_a_form_comes_back(
    own_city: City, writer: Writer, window: Callable[..., Watched], tell: Any
) -> None:
    record = fill(own_city, writer)
    rename(own_city)
    page = window(own_city).page
    watch = Watch(page)
    watch.begin()
    sign_in(page, own_city.address, "valmistelija")
    background = f"{record}/assessment/background"
    page.goto(own_city.address + background)
    watch.look("form")
    for box in page.locator("main textarea").all():
        box.fill(TEXTS.several(6_000))
    assert writer.send(background) == 303
    with page.expect_response(lambda answer: answer.request.method == "POST") as answered:
        page.locator("main form button[type=submit]").last.click()
    page.wait_for_load_state()
    watch.look("merge")
    assert answered.value.status == 409 or page.locator("[name^='take.']").count() > 0
    assert page.locator("[name^='take.']").count() > 0
    page.goto(own_city.address + f"{record}/assessment/summary")
    page.locator("main textarea").first.fill(TEXTS.several(4_000))
    page.locator("main form button[type=submit]").last.click()
    watch.look("refused")
    page.goto(own_city.address + f"{record}/edit")
    page.evaluate("document.querySelectorAll('[name=csrf_token]').forEach(i => i.value = 'x')")
    page.locator("main textarea").first.fill(TEXTS.several(4_000))
    page.locator("main form button[type=submit]").last.click()
    watch.look("again")
    tell(f"{watch.seen.total()} pages: 0 dialogs, 0 run, 0 reports of the policy")


def test_no_name_runs_as_a_script_where_presence_is_told(
    own_city: City, writer: Writer, window: Callable[..., Watched]
) -> None:
    record = fill(own_city, writer)
    rename(own_city)
    place = f"{record}/assessment/background"
    with closing(sqlite3.connect(own_city.database)) as connection:
        connection.execute(
            "INSERT INTO presence (place, user_id, seen_at)"
            " SELECT ?, id, datetime('now') FROM user WHERE username <> 'valmistelija'",
            [place],
        )
        connection.commit()
    page = window(own_city).page
    watch = Watch(page)
    watch.begin()
    sign_in(page, own_city.address, "valmistelija")
    with page.expect_response(lambda answer: answer.url.endswith("/presence")) as answered:
        page.goto(own_city.address + place)
    assert "eva_run" in str(answered.value.json())
    page.wait_for_timeout(500)
    watch.look("presence")


def sign_in(page: Page, address: str, name: str) -> None:
    """Sign in as one of the demo's people."""
    page.goto(f"{address}/sign-in")
    page.get_by_label("Käyttäjätunnus", exact=True).fill(name)
    page.get_by_label("Salasana", exact=True).fill(PASSWORD)
    page.locator("main").get_by_role("button", name="Kirjaudu sisään").click()
    page.wait_for_load_state()
