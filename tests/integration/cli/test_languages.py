"""What the commands answer is in the language of the installation, errors and all."""

import json
import re
from pathlib import Path

import pytest

from eva.settings import Settings
from tests import make
from tests.integration.conftest import Eva
from tests.spoken import foreign

NUMBER = "MliDno-2023-3886"
QUOTED = re.compile(
    r"""--?[a-z-]+|'[^']*'|"[^"]*"|(?:decision|assessment)\b\S*|\S*/\S*|\S+\.(?:json|yaml)"""
)
"""What is told as it was typed: names of files, fields and options."""
BROKEN = {
    "empty.json": "{}",
    "text.json": "[",
    "twice.json": '{"a": 1, "a": 2}',
    "old.json": '{"format": "eva-case", "format_version": "2.0"}',
    "bad.json": '{"format": "eva-case", "format_version": "1.0", "decision": {}}',
    "latin.json": "päivä".encode("latin-1"),
    "term.yaml": "term: [",
    "list.yaml": "- 1",
    "again.yaml": "term: a\nterm: b\n",
    "lacking.yaml": "programmes: []",
}


@pytest.fixture(params=["fi", "sv", "en"])
def language(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """The language of the installation, each in turn."""
    chosen: str = request.param
    monkeypatch.setenv("EVA_LANGUAGE", chosen)
    return chosen


@pytest.fixture
def broken(tmp_path: Path) -> dict[str, Path]:
    """Files with something wrong in each."""
    for name, content in BROKEN.items():
        told = content if isinstance(content, bytes) else content.encode()
        (tmp_path / name).write_bytes(told)
    return {name: tmp_path / name for name in BROKEN}


def test_errors_are_one_sentence_in_the_language(
    eva: Eva, language: str, broken: dict[str, Path], tmp_path: Path
) -> None:
    eva("case", "import", make.CASES / "06-vesimaksu.json")
    eva("user", "create", "olli", "--name", "Olli", "--password", "saimaan-rannalla-on")
    attempts: list[tuple[str | Path, ...]] = [
        *(("case", "import", file) for name, file in broken.items() if name.endswith("json")),
        *(("programme", "import", file) for name, file in broken.items() if "yaml" in name),
        ("case", "export", "MliDno-1-1"),
        ("case", "export", NUMBER, "-o", tmp_path / "no" / "such"),
        ("programme", "export", "1900-1903"),
        ("document", "issue", "MliDno-1-1"),
        ("document", "append", broken["bad.json"], NUMBER),
        ("matrix", "--programme", "99"),
        ("user", "create", "olli", "--name", "Olli", "--password", "saimaan-rannalla-on"),
        ("user", "create", "eila", "--name", "Eila", "--password", "abc"),
        ("user", "grant", "matti", "viewer"),
        ("user", "grant", "olli", "steering", "--programme", "99"),
    ]
    for typed in attempts:
        answer = eva(*typed)
        assert (answer.code, answer.out) == (1, ""), typed
        assert len(answer.sentence.splitlines()) == 1, typed
        assert foreign(QUOTED.sub(" ", answer.sentence), language) == set(), answer.sentence


def test_answers_are_in_the_language(eva: Eva, language: str, tmp_path: Path) -> None:
    file = make.CASES / "06-vesimaksu.json"
    said = [
        *(eva("case", "import", file) for _ in range(2)),
        eva("audit", "verify"),
        eva("user", "create", "olli", "--name", "Olli", "--password", "saimaan-rannalla-on"),
        eva("user", "grant", "olli", "viewer", "--body", "Tekninen"),
        eva("user", "revoke", "olli", "viewer"),
        eva("user", "password", "olli", "--password", "toinen-saimaan-ranta"),
        eva("user", "deactivate", "olli"),
        eva("upgrade"),
    ]
    for answer in said:
        assert (answer.code, answer.err) == (0, "")
        told = re.sub(r"viewer|Tekninen|screening|full|children|business", " ", answer.out)
        assert foreign(told, language) == set(), answer.out


def test_what_machines_read_is_the_same_in_each_language(
    eva: Eva, monkeypatch: pytest.MonkeyPatch
) -> None:
    eva("case", "import", make.CASES / "06-vesimaksu.json")
    commands = [("case", "export", NUMBER), ("programme", "export", "2018-2021"), ("coverage",)]
    commands += [("matrix", "--programme", "1", "--format", form) for form in ("json", "csv")]
    read = []
    for language in ("fi", "sv", "en"):
        monkeypatch.setenv("EVA_LANGUAGE", language)
        read.append([eva(*typed).out for typed in commands])
    assert read[0] == read[1] == read[2]
    assert json.loads(read[0][0])["decision"]["register_number"] == NUMBER


def test_an_empty_database_is_told_of_in_the_language(
    eva: Eva, language: str, settings: Settings, empty_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EVA_DATABASE_URL", empty_url)
    answer = eva("audit", "verify")
    assert answer.code == 1
    assert foreign(answer.sentence, language) == set()
    assert "eva upgrade" in answer.sentence
