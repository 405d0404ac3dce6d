"""Every address is closed unless it's named; the table of who may what is written by hand."""

import pytest
from flask import Flask

from eva.domain.permissions import Permission
from eva.web.access import ACCESS, PUBLIC, SIGNED_IN
from tests.integration.town import PEOPLE, Town
from tests.integration.visitor import Visitor

EVERYBODY = set(PEOPLE) - {"nobody"}
PREPARER = {"preparer", "colleague"}
SECRETARIAT = {"preparer", "colleague", "secretary"}
WRITERS = {"preparer", "colleague", "other preparer", "secretary"}
TABLE: dict[str, set[str]] = {
    **{
        key: set(PEOPLE)
        for key in [
            "static",
            "auth.sign_in",
            "auth.enter",
            "auth.sign_out",
            "information.accessibility",
            "information.choose_language",
            "information.health",
            "desk.show",
        ]
    },
    **dict.fromkeys(
        [
            "decisions.index",
            "decisions.show",
            "search.index",
            "assessments.show",
            "checks.show",
            "documents.fetch",
            "cases.export",
            "meetings.index",
            "meetings.show",
            "programmes.index",
            "programmes.item",
        ],
        EVERYBODY,
    ),
    **{
        key: set(PEOPLE)
        for key in [
            "account.show",
            "account.change_password",
            "account.end",
            "account.end_others",
            "account.left",
            "account.go_on",
            "account.token",
            "drafts.index",
            "drafts.show",
            "drafts.keep",
            "drafts.taken",
            "drafts.discard",
            "presence.meet",
        ]
    },
    "history.index": {"preparer", "colleague", "presenter", "secretary"},
    "history.restore": SECRETARIAT,
    "decisions.new": WRITERS,
    "decisions.register": WRITERS,
    **dict.fromkeys(
        [
            "decisions.edit",
            "decisions.change",
            "agenda.add",
            "agenda.edit",
            "agenda.change",
            "agenda.remove",
            "documents.agenda_item",
            "documents.append",
        ],
        SECRETARIAT,
    ),
    **dict.fromkeys(
        [
            "screenings.edit",
            "screenings.answer",
            "screenings.outcome",
            "assessments.background",
            "assessments.write_background",
            "assessments.summary",
            "assessments.write_summary",
            "alternatives.index",
            "alternatives.add",
            "alternatives.edit",
            "alternatives.change",
            "alternatives.remove",
            "alternatives.confirm_removal",
            "alternatives.give_reason",
            "effects.index",
            "effects.new",
            "effects.add",
            "effects.edit",
            "effects.change",
            "effects.confirm_removal",
            "effects.remove",
            "matrix.edit",
            "matrix.fill",
            "links.index",
            "links.new",
            "links.add",
            "links.edit",
            "links.change",
            "links.remove",
            "links.give_reason",
            "hearings.participation",
            "hearings.check_duty",
            "hearings.follow_up",
            "hearings.add",
            "hearings.edit",
            "hearings.change",
            "hearings.remove",
        ],
        PREPARER,
    ),
    "checks.approve": {"presenter"},
    "documents.issue": {"preparer", "colleague", "presenter", "secretary"},
    "documents.upload": {"preparer", "colleague", "presenter", "secretary"},
    "cases.new": {"preparer", "colleague", "other preparer", "admin"},
    "cases.import_": {"preparer", "colleague", "other preparer", "admin"},
    **{
        key: {"presenter", "steering", "viewer", "admin"}
        for key in ["steering.matrix", "steering.cell", "steering.matrix_file"]
    },
    **{
        key: {"secretary", "steering", "viewer", "admin"}
        for key in ["steering.coverage", "steering.coverage_file"]
    },
}
"""Endpoint -> who is let in; all others meet the page that says they may not."""


def endpoints_of(app: Flask) -> set[str]:
    return {rule.endpoint for rule in app.url_map.iter_rules()}


def test_every_address_is_in_the_table_of_access_and_the_reverse(app: Flask) -> None:
    assert endpoints_of(app) == set(ACCESS) == set(TABLE)


def test_what_is_asked_is_a_permission_or_one_of_two_words() -> None:
    for asked in ACCESS.values():
        assert isinstance(asked, Permission) or asked in (PUBLIC, SIGNED_IN)


