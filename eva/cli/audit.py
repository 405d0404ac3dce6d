"""eva audit: the audit trail."""

import click

from eva.cli import speech
from eva.cli.context import reading
from eva.cli.speech import say
from eva.services import audit_trail


@speech.group
def group() -> None:
    """Tarkista tapahtumaloki."""


@group.command("verify")
def verify() -> None:
    """Tarkista tapahtumalokin ketju ja nimeä ensimmäinen virheellinen tapahtuma."""
    with reading() as session:
        broken = audit_trail.first_broken(session)
    if broken is not None:
        raise click.ClickException(
            say("Tapahtumalokin ketju katkeaa tapahtumassa %(number)s.", number=broken)
        )
    click.echo(say("Tapahtumalokin ketju on ehjä."))
