"""Every page of every role at three widths: no broken rule, nothing wider than its window.

So that a page is loaded once only, the window is made narrower while it shows the page.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence

import pytest

from tests.browser.watched import HEIGHTS, City, Watched

SCHOOL, DRAFT, UNSCREENED, NONE = (
    "MliDno-2023-3655",
    "MliDno-2023-3886",
    "MliDno-2026-1101",
    "MliKV-2015-30",
)
WIDTHS = (1280, 375, 320)
NARROW = WIDTHS[1:]
"""The widths that are left to look at when the page has been checked as it came."""


class Places:
    """The addresses of the demo's things."""

    def __init__(self, city: City) -> None:
        self._city = city
        self.school = f"/decisions/{city.decision(SCHOOL)}"
        self.draft = f"/decisions/{city.decision(DRAFT)}"
        self.unscreened = f"/decisions/{city.decision(UNSCREENED)}"
        self.none = f"/decisions/{city.decision(NONE)}"
        self.assessment = f"{self.school}/assessment"
        self.programme = f"/steering/{city.number('SELECT min(id) FROM programme')}"
        item = "SELECT id FROM programme_item WHERE code = ?"
        self.measure, self.action = city.number(item, "1.2.1"), city.number(item, "1.2.1.5")

    def of(self, table: str) -> int:
        """Return the id of the first row of the table that belongs to the school's assessment."""
        statement = (
            f"SELECT min({table}.id) FROM {table} JOIN assessment ON"
            f" assessment.id = {table}.assessment_id WHERE assessment.decision_id = ?"
        )
        return self._city.number(statement, self._city.decision(SCHOOL))

    @property
    def agenda_item(self) -> str:
        """The school's place on an agenda."""
        found = "SELECT id FROM agenda_item WHERE decision_id = ?"
        return f"{self.school}/agenda/{self._city.number(found, self._city.decision(SCHOOL))}"

    @property
    def meeting(self) -> str:
        """The meeting that treats the school."""
        found = "SELECT meeting_id FROM agenda_item WHERE decision_id = ?"
        return f"/meetings/{self._city.number(found, self._city.decision(SCHOOL))}"


@pytest.fixture(scope="module")
def places(city: City) -> Places:
    """The addresses of what the demo holds."""
    return Places(city)


def look(person: Watched, widths: Sequence[int] = NARROW) -> None:
    """Look at the page at each of the widths, and widen the window again."""
    for width in widths:
        person.page.set_viewport_size({"width": width, "height": HEIGHTS[width]})
        person.check()
    person.page.set_viewport_size({"width": WIDTHS[0], "height": HEIGHTS[WIDTHS[0]]})


def visit(person: Watched, paths: Mapping[str, int]) -> None:
    """Open each address, which answers with its status, and look at the page."""
    for path, status in paths.items():
        answer = person.page.goto(person.address + path)
        assert answer is not None
        assert (path, answer.status) == (path, status)
        look(person, WIDTHS)


def common_pages(places: Places) -> dict[str, int]:
    """Return what everybody who signs in may read."""
    return {
        "/": 200,
        "/decisions": 200,
        places.school: 200,
        places.assessment: 200,
        f"{places.draft}/check": 200,
        places.meeting: 200,
    }


def test_strangers(city: City, window: Callable[..., Watched]) -> None:
    """What can be read without signing in, and a wrong password."""
    person = window(city)
    visit(person, {"/sign-in": 200, "/accessibility": 200})
    person.go("/sign-in")
    person.fill("Käyttäjätunnus", "valmistelija")
    person.fill("Salasana", "väärä")
    person.press("Kirjaudu sisään")
    assert "Käyttäjätunnus tai salasana on väärä." in person.text()
    look(person)


def preparer_pages(places: Places) -> Iterator[tuple[str, int]]:
    """Return a preparer's own pages: the record's, and what is asked before they're there."""
    inside = places.assessment
    yield from common_pages(places).items()
    for path in ("/decisions?q=koulu", "/decisions?q=xxxx", "/decisions/new", "/cases/import"):
        yield path, 200
    for path in (places.none, places.unscreened, f"{places.unscreened}/screening"):
        yield path, 200
    for end in ("/edit", "/screening", "/check", "/agenda-item"):
        yield f"{places.school}{end}", 200
    yield places.agenda_item, 200
    for end in ("background", "alternatives", "effects", "effects?view=children", "effects/new"):
        yield f"{inside}/{end}", 200
    for end in ("matrix", "links", "links?q=koulu", "links?q=xxxx", "participation", "follow-up"):
        yield f"{inside}/{end}", 200
    yield f"{inside}/summary", 200
    yield f"{inside}/links/new/{places.action}", 200
    for path, table in (
        ("alternatives/{}", "alternative"),
        ("alternatives/{}/remove", "alternative"),
        ("effects/{}", "effect"),
        ("effects/{}/remove", "effect"),
        ("links/{}", "measure_link"),
        ("participation/lines/{}", "participation"),
        ("follow-up/lines/{}", "follow_up"),
    ):
        yield f"{inside}/{path.format(places.of(table))}", 200
    for path in ("/meetings", "/programmes", "/programmes?q=koulu", "/programmes?q=xxxx"):
        yield path, 200
    yield f"/measures/{places.measure}", 200
    yield f"{places.programme}/matrix", 403
    yield "/decisions/99999", 404
    yield f"{places.unscreened}/assessment", 404


