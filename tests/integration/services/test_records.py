"""What every change shares: the version that was seen, the number of the state, the trail."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from eva.domain.errors import Invalid, NotFound, StaleVersion
from eva.models import (
    AuditEvent,
    Decision,
    Effect,
    FollowUp,
    MeasureLink,
    Participation,
    ProgrammeItem,
)
from eva.queries import decisions as queries
from eva.services import assessments, decisions, effects, hearings, links
from eva.services.effects import Cell
from tests import make

LINE = {"who": "Asukkaat", "how": "Ilta", "what": "Menot", "responsible_title": "johtaja"}


class Ground:
    """A whole record to be changed."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.assessment = make.assessed(session)
        self.number = self.assessment.decision_id
        self.decision = self.assessment.decision
        self.effect = make.effect(session, self.assessment)
        item = session.scalars(select(ProgrammeItem.id).limit(1)).one()
        told = {"item_id": item, "direction": "promotes", "reason": "Koska."}
        self.link = links.add(session, make.OPERATOR, self.number, told)
        day = {**LINE, "due_on": date(2027, 1, 1)}
        self.heard = hearings.add(session, make.OPERATOR, self.number, Participation, day)
        self.due = hearings.add(session, make.OPERATOR, self.number, FollowUp, day)
        place = make.body(session)
        self.item = make.on_agenda(session, self.decision, place, date(2026, 5, 1))
        session.expire_all()


Change = Callable[[Ground, int | None, str], object]
CHANGES: dict[str, Change] = {
    "the decision": lambda g, v, text: decisions.edit(
        g.session,
        make.OPERATOR,
        g.number,
        v,
        {"register_number": g.decision.register_number, "title": text},
    ),
    "a text": lambda g, v, text: assessments.write(
        g.session, make.OPERATOR, g.number, v, {"summary": text}
    ),
    "an alternative": lambda g, v, text: assessments.edit_alternative(
        g.session, make.OPERATOR, g.number, g.assessment.alternatives[0].id, v, {"title": text}
    ),
    "an effect": lambda g, v, text: effects.change(
        g.session, make.OPERATOR, g.number, g.effect.id, v, {"description": text}
    ),
    "an effect's lists": lambda g, v, text: effects.change(
        g.session, make.OPERATOR, g.number, g.effect.id, v, {"areas": [text]}
    ),
    "a link": lambda g, v, text: links.change(
        g.session, make.OPERATOR, g.number, g.link.id, v, {"direction": "hinders", "reason": text}
    ),
    "a hearing": lambda g, v, text: hearings.change(
        g.session, make.OPERATOR, g.number, Participation, g.heard.id, v, {**LINE, "said": text}
    ),
    "a follow-up": lambda g, v, text: hearings.change(
        g.session,
        make.OPERATOR,
        g.number,
        FollowUp,
        g.due.id,
        v,
        {**LINE, "due_on": date(2027, 1, 1), "observed": text},
    ),
    "the section on an agenda": lambda g, v, text: decisions.edit_agenda_item(
        g.session, make.OPERATOR, g.item.id, v, text[:8], None
    ),
}


def counted(ground: Ground) -> tuple[int, int]:
    ground.session.expire_all()
    events = ground.session.scalar(select(func.count(AuditEvent.id)))
    return ground.decision.revision, events or 0


@pytest.mark.parametrize("name", CHANGES)
def test_a_change_raises_the_state_by_one_and_the_same_again_changes_nothing(
    session: Session, name: str
) -> None:
    ground, change = Ground(session), CHANGES[name]
    revision, events = counted(ground)
    change(ground, 1, "Uusi teksti")
    assert counted(ground) == (revision + 1, events + 1)
    change(ground, 2, "Uusi teksti")
    assert counted(ground) == (revision + 1, events + 1)


@pytest.mark.parametrize("name", CHANGES)
def test_a_change_of_what_somebody_else_changed_is_refused(session: Session, name: str) -> None:
    ground, change = Ground(session), CHANGES[name]
    change(ground, 1, "Ensimmäisen teksti")
    before = counted(ground)
    with pytest.raises(StaleVersion):
        change(ground, 1, "Toisen teksti")
    session.flush()
    assert counted(ground) == before


