"""The gallery in a real browser: accessibility rules, narrow windows, no script, keys.

With EVA_SCREENSHOTS=<folder> every page is also drawn into that folder, to be looked at.
"""

import os
from collections.abc import Iterator
from pathlib import Path
from threading import Thread

import pytest
from playwright.sync_api import Browser, Dialog, Page, Route, sync_playwright
from werkzeug.serving import make_server

from tests.gallery.app import PAGES, create_gallery

CHROMIUM = "/usr/bin/chromium"
ARGUMENTS = [
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
AXE = Path(__file__).resolve().parents[1] / "vendor" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
WIDTHS = {320: 640, 375: 812, 1280: 900}
CASES = [(page, "") for page in PAGES] + [
    (page, "?virheet=1") for page in ("lomake", "tarveharkinta")
]


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """Return the address of the gallery, served while the tests of this file run."""
    server = make_server("127.0.0.1", 0, create_gallery(), threaded=True)
    thread = Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Return Chromium; as root it runs without its sandbox, since it refuses otherwise."""
    extra = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as driver:
        started = driver.chromium.launch(executable_path=CHROMIUM, args=[*ARGUMENTS, *extra])
        yield started
        started.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """Return a page whose scripting errors fail the test."""
    opened = browser.new_page(bypass_csp=False)
    faults: list[str] = []
    opened.on("pageerror", lambda error: faults.append(str(error)))
    opened.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
    yield opened
    opened.close()
    assert faults == []


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize(("name", "query"), CASES)
def test_a_page_breaks_no_rule_and_never_scrolls_sideways(
    page: Page, address: str, name: str, query: str, width: int
) -> None:
    """The checker finds nothing, and the whole page fits the window."""
    page.set_viewport_size({"width": width, "height": WIDTHS[width]})
    page.goto(f"{address}/{name}{query}")
    page.evaluate("document.fonts.ready")
    _draw(page, f"{name}{'-virheet' if query else ''}-{width}")
    overflow = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    assert overflow <= 0
    # The checker is evaluated by the debugger, which the content security policy doesn't bind.
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("rules => axe.run(document, {runOnly: rules})", RULES)
    assert [_fault(item) for item in found["violations"]] == []


@pytest.mark.parametrize("name", PAGES)
def test_a_page_holds_no_inline_script_or_style(page: Page, address: str, name: str) -> None:
    """The content security policy forbids both, so nothing may need them."""
    page.goto(f"{address}/{name}")
    assert page.locator("[style], style, script:not([src])").count() == 0


def test_a_form_can_be_filled_and_sent_without_the_script(browser: Browser, address: str) -> None:
    """What opens under a choice does so by the style sheet; the faults come from the server."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}/lomake")
    where = page.get_by_label("Missä vaikutukset on arvioitu?")
    assert where.is_visible()
    page.get_by_label("Suppea arviointi").check()
    assert not where.is_visible()
    page.get_by_role("button", name="Tallenna ja jatka").click()
    assert page.get_by_role("heading", name="Tarkista vastauksesi").is_visible()
    page.goto(f"{address}/tyhja")
    assert page.get_by_role("link", name="Seuranta").is_visible()
    context.close()


def test_the_list_of_faults_takes_the_focus_and_leads_to_the_fields(
    page: Page, address: str
) -> None:
    """Each link of the list goes to a control that is there and takes the focus."""
    page.goto(f"{address}/lomake?virheet=1")
    assert page.evaluate("document.activeElement.className") == "govuk-error-summary"
    links = page.locator(".govuk-error-summary__list a")
    for number in range(links.count()):
        target = (links.nth(number).get_attribute("href") or "").removeprefix("#")
        links.nth(number).click()
        assert page.evaluate("document.activeElement.id") == target
    assert page.title().startswith("Virhe: ")


