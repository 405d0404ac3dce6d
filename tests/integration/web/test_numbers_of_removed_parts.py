"""The number of a removed part is never another's: old forms and the history would meet it."""

from typing import Any

from sqlalchemy import select

from eva.models import Effect
from tests.integration.town import Town
from tests.integration.visitor import Visitor

OLD = "Poistettu teksti."
NEW = "Toisen uusi teksti."


def write(visitor: Visitor, town: Town, number: int, form: dict[str, Any], text: str) -> int:
    told = {**form, "description": text, "csrf_token": visitor.token()}
    return visitor.post(path(town, number), told).status


def path(town: Town, number: int) -> str:
    return f"/decisions/{town.decision_id}/assessment/effects/{number}"


def replaced(town: Town, visitor: Visitor, number: int) -> int:
    """Remove the effect and write another; return its number."""
    assert visitor.post(f"{path(town, number)}/remove").status == 303
    new = town.new("effect")
    assert write(visitor, town, new, visitor.get(path(town, new)).form(""), NEW) == 303
    return new


def test_an_old_form_of_a_removed_effect_does_not_write_over_a_new_one(town: Town) -> None:
    mine, other = town.visitor("preparer"), town.colleague()
    number = town.new("effect")
    form = mine.get(path(town, number)).form("")
    new = replaced(town, other, number)
    with town.reading() as session:
        version = session.get_one(Effect, new).version
    status = write(mine, town, number, {**form, "version": [str(version)]}, OLD)
    assert status == 404
    with town.reading() as session:
        assert session.get_one(Effect, new).description == NEW


def test_a_removed_effect_comes_back_although_another_was_written(town: Town) -> None:
    visitor = town.visitor("preparer")
    number = town.new("effect")
    assert write(visitor, town, number, visitor.get(path(town, number)).form(""), OLD) == 303
    replaced(town, visitor, number)
    page = visitor.get(f"/decisions/{town.decision_id}/history")
    forms = [form for form in page.tree.forms if "Palauta poistettu" in form.text_content()]
    assert forms
    told = {**dict(forms[0].form_values()), "csrf_token": visitor.token()}
    assert visitor.post(forms[0].action, told).status == 303
    with town.reading() as session:
        assert {OLD, NEW} <= set(session.scalars(select(Effect.description)))
