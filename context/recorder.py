"""State changes, turns and other facts become rows, written in batches by one thread.

Whoever records never waits for the disk: it puts into bounded queues, a writer empties them once
an interval in one transaction. What was flushed survives a kill; what was not is lost. With
`threaded=False` nothing runs by itself: rows are written by `flush()` and when a batch is full.
"""

import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, TypeVar

import structlog
from sqlalchemy import Table

from context.schema import device as device_table
from context.schema import history, latest_state
from context.store import Store, StoreError
from context.writes import Write, cause_of, keyed, write_all
from devices.model import Device, State, StateChanged

_log = structlog.get_logger(__name__)

CHANGES_MAX = 20_000  # Four seconds of the worst storm measured (5,000/s); the oldest are dropped.
WRITES_MAX = 5_000  # Turns, agenda and lists: hours of talk; the oldest are dropped.
LATEST_MAX = 20_000  # Entities in one commit; more are left to their next change.
BATCH_MAX = 1_000  # Rows of one transaction: SQLite gains nothing beyond.
COMMIT_INTERVAL_S = 1.0  # What a power cut may cost; a home on an SD card may prefer 10.
RETRY_MAX_S = 60.0  # The longest pause after failed commits.
FAILURES_MAX = 10  # Doublings of the pause that are counted; beyond, RETRY_MAX_S holds anyway.

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Recorded:
    """What the recorder has done so far."""

    written: int = 0
    """Rows."""
    commits: int = 0
    dropped: int = 0
    """Because a queue was full."""
    rejected: int = 0
    """Because the database would not take the row."""
    failed_commits: int = 0
    pending: int = 0


class Recorder:
    """The one writer."""

    def __init__(
        self,
        store: Store,
        now: Callable[[], float] = time.time,
        *,
        threaded: bool = True,
        commit_interval_s: float = COMMIT_INTERVAL_S,
        changes_max: int = CHANGES_MAX,
        writes_max: int = WRITES_MAX,
        batch_max: int = BATCH_MAX,
    ) -> None:
        self._store = store
        self._now = now
        self._threaded = threaded
        self._commit_interval_s = commit_interval_s
        self._changes_max = changes_max
        self._writes_max = writes_max
        self._batch_max = batch_max
        self._changes: deque[StateChanged] = deque()
        self._latest: dict[str, State] = {}
        self._writes: deque[Write] = deque()
        self._queue_lock = threading.Lock()
        self._commit_lock = threading.RLock()
        self._wake = threading.Event()
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None
        self._count = Recorded()
        self._dropped_told = 0

    # --- recording: never waits for the disk ---

    def record(self, change: StateChanged) -> None:
        """Keep a change: a row of history, and the device's latest state."""
        with self._queue_lock:
            self._changes.append(change)
            if change.entity_id in self._latest or len(self._latest) < LATEST_MAX:
                self._latest[change.entity_id] = change.after
            if len(self._changes) > self._changes_max:
                self._changes.popleft()
                self._count = replace(self._count, dropped=self._count.dropped + 1)
        self._full()

    def insert(self, table: Table, row: Mapping[str, Any]) -> None:
        """Append a row; one whose key is there already is rejected."""
        self._put(Write("insert", table, row, tuple(row)))

    def upsert(self, table: Table, row: Mapping[str, Any]) -> None:
        """Write a row in the place of the one with its key; columns not named stay as they are."""
        self._put(Write("upsert", table, row, tuple(row)))

    def update(self, table: Table, key: Mapping[str, Any], values: Mapping[str, Any]) -> None:
        """Change columns of the row with this key, if it is there."""
        self._put(Write("update", table, {**keyed(key), **values}, tuple(values)))

    def delete(self, table: Table, key: Mapping[str, Any]) -> None:
        """Remove the rows that match."""
        self._put(Write("delete", table, keyed(key), tuple(key)))

    def device(self, device: Device) -> None:
        """Keep a device that announced itself."""
        at = self._now()
        self.upsert(device_table, {**_device_row(device), "first_seen": at, "last_seen": at})

    def removed(self, entity_id: str) -> None:
        """Mark a device as gone; its history stays."""
        self.update(device_table, {"id": entity_id}, {"removed_at": self._now()})

    def _put(self, write: Write) -> None:
        with self._queue_lock:
            self._writes.append(write)
            if len(self._writes) > self._writes_max:
                self._writes.popleft()
                self._count = replace(self._count, dropped=self._count.dropped + 1)
        self._full()

    def _full(self) -> None:
        """Start a commit early whenever another batch is full."""
        pending = len(self._changes) + len(self._writes)
        if pending == 0 or pending % self._batch_max:
            return
        if self._thread is not None:
            self._wake.set()
        elif not self._threaded:
            self._commit_or_log()

    # --- writing ---

    def start(self) -> None:
        """Let the writer thread run; without `threaded` there is none."""
        if self._threaded and self._thread is None:
            self._stop.clear()
            self._thread = threading.Thread(target=self._run, name="recorder", daemon=True)
            self._thread.start()

    def soon(self) -> None:
        """Let the thread commit now, not when the interval ends: for what a person was promised."""
        self._wake.set()

    def flush(self) -> None:
        """Write everything now, and return when it is committed; `StoreError` when it cannot be."""
        with self._commit_lock:
            batches = self.stats.pending // self._batch_max + 1
            for _ in range(batches):  # Not until empty: under a flood that would be for ever.
                self._commit()
            self._tell_dropped()

    def close(self) -> None:
        """Stop the thread and write what is left; a failure is logged: nobody can help it now."""
        if self._thread is not None:
            self._stop.set()
            self._wake.set()
            self._thread.join()
            self._thread = None
        try:
            self.flush()
        except StoreError as error:
            lost = self.stats.pending
            _log.error("recorder closed with rows unwritten", lost=lost, error=str(error))

    @property
    def stats(self) -> Recorded:
        """Counts so far."""
        pending = len(self._changes) + len(self._writes)
        return replace(self._count, pending=pending)

    def _run(self) -> None:
        failures = 0
        while not self._stop.is_set():
            if failures:  # A broken disk is not to be asked at once again, however much comes in.
                self._stop.wait(min(self._commit_interval_s * 2**failures, RETRY_MAX_S))
            else:
                self._wake.wait(self._commit_interval_s)
            self._wake.clear()
            if not self._stop.is_set():
                failures = 0 if self._commit_or_log() else min(failures + 1, FAILURES_MAX)

    def _commit_or_log(self) -> bool:
        try:
            self.flush()
        except StoreError as error:
            _log.error(
                "commit failed, rows are kept for later",
                pending=self.stats.pending,
                failed_commits=self._count.failed_commits,
                error=str(error),
            )
            return False
        return True

    def _commit(self) -> None:
        """Write one batch."""
        with self._queue_lock:
            changes = _take(self._changes, self._batch_max)
            writes = _take(self._writes, self._batch_max - len(changes))
            latest, self._latest = self._latest, {}
        if not (changes or writes or latest):
            return
        batch = [*_history_rows(changes), *_latest_rows(latest), *writes]
        try:
            written, rejected = write_all(self._store, batch)
        except Exception as error:  # Whatever it is, no row is lost and the thread goes on.
            self._put_back(changes, writes, latest)
            raise StoreError(f"cannot write to the database: {cause_of(error)}") from error
        with self._queue_lock:
            self._count = replace(
                self._count,
                written=self._count.written + written,
                commits=self._count.commits + 1,
                rejected=self._count.rejected + rejected,
            )

    def _put_back(
        self, changes: list[StateChanged], writes: list[Write], latest: dict[str, State]
    ) -> None:
        with self._queue_lock:
            self._changes.extendleft(reversed(changes))
            self._writes.extendleft(reversed(writes))
            self._latest = {**latest, **self._latest}
            dropped = _trim(self._changes, self._changes_max) + _trim(
                self._writes, self._writes_max
            )
            self._count = replace(
                self._count,
                dropped=self._count.dropped + dropped,
                failed_commits=self._count.failed_commits + 1,
            )

    def _tell_dropped(self) -> None:
        dropped = self._count.dropped
        if dropped > self._dropped_told:
            _log.warning(
                "rows dropped, the queue was full",
                dropped=dropped - self._dropped_told,
                dropped_total=dropped,
            )
            self._dropped_told = dropped


