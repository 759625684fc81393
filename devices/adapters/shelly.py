"""Shelly, generation 2 and later: each device is asked by RPC what it is, and told by RPC.

`<prefix>/online` says that there is one; `Shelly.GetConfig` tells its components (`switch:0`,
`cover:0`, ...), `<prefix>/events/rpc` what changes. Answers come to topics of our own below
`ambient/shelly/`. Works with a Shelly's settings as delivered (RPC and its notifications on).
"""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from devices.adapters import colors
from devices.adapters.orders import demand, is_on, light_order, needs, not_capable
from devices.adapters.values import (
    clamp,
    mapping,
    name_of,
    number,
    object_of,
    slug,
    text_of,
)
from devices.model import Capability, Command, Device, Message, Publish, Report, State
from devices.topics import is_topic

NAME = "shelly"
OURS = "ambient/shelly"
ANNOUNCEMENTS = ("+/online", f"{OURS}/+/config/rpc")
TOGETHER: tuple[str, ...] = ()

COMPONENTS_MAX = 64  # The largest, a Pro with an add-on, has some twenty.
CT_RANGE = (2700, 6500)  # Kelvin; what a `cct` has that says nothing of its own.

Told = Mapping[str, Any]
"""The configuration or the status of one component."""


@dataclass(frozen=True, slots=True)
class Address:
    """One component of one device."""

    prefix: str
    component: str
    """`switch:0`."""
    key: str = ""
    """Of a sensor: the key of its status, with a dot where it lies deeper."""
    unit: str | None = None

    @property
    def kind(self) -> str:
        """`switch` of `switch:0`."""
        return self.component.partition(":")[0]

    @property
    def number(self) -> int:
        """The 0 of `switch:0`."""
        return int(self.component.partition(":")[2])


def asks(message: Message) -> tuple[Publish, ...]:
    """Somebody is there who may be a Shelly: what are you?"""
    if not message.topic.endswith("/online") or message.payload.strip() != b"true":
        return ()
    prefix = message.topic.removesuffix("/online")
    return (_request(prefix, "config", "Shelly.GetConfig"),)


def announced(message: Message) -> tuple[Device, ...]:
    """All components of the device that answers."""
    if not message.payload or not message.topic.startswith(f"{OURS}/"):
        return ()
    prefix = message.topic.removeprefix(f"{OURS}/").removesuffix("/config/rpc")
    answer = object_of(message.payload)
    config = answer.get("result")
    if not isinstance(config, dict):
        raise ValueError(f"no configuration: {mapping(answer.get('error')).get('message')}")
    if not is_topic(prefix):
        raise ValueError("not a topic")
    shelly = _shelly(message.topic, prefix, mapping(mapping(config.get("sys")).get("device")))
    components = list(_components(config))[:COMPONENTS_MAX]
    controls = [each for each in components if each[0].partition(":")[0] in _ABILITIES]
    found = [_control(shelly, name, told, alone=len(controls) == 1) for name, told in controls]
    return (*found, *_sensors(shelly, components, alone=not controls))


def _shelly(source: str, prefix: str, told: Told) -> Device:
    """What all components have in common; its id is without a domain."""
    mac = name_of(told.get("mac"))
    return Device(
        id=slug(prefix),
        name=name_of(told.get("name")) or prefix,
        dialect=NAME,
        source=source,
        topics=frozenset(
            {f"{prefix}/online", f"{prefix}/events/rpc", f"{OURS}/{prefix}/status/rpc"}
        ),
        address=Address(prefix, ""),
        hardware=f"shelly_{mac}" if mac else None,
    )


def _components(config: Told) -> Iterator[tuple[str, Told]]:
    for key, told in config.items():
        kind, colon, place = key.partition(":")
        known = kind in _ABILITIES or kind in _SENSORS or kind in _ALARMS or kind == "input"
        if known and colon and place.isascii() and place.isdigit() and len(place) < 4:
            yield key, mapping(told)


def _part(shelly: Device, component: str, domain: str, suffix: str, **more: Any) -> Device:
    """One entity of the device, listening to its component's own topic as well."""
    prefix = shelly.address.prefix
    id = f"{domain}.{shelly.id}{f'_{slug(suffix)}' if suffix else ''}"
    address = Address(prefix, component, more.pop("key", ""), more.pop("unit", None))
    topics = shelly.topics | {f"{prefix}/status/{component}"}
    return replace(shelly, id=id, topics=topics, address=address, **more)


# --- controls ------------------------------------------------------------------------------------


def _control(shelly: Device, component: str, told: Told, *, alone: bool) -> Device:
    kind, _, place = component.partition(":")
    domain = {"cct": "light", "rgb": "light", "rgbw": "light"}.get(kind, kind)
    number_ = int(place) + 1
    name = name_of(told.get("name")) or (shelly.name if alone else f"{shelly.name} {number_}")
    can = {each.name: each for each in _ABILITIES[kind](told)}
    return _part(
        shelly, component, domain, "" if alone else str(number_), name=name, capabilities=can
    )


