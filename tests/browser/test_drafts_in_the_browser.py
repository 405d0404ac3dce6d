"""What the page's script keeps, sends, puts back and forgets, against the product's own server."""

import json
import re
import sqlite3
from collections.abc import Callable
from contextlib import closing
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser import writing
from tests.browser.watched import City, Watched, broken
from tests.browser.writing import FORMS, Form

NUMBER = "MliDno-2023-3655"
FORM = next(form for form in FORMS if form.name == "nykytila")
SAVED, OFFLINE, ENDED = "Tallennettu", "Yhteys on poikki", "Kirjautuminen on päättynyt"
ENTRIES = "() => Object.keys(sessionStorage).filter(key => key.startsWith('eva:draft:'))"
UNSAVED = "Tätä ei ehditty tallentaa – ÄÖ & <b>."


def address(city: City, form: Form = FORM) -> str:
    item = city.number("SELECT max(id) FROM programme_item")
    return form.path.format(decision=city.decision(NUMBER), item=item)


def execute(city: City, statement: str) -> None:
    """Change the database behind the server's back."""
    with closing(sqlite3.connect(city.database, timeout=20)) as connection:
        connection.execute(statement)
        connection.commit()


def opened(city: City, watched: Watched) -> Watched:
    """Let somebody sign in and open the form, with no drafts from before."""
    execute(city, "DELETE FROM draft")
    watched.sign_in("valmistelija")
    watched.go(address(city))
    return watched


@pytest.fixture
def person(city: City, window: Callable[..., Watched]) -> Watched:
    """Somebody who has opened the form, and says yes to whatever the browser asks."""
    watched = window(city)
    watched.page.on("dialog", lambda dialog: dialog.accept())
    return opened(city, watched)


def drafts(city: City) -> list[dict[str, str]]:
    """Return the fields of the drafts on the server, the newest first."""
    with closing(sqlite3.connect(city.database)) as connection:
        rows = connection.execute("SELECT fields FROM draft ORDER BY saved_at DESC, id DESC")
        return [dict(json.loads(row[0])) for row in rows]


def box(page: Page) -> Any:
    return page.locator(f'main [name="{FORM.field}"]').first


def type_and_leave(page: Page, text: str) -> None:
    box(page).fill(text)
    box(page).evaluate("one => { one.focus(); one.blur(); }")


def line(page: Page, words: str) -> None:
    """Wait until the page says so beside the form."""
    expect(page.locator("[data-eva-saved]")).to_contain_text(words, timeout=15_000)


def entries(page: Page) -> list[str]:
    found: list[str] = page.evaluate(ENTRIES)
    return found


def wait_for_entries(page: Page, count: int) -> None:
    for _ in range(200):  # the page's policy forbids Playwright's own waiting
        if len(entries(page)) == count:
            return
        page.wait_for_timeout(50)
    raise AssertionError(entries(page))


def leave_for_good(page: Page) -> None:
    """Leave the page and connect again; nothing that the page sent last was taken.

    Chromium's emulated cut lets the last request of a page through, so the page's own is cut here.
    """
    page.evaluate("() => { window.fetch = () => Promise.reject(new TypeError('cut')); }")
    page.goto("about:blank")
    page.context.set_offline(False)


def cut_off(person: Watched, text: str = UNSAVED) -> None:
    """Let the person type while there's no connection, and leave the page."""
    person.page.context.set_offline(True)
    type_and_leave(person.page, text)
    line(person.page, OFFLINE)
    leave_for_good(person.page)
    person.faults.clear()  # the console tells of the cut


def sent_from(page: Page) -> list[str]:
    """Return a list that grows with each draft that the page sends."""
    sent: list[str] = []

    def note(request: Any) -> None:
        if request.url.endswith("/drafts") and request.method == "POST":
            sent.append(request.post_data or "")

    page.on("request", note)
    return sent


def number_of(body: str) -> int:
    found = re.search(r'name="draft_number"\s+([0-9]+)', body)
    assert found is not None
    return int(found.group(1))


