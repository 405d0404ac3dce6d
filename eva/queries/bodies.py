"""The municipality's bodies."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from eva.domain.alphabet import sort_key
from eva.domain.errors import NotFound
from eva.models import Body


def all_(session: Session) -> list[Body]:
    """Return the bodies by name."""
    return sorted(session.scalars(select(Body)), key=lambda body: sort_key(body.name))


def get(session: Session, body_id: int) -> Body:
    """Return the body.

    Raises:
        NotFound: there is no such body.
    """
    body = session.get(Body, body_id) if body_id < 2**31 else None
    if body is None:
        raise NotFound(body_id)
    return body
