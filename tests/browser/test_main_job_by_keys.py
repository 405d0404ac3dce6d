"""The whole main job by the keyboard alone: Tab, arrows, Space, Enter and letters, nothing else."""

from collections.abc import Callable
from dataclasses import dataclass

from tests.browser.watched import City, Watched

_MATCHES = """([selector, text]) => {
    const found = document.activeElement;
    const said = found.textContent.replace(/\\s+/g, ' ');
    return found.matches(selector) && (!text || said.includes(text));
}"""
_VISIBLE_FOCUS = """() => {
    const style = getComputedStyle(document.activeElement);
    const label = document.activeElement.nextElementSibling;
    const mark = label ? getComputedStyle(label, '::before') : style;
    const has = one => (one.outlineStyle !== 'none' && parseFloat(one.outlineWidth) > 0)
        || one.boxShadow !== 'none';
    return has(style) || has(mark) || (label && has(getComputedStyle(label)));
}"""


@dataclass
class Keys:
    """Hands on a keyboard."""

    person: Watched
    presses: int = 0

    def press(self, key: str) -> None:
        self.person.page.keyboard.press(key)
        self.presses += 1

    def come_to(self, selector: str, text: str = "") -> None:
        """Press Tab until what has the focus is what is wanted, and see that the focus shows."""
        for _ in range(260):
            if self.person.page.evaluate(_MATCHES, [selector, text]):
                assert self.person.page.evaluate(_VISIBLE_FOCUS), f"{selector}: no visible focus"
                return
            self.press("Tab")
        raise AssertionError(f"Tab never comes to {selector} {text}")

    def follow(self, text: str) -> None:
        """Follow a link that says the text."""
        self.come_to("main a", text)
        self._enter()

    def push(self, text: str) -> None:
        """Push the button that says the text."""
        self.come_to('main button[type="submit"]', text)
        self._enter()

    def _enter(self) -> None:
        before = self.person.page.evaluate("performance.timeOrigin")
        self.press("Enter")
        self.person.page.wait_for_function(
            "before => performance.timeOrigin !== before", arg=before
        )
        self.person.page.wait_for_load_state()
        self.person.check()

    def write(self, name: str, text: str) -> None:
        """Write into a field."""
        self.come_to(f'main [name="{name}"]')
        self.press("Control+A")
        self.person.page.keyboard.insert_text(text)

    def pick(self, name: str, value: str) -> None:
        """Pick an option of a list with the arrow."""
        self.come_to(f'select[name="{name}"]')
        control = self.person.page.locator(f'select[name="{name}"]')
        for _ in range(80):
            if control.input_value() == value:
                return
            self.press("ArrowDown")
        raise AssertionError(f"{name} has no {value}")

    def choose(self, name: str, value: str) -> None:
        """Choose one of some choices with Space and the arrow."""
        self.come_to(f'input[name="{name}"]')
        self.press("Space")
        for _ in range(12):
            if self.person.page.locator(f'input[name="{name}"][value="{value}"]').is_checked():
                return
            self.press("ArrowRight")
        raise AssertionError(f"{name} has no {value}")

    def tick(self, name: str, value: str) -> None:
        """Tick a box."""
        self.come_to(f'input[name="{name}"][value="{value}"]')
        self.press("Space")


def test_the_main_job_is_done_by_keys_alone(
    own_city: City, window: Callable[..., Watched], tell: Callable[[str], None]
) -> None:
    person = window(own_city)
    person.sign_in("valmistelija")
    keys = Keys(person)
    _register_and_screen(keys)
    _assess(keys)
    _check_and_issue(keys)
    tell(f"1 main job, {keys.presses} keys, 0 touches of a mouse, {person.seen} pages, 0 faults")


def _register_and_screen(keys: Keys) -> None:
    keys.follow("Kirjaa uusi asia")
    keys.write("register_number", "MliDno-2026-7001")
    keys.write("title", "Kirjaston aukiolo näppäimistöllä")
    keys.pick("decision_type", "service_network")
    keys.write("description", "Aukioloa lyhennetään kahdella tunnilla viikossa.")
    keys.push("Tallenna ja siirry tarveharkintaan")
    for code in ("wellbeing", "environment", "business", "vitality"):
        keys.choose(code, "yes" if code == "wellbeing" else "no")
    keys.person.page.locator("#tulos").get_by_text("Kirjattava laajuus").wait_for()
    keys.push("Tallenna tarveharkinta")


def _assess(keys: Keys) -> None:
    keys.follow("Nykytila ja tavoite")
    keys.write("present_state", "Kirjasto on auki 40 tuntia viikossa.")
    keys.write("objective", "Säästetään 20 000 euroa vuodessa.")
    keys.push("Tallenna ja jatka")
    keys.write("title", "Aukioloa lyhennetään")
    keys.write("description", "Kaksi tuntia vähemmän.")
    keys.push("Lisää vaihtoehto")
    keys.write("single_alternative_reason", "Muita ei ole.")
    keys.push("Tallenna perustelu")
    keys.follow("Lisää vaikutus")
    keys.choose("alternative_id", _first(keys, "alternative_id"))
    keys.pick("place", _second_place(keys))
    keys.choose("direction", "negative")
    keys.write("description", "Lasten lukuaika vähenee.")
    keys.write("mitigation", "Omatoimikirjasto on auki.")
    keys.tick("groups", "children")
    keys.push("Tallenna")
    keys.person.go(
        keys.person.page.url.replace(keys.person.address, "").replace("effects", "links")
    )
    keys.write("no_links_reason", "Päätös ei koske toimenpiteitä.")
    keys.push("Tallenna ja jatka")
    keys.choose("hearing_duty_checked", "yes")
    keys.push("Tallenna tarkistus")
    keys.write("who", "Asukkaat")
    keys.write("how", "Kysely")
    keys.write("held_on", "3.3.2026")
    keys.push("Lisää kuuleminen")
    keys.follow("Jatka")
    keys.write("what", "Lainaukset")
    keys.write("responsible_title", "kirjastotoimenjohtaja")
    keys.write("due_on", "31.12.2027")
    keys.push("Lisää seurattava")
    keys.follow("Jatka")
    keys.write("summary", "Aukioloa lyhennetään, lasten lukuaika vähenee.")
    keys.push("Tallenna ja tarkista")


def _first(keys: Keys, name: str) -> str:
    return keys.person.page.locator(f'input[name="{name}"]').first.get_attribute("value") or ""


def _second_place(keys: Keys) -> str:
    options = keys.person.page.locator('select[name="place"] option')
    return options.nth(1).get_attribute("value") or ""


def _check_and_issue(keys: Keys) -> None:
    keys.push("Anna asiakirja")
    assert "Asiakirja on valmis: versio 1." in keys.person.text()
