"""How the search bends words: which words a query finds, and which it must leave alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eva.domain.finnish import SHORTEST, stems
from eva.domain.text import fold

FOUND = {
    # what the issue names
    "vaikutus": "vaikutusten vaikutukset vaikutuksia lapsivaikutusten vaikutuksetkin Vaikutus",
    "lapsi": "lapset lapsivaikutusten lasten lastensuojelu lapsille LAPSIA",
    "kunta": "kunnan kunnat kuntien kunnissa kuntalaiset asuinkunta",
    # cases of words of every length
    "katu": "kadun kaduilla katuja pääkatu",
    "kaupunki": "kaupungin kaupungissa kaupunkien kaupunkikehityslautakunta",
    "lautakunta": "lautakunnan lautakunnat lautakuntien",
    "vesi": "veden vettä vesien vesimaksu juomaveden",
    "vuosi": "vuoden vuosien vuosittain talousarviovuoden",
    "kausi": "kauden kaudet valtuustokausi valtuustokauden",
    "tulos": "tuloksen tulokset tulosten",
    "talous": "talouden taloudellinen kotitalouksien",
    "päätös": "päätöksen päätöksiä päätösten",
    "kokous": "kokouksen kokouksessa",
    "terveys": "terveyden terveyttä",
    "mahdollisuus": "mahdollisuuksia mahdollisuuden",
    "asukas": "asukkaat asukkaiden asukkaille",
    "tehdas": "tehtaan tehtaat",
    "nainen": "naiset naisten naisille",
    "ihminen": "ihmiset ihmisten",
    "hanke": "hankkeen hankkeet",
    "laite": "laitteen laitteiden",
    "liikenne": "liikenteen joukkoliikenne",
    "perhe": "perheet perheiden lapsiperheille",
    "alue": "alueen alueella alueittain",
    "tila": "tilat tiloja tilojen",
    "koira": "koirat koirien koirissa",
    "kylä": "kylät kylien kylissä",
    "tontti": "tontin tontit tonttien",
    "luokka": "luokan luokat luokkien",
    "hoito": "hoidon hoitoa varhaishoidossa",
    "leipä": "leivän leipää",
    "verkko": "verkon verkosto kouluverkkopäätöksessä",
    "koulu": "koulun kouluihin alakoulussa",
    "työ": "työn työllisyys",
    # words that are asked for as they stand in a text
    "vaikutusten": "vaikutus vaikutukset",
    "vaikutukset": "vaikutus vaikutusten",
    "lapset": "lapsi lasten",
    "lasten": "lapsi lapset",
    "kunnan": "kunta kunnat kuntien",
    "kaduilla": "katu kadun",
    "vuoden": "vuosi",
    "asukkaiden": "asukas asukkaat",
    "kouluissa": "koulu koulun",
    "kirjastojen": "kirjasto kirjastot",
    "alueella": "alue alueen",
    "tiloja": "tila",
    # Swedish
    "skola": "skolan skolor skolorna",
    "skolor": "skola skolan",
    "barn": "barnen barnens",
    "beslut": "beslutet besluten",
    "kommunerna": "kommun kommunen",
    "invånare": "invånarna invånaren",
    # what isn't a word
    "mlidno-2026-123": "MliDno-2026-1234",
    "1.2.1": "1.2.1.5",
}
NOT_FOUND = {
    "vesi": "investointi vessa",
    "lapsi": "pelastuslaitos lappu lastaus laatu",
    "talo": "tallennus",
    "talous": "talonmies talvi",
    "päätös": "päätoiminen päättely",
    "vaikutus": "vaihtoehto vaikea",
    "koulu": "kulttuuri kouvola",
    "kello": "keltainen",
    "katu": "katto luokka",
    "hanke": "hankinta hankala",
    "perhe": "perhonen",
    "sade": "säde",
    "säde": "sade",
    "tila": "tilli",
    "tulos": "tuloja",
    "kunta": "kulta kanta",
    "työ": "tyly",
    "lasten": "lastaus",
}


def pairs(table: dict[str, str]) -> list[tuple[str, str]]:
    return [(query, word) for query, words in table.items() for word in words.split()]


def finds(query: str, text: str) -> bool:
    return any(stem in fold(text) for stem in stems(query))


@pytest.mark.parametrize(("query", "word"), pairs(FOUND))
def test_a_word_finds_its_other_forms(query: str, word: str) -> None:
    assert finds(query, word), stems(query)


@pytest.mark.parametrize(("query", "word"), pairs(NOT_FOUND))
def test_a_word_does_not_find_another_word(query: str, word: str) -> None:
    assert not finds(query, word), stems(query)


def test_an_empty_word_has_no_parts() -> None:
    assert stems("") == ()


LETTERS = st.text("abdeghijklmnoprstuvyäöåABCÄÖ", max_size=16)


@given(LETTERS)
def test_a_word_always_finds_itself_also_inside_a_compound(word: str) -> None:
    if word:
        assert finds(word, f"yhdys{word}osa")


@given(st.one_of(LETTERS, st.text(max_size=12)))
def test_no_part_is_too_short_or_a_part_of_another(word: str) -> None:
    found = stems(word)
    assert all(len(part) >= min(SHORTEST, len(fold(word))) for part in found)
    assert not [(a, b) for a in found for b in found if a != b and a in b]


@given(LETTERS)
def test_case_makes_no_difference(word: str) -> None:
    assert stems(word) == stems(word.upper()) == stems(word.lower())
