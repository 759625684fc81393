"""The household's layout becomes rows, so that old turns can be read by someone without its file.

The configuration stays the only place to change it.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Table, delete, insert, select

from context.places import Household
from context.schema import area, floor, person, satellite
from context.store import Store


def save_layout(store: Store, household: Household) -> bool:
    """Make the tables hold this layout; whether anything had to be written."""
    wanted: Mapping[Table, list[dict[str, Any]]] = {
        floor: _rows(household.floors.values(), "id", "name"),
        area: _rows(household.areas.values(), "id", "name", "floor"),
        person: _rows(household.people.values(), "id", "name"),
        satellite: _rows(household.satellites.values(), "id", "area", "screen", "owner"),
    }
    with store.reading() as connection:
        stale = {
            table: rows
            for table, rows in wanted.items()
            if [dict(r) for r in connection.execute(select(table).order_by("id")).mappings()]
            != rows
        }
    if stale:
        with store.writing() as connection:
            for table, rows in stale.items():
                connection.execute(delete(table))
                if rows:
                    connection.execute(insert(table), rows)
    return bool(stale)


def _rows(values: Iterable[Any], *names: str) -> list[dict[str, Any]]:
    rows = [{name: getattr(value, name) for name in names} for value in values]
    return sorted(rows, key=lambda row: str(row["id"]))
