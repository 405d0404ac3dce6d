"""A page reads what it shows in a fixed number of statements, whatever the size of the record."""

from copy import deepcopy
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Engine, select

from eva import database
from eva.domain.permissions import Role
from eva.models import Decision, User
from eva.services import sessions, users
from tests import make
from tests.integration.counting import counted

MOST = 12
PAGES = (
    "",
    "/screening",
    "/assessment",
    "/assessment/background",
    "/assessment/alternatives",
    "/assessment/effects",
    "/assessment/matrix",
    "/assessment/links",
    "/assessment/participation",
    "/assessment/follow-up",
    "/assessment/summary",
)


def bigger(case: dict[str, Any]) -> dict[str, Any]:
    """Return the case under another number with four times the effects, hearings and follow-up."""
    told = deepcopy(case)
    told["decision"]["register_number"] += "-B"
    for key in ("effects", "participation", "follow_up"):
        told["assessment"][key] *= 4
    return told


@pytest.fixture
def numbers(engine: Engine) -> tuple[int, int, str]:
    """The small record, the big one, and the session of somebody who prepares both."""
    case = make.case("01")
    with database.writing(engine) as session:
        small = make.imported(session, case).id
        big = make.imported(session, bigger(case)).id
        user = make.user(session, Role.PREPARER)
        for number in (small, big):
            decision = session.execute(select(Decision).where(Decision.id == number)).scalar_one()
            decision.preparer_id = user.id
        person = users.find(session, user.id)
        assert isinstance(person, User)
        return small, big, sessions.start(session, user.id, "")


def test_pages_take_the_same_few_statements(app: Flask, numbers: tuple[int, int, str]) -> None:
    small, big, session_id = numbers
    client = app.test_client()
    client.set_cookie("eva", session_id)
    engine = app.extensions["eva_engine"]
    for page in PAGES:
        found = []
        for number in (small, big):
            address = f"/decisions/{number}{page}"
            client.get(address)
            with counted(engine) as statements:
                assert client.get(address).status_code == 200, address
            found.append(len(statements))
        assert found[0] == found[1] <= MOST, (page, found)
