"""A small city to look at: people, bodies, meetings, programmes, decisions in different states."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from eva.domain.permissions import Actor, Grant, Operator, Role
from eva.domain.sentence import Sentence
from eva.models import Body, Decision, User
from eva.queries import decisions as decision_queries
from eva.queries import documents as document_queries
from eva.queries import programmes as programme_queries
from eva.services import assessments, cases, decisions, documents, programmes, users
from eva.services.documents import Wanted

PEOPLE: Sequence[tuple[str, str, str, Role]] = (
    ("valmistelija", "Vilma Valmistelija", "kehittämispäällikkö", Role.PREPARER),
    ("esittelija", "Eero Esittelijä", "sivistysjohtaja", Role.PRESENTER),
    ("sihteeri", "Siiri Sihteeri", "hallintosihteeri", Role.SECRETARY),
    ("ohjausryhma", "Olli Ohjaaja", "hyvinvointikoordinaattori", Role.STEERING),
    ("katselija", "Kaisa Katselija", "tarkastuslautakunnan jäsen", Role.VIEWER),
    ("paakayttaja", "Pekka Pääkäyttäjä", "järjestelmäasiantuntija", Role.ADMIN),
)
"""User name, name, title and role of the demo's people."""
BODIES = (
    "Kaupunginvaltuusto",
    "Kaupunginhallitus",
    "Kasvatus- ja opetuslautakunta",
    "Hyvinvoinnin ja osallisuuden lautakunta",
    "Kaupunkikehityslautakunta",
)
TERM = "2018-2021"
MUNICIPALITY = "Mikkelin kaupunki"
PASSWORD = "mikkeli-kokeilu-2026"  # noqa: S105 - shown on the sign-in page of the demo
"""The password of all accounts of a demo; they exist in a demo only."""

_OWN = (
    (
        "MliDno-2026-1101",
        "Kirjaston lauantaiaukiolon supistaminen lähikirjastoissa",
        "service_network",
        "Hyvinvoinnin ja osallisuuden lautakunta",
        14,
    ),
    (
        "MliDno-2026-1103",
        "Varhaiskasvatuksen johtajan viran täyttäminen",
        "appointment",
        "Kasvatus- ja opetuslautakunta",
        21,
    ),
)
"""Register number, title, type, body and days to the meeting of what the preparer has in hand."""


def load(session: Session, actor: Actor, catalogue: Path, case_files: Sequence[Path]) -> list[str]:
    """Load the demo; what's there already stays. Return a line for each thing loaded."""
    lines: list[str] = []
    for name in BODIES:
        decisions.body_named(session, name)
    if TERM not in programme_queries.terms(session):
        count = programmes.import_(session, actor, programmes.read(catalogue))
        lines.append(Sentence("ohjelmat %(term)s: %(count)s kohtaa", term=TERM, count=count))
    for username, name, title, role in PEOPLE:
        if not session.execute(select(User.id).where(User.username == username)).first():
            user = users.create(session, actor, username, name, title, PASSWORD)
            _grant(session, actor, user, role)
            lines.append(Sentence("käyttäjä %(name)s", name=username))
    for file in case_files:
        case = cases.read(file.read_text(encoding="utf-8"))
        if session.execute(_with_number(case["decision"]["register_number"])).first() is None:
            imported = cases.import_(session, actor, case)
            number = imported.decision.register_number
            lines.append(Sentence("asia %(number)s", number=number))
    lines += _own(session)
    lines += _issued(session, actor)
    return lines


def _with_number(register_number: str) -> Select[int]:
    return select(Decision.id).where(Decision.register_number == register_number)


def _grant(session: Session, actor: Actor, user: User, role: Role) -> None:
    if role is Role.STEERING:
        for programme in programme_queries.tree(session, TERM):
            users.grant(session, actor, user, role, programme=programme)
        return
    users.grant(session, actor, user, role)


def _own(session: Session) -> list[str]:
    """Register what the demo's preparer has in hand, before meetings that are still to come."""
    lines: list[str] = []
    preparer = users.by_username(session, "valmistelija")
    for number, title, kind, body_name, days in _OWN:
        if session.execute(_with_number(number)).first() is not None:
            continue
        body = session.execute(select(Body).where(Body.name == body_name)).scalar_one()
        owner = Operator(preparer.id)
        values = {
            "register_number": number,
            "title": title,
            "decision_type": kind,
            "preparer_title": preparer.title,
            "presenter_title": "sivistysjohtaja",
        }
        decision = decisions.register(session, owner, values, body.id)
        held_on = date.today() + timedelta(days=days)
        decisions.put_on_agenda(session, owner, decision.id, body.id, held_on, None)
        lines.append(Sentence("asia %(number)s", number=number))
    return lines


_APPROVED = "MliDno-2023-3655"
_DRAFT = "MliDno-2023-3886"
_OUTDATED = "MliDno-2026-1102"


def _issued(session: Session, actor: Actor) -> list[str]:
    """Issue what makes the states differ: one approved, one a draft, one changed since."""
    lines: list[str] = []
    presenter = Operator(users.by_username(session, "esittelija").id, (Grant(Role.PRESENTER),))
    owner = Operator(users.by_username(session, "valmistelija").id)
    wanted = Wanted(municipality=MUNICIPALITY)
    for number in (_APPROVED, _DRAFT, _OUTDATED, "MliKV-2015-30"):
        decision = decision_queries.by_register_number(session, number)
        if document_queries.of_decision(session, decision.id):
            continue
        if number == _APPROVED:
            documents.approve(session, presenter, decision.id)
        kind = documents.default_kind(decision)
        documents.issue(session, actor, decision.id, replace(wanted, kind=kind))
        lines.append(Sentence("asiakirja %(number)s", number=number))
        if number == _OUTDATED:
            _change_after_issuing(session, owner, decision)
    return lines


def _change_after_issuing(session: Session, owner: Actor, decision: Decision) -> None:
    """Put it on a coming agenda and change its summary, so that its document is outdated."""
    decision.preparer_id = owner.actor_id
    body = decisions.body_named(session, "Hyvinvoinnin ja osallisuuden lautakunta")
    held_on = date.today() + timedelta(days=14)
    decisions.put_on_agenda(session, owner, decision.id, body.id, held_on, None)
    told = decision.assessment.summary if decision.assessment else ""
    summary = f"{told} Korotus tulee voimaan elokuussa 2027."
    assessments.write(session, owner, decision.id, None, {"summary": summary})
