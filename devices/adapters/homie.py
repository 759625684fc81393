"""Homie 5: `<base>/5/<device>/$description` -> devices; each property has a topic of its own.

Homie names no kinds of appliances, only properties with a datatype, a unit and a range. What a node
is, is told from those: a boolean that can be set is a switch, with a brightness or a colour beside
it a light; a position in per cent is a cover; what can only be read is a sensor by its unit.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from devices.adapters import colors
from devices.adapters.orders import demand, is_on, light_order, needs, not_capable
from devices.adapters.values import (
    clamp,
    mapping,
    name_of,
    number,
    object_of,
    rescale,
    slug,
    temperature_unit,
    text_of,
)
from devices.model import Capability, Command, Device, Message, Publish, Report, State, nothing
from devices.topics import is_topic

NAME = "homie"
ANNOUNCEMENTS = ("+/5/+/$description",)
TOGETHER: tuple[str, ...] = ()

NODES_MAX = 64
PROPERTIES_MAX = 64  # Of one node.

_BRIGHTNESS = re.compile(r"bright|dim|level|intensity")
_POSITION = re.compile(r"position|shutter|blind|cover|curtain|opening")

_UNITS: Mapping[str, str] = {
    "W": "power", "kWh": "energy", "V": "voltage", "A": "current", "lx": "illuminance",
    "ppm": "carbon_dioxide", "Pa": "pressure", "hPa": "pressure", "Hz": "frequency",
}  # fmt: skip
"""Unit -> device class; temperature and per cent are looked at apart."""
_PERCENT_KINDS = ("humidity", "battery", "moisture")
_BOOLEAN_KINDS: Mapping[str, str] = {
    "motion": "motion", "occupancy": "occupancy", "presence": "occupancy", "window": "window",
    "door": "door", "contact": "door", "smoke": "smoke", "leak": "moisture", "water": "moisture",
    "vibration": "vibration", "tamper": "tamper", "battery": "battery",
}  # fmt: skip
_AVAILABLE = {"ready": True, "sleeping": True, "disconnected": False, "lost": False}
"""`init` says neither: it is coming."""


@dataclass(frozen=True, slots=True)
class Property:
    """One topic with a value."""

    topic: str
    datatype: str
    low: float | None = None
    high: float | None = None
    step: float | None = None
    options: tuple[str, ...] = ()
    unit: str | None = None
    settable: bool = False


@dataclass(frozen=True, slots=True)
class Address:
    """Which property means what."""

    state_topic: str
    roles: Mapping[str, Property] = field(default_factory=nothing)
    """power, brightness, color, kelvin, position, move; `value` for a sensor."""


@dataclass(frozen=True, slots=True)
class Node:
    """One part of a device, with its properties by id."""

    id: str
    name: str
    properties: Mapping[str, Property]
    names: Mapping[str, str]


def announced(message: Message) -> tuple[Device, ...]:
    """The entities of one device; nothing when it has been removed."""
    if not message.payload:
        return ()
    told = object_of(message.payload)
    base = message.topic.removesuffix("/$description")
    device_id = base.rpartition("/")[2]
    thing = Device(
        id=slug(device_id),
        name=name_of(told.get("name")) or device_id,
        dialect=NAME,
        source=message.topic,
        topics=frozenset({f"{base}/$state"}),
        address=Address(f"{base}/$state"),
        hardware=base,
    )
    nodes = tuple(_nodes(base, mapping(told.get("nodes"))))
    roles = [(node, _roles(node)) for node in nodes]
    controls = [(node, found) for node, found in roles if found]
    alone = len(controls) == 1
    found = [_control(thing, node, each, alone=alone) for node, each in controls]
    return (*found, *_values(thing, roles, has_controls=bool(controls)))


def _nodes(base: str, nodes: Mapping[str, Any]) -> Iterator[Node]:
    for id, told in list(nodes.items())[:NODES_MAX]:
        properties, names = {}, {}
        listed = mapping(mapping(told).get("properties"))
        for key, each in list(listed.items())[:PROPERTIES_MAX]:
            topic = f"{base}/{id}/{key}"
            if is_topic(topic) and isinstance(each, dict):
                properties[key] = _property(topic, each)
                names[key] = name_of(each.get("name")) or key
        yield Node(id, name_of(mapping(told).get("name")) or id, properties, names)


def _property(topic: str, told: Mapping[str, Any]) -> Property:
    datatype, text = str(told.get("datatype", "string")), str(told.get("format") or "")
    low, high, step = _range(text) if datatype in {"integer", "float"} else (None, None, None)
    return Property(
        topic, datatype, low, high, step,
        options=tuple(text.split(",")) if datatype in {"enum", "color"} else (),
        unit=name_of(told.get("unit")),
        settable=told.get("settable") is True,
    )  # fmt: skip


def _range(text: str) -> tuple[float | None, float | None, float | None]:
    """
    >>> _range("0:255:5"), _range(":10")
    ((0, 255, 5), (None, 10, None))
    """
    parts = [number(part) for part in text.split(":")[:3]]
    low, high, step = (*parts, None, None, None)[:3]
    if low is not None and high is not None and high <= low:
        return None, None, None
    return low, high, step


# --- what a node is ------------------------------------------------------------------------------


def _roles(node: Node) -> dict[str, Property]:
    """Which of its properties mean what; empty when there is nothing to control."""
    found: dict[str, Property] = {}
    for key, each in node.properties.items():
        role = _role(key.casefold(), each) if each.settable else None
        if role is not None and role not in found:
            found[role] = each
    if found.keys() & {"position", "move"}:
        return {role: found[role] for role in ("position", "move") if role in found}
    return found


def _role(key: str, told: Property) -> str | None:
    is_number = told.datatype in {"integer", "float"}
    if told.datatype == "boolean":
        return "power"
    if told.datatype == "color" and set(told.options) & {"rgb", "hsv"}:
        return "color"
    if told.datatype == "enum":
        return "move" if {each.casefold() for each in told.options} >= {"open", "close"} else None
    if is_number and told.unit == "K":
        return "kelvin"
    if is_number and _POSITION.search(key):
        return "position"
    return "brightness" if is_number and _BRIGHTNESS.search(key) else None


def _control(thing: Device, node: Node, roles: Mapping[str, Property], *, alone: bool) -> Device:
    if roles.keys() & {"position", "move"}:
        domain = "cover"
    elif roles.keys() & {"brightness", "color", "kelvin"} or _is_lamp(node):
        domain = "light"
    else:
        domain = "switch"
    return replace(
        thing,
        id=f"{domain}.{thing.id}" if alone else f"{domain}.{thing.id}_{slug(node.id)}",
        name=thing.name if alone else f"{thing.name} {node.name}",
        topics=thing.topics | {each.topic for each in roles.values()},
        address=replace(thing.address, roles=roles),
        capabilities={each.name: each for each in _abilities(domain, roles)},
    )


def _is_lamp(node: Node) -> bool:
    return bool(re.search(r"\b(light|lamp)\b", f"{node.id} {node.name}".casefold()))


def _abilities(domain: str, roles: Mapping[str, Property]) -> Iterator[Capability]:
    if domain == "cover":
        yield Capability("open_close")
        if "position" in roles:
            yield Capability("position", 0, 100)
        if "move" in roles and "stop" in {each.casefold() for each in roles["move"].options}:
            yield Capability("stop")
        return
    yield Capability("on_off")
    if "brightness" in roles:
        yield Capability("brightness", 0, 255)
    if "color" in roles:
        yield Capability("color")
    if kelvin := roles.get("kelvin"):
        yield Capability("color_temp", kelvin.low or 2000, kelvin.high or 6535)


# --- what can only be read -----------------------------------------------------------------------


def _values(
    thing: Device, nodes: list[tuple[Node, dict[str, Property]]], *, has_controls: bool
) -> Iterator[Device]:
    """The first bears the plain name where the device is for nothing else."""
    plain = not has_controls
    for node, roles in nodes:
        for key, each in node.properties.items():
            domain, kind = _measures(key.casefold(), each)
            if domain is None or each in roles.values():
                continue
            unit = temperature_unit(each.unit) if kind == "temperature" else None
            yield replace(
                thing,
                id=f"{domain}.{thing.id}" if plain else f"{domain}.{thing.id}_{slug(key)}",
                name=thing.name if plain else f"{thing.name} {node.names[key]}",
                kind=kind,
                topics=thing.topics | {each.topic},
                address=replace(thing.address, roles={"value": each}),
                temperature_unit=unit,
            )
            plain = False


def _measures(key: str, told: Property) -> tuple[str | None, str | None]:
    """Domain and device class of a property that cannot be set."""
    if told.settable:
        return None, None
    if told.datatype == "boolean":
        return "binary_sensor", next(
            (kind for word, kind in _BOOLEAN_KINDS.items() if word in key), None
        )
    if told.datatype not in {"integer", "float"} or told.unit is None:
        return None, None
    if temperature_unit(told.unit):
        return "sensor", "temperature"
    if told.unit == "%":
        return "sensor", next((kind for kind in _PERCENT_KINDS if kind in key), None)
    return "sensor", _UNITS.get(told.unit)


# --- reading -------------------------------------------------------------------------------------


def asks(message: Message) -> tuple[Publish, ...]:
    """Nothing: an announcement tells everything."""
    return ()


def poll(device: Device) -> tuple[Publish, ...]:
    """Nothing: values are retained."""
    return ()


def read(device: Device, message: Message) -> Report | None:
    """The value of one property, or the state of the device."""
    address: Address = device.address
    if not message.payload:
        return None
    text = text_of(message.payload)
    if message.topic == address.state_topic:
        available = _AVAILABLE.get(text)
        return None if available is None else Report(device.id, available=available)
    for role, told in address.roles.items():
        if told.topic == message.topic:
            changes = _READERS[role](device, told, text)
            return Report(device.id, changes) if changes else None
    return None


def _boolean(text: str) -> dict[str, Any]:
    """`true` or `false`, and nothing else, as the convention says."""
    if text not in {"true", "false"}:
        raise ValueError("neither true nor false")
    return {"state": "on" if text == "true" else "off"}


def _scale(told: Property) -> tuple[float, float]:
    low, high = told.low or 0, 100 if told.high is None else told.high
    return (low, high) if high > low else (0, 100)


def _read_brightness(device: Device, told: Property, text: str) -> dict[str, Any]:
    """The brightness; without a switch of its own a light is off at nought."""
    level = number(text)
    if level is None:
        return {}
    changes: dict[str, Any] = {"brightness": round(rescale(level, _scale(told), (0, 255)))}
    if "power" not in device.address.roles:
        changes["state"] = "on" if changes["brightness"] else "off"
    return changes


def _read_color(device: Device, told: Property, text: str) -> dict[str, Any]:
    form, _, rest = text.partition(",")
    triple = colors.numbers(rest, 3)
    if form == "rgb":
        shown = colors.from_rgb(triple)
    else:
        shown = colors.from_hs(triple[:2]) if triple and form == "hsv" else {}
    return shown | ({"color_temp_kelvin": None} if shown and device.can("color_temp") else {})


def _read_kelvin(device: Device, told: Property, text: str) -> dict[str, Any]:
    kelvin = number(text)
    return {"color_temp_kelvin": round(kelvin)} if kelvin and kelvin > 0 else {}


def _read_position(device: Device, told: Property, text: str) -> dict[str, Any]:
    position = number(text)
    if position is None:
        return {}
    percent = round(rescale(position, _scale(told), (0, 100)))
    return {"current_position": percent, "state": "open" if percent > 0 else "closed"}


def _read_move(device: Device, told: Property, text: str) -> dict[str, Any]:
    """What it was last told: of account only where it tells no position."""
    said = {"open": "open", "close": "closed"}.get(text.casefold())
    return {"state": said} if said and "position" not in device.address.roles else {}


def _read_value(device: Device, told: Property, text: str) -> dict[str, Any]:
    if told.datatype == "boolean":
        return _boolean(text)
    reading = number(text)
    if reading is None:
        raise ValueError("not a number")
    return {"state": str(reading), "unit_of_measurement": told.unit}


_READERS: Mapping[str, Callable[[Device, Property, str], dict[str, Any]]] = {
    "power": lambda _device, _told, text: _boolean(text),
    "brightness": _read_brightness,
    "color": _read_color,
    "kelvin": _read_kelvin,
    "position": _read_position,
    "move": _read_move,
    "value": _read_value,
}

# --- writing -------------------------------------------------------------------------------------

Values = dict[str, str]
"""What is set, by role."""


def write(device: Device, command: Command, state: State | None) -> tuple[Publish, ...]:
    """One message for each property that is set."""
    writer = _WRITERS.get(device.domain)
    if writer is None:
        raise not_capable(device, command)
    roles = device.address.roles
    values = writer(device, command, state)
    return tuple(Publish(f"{roles[role].topic}/set", value) for role, value in values.items())


def _in_steps(value: float, told: Property) -> str:
    """A number as the property takes it: within its range, on its steps."""
    low, high = _scale(told)
    if told.step:
        value = low + round((value - low) / told.step) * told.step
    value = clamp(value, low, high)
    return str(round(value)) if told.datatype == "integer" else str(number(round(value, 4)))


def _write_switch(device: Device, command: Command, state: State | None) -> Values:
    wanted = {"turn_on": True, "turn_off": False, "toggle": not is_on(state)}.get(command.service)
    if wanted is None:
        raise not_capable(device, command)
    return {"power": "true" if wanted else "false"}


def _write_light(device: Device, command: Command, state: State | None) -> Values:
    order, roles = light_order(device, command, state), device.address.roles
    values: Values = {}
    if "power" in roles:  # First, as some come on as bright as they were before.
        values["power"] = "true" if order.on else "false"
    if order.color:
        values["color"] = _color_text(roles["color"], order.color, state)
    if order.kelvin is not None:
        values["kelvin"] = str(round(order.kelvin))
    level = order.brightness
    if "power" not in roles and "brightness" in roles:
        level = (255 if level is None and not is_on(state) else level) if order.on else 0
    if level is not None:
        values["brightness"] = _brightness_text(roles["brightness"], level)
    if not values:
        raise not_capable(device, command)
    return values


def _brightness_text(told: Property, level: float) -> str:
    """Never nought for a light that is to be on."""
    text = _in_steps(rescale(level, (0, 255), _scale(told)), told)
    low, _ = _scale(told)
    return _in_steps(low + (told.step or 1), told) if level > 0 and float(text) <= low else text


def _color_text(told: Property, color: Mapping[str, Any], state: State | None) -> str:
    if "rgb" in told.options:
        return "rgb," + ",".join(str(channel) for channel in color["rgb_color"])
    hue, saturation = color["hs_color"]
    level = number(state.get("brightness")) if state else None
    value = 100 if level is None else round(level * 100 / 255)
    return f"hsv,{round(hue)},{round(saturation)},{value}"


def _write_cover(device: Device, command: Command, state: State | None) -> Values:
    service, roles = command.service, device.address.roles
    if service == "toggle":
        service = "open_cover" if state and state.state == "closed" else "close_cover"
    words = {"open_cover": "open", "close_cover": "close", "stop_cover": "stop"}
    if service == "stop_cover":
        needs(device, "stop")
    if service in words and "move" in roles:
        options = {each.casefold(): each for each in roles["move"].options}
        return {"move": options[words[service]]}
    if service in {"open_cover", "close_cover"}:
        return {"position": _in_steps(_scale(roles["position"])[service == "open_cover"],
                                      roles["position"])}  # fmt: skip
    if service == "set_cover_position":
        needs(device, "position")
        percent = clamp(demand(device, command, "position"), 0, 100)
        told = roles["position"]
        return {"position": _in_steps(rescale(percent, (0, 100), _scale(told)), told)}
    raise not_capable(device, command)


_WRITERS: Mapping[str, Callable[[Device, Command, State | None], Values]] = {
    "switch": _write_switch,
    "light": _write_light,
    "cover": _write_cover,
}
