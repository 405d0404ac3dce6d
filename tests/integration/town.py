"""A small town for tests of pages: two bodies, people of every role, one decision with all
parts.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from typing import Any

from flask import Flask
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from eva import database
from eva.domain.permissions import Role
from eva.models import FollowUp, Participation, Programme, ProgrammeItem, RowVersion
from eva.queries import decisions
from eva.services import documents, hearings, links, sessions, stored_files, users
from eva.services.documents import Wanted
from tests import make
from tests.integration.visitor import Visitor

PEOPLE: Mapping[str, tuple[Role | None, str]] = {
    "preparer": (Role.PREPARER, "own"),
    "colleague": (Role.PREPARER, "own"),
    "other preparer": (Role.PREPARER, "other"),
    "presenter": (Role.PRESENTER, "own"),
    "secretary": (Role.SECRETARY, "own"),
    "steering": (Role.STEERING, "programme"),
    "viewer": (Role.VIEWER, ""),
    "admin": (Role.ADMIN, ""),
    "nobody": (None, ""),
}
"""Who lives in the town: the role, and where it's held. Nobody signs in without any role."""
UPLOAD = b"as it came"
SECRET = "Zxqv-salaisuus"
_LINE = {"who": "Asukkaat", "how": "Ilta", "what": "Menot", "responsible_title": "johtaja"}


