"""Devices that follow the Homie convention, version 5: one node each, a topic for each property.

From the convention: `$description` says what there is, every value is retained as text, a property
is set on `<property>/set`, and says on `$target` where it is going to.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

from devices.model import Command, Publish
from gateway.evaluate import colours
from gateway.evaluate.home_file import HomeDevice
from gateway.evaluate.simulated import behaviour
from gateway.evaluate.simulated.tongue import SILENCE, Heard, State, as_json, number_in

BASE = "homie/5"
SENSORS: Mapping[str, tuple[str, str]] = {
    "temperature": ("temperature", "°C"),
    "humidity": ("humidity", "%"),
    "battery": ("battery", "%"),
    "moisture": ("moisture", "%"),
    "illuminance": ("illuminance", "lx"),
    "power": ("power", "W"),
    "energy": ("energy", "kWh"),
    "carbon_dioxide": ("co2", "ppm"),
}
"""Kind of sensor -> property and unit."""
BINARY_SENSORS: Mapping[str, str] = {
    "motion": "motion", "occupancy": "presence", "door": "door", "window": "window",
    "smoke": "smoke", "moisture": "leak", "vibration": "vibration",
}  # fmt: skip
KELVIN = (2000, 6500)


def speaks_of(device: HomeDevice) -> bool:
    """Whether its kind can be told from properties alone."""
    if device.domain == "sensor":
        return device.kind in SENSORS and number_in(device.state.get("state")) is not None
    if device.domain == "binary_sensor":
        return device.kind in BINARY_SENSORS
    if device.domain == "cover":
        return behaviour.positioned(device)
    return device.domain in ("light", "switch")


class HomieTongue:
    """One device with one node."""

    def __init__(self, device: HomeDevice, *, fahrenheit: bool = False) -> None:
        self._device = device
        self._base = f"{BASE}/{device.object_id}"
        self._properties = _properties(device, fahrenheit)
        self._heard: dict[str, Any] = {}
        """What a light was told since it last said how it is: properties are set one by one."""

    def announce(self) -> Iterator[Publish]:
        """What there is; it goes from `init` to `ready` when all is said."""
        node = {"name": self._device.name, "properties": self._properties}
        told = {
            "homie": "5.0", "version": 1, "name": self._device.name,
            "nodes": {self._device.domain: node},
        }  # fmt: skip
        yield Publish(f"{self._base}/$state", "init", retain=True)
        yield Publish(f"{self._base}/$description", as_json(told), retain=True)

    def topics(self) -> Iterable[str]:
        """Each property that can be set."""
        settable = (key for key, told in self._properties.items() if told.get("settable"))
        return tuple(f"{self._topic(key)}/set" for key in settable)

    def hear(self, topic: str, payload: bytes) -> Heard:
        """One value; what is out of its format is ignored, as the convention says."""
        key, text = topic.split("/")[-2], payload.decode("utf-8", "replace")
        order = _order(key, text, self._properties.get(key, {}))
        if order is None:
            return SILENCE
        service, data = order
        self._heard = {**self._heard, **data} if service == "turn_on" else {}
        told = Command(self._device.id, service, self._heard if service == "turn_on" else data)
        target = Publish(f"{self._topic(key)}/$target", text, retain=True)
        return Heard((told,), answers=(target,))

    def report(self, state: State, keys: Collection[str] | None = None) -> Iterator[Publish]:
        """Every value, retained."""
        self._heard = {}
        for key, text in _values(self._device, state).items():
            if key in self._properties:
                yield Publish(self._topic(key), text, retain=True)

    def available(self, online: bool) -> Iterator[Publish]:
        """That it is ready, or its last will."""
        yield Publish(f"{self._base}/$state", "ready" if online else "lost", retain=True)

    def _topic(self, key: str) -> str:
        return f"{self._base}/{self._device.domain}/{key}"


def _properties(device: HomeDevice, fahrenheit: bool) -> dict[str, dict[str, Any]]:
    domain, power = device.domain, {"datatype": "boolean", "settable": True}
    if domain == "sensor":
        key, unit = SENSORS[device.kind or ""]
        unit = "°F" if unit == "°C" and fahrenheit else unit
        return {key: {"datatype": "float", "unit": unit}}
    if domain == "binary_sensor":
        return {BINARY_SENSORS[device.kind or ""]: {"datatype": "boolean"}}
    percent = {"datatype": "integer", "format": "0:100", "unit": "%", "settable": True}
    if domain == "cover":
        action = {"datatype": "enum", "format": "open,close,stop", "settable": True}
        return {"position": percent, "action": {**action, "retained": False}}
    found: dict[str, dict[str, Any]] = {"power": power}
    if domain == "light" and behaviour.dimmable(device):
        found["brightness"] = percent
    if domain == "light" and behaviour.colourful(device):
        found["color"] = {"datatype": "color", "format": "rgb,hsv", "settable": True}
    if domain == "light" and behaviour.whites(device):
        white = {"datatype": "integer", "format": f"{KELVIN[0]}:{KELVIN[1]}", "unit": "K"}
        found["color-temperature"] = {**white, "settable": True}
    return found


def _values(device: HomeDevice, state: State) -> dict[str, str]:
    now = str(state.get("state"))
    if device.domain == "sensor":
        value = number_in(state.get("state"))
        return {} if value is None else {SENSORS[device.kind or ""][0]: f"{value:g}"}
    if device.domain == "binary_sensor":
        return {BINARY_SENSORS[device.kind or ""]: "true" if now == "on" else "false"}
    if device.domain == "cover":
        position = state.get("current_position")
        return {} if position is None else {"position": str(position)}
    told = {"power": "true" if now == "on" else "false"}
    if state.get("brightness") is not None:
        told["brightness"] = str(round(state["brightness"] * 100 / 255))
    if state.get("hs_color"):
        rgb = colours.all_forms(state["hs_color"])["rgb_color"]
        told["color"] = "rgb," + ",".join(str(channel) for channel in rgb)
    elif state.get("color_temp_kelvin") is not None:
        told["color-temperature"] = str(round(state["color_temp_kelvin"]))
    return told


def _order(key: str, text: str, told: Mapping[str, Any]) -> tuple[str, dict[str, Any]] | None:
    value = number_in(text)
    if key == "power":
        return {"true": ("turn_on", {}), "false": ("turn_off", {})}.get(text)
    if key == "action":
        service = {"open": "open_cover", "close": "close_cover", "stop": "stop_cover"}.get(text)
        return (service, {}) if service else None
    if key == "color":
        form, _, rest = text.partition(",")
        parts = [number_in(each) for each in rest.split(",")]
        known = [each for each in parts if each is not None]
        if len(parts) != 3 or len(known) != 3 or form not in ("rgb", "hsv"):
            return None
        hs = colours.rgb_to_hs(known) if form == "rgb" else (known[0], known[1])
        return "turn_on", {"hs_color": hs}
    low, _, high = str(told.get("format", "")).partition(":")
    if value is None or not float(low or 0) <= value <= float(high or 0):
        return None
    if key == "position":
        return "set_cover_position", {"position": round(value)}
    if key == "brightness":
        data = {"brightness": round(value * 255 / 100)}
        return ("turn_on", data) if value else ("turn_off", {})
    return ("turn_on", {"color_temp_kelvin": value}) if key == "color-temperature" else None
