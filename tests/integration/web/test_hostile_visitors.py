"""Attacks on what belongs to one person: drafts, sessions, history; and on addresses."""

import re
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Table, func, select, update

from eva import database
from eva.app import create_app
from eva.models import Base, Decision, Draft, Presence, RowVersion, SignInAttempt, WebSession
from eva.models.base import now
from eva.services import drafts, sessions
from eva.settings import Settings
from tests import make
from tests.integration.town import PEOPLE, Town
from tests.integration.visitor import Page, Visitor
from tests.trials import share_of

PASSWORD = "mikkeli-kokeilu-2026"
TYPED = "Tämä on minun luonnokseni, ei kenenkään muun."
OUTSIDE = (
    *("//evil.example", "///evil.example", "////evil.example", "/\\evil.example"),
    *(
        "/\\/evil.example",
        "\\\\evil.example",
        "\\/evil.example",
        "https://evil.example",
        "https:evil.example",
    ),
    *("http:/evil.example", "HTTPS://EVIL.EXAMPLE", "ftp://evil.example", "javascript:alert(1)"),
    *("JaVaScRiPt:alert(1)", "java\tscript:alert(1)", "data:text/html,x", "vbscript:x", "blob:x"),
    *("\t//evil.example", "\n//evil.example", " //evil.example", "\x00//evil.example"),
    *("/\t/evil.example", "/\n/evil.example", "/\r/evil.example", "/\x0b/evil.example"),
    *("/\x00/evil.example", "/\x1f/evil.example", "\ufeff//evil.example", "\u00a0//evil.example"),
    *("\u2028//evil.example", "\uff0f\uff0fevil.example", "\u3000//evil.example", "evil.example"),
    *("@evil.example", ":@evil.example", "?//evil.example", "#//evil.example", ".//evil.example"),
    *("..//evil.example", "https://localhost@evil.example", "https://evil.example/decisions"),
    *("https:///evil.example", "https:\\\\evil.example", "http://evil.example:80"),
    *(
        "//evil%00.example",
        "//[::1]",
        "//0x7f000001",
        "file:///etc/passwd",
        "mailto:x@evil.example",
        "x" * 10_000,
    ),
    *("/\r\nLocation: https://evil.example", "/\r\n\r\n<script>alert(1)</script>"),
)
"""Addresses that lead, or could lead, off the site."""


def effect_path(town: Town) -> str:
    return f"/decisions/{town.decision_id}/assessment/effects/{town.effect_id}"


def summary_path(town: Town) -> str:
    return f"/decisions/{town.decision_id}/assessment/summary"


def rows(town: Town, leave: set[str]) -> dict[str, Any]:
    with town.reading() as session:
        return {
            table.name: session.execute(select(table).order_by(*table.primary_key)).all()
            for table in Base.metadata.sorted_tables
            if isinstance(table, Table) and table.name not in leave
        }


def kept(visitor: Visitor, town: Town, **changes: Any) -> Page:
    """Keep a draft of the summary, as the page's script does."""
    form = visitor.get(summary_path(town)).form("")
    sent = {**form, "summary": TYPED, "draft_number": 1, "draft_place": summary_path(town)}
    return visitor.post("/drafts", {**sent, **changes, "csrf_token": visitor.token()})


def test_nobody_reaches_a_draft_by_guessing_its_number(town: Town, tell: Any) -> None:
    kept(town.visitor("preparer"), town)
    with town.reading() as session:
        number = session.scalars(select(Draft.id)).one()
    trials = 0
    for name in set(PEOPLE) - {"preparer"}:
        visitor = town.visitor(name)
        for guess in (number, number - 1, number + 1, 0, 2**31 - 1, 2**31, 2**63, 10**30):
            for page in (
                visitor.get(f"/drafts/{guess}"),
                visitor.post(f"/drafts/{guess}/discard", {"back": "page"}),
            ):
                assert page.status == 404
                assert TYPED not in page.text
                trials += 1
        assert TYPED not in visitor.get("/drafts").text
    with town.reading() as session:
        assert session.scalars(select(Draft.id)).all() == [number]
    tell(f"{trials} trials, 0 drafts of others shown or removed")


