"""Drafts: kept while one types, offered to the same person, never to another, changing nothing."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Table, delete, select, update

from eva.models import Base, Draft, RoleGrant, User, WebSession
from eva.models.base import now
from eva.services import sessions, users
from tests import make
from tests.integration.town import Town
from tests.integration.visitor import Page, Visitor

TYPED = "Kirjoitin tätä koko aamupäivän.\nToinen rivi: ÄÖÅ & <b> 🙂"
OWN_TABLES = {"draft", "web_session", "presence"}

PLACES: dict[str, tuple[str, str, str]] = {
    "decision": ("edit", "edit", "description"),
    "new decision": ("/decisions/new", "/decisions/new", "description"),
    "screening": ("screening", "screening", "reason"),
    "background": ("assessment/background", "assessment/background", "present_state"),
    "summary": ("assessment/summary", "assessment/summary", "summary"),
    "new alternative": ("assessment/alternatives", "assessment/alternatives", "description"),
    "alternative": (
        "assessment/alternatives/{alternative_id}",
        "assessment/alternatives/{alternative_id}",
        "description",
    ),
    "one alternative": (
        "assessment/alternatives",
        "assessment/alternatives/reason",
        "single_alternative_reason",
    ),
    "new effect": ("assessment/effects/new", "assessment/effects/new", "description"),
    "effect": ("assessment/effects/{effect_id}", "assessment/effects/{effect_id}", "mitigation"),
    "new link": ("assessment/links/new/{item_id}", "assessment/links/new/{item_id}", "reason"),
    "link": ("assessment/links/{link_id}", "assessment/links/{link_id}", "reason"),
    "new hearing": ("assessment/participation", "assessment/participation/lines", "said"),
    "hearing": (
        "assessment/participation/lines/{heard_id}",
        "assessment/participation/lines/{heard_id}",
        "said",
    ),
    "new follow-up": ("assessment/follow-up", "assessment/follow-up/lines", "what"),
    "follow-up": (
        "assessment/follow-up/lines/{due_id}",
        "assessment/follow-up/lines/{due_id}",
        "observed",
    ),
}
"""Form -> its page, the address that it's sent to, and a field that people write in."""


def address(town: Town, path: str) -> str:
    if path.startswith("/"):
        return path
    return f"/decisions/{town.decision_id}/" + path.format(**vars(town))


def opened(visitor: Visitor, town: Town, name: str) -> dict[str, list[str]]:
    page, target, _ = PLACES[name]
    found = visitor.get(address(town, page))
    assert found.status == 200, (name, found.status)
    return found.form(address(town, target) if page != target else "")


def kept(
    visitor: Visitor, town: Town, name: str, typed: str = TYPED, number: int = 1
) -> dict[str, Any]:
    """Open the form and keep a draft of it, as the page's script does; return what was sent."""
    _, target, field = PLACES[name]
    form = {**opened(visitor, town, name), field: [typed]}
    sent = {**form, "draft_number": number, "draft_place": address(town, target)}
    answer = visitor.post("/drafts", {**sent, "draft_title": name, "csrf_token": visitor.token()})
    assert answer.status == 200, answer.text
    return form


def typed_in(field: str) -> str:
    """Return the text as the field holds it: what is a line has no breaks."""
    return " ".join(TYPED.split()) if field == "what" else TYPED


def rows(town: Town, leave: set[str]) -> dict[str, Any]:
    with town.reading() as session:
        return {
            table.name: session.execute(select(table).order_by(*table.primary_key)).all()
            for table in Base.metadata.sorted_tables
            if isinstance(table, Table) and table.name not in leave
        }


@pytest.mark.parametrize("name", PLACES)
def test_a_draft_is_offered_to_its_writer_and_to_nobody_else(town: Town, name: str) -> None:
    writer, other = town.visitor("preparer"), town.visitor("preparer")
    with town.writing() as session:
        again = make.user(session, make.Role.PREPARER)
        other.sign_in(again.id, sessions.start(session, again.id, ""))
    kept(writer, town, name)
    field = PLACES[name][2]
    assert opened(writer, town, name)[field] == [typed_in(field)]
    assert TYPED not in str(opened(other, town, name))
    assert "Jatka siitä mihin jäit" in writer.get("/").words
    assert name in writer.get("/").words
    assert name not in other.get("/").words


def test_keeping_a_draft_changes_nothing_else(town: Town) -> None:
    visitor = town.visitor("preparer")
    before = rows(town, OWN_TABLES)
    for name in PLACES:
        kept(visitor, town, name)
    form = kept(visitor, town, "screening")
    data = {**form, "action": "save", "draft_number": 5, "draft_place": "/decisions/1/screening"}
    assert visitor.post("/drafts", {**data, "csrf_token": visitor.token()}).status == 200
    assert rows(town, OWN_TABLES) == before