def _history_rows(changes: Iterable[StateChanged]) -> Iterable[Write]:
    for change in changes:
        row = history_row(change)
        if row is not None:
            yield Write("insert", history, row, tuple(row))


def history_row(change: StateChanged) -> dict[str, Any] | None:
    """A change as a row of the table `history`; None when nothing differs.

    Attributes are only those that changed; one that went away is null. `available` is kept among
    them when it changed.
    """
    after = change.after
    changed = {
        key: after.attributes.get(key) for key in sorted(change.changed - {"state", "available"})
    }
    if "available" in change.changed:
        changed["available"] = after.available
    if not change.changed:
        return None
    return {
        "entity_id": change.entity_id,
        "at": change.at,
        "state": after.state,
        "attributes": changed,
        "origin": change.origin,
    }


def _latest_rows(latest: Mapping[str, State]) -> Iterable[Write]:
    for entity_id, state in latest.items():
        row = latest_row(entity_id, state)
        yield Write("upsert", latest_state, row, tuple(row))


def latest_row(entity_id: str, state: State) -> dict[str, Any]:
    """A state as a row of the table `latest_state`."""
    return {
        "entity_id": entity_id,
        "state": state.state,
        "attributes": dict(state.attributes),
        "changed_at": state.changed_at,
        "updated_at": state.updated_at,
        "available": state.available,
        "origin": state.origin,
    }


def _device_row(device: Device) -> dict[str, Any]:
    return {
        "id": device.id,
        "name": device.name,
        "area": device.area,
        "kind": device.kind,
        "dialect": device.dialect,
        "hardware": device.hardware,
        "removed_at": None,
    }


def _take(queue: deque[T], most: int) -> list[T]:
    return [queue.popleft() for _ in range(min(most, len(queue)))]


def _trim(queue: deque[Any], most: int) -> int:
    over = max(0, len(queue) - most)
    for _ in range(over):
        queue.popleft()
    return over
