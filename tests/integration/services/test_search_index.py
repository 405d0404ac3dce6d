"""The entries of the search: they say what the records say now, and nothing that is secret."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import Engine, inspect, select, text
from sqlalchemy.orm import Session

from eva import database
from eva.cli.upgrade import upgraded
from eva.models import Assessment, Effect, ProgrammeItem, SearchEntry
from eva.queries import decisions, search
from eva.queries.search import Filters
from eva.services import assessments, documents, effects, links, programmes, search_index
from eva.services import decisions as registering
from tests import make
from tests.conftest import CATALOGUE, settings_of

SECRET = "Zxqvsalaisuus"


def entries(session: Session) -> set[tuple[Any, ...]]:
    """Return all entries without their numbers."""
    columns = [column for column in SearchEntry.__table__.columns if column.name != "id"]
    return {tuple(row) for row in session.execute(select(*columns))}


def found(session: Session, query: str, *kinds: str) -> list[tuple[str, int]]:
    """Return the kind and number of what the query finds on its first page."""
    page = search.find(session, query, Filters(kinds=kinds))
    return [(hit.kind, hit.object_id) for hit in page.hits]


@pytest.fixture
def assessment(session: Session) -> Assessment:
    """The assessment of a decision about a water fee, with two alternatives."""
    return make.assessed(session)


def test_a_decision_is_found_by_its_title_number_and_texts(
    session: Session, assessment: Assessment
) -> None:
    decision = assessment.decision
    told = {"summary": "Kastelupalsta.", "objective": "Suihkulähde.", "present_state": "Lammikko."}
    assessments.write(session, make.OPERATOR, decision.id, None, told)
    for query in (decision.register_number, "vesimaksu", "kastelu", "suihkulähteet", "lammikot"):
        assert found(session, query, "decision") == [("decision", decision.id)], query


def test_a_decision_that_is_edited_is_found_by_its_new_words_alone(session: Session) -> None:
    decision = make.decision(session, title="Suihkulähteen huolto")
    told = {name: getattr(decision, name) for name in registering.FIELDS}
    registering.edit(
        session, make.OPERATOR, decision.id, None, {**told, "title": "Lammikon huolto"}
    )
    assert found(session, "suihkulähde") == []
    assert found(session, "lammikko") == [("decision", decision.id)]


def test_an_effect_is_found_by_its_words_and_areas(
    session: Session, assessment: Assessment
) -> None:
    effect = make.effect(
        session,
        assessment,
        description="Kastelu vähenee.",
        mitigation="Suihkulähde suljetaan.",
        areas=["Lammikkola"],
    )
    for query in ("kastelu", "suihkulähteet", "lammikkolan"):
        assert found(session, query, "effect") == [("effect", effect.id)], query


def test_an_effect_without_words_is_not_found(session: Session, assessment: Assessment) -> None:
    chosen = assessment.alternatives[-1].id
    cell = effects.Cell("wellbeing", "household_economy", chosen, "positive", "")
    effects.fill(session, make.OPERATOR, assessment.decision_id, [cell])
    assert session.scalars(select(Effect.id)).all()
    assert found(session, "vaihtoehdon nimi", "effect") == []


def test_an_effect_that_is_changed_or_removed_is_not_found_by_what_it_said(
    session: Session, assessment: Assessment
) -> None:
    effect = make.effect(session, assessment, description="Kastelu vähenee.")
    told = {"description": "Suihkulähde suljetaan."}
    effects.change(session, make.OPERATOR, assessment.decision_id, effect.id, None, told)
    assert found(session, "kastelu") == []
    assert found(session, "suihkulähde") == [("effect", effect.id)]
    effects.remove(session, make.OPERATOR, assessment.decision_id, effect.id)
    assert found(session, "suihkulähde") == []


def test_an_alternative_takes_its_effects_with_it(session: Session, assessment: Assessment) -> None:
    make.effect(session, assessment, description="Kastelu vähenee.")
    last = assessment.alternatives[-1]
    assessments.remove_alternative(session, make.OPERATOR, assessment.decision_id, last.id)
    assert found(session, "kastelu") == []
    assert found(session, f"{last.code} nimi") == []


def test_a_secret_effect_is_never_found(session: Session, assessment: Assessment) -> None:
    make.secret_effect(session, assessment, SECRET)
    documents.issue(session, make.OPERATOR, assessment.decision_id, make.WANTED)
    assert found(session, SECRET) == []
    assert not [row for row in entries(session) if SECRET.lower() in str(row).lower()]


def test_an_effect_that_becomes_secret_is_taken_out_and_comes_back_when_it_is_public(
    session: Session, assessment: Assessment
) -> None:
    effect = make.effect(session, assessment, description=SECRET)
    documents.issue(session, make.OPERATOR, assessment.decision_id, make.WANTED)
    assert found(session, SECRET) == [("effect", effect.id)]
    number = assessment.decision_id
    for is_secret in (True, False):
        told = {"is_secret": is_secret, "secrecy_basis": "JulkL 24 §"}
        effects.change(session, make.OPERATOR, number, effect.id, None, told)
        expected = [] if is_secret else [("effect", effect.id)]
        assert found(session, SECRET) == expected
        assert any(SECRET.lower() in str(row).lower() for row in entries(session)) != is_secret


def test_a_document_is_found_and_a_secret_one_is_not(
    session: Session, assessment: Assessment
) -> None:
    number = assessment.decision_id
    assessments.write(session, make.OPERATOR, number, None, {"summary": "Kastelupalsta."})
    public = documents.issue(session, make.OPERATOR, number, make.WANTED)
    secret = documents.Wanted(is_secret=True, municipality="Mikkeli")
    documents.issue(session, make.OPERATOR, number, secret)
    for query in ("kastelu", public.file_name, assessment.decision.register_number):
        assert found(session, query, "document") == [("document", public.id)], query


def test_a_document_keeps_the_words_that_it_was_issued_with(
    session: Session, assessment: Assessment
) -> None:
    number = assessment.decision_id
    for words in ("Kastelupalsta.", "Suihkulähde."):
        assessments.write(session, make.OPERATOR, number, None, {"summary": words})
        documents.issue(session, make.OPERATOR, number, make.WANTED)
    assert len(found(session, "kastelupalsta", "document")) == 1
    assert found(session, "kastelupalsta", "decision") == []


def test_a_screening_document_says_nothing_of_the_assessment(
    session: Session, assessment: Assessment
) -> None:
    number = assessment.decision_id
    assessments.write(session, make.OPERATOR, number, None, {"summary": "Kastelupalsta."})
    wanted = documents.Wanted("screening", municipality="Mikkeli")
    documents.issue(session, make.OPERATOR, number, wanted)
    assert found(session, "kastelu", "document") == []
    assert len(found(session, "vesimaksu", "document")) == 1


def test_a_case_that_replaces_a_record_leaves_nothing_of_the_old_one(session: Session) -> None:
    case = make.case("01")
    decision = make.imported(session, case)
    before = session.scalars(select(Effect.id)).all()
    assert before
    assert len(found(session, case["assessment"]["effects"][0]["description"])) >= 1
    case["assessment"]["effects"] = case["assessment"]["effects"][:1]
    case["assessment"]["effects"][0]["description"] = "Kastelu vähenee."
    make.imported(session, case)
    left = session.scalars(select(SearchEntry.object_id).where(SearchEntry.kind == "effect")).all()
    assert left == session.scalars(select(Effect.id)).all()
    assert [kind for kind, _ in found(session, "kastelu")] == ["effect"]
    assert decisions.get(session, decision.id)


def test_measures_are_found_by_code_title_and_indicators(session: Session) -> None:
    item = session.scalars(select(ProgrammeItem).where(ProgrammeItem.code == "1.2.1")).one()
    assert ("measure", item.id) == found(session, f"1.2.1 {item.title}", "measure")[0]


def test_the_same_catalogue_again_changes_no_entry(session: Session) -> None:
    before = entries(session)
    assert before
    programmes.import_(session, make.OPERATOR, programmes.read(CATALOGUE))
    assert entries(session) == before


def test_entries_that_grew_with_the_changes_equal_those_made_at_once(
    session: Session, assessment: Assessment
) -> None:
    """Whatever was done to the records, a rebuilding finds nothing to mend."""
    for name in ("01", "04", "R7"):
        make.imported(session, name)
    number = assessment.decision_id
    for words in ("Kastelu", "Lammikko"):
        make.effect(session, assessment, description=words, areas=["Otava", "Anttola"])
    make.secret_effect(session, assessment, SECRET)
    assessments.remove_alternative(session, make.OPERATOR, number, assessment.alternatives[0].id)
    item_id = session.scalars(select(ProgrammeItem.id)).first()
    told = {"item_id": item_id, "direction": "promotes", "reason": "Koska."}
    links.add(session, make.OPERATOR, number, told)
    make.on_agenda(session, assessment.decision, make.body(session), date(2026, 5, 1))
    documents.issue(session, make.OPERATOR, number, make.WANTED)
    before = entries(session)
    search_index.rebuild(session)
    assert entries(session) == before
    for row in session.scalars(select(SearchEntry)):
        session.delete(row)
    session.flush()
    assert search_index.is_missing(session)
    assert search_index.rebuild(session) == len(before)
    assert entries(session) == before


def test_a_decision_that_is_deleted_takes_its_entries_with_it(session: Session) -> None:
    decision = make.decision(session, title="Kastelupalsta")
    session.execute(text("DELETE FROM row_version"))
    session.execute(text("DELETE FROM decision WHERE id = :id"), {"id": decision.id})
    assert found(session, "kastelupalsta") == []


def test_words_are_found_by_whatever_wrote_them(session: Session) -> None:
    """SQLite's words are kept by triggers, so a statement past the models is seen too."""
    decision = make.decision(session, title="Kastelupalsta")
    change = "UPDATE search_entry SET folded = 'suihkulähde' WHERE decision_id = :id"
    session.execute(text(change), {"id": decision.id})
    assert found(session, "kastelupalsta") == []
    assert found(session, "suihkulähde") == [("decision", decision.id)]
    if session.get_bind().dialect.name == "sqlite":
        whole = "INSERT INTO search_entry_words(search_entry_words) VALUES ('integrity-check')"
        session.execute(text(whole))


