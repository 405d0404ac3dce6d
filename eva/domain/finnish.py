"""How Finnish words bend, as far as a search needs it; a few Swedish endings too.

A search looks for parts of words, so compounds are found by themselves. What is left is that a
word's end, and the consonants before it, change as it bends (kunta, kunnan, kuntien): `stems` gives
the parts that stay. It knows no words, but for a few that bend unlike all others.

Rather a hit too many than one too few; yet a part of three letters would find half of the texts
(vesi cut to ves- finds investointi), so nothing is cut to less than four.
"""

import re
from collections.abc import Iterable, Mapping

from eva.domain.text import fold

SHORTEST = 4
"""Letters of the shortest part that a word is cut to."""
_LONG = 7
"""From how many letters on a word is cut by two, not by one."""
_VOWELS = "aeiouyåäö"

_ENDINGS = (
    *("issa", "issä", "ista", "istä", "illa", "illä", "ilta", "iltä", "ille", "iksi", "ihin"),
    *("iden", "itten", "ineen", "orna", "arna", "erna", "seen", "ssa", "ssä", "sta", "stä", "lla"),
    *("llä", "lta", "ltä", "lle", "ksi", "ien", "ten", "jen", "den", "ita", "itä", "een", "iin"),
    *("ia", "iä", "ja", "jä", "na", "nä", "ta", "tä", "et", "it", "at", "ät", "ot", "öt", "ut"),
    *("yt", "or", "ar", "er", "n", "t", "a", "ä"),
)
"""The endings of cases, longest first; those with an r are Swedish plurals."""

_WEAKENED: Mapping[str, str] = {
    **{"kk": "k", "pp": "p", "tt": "t", "nk": "ng", "nt": "nn", "mp": "mm"},
    **{"lt": "ll", "rt": "rr", "t": "d", "p": "v"},
}
"""The last consonants of a word, and what they are before some of its endings."""
_STRENGTHENED: Mapping[str, str] = {
    weak: strong for strong, weak in _WEAKENED.items() if weak not in "kpt"
}
_EITHER: Mapping[str, str] = {**_WEAKENED, **_STRENGTHENED}
_LAST_CONSONANTS = re.compile(
    rf"(.*?[{_VOWELS}hlmnr])(kk|pp|tt|n[kgtn]|m[pm]|l[tl]|r[tr]|[tpdv])([{_VOWELS}]?)"
)

_OWN_WAYS = (("laps", "lasten"), ("vesi", "vede", "vettä"), ("mies", "mieh"))
"""All that is left of words that bend in ways of their own and are asked for often."""


def stems(word: str) -> tuple[str, ...]:
    """Return the parts of which a text holds at least one if it holds the word in some case.

    None of them is a part of another one. What isn't letters alone, such as a register number, and
    a word of up to three letters stay as they are.
    """
    word = fold(word)
    if len(word) < SHORTEST or not word.isalpha():
        return (word,) if word else ()
    found = {word, *_of_base(word), *_of_case(word)}
    for parts in _OWN_WAYS:
        if not found.isdisjoint(parts):
            found = set(parts)
    return _smallest(part for part in found if len(part) >= SHORTEST)


def _smallest(parts: Iterable[str]) -> tuple[str, ...]:
    """Return the parts that hold none of the others: whatever those find, these find too."""
    kept: list[str] = []
    for part in sorted(parts, key=lambda part: (len(part), part)):
        if not any(other in part for other in kept):
            kept.append(part)
    return tuple(kept)


def _of_base(word: str) -> set[str]:
    """Return what is left of a word that stands as a dictionary has it."""
    if word.endswith("nen"):
        return {word[:-3] + "s"}  # ihminen, ihmiset
    if word.endswith("e"):
        return _of_e(word)
    if len(word) > SHORTEST + 1 and word.endswith(("as", "äs", "is")):
        return {word[:-2], *_graded(word[:-2], _STRENGTHENED)}  # asukas, tehdas
    if len(word) == SHORTEST:
        return _of_short(word)
    if word[-2] in _VOWELS and word.endswith("s") and len(word) < SHORTEST + 2:
        return {word[:-1] + "ks"}  # tulos, tuloksen
    cut = word[:-2] if len(word) >= _LONG else word[:-1]
    graded = _graded(word[:-1], _WEAKENED) if word[-1] in _VOWELS else set()
    return {cut} | graded | _of_si(word)


def _of_e(word: str) -> set[str]:
    """Return what is left of a word whose consonants are stronger elsewhere: hanke, hankkeen."""
    doubled = {word[:-1] + word[-2:]} if word[-2] in "kpt" else set()
    cut = {word[:-1]} if len(word) >= _LONG else set()
    return doubled | cut | _graded(word, _STRENGTHENED)


def _of_short(word: str) -> set[str]:
    """Return what becomes of a word that is too short to be cut: katu, kadun; tila, tiloja."""
    trunk, last = word[:-1], word[-1]
    found = _graded(word, _WEAKENED) | _of_si(word)
    first = next((sign for sign in word if sign in _VOWELS), "")
    if last == "a":
        found.add(trunk + ("o" if first in "aei" else "i"))
    elif last in "äi":
        found.add(trunk + ("i" if last == "ä" else "e"))
    return found


def _of_si(word: str) -> set[str]:
    """Return what becomes of words such as vuosi: vuoden."""
    return {word[:-2] + "de"} if word.endswith("si") and word[-3] in _VOWELS else set()


def _of_case(word: str) -> set[str]:
    """Return what is left of a word that stands in a case, where it seems to."""
    bare = next(
        (
            word.removesuffix(ending)
            for ending in _ENDINGS
            if word.endswith(ending) and len(word) - len(ending) >= SHORTEST
        ),
        "",
    )
    if not bare:
        return set()
    if bare[-1] == bare[-2] and bare[-1] in _VOWELS:
        bare = bare[:-1]  # koulu(un), alue(e)lla
    if found := re.fullmatch(rf"(.*[{_VOWELS}])ks[ei]?", bare):
        return {found[1] + "s", found[1] + "ks"}  # vaikutus, vaikutukset
    if re.search(rf"[{_VOWELS}]de$", bare):
        return {bare, bare[:-2] + "si"}  # vuosi, vuoden
    if len(bare) == SHORTEST:
        others = {bare[:-1] + "a"} if bare[-1] == "o" else set()  # tila, tiloja
        return {bare} | others | _graded(bare, _EITHER)
    if bare[-1] == "s":
        return {bare[:-1]}  # vaikutus, vaikutusten
    cut = bare[:-1] if bare[-1] in _VOWELS else bare
    return {cut, *_graded(cut, _EITHER)}


def _graded(part: str, grades: Mapping[str, str]) -> set[str]:
    """Return the part with its last consonants in the other grade, where they have one."""
    found = _LAST_CONSONANTS.fullmatch(part)
    if found is None or found[2] not in grades:
        return set()
    return {found[1] + grades[found[2]] + found[3]}