def test_a_draft_is_sent_eight_seconds_after_the_first_key_though_one_types_on(
    city: City, person: Watched
) -> None:
    page = person.page
    page.clock.install()
    page.reload()
    sent = sent_from(page)
    for number in range(7):
        box(page).press("x")
        page.clock.run_for(1000)
        assert sent == [], number
    page.clock.run_for(1100)
    line(page, SAVED)
    assert len(sent) == 1
    page.clock.run_for(60_000)
    assert len(sent) == 1, "nothing changed, nothing is sent"


def test_leaving_a_field_or_the_window_saves_at_once(city: City, person: Watched) -> None:
    page = person.page
    page.clock.install()
    page.reload()
    type_and_leave(page, "Ensin kenttä.")
    line(page, SAVED)
    assert drafts(city)[0]["present_state"] == "Ensin kenttä."

    with page.expect_response("**/drafts"):
        box(page).fill("Sitten ikkuna.")
        page.evaluate(
            "Object.defineProperty(document, 'visibilityState', {value: 'hidden'});"
            "document.dispatchEvent(new Event('visibilitychange'))"
        )
    assert drafts(city)[0]["present_state"] == "Sitten ikkuna."


def test_what_was_acknowledged_is_no_longer_in_the_window(person: Watched) -> None:
    page = person.page
    box(page).fill("Tallessa palvelimella.")
    wait_for_entries(page, 1)
    type_and_leave(page, "Tallessa palvelimella.")
    line(page, SAVED)
    assert entries(page) == []


def test_what_was_typed_and_taken_back_leaves_nothing(city: City, person: Watched) -> None:
    page = person.page
    before = box(page).input_value()
    box(page).fill("Hetkellinen ajatus.")
    wait_for_entries(page, 1)
    type_and_leave(page, before)
    wait_for_entries(page, 0)
    page.goto(city.address + "/")
    assert drafts(city) == []


def test_one_save_at_a_time_and_the_newest_state_last(city: City, person: Watched) -> None:
    page, held = person.page, list[Route]()
    page.route("**/drafts", lambda route: route.continue_() if held else held.append(route))
    sent = sent_from(page)
    with page.expect_request("**/drafts"):
        type_and_leave(page, "yksi")
    for text in ("yksi kaksi", "yksi kaksi kolme"):
        type_and_leave(page, text)
    page.wait_for_timeout(200)
    assert len(sent) == len(held) == 1
    with page.expect_response(lambda answer: answer.url.endswith("/drafts") and len(sent) == 2):
        held[0].continue_()
    line(page, SAVED)
    assert [number_of(body) for body in sent] == [1, 2]
    assert drafts(city)[0]["present_state"] == "yksi kaksi kolme"
    assert entries(page) == []


def test_a_stale_token_is_renewed_everywhere_and_the_text_is_saved(
    city: City, person: Watched
) -> None:
    page = person.page
    page.evaluate("document.querySelectorAll('[name=csrf_token]').forEach(i => i.value = 'x')")
    type_and_leave(page, "Vanhalla tunnisteella.")
    line(page, SAVED)
    assert drafts(city)[0]["present_state"] == "Vanhalla tunnisteella."
    tokens = page.evaluate("[...document.querySelectorAll('[name=csrf_token]')].map(i => i.value)")
    assert len(tokens) > 1
    assert len(set(tokens)) == 1


def test_when_the_session_has_ended_the_page_says_so_and_heals_after_signing_in(
    city: City, person: Watched
) -> None:
    page = person.page
    page.context.clear_cookies()
    type_and_leave(page, "Istunto päättyi tähän.")
    line(page, ENDED)
    assert len(entries(page)) == 1
    writing.sign_in(page.context.new_page(), city.address)
    type_and_leave(page, "Istunto päättyi tähän. Ja jatkui.")
    line(page, SAVED)
    assert drafts(city)[0]["present_state"] == "Istunto päättyi tähän. Ja jatkui."


def test_a_page_of_one_person_saves_nothing_as_another(city: City, person: Watched) -> None:
    page = person.page
    page.context.clear_cookies()
    writing.sign_in(page.context.new_page(), city.address, "sihteeri")
    type_and_leave(page, "Valmistelijan oma.")
    line(page, "ei saatu tallennettua")
    assert drafts(city) == []


