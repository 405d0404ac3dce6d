"""A preparer's whole way with a real case: from the register number to the agenda item's file.

The case is the end of a small school (tests/cases/01-rouhialan-koulu.json). Every page on the way
is checked by the window itself, wide and narrow, with the script and without.
"""

import io
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from docx import Document

from tests.browser.watched import City, Watched

CASE: dict[str, Any] = json.loads(
    (Path(__file__).resolve().parents[1] / "cases" / "01-rouhialan-koulu.json").read_text("utf-8")
)
TOLD, ASSESSED = CASE["decision"], CASE["assessment"]
EFFECTS = [ASSESSED["effects"][number] for number in (2, 6, 7, 8, 13, 19)]
"""Six effects: both alternatives, five perspectives, good, harm and both."""
AGENDA_TEXT = "Kaupunginhallitus päättää ehdottaa valtuustolle koulun lakkauttamista."


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
@pytest.mark.parametrize("width", [1280, 375])
def test_a_preparer_takes_a_case_from_its_number_to_the_agenda(
    city: City, window: Callable[..., Watched], width: int, script: bool
) -> None:
    """Each step keeps what was typed, and the documents hold it."""
    person = window(city, width, script)
    person.sign_in("valmistelija")
    register(person, f"MliDno-2026-{width}-{'a' if script else 'b'}")
    screen(person)
    describe(person)
    list_alternatives(person)
    write_effects(person)
    fill_the_matrix(person)
    link_to_the_strategy(person)
    tell_who_was_heard(person)
    plan_the_follow_up(person)
    summarise_and_mend(person)
    person.press("Anna asiakirja")
    assert "Asiakirja on valmis: versio 1." in person.text()
    put_on_an_agenda(person)
    append(person)
    read_the_documents(person)
    assert person.seen > 40


def register(person: Watched, number: str) -> None:
    """Register the decision from the desk."""
    person.follow("Kirjaa uusi asia")
    person.fill("Diaarinumero", number)
    person.fill("Asian otsikko", TOLD["title"])
    person.pick("Asiatyyppi", "Palveluverkko")
    person.fill("Kuvaus", TOLD["description"])
    person.fill("Kokonaiskustannus ilman arvonlisäveroa", "350 000")
    person.pick("Valmisteleva toimielin", "Kaupunginhallitus")
    person.fill("Valmistelijan virkanimike", TOLD["preparer_title"])
    person.fill("Esittelijän virkanimike", TOLD["presenter_title"])
    person.press("Tallenna ja siirry tarveharkintaan")


def screen(person: Watched) -> None:
    """Answer what this type is asked; the full depth comes with the rule that asks for it."""
    assert person.page.locator("#cost_over_threshold").is_checked()
    asked = person.page.locator("[role=radiogroup] input[value=yes]")
    codes = [asked.nth(number).get_attribute("name") or "" for number in range(asked.count())]
    assert len(codes) == 11
    for code in codes:
        person.choose(code, CASE["screening"]["answers"][code])
    if not person.script:
        person.press("Näytä tulos")
    outcome = person.page.locator("#tulos")
    outcome.get_by_text("Elinvoima: en tiedä").wait_for()
    said = outcome.inner_text()
    assert "Laaja arviointi" in said
    assert "Asiatyyppi ”Palveluverkko” arvioidaan laajasti" in said.replace('"', "”")
    person.check()
    person.press("Tallenna tarveharkinta")
    assert "Laaja arviointi" in person.text()
    assert "Valmiina 0 / 7 osiota." in person.text()


def describe(person: Watched) -> None:
    """Tell the present state and the objective."""
    person.follow("Nykytila ja tavoite")
    person.fill("Nykytila ja tarve", ASSESSED["present_state"])
    person.fill("Tavoite", ASSESSED["objective"])
    person.press("Tallenna ja jatka")


