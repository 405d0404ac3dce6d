"""Links from an assessment to the measures of the strategic programmes."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from eva.domain.errors import Invalid
from eva.domain.permissions import Actor
from eva.models import Alternative, MeasureLink, ProgrammeItem
from eva.services import records
from eva.services.assessments import of_decision


def add(session: Session, actor: Actor, decision_id: int, values: Mapping[str, Any]) -> MeasureLink:
    """Link the decision, or one of its alternatives, to a focus area, measure or action.

    Raises:
        NotFound: no such decision, item or alternative.
        NotPermitted: the actor doesn't prepare the decision.
        Invalid: the same alternative is linked to the item already.
    """
    assessment = of_decision(session, actor, decision_id)
    item: ProgrammeItem = records.part(session, ProgrammeItem, values["item_id"])
    alternative_id = values.get("alternative_id")
    if alternative_id is not None:
        records.part(session, Alternative, alternative_id, assessment_id=assessment.id)
    if any(
        link.item_id == item.id and link.alternative_id == alternative_id
        for link in assessment.measure_links
    ):
        raise Invalid({"alternative_id": "Tämä yhteys on jo kirjattu."})
    link = MeasureLink(
        assessment=assessment,
        item=item,
        alternative_id=alternative_id,
        position=records.next_position(assessment.measure_links),
        direction=values["direction"],
        reason=values["reason"],
    )
    session.add(link)
    records.touch(session, actor, assessment.decision, "measure_link:added", link, item=item.id)
    return link


def change(
    session: Session,
    actor: Actor,
    decision_id: int,
    link_id: int,
    version: int | None,
    values: Mapping[str, Any],
) -> MeasureLink:
    """Change a link's alternative, direction or reason.

    Raises:
        NotFound, NotPermitted, StaleVersion.
    """
    assessment = of_decision(session, actor, decision_id)
    link: MeasureLink = records.part(session, MeasureLink, link_id, assessment_id=assessment.id)
    records.expect(link, version)
    alternative_id = values.get("alternative_id")
    if alternative_id is not None:
        records.part(session, Alternative, alternative_id, assessment_id=assessment.id)
    told = {
        "alternative_id": alternative_id,
        "direction": values["direction"],
        "reason": values["reason"],
    }
    if records.changed(session, link, told):
        records.touch(session, actor, assessment.decision, "measure_link:changed", link)
    return link


def remove(session: Session, actor: Actor, decision_id: int, link_id: int) -> None:
    """Remove a link.

    Raises:
        NotFound, NotPermitted.
    """
    assessment = of_decision(session, actor, decision_id)
    link: MeasureLink = records.part(session, MeasureLink, link_id, assessment_id=assessment.id)
    session.delete(link)
    session.flush()
    session.expire(assessment, ["measure_links"])
    records.touch(session, actor, assessment.decision, "measure_link:removed", link)
