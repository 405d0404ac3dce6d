"""eva case: case files in and out."""

from pathlib import Path

import click

from eva.cli import speech
from eva.cli.context import OPERATOR, OUTPUT, reading, write_out, writing
from eva.cli.sentences import sentence_for
from eva.cli.speech import argument, say
from eva.domain.errors import CaseRefused
from eva.queries import cases as case_files
from eva.queries import decisions
from eva.services import cases

_WORDS = {"created": "tuotu", "unchanged": "ennallaan", "replaced": "korvattu"}


@speech.group
def group() -> None:
    """Tuo ja vie asiatiedostoja."""


@group.command("import")
@argument(
    "files",
    "TIEDOSTO...",
    nargs=-1,
    required=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
)
def import_(files: tuple[Path, ...]) -> None:
    """Tuo asiatiedostoja (JSON) tai EVAn tekemiä Word-asiakirjoja.

    Kaikki tiedostot tuodaan yhdessä: jos yhdessä on virhe, mitään ei tuoda. Saman tiedoston
    tuominen uudelleen ei muuta mitään. Korvattu tieto jää talteen asian tiedostoihin.
    """
    read = [(file, _read(file)) for file in files]
    lines = []
    with writing() as session:
        for file, case in read:
            try:
                imported = cases.import_(session, OPERATOR, case)
            except CaseRefused as error:
                raise click.ClickException(f"{file.name}: {sentence_for(error)}") from error
            number = imported.decision.register_number
            lines.append(f"{number}: {say(_WORDS[imported.outcome])}")
    click.echo("\n".join(lines))


def _read(file: Path) -> case_files.Case:
    content = file.read_bytes()
    try:
        return cases.read(cases.text_in(content))
    except CaseRefused as error:
        raise click.ClickException(f"{file.name}: {sentence_for(error)}") from error


@group.command("export")
@argument("register_number", "DIAARINUMERO")
@OUTPUT
def export(register_number: str, output: Path | None) -> None:
    """Vie asia tiedostoksi diaarinumeron mukaan."""
    with reading() as session:
        found = decisions.by_register_number(session, register_number)
        case = case_files.export(decisions.load_record(session, found.id))
    write_out(case_files.to_json(case), output)
