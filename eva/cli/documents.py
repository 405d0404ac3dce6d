"""eva document: issue a document, append it to an agenda item."""

from pathlib import Path

import click

from eva.cli import speech
from eva.cli.context import OPERATOR, OUTPUT, installation, write_out, writing
from eva.cli.speech import argument, option
from eva.queries import decisions
from eva.services import documents, stored_files
from eva.services.documents import AgendaFile, Wanted

_LANGUAGE = option(
    "--language",
    type=click.Choice(["fi", "sv", "en"]),
    help="Asiakirjan kieli (oletus: asian kieli).",
)
_SECRET = option("--secret", is_flag=True, help="Myös salassa pidettävät vaikutukset.")


@speech.group
def group() -> None:
    """Anna asiakirja tai liitä se esityslistaan."""


@group.command("issue")
@argument("register_number", "DIAARINUMERO")
@option(
    "--kind", type=click.Choice(["assessment", "screening"]), default=None, help="Asiakirjan laji."
)
@_LANGUAGE
@_SECRET
@OUTPUT
def issue(
    register_number: str, kind: str | None, language: str | None, secret: bool, output: Path | None
) -> None:
    """Anna asiakirja: se tallennetaan muuttumattomana ja kirjoitetaan tiedostoon."""
    with writing() as session:
        decision = decisions.by_register_number(session, register_number)
        wanted = Wanted(
            kind or documents.default_kind(decision), language, secret, installation().municipality
        )
        document = documents.issue(session, OPERATOR, decision.id, wanted)
        content, name = stored_files.content_of(document.file), document.file_name
    _write(content, name, output)


@group.command("append")
@argument(
    "agenda_item",
    "ESITYSLISTAN_KOHTA.docx",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
)
@argument("register_number", "DIAARINUMERO")
@option(
    "--attachment", default="", metavar="NUMERO", help='Liitteen numero, esimerkiksi "Liite 2".'
)
@_LANGUAGE
@_SECRET
@OUTPUT
def append(
    agenda_item: Path,
    register_number: str,
    attachment: str,
    language: str | None,
    secret: bool,
    output: Path | None,
) -> None:
    """Liitä arviointi esityslistan kohdan Word-tiedoston perään."""
    given = AgendaFile(agenda_item.name, agenda_item.read_bytes())
    with writing() as session:
        decision = decisions.by_register_number(session, register_number)
        wanted = Wanted("", language, secret, installation().municipality, attachment)
        document = documents.append(session, OPERATOR, decision.id, given, wanted)
        content, name = stored_files.content_of(document.file), document.file_name
    _write(content, name, output)


def _write(content: bytes, name: str, output: Path | None) -> None:
    target = output or Path(name)
    write_out(content, target)
    click.echo(str(target))
