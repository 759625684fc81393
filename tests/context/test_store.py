import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import create_engine, insert, select
from sqlalchemy.exc import IntegrityError

from context.history import History
from context.migrations.run import head, upgrade
from context.recorder import Recorder
from context.schema import HEAD, meta, metadata
from context.store import Store, StoreError, connect

DATABASES = sorted((Path(__file__).parent / "databases").glob("*.sql"))


def differences(path: Path) -> list[object]:
    engine = create_engine(f"sqlite:///{path}")
    with engine.connect() as connection:
        found = compare_metadata(MigrationContext.configure(connection), metadata)
    engine.dispose()
    return list(found)


def tables(path: Path) -> list[tuple[str, str]]:
    connection = sqlite3.connect(path)
    rows = connection.execute("SELECT name, sql FROM sqlite_master ORDER BY name").fetchall()
    connection.close()
    return [(name, " ".join((sql or "").split())) for name, sql in rows]


def migrated(path: Path) -> Path:
    engine = connect(path)
    upgrade(engine)
    engine.dispose()
    return path


def test_the_newest_migration_is_the_head_of_the_schema() -> None:
    assert head() == HEAD


def test_running_every_migration_gives_exactly_the_metadata(tmp_path: Path) -> None:
    assert differences(migrated(tmp_path / "a.db")) == []


def test_a_new_database_equals_a_migrated_one(tmp_path: Path) -> None:
    Store.open(tmp_path / "new.db").close()
    assert tables(tmp_path / "new.db") == tables(migrated(tmp_path / "old.db"))


@pytest.mark.parametrize("dump", DATABASES, ids=lambda dump: dump.stem)
def test_an_old_database_is_brought_up_to_date(dump: Path, tmp_path: Path) -> None:
    path = tmp_path / "old.db"
    connection = sqlite3.connect(path)
    connection.executescript(dump.read_text())
    connection.close()
    with Store.open(path) as store:
        turn = History(store, Recorder(store, threaded=False)).turn("last")
    assert turn is not None
    assert turn.reply.text == "The hall light is on."
    assert differences(path) == []


def test_a_step_that_fails_leaves_the_old_database(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("no such luck")

    monkeypatch.setattr("alembic.op.create_index", fail)
    engine = connect(tmp_path / "a.db")
    with pytest.raises(RuntimeError, match="no such luck"):
        upgrade(engine)
    engine.dispose()
    assert tables(tmp_path / "a.db") == []


def test_an_older_stamp_runs_the_migrations(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ran: list[object] = []
    Store.open(tmp_path / "a.db").close()
    monkeypatch.setattr("context.store.HEAD", "9999")
    monkeypatch.setattr("context.migrations.run.upgrade", ran.append)
    Store.open(tmp_path / "a.db").close()
    assert len(ran) == 1


def test_every_schema_version_has_an_old_database() -> None:
    steps = Path(__file__).parents[2] / "context" / "migrations" / "versions"
    assert {p.stem for p in DATABASES} == {p.name[:4] for p in steps.glob("0*.py")}


def test_opening_an_up_to_date_database_does_not_import_alembic(tmp_path: Path) -> None:
    Store.open(tmp_path / "a.db").close()
    code = (
        "import sys; from context.store import Store; "
        f"Store.open({str(tmp_path / 'a.db')!r}).close(); "
        "raise SystemExit('alembic' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_what_is_written_is_there_after_reopening(tmp_path: Path) -> None:
    with Store.open(tmp_path / "a.db") as store, store.writing() as connection:
        connection.execute(insert(meta), {"key": "k", "value": "v"})
    with Store.open(f"sqlite:///{tmp_path / 'a.db'}") as store, store.reading() as connection:
        assert connection.execute(select(meta.c.value)).scalar() == "v"


def test_the_file_is_in_wal_mode_with_our_pragmas(tmp_path: Path) -> None:
    with Store.open(tmp_path / "a.db") as store, store.reading() as connection:
        asked = ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        found = [connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in asked]
    assert found == ["wal", 1, 1, 5000]


def test_only_its_owner_may_read_a_new_file(tmp_path: Path) -> None:
    Store.open(tmp_path / "a.db").close()
    assert (tmp_path / "a.db").stat().st_mode & 0o777 == 0o600


def test_a_reader_does_not_wait_for_the_writer(tmp_path: Path) -> None:
    with Store.open(tmp_path / "a.db") as store, store.writing() as writer:
        writer.execute(insert(meta), {"key": "k", "value": "v"})
        with store.reading() as reader:
            assert reader.execute(select(meta)).all() == []


def test_a_failed_transaction_leaves_nothing() -> None:
    with Store.in_memory() as store:
        with pytest.raises(IntegrityError), store.writing() as connection:
            connection.execute(insert(meta), [{"key": "k", "value": "v"}] * 2)
        with store.reading() as connection:
            assert connection.execute(select(meta)).all() == []


def test_a_file_that_is_no_database_says_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "a.db").write_text("this is not a database" * 100)
    with pytest.raises(StoreError, match=r"not a database; move it away"):
        Store.open(tmp_path / "a.db")


def test_a_folder_that_cannot_be_made_says_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreError, match="writable"):
        Store.open(tmp_path / "file" / "a.db")


def test_a_database_of_another_program_is_left_alone(tmp_path: Path) -> None:
    connection = sqlite3.connect(tmp_path / "a.db")
    connection.execute("CREATE TABLE theirs (x)")
    connection.close()
    with pytest.raises(StoreError, match="some other program"):
        Store.open(tmp_path / "a.db")


def test_a_database_of_a_newer_version_is_left_alone(tmp_path: Path) -> None:
    Store.open(tmp_path / "a.db").close()
    connection = sqlite3.connect(tmp_path / "a.db")
    with connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()
    with pytest.raises(StoreError, match="newer version"):
        Store.open(tmp_path / "a.db")


def test_a_server_url_is_refused_with_what_is_allowed() -> None:
    with pytest.raises(StoreError, match="sqlite:///FILE"):
        Store.open("postgresql://host/db")


def test_a_reader_beside_the_daemon_creates_nothing(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="ambient run"):
        Store.open(tmp_path / "a.db", create=False)
    assert not (tmp_path / "a.db").exists()


def test_a_sound_file_passes_the_check(tmp_path: Path) -> None:
    with Store.open(tmp_path / "a.db") as store:
        assert store.check() is None


def test_nobody_else_opens_a_connection() -> None:
    root = Path(__file__).parents[2]
    files = [p for name in ("context", "devices", "gateway") for p in (root / name).rglob("*.py")]
    opening = [p.name for p in files if "create_engine(" in p.read_text(encoding="utf-8")]
    assert opening == ["store.py"]
