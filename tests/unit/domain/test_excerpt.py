"""What is shown of a text that was found: the place of the match, its words marked."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eva.domain.excerpt import LENGTH, Part, excerpt, marked, wanted


def told(parts: list[Part]) -> str:
    return "".join(f"[{text}]" if is_match else text for text, is_match in parts)


@pytest.mark.parametrize(
    ("query", "text", "expected"),
    [
        ("vaikutus", "Vaikutusten arviointi", "[Vaikutusten] arviointi"),
        ("lapsi", "Lasten ja lapsivaikutusten.", "[Lasten] ja [lapsivaikutusten]."),
        ("koulu", "”Koulun”, (alakoulut)", "”[Koulun]”, ([alakoulut])"),
        ("2026-12", "MliDno-2026-123", "[MliDno-2026-123]"),
        ("Straße", "STRASSEN nimi", "[STRASSEN] nimi"),
        ("%", "8 % ja 10 %", "8 [%] ja 10 [%]"),
        ("sade", "säde ja sade", "säde ja [sade]"),
        ("koulu", "", ""),
        ("", "Koulun", "Koulun"),
        ("<b>", "<b>lihava</b>", "<[b>lihava</b]>"),
    ],
)
def test_the_words_that_were_looked_for_are_marked(query: str, text: str, expected: str) -> None:
    assert told(marked(text, wanted(query))) == expected


def test_what_stands_around_a_word_of_the_query_is_not_looked_for() -> None:
    assert wanted("”lapsi”, (kunta)?") == wanted("lapsi kunta")
    assert wanted('"*?! – ...') == []
    assert wanted("koulu KOULU koulu") == wanted("koulu")


def test_a_long_text_is_shown_around_the_first_match() -> None:
    text = f"{'alku ' * 100}\nkoulun tontti\n{'loppu ' * 100}"
    shown = told(excerpt(text, wanted("koulu")))
    assert shown.startswith("… alku alku")
    assert "alku [koulun] tontti loppu" in shown
    assert shown.endswith("loppu …")
    assert len(shown) <= LENGTH + 10


def test_a_text_without_a_match_is_shown_from_its_beginning() -> None:
    assert told(excerpt("Lyhyt teksti.", wanted("koulu"))) == "Lyhyt teksti."
    assert told(excerpt("sana " * 200, wanted("koulu"))).startswith("sana sana")


def test_a_text_without_blanks_is_cut() -> None:
    assert len(told(excerpt("x" * 20_000, wanted("xxxx")))) < LENGTH
    assert len(told(marked("a" * 500, wanted("koulu")))) < LENGTH


@given(st.text(max_size=400), st.text(max_size=20))
def test_an_excerpt_of_a_short_text_holds_it_all_and_changes_nothing(text: str, query: str) -> None:
    words = [word for word in text.split() if len(word) <= 80]
    shown = "".join(part for part, _ in marked(" ".join(words), wanted(query)))
    assert shown == " ".join(words)


@given(st.text(max_size=2_000), st.text(max_size=20))
def test_an_excerpt_is_never_long(text: str, query: str) -> None:
    parts = excerpt(text, wanted(query))
    assert sum(len(part) for part, _ in parts) <= LENGTH + 90
    assert all(part for part, _ in parts)
