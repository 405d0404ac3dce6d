"""Writing is never lost: fifteen ways to be interrupted, in every long form, in a real browser."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, sync_playwright

from tests.browser import writing
from tests.browser.conftest import ARGUMENTS, CHROMIUM
from tests.browser.server import Server
from tests.browser.watched import City
from tests.browser.writing import Cause, Desk, Form, come_back, holds, send, sign_in, write
from tests.trials import IS_FULL

HOURS_3 = "UPDATE web_session SET seen_at = datetime('now', '-3 hours')"


@pytest.fixture(scope="module")
def desk(loaded: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A computer with the demo's city behind it."""
    instance = tmp_path_factory.mktemp("writing") / "instance"
    shutil.copytree(loaded, instance)
    server = Server(instance)
    server.start()
    city = City(server.address, instance / "eva.db")
    numbers = {
        "decision": city.decision("MliDno-2023-3655"),
        "item": city.number("SELECT max(id) FROM programme_item"),
    }
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=list(ARGUMENTS))
        yield Desk(driver, browser, server, numbers)
        browser.close()
    server.stop()


def token_changed(desk: Desk, page: Page, form: Form, text: str) -> bool:
    page.evaluate("document.querySelectorAll('[name=csrf_token]').forEach(i => i.value = 'x')")
    send(page, form)
    return holds(page, text)


def session_idle(desk: Desk, page: Page, form: Form, text: str) -> bool:
    desk.execute(HOURS_3)
    send(page, form)
    on_page = holds(page, text)
    page.get_by_role("button", name="Kirjaudu ja jatka").first.click()
    sign_in(page, desk.server.address)
    return on_page and holds(page, text)


def signed_out_elsewhere(desk: Desk, page: Page, form: Form, text: str) -> bool:
    other = page.context.new_page()
    other.goto(f"{desk.server.address}/")
    other.get_by_role("button", name="Kirjaudu ulos").click()
    other.close()
    send(page, form)
    on_page = holds(page, text)
    come_back(desk, page, form)
    return on_page and holds(page, text)


def signed_in_elsewhere(desk: Desk, page: Page, form: Form, text: str) -> bool:
    other = page.context.new_page()
    page.context.clear_cookies()
    sign_in(other, desk.server.address)
    other.close()
    send(page, form)
    return holds(page, text)


def server_restarted(desk: Desk, page: Page, form: Form, text: str) -> bool:
    desk.server.stop()
    desk.server.start()
    send(page, form)
    come_back(desk, page, form)
    return holds(page, text) or _is_saved(desk, text)


def key_changed(desk: Desk, page: Page, form: Form, text: str) -> bool:
    desk.server.stop()
    desk.server.start(EVA_SECRET_KEY="another key altogether, made this morning")
    send(page, form)
    is_there = holds(page, text)
    desk.server.stop()
    desk.server.start()
    return is_there


def network_cut(desk: Desk, page: Page, form: Form, text: str) -> bool:
    page.context.set_offline(True)
    write(page, form, text + " Vielä tämä.")
    try:
        send(page, form)
    except Exception:
        page.wait_for_timeout(100)
    page.context.set_offline(False)
    come_back(desk, page, form)
    return holds(page, text + " Vielä tämä.")


def role_removed(desk: Desk, page: Page, form: Form, text: str) -> bool:
    desk.execute("CREATE TABLE kept_grants AS SELECT * FROM role_grant")
    desk.execute("DELETE FROM role_grant")
    send(page, form)
    on_page = holds(page, text)
    desk.execute("INSERT INTO role_grant SELECT * FROM kept_grants")
    desk.execute("DROP TABLE kept_grants")
    come_back(desk, page, form)
    return on_page and holds(page, text)


def database_locked(desk: Desk, page: Page, form: Form, text: str) -> bool:
    with writing.locked(desk.server.instance / "eva.db"):
        send(page, form)
        return holds(page, text)


def too_long(desk: Desk, page: Page, form: Form, text: str) -> bool:
    longer = text + " " + "ä" * 600_000
    write(page, form, longer)
    send(page, form)
    return holds(page, longer)


def refused(desk: Desk, page: Page, form: Form, text: str) -> bool:
    for name, value in form.fault.items():
        typed = text + value if name == form.field else value
        control = page.locator(f'main [name="{name}"]').first
        if control.evaluate("one => one.tagName") == "SELECT":
            control.select_option(value)
        else:
            control.fill(typed)
    send(page, form)
    return holds(page, text)


def browser_killed(desk: Desk, page: Page, form: Form, text: str) -> bool:
    with writing.killable(desk.playwright, CHROMIUM) as (browser, kill):
        own = browser.contexts[0].new_page()
        sign_in(own, desk.server.address)
        own.goto(desk.address(form))
        write(own, form, text)
        writing.wait_for_draft(own)
        kill()
    come_back(desk, page, form)
    return holds(page, text)


def back_and_forward(desk: Desk, page: Page, form: Form, text: str) -> bool:
    page.go_back()
    page.wait_for_load_state()
    page.go_forward()
    page.wait_for_load_state()
    page.wait_for_timeout(600)
    return holds(page, text)


def gone_astray(desk: Desk, page: Page, form: Form, text: str) -> bool:
    page.get_by_role("link", name="Kokoukset").first.click()
    page.wait_for_load_state()
    page.wait_for_timeout(500)
    page.goto(f"{desk.server.address}/")
    page.locator("section", has_text="Jatka siitä mihin jäit").get_by_role("link").first.click()
    page.wait_for_load_state()
    page.wait_for_timeout(400)
    return holds(page, text)


def cookie_lost(desk: Desk, page: Page, form: Form, text: str) -> bool:
    page.context.clear_cookies()
    send(page, form)
    on_page = holds(page, text)
    come_back(desk, page, form)
    return on_page and holds(page, text)


def _is_saved(desk: Desk, text: str) -> bool:
    content = (desk.server.instance / "eva.db").read_bytes()
    wal = desk.server.instance / "eva.db-wal"
    content += wal.read_bytes() if wal.exists() else b""
    return text.split("\n")[1].encode() in content


CAUSES: tuple[Cause, ...] = (
    token_changed,
    session_idle,
    signed_out_elsewhere,
    signed_in_elsewhere,
    server_restarted,
    key_changed,
    network_cut,
    role_removed,
    database_locked,
    too_long,
    refused,
    browser_killed,
    back_and_forward,
    gone_astray,
    cookie_lost,
)
TRIALS = [
    (cause, form)
    for place, cause in enumerate(CAUSES)
    for number, form in enumerate(writing.FORMS)
    # Without --full every cause meets one form, each another.
    if IS_FULL or number == place % len(writing.FORMS)
]


def _name(part: object) -> str:
    return part.name if isinstance(part, Form) else part.__name__  # type: ignore[attr-defined]


@pytest.mark.parametrize(("cause", "form"), TRIALS, ids=_name)
def test_what_was_typed_is_there_after_the_interruption(
    desk: Desk, cause: Cause, form: Form, tell
) -> None:
    desk.execute("DELETE FROM draft")
    context = desk.context()
    page = context.new_page()
    page.on("dialog", lambda dialog: dialog.accept())
    sign_in(page, desk.server.address)
    page.goto(desk.address(form))
    page.wait_for_load_state()
    text = writing.text_of(form, cause.__name__)
    write(page, form, text)

    assert cause(desk, page, form, text)

    tell("1 trial, 0 characters lost")
    context.close()
