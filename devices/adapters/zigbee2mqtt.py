"""zigbee2mqtt 2.x: `bridge/devices` and `bridge/groups` -> devices; JSON states; `/set` and `/get`.

What a key means stands in the announcement (`exposes`), never in the payload: `state` is ON of a
lamp, OPEN of a blind and LOCK of a lock. `zigbee2mqtt_exposes.py` reads the announcement.
"""

import json
from collections.abc import Callable, Mapping
from typing import Any

from devices.adapters import colors
from devices.adapters.dialect import NotCapable
from devices.adapters.orders import (
    choose,
    demand,
    in_range,
    light_order,
    needs,
    not_capable,
)
from devices.adapters.values import (
    clamp,
    json_of,
    kelvin_of,
    mapping,
    mired_of,
    number,
    object_of,
    rescale,
    text_of,
)
from devices.adapters.zigbee2mqtt_exposes import (
    Address,
    Feature,
    device_entities,
    group_entities,
)
from devices.model import Command, Device, Message, Publish, Report, State

NAME = "zigbee2mqtt"
ANNOUNCEMENTS = ("+/bridge/devices", "+/bridge/groups")
TOGETHER: tuple[str, ...] = ()

Values = Mapping[str, Any]
"""What a payload says of one entity, by feature."""


def announced(message: Message) -> tuple[Device, ...]:
    """All entities of all devices, or of all groups, of one zigbee2mqtt."""
    if not message.payload:
        return ()
    entries = json_of(message.payload)
    if not isinstance(entries, list):
        raise ValueError("not a JSON array")
    base, _, _ = message.topic.partition("/bridge/")
    entities = group_entities if message.topic.endswith("/groups") else device_entities
    return tuple(
        entity
        for entry in entries
        if isinstance(entry, dict)
        for entity in entities(base, message.topic, entry)
    )


# --- reading -------------------------------------------------------------------------------------


def read(device: Device, message: Message) -> Report | None:
    """State and availability out of a state, availability or bridge message."""
    address: Address = device.address
    if not message.payload:
        return None
    if message.topic != address.topic:
        return Report(device.id, available=_is_online(message))
    payload = object_of(message.payload)
    values = {
        name: payload[feature.property]
        for name, feature in address.features.items()
        if payload.get(feature.property) is not None
    }
    changes = _READERS[device.domain](address, values)
    if device.domain == "light":
        changes |= _colors(address, values, payload)
    return Report(device.id, changes) if changes else None


def _is_online(message: Message) -> bool:
    text = text_of(message.payload).strip()
    said = object_of(text).get("state") if text.startswith("{") else text
    if said not in {"online", "offline"}:
        raise ValueError("neither online nor offline")
    return bool(said == "online")


def _switched(feature: Feature, value: Any, on: str = "on", off: str = "off") -> dict[str, Any]:
    if value in (feature.on, str(feature.on)):
        return {"state": on}
    return {"state": off} if value in (feature.off, str(feature.off)) else {}


def _light(address: Address, values: Values) -> dict[str, Any]:
    changes = _read_switch(address, values)
    level, feature = number(values.get("brightness")), address.features.get("brightness")
    if level is not None and feature:
        changes["brightness"] = round(rescale(level, (0, feature.maximum or 254), (0, 255)))
    return changes


def _colors(address: Address, values: Values, payload: Values) -> dict[str, Any]:
    """Colour and colour temperature: only the one that the lamp shows now, if it says which."""
    mode = payload.get(f"color_mode_{address.endpoint}" if address.endpoint else "color_mode")
    mired = number(values.get("color_temp"))
    kelvin = kelvin_of(mired) if mired else None
    none = dict.fromkeys(("hs_color", "rgb_color", "xy_color"))
    if mode == "color_temp":
        return {"color_mode": mode, **none} | ({"color_temp_kelvin": kelvin} if kelvin else {})
    color = mapping(values.get("color_xy") or values.get("color_hs"))
    shown = colors.from_xy(colors.numbers([color.get("x"), color.get("y")], 2)) or colors.from_hs(
        colors.numbers([color.get("hue"), color.get("saturation")], 2)
    )
    if mode in {"xy", "hs"}:
        return {"color_mode": mode, "color_temp_kelvin": None, **shown}
    return shown | ({"color_temp_kelvin": kelvin} if kelvin else {})