def _abilities_switch(_told: Told) -> Iterator[Capability]:
    yield Capability("on_off")


def _abilities_light(_told: Told) -> Iterator[Capability]:
    yield Capability("on_off")
    yield Capability("brightness", 0, 255)


def _abilities_cct(told: Told) -> Iterator[Capability]:
    yield from _abilities_light(told)
    limits = told.get("ct_range")
    low, high = colors.numbers(limits, 2) or CT_RANGE
    yield Capability("color_temp", low, high)


def _abilities_rgb(told: Told) -> Iterator[Capability]:
    yield from _abilities_light(told)
    yield Capability("color")


def _abilities_cover(_told: Told) -> Iterator[Capability]:
    yield Capability("open_close")
    yield Capability("stop")
    yield Capability("position", 0, 100)


_ABILITIES: Mapping[str, Callable[[Told], Iterator[Capability]]] = {
    "switch": _abilities_switch,
    "light": _abilities_light,
    "cct": _abilities_cct,
    "rgb": _abilities_rgb,
    "rgbw": _abilities_rgb,
    "cover": _abilities_cover,
}

# --- sensors -------------------------------------------------------------------------------------

_SENSORS: Mapping[str, tuple[str, str, str]] = {
    "temperature": ("tC", "temperature", "°C"),
    "humidity": ("rh", "humidity", "%"),
    "illuminance": ("lux", "illuminance", "lx"),
    "devicepower": ("battery.percent", "battery", "%"),
    "pm1": ("apower", "power", "W"),
    "voltmeter": ("voltage", "voltage", "V"),
}
"""Component -> key of its status, device class, unit."""
_ALARMS = {"smoke": "smoke", "flood": "moisture"}
"""Component with an alarm -> device class."""


def _sensors(
    shelly: Device, components: list[tuple[str, Told]], *, alone: bool
) -> Iterator[Device]:
    """The first bears the plain name where the device is for nothing else."""
    plain = alone
    for component, told in components:
        found = _sensor(shelly, component, told, plain=plain, alone=alone)
        if found is not None:
            plain = plain and found.kind == "battery"
            yield found
        elif "power_limit" in told:  # As only those have that measure it.
            suffix = f"power {component.partition(':')[2]}".removesuffix(" 0")
            yield _reading(shelly, component, suffix, ("apower", "power", "W"))


def _sensor(
    shelly: Device, component: str, told: Told, *, plain: bool, alone: bool
) -> Device | None:
    kind, _, place = component.partition(":")
    name = name_of(told.get("name"))
    suffix = kind if place == "0" else f"{kind} {place}"
    if kind in _SENSORS:
        is_main = plain and kind != "devicepower"
        suffix = suffix.replace("devicepower", "battery")
        return _reading(shelly, component, "" if is_main else suffix, _SENSORS[kind], name)
    if kind in _ALARMS:
        device = _part(shelly, component, "binary_sensor", "" if plain else suffix, key="alarm")
        return replace(device, kind=_ALARMS[kind], name=name or shelly.name)
    if kind == "input" and alone and told.get("type") == "switch":
        device = _part(shelly, component, "binary_sensor", f"input {place}", key="state")
        return replace(device, name=name or f"{shelly.name} input {int(place) + 1}")
    return None


def _reading(
    shelly: Device, component: str, suffix: str, told: tuple[str, str, str], name: str | None = None
) -> Device:
    key, device_class, unit = told
    return _part(
        shelly, component, "sensor", suffix, key=key, unit=unit, kind=device_class,
        name=name or f"{shelly.name} {suffix}".strip(),
        temperature_unit="C" if device_class == "temperature" else None,
    )  # fmt: skip


# --- reading -------------------------------------------------------------------------------------


def read(device: Device, message: Message) -> Report | None:
    """State and availability of one component from one message."""
    address: Address = device.address
    if not message.payload:
        return None
    if message.topic == f"{address.prefix}/online":
        return Report(device.id, available=_is_online(message))
    told: Told = object_of(message.payload)
    if message.topic != f"{address.prefix}/status/{address.component}":
        # An answer to our question has a `result`, a notification `params`.
        told = mapping(told.get("result", told.get("params")))
        told = mapping(told.get(address.component))
    changes = _READERS[device.domain](device, told) if told else {}
    return Report(device.id, changes) if changes else None


def _is_online(message: Message) -> bool:
    said = text_of(message.payload).strip()
    if said not in {"true", "false"}:
        raise ValueError("neither true nor false")
    return said == "true"


def _output(_device: Device, told: Told) -> dict[str, Any]:
    on = told.get("output")
    return {"state": "on" if on else "off"} if isinstance(on, bool) else {}


