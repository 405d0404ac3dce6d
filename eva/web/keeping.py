"""Forms that lose nothing: opened with the person's own draft, saved once, kept when it fails."""

import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from flask import current_app, g, request
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict

from eva.database import get_session, transaction
from eva.domain.errors import EvaError
from eva.models import Draft
from eva.services import drafts, records, submissions
from eva.services.drafts import Typed
from eva.web.form_keys import own_page, owner_of, posted_key
from eva.web.person import me

_OUTSIDE = frozenset({"csrf_token", "form_key", "form_page", "draft_from"})
_NOT_KEPT = _OUTSIDE | {"password", "old_password", "action"}


def opened(form_class: Callable[..., Any], place: str = "", **options: Any) -> Any:
    """Return the form as the person left it: with the newest draft of it, else as told.

    `place` is the address that the form is sent to, where it isn't the page's own. Other drafts of
    the same form, from other windows, are named in `form.other_drafts`.
    """
    found = drafts.at_place(get_session(), me().id, place or request.path)
    if not found:
        return form_class(**{"formdata": None, **options})
    form = form_class(**{**options, "formdata": fields_of(found[0])})
    form.draft, form.other_drafts = found[0], found[1:]
    return form


def fields_of(draft: Draft) -> MultiDict[str, str]:
    """Return the draft's fields as a form that was posted."""
    return MultiDict((name, value) for name, value in draft.fields)


@contextmanager
def saving(target: str = "", by_key: bool = False) -> Iterator[Session]:
    """Yield a session to write what the posted form asks, once; its draft goes with it.

    `target` is where the person is sent after it. With `by_key` a form opened anew may bring the
    same again; without it the same fields never make two.

    Raises:
        Repeated: the form was taken before.
    """
    key = posted_key()
    decision_id = (request.view_args or {}).get("decision_id")
    with transaction() as session:
        if decision_id is not None:
            records.hold(session, decision_id)
        mark = _fingerprint(key if by_key else "")
        g.submission = submissions.take(session, me().id, mark, key, target[:300])
        yield session
        drafts.discard(session, me().id, key)
        drafts.leave(session, me().id, continued())


def arrive(target: str) -> str:
    """Note, inside `saving`, where the person is sent; return the address."""
    g.submission.target = target[:300]
    return target


def _fingerprint(key: str) -> str:
    fields = [item for item in request.form.items(multi=True) if item[0] not in _OUTSIDE]
    fields.append(("form_key", key))
    for name, file in request.files.items(multi=True):
        content = file.stream.read()
        file.stream.seek(0)
        fields.append((name, f"{file.filename}:{hashlib.sha256(content).hexdigest()}"))
    return submissions.fingerprint(request.path, fields)


def posted(number: int | None = None, place: str = "", title: str = "") -> Typed | None:
    """Return what was typed into the posted form, None if it isn't a form that is kept."""
    key, page = posted_key(), own_page(request.form.get("form_page", ""))
    if not key or not page:
        return None
    fields = [
        (name, value)
        for name, value in request.form.items(multi=True)
        if name not in _NOT_KEPT and not name.startswith("draft_")
    ]
    return Typed(place or request.path, page, title, key, fields, number, continued())


def continued() -> str:
    """Return the mark of the draft that the posted form went on from, "" for none."""
    return request.form.get("draft_from", "")[:80]


def keep_posted() -> Draft | None:
    """Keep what was posted as a draft of whoever opened the form, when it couldn't be saved.

    Where the session has ended it's kept for the person whose form it was. Where the database
    can't be written, None: the page shows the text anyway.
    """
    if request.method != "POST":
        return None
    typed = posted()
    person = g.get("person")
    owner = person.id if person is not None else owner_of(typed.form_key) if typed else None
    if typed is None or owner is None:
        return None
    try:
        with transaction() as session:
            draft = drafts.keep(session, owner, typed)
            if draft not in session:
                return None
            session.flush()
            session.refresh(draft)
            session.expunge(draft)
        return draft
    except (SQLAlchemyError, EvaError):
        current_app.logger.warning("a form could not be kept as a draft")
        return None