def _read_switch(address: Address, values: Values) -> dict[str, Any]:
    return _switched(address.features["state"], values["state"]) if "state" in values else {}


def _cover(address: Address, values: Values) -> dict[str, Any]:
    changes: dict[str, Any] = {}
    said = str(values.get("state", "")).upper()
    position, tilt = number(values.get("position")), number(values.get("tilt"))
    if said in {"OPEN", "CLOSE", "CLOSED"}:
        changes["state"] = "open" if said == "OPEN" else "closed"
    if position is not None:
        changes["current_position"] = round(clamp(position, 0, 100))
        changes["state"] = "open" if position > 0 else "closed"
    if tilt is not None:
        changes["current_tilt_position"] = round(clamp(tilt, 0, 100))
    moving = str(values.get("moving", values.get("motor_state", ""))).upper()
    if moving in {"UP", "OPENING", "DOWN", "CLOSING"}:
        changes["state"] = "opening" if moving in {"UP", "OPENING"} else "closing"
    return changes


def _lock(address: Address, values: Values) -> dict[str, Any]:
    """What the bolt says counts, not what it was last told."""
    actual = {"locked": "locked", "unlocked": "unlocked", "not_fully_locked": "jammed"}
    if (said := values.get("lock_state")) in actual:
        return {"state": actual[said]}
    if "state" not in values:
        return {}
    return _switched(address.features["state"], values["state"], "locked", "unlocked")


_HVAC_ACTIONS = {"heat": "heating", "cool": "cooling", "fan_only": "fan", "idle": "idle"}


def _climate(address: Address, values: Values) -> dict[str, Any]:
    changes: dict[str, Any] = {}
    for name, key in (("setpoint", "temperature"), ("local_temperature", "current_temperature")):
        if (degrees := number(values.get(name))) is not None:
            changes[key] = degrees
    for name, key in (("fan_mode", "fan_mode"), ("preset", "preset_mode")):
        if isinstance(values.get(name), str):
            changes[key] = values[name]
    if isinstance(action := values.get("running_state"), str):
        changes["hvac_action"] = _HVAC_ACTIONS.get(action, action)
    if isinstance(mode := values.get("system_mode"), str):
        changes["state"] = mode
    elif changes and "system_mode" not in address.features:
        changes["state"] = "heat"
    return changes


def _fan(address: Address, values: Values) -> dict[str, Any]:
    changes = _read_switch(address, values)
    mode = str(values.get("mode", ""))
    if mode and "state" not in address.features:
        changes["state"] = "off" if mode == "off" else "on"
    if mode and mode not in address.speeds:
        changes["preset_mode"] = None if mode in {"off", "on"} else mode
    elif mode:
        step = address.speeds.index(mode) + 1
        changes |= {"percentage": round(100 * step / len(address.speeds)), "preset_mode": None}
    speed, feature = number(values.get("speed")), address.features.get("speed")
    if speed is not None and feature:
        changes["percentage"] = round(rescale(speed, (0, feature.maximum or 254), (0, 100)))
    if changes.get("state") == "off":
        changes["percentage"] = 0
    return changes


def _sensor(address: Address, values: Values) -> dict[str, Any]:
    value = values.get("value")
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return {}
    unit = address.features["value"].unit
    return {"state": str(value)[:255]} | ({"unit_of_measurement": unit} if unit else {})


def _binary_sensor(address: Address, values: Values) -> dict[str, Any]:
    return _switched(address.features["value"], values["value"]) if "value" in values else {}


