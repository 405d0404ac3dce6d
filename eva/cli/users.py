"""eva user: people and roles."""

import click

from eva.cli import speech
from eva.cli.context import OPERATOR, writing
from eva.cli.speech import argument, option, say
from eva.domain.permissions import Role
from eva.queries import bodies
from eva.queries import programmes as programme_queries
from eva.services import decisions, users

_ROLES = click.Choice([role.value for role in Role])


@speech.group
def group() -> None:
    """Luo käyttäjiä ja anna rooleja."""


@group.command("create")
@argument("username", "TUNNUS")
@option("--name", metavar="NIMI", required=True, help="Henkilön nimi.")
@option("--title", metavar="NIMIKE", default="", help="Virkanimike, joka tulee asiakirjoihin.")
@option("--language", type=click.Choice(["fi", "sv", "en"]), default="fi", help="Kieli.")
@option(
    "--password",
    metavar="SALASANA",
    prompt="Salasana",
    confirmation_prompt="Salasana uudelleen",
    hide_input=True,
    help="Salasana; kysytään, jos sitä ei anneta.",
)
def create(username: str, name: str, title: str, language: str, password: str) -> None:
    """Luo käyttäjä."""
    with writing() as session:
        users.create(session, OPERATOR, username, name, title, password, language)
    click.echo(f"{username}: {say('luotu')}")


@group.command("grant")
@argument("username", "TUNNUS")
@argument("role", type=_ROLES)
@option(
    "--body", metavar="TOIMIELIN", help="Toimielin, jossa rooli on voimassa (oletus: koko kunta)."
)
@option("--programme", metavar="KOODI", help="Ohjelman koodi, johon rooli liittyy.")
@option("--term", metavar="VALTUUSTOKAUSI", help="Ohjelman valtuustokausi (oletus: uusin).")
def grant(
    username: str, role: str, body: str | None, programme: str | None, term: str | None
) -> None:
    """Anna käyttäjälle rooli."""
    with writing() as session:
        user = users.by_username(session, username)
        found = None
        if programme is not None:
            term = term or programme_queries.newest_term(session)
            found = programme_queries.find(session, term, programme)
            if found is None:
                raise click.ClickException(
                    say(
                        "Ohjelmaa %(code)s ei ole valtuustokaudella %(term)s.",
                        code=programme,
                        term=term,
                    )
                )
        known = {item.name for item in bodies.all_(session)}
        if body and body not in known:
            click.echo(say("uusi toimielin: %(name)s", name=body))
        its_body = decisions.body_named(session, body) if body else None
        users.grant(session, OPERATOR, user, Role(role), its_body, found)
    click.echo(f"{username}: {role}")


@group.command("revoke")
@argument("username", "TUNNUS")
@argument("role", type=_ROLES)
def revoke(username: str, role: str) -> None:
    """Ota rooli pois."""
    with writing() as session:
        count = users.revoke(session, OPERATOR, users.by_username(session, username), Role(role))
    click.echo(f"{username}: {role}, {say('poistettu')} {count}")


@group.command("deactivate")
@argument("username", "TUNNUS")
def deactivate(username: str) -> None:
    """Sulje käyttäjätunnus; istunnot päättyvät heti."""
    with writing() as session:
        users.set_active(session, OPERATOR, users.by_username(session, username), False)
    click.echo(f"{username}: {say('suljettu')}")


@group.command("password")
@argument("username", "TUNNUS")
@option(
    "--password",
    metavar="SALASANA",
    prompt="Uusi salasana",
    confirmation_prompt="Salasana uudelleen",
    hide_input=True,
    help="Salasana; kysytään, jos sitä ei anneta.",
)
def password(username: str, password: str) -> None:
    """Vaihda salasana; istunnot päättyvät heti."""
    with writing() as session:
        users.set_password(session, OPERATOR, users.by_username(session, username), password)
    click.echo(f"{username}: {say('salasana vaihdettu')}")