def test_an_attachment_number_is_no_part_of_the_record(session: Session) -> None:
    ground = Ground(session)
    revision, _ = counted(ground)
    decisions.edit_agenda_item(session, make.OPERATOR, ground.item.id, 1, None, "Liite 2")
    assert counted(ground)[0] == revision


def removal(ground: Ground, name: str) -> Callable[[], object]:
    """Return what removes the thing, however often it's called."""
    session, number, operator = ground.session, ground.number, make.OPERATOR
    alternative, effect = ground.assessment.alternatives[-1].id, ground.effect.id
    link, heard, item = ground.link.id, ground.heard.id, ground.item.id
    acts: dict[str, Callable[[], object]] = {
        "alternative": lambda: assessments.remove_alternative(
            session, operator, number, alternative
        ),
        "effect": lambda: effects.remove(session, operator, number, effect),
        "link": lambda: links.remove(session, operator, number, link),
        "hearing": lambda: hearings.remove(session, operator, number, Participation, heard),
        "agenda item": lambda: decisions.take_off_agenda(session, operator, item),
    }
    return acts[name]


@pytest.mark.parametrize("name", ["alternative", "effect", "link", "hearing", "agenda item"])
def test_a_removal_is_a_change_too_and_is_done_once(session: Session, name: str) -> None:
    ground = Ground(session)
    revision, _ = counted(ground)
    remove = removal(ground, name)
    remove()
    assert counted(ground)[0] == revision + 1
    with pytest.raises(NotFound):
        remove()


def test_an_alternative_goes_with_its_effects_and_links_and_no_others(session: Session) -> None:
    ground = Ground(session)
    first, last = ground.assessment.alternatives
    make.effect(session, ground.assessment, alternative_id=first.id, description="Jää.")
    item = session.scalars(select(ProgrammeItem.id).offset(1).limit(1)).one()
    told = {
        "item_id": item,
        "direction": "hinders",
        "reason": "Vain tämä.",
        "alternative_id": last.id,
    }
    links.add(session, make.OPERATOR, ground.number, told)
    assessments.remove_alternative(session, make.OPERATOR, ground.number, last.id)
    assert session.scalars(select(Effect.description)).all() == ["Jää."]
    assert session.scalars(select(MeasureLink.reason)).all() == ["Koska."]


def test_parts_of_another_record_are_not_found(session: Session) -> None:
    ground, other = Ground(session), make.assessed(session)
    acts: list[Callable[[], Any]] = [
        lambda: effects.change(
            session, make.OPERATOR, other.decision_id, ground.effect.id, None, {"direction": "both"}
        ),
        lambda: effects.remove(session, make.OPERATOR, other.decision_id, ground.effect.id),
        lambda: links.remove(session, make.OPERATOR, other.decision_id, ground.link.id),
        lambda: hearings.remove(
            session, make.OPERATOR, other.decision_id, Participation, ground.heard.id
        ),
        lambda: assessments.remove_alternative(
            session, make.OPERATOR, other.decision_id, ground.assessment.alternatives[0].id
        ),
        lambda: make.effect(session, other, alternative_id=ground.assessment.alternatives[0].id),
        lambda: effects.remove(session, make.OPERATOR, ground.number, 2**40),
    ]
    for act in acts:
        with pytest.raises(NotFound):
            act()


def test_a_register_number_is_one_decision_s_alone(session: Session) -> None:
    taken = make.decision(session)
    with pytest.raises(Invalid) as refused:
        make.decision(session, register_number=taken.register_number)
    assert set(refused.value.messages) == {"register_number"}
    other = make.decision(session)
    values = {"register_number": taken.register_number, "title": "Uusi"}
    with pytest.raises(Invalid):
        decisions.edit(session, make.OPERATOR, other.id, None, values)


