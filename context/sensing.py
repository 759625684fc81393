"""Which devices speak of people, and of what.

A device becomes a channel (a sort of thing in a sort of room: "what cooks", "the bathroom") and,
where its state alone tells what somebody does, a role. Both are read from names, kinds and areas,
so that a home never seen can be read. The words are English; elsewhere kinds have to do.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from context.places import Area, Household
from context.presence import Tracker, trackers
from devices.model import Device, State

POWER_ON_W = 15.0  # Above what a plug and a clock draw, below any appliance that works.
OPENINGS = frozenset({"door", "garage_door", "opening", "window"})
SENSED = OPENINGS | {
    "motion", "occupancy", "presence", "moving", "vibration", "power", "running", "plug", "light",
    "sound", "contact",
}  # fmt: skip
"""Kinds of binary sensors that people set off; heat, smoke, batteries and links are not."""
DOMAINS = frozenset({"binary_sensor", "switch", "light", "fan", "lock", "input_boolean"})
ON = frozenset({"on", "open", "opening", "unlocked", "playing", "cleaning"})

ROOMS: Mapping[str, frozenset[str]] = {
    "kitchen": frozenset({"kitchen", "kitchenette", "pantry", "scullery"}),
    "bathroom": frozenset({
        "bathroom", "bath", "toilet", "wc", "shower", "ensuite", "restroom", "washroom", "loo",
        "lavatory", "powder",
    }),
    "bedroom": frozenset({"bedroom", "bed", "nursery", "bedside"}),
    "entrance": frozenset({"entrance", "entry", "foyer", "porch", "vestibule", "hallway", "hall"}),
    "living": frozenset({"living", "lounge", "sitting", "family", "den", "tv", "snug", "parlour"}),
    "laundry": frozenset({"laundry", "utility"}),
}  # fmt: skip
_THINGS: Mapping[str, frozenset[str]] = {
    "water": frozenset({"flush", "shower", "tap", "faucet", "bathtub", "bidet", "toothbrush"}),
    "heat": frozenset({
        "oven", "stove", "hob", "cooktop", "burner", "microwave", "toaster", "kettle", "grill",
        "fryer", "cooker", "coffee", "espresso", "range", "coffee_maker",
    }),
    "fridge": frozenset({"fridge", "refrigerator", "freezer", "icebox"}),
    "laundry": frozenset({"dishwasher", "washer", "washing", "dryer", "washing_machine"}),
    "kitchen": frozenset({
        "cupboard", "cutlery", "plates", "cups", "pans", "pots", "dishes", "groceries", "cereal",
        "extractor", "cabinet", "drawer",
    }),
    "bathroom": frozenset({"medicine", "bathmat", "mirror", "toilet"}),
    "bedroom": frozenset({"wardrobe", "dresser", "nightstand"}),
    "living": frozenset({"sofa", "couch", "tv", "television", "dvd"}),
}  # fmt: skip
_OUTSIDE = frozenset(
    {"garden", "outside", "outdoor", "yard", "terrace", "balcony", "patio", "shed"}
)
_WAYS_IN = frozenset({"front", "entrance", "entry", "main", "back", "house", "garage", "patio"})
_INNER = frozenset({"closet", "cupboard", "cabinet", "drawer", "wardrobe", "fridge"}).union(
    *(nouns for sort, nouns in ROOMS.items() if sort != "entrance")
)
_BEDS = frozenset({"bed", "mattress"})


def sensed_channel(device: Device, household: Household) -> str | None:
    """The channel that a device's changes tell of; None when they tell of no person."""
    if device.domain not in DOMAINS:
        return None
    if device.domain == "binary_sensor" and device.kind and device.kind not in SENSED:
        return None
    area = household.areas.get(device.area) if device.area else None
    return _channel(device.domain, device.kind, device.name, device.aliases, area, device.area)


def room(area: Area) -> str | None:
    """`kitchen`, `bathroom`, `bedroom`, `entrance`, `living`, `laundry`; None for another."""
    return _room_of(words_of(area.id, area.name, *area.aliases))


@lru_cache(maxsize=4096)
def _channel(
    domain: str,
    kind: str | None,
    name: str,
    aliases: tuple[str, ...],
    area: Area | None,
    area_name: str | None,
) -> str | None:
    named = words_of(kind or "", name, *aliases)
    place = room(area) if area else _room_of(words_of(area_name or ""))
    if _OUTSIDE & (named | words_of(area.id if area else area_name or "")):
        return None
    if _is_way_in(domain, kind, named, place):
        return "entrance"
    if named & _BEDS and domain == "binary_sensor" and kind not in OPENINGS | {"motion"}:
        return "bed"
    for thing in ("water", "heat", "fridge", "laundry"):
        if named & _THINGS[thing]:
            return "kitchen" if thing == "water" and place == "kitchen" else thing
    if place in (None, "entrance"):  # A hall's doors are named for where they lead.
        place = _room_of(named) or (None if area or area_name else _thing_of(named))
    return "elsewhere" if place in (None, "entrance") else place


