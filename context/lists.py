"""Shopping and to-do lists, kept over a restart.

In memory at once, written behind by the recorder. Names and items are compared without regard to
case; an item is on a list once.
"""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, Self

from sqlalchemy import select

from context.agenda import ListEntry
from context.codec import storable
from context.recorder import Recorder
from context.schema import list_entry
from context.store import Store

ENTRIES_MAX = 2000  # All lists together; a runaway loop stops here.


class Lists:
    """Entries by list, in the order that they were added."""

    def __init__(
        self,
        recorder: Recorder,
        now: Callable[[], datetime],
        entries: Iterable[ListEntry] = (),
    ) -> None:
        self._recorder = recorder
        self._now = now
        self._entries = {_key(entry.list, entry.item): entry for entry in entries}
        self._position = len(self._entries)
        self._all: tuple[ListEntry, ...] | None = None

    @classmethod
    def load(cls, store: Store, recorder: Recorder, now: Callable[[], datetime]) -> Self:
        """The lists as the store has them."""
        with store.reading() as connection:
            rows = connection.execute(select(list_entry).order_by(list_entry.c.position)).all()
        lists = cls(recorder, now, [_entry_of(row) for row in rows])
        lists._position = max((row.position for row in rows), default=-1) + 1
        return lists

    def add(self, name: str, items: Iterable[str]) -> tuple[ListEntry, ...]:
        """Put items on a list; returns those that are new there.

        One that was ticked off is open again. Beyond `ENTRIES_MAX` nothing is added.
        """
        added = []
        for item in map(storable, items):
            key = _key(name, item)
            kept = self._entries.get(key)
            if kept is not None and not kept.done:
                continue
            if kept is None and len(self._entries) >= ENTRIES_MAX:
                break
            if kept is not None:
                self._drop(kept)
            entry = ListEntry(name if kept is None else kept.list, item, created_at=self._now())
            self._put(entry)
            added.append(entry)
        return tuple(added)

    def complete(self, name: str, items: Iterable[str]) -> tuple[ListEntry, ...]:
        """Tick items off; returns those that were open."""
        found = [e for e in self._found(name, items) if not e.done]
        done = tuple(replace(entry, done=True) for entry in found)
        for entry in done:
            self._put(entry)
        return done

    def remove(self, name: str, items: Iterable[str]) -> tuple[ListEntry, ...]:
        """Take items off; returns those that were there."""
        found = tuple(self._found(name, items))
        for entry in found:
            self._drop(entry)
        return found

    def clear(self, name: str) -> tuple[ListEntry, ...]:
        """Take everything off a list; returns what was on it."""
        found = self.of(name)
        for entry in found:
            self._drop(entry)
        return found

    def of(self, name: str) -> tuple[ListEntry, ...]:
        """The entries of one list, oldest first."""
        wanted = name.casefold()
        return tuple(entry for entry in self.all() if entry.list.casefold() == wanted)

    def all(self) -> tuple[ListEntry, ...]:
        """Every entry of every list, oldest first."""
        if self._all is None:
            self._all = tuple(self._entries.values())
        return self._all

    def _found(self, name: str, items: Iterable[str]) -> list[ListEntry]:
        keys = dict.fromkeys(_key(name, item) for item in items)
        return [self._entries[key] for key in keys if key in self._entries]

    def _put(self, entry: ListEntry) -> None:
        key = _key(entry.list, entry.item)
        position = None if key in self._entries else self._position
        self._entries[key] = entry
        self._all = None
        if position is None:
            where = {"list": entry.list, "item": entry.item}
            self._recorder.update(list_entry, where, {"done": entry.done})
        else:
            self._position += 1
            self._recorder.upsert(list_entry, _row_of(entry, position))
        self._recorder.soon()

    def _drop(self, entry: ListEntry) -> None:
        del self._entries[_key(entry.list, entry.item)]
        self._all = None
        self._recorder.delete(list_entry, {"list": entry.list, "item": entry.item})
        self._recorder.soon()


def _key(name: str, item: str) -> tuple[str, str]:
    return name.casefold(), item.casefold()


def _row_of(entry: ListEntry, position: int) -> dict[str, Any]:
    created = entry.created_at
    return {
        "list": entry.list,
        "item": entry.item,
        "done": entry.done,
        "position": position,
        "created_at": None if created is None else created.timestamp(),
    }


def _entry_of(row: Any) -> ListEntry:
    created = row.created_at
    return ListEntry(
        list=row.list,
        item=row.item,
        done=row.done,
        created_at=None if created is None else datetime.fromtimestamp(created, UTC),
    )
