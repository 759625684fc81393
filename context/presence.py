"""Who is where: recognised turns and trackers become person -> area.

A voice is evidence for half an hour; a tracker that names a room outranks it when it is newer, and
one that says "not home" ends it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from context.places import Household
from context.turn import Turn
from devices.model import Device, State

VOICE_MAX_AGE_S = 1800.0  # People stay in a room about that long; later it is a guess.
TRACKER_DOMAINS = frozenset({"person", "device_tracker"})


@dataclass(frozen=True, slots=True)
class Tracker:
    """A device that follows a person."""

    entity_id: str
    person: str


@dataclass(frozen=True, slots=True)
class _Heard:
    at: float
    area: str


class Presence:
    """Person -> area, as far as it is known."""

    def __init__(self, household: Household, voice_max_age_s: float = VOICE_MAX_AGE_S) -> None:
        self._household = household
        self._voice_max_age_s = voice_max_age_s
        self._heard: dict[str, _Heard] = {}
        self._area_ids = {
            name.casefold(): area.id
            for area in household.areas.values()
            for name in (area.id, area.name, *area.aliases)
        }

    def heard(self, turn: Turn) -> None:
        """A recognised voice at a satellite with an area puts its person there."""
        said = turn.transcript
        area = said.area or self._area_of(said.satellite)
        if said.person in self._household.people and said.person and area:
            self._heard[said.person] = _Heard(turn.at.timestamp(), area)

    def areas(
        self,
        now: float,
        trackers: Iterable[Tracker] = (),
        states: Mapping[str, State] | None = None,
    ) -> dict[str, str]:
        """Where each person is thought to be at `now`; those not known are left out."""
        found = {
            person: heard.area
            for person, heard in self._heard.items()
            if now - heard.at <= self._voice_max_age_s
        }
        for tracker in trackers:
            state = (states or {}).get(tracker.entity_id)
            if state is not None and state.available:
                self._apply(found, tracker.person, state)
        return found

    def _apply(self, found: dict[str, str], person: str, state: State) -> None:
        heard = self._heard.get(person)
        if heard is not None and heard.at > state.changed_at:
            return
        place = state.state.casefold()
        area = self._area_ids.get(place) or self._area_ids.get(str(state.get("area")).casefold())
        if area:
            found[person] = area
        elif place == "not_home":
            found.pop(person, None)

    def _area_of(self, satellite_id: str | None) -> str | None:
        satellite = self._household.satellites.get(satellite_id) if satellite_id else None
        return satellite.area if satellite else None


def trackers(devices: Iterable[Device], household: Household) -> tuple[Tracker, ...]:
    """Trackers that bear a person's id or name: `person.anna`, `device_tracker.x` named "Anna"."""
    people = {
        name.casefold(): person.id
        for person in household.people.values()
        for name in (person.id, person.name)
    }
    found = []
    for device in devices:
        if device.domain not in TRACKER_DOMAINS:
            continue
        object_id = device.id.partition(".")[2]
        person = people.get(object_id.casefold()) or people.get(device.name.casefold())
        if person:
            found.append(Tracker(device.id, person))
    return tuple(found)
