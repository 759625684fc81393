"""The devices that the store knows, with their last states: for whoever asks beside the daemon."""

from dataclasses import dataclass

from sqlalchemy import select

from context.schema import device
from context.states import latest_states
from context.store import Store
from devices.model import State


@dataclass(frozen=True, slots=True)
class KnownDevice:
    """A device as the store remembers it."""

    id: str
    name: str
    area: str | None
    kind: str | None
    dialect: str
    state: State | None
    """None when it never reported."""


def known_devices(store: Store) -> tuple[KnownDevice, ...]:
    """All that have not been removed, by id."""
    columns = device.c
    wanted = (
        select(columns.id, columns.name, columns.area, columns.kind, columns.dialect)
        .where(columns.removed_at.is_(None))
        .order_by(columns.id)
    )
    with store.reading() as connection:
        rows = connection.execute(wanted).all()
    states = latest_states(store)
    return tuple(KnownDevice(*row, state=states.get(row.id)) for row in rows)
