"""The first schema: devices, states, history, the household, turns, agenda and lists."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create every table."""
    _devices()
    _household()
    _turns()
    _agenda()
    op.create_table(
        "meta",
        sa.Column("key", sa.String, primary_key=True),
        sa.Column("value", sa.Text, nullable=False),
    )


def _devices() -> None:
    op.create_table(
        "device",
        sa.Column("id", sa.String, primary_key=True),
        sa.Column("name", sa.String, nullable=False),
        sa.Column("area", sa.String),
        sa.Column("kind", sa.String),
        sa.Column("dialect", sa.String, nullable=False),
        sa.Column("hardware", sa.String),
        sa.Column("first_seen", sa.Float, nullable=False),
        sa.Column("last_seen", sa.Float, nullable=False),
        sa.Column("removed_at", sa.Float),
    )
    op.create_table(
        "latest_state",
        sa.Column("entity_id", sa.String, primary_key=True),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("attributes", sa.JSON, nullable=False),
        sa.Column("changed_at", sa.Float, nullable=False),
        sa.Column("updated_at", sa.Float, nullable=False),
        sa.Column("available", sa.Boolean, nullable=False),
        sa.Column("origin", sa.String, nullable=False),
    )
    op.create_table(
        "history",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("entity_id", sa.String, nullable=False),
        sa.Column("at", sa.Float, nullable=False),
        sa.Column("state", sa.Text),
        sa.Column("attributes", sa.JSON, nullable=False),
        sa.Column("origin", sa.String, nullable=False),
    )
    op.create_index("history_entity_at", "history", ["entity_id", "at"])
    op.create_index("history_at", "history", ["at"])


def _household() -> None:
    op.create_table(
        "floor",
        sa.Column("id", sa.String, primary_key=True),
        sa.Column("name", sa.String, nullable=False),
    )
    op.create_table(
        "area",
        sa.Column("id", sa.String, primary_key=True),
        sa.Column("name", sa.String, nullable=False),
        sa.Column("floor", sa.String),
    )
    op.create_table(
        "person",
        sa.Column("id", sa.String, primary_key=True),
        sa.Column("name", sa.String, nullable=False),
    )
    op.create_table(
        "satellite",
        sa.Column("id", sa.String, primary_key=True),
        sa.Column("area", sa.String),
        sa.Column("screen", sa.Boolean, nullable=False),
        sa.Column("owner", sa.String),
    )


def _turns() -> None:
    op.create_table(
        "turn",
        sa.Column("id", sa.String, primary_key=True),
        sa.Column("at", sa.Float, nullable=False),
        sa.Column("session_id", sa.String, nullable=False),
        sa.Column("satellite", sa.String),
        sa.Column("area", sa.String),
        sa.Column("person", sa.String),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("nbest", sa.JSON, nullable=False),
        sa.Column("confidence", sa.Float, nullable=False),
        sa.Column("wake", sa.Float, nullable=False),
        sa.Column("intent", sa.String),
        sa.Column("slots", sa.JSON, nullable=False),
        sa.Column("probability", sa.Float),
        sa.Column("by", sa.String),
        sa.Column("interpretation", sa.JSON, nullable=False),
        sa.Column("resolutions", sa.JSON, nullable=False),
        sa.Column("decision_kind", sa.String, nullable=False),
        sa.Column("decision", sa.JSON, nullable=False),
        sa.Column("targets", sa.JSON, nullable=False),
        sa.Column("commands", sa.JSON, nullable=False),
        sa.Column("outcome", sa.JSON, nullable=False),
        sa.Column("reply", sa.Text, nullable=False),
        sa.Column("interrupted_after_ms", sa.Float),
        sa.Column("ms", sa.JSON, nullable=False),
    )
    op.create_index("turn_at", "turn", ["at"])
    op.create_index("turn_satellite_at", "turn", ["satellite", "at"])


def _agenda() -> None:
    op.create_table(
        "agenda",
        sa.Column("id", sa.String, primary_key=True),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("due", sa.Float, nullable=False),
        sa.Column("label", sa.Text),
        sa.Column("every", sa.JSON),
        sa.Column("duration_s", sa.Float),
        sa.Column("paused_left_s", sa.Float),
        sa.Column("satellite", sa.String),
        sa.Column("person", sa.String),
        sa.Column("area", sa.String),
        sa.Column("commands", sa.JSON, nullable=False),
        sa.Column("created_at", sa.Float),
    )
    op.create_table(
        "list_entry",
        sa.Column("list", sa.String, primary_key=True),
        sa.Column("item", sa.String, primary_key=True),
        sa.Column("done", sa.Boolean, nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("created_at", sa.Float),
    )
