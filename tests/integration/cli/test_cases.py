"""eva case: files in and out, and one clear sentence for each thing that is wrong with one."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, func, select

from eva import database
from eva.models import AuditEvent, Body, Decision, Meeting, QuestionSetVersion
from tests import make
from tests.integration.conftest import Eva

CaseFile = Callable[[Any], Path]


def state(engine: Engine) -> list[int | None]:
    """Return how many rows there are of what an import makes."""
    with database.reading(engine) as session:
        kinds = (Decision, AuditEvent, Body, Meeting, QuestionSetVersion)
        return [session.scalar(select(func.count(kind.id))) for kind in kinds]


def test_all_files_go_in_together_and_come_out_the_same(eva: Eva, tmp_path: Path) -> None:
    taken = eva("case", "import", *make.CASE_FILES)
    numbers = [make.case(file.name)["decision"]["register_number"] for file in make.CASE_FILES]
    assert (taken.code, taken.err) == (0, "")
    assert taken.out.splitlines() == [f"{number}: tuotu" for number in numbers]
    again = eva("case", "import", *make.CASE_FILES)
    assert again.out.splitlines() == [f"{number}: ennallaan" for number in numbers]
    for file, number in zip(make.CASE_FILES, numbers, strict=True):
        target = tmp_path / "ulos.json"
        assert eva("case", "export", number, "-o", target).code == 0
        assert json.loads(target.read_text(encoding="utf-8")) == make.case(file.name)


def test_a_case_is_written_to_standard_output_where_no_file_is_named(eva: Eva) -> None:
    eva("case", "import", make.CASE_FILES[0])
    case = make.case(make.CASE_FILES[0].name)
    assert json.loads(eva("case", "export", case["decision"]["register_number"]).out) == case


def test_a_document_of_the_tool_is_a_case_file_too(eva: Eva, tmp_path: Path) -> None:
    eva("case", "import", make.CASES / "06-vesimaksu.json")
    document = tmp_path / "arviointi.docx"
    assert eva("document", "issue", "MliDno-2023-3886", "-o", document).code == 0
    assert eva("case", "import", document).out.strip() == "MliDno-2023-3886: ennallaan"


def changed(**changes: Any) -> dict[str, Any]:
    return make.case("06") | changes


def in_assessment(key: str, value: Any) -> dict[str, Any]:
    case = make.case("06")
    case["assessment"][key] = value
    return case


def in_decision(key: str, value: Any) -> dict[str, Any]:
    case = make.case("06")
    case["decision"][key] = value
    return case


def in_effect(key: str, value: Any) -> dict[str, Any]:
    case = make.case("06")
    case["assessment"]["effects"][0][key] = value
    return case


def with_link(**link: Any) -> dict[str, Any]:
    told = {"measure": "1.1.1", "direction": "promotes", "reason": "Koska."}
    return in_assessment("measure_links", [told | link])


def written(case: dict[str, Any], old: str, new: str) -> str:
    text = json.dumps(case, ensure_ascii=False)
    assert old in text
    return text.replace(old, new, 1)


WHOLE = make.case("06")
BAD: dict[str, tuple[Any, str]] = {
    "not JSON": ("ei ole", "rivi 1: tiedosto ei ole ehjää JSONia"),
    "an empty file": ("", "ei ole ehjää JSONia"),
    "cut in the middle": (json.dumps(WHOLE)[:700], "ei ole ehjää JSONia"),
    "not UTF-8": ("työ".encode("latin-1"), "ei ole UTF-8"),
    "a lone surrogate in its bytes": (b'{"a": "\xed\xa0\x80"}', "ei ole UTF-8"),
    "a list": ("[]", "ei ole EVA-asiatiedosto"),
    "another format": (changed(format="toinen"), "ei ole EVA-asiatiedosto"),
    "no format": ({"decision": {}}, "ei ole EVA-asiatiedosto"),
    "a later version": (changed(format_version="2.0"), "versiota '2.0' ei tunneta"),
    "a version of another kind": (changed(format_version=1.0), "format_version"),
    "an unknown key": (changed(note="hei"), "tuntematon avain 'note'"),
    "an unknown key inside": (in_effect("score", 5), "tuntematon avain 'score'"),
    "a key twice": (
        written(WHOLE, '"language": "fi"', '"language": "fi", "language": "fi"'),
        "avain 'language' on tiedostossa kahdesti",
    ),
    "NaN": (
        written(in_decision("cost_eur", 1), '"cost_eur": 1', '"cost_eur": NaN'),
        "NaN ei ole luku",
    ),
    "infinity": (
        written(in_decision("cost_eur", 1), '"cost_eur": 1', '"cost_eur": -Infinity'),
        "-Infinity ei ole luku",
    ),
    "a number beyond all": (
        written(in_decision("cost_eur", 1), '"cost_eur": 1', '"cost_eur": 1e999'),
        "decision.cost_eur",
    ),
    "more euros than there are": (in_decision("cost_eur", 10**12), "decision.cost_eur"),
    "parts of cents": (in_effect("amount_eur_per_year", 0.005), "kaksi desimaalia"),
    "a negative cost": (in_decision("cost_eur", -1), "decision.cost_eur"),
    "a missing part": ({"format": "eva-case", "format_version": "1.0"}, "'decision' puuttuu"),
    "a number without signs": (in_decision("register_number", ""), "decision.register_number"),
    "a number with a line break": (in_decision("register_number", "A-123\n"), "väärässä muodossa"),
    "a parent's number too long": (
        in_decision("parent_register_number", "x" * 65),
        "enintään 64 merkkiä",
    ),
    "a title too long": (in_decision("title", "x" * 501), "liian pitkä (501 merkkiä"),
    "an unknown type": (in_decision("decision_type", "war"), "decision.decision_type"),
    "a day that never was": (
        in_decision("agenda_items", [{"body": "Valtuusto", "meeting_on": "2026-02-30"}]),
        "ei ole päivämäärä",
    ),
    "an unknown measure": (with_link(measure="9.9.9"), "toimenpidettä 9.9.9 ei ole"),
    "an unknown term": (with_link(programme_term="1918-1921"), "ohjelmissa 1918-1921"),
    "an effect of a missing alternative": (
        in_effect("alternative", "VE7"),
        "assessment.effects.0: vaihtoehtoa VE7 ei ole",
    ),
    "a link of a missing alternative": (with_link(alternative="VE7"), "vaihtoehtoa VE7 ei ole"),
    "an alternative twice": (
        in_assessment(
            "alternatives", [{"code": "VE1", "title": "A"}, {"code": "VE1", "title": "B"}]
        ),
        "sama vaihtoehto kahdesti",
    ),
    "no alternatives": (in_assessment("alternatives", []), "assessment.alternatives"),
    "an unknown question set": (
        in_assessment("question_set", "full/1999-1"),
        "kysymyssarjaa full/1999-1 ei ole julkaistu",
    ),
    "deep nesting": ("[" * 100_000, "tiedosto"),
    "deep nesting in a case": (
        changed(screening={"answers": {"a": json.loads("[" * 50 + "]" * 50)}}),
        "sisäkkäistä",
    ),
    "a broken Word file": (b"PK\x03\x04 rikki", "Word-tiedosto"),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_file_gives_one_clear_sentence_and_changes_nothing(
    eva: Eva, engine: Engine, case_file: CaseFile, name: str
) -> None:
    content, said = BAD[name]
    before = state(engine)
    good = make.CASES / "01-rouhialan-koulu.json"
    result = eva("case", "import", good, case_file(content))
    assert result.code == 1
    assert result.out == ""
    assert said in result.sentence
    assert "\n" not in result.sentence
    assert "Traceback" not in result.err
    assert result.sentence.startswith("asia.json: ")
    assert state(engine) == before, "the good file beside it must not be half done"


def test_a_number_that_nobody_has_is_not_found(eva: Eva) -> None:
    result = eva("case", "export", "MliDno-1999-1")
    assert (result.code, result.sentence) == (1, "Ei löydy: MliDno-1999-1")


def test_a_file_that_is_not_there_is_said(eva: Eva, tmp_path: Path) -> None:
    result = eva("case", "import", tmp_path / "ei-ole.json")
    assert result.code == 1
    assert "ei-ole.json" in result.err


def test_an_export_that_cannot_be_written_leaves_no_file(eva: Eva, tmp_path: Path) -> None:
    eva("case", "import", make.CASES / "06-vesimaksu.json")
    target = tmp_path / "kansiota ei ole" / "ulos.json"
    result = eva("case", "export", "MliDno-2023-3886", "-o", target)
    assert result.code == 1
    assert result.sentence
    assert "Traceback" not in result.err
