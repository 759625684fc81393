"""Zigbee devices behind zigbee2mqtt 2.x: one bridge announces all, each has a JSON state.

From its documentation and recorded payloads: `bridge/devices` is retained and says by `exposes`
what each can do; states are not retained, `/get` asks for them; brightness is 0-254, colour
temperature in mired, temperatures in degrees Celsius.
"""

import zlib
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any

from devices.model import Command, Publish
from gateway.evaluate import colours
from gateway.evaluate.home_file import HomeDevice
from gateway.evaluate.simulated import behaviour
from gateway.evaluate.simulated.tongue import (
    SILENCE,
    Heard,
    State,
    as_json,
    number_in,
    object_in,
)

BASE = "zigbee2mqtt"
PUBLISHED, SETTABLE, GETTABLE = 1, 2, 4
"""Bits of `access`."""
ALL = PUBLISHED | SETTABLE | GETTABLE
MIRED_MIN, MIRED_MAX = 153, 500
SPEED_MAX = 254
LINK_QUALITY = 120

SENSORS: Mapping[str, tuple[str, str]] = {
    "temperature": ("temperature", "°C"),
    "humidity": ("humidity", "%"),
    "moisture": ("soil_moisture", "%"),
    "illuminance": ("illuminance", "lx"),
    "pressure": ("pressure", "hPa"),
    "atmospheric_pressure": ("pressure", "hPa"),
    "power": ("power", "W"),
    "energy": ("energy", "kWh"),
    "voltage": ("voltage", "V"),
    "current": ("current", "A"),
    "battery": ("battery", "%"),
    "carbon_dioxide": ("co2", "ppm"),
    "carbon_monoxide": ("co", "ppm"),
    "pm25": ("pm25", "µg/m³"),
    "pm10": ("pm10", "µg/m³"),
}
"""Kind of sensor -> property and unit."""

BINARY_SENSORS: Mapping[str, tuple[str, Any, Any]] = {
    "motion": ("occupancy", True, False),
    "occupancy": ("occupancy", True, False),
    "presence": ("presence", True, False),
    "door": ("contact", False, True),
    "window": ("contact", False, True),
    "opening": ("contact", False, True),
    "contact": ("contact", False, True),
    "garage_door": ("contact", False, True),
    "moisture": ("water_leak", True, False),
    "smoke": ("smoke", True, False),
    "gas": ("gas", True, False),
    "carbon_monoxide": ("carbon_monoxide", True, False),
    "vibration": ("vibration", True, False),
    "battery": ("battery_low", True, False),
    "tamper": ("tamper", True, False),
}
"""Kind -> property, and its values for on and off: a contact is true when shut."""

_DIAGNOSTIC = ("voltage", "battery", "battery_low", "tamper")


def speaks_of(device: HomeDevice) -> bool:
    """Whether there are Zigbee devices of this kind that zigbee2mqtt knows."""
    if device.domain == "sensor":
        return device.kind in SENSORS and device.kind not in _DIAGNOSTIC
    if device.domain == "binary_sensor":
        return device.kind in BINARY_SENSORS and device.kind not in _DIAGNOSTIC
    return device.domain in _EXPOSES


def bridge(devices: Iterable[HomeDevice], *, fahrenheit: bool) -> Iterator[Publish]:
    """What the bridge says at its start."""
    entries = [_COORDINATOR, *(_entry(device) for device in devices)]
    yield Publish(f"{BASE}/bridge/state", as_json({"state": "online"}), retain=True)
    info = {"version": "2.14.1", "coordinator": {"type": "zStack3x0"}, "log_level": "info"}
    yield Publish(f"{BASE}/bridge/info", as_json(info), retain=True)
    yield Publish(f"{BASE}/bridge/devices", as_json(entries), retain=True)
    yield Publish(f"{BASE}/bridge/groups", "[]", retain=True)