def test_an_address_takes_either_get_or_post(app: Flask) -> None:
    for rule in app.url_map.iter_rules():
        methods = (rule.methods or set()) - {"HEAD", "OPTIONS"}
        assert methods in ({"GET"}, {"POST"}), rule.endpoint


def test_numbers_in_addresses_are_numbers(app: Flask) -> None:
    for rule in app.url_map.iter_rules():
        for name in rule.arguments:
            if name.endswith("_id"):
                assert f"<int:{name}>" in rule.rule


def test_a_stranger_is_let_in_nowhere_but_where_it_says_so(town: Town) -> None:
    stranger = Visitor(town.app)
    for endpoint, asked in ACCESS.items():
        method, address = town.method(endpoint), town.address(endpoint)
        page = stranger.send(method, address)
        if asked == PUBLIC:
            assert page.status in (200, 303, 422), endpoint
        elif method == "GET":
            assert page.status == 303, endpoint
            assert page.location.startswith("/sign-in?next=/"), endpoint
        else:
            assert page.status == 401, endpoint
            assert page.title == "Kirjautuminen on päättynyt"


def test_a_stranger_learns_nothing_of_what_is_there(town: Town) -> None:
    stranger = Visitor(town.app)
    for number in (town.decision_id, 4711, 2**40):
        page = stranger.get(f"/decisions/{number}")
        assert (page.status, page.location) == (303, f"/sign-in?next=/decisions/{number}")


LET_IN = {200, 303, 409, 422}
"""What an empty form meets behind the door: it's incomplete, or no version of what it changes."""

OWN = {
    **{key: {404} for key in ["account.end", "drafts.show", "drafts.discard"]},
    **{key: {400} for key in ["drafts.keep", "presence.meet"]},
}
"""What is the asker's own: nobody has any here, and an empty form is no draft of anything."""


@pytest.mark.parametrize("name", PEOPLE)
def test_a_person_is_let_in_where_the_table_says_and_nowhere_else(town: Town, name: str) -> None:
    wrong = {}
    for endpoint, allowed in TABLE.items():
        visitor = town.visitor(name)
        address = town.address(endpoint)
        page = visitor.send(town.method(endpoint), address)
        expected = LET_IN | OWN.get(endpoint, set()) if name in allowed else {403}
        if page.status not in expected:
            wrong[endpoint] = page.status
        if page.status == 403:
            assert page.title == "Tähän ei ole oikeutta"
    assert wrong == {}


SECRET_READERS = {"preparer", "colleague", "presenter", "secretary"}


@pytest.mark.parametrize("name", PEOPLE)
def test_a_secret_document_is_given_to_those_alone_who_may_read_it(town: Town, name: str) -> None:
    number = town.issue_secret()
    page = town.visitor(name).get(f"/documents/{number}")
    assert page.status == (200 if name in SECRET_READERS else 403)


def test_a_cell_of_another_programme_or_direction_is_not_there(town: Town) -> None:
    admin = town.visitor("admin")
    start = f"/steering/{town.programme_id}/matrix"
    assert admin.get(f"{start}/{town.item_id}/sideways").status == 404
    assert admin.get(f"{start}/999999/promotes").status == 404
    assert admin.get(f"{start}.exe").status == 404


@pytest.mark.parametrize("number", [0, 4711, 2**31, 2**63, 10**30])
def test_a_number_that_nothing_has_is_not_found(town: Town, number: int) -> None:
    preparer, admin = town.visitor("preparer"), town.visitor("admin")
    start = f"/decisions/{town.decision_id}"
    for address in (
        f"/decisions/{number}",
        f"/documents/{number}",
        f"/meetings/{number}",
        f"/measures/{number}",
        f"/meetings?body={number}",
        f"{start}/assessment/effects/{number}",
        f"{start}/assessment/alternatives/{number}",
        f"{start}/assessment/links/{number}",
        f"{start}/assessment/links/new/{number}",
        f"{start}/assessment/participation/lines/{number}",
        f"{start}/agenda/{number}",
    ):
        assert preparer.get(address).status == 404, address
    assert admin.get(f"/steering/{number}/matrix").status == 404
