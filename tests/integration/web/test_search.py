"""The page of the search: what it shows, what it keeps in its address, what it never shows."""

from typing import Any
from urllib.parse import quote, urlencode

import pytest
from sqlalchemy import Engine

from eva.services import effects
from tests import make
from tests.integration.queries.test_search import HOSTILE, counted
from tests.integration.town import PEOPLE, SECRET, Town
from tests.integration.visitor import Page

MOST = 14
EVERYBODY = set(PEOPLE) - {"nobody"}


def search(town: Town, name: str = "viewer", **asked: Any) -> Page:
    page = town.visitor(name).get(f"/search?{urlencode(asked, doseq=True)}")
    assert page.status == 200, (asked, page.status)
    return page


def hits(page: Page) -> list[str]:
    """Return the titles of the hits."""
    return [" ".join(item.text_content().split()) for item in page.tree.xpath("//ol/li/h3")]


def marks(page: Page) -> list[str]:
    return [item.text_content() for item in page.tree.xpath("//mark")]


def chosen(page: Page, name: str) -> list[str]:
    options = page.tree.xpath(f"//select[@name='{name}']/option[@selected]")
    return [item.get("value") for item in options]


def test_the_words_that_were_looked_for_are_marked(town: Town) -> None:
    page = search(town, q="vesimaksujen")
    assert hits(page) == ["Asia: Vesimaksun korottaminen", "Asiakirja: Vesimaksun korottaminen"]
    assert marks(page) == ["Vesimaksun", "Vesimaksun"]
    assert page.title == "Haku"


def test_a_search_is_in_the_menu_of_those_who_may_read(town: Town) -> None:
    for name in EVERYBODY:
        assert "/search" in town.visitor(name).get("/").links()


def test_an_effect_leads_to_its_form_or_for_readers_to_the_whole_record(town: Town) -> None:
    start = f"/decisions/{town.decision_id}"
    form, whole = f"{start}/assessment/effects/{town.effect_id}", f"{start}/check"
    for name, there, away in (("preparer", form, whole), ("other preparer", whole, form)):
        links = search(town, name, q="asumisen menot").links()
        assert there in links
        assert away not in links
        assert start in links


def test_every_hit_leads_somewhere(town: Town) -> None:
    for name in ("preparer", "viewer"):
        visitor = town.visitor(name)
        for query in ("vesimaksu", "asuminen", "koulu"):
            page = visitor.get(f"/search?q={query}")
            found = page.tree.xpath("//ol/li//a/@href")
            assert found
            assert {visitor.get(link).status for link in found} == {200}, found


def test_what_is_secret_is_shown_to_nobody(town: Town) -> None:
    town.issue_secret()
    for name in EVERYBODY:
        for query in (SECRET, SECRET[:6], "salaisuus", f"{SECRET} kuvaus"):
            page = search(town, name, q=query)
            assert hits(page) == []
            assert f"{SECRET} lievennys" not in page.text
        assert SECRET not in search(town, name, q="vesimaksu").text


def test_an_effect_is_gone_from_the_page_once_it_is_secret(town: Town) -> None:
    assert hits(search(town, q="asumisen menot")) != []
    with town.writing() as session:
        told = {"is_secret": True, "secrecy_basis": "JulkL 24 §"}
        effects.change(session, make.OPERATOR, town.decision_id, town.effect_id, None, told)
    assert hits(search(town, q="asumisen menot")) == []


def test_an_empty_search_says_what_to_do(town: Town) -> None:
    for asked in ({}, {"q": ""}, {"q": "  "}, {"q": '"*'}, {"kind": "effect"}):
        assert "Kirjoita hakusana." in search(town, **asked).words


def test_a_search_that_finds_nothing_says_what_to_do(town: Town) -> None:
    assert "Kokeile lyhyempää sanaa tai vähemmän sanoja." in search(town, q="xqzxq").words
    narrowed = search(town, q="xqzxq", state="issued")
    assert "poista rajauksia" in narrowed.words
    assert "/search?q=xqzxq" in narrowed.links()
    assert "Rajaukseen ei sovi yhtään asiaa." in search(town, depth="none").words


