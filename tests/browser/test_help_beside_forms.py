"""What stands beside the forms: examples a key press away, and earlier decisions of the type."""

from collections.abc import Callable

import pytest

from tests.browser.watched import HEIGHTS, City, Watched

WATER = "MliDno-2023-3886"
"""A tariff; the demo has two more."""
ICE = "Jäähallin vuorojen hinnasto vuodelle 2027"
BOX = ".eva-precedents"
TITLES = {
    "fi": "Aiempia samantyyppisiä asioita",
    "sv": "Tidigare ärenden av samma typ",
    "en": "Earlier matters of the same type",
}
PAGES = ("screening", "assessment/effects", "assessment/summary", "assessment/effects/new")
_OPEN = "document.querySelectorAll('.eva-columns details').forEach(item => { item.open = true })"


def signed_in(watched: Watched) -> Watched:
    """Sign in as the demo's preparer, and choose Finnish again."""
    watched.sign_in("valmistelija")
    watched.go("/language/fi?next=/")
    return watched


@pytest.fixture
def person(city: City, window: Callable[..., Watched]) -> Watched:
    """The preparer of the demo."""
    return signed_in(window(city))


def resize(person: Watched, width: int) -> None:
    person.page.set_viewport_size({"width": width, "height": HEIGHTS[width]})


@pytest.mark.parametrize("language", list(TITLES))
def test_folded_and_unfolded_it_breaks_no_rule(city: City, person: Watched, language: str) -> None:
    """In each language, in a wide and in a narrow window."""
    person.go(f"/language/{language}?next=/")
    for path in PAGES:
        person.go(f"/decisions/{city.decision(WATER)}/{path}")
        assert TITLES[language] in person.text()
        for width in (320, 1280):
            resize(person, width)
            person.check()
        person.page.evaluate(_OPEN)
        for width in (320, 1280):
            resize(person, width)
            person.check()


@pytest.mark.parametrize("script", [True, False])
def test_the_answers_open_with_the_keyboard(
    city: City, window: Callable[..., Watched], script: bool
) -> None:
    """With and without JavaScript."""
    person = signed_in(window(city, script=script))
    person.go(f"/decisions/{city.decision(WATER)}/screening")
    first = person.page.locator(f"{BOX} details").first
    assert not first.locator("li").first.is_visible()
    first.locator("summary").focus()
    person.page.keyboard.press("Enter")
    assert first.locator("li").first.inner_text() == "Hyvinvointi ja terveys: Kyllä"
    person.check()
    person.follow(ICE)
    assert person.page.locator("h1").inner_text() == ICE


def test_in_a_narrow_window_it_is_below_the_form(city: City, person: Watched) -> None:
    """Who writes on a phone meets the form first."""
    resize(person, 375)
    for path, button in (
        ("screening", "Tallenna tarveharkinta"),
        ("assessment/background", "Tallenna ja jatka"),
    ):
        person.go(f"/decisions/{city.decision(WATER)}/{path}")
        save = person.page.get_by_role("button", name=button, exact=True).bounding_box()
        box = person.page.locator(BOX).bounding_box()
        assert save is not None
        assert box is not None
        assert box["y"] >= save["y"] + save["height"]


def test_it_is_left_out_of_print(city: City, person: Watched) -> None:
    """Paper has the decision's own record alone."""
    person.go(f"/decisions/{city.decision(WATER)}/assessment/background")
    assert person.page.locator(BOX).is_visible()
    person.page.emulate_media(media="print")
    assert not person.page.locator(BOX).is_visible()