def test_an_older_save_that_comes_late_changes_nothing(town: Town) -> None:
    visitor = town.visitor("preparer")
    form = opened(visitor, town, "summary")
    place = address(town, "assessment/summary")
    for number, text in ((1, "yksi"), (3, "kolme"), (2, "kaksi"), (3, "toinen kolme")):
        sent = {**form, "summary": text, "draft_number": number, "draft_place": place}
        assert visitor.post("/drafts", {**sent, "csrf_token": visitor.token()}).status == 200
    assert opened(visitor, town, "summary")["summary"] == ["kolme"]


def test_two_windows_have_two_drafts(town: Town) -> None:
    visitor = town.visitor("preparer")
    first, second = opened(visitor, town, "summary"), opened(visitor, town, "summary")
    place = address(town, "assessment/summary")
    for form, text in ((first, "ensimmäinen"), (second, "toinen")):
        sent = {**form, "summary": text, "draft_number": 1, "draft_place": place}
        assert visitor.post("/drafts", {**sent, "csrf_token": visitor.token()}).status == 200
    page = visitor.get(place)
    assert "Muissa ikkunoissa" in page.words
    with town.reading() as session:
        assert len(session.scalars(select(Draft)).all()) == 2


def test_two_windows_that_open_the_same_draft_keep_both_texts(town: Town) -> None:
    visitor = town.visitor("preparer")
    kept(visitor, town, "summary", "alku")
    windows = [opened(visitor, town, "summary") for _ in range(2)]
    assert [form["summary"] for form in windows] == [["alku"], ["alku"]]
    place = address(town, "assessment/summary")
    for form, text in zip(windows, ("ensimmäinen", "toinen"), strict=True):
        sent = {**form, "summary": text, "draft_number": 1, "draft_place": place}
        assert visitor.post("/drafts", {**sent, "csrf_token": visitor.token()}).status == 200
    with town.reading() as session:
        fields = [dict(draft.fields) for draft in session.scalars(select(Draft))]
    assert {told["summary"] for told in fields} == {"ensimmäinen", "toinen"}


def test_going_on_with_a_draft_leaves_one_and_sending_it_none(town: Town) -> None:
    visitor = town.visitor("preparer")
    kept(visitor, town, "summary", "alku")
    form = kept(visitor, town, "summary", "jatko")
    with town.reading() as session:
        assert [dict(draft.fields)["summary"] for draft in session.scalars(select(Draft))] == [
            "jatko"
        ]
    form = opened(visitor, town, "summary")
    path = address(town, "assessment/summary")
    assert visitor.post(path, {**form, "csrf_token": visitor.token()}).status == 303
    with town.reading() as session:
        assert session.scalars(select(Draft.id)).all() == []


def test_sending_the_form_removes_its_draft(town: Town) -> None:
    visitor = town.visitor("preparer")
    form = kept(visitor, town, "summary", "Lyhyesti.")
    sent = visitor.post(
        address(town, "assessment/summary"), {**form, "csrf_token": visitor.token()}
    )
    assert sent.status == 303
    with town.reading() as session:
        assert session.scalars(select(Draft.id)).all() == []
    assert visitor.client.get(f"/drafts/taken?form_key={form['form_key'][0]}").get_json() == {
        "taken": True
    }


def test_a_draft_is_shown_and_discarded(town: Town) -> None:
    visitor = town.visitor("preparer")
    kept(visitor, town, "effect")
    with town.reading() as session:
        number = session.scalars(select(Draft.id)).one()
    assert "Kirjoitin tätä koko aamupäivän." in visitor.get(f"/drafts/{number}").words
    assert town.visitor("presenter").get(f"/drafts/{number}").status == 404
    assert town.visitor("presenter").post(f"/drafts/{number}/discard").status == 404
    assert visitor.post(f"/drafts/{number}/discard").location == "/drafts"
    assert "Luonnoksia ei ole" in visitor.get("/drafts").words


def test_a_discarded_draft_leads_back_to_its_form(town: Town) -> None:
    visitor = town.visitor("preparer")
    kept(visitor, town, "summary")
    with town.reading() as session:
        number = session.scalars(select(Draft.id)).one()
    gone = visitor.post(f"/drafts/{number}/discard", {"back": "page"})
    assert gone.location == address(town, "assessment/summary")
    assert opened(visitor, town, "summary")["summary"] == [""]


def end_by_time(town: Town, visitor: Visitor) -> None:
    with town.writing() as session:
        session.execute(update(WebSession).values(seen_at=now() - timedelta(hours=3)))


def end_by_sign_out_elsewhere(town: Town, visitor: Visitor) -> None:
    visitor.post("/sign-out")


def end_by_deletion(town: Town, visitor: Visitor) -> None:
    with town.writing() as session:
        session.execute(delete(WebSession))


def end_by_losing_the_cookie(town: Town, visitor: Visitor) -> None:
    visitor.client.delete_cookie("eva")


