"""What stands beside the forms: hints, examples and bases, and earlier decisions of the type."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from eva.models import Assessment, FollowUp, Participation
from eva.services import assessments, hearings, links
from eva.services.screenings import Chosen
from tests import make
from tests.integration.counting import counted
from tests.integration.town import SECRET, Town
from tests.integration.visitor import Page, Visitor

TITLE = "Aiempia samantyyppisiä asioita"
NONE = "Tämän tyyppisiä asioita ei ole vielä kirjattu."
SECTIONS = (
    "background",
    "alternatives",
    "effects",
    "links",
    "participation",
    "follow-up",
    "summary",
)
LONG = "Pitkä sana " * 80


@pytest.fixture
def own(town: Town) -> int:
    """The screened decision whose pages the town's preparer opens; a town's decision is earlier."""
    return new(town)


@pytest.fixture
def preparer(town: Town) -> Visitor:
    """Somebody who prepares decisions of every body."""
    return town.colleague()


def new(town: Town, decision_type: str = "tariff") -> int:
    with town.writing() as session:
        return make.assessed(session, decision_type=decision_type).decision_id


def assessment_of(session: Session, number: int) -> Assessment:
    statement = select(Assessment).where(Assessment.decision_id == number)
    return session.scalars(statement).one()


def boxes(page: Page) -> list[Any]:
    found: list[Any] = page.tree.xpath("//*[contains(@class, 'eva-precedents__item')]")
    return found


def words(element: Any) -> str:
    return " ".join(element.text_content().split())


def addresses(number: int, effect: int = 0) -> list[str]:
    inside = f"/decisions/{number}/assessment"
    one = [f"{inside}/effects/{effect}"] if effect else []
    return [f"{inside}/{section}" for section in SECTIONS] + one


def test_the_screening_shows_what_was_recorded_and_its_answers(
    town: Town, own: int, preparer: Visitor
) -> None:
    page = preparer.get(f"/decisions/{own}/screening")
    (box,) = boxes(page)
    said = words(box)
    assert town.number in said
    assert "Suppea arviointi" in said
    assert "Hyvinvointi ja terveys: kyllä" in said
    (details,) = box.xpath(".//details")
    assert "Hyvinvointi ja terveys: Kyllä" in words(details)
    assert "Ympäristö ja ilmasto: Ei" in words(details)
    assert details.get("open") is None
    assert box.xpath(".//a/@href")[0] == f"/decisions/{town.decision_id}"


def test_the_reason_stands_where_there_is_one(town: Town, own: int, preparer: Visitor) -> None:
    with town.writing() as session:
        made = make.decision(session)
        make.screened(
            session, made, Chosen("none", "technical_or_minor", "Vain <b>kirjoitusvirhe</b>.")
        )
    page = preparer.get(f"/decisions/{own}/screening")
    newest = boxes(page)[0]
    assert "Arviointia ei tarvita. Vain <b>kirjoitusvirhe</b>." in words(newest)
    assert newest.xpath(".//b") == []


def test_without_earlier_ones_the_screening_says_so_and_sections_say_nothing(
    town: Town, preparer: Visitor
) -> None:
    number = new(town, "budget")
    page = preparer.get(f"/decisions/{number}/screening")
    assert NONE in page.words
    assert TITLE not in page.words
    for address in addresses(number):
        said = preparer.get(address).words
        assert TITLE not in said, address
        assert NONE not in said, address


def test_another_type_chosen_on_the_form_shows_its_own_decisions(
    town: Town, own: int, preparer: Visitor
) -> None:
    told = preparer.get(f"/decisions/{own}/screening").form()
    asked = {**told, "decision_type": "budget", "action": "type"}
    assert NONE in preparer.post(f"/decisions/{own}/screening", asked).words


def test_each_section_shows_what_the_other_said_in_it(
    town: Town, own: int, preparer: Visitor
) -> None:
    with town.writing() as session:
        assessment = session.get_one(Assessment, town.assessment_id)
        told = {
            "present_state": "Nyt näin.",
            "objective": "Sitten noin.",
            "summary": "Lyhyesti tämä.",
        }
        assessments.write(session, make.OPERATOR, town.decision_id, assessment.version, told)
    expected = {
        "background": ("Nykytila ja tarve", "Nyt näin.", "Tavoite", "Sitten noin."),
        "alternatives": ("VE1 Vaihtoehdon VE1 nimi (ehdotus)",),
        "effects": ("Myönteinen: 1", "Asukkaiden talous, VE1", "Asumisen menot pienenevät."),
        "links": ("Edistää", "Koska."),
        "participation": ("Asukkaat", "Ilta"),
        "follow-up": ("Menot", "johtaja", "1.1.2027"),
        "summary": ("Lyhyesti tämä.",),
    }
    for section, texts in expected.items():
        (box,) = boxes(preparer.get(f"/decisions/{own}/assessment/{section}"))
        (details,) = box.xpath(".//details")
        for text in texts:
            assert text in words(details), section


def test_a_section_that_was_not_filled_in_has_nothing_to_open(
    town: Town, own: int, preparer: Visitor
) -> None:
    (box,) = boxes(preparer.get(f"/decisions/{own}/assessment/summary"))
    assert "Tätä osiota ei ole täytetty." in words(box)
    assert box.xpath(".//details") == []


def test_secret_effects_are_never_shown(town: Town, own: int) -> None:
    with town.writing() as session:
        assessment = assessment_of(session, own)
        effect = make.effect(session, assessment).id
    for visitor in (town.colleague(), town.visitor("preparer")):
        for address in (f"/decisions/{own}/screening", *addresses(own, effect)):
            page = visitor.get(address)
            assert SECRET not in page.text, address


def test_a_long_text_is_cut_and_leads_to_all_of_it(town: Town, own: int, preparer: Visitor) -> None:
    with town.writing() as session:
        assessment = session.get_one(Assessment, town.assessment_id)
        told = {"summary": LONG}
        assessments.write(session, make.OPERATOR, town.decision_id, assessment.version, told)
    (box,) = boxes(preparer.get(f"/decisions/{own}/assessment/summary"))
    (text,) = box.xpath(".//details//p[contains(@class, 'govuk-body')]")
    assert text.text_content().endswith("…")
    assert 580 <= len(text.text_content()) <= 600
    (link,) = box.xpath(".//details//a")
    assert link.get("href") == f"/decisions/{town.decision_id}/check"
    assert preparer.get(link.get("href")).status == 200


def test_texts_of_another_language_are_marked(town: Town, own: int, preparer: Visitor) -> None:
    preparer.get("/language/sv?next=/")
    (box,) = boxes(preparer.get(f"/decisions/{own}/screening"))
    assert box.xpath("./a/@lang") == ["fi"]
    assert "Välfärd och hälsa: Ja" in words(box)


def test_every_question_beside_a_form_has_its_hint_example_and_basis(
    town: Town, own: int, preparer: Visitor
) -> None:
    with town.writing() as session:
        assessment = assessment_of(session, own)
        effect = make.effect(session, assessment).id
    for address in addresses(own, effect):
        page = preparer.get(address)
        notes = page.tree.xpath("//*[contains(@class, 'eva-note--hint')]")
        assert notes, address
        for note in notes:
            details = note.xpath("./details")
            assert details, (address, words(note))
            for text in details[0].xpath("./div"):
                assert len(text.xpath("./p")) >= 2, (address, words(note))


def test_the_page_of_one_effect_shows_its_own_question(
    town: Town, own: int, preparer: Visitor
) -> None:
    address = f"/decisions/{own}/assessment/effects/new?place=wellbeing/school_journey"
    said = preparer.get(address).tree.xpath("//*[contains(@class, 'eva-note--hint')]")[0]
    assert "Miten koulumatkan pituus" in words(said)
    assert "Perusopetuslaki (628/1998) 6 ja 32 §" in words(said)
    for place in ("x", "wellbeing", "wellbeing/x", "a/b/c"):
        answer = preparer.get(f"/decisions/{own}/assessment/effects/new?place={place}")
        assert answer.status == 200, place


def enlarge(session: Session, town: Town) -> None:
    """Give the town three earlier decisions more, and its own one many lines of each kind."""
    for _ in range(3):
        make.assessed(session)
    number = town.decision_id
    assessment = session.get_one(Assessment, town.assessment_id)
    for _ in range(10):
        make.effect(session, assessment)
        told = {"who": "Asukkaat", "how": "Ilta"}
        hearings.add(session, make.OPERATOR, number, Participation, told)
        due: dict[str, Any] = {"what": "Menot", "responsible_title": "johtaja"}
        due["due_on"] = date(2027, 1, 1)
        hearings.add(session, make.OPERATOR, number, FollowUp, due)
    linked = {"item_id": town.free_item_id, "direction": "neutral", "reason": "Koska."}
    links.add(session, make.OPERATOR, number, linked)


def test_pages_take_at_most_twelve_statements_whatever_stands_beside(
    town: Town, own: int, preparer: Visitor
) -> None:
    with town.writing() as session:
        assessment = assessment_of(session, own)
        assessment.decision.preparer_id = preparer.user_id
        effect = make.effect(session, assessment).id
    engine = town.app.extensions["eva_engine"]
    asked = [f"/decisions/{own}/screening", *addresses(own, effect)]

    def counts() -> list[int]:
        found = []
        for address in asked:
            preparer.get(address)
            with counted(engine) as statements:
                assert preparer.get(address).status == 200
            found.append(len(statements))
        return found

    before = counts()
    with town.writing() as session:
        enlarge(session, town)
    assert counts() == before
    assert max(before) <= 12
