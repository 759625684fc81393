"""What is due later: timers, alarms, reminders and delayed commands, and when they recur.

Values and date arithmetic only; `store.py` keeps them, the pipeline fires them.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from devices.model import Command

AgendaKind = Literal["timer", "alarm", "reminder", "command"]
EVERY_DAY = frozenset(range(7))


@dataclass(frozen=True, slots=True)
class Recurrence:
    """When something happens again: at a local time on some weekdays, or every so many seconds."""

    weekdays: frozenset[int] = EVERY_DAY
    """0 is Monday."""
    at: time | None = None
    interval_s: float | None = None

    def next_after(self, moment: datetime, zone: ZoneInfo) -> datetime:
        """The first occurrence strictly after `moment`, in UTC.

        A local time that daylight saving skips falls on the moment the clocks jump to.

        >>> monday_noon = datetime(2026, 3, 2, 12, tzinfo=UTC)
        >>> Recurrence(at=time(7)).next_after(monday_noon, ZoneInfo("UTC")).isoformat()
        '2026-03-03T07:00:00+00:00'
        """
        if self.at is None:
            return moment + timedelta(seconds=self.interval_s or 86_400)
        local = moment.astimezone(zone)
        for days in range(8):
            day = local.date() + timedelta(days=days)
            if day.weekday() not in self.weekdays:
                continue
            candidate = datetime.combine(day, self.at, tzinfo=zone).astimezone(UTC)
            if candidate > moment:
                return candidate
        raise ValueError("a recurrence needs at least one weekday")


@dataclass(frozen=True, slots=True)
class When:
    """When a command is meant: at once when it has neither."""

    at: datetime | None = None
    """Aware."""
    every: Recurrence | None = None
    for_s: float | None = None
    """Undo after so many seconds ("for ten minutes"); None when it is to stay."""
    spoken: str = ""
    """The words that said so."""

    @property
    def is_now(self) -> bool:
        """Whether nothing is to wait."""
        return self.at is None and self.every is None


@dataclass(frozen=True, slots=True)
class AgendaItem:
    """One thing that falls due."""

    id: str
    kind: AgendaKind
    due: datetime
    """UTC."""
    label: str | None = None
    """pasta; take out the bins."""
    every: Recurrence | None = None
    duration_s: float | None = None
    """For a timer: as it was set."""
    paused_left_s: float | None = None
    """For a paused timer: what was left; None when it runs."""
    satellite: str | None = None
    person: str | None = None
    area: str | None = None
    commands: tuple[Command, ...] = ()
    created_at: datetime | None = None

    def left_s(self, now: datetime) -> float:
        """Seconds until it falls due, as it stands at `now`."""
        if self.paused_left_s is not None:
            return self.paused_left_s
        return (self.due - now).total_seconds()


@dataclass(frozen=True, slots=True)
class ListEntry:
    """An item on a shopping or to-do list."""

    list: str
    """`shopping`, `to-do`, or the household's own name for it."""
    item: str
    done: bool = False
    created_at: datetime | None = None
