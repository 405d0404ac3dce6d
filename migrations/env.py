"""Alembic's way in: the connection is handed over by `eva upgrade` and by the tests."""

from alembic import context

from eva.models import Base

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_as_batch=True,
    transactional_ddl=True,
    compare_type=True,
)
with context.begin_transaction():
    context.run_migrations()