class Zigbee2MqttTongue:
    """A device behind the bridge."""

    def __init__(self, device: HomeDevice, *, fahrenheit: bool = False) -> None:
        self._device = device
        self._fahrenheit = fahrenheit
        self._topic = f"{BASE}/{device.object_id}"
        self.sleeps = device.domain in ("sensor", "binary_sensor")
        """A battery sensor cannot be asked; it reports now and then."""

    def announce(self) -> Iterator[Publish]:
        """Nothing: the bridge does it."""
        return iter(())

    def topics(self) -> Iterable[str]:
        """Orders, orders for one attribute, and questions."""
        return (f"{self._topic}/set", f"{self._topic}/set/+", f"{self._topic}/get")

    def hear(self, topic: str, payload: bytes) -> Heard:
        """JSON on `/set`; a bare value on `/set/<attribute>`; anything on `/get`."""
        rest = topic.removeprefix(self._topic)
        if rest == "/get":
            return Heard(query=not self.sleeps)
        told = object_in(payload)
        text = payload.decode("utf-8", "replace")
        if rest != "/set":
            told = {rest.removeprefix("/set/"): text}
        elif told is None and text.upper() in _BARE:
            told = {"state": text}
        if not told:
            return SILENCE
        read = _ORDERS.get(self._device.domain)
        orders = read(told, self._device, self._fahrenheit) if read else []
        return Heard(tuple(Command(self._device.id, *order) for order in orders))

    def report(self, state: State, keys: Collection[str] | None = None) -> Iterator[Publish]:
        """One JSON object with all that is known, as zigbee2mqtt's cache makes it."""
        told = _PAYLOADS[self._device.domain](self._device, state, self._fahrenheit)
        if told:
            told["linkquality"] = LINK_QUALITY
            yield Publish(self._topic, as_json(told))

    def available(self, online: bool) -> Iterator[Publish]:
        """As the bridge's availability check says of it."""
        payload = as_json({"state": "online" if online else "offline"})
        yield Publish(f"{self._topic}/availability", payload, retain=True)


_BARE = ("ON", "OFF", "TOGGLE", "OPEN", "CLOSE", "STOP", "LOCK", "UNLOCK")
_COORDINATOR = {
    "ieee_address": "0x00124b00120144ae",
    "type": "Coordinator",
    "network_address": 0,
    "supported": True,
    "disabled": False,
    "friendly_name": "Coordinator",
    "definition": None,
    "interview_completed": True,
    "interview_state": "SUCCESSFUL",
}


# --- what each can do ----------------------------------------------------------------------------


def _entry(device: HomeDevice) -> dict[str, Any]:
    address = zlib.crc32(device.object_id.encode())
    return {
        "ieee_address": f"0x00158d00{address:08x}",
        "type": "EndDevice" if device.domain in ("sensor", "binary_sensor", "lock") else "Router",
        "network_address": address & 0xFFFF,
        "supported": True,
        "disabled": False,
        "friendly_name": device.object_id,
        "description": device.name,
        "definition": {
            "model": f"SIM-{device.domain}",
            "vendor": "Ambient",
            "description": device.name,
            "exposes": [*_exposes(device), _numeric("linkquality", PUBLISHED, 0, 255, "lqi",
                                                    category="diagnostic")],
            "options": [],
        },
        "interview_completed": True,
        "interview_state": "SUCCESSFUL",
    }  # fmt: skip


def _exposes(device: HomeDevice) -> list[dict[str, Any]]:
    return _EXPOSES[device.domain](device)


def _expose_light(device: HomeDevice) -> list[dict[str, Any]]:
    features = [_switchable("state", "ON", "OFF", toggle="TOGGLE")]
    if behaviour.dimmable(device):
        features.append(_numeric("brightness", ALL, 0, 254))
    if behaviour.whites(device):
        features.append(_numeric("color_temp", ALL, MIRED_MIN, MIRED_MAX, "mired"))
    if behaviour.colourful(device):
        features.append(_composite("color_xy", "color", ("x", "y")))
        features.append(_composite("color_hs", "color", ("hue", "saturation")))
    found = [{"type": "light", "features": features}]
    if device.has("effect", "effect_list"):
        found.append(_enum("effect", SETTABLE, ["blink", "breathe", "okay", "stop_effect"]))
    return found


def _expose_switch(device: HomeDevice) -> list[dict[str, Any]]:
    return [{"type": "switch", "features": [_switchable("state", "ON", "OFF", toggle="TOGGLE")]}]


def _expose_cover(device: HomeDevice) -> list[dict[str, Any]]:
    features = [_enum("state", PUBLISHED | SETTABLE, ["OPEN", "CLOSE", "STOP"])]
    if behaviour.positioned(device):
        features.append(_numeric("position", ALL, 0, 100, "%"))
    if device.has("tilt", "current_tilt_position"):
        features.append(_numeric("tilt", ALL, 0, 100, "%"))
    return [
        {"type": "cover", "features": features},
        _enum("moving", PUBLISHED | GETTABLE, ["UP", "STOP", "DOWN"]),
    ]


