"""Makers of valid things: each takes only what the test is about and fills in the rest."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import count
from pathlib import Path
from typing import Any

import yaml
from sqlalchemy.orm import Session

from eva.domain.permissions import Actor, Grant, Operator, Role
from eva.domain.question_set import AssessmentSet, ScreeningSet
from eva.models import AgendaItem, Alternative, Assessment, Body, Decision, Effect, User
from eva.queries import question_sets
from eva.resources import shipped
from eva.services import assessments, cases, decisions, effects, screenings, users
from eva.services.documents import Wanted
from eva.services.screenings import Chosen

CASES = Path(__file__).parent / "cases"
CASE_FILES = sorted(CASES.glob("*.json"))
ASSESSED = [file.name for file in CASE_FILES if not file.name.startswith(("B", "R"))]
"""The case files that hold an assessment."""
CORE = ("wellbeing", "environment", "business", "vitality")
OPERATOR = Operator()
WANTED = Wanted(municipality="Mikkelin kaupunki")

_numbers = count(1)


@dataclass(frozen=True)
class Somebody:
    """An actor with roles, who needn't be in the database."""

    grants: tuple[Grant, ...] = ()
    actor_id: int | None = None


@cache
def screening_set() -> ScreeningSet:
    """Return the shipped screening."""
    return ScreeningSet(_form("screening"))


@cache
def assessment_set() -> AssessmentSet:
    """Return the shipped questions of the assessment."""
    return AssessmentSet(_form("full"))


def _form(kind: str) -> Mapping[str, Any]:
    text = (shipped("forms") / kind / "2026-1.yaml").read_text(encoding="utf-8")
    content: Mapping[str, Any] = yaml.safe_load(text)
    return content


def case(name: str) -> dict[str, Any]:
    """Return a new copy of the case in the file of tests/cases whose name begins so."""
    file = next(file for file in CASE_FILES if file.name.startswith(name))
    content: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return content


def imported(session: Session, told: str | Mapping[str, Any]) -> Decision:
    """Return the decision of a case, told as the beginning of a file's name or as its content."""
    content = case(told) if isinstance(told, str) else told
    return cases.import_(session, OPERATOR, cases.read(json.dumps(content))).decision


def number() -> str:
    """Return a register number that no other test has."""
    return f"MliDno-2026-{next(_numbers)}"


def body(session: Session, name: str = "Kaupunginhallitus") -> Body:
    """Return the body of the name."""
    return decisions.body_named(session, name)


def user(
    session: Session,
    *roles: Role,
    body: Body | None = None,
    username: str = "",
    password: str | None = None,
) -> User:
    """Return a new user who holds the roles, in the body or in the whole municipality."""
    username = username or f"henkilo{next(_numbers)}"
    made = users.create(session, OPERATOR, username, "Henna Henkilö", "suunnittelija", password)
    for role in roles:
        users.grant(session, OPERATOR, made, role, body)
    return made


def actor(made: User) -> Actor:
    """Return the user as the actor of services."""
    grants = [Grant(Role(held.role), held.body_id, held.programme_id) for held in made.role_grants]
    return Somebody(tuple(grants), made.id)


def decision(session: Session, decision_type: str = "tariff", **values: Any) -> Decision:
    """Return a registered decision; `preparer` and `body` tell whose it is."""
    preparer: User | None = values.pop("preparer", None)
    place: Body | None = values.pop("body", None)
    told = {
        "register_number": number(),
        "title": "Vesimaksun korottaminen",
        "decision_type": decision_type,
        "preparer_title": "vesilaitoksen johtaja",
        **values,
    }
    made = decisions.register(session, OPERATOR, told, place.id if place else None)
    made.preparer_id = preparer.id if preparer else None
    session.flush()
    return made


def on_agenda(session: Session, made: Decision, place: Body, day: date) -> AgendaItem:
    """Return the decision's new place on the body's agenda of the day."""
    return decisions.put_on_agenda(session, OPERATOR, made.id, place.id, day, None)


def answers(**told: str) -> dict[str, str]:
    """Return answers to all questions of the screening: no, where nothing else is told."""
    return {question.code: "no" for question in screening_set().questions} | told


def screened(session: Session, made: Decision, chosen: Chosen | None = None, **told: str) -> None:
    """Screen the decision; without answers told it affects wellbeing."""
    version = question_sets.newest(session, "screening")
    given = answers(**(told or {"wellbeing": "yes"}))
    screenings.screen(session, OPERATOR, made.id, version, given, chosen or Chosen())


def screened_none(session: Session, made: Decision) -> None:
    """Screen the decision, so that it needs no assessment."""
    chosen = Chosen("none", "technical_or_minor", "Muutos on tekninen.")
    screened(session, made, chosen, wellbeing="no")


def assessed(session: Session, codes: Sequence[str] = ("VE0", "VE1"), **values: Any) -> Assessment:
    """Return the assessment of a new decision with its alternatives, the last one proposed."""
    made = decision(session, **values)
    screened(session, made)
    for code in codes:
        alternative(session, made, code, is_proposed=code == codes[-1])
    session.refresh(made)
    assert made.assessment is not None
    return made.assessment


def alternative(session: Session, made: Decision, code: str, **values: Any) -> Alternative:
    """Return a new alternative; VE0 is the zero alternative."""
    told = {"title": f"Vaihtoehdon {code} nimi", "is_zero": code == "VE0", **values}
    return assessments.add_alternative(session, OPERATOR, made.id, told)


def effect(session: Session, assessment: Assessment, **values: Any) -> Effect:
    """Return a new effect of the last alternative."""
    told = {
        "alternative_id": assessment.alternatives[-1].id,
        "perspective": "wellbeing",
        "question": "household_economy",
        "direction": "positive",
        "description": "Asumisen menot pienenevät.",
        **values,
    }
    made = effects.add(session, OPERATOR, assessment.decision_id, told)
    session.expire(assessment, ["effects"])
    return made


def secret_effect(session: Session, assessment: Assessment, text: str) -> Effect:
    """Return a new effect that isn't public, with the text in each of its words."""
    return effect(
        session,
        assessment,
        direction="negative",
        description=f"{text} kuvaus",
        mitigation=f"{text} lievennys",
        areas=[f"{text} alue"],
        sources=[f"{text} lähde"],
        is_secret=True,
        secrecy_basis="JulkL 24 § 1 mom. 17 k.",
    )
