"""Every page in three languages and in its states, narrow and wide: no broken rule anywhere."""

import sqlite3
from collections.abc import Callable
from contextlib import closing

import pytest

from tests.browser import writing
from tests.browser.test_two_people import FORMS, NUMBER, colleague
from tests.browser.watched import City, Watched

EMPTY = "MliDno-2026-1101"
"""A decision that has only been registered."""
INSIDE = (
    "",
    "/edit",
    "/screening",
    "/assessment",
    "/assessment/background",
    "/assessment/alternatives",
    "/assessment/effects",
    "/assessment/effects/new",
    "/assessment/matrix",
    "/assessment/links",
    "/assessment/participation",
    "/assessment/follow-up",
    "/assessment/summary",
    "/check",
    "/history",
    "/agenda-item",
)
OUTSIDE = (
    "/",
    "/account",
    "/drafts",
    "/decisions",
    "/decisions/new",
    "/search",
    "/search?q=koulu",
    "/search?q=eioole",
    "/meetings",
    "/programmes",
    "/cases/import",
    "/accessibility",
)


def speak(city: City, language: str) -> None:
    with closing(sqlite3.connect(city.database)) as connection:
        connection.execute("UPDATE user SET language = ?", (language,))
        connection.commit()


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_no_page_breaks_a_rule_in_any_language(
    city: City,
    window: Callable[..., Watched],
    tell: Callable[[str], None],
    language: str,
    width: int,
) -> None:
    colleague(city)
    speak(city, "fi")
    person, other = window(city, width), window(city, width)
    person.sign_in("valmistelija")
    other.sign_in("sihteeri")
    speak(city, language)
    full, empty = city.decision(NUMBER), city.decision(EMPTY)
    for path in OUTSIDE:
        assert person.go(path) == 200, path
    for path in INSIDE:
        assert person.go(f"/decisions/{full}{path}") == 200, path
    for path in ("", "/edit", "/screening", "/history"):
        assert person.go(f"/decisions/{empty}{path}") == 200, path
    _faulty(person, full)
    _merging(person, other, full)
    _draft_and_expired(city, person, full)
    for path in ("/decisions/999999", "/eioole", f"/decisions/{full}/check/approve"):
        assert person.go(path) in (303, 200, 404, 405), path
    assert person.page.locator("html").get_attribute("lang") in (language, "fi")
    tell(f"{person.seen + other.seen} pages, 0 broken rules")


def _faulty(person: Watched, number: int) -> None:
    """Come to pages that show what is wrong."""
    for path in ("/decisions/new", f"/decisions/{number}/assessment/effects/new"):
        person.go(path)
        person.page.locator('main button[type="submit"]').last.click()
        person.check()
        person.page.locator(".govuk-error-summary").wait_for()


def _merging(person: Watched, other: Watched, number: int) -> None:
    """Come to the page that shows two texts."""
    form = FORMS[2]
    path = form.path.format(decision=number)
    for each in (person, other):
        each.go(path)
    writing.write(other.page, form, f"Toinen {person.seen}.")
    writing.send(other.page, form)
    writing.write(person.page, form, f"Oma {person.seen}.")
    writing.send(person.page, form)
    person.check()
    assert person.page.locator(".eva-both").count() == 1


def _draft_and_expired(city: City, person: Watched, number: int) -> None:
    """Come to a form with a draft, to the drafts, and to the page of a session that has ended."""
    form = FORMS[3]
    path = form.path.format(decision=number)
    person.go(path)
    writing.write(person.page, form, "Tätä kirjoitin, kun lähdin.")
    person.page.locator('main [name="summary"]').blur()
    person.page.wait_for_timeout(400)
    person.go(path)
    assert person.page.locator(".eva-restored").first.is_visible()
    person.go("/")
    person.go("/drafts")
    person.page.locator('main a[href^="/drafts/"]').first.click()
    person.check()
    person.go(path)
    with closing(sqlite3.connect(city.database)) as connection:
        connection.execute("DELETE FROM web_session")
        connection.commit()
    writing.send(person.page, form)
    person.check()
    person.page.locator('main a[href^="/sign-in"]').first.click()
    person.check()
