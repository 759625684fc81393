"""What the store knows of devices: their latest states, and how they changed before."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, select

from context.schema import device, history, latest_state
from context.store import Store
from devices.model import State

CHANGES_MAX = 1_000  # Of one question; a day of a chatty sensor.


@dataclass(frozen=True, slots=True)
class PastChange:
    """One row of history."""

    entity_id: str
    at: float
    state: str
    attributes: Mapping[str, Any]
    """Only those that changed then."""
    origin: str


def latest_states(store: Store) -> dict[str, State]:
    """The last state of every device that is not gone, by entity id: a restart begins with it."""
    gone = select(device.c.id).where(device.c.removed_at.is_not(None))
    wanted = select(latest_state).where(latest_state.c.entity_id.not_in(gone))
    with store.reading() as connection:
        rows = connection.execute(wanted).all()
    return {row.entity_id: _state_of(row) for row in rows}


def latest(store: Store, entity_id: str) -> State | None:
    """The last state of one device."""
    wanted = select(latest_state).where(latest_state.c.entity_id == entity_id)
    with store.reading() as connection:
        row = connection.execute(wanted).first()
    return None if row is None else _state_of(row)


def changes_of(
    store: Store, entity_id: str, since: float, limit: int = CHANGES_MAX
) -> tuple[PastChange, ...]:
    """How a device changed since then, oldest first; the latest `limit` of them."""
    columns = history.c
    wanted = (
        select(columns.entity_id, columns.at, columns.state, columns.attributes, columns.origin)
        .where(columns.entity_id == entity_id, columns.at >= since)
        .order_by(columns.at.desc(), columns.id.desc())
        .limit(limit)
    )
    with store.reading() as connection:
        rows = connection.execute(wanted).all()
    return tuple(PastChange(*row) for row in reversed(rows))


def _state_of(row: Row[Any]) -> State:
    return State(
        state=row.state,
        attributes=row.attributes,
        changed_at=row.changed_at,
        updated_at=row.updated_at,
        available=row.available,
        origin=row.origin,
    )
