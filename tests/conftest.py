"""What tests share: databases on SQLite and on PostgreSQL, the application, a session.

A database that's up to date and holds the programmes 2018-2021 is made once a process; each test
works on a copy of it, so that no test sees what another did.
"""

import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import psycopg
import pytest
from flask import Flask
from psycopg import sql
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from eva import database
from eva.app import create_app
from eva.cli.upgrade import upgraded
from eva.domain.permissions import Operator
from eva.resources import shipped
from eva.services import programmes
from eva.settings import Settings

CATALOGUE = shipped("catalogues") / "2018-2021.yaml"
DATABASES = ("sqlite", "postgresql")


def settings_of(instance: Path, url: str) -> Settings:
    """Return the settings of an installation in the folder, its key known to the tests."""
    return Settings(
        instance=instance,
        database_url=url,
        secret_key="a key of the tests alone",
        municipality="Mikkelin kaupunki",
        service_name="Vaikutusten ennakkoarviointi",
        is_demo=False,
        https=False,
    )


def _fill(url: str, instance: Path) -> None:
    """Bring the empty database up to date and take the programmes in."""
    engine = database.open_engine(url)
    try:
        upgraded(engine, settings_of(instance, url))
        with database.writing(engine) as session:
            programmes.import_(session, Operator(), programmes.read(CATALOGUE))
    finally:
        engine.dispose()


class SqliteFactory:
    """Makes SQLite databases: files, copied."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._filled: Path | None = None
        self._count = 0

    def filled(self) -> str:
        """Return the address of a copy of the database that's up to date."""
        if self._filled is None:
            made = self._folder / "filled.db"
            made.unlink(missing_ok=True)
            _fill(f"sqlite:///{made}", self._folder)
            with closing(sqlite3.connect(made)) as connection:
                connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            assert not made.with_name("filled.db-wal").exists()
            self._filled = made
        file = self._new()
        shutil.copyfile(self._filled, file)
        return f"sqlite:///{file}"

    def empty(self) -> str:
        """Return the address of a database without tables."""
        return f"sqlite:///{self._new()}"

    def drop(self, url: str) -> None:
        """Take a database away again."""
        for file in self._folder.glob(Path(url.removeprefix("sqlite:///")).name + "*"):
            file.unlink()

    def close(self) -> None:
        """Do nothing: pytest takes its folders away itself."""

    def _new(self) -> Path:
        self._count += 1
        return self._folder / f"eva-{self._count}.db"


class PostgresqlFactory:
    """Makes PostgreSQL databases in the cluster that the environment names, from a template."""

    def __init__(self, folder: Path) -> None:
        if "PGHOST" not in os.environ:
            pytest.fail(
                "No PostgreSQL for the tests: PGHOST isn't set. Run ./run test, or put"
                " pg_virtualenv in front of the command (Debian package postgresql-common).",
                pytrace=False,
            )
        self._folder = folder
        self._admin = psycopg.connect(autocommit=True, dbname="postgres")
        self._prefix = f"eva_{os.getpid()}"
        self._filled: str | None = None
        self._count = 0

    def filled(self) -> str:
        """Return the address of a copy of the database that's up to date."""
        if self._filled is None:
            made = f"{self._prefix}_filled"
            self._run("DROP DATABASE IF EXISTS {}", made)
            self._run("CREATE DATABASE {}", made)
            _fill(f"postgresql:///{made}", self._folder)
            self._filled = made
        name = self._new()
        self._run("CREATE DATABASE {} TEMPLATE {}", name, self._filled)
        return f"postgresql:///{name}"

    def empty(self) -> str:
        """Return the address of a database without tables."""
        name = self._new()
        self._run("CREATE DATABASE {}", name)
        return f"postgresql:///{name}"

    def drop(self, url: str) -> None:
        """Take a database away again."""
        self._run("DROP DATABASE {} WITH (FORCE)", url.removeprefix("postgresql:///"))

    def close(self) -> None:
        """Take the template away and give the connection back."""
        if self._filled is not None:
            self._run("DROP DATABASE {} WITH (FORCE)", self._filled)
        self._admin.close()

    def _new(self) -> str:
        self._count += 1
        return f"{self._prefix}_{self._count}"

    def _run(self, statement: str, *names: str) -> None:
        identifiers = [sql.Identifier(name) for name in names]
        self._admin.execute(sql.SQL(statement).format(*identifiers))


Factory = SqliteFactory | PostgresqlFactory


@pytest.fixture(scope="session")
def _factories(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Factory]]:
    """The factories that were needed so far; closed at the end."""
    made: dict[str, Factory] = {}
    yield made
    for factory in made.values():
        factory.close()


@pytest.fixture(params=DATABASES)
def databases(
    request: pytest.FixtureRequest,
    _factories: dict[str, Factory],
    tmp_path_factory: pytest.TempPathFactory,
) -> Factory:
    """What makes databases, of each kind in turn."""
    kind: str = request.param
    if kind not in _factories:
        maker = SqliteFactory if kind == "sqlite" else PostgresqlFactory
        _factories[kind] = maker(tmp_path_factory.mktemp(kind))
    return _factories[kind]


@pytest.fixture
def database_url(databases: Factory) -> Iterator[str]:
    """The address of a database that's up to date, for one test alone."""
    url = databases.filled()
    yield url
    databases.drop(url)


@pytest.fixture
def empty_url(databases: Factory) -> Iterator[str]:
    """The address of a database without tables, for one test alone."""
    url = databases.empty()
    yield url
    databases.drop(url)


@pytest.fixture
def settings(database_url: str, tmp_path: Path) -> Settings:
    """The settings of an installation with the test's database."""
    instance = tmp_path / "instance"
    instance.mkdir()
    return settings_of(instance, database_url)


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    """The engine of the test's database, as the product opens it."""
    engine = database.open_engine(database_url)
    yield engine
    engine.dispose()


@pytest.fixture
def session(engine: Engine) -> Iterator[Session]:
    """A session that writes; what the test did is there for others once it commits."""
    with Session(engine) as session:
        session.connection(execution_options={"eva_writes": True})
        yield session


@pytest.fixture
def app(settings: Settings) -> Iterator[Flask]:
    """The application of the installation."""
    app = create_app(settings)
    app.testing = False  # errors become pages, as they do for people
    yield app
    app.extensions["eva_engine"].dispose()


@pytest.fixture
def tell(record_property: Callable[[str, object], None]) -> Callable[[str], None]:
    """What prints a line about a test's trials at the end of the run."""

    def say(line: str) -> None:
        record_property("trials", line)

    return say


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Print what the tests of many trials told."""
    told = [
        (report.nodeid, line)
        for reports in terminalreporter.stats.values()
        for report in reports
        for name, line in getattr(report, "user_properties", ())
        if name == "trials" and getattr(report, "when", "") == "call"
    ]
    if told:
        terminalreporter.section("trials")
    for test, line in sorted(told):
        terminalreporter.write_line(f"{test.rpartition('::')[2]}: {line}")
