"""The schema of the database: brought to the newest version, and looked at."""

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection

from eva.resources import shipped


def configuration(connection: Connection) -> Config:
    """Return Alembic's configuration for the connection."""
    config = Config()
    config.set_main_option("script_location", str(shipped("migrations")))
    config.attributes["connection"] = connection
    return config


def upgrade(connection: Connection) -> None:
    """Bring the database to the newest version; doing it again changes nothing."""
    command.upgrade(configuration(connection), "head")
