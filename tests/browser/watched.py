"""A person's browser window that checks every page it comes to.

On each page the accessibility checker must find nothing and the page must fit the window's width.
Without JavaScript the checker can't run in the window itself, so it looks at a copy of the page.
"""

import re
import sqlite3
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page

from eva.services.demo import PASSWORD

AXE = (Path(__file__).resolve().parents[1] / "vendor" / "axe.min.js").read_text(encoding="utf-8")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
HEIGHTS = {320: 640, 375: 812, 1280: 900}
"""The height of a window by its width."""

_CHECK = """rules => axe.run(document, {resultTypes: ["violations"], runOnly: rules}).then(
    found => found.violations.map(
        item => `${item.id}: ${item.nodes.slice(0, 3).map(node => node.html.slice(0, 160))}`))"""
_OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@dataclass(frozen=True)
class City:
    """An installation that is served."""

    address: str
    database: Path

    def number(self, statement: str, *values: object) -> int:
        """Return the number that a statement finds in the database: the id of something."""
        with closing(sqlite3.connect(self.database)) as connection:
            found: int = connection.execute(statement, values).fetchone()[0]
        return found

    def decision(self, register_number: str) -> int:
        """Return the id of the decision with the register number."""
        return self.number("SELECT id FROM decision WHERE register_number = ?", register_number)


@dataclass
class Watched:
    """One window; the methods do what a person does and look at the page that comes."""

    page: Page
    address: str
    script: bool
    copy: Page | None
    """Where the checker looks at a copy of each page; None where it runs in the window."""
    faults: list[str] = field(default_factory=list)
    """What the console said was wrong."""
    seen: int = 0
    """How many pages have been checked."""

    def sign_in(self, username: str) -> None:
        """Sign in as one of the demo's people."""
        self.go("/sign-in")
        self.fill("Käyttäjätunnus", username)
        self.fill("Salasana", PASSWORD)
        self.press("Kirjaudu sisään")

    def go(self, path: str) -> int:
        """Open an address and return the status of the answer."""
        answer = self.page.goto(self.address + path)
        self.check()
        assert answer is not None
        return answer.status

    def follow(self, name: str) -> None:
        """Follow a link of the content, the first one that holds the words."""
        self.page.locator("main a", has_text=name).first.click()
        self.check()

    def press(self, name: str) -> None:
        """Press the button with the name."""
        self.page.locator("main").get_by_role("button", name=name, exact=True).first.click()
        self.check()

    def fill(self, label: str, text: str) -> None:
        """Type into the field with the label."""
        self.page.get_by_label(label, exact=True).fill(text)

    def pick(self, label: str, option: str) -> None:
        """Pick an option of a list, by its words."""
        self.page.get_by_label(label, exact=True).select_option(label=option)

    def choose(self, name: str, value: str) -> None:
        """Choose one of the choices named so in the form, or tick a box, by its value."""
        self.page.locator(f'input[name="{name}"][value="{value}"]').check()

    def text(self) -> str:
        """Return the words of the page's content."""
        return self.page.locator("main").inner_text()

    def check(self) -> None:
        """Look at the page as it stands: no broken rule, nothing wider than the window."""
        self.page.wait_for_load_state()
        where = self.page.url.removeprefix(self.address)
        assert self.page.evaluate(_OVERFLOW) <= 0, f"{where} is wider than its window"
        problems = broken(self._checked()) + self.faults
        assert problems == [], f"{where}: {problems}"
        self.seen += 1

    def _checked(self) -> Page:
        if self.copy is None:
            return self.page
        html = self.page.content().replace("<noscript", "<div").replace("</noscript", "</div")
        html = re.sub(r"<script\b.*?</script>", "", html, flags=re.DOTALL)
        if not self.copy.url.startswith(self.address):
            self.copy.goto(f"{self.address}/accessibility")  # a page of the same origin
        self.copy.set_content(html)
        return self.copy


def broken(page: Page) -> list[str]:
    """Return the rules that the page breaks, each with the first elements that break it."""
    if page.evaluate("typeof axe === 'undefined'"):
        page.evaluate(AXE)
    found: list[str] = page.evaluate(_CHECK, RULES)
    return found


class Windows:
    """Opens windows and closes them again."""

    def __init__(self, browser: Browser) -> None:
        self._browser = browser
        self._contexts: list[BrowserContext] = []

    def open(self, city: City, width: int = 1280, script: bool = True) -> Watched:
        """Open a window with its own cookies."""
        page = self._page(width, java_script_enabled=script)
        copy = None if script else self._page(width)
        watched = Watched(page, city.address, script, copy)
        page.on("pageerror", lambda error: watched.faults.append(str(error)))
        page.on(
            "console",
            lambda said: _note(watched, said.text) if said.type == "error" else None,
        )
        return watched

    def close(self) -> None:
        """Close all of them."""
        for context in self._contexts:
            context.close()

    def _page(self, width: int, **options: Any) -> Page:
        size: Any = {"width": width, "height": HEIGHTS[width]}
        context = self._browser.new_context(viewport=size, **options)
        context.set_default_timeout(20_000)
        self._contexts.append(context)
        return context.new_page()


def _note(watched: Watched, said: str) -> None:
    """Keep what the console said; that an answer was an error page is told by its status."""
    if "Failed to load resource: the server responded" not in said:
        watched.faults.append(said)
