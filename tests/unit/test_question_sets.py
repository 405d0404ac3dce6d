"""The shipped question sets: their form, their words, and that the case files fit them."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

import pytest
import yaml
from jsonschema import Draft202012Validator

ROOT = Path(__file__).parents[2]
FORMS = ROOT / "forms"
FILES = sorted(FORMS.glob("*/*.yaml"))
CASES = sorted((ROOT / "tests" / "cases").glob("*.json"))
LANGUAGES = {"fi", "sv", "en"}
SCHEMA = json.loads((FORMS / "question_set.schema.json").read_text(encoding="utf-8"))

# Words that YAML 1.1 readers turn into booleans or nothing when they stand unquoted.
NOT_PLAIN = {"yes", "no", "y", "n", "on", "off", "true", "false", "null"}

# References that have been replaced: the municipality's duty left the Health Care Act for
# 612/2021 on 1.1.2023, the Land Use and Building Act changed its name on 1.1.2025, the old
# numbering of the Local Government Act ended with Act 365/1995, the Climate Act is no longer
# a basis for municipalities, and ELY centres and AVIs ended on 31.12.2025.
OUTDATED = re.compile(
    r"1326/2010"
    r"|maankäyttö- ja rakennus|markanvändnings- och bygg|land use and building"
    r"|365/1995|(?:kuntalaki|kommunallagen)(?: \(410/2015\))? (?:65|71)\b"
    r"|local government act(?: \(410/2015\))?, sections? (?:65|71)\b"
    r"|ilmastolaki|ilmastolain|klimatlag|climate (?:change )?act"
    r"|ely-keskus|ntm-central|ely centre"
    r"|aluehallintovirast|regionförvaltningsverk|regional state administrative",
    re.IGNORECASE,
)


def load(path: Path) -> dict[str, Any]:
    """Return the question set in the file, with every scalar as a string."""
    text = path.read_text(encoding="utf-8")
    return cast("dict[str, Any]", yaml.load(text, Loader=yaml.BaseLoader))


def newest(kind: str) -> dict[str, Any]:
    """Return the newest shipped version of the kind."""
    files = (FORMS / kind).glob("*.yaml")
    return load(max(files, key=lambda file: [int(part) for part in file.stem.split("-")]))


def given(name: str) -> dict[str, Any]:
    """Return the question set of the name, for example full/2026-1."""
    return load(FORMS / f"{name}.yaml")


def codes(items: list[dict[str, Any]]) -> list[str]:
    """Return the codes of the items, in their order."""
    return [item["code"] for item in items]


def nodes(node: yaml.Node) -> Iterator[yaml.Node]:
    """Yield the node and everything inside it."""
    yield node
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            yield from nodes(key)
            yield from nodes(value)
    elif isinstance(node, yaml.SequenceNode):
        for item in node.value:
            yield from nodes(item)


def style_faults(text: str) -> list[str]:
    """Return where the YAML text breaks the rules that keep it safe to edit by hand.

    The rules are in forms/README.md: block style, quotes around all but plain words, each
    key once in its mapping.
    """
    faults = []
    root = yaml.compose(text, Loader=yaml.BaseLoader)
    assert root is not None, "the file is empty"
    for node in nodes(root):
        line = f"line {node.start_mark.line + 1}"
        if isinstance(node, yaml.ScalarNode):
            is_word = re.fullmatch(r"[a-z][a-z0-9_]*", node.value) and node.value not in NOT_PLAIN
            if node.style is None and not is_word:
                faults.append(f"{line}: {node.value!r} has no quotes")
        elif isinstance(node, yaml.CollectionNode) and node.flow_style:
            faults.append(f"{line}: flow style")
        if isinstance(node, yaml.MappingNode):
            keys = Counter(key.value for key, _ in node.value)
            faults += [f"{line}: {key} twice" for key, times in keys.items() if times > 1]
    return faults


def texts(value: object, place: str = "") -> Iterator[tuple[str, dict[str, str]]]:
    """Yield each text of the question set with the place where it stands."""
    if isinstance(value, dict):
        if value.keys() & LANGUAGES:
            yield place, value
        else:
            for key, inner in value.items():
                yield from texts(inner, f"{place}.{key}")
    elif isinstance(value, list):
        for item in value:
            name = item["code"] if isinstance(item, dict) else ""
            yield from texts(item, f"{place}.{name}")


@pytest.fixture(params=FILES, ids=lambda file: f"{file.parent.name}/{file.stem}")
def question_set_file(request: pytest.FixtureRequest) -> Path:
    """Return each shipped question set's file in turn."""
    return cast("Path", request.param)