class Town:
    """The town's database, its people, and the numbers of its things."""

    def __init__(self, app: Flask, engine: Engine) -> None:
        self.app = app
        self.engine = engine
        self.people: dict[str, int] = {}
        with database.writing(engine) as session:
            self._build(session)

    def _build(self, session: Session) -> None:
        own, other = make.body(session), make.body(session, "Muu lautakunta")
        self.body_id, self.other_body_id = own.id, other.id
        self.programme_id = session.scalars(select(Programme.id).order_by(Programme.id)).first()
        items = select(ProgrammeItem.id).order_by(ProgrammeItem.id)
        self.item_id, self.free_item_id = session.scalars(items.limit(2)).all()
        for name, (role, where) in PEOPLE.items():
            self.people[name] = self._person(session, role, where)
        self._record(session)

    def _person(self, session: Session, role: Role | None, where: str) -> int:
        made = make.user(session)
        if role is not None:
            body_id = {"own": self.body_id, "other": self.other_body_id}.get(where)
            body = session.get(make.Body, body_id) if body_id else None
            programme = session.get(Programme, self.programme_id) if where == "programme" else None
            users.grant(session, make.OPERATOR, made, role, body, programme)
        return made.id

    def _record(self, session: Session) -> None:
        body = session.get(make.Body, self.body_id)
        assessment = make.assessed(session, body=body)
        self.decision_id = assessment.decision_id
        self.number = assessment.decision.register_number
        self.assessment_id = assessment.id
        self.alternative_id = assessment.alternatives[-1].id
        self.effect_id = make.effect(session, assessment).id
        self.secret_effect_id = make.secret_effect(session, assessment, SECRET).id
        told = {"item_id": self.item_id, "direction": "promotes", "reason": "Koska."}
        self.link_id = links.add(session, make.OPERATOR, self.decision_id, told).id
        self.heard_id = self._line(session, Participation)
        self.due_id = self._line(session, FollowUp)
        assert body is not None
        item = make.on_agenda(session, assessment.decision, body, date(2026, 5, 1))
        self.agenda_item_id, self.meeting_id = item.id, item.meeting_id
        wanted = Wanted(municipality="Mikkelin kaupunki")
        public = documents.issue(session, make.OPERATOR, self.decision_id, wanted)
        self.document_id = public.id
        kept = stored_files.keep_upload(
            session, make.OPERATOR, assessment.decision, "kohta.docx", UPLOAD
        )
        session.flush()
        self.upload_id = kept.id

    def _line(self, session: Session, kind: type[Any]) -> int:
        told = {**_LINE, "due_on": date(2027, 1, 1)}
        return hearings.add(session, make.OPERATOR, self.decision_id, kind, told).id

    def issue_secret(self) -> int:
        """Issue the document with the secret effects; return its number."""
        with self.writing() as session:
            wanted = Wanted(is_secret=True, municipality="Mikkelin kaupunki")
            return documents.issue(session, make.OPERATOR, self.decision_id, wanted).id

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """Yield a session whose changes the pages will see."""
        with database.writing(self.engine) as session:
            yield session

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """Yield a session that sees what the pages did."""
        with database.reading(self.engine) as session:
            yield session

    def visitor(self, name: str) -> Visitor:
        """Return the person, signed in."""
        visitor = Visitor(self.app)
        with self.writing() as session:
            token = sessions.start(session, self.people[name], "Chromium, Linux")
        visitor.sign_in(self.people[name], token)
        return visitor

    def colleague(self) -> Visitor:
        """Return somebody else who prepares decisions of every body, signed in."""
        visitor = Visitor(self.app)
        with self.writing() as session:
            made = make.user(session, Role.PREPARER)
            visitor.sign_in(made.id, sessions.start(session, made.id, "Firefox, Windows"))
        return visitor

    def new(self, what: str) -> int:
        """Make another part of the record, to be removed; return its number."""
        with self.writing() as session:
            decision = decisions.get(session, self.decision_id)
            assert decision.assessment is not None
            day = date(2030, 1, 1 + len(decision.agenda_items) % 28)
            makers: dict[str, Callable[[], Any]] = {
                "alternative": lambda: make.alternative(session, decision, "VE1"),
                "effect": lambda: make.effect(session, decision.assessment),
                "link": lambda: links.add(
                    session,
                    make.OPERATOR,
                    decision.id,
                    {"item_id": self.free_item_id, "direction": "neutral", "reason": "Koska."},
                ),
                "line": lambda: hearings.add(
                    session, make.OPERATOR, decision.id, Participation, _LINE
                ),
                "agenda item": lambda: make.on_agenda(
                    session, decision, session.get(make.Body, self.body_id), day
                ),
            }
            number: int = makers[what]().id
            return number

    def values(self, endpoint: str) -> dict[str, Any]:
        """Return what the address of the endpoint needs; what is removed is made for it."""
        is_removal = endpoint.endswith(".remove")
        made = {
            "alternatives": ("alternative_id", "alternative", self.alternative_id),
            "effects": ("effect_id", "effect", self.effect_id),
            "links": ("link_id", "link", self.link_id),
            "hearings": ("line_id", "line", self.heard_id),
            "agenda": ("item_id", "agenda item", self.agenda_item_id),
        }
        told: dict[str, Any] = {
            "decision_id": self.decision_id,
            "meeting_id": self.meeting_id,
            "programme_id": self.programme_id,
            "document_id": self.document_id,
            "upload_id": self.upload_id,
            "item_id": self.item_id,
            "kind": "participation",
            "direction": "promotes",
            "form": "csv",
            "code": "fi",
            "filename": "vendor/eva.css",
        }
        told |= self._kept()
        room = endpoint.partition(".")[0]
        if room in made:
            name, what, standing = made[room]
            told[name] = self.new(what) if is_removal else standing
        if endpoint in ("links.new", "links.add"):
            told["item_id"] = self.item_id
        return told

    def _kept(self) -> dict[str, int]:
        """Return a version of the record; what is the asker's own is made by the asker."""
        with self.reading() as session:
            newest = session.scalars(
                select(RowVersion.id)
                .where(RowVersion.kind == "decision")
                .order_by(RowVersion.id.desc())
            ).first()
        return {"version_id": newest or 0, "draft_id": 0, "session_id": 0}

    def address(self, endpoint: str) -> str:
        """Return an address of the endpoint that leads to something."""
        rule = next(item for item in self.app.url_map.iter_rules() if item.endpoint == endpoint)
        told = self.values(endpoint)
        with self.app.test_request_context():
            from flask import url_for

            return url_for(endpoint, **{name: told[name] for name in rule.arguments})

    def method(self, endpoint: str) -> str:
        """Return GET or POST, as the endpoint takes it."""
        rule = next(item for item in self.app.url_map.iter_rules() if item.endpoint == endpoint)
        return "GET" if "GET" in (rule.methods or ()) else "POST"
