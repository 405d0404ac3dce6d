"""eva demo: a small city to look at."""

import os

import click

from eva import resources
from eva.cli import speech
from eva.cli.context import OPERATOR, writing
from eva.cli.speech import say
from eva.services import demo


@speech.group
def group() -> None:
    """Lataa esittelyaineisto."""


@group.command("load")
def load() -> None:
    """Lataa pieni kaupunki: käyttäjät, toimielimet, kokoukset, ohjelmat ja asioita.

    Komennon voi ajaa uudelleen: jo ladattu jää ennalleen. Tunnukset näkyvät kirjautumissivulla
    vain, kun ympäristössä on EVA_DEMO=1.
    """
    catalogue = resources.shipped("catalogues") / "2018-2021.yaml"
    files = sorted((resources.shipped("catalogues") / "demo").glob("*.json"))
    with writing() as session:
        lines = demo.load(session, OPERATOR, catalogue, files)
    for line in lines:
        click.echo(say(line))
    if not lines:
        click.echo(say("esittelyaineisto on jo ladattu"))
    if os.environ.get("EVA_DEMO") == "1":
        names = ", ".join(row[0] for row in demo.PEOPLE)
        click.echo(
            say("Tunnukset: %(names)s; salasana %(password)s", names=names, password=demo.PASSWORD)
        )