def test_the_four_kinds_are_shipped() -> None:
    """A folder that is lost from the checkout or the wheel must not pass in silence."""
    assert {file.parent.name for file in FILES} == {"screening", "full", "children", "business"}


def test_schema_is_a_schema() -> None:
    """A misspelt keyword type would otherwise let every file pass."""
    Draft202012Validator.check_schema(SCHEMA)


def test_file_is_named_by_its_kind_and_version(question_set_file: Path) -> None:
    """Records name a question set by folder and file, so the two must agree with the content."""
    content = load(question_set_file)
    named = (question_set_file.parent.name, question_set_file.stem)
    assert (content["kind"], content["version"]) == named


def test_file_fits_the_schema(question_set_file: Path) -> None:
    """Editors and the publishing command rely on the same schema."""
    errors = Draft202012Validator(SCHEMA).iter_errors(load(question_set_file))
    assert [f"{error.json_path}: {error.message[:200]}" for error in errors] == []


def test_schema_says_where_the_fault_is() -> None:
    """An administrator is told the place of a mistake, not that the whole file is wrong."""
    screening = newest("screening")
    screening["questions"][0]["hint"]["fi"] = "<b>Ajattele</b>"
    (error,) = Draft202012Validator(SCHEMA).iter_errors(screening)
    assert error.json_path == "$.questions[0].hint.fi"


@pytest.mark.parametrize("content", [{}, {"kind": "review", "version": "2026-1"}, []])
def test_schema_refuses_other_kinds(content: object) -> None:
    """A file of no known kind must not pass because none of the branches looks at it."""
    assert not Draft202012Validator(SCHEMA).is_valid(content)


def test_file_keeps_the_yaml_rules(question_set_file: Path) -> None:
    """No scalar can turn into a boolean, and no key silently wins over its double."""
    assert style_faults(question_set_file.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    "text",
    [
        "is_core: yes\n",
        "version: 2026-1\n",
        "text: Onko\n",
        "text:\n  fi: {fi: a}\n",
        "items: [a]\n",
        "a:\n  code: b\n  code: c\n",
    ],
)
def test_yaml_rules_are_noticed_when_broken(text: str) -> None:
    """Each trap that the rules are for is caught."""
    assert style_faults(text)


def test_every_text_is_in_three_languages(question_set_file: Path) -> None:
    """A missing or doubled language would show as an empty label."""
    content = load(question_set_file)
    for place, text in texts(content):
        assert text.keys() == LANGUAGES, place
        assert all(words.strip() for words in text.values()), place


def test_languages_differ(question_set_file: Path) -> None:
    """A text left untranslated is the same in two languages; sv and en may share one word."""
    for place, text in texts(load(question_set_file)):
        others = [text["sv"], text["en"]]
        assert text["fi"] not in others, f"{place}: {text}"
        assert " " not in text["sv"] or text["sv"] != text["en"], f"{place}: {text}"


def test_questions_ask_and_sentences_end(question_set_file: Path) -> None:
    """Questions end with a question mark; rules, reasons and examples with a full stop."""
    for place, text in texts(load(question_set_file)):
        if place.endswith(".text"):
            ending = "." if place.startswith(".rules") else "?"
            assert {words[-1] for words in text.values()} == {ending}, place
        elif place.endswith((".reason", ".example")):
            assert {words[-1] for words in text.values()} == {"."}, place


def test_no_invisible_characters(question_set_file: Path) -> None:
    """A soft hyphen or a hard space pasted from Word would break searching and comparing."""
    content = question_set_file.read_text(encoding="utf-8")
    assert set(re.findall(r"[^\n -~]", content)) <= set("åäöÅÄÖáÁ–”‘’§")


