"""Boards with Tasmota: relays, lights, shutters and sensors, each board with one device on it.

From its documentation and recorded payloads: the retained discovery says topics and kinds, answers
come as JSON on `stat/.../RESULT` (power once more, bare, on `stat/.../POWER`), readings on
`tele/.../SENSOR`; nothing but the last will is retained. Dimmer is 0-100, CT 153-500 mired.
"""

import zlib
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

from devices.model import Command, Publish
from gateway.evaluate.home_file import HomeDevice
from gateway.evaluate.simulated import behaviour
from gateway.evaluate.simulated.tongue import Heard, State, as_json, number_in

CT_MIN, CT_MAX = 153, 500
BACKLOG_MAX = 30
"""Commands in one backlog, as Tasmota has it."""

READINGS: Mapping[str, tuple[str, str]] = {
    "temperature": ("SI7021", "Temperature"),
    "humidity": ("SI7021", "Humidity"),
    "pressure": ("BMP280", "Pressure"),
    "illuminance": ("BH1750", "Illuminance"),
    "carbon_dioxide": ("MHZ19B", "CarbonDioxide"),
    "moisture": ("ANALOG", "Moisture"),
    "pm25": ("SDS0X1", "PM2.5"),
    "pm10": ("SDS0X1", "PM10"),
    "distance": ("SR04", "Distance"),
    "power": ("ENERGY", "Power"),
    "energy": ("ENERGY", "Total"),
}
"""Kind of sensor -> the chip and the reading."""


def speaks_of(device: HomeDevice) -> bool:
    """Whether there are boards of this kind."""
    if device.domain == "sensor":
        return device.kind in READINGS and number_in(device.state.get("state")) is not None
    return device.domain in ("light", "switch", "cover")


class TasmotaTongue:
    """One board."""

    def __init__(self, device: HomeDevice, *, fahrenheit: bool = False) -> None:
        self._device = device
        self._fahrenheit = fahrenheit
        self._topic = device.object_id
        self._mac = f"D8F15B{zlib.crc32(device.id.encode()) & 0xFFFFFF:06X}"

    def announce(self) -> Iterator[Publish]:
        """What it is, and what hangs on it; both retained."""
        base = f"tasmota/discovery/{self._mac}"
        yield Publish(f"{base}/config", as_json(self._config()), retain=True)
        sensors = self._readings({**self._device.state})
        told = {"sn": {"Time": _TIME, **sensors}, "ver": 1}
        yield Publish(f"{base}/sensors", as_json(told), retain=True)

    def topics(self) -> Iterable[str]:
        """All its commands."""
        return (f"cmnd/{self._topic}/+",)

    def hear(self, topic: str, payload: bytes) -> Heard:
        """One command, or a backlog of several; what is none is answered with silence."""
        name = topic.rpartition("/")[2]
        text = payload.decode("utf-8", "replace").strip()
        if name.casefold() in ("state", "status"):
            return Heard(query=True)
        if name.casefold() != "backlog":
            return self._heard({name.casefold(): text})
        orders: dict[str, str] = {}
        for order in text.split(";")[:BACKLOG_MAX]:
            word, _, value = order.strip().partition(" ")
            if word and word.casefold() != "nodelay":
                orders[word.casefold()] = value.strip()
        return self._heard(orders)

    def report(self, state: State, keys: Collection[str] | None = None) -> Iterator[Publish]:
        """An answer when something was set, telemetry when all is asked for."""
        if self._device.domain == "sensor":
            told = {"Time": _TIME, **self._readings(state)}
            yield Publish(f"tele/{self._topic}/SENSOR", as_json(told))
            return
        told = self._says(state)
        yield Publish(f"stat/{self._topic}/RESULT", as_json(told))
        if "POWER" in told:
            yield Publish(f"stat/{self._topic}/POWER", told["POWER"])

    def available(self, online: bool) -> Iterator[Publish]:
        """Its birth message, or its last will."""
        payload = "Online" if online else "Offline"
        yield Publish(f"tele/{self._topic}/LWT", payload, retain=True)

    # --- inside ---

    def _config(self) -> dict[str, Any]:
        device = self._device
        relays = {"light": [2], "switch": [1], "cover": [3, 3]}.get(device.domain, [])
        zero = [0] * 8
        return {
            "ip": "192.168.1.10", "dn": device.name, "fn": [device.name, *[None] * 7],
            "hn": f"tasmota-{self._mac[-6:]}", "mac": self._mac, "md": "Generic", "ty": 0, "if": 0,
            "cam": 0, "ofln": "Offline", "onln": "Online",
            "state": ["OFF", "ON", "TOGGLE", "HOLD"], "sw": "15.1.0", "t": self._topic,
            "ft": "%prefix%/%topic%/", "tp": ["cmnd", "stat", "tele"],
            "rl": [*relays, *[0] * (8 - len(relays))], "swc": [-1] * 8, "swn": [None] * 8,
            "btn": zero, "so": dict.fromkeys(_OPTIONS, 0), "lk": 1,
            "lt_st": self._light_kind(), "bat": 0, "dslp": 0, "sho": [0] * 4,
            "sht": [[0, 0, 0]] * 4, "ver": 1,
        }  # fmt: skip

    def _light_kind(self) -> int:
        """0 is a relay, 1 a dimmer, 2 two whites, 3 colours, 5 colours and two whites."""
        device = self._device
        if device.domain != "light":
            return 0
        whites, colourful = behaviour.whites(device), behaviour.colourful(device)
        if colourful:
            return 5 if whites else 3
        return 2 if whites else int(behaviour.dimmable(device))

    def _readings(self, state: State) -> dict[str, Any]:
        value = number_in(state.get("state"))
        if self._device.domain != "sensor" or value is None:
            return {}
        chip, reading = READINGS[self._device.kind or ""]
        told: dict[str, Any] = {chip: {reading: value}}
        if reading == "Temperature":
            told["TempUnit"] = "F" if self._fahrenheit else "C"
        return told | ({"PressureUnit": "hPa"} if reading == "Pressure" else {})

    def _says(self, state: State) -> dict[str, Any]:
        if self._device.domain == "cover":
            return _shutter_says(self._device, state)
        told: dict[str, Any] = {"POWER": "ON" if state.get("state") == "on" else "OFF"}
        if self._device.domain == "light":
            told |= _light_says(self._device, state)
        return told

    def _heard(self, orders: Mapping[str, str]) -> Heard:
        read = {"light": _light_orders, "switch": _switch_orders, "cover": _shutter_orders}
        reader = read.get(self._device.domain)
        found = reader(orders) if reader else []
        return Heard(tuple(Command(self._device.id, *order) for order in found))