def test_a_preparer(city: City, window: Callable[..., Watched], places: Places) -> None:
    """The pages of the work itself."""
    person = window(city)
    person.sign_in("valmistelija")
    visit(person, dict(preparer_pages(places)))


@pytest.mark.parametrize("name", ["esittelija", "sihteeri", "katselija", "paakayttaja"])
def test_readers(city: City, window: Callable[..., Watched], places: Places, name: str) -> None:
    """Each of them sees the common pages differently: other links, other buttons."""
    person = window(city)
    person.sign_in(name)
    visit(person, common_pages(places))
    if name == "sihteeri":
        visit(person, {places.agenda_item: 200, f"{places.school}/agenda-item": 200})
    if name == "katselija":
        visit(person, {"/decisions/new": 403, "/steering/coverage": 200})


def test_the_steering_group(city: City, window: Callable[..., Watched], places: Places) -> None:
    """The matrix, what is behind a cell, the coverage, and periods without anything."""
    person = window(city)
    person.sign_in("ohjausryhma")
    nothing = "?first=1.1.2090&last=31.12.2090"
    cell = f"{places.programme}/matrix/{places.measure}"
    paths = {
        **common_pages(places),
        f"{places.programme}/matrix": 200,
        f"{places.programme}/matrix{nothing}": 200,
        f"{places.programme}/matrix?first=eilen": 200,
        f"{cell}/hinders": 200,
        f"{cell}/hinders{nothing}": 200,
        "/steering/coverage": 200,
        f"/steering/coverage{nothing}": 200,
        f"/measures/{places.measure}": 200,
        "/programmes": 200,
    }
    visit(person, paths)


def test_forms_with_faults(city: City, window: Callable[..., Watched], places: Places) -> None:
    """A form that comes back says what is wrong, keeps what was typed and breaks no rule."""
    person = window(city)
    person.sign_in("valmistelija")
    inside = places.assessment
    for path, button in (
        ("/decisions/new", "Tallenna ja siirry tarveharkintaan"),
        (f"{places.unscreened}/screening", "Tallenna tarveharkinta"),
        (f"{inside}/alternatives", "Lisää vaihtoehto"),
        (f"{inside}/effects/new", "Tallenna"),
        (f"{inside}/links/new/{places.action}", "Tallenna"),
        (f"{inside}/participation", "Lisää kuuleminen"),
        (f"{inside}/follow-up", "Lisää seurattava"),
        (f"{places.school}/agenda-item", "Liitä tiedoston perään"),
        ("/cases/import", "Tuo"),
    ):
        person.page.goto(city.address + path)
        person.press(button)
        summary = person.page.locator(".govuk-error-summary")
        assert summary.count() == 1, path
        assert person.page.title().startswith("Virhe: ")
        look(person)
    person.page.goto(city.address + places.unscreened)
    person.page.get_by_text("Lisää esityslistalle").first.click()
    person.press("Lisää esityslistalle")
    assert "Valitse toimielin." in person.text()
    look(person)


def test_a_record_that_holds_nothing_yet(own_city: City, window: Callable[..., Watched]) -> None:
    """The empty states of the sections, and a check that finds everything missing."""
    person = window(own_city)
    person.sign_in("valmistelija")
    decision = f"/decisions/{own_city.decision(UNSCREENED)}"
    person.go(f"{decision}/screening")
    for code in ("wellbeing", "environment", "business", "vitality"):
        person.choose(code, "yes")
    person.press("Tallenna tarveharkinta")
    sections = ("alternatives", "effects", "matrix", "links", "participation", "follow-up")
    paths = {f"{decision}/assessment/{section}": 200 for section in sections}
    visit(person, {f"{decision}/assessment": 200, **paths, f"{decision}/check": 200})
    assert "Vaihtoehtoja ei ole kirjattu." in person.text()


def test_two_windows_that_write_the_same_text(city: City, window: Callable[..., Watched]) -> None:
    """The second one shows both texts and may save; nothing typed is lost."""
    path = f"/decisions/{city.decision(SCHOOL)}/assessment/background"
    first, second = window(city), window(city)
    for person in (first, second):
        person.sign_in("valmistelija")
        person.page.goto(city.address + path)
    first.fill("Tavoite", "Ensimmäisen kirjoittama tavoite.")
    first.press("Tallenna ja jatka")
    second.fill("Tavoite", "Toisen kirjoittama tavoite.")
    second.press("Tallenna ja jatka")
    look(second)
    assert "Tallensit jo toisessa ikkunassa" in second.text()
    assert "Ensimmäisen kirjoittama tavoite." in second.text()
    second.press("Tallenna valinnat")
    second.go(path)
    assert second.page.get_by_label("Tavoite").input_value() == "Toisen kirjoittama tavoite."


def test_a_token_and_a_session_that_ended(
    city: City, window: Callable[..., Watched], places: Places
) -> None:
    """What was typed is on the page that says so."""
    person = window(city)
    person.sign_in("valmistelija")
    person.page.goto(f"{city.address}{places.assessment}/background")
    person.fill("Tavoite", "Tätä ei saa kadottaa.")
    token = "document.querySelectorAll('main [name=csrf_token]').forEach(it => { it.value = 'x' })"
    person.page.evaluate(token)
    person.press("Tallenna ja jatka")
    assert "Tarkista ja tallenna uudelleen" in person.text()
    look(person)
    person.page.context.clear_cookies()
    person.press("Tallenna oma tekstini")
    assert "Kirjautuminen on päättynyt" in person.text()
    assert "Tätä ei saa kadottaa." in person.text()
    look(person)
