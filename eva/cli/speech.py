"""What the commands say, in the language of the installation; the words of the source are Finnish.

The help is translated when it's shown, not when a command is written, so that a command knows
nothing of languages. Click's own words are looked up here too, since it has none but English.
"""

import inspect
import os
from collections.abc import Callable, Mapping
from contextvars import ContextVar
from typing import Any, TypeVar

import click

from eva.domain.sentence import Sentence
from eva.i18n import LANGUAGES, translate

F = TypeVar("F", bound=Callable[..., Any])

_chosen: ContextVar[str] = ContextVar("language", default="")
"""The language that the option --language gave; empty where it wasn't given."""


def language() -> str:
    """Return the language: the option's, EVA_LANGUAGE's, or Swedish where the system speaks it.

    English has to be asked for, since servers speak it whatever their administrators do.
    """
    for wanted in (_chosen.get(), os.environ.get("EVA_LANGUAGE", "").strip().lower()):
        if wanted in LANGUAGES:
            return wanted
    names = ("LC_ALL", "LC_MESSAGES", "LANG")
    of_system = next((value for name in names if (value := os.environ.get(name))), "")
    return "sv" if of_system.lower().startswith("sv") else "fi"


def choose(code: str | None) -> None:
    """Speak the language from now on; None for what the environment says."""
    _chosen.set(code or "")


def say(message: str, **values: Any) -> str:
    """Return the Finnish message in the language, with its values filled in."""
    if isinstance(message, Sentence):
        return message.said(_translated)
    text = _translated(message)
    return text % values if values else text


def _translated(message: str) -> str:
    return translate(language(), message)


def _said(text: str | None) -> str | None:
    """Return the paragraphs of a help in the language, None for none."""
    if text is None:
        return None
    return "\n\n".join(say(" ".join(part.split())) for part in inspect.cleandoc(text).split("\n\n"))


class Spoken:
    """A part of a command whose help and name of its value are said in the language."""

    @property
    def help(self) -> str | None:
        """The help in the language."""
        return _said(self._help)

    @help.setter
    def help(self, text: str | None) -> None:
        self._help = text

    @property
    def metavar(self) -> str | None:
        """What stands for the value, in the language."""
        return _said(self._metavar)

    @metavar.setter
    def metavar(self, text: str | None) -> None:
        self._metavar = text


class Argument(Spoken, click.Argument):
    """An argument of a command."""


class Option(Spoken, click.Option):
    """An option of a command."""

    def prompt_for_value(self, ctx: click.Context) -> Any:
        """Return what the person types when asked in the language."""
        shown = (self.prompt, self.confirmation_prompt)
        self.prompt = _said(self.prompt)
        if isinstance(self.confirmation_prompt, str):
            self.confirmation_prompt = say(self.confirmation_prompt)
        try:
            return super().prompt_for_value(ctx)
        finally:
            self.prompt, self.confirmation_prompt = shown


class Command(Spoken, click.Command):
    """A command whose help is in the language."""

    def collect_usage_pieces(self, ctx: click.Context) -> list[str]:
        """Return the pieces of the line that shows how the command is written."""
        return [say(CLICK.get(piece, piece)) for piece in super().collect_usage_pieces(ctx)]

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """Return the option that shows the help."""
        found = super().get_help_option(ctx)
        if found is not None:
            found.help = say("Näytä tämä ohje.")
        return found


class Group(Command, click.Group):
    """A group of commands whose help is in the language."""

    command_class = Command


def group(function: Callable[..., Any]) -> Group:
    """Return the function as a group of commands."""
    return click.group(cls=Group)(function)


def argument(name: str, metavar: str | None = None, **settings: Any) -> Callable[[F], F]:
    """Return what gives a command an argument."""
    return click.argument(name, cls=Argument, metavar=metavar, **settings)


def option(*names: str, **settings: Any) -> Callable[[F], F]:
    """Return what gives a command an option."""
    return click.option(*names, cls=Option, **settings)


CLICK: Mapping[str, str] = {
    "Usage:": "Käyttö:",
    "Options": "Valinnat",
    "Commands": "Komennot",
    "[OPTIONS]": "[VALINNAT]",
    "COMMAND [ARGS]...": "KOMENTO [TIEDOT]...",
    "default: {default}": "oletus: {default}",
    "required": "pakollinen",
    "Invalid value: {message}": "Arvo ei kelpaa: {message}",
    "Invalid value for {param_hint}: {message}": "{param_hint} ei kelpaa: {message}",
    "Missing argument": "Puuttuva tieto:",
    "Missing option": "Puuttuva valinta:",
    "Missing command.": "Komento puuttuu.",
    "Choose from:\n\t{choices}": "Valitse jokin näistä:\n\t{choices}",
    "No such option {name!r}.": "Valintaa {name!r} ei ole.",
    "No such command {name!r}.": "Komentoa {name!r} ei ole.",
    "Did you mean {possibility}?": "Tarkoititko {possibility}?",
    "(Did you mean one of: {possibilities}?)": "Tarkoititko jotakin näistä: {possibilities}?",
    "Option {name!r} requires an argument.": "Valinta {name!r} tarvitsee arvon.",
    "Option {name!r} does not take a value.": "Valinnalle {name!r} ei anneta arvoa.",
    "Got unexpected extra argument ({args})": "Ylimääräinen tieto: {args}.",
    "Got unexpected extra arguments ({args})": "Ylimääräisiä tietoja: {args}.",
    "{value!r} is not {choice}.": "{value!r} ei ole {choice}.",
    "{value!r} is not one of {choices}.": "{value!r} ei ole mikään näistä: {choices}.",
    "{value!r} is not a valid {number_type}.": "{value!r} ei ole kokonaisluku.",
    "{value} is not in the range {range}.": "{value} ei ole välillä {range}.",
    "{name} {filename!r} does not exist.": "Tiedostoa {filename!r} ei ole.",
    "{name} {filename!r} is a directory.": "{filename!r} on kansio eikä tiedosto.",
    "{name} {filename!r} is not readable.": "Tiedostoa {filename!r} ei voi lukea.",
    "{name} {filename!r} is not writable.": "Tiedostoon {filename!r} ei voi kirjoittaa.",
    "Error: {message}": "Virhe: {message}",
    "Error: The two entered values do not match.": "Virhe: salasanat eroavat toisistaan.",
}
"""What Click says in English, and what is said instead."""


def teach() -> None:
    """Let Click say its own words in the language: its modules look them up by the name `_`."""
    for module in (
        *(click.core, click.decorators, click.exceptions, click.formatting),
        *(click.parser, click.termui, click.types),
    ):
        vars(module)["_"] = _of_click
        if "ngettext" in vars(module):
            vars(module)["ngettext"] = _counted


def _of_click(message: str) -> str:
    return say(CLICK[message]) if message in CLICK else message


def _counted(singular: str, plural: str, count: int) -> str:
    return _of_click(singular if count == 1 else plural)