def test_a_decision_is_on_the_agenda_of_a_meeting_once(session: Session) -> None:
    decision, place = make.decision(session), make.body(session)
    make.on_agenda(session, decision, place, date(2026, 5, 1))
    with pytest.raises(Invalid):
        make.on_agenda(session, decision, place, date(2026, 5, 1))
    make.on_agenda(session, decision, place, date(2026, 6, 1))
    assert len(queries.get(session, decision.id).agenda_items) == 2


def test_alternatives_get_the_first_free_code_and_are_twelve_at_most(session: Session) -> None:
    assessment = make.assessed(session, [])
    decision = assessment.decision
    codes = [make.alternative(session, decision, "VE1").code for _ in range(3)]
    assert codes == ["VE1", "VE2", "VE3"]
    session.expire_all()
    assessments.remove_alternative(
        session, make.OPERATOR, decision.id, assessment.alternatives[1].id
    )
    session.expire_all()
    assert make.alternative(session, decision, "VE1").code == "VE2"
    assert make.alternative(session, decision, "VE0").code == "VE0"
    with pytest.raises(Invalid):
        make.alternative(session, decision, "VE0")
    for _ in range(8):
        make.alternative(session, decision, "VE1")
    with pytest.raises(Invalid):
        make.alternative(session, decision, "VE1")


def test_only_one_alternative_is_proposed(session: Session) -> None:
    assessment = make.assessed(session, ["VE0", "VE1", "VE2"])
    first = assessment.alternatives[1]
    told = {"title": first.title, "is_proposed": True}
    assessments.edit_alternative(
        session, make.OPERATOR, assessment.decision_id, first.id, None, told
    )
    session.expire_all()
    assert [item.is_proposed for item in assessment.alternatives] == [False, True, False]


def cell(direction: str, seen: str, alternative: int) -> Cell:
    return Cell("economy", "risks", alternative, direction, seen)


def test_the_matrix_sets_empties_and_keeps_words(session: Session) -> None:
    assessment = make.assessed(session)
    number, last = assessment.decision_id, assessment.alternatives[-1].id

    def fill(direction: str, seen: str) -> tuple[int, int]:
        session.expire_all()
        filled = effects.fill(session, make.OPERATOR, number, [cell(direction, seen, last)])
        return filled.changed, filled.conflicts

    assert fill("negative", "") == (1, 0)
    assert fill("negative", "negative") == (0, 0)
    assert fill("both", "negative") == (1, 0)
    effect = session.scalars(select(Effect)).one()
    assert (effect.direction, effect.description) == ("both", "")
    assert fill("", "both") == (1, 0)
    assert session.scalars(select(Effect.id)).all() == []
    fill("negative", "")
    effect = session.scalars(select(Effect)).one()
    effects.change(session, make.OPERATOR, number, effect.id, None, {"description": "Sanat."})
    assert fill("", "negative") == (0, 0)
    assert fill("positive", "negative") == (1, 0)
    assert session.scalars(select(Effect.description)).all() == ["Sanat."]


def test_the_matrix_leaves_what_somebody_changed_meanwhile(session: Session) -> None:
    assessment = make.assessed(session)
    last = assessment.alternatives[-1].id
    number = assessment.decision_id
    effects.fill(session, make.OPERATOR, number, [cell("negative", "", last)])
    session.expire_all()
    filled = effects.fill(session, make.OPERATOR, number, [cell("positive", "", last)])
    assert (filled.changed, filled.conflicts) == (0, 1)
    assert session.scalars(select(Effect.direction)).all() == ["negative"]
    same = effects.fill(session, make.OPERATOR, number, [cell("negative", "", last)])
    assert (same.changed, same.conflicts) == (0, 0)


def test_every_row_of_a_removed_decision_goes_with_it(session: Session) -> None:
    """The database holds no orphans: foreign keys are checked on both."""
    ground = Ground(session)
    session.delete(ground.decision)
    session.flush()
    assert session.scalar(select(func.count(Decision.id))) == 0
    assert session.scalar(select(func.count(Effect.id))) == 0
