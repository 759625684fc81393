"""Messages and devices for the tests here: our own, in the shape that real ones have."""

import json
from typing import Any

from devices.adapters import DIALECTS
from devices.ingest import Ingest
from devices.model import Command, Device, Message, Publish, StateChanged, TemperatureUnit
from devices.registry import Registry
from devices.units import in_home_unit


def message(topic: str, payload: Any = "", *, at: float = 1.0, retained: bool = False) -> Message:
    """A message; the payload as it is when text or bytes, else as JSON."""
    if not isinstance(payload, str | bytes):
        payload = json.dumps(payload)
    data = payload.encode() if isinstance(payload, str) else payload
    return Message(topic, data, at, retained)


def binary(name: str, on: Any, off: Any, access: int = 7) -> dict[str, Any]:
    return {
        "type": "binary", "name": name, "property": name,
        "value_on": on, "value_off": off, "access": access,
    }  # fmt: skip


def numeric(name: str, low: float | None = None, high: float | None = None, **more: Any) -> Any:
    limits = {} if high is None else {"value_min": low, "value_max": high}
    return {"type": "numeric", "name": name, "property": name, "access": 7} | limits | more


def enum(name: str, *values: str, access: int = 7) -> dict[str, Any]:
    return {"type": "enum", "name": name, "property": name, "values": values, "access": access}


COLOR_XY = {
    "type": "composite", "name": "color_xy", "property": "color",
    "features": [numeric("x"), numeric("y")],
}  # fmt: skip

LIGHT = {
    "type": "light",
    "features": [
        binary("state", "ON", "OFF"),
        numeric("brightness", 0, 254),
        numeric("color_temp", 153, 500),
        COLOR_XY,
    ],
}
SWITCH = {"type": "switch", "features": [binary("state", "ON", "OFF")]}
COVER = {
    "type": "cover",
    "features": [enum("state", "OPEN", "CLOSE", "STOP"), numeric("position", 0, 100)],
}
LOCK = {"type": "lock", "features": [binary("state", "LOCK", "UNLOCK")]}
CLIMATE = {
    "type": "climate",
    "features": [
        numeric("occupied_heating_setpoint", 5, 30, value_step=0.5),
        numeric("local_temperature", access=5),
        enum("system_mode", "off", "heat", "auto"),
        enum("running_state", "idle", "heat", access=5),
    ],
}
FAN = {
    "type": "fan",
    "features": [
        binary("state", "ON", "OFF"),
        enum("mode", "off", "auto", "1", "2", "3", "4", "5"),
    ],
}


def zigbee(name: str, *exposes: Any, **more: Any) -> dict[str, Any]:
    """One entry of `bridge/devices`."""
    return {
        "ieee_address": f"0x{sum(map(ord, name)):016x}", "type": "Router", "friendly_name": name,
        "disabled": False, "interview_completed": True, "definition": {"exposes": list(exposes)},
    } | more  # fmt: skip


class House:
    """Registry and ingest with no broker: what is subscribed and published is kept."""

    def __init__(self, registry: Registry | None = None, *, unit: TemperatureUnit = "C") -> None:
        self.registry = registry or Registry()
        self.subscribed: list[str] = []
        self.published: list[Publish] = []
        dialects = in_home_unit(DIALECTS, unit)
        self._dialects = {dialect.NAME: dialect for dialect in dialects}
        self.ingest = Ingest(self.registry, dialects, self.subscribed.extend, self.published.append)

    def write(self, device: Device, command: Command) -> tuple[Publish, ...]:
        state = self.registry.states.get(device.id)
        return self._dialects[device.dialect].write(device, command, state)

    def hear(self, topic: str, payload: Any = "", **more: Any) -> tuple[StateChanged, ...]:
        return self.ingest.take(message(topic, payload, **more))

    def zigbee(self, *entries: dict[str, Any]) -> None:
        self.hear("zigbee2mqtt/bridge/devices", list(entries), retained=True)

    def device(self, entity_id: str) -> Device:
        return self.registry.devices[entity_id]

    def get(self, entity_id: str, key: str = "state") -> Any:
        return self.registry.states[entity_id].get(key)
