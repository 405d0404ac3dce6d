"""Registering decisions and putting them on agendas."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from eva.domain.errors import Invalid
from eva.domain.permissions import Actor, Permission, require
from eva.models import AgendaItem, Body, Decision, Meeting
from eva.queries import decisions
from eva.services import audit_trail, history, records, search_index

FIELDS = history.FIELDS[Decision]
"""What is told of a decision at its registering and edited after."""


def register(
    session: Session, actor: Actor, values: Mapping[str, Any], body_id: int | None
) -> Decision:
    """Register a decision that the actor prepares.

    Raises:
        NotPermitted: the actor registers no decisions.
        Invalid: the register number is taken.
    """
    require(actor, Permission.DECISION_REGISTER)
    _expect_free(session, values["register_number"])
    decision = Decision(
        **{key: values.get(key) for key in FIELDS},
        preparer_id=actor.actor_id,
        body_id=body_id,
        language=values.get("language") or "fi",
    )
    records.index(decision)
    session.add(decision)
    audit_trail.record(session, actor, "decision:registered", "decision", _id(session, decision))
    search_index.index_decision(session, decision.id)
    return decision


def edit(
    session: Session,
    actor: Actor,
    decision_id: int,
    version: int | None,
    values: Mapping[str, Any],
) -> Decision:
    """Change what is told of the decision.

    Raises:
        NotFound, NotPermitted, StaleVersion.
        Invalid: the register number is another decision's.
    """
    decision = decisions.get(session, decision_id)
    require(actor, Permission.DECISION_EDIT, decision)
    records.expect(decision, version)
    if values["register_number"] != decision.register_number:
        _expect_free(session, values["register_number"])
    told = {key: values[key] for key in FIELDS if key in values}
    if records.changed(session, decision, told):
        records.index(decision)
        records.touch(session, actor, decision, "decision:edited", decision)
    return decision


def _id(session: Session, decision: Decision) -> int:
    session.flush()
    return decision.id


def _expect_free(session: Session, register_number: str) -> None:
    records.reserve(session, register_number)
    found = session.execute(
        select(Decision.id).where(Decision.register_number == register_number)
    ).scalar_one_or_none()
    if found is not None:
        raise Invalid({"register_number": "Diaarinumero on jo käytössä toisella asialla."})


def body_named(session: Session, name: str) -> Body:
    """Return the body with the name, new if there was none."""
    statement = select(Body).where(Body.name == name)
    return records.the_only(session, f"body {name}", statement, lambda: Body(name=name))


def meeting_of(session: Session, body_id: int, held_on: date) -> Meeting:
    """Return the meeting of the body on the day, new if there was none."""
    statement = select(Meeting).where(Meeting.body_id == body_id, Meeting.held_on == held_on)
    return records.the_only(
        session,
        f"meeting {body_id} {held_on}",
        statement,
        lambda: Meeting(body_id=body_id, held_on=held_on),
    )


def put_on_agenda(
    session: Session,
    actor: Actor,
    decision_id: int,
    body_id: int,
    held_on: date,
    section: str | None,
) -> AgendaItem:
    """Put the decision on the agenda of a body's meeting.

    Raises:
        NotFound, NotPermitted.
        Invalid: it's on that agenda already.
    """
    decision = decisions.get(session, decision_id)
    require(actor, Permission.DECISION_EDIT, decision)
    meeting = meeting_of(session, body_id, held_on)
    if any(item.meeting_id == meeting.id for item in decision.agenda_items):
        raise Invalid({"held_on": "Asia on jo tämän kokouksen esityslistalla."})
    item = AgendaItem(
        decision=decision,
        meeting=meeting,
        section=section or None,
        position=records.next_position(decision.agenda_items),
    )
    session.add(item)
    session.flush()
    records.touch(session, actor, decision, "agenda_item:added", item, meeting=meeting.id)
    return item


def edit_agenda_item(
    session: Session,
    actor: Actor,
    item_id: int,
    version: int | None,
    section: str | None,
    attachment: str | None,
) -> AgendaItem:
    """Set the numbers of the section and of the attachment.

    Raises:
        NotFound, NotPermitted, StaleVersion.
    """
    item: AgendaItem = records.part(session, AgendaItem, item_id)
    require(actor, Permission.DOCUMENT_APPEND, item.decision)
    records.expect(item, version)
    is_section_new = item.section != (section or None)
    if records.changed(
        session, item, {"section": section or None, "attachment": attachment or None}
    ):
        if is_section_new:
            records.touch(session, actor, item.decision, "agenda_item:edited", item)
        else:
            audit_trail.record(session, actor, "agenda_item:edited", "agenda_item", item.id)
    return item


def take_off_agenda(session: Session, actor: Actor, item_id: int) -> Decision:
    """Take the decision off the agenda of a meeting.

    Raises:
        NotFound, NotPermitted.
    """
    item: AgendaItem = records.part(session, AgendaItem, item_id)
    decision = item.decision
    require(actor, Permission.DECISION_EDIT, decision)
    session.delete(item)
    session.flush()
    session.expire(decision, ["agenda_items"])
    records.touch(session, actor, decision, "agenda_item:removed", item)
    return decision
