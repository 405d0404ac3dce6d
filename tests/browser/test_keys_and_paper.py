"""Without a mouse, at once, and on paper: the keyboard, the live outcome, the matrix, printing."""

import subprocess
from collections.abc import Callable
from pathlib import Path

from tests.browser.watched import City, Watched

SCHOOL, UNSCREENED = "MliDno-2023-3655", "MliDno-2026-1101"
ARROWS = {"yes": 0, "no": 1, "unknown": 2}
"""How many times the arrow is pressed from the first choice of a question to an answer."""


def tab_to(person: Watched, target: str) -> None:
    """Press Tab until what has the focus answers to the selector.

    Raises:
        AssertionError: the focus never came there.
    """
    for _ in range(60):
        if person.page.evaluate("selector => document.activeElement.matches(selector)", target):
            return
        person.page.keyboard.press("Tab")
    raise AssertionError(f"Tab never comes to {target}")


def test_the_screening_is_done_by_keys_alone(
    own_city: City, window: Callable[..., Watched]
) -> None:
    """From the desk to the recorded depth with Tab, the arrows, Space and Enter."""
    person = window(own_city)
    person.sign_in("valmistelija")
    decision = f"/decisions/{own_city.decision(UNSCREENED)}"
    tab_to(person, f'a[href="{decision}"]')
    person.page.keyboard.press("Enter")
    person.page.wait_for_url(f"**{decision}")
    tab_to(person, f'a[href="{decision}/screening"]')
    person.page.keyboard.press("Enter")
    person.page.wait_for_url("**/screening")
    asked = person.page.locator("[role=radiogroup] input[value=yes]")
    codes = [asked.nth(number).get_attribute("name") or "" for number in range(asked.count())]
    answers = {code: ("yes", "no", "unknown")[place % 3] for place, code in enumerate(codes)}
    for code, answer in answers.items():
        tab_to(person, f'input[name="{code}"]')
        person.page.keyboard.press("Space")
        for _ in range(ARROWS[answer]):
            person.page.keyboard.press("ArrowRight")
    for code, answer in answers.items():
        assert person.page.locator(f'input[name="{code}"]:checked').get_attribute("value") == answer
    tab_to(person, 'button[value="save"]')
    person.page.keyboard.press("Enter")
    person.page.wait_for_url("**/assessment")
    person.check()
    kept = "SELECT count(*) FROM screening WHERE depth = 'full' AND decision_id = ?"
    assert own_city.number(kept, own_city.decision(UNSCREENED)) == 1


def test_the_outcome_changes_at_once(city: City, window: Callable[..., Watched]) -> None:
    """With the script an answer changes the outcome without a new page, and nothing is kept."""
    person = window(city)
    person.sign_in("valmistelija")
    person.go(f"/decisions/{city.decision(UNSCREENED)}/screening")
    loads: list[str] = []
    person.page.on("load", lambda page: loads.append(page.url))
    outcome = person.page.locator("#tulos")
    assert "Vastaa neljään ensimmäiseen kysymykseen" in outcome.inner_text()
    for code in ("wellbeing", "environment", "business", "vitality"):
        person.choose(code, "no")
    outcome.get_by_text("Arviointia ei tarvita").first.wait_for()
    assert outcome.get_by_label("Perustelu").input_value() != ""
    person.check()
    person.choose("wellbeing", "unknown")
    outcome.get_by_text("Laaja arviointi").first.wait_for()
    assert outcome.get_by_text("Hyvinvointi ja terveys: en tiedä").is_visible()
    assert not outcome.get_by_label("Peruste", exact=True).is_visible()
    person.check()
    assert loads == []


def test_the_matrix_obeys_the_keys(own_city: City, window: Callable[..., Watched]) -> None:
    """Signs set directions and arrows move, and what was set is kept."""
    person = window(own_city)
    person.sign_in("valmistelija")
    person.go(f"/decisions/{own_city.decision(SCHOOL)}/assessment/matrix")
    cells = person.page.locator('input[name^="c.wellbeing.access_to_services."]')
    assert cells.count() == 10
    cells.first.focus()
    for key in ("+", "ArrowRight", "-", "ArrowDown", "ArrowDown", "0", "ArrowLeft", "?"):
        person.page.keyboard.press(key)
    person.page.keyboard.press("Delete")
    person.press("Tallenna taulukko")
    assert "Tallennettu, muutoksia 3." in person.text()
    count = (
        "SELECT count(*) FROM effect JOIN assessment ON assessment.id = effect.assessment_id"
        " WHERE assessment.decision_id = ? AND effect.perspective = 'wellbeing'"
        " AND effect.question = 'access_to_services'"
        " AND effect.direction IN ('positive', 'negative')"
    )
    assert own_city.number(count, own_city.decision(SCHOOL)) == 2


def test_the_check_page_is_printed_on_paper(
    city: City, window: Callable[..., Watched], tmp_path: Path
) -> None:
    """Paper holds the record's texts and its comparison, but no buttons and no menu."""
    person = window(city)
    person.sign_in("valmistelija")
    person.go(f"/decisions/{city.decision(SCHOOL)}/check")
    file = tmp_path / "tarkistus.pdf"
    person.page.pdf(path=file, format="A4", prefer_css_page_size=True)
    told = subprocess.run(["pdftotext", "-layout", file, "-"], capture_output=True, check=True)
    text = told.stdout.decode("utf-8")
    assert 3 <= text.count("\f") <= 12
    assert "Rouhialan koulun lakkaaminen" in text
    assert "Vaihtoehtojen vertailu" in text
    assert "Sekä myönteinen että kielteinen" in " ".join(text.split())
    for word in ("Anna asiakirja\n", "Kirjaudu ulos", "Strategiset ohjelmat\n", "Svenska"):
        assert word not in text
