"""The search: what it finds, in which order, what it's narrowed to; the same on both databases."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from eva import database, words
from eva.models import Assessment, Decision, Programme, ProgrammeItem
from eva.queries import decisions, search
from eva.queries.search import Filters, Hit, Page
from eva.services import documents, links
from tests import make
from tests.conftest import Factory, PostgresqlFactory, SqliteFactory
from tests.integration.counting import counted

NOTHING = Filters()
HOSTILE = (
    "x" * 10_000,
    "ä" * 199,
    "koulu " * 2_000,
    "a " * 5_000,
    "abc " * 2_000,
    '"',
    '""',
    '" OR "',
    "'; DROP TABLE search_entry; --",
    "*",
    "koul*",
    "NEAR",
    "NEAR(koulu, 2)",
    "koulu AND",
    "NOT koulu",
    "koulu OR",
    "folded:koulu",
    "^koulu",
    "{koulu}",
    "-koulu",
    "%",
    "_",
    "\\",
    "%%%",
    "___",
    "k%u",
    "k_ulu",
    "\x00",
    "kou\x00lu",
    "\ud800",
    "\ufffe",
    "\u202ekoulu",
    "🏫",
    "👩‍🏫👩‍🏫👩‍🏫",
    "İstanbul",
    "ﬁ",
    "ß",
    "e\u0301",
    "<script>",
    ":words",
    "%(words)s",
    "ﷺ" * 200,
)

FOUND_AS_THEY_ARE = {"%", "_", "\\", "-koulu", "koul*", "kou\x00lu", "{koulu}"}
NOT_PATTERNS = {"k%u", "k_ulu", "%%%", "___", "NEAR", "koulu OR", "🏫"}


def keys(page: Page) -> list[tuple[str, int]]:
    return [(hit.kind, hit.object_id) for hit in page.hits]


def whole(session: Session, query: str, filters: Filters = NOTHING) -> list[Hit]:
    """Return the hits of all pages."""
    found: list[Hit] = []
    before: str | None = ""
    while before is not None:
        page = search.find(session, query, filters, before)
        assert len(page.hits) <= search.PAGE
        found += page.hits
        before = page.older
    return found


def told(hit: Hit) -> str:
    return "".join(f"[{text}]" if is_match else text for text, is_match in hit.excerpt)


def of(session: Session, filters: Filters) -> set[int]:
    """Return the decisions that the filters let through, without words."""
    return {hit.object_id for hit in whole(session, "", filters)}


def test_words_are_found_in_other_forms_and_inside_compounds(session: Session) -> None:
    children = make.decision(session, title="Lapsivaikutusten arviointi")
    school = make.decision(session, title="Kouluverkkopäätöksestä lapset kuullen")
    other = make.decision(session, title="Investointi pelastuslaitokselle")
    ids = {children.id, school.id, other.id}
    expected = {
        "vaikutus": {children.id},
        "lapsi": {children.id, school.id},
        "lasten": {children.id, school.id},
        "verkko": {school.id},
        "päätös lapsi": {school.id},
        "vesi": set(),
        "ei lapsi": set(),
    }
    kinds = Filters(kinds=("decision",))
    for query, found in expected.items():
        assert {hit.object_id for hit in whole(session, query, kinds)} & ids == found, query


def test_each_word_has_to_be_in_the_same_entry(session: Session) -> None:
    assessment = make.assessed(session, title="Kastelupalsta")
    effect = make.effect(session, assessment, description="Suihkulähde suljetaan.")
    assert whole(session, "kastelu suihkulähde") == []
    assert keys(search.find(session, "suihkulähteiden sulkeminen", NOTHING)) == []
    assert keys(search.find(session, "suihkulähde suljetaan", NOTHING)) == [("effect", effect.id)]


def test_the_newest_decision_comes_first_and_measures_last(session: Session) -> None:
    first = make.assessed(session, title="Koulukeskuksen suunnittelu")
    second = make.decision(session, title="Koulukeskuksen tontti")
    effect = make.effect(session, first, description="Koulumatkat lyhenevät.")
    number = first.decision_id
    early = documents.issue(session, make.OPERATOR, number, make.WANTED)
    wanted = replace(make.WANTED, language="sv")
    late = documents.issue(session, make.OPERATOR, number, wanted)
    found = [(hit.kind, hit.object_id) for hit in whole(session, "koulu")]
    assert found[:5] == [
        ("decision", second.id),
        ("decision", number),
        ("document", late.id),
        ("document", early.id),
        ("effect", effect.id),
    ]
    assert {kind for kind, _ in found[5:]} == {"measure"}
    numbers = [number for _, number in found[5:]]
    assert numbers
    assert numbers == sorted(numbers)


def test_pages_hold_each_hit_once_and_in_order(session: Session) -> None:
    assessment = make.assessed(session, title="Koulukeskus")
    for place in range(25):
        make.effect(session, assessment, description=f"Koulumatka {place}.")
    for place in range(23):
        make.decision(session, title=f"Koulukyyti {place}")
    found = [(hit.kind, hit.object_id) for hit in whole(session, "koulu")]
    assert len(found) == len(set(found)) >= 49 + 1
    owners = [hit.decision_id or 0 for hit in whole(session, "koulu")]
    assert owners == sorted(owners, reverse=True)


def test_a_hit_tells_what_it_belongs_to(session: Session) -> None:
    place = make.body(session)
    assessment = make.assessed(session, title="Kastelupalsta", body=place)
    decision = assessment.decision
    make.on_agenda(session, decision, make.body(session, "Muu lautakunta"), date(2026, 5, 1))
    make.effect(session, assessment, description="Suihkulähteet suljetaan.")
    (hit,) = search.find(session, "suihkulähde", NOTHING).hits
    assert told(hit) == "[Suihkulähteet] suljetaan."
    assert (hit.decision_title, hit.body, hit.day) == (
        "Kastelupalsta",
        "Muu lautakunta",
        date(2026, 5, 1),
    )
    assert (hit.state, hit.language) == ("preparing", "fi")
    assert hit.body_ids == decision.body_ids
    assert "".join(text for text, _ in hit.register_number) == decision.register_number


@pytest.fixture
def assessment(session: Session) -> Assessment:
    """The assessment of a decision that each filter is tried on."""
    return make.assessed(session, body=make.body(session), title="Kastelupalsta")


def test_hits_are_narrowed_by_body(session: Session, assessment: Assessment) -> None:
    number = assessment.decision_id
    other, third = make.body(session, "Muu lautakunta"), make.body(session, "Kolmas")
    make.on_agenda(session, assessment.decision, other, date(2026, 5, 1))
    for place, expected in ((make.body(session), {number}), (other, {number}), (third, set())):
        filters = Filters(body_id=place.id)
        assert of(session, filters) == expected
        assert {hit.object_id for hit in whole(session, "kastelu", filters)} == expected


def test_hits_are_narrowed_by_type(session: Session, assessment: Assessment) -> None:
    number = assessment.decision_id
    land = make.decision(session, "land_use")
    assert of(session, Filters(decision_type="tariff")) == {number}
    assert of(session, Filters(decision_type="land_use")) == {land.id}


def test_hits_are_narrowed_by_depth(session: Session, assessment: Assessment) -> None:
    unscreened, none = make.decision(session), make.decision(session)
    make.screened_none(session, none)
    depth = assessment.decision.screening.depth
    assert of(session, Filters(depth=depth)) == {assessment.decision_id}
    assert of(session, Filters(depth="none")) == {none.id}
    assert unscreened.id not in of(session, Filters(depth="full"))


def test_states_are_those_of_the_list_of_decisions(
    session: Session, assessment: Assessment
) -> None:
    make.decision(session)
    make.screened_none(session, make.decision(session))
    for is_changed in (False, True):
        other = make.assessed(session)
        documents.issue(session, make.OPERATOR, other.decision_id, make.WANTED)
        if is_changed:
            make.effect(session, other)
    rows = decisions.list_page(session)
    assert {row.state for row in rows} == set(words.STATE)
    for row in rows:
        assert row.id in of(session, Filters(state=row.state))
    for state in words.STATE:
        expected = {row.id for row in rows if row.state == state}
        assert of(session, Filters(state=state)) == expected
        (hit,) = search.find(session, "", Filters(state=state)).hits
        assert hit.state == state


def test_hits_are_narrowed_by_the_year_of_a_meeting_or_else_of_registering(
    session: Session, assessment: Assessment
) -> None:
    waiting = make.decision(session)
    waiting.created_at = datetime(2024, 12, 31, 22, 30, tzinfo=UTC)  # New Year's Day in Finland
    early = make.decision(session)
    early.created_at = datetime(2024, 12, 31, 21, 30, tzinfo=UTC)
    decision = assessment.decision
    decision.created_at = datetime(2025, 6, 1, tzinfo=UTC)
    make.on_agenda(session, decision, make.body(session), date(2026, 12, 31))
    make.on_agenda(session, decision, make.body(session), date(2027, 1, 1))
    session.flush()
    found = {year: of(session, Filters(year=year)) for year in (2024, 2025, 2026, 2027, 2028)}
    assert found == {
        2024: {early.id},
        2025: {waiting.id},
        2026: {decision.id},
        2027: {decision.id},
        2028: set(),
    }
    assert search.choices(session).years == [2027, 2026, 2025, 2024]


def test_hits_are_narrowed_by_a_programme_that_the_decision_is_linked_to(
    session: Session, assessment: Assessment
) -> None:
    first, second = session.scalars(select(Programme).order_by(Programme.id).limit(2)).all()
    item = session.scalars(
        select(ProgrammeItem).where(ProgrammeItem.programme_id == first.id)
    ).first()
    assert item is not None
    reason = {"item_id": item.id, "direction": "promotes", "reason": "Koska."}
    links.add(session, make.OPERATOR, assessment.decision_id, reason)
    assert of(session, Filters(programme_id=first.id)) == {assessment.decision_id}
    assert of(session, Filters(programme_id=second.id)) == set()
    measures = whole(session, "koulu", Filters(programme_id=first.id))
    inside = select(ProgrammeItem.id).where(ProgrammeItem.programme_id == first.id)
    assert measures
    assert {hit.object_id for hit in measures} <= set(session.scalars(inside))


def test_what_belongs_to_no_decision_is_not_let_through_by_what_decisions_are_narrowed_to(
    session: Session,
) -> None:
    assert whole(session, "koulu")
    for filters in (
        Filters(body_id=make.body(session).id),
        Filters(decision_type="tariff"),
        Filters(depth="full"),
        Filters(state="unscreened"),
        Filters(year=2026),
    ):
        assert whole(session, "koulu", filters) == []


def test_kinds_are_chosen_together(session: Session, assessment: Assessment) -> None:
    make.effect(session, assessment, description="Kastelupalstat vähenevät.")
    both = whole(session, "kastelu", Filters(kinds=("decision", "effect")))
    assert [hit.kind for hit in both] == ["decision", "effect"]
    assert [hit.kind for hit in whole(session, "kastelu", Filters(kinds=("effect",)))] == ["effect"]


def test_neither_words_nor_filters_find_nothing(session: Session, assessment: Assessment) -> None:
    nothing = Page([], None, has_words=False)
    for query in ("", "  ", '"*?!"', "–"):
        assert search.find(session, query, NOTHING) == nothing
    assert search.find(session, "", Filters(kinds=("effect",))) == nothing


def test_filters_without_words_find_all_decisions_that_fit(
    session: Session, assessment: Assessment
) -> None:
    make.effect(session, assessment, description="Koulumatkat lyhenevät.")
    for _ in range(30):
        make.decision(session)
    found = whole(session, "", Filters(decision_type="tariff"))
    count = session.execute(select(func.count(Decision.id))).scalar_one()
    assert len(found) == count == 31
    assert {hit.kind for hit in found} == {"decision"}


def test_whatever_is_typed_has_an_answer(session: Session) -> None:
    made = make.decision(session, title="Koulu 100 % valmis_nyt \\ tai")
    kinds = Filters(kinds=("decision",))
    found = {query: keys(search.find(session, query, kinds)) for query in HOSTILE}
    assert {
        query for query in FOUND_AS_THEY_ARE if found[query] != [("decision", made.id)]
    } == set()
    assert {query for query in NOT_PATTERNS if found[query]} == set()


@pytest.mark.parametrize(
    "before",
    ["", "0", "1-decision", "99999999999-decision-1", "1-decision-9999999999", "1-x-1", "-1--1-1"],
)
def test_a_place_that_is_none_begins_from_the_start(session: Session, before: str) -> None:
    decision = make.decision(session, title="Kastelupalsta")
    assert keys(search.find(session, "kastelu", NOTHING, before)) == [("decision", decision.id)]


@pytest.mark.parametrize("filters", [NOTHING, Filters(state="preparing", year=2026, body_id=1)])
def test_a_page_takes_two_statements_whatever_it_holds(engine: Engine, filters: Filters) -> None:
    counts = []
    for number in (1, 30):
        with database.writing(engine) as session:
            for _ in range(number):
                made = make.assessed(session, title="Kastelupalsta", body=make.body(session))
                make.effect(session, made, description="Kastelu vähenee.")
        with database.reading(engine) as session:
            session.execute(select(1))
            with counted(engine) as statements:
                assert search.find(session, "kastelu", filters).hits
            counts.append(len(statements))
    assert counts == [2, 2]


QUERIES = (
    *("vaikutus", "lapsi", "koulu", "kunta", "katu", "vesi", "talous", "asukas", "a", "ja", "§"),
    *("lapsi kunta", "MliDno-2023-3655", "1.2", "koulu kuljetus", "hinta nousta", "2023", "%"),
    *("ei ole vaikutusta", "yhdenvertaisuus", "ikäihminen", "liikenne", "8 prosenttia", "x y z"),
    *HOSTILE,
)


@pytest.fixture
def both(
    _factories: dict[str, Factory], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[list[Engine]]:
    """A database of each kind with the same records."""
    engines, dropped = [], []
    for kind, maker in (("sqlite", SqliteFactory), ("postgresql", PostgresqlFactory)):
        if kind not in _factories:
            _factories[kind] = maker(tmp_path_factory.mktemp(kind))
        url = _factories[kind].filled()
        dropped.append((_factories[kind], url))
        engines.append(database.open_engine(url))
        with database.writing(engines[-1]) as session:
            for file in make.CASE_FILES:
                number = make.imported(session, file.name).id
                if file.name.startswith(("01", "06", "R7")):
                    kind_of = documents.default_kind(decisions.get(session, number))
                    wanted = replace(make.WANTED, kind=kind_of)
                    documents.issue(session, make.OPERATOR, number, wanted)
    yield engines
    for engine in engines:
        engine.dispose()
    for factory, url in dropped:
        factory.drop(url)


def shape(hit: Hit) -> tuple[Any, ...]:
    """Return what a person sees of a hit."""
    register_number = "".join(text for text, _ in hit.register_number)
    seen = (hit.kind, hit.title, hit.excerpt, register_number, hit.body, hit.day, hit.state)
    return (*seen, sorted(str(item) for item in hit.detail.values()))


def test_both_databases_answer_the_same_in_the_same_order(both: list[Engine]) -> None:
    answers = []
    for engine in both:
        with database.reading(engine) as session:
            filters = [
                NOTHING,
                Filters(kinds=("effect", "measure")),
                Filters(state="preparing"),
                Filters(year=2023),
                Filters(programme_id=search.choices(session).programmes[0].id),
                Filters(depth="narrow", decision_type="tariff"),
            ]
            answers.append(
                {
                    (query, place): [shape(hit) for hit in whole(session, query, item)]
                    for query in QUERIES
                    for place, item in enumerate(filters)
                }
            )
    assert answers[0] == answers[1]
    assert sum(map(len, answers[0].values())) > 1_000
