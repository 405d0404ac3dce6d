"""Published question sets, read once a process and version, since they never change."""

import json
from functools import lru_cache
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from eva.domain.errors import NotFound
from eva.domain.question_set import AssessmentSet, ScreeningSet, ViewSet, view_set
from eva.models import QuestionSetVersion


def newest(session: Session, kind: str) -> QuestionSetVersion:
    """Return the newest published version of the kind.

    Raises:
        NotFound: no version of the kind is published.
    """
    statement = select(QuestionSetVersion).where(QuestionSetVersion.kind == kind)
    versions = session.scalars(statement).all()
    if not versions:
        raise NotFound(kind)
    return max(versions, key=lambda item: tuple(int(part) for part in item.number.split("-")))


def find(session: Session, name: str) -> QuestionSetVersion | None:
    """Return the version with the name, such as screening/2026-1, or None."""
    kind, _, number = name.partition("/")
    statement = select(QuestionSetVersion).where(
        QuestionSetVersion.kind == kind, QuestionSetVersion.number == number
    )
    return session.execute(statement).scalar_one_or_none()


def screening_set(version: QuestionSetVersion) -> ScreeningSet:
    """Return the screening that the version holds."""
    return _screening_set(version.sha256, version.content)


def assessment_set(version: QuestionSetVersion) -> AssessmentSet:
    """Return the assessment's questions that the version holds."""
    return _assessment_set(version.sha256, version.content)


def view(version: QuestionSetVersion) -> ViewSet:
    """Return the view (children, business) that the version holds."""
    content: dict[str, Any] = json.loads(version.content)
    return view_set(content)


@lru_cache(maxsize=16)
def _screening_set(sha256: str, content: str) -> ScreeningSet:
    return ScreeningSet(json.loads(content))


@lru_cache(maxsize=16)
def _assessment_set(sha256: str, content: str) -> AssessmentSet:
    return AssessmentSet(json.loads(content))
