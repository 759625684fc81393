"""Homes for sets of sentences, as home files say them (JSON is YAML)."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

Device = dict[str, Any]

_STATES: Mapping[str, Mapping[str, Any]] = {
    "light": {"state": "on", "brightness": 140},
    "switch": {"state": "off"},
    "fan": {"state": "on", "percentage": 30},
    "climate": {"state": "heat", "temperature": 20, "current_temperature": 19.5},
    "cover": {"state": "open", "current_position": 60},
    "lock": {"state": "locked"},
    "media_player": {"state": "playing", "volume_level": 0.4},
    "vacuum": {"state": "docked"},
    "lawn_mower": {"state": "docked"},
    "valve": {"state": "open"},
    "sensor": {"state": "21"},
    "binary_sensor": {"state": "off"},
    "person": {"state": "home"},
    "weather": {"state": "sunny", "temperature": 18},
}
_FEATURES: Mapping[str, Sequence[str]] = {
    "light": ("brightness", "color", "color_temp"),
    "fan": ("fan_speed", "oscillate"),
    "climate": ("target_temperature", "fan_mode"),
    "cover": ("position",),
    "media_player": ("volume",),
}


def slug(name: str) -> str:
    """An object id of a name."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "_", plain).strip("_") or "thing"


def entity_id(domain: str, name: str, area: str | None) -> str:
    """Distinct for each name in each room."""
    return f"{domain}.{slug(f'{area} {name}' if area else name)}"


def entity(
    domain: str,
    name: str,
    area: str | None = None,
    kind: str | None = None,
    aliases: Sequence[str] = (),
    features: Sequence[str] | None = None,
    **more: Any,
) -> Device:
    """A device with all that its domain usually can."""
    device: Device = {"id": entity_id(domain, name, area), "name": name, **more}
    if area:
        device["area"] = slug(area)
    if kind:
        device["type"] = kind
    if aliases:
        device["aliases"] = list(aliases)
    device["features"] = list(_FEATURES.get(domain, ()) if features is None else features)
    state = dict(_STATES.get(domain, {"state": "off"}))
    if domain == "light" and "brightness" not in device["features"]:
        state.pop("brightness")
    if domain == "cover" and "position" not in device["features"]:
        state.pop("current_position")
    if kind == "temperature":
        state |= {"unit_of_measurement": "°C"}
    device.setdefault("state", state)
    return device


def home(
    name: str,
    areas: Iterable[str],
    devices: Iterable[Device],
    floors: Mapping[str, Sequence[str]] | None = None,
    **more: Any,
) -> dict[str, Any]:
    """A home file; `floors` says which rooms are on which."""
    on = {room: slug(floor) for floor, rooms in (floors or {}).items() for room in rooms}
    rooms = list(dict.fromkeys(areas))
    return {
        "home": name,
        "language": "en",
        "timezone": "Europe/London",
        "floors": [{"id": slug(floor), "name": floor} for floor in floors or {}],
        "areas": [
            {"id": slug(room), "name": room} | ({"floor": on[room]} if room in on else {})
            for room in rooms
        ],
        "satellites": [
            {"id": f"{slug(room)}_satellite", "area": slug(room), "screen": False} for room in rooms
        ],
        "devices": list({device["id"]: device for device in devices}.values()),
        **more,
    }


# --- homes of corpora ----------------------------------------------------------------------------

_CORPUS: Mapping[str, tuple[str, str | None, Sequence[str]]] = {
    "light": ("light", None, ()), "light-dimmable": ("light", None, ("brightness",)),
    "hvac": ("climate", None, ("target_temperature",)), "heat-pump": ("climate", None, ("target_temperature",)),
    "smart-speaker": ("media_player", "speaker", ("volume",)), "smart-tv": ("media_player", "tv", ("volume",)),
    "smart-plug": ("switch", "outlet", ()), "switch": ("switch", None, ()),
    "smart-sprinkler": ("switch", None, ()), "water-valve": ("valve", None, ()),
    "smart-lock": ("lock", None, ()), "garage-door": ("cover", "garage", ()),
    "exhaust-fan": ("fan", None, ()), "fan-oscilating": ("fan", None, ("fan_speed", "oscillate")),
    "smart-blinds": ("cover", "blind", ("position",)), "vacuum": ("vacuum", None, ()),
}  # fmt: skip


def corpus_home(raw: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, str]]:
    """A home of home-assistant-datasets, and its "Room/Device" names as entity ids."""
    devices, ids = [], {}
    for one in raw["entities"]:
        domain, kind, features = _CORPUS.get(one["domain"], ("switch", None, ()))
        able = ("position",) if "Set position" in one["capabilities"] else features
        device = entity(domain, one["name"], one["area"], kind, features=able)
        devices.append(device)
        ids[f"{one['area']}/{one['name']}"] = device["id"]
    return home(slug(raw["id"]), raw["areas"], devices), ids


