"""Which devices exist, what they are called, and what state they are in: the live house.

Announcements and reports come in, `StateChanged` comes out. No MQTT and no clock in here.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any

import structlog

from devices.expected import expected
from devices.model import Command, Device, DeviceNote, Report, State, StateChanged, nothing
from devices.origins import Mark, is_ours, origin_of

DEVICES_MAX = 4096  # Ten times a big home; beyond it announcements are refused, once logged.
MARKS_MAX = 8  # Commands in flight to one device; the oldest are forgotten.
SECOND_HAND = "home_assistant"
"""The dialect that other bridges announce themselves in as well: theirs is the better one."""

_log = structlog.get_logger(__name__)


class Registry:
    """The devices of the home, as the household calls them, and their states."""

    def __init__(
        self,
        notes: Mapping[str, DeviceNote] = nothing(),
        areas: Mapping[str, str] = nothing(),
    ) -> None:
        """Take the household's notes by entity id; areas by casefolded name, alias or id."""
        self._notes = notes
        self._areas = areas
        self._version = 0
        self._full = False
        self._announced: dict[str, tuple[Device, ...]] = {}
        self._placed: dict[str, tuple[str, ...]] = {}
        """Source -> entity ids that it holds."""
        self._first_hand: Counter[str] = Counter()
        """Hardware that a bridge announces in its own dialect -> how many entities."""
        self._twins: defaultdict[str, set[str]] = defaultdict(set)
        """Hardware -> sources that announce it second hand."""
        self._by_topic: dict[str, tuple[str, ...]] = {}
        self._marks: dict[str, list[Mark]] = {}
        self._heard_available: dict[str, dict[str, bool]] = {}
        """Entity id -> topic -> what it last said of availability."""
        self._remembered: set[str] = set()
        """Devices that have told nothing since they were seeded with an old state."""
        self._devices: dict[str, Device] = {}
        self._states: dict[str, State] = {}
        self._devices_lent = False
        self._states_lent = False

    # --- reading ---------------------------------------------------------------------------------

    @property
    def version(self) -> int:
        """Grows when a device comes, goes or changes anything but its state."""
        return self._version

    @property
    def devices(self) -> Mapping[str, Device]:
        """By entity id; a view that never changes: writers copy first."""
        self._devices_lent = True
        return MappingProxyType(self._devices)

    @property
    def states(self) -> Mapping[str, State]:
        """By entity id, only those that reported; a view that never changes."""
        self._states_lent = True
        return MappingProxyType(self._states)

    @property
    def topics(self) -> frozenset[str]:
        """All topics that the devices report on."""
        return frozenset(self._by_topic)

    def by_topic(self, topic: str) -> tuple[Device, ...]:
        """The devices that report on a topic."""
        return tuple(self._devices[id] for id in self._by_topic.get(topic, ()))

    # --- announcements ---------------------------------------------------------------------------

    def announce(self, source: str, devices: tuple[Device, ...]) -> None:
        """Let a source hold exactly these devices from now on.

        Hardware that a bridge announces in its own dialect is not taken from Home Assistant
        discovery as well: otherwise each lamp of zigbee2mqtt would be there twice.
        """
        before = self._announced.get(source, ())
        if devices == before:
            return
        flipped = self._count_hardware(source, before, devices)
        if devices:
            self._announced[source] = devices
        else:
            self._announced.pop(source, None)
        twins = {twin for hardware in flipped for twin in self._twins.get(hardware, ())} - {source}
        touched = [source, *sorted(twins)]
        old = {id: self._devices[id] for each in touched for id in self._placed.get(each, ())}
        for each in touched:
            self._remove(each)
        for each in touched:
            self._place(each)
        self._settle(old, touched)

    def _count_hardware(
        self, source: str, before: Iterable[Device], after: Iterable[Device]
    ) -> set[str]:
        """Keep the books on who announces which hardware; returns what changed hands."""
        known = set(self._first_hand)
        for devices, sign in ((before, -1), (after, 1)):
            for device in devices:
                if device.hardware is None:
                    continue
                if device.dialect != SECOND_HAND:
                    self._first_hand[device.hardware] += sign
                elif sign > 0:
                    self._twins[device.hardware].add(source)
                else:
                    self._twins[device.hardware].discard(source)
        self._first_hand = +self._first_hand
        self._twins = defaultdict(set, {key: of for key, of in self._twins.items() if of})
        return known ^ set(self._first_hand)

    def _remove(self, source: str) -> None:
        for id in self._placed.pop(source, ()):
            device = self._own_devices().pop(id)
            for topic in device.topics:
                rest = tuple(other for other in self._by_topic[topic] if other != id)
                if rest:
                    self._by_topic[topic] = rest
                else:
                    del self._by_topic[topic]

    def _place(self, source: str) -> None:
        placed: list[str] = []
        for announced in self._announced.get(source, ()):
            if announced.dialect == SECOND_HAND and announced.hardware in self._first_hand:
                continue
            id = self._free_id(announced.id)
            device = self._overlay(replace(announced, id=id))
            if device is None or not self._has_room(device):
                continue
            self._own_devices()[id] = device
            placed.append(id)
            for topic in device.topics:
                self._by_topic[topic] = (*self._by_topic.get(topic, ()), id)
        if placed:
            self._placed[source] = tuple(placed)

    def _free_id(self, wanted: str) -> str:
        """The id that it asks for; with a number when another device has it."""
        id, number = wanted, 1
        while id in self._devices:
            number += 1
            id = f"{wanted}_{number}"
        return id

    def _overlay(self, device: Device) -> Device | None:
        """The device as the household calls it; None when it is to be left alone."""
        area = device.area
        if area is not None:
            area = self._areas.get(area.casefold(), area)
        note = self._notes.get(device.id)
        if note is None:
            return device if area == device.area else replace(device, area=area)
        if not note.exposed:
            return None
        return replace(
            device,
            name=note.name or device.name,
            aliases=tuple(dict.fromkeys((*note.aliases, *device.aliases))),
            area=note.area or area,
            kind=note.kind or device.kind,
            screen=device.screen if note.screen is None else note.screen,
        )

    def _has_room(self, device: Device) -> bool:
        if len(self._devices) < DEVICES_MAX:
            return True
        if not self._full:
            _log.warning("too many devices", device=device.id, limit=DEVICES_MAX)
        self._full = True
        return False

    def _settle(self, old: Mapping[str, Device], touched: Iterable[str]) -> None:
        """Forget states of what is gone, and count the version up if anything differs."""
        new = {id: self._devices[id] for each in touched for id in self._placed.get(each, ())}
        for id in old.keys() - new.keys():
            self._marks.pop(id, None)
            self._heard_available.pop(id, None)
            self._remembered.discard(id)
            if id in self._states:
                del self._own_states()[id]
        if old != new:
            self._version += 1

    def seed(self, entity_id: str, state: State) -> None:
        """Take an old state for a device that has told nothing of its own yet.

        What it tells later wins, and nobody is taken to have changed it: it changed while nobody
        listened.
        """
        now = self._states.get(entity_id)
        if entity_id not in self._devices or (now and (now.state != "unknown" or now.attributes)):
            return
        available = now is None or now.available
        self._own_states()[entity_id] = replace(state, available=available, origin="unknown")
        self._remembered.add(entity_id)

    # --- reports ---------------------------------------------------------------------------------

    def expect(self, command: Command, until: float) -> None:
        """Take changes that this command leads to, up to that time, for our own act."""
        device = self._devices.get(command.entity_id)
        if device is None:
            return
        self._mark(command.entity_id, expected(command), until)
        for entity_id, changes in device.sets.items():
            self._mark(entity_id, changes, until)

    def _mark(self, entity_id: str, changes: Mapping[str, Any], until: float) -> None:
        if changes and entity_id in self._devices:
            marks = self._marks.setdefault(entity_id, [])
            marks.append(Mark(changes, until))
            del marks[:-MARKS_MAX]

    def report(
        self, report: Report, at: float, *, topic: str = "", retained: bool = False
    ) -> StateChanged | None:
        """Take what a device said on a topic; a fact if anything is different now.

        `retained`: an old message told again, so that nobody acted just now.
        """
        device = self._devices.get(report.entity_id)
        if device is None:
            return None
        if report.available is not None:
            report = replace(report, available=self._is_available(device, report, topic))
        before = self._states.get(report.entity_id)
        after, changed = _merge(before, report, at)
        if changed:
            ours = not retained and self._was_ours(report.entity_id, before, after, changed, at)
            old = retained or report.entity_id in self._remembered
            origin = origin_of(
                device.domain, before, after, changed, report, ours=ours, retained=old
            )
            after = replace(after, origin=origin)
        self._own_states()[report.entity_id] = after
        if report.changes:
            self._remembered.discard(report.entity_id)
        if not changed:
            return None
        return StateChanged(report.entity_id, before, after, changed, after.origin)

    def _is_available(self, device: Device, report: Report, topic: str) -> bool:
        """All topics that speak of a device's availability, as one answer."""
        heard = self._heard_available.setdefault(device.id, {})
        heard[topic] = bool(report.available)
        if device.availability_mode == "latest":
            return heard[topic]
        return (all if device.availability_mode == "all" else any)(heard.values())

    def _was_ours(
        self, id: str, before: State | None, after: State, changed: frozenset[str], at: float
    ) -> bool:
        marks = [mark for mark in self._marks.get(id, ()) if mark.until >= at]
        if not marks:
            self._marks.pop(id, None)
            return False
        self._marks[id] = marks
        return changed != {"available"} and any(
            is_ours(mark, before, after, changed) for mark in marks
        )

    # --- copies only when somebody holds the old one ---------------------------------------------

    def _own_devices(self) -> dict[str, Device]:
        if self._devices_lent:
            self._devices, self._devices_lent = dict(self._devices), False
        return self._devices

    def _own_states(self) -> dict[str, State]:
        if self._states_lent:
            self._states, self._states_lent = dict(self._states), False
        return self._states


def _merge(before: State | None, report: Report, at: float) -> tuple[State, frozenset[str]]:
    """The state after a report, and which keys differ. An attribute that is None is dropped."""
    state = before.state if before else "unknown"
    attributes = before.attributes if before else nothing()
    available = before.available if before else True
    changed = {key for key, value in report.changes.items() if _differs(key, value, before)}
    if changed - {"state"}:
        merged = {**attributes, **report.changes}
        merged.pop("state", None)
        attributes = MappingProxyType({k: v for k, v in merged.items() if v is not None})
    if "state" in changed:
        state = str(report.changes["state"])
    if report.available is not None and (before is None or report.available != available):
        available = report.available
        if before is not None or not available:
            changed.add("available")
    changed_at = at if changed or before is None else before.changed_at
    origin = before.origin if before else "unknown"
    after = State(state, attributes, changed_at, at, available, origin)
    return after, frozenset(changed)


def _differs(key: str, value: Any, before: State | None) -> bool:
    if key == "state":
        return before is None or before.state != value
    known = before.attributes.get(key) if before else None
    return bool(known != value)
