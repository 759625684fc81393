"""The agenda: timers, alarms, reminders and delayed commands, kept over a restart.

In memory at once, written behind by the recorder. It keeps and orders them; the pipeline fires
them.
"""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any, Self

from sqlalchemy import select

from context.agenda import AgendaItem, Recurrence
from context.codec import decode, encode, storable
from context.recorder import Recorder
from context.schema import agenda
from context.store import Store
from devices.model import Command

ITEMS_MAX = 500  # More than any household keeps; a runaway loop stops here.
RINGING_MAX = 20  # Beyond it nobody can tell them apart; the oldest falls silent.


class AgendaBook:
    """What is due later, by id; and what has gone off and not been silenced."""

    def __init__(self, recorder: Recorder, items: Iterable[AgendaItem] = ()) -> None:
        self._recorder = recorder
        self._items = {item.id: item for item in items}
        self._ringing: dict[str, AgendaItem] = {}
        self._sorted: tuple[AgendaItem, ...] | None = None

    @classmethod
    def load(cls, store: Store, recorder: Recorder) -> Self:
        """The book as the store has it."""
        with store.reading() as connection:
            rows = connection.execute(select(agenda)).mappings().all()
        return cls(recorder, [item_of(row) for row in rows])

    def add(self, item: AgendaItem) -> bool:
        """Put it in, in the place of one with its id; False when the book is full."""
        if item.id not in self._items and len(self._items) >= ITEMS_MAX:
            return False
        self._put(item)
        return True

    def update(self, item: AgendaItem) -> bool:
        """Change one that is there; False when it is not."""
        if item.id not in self._items:
            return False
        self._put(item)
        return True

    def remove(self, item_id: str) -> AgendaItem | None:
        """Take it out, for good, ringing or not; None when it was not there."""
        item = self._items.pop(item_id, None)
        rung = self._ringing.pop(item_id, None)
        if item or rung:
            self._sorted = None
            self._forget(item_id)
        return item or rung

    def get(self, item_id: str) -> AgendaItem | None:
        """One by id."""
        return self._items.get(item_id)

    def all(self) -> tuple[AgendaItem, ...]:
        """Everything that is still to fall due, soonest first; paused timers last."""
        if self._sorted is None:
            self._sorted = tuple(sorted(self._items.values(), key=_order))
        return self._sorted

    def due(self, now: datetime) -> tuple[AgendaItem, ...]:
        """What has fallen due by `now`, soonest first."""
        return tuple(i for i in self.all() if i.paused_left_s is None and i.due <= now)

    def next_due(self) -> datetime | None:
        """When the next one falls due; None when nothing is running."""
        running = (item.due for item in self.all() if item.paused_left_s is None)
        return next(running, None)

    def ring(self, item: AgendaItem) -> None:
        """It has gone off: from here on it rings, until it is silenced.

        One that recurs stays in the book when it was given its next `due` with `update` before.
        Its row stays until then, so that after a crash it is found due and goes off again.
        """
        if self._items.get(item.id) == item:
            del self._items[item.id]
            self._sorted = None
        self._ringing[item.id] = item
        while len(self._ringing) > RINGING_MAX:
            self.silence(next(iter(self._ringing)))

    def ringing(self) -> tuple[AgendaItem, ...]:
        """What rings now, first to go off first."""
        return tuple(self._ringing.values())

    def silence(self, item_id: str | None = None) -> tuple[AgendaItem, ...]:
        """Stop one that rings, or all of them; returns those that rang."""
        ids = [item_id] if item_id is not None else list(self._ringing)
        silenced = tuple(self._ringing.pop(i) for i in ids if i in self._ringing)
        for item in silenced:
            if item.id not in self._items:
                self._forget(item.id)
        return silenced

    def _put(self, item: AgendaItem) -> None:
        self._items[item.id] = item
        self._sorted = None
        self._recorder.upsert(agenda, row_of(item))
        self._recorder.soon()

    def _forget(self, item_id: str) -> None:
        self._recorder.delete(agenda, {"id": item_id})
        self._recorder.soon()


def _order(item: AgendaItem) -> tuple[bool, datetime, str]:
    return item.paused_left_s is not None, item.due, item.id


def row_of(item: AgendaItem) -> dict[str, Any]:
    """An item as a row of the table `agenda`."""
    created = item.created_at
    return {
        "id": item.id,
        "kind": item.kind,
        "due": item.due.timestamp(),
        "label": None if item.label is None else storable(item.label),
        "every": encode(item.every, Recurrence | None),
        "duration_s": item.duration_s,
        "paused_left_s": item.paused_left_s,
        "satellite": item.satellite,
        "person": item.person,
        "area": item.area,
        "commands": encode(item.commands, tuple[Command, ...]),
        "created_at": None if created is None else created.timestamp(),
    }


def item_of(row: Mapping[Any, Any]) -> AgendaItem:
    """The item that a row of the table `agenda` holds."""
    created = row["created_at"]
    return AgendaItem(
        id=row["id"],
        kind=row["kind"],
        due=datetime.fromtimestamp(row["due"], UTC),
        label=row["label"],
        every=decode(row["every"], Recurrence | None),
        duration_s=row["duration_s"],
        paused_left_s=row["paused_left_s"],
        satellite=row["satellite"],
        person=row["person"],
        area=row["area"],
        commands=decode(row["commands"], tuple[Command, ...]),
        created_at=None if created is None else datetime.fromtimestamp(created, UTC),
    )