def list_alternatives(person: Watched) -> None:
    """List the two alternatives and tell why there is no third."""
    for item in ASSESSED["alternatives"]:
        person.fill("Vaihtoehdon nimi", item["title"])
        person.fill("Kuvaus", item["description"])
        if item["code"] == "VE0":
            person.choose("is_zero", "y")
        if item["proposed"]:
            person.choose("is_proposed", "y")
        person.press("Lisää vaihtoehto")
    person.fill("Miksi muita vaihtoehtoja ei ole?", ASSESSED["single_alternative_reason"])
    person.press("Tallenna perustelu ja jatka")


def write_effects(person: Watched) -> None:
    """Write six effects, one by one, without going back to the list in between."""
    person.follow("Lisää vaikutus")
    for number, effect in enumerate(EFFECTS, start=1):
        write_effect(person, effect)
        person.press("Tallenna" if number == len(EFFECTS) else "Tallenna ja lisää toinen")
    assert person.page.locator("main tbody tr").count() == len(EFFECTS)


def write_effect(person: Watched, effect: dict[str, Any]) -> None:
    """Fill in one effect."""
    titles = {item["code"]: item["title"] for item in ASSESSED["alternatives"]}
    code = effect["alternative"]
    person.page.get_by_label(f"{code} {titles[code]}", exact=True).check()
    place = person.page.get_by_label("Mihin vaikuttaa?", exact=True)
    place.select_option(value=f"{effect['perspective']}/{effect['question']}")
    person.choose("direction", effect["direction"])
    person.fill("Mitä tapahtuu ja kenelle?", effect["description"])
    person.fill("Miten haittaa lievennetään?", effect.get("mitigation", ""))
    for group in effect["groups"]:
        person.choose("groups", group)
    if "significance" in effect:
        person.choose("significance", effect["significance"])
    for horizon in effect["horizons"]:
        person.choose("horizons", horizon)
    person.choose("certainty", effect["certainty"])
    person.fill("Alueet", "\n".join(effect.get("areas", [])))
    if "amount_eur_per_year" in effect:
        person.fill("Euroa vuodessa", f"{effect['amount_eur_per_year']:_}".replace("_", " "))
    person.fill("Tietolähteet", "\n".join(effect.get("sources", [])))


def fill_the_matrix(person: Watched) -> None:
    """Mark two more directions in the matrix; the six are there already."""
    person.follow("Täytä taulukkona")
    assert person.page.locator("main input:checked").count() == len(EFFECTS)
    for place in ("c.personnel.staffing", "c.wellbeing.everyday_life"):
        person.page.locator(f'input[name^="{place}."][value="positive"]').last.check()
    person.press("Tallenna taulukko")
    assert "Tallennettu, muutoksia 2." in person.text()
    assert person.page.locator("main tbody tr").count() == len(EFFECTS) + 2
    person.follow("Yhteys strategiaan")


def link_to_the_strategy(person: Watched) -> None:
    """Search the programmes and link a measure with a reason."""
    person.page.get_by_label("Hae toimenpidettä sanalla tai numerolla").fill("koulu")
    person.press("Hae")
    person.follow("Koulujen, kirjastojen ja kohtaamispaikkojen tilojen käyttäminen yhdessä")
    person.choose("direction", "hinders")
    person.fill("Perustelu", ASSESSED["measure_links"][3]["reason"])
    person.press("Tallenna")
    assert "Heikentää" in person.text()
    person.follow("Jatka")


def tell_who_was_heard(person: Watched) -> None:
    """Keep the check of the duty to hear and two hearings."""
    person.page.get_by_label("Kyllä, tarkistettu", exact=True).check()
    person.press("Tallenna tarkistus")
    for who, how, day in (
        ("Henkilöstö", "Kuuleminen", "9.10.2023"),
        ("Oppilaiden huoltajat", "Kuuleminen", "17.10.2023"),
    ):
        person.fill("Ketä kuultiin tai kuka osallistui?", who)
        person.fill("Miten?", how)
        person.fill("Milloin?", day)
        person.press("Lisää kuuleminen")
    assert "Kuuleminen, 17.10.2023" in person.text()
    person.follow("Jatka")