def _expose_lock(device: HomeDevice) -> list[dict[str, Any]]:
    features = [
        _switchable("state", "LOCK", "UNLOCK"),
        _enum("lock_state", PUBLISHED, ["not_fully_locked", "locked", "unlocked"]),
    ]
    return [{"type": "lock", "features": features}]


def _expose_climate(device: HomeDevice) -> list[dict[str, Any]]:
    low, high = behaviour.temperature_range(device, fahrenheit=False)
    if high > 45:  # A range in Fahrenheit in the home file; a Zigbee thermostat has its own.
        low, high = 7, 35
    features = [
        _numeric("occupied_heating_setpoint", ALL, low, high, "°C", value_step=0.5),
        _enum("system_mode", ALL, list(behaviour.hvac_modes(device))),
    ]
    if "current_temperature" in device.state:
        features.append(_numeric("local_temperature", PUBLISHED | GETTABLE, unit="°C"))
    if "hvac_action" in device.state:
        features.append(_enum("running_state", PUBLISHED | GETTABLE, ["idle", "heat", "cool"]))
    for name, key in (("fan_mode", "fan_mode"), ("preset", "preset_mode")):
        if device.has(key, f"{key}s"):
            features.append(_enum(name, ALL, behaviour.modes_of(device, key)))
    return [{"type": "climate", "features": features}]


def _expose_fan(device: HomeDevice) -> list[dict[str, Any]]:
    features = [_switchable("state", "ON", "OFF", toggle="TOGGLE")]
    if device.has("fan_speed", "speed", "percentage"):
        features.append(_numeric("speed", ALL, 1, SPEED_MAX))
    return [{"type": "fan", "features": features}]


def _expose_sensor(device: HomeDevice) -> list[dict[str, Any]]:
    name, unit = SENSORS[device.kind or ""]
    return [_numeric(name, PUBLISHED, unit=unit)]


def _expose_binary_sensor(device: HomeDevice) -> list[dict[str, Any]]:
    name, on, off = BINARY_SENSORS[device.kind or ""]
    return [{**_named(name, "binary", PUBLISHED), "value_on": on, "value_off": off}]


_EXPOSES: Mapping[str, Callable[[HomeDevice], list[dict[str, Any]]]] = {
    "light": _expose_light,
    "switch": _expose_switch,
    "cover": _expose_cover,
    "lock": _expose_lock,
    "climate": _expose_climate,
    "fan": _expose_fan,
    "sensor": _expose_sensor,
    "binary_sensor": _expose_binary_sensor,
}


def _named(name: str, kind: str, access: int, prop: str | None = None) -> dict[str, Any]:
    label = name.replace("_", " ").capitalize()
    return {"name": name, "label": label, "access": access, "type": kind, "property": prop or name}


def _switchable(name: str, on: str, off: str, toggle: str | None = None) -> dict[str, Any]:
    values = {"value_on": on, "value_off": off}
    return {**_named(name, "binary", ALL), **values, **({"value_toggle": toggle} if toggle else {})}


def _numeric(
    name: str,
    access: int,
    low: float | None = None,
    high: float | None = None,
    unit: str | None = None,
    **more: Any,
) -> dict[str, Any]:
    bounds = {"value_min": low, "value_max": high, "unit": unit}
    given = {key: value for key, value in bounds.items() if value is not None}
    return {**_named(name, "numeric", access), **given, **more}


def _enum(name: str, access: int, values: Sequence[Any]) -> dict[str, Any]:
    return {**_named(name, "enum", access), "values": list(values)}


def _composite(name: str, prop: str, parts: Iterable[str]) -> dict[str, Any]:
    features = [_named(part, "numeric", ALL) for part in parts]
    return {**_named(name, "composite", ALL, prop), "features": features}


# --- what each says ------------------------------------------------------------------------------


def _light_payload(device: HomeDevice, state: State, fahrenheit: bool) -> dict[str, Any]:
    told: dict[str, Any] = {"state": "ON" if state.get("state") == "on" else "OFF"}
    if state.get("brightness") is not None and behaviour.dimmable(device):
        told["brightness"] = round(state["brightness"] * 254 / 255)
    if state.get("hs_color") and behaviour.colourful(device):
        x, y = state.get("xy_color") or colours.all_forms(state["hs_color"])["xy_color"]
        hue, saturation = state["hs_color"]
        told["color_mode"] = "xy"
        told["color"] = {"x": x, "y": y, "hue": round(hue), "saturation": round(saturation)}
    elif state.get("color_temp_kelvin") and behaviour.whites(device):
        told["color_mode"] = "color_temp"
        told["color_temp"] = round(colours.kelvin_to_mired(state["color_temp_kelvin"]))
    return told