def test_after_a_cut_the_text_is_saved_as_soon_as_the_connection_is_back(
    city: City, person: Watched
) -> None:
    page = person.page
    page.context.set_offline(True)
    type_and_leave(page, UNSAVED)
    line(page, OFFLINE)
    page.context.set_offline(False)
    line(page, SAVED)
    assert drafts(city)[0]["present_state"] == UNSAVED


def test_a_long_text_of_letters_that_take_two_bytes_is_saved(city: City, person: Watched) -> None:
    text = "ä" * 45_000
    type_and_leave(person.page, text)
    line(person.page, SAVED)
    assert drafts(city)[0]["present_state"] == text


def test_an_unsaved_text_is_put_back_told_of_and_saved(city: City, person: Watched) -> None:
    cut_off(person)
    person.page.goto(city.address + address(city))
    expect(person.page.locator("[data-eva-restored]")).to_be_visible()
    assert box(person.page).input_value() == UNSAVED
    line(person.page, SAVED)
    assert broken(person.page) == []
    assert drafts(city)[0]["present_state"] == UNSAVED
    assert entries(person.page) == []
    person.go(address(city))
    expect(person.page.locator("[data-eva-restored]")).to_be_hidden()
    assert box(person.page).input_value() == UNSAVED
    assert len(drafts(city)) == 1


def test_a_form_that_was_sent_and_taken_is_not_put_back(city: City, person: Watched) -> None:
    writing.write(person.page, FORM, "Lähetetty ja otettu.")
    writing.send(person.page, FORM)
    wait_for_entries(person.page, 0)
    person.go(address(city))
    expect(person.page.locator("[data-eva-restored]")).to_be_hidden()
    assert drafts(city) == []


def test_a_form_that_was_sent_into_a_cut_is_put_back(city: City, person: Watched) -> None:
    page = person.page
    page.context.set_offline(True)
    box(page).fill("Lähetin tämän katkokseen.")
    with page.expect_event("requestfailed", lambda request: request.is_navigation_request()):
        page.locator("main form[data-eva-draft]").evaluate("form => form.requestSubmit()")
    page.context.set_offline(False)
    page.goto(city.address + address(city))
    expect(page.locator("[data-eva-restored]")).to_be_visible()
    assert box(page).input_value() == "Lähetin tämän katkokseen."


def test_a_page_with_faults_shows_what_was_sent_and_no_news(city: City, person: Watched) -> None:
    page = person.page
    box(page).fill("  Tässä on välejä.  ")
    page.locator('[name="objective"]').fill(writing.LONG)
    writing.send(page, FORM)
    expect(page.locator(".govuk-error-summary")).to_be_visible()
    expect(page.locator("[data-eva-restored]")).to_be_hidden()
    line(page, SAVED)
    assert drafts(city)[0]["objective"] == writing.LONG
    assert entries(page) == []


def screening(city: City) -> str:
    return f"{city.address}/decisions/{city.decision(NUMBER)}/screening"


def test_a_button_that_changes_the_answers_is_not_undone(city: City, person: Watched) -> None:
    page = person.page
    page.goto(screening(city))
    page.locator('.eva-questions input[value="yes"]').first.check()
    page.get_by_role("button", name="Ei vaikutuksia mihinkään").click()
    page.wait_for_load_state()
    line(page, SAVED)
    expect(page.locator('.eva-questions input[value="yes"]:checked')).to_have_count(0)
    expect(page.locator("[data-eva-restored]")).to_be_hidden()


def test_a_field_that_comes_only_with_an_answer_gets_its_text_back(
    city: City, person: Watched
) -> None:
    page, said = person.page, "Arvioitu kaavan selostuksessa."
    page.goto(screening(city))
    page.locator("#depth").select_option("reference")
    page.locator("#refers_to").wait_for()
    page.context.set_offline(True)
    page.locator("#refers_to").fill(said)
    page.locator("#refers_to").blur()
    line(page, OFFLINE)
    leave_for_good(page)
    execute(city, "DELETE FROM draft")
    page.goto(screening(city))
    expect(page.locator("#refers_to")).to_have_value(said)
    line(page, SAVED)
    assert drafts(city)[0]["refers_to"] == said


