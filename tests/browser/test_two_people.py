"""Two people at once, in two browsers: both texts are asked, and nobody sees the other's drafts."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from typing import Any

import pytest

from eva.services.demo import PASSWORD
from tests.browser import writing
from tests.browser.watched import City, Watched, broken
from tests.browser.writing import FORMS, Form
from tests.trials import share_of

NUMBER = "MliDno-2023-3655"
KEPT = {
    "asian tiedot": ("decision", "description"),
    "nykytila": ("assessment", "present_state"),
    "tiivistelmä": ("assessment", "summary"),
}
PAIRS = 50
STRANGERS = 10


def address(city: City, form: Form) -> str:
    item = city.number("SELECT max(id) FROM programme_item")
    return form.path.format(decision=city.decision(NUMBER), item=item)


def column(city: City, form: Form) -> str:
    table, field = KEPT[form.name]
    key = "id" if table == "decision" else "decision_id"
    with closing(sqlite3.connect(city.database)) as connection:
        statement = f"SELECT {field} FROM {table} WHERE {key} = ?"
        return str(connection.execute(statement, (city.decision(NUMBER),)).fetchone()[0])


def colleague(city: City) -> None:
    """Let the secretary of the demo prepare decisions too."""
    with closing(sqlite3.connect(city.database)) as connection:
        user = connection.execute("SELECT id FROM user WHERE username = 'sihteeri'").fetchone()[0]
        connection.execute(
            "INSERT INTO role_grant (user_id, role) SELECT ?, 'preparer' WHERE NOT EXISTS"
            " (SELECT 1 FROM role_grant WHERE user_id = ? AND role = 'preparer')",
            (user, user),
        )
        connection.commit()


def test_each_pair_meets_on_the_merge_page_and_nothing_is_lost(
    city: City, window: Callable[..., Watched], tell: Callable[[str], None]
) -> None:
    colleague(city)
    forms = [form for form in FORMS if form.name in KEPT]
    windows = {}
    for script in (True, False):
        one, other = window(city, 1280, script=script), window(city, 320, script=script)
        one.sign_in("valmistelija")
        other.sign_in("sihteeri")
        windows[script] = one, other
    pairs = share_of(PAIRS)
    for number in range(pairs):
        form, (one, other) = forms[number % len(forms)], windows[number % 4 != 3]
        if number % 2:
            one, other = other, one
        mine, theirs = f"Oma teksti {number} – ÄÖ & <b>.", f"Toisen teksti {number}."
        for person in (one, other):
            person.go(address(city, form))
        writing.write(other.page, form, theirs)
        writing.send(other.page, form)
        assert column(city, form) == theirs
        writing.write(one.page, form, mine)
        writing.send(one.page, form)
        one.check()
        assert "Joku muu ehti tallentaa" in one.text()
        assert theirs in one.text()
        assert writing.holds(one.page, mine)
        assert column(city, form) == theirs
        if number % 5 == 4:
            one.choose(f"take.{form.field}", "theirs")
        one.press("Tallenna valinnat")
        assert column(city, form) == (theirs if number % 5 == 4 else mine)
    tell(f"{pairs} pairs, 0 texts lost, {pairs} merge pages, 0 broken rules")


def test_who_else_has_the_page_open_is_told_quietly(
    city: City, window: Callable[..., Watched]
) -> None:
    colleague(city)
    one, other = window(city), window(city)
    one.sign_in("valmistelija")
    other.sign_in("sihteeri")
    path = address(city, FORMS[2])
    other.go(path)
    one.go(path)
    note = one.page.locator("[data-eva-presence]")
    note.get_by_text("Tämä kohta on auki myös").wait_for()
    assert "auki myös" in note.inner_text()
    one.check()


def _leave(person: Watched, how: int) -> None:
    """Let the session end in one way or another, so that the next one sits down."""
    if how % 3 == 0:
        person.page.get_by_role("button", name="Kirjaudu ulos").click()
    elif how % 3 == 1:
        person.page.context.clear_cookies()
    else:
        person.page.goto("about:blank")
        person.page.context.clear_cookies()
    person.page.wait_for_load_state()


def test_another_person_at_the_same_computer_sees_nothing(
    city: City, window: Callable[..., Watched], tell: Callable[[str], None]
) -> None:
    colleague(city)
    person = window(city)
    for number in range(STRANGERS):
        form = FORMS[number % len(FORMS)]
        secret = f"Salainen luonnokseni {number} zqx."
        person.sign_in("valmistelija")
        person.go(address(city, form))
        writing.write(person.page, form, secret)
        if number % 2:
            writing.wait_for_draft(person.page)
        _leave(person, number)
        person.go("/sign-in")
        assert secret not in person.page.content()
        writing.sign_in(person.page, city.address, "sihteeri")
        for path in ("/", "/drafts", address(city, form)):
            person.page.goto(city.address + path)
            person.page.wait_for_timeout(300)
            assert not writing.holds(person.page, secret), (number, path)
        kept = person.page.evaluate("JSON.stringify(sessionStorage)")
        assert secret not in kept
        person.page.get_by_role("button", name="Kirjaudu ulos").click()
    tell(f"{STRANGERS} trials, 0 drafts seen by another person")


@pytest.mark.parametrize("width", [320, 1280])
def test_the_session_warns_before_it_ends_and_goes_on(
    city: City, window: Callable[..., Watched], width: int
) -> None:
    person = window(city, width)
    person.sign_in("valmistelija")
    _age(city, 116)
    person.page.evaluate("document.documentElement.dataset.kept = 'yes'")
    person.go("/account")  # a page that was opened when there was little left
    _age(city, 116)
    person.page.evaluate("document.dispatchEvent(new CustomEvent('eva:left', {detail: 301}))")
    dialog = person.page.locator("dialog#istunto")
    dialog.wait_for(state="visible", timeout=15_000)
    assert "minuutin kuluttua" in dialog.inner_text()
    assert broken(person.page) == []
    focused: Any = person.page.evaluate("document.activeElement.textContent.trim()")
    assert focused == "Jatka"
    person.page.keyboard.press("Enter")
    dialog.wait_for(state="hidden")
    left = person.page.evaluate("fetch('/session/left').then(a => a.json()).then(a => a.left)")
    assert left > 7000


def test_a_session_that_has_ended_says_so_and_leads_back(
    city: City, window: Callable[..., Watched]
) -> None:
    person = window(city)
    person.sign_in("valmistelija")
    form = FORMS[2]
    person.go(address(city, form))
    _age(city, 180)
    writing.write(person.page, form, "Kirjoitin tätä, kun istunto päättyi.")
    person.page.evaluate("document.dispatchEvent(new CustomEvent('eva:left', {detail: 0}))")
    again = person.page.locator("dialog#istunto").get_by_role("link", name="Kirjaudu ja jatka")
    again.wait_for()
    assert person.page.locator("dialog#istunto h2").inner_text() == "Istunto on päättynyt"
    assert broken(person.page) == []
    again.click()
    person.page.get_by_label("Käyttäjätunnus", exact=True).fill("valmistelija")
    person.page.get_by_label("Salasana", exact=True).fill(PASSWORD)
    person.press("Kirjaudu sisään")
    person.page.wait_for_timeout(500)
    assert writing.holds(person.page, "Kirjoitin tätä, kun istunto päättyi.")


def _age(city: City, minutes: int) -> None:
    with closing(sqlite3.connect(city.database)) as connection:
        connection.execute(
            f"UPDATE web_session SET seen_at = datetime('now', '-{minutes} minutes')"
        )
        connection.commit()