def test_the_matrix_takes_the_keys(page: Page, address: str) -> None:
    """Arrows move, signs set, Delete clears: in cells of signs and in cells of lists."""
    page.goto(f"{address}/matriisi")
    page.locator("#a0VE0").focus()
    page.keyboard.press("+")
    assert page.locator("#a0VE0").is_checked()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("?")
    assert page.locator("[name=a0VE1]:checked").get_attribute("value") == "unknown"
    page.keyboard.press("Delete")
    assert page.locator("[name=a0VE1]:checked").count() == 0
    page.keyboard.press("ArrowDown")
    page.keyboard.press("-")
    assert page.locator("[name=a1VE1]:checked").get_attribute("value") == "negative"
    page.locator("#b0VE0").focus()
    page.keyboard.press("b")
    page.keyboard.press("End")
    page.keyboard.press("0")
    assert page.locator("#b0VE0").input_value() == "both"
    assert page.locator("#b0VE3").input_value() == "neutral"


def test_the_outcome_follows_the_answers(page: Page, address: str) -> None:
    """A change posts the form and the answer takes the place of the old outcome."""
    page.goto(f"{address}/tarveharkinta")
    assert page.locator("#tulos").get_by_text("Suppea arviointi").is_visible()
    page.get_by_role("radiogroup", name="yrityksiin").get_by_label("En tiedä").check()
    page.locator("#tulos").get_by_text("Laaja arviointi").wait_for()


def test_what_is_typed_while_the_outcome_is_on_its_way_is_kept(page: Page, address: str) -> None:
    """The answer may put new controls in the place of the old: the text and the focus stay."""
    held: list[Route] = []
    page.route("**/outcome", lambda route: held.append(route))
    page.goto(f"{address}/tarveharkinta")
    page.get_by_role("radiogroup", name="yrityksiin").get_by_label("En tiedä").check()
    page.wait_for_timeout(500)
    page.get_by_label("Perustelu").press_sequentially("Koulumatka pitenee")
    box = '<div role="status">Laaja</div><label for="perustelu">Miksi</label>'
    held[0].fulfill(
        body=f'{box}<textarea id="perustelu" name="perustelu"></textarea>', content_type="text/html"
    )
    reason = page.get_by_label("Miksi")
    assert reason.input_value() == "Koulumatka pitenee"
    page.keyboard.type(" monella.")
    assert reason.input_value() == "Koulumatka pitenee monella."


def test_the_filter_hides_what_does_not_hold_the_words(page: Page, address: str) -> None:
    """The branch above a hit stays, and the number of hits is said."""
    page.goto(f"{address}/tyhja")
    page.get_by_label("Etsi toimenpide").fill("lapsen")
    assert page.locator("#puu").get_by_text("Hyvän elämän ohjelma").is_visible()
    assert not page.locator("#puu").get_by_text("Yritysten kasvu").is_visible()
    assert page.locator("#osumat").inner_text() == "1 osuma"


def test_a_half_filled_form_asks_before_it_is_left(page: Page, address: str) -> None:
    """The question comes after a change and not before."""
    asked: list[str] = []

    def accept(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.accept()

    page.on("dialog", accept)
    page.goto(f"{address}/tarveharkinta")
    page.goto(f"{address}/tyhja")
    assert asked == []
    page.goto(f"{address}/tarveharkinta")
    page.get_by_role("radiogroup", name="yrityksiin").get_by_text("Kyllä").click()
    page.goto(f"{address}/tyhja")
    assert asked == ["beforeunload"]


def test_the_copy_button_says_that_it_copied(page: Page, address: str) -> None:
    """The text is on the clipboard and the confirmation is spoken."""
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(f"{address}/vaiheet")
    page.get_by_role("button", name="Kopioi teksti").click()
    page.get_by_text("Kopioitu leikepöydälle").wait_for()
    assert "liite 2" in page.evaluate("navigator.clipboard.readText()")


def _fault(item: dict[str, object]) -> str:
    nodes = item["nodes"]
    assert isinstance(nodes, list)
    return f"{item['id']}: {item['help']}: {[node['html'][:140] for node in nodes[:4]]}"


def _draw(page: Page, name: str) -> None:
    folder = os.environ.get("EVA_SCREENSHOTS")
    if folder:
        page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)
