"""Everything one turn may look at, frozen at one instant.

Taking one costs well under a millisecond in a 200-device home: live maps are copied, not rebuilt.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from context.agenda import AgendaItem, ListEntry
from context.habits import Habits, Situation, situation
from context.lesson import Lesson
from context.places import Area, Household, Person, Satellite
from context.rewrites import Rewrites
from context.turn import Turn
from devices.model import Device, State, StateChanged, nothing

if TYPE_CHECKING:
    from context.activity import Activity


@dataclass(frozen=True)
class Snapshot:
    """The house as one turn sees it."""

    now: datetime
    """Aware, in the home's time zone."""
    household: Household
    devices: Mapping[str, Device] = field(default_factory=nothing)
    """By entity id; only those that the gateway may name and touch."""
    states: Mapping[str, State] = field(default_factory=nothing)
    """By entity id; a device that never reported is not in it."""
    changes: tuple[StateChanged, ...] = ()
    """Lately, oldest first, with who caused them."""
    turns: tuple[Turn, ...] = ()
    """Lately, oldest first."""
    agenda: tuple[AgendaItem, ...] = ()
    """Soonest first."""
    ringing: tuple[AgendaItem, ...] = ()
    """Timers and alarms that have gone off and not been silenced."""
    lists: tuple[ListEntry, ...] = ()
    version: int = 0
    """Grows when a device or its name changes: what may be cached by it, is."""
    presence: Mapping[str, str] = field(default_factory=nothing)
    """Person id -> area id, where it is known."""
    habits: Habits = field(default_factory=Habits)
    """What people here usually do: the one thing here that goes on learning."""
    learns: bool = True
    """False: nothing is learned from what people do, nor applied."""
    lessons: tuple[Lesson, ...] = ()
    """What was taught, oldest first; names among it stand in `devices` and areas already."""
    teachable: bool = True
    """False: lessons are neither taken nor applied."""
    rewrites: Rewrites = field(default_factory=Rewrites)
    """Words that are read as others, as was learned; empty where nothing is learned."""
    recognises: bool = True
    """Whether voices are told apart here: then an unknown one is a guest's."""

    @property
    def zone(self) -> ZoneInfo:
        """The home's time zone."""
        return ZoneInfo(self.household.timezone)

    @cached_property
    def activities(self) -> "tuple[Activity, ...]":
        """What people are doing, the surest first; worked out when it is first asked for."""
        from context.activity import activities  # it reads snapshots: a cycle, were it on top

        return activities(self)

    def situation(self, person: str | None, area: str | None) -> Situation:
        """What habits are asked for: now, by this person, in this room."""
        return situation(self.habits, self.now, person, area)

    def satellite(self, satellite_id: str | None) -> Satellite | None:
        """A satellite by id."""
        return self.household.satellites.get(satellite_id) if satellite_id else None

    def person(self, person_id: str | None) -> Person | None:
        """A person by id."""
        return self.household.people.get(person_id) if person_id else None

    def area(self, area_id: str | None) -> Area | None:
        """An area by id."""
        return self.household.areas.get(area_id) if area_id else None

    def state(self, entity_id: str) -> State | None:
        """The state of a device; None when it never reported."""
        return self.states.get(entity_id)

    def age_s(self, entity_id: str) -> float | None:
        """Seconds since the device last changed; None when it never reported."""
        state = self.states.get(entity_id)
        return None if state is None else self.now.timestamp() - state.changed_at

    def in_area(self, area_id: str) -> Iterator[Device]:
        """Devices of one area."""
        return (device for device in self.devices.values() if device.area == area_id)

    def on_floor(self, floor_id: str) -> Iterator[Device]:
        """Devices of one floor."""
        areas = {area.id for area in self.household.areas.values() if area.floor == floor_id}
        return (device for device in self.devices.values() if device.area in areas)

    def last_turn(self, satellite: str | None, within_s: float) -> Turn | None:
        """The latest turn at a satellite, if it is recent."""
        for turn in reversed(self.turns):
            if turn.transcript.satellite == satellite:
                recent = (self.now - turn.at).total_seconds() <= within_s
                return turn if recent else None
        return None
