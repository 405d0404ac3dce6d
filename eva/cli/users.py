"""eva user: people and roles."""

import click

from eva.cli.context import OPERATOR, writing
from eva.domain.errors import NotFound
from eva.domain.permissions import Role
from eva.queries import bodies
from eva.queries import programmes as programme_queries
from eva.services import decisions, users

_ROLES = click.Choice([role.value for role in Role])


@click.group()
def group() -> None:
    """Luo käyttäjiä ja anna rooleja."""


@group.command("create")
@click.argument("username")
@click.option("--name", required=True, help="Henkilön nimi.")
@click.option("--title", default="", help="Virkanimike, joka tulee asiakirjoihin.")
@click.option("--language", type=click.Choice(["fi", "sv", "en"]), default="fi", help="Kieli.")
@click.password_option(
    prompt="Salasana", confirmation_prompt="Salasana uudelleen", help="Salasana."
)
def create(username: str, name: str, title: str, language: str, password: str) -> None:
    """Luo käyttäjä."""
    with writing() as session:
        users.create(session, OPERATOR, username, name, title, password, language)
    click.echo(f"{username}: luotu")


@group.command("grant")
@click.argument("username")
@click.argument("role", type=_ROLES)
@click.option("--body", help="Toimielin, jossa rooli on voimassa (oletus: koko kunta).")
@click.option("--programme", help="Ohjelman koodi, johon rooli liittyy.")
@click.option("--term", help="Ohjelman valtuustokausi (oletus: uusin).")
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
                raise NotFound(f"ohjelma {programme} ({term})")
        known = {item.name for item in bodies.all_(session)}
        if body and body not in known:
            click.echo(f"uusi toimielin: {body}")
        its_body = decisions.body_named(session, body) if body else None
        users.grant(session, OPERATOR, user, Role(role), its_body, found)
    click.echo(f"{username}: {role}")


@group.command("revoke")
@click.argument("username")
@click.argument("role", type=_ROLES)
def revoke(username: str, role: str) -> None:
    """Ota rooli pois."""
    with writing() as session:
        count = users.revoke(session, OPERATOR, users.by_username(session, username), Role(role))
    click.echo(f"{username}: {role}, poistettu {count}")


@group.command("deactivate")
@click.argument("username")
def deactivate(username: str) -> None:
    """Sulje käyttäjätunnus; istunnot päättyvät heti."""
    with writing() as session:
        users.set_active(session, OPERATOR, users.by_username(session, username), False)
    click.echo(f"{username}: suljettu")


@group.command("password")
@click.argument("username")
@click.password_option(
    prompt="Uusi salasana", confirmation_prompt="Salasana uudelleen", help="Salasana."
)
def password(username: str, password: str) -> None:
    """Vaihda salasana; istunnot päättyvät heti."""
    with writing() as session:
        users.set_password(session, OPERATOR, users.by_username(session, username), password)
    click.echo(f"{username}: salasana vaihdettu")
