"""The order of the alphabet in Finland: … x y z å ä ö, the same in Finnish and in Swedish.

Databases order by the rules of the machine they run on, and not all by the same ones; so names are
put in order here.
"""

import re
import unicodedata

Key = tuple[tuple[tuple[int, int, str], ...], str]

_LAST = "åäö"
"""The letters after z."""
_AS = {
    **{"æ": "ä", "ø": "ö", "ő": "ö", "ü": "y", "ű": "y", "þ": "th", "ð": "d"},
    **{"đ": "d", "ł": "l", "œ": "oe", "ŋ": "n", "ŧ": "t", "ı": "i"},
}
"""The letters that stand among others, and where (SFS 4600)."""
_PARTS = re.compile(r"[0-9]{1,4000}|[^0-9]")


def sort_key(text: str) -> Key:
    """Return what the text is sorted by: letters without their case, numbers by their size.

    Texts that differ in case or accents only keep an order too: it's the second part of the key.
    """
    letters = "".join(_letter(sign) for sign in unicodedata.normalize("NFC", text).casefold())
    return tuple(_part(part) for part in _PARTS.findall(letters)), text


def _letter(sign: str) -> str:
    """Return the letter or letters that the sign counts as."""
    sign = _AS.get(sign, sign)
    if sign in _LAST:
        return sign
    plain = unicodedata.normalize("NFKD", sign)
    return "".join(part for part in plain if not unicodedata.combining(part))


def _part(part: str) -> tuple[int, int, str]:
    """Return the key of a sign or a number: blanks and signs first, then numbers, then letters."""
    if part in _LAST:
        return (3, _LAST.index(part), "")
    if part.isascii() and part.isdigit():
        return (1, int(part), "")
    return (2 if part.isalpha() else 0, 0, part)
