"""The search in a real browser: with and without its script, by keyboard, narrow and wide."""

import re
from collections.abc import Callable

import pytest

from tests.browser.watched import HEIGHTS, City, Watched


def look(person: Watched, width: int) -> None:
    person.page.set_viewport_size({"width": width, "height": HEIGHTS[width]})
    person.check()


@pytest.mark.parametrize("width", [1280, 320])
def test_every_state_of_the_page(city: City, window: Callable[..., Watched], width: int) -> None:
    person = window(city, width)
    person.sign_in("valmistelija")
    for path, words in (
        ("/search", "Kirjoita hakusana."),
        ("/search?q=lapsi", "Hakutulokset, uusin asia ensin"),
        ("/search?q=vaikutus", "Lisää tuloksia"),
        ("/search?q=vaikutus&kind=effect&year=2023", "Poista rajaukset"),
        ("/search?state=issued", "Rajaukseen sopivat asiat, uusin ensin"),
        ("/search?q=xqzxq", "Haulla ei löytynyt mitään."),
        ("/search?q=xqzxq&state=issued", "Hae ilman rajauksia"),
        ("/search?q=" + "x" * 200, "Haulla ei löytynyt mitään."),
        ("/search?q=lapsi&before=0-measure-999999", "Enempää ei löytynyt."),
    ):
        assert person.go(path) == 200
        assert words in person.text(), path
    person.go("/search")
    person.page.locator("summary").click()
    look(person, width)


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_a_person_searches_narrows_and_reads(
    city: City, window: Callable[..., Watched], script: bool
) -> None:
    person = window(city, script=script)
    person.sign_in("katselija")
    person.page.get_by_role("link", name="Haku", exact=True).click()
    person.check()
    person.page.get_by_role("searchbox").fill("lapsi")
    person.page.keyboard.press("Enter")
    person.page.wait_for_url("**/search?q=lapsi*")
    person.check()
    marked = person.page.locator("mark").all_inner_texts()
    assert "Lasten" in marked
    assert [word for word in marked if not re.search("laps|lasten", word.lower())] == []
    person.choose("kind", "effect")
    person.page.locator("summary").click()
    person.pick("Vuosi", "2023")
    person.press("Rajaa")
    kinds = person.page.locator("ol h3 .eva-optional").all_inner_texts()
    assert kinds
    assert set(kinds) == {"Vaikutus:"}
    assert person.page.get_by_label("Vuosi").input_value() == "2023"
    person.page.locator("ol h3 a").first.click()
    person.check()
    assert "Tarkista" in person.page.title()


@pytest.mark.parametrize("language", ["Svenska", "English"])
def test_the_page_in_other_languages(
    city: City, window: Callable[..., Watched], language: str
) -> None:
    person = window(city)
    person.sign_in("valmistelija")
    person.go("/search?q=lapsi&year=2023")
    person.page.get_by_role("link", name=language, exact=True).click()
    person.check()
    assert "q=lapsi" in person.page.url
    assert person.page.locator("mark").count() > 0
    assert "Haku" not in person.text()
