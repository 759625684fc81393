"""The house as it is now: live maps and recent events become a frozen `Snapshot`.

Holds nothing that the registry, the agenda or the lists hold: it copies them at the instant that
it is asked. Does no I/O.
"""

from collections import deque
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from types import MappingProxyType
from typing import Protocol
from zoneinfo import ZoneInfo

from context.agenda_book import AgendaBook
from context.deeds import Learner
from context.habits import Habits
from context.lesson import Lesson, agreed
from context.lesson_book import LessonBook
from context.lists import Lists
from context.places import Household
from context.presence import Presence, Tracker, trackers
from context.rewrite_book import RewriteBook
from context.rewrites import Rewrites
from context.snapshot import Snapshot
from context.turn import Turn
from devices.model import Device, State, StateChanged

CHANGES_MAX = 256  # Half an hour in a busy home; a turn looks at the last few minutes.
TURNS_MAX = 256  # Some days of talk, for what is usually done; what is older is in the store.


class Registry(Protocol):
    """What is known of devices now; `devices.registry` is the real one."""

    @property
    def devices(self) -> Mapping[str, Device]:
        """By entity id."""
        ...

    @property
    def states(self) -> Mapping[str, State]:
        """By entity id."""
        ...

    @property
    def version(self) -> int:
        """Grows when a device or its name changes."""
        ...


class LiveHouse:
    """Takes snapshots; is told of changes and turns as they happen."""

    def __init__(
        self,
        household: Household,
        registry: Registry,
        agenda: AgendaBook,
        lists: Lists,
        now: Callable[[], datetime],
        turns: Iterable[Turn] = (),
        *,
        changes_max: int = CHANGES_MAX,
        turns_max: int = TURNS_MAX,
        learner: Learner | None = None,
        lessons: LessonBook | None = None,
        rewrites: RewriteBook | None = None,
        recognises: bool = True,
    ) -> None:
        self.household = household
        self._named = household
        """With the names that were taught."""
        self._registry = registry
        self._agenda = agenda
        self._lists = lists
        self._now = now
        self._zone = ZoneInfo(household.timezone)
        self._changes: deque[StateChanged] = deque(maxlen=changes_max)
        self._turns: deque[Turn] = deque(turns, maxlen=turns_max)
        self._presence = Presence(household)
        for turn in self._turns:
            self._presence.heard(turn)
        self._hidden = frozenset(i for i, note in household.notes.items() if not note.exposed)
        self._learner = learner
        """None where nothing is to be learned of habits, nor applied."""
        self._habits = Habits() if learner is None else learner.habits
        self._learns = learner is not None
        self._recognises = recognises
        self._lessons = lessons
        """None where nothing may be taught, nor what was taught applied."""
        self._rewrites = rewrites
        self._version: int | None = None
        self._devices: Mapping[str, Device] = MappingProxyType({})
        self._trackers: tuple[Tracker, ...] = ()

    def changed(self, change: StateChanged) -> None:
        """Keep a change for the snapshots to come."""
        if change.entity_id not in self._hidden:
            self._changes.append(change)
            device = self._registry.devices.get(change.entity_id)
            if self._learner is not None and device is not None:
                self._learner.changed(change, device.area, device.kind)

    def remember(self, turn: Turn) -> None:
        """Keep a turn for the snapshots to come; `History.remember` keeps it for good."""
        self._turns.append(turn)
        self._presence.heard(turn)
        if self._learner is not None:
            self._learner.turn(turn)

    def amend(self, turn: Turn) -> None:
        """Put a later version of a turn in the place of the one with its id."""
        for index, kept in enumerate(self._turns):
            if kept.id == turn.id:
                self._turns[index] = turn

    @property
    def turns(self) -> tuple[Turn, ...]:
        """Lately, oldest first."""
        return tuple(self._turns)

    def forget_person(self, person: str) -> None:
        """Keep nothing that one person said."""
        kept = [turn for turn in self._turns if turn.transcript.person != person]
        self._turns.clear()
        self._turns.extend(kept)

    def snapshot(self) -> Snapshot:
        """The house at this instant."""
        self._refresh()
        now = self._now().astimezone(self._zone)
        states = self._states()
        return Snapshot(
            now=now,
            household=self._named,
            devices=self._devices,
            states=MappingProxyType(states),
            changes=tuple(self._changes),
            turns=tuple(self._turns),
            agenda=self._agenda.all(),
            ringing=self._agenda.ringing(),
            lists=self._lists.all(),
            version=self._version or 0,
            habits=self._habits,
            learns=self._learns,
            lessons=self._lessons.all() if self._lessons is not None else (),
            teachable=self._lessons is not None,
            rewrites=self._rewrites.all() if self._rewrites is not None else Rewrites(),
            recognises=self._recognises,
            presence=MappingProxyType(
                self._presence.areas(now.timestamp(), self._trackers, self._registry.states)
            ),
        )

    def _states(self) -> dict[str, State]:
        states = dict(self._registry.states)
        for entity_id in self._hidden:
            states.pop(entity_id, None)
        return states

    def _refresh(self) -> None:
        """Copy the devices only when one of them changed: rarely, while turns are frequent."""
        taught = agreed(self._lessons.names) if self._lessons is not None else ()
        version = self._registry.version + (self._lessons.named if self._lessons is not None else 0)
        if version == self._version:
            return
        devices = self._registry.devices
        self._devices = MappingProxyType(
            {i: _called(device, taught) for i, device in devices.items() if i not in self._hidden}
        )
        self._named = _with_rooms_called(self.household, taught)
        self._trackers = trackers(devices.values(), self.household)
        self._version = version


def _called(device: Device, taught: Iterable[Lesson]) -> Device:
    """A device with the names that people gave it."""
    names = tuple(one.phrase for one in taught if (device.id,) in one.targets)
    return replace(device, aliases=(*device.aliases, *names)) if names else device


def _with_rooms_called(household: Household, taught: Iterable[Lesson]) -> Household:
    """A household with the names that people gave its rooms."""
    areas = dict(household.areas)
    for one in taught:
        area = areas.get(one.area or "")
        if area is not None:
            areas[area.id] = replace(area, aliases=(*area.aliases, one.phrase))
    return replace(household, areas=areas) if areas != household.areas else household
