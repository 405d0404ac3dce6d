"""eva programme: catalogues of strategic programmes in and out."""

from pathlib import Path

import click

from eva.cli import speech
from eva.cli.context import OPERATOR, OUTPUT, reading, write_out, writing
from eva.cli.speech import argument, say
from eva.queries import programmes as queries
from eva.services import programmes


@speech.group
def group() -> None:
    """Tuo ja vie strategisia ohjelmia."""


@group.command("import")
@argument("file", "TIEDOSTO", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def import_(file: Path) -> None:
    """Tuo valtuustokauden ohjelmat YAML- tai JSON-tiedostosta."""
    catalogue = programmes.read(file)
    with writing() as session:
        count = programmes.import_(session, OPERATOR, catalogue)
    click.echo(
        say(
            "%(term)s: %(count)s kohta" if count == 1 else "%(term)s: %(count)s kohtaa",
            term=catalogue["term"],
            count=count,
        )
    )


@group.command("export")
@argument("term", "VALTUUSTOKAUSI")
@OUTPUT
def export(term: str, output: Path | None) -> None:
    """Vie valtuustokauden ohjelmat JSON-tiedostoksi."""
    with reading() as session:
        write_out(programmes.to_json(queries.export(session, term)), output)