def test_what_it_was_narrowed_to_stays_chosen_and_seen(town: Town) -> None:
    asked = {
        "q": "vesimaksu",
        "kind": ["decision", "effect"],
        "body": town.body_id,
        "type": "tariff",
        "state": "issued",
        "year": 2026,
        "programme": town.programme_id,
    }
    page = search(town, **asked)
    assert hits(page) == ["Asia: Vesimaksun korottaminen"]
    for name in ("body", "type", "state", "year", "programme"):
        assert chosen(page, name) == [str(asked[name])]
    assert page.tree.xpath("//input[@name='kind'][@checked]/@value") == ["decision", "effect"]
    assert page.tree.xpath("//details[@open]")
    assert not search(town, q="vesimaksu").tree.xpath("//details[@open]")


def test_filters_alone_list_the_decisions_that_fit(town: Town) -> None:
    page = search(town, state="issued")
    assert hits(page) == ["Asia: Vesimaksun korottaminen"]
    assert "Rajaukseen sopivat asiat" in page.words


def test_more_hits_than_a_page_holds_are_behind_a_link(town: Town) -> None:
    with town.writing() as session:
        for place in range(45):
            make.decision(session, title=f"Kastelupalsta {place}")
    visitor = town.visitor("viewer")
    seen: list[str] = []
    address = "/search?q=kastelu&type=tariff"
    while address:
        page = visitor.get(address)
        seen += hits(page)
        more = page.tree.xpath("//*[@class='govuk-pagination__next']//a/@href")
        address = more[0] if more else ""
    assert seen == [f"Asia: Kastelupalsta {place}" for place in reversed(range(45))]
    assert page.tree.xpath("//*[@class='govuk-pagination__prev']//a/@href") == [
        "/search?q=kastelu&type=tariff"
    ]


NUMBERS = ("-1", "0", "1.5", "x", "", str(2**31), str(2**63), "9" * 40, "1 OR 1=1", "\x00", "٣")


def test_whatever_is_typed_has_a_page(town: Town) -> None:
    visitor = town.visitor("viewer")
    for query in HOSTILE:
        page = visitor.get(f"/search?q={quote(query, errors='surrogatepass')[:30_000]}")
        assert page.status == 200, query[:20]
        assert "<script>" not in page.text.partition("<main")[2]


def test_numbers_that_nothing_has_narrow_nothing(town: Town) -> None:
    for name in ("body", "year", "programme", "type", "state", "depth", "kind", "before"):
        for number in NUMBERS:
            page = search(town, q="vesimaksu", **{name: number})
            assert len(hits(page)) == 2, (name, number)
    assert len(hits(search(town, q="vesimaksu", before=f"{2**31}-decision-1"))) == 2


def test_the_page_reads_in_a_fixed_number_of_statements(town: Town, engine: Engine) -> None:
    visitor = town.visitor("viewer")
    counts = []
    for _ in range(2):
        with town.writing() as session:
            for place in range(12):
                make.effect(session, make.assessed(session), description=f"Kastelu {place}.")
        visitor.get("/search?q=kastelu")
        with counted(visitor.app.extensions["eva_engine"]) as statements:
            assert visitor.get("/search?q=kastelu&state=preparing").status == 200
        counts.append(len([item for item in statements if not item.startswith("BEGIN")]))
    assert counts[0] == counts[1] <= MOST, counts


@pytest.mark.parametrize(("language", "word"), [("sv", "Sökning"), ("en", "Search")])
def test_texts_in_another_language_than_the_page_are_marked(
    town: Town, language: str, word: str
) -> None:
    visitor = town.visitor("viewer")
    visitor.get(f"/language/{language}")
    page = visitor.get("/search?q=vesimaksu")
    assert page.title == word
    titles = page.tree.xpath("//ol/li/h3/a")
    assert titles
    assert all(item.get("lang") == "fi" for item in titles)
