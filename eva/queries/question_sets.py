"""Published question sets, read once a process and version, since they never change."""

import json

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
    """Return the screening that the version holds; its content is read once a process."""
    if version.sha256 not in _screenings:
        _screenings[version.sha256] = ScreeningSet(json.loads(version.content))
    return _screenings[version.sha256]


def assessment_set(version: QuestionSetVersion) -> AssessmentSet:
    """Return the assessment's questions that the version holds; read once a process."""
    if version.sha256 not in _assessments:
        _assessments[version.sha256] = AssessmentSet(json.loads(version.content))
    return _assessments[version.sha256]


def view(version: QuestionSetVersion) -> ViewSet:
    """Return the view (children, business) that the version holds; read once a process."""
    if version.sha256 not in _views:
        _views[version.sha256] = view_set(json.loads(version.content))
    return _views[version.sha256]


_screenings: dict[str, ScreeningSet] = {}
_assessments: dict[str, AssessmentSet] = {}
_views: dict[str, ViewSet] = {}
