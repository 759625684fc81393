"""What people teach."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the table of lessons."""
    op.create_table(
        "lesson",
        sa.Column("id", sa.String, primary_key=True),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("phrase", sa.Text, nullable=False),
        sa.Column("person", sa.String),
        sa.Column("at", sa.Float, nullable=False),
        sa.Column("lesson", sa.JSON, nullable=False),
    )
