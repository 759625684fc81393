"""The tables of the store, as SQLAlchemy Core metadata.

Times are seconds since the epoch, UTC, as floats. A change here needs a migration in
`migrations/versions/` and a new `HEAD`; a test compares the two.
"""

from sqlalchemy import JSON, Boolean, Column, Float, Index, Integer, MetaData, String, Table, Text

HEAD = "0003"
"""The newest migration: what a database of this version is stamped with."""

metadata = MetaData()

device = Table(
    "device",
    metadata,
    Column("id", String, primary_key=True),
    Column("name", String, nullable=False),
    Column("area", String),
    Column("kind", String),
    Column("dialect", String, nullable=False),
    Column("hardware", String),
    Column("first_seen", Float, nullable=False),
    Column("last_seen", Float, nullable=False),
    Column("removed_at", Float),
)

latest_state = Table(
    "latest_state",
    metadata,
    Column("entity_id", String, primary_key=True),
    Column("state", Text, nullable=False),
    Column("attributes", JSON, nullable=False),
    Column("changed_at", Float, nullable=False),
    Column("updated_at", Float, nullable=False),
    Column("available", Boolean, nullable=False),
    Column("origin", String, nullable=False),
)

history = Table(
    "history",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("entity_id", String, nullable=False),
    Column("at", Float, nullable=False),
    Column("state", Text),
    Column("attributes", JSON, nullable=False),
    Column("origin", String, nullable=False),
    Index("history_entity_at", "entity_id", "at"),
    Index("history_at", "at"),
)
"""One row a change; `state` is the state then, `attributes` only those that changed."""

floor = Table(
    "floor",
    metadata,
    Column("id", String, primary_key=True),
    Column("name", String, nullable=False),
)

area = Table(
    "area",
    metadata,
    Column("id", String, primary_key=True),
    Column("name", String, nullable=False),
    Column("floor", String),
)

person = Table(
    "person",
    metadata,
    Column("id", String, primary_key=True),
    Column("name", String, nullable=False),
)

satellite = Table(
    "satellite",
    metadata,
    Column("id", String, primary_key=True),
    Column("area", String),
    Column("screen", Boolean, nullable=False),
    Column("owner", String),
)

turn = Table(
    "turn",
    metadata,
    Column("id", String, primary_key=True),
    Column("at", Float, nullable=False),
    Column("session_id", String, nullable=False),
    Column("satellite", String),
    Column("area", String),
    Column("person", String),
    Column("text", Text, nullable=False),
    Column("nbest", JSON, nullable=False),
    Column("confidence", Float, nullable=False),
    Column("wake", Float, nullable=False),
    Column("intent", String),
    Column("slots", JSON, nullable=False),
    Column("probability", Float),
    Column("by", String),
    Column("interpretation", JSON, nullable=False),
    Column("resolutions", JSON, nullable=False),
    Column("decision_kind", String, nullable=False),
    Column("decision", JSON, nullable=False),
    Column("targets", JSON, nullable=False),
    Column("commands", JSON, nullable=False),
    Column("outcome", JSON, nullable=False),
    Column("reply", Text, nullable=False),
    Column("interrupted_after_ms", Float),
    Column("ms", JSON, nullable=False),
    Column("rewrite", JSON(none_as_null=True)),
    Column("feedback", JSON(none_as_null=True)),
    Column("p_defect", Float),
    Column("failure_point", String),
    Column("sound", JSON(none_as_null=True)),
    Index("turn_at", "at"),
    Index("turn_satellite_at", "satellite", "at"),
)
"""Append-only. Readable columns for people and learning beside JSON from which the whole `Turn`
is read back; later migrations add columns, none is ever rewritten. What people did afterwards
(`feedback`, `p_defect`, `failure_point`) the nightly job adds once it is known."""

agenda = Table(
    "agenda",
    metadata,
    Column("id", String, primary_key=True),
    Column("kind", String, nullable=False),
    Column("due", Float, nullable=False),
    Column("label", Text),
    Column("every", JSON(none_as_null=True)),
    Column("duration_s", Float),
    Column("paused_left_s", Float),
    Column("satellite", String),
    Column("person", String),
    Column("area", String),
    Column("commands", JSON, nullable=False),
    Column("created_at", Float),
)

list_entry = Table(
    "list_entry",
    metadata,
    Column("list", String, primary_key=True),
    Column("item", String, primary_key=True),
    Column("done", Boolean, nullable=False),
    Column("position", Integer, nullable=False),
    Column("created_at", Float),
)

lesson = Table(
    "lesson",
    metadata,
    Column("id", String, primary_key=True),
    Column("kind", String, nullable=False),
    Column("phrase", Text, nullable=False),
    Column("person", String),
    Column("at", Float, nullable=False),
    Column("lesson", JSON, nullable=False),
)
"""What was taught: columns to look through, beside the whole `Lesson`."""

rewrite = Table(
    "rewrite",
    metadata,
    Column("id", String, primary_key=True),
    Column("text", Text, nullable=False),
    Column("person", String),
    Column("status", String, nullable=False),
    Column("at", Float, nullable=False),
    Column("rule", JSON, nullable=False),
)
"""Rules that were learned, blocked ones too, so that they are not learned again."""

saying = Table(
    "saying",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("person", String),
    Column("saying", JSON, nullable=False),
)
"""What people say with success; made anew each night."""

meta = Table(
    "meta",
    metadata,
    Column("key", String, primary_key=True),
    Column("value", Text, nullable=False),
)
"""Small facts about the database itself."""
