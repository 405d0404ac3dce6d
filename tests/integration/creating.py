"""The forms that make something: where each is, what fills it in, and what it makes once."""

import io
import itertools
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select

from eva.domain.permissions import Role
from eva.models import (
    AgendaItem,
    Alternative,
    Base,
    Decision,
    Effect,
    FollowUp,
    IssuedDocument,
    MeasureLink,
    Participation,
    RowVersion,
    Screening,
)
from eva.services import effects, sessions
from tests import agenda_items, make
from tests.integration.town import Town
from tests.integration.visitor import Page, Visitor

_numbers = itertools.count(1)


@dataclass
class Opened:
    """A form that somebody opened and filled in."""

    path: str
    fields: dict[str, Any]
    files: Mapping[str, tuple[bytes, str]] = field(default_factory=dict)

    def send(self, visitor: Visitor) -> Page:
        """Send it."""
        files = {name: (io.BytesIO(told), title) for name, (told, title) in self.files.items()}
        return visitor.post(self.path, {**self.fields, **files})


@dataclass(frozen=True)
class Creating:
    """A kind of form that makes something."""

    model: type[Base]
    action: str
    """What the trail says of it."""
    prepare: Callable[[Town], dict[str, Any]]
    """Makes what the form needs, anew for each trial, and returns what it's called."""
    open: Callable[[Visitor, Mapping[str, Any]], Opened]
    """Opens the page and fills the form in: the same way each time."""


def person(town: Town, role: Role = Role.PREPARER) -> Callable[[], Visitor]:
    """Return what opens another window of one and the same new person."""
    with town.writing() as session:
        made = make.user(session, role)
        number, token = made.id, sessions.start(session, made.id, "")

    def window() -> Visitor:
        visitor = Visitor(town.app)
        visitor.sign_in(number, token)
        return visitor

    return window


def _record(town: Town) -> dict[str, Any]:
    """Make a decision that has an assessment."""
    with town.writing() as session:
        assessment = make.assessed(session, body=session.get(make.Body, town.body_id))
        decision_id, alternative_id = assessment.decision_id, assessment.alternatives[-1].id
    return {
        "path": f"/decisions/{decision_id}",
        "alternative": str(alternative_id),
        "body": str(town.body_id),
        "item": town.item_id,
        "decision": decision_id,
    }


def _bare(town: Town) -> dict[str, Any]:
    """Make a decision that isn't screened."""
    with town.writing() as session:
        made = make.decision(session, body=session.get(make.Body, town.body_id))
        return {"path": f"/decisions/{made.id}"}


def _removed(town: Town) -> dict[str, Any]:
    """Make a decision with an effect that was removed."""
    told = _record(town)
    with town.writing() as session:
        assessment = session.get_one(Decision, told["decision"]).assessment
        assert assessment is not None
        number = make.effect(session, assessment).id
        effects.remove(session, make.OPERATOR, told["decision"], number)
        statement = select(RowVersion.id).where(RowVersion.row_id == number, RowVersion.is_removed)
        versions = session.scalars(statement.where(RowVersion.kind == "effect"))
        return {**told, "version": versions.one()}


def _new_case(town: Town) -> dict[str, Any]:
    case = make.case("01")
    case["decision"]["register_number"] = f"MliDno-2031-{next(_numbers)}"
    return {"case": json.dumps(case).encode(), "name": "asia.json"}


def _new_number(town: Town) -> dict[str, Any]:
    return {"number": f"MliDno-2030-{next(_numbers)}", "body": str(town.body_id)}


def _filled(
    visitor: Visitor, page: str, target: str, files: Mapping[str, Any] | None = None, **told: Any
) -> Opened:
    """Open the page and fill in the form that is sent to the target."""
    form = visitor.get(page).form("" if page == target else target)
    return Opened(target, {**form, **told}, files or {})