def test_the_same_person_gets_the_text_after_signing_in_another_never(
    city: City, person: Watched
) -> None:
    page = person.page
    cut_off(person)
    page.context.clear_cookies()
    page.goto(city.address + address(city))
    assert len(entries(page)) == 1
    writing.sign_in(page, city.address)  # it leads back to the form
    line(page, SAVED)
    assert box(page).input_value() == UNSAVED
    assert drafts(city)[0]["present_state"] == UNSAVED

    cut_off(person, "Salaista.")
    page.context.clear_cookies()
    writing.sign_in(page, city.address, "sihteeri")
    assert entries(page) == []


def test_a_stranger_on_another_page_finds_nothing(city: City, person: Watched) -> None:
    cut_off(person)
    person.page.context.clear_cookies()
    person.page.goto(f"{city.address}/accessibility")
    assert entries(person.page) == []


def test_signing_out_leaves_nothing_in_the_window(city: City, person: Watched) -> None:
    page = person.page
    page.route("**/drafts", lambda route: route.abort())
    box(page).fill("Salaista.")
    wait_for_entries(page, 1)
    page.get_by_role("button", name="Kirjaudu ulos").click()
    page.wait_for_url(lambda url: address(city) not in url)
    assert entries(page) == []


def test_leaving_asks_only_when_the_text_could_not_be_saved(
    city: City, window: Callable[..., Watched]
) -> None:
    watched, said = opened(city, window(city)), list[str]()
    page = watched.page

    def answer(dialog: Any) -> None:
        said.append(dialog.type)
        dialog.accept()

    page.on("dialog", answer)
    box(page).press("x")
    page.goto(f"{city.address}/decisions")
    assert said == []
    page.goto(city.address + address(city))
    page.context.set_offline(True)
    type_and_leave(page, "Tämä jäi tähän ikkunaan.")
    line(page, OFFLINE)
    box(page).press("y")
    page.goto("about:blank")
    assert said == ["beforeunload"]


STORAGE_REFUSED = """Object.defineProperty(window, "sessionStorage", {
    get() { throw new DOMException("refused", "SecurityError"); }})"""
FETCH_MISSING = "delete window.fetch; delete window.AbortSignal;"


@pytest.mark.parametrize("lack", [STORAGE_REFUSED, FETCH_MISSING], ids=["storage", "fetch"])
def test_without_storage_or_fetch_the_form_is_a_plain_form(
    city: City, person: Watched, lack: str
) -> None:
    page, text = person.page, f"Tallennettu ilman: {lack[:20]}"
    page.add_init_script(lack)
    person.go(address(city))
    type_and_leave(page, text)
    page.wait_for_timeout(700)
    writing.send(page, FORM)
    assert drafts(city) == []
    person.go(address(city))
    assert box(page).input_value() == text
    assert person.faults == []


def warning(city: City, page: Page) -> Any:
    """Let all but five minutes of the session pass; return the dialog that warns."""
    execute(city, "UPDATE web_session SET seen_at = datetime('now', '-116 minutes')")
    page.evaluate("document.dispatchEvent(new CustomEvent('eva:left', {detail: 300}))")
    dialog = page.locator("dialog#istunto")
    dialog.wait_for(state="visible")
    page.evaluate("Promise.all(document.getAnimations().map(one => one.finished)).then(() => {})")
    return dialog


def test_escape_goes_on_with_the_session(city: City, person: Watched) -> None:
    dialog = warning(city, person.page)
    person.page.keyboard.press("Escape")
    dialog.wait_for(state="hidden")
    left = person.page.evaluate("fetch('/session/left').then(a => a.json()).then(a => a.left)")
    assert left > 7000


def test_the_warning_lets_one_sign_out_too(city: City, person: Watched) -> None:
    dialog = warning(city, person.page)
    assert broken(person.page) == []
    dialog.get_by_role("button", name="Kirjaudu ulos").click()
    person.page.wait_for_url(lambda url: address(city) not in url)
    person.page.goto(city.address + address(city))
    assert "/sign-in" in person.page.url


def test_the_warning_goes_when_another_window_goes_on(city: City, person: Watched) -> None:
    dialog = warning(city, person.page)
    person.page.context.new_page().goto(f"{city.address}/decisions")
    dialog.wait_for(state="hidden", timeout=15_000)
