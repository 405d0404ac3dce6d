"""The participation log and the follow-up: lists of an assessment that grow line by line."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from eva.domain.permissions import Actor
from eva.models import FollowUp, Participation
from eva.services import history, records
from eva.services.assessments import of_decision

Line = Participation | FollowUp
_LIST: Mapping[type[Line], str] = {Participation: "participation", FollowUp: "follow_up"}


def add(
    session: Session, actor: Actor, decision_id: int, kind: type[Line], values: Mapping[str, Any]
) -> Line:
    """Add a line to the participation log or to the follow-up.

    Raises:
        NotFound, NotPermitted.
    """
    assessment = of_decision(session, actor, decision_id)
    line: Line = kind(
        assessment=assessment,
        position=records.next_position(getattr(assessment, _LIST[kind])),
        **{key: values.get(key) for key in history.FIELDS[kind]},
    )
    session.add(line)
    records.touch(session, actor, assessment.decision, f"{_LIST[kind]}:added", line)
    return line


def change(
    session: Session,
    actor: Actor,
    decision_id: int,
    kind: type[Line],
    line_id: int,
    version: int | None,
    values: Mapping[str, Any],
) -> Line:
    """Change a line.

    Raises:
        NotFound, NotPermitted, StaleVersion.
    """
    assessment = of_decision(session, actor, decision_id)
    line: Line = records.part(session, kind, line_id, assessment_id=assessment.id)
    records.expect(line, version)
    if records.changed(session, line, {key: values.get(key) for key in history.FIELDS[kind]}):
        records.touch(session, actor, assessment.decision, f"{_LIST[kind]}:changed", line)
    return line


def remove(
    session: Session, actor: Actor, decision_id: int, kind: type[Line], line_id: int
) -> None:
    """Remove a line.

    Raises:
        NotFound, NotPermitted.
    """
    assessment = of_decision(session, actor, decision_id)
    line: Line = records.part(session, kind, line_id, assessment_id=assessment.id)
    session.delete(line)
    session.flush()
    session.expire(assessment, [_LIST[kind]])
    records.touch(session, actor, assessment.decision, f"{_LIST[kind]}:removed", line)
