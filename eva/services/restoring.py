"""Restoring what a part of a record said: one answer, a whole version, or what was removed.

Nothing is taken out of the history: a restored text is a new version like any other.
"""

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy.orm import Session

from eva.domain.errors import Invalid, NotFound, StaleVersion
from eva.domain.permissions import Actor
from eva.models import (
    AgendaItem,
    Alternative,
    Assessment,
    Decision,
    Effect,
    FollowUp,
    MeasureLink,
    Participation,
    RowVersion,
    Screening,
)
from eva.queries import decisions as reading
from eva.services import assessments, decisions, effects, hearings, history, links, screenings
from eva.services.screenings import Chosen

Values = Mapping[str, Any]


def restore(
    session: Session,
    actor: Actor,
    decision_id: int,
    version_id: int,
    revision: int,
    field: str = "",
) -> None:
    """Let a part say again what it said at a version: all of it, or one field.

    Raises:
        NotFound: there's no such version of the record, or it can't be restored any more.
        NotPermitted: the actor may not change the part.
        StaleVersion: the record was changed after the page was opened.
        Invalid: it can't be as it was, because something it belonged to is gone.
    """
    decision = reading.get(session, decision_id)
    if decision.revision != revision:
        raise StaleVersion("Decision")
    kept = session.get(RowVersion, version_id) if version_id < 2**31 else None
    if kept is None or kept.decision_id != decision_id or kept.kind not in history.KINDS:
        raise NotFound(version_id)
    kind = history.KINDS[kept.kind]
    values = history.values_of(kind, kept.said)
    row: Any = session.get(kind, kept.row_id)
    if row is None:
        if field:
            raise NotFound(version_id)
        _add(session, actor, decision_id, kind, values)
        return
    if field:
        if field not in values:
            raise NotFound(field)
        values = {**history.values_of(kind, history.said(row)), field: values[field]}
    _change(session, actor, decision, row, values)


def _change(session: Session, actor: Actor, decision: Decision, row: Any, values: Values) -> None:
    number, version = decision.id, row.version
    if isinstance(row, Decision):
        decisions.edit(session, actor, number, version, values)
    elif isinstance(row, Assessment):
        assessments.write(session, actor, number, version, values)
    elif isinstance(row, Screening):
        chosen = Chosen(*(values[key] for key in ("depth", "reason_code", "reason", "refers_to")))
        questions = row.question_set_version
        screenings.screen(session, actor, number, questions, values["answers"], chosen, version)
    elif isinstance(row, AgendaItem):
        numbers = values["section"], values["attachment"]
        decisions.edit_agenda_item(session, actor, row.id, version, *numbers)
    else:
        _change_part(session, actor, number, row, values)


def _change_part(session: Session, actor: Actor, number: int, row: Any, values: Values) -> None:
    if isinstance(row, Participation | FollowUp):
        hearings.change(session, actor, number, type(row), row.id, row.version, values)
        return
    change: Callable[..., Any] = {
        Alternative: assessments.edit_alternative,
        Effect: effects.change,
        MeasureLink: links.change,
    }[type(row)]
    _expect_whole(session, values)
    change(session, actor, number, row.id, row.version, values)


def _add(
    session: Session, actor: Actor, number: int, kind: type[Any], values: Mapping[str, Any]
) -> None:
    if kind in (Participation, FollowUp):
        hearings.add(session, actor, number, kind, values)
    elif kind is Alternative:
        told = {**values, "is_zero": values["code"] == "VE0"}
        assessments.add_alternative(session, actor, number, told)
    elif kind is Effect:
        _expect_whole(session, values)
        effects.add(session, actor, number, values)
    elif kind is MeasureLink:
        _expect_whole(session, values)
        links.add(session, actor, number, values)
    else:
        raise NotFound(number)


def _expect_whole(session: Session, values: Values) -> None:
    """Refuse what belonged to an alternative that has been removed."""
    alternative_id = values.get("alternative_id")
    if alternative_id is not None and session.get(Alternative, alternative_id) is None:
        raise Invalid(
            {"": "Tätä ei voi palauttaa, koska vaihtoehto, johon se kuului, on poistettu."}
        )
