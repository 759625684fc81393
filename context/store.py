"""The database: opens it, brings its schema up to date, and hands out connections.

The only place that opens one. SQLite in WAL mode: one connection writes, others read meanwhile.
Alembic is imported only when a database is older than this program, as that costs 100 ms and 12 MB.
"""

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any, Self

import orjson
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.dialects import sqlite
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import QueuePool, StaticPool
from sqlalchemy.schema import CreateIndex, CreateTable

from context.codec import dump_json
from context.schema import HEAD, metadata

BUSY_TIMEOUT_MS = 5000  # `ambient why` and a backup may hold it for a moment; longer is a fault.
CACHE_KB = 2048  # SQLite's default; enough for index pages of a year of history on a Pi.
WAL_PAGES_MAX = 1000  # Checkpoint about every 4 MB.


class StoreError(Exception):
    """The database cannot be used; the message says what to do."""


class Store:
    """An open database."""

    def __init__(self, engine: Engine, writer: Connection, *, shared: bool) -> None:
        self._engine = engine
        self._writer = writer
        self._shared = shared
        self._lock = threading.RLock()
        self.closed = False

    @classmethod
    def open(cls, path_or_url: str | Path, *, create: bool = True) -> Self:
        """Open a file, `sqlite:///...` or `:memory:`, creating or migrating it where needed.

        `create=False` is for readers beside the daemon: the file has to be there and up to date.
        """
        path = _path_of(path_or_url)
        if path is None:
            return cls.in_memory()
        if not create and not path.exists():
            raise StoreError(f"there is no database {path}; it is created by `ambient run`")
        engine = connect(path)
        try:
            if not path.exists():
                path.parent.mkdir(parents=True, exist_ok=True)
                path.touch(mode=0o600)  # What was said at home is nobody else's.
            _prepare(engine, path, change=create)
            writer = engine.connect().execution_options(writes=True)
        except (OSError, DBAPIError) as error:
            engine.dispose()
            raise StoreError(_advice(path, error)) from error
        except StoreError:
            engine.dispose()
            raise
        return cls(engine, writer, shared=False)

    @classmethod
    def in_memory(cls) -> Self:
        """A fresh one that is gone when it is closed."""
        engine = connect(None)
        _create(engine)
        return cls(engine, engine.connect().execution_options(writes=True), shared=True)

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """The one connection that writes, in a transaction; others wait for it."""
        with self._lock, self._writer.begin():
            yield self._writer

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection that sees one consistent state and never waits for the writer."""
        if self._shared:
            with self._lock, self._writer.begin():
                yield self._writer
            return
        with self._engine.connect() as connection:
            yield connection

    def check(self) -> str | None:
        """What SQLite finds wrong with the file; None when it is sound. Reads all of it."""
        with self.reading() as connection:
            found = connection.exec_driver_sql("PRAGMA quick_check(1)").scalar()
        return None if found == "ok" else str(found)

    def close(self) -> None:
        """Close every connection; once is enough."""
        with self._lock:
            if not self.closed:
                self.closed = True
                self._writer.close()
                self._engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _path_of(path_or_url: str | Path) -> Path | None:
    """The file that is meant; None for one in memory."""
    text = str(path_or_url)
    if text in (":memory:", "sqlite://", "sqlite:///:memory:"):
        return None
    if text.startswith("sqlite:///"):
        return Path(text.removeprefix("sqlite:///"))
    if "://" in text:
        raise StoreError(
            f"{text.partition(':')[0]} is not supported; give a file or sqlite:///FILE"
        )
    return Path(text).expanduser()


def connect(path: Path | None) -> Engine:
    """An engine with our settings, of a file or in memory; nothing is opened yet."""
    engine = create_engine(
        "sqlite://" if path is None else f"sqlite:///{path}",
        json_serializer=dump_json,
        json_deserializer=orjson.loads,
        poolclass=StaticPool if path is None else QueuePool,
        connect_args={"check_same_thread": False},
    )
    event.listen(engine, "connect", _set_up)
    event.listen(engine, "begin", _begin)
    return engine


def _set_up(connection: Any, _: Any) -> None:
    connection.isolation_level = None  # We say BEGIN ourselves, so that DDL is transactional too.
    for pragma in (
        f"busy_timeout = {BUSY_TIMEOUT_MS}",
        "journal_mode = WAL",
        "synchronous = NORMAL",
        "foreign_keys = ON",
        f"cache_size = -{CACHE_KB}",
        f"wal_autocheckpoint = {WAL_PAGES_MAX}",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _prepare(engine: Engine, path: Path, *, change: bool) -> None:
    revision = _revision(engine)
    if revision == HEAD:
        return
    if not change:
        raise StoreError(f"{path} is not up to date; start the gateway once, it migrates it")
    if revision is None:
        _create(engine)
        return
    from context.migrations.run import UnknownRevisionError, upgrade  # See the module docstring.

    try:
        upgrade(engine)
    except UnknownRevisionError as error:
        raise StoreError(
            f"{path} was written by a newer version of the gateway (schema {revision}, this one "
            f"knows {HEAD}); update the gateway, or set `store.path` to another file"
        ) from error


def _revision(engine: Engine) -> str | None:
    """What the database is stamped with; None when it is new."""
    with engine.connect() as connection:
        sql = "SELECT name FROM sqlite_master WHERE type = 'table' AND name = ?"
        if not connection.exec_driver_sql(sql, ("alembic_version",)).first():
            if connection.exec_driver_sql("SELECT 1 FROM sqlite_master LIMIT 1").first():
                raise StoreError(
                    f"{engine.url.database} is a database of some other program; "
                    "set `store.path` to another file"
                )
            return None
        found = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
        return None if found is None else str(found)


def _create(engine: Engine) -> None:
    """Build the newest schema at once; a test holds it equal to running every migration."""
    with engine.connect().execution_options(writes=True) as connection, connection.begin():
        for statement in _schema():
            connection.exec_driver_sql(statement)
        connection.exec_driver_sql("INSERT INTO alembic_version VALUES (?)", (HEAD,))


@lru_cache(maxsize=1)
def _schema() -> tuple[str, ...]:
    """The statements that make the newest schema, compiled once."""
    dialect = sqlite.dialect()
    tables = metadata.sorted_tables
    makers: list[CreateTable | CreateIndex] = [CreateTable(table) for table in tables]
    makers += [CreateIndex(each) for table in tables for each in sorted(table.indexes, key=str)]
    return (
        *(str(each.compile(dialect=dialect)) for each in makers),
        "CREATE TABLE alembic_version ( version_num VARCHAR(32) NOT NULL, "
        "CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num) )",
    )


def _advice(path: Path, error: Exception) -> str:
    """One line: what is wrong with the file and what to do."""
    cause = error.orig if isinstance(error, DBAPIError) else error
    text = str(cause).lower()
    if "not a database" in text or "malformed" in text:
        do = f"move it away (mv {path} {path}.broken) and start again, or restore a backup"
    elif "locked" in text:
        do = "another program holds it; stop that one, or set `store.path` to another file"
    elif "full" in text:
        do = "free some space on that disk"
    elif isinstance(cause, OSError | sqlite3.OperationalError):
        do = f"make {path.parent} writable for the user that runs the gateway, or set `store.path`"
    else:
        do = "set `store.path` to another file to go on without it"
    return f"cannot use the database {path}: {cause}; {do}"