_TIME = "2026-03-02T10:00:00"
_OPTIONS = ("4", "11", "13", "17", "20", "30", "68", "73", "82", "114", "117")

Order = tuple[str, dict[str, Any]]


def _light_says(device: HomeDevice, state: State) -> dict[str, Any]:
    told: dict[str, Any] = {}
    level = 100
    if state.get("brightness") is not None and behaviour.dimmable(device):
        level = told["Dimmer"] = round(state["brightness"] * 100 / 255)
    whites = behaviour.whites(device) and state.get("color_temp_kelvin")
    if behaviour.colourful(device):
        hue, saturation = state.get("hs_color") or (0, 0)
        told["HSBColor"] = f"{round(hue)},{round(saturation)},{level}"
        if behaviour.whites(device):
            told["White"] = level if whites and not state.get("hs_color") else 0
    if whites:
        told["CT"] = min(max(round(1_000_000 / state["color_temp_kelvin"]), CT_MIN), CT_MAX)
    return told


def _shutter_says(device: HomeDevice, state: State) -> dict[str, Any]:
    now = str(state.get("state"))
    position = state.get("current_position")
    if position is None:
        position = 0 if now == "closed" else 100
    direction = {"opening": 1, "closing": -1}.get(now, 0)
    target = {1: 100, -1: 0}.get(direction, position)
    return {"Shutter1": {"Position": position, "Direction": direction, "Target": target}}


def _power_order(orders: Mapping[str, str]) -> Order | None:
    words = {
        "on": "turn_on", "1": "turn_on", "off": "turn_off", "0": "turn_off",
        "toggle": "toggle", "2": "toggle",
    }  # fmt: skip
    told = orders.get("power1", orders.get("power", ""))
    service = words.get(told.casefold())
    return (service, {}) if service else None


def _switch_orders(orders: Mapping[str, str]) -> list[Order]:
    order = _power_order(orders)
    return [order] if order else []


def _light_orders(orders: Mapping[str, str]) -> list[Order]:
    data: dict[str, Any] = {}
    level, mired = number_in(orders.get("dimmer")), number_in(orders.get("ct"))
    if level is not None and 0 <= level <= 100:
        if level == 0:
            return [("turn_off", {})]
        data["brightness"] = round(level * 255 / 100)
    if mired is not None and CT_MIN <= mired <= CT_MAX:
        data["color_temp_kelvin"] = round(1_000_000 / mired)
    hue, saturation = number_in(orders.get("hsbcolor1")), number_in(orders.get("hsbcolor2"))
    if hue is not None and saturation is not None:
        data["hs_color"] = (min(max(hue, 0), 360), min(max(saturation, 0), 100))
    power = _power_order(orders)
    if power is not None and power[0] != "turn_on":
        return [power]
    return [("turn_on", data)] if data or power else []


def _shutter_orders(orders: Mapping[str, str]) -> list[Order]:
    position = number_in(orders.get("shutterposition1", orders.get("shutterposition")))
    if position is not None:
        return [("set_cover_position", {"position": min(max(round(position), 0), 100)})]
    services = {
        "shutteropen": "open_cover", "shutterclose": "close_cover", "shutterstop": "stop_cover",
    }  # fmt: skip
    return [(services[name], {}) for name in services if orders.keys() & {name, f"{name}1"}]
