"""An index that finds the newest decisions of a type, also of one that is seldom met."""

from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.create_index("ix_decision_type_id", "decision", ["decision_type", "id"])


def downgrade() -> None:
    op.drop_index("ix_decision_type_id", table_name="decision")
