"""The schema of the database: brought to the newest version, and looked at."""

from typing import Any

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection

from eva.resources import shipped

_BY_MIGRATION = ("search_entry_words", "ix_search_entry_folded")
"""The tables of FTS5 on SQLite, and the index of pg_trgm on PostgreSQL."""


def configuration(connection: Connection) -> Config:
    """Return Alembic's configuration for the connection."""
    config = Config()
    config.set_main_option("script_location", str(shipped("migrations")))
    config.attributes["connection"] = connection
    return config


def upgrade(connection: Connection) -> None:
    """Bring the database to the newest version; doing it again changes nothing."""
    command.upgrade(configuration(connection), "head")


def is_modelled(thing: Any, name: str | None, *rest: Any) -> bool:
    """Tell whether models say what it is; what finds the search's words is each database's own."""
    return not str(name).startswith(_BY_MIGRATION)
