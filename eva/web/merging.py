"""Saving a form of a row that somebody else may have saved meanwhile.

What each of two people changed is kept; what both changed is shown side by side and asked. The page
that asks is a form of the same address with the newest version in it, so it's as safe as the first.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import flash, g, redirect, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict

from eva.database import get_session
from eva.domain.errors import NotFound, StaleVersion
from eva.domain.merging import Merged, Values, merge
from eva.models import Base, User
from eva.services import history
from eva.web.context import say
from eva.web.forms.fields import EvaForm, raw_values, shown_values
from eva.web.keeping import saving
from eva.web.person import me

_APART = frozenset({"version"})

Filled = Callable[[Mapping[str, Any]], EvaForm]
"""Makes the form that shows what a row says, from the values by field."""
Write = Callable[[Session, Any], None]
"""Writes the form."""


@dataclass(frozen=True)
class Conflict:
    """A field that two people changed, each to something else."""

    name: str
    label: str
    is_text: bool
    mine: Sequence[str]
    theirs: Sequence[str]
    mine_shown: str
    theirs_shown: str


@dataclass(frozen=True)
class Other:
    """Who saved the row last, and when."""

    name: str
    title: str
    saved_at: datetime | None
    version: int
    is_me: bool
    """Whether it was the person's own other window."""


class _Asks(Exception):
    """What both changed has to be asked; nothing is written."""

    def __init__(self, conflicts: Sequence[Conflict], merged: Merged, other: Other) -> None:
        """Keep what the page shows."""
        super().__init__()
        self.shown = conflicts, merged, other


def keep(
    form: EvaForm, row: tuple[type[Base], int], filled: Filled, write: Write, target: str
) -> ResponseReturnValue:
    """Save the posted form of a row and go to the target, or ask about what two people changed.

    Raises:
        NotFound: the row has been removed.
    """
    try:
        with saving(target) as session:
            try:
                write(session, form)
            except StaleVersion:
                # Nothing was changed yet, and nobody else can save before this transaction ends.
                other, merged = _join(form, row, filled)
                write(session, form)
                _tell(other, merged)
    except _Asks as asks:
        return page(*asks.shown)
    return redirect(target, 303)


def _join(form: EvaForm, row: tuple[type[Base], int], filled: Filled) -> tuple[Other, Merged]:
    """Fill the form with what both people changed; return who the other was, and what was joined.

    Raises:
        NotFound: the row has been removed.
        _Asks: both changed the same field, or what they changed doesn't fit together.
    """
    other, merged, theirs = _meet(form, row, filled)
    if merged.conflicts:
        raise _Asks(_conflicts(form, theirs, merged), merged, other)
    form.process(MultiDict(pairs({**merged.values, "version": [str(other.version)]})))
    if not form.validate():
        raise _Asks([], merged, other)
    return other, merged


def _meet(
    form: EvaForm, row: tuple[type[Base], int], filled: Filled
) -> tuple[Other, Merged, EvaForm]:
    """Return who saved the row last, both forms as one, and the form as the other left it."""
    found, base = both(row, form["version"].data)
    begun = None if base is None else _quietly(filled, base)
    theirs = _quietly(filled, history.values_of(row[0], history.said(found)))
    merged = merge(None if begun is None else _values(begun), _values(form), _values(theirs))
    return other_of(row, found.version), merged, theirs


def both(row: tuple[type[Base], int], version: int) -> tuple[Any, Mapping[str, Any] | None]:
    """Return the row as it is, and the values that it had at the version, None if unknown.

    Raises:
        NotFound: the row has been removed.
    """
    session = get_session()
    session.rollback()
    kind, number = row
    found = session.get(kind, number)
    if found is None:
        raise NotFound(number)
    begun = history.at(session, kind, number, version)
    return found, None if begun is None else history.values_of(kind, begun.said)


def other_of(row: tuple[type[Base], int], version: int) -> Other:
    """Return who saved the row last, and when."""
    session = get_session()
    last = history.newest(session, *row)
    user = session.get(User, last.saved_by_id) if last and last.saved_by_id else None
    return Other(
        user.name if user else "",
        user.title if user else "",
        last.saved_at if last else None,
        version,
        user is not None and user.id == me().id,
    )


def _quietly(filled: Filled, values: Mapping[str, Any]) -> EvaForm:
    """Return the form; the form that was posted stays the one that error pages show."""
    posted = g.get("form")
    form = filled(values)
    g.form = posted
    return form


def _values(form: EvaForm) -> Values:
    return {field.name: raw_values(field) for field in form if field.name not in _APART}


def _conflicts(form: EvaForm, theirs: EvaForm, merged: Merged) -> list[Conflict]:
    return [
        Conflict(
            name,
            str(form[name].label.text),
            form[name].widget.__class__.__name__ in ("TextInput", "TextArea"),
            raw_values(form[name]),
            raw_values(theirs[name]),
            shown_values(form[name]),
            shown_values(theirs[name]),
        )
        for name in merged.conflicts
    ]


def pairs(values: Values) -> list[tuple[str, str]]:
    """Return the fields as pairs of name and text."""
    return [(name, text) for name, texts in values.items() for text in texts]


def page(conflicts: Sequence[Conflict], merged: Merged, other: Other) -> ResponseReturnValue:
    """Return the page that shows both texts of each field in conflict."""
    from eva.web.keeping import keep_posted

    keep_posted()
    asked = {conflict.name for conflict in conflicts}
    known = {name: texts for name, texts in merged.values.items() if name not in asked}
    posted = {
        name: request.form.getlist(name)
        for name in request.form
        if name not in merged.values and name not in ("csrf_token", "version", "revision")
    }
    rest = {
        name: texts
        for name, texts in {**posted, **known}.items()
        if not name.startswith(("take.", "theirs."))
    }
    return (
        render_template(
            "merging/show.html",
            conflicts=conflicts,
            rest=pairs(rest),
            other=other,
            taken=len(merged.taken),
        ),
        409,
    )


def _tell(other: Other, merged: Merged) -> None:
    if merged.taken:
        name = other.name or say("Joku muu")
        flash(
            say("%(name)s oli tallentanut samaan aikaan. Muutoksenne yhdistettiin.", name=name),
            "success",
        )