def test_labels_are_short(question_set_file: Path) -> None:
    """A label names a row of a table or a tag: at most six words and 45 letters."""
    for place, text in texts(load(question_set_file)):
        if place.endswith(".label"):
            longest = max(text.values(), key=len)
            assert len(longest) <= 45, f"{place}: {longest}"
            assert len(longest.split()) <= 6, f"{place}: {longest}"


def test_no_outdated_law(question_set_file: Path) -> None:
    """Old references live long in forms that are copied from older forms."""
    content = question_set_file.read_text(encoding="utf-8")
    assert [found.group() for found in OUTDATED.finditer(content)] == []


@pytest.mark.parametrize(
    "reference",
    [
        "Terveydenhuoltolaki (1326/2010) 11 §",
        "Maankäyttö- ja rakennuslaki 9 §",
        "Kuntalaki 65 §",
        "Kuntalaki (410/2015) 71 §",
        "Local Government Act (410/2015), section 65",
        "Ilmastolaki (423/2022) 14 a §",
        "NTM-centralen",
        "ELY-keskus",
    ],
)
def test_outdated_law_is_noticed(reference: str) -> None:
    """Each reference of the list is caught in the forms it takes."""
    assert OUTDATED.search(reference)


def test_screening_has_the_core_first_and_every_code_once() -> None:
    """The screening asks the city's four areas before anything else."""
    screening = newest("screening")
    core = [question["code"] for question in screening["questions"] if question["is_core"] == "yes"]
    assert core == ["wellbeing", "environment", "business", "vitality"]
    assert codes(screening["questions"])[: len(core)] == core
    for part in ("questions", "decision_types", "exclusions", "rules"):
        assert len(set(codes(screening[part]))) == len(screening[part]), part


def test_screening_covers_the_codes_of_the_case_file() -> None:
    """Every decision type, reason and rule has its words."""
    screening = newest("screening")
    definitions = SCHEMA["$defs"]
    rule_codes = definitions["rule"]["properties"]["code"]["enum"]
    assert sorted(codes(screening["decision_types"])) == sorted(
        definitions["decision_type_code"]["enum"]
    )
    assert sorted(codes(screening["exclusions"])) == sorted(definitions["reason_code"]["enum"])
    assert sorted(codes(screening["rules"])) == sorted(rule_codes)


def test_decision_types_refer_to_helpers_and_reasons() -> None:
    """A type asks only helper questions that exist, in the order in which they are listed."""
    screening = newest("screening")
    helpers = [
        question["code"] for question in screening["questions"] if question["is_core"] == "no"
    ]
    exclusions = {item["code"]: item for item in screening["exclusions"]}
    for decision_type in screening["decision_types"]:
        asked = decision_type.get("helpers", [])
        assert asked == [code for code in helpers if code in asked], decision_type["code"]
        if decision_type["default_depth"] == "none":
            assert "reason" in exclusions[decision_type["reason_code"]], decision_type["code"]
    used = {code for item in screening["decision_types"] for code in item.get("helpers", [])}
    assert used == set(helpers)


def test_rules_name_the_type_in_every_language_or_in_none() -> None:
    """The placeholder must not be lost in translation."""
    for rule in newest("screening")["rules"]:
        assert len({words.count("{type}") for words in rule["text"].values()}) == 1, rule["code"]


def test_cost_question_says_the_threshold() -> None:
    """The sum that decides and the sum that is read are the same."""
    screening = newest("screening")
    threshold = int(screening["cost_threshold_eur"])
    (question,) = [item for item in screening["questions"] if item["code"] == "cost_over_threshold"]
    spaced = f"{threshold:,}".replace(",", " ")
    assert f"{spaced} euroa" in question["text"]["fi"]
    assert f"{spaced} euro" in question["text"]["sv"]
    assert f"{threshold:,} euros" in question["text"]["en"]


