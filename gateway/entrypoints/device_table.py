"""Devices become rows: of a running gateway's snapshot, or of the store of the last one. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from context.inventory import KnownDevice
from context.snapshot import Snapshot
from devices.model import State

Row = Mapping[str, Any]

COLUMNS = ("id", "name", "area", "state", "dialect")
CELL_WIDTH_MAX = 40  # What is longer is cut, so that a row stays a row; `--json` has all of it.


def device_rows(snapshot: Snapshot) -> list[Row]:
    """Every device that the gateway may name and touch, by id."""
    return [
        {
            "id": device.id,
            "name": device.name,
            "aliases": list(device.aliases),
            "area": device.area,
            "kind": device.kind,
            "dialect": device.dialect,
            "can": sorted(device.capabilities),
            **_state(snapshot.states.get(device.id)),
        }
        for _, device in sorted(snapshot.devices.items())
    ]


def stored_rows(devices: Iterable[KnownDevice]) -> list[Row]:
    """The same of the store, as far as it knows."""
    return [
        {
            "id": device.id,
            "name": device.name,
            "area": device.area,
            "kind": device.kind,
            "dialect": device.dialect,
            **_state(device.state),
        }
        for device in devices
    ]


def _state(state: State | None) -> Row:
    if state is None:
        return {"state": None, "attributes": {}, "available": None}
    attributes = dict(state.attributes)
    return {"state": state.state, "attributes": attributes, "available": state.available}


def table(rows: Sequence[Row]) -> str:
    """The rows for people."""
    if not rows:
        return "no devices yet: none has announced itself on the broker"
    cells = [COLUMNS, *([_cell(row, column) for column in COLUMNS] for row in rows)]
    widths = [max(len(row[index]) for row in cells) for index in range(len(COLUMNS))]
    lines = [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in cells
    ]
    return "\n".join([*lines, f"{len(rows)} devices"])


def _cell(row: Row, column: str) -> str:
    value = row.get(column)
    text = "-" if value is None else str(value)
    if column == "state" and row.get("available") is False:
        text = "unavailable"
    return text if len(text) <= CELL_WIDTH_MAX else text[: CELL_WIDTH_MAX - 3] + "..."
