"""How texts are cleaned on their way in, and how the search compares them."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eva.domain.text import clean_line, clean_text, fold, paragraphs, relevance

ANY_TEXT = st.text(st.characters(codec=None), max_size=60)

CLEANED = [
    ("rivi\r\nrivi\rrivi", "rivi\nrivi\nrivi"),
    ("Wordin\x0bpehmeä", "Wordin\npehmeä"),
    ("sivu\x0cvaihtuu\x85", "sivu\nvaihtuu\n"),
    ("a\u0308iti", "äiti"),
    ("sarkain\tjää", "sarkain\tjää"),
    ("nolla\x00pois\x1b\x7f", "nollapois"),
    ("yksin \ud83d jäänyt", "yksin  jäänyt"),
    ("\ufffe\uffff", ""),
    ("hymy \U0001f600 jää", "hymy \U0001f600 jää"),
    ("<b>&amp;</b>", "<b>&amp;</b>"),
]


@pytest.mark.parametrize(("typed", "kept"), CLEANED)
def test_a_text_is_kept_without_what_cannot_be_written(typed: str, kept: str) -> None:
    assert clean_text(typed) == kept


@given(ANY_TEXT)
def test_cleaning_again_changes_nothing(text: str) -> None:
    once = clean_text(text)
    assert clean_text(once) == once
    assert unicodedata.is_normalized("NFC", once)
    once.encode()


@given(ANY_TEXT)
def test_a_line_has_no_breaks_and_no_blanks_around_it(text: str) -> None:
    line = clean_line(text)
    assert "\n" not in line
    assert line == line.strip()
    assert clean_line(line) == line


def test_paragraphs_are_the_lines_that_hold_something() -> None:
    assert paragraphs("eka\n\n  \ntoka") == ["eka", "toka"]
    assert paragraphs(None) == []


def test_the_search_tells_finnish_letters_apart() -> None:
    assert fold("ÄÄNI") == "ääni" != fold("aani")


FOUND = [
    ("Lähikouluperiaate", "koulu"),
    ("Lähikouluperiaatetta noudatetaan", "KOULU"),
    ("vaikutukset arvioidaan", "vaikutus"),
    ("Joukkoliikenteen liput", "joukkoliikenne"),
    ("palvelut lähellä", "lähellä palvelut"),
]


@pytest.mark.parametrize(("text", "query"), FOUND)
def test_the_search_finds_parts_of_compounds_and_other_forms(text: str, query: str) -> None:
    assert relevance(text, query) > 0


@pytest.mark.parametrize("query", ["kirjasto", "koulu kirjasto", "xyz"])
def test_the_search_finds_nothing_where_a_word_is_missing(query: str) -> None:
    assert relevance("Lähikouluperiaate", query) == 0


def test_the_word_as_typed_is_the_best_answer() -> None:
    assert relevance("koulu", "koulu") == 1 >= relevance("vaikutukset", "vaikutus") > 0.6
