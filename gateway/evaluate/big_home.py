"""A home of any size, made by rule: for measuring, where names do not matter but numbers do."""

from typing import Any

ROOMS = (
    "Kitchen",
    "Living room",
    "Bedroom",
    "Hall",
    "Study",
    "Bathroom",
    "Garage",
    "Attic",
    "Nursery",
    "Cellar",
)
KINDS: tuple[tuple[str, str, dict[str, Any]], ...] = (
    ("light", "ceiling light", {"features": ["brightness"], "state": {"state": "off"}}),
    ("light", "lamp", {"features": ["brightness", "color_temp"], "speaks": "zigbee2mqtt", "state": {"state": "off"}}),
    ("switch", "socket", {"state": {"state": "off"}}),
    ("sensor", "temperature", {"type": "temperature", "state": {"state": "20.5", "unit_of_measurement": "°C"}}),
    ("binary_sensor", "motion", {"type": "motion", "speaks": "zigbee2mqtt", "state": {"state": "off"}}),
    ("cover", "blind", {"type": "blind", "features": ["position"], "state": {"state": "open", "current_position": 100}}),
    ("climate", "radiator", {"features": ["target_temperature"], "state": {"state": "heat", "temperature": 20, "current_temperature": 19.5}}),
    ("media_player", "speaker", {"features": ["volume"], "state": {"state": "off"}}),
    ("fan", "fan", {"features": ["fan_speed"], "state": {"state": "off"}}),
    ("sensor", "humidity", {"type": "humidity", "speaks": "zigbee2mqtt", "state": {"state": "45", "unit_of_measurement": "%"}}),
)  # fmt: skip
"""Domain, name within its room, and the rest of a device of a home file."""


def big_home(devices: int) -> dict[str, Any]:
    """A home file, as a mapping, with so many devices spread over its rooms.

    >>> [d["id"] for d in big_home(2)["devices"]]
    ['light.kitchen_ceiling_light', 'light.kitchen_lamp']
    """
    rooms = [_room(i) for i in range(-(-devices // len(KINDS)))]
    listed = [_device(room, *kind) for room in rooms for kind in KINDS][:devices]
    return {
        "home": f"big-{devices}",
        "language": "en",
        "timezone": "UTC",
        "floors": [{"id": "ground", "name": "Ground floor"}],
        "areas": [{"id": _id(room), "name": room, "floor": "ground"} for room in rooms],
        "people": [{"id": "anna", "name": "Anna"}],
        "satellites": [{"id": "ear", "area": _id(rooms[0]), "screen": False}],
        "devices": listed,
    }


def _room(index: int) -> str:
    storey, room = divmod(index, len(ROOMS))
    return ROOMS[room] if storey == 0 else f"{ROOMS[room]} {storey + 1}"


def _device(room: str, domain: str, noun: str, rest: dict[str, Any]) -> dict[str, Any]:
    name = f"{room} {noun}"
    return {"id": f"{domain}.{_id(name)}", "name": name, "area": _id(room), **rest}


def _id(name: str) -> str:
    return name.lower().replace(" ", "_")
