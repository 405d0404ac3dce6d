"""Who may do what; the table is written by hand from the product's roles."""

from dataclasses import dataclass, field

import pytest

from eva.domain.errors import NotPermitted
from eva.domain.permissions import RULES, Grant, Permission, Role, may, require
from tests.make import Somebody

OWN, OTHER = 1, 2


@dataclass
class Subject:
    """A decision as the rules see it."""

    preparer_id: int | None = 7
    body_ids: set[int] = field(default_factory=lambda: {OWN})


PEOPLE = {
    "owner": Somebody((Grant(Role.PREPARER, OTHER),), 7),
    "preparer": Somebody((Grant(Role.PREPARER, OWN),), 8),
    "other preparer": Somebody((Grant(Role.PREPARER, OTHER),), 9),
    "presenter": Somebody((Grant(Role.PRESENTER, OWN),), 10),
    "other presenter": Somebody((Grant(Role.PRESENTER, OTHER),), 11),
    "secretary": Somebody((Grant(Role.SECRETARY, OWN),), 12),
    "other secretary": Somebody((Grant(Role.SECRETARY, OTHER),), 13),
    "steering": Somebody((Grant(Role.STEERING, programme_id=3),), 14),
    "viewer": Somebody((Grant(Role.VIEWER),), 15),
    "admin": Somebody((Grant(Role.ADMIN),), 16),
    "nobody": Somebody((), 7),
}
PREPARERS = {"owner", "preparer"}
EVERYBODY = set(PEOPLE) - {"nobody"}
ALLOWED = {
    Permission.DECISION_REGISTER: {
        "owner",
        "preparer",
        "other preparer",
        "secretary",
        "other secretary",
    },
    Permission.DECISION_READ: EVERYBODY,
    Permission.DECISION_EDIT: PREPARERS | {"secretary"},
    Permission.DECISION_IMPORT: {"owner", "preparer", "other preparer", "admin"},
    Permission.SCREENING_ANSWER: PREPARERS,
    Permission.ASSESSMENT_EDIT: PREPARERS,
    Permission.ASSESSMENT_APPROVE: {"presenter"},
    Permission.SECRET_READ: PREPARERS | {"presenter", "secretary"},
    Permission.DOCUMENT_ISSUE: PREPARERS | {"presenter", "secretary"},
    Permission.DOCUMENT_READ: EVERYBODY,
    Permission.DOCUMENT_APPEND: PREPARERS | {"secretary"},
    Permission.MEETING_READ: EVERYBODY,
    Permission.PROGRAMME_READ: EVERYBODY,
    Permission.MATRIX_READ: {"steering", "viewer", "admin", "presenter", "other presenter"},
    Permission.COVERAGE_READ: {"steering", "viewer", "admin", "secretary", "other secretary"},
    Permission.USER_MANAGE: {"admin"},
}


def test_every_permission_has_a_rule_and_a_row_here() -> None:
    assert set(RULES) == set(Permission) == set(ALLOWED)


@pytest.mark.parametrize("permission", list(Permission))
@pytest.mark.parametrize("who", PEOPLE)
def test_a_person_may_what_the_table_says(who: str, permission: Permission) -> None:
    assert may(PEOPLE[who], permission, Subject()) == (who in ALLOWED[permission])


@pytest.mark.parametrize("role", list(Role))
def test_a_role_of_the_whole_municipality_counts_in_every_body(role: Role) -> None:
    everywhere, here = Somebody((Grant(role),), 99), Somebody((Grant(role, OWN),), 99)
    for permission in Permission:
        assert may(everywhere, permission, Subject()) == may(here, permission, Subject())


def test_the_one_who_prepares_needs_the_role_too() -> None:
    assert not may(Somebody((Grant(Role.VIEWER),), 7), Permission.ASSESSMENT_EDIT, Subject())


def test_a_decision_that_nobody_prepares_is_not_prepared_by_the_command_line() -> None:
    nobodys = Subject(preparer_id=None)
    assert not may(
        Somebody((Grant(Role.PREPARER, OTHER),), None), Permission.ASSESSMENT_EDIT, nobodys
    )


def test_what_is_not_allowed_is_refused() -> None:
    with pytest.raises(NotPermitted):
        require(PEOPLE["viewer"], Permission.ASSESSMENT_EDIT, Subject())
