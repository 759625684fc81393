"""Called by alembic for every run: on the connection that `run.py` handed over."""

from alembic import context as alembic_run

from context.schema import metadata

alembic_run.configure(
    connection=alembic_run.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,  # SQLite cannot alter a column; batch mode copies the table.
)
alembic_run.run_migrations()