@pytest.mark.parametrize("name", PLACES)
@pytest.mark.parametrize(
    "end", [end_by_time, end_by_sign_out_elsewhere, end_by_deletion, end_by_losing_the_cookie]
)
def test_a_form_sent_after_the_session_ended_waits_for_its_writer(
    town: Town, name: str, end: Any
) -> None:
    visitor = town.visitor("preparer")
    _, target, field = PLACES[name]
    form = {**opened(visitor, town, name), field: [TYPED], "action": "save"}
    end(town, visitor)
    page = visitor.post(address(town, target), {**form, "csrf_token": visitor.token()})
    assert page.status == 401
    assert "Kirjoittamasi on tallessa luonnoksena" in page.words
    assert "Toinen rivi: ÄÖÅ & <b> 🙂" in page.words
    back = town.visitor("preparer")
    assert opened(back, town, name)[field] == [typed_in(field)]
    with town.reading() as session:
        owners = session.scalars(select(Draft.user_id)).all()
    assert owners == [town.people["preparer"]]


def test_what_somebody_else_opened_is_never_kept_for_me(town: Town) -> None:
    visitor = town.visitor("preparer")
    form = opened(visitor, town, "summary")
    owner = form["form_key"][0].split(".")
    forged = f"{owner[0]}.{town.people['presenter']}.{owner[2]}"
    end_by_time(town, visitor)
    sent = {**form, "form_key": forged, "summary": TYPED, "csrf_token": visitor.token()}
    page = visitor.post(address(town, "assessment/summary"), sent)
    assert page.status == 401
    assert "Toinen rivi" in page.words
    with town.reading() as session:
        assert session.scalars(select(Draft.id)).all() == []


def test_a_text_whose_role_was_taken_is_shown_and_kept(town: Town) -> None:
    visitor = town.visitor("preparer")
    form = {**opened(visitor, town, "summary"), "summary": [TYPED]}
    with town.writing() as session:
        session.execute(delete(RoleGrant).where(RoleGrant.user_id == town.people["preparer"]))
    page = visitor.post(
        address(town, "assessment/summary"), {**form, "csrf_token": visitor.token()}
    )
    assert page.status == 403
    assert "Toinen rivi" in page.words
    with town.reading() as session:
        number = session.scalars(select(Draft.id)).one()
    assert "Toinen rivi" in visitor.get(f"/drafts/{number}").words


def test_a_text_about_what_was_removed_is_shown_and_kept(town: Town) -> None:
    visitor = town.visitor("preparer")
    number = town.new("effect")
    path = f"/decisions/{town.decision_id}/assessment/effects/{number}"
    form = {**visitor.get(path).form(""), "description": [TYPED]}
    assert town.visitor("preparer").post(f"{path}/remove").status == 303
    page: Page = visitor.post(path, {**form, "csrf_token": visitor.token()})
    assert page.status == 404
    assert "Toinen rivi" in page.words
    assert "luonnoksena" in page.words


def test_a_text_sent_by_somebody_who_was_closed_out_is_shown_only(town: Town) -> None:
    visitor = town.visitor("preparer")
    form = {**opened(visitor, town, "summary"), "summary": [TYPED]}
    with town.writing() as session:
        person = session.get_one(User, town.people["preparer"])
        users.set_active(session, make.OPERATOR, person, False)
    page = visitor.post(
        address(town, "assessment/summary"), {**form, "csrf_token": visitor.token()}
    )
    assert page.status == 401
    assert "Toinen rivi" in page.words
    with town.reading() as session:
        assert session.scalars(select(Draft.id)).all() == []


def test_a_script_learns_that_the_session_has_ended(town: Town) -> None:
    visitor = town.visitor("preparer")
    form = opened(visitor, town, "summary")
    end_by_time(town, visitor)
    answer = visitor.client.post("/drafts", data={**form}, headers={"X-Requested-With": "fetch"})
    assert (answer.status_code, answer.get_json()) == (401, {"error": "ended"})


def test_a_script_learns_that_the_token_is_another(town: Town) -> None:
    visitor = town.visitor("preparer")
    answer = visitor.client.post(
        "/drafts", data={"csrf_token": "old"}, headers={"X-Requested-With": "fetch"}
    )
    assert (answer.status_code, answer.get_json()) == (403, {"error": "token"})
    fresh = visitor.client.get("/session/token").get_json()
    assert fresh["person"] == town.people["preparer"]
    answer = visitor.client.post("/drafts", data={"csrf_token": fresh["token"]})
    assert answer.status_code == 400


@pytest.mark.parametrize(
    "place", ["", "//evil.example", "/\\evil", "javascript:alert(1)", "/" + "a" * 400, "/a b"]
)
def test_a_draft_of_no_page_of_ours_is_refused(town: Town, place: str) -> None:
    visitor = town.visitor("preparer")
    form = opened(visitor, town, "summary")
    sent = {**form, "draft_number": 1, "draft_place": place, "csrf_token": visitor.token()}
    assert visitor.post("/drafts", sent).status == 400


def test_a_draft_longer_than_a_megabyte_is_refused_with_its_reason(town: Town) -> None:
    visitor = town.visitor("preparer")
    form = {**opened(visitor, town, "summary"), "summary": "ä" * 1_000_001}
    place = address(town, "assessment/summary")
    sent = {**form, "draft_number": 1, "draft_place": place, "csrf_token": visitor.token()}
    answer = visitor.post("/drafts", sent)
    assert (answer.status, answer.text.strip()) == (422, '{"error":"too_long"}')
