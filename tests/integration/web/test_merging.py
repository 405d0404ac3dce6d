"""Two people in the same form: nothing is overwritten, what doesn't collide merges by itself."""

from typing import Any

import pytest
from sqlalchemy import text

from tests.integration.town import Town
from tests.integration.visitor import Page, Visitor

MINE = "Kirjoitin tämän itse."
THEIRS = "Toinen kirjoitti näin."
THIRD = "Kolmas ehti vielä väliin."


def background(town: Town) -> str:
    return f"/decisions/{town.decision_id}/assessment/background"


def effect(town: Town) -> str:
    return f"/decisions/{town.decision_id}/assessment/effects/{town.effect_id}"


def send(visitor: Visitor, path: str, form: dict[str, Any], **changes: Any) -> Page:
    return visitor.post(path, {**form, **changes, "csrf_token": visitor.token()})


def said(town: Town, table: str, field: str, number: int) -> Any:
    with town.reading() as session:
        statement = text(f"SELECT {field} FROM {table} WHERE id = :number")
        return session.execute(statement, {"number": number}).scalar_one()


def test_changes_of_different_fields_merge_without_a_question(town: Town) -> None:
    mine, other = town.visitor("preparer"), town.visitor("preparer")
    form = mine.get(background(town)).form("")
    assert send(other, background(town), form, present_state=THEIRS).status == 303
    assert send(mine, background(town), form, objective=MINE).status == 303
    assert said(town, "assessment", "present_state", town.assessment_id) == THEIRS
    assert said(town, "assessment", "objective", town.assessment_id) == MINE
    page = mine.get(f"/decisions/{town.decision_id}")
    assert "Muutoksenne yhdistettiin" in page.words


def test_choices_boxes_and_lists_of_an_effect_merge_too(town: Town) -> None:
    mine, other = town.visitor("preparer"), town.visitor("preparer")
    form = mine.get(effect(town)).form("")
    theirs = {"groups": ["children"], "areas": "Rouhiala\nKeskusta", "certainty": "high"}
    assert send(other, effect(town), form, **theirs).status == 303
    own = {"description": MINE, "significance": "large", "amount_eur_per_year": "-1 250,50"}
    page = send(mine, effect(town), form, **own)
    assert page.status == 303, page.words[:500]
    after = mine.get(effect(town)).form("")
    assert after["description"] == [MINE]
    assert after["groups"] == ["children"]
    assert after["areas"][0].split() == ["Rouhiala", "Keskusta"]
    assert (after["certainty"], after["significance"]) == (["high"], ["large"])
    assert after["amount_eur_per_year"][0].replace("\u00a0", " ").replace("−", "-") == "-1 250,50"


def conflict(town: Town, who: str = "colleague") -> tuple[Visitor, Page]:
    mine, other = town.visitor("preparer"), town.visitor(who)
    form = mine.get(background(town)).form("")
    theirs = {"objective": THEIRS, "present_state": "Yhdistyy itsestään."}
    assert send(other, background(town), form, **theirs).status == 303
    page = send(mine, background(town), form, objective=MINE)
    assert page.status == 409
    return mine, page


def test_the_page_shows_both_texts_and_who_saved_when(town: Town) -> None:
    _, page = conflict(town)
    assert page.title == "Joku muu ehti tallentaa"
    assert THEIRS in page.words
    assert MINE in page.words
    assert "Henna Henkilö (suunnittelija) tallensi saman kohdan" in page.words
    assert "Lisäksi yhdistettiin 1 kohta" in page.words


def test_who_meets_the_own_other_window_is_told_so(town: Town) -> None:
    _, page = conflict(town, "preparer")
    assert page.title == "Tallensit jo toisessa ikkunassa"
    assert THEIRS in page.words
    assert MINE in page.words
    assert "auki myös tässä ikkunassa" in page.words
    assert "Henna Henkilö (suunnittelija) tallensi" not in page.words


@pytest.mark.parametrize(
    ("taken", "kept"), [("mine", MINE), ("theirs", THEIRS), ("both", f"{THEIRS} {MINE}")]
)
def test_one_chooses_field_by_field(town: Town, taken: str, kept: str) -> None:
    mine, page = conflict(town)
    form = page.form(background(town))
    chosen: dict[str, Any] = {"take.objective": "theirs" if taken == "theirs" else "mine"}
    if taken == "both":
        chosen["objective"] = f"{THEIRS} {MINE}"
    assert send(mine, background(town), form, **chosen).status == 303
    assert said(town, "assessment", "objective", town.assessment_id) == kept
    expected = "Yhdistyy itsestään."
    assert said(town, "assessment", "present_state", town.assessment_id) == expected


def test_the_merge_page_is_safe_from_a_third(town: Town) -> None:
    mine, page = conflict(town)
    third = town.colleague()
    newest = third.get(background(town)).form("")
    assert send(third, background(town), newest, objective=THIRD).status == 303
    again = send(mine, background(town), page.form(background(town)))
    assert again.status == 409
    assert THIRD in again.words
    assert MINE in again.words
    assert said(town, "assessment", "objective", town.assessment_id) == THIRD
    assert send(mine, background(town), again.form(background(town))).status == 303
    assert said(town, "assessment", "objective", town.assessment_id) == MINE


def test_the_same_change_by_both_is_no_conflict(town: Town) -> None:
    mine, other = town.visitor("preparer"), town.visitor("preparer")
    form = mine.get(background(town)).form("")
    assert send(other, background(town), form, objective=MINE).status == 303
    assert send(mine, background(town), form, objective=MINE).status == 303


def test_a_conflict_that_is_left_stays_as_a_draft(town: Town) -> None:
    mine, _ = conflict(town)
    assert mine.get(background(town)).form("")["objective"] == [MINE]


def test_what_was_merged_is_in_the_history_of_both(town: Town) -> None:
    mine, page = conflict(town)
    send(mine, background(town), page.form(background(town)))
    with town.reading() as session:
        kept = session.execute(
            text("SELECT version FROM row_version WHERE kind = 'assessment' ORDER BY id")
        ).scalars()
        versions = list(kept)
    assert versions == sorted(set(versions))
    assert said(town, "assessment", "version", town.assessment_id) == versions[-1]


def test_first_screenings_of_two_people_meet_as_well(town: Town) -> None:
    with town.writing() as session:
        session.execute(text("UPDATE decision SET description = 'uusi'"))
    mine, other = town.visitor("preparer"), town.visitor("preparer")
    path = f"/decisions/{town.decision_id}/screening"
    form = mine.get(path).form("screening") | {"action": ["save"], "depth": ["narrow"]}
    assert send(other, path, form, reason=THEIRS).status == 303
    page = send(mine, path, form | {"version": ["0"]}, reason=MINE)
    assert page.status == 409
    assert THEIRS in page.words
    assert MINE in page.words