def named_home(name: str, devices: Sequence[Device]) -> dict[str, Any]:
    """A home of devices that people named, beside one of each common kind."""
    common = [
        entity("light", "Ceiling light"), entity("switch", "Wall plug", kind="outlet"),
        entity("fan", "Fan"), entity("vacuum", "Vacuum"), entity("climate", "Thermostat"),
        entity("lock", "Door lock"), entity("media_player", "TV", kind="tv"),
        entity("media_player", "Speaker", kind="speaker"), entity("cover", "Blinds", kind="blind"),
        entity("sensor", "Temperature", kind="temperature"), entity("sensor", "Humidity", kind="humidity"),
        entity("sensor", "Battery", kind="battery"), entity("sensor", "Illuminance", kind="illuminance"),
        entity("binary_sensor", "Door", kind="door"), entity("binary_sensor", "Motion", kind="motion"),
        entity("binary_sensor", "Occupancy", kind="occupancy"),
    ]  # fmt: skip
    taken = {str(device["id"]) for device in devices}
    return home(name, [], [*devices, *(c for c in common if c["id"] not in taken)])


def grammar_home() -> dict[str, Any]:
    """The home of which Home Assistant's templates were filled."""
    rooms = ["Hallway", "Kids room", "Patio", "Dining room", "Nursery", "Bathroom", "Study", "Attic"]  # fmt: skip
    devices = [
        entity("light", "Floor lamp", "Dining room"), entity("light", "Hallway light", "Hallway"),
        entity("light", "Reading lamp", "Nursery"), entity("light", "Desk light", "Study"),
        entity("media_player", "Sonos speaker", "Patio", "speaker"), entity("media_player", "Family TV", "Study", "tv"),
        entity("scene", "Movie night"), entity("script", "Bedtime routine"),
        entity("climate", "Nest thermostat", "Study"), entity("valve", "Garden valve", "Patio"),
        entity("lock", "Back door lock", "Hallway"), entity("cover", "Left shutter", "Study", "shutter"),
        entity("cover", "Front blinds", "Dining room", "blind"), entity("fan", "Tower fan", "Study"),
        entity("fan", "Bathroom fan", "Bathroom"), entity("weather", "Home weather"),
        entity("vacuum", "Roomba", "Hallway"), entity("switch", "Coffee maker", "Dining room"),
        entity("lawn_mower", "Mower", "Patio"), entity("sensor", "Outdoor temperature", "Patio", "temperature"),
        entity("person", "Anna"),
    ]  # fmt: skip
    for room in rooms:
        devices += [
            entity("light", "Ceiling light", room), entity("fan", "Ceiling fan", room),
            entity("cover", "Curtain", room, "curtain"), entity("lock", "Lock", room),
            entity("switch", "Switch", room), entity("climate", "Thermostat", room),
            entity("media_player", "Speaker", room, "speaker"),
            entity("binary_sensor", "Window", room, "window"), entity("sensor", "Temperature", room, "temperature"),
            entity("binary_sensor", "Motion", room, "motion"),
        ]  # fmt: skip
    return home(
        "grammar",
        rooms,
        devices,
        {
            "Top floor": ["Attic", "Nursery", "Kids room"],
            "Ground level": [r for r in rooms if r not in ("Attic", "Nursery", "Kids room")],
        },
        people=[{"id": "anna", "name": "Anna"}],
    )


def crowd_home() -> dict[str, Any]:
    """A home with what crowd workers imagined: smart lights and plugs, a vacuum, coffee, music."""
    rooms = [
        "Living room", "Kitchen", "Bedroom", "Bathroom", "Hallway", "Dining room", "Office", "Study",
        "Garage", "Garden", "Closet", "Basement", "Kids room", "Guest room", "Porch",
    ]  # fmt: skip
    devices = [entity("light", "Light", room) for room in rooms]
    devices += [
        entity("light", "Bedside lamp", "Bedroom"), entity("light", "Lamp", "Living room"),
        entity("switch", "Wemo plug socket", "Living room", "outlet", aliases=["wemo", "plug socket", "smart socket", "smart plug", "wemo socket", "wemo plug", "plug", "socket"]),
        entity("switch", "Coffee machine", "Kitchen", "coffee_maker", aliases=["coffee maker", "coffee pot"]),
        entity("vacuum", "Robot vacuum cleaner", "Living room", aliases=["roomba", "vacuum cleaner", "robot vacuum", "vacuum", "hoover"]),
        entity("media_player", "Speaker", "Living room", "speaker", aliases=["speakers", "stereo", "radio"]),
        entity("media_player", "TV", "Living room", "tv", screen=True, state={"state": "off"}),
        entity("climate", "Thermostat", "Hallway"),
        entity("sensor", "Outdoor temperature", "Porch", "temperature"),
    ]  # fmt: skip
    return home("crowd", rooms, devices)