def _switch_payload(device: HomeDevice, state: State, fahrenheit: bool) -> dict[str, Any]:
    return {"state": "ON" if state.get("state") == "on" else "OFF"}


def _cover_payload(device: HomeDevice, state: State, fahrenheit: bool) -> dict[str, Any]:
    now = str(state.get("state"))
    told: dict[str, Any] = {"moving": {"opening": "UP", "closing": "DOWN"}.get(now, "STOP")}
    position = state.get("current_position")
    if position is not None and behaviour.positioned(device):
        told |= {"position": position, "state": "OPEN" if position > 0 else "CLOSE"}
    elif now in ("open", "closed"):
        told["state"] = "OPEN" if now == "open" else "CLOSE"
    if state.get("current_tilt_position") is not None:
        told["tilt"] = state["current_tilt_position"]
    return told


def _lock_payload(device: HomeDevice, state: State, fahrenheit: bool) -> dict[str, Any]:
    """The bolt is heard of when it has arrived, as a real lock reports."""
    now = str(state.get("state"))
    if now not in ("locked", "unlocked", "jammed", "open"):
        return {}
    exact = {"jammed": "not_fully_locked", "open": "unlocked"}.get(now, now)
    return {"state": "LOCK" if now == "locked" else "UNLOCK", "lock_state": exact}


def _climate_payload(device: HomeDevice, state: State, fahrenheit: bool) -> dict[str, Any]:
    told: dict[str, Any] = {"system_mode": state.get("state")}
    for name, key in (
        ("occupied_heating_setpoint", "temperature"),
        ("local_temperature", "current_temperature"),
    ):
        if state.get(key) is not None:
            told[name] = _celsius(state[key], fahrenheit)
    action = {"heating": "heat", "cooling": "cool", "idle": "idle", "off": "idle"}
    if state.get("hvac_action") in action:
        told["running_state"] = action[state["hvac_action"]]
    for name, key in (("fan_mode", "fan_mode"), ("preset", "preset_mode")):
        if state.get(key) is not None:
            told[name] = state[key]
    return told


def _fan_payload(device: HomeDevice, state: State, fahrenheit: bool) -> dict[str, Any]:
    told: dict[str, Any] = {"state": "ON" if state.get("state") == "on" else "OFF"}
    if state.get("percentage") is not None:
        told["speed"] = round(state["percentage"] / 100 * SPEED_MAX)
    return told


def _sensor_payload(device: HomeDevice, state: State, fahrenheit: bool) -> dict[str, Any]:
    value = number_in(state.get("state"))
    if value is None:
        return {}
    name, unit = SENSORS[device.kind or ""]
    return {name: _celsius(value, fahrenheit) if unit == "°C" else value}


def _binary_sensor_payload(device: HomeDevice, state: State, fahrenheit: bool) -> dict[str, Any]:
    name, on, off = BINARY_SENSORS[device.kind or ""]
    known = {"on": on, "off": off}
    now = str(state.get("state"))
    return {name: known[now]} if now in known else {}


Payload = Callable[[HomeDevice, State, bool], dict[str, Any]]
_PAYLOADS: Mapping[str, Payload] = {
    "light": _light_payload,
    "switch": _switch_payload,
    "cover": _cover_payload,
    "lock": _lock_payload,
    "climate": _climate_payload,
    "fan": _fan_payload,
    "sensor": _sensor_payload,
    "binary_sensor": _binary_sensor_payload,
}


# --- what each is told ---------------------------------------------------------------------------

Order = tuple[str, dict[str, Any]]


def _switched(told: Mapping[str, Any]) -> str | None:
    services = {"ON": "turn_on", "OFF": "turn_off", "TOGGLE": "toggle"}
    return services.get(str(told.get("state", "")).upper())


