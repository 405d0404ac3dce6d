"""Issued documents of a decision."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from eva.domain.errors import NotFound
from eva.models import Decision, IssuedDocument, Upload
from eva.queries import decisions


def of_decision(session: Session, decision_id: int) -> list[IssuedDocument]:
    """Return the documents of the decision, newest first."""
    statement = (
        select(IssuedDocument)
        .where(IssuedDocument.decision_id == decision_id)
        .order_by(IssuedDocument.number.desc())
        .options(joinedload(IssuedDocument.file))
    )
    return list(session.scalars(statement))


def uploads_of(session: Session, decision_id: int) -> list[Upload]:
    """Return the files given for the decision, newest first."""
    statement = select(Upload).where(Upload.decision_id == decision_id).order_by(Upload.id.desc())
    return list(session.scalars(statement))


def upload(session: Session, decision_id: int, upload_id: int) -> Upload:
    """Return the file given for the decision, with its bytes' row.

    Raises:
        NotFound: there is no such file, or it was given for another decision.
    """
    statement = (
        select(Upload)
        .where(Upload.id == upload_id, Upload.decision_id == decision_id)
        .options(joinedload(Upload.file))
    )
    found = session.execute(statement).scalar_one_or_none() if upload_id < 2**31 else None
    if found is None:
        raise NotFound(upload_id)
    return found


def get(session: Session, document_id: int) -> IssuedDocument:
    """Return the document with its decision and file.

    Raises:
        NotFound: there is no such document.
    """
    statement = (
        select(IssuedDocument)
        .where(IssuedDocument.id == document_id)
        .options(joinedload(IssuedDocument.file), joinedload(IssuedDocument.decision))
    )
    found = session.execute(statement).scalar_one_or_none() if document_id < 2**31 else None
    if found is None:
        raise NotFound(document_id)
    return found


def state_of(decision: Decision, issued: Sequence[IssuedDocument]) -> str:
    """Return the decision's state, as lists and agendas show it."""
    revisions = [item.revision for item in issued if item.kind == "assessment"]
    depth = decision.screening.depth if decision.screening else None
    return decisions.state_of(depth, decision.revision, max(revisions, default=None))


def newest_of(
    session: Session, decision_ids: Sequence[int]
) -> dict[int, dict[str, IssuedDocument]]:
    """Return the newest public document of each kind, by decision."""
    statement = (
        select(IssuedDocument)
        .where(IssuedDocument.decision_id.in_(decision_ids), IssuedDocument.is_secret.is_(False))
        .order_by(IssuedDocument.number)
    )
    found: dict[int, dict[str, IssuedDocument]] = {}
    for document in session.scalars(statement):
        found.setdefault(document.decision_id, {})[document.kind] = document
    return found
