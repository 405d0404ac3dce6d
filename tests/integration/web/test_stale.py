"""Two who edit the same: the second sees both texts and loses nothing."""

from typing import Any

import pytest
from sqlalchemy import text

from tests.integration.town import Town

MINE = "Minun tekstini, jonka kirjoitin pitkään ja hartaasti tähän kenttään."
THEIRS = "Toisen teksti, joka ehti ensin tallentua samaan kenttään kuin omani."

FORMS: dict[str, tuple[str, str, str]] = {
    "background": ("assessment/background", "objective", "assessment"),
    "summary": ("assessment/summary", "summary", "assessment"),
    "reason for one alternative": (
        "assessment/alternatives/reason",
        "single_alternative_reason",
        "assessment",
    ),
    "alternative": ("assessment/alternatives/{alternative_id}", "description", "alternative"),
    "effect": ("assessment/effects/{effect_id}", "description", "effect"),
    "link": ("assessment/links/{link_id}", "reason", "measure_link"),
    "hearing": ("assessment/participation/lines/{heard_id}", "said", "participation"),
    "follow-up": ("assessment/follow-up/lines/{due_id}", "observed", "follow_up"),
    "decision": ("edit", "description", "decision"),
}
PAGE_OF = {
    "reason for one alternative": "assessment/alternatives",
}
"""Where a form is shown, if it isn't where it's sent."""


def address(town: Town, path: str) -> str:
    return f"/decisions/{town.decision_id}/" + path.format(**vars(town))


def kept(town: Town, table: str, field: str) -> list[Any]:
    with town.reading() as session:
        return list(session.scalars(text(f"SELECT {field} FROM {table} ORDER BY id")))


@pytest.mark.parametrize("name", FORMS)
def test_the_second_sees_both_texts_and_keeps_the_own_one(town: Town, name: str) -> None:
    path, field, table = FORMS[name]
    target = address(town, path)
    shown = address(town, PAGE_OF.get(name, path))
    mine, other = town.visitor("preparer"), town.visitor("colleague")
    form = dict(mine.get(shown).form(target if name in PAGE_OF else "").items())
    saved = other.post(target, {**form, "csrf_token": other.token(), field: THEIRS})
    assert saved.status == 303, saved.faults()

    page = mine.post(target, {**form, "csrf_token": mine.token(), field: MINE})
    assert page.status == 409
    assert page.title == "Joku muu ehti tallentaa"
    assert THEIRS in page.words
    again = page.form(target)
    assert again[field] == [MINE]
    assert THEIRS in kept(town, table, field)
    assert MINE not in kept(town, table, field)

    kept_after_all = mine.client.post(target, data=again)
    assert kept_after_all.status_code == 303
    assert MINE in kept(town, table, field)


def test_the_numbers_on_an_agenda_are_not_lost_either(town: Town) -> None:
    target = address(town, "agenda/{agenda_item_id}")
    secretary = town.visitor("secretary")
    form = secretary.get(target).form("")
    assert (
        secretary.post(target, {**form, "csrf_token": secretary.token(), "section": "7"}).status
        == 303
    )
    page = secretary.post(target, {**form, "csrf_token": secretary.token(), "section": "8"})
    assert page.status == 409
    assert page.form(target)["section"] == ["8"]


def test_a_screening_that_somebody_else_saved_is_not_overwritten(town: Town) -> None:
    target = address(town, "screening")
    preparer = town.visitor("preparer")
    form = {**preparer.get(target).form("screening"), "action": ["save"]}
    form |= {"depth": ["narrow"], "reason": [THEIRS]}
    first = preparer.post(target, {**form, "csrf_token": preparer.token()})
    assert first.status == 303
    form |= {"depth": ["reference"], "reason": [MINE], "refers_to": [MINE]}
    form |= {"reason_code": ["assessed_elsewhere"]}
    page = preparer.post(target, {**form, "csrf_token": preparer.token()})
    assert page.status == 409
    assert THEIRS in page.words
    again = page.form(target)
    assert again["reason"] == [MINE]
    assert again["wellbeing"] == ["yes"]
    assert preparer.client.post(target, data=again).status_code == 303


@pytest.mark.parametrize("version", ["", "0", "-1", "abc", "9" * 30, "1.0"])
def test_a_version_that_is_none_changes_nothing(town: Town, version: str) -> None:
    target = address(town, "assessment/summary")
    page = town.visitor("preparer").post(target, {"version": version, "summary": MINE})
    assert page.status == 409
    assert MINE in page.text
    assert kept(town, "assessment", "summary") == [None]
