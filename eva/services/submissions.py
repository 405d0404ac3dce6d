"""Forms are taken once: the same form sent again makes nothing twice.

What was sent is told by its fingerprint, which holds the state of the record that the page showed.
So a double click, a reload, a retry and the same text sent from two windows are one, while the same
text written again after the record has changed is a new one.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from eva.domain.errors import Repeated
from eva.models import Submission

_INSERTS: Mapping[str, Any] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}


def fingerprint(place: str, fields: Iterable[tuple[str, str]]) -> str:
    """Return the SHA-256 of an address and the fields that were sent to it, in any order."""
    said = json.dumps([place, sorted(fields)], ensure_ascii=True)
    return hashlib.sha256(said.encode()).hexdigest()


def take(
    session: Session, user_id: int, mark: str, form_key: str = "", target: str = ""
) -> Submission:
    """Take the form, or tell that it has been taken; a form under way is waited for.

    Raises:
        Repeated: it was taken before; it tells where the person was sent then.
    """
    insert = _INSERTS[session.get_bind().dialect.name](Submission).values(
        user_id=user_id, fingerprint=mark, form_key=form_key, target=target
    )
    taken: Submission | None = session.scalars(
        insert.on_conflict_do_nothing().returning(Submission)
    ).one_or_none()
    if taken is None:
        known = select(Submission.target).where(
            Submission.user_id == user_id, Submission.fingerprint == mark
        )
        raise Repeated(session.scalars(known).one_or_none() or "")
    return taken


def is_taken(session: Session, user_id: int, form_key: str) -> bool:
    """Tell whether the opened form has been taken."""
    statement = select(Submission.id).where(
        Submission.user_id == user_id, Submission.form_key == form_key
    )
    return bool(form_key) and session.execute(statement.limit(1)).first() is not None
