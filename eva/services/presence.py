"""Who has a page of a record open: a quiet note, before two texts meet."""

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import func, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from eva.models import Presence, User
from eva.services.sessions import NOW

LASTS = timedelta(seconds=75)
"""How long somebody counts as there after the page was last heard of; it tells every 30 seconds."""


def note(session: Session, user_id: int, place: str) -> None:
    """Keep that the person has the page open."""
    seen = {"seen_at": func.current_timestamp()}
    own = update(Presence).where(Presence.user_id == user_id, Presence.place == place)
    if session.execute(own.values(**seen)).rowcount:  # type: ignore[attr-defined]
        return
    try:
        with session.begin_nested():
            session.add(Presence(user_id=user_id, place=place, **seen))
    except IntegrityError:
        session.execute(own.values(**seen))


def others(session: Session, user_id: int, place: str) -> Sequence[str]:
    """Return who else has the page open, as name and title."""
    moment = session.execute(select(NOW)).scalar_one()
    statement = (
        select(User.name, User.title)
        .join(Presence, Presence.user_id == User.id)
        .where(Presence.place == place, User.id != user_id, Presence.seen_at > moment - LASTS)
        .order_by(Presence.id)
        .limit(10)
    )
    return [", ".join(filter(None, row)) for row in session.execute(statement)]
