"""The number of a removed part is never another's, on SQLite as on PostgreSQL.

Without AUTOINCREMENT SQLite gives the number of the newest removed row to the next one: an old form
would be taken for the new part's, and the history would join the two. SQLite can't add it to a
table that is there, so each is made anew with its rows. What refers to them is checked when the
transaction ends. Numbers that the history knows of are left out too.
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

PARTS = (
    "screening",
    "assessment",
    "alternative",
    "effect",
    "measure_link",
    "participation",
    "follow_up",
    "agenda_item",
)
"""The parts of a record that can be removed."""


def rebuild(is_counting: bool) -> None:
    """Make the tables anew with the same columns, rows and indexes."""
    bind = op.get_bind()
    found = sa.MetaData()
    found.reflect(bind, only=PARTS)
    written = sa.text(
        "SELECT sql FROM sqlite_master WHERE type = 'index' AND tbl_name = :name AND sql > ''"
    )
    op.execute("PRAGMA defer_foreign_keys = ON")
    for name in PARTS:
        table = found.tables[name]
        indexes = bind.execute(written, {"name": name}).scalars().all()
        table.dialect_options["sqlite"]["autoincrement"] = is_counting
        columns = ", ".join(column.name for column in table.columns)
        op.execute(f"CREATE TEMPORARY TABLE kept AS SELECT {columns} FROM {name}")  # noqa: S608
        op.execute(f"DROP TABLE {name}")
        op.execute(sa.schema.CreateTable(table))
        op.execute(f"INSERT INTO {name} ({columns}) SELECT {columns} FROM kept")  # noqa: S608
        op.execute("DROP TABLE kept")
        for index in indexes:
            op.execute(index)


def upgrade() -> None:
    if op.get_bind().dialect.name != "sqlite":
        return
    rebuild(is_counting=True)
    for name in PARTS:
        known = f"(SELECT coalesce(max(row_id), 0) FROM row_version WHERE kind = '{name}')"  # noqa: S608
        there = f"(SELECT coalesce(max(id), 0) FROM {name})"  # noqa: S608
        op.execute(f"DELETE FROM sqlite_sequence WHERE name = '{name}'")  # noqa: S608
        op.execute(
            f"INSERT INTO sqlite_sequence (name, seq) VALUES ('{name}', max({known}, {there}))"  # noqa: S608
        )


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        rebuild(is_counting=False)
