"""eva audit: the audit trail."""

import click

from eva.cli.context import reading
from eva.services import audit_trail


@click.group()
def group() -> None:
    """Tarkista tapahtumaloki."""


@group.command("verify")
def verify() -> None:
    """Tarkista tapahtumalokin ketju ja nimeä ensimmäinen virheellinen tapahtuma."""
    with reading() as session:
        broken = audit_trail.first_broken(session)
    if broken is not None:
        raise click.ClickException(f"Tapahtumalokin ketju katkeaa tapahtumassa {broken}.")
    click.echo("Tapahtumalokin ketju on ehjä.")
