"""The shipped catalogue of strategic programmes is whole, well numbered and true to its source.

The counts are those of the city's programme document of 13.8.2018 (table of contents and text).
A slip in the data would make a decision link to the wrong measure, and nobody would notice.
"""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator

CATALOGUES = Path(__file__).parents[2] / "catalogues"

Node = dict[str, Any]

# Printed pages of each programme in the document; 17 is known from the table of contents only.
PAGES = {"1": range(1, 6), "2": range(6, 10), "3": range(10, 18)}

# A reading sentence by sentence finds at least so many concrete doings; fewer means a lost part.
FEWEST_ACTIONS = 90

# A title of an action is a line in a list: longer ones would be sentences of the source.
TITLE_BELOW = 80
TITLE_WORDS = range(3, 10)

DIRECTORS = {"1": "sivistysjohtaja", "2": "tekninen johtaja", "3": "kaupunginjohtaja"}

# Code of the measure or focus area, a word of the indicator's title, baseline, target, page.
STATED_INDICATORS = [
    ("1.2.1", "Elintapaohjauksen kesto", "6–12", "", 3),
    ("1.3.1", "Huoli-ilmoituksen kattavuus", "", "100", 4),
    ("2.1.2", "jätevedenpuhdistamon", "", "2020", 6),
    ("2.1.3", "energiastrategian kausi", "2010–2020", "2020–2030", 7),
    ("2.3.1", "Waltti-kokeilun kesto", "2", "pysyvä (selvitetään)", 9),
    ("2.3.3", "tankkausasemat", "2", "kasvaa", 9),
    ("2.3.3", "Ristiinan", "100", "", 9),
    ("2.3.3", "Haukivuorella", "100", "", 9),
    ("3.1", "uudet työpaikat", "", "useita satoja", 11),
    ("3.1.5", "Opiskelijat", "25000", "", 12),
    ("3.1.5", "työntekijät", "yli 1000", "", 12),
    ("3.2.1", "seudulle sijoittuneet yritykset", "", "", 14),
    ("3.2.1", "Kaavaprosessin kesto", "18", "", 14),
    ("3.2.1", "Samanaikaisesti", "16", "", 14),
    ("3.2.1", "Vuodessa valmistuvat", "7–8", "", 14),
    ("3.2.1", "väestönkasvu", "800", "", 15),
    ("3.2.1", "Satamalahden uudet asukkaat", "", "3000–5000", 15),
    ("3.2.1", "Satamalahden rakentamisaika", "", "25–30", 15),
    ("3.2.2", "edistävät tilaisuudet", "", "", 16),
    ("3.2.2", "osallistujat", "", "", 16),
    ("3.2.2", "perustetut yritykset", "", "", 16),
    ("3.2.2", "Uudet työpaikat", "", "", 16),
    ("3.2.2", "asiakkuudet", "", "", 16),
    ("3.2.2", "asiakastyytyväisyys", "", "", 16),
]


def load() -> Node:
    """Return the catalogue of 2018-2021 as plain data."""
    text = (CATALOGUES / "2018-2021.yaml").read_text(encoding="utf-8")
    catalogue: Node = yaml.safe_load(text)
    return catalogue


def schema() -> Node:
    """Return the schema of catalogues."""
    text = (CATALOGUES / "catalogue.schema.json").read_text(encoding="utf-8")
    document: Node = json.loads(text)
    return document


CATALOGUE = load()
PROGRAMMES: list[Node] = CATALOGUE["programmes"]
FOCUS_AREAS: list[Node] = [area for one in PROGRAMMES for area in one["focus_areas"]]
MEASURES: list[Node] = [measure for area in FOCUS_AREAS for measure in area["measures"]]
ACTIONS: list[Node] = [action for measure in MEASURES for action in measure["actions"]]


def family(programme: Node) -> Iterator[tuple[str, Node]]:
    """Yield the parent's code and the node for everything under a programme that has a code."""
    for area in programme["focus_areas"]:
        yield programme["code"], area
        for measure in area["measures"]:
            yield area["code"], measure
            for action in measure["actions"]:
                yield measure["code"], action


def test_it_fits_the_schema() -> None:
    """An import would refuse what does not fit."""
    Draft202012Validator.check_schema(schema())
    errors = [error.message for error in Draft202012Validator(schema()).iter_errors(CATALOGUE)]
    assert errors == []


@pytest.mark.parametrize(
    "change",
    [
        {"term": "2018"},
        {"colour": "green"},
        {"programmes": []},
        {"programmes": [{**PROGRAMMES[0], "code": 1}]},
        {"programmes": [{**PROGRAMMES[0], "code": "1.1"}]},
        {"programmes": [{**PROGRAMMES[0], "director": "sivistysjohtaja"}]},
    ],
)
def test_the_schema_refuses_what_would_be_lost_or_misread(change: Node) -> None:
    """A misspelt key or an unquoted code must not pass in silence."""
    assert not Draft202012Validator(schema()).is_valid({**CATALOGUE, **change})


def test_an_export_without_pages_can_be_imported() -> None:
    """The tool's own export carries only codes, titles and structure."""
    measure = {"code": "1.1.1", "title": "Toimenpide", "actions": []}
    area = {"code": "1.1", "title": "Painopiste", "measures": [measure]}
    programme = {"code": "1", "title": "Ohjelma", "director_title": "johtaja"}
    programme_with_areas = {**programme, "focus_areas": [area]}
    export = {"term": "2022-2025", "programmes": [programme_with_areas]}
    assert Draft202012Validator(schema()).is_valid(export)


