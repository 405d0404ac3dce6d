"""The entries of the search, and what finds parts of words in them on each database.

On SQLite an FTS5 table of runs of three letters holds no text of its own; triggers keep it the same
as the entries, whoever writes them. On PostgreSQL pg_trgm does it with an index. Going down leaves
pg_trgm there, since others may use it. `eva upgrade` fills the entries from what is there.
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

_ADD = "INSERT INTO search_entry_words (rowid, folded) VALUES (new.id, new.folded);"
_TAKE = (
    "INSERT INTO search_entry_words (search_entry_words, rowid, folded)"
    " VALUES ('delete', old.id, old.folded);"
)
_TRIGGERS = {
    "add_words": f"AFTER INSERT ON search_entry BEGIN {_ADD} END",
    "take_words": f"AFTER DELETE ON search_entry BEGIN {_TAKE} END",
    "change_words": f"AFTER UPDATE ON search_entry BEGIN {_TAKE} {_ADD} END",
}


def upgrade() -> None:
    op.create_table(
        "search_entry",
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("object_id", sa.Integer(), nullable=False),
        sa.Column("decision_id", sa.Integer(), nullable=True),
        sa.Column("programme_item_id", sa.Integer(), nullable=True),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("folded", sa.Text(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["decision_id"],
            ["decision.id"],
            name=op.f("fk_search_entry_decision_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["programme_item_id"],
            ["programme_item.id"],
            name=op.f("fk_search_entry_programme_item_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_search_entry")),
        sa.UniqueConstraint("kind", "object_id", name=op.f("uq_search_entry_kind")),
    )
    op.create_index(op.f("ix_search_entry_decision_id"), "search_entry", ["decision_id"])
    op.create_index(
        op.f("ix_search_entry_programme_item_id"), "search_entry", ["programme_item_id"]
    )
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            "CREATE VIRTUAL TABLE search_entry_words USING fts5(folded, content='search_entry',"
            " content_rowid='id', tokenize='trigram case_sensitive 1')"
        )
        for name, rule in _TRIGGERS.items():
            op.execute(f"CREATE TRIGGER {name} {rule}")
        return
    op.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
    op.create_index(
        "ix_search_entry_folded",
        "search_entry",
        ["folded"],
        postgresql_using="gin",
        postgresql_ops={"folded": "gin_trgm_ops"},
    )


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TABLE search_entry_words")
    op.drop_table("search_entry")