def test_a_change_that_is_rolled_back_is_not_found(engine: Engine) -> None:
    with Session(engine) as session:
        session.connection(execution_options={"eva_writes": True})
        make.decision(session, title="Kastelupalsta")
        assert found(session, "kastelupalsta")
        session.rollback()
    with database.reading(engine) as session:
        assert found(session, "kastelupalsta") == []


def test_upgrading_fills_an_empty_index_once(engine: Engine, tmp_path: Any) -> None:
    url = engine.url.render_as_string(hide_password=False)
    with database.writing(engine) as session:
        make.decision(session, title="Kastelupalsta")
        count = len(entries(session))
        session.execute(text("DELETE FROM search_entry"))
    lines = upgraded(engine, settings_of(tmp_path, url))
    assert f"hakemisto: {count} kohdetta" in lines
    with database.reading(engine) as session:
        assert len(found(session, "kastelupalsta")) == 1
    assert not [line for line in upgraded(engine, settings_of(tmp_path, url)) if "hake" in line]


def test_each_database_has_what_finds_parts_of_words(engine: Engine) -> None:
    if engine.dialect.name == "sqlite":
        assert "search_entry_words" in inspect(engine).get_table_names()
        return
    names = {index["name"]: index for index in inspect(engine).get_indexes("search_entry")}
    assert names["ix_search_entry_folded"]["dialect_options"]["postgresql_using"] == "gin"
    with engine.connect() as connection:
        connection.execute(text("SET enable_seqscan = off"))
        plan = "EXPLAIN SELECT id FROM search_entry WHERE folded LIKE '%kastelu%'"
        lines = " ".join(row[0] for row in connection.execute(text(plan)))
    assert "ix_search_entry_folded" in lines
