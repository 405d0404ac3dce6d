"""Forms are taken once: the same form sent again makes nothing twice.

What was sent is told by its fingerprint, which holds the state of the record that the page showed.
So a double click, a reload, a retry and the same text sent from two windows are one, while the same
text written again after the record has changed is a new one.
"""

import hashlib
import json
from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from eva.domain.errors import Repeated
from eva.models import Submission


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
    statement = select(Submission).where(
        Submission.user_id == user_id, Submission.fingerprint == mark
    )
    known = session.execute(statement).scalar_one_or_none()
    if known is not None:
        raise Repeated(known.target)
    taken = Submission(user_id=user_id, fingerprint=mark, form_key=form_key, target=target)
    try:
        with session.begin_nested():
            session.add(taken)
    except IntegrityError:
        known = session.execute(statement).scalar_one_or_none()
        raise Repeated(known.target if known else "") from None
    return taken


def is_taken(session: Session, user_id: int, form_key: str) -> bool:
    """Tell whether the opened form has been taken."""
    statement = select(Submission.id).where(
        Submission.user_id == user_id, Submission.form_key == form_key
    )
    return bool(form_key) and session.execute(statement.limit(1)).first() is not None
