"""Hostile values in every field of every form: a clear answer each time, never a fault of ours."""

import io
import random
from pathlib import Path

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, select

from eva import database
from eva.domain.permissions import Operator
from eva.models import (
    AgendaItem,
    Alternative,
    Decision,
    Effect,
    FollowUp,
    MeasureLink,
    Participation,
)
from eva.services import demo

POSTS = 260
VALUES = (
    "",
    "x",
    "<script>alert(1)</script>",
    "' OR 1=1 --",
    "{{ 7*7 }}",
    "\x00a\x01",
    "a\r\nb\x0bc",
    "\ufffe\uffff",
    "e" * 30_000,
    "ä" * 3_000,
    "9" * 40,
    "-1",
    "1e999",
    "NaN",
    "1,5",
    "0001-01-01",
    "31.2.2024",
    "30.2.9999",
    "../../etc/passwd",
    "%s%n",
    "🏫👩‍🏫",
    "\u202eabc",
    "yes",
    "unknown",
    "positive",
    "negative",
    "VE0",
    "wellbeing/learning",
    "1",
    "0",
    "=HYPERLINK(1)",
    "save",
    "all_no",
    "full",
    "none",
    "other",
    "A" * 600,
)
FIELDS = (
    "register_number title decision_type body_id description cost_eur preparer_title version"
    " held_on presenter_title parent_register_number section attachment question_set action depth"
    " reason reason_code refers_to wellbeing environment business vitality present_state objective"
    " summary is_zero is_proposed single_alternative_reason alternative_id place direction"
    " mitigation significance horizons certainty groups areas amount_eur_per_year sources is_secret"
    " seen secrecy_basis no_links_reason hearing_duty_checked who how said changed what due_on"
    " observed responsible_title kind language variant source item"
).split()
FILES = (
    b"",
    b"PK\x03\x04 nothing",
    b'{"format": "eva-case"',
    b'{"format": "eva-case", "format_version": "9.0"}',
    b"\xd0\xcf\x11\xe0",
    b"%PDF-1.4",
)


def test_no_form_answers_with_a_fault_of_ours(app: Flask, engine: Engine) -> None:
    app.config["WTF_CSRF_ENABLED"] = False
    addresses = _addresses(engine)
    client = _signed_in(app)
    chance = random.Random(612)
    answers: dict[int, int] = {}
    for number in range(POSTS):
        address = addresses[number % len(addresses)]
        form = {name: chance.choice(VALUES) for name in FIELDS if chance.random() < 0.8}
        if chance.random() < 0.6:
            form.pop("version", None)
        if address.endswith(("agenda-item", "import")):
            form["file"] = (io.BytesIO(chance.choice(FILES)), "ä\x01.docx")  # type: ignore[assignment]
        answer = client.post(address, data=form)
        assert answer.status_code < 500, (address, answer.status_code)
        answers[answer.status_code] = answers.get(answer.status_code, 0) + 1
    print(f"{sum(answers.values())} trials, 0 faults: {answers}")
    assert sum(answers.values()) == POSTS
    assert answers[422] > 50
    _expect_clean(engine)


def _expect_clean(engine: Engine) -> None:
    """Expect no forbidden sign in any text that was kept."""
    forbidden = {"\x00", "\x01", "\x0b", "\ufffe", "\uffff", "\r"}
    with database.reading(engine) as session:
        for kind in (Decision, Alternative, Effect, MeasureLink, Participation, FollowUp):
            for row in session.scalars(select(kind)):
                for column in kind.__table__.columns:
                    value = getattr(row, column.key)
                    assert not (isinstance(value, str) and forbidden & set(value)), (kind, column)


def _signed_in(app: Flask) -> FlaskClient:
    client = app.test_client()
    form = {"username": "valmistelija", "password": demo.PASSWORD}
    assert client.post("/sign-in", data=form).status_code == 303
    return client


def _addresses(engine: Engine) -> list[str]:
    catalogues = Path(__file__).parents[3] / "catalogues"
    with database.writing(engine) as session:
        files = [catalogues / "demo" / "01-rouhialan-koulu.json"]
        files.append(catalogues / "demo" / "06-vesimaksu.json")
        files.append(catalogues / "demo" / "D1-jaahallin-hinnasto.json")
        files.append(catalogues / "demo" / "R7-ero-lautakunnasta.json")
        demo.load(session, Operator(), catalogues / "2018-2021.yaml", files)
        one = session.execute(
            select(Decision.id).where(Decision.register_number == "MliDno-2023-3655")
        ).scalar_one()
        ids = {
            kind: session.scalars(select(kind.id).order_by(kind.id)).first()
            for kind in (AgendaItem, Alternative, Effect, MeasureLink, Participation, FollowUp)
        }
        item = session.scalars(select(MeasureLink.item_id)).first()
    record, part = f"/decisions/{one}", f"/decisions/{one}/assessment"
    return [
        "/decisions/new",
        f"{record}/edit",
        f"{record}/agenda",
        f"{record}/agenda/{ids[AgendaItem]}",
        f"{record}/screening",
        f"{record}/screening/outcome",
        f"{record}/documents",
        f"{record}/agenda-item",
        f"{part}/background",
        f"{part}/summary",
        f"{part}/alternatives",
        f"{part}/alternatives/{ids[Alternative]}",
        f"{part}/alternatives/reason",
        f"{part}/effects/new",
        f"{part}/effects/{ids[Effect]}",
        f"{part}/matrix",
        f"{part}/links/none",
        f"{part}/links/new/{item}",
        f"{part}/links/{ids[MeasureLink]}",
        f"{part}/participation/duty",
        f"{part}/participation/lines",
        f"{part}/participation/lines/{ids[Participation]}",
        f"{part}/follow-up/lines",
        f"{part}/follow-up/lines/{ids[FollowUp]}",
        "/cases/import",
    ]
