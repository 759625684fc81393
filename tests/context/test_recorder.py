import os
import signal
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import OperationalError
from structlog.testing import capture_logs

from context.recorder import Recorder
from context.schema import device as device_table
from context.schema import history, latest_state, meta
from context.states import changes_of, latest, latest_states
from context.store import Store, StoreError
from tests.context.samples import change, device


@pytest.fixture
def store() -> Any:
    with Store.in_memory() as store:
        yield store


def rows(store: Store, table: Any) -> list[Any]:
    with store.reading() as connection:
        return list(connection.execute(select(table)).all())


class BrokenDisk(Store):
    """A store whose disk fails until it is mended."""

    broken = True

    def writing(self) -> Any:
        if self.broken:
            raise OperationalError("INSERT", {}, Exception("disk I/O error"))
        return super().writing()


def test_nothing_is_written_before_the_flush(store: Store) -> None:
    Recorder(store, threaded=False).record(change())
    assert rows(store, history) == []


def test_a_flush_writes_history_and_the_latest_state(store: Store) -> None:
    recorder = Recorder(store, threaded=False)
    recorder.record(change(state="on", at=1.0))
    recorder.record(change(state="off", at=2.0))
    recorder.flush()
    assert [c.state for c in changes_of(store, "light.hall", 0)] == ["on", "off"]
    found = latest(store, "light.hall")
    assert found == change(state="off", at=2.0).after


def test_history_holds_only_the_attributes_that_changed(store: Store) -> None:
    recorder = Recorder(store, threaded=False)
    both = {"brightness": 40, "effect": "none"}
    recorder.record(change(attributes=both, changed=frozenset({"brightness"})))
    recorder.flush()
    assert changes_of(store, "light.hall", 0)[0].attributes == {"brightness": 40}


def test_an_attribute_that_went_away_is_null(store: Store) -> None:
    recorder = Recorder(store, threaded=False)
    recorder.record(change(changed=frozenset({"brightness"})))
    recorder.flush()
    assert changes_of(store, "light.hall", 0)[0].attributes == {"brightness": None}


def test_a_report_without_change_is_no_history(store: Store) -> None:
    recorder = Recorder(store, threaded=False)
    recorder.record(change(changed=frozenset()))
    recorder.flush()
    assert rows(store, history) == []
    assert latest_states(store).keys() == {"light.hall"}


def test_a_full_batch_is_written_without_a_flush(store: Store) -> None:
    recorder = Recorder(store, threaded=False, batch_max=3)
    for at in range(3):
        recorder.record(change(at=at))
    assert len(rows(store, history)) == 3


def test_a_full_queue_drops_the_oldest_and_counts_them(store: Store) -> None:
    recorder = Recorder(store, changes_max=3)
    for at in range(5):
        recorder.record(change(at=at))
    with capture_logs() as logs:
        recorder.flush()
    assert [row.at for row in rows(store, history)] == [2, 3, 4]
    assert recorder.stats.dropped == 2
    assert [log["dropped"] for log in logs] == [2]


def test_a_full_queue_never_loses_the_latest_state(store: Store) -> None:
    recorder = Recorder(store, changes_max=1)
    recorder.record(change("light.a"))
    recorder.record(change("light.b"))
    recorder.flush()
    assert latest_states(store).keys() == {"light.a", "light.b"}


def test_a_failing_disk_keeps_the_rows_for_later() -> None:
    store = BrokenDisk.in_memory()
    recorder = Recorder(store, threaded=False)
    recorder.record(change())
    recorder.upsert(meta, {"key": "k", "value": "v"})
    with pytest.raises(StoreError, match="disk I/O error"):
        recorder.flush()
    store.broken = False
    recorder.flush()
    assert len(rows(store, history)) == len(rows(store, latest_state)) == 1
    assert len(rows(store, meta)) == 1
    assert recorder.stats.failed_commits == 1
    store.close()


def test_a_failing_disk_does_not_undo_a_newer_state() -> None:
    store = BrokenDisk.in_memory()
    recorder = Recorder(store, threaded=False)
    recorder.record(change(state="on"))
    with pytest.raises(StoreError):
        recorder.flush()
    recorder.record(change(state="off"))
    store.broken = False
    recorder.flush()
    assert latest_states(store)["light.hall"].state == "off"
    store.close()


def test_one_bad_row_does_not_take_the_batch_with_it(store: Store) -> None:
    recorder = Recorder(store, threaded=False)
    for key in ("a", "a", "b"):
        recorder.insert(meta, {"key": key, "value": "v"})
    with capture_logs() as logs:
        recorder.flush()
    assert [row.key for row in rows(store, meta)] == ["a", "b"]
    assert recorder.stats.rejected == 1
    assert logs[0]["table"] == "meta"


