"""Nothing grows beyond what can be read in one sitting."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
MODULES = sorted((ROOT / "eva").rglob("*.py"))
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))


def name_of(file: Path) -> str:
    return str(file.relative_to(ROOT))


def lines_of(file: Path) -> int:
    return len(file.read_text(encoding="utf-8").splitlines())


@pytest.mark.parametrize("file", MODULES, ids=name_of)
def test_no_module_is_longer_than_400_lines(file: Path) -> None:
    assert lines_of(file) <= 400


@pytest.mark.parametrize("file", TEMPLATES, ids=name_of)
def test_no_template_is_longer_than_150_lines(file: Path) -> None:
    assert lines_of(file) <= 150


@pytest.mark.parametrize("file", MODULES, ids=name_of)
def test_no_function_is_longer_than_60_lines(file: Path) -> None:
    tree = ast.parse(file.read_text(encoding="utf-8"))
    long = [
        node.name
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (node.end_lineno or 0) - node.lineno >= 60
    ]
    assert not long


def test_importing_the_package_runs_nothing() -> None:
    tree = ast.parse((ROOT / "eva" / "__init__.py").read_text(encoding="utf-8"))
    assert len(tree.body) == 1
    assert ast.get_docstring(tree)


def test_each_module_has_a_name_that_says_what_it_is_about() -> None:
    vague = {"utils", "util", "helpers", "common", "misc"}
    assert not [
        name_of(file) for file in MODULES if file.stem in vague or file.parent.name in vague
    ]


def test_only_one_module_commits() -> None:
    committing = [
        name_of(file)
        for file in MODULES
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute) and node.attr == "commit"
    ]
    assert committing == ["eva/database.py"]
