"""eva upgrade: the newest schema, the shipped question sets and Word templates."""

import click
from sqlalchemy import Engine

from eva import database, resources, schema
from eva.cli.context import OPERATOR, installation
from eva.cli.speech import Command, say
from eva.services import document_templates, question_sets, search_index
from eva.settings import Settings


@click.command(cls=Command)
def upgrade() -> None:
    """Päivitä tietokanta uusimpaan muotoon ja julkaise kysymyssarjat ja asiakirjapohjat.

    Komennon voi ajaa uudelleen: jo tehty jää ennalleen.
    """
    settings = installation()
    engine = database.open_engine(settings.database_url)
    try:
        for line in upgraded(engine, settings):
            click.echo(line)
    finally:
        engine.dispose()


def upgraded(engine: Engine, settings: Settings) -> list[str]:
    """Bring the database up; return a line for each thing that was published."""
    lines = []
    with engine.connect().execution_options(eva_writes=True) as connection, connection.begin():
        schema.upgrade(connection)
    with database.writing(engine) as session:
        folders = resources.layered("forms", settings.instance)
        for file in question_sets.shipped_files(folders):
            version, is_new = question_sets.publish(session, OPERATOR, file)
            lines.append(f"{version.name}: {say('julkaistu') if is_new else say('ennallaan')}")
        templates = resources.layered("docx_templates", settings.instance)
        for template in document_templates.publish(session, OPERATOR, templates):
            lines.append(f"{template.kind}.{template.language}.docx: {say('julkaistu')}")
        if search_index.is_missing(session):
            count = search_index.rebuild(session)
            lines.append(say("hakemisto: %(count)s kohdetta", count=count))
    return lines
