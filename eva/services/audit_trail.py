"""The audit trail is written in the same transaction as the change, or the change fails."""

import hashlib
import json
from contextlib import closing
from typing import Any

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from eva.domain.permissions import Actor
from eva.models import AuditEvent
from eva.models.base import now
from eva.services import history

FIRST = "0" * 64
"""What stands before the first event of the chain."""
_LOCK = 0x455641
"""The number of PostgreSQL's advisory lock; SQLite has one writer anyway."""


def record(
    session: Session,
    actor: Actor,
    action: str,
    object_type: str,
    object_id: int | None,
    result: str = "ok",
    **detail: Any,
) -> AuditEvent:
    """Add an event to the trail: ids, codes and hashes in `detail`, never texts.

    The versions of the parts that changed, with their texts, are written with it.
    """
    session.flush()
    history.write(session, actor.actor_id)
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SELECT pg_advisory_xact_lock(:number)"), {"number": _LOCK})
    newest = select(AuditEvent.hash).order_by(AuditEvent.id.desc()).limit(1)
    previous = session.execute(newest).scalar_one_or_none() or FIRST
    event = AuditEvent(
        at=now(),
        actor_id=actor.actor_id,
        action=action,
        object_type=object_type,
        object_id=object_id,
        result=result,
        detail=detail,
        previous_hash=previous,
    )
    event.hash = digest(event)
    session.add(event)
    session.flush()
    return event


def digest(event: AuditEvent) -> str:
    """Return the SHA-256 that binds an event to all before it."""
    said = [
        event.previous_hash,
        event.at.isoformat(),
        event.actor_id,
        event.action,
        event.object_type,
        event.object_id,
        event.result,
        event.detail,
    ]
    canonical = json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def first_broken(session: Session) -> int | None:
    """Return the number of the first event that doesn't fit the chain, or None if all do."""
    previous = FIRST
    statement = select(AuditEvent).order_by(AuditEvent.id).execution_options(yield_per=1000)
    with closing(session.scalars(statement)) as events:
        for event in events:
            if event.previous_hash != previous or event.hash != digest(event):
                return event.id
            previous = event.hash
    return None