def test_a_form_key_of_another_person_opens_nothing_of_theirs(town: Town) -> None:
    own, other = town.visitor("preparer"), town.colleague()
    assert kept(own, town).status == 200
    key = own.get(summary_path(town)).form("")["form_key"][0]
    told = {"form_key": key, "summary": "Vieras teksti.", "draft_number": 9}
    assert kept(other, town, **told).status == 200
    assert not other.client.get(f"/drafts/taken?form_key={key}").get_json()["taken"]
    sent = {**other.get(summary_path(town)).form(""), "form_key": key, "summary": "Vieras."}
    assert other.post(summary_path(town), {**sent, "csrf_token": other.token()}).status == 303
    with town.reading() as session:
        mine = session.scalars(select(Draft).where(Draft.user_id == own.user_id)).one()
        assert dict(mine.fields)["summary"] == TYPED
    assert own.get(summary_path(town)).form("")["summary"] == [TYPED]


@pytest.mark.parametrize(
    "change",
    [
        lambda key: key[:-1] + ("0" if key[-1] != "0" else "1"),
        lambda key: key.replace(".", ".0", 1),
        lambda key: key.upper(),
        lambda key: f"{key}\n",
        lambda key: f"{key}0",
        lambda key: key.partition(".")[0],
        lambda key: re.sub(r"\.([0-9]+)\.", ".999999999.", key),
        lambda key: re.sub(r"\.([0-9]+)\.", ".٣.", key),
        lambda key: "0" * 16 + ".1." + "0" * 32,
        lambda key: "",
    ],
)
def test_a_forged_form_key_keeps_nothing_for_anybody(town: Town, change: Any) -> None:
    visitor = town.visitor("preparer")
    form = {**visitor.get(summary_path(town)).form(""), "summary": TYPED}
    form["form_key"] = [change(form["form_key"][0])]
    stranger = Visitor(town.app)
    page = stranger.post(summary_path(town), {**form, "csrf_token": stranger.token()})
    assert page.status == 401
    with town.reading() as session:
        assert session.scalars(select(Draft.id)).all() == []


@pytest.mark.parametrize("field", ["draft_place", "form_page"])
def test_a_draft_leads_nowhere_off_the_site(town: Town, field: str, tell: Any) -> None:
    visitor = town.visitor("preparer")
    form = {**visitor.get(summary_path(town)).form(""), "summary": TYPED, "draft_number": 1}
    told = {**form, "draft_place": summary_path(town), "csrf_token": visitor.token()}
    for number, address in enumerate(OUTSIDE, 1):
        answer = visitor.post("/drafts", {**told, "draft_number": number, field: address})
        assert answer.status in (200, 400), address
        with town.writing() as session:
            for draft in session.scalars(select(Draft)):
                assert re.match(r"/(?![/\\])[!-~]*$", draft.page), address
                assert re.match(r"/(?![/\\])[!-~]*$", draft.place), address
                session.delete(draft)
    tell(f"{len(OUTSIDE)} addresses, 0 kept that lead off the site")


def test_keeping_drafts_changes_no_other_row(town: Town, tell: Any) -> None:
    visitor = town.visitor("preparer")
    form = visitor.get(effect_path(town)).form("")
    before = rows(town, {"draft", "web_session"})
    places = [f"/decisions/{town.decision_id}{part}" for part in ("", "/edit", "/documents")]
    places += [effect_path(town), f"{effect_path(town)}/remove", "/sign-out", "/cases/import"]
    places += ["/account/sessions/end-others", f"/decisions/{town.decision_id}/approve", "/"]
    for number, place in enumerate(places, 1):
        told = {**form, "action": "save", "password": PASSWORD, "old_password": PASSWORD}
        sent = {**told, "draft_place": place, "draft_number": number, "description": TYPED}
        answer = visitor.post("/drafts", {**sent, "csrf_token": visitor.token()})
        assert answer.status == 200, (place, answer.text)
    assert rows(town, {"draft", "web_session"}) == before
    with town.reading() as session:
        texts = str(session.scalars(select(Draft.fields)).all())
    assert PASSWORD not in texts
    tell(f"{len(places)} drafts, 0 other rows changed")


def test_a_draft_tells_no_title_to_somebody_who_may_read_no_record(town: Town) -> None:
    visitor = town.visitor("nobody")
    with town.reading() as session:
        title = session.get_one(Decision, town.decision_id).title
    told = {"form_key": f"{'0' * 16}.{visitor.user_id}.{'0' * 32}", "form_page": "/drafts"}
    told |= {"draft_place": f"/decisions/{town.decision_id}/edit", "draft_number": "1"}
    assert visitor.post("/drafts", {**told, "summary": TYPED}).status == 200
    page = visitor.get("/drafts")
    assert "/drafts" in page.text
    assert title not in page.text


