"""eva demo: a small city to look at."""

import os

import click

from eva import resources
from eva.cli.context import OPERATOR, writing
from eva.services import demo


@click.group()
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
    for line in lines or ["esittelyaineisto on jo ladattu"]:
        click.echo(line)
    if os.environ.get("EVA_DEMO") == "1":
        click.echo(
            f"Tunnukset: {', '.join(row[0] for row in demo.PEOPLE)}; salasana {demo.PASSWORD}"
        )