def _is_way_in(domain: str, kind: str | None, named: frozenset[str], place: str | None) -> bool:
    """A lock, `front door`, or any door of a hall that is not said to lead elsewhere."""
    opens = (kind in OPENINGS or "door" in named) and kind != "window"
    if domain != "lock" and not (opens and domain == "binary_sensor"):
        return False
    if named & _INNER:
        return bool(named & {"front", "entrance", "entry"}) and "door" in named
    return domain == "lock" or bool(named & _WAYS_IN) or place == "entrance"


def _room_of(words: frozenset[str]) -> str | None:
    return next((sort for sort, nouns in ROOMS.items() if nouns & words), None)


def _thing_of(words: frozenset[str]) -> str | None:
    return next((sort for sort, nouns in _THINGS.items() if nouns & words), None)


@lru_cache(maxsize=4096)
def words_of(*names: str) -> frozenset[str]:
    """The words of some names, lower case; a kind's also whole (`coffee_maker`).

    >>> sorted(words_of("coffee_maker", "Anna's Bed 2"))
    ['2', 'anna', 'bed', 'coffee', 'coffee_maker', 'maker', 's']
    """
    parts = [part for name in names for part in re.findall(r"[^\W_]+", name.casefold())]
    return frozenset(parts) | {name.casefold() for name in names if "_" in name}


def is_on(device: Device, state: State) -> bool:
    """Whether it is on, open, unlocked, playing, or draws power."""
    if not state.available:
        return False
    if device.kind == "power" and device.domain == "sensor":
        try:
            return float(state.state) >= POWER_ON_W
        except ValueError:
            return False
    return state.state in ON


Role = Literal[
    "bed", "sleep_mode", "screen", "speaker", "vacuum", "motion", "cooker", "quick_cooker", "water"
]
_MOTION = frozenset({"motion", "occupancy", "presence", "moving"})
_QUICK = frozenset({"kettle", "toaster", "microwave", "coffee", "espresso"})
_SCREENS = frozenset({"tv", "television", "telly", "projector"})
_MODES = frozenset({"switch", "input_boolean", "binary_sensor", "select", "input_select"})
_SLEEP = frozenset({"sleep", "sleeping", "asleep"})


@dataclass(frozen=True)
class Sensors:
    """What of a home speaks of people."""

    channels: Mapping[str, str]
    """Entity id -> channel."""
    roles: tuple[tuple[Device, Role], ...]
    trackers: tuple[Tracker, ...]


def read_sensors(devices: Mapping[str, Device], household: Household) -> Sensors:
    """Go through all devices once; the result holds until one of them changes its name or place."""
    channels = {i: sensed_channel(device, household) for i, device in devices.items()}
    roles = ((device, role(device, channels[i], household)) for i, device in devices.items())
    return Sensors(
        channels={i: channel for i, channel in channels.items() if channel},
        roles=tuple((device, found) for device, found in roles if found),
        trackers=trackers(devices.values(), household),
    )


def role(device: Device, channel: str | None, household: Household) -> Role | None:
    """What its state says outright; None when nothing."""
    named = words_of(device.kind or "", device.name, *device.aliases)
    if device.domain == "vacuum":
        return "vacuum"
    if device.domain == "media_player":
        return "screen" if device.screen or named & _SCREENS else "speaker"
    if named & _SLEEP and device.domain in _MODES:
        return "sleep_mode"
    runs = device.domain in {"switch", "binary_sensor"} and channel and device.kind not in OPENINGS
    if not runs and not (device.domain == "sensor" and device.kind == "power"):
        return None
    if channel == "bed":
        return "bed"
    if device.kind in _MOTION:
        return "motion" if device.area else None
    return _appliance(named, channel)


def _appliance(named: frozenset[str], channel: str | None) -> Role | None:
    if named & {"hood", "cooker_hood"}:
        return "cooker"
    if named & _THINGS["heat"]:
        return "quick_cooker" if named & _QUICK else "cooker"
    if named & _SCREENS:
        return "screen"
    return "water" if channel == "water" and not named & {"heater", "boiler"} else None
