"""The order of the alphabet: å ä ö last, foreign letters among their likes, numbers by size."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eva.domain.alphabet import sort_key

LETTERS = "abcdefghijklmnopqrstuvwxyzåäö"


@pytest.mark.parametrize(
    "row",
    [
        ["Aalto", "Zeniitti", "Åbo", "Äänekoski", "Öljy"],
        ["Edla", "Édouard", "Eero"],
        ["Übel", "Yksi", "Ylä"],
        ["Saari", "Šakki", "Salo"],
        ["Talo 2", "Talo 10", "Talo 100", "Talotie"],
        ["1. jaosto", "9. jaosto", "10. jaosto", "Asuntojaosto"],
        ["kaupunginhallitus", "Kaupunginvaltuusto", "kaupunkikehityslautakunta"],
        ["Ærø", "Ääni", "Äö"],
        ["Strasse", "Straße A", "Strasse B"],
        ["Muu lautakunta", "Muut"],
    ],
)
def test_names_stand_in_the_order_of_the_alphabet(row: list[str]) -> None:
    other = row[::-1]
    assert sorted(other, key=sort_key) == row


def test_letters_stand_in_the_order_of_the_alphabet_in_both_cases() -> None:
    other = LETTERS[::-1]
    assert sorted(other, key=sort_key) == list(LETTERS)
    for small in LETTERS:
        assert sort_key(small)[0] == sort_key(small.upper())[0]


def test_both_forms_of_unicode_are_the_same_letter() -> None:
    assert sort_key("A\N{COMBINING RING ABOVE}")[0] == sort_key("Å")[0]


@given(st.text(), st.text())
def test_any_two_texts_have_an_order_and_only_equal_texts_share_a_place(a: str, b: str) -> None:
    assert (sort_key(a) < sort_key(b)) + (sort_key(b) < sort_key(a)) == (a != b)


def test_a_long_row_of_digits_is_a_number_too() -> None:
    assert sort_key("9" * 5000) > sort_key("1" * 5000)
