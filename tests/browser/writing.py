"""The long forms, and the ways in which writing in them is interrupted."""

import json
import os
import signal
import sqlite3
import subprocess
import tempfile
import time
from collections.abc import Callable, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page, Playwright

from eva.services.demo import PASSWORD
from tests.browser.server import Server, free_port

PATIENCE_S = 10
"""How many seconds of typing a killed browser may lose."""


@dataclass(frozen=True)
class Form:
    """A form that people write long texts in."""

    name: str
    path: str
    field: str
    fill: Mapping[str, str]
    """What else has to be there before it can be saved: fields by name."""
    fault: Mapping[str, str]
    """What makes the server refuse it."""


RECORD = "/decisions/{decision}"
LONG = "ä" * 21_000
FORMS = (
    Form("asian kirjaus", "/decisions/new", "description", {}, {"register_number": "a b"}),
    Form("asian tiedot", f"{RECORD}/edit", "description", {}, {"title": ""}),
    Form(
        "nykytila",
        f"{RECORD}/assessment/background",
        "present_state",
        {},
        {"objective": LONG},
    ),
    Form("tiivistelmä", f"{RECORD}/assessment/summary", "summary", {}, {"summary": "ö" * 1001}),
    Form("vaihtoehto", f"{RECORD}/assessment/alternatives", "description", {}, {"title": ""}),
    Form("vaikutus", f"{RECORD}/assessment/effects/new", "description", {}, {"place": ""}),
    Form("yhteys", f"{RECORD}/assessment/links/new/{{item}}", "reason", {}, {"reason": LONG}),
    Form("kuuleminen", f"{RECORD}/assessment/participation", "said", {}, {"held_on": "huomenna"}),
)


@dataclass
class Desk:
    """A computer: the browser, the server behind it, and its database."""

    playwright: Playwright
    browser: Browser
    server: Server
    numbers: dict[str, int]

    def address(self, form: Form) -> str:
        """Return the address of the form's page."""
        return self.server.address + form.path.format(**self.numbers)

    def execute(self, statement: str, *values: object) -> None:
        """Change the database behind the server's back."""
        with closing(sqlite3.connect(self.server.instance / "eva.db")) as connection:
            connection.execute(statement, values)
            connection.commit()

    def context(self) -> BrowserContext:
        """Return a window of its own."""
        context = self.browser.new_context(viewport={"width": 1280, "height": 900})
        context.set_default_timeout(20_000)
        return context


def sign_in(page: Page, address: str, username: str = "valmistelija") -> None:
    """Sign in as one of the demo's people, on the sign-in page if it's open already."""
    if "/sign-in" not in page.url:
        page.goto(f"{address}/sign-in")
    page.get_by_label("Käyttäjätunnus", exact=True).fill(username)
    page.get_by_label("Salasana", exact=True).fill(PASSWORD)
    page.locator("main").get_by_role("button", name="Kirjaudu sisään").click()
    page.wait_for_load_state()


def write(page: Page, form: Form, text: str) -> None:
    """Type the text into the form's field, as a person does."""
    control = page.locator(f'main [name="{form.field}"]').first
    control.fill("")
    control.fill(text)


def send(page: Page, form: Form) -> None:
    """Press the button that sends the form."""
    inside = page.locator("main form", has=page.locator(f'[name="{form.field}"]')).first
    inside.locator('button[type="submit"]').first.click()
    page.wait_for_load_state()


def shown(page: Page) -> str:
    """Return all that the page shows, in its words and in its fields."""
    fields: list[str] = page.locator("main textarea, main input").evaluate_all(
        "found => found.map(one => one.value)"
    )
    return page.locator("main").inner_text() + "\n" + "\n".join(fields)


def holds(page: Page, text: str) -> bool:
    """Tell whether every character of the text is on the page, in its order."""
    flat = " ".join(shown(page).split())
    return " ".join(text.split()) in flat


def come_back(desk: Desk, page: Page, form: Form) -> None:
    """Open the form again, signing in if that is asked."""
    page.goto(desk.address(form))
    if "/sign-in" in page.url:
        sign_in(page, desk.server.address)
    page.wait_for_load_state()
    page.wait_for_timeout(400)


def wait_for_draft(page: Page) -> None:
    """Wait, as long as may be lost, until the page says that the draft is saved."""
    line = page.locator("[data-eva-saved]", has_text="Tallennettu")
    line.first.wait_for(timeout=PATIENCE_S * 1000)


@contextmanager
def killable(playwright: Playwright, executable: str) -> Any:
    """Yield a browser of its own and what kills it at once."""
    port = free_port()
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        command = [executable, "--headless=new", "--no-sandbox", "--disable-gpu"]
        command += [f"--remote-debugging-port={port}", f"--user-data-dir={folder}", "about:blank"]
        process = subprocess.Popen(
            command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
        )
        try:
            yield _connected(playwright, port), lambda: os.killpg(process.pid, signal.SIGKILL)
        finally:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
            process.wait(timeout=20)


def _connected(playwright: Playwright, port: int) -> Browser:
    for _ in range(100):
        try:
            return playwright.chromium.connect_over_cdp(f"http://127.0.0.1:{port}")
        except Exception:
            time.sleep(0.1)
    raise RuntimeError("the browser doesn't answer")


@contextmanager
def locked(database: Path) -> Any:
    """Hold the database's lock, so that nobody else can write."""
    with closing(sqlite3.connect(database, isolation_level=None)) as connection:
        connection.execute("BEGIN IMMEDIATE")
        yield
        connection.execute("ROLLBACK")


Cause = Callable[[Desk, Page, Form, str], bool]


def text_of(form: Form, cause: str) -> str:
    """Return a text that no other trial writes; it's short where the form takes short texts."""
    sign = json.dumps([form.name, cause], ensure_ascii=False)
    return f"Kirjoitin tätä aamulla {sign} – ÄÖÅ & <b>\nja toinen rivi {time.monotonic_ns()}."