def test_drafts_beyond_the_limit_push_out_the_oldest_of_the_same_person_alone(town: Town) -> None:
    kept(town.visitor("preparer"), town)
    other = town.colleague()
    with town.writing() as session:
        for number in range(drafts.MOST + 5):
            told = drafts.Typed(f"/x/{number}", "/x", "", f"k{number}", [("summary", TYPED)])
            drafts.keep(session, other.user_id or 0, told)
    with town.reading() as session:
        counts = select(Draft.user_id, func.count(Draft.id)).group_by(Draft.user_id)
        assert dict(session.execute(counts).all()) == {
            town.people["preparer"]: 1,
            other.user_id: drafts.MOST,
        }
        assert session.scalars(select(Draft.id).where(Draft.place == "/x/4")).all() == []
    long = kept(other, town, summary="ä" * 1_000_001)
    assert (long.status, long.text.strip()) == (422, '{"error":"too_long"}')
    many = {f"kenttä{number}": "x" for number in range(6_000)}
    assert kept(other, town, **many).status < 500


def test_no_old_session_is_accepted_anywhere(town: Town, tell: Any) -> None:
    """Each way of ending, each page: the old cookie opens none."""
    visitor = town.visitor("preparer")
    token = str(visitor.client.get_cookie("eva").value)  # type: ignore[union-attr]
    visitor.post("/sign-out")
    guesses = [token, token[:-1] + "A", "A" * 43, "", "x" * 5_000, "0", "' OR 1=1", "é" * 43]
    with town.reading() as session:
        hashes = session.scalars(select(WebSession.token_hash)).all()
    guesses += [*hashes, sessions.hash_of(token)]
    closed = [
        "/", "/account", "/drafts", "/decisions", "/session/left", "/session/token",
        summary_path(town), effect_path(town), f"/decisions/{town.decision_id}/history",
    ]  # fmt: skip
    trials = 0
    for guess in guesses:
        for path in closed:
            client = town.app.test_client()
            answer = client.get(path, headers={"Cookie": f"eva={guess}".encode().decode("latin-1")})
            assert answer.status_code == 303, (guess, path)
            assert answer.headers["Location"].startswith("/sign-in"), (guess, path)
            trials += 1
    tell(f"{trials} trials, 0 accepted")


@pytest.mark.parametrize(
    "ended",
    [
        {"seen_at": timedelta(minutes=120, seconds=1)},
        {"started_at": timedelta(hours=12, seconds=1)},
        {"seen_at": timedelta(days=300), "started_at": timedelta(days=300)},
    ],
)
def test_a_session_that_time_ended_is_not_revived_by_anything(
    town: Town, ended: dict[str, timedelta]
) -> None:
    visitor = town.visitor("preparer")
    with town.writing() as session:
        session.execute(update(WebSession).values({key: now() - old for key, old in ended.items()}))
    assert visitor.post("/session/continue").status == 401
    assert visitor.client.get("/session/token").status_code == 303
    assert visitor.get("/language/sv?next=/account").location == "/account"
    assert visitor.get("/account").status == 303


def test_sessions_of_others_are_not_ended(town: Town, tell: Any) -> None:
    town.visitor("preparer")
    trials = 0
    for name in set(PEOPLE) - {"preparer"}:
        visitor = town.visitor(name)
        with town.reading() as session:
            owners = select(WebSession.id).where(WebSession.user_id != visitor.user_id)
            numbers = session.scalars(owners).all()
        for number in (*numbers, 0, 2**31, 2**63):
            assert visitor.post(f"/account/sessions/{number}/end").status == 404
            trials += 1
        assert visitor.post("/account/sessions/end-others").status == 303
    with town.reading() as session:
        assert len(set(session.scalars(select(WebSession.user_id)))) == len(PEOPLE)
    tell(f"{trials} trials, 0 sessions of others ended")


def test_presence_is_told_to_those_alone_who_write_in_the_record(town: Town, tell: Any) -> None:
    writer, place = town.visitor("preparer"), effect_path(town)
    assert writer.post("/presence", {"place": place}).status == 200
    for name in ("viewer", "steering", "admin", "other preparer", "nobody"):
        page = town.visitor(name).post("/presence", {"place": place})
        assert page.status == 403, name
    with town.reading() as session:
        assert set(session.scalars(select(Presence.user_id))) == {town.people["preparer"]}
    outside = [*OUTSIDE, "/", "/account", "/decisions/", "/decisions/1", "/decisions/x/y", ""]
    outside += ["/decisions/٣/edit", f"/decisions/{10**12}/edit", "/decisions/-1/edit"]
    for address in outside:
        assert writer.post("/presence", {"place": address}).status == 400, address
    assert writer.post("/presence", {"place": "/decisions/999999999/edit"}).status == 404
    tell(f"{len(outside)} addresses and 5 people, 0 told")