def test_a_number_beyond_sqlite_is_one_refused_row(store: Store) -> None:
    recorder = Recorder(store, threaded=False)
    recorder.record(change(attributes={"n": 2**70}, changed=frozenset({"n"})))
    recorder.record(change(state="\ud800"))
    recorder.record(change("light.b"))
    recorder.flush()
    assert "light.b" in latest_states(store)


def test_writes_of_one_table_keep_their_order(store: Store) -> None:
    recorder = Recorder(store, threaded=False)
    recorder.upsert(meta, {"key": "k", "value": "1"})
    recorder.delete(meta, {"key": "k"})
    recorder.upsert(meta, {"key": "k", "value": "2"})
    recorder.update(meta, {"key": "k"}, {"value": "3"})
    recorder.flush()
    assert [row.value for row in rows(store, meta)] == ["3"]


def test_a_device_keeps_when_it_was_first_seen(store: Store) -> None:
    clock = iter([10.0, 20.0, 30.0, 40.0])
    recorder = Recorder(store, lambda: next(clock), threaded=False)
    recorder.device(device("light.a", "Old name"))
    recorder.removed("light.a")
    recorder.device(device("light.a", "New name"))
    recorder.flush()
    row = rows(store, device_table)[0]
    assert (row.name, row.first_seen, row.last_seen, row.removed_at) == ("New name", 10, 30, None)


def test_a_device_that_left_is_marked(store: Store) -> None:
    recorder = Recorder(store, lambda: 10.0, threaded=False)
    recorder.device(device("light.a"))
    recorder.removed("light.a")
    recorder.flush()
    assert rows(store, device_table)[0].removed_at == 10


def test_without_threads_no_thread_runs(store: Store) -> None:
    Recorder(store, threaded=False).start()
    assert not any(thread.name == "recorder" for thread in threading.enumerate())


def test_closing_stops_the_thread_and_loses_nothing(tmp_path: Path) -> None:
    with Store.open(tmp_path / "a.db") as store:
        recorder = Recorder(store, commit_interval_s=60)
        recorder.start()
        for at in range(2500):
            recorder.record(change(at=at))
        recorder.close()
    with Store.open(tmp_path / "a.db") as store:
        assert len(rows(store, history)) == 2500
    assert not any(thread.name == "recorder" for thread in threading.enumerate())


def test_what_was_promised_is_written_without_waiting_for_the_interval(tmp_path: Path) -> None:
    committed = threading.Event()

    class Told(Recorder):
        def _commit(self) -> None:
            super()._commit()
            if self.stats.written:
                committed.set()

    with Store.open(tmp_path / "a.db") as store:
        recorder = Told(store, commit_interval_s=3600)
        recorder.start()
        recorder.upsert(meta, {"key": "k", "value": "v"})
        recorder.soon()
        assert committed.wait(5)
        recorder.close()


def test_closing_over_a_broken_disk_says_what_is_lost() -> None:
    store = BrokenDisk.in_memory()
    recorder = Recorder(store, threaded=False)
    recorder.record(change())
    with capture_logs() as logs:
        recorder.close()
    assert logs[0]["lost"] == 1
    store.broken = False
    store.close()


CHILD = """
import sys
from context.recorder import Recorder
from context.store import Store
from tests.context.samples import change

recorder = Recorder(Store.open(sys.argv[1]), commit_interval_s=0.01, batch_max=50)
recorder.start()
for count in range(1, 1_000_000):
    recorder.record(change(at=count))
    if count % 20 == 0:
        recorder.flush()
        print(count, flush=True)
"""


def test_a_kill_loses_only_what_was_not_flushed(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    child = subprocess.Popen(
        [sys.executable, "-c", CHILD, str(path)],
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parents[2],
    )
    assert child.stdout is not None
    flushed = [int(child.stdout.readline()) for _ in range(20)]
    os.kill(child.pid, signal.SIGKILL)
    flushed += [int(line) for line in child.stdout.read().split("\n")[:-1] if line]
    child.stdout.close()
    child.wait()
    with Store.open(path) as store, store.reading() as connection:
        count = connection.execute(select(func.count()).select_from(history)).scalar_one()
        newest = connection.execute(select(func.max(history.c.at))).scalar_one()
        assert store.check() is None
    assert count >= flushed[-1]
    assert newest == count
