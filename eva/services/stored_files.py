"""Bytes under their SHA-256: kept once, never changed, one backup holds all."""

import hashlib

from sqlalchemy import select
from sqlalchemy.orm import Session

from eva.domain.errors import NotFound
from eva.domain.permissions import Actor
from eva.models import Decision, StoredFile, Upload
from eva.services import audit_trail, records


def keep(session: Session, content: bytes) -> StoredFile:
    """Return the stored file of the bytes, new if there was none."""
    sha256 = hashlib.sha256(content).hexdigest()
    statement = select(StoredFile).where(StoredFile.sha256 == sha256)
    return records.the_only(
        session,
        f"file {sha256}",
        statement,
        lambda: StoredFile(sha256=sha256, content=content, size=len(content)),
    )


def content_of(stored: StoredFile) -> bytes:
    """Return the bytes of a stored file.

    Raises:
        NotFound: the bytes aren't those that were stored, so they must not be given out.
    """
    if hashlib.sha256(stored.content).hexdigest() != stored.sha256:
        raise NotFound(stored.sha256)
    return stored.content


def keep_upload(
    session: Session, actor: Actor, decision: Decision, file_name: str, content: bytes
) -> Upload:
    """Keep a file that somebody gave for the decision."""
    upload = Upload(
        decision_id=decision.id,
        file_id=keep(session, content).id,
        file_name=file_name[:200],
        uploaded_by_id=actor.actor_id,
    )
    session.add(upload)
    audit_trail.record(session, actor, "upload:kept", "decision", decision.id)
    return upload


def keep_case(session: Session, actor: Actor, decision: Decision, text: str) -> Upload:
    """Keep the record as it was before a case file replaced it."""
    name = f"{decision.register_number}-r{decision.revision}.json"
    return keep_upload(session, actor, decision, name, text.encode())
