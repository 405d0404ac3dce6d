"""Services refuse by themselves, whatever door the request came through."""

from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from eva.domain.errors import NotPermitted
from eva.domain.permissions import Actor, Grant, Role
from eva.models import Assessment, AuditEvent, Decision, FollowUp, Participation, ProgrammeItem
from eva.queries import question_sets
from eva.services import (
    assessments,
    decisions,
    documents,
    effects,
    hearings,
    links,
    screenings,
    users,
)
from eva.services.documents import AgendaFile, Wanted
from eva.services.screenings import Chosen
from tests import make
from tests.make import Somebody

EFFECT = {
    "perspective": "economy",
    "direction": "positive",
    "description": "Säästö.",
    "alternative_id": 0,
}
LINE = {"who": "Asukkaat", "how": "Ilta", "what": "Menot", "responsible_title": "johtaja"}
VALUES = {"register_number": "MliDno-2026-uusi", "title": "Uusi", "decision_type": "tariff"}


class Ground:
    """A whole record, and what a service is asked to do to it."""

    def __init__(self, session: Session) -> None:
        self.session = session
        body = make.body(session)
        self.assessment: Assessment = make.assessed(session, body=body)
        self.decision: Decision = self.assessment.decision
        self.effect = make.effect(session, self.assessment)
        self.item = make.on_agenda(session, self.decision, body, date(2026, 5, 1))
        self.measure = session.scalars(select(ProgrammeItem.id).limit(1)).one()
        told = {"item_id": self.measure, "direction": "promotes", "reason": "Koska."}
        self.link = links.add(session, make.OPERATOR, self.decision.id, told)
        day = {**LINE, "due_on": date(2027, 1, 1)}
        self.heard = hearings.add(session, make.OPERATOR, self.decision.id, Participation, day)
        self.due = hearings.add(session, make.OPERATOR, self.decision.id, FollowUp, day)
        self.own = {
            **EFFECT,
            "alternative_id": self.assessment.alternatives[0].id,
        }
        self.person = make.user(session)


