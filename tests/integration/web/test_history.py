"""The history of a record: every save is there, and each text can be put back."""

from typing import Any

import pytest
from sqlalchemy import select, text

from eva.models import Effect, RowVersion
from tests.integration.town import Town
from tests.integration.visitor import Page, Visitor

FIRST = "Ensimmäinen teksti."
SECOND = "Toinen teksti."


def history(town: Town) -> str:
    return f"/decisions/{town.decision_id}/history"


def write(visitor: Visitor, town: Town, **changes: Any) -> None:
    path = f"/decisions/{town.decision_id}/assessment/background"
    form = {**visitor.get(path).form(""), **changes, "csrf_token": visitor.token()}
    assert visitor.post(path, form).status == 303


def written(town: Town) -> tuple[Visitor, Page]:
    visitor = town.visitor("preparer")
    write(visitor, town, objective=FIRST, present_state="Nyt.")
    write(visitor, town, objective=SECOND)
    return visitor, visitor.get(history(town))


def objective(town: Town) -> Any:
    with town.reading() as session:
        return session.execute(text("SELECT objective, present_state FROM assessment")).one()


def restoring(page: Page, name: str) -> tuple[str, dict[str, str]]:
    """Return the address and the fields of the first button with the name."""
    for form in page.tree.forms:
        if name in " ".join(form.text_content().split()):
            return form.action, dict(form.form_values())
    raise AssertionError(f"no button {name}")


def test_each_save_tells_who_what_old_and_new(town: Town) -> None:
    _, page = written(town)
    assert page.status == 200
    assert "Henna Henkilö, suunnittelija" in page.words
    assert page.words.index(SECOND) < page.words.index("Nyt.")
    assert page.words.count(FIRST) == 2  # new in one save, old in the next
    assert "Tavoite" in page.words


def test_texts_are_marked_with_the_language_they_were_written_in(town: Town) -> None:
    visitor, page = written(town)
    assert not page.tree.xpath("//main//p[@lang]")
    visitor.get("/language/sv?next=/")
    page = visitor.get(history(town))
    marked = {
        cell.text_content().strip(): cell.get("lang") for cell in page.tree.xpath("//main//p")
    }
    assert (marked[FIRST], marked[SECOND]) == ("fi", "fi")
    codes = page.tree.xpath("//dd[not(@lang)]")
    assert codes  # what the program says in Swedish is in the page's language


def test_one_answer_is_restored(town: Town) -> None:
    visitor, page = written(town)
    action, fields = restoring(page, "Palauta aiempi Tavoite")
    done = visitor.post(action, {**fields, "csrf_token": visitor.token()})
    assert done.status == 303
    assert tuple(objective(town)) == (FIRST, "Nyt.")
    assert "Palautettu" in visitor.get(history(town)).words


def test_a_whole_version_is_restored_and_that_can_be_undone(town: Town) -> None:
    visitor, _ = written(town)
    write(visitor, town, objective="Kolmas.", present_state="Muuttunut.")
    with town.reading() as session:
        number = session.scalars(
            select(RowVersion.id).where(RowVersion.kind == "assessment").order_by(RowVersion.id)
        ).all()[-3]
    for expected in ((FIRST, "Nyt."), ("Kolmas.", "Muuttunut.")):
        page = visitor.get(history(town))
        fields = dict(restoring(page, "Palauta aiempi")[1], field="")
        path = f"{history(town)}/{number}/restore"
        assert visitor.post(path, {**fields, "csrf_token": visitor.token()}).status == 303
        assert tuple(objective(town)) == expected
        with town.reading() as session:
            number = session.scalars(
                select(RowVersion.id).where(RowVersion.kind == "assessment").order_by(RowVersion.id)
            ).all()[-2]


def test_a_stale_page_restores_nothing(town: Town) -> None:
    visitor, page = written(town)
    action, fields = restoring(page, "Palauta aiempi Tavoite")
    write(visitor, town, objective="Kolmas.")
    done = visitor.post(action, {**fields, "csrf_token": visitor.token()})
    assert done.status == 409
    assert objective(town)[0] == "Kolmas."


@pytest.mark.parametrize("what", ["effects", "participation", "links"])
def test_what_was_removed_comes_back(town: Town, what: str) -> None:
    visitor = town.visitor("preparer")
    kinds = {
        "effects": (f"effects/{town.effect_id}", "effect", "Vaikutus: VE1, Hyvinvointi"),
        "participation": (
            *(f"participation/lines/{town.heard_id}", "participation"),
            "Kuuleminen: Asukkaat",
        ),
        "links": (f"links/{town.link_id}", "measure_link", "Yhteys toimenpiteeseen: 1.1 "),
    }
    path, table, name = kinds[what]
    target = f"/decisions/{town.decision_id}/assessment/{path}"
    count = text(f"SELECT count(*) FROM {table}")
    with town.reading() as session:
        before = session.execute(count).scalar_one()
    assert visitor.post(f"{target}/remove").status == 303
    page = visitor.get(history(town))
    heading = page.tree.xpath("//main//h2")[0].text_content()
    assert heading.startswith(name)
    assert heading.endswith("Poistettu")
    action, fields = restoring(page, "Palauta poistettu")
    done = visitor.post(action, {**fields, "csrf_token": visitor.token()})
    assert done.status == 303
    with town.reading() as session:
        assert session.execute(count).scalar_one() == before


def test_what_belonged_to_a_removed_alternative_says_why_it_stays_away(town: Town) -> None:
    visitor = town.visitor("preparer")
    path = f"/decisions/{town.decision_id}/assessment/alternatives/{town.alternative_id}/remove"
    assert visitor.post(path).status == 303
    with town.reading() as session:
        number = session.scalars(
            select(RowVersion.id).where(RowVersion.kind == "effect", RowVersion.is_removed)
        ).first()
        left = len(session.scalars(select(Effect.id)).all())
    page = visitor.get(history(town))
    revision = next(iter(page.tree.xpath("//input[@name='revision']/@value")))
    done = visitor.post(f"{history(town)}/{number}/restore", {"revision": revision})
    assert done.status == 303
    assert "on poistettu" in visitor.get(history(town)).words
    with town.reading() as session:
        assert len(session.scalars(select(Effect.id)).all()) == left


def test_a_version_of_another_record_is_not_restored(town: Town) -> None:
    visitor, page = written(town)
    _, fields = restoring(page, "Palauta aiempi Tavoite")
    for number in (0, 999_999, 2**31, 2**63):
        path = f"{history(town)}/{number}/restore"
        assert visitor.post(path, {**fields, "csrf_token": visitor.token()}).status == 404


def test_the_history_is_closed_to_those_who_may_not_read_secrets(town: Town) -> None:
    for name in ("viewer", "steering", "admin", "other preparer"):
        assert town.visitor(name).get(history(town)).status == 403


def test_a_long_history_is_read_page_by_page(town: Town) -> None:
    visitor = town.visitor("preparer")
    for turn in range(32):
        write(visitor, town, objective=f"Vuoro {turn}.")
    page = visitor.get(history(town))
    assert "Vanhempiin" in page.words
    older = page.tree.xpath("//a[contains(., 'Vanhempiin')]/@href")[0]
    assert "Vuoro 1." in visitor.get(older).words
    for below in ("0", "-1", "x", str(2**40)):
        assert visitor.get(f"{history(town)}?below={below}").status == 200