def _light_orders(told: Mapping[str, Any], device: HomeDevice, fahrenheit: bool) -> list[Order]:
    data = {key: told[key] for key in ("transition", "effect") if key in told}
    level, percent = number_in(told.get("brightness")), number_in(told.get("brightness_percent"))
    if level is not None:
        data["brightness"] = round(min(max(level, 0), 254) * 255 / 254)
    elif percent is not None:
        data["brightness"] = round(min(max(percent, 0), 100) * 2.55)
    mired = number_in(told.get("color_temp"))
    if mired:
        data["color_temp_kelvin"] = round(1_000_000 / min(max(mired, MIRED_MIN), MIRED_MAX))
    hs = _colour_in(told.get("color"))
    if hs:
        data["hs_color"] = hs
    service = _switched(told)
    if service is None:
        service = "turn_on" if set(data) - {"transition"} else None
    return [(service, data)] if service else []


def _colour_in(colour: Any) -> tuple[float, float] | None:
    if isinstance(colour, str) and len(colour) == 7 and colour.startswith("#"):
        colour = {"hex": colour}
    if not isinstance(colour, dict):
        return None
    if isinstance(colour.get("hex"), str):
        try:
            return colours.rgb_to_hs(bytes.fromhex(colour["hex"].lstrip("#"))[:3])
        except (ValueError, TypeError):
            return None
    if isinstance(colour.get("rgb"), str):
        colour = dict(zip("rgb", colour["rgb"].split(","), strict=False))
    parts = {key: number_in(value) for key, value in colour.items()}
    for keys, read in _COLOUR_FORMS:
        found = [parts.get(key) for key in keys]
        if None not in found:
            return read([part for part in found if part is not None])
    return None


_COLOUR_FORMS: tuple[tuple[str | tuple[str, ...], Callable[..., tuple[float, float]]], ...] = (
    ("xy", colours.xy_to_hs),
    ("rgb", colours.rgb_to_hs),
    (("hue", "saturation"), lambda hs: (hs[0], hs[1])),
    ("hs", lambda hs: (hs[0], hs[1])),
)


def _switch_orders(told: Mapping[str, Any], device: HomeDevice, fahrenheit: bool) -> list[Order]:
    service = _switched(told)
    return [(service, {})] if service else []


def _cover_orders(told: Mapping[str, Any], device: HomeDevice, fahrenheit: bool) -> list[Order]:
    orders: list[Order] = []
    services = {"OPEN": "open_cover", "CLOSE": "close_cover", "STOP": "stop_cover"}
    position, tilt = number_in(told.get("position")), number_in(told.get("tilt"))
    if position is not None:
        orders.append(("set_cover_position", {"position": position}))
    elif str(told.get("state", "")).upper() in services:
        orders.append((services[str(told["state"]).upper()], {}))
    if tilt is not None:
        orders.append(("set_cover_tilt_position", {"tilt_position": tilt}))
    return orders


def _lock_orders(told: Mapping[str, Any], device: HomeDevice, fahrenheit: bool) -> list[Order]:
    service = {"LOCK": "lock", "UNLOCK": "unlock"}.get(str(told.get("state", "")).upper())
    return [(service, {})] if service else []


def _climate_orders(told: Mapping[str, Any], device: HomeDevice, fahrenheit: bool) -> list[Order]:
    orders: list[Order] = []
    if told.get("system_mode") is not None:
        orders.append(("set_hvac_mode", {"hvac_mode": str(told["system_mode"])}))
    goal = number_in(told.get("occupied_heating_setpoint", told.get("current_heating_setpoint")))
    if goal is not None:
        goal = round(goal * 1.8 + 32, 1) if fahrenheit else goal
        orders.append(("set_temperature", {"temperature": goal}))
    for name, key in (("fan_mode", "fan_mode"), ("preset", "preset_mode")):
        if told.get(name) is not None:
            orders.append((f"set_{key}", {key: told[name]}))
    return orders


def _fan_orders(told: Mapping[str, Any], device: HomeDevice, fahrenheit: bool) -> list[Order]:
    service, speed = _switched(told), number_in(told.get("speed"))
    if speed is not None and service != "turn_off":
        percentage = round(min(max(speed, 0), SPEED_MAX) / SPEED_MAX * 100)
        return [("turn_on", {"percentage": percentage})]
    return [(service, {})] if service else []


_ORDERS: Mapping[str, Callable[[Mapping[str, Any], HomeDevice, bool], list[Order]]] = {
    "light": _light_orders,
    "switch": _switch_orders,
    "cover": _cover_orders,
    "lock": _lock_orders,
    "climate": _climate_orders,
    "fan": _fan_orders,
}


def _celsius(value: Any, fahrenheit: bool) -> Any:
    number = number_in(value)
    if number is None or not fahrenheit:
        return value if number is None else number
    return round((number - 32) / 1.8, 2)
