"""Publishing Word templates: checked and compiled once, kept with what they were compiled to."""

import hashlib
from collections.abc import Iterable
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from eva.domain.errors import DocumentRefused
from eva.domain.permissions import Actor
from eva.models import DocumentTemplate
from eva.services import audit_trail

KINDS = ("assessment", "screening", "agenda_item")
LANGUAGES = ("fi", "sv", "en")


def publish(session: Session, actor: Actor, folders: Iterable[Path]) -> list[DocumentTemplate]:
    """Publish the templates in the folders, the installation's own in front; return the new ones.

    Raises:
        TemplateRefused: a template can't be taken.
    """
    places = list(folders)
    new = []
    for kind in KINDS:
        for language in LANGUAGES:
            name = f"{kind}.{language}.docx"
            file = next((place / name for place in places if (place / name).exists()), None)
            if file is not None:
                new += _publish(session, actor, kind, language, file.read_bytes())
    return new


def _publish(
    session: Session, actor: Actor, kind: str, language: str, content: bytes
) -> list[DocumentTemplate]:
    from eva.documents import compiler

    sha256 = hashlib.sha256(content).hexdigest()
    newest_one = _newest(session, kind, language)
    if newest_one is not None and newest_one.sha256 == sha256:
        return []
    template = DocumentTemplate(
        kind=kind,
        language=language,
        sha256=sha256,
        content=content,
        compiled=compiler.compile_safely(content),
    )
    session.add(template)
    audit_trail.record(
        session,
        actor,
        "document_template:published",
        "document_template",
        None,
        kind=kind,
        language=language,
        sha256=sha256,
    )
    return [template]


def _newest(session: Session, kind: str, language: str) -> DocumentTemplate | None:
    statement = (
        select(DocumentTemplate)
        .where(DocumentTemplate.kind == kind, DocumentTemplate.language == language)
        .order_by(DocumentTemplate.id.desc())
        .limit(1)
    )
    return session.execute(statement).scalar_one_or_none()


def newest(session: Session, kind: str, language: str) -> DocumentTemplate:
    """Return the template in force.

    Raises:
        DocumentRefused: none is published.
    """
    template = _newest(session, kind, language)
    if template is None:
        raise DocumentRefused("no_template")
    return template
