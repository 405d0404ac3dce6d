"""The command line: `eva <command>`; each command is as thin as a view.

The commands' modules are imported when they're called, so that `eva --help` answers at once.
"""

import sys
from collections.abc import Mapping
from importlib import import_module
from typing import Any

import click

from eva.cli import speech
from eva.cli.speech import say
from eva.i18n import LANGUAGES

COMMANDS: Mapping[str, tuple[str, str]] = {
    "audit": ("eva.cli.audit", "Tarkista tapahtumaloki."),
    "case": ("eva.cli.cases", "Tuo ja vie asiatiedostoja."),
    "coverage": ("eva.cli.steering:coverage", "Kirjoita kattavuusluvut."),
    "demo": ("eva.cli.demo", "Lataa esittelyaineisto."),
    "document": ("eva.cli.documents", "Anna asiakirja tai liitä se esityslistaan."),
    "matrix": ("eva.cli.steering:matrix", "Kirjoita ohjausryhmän seurantamatriisi."),
    "programme": ("eva.cli.programmes", "Tuo ja vie strategisia ohjelmia."),
    "serve": ("eva.cli.serve:serve", "Käynnistä palvelin."),
    "upgrade": ("eva.cli.upgrade:upgrade", "Päivitä tietokanta ja julkaise kysymyssarjat."),
    "user": ("eva.cli.users", "Luo käyttäjiä ja anna rooleja."),
}
"""The commands by name: where each is, and its line of help."""


class Commands(speech.Group):
    """The group of commands, each found when it's wanted."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of the commands."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return the command, imported now; None if there's no such command."""
        if cmd_name not in COMMANDS:
            return None
        module, _, attribute = COMMANDS[cmd_name][0].partition(":")
        command: click.Command = getattr(import_module(module), attribute or "group")
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list of commands without importing them."""
        with formatter.section(say("Komennot")):
            formatter.write_dl([(name, say(line)) for name, (_, line) in COMMANDS.items()])


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@speech.option(
    "--language",
    type=click.Choice(list(LANGUAGES)),
    is_eager=True,
    expose_value=False,
    callback=lambda ctx, option, code: speech.choose(code),
    help="Kieli, jolla komennot puhuvat (oletus: EVA_LANGUAGE tai suomi).",
)
def commands() -> None:
    """EVA – vaikutusten ennakkoarviointi.

    Asetukset tulevat ympäristöstä: EVA_INSTANCE on asennuksen kansio, EVA_DATABASE_URL tietokannan
    osoite (oletuksena SQLite asennuksen kansiossa) ja EVA_LANGUAGE komentojen kieli (fi, sv tai
    en).
    """


def main(arguments: list[str] | None = None) -> Any:
    """Run a command; what a person got wrong ends it with one sentence and the code 1."""
    from eva.domain.errors import EvaError

    speech.teach()
    speech.choose(None)
    try:
        commands.main(args=arguments, prog_name="eva", standalone_mode=False)
    except click.exceptions.Abort:
        _end(say("Keskeytetty."))
    except click.exceptions.Exit as ended:
        sys.exit(ended.exit_code)
    except click.ClickException as error:
        hint = getattr(error, "ctx", None)
        usage = f"\n{hint.get_usage()}" if hint else ""
        _end(error.format_message() + usage)
    except EvaError as error:
        from eva.cli.sentences import sentence_for

        _end(sentence_for(error))
    except OSError as error:
        from eva.cli.sentences import reason_of

        _end(f"{error.filename or ''}: {reason_of(error)}".removeprefix(": "))
    except Exception as error:
        from eva.cli.sentences import sentence_of_database

        sentence = sentence_of_database(error)
        if sentence is None:
            raise
        _end(sentence)
    sys.exit(0)


def _end(sentence: str) -> None:
    click.echo(sentence, err=True)
    sys.exit(1)
