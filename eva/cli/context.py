"""What the commands share: the installation's settings and its database."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from sqlalchemy.orm import Session

from eva import database, resources, settings
from eva.cli.speech import option
from eva.domain.permissions import Operator
from eva.settings import Settings

OPERATOR = Operator()


def installation() -> Settings:
    """Return the settings of this installation."""
    return settings.load(resources.default_instance())


@contextmanager
def reading() -> Iterator[Session]:
    """Yield a session to read with."""
    engine = database.open_engine(installation().database_url)
    try:
        with database.reading(engine) as session:
            yield session
    finally:
        engine.dispose()


@contextmanager
def writing() -> Iterator[Session]:
    """Yield a session whose changes are kept together when the block ends, or not at all."""
    engine = database.open_engine(installation().database_url)
    try:
        with database.writing(engine) as session:
            yield session
    finally:
        engine.dispose()


def write_out(content: bytes | str, output: Path | None) -> None:
    """Write the content to the file, whole or not at all, or to standard output."""
    data = content.encode() if isinstance(content, str) else content
    if output is None:
        sys.stdout.buffer.write(data)
        return
    partial = output.with_name(output.name + ".osa")
    partial.write_bytes(data)
    partial.replace(output)


OUTPUT = option(
    "-o",
    "--output",
    metavar="TIEDOSTO",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Tiedosto, johon kirjoitetaan (oletus: vakiotuloste).",
)