def _read_light(device: Device, told: Told) -> dict[str, Any]:
    changes = _output(device, told)
    if (level := number(told.get("brightness"))) is not None:
        changes["brightness"] = round(clamp(level, 0, 100) * 255 / 100)
    if (kelvin := number(told.get("ct"))) is not None and device.can("color_temp"):
        changes["color_temp_kelvin"] = round(kelvin)
    return changes | colors.from_rgb(colors.numbers(told.get("rgb"), 3))


_COVER_STATES = frozenset({"open", "closed", "opening", "closing"})


def _read_cover(_device: Device, told: Told) -> dict[str, Any]:
    changes: dict[str, Any] = {}
    if (position := number(told.get("current_pos"))) is not None:
        changes["current_position"] = round(clamp(position, 0, 100))
        changes["state"] = "open" if position > 0 else "closed"
    said = told.get("state")
    if isinstance(said, str) and said in _COVER_STATES:
        changes["state"] = said
    elif said == "stopped" and position is None:
        changes["state"] = "open"  # Somewhere on the way; at the end it says `closed`.
    return changes


def _read_sensor(device: Device, told: Told) -> dict[str, Any]:
    address: Address = device.address
    value: Any = told
    for key in address.key.split("."):
        value = mapping(value).get(key)
    reading = number(value)
    if reading is None:
        return {}
    return {"state": str(reading), "unit_of_measurement": address.unit}


def _read_binary_sensor(device: Device, told: Told) -> dict[str, Any]:
    value = told.get(device.address.key)
    return {"state": "on" if value else "off"} if isinstance(value, bool) else {}


_READERS: Mapping[str, Callable[[Device, Told], dict[str, Any]]] = {
    "switch": _output,
    "light": _read_light,
    "cover": _read_cover,
    "sensor": _read_sensor,
    "binary_sensor": _read_binary_sensor,
}

# --- writing -------------------------------------------------------------------------------------

Order = tuple[str, dict[str, Any]]
"""A method and its parameters."""


def write(device: Device, command: Command, state: State | None) -> tuple[Publish, ...]:
    """One request on `<prefix>/rpc`."""
    writer = _WRITERS.get(device.domain)
    if writer is None:
        raise not_capable(device, command)
    method, params = writer(device, command, state)
    address: Address = device.address
    return (_request(address.prefix, "done", method, {"id": address.number} | params),)


def poll(device: Device) -> tuple[Publish, ...]:
    """One question for all components of a device."""
    return (_request(device.address.prefix, "status", "Shelly.GetStatus"),)


def _request(prefix: str, answer_to: str, method: str, params: Told | None = None) -> Publish:
    """A request; its answer comes to `ambient/shelly/<prefix>/<answer_to>/rpc`."""
    frame: dict[str, Any] = {"id": 1, "src": f"{OURS}/{prefix}/{answer_to}", "method": method}
    frame |= {"params": params} if params else {}
    return Publish(f"{prefix}/rpc", json.dumps(frame, separators=(",", ":")))


def _write_switch(device: Device, command: Command, state: State | None) -> Order:
    wanted = {"turn_on": True, "turn_off": False, "toggle": not is_on(state)}.get(command.service)
    if wanted is None:
        raise not_capable(device, command)
    return "Switch.Set", {"on": wanted}


_LIGHT_METHODS = {"light": "Light.Set", "cct": "CCT.Set", "rgb": "RGB.Set", "rgbw": "RGBW.Set"}


def _write_light(device: Device, command: Command, state: State | None) -> Order:
    order = light_order(device, command, state)
    params: dict[str, Any] = {"on": order.on}
    if order.brightness is not None:
        params["brightness"] = max(1, round(order.brightness * 100 / 255))
    if order.kelvin is not None:
        params["ct"] = round(order.kelvin)
    if order.color:
        params["rgb"] = list(order.color["rgb_color"])
    if order.transition is not None:
        params["transition_duration"] = max(0.5, order.transition)  # The shortest that it takes.
    return _LIGHT_METHODS[device.address.kind], params


def _write_cover(device: Device, command: Command, state: State | None) -> Order:
    service = command.service
    if service == "toggle":
        service = "open_cover" if state and state.state == "closed" else "close_cover"
    methods = {"open_cover": "Open", "close_cover": "Close", "stop_cover": "Stop"}
    if service in methods:
        return f"Cover.{methods[service]}", {}
    if service == "set_cover_position":
        needs(device, "position")
        position = round(clamp(demand(device, command, "position"), 0, 100))
        return "Cover.GoToPosition", {"pos": position}
    raise not_capable(device, command)


_WRITERS: Mapping[str, Callable[[Device, Command, State | None], Order]] = {
    "switch": _write_switch,
    "light": _write_light,
    "cover": _write_cover,
}