def plan_the_follow_up(person: Watched) -> None:
    """Plan what will be looked at afterwards."""
    for item in ASSESSED["follow_up"][:2]:
        year, month, day = item["due_on"].split("-")
        person.fill("Mitä seurataan?", item["what"])
        person.fill("Kuka vastaa?", item["responsible_title"])
        person.fill("Mihin mennessä?", f"{int(day)}.{int(month)}.{year}")
        person.press("Lisää seurattava")
    person.follow("Jatka")


def summarise_and_mend(person: Watched) -> None:
    """Write the summary; of what the check finds, mend the two effects of the matrix."""
    person.fill("Tiivistelmä", ASSESSED["summary"])
    person.press("Tallenna ja tarkista")
    findings = person.page.locator("main li", has_text="Vaikutusta ei ole kuvattu")
    assert findings.count() == 2
    for _ in range(2):
        person.follow("Vaikutusta ei ole kuvattu")
        person.fill("Mitä tapahtuu ja kenelle?", "Arvio: arki ja sijaisuudet helpottuvat.")
        person.press("Tallenna")
        person.page.go_back()
        person.page.go_back()
        person.page.reload()
    assert findings.count() == 0
    assert "Puutteita ei löytynyt." in person.text()


def put_on_an_agenda(person: Watched) -> None:
    """Put the decision on the agenda of a meeting."""
    person.page.get_by_text("Lisää esityslistalle").first.click()
    person.pick("Toimielin", "Kaupunginvaltuusto")
    person.fill("Kokouspäivä", "14.12.2026")
    person.fill("Pykälä", "124")
    person.press("Lisää esityslistalle")
    assert "Kaupunginvaltuusto 14.12.2026" in person.text()


def append(person: Watched) -> None:
    """Append the document to an agenda item's file, and to one that the tool writes itself."""
    item = Document()
    item.add_heading(TOLD["title"], level=1)
    item.add_paragraph(AGENDA_TEXT)
    written = io.BytesIO()
    item.save(written)
    word = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    person.follow("Liitä esityslistan kohtaan")
    person.fill("Liitteen numero", "Liite 2")
    person.page.get_by_label("Esityslistan kohdan Word-tiedosto (.docx)").set_input_files(
        {"name": "pykala-124.docx", "mimeType": word, "buffer": written.getvalue()}
    )
    person.press("Liitä tiedoston perään")
    assert "Arviointi on liitetty esityslistan kohdan perään." in person.text()
    person.follow("Liitä esityslistan kohtaan")
    person.press("Tee pohja ja liitä")
    assert "Arviointi on liitetty esityslistan kohdan perään." in person.text()


def read_the_documents(person: Watched) -> None:
    """Fetch the documents and find in them what was typed.

    There are four: the one that was issued, the one that names the meeting too, the two appended.
    """
    links = person.page.locator("#annetut tbody a")
    assert links.count() == 4
    texts = []
    for number in range(links.count()):
        with person.page.expect_download() as fetched:
            links.nth(number).click()
        texts.append("\n".join(words_of(fetched.value.path())))
    typed = [TOLD["description"], ASSESSED["present_state"], ASSESSED["objective"]]
    typed += [effect["description"] for effect in EFFECTS] + [ASSESSED["summary"]]
    typed += [ASSESSED["measure_links"][3]["reason"], "Oppilaiden huoltajat", "talousjohtaja"]
    lines = [line for text in typed for line in text.split("\n") if line]
    for text in texts:
        assert [line for line in lines if line not in text] == []
    assert sum(AGENDA_TEXT in text for text in texts) == 1


def words_of(file: Path) -> Iterator[str]:
    """Return the texts of a Word file, of its tables too."""
    document = Document(str(file))
    for element in document.element.body.iter():
        if re.fullmatch(r"\{.*\}p", str(element.tag)):
            yield "".join(part.text or "" for part in element.iter() if str(part.tag)[-2:] == "}t")
