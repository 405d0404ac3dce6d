"""What the integration tests share: the command line, and a visitor of the pages."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Engine

from eva import database
from eva.cli import main
from eva.domain.permissions import Role
from eva.services import sessions
from eva.settings import Settings
from tests import make
from tests.integration.town import Town
from tests.integration.visitor import Visitor


@dataclass(frozen=True)
class Result:
    """What a command answered."""

    code: int
    out: str
    err: str

    @property
    def sentence(self) -> str:
        """The one sentence on standard error."""
        return self.err.strip()


Eva = Callable[..., Result]


@pytest.fixture
def eva(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Eva:
    """The command line of the installation: `eva("case", "import", file)`."""
    monkeypatch.setenv("EVA_INSTANCE", str(settings.instance))
    monkeypatch.setenv("EVA_DATABASE_URL", settings.database_url)
    monkeypatch.delenv("EVA_DEMO", raising=False)

    def run(*arguments: str | Path) -> Result:
        capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            main([str(argument) for argument in arguments])
        said = capsys.readouterr()
        return Result(int(ended.value.code or 0), said.out, said.err)

    return run


@pytest.fixture
def case_file(tmp_path: Path) -> Callable[[Any], Path]:
    """What writes a case, or any text or bytes, to a file."""

    def write(content: Any) -> Path:
        file = tmp_path / "asia.json"
        if isinstance(content, bytes):
            file.write_bytes(content)
        elif isinstance(content, str):
            file.write_text(content, encoding="utf-8")
        else:
            file.write_text(json.dumps(content), encoding="utf-8")
        return file

    return write


@pytest.fixture
def visit(app: Flask, engine: Engine) -> Callable[..., Visitor]:
    """What brings a person to the pages: `visit(Role.PREPARER)`, or nobody without a role."""

    def come(*roles: Role, body_id: int | None = None) -> Visitor:
        visitor = Visitor(app)
        if roles:
            with database.writing(engine) as session:
                body = session.get(make.Body, body_id) if body_id else None
                made = make.user(session, *roles, body=body)
                visitor.sign_in(made.id, sessions.start(session, made.id, ""))
        return visitor

    return come


@pytest.fixture
def town(app: Flask, engine: Engine) -> Town:
    """A small town with people of every role and one decision with all its parts."""
    return Town(app, engine)