def test_a_history_with_secrets_is_closed_to_who_may_not_read_them(town: Town) -> None:
    writer = town.visitor("preparer")
    path = f"/decisions/{town.decision_id}/history"
    assert "salaisuus" in writer.get(path).text
    with town.reading() as session:
        secret = select(RowVersion.id).where(
            RowVersion.kind == "effect", RowVersion.row_id == town.secret_effect_id
        )
        number = session.scalars(secret).first()
    before = rows(town, {"web_session", "draft"})
    for name in ("viewer", "steering", "admin", "other preparer", "nobody"):
        visitor = town.visitor(name)
        for page in (
            visitor.get(path),
            visitor.get(f"{path}?below=999"),
            visitor.post(f"{path}/{number}/restore", {"revision": "9", "field": "description"}),
        ):
            assert page.status == 403, name
            assert "salaisuus" not in page.text
    assert rows(town, {"web_session", "draft"}) == before


def test_a_version_is_restored_in_its_own_record_by_its_own_writers_alone(town: Town) -> None:
    with town.writing() as session:
        other = make.assessed(session)
        make.effect(session, other)
        number, revision = other.decision_id, other.decision.revision
    with town.reading() as session:
        own = select(RowVersion).where(RowVersion.decision_id == town.decision_id)
        versions = session.scalars(own).all()
    before = rows(town, {"web_session", "draft", "submission"})
    visitor = town.visitor("preparer")
    with town.writing() as session:
        made = make.user(session, make.Role.PREPARER)
        both = Visitor(town.app)
        both.sign_in(made.id, sessions.start(session, made.id, ""))
    before["user"] = rows(town, set())["user"]
    before["role_grant"] = rows(town, set())["role_grant"]
    before["audit_event"] = rows(town, set())["audit_event"]
    for version in versions:
        path = f"/decisions/{number}/history/{version.id}/restore"
        for field in ("", "title", "description", "id", "version", "decision_id", "said"):
            told = {"revision": str(revision), "field": field}
            assert both.post(path, told).status == 404, (version.kind, field)
        own_path = f"/decisions/{town.decision_id}/history/{version.id}/restore"
        for stale in ("0", "1", "-1", "x", "9" * 30, "", "١"):
            assert visitor.post(own_path, {"revision": stale}).status == 409, stale
    assert rows(town, {"web_session", "draft", "submission"}) == before


def test_a_secretary_restores_no_text_of_the_assessment(town: Town) -> None:
    with town.reading() as session:
        kinds = select(RowVersion).where(RowVersion.kind.in_(["effect", "alternative"]))
        versions = session.scalars(kinds).all()
    visitor = town.visitor("secretary")
    page = visitor.get(f"/decisions/{town.decision_id}/history")
    revision = page.tree.xpath("//input[@name='revision']/@value")[0]
    before = rows(town, {"web_session", "draft"})
    for version in versions:
        path = f"/decisions/{town.decision_id}/history/{version.id}/restore"
        assert visitor.post(path, {"revision": revision}).status == 403, version.kind
    assert rows(town, {"web_session", "draft"}) == before


def test_nobody_is_led_off_the_site_after_sign_in_or_with_a_language(town: Town, tell: Any) -> None:
    with town.writing() as session:
        make.user(session, make.Role.PREPARER, username="vilma", password=PASSWORD)
    assert len(OUTSIDE) >= 50
    inside = town.visitor("preparer")
    for address in OUTSIDE:
        stranger = Visitor(town.app)
        told = {"username": "vilma", "password": PASSWORD, "next": address}
        for page in (
            stranger.post("/sign-in", told),
            inside.get("/sign-in", query_string={"next": address}),
            inside.get("/language/fi", query_string={"next": address}),
            Visitor(town.app).get("/language/sv", query_string={"next": address}),
        ):
            assert page.status == 303, address
            assert re.fullmatch(r"/(?![/\\])[!-~]*", page.location), (address, page.location)
            assert not re.match(r"/(%0[0-9a-f]|%1[0-9a-f])*[/\\]", page.location, re.IGNORECASE)
    tell(f"{4 * len(OUTSIDE)} trials, 0 led off the site")


