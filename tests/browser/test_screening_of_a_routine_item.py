"""Nine items of ten need no assessment: that must be said in a few inputs, with the reason kept."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest

from tests.browser.watched import City, Watched

APPOINTMENT = "MliDno-2026-1103"
MOST = 5
"""The inputs that a routine item may take: a minute is all that a preparer has for it."""


@dataclass
class Counted:
    """A window whose inputs are counted."""

    window: Watched
    inputs: int = 0

    def follow(self, name: str) -> None:
        """Follow a link: one input."""
        self.inputs += 1
        self.window.follow(name)

    def press(self, name: str) -> None:
        """Press a button: one input."""
        self.inputs += 1
        self.window.press(name)


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
@pytest.mark.parametrize("width", [1280, 375])
def test_an_appointment_is_recorded_in_at_most_five_inputs(
    own_city: City, window: Callable[..., Watched], width: int, script: bool
) -> None:
    """From the decision's page to the recorded outcome, and on to its document."""
    opened = window(own_city, width, script)
    opened.sign_in("valmistelija")
    opened.go(f"/decisions/{own_city.decision(APPOINTMENT)}")
    person = Counted(opened)
    person.follow("Tee tarveharkinta")
    person.press("Ei vaikutuksia mihinkään: vastaa kaikkiin ei")
    assert "Arviointia ei tarvita" in opened.page.locator("#tulos").inner_text()
    person.press("Tallenna tarveharkinta")
    assert person.inputs == 3
    assert "Arviointia ei tarvita, ja peruste on kirjattu." in opened.text()
    person.press("Anna tarveharkinnan asiakirja")
    assert "Asiakirja on valmis: versio 1." in opened.text()
    assert person.inputs <= MOST
    kept = "SELECT count(*) FROM screening WHERE depth = 'none' AND decision_id = ?"
    assert own_city.number(kept, own_city.decision(APPOINTMENT)) == 1
