"""Alembic's way in: the connection is handed over by `eva upgrade` and by the tests."""

from alembic import context

from eva.models import Base
from eva.schema import is_modelled

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_as_batch=True,
    transactional_ddl=True,
    compare_type=True,
    include_object=is_modelled,
)
with context.begin_transaction():
    context.run_migrations()
