"""A peer's reading of a sentence becomes an answer: its slots find devices as Home Assistant's do.

Peers give an intent with slots; what these mean in a home is said here once, by the rules with which
Home Assistant finds the targets of an intent (`async_match_targets` in its `helpers/intent.py`):

- `name` is a device's name or alias, or its id; `area`, `floor`, `domain` and `device_class` narrow.
- Without any of these the intent's own domain counts, in the room where it was said.
- Where several are called alike, or an intent takes one and several fit, those of the room where it
  was said go before; several that are left are asked about (`asks`), as ours does.
- Where nothing fits, or nothing narrows what to switch, nothing is done: the intent is None,
  `refused` is `no_target`.

Peers know nothing of what a device can do, so abilities are not checked, and they never ask for a
yes before a risky act. A to-do list "Shopping list" is in every home, as ours is.
"""

import json
import sys
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol, TextIO

import yaml

DOMAINS: Mapping[str, str] = {
    "HassLight": "light", "HassClimate": "climate", "HassMedia": "media_player",
    "HassSetVolume": "media_player", "HassVacuum": "vacuum", "HassLawnMower": "lawn_mower",
    "HassFan": "fan",
}  # fmt: skip
"""Beginnings of intents, and the domain that they are of."""
ONE_ONLY = ("HassClimate", "HassMedia", "HassSetVolume")
"""Beginnings of intents that take one device."""
_NEED_TARGET = frozenset({"HassTurnOn", "HassTurnOff", "HassGetState", "HassSetPosition"})
_UNTARGETED = ("Timer", "HassGetCurrent", "HassBroadcast")
"""Parts of intents whose room is no target."""


@dataclass(frozen=True)
class Place:
    """An area or a floor."""

    id: str
    names: tuple[str, ...]
    floor: str | None = None


@dataclass(frozen=True)
class Entity:
    """A device."""

    id: str
    names: tuple[str, ...]
    area: str | None = None
    device_class: str | None = None

    @property
    def domain(self) -> str:
        """`light` of `light.hall`."""
        return self.id.partition(".")[0]


@dataclass(frozen=True)
class Reading:
    """One thing that a peer understood."""

    intent: str
    slots: Mapping[str, Any] = field(default_factory=dict)
    probability: float = 1.0
    single: bool = False
    """One device is meant, whichever intent it is."""


@dataclass(frozen=True)
class House:
    """A home file, as much of it as peers are told."""

    areas: Mapping[str, Place]
    floors: Mapping[str, Place]
    entities: Sequence[Entity]

    @classmethod
    def read(cls, raw: Mapping[str, Any]) -> "House":
        """From a home file's mapping."""
        areas, floors = (
            {one["id"]: Place(one["id"], _names(one), one.get("floor")) for one in raw.get(key, ())}
            for key in ("areas", "floors")
        )
        entities = [
            Entity(one["id"], _names(one), one.get("area"), one.get("type"))
            for one in raw["devices"]
        ]
        return cls(areas, floors, [*entities, Entity("todo.shopping_list", ("Shopping list",))])

    def targets(self, reading: Reading, here: str | None) -> tuple[list[Entity], bool]:
        """The devices that are meant, and whether one has to be asked for.

        No devices is that none is needed; raises `LookupError` where one is and none fits.
        """
        slots = dict(reading.slots)
        if reading.intent == "HassVacuumCleanArea":
            slots.pop("area", None)  # Where to go, not where it is.
        domain = slots.get("domain") or _of_intent(reading.intent)
        given = [slots[key] for key in ("name", "area", "floor", "device_class") if slots.get(key)]
        if any(part in reading.intent for part in _UNTARGETED):
            return [], False
        if not (given or domain):
            if reading.intent in _NEED_TARGET:
                raise LookupError(f"{reading.intent} of what?")
            return [], False
        found = [one for one in self.entities if self._fits(one, slots)]
        if domain and not slots.get("name"):
            found = [one for one in found if one.domain in _several(domain)]
        named = bool(slots.get("name")) and reading.intent != "HassGetState"
        one_only = named or reading.single or reading.intent.startswith(ONE_ONLY)
        if (one_only or not given) and len(found) > 1:
            found = [one for one in found if one.area == here] or found
        if not found:
            raise LookupError(f"nothing in the home is {slots}")
        return found, one_only and len(found) > 1

    def has(self, reading: Reading, here: str | None) -> bool:
        """Whether it can be done at all."""
        try:
            self.targets(reading, here)
        except LookupError:
            return False
        return True

    def _fits(self, one: Entity, slots: Mapping[str, Any]) -> bool:
        area = self.areas.get(one.area or "")
        floor = self.floors.get(area.floor or "") if area else None
        return (
            _is_called(slots.get("name"), one)
            and _is_called(slots.get("area"), area)
            and _is_called(slots.get("floor"), floor)
            and (
                not slots.get("device_class") or one.device_class in _several(slots["device_class"])
            )
        )


class Peer(Protocol):
    """One way to understand."""

    def enter(self, house: House) -> None:
        """What follows is said in this home."""

    def read(self, text: str, here: str | None) -> Sequence[Reading]:
        """What a sentence means, said in an area (by id); nothing where it is not understood."""


def serve(peer: Peer, lines: Iterable[str], out: TextIO) -> None:
    """Answer each line; getting to know a home is not part of the milliseconds."""
    houses: dict[str, House] = {}
    inside = None
    for line in lines:
        asked = json.loads(line)
        path = asked["home"]
        if path not in houses:
            houses[path] = House.read(_load(Path(path)))
        if path != inside:
            peer.enter(houses[path])
            inside = path
        begin = time.perf_counter()
        told = answer(peer.read(asked["text"], asked.get("area")), houses[path], asked.get("area"))
        ms = 1000 * (time.perf_counter() - begin)
        out.write(json.dumps({"id": asked["id"], **told, "ms": round(ms, 3)}) + "\n")
        out.flush()


def answer(readings: Sequence[Reading], house: House, here: str | None) -> dict[str, Any]:
    """The line of an answer; one reading that finds nothing leaves nothing to be done."""
    commands, asks = [], False
    for reading in readings:
        try:
            found, tie = house.targets(reading, here)
        except LookupError:
            return {"intent": None, "refused": "no_target"}
        asks |= tie
        targets = [one.id for one in found]
        commands.append({"intent": reading.intent, "slots": reading.slots, "targets": targets})
    if not commands:
        return {"intent": None, "refused": "not_understood"}
    more = {"commands": commands} if len(commands) > 1 else {}
    return {**commands[0], "probability": readings[0].probability, "asks": asks, **more}


def run(peer: Peer) -> None:
    """Answer standard input."""
    serve(peer, sys.stdin, sys.stdout)


def _load(path: Path) -> Any:
    text = path.read_text("utf-8")
    # The sets' homes are JSON, which YAML's reader takes seconds for.
    return json.loads(text) if text.startswith("{") else yaml.safe_load(text)


def _names(one: Mapping[str, Any]) -> tuple[str, ...]:
    return (one["name"], *one.get("aliases", ()))


def _is_called(said: Any, one: Place | Entity | None) -> bool:
    if not said:
        return True
    if one is None:
        return False
    return said == one.id or str(said).casefold() in (name.casefold() for name in one.names)


def _of_intent(intent: str) -> str | None:
    return next((domain for begin, domain in DOMAINS.items() if intent.startswith(begin)), None)


def _several(value: Any) -> Sequence[Any]:
    return value if isinstance(value, list | tuple) else (value,)