@pytest.mark.parametrize("header", ["Host", "X-Forwarded-Host", "Forwarded", "X-Original-URL"])
def test_no_answer_takes_its_address_from_a_header(town: Town, header: str) -> None:
    told = {header: "host=evil.example" if header == "Forwarded" else "evil.example"}
    visitor = town.visitor("preparer")
    for endpoint in ("desk.show", "effects.edit", "history.index", "auth.sign_in"):
        page = visitor.get(town.address(endpoint), headers=told)
        assert "evil.example" not in page.text
        assert "evil.example" not in str(page.headers)
    page = visitor.post(summary_path(town), headers=told)
    assert "evil.example" not in page.location + page.text
    assert "evil.example" not in Visitor(town.app).get("/account", headers=told).location


def test_cookies_over_https_belong_to_the_host_alone(settings: Settings) -> None:
    app = create_app(replace(settings, https=True))
    engine = app.extensions["eva_engine"]
    try:
        with database.writing(engine) as session:
            make.user(session, make.Role.PREPARER, username="vilma", password=PASSWORD)
        app.config["WTF_CSRF_ENABLED"] = False
        client = app.test_client()
        told = {"username": "vilma", "password": PASSWORD}
        set_by = [
            client.get("/sign-in", base_url="https://localhost"),
            client.post("/sign-in", data=told, base_url="https://localhost"),
            client.post("/sign-out", base_url="https://localhost"),
        ]
        for answer in set_by:
            (cookie,) = answer.headers.getlist("Set-Cookie")
            name, *attributes = (part.strip() for part in cookie.split(";"))
            assert re.fullmatch(r"__Host-eva=[A-Za-z0-9_-]{43}", name)
            assert set(attributes) == {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"}
        language = client.get("/language/sv", base_url="https://localhost").headers["Set-Cookie"]
        for wanted in ("Secure", "HttpOnly", "SameSite=Lax", "Path=/"):
            assert wanted in language
        assert "Domain" not in language
    finally:
        engine.dispose()


@pytest.mark.parametrize("name", PEOPLE)
def test_reading_changes_nothing(town: Town, name: str) -> None:
    """All but when the session was last used; and the language, which is chosen by a link."""
    visitor = town.visitor(name)
    pages = [
        rule.endpoint
        for rule in town.app.url_map.iter_rules()
        if "GET" in (rule.methods or ()) and rule.endpoint != "static"
    ]
    addresses = [town.address(endpoint) for endpoint in pages]
    before = rows(town, {"web_session"})
    for address in addresses:
        assert visitor.get(address).status < 500, address
        assert visitor.get(address, method="HEAD").status < 500, address
    assert rows(town, {"web_session"}) == before


def test_hostile_headers_are_no_fault(town: Town, tell: Any) -> None:
    from tests.hostile import Supply

    supply, visitor = Supply(7), town.visitor("preparer")
    token = str(visitor.client.get_cookie("eva").value)  # type: ignore[union-attr]
    names = (
        *("User-Agent", "Referer", "Origin", "Accept-Language", "X-Requested-With", "Accept"),
        *("Sec-Fetch-Site", "If-None-Match", "Range", "X-Forwarded-For", "Authorization"),
    )
    for _ in range(share_of(1_000)):
        told = {name: _header(supply.next()) for name in names}
        cookie = f"eva={token}; eva_language={_header(supply.next())}; x={_header(supply.next())}"
        client = town.app.test_client(use_cookies=False)
        for path in ("/account", "/sign-in", "/language/sv", "/static/vendor/eva.css"):
            answer = client.get(path, headers={**told, "Cookie": cookie})
            assert answer.status_code < 500, (path, told)
            answer.close()
        told.pop("Sec-Fetch-Site")
        fields = {"csrf_token": supply.next().encode(errors="replace"), "summary": "x"}
        answer = client.post(
            summary_path(town), data=fields, headers={**told, "Cookie": f"eva={token}"}
        )
        assert answer.status_code in (400, 403), answer.status_code
    tell(f"{supply.given} values in headers, cookies and tokens, 0 answers 5xx")


def _header(text: str) -> str:
    """Return the text as a server lets it through: bytes without line breaks."""
    return re.sub(r"[\r\n\x00]", "", text)[:2_000].encode(errors="replace").decode("latin-1")


def test_old_attempts_to_sign_in_are_cleared_away(town: Town) -> None:
    with town.writing() as session:
        session.add(SignInAttempt(username="vilma", at=now() - timedelta(days=2)))
        session.add(SignInAttempt(username="vilma"))
    town.visitor("preparer")
    with town.reading() as session:
        assert len(session.scalars(select(SignInAttempt.id)).all()) == 1