def _register(visitor: Visitor, told: Mapping[str, Any]) -> Opened:
    return _filled(
        visitor,
        "/decisions/new",
        "/decisions/new",
        register_number=told["number"],
        title="Vesimaksun korottaminen",
        decision_type="tariff",
        description="Korotus.",
        body_id=told["body"],
    )


def _part(page: str, target: str, **texts: Any) -> Callable[[Visitor, Mapping[str, Any]], Opened]:
    """Return what opens a page of the record and fills in one of its forms."""

    def open_(visitor: Visitor, told: Mapping[str, Any]) -> Opened:
        def said(text: Any) -> Any:
            return text.format(**told) if isinstance(text, str) else text

        filled = {name: said(text) for name, text in texts.items()}
        return _filled(visitor, told["path"] + said(page), told["path"] + said(target), **filled)

    return open_


def _screening(visitor: Visitor, told: Mapping[str, Any]) -> Opened:
    path = told["path"] + "/screening"
    answers = make.answers(wellbeing="yes")
    return _filled(visitor, path, path, **answers, depth="narrow", reason="Koska.", action="save")


def _append_file(visitor: Visitor, told: Mapping[str, Any]) -> Opened:
    path = told["path"] + "/agenda-item"
    files = {"file": (agenda_items.made("minimal"), "kohta.docx")}
    return _filled(visitor, path, path, files, source="file", attachment="Liite 1")


def _import(visitor: Visitor, told: Mapping[str, Any]) -> Opened:
    path = "/cases/import"
    return _filled(visitor, path, path, {"file": (told["case"], told["name"])})


_A = "/assessment"
FORMS: Mapping[str, Creating] = {
    "a decision": Creating(Decision, "decision:registered", _new_number, _register),
    "a screening": Creating(Screening, "screening:answered", _bare, _screening),
    "an alternative": Creating(
        Alternative,
        "alternative:added",
        _record,
        _part(f"{_A}/alternatives", f"{_A}/alternatives", title="Laajempi", description="Näin."),
    ),
    "an effect": Creating(
        Effect,
        "effect:added",
        _record,
        _part(
            f"{_A}/effects/new",
            f"{_A}/effects/new",
            place="wellbeing/household_economy",
            alternative_id="{alternative}",
            direction="positive",
            description="Menot pienenevät.",
            groups=["children"],
            areas="Keskusta\nRouhiala",
        ),
    ),
    "a link": Creating(
        MeasureLink,
        "measure_link:added",
        _record,
        _part(
            f"{_A}/links/new/{{item}}",
            f"{_A}/links/new/{{item}}",
            direction="promotes",
            reason="Koska.",
            alternative_id="all",
        ),
    ),
    "a hearing": Creating(
        Participation,
        "participation:added",
        _record,
        _part(
            f"{_A}/participation",
            f"{_A}/participation/lines",
            who="Asukkaat",
            how="Ilta",
            held_on="1.2.2026",
            said="Hyvä.",
        ),
    ),
    "a follow-up": Creating(
        FollowUp,
        "follow_up:added",
        _record,
        _part(
            f"{_A}/follow-up",
            f"{_A}/follow-up/lines",
            what="Menot",
            responsible_title="johtaja",
            due_on="1.2.2027",
        ),
    ),
    "a place on an agenda": Creating(
        AgendaItem,
        "agenda_item:added",
        _record,
        _part("", "/agenda", body_id="{body}", held_on="1.6.2026", section="7"),
    ),
    "a document": Creating(
        IssuedDocument,
        "document:issued",
        _record,
        _part("/check", "/documents", language="fi", kind="assessment"),
    ),
    "an appended document": Creating(IssuedDocument, "document:issued", _record, _append_file),
    "an imported case": Creating(Decision, "case:created", _new_case, _import),
    "what was removed": Creating(
        Effect, "effect:added", _removed, _part("/history", "/history/{version}/restore")
    ),
}
"""The forms by what they make."""
