"""eva programme: catalogues of strategic programmes in and out."""

from pathlib import Path

import click

from eva.cli.context import OPERATOR, OUTPUT, reading, write_out, writing
from eva.queries import programmes as queries
from eva.services import programmes


@click.group()
def group() -> None:
    """Tuo ja vie strategisia ohjelmia."""


@group.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def import_(file: Path) -> None:
    """Tuo valtuustokauden ohjelmat YAML- tai JSON-tiedostosta."""
    catalogue = programmes.read(file)
    with writing() as session:
        count = programmes.import_(session, OPERATOR, catalogue)
    click.echo(f"{catalogue['term']}: {count} kohtaa")


@group.command("export")
@click.argument("term")
@OUTPUT
def export(term: str, output: Path | None) -> None:
    """Vie valtuustokauden ohjelmat JSON-tiedostoksi."""
    with reading() as session:
        write_out(programmes.to_json(queries.export(session, term)), output)
