"""What is shown of a text that a search found: the place of the first match, its words marked."""

import re
from collections.abc import Iterator, Sequence

from eva.domain.finnish import stems
from eva.domain.text import fold

Part = tuple[str, bool]
"""A piece of a text, and whether it's a word that was looked for."""
Wanted = Sequence[Sequence[str]]
"""For each word of a query the parts of which a text must hold one."""

LENGTH = 260
"""Signs of an excerpt, about."""
_BEFORE = 60
"""Signs of it before the first match, about."""
_LONGEST = 80
"""Signs that are shown of what has no blanks in it."""
_WORD = re.compile(r"\S+")
_EDGES = "\"'”“„’‘«»‹›()[]{}<>*,;:!?.-–—…"
"""What stands around a word and isn't of it."""


def wanted(query: str) -> Wanted:
    """Return the parts to look for, for each word of the query; an empty list for no words."""
    words = dict.fromkeys(word.strip(_EDGES) for word in fold(query).split())
    return [stems(word) for word in words if word]


def marked(text: str, words: Wanted) -> list[Part]:
    """Return the whole text in parts, as one line."""
    return _joined(_parts([found[0] for found in _WORD.finditer(text)], words))


def excerpt(text: str, words: Wanted) -> list[Part]:
    """Return the place of the first match, or the beginning where nothing matches, in parts."""
    found = list(_WORD.finditer(text))
    first = next((place for place, word in enumerate(found) if _is_match(word[0], words)), 0)
    start = first
    while start and found[first].start() - found[start - 1].start() <= _BEFORE:
        start -= 1
    end = first
    while end < len(found) and found[end].end() - found[start].start() <= LENGTH:
        end += 1
    shown = [word[0] for word in found[start : max(end, first + 1)]]
    parts = _joined(_parts(shown, words))
    if start:
        parts.insert(0, ("… ", False))
    if start + len(shown) < len(found):
        parts.append((" …", False))
    return parts


def _is_match(word: str, words: Wanted) -> bool:
    folded = fold(word)
    return any(stem in folded for parts in words for stem in parts)


def _parts(shown: Sequence[str], words: Wanted) -> Iterator[Part]:
    """Yield the words with the blanks between them; what stands around a match isn't marked."""
    for place, word in enumerate(shown):
        if place:
            yield (" ", False)
        is_match = _is_match(word, words)
        if len(word) > _LONGEST:
            word = word[:_LONGEST] + "…"
        core = word.strip(_EDGES) if is_match else ""
        before, _, after = word.partition(core) if core else (word, "", "")
        yield (before, is_match and not core)
        yield (core, True)
        yield (after, False)


def _joined(parts: Iterator[Part]) -> list[Part]:
    """Return the parts without empty ones, neighbours of the same kind made one."""
    joined: list[Part] = []
    for text, is_match in parts:
        if joined and joined[-1][1] == is_match:
            joined[-1] = (joined[-1][0] + text, is_match)
        elif text:
            joined.append((text, is_match))
    return joined