_READERS: Mapping[str, Callable[[Address, Values], dict[str, Any]]] = {
    "light": _light,
    "switch": _read_switch,
    "cover": _cover,
    "lock": _lock,
    "climate": _climate,
    "fan": _fan,
    "sensor": _sensor,
    "binary_sensor": _binary_sensor,
    "scene": lambda _address, _values: {},
}

# --- writing -------------------------------------------------------------------------------------


def write(device: Device, command: Command, state: State | None) -> tuple[Publish, ...]:
    """One `/set` with all that is asked for, so that a lamp does not go on in the old colour."""
    address: Address = device.address
    writer = _WRITERS.get(device.domain)
    if writer is None:
        raise not_capable(device, command)
    values = writer(device, command, state)
    return (Publish(f"{address.topic}/set", _json(values)),)


def asks(message: Message) -> tuple[Publish, ...]:
    """Nothing: an announcement tells everything."""
    return ()


def poll(device: Device) -> tuple[Publish, ...]:
    """A `/get` of what the device can be asked for.

    Not of sensors on batteries: they sleep, and the radio would wait ten seconds for each.
    """
    address: Address = device.address
    if address.sleeps and device.domain in {"sensor", "binary_sensor"}:
        return ()
    asked = [feature.property for feature in address.features.values() if feature.can_get]
    if not asked:
        return ()
    return (Publish(f"{address.topic}/get", _json(dict.fromkeys(sorted(asked), ""))),)


def _json(values: Mapping[str, Any]) -> str:
    return json.dumps(values, separators=(",", ":"))


def _set(device: Device, name: str, value: Any) -> dict[str, Any]:
    """One key of a `/set`; `NotCapable` when the device has no such feature."""
    feature = device.address.features.get(name)
    if feature is None:
        raise NotCapable(f"{device.id} has no {name}")
    return {feature.property: value}


def _write_light(device: Device, command: Command, state: State | None) -> dict[str, Any]:
    order = light_order(device, command, state)
    features = device.address.features
    values = _set(device, "state", features["state"].on if order.on else features["state"].off)
    if order.brightness is not None:
        top = features["brightness"].maximum or 254
        level = max(1, round(rescale(order.brightness, (0, 255), (0, top))))
        values |= _set(device, "brightness", level)
    if order.kelvin is not None:
        values |= _set(device, "color_temp", mired_of(order.kelvin))
    if order.color:
        values |= _color_value(device, order.color)
    if order.effect is not None:
        values |= _set(device, "effect", order.effect)
    if order.transition is not None:
        values["transition"] = order.transition
    return values


def _color_value(device: Device, color: Mapping[str, Any]) -> dict[str, Any]:
    if "color_xy" in device.address.features:
        return _set(device, "color_xy", dict(zip("xy", color["xy_color"], strict=True)))
    hue, saturation = color["hs_color"]
    return _set(device, "color_hs", {"hue": round(hue), "saturation": round(saturation)})


def _write_switch(device: Device, command: Command, state: State | None) -> dict[str, Any]:
    feature = device.address.features.get("state")
    if feature is None:
        raise not_capable(device, command)
    service = command.service
    if service == "toggle":
        service = "turn_off" if state and state.state == "on" else "turn_on"
    if service not in {"turn_on", "turn_off"}:
        raise not_capable(device, command)
    return _set(device, "state", feature.on if service == "turn_on" else feature.off)


def _write_cover(device: Device, command: Command, state: State | None) -> dict[str, Any]:
    service = command.service
    if service == "toggle":
        service = "open_cover" if state and state.state == "closed" else "close_cover"
    if service == "stop_cover":
        needs(device, "stop")
    words = {"open_cover": "OPEN", "close_cover": "CLOSE", "stop_cover": "STOP"}
    if service in words and "state" in device.address.features:
        return _set(device, "state", words[service])
    if service in {"open_cover", "close_cover"}:
        return _set(device, "position", 100 if service == "open_cover" else 0)
    if service == "set_cover_position":
        position = clamp(demand(device, command, "position"), 0, 100)
        return _set(device, "position", round(position))
    if service in {"open_cover_tilt", "close_cover_tilt"}:
        return _set(device, "tilt", 100 if service == "open_cover_tilt" else 0)
    if service == "set_cover_tilt_position":
        tilt = clamp(demand(device, command, "tilt_position"), 0, 100)
        return _set(device, "tilt", round(tilt))
    raise not_capable(device, command)