Act = Callable[[Ground, Session, Actor, int], object]
PREPARER, SECRETARY, PRESENTER, ADMIN = Role.PREPARER, Role.SECRETARY, Role.PRESENTER, Role.ADMIN
WORKS = {PREPARER}
ACTS: dict[str, tuple[set[Role], Act]] = {
    "decisions.edit": (
        {PREPARER, SECRETARY},
        lambda g, s, a, d: decisions.edit(s, a, d, None, VALUES),
    ),
    "decisions.put_on_agenda": (
        {PREPARER, SECRETARY},
        lambda g, s, a, d: decisions.put_on_agenda(
            s, a, d, g.decision.body_id or 0, date(2026, 6, 1), None
        ),
    ),
    "decisions.edit_agenda_item": (
        {PREPARER, SECRETARY},
        lambda g, s, a, d: decisions.edit_agenda_item(s, a, g.item.id, None, "5", "Liite 1"),
    ),
    "decisions.take_off_agenda": (
        {PREPARER, SECRETARY},
        lambda g, s, a, d: decisions.take_off_agenda(s, a, g.item.id),
    ),
    "screenings.screen": (
        WORKS,
        lambda g, s, a, d: screenings.screen(
            s, a, d, question_sets.newest(s, "screening"), make.answers(), Chosen("full")
        ),
    ),
    "screenings.change_type": (
        WORKS,
        lambda g, s, a, d: screenings.change_type(s, a, g.decision, "claim"),
    ),
    "assessments.write": (
        WORKS,
        lambda g, s, a, d: assessments.write(s, a, d, None, {"summary": "Uusi."}),
    ),
    "assessments.add_alternative": (
        WORKS,
        lambda g, s, a, d: assessments.add_alternative(s, a, d, {"title": "Kolmas"}),
    ),
    "assessments.edit_alternative": (
        WORKS,
        lambda g, s, a, d: assessments.edit_alternative(
            s, a, d, g.assessment.alternatives[0].id, None, {"title": "Uusi"}
        ),
    ),
    "assessments.remove_alternative": (
        WORKS,
        lambda g, s, a, d: assessments.remove_alternative(s, a, d, g.assessment.alternatives[0].id),
    ),
    "effects.add": (WORKS, lambda g, s, a, d: effects.add(s, a, d, g.own)),
    "effects.change": (
        WORKS,
        lambda g, s, a, d: effects.change(s, a, d, g.effect.id, None, {"direction": "both"}),
    ),
    "effects.remove": (WORKS, lambda g, s, a, d: effects.remove(s, a, d, g.effect.id)),
    "effects.fill": (
        WORKS,
        lambda g, s, a, d: effects.fill(
            s, a, d, [effects.Cell("economy", "risks", g.own["alternative_id"], "neutral", "")]
        ),
    ),
    "links.add": (
        WORKS,
        lambda g, s, a, d: links.add(
            s, a, d, {"item_id": g.measure + 1, "direction": "hinders", "reason": "Koska."}
        ),
    ),
    "links.change": (
        WORKS,
        lambda g, s, a, d: links.change(
            s, a, d, g.link.id, None, {"direction": "hinders", "reason": "Koska."}
        ),
    ),
    "links.remove": (WORKS, lambda g, s, a, d: links.remove(s, a, d, g.link.id)),
    "hearings.add": (WORKS, lambda g, s, a, d: hearings.add(s, a, d, Participation, LINE)),
    "hearings.change": (
        WORKS,
        lambda g, s, a, d: hearings.change(
            s, a, d, Participation, g.heard.id, None, {**LINE, "who": "Muut"}
        ),
    ),
    "hearings.remove": (
        WORKS,
        lambda g, s, a, d: hearings.remove(s, a, d, FollowUp, g.due.id),
    ),
    "documents.approve": ({PRESENTER}, lambda g, s, a, d: documents.approve(s, a, d)),
    "documents.issue": (
        {PREPARER, SECRETARY, PRESENTER},
        lambda g, s, a, d: documents.issue(s, a, d, Wanted("screening")),
    ),
    "documents.issue, the secret one": (
        {PREPARER, SECRETARY, PRESENTER},
        lambda g, s, a, d: documents.issue(s, a, d, Wanted(is_secret=True)),
    ),
    "documents.append": (
        {PREPARER, SECRETARY},
        lambda g, s, a, d: documents.append(s, a, d, AgendaFile(), Wanted()),
    ),
    "decisions.register": (
        {PREPARER, SECRETARY, "elsewhere"},
        lambda g, s, a, d: decisions.register(s, a, VALUES, None),
    ),
    "users.create": (
        {ADMIN, "elsewhere"},
        lambda g, s, a, d: users.create(s, a, "uusi", "Uusi", "", None),
    ),
    "users.grant": (
        {ADMIN, "elsewhere"},
        lambda g, s, a, d: users.grant(s, a, g.person, ADMIN),
    ),
    "users.revoke": ({ADMIN, "elsewhere"}, lambda g, s, a, d: users.revoke(s, a, g.person, ADMIN)),
    "users.set_password": (
        {ADMIN, "elsewhere"},
        lambda g, s, a, d: users.set_password(s, a, g.person, "pitkä ja uusi salasana"),
    ),
    "users.set_active": (
        {ADMIN, "elsewhere"},
        lambda g, s, a, d: users.set_active(s, a, g.person, False),
    ),
}
"""Who may; "elsewhere" marks what asks for the role in whatever body."""


def is_refused(session: Session, act: Callable[[], object]) -> bool:
    with session.begin_nested() as attempt:
        try:
            act()
        except NotPermitted:
            return True
        finally:
            attempt.rollback()
            session.expire_all()
    return False


@pytest.mark.parametrize("name", ACTS)
def test_a_service_asks_for_its_role_in_the_decisions_body(session: Session, name: str) -> None:
    ground = Ground(session)
    allowed, act = ACTS[name]
    number, own_body = ground.decision.id, ground.decision.body_id
    elsewhere = make.body(session, "Muu lautakunta").id
    for role in Role:
        for body_id in (own_body, elsewhere):
            actor = Somebody((Grant(role, body_id),), None)
            may = role in allowed and (body_id == own_body or "elsewhere" in allowed)
            refused = is_refused(session, lambda actor=actor: act(ground, session, actor, number))
            assert refused == (not may), (role, body_id == own_body)
    assert is_refused(session, lambda: act(ground, session, Somebody(), number))


def test_what_was_refused_is_not_in_the_trail_as_done(session: Session) -> None:
    ground = Ground(session)
    before = session.scalar(select(func.count(AuditEvent.id)))
    for _, act in ACTS.values():
        assert is_refused(
            session, lambda act=act: act(ground, session, Somebody(), ground.decision.id)
        )
    assert session.scalar(select(func.count(AuditEvent.id))) == before
