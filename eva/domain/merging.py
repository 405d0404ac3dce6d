"""Two people wrote in the same form: what each changed is kept, and what both changed is asked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

Values = Mapping[str, Sequence[str]]
"""The fields of a form by name, as a browser sends them: any number of texts each."""


@dataclass(frozen=True)
class Merged:
    """What became of two forms that began from the same one."""

    values: dict[str, list[str]]
    """The fields with both people's changes; where both changed one, the person's own."""
    conflicts: tuple[str, ...]
    """The fields that both changed, each to something else."""
    taken: tuple[str, ...]
    """The fields that only the other had changed."""


def merge(base: Values | None, mine: Values, theirs: Values) -> Merged:
    """Return the two forms as one.

    Without a base, because nobody wrote down what the form said when it was opened, every field
    that differs is a conflict: better asked once too often than lost.
    """
    values: dict[str, list[str]] = {}
    conflicts, taken = [], []
    for name, own in mine.items():
        there = list(theirs.get(name, ()))
        begun = None if base is None else list(base.get(name, ()))
        values[name] = list(own)
        if list(own) == there or begun == there:
            continue
        if begun == list(own):
            values[name] = there
            taken.append(name)
        else:
            conflicts.append(name)
    return Merged(values, tuple(conflicts), tuple(taken))
