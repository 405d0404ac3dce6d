"""The one normalisation that every text meets on its way in, from a form, a file or a command.

Kept: every letter, sign and emoji, tabs and line breaks. Changed: the text becomes Unicode NFC;
CR LF, CR, NEL, vertical tab and form feed become a line break (a vertical tab is what Word's soft
line break pastes as). Left out: the other control characters, lone surrogates, U+FFFE and U+FFFF,
which neither XML nor PostgreSQL can hold.
"""

import re
import unicodedata

LINE_LIMIT = 500
"""Signs in a text of one line: a title, a name (contracts: $defs/line)."""
TEXT_LIMIT = 20_000
"""Signs in a text of several paragraphs (contracts: $defs/text)."""
SUMMARY_LIMIT = 1_000
"""Signs in the summary, which goes into the agenda item's own text (fi: Kuvaus)."""

_BREAKS = re.compile("\r\n|[\r\x0b\x0c\x85]")
_FORBIDDEN = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")


def clean_text(text: str) -> str:
    """Return the text as it's kept: NFC, with plain line breaks, without what XML can't hold."""
    return unicodedata.normalize("NFC", _FORBIDDEN.sub("", _BREAKS.sub("\n", text)))


def clean_line(text: str) -> str:
    """Return the text as one line: cleaned, each run of blanks and breaks made one space."""
    return " ".join(clean_text(text).split())


def paragraphs(text: str | None) -> list[str]:
    """Return the non-empty lines of a text, one paragraph each; an empty list for no text."""
    return [line for line in (text or "").split("\n") if line.strip()]


def fold(text: str) -> str:
    """Return the text as the search compares it: lower case, NFC, å ä ö kept apart from a and o."""
    return unicodedata.normalize("NFC", text).casefold()


def trigrams(text: str) -> frozenset[str]:
    """Return the runs of three signs in the folded text; a shorter text gives itself alone."""
    folded = fold(text)
    if len(folded) < 3:
        return frozenset({folded} if folded else ())
    return frozenset(folded[start : start + 3] for start in range(len(folded) - 2))


def relevance(text: str, query: str) -> float:
    """Return how well a text answers a query, 0 (not at all) to 1 (holds each word as typed).

    Each word of the query counts by the share of its trigrams that one word of the text holds, so
    that "koulu" finds "lähikouluperiaatetta" and "vaikutus" finds "vaikutukset". Less than two
    thirds is no answer.
    """
    words = [trigrams(word) for word in text.split()]
    shares = [_best_share(trigrams(word), words) for word in query.split()]
    return min(shares, default=0.0) if all(share >= _ENOUGH for share in shares) else 0.0


def _best_share(wanted: frozenset[str], words: list[frozenset[str]]) -> float:
    if not wanted:
        return 0.0
    return max((len(wanted & found) / len(wanted) for found in words), default=0.0)


_ENOUGH = 0.66