def test_nothing_is_missing() -> None:
    """The document has three programmes, twelve focus areas and twenty-four measures."""
    assert (len(PROGRAMMES), len(FOCUS_AREAS), len(MEASURES)) == (3, 12, 24)
    assert len(ACTIONS) >= FEWEST_ACTIONS
    assert all(measure["actions"] for measure in MEASURES)


def test_programmes_have_their_directors_and_steering_groups() -> None:
    """The document gives each programme a director by office and a steering group."""
    assert {one["code"]: one["director_title"] for one in PROGRAMMES} == DIRECTORS
    assert all(one["steering_group"] == f"{stem(one)} ohjausryhmä" for one in PROGRAMMES)


def stem(programme: Node) -> str:
    """Return the programme's title in the genitive, as its steering group is named by it."""
    return re.sub("ohjelma$", "ohjelman", programme["title"])


def test_the_last_focus_areas_have_no_measures() -> None:
    """The text ends before 3.3-3.6, which stand in the table of contents on page 17."""
    bare = {area["code"]: area["page"] for area in FOCUS_AREAS if not area["measures"]}
    assert bare == {"3.3": 17, "3.4": 17, "3.5": 17, "3.6": 17}


@pytest.mark.parametrize("programme", PROGRAMMES, ids=lambda one: str(one["title"]))
def test_a_code_begins_with_its_parents_code(programme: Node) -> None:
    """A code leads up the tree: 1.1.3.4 belongs to 1.1.3."""
    for parent, node in family(programme):
        assert re.fullmatch(re.escape(parent) + r"\.[1-9][0-9]*", node["code"]), node


def test_codes_are_unique_and_in_running_order() -> None:
    """Every list runs 1, 2, 3 without gaps; so no code can appear twice."""
    lists = [PROGRAMMES, *(one["focus_areas"] for one in PROGRAMMES)]
    lists += [area["measures"] for area in FOCUS_AREAS]
    lists += [measure["actions"] for measure in MEASURES]
    for nodes in lists:
        numbers = [int(node["code"].rpartition(".")[2]) for node in nodes]
        assert numbers == list(range(1, len(nodes) + 1))
    codes = [node["code"] for node in PROGRAMMES + FOCUS_AREAS + MEASURES + ACTIONS]
    assert len(codes) == len(set(codes))


@pytest.mark.parametrize(
    ("code", "word"),
    [
        ("1.1.3.1", "Kahvituntien"),
        ("1.1.3.2", "Kysymysten"),
        ("1.1.3.3", "Lasten ja nuorten"),
        ("1.1.3.4", "Osallistavan budjetoinnin"),
        ("1.1.3.5", "Järjestöstrategian"),
        ("1.1.3.6", "Avustusklinikan"),
        ("1.1.3.7", "Meijän Mikkeli"),
        ("1.3.2.1", "Sisäilmaongelmien"),
        ("1.3.2.2", "Turvallisuuden"),
        ("1.3.2.3", "Kiusaamisen"),
    ],
)
def test_numbered_lists_keep_the_numbers_of_the_text(code: str, word: str) -> None:
    """A reader with the document in hand finds the same number there."""
    title = next(action["title"] for action in ACTIONS if action["code"] == code)
    assert title.startswith(word)


@pytest.mark.parametrize("programme", PROGRAMMES, ids=lambda one: str(one["title"]))
def test_pages_are_those_of_the_programme(programme: Node) -> None:
    """A page outside the programme's own pages would lead the reader astray."""
    pages = PAGES[programme["code"]]
    assert programme["page"] == pages.start
    for _, node in family(programme):
        for one in [node, *node.get("indicators", [])]:
            assert one["page"] in pages, one


@pytest.mark.parametrize(("code", "word", "baseline", "target", "page"), STATED_INDICATORS)
def test_what_the_text_measures_is_an_indicator(
    code: str, word: str, baseline: str, target: str, page: int
) -> None:
    """Every figure that the text states, and everything it says is measured, can be followed."""
    owner = next(node for node in FOCUS_AREAS + MEASURES if node["code"] == code)
    found = [one for one in owner["indicators"] if word in one["title"]]
    values = [(one["baseline"], one["target"], one["page"]) for one in found]
    assert values == [(baseline, target, page)]


def test_titles_of_actions_are_short_retellings() -> None:
    """A title is a plan's line and not a sentence copied from the source."""
    for action in ACTIONS:
        assert len(action["title"]) < TITLE_BELOW, action
        assert len(action["title"].split()) in TITLE_WORDS, action
        assert not action["title"].endswith("."), action
    assert len({action["title"] for action in ACTIONS}) == len(ACTIONS)


def test_every_focus_area_and_measure_says_what_it_aims_at() -> None:
    """The list of measures is read by people who do not have the document in hand."""
    for node in FOCUS_AREAS + MEASURES:
        assert re.fullmatch(r"[A-ZÄÖ].{20,200}\.", node["summary"]), node


def test_the_readme_tells_the_real_counts() -> None:
    """The counts in the description follow the data."""
    owners = FOCUS_AREAS + MEASURES
    indicators = sum(len(node["indicators"]) for node in owners)
    text = (CATALOGUES / "README.md").read_text(encoding="utf-8")
    assert f"24 measures, {len(ACTIONS)} actions, {indicators} indicators" in text
