"""Rows to be written become statements, run in batches inside one transaction.

What makes a batch fast is that rows of one shape go to the database together.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

import structlog
from sqlalchemy import ColumnElement, Connection, Executable, Table, and_, bindparam
from sqlalchemy import delete as delete_from
from sqlalchemy import insert as insert_into
from sqlalchemy import update as update_of
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.exc import (
    DataError,
    DBAPIError,
    IntegrityError,
    InterfaceError,
    ProgrammingError,
    SQLAlchemyError,
)

from context.store import Store

_log = structlog.get_logger(__name__)

WRITTEN_ONCE = frozenset({"first_seen"})  # Columns that an upsert leaves as they were.
ROW_FAULTS = (IntegrityError, DataError, InterfaceError, ProgrammingError)

Op = Literal["insert", "upsert", "update", "delete"]


@dataclass(frozen=True, slots=True)
class Write:
    """One row to be written: `row` holds key and values, by column."""

    op: Op
    table: Table
    row: Mapping[str, Any]
    columns: tuple[str, ...]
    """Those to be set, or for a delete those to be matched."""


def write_all(store: Store, batch: Iterable[Write]) -> tuple[int, int]:
    """Write a batch in one transaction: how many rows were written, how many were refused.

    Rows of one table are written in their order; runs of the same statement go together, which
    is what makes a batch fast.
    """
    runs: dict[str, list[list[Write]]] = {}
    for write in batch:
        of_table = runs.setdefault(write.table.name, [])
        if of_table and _same(of_table[-1][0], write):
            of_table[-1].append(write)
        else:
            of_table.append([write])
    written = rejected = 0
    with store.writing() as connection:
        for run in (run for of_table in runs.values() for run in of_table):
            statement = _statement(run[0].op, run[0].table, run[0].columns)
            refused = _execute(connection, statement, run)
            written += len(run) - refused
            rejected += refused
    return written, rejected


def _execute(connection: Connection, statement: Executable, run: list[Write]) -> int:
    """Write a run of rows; when one is refused, each by itself. How many were refused."""
    try:
        with connection.begin_nested():
            connection.execute(statement, [write.row for write in run])
    except (SQLAlchemyError, ValueError, TypeError, OverflowError) as error:
        if isinstance(error, DBAPIError) and not isinstance(error, ROW_FAULTS):
            raise  # The disk or the file: not the fault of a row.
        if len(run) > 1:
            return sum(_execute(connection, statement, [write]) for write in run)
        _log.error("row refused", table=run[0].table.name, error=cause_of(error))
        return 1
    return 0


def _same(one: Write, other: Write) -> bool:
    return one.op == other.op and one.columns == other.columns


@cache
def _statement(op: Op, table: Table, columns: tuple[str, ...]) -> Executable:
    """The statement of a write, built once; what it matches is bound as `key_COLUMN`."""
    if op == "insert":
        return insert_into(table)
    if op == "delete":
        return delete_from(table).where(_match(table, columns))
    keys = [column.name for column in table.primary_key]
    if op == "update":
        return update_of(table).where(_match(table, tuple(keys)))
    statement = sqlite_insert(table)
    kept = {*keys, *WRITTEN_ONCE}
    changed = {name: statement.excluded[name] for name in columns if name not in kept}
    if not changed:
        return statement.on_conflict_do_nothing(index_elements=keys)
    return statement.on_conflict_do_update(index_elements=keys, set_=changed)


def _match(table: Table, columns: tuple[str, ...]) -> ColumnElement[bool]:
    return and_(*(table.c[name] == bindparam(f"key_{name}") for name in columns))


def keyed(key: Mapping[str, Any]) -> dict[str, Any]:
    """Columns to be matched, named apart from those to be set."""
    return {f"key_{name}": value for name, value in key.items()}


def cause_of(error: BaseException) -> str:
    """What went wrong, without the statement and its values: they may hold what was said."""
    cause = error.orig if isinstance(error, DBAPIError) else error
    return f"{type(cause).__name__}: {str(cause).splitlines()[0][:200] if str(cause) else ''}"
