"""What is learned by itself: rules and sayings, and what became of a turn."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the tables of rules and sayings, and five columns to the turns."""
    op.add_column("turn", sa.Column("rewrite", sa.JSON))
    op.add_column("turn", sa.Column("feedback", sa.JSON))
    op.add_column("turn", sa.Column("p_defect", sa.Float))
    op.add_column("turn", sa.Column("failure_point", sa.String))
    op.add_column("turn", sa.Column("sound", sa.JSON))
    op.create_table(
        "rewrite",
        sa.Column("id", sa.String, primary_key=True),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("person", sa.String),
        sa.Column("status", sa.String, nullable=False),
        sa.Column("at", sa.Float, nullable=False),
        sa.Column("rule", sa.JSON, nullable=False),
    )
    op.create_table(
        "saying",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("person", sa.String),
        sa.Column("saying", sa.JSON, nullable=False),
    )
