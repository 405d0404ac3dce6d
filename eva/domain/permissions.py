"""Who may do what: one table, asked by services, views and templates alike.

A role is held for one body or for one programme, or for the whole municipality when neither is
named. What no rule allows is refused.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Protocol

from eva.domain.errors import NotPermitted


class Role(StrEnum):
    """The roles of the municipality."""

    PREPARER = "preparer"
    PRESENTER = "presenter"
    SECRETARY = "secretary"
    STEERING = "steering"
    VIEWER = "viewer"
    ADMIN = "admin"


class Permission(StrEnum):
    """What can be done, as <subject>:<verb>."""

    DECISION_REGISTER = "decision:register"
    DECISION_READ = "decision:read"
    DECISION_EDIT = "decision:edit"
    DECISION_IMPORT = "decision:import"
    SCREENING_ANSWER = "screening:answer"
    ASSESSMENT_EDIT = "assessment:edit"
    ASSESSMENT_APPROVE = "assessment:approve"
    SECRET_READ = "secret:read"  # noqa: S105 - the name of a permission
    DOCUMENT_ISSUE = "document:issue"
    DOCUMENT_READ = "document:read"
    DOCUMENT_APPEND = "document:append"
    MEETING_READ = "meeting:read"
    PROGRAMME_READ = "programme:read"
    MATRIX_READ = "matrix:read"
    COVERAGE_READ = "coverage:read"
    USER_MANAGE = "user:manage"


@dataclass(frozen=True)
class Grant:
    """A role that somebody holds, for one body, one programme or the whole municipality."""

    role: Role
    body_id: int | None = None
    programme_id: int | None = None


class Actor(Protocol):
    """Somebody, or something, that acts."""

    @property
    def actor_id(self) -> int | None:
        """The number of the person; None for the command line."""

    @property
    def grants(self) -> Sequence[Grant]:
        """The roles held now."""


@dataclass(frozen=True)
class Operator:
    """Whoever runs the command line: has the machine, so may do everything."""

    actor_id: int | None = None
    grants: tuple[Grant, ...] = (Grant(Role.ADMIN), Grant(Role.PREPARER), Grant(Role.SECRETARY))


Rule = Callable[[Actor, Any], bool]


def holds(*roles: Role) -> Rule:
    """Return the rule that one of the roles is held, for whatever body."""

    def rule(actor: Actor, subject: Any) -> bool:
        return any(grant.role in roles for grant in actor.grants)

    return rule


def holds_in_body(*roles: Role) -> Rule:
    """Return the rule that one of the roles is held in a body that treats the decision."""

    def rule(actor: Actor, subject: Any) -> bool:
        held = {grant.body_id for grant in actor.grants if grant.role in roles}
        if None in held or not held or subject is None:
            return None in held
        bodies: Iterable[int] = subject.body_ids
        return not held.isdisjoint(bodies)

    return rule


def prepares(actor: Actor, subject: Any) -> bool:
    """Tell whether the person is the one who prepares the decision."""
    return (
        subject is not None
        and actor.actor_id is not None
        and subject.preparer_id == actor.actor_id
        and any(grant.role is Role.PREPARER for grant in actor.grants)
    )


_ANYBODY = holds(*Role)
_WORKS_ON = (prepares, holds_in_body(Role.PREPARER))

RULES: Mapping[Permission, tuple[Rule, ...]] = {
    Permission.DECISION_REGISTER: (holds(Role.PREPARER, Role.SECRETARY),),
    Permission.DECISION_READ: (_ANYBODY,),
    Permission.DECISION_EDIT: (*_WORKS_ON, holds_in_body(Role.SECRETARY)),
    Permission.DECISION_IMPORT: (holds(Role.PREPARER, Role.ADMIN),),
    Permission.SCREENING_ANSWER: _WORKS_ON,
    Permission.ASSESSMENT_EDIT: _WORKS_ON,
    Permission.ASSESSMENT_APPROVE: (holds_in_body(Role.PRESENTER),),
    Permission.SECRET_READ: (*_WORKS_ON, holds_in_body(Role.PRESENTER, Role.SECRETARY)),
    Permission.DOCUMENT_ISSUE: (*_WORKS_ON, holds_in_body(Role.PRESENTER, Role.SECRETARY)),
    Permission.DOCUMENT_READ: (_ANYBODY,),
    Permission.DOCUMENT_APPEND: (*_WORKS_ON, holds_in_body(Role.SECRETARY)),
    Permission.MEETING_READ: (_ANYBODY,),
    Permission.PROGRAMME_READ: (_ANYBODY,),
    Permission.MATRIX_READ: (holds(Role.STEERING, Role.ADMIN, Role.VIEWER, Role.PRESENTER),),
    Permission.COVERAGE_READ: (holds(Role.STEERING, Role.ADMIN, Role.VIEWER, Role.SECRETARY),),
    Permission.USER_MANAGE: (holds(Role.ADMIN),),
}


def may(actor: Actor, permission: Permission, subject: Any = None) -> bool:
    """Tell whether the actor may do this to the subject."""
    return any(rule(actor, subject) for rule in RULES[permission])


def require(actor: Actor, permission: Permission, subject: Any = None) -> None:
    """Let the actor pass, or not.

    Raises:
        NotPermitted: no rule allows it.
    """
    if not may(actor, permission, subject):
        raise NotPermitted(permission)