def _write_lock(device: Device, command: Command, state: State | None) -> dict[str, Any]:
    feature = device.address.features["state"]
    if command.service not in {"lock", "unlock"}:
        raise not_capable(device, command)
    return _set(device, "state", feature.on if command.service == "lock" else feature.off)


def _write_climate(device: Device, command: Command, state: State | None) -> dict[str, Any]:
    service = command.service
    if service == "set_temperature":
        degrees = in_range(device, demand(device, command, "temperature"), "target_temperature")
        values = _set(device, "setpoint", degrees)
        if "hvac_mode" in command.data:
            values |= _set(device, "system_mode", choose(device, command, "hvac_mode", "hvac_mode"))
        return values
    if service == "set_hvac_mode":
        return _set(device, "system_mode", choose(device, command, "hvac_mode", "hvac_mode"))
    if service == "set_fan_mode":
        return _set(device, "fan_mode", choose(device, command, "fan_mode", "fan_mode"))
    if service == "set_preset_mode":
        return _set(device, "preset", choose(device, command, "preset_mode", "preset_mode"))
    if service in {"turn_on", "turn_off"}:
        return _set(device, "system_mode", _power_mode(device, command))
    raise not_capable(device, command)


def _power_mode(device: Device, command: Command) -> str:
    """The mode that stands for on, or for off."""
    can = device.capabilities.get("hvac_mode")
    modes = can.options if can else ()
    wanted = ("off",) if command.service == "turn_off" else ("auto", "heat", "cool")
    for mode in wanted:
        if mode in modes:
            return mode
    raise not_capable(device, command)


def _write_fan(device: Device, command: Command, state: State | None) -> dict[str, Any]:
    service, features = command.service, device.address.features
    if service == "set_preset_mode":
        return _set(device, "mode", choose(device, command, "preset_mode", "preset_mode"))
    percentage = None
    if service == "set_percentage" or "percentage" in command.data:
        percentage = clamp(demand(device, command, "percentage"), 0, 100)
    if percentage is not None and percentage > 0:
        return _speed(device, percentage)
    if service == "set_percentage":
        service = "turn_off"
    if service not in {"turn_on", "turn_off", "toggle"}:
        raise not_capable(device, command)
    if "state" in features:
        return _write_switch(device, Command(device.id, service), state)
    on = service == "turn_on" or (service == "toggle" and not (state and state.state == "on"))
    modes = features["mode"].values
    return _set(device, "mode", ("on" if "on" in modes else modes[-1]) if on else "off")


def _speed(device: Device, percentage: float) -> dict[str, Any]:
    address: Address = device.address
    if "speed" in address.features:
        top = address.features["speed"].maximum or 254
        return _set(device, "speed", max(1, round(percentage * top / 100)))
    needs(device, "fan_speed")
    step = max(1, round(percentage * len(address.speeds) / 100))
    return _set(device, "mode", address.speeds[step - 1])


def _write_scene(device: Device, command: Command, state: State | None) -> dict[str, Any]:
    if command.service != "turn_on":
        raise not_capable(device, command)
    return {"scene_recall": device.address.scene}


_WRITERS: Mapping[str, Callable[[Device, Command, State | None], dict[str, Any]]] = {
    "light": _write_light,
    "switch": _write_switch,
    "cover": _write_cover,
    "lock": _write_lock,
    "climate": _write_climate,
    "fan": _write_fan,
    "scene": _write_scene,
}