def test_full_has_every_code_once() -> None:
    """The matrix names a sub-question by its code alone, so a code stands once in the file."""
    full = newest("full")
    questions = [code for part in full["perspectives"] for code in codes(part["questions"])]
    for found in (codes(full["sections"]), codes(full["perspectives"]), questions):
        assert len(set(found)) == len(found)
    groups = codes(full["population_groups"])
    assert len(set(groups)) == len(groups)


def test_sections_stand_in_their_order() -> None:
    """The sections follow the work, and each depth requires what its law and use require."""
    sections = newest("full")["sections"]
    order = SCHEMA["$defs"]["section"]["properties"]["code"]["enum"]
    assert codes(sections) == order
    required = {
        depth: [section["code"] for section in sections if depth in section["required_in"]]
        for depth in ("narrow", "full", "reference")
    }
    assert required["full"] == order
    assert required["narrow"] == [
        code for code in order if code not in ("participation", "follow_up")
    ]
    assert required["reference"] == ["links", "summary"]


@pytest.mark.parametrize("kind", ["children", "business"])
def test_views_refer_to_the_full_set(kind: str) -> None:
    """A view asks again what the record already holds and can't hold anything of its own."""
    view = newest(kind)
    full = given(view["view_of"])
    questions = {part["code"]: codes(part["questions"]) for part in full["perspectives"]}
    asked = codes(view["questions"])
    assert len(set(asked)) == len(asked)
    for question in view["questions"]:
        assert question["code"] in questions[question["perspective"]], question["code"]
    assert set(view["groups"]) <= set(codes(full["population_groups"]))


def test_business_view_asks_all_of_its_perspective() -> None:
    """A business impact assessment that leaves a business question out isn't one."""
    view = newest("business")
    (perspective,) = [
        part for part in given(view["view_of"])["perspectives"] if part["code"] == "business"
    ]
    assert set(codes(perspective["questions"])) <= set(codes(view["questions"]))


@pytest.fixture(params=CASES, ids=lambda file: file.stem)
def case(request: pytest.FixtureRequest) -> dict[str, Any]:
    """Return each case file of the tests in turn."""
    return cast("dict[str, Any]", json.loads(request.param.read_text(encoding="utf-8")))


def test_there_are_case_files() -> None:
    """The tests of the case files must not pass because there is none."""
    assert len(CASES) >= 12


def test_case_fits_its_screening_questions(case: dict[str, Any]) -> None:
    """Every answer, type and reason of a case has its question and its words."""
    answered = case["screening"]
    screening = given(answered["question_set"])
    assert answered["answers"].keys() <= set(codes(screening["questions"]))
    assert set(answered["answers"].values()) <= {"yes", "no", "unknown"}
    assert case["decision"]["decision_type"] in codes(screening["decision_types"])
    if "reason_code" in answered:
        assert answered["reason_code"] in codes(screening["exclusions"])


def test_case_fits_its_assessment_questions(case: dict[str, Any]) -> None:
    """Every effect of a case has its perspective, sub-question and population groups."""
    if "assessment" not in case:
        assert case["screening"]["depth"] == "none"
        return
    full = given(case["assessment"]["question_set"])
    questions = {part["code"]: codes(part["questions"]) for part in full["perspectives"]}
    groups = set(codes(full["population_groups"]))
    for effect in case["assessment"]["effects"]:
        assert effect["question"] in questions[effect["perspective"]]
        assert set(effect.get("groups", [])) <= groups


def test_every_question_of_the_assessment_has_a_hint_an_example_and_a_basis() -> None:
    """The basis may be that of the perspective or section around the question."""
    full = newest("full")
    for perspective in full["perspectives"]:
        assert perspective["basis"], perspective["code"]
        for question in perspective["questions"]:
            assert question.keys() >= {"hint", "example"}, question["code"]
    for code, prompt in full["prompts"].items():
        assert prompt.keys() >= {"hint", "example", "basis"}, code


@pytest.mark.parametrize("kind", ["children", "business"])
def test_the_newest_view_looks_at_the_newest_full_set(kind: str) -> None:
    """New assessments use the newest full set, and their views ask of the same one."""
    assert newest(kind)["view_of"] == f"full/{newest('full')['version']}"
