"""Tasmota 9 and later: `tasmota/discovery/<MAC>/config` and `/sensors` -> devices.

One announcement in two messages: the first tells topics, relays, lights and shutters, the second
which sensors there are. States come as JSON on `stat/.../RESULT` and `tele/.../STATE`, readings on
`tele/.../SENSOR`; where those lie in the topic is told, too (`%prefix%/%topic%/`).
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from devices.adapters import colors
from devices.adapters.dialect import NotCapable
from devices.adapters.orders import (
    LightOrder,
    demand,
    is_on,
    light_order,
    needs,
    not_capable,
)
from devices.adapters.values import (
    clamp,
    kelvin_of,
    listing,
    mapping,
    mired_of,
    name_of,
    number,
    object_of,
    slug,
    temperature_unit,
    text_of,
)
from devices.model import Capability, Command, Device, Message, Publish, Report, State
from devices.topics import is_topic

NAME = "tasmota"
ANNOUNCEMENTS = ("tasmota/discovery/+/config", "tasmota/discovery/+/sensors")
TOGETHER = ("config", "sensors")

RELAYS_MAX = 32  # Tasmota's own limit.
SENSORS_MAX = 128  # A Zigbee bridge is another dialect; the busiest board has some twenty.

_RELAY, _LIGHT, _SHUTTER = 1, 2, 3
"""What stands in `rl`."""
_DIMMER, _WHITES, _RGB, _RGBW, _RGBCW = 1, 2, 3, 4, 5
"""What stands in `lt_st`."""
_FOLLOWS = frozenset({1, 2})
"""Modes of a switch input in which its state is a contact's, and not a push."""
_FAN_SPEEDS = 3

_SENSORS: Mapping[str, tuple[str, str | None]] = {
    "Temperature": ("temperature", None),
    "Humidity": ("humidity", "%"),
    "Pressure": ("pressure", None),
    "Illuminance": ("illuminance", "lx"),
    "Ambient": ("illuminance", "lx"),
    "Moisture": ("moisture", "%"),
    "CarbonDioxide": ("carbon_dioxide", "ppm"),
    "eCO2": ("carbon_dioxide", "ppm"),
    "TVOC": ("volatile_organic_compounds_parts", "ppb"),
    "PM2.5": ("pm25", "µg/m³"),
    "PM10": ("pm10", "µg/m³"),
    "Distance": ("distance", "cm"),
    "Power": ("power", "W"),
    "Total": ("energy", "kWh"),
    "Voltage": ("voltage", "V"),
    "Current": ("current", "A"),
    "Battery": ("battery", "%"),
}
"""Name of a reading -> device class and unit."""
_UNIT_KEYS = {"Temperature": "TempUnit", "Pressure": "PressureUnit"}
"""Readings whose unit stands beside the sensors."""


@dataclass(frozen=True, slots=True)
class Address:
    """Where an entity lives, and what its words are."""

    command: str
    """Topic that the name of a command is put behind; likewise the next two."""
    stat: str
    tele: str
    on: str = "ON"
    off: str = "OFF"
    online: str = "Online"
    offline: str = "Offline"
    number: int = 1
    """Of the relay, shutter or switch."""
    dimmer: str = "Dimmer"
    """Command that dims, and the key that tells how far."""
    powers_apart: bool = False
    """Dimming does not switch on by itself (SetOption20)."""
    inverted: bool = False
    path: tuple[str, ...] = ()
    """Keys of a reading."""
    unit: str | None = None


def announced(message: Message) -> tuple[Device, ...]:
    """The entities of one board; what is told of its sensors alone is not enough to reach it."""
    if not message.payload:
        return ()
    parts = object_of(message.payload)
    config, sensors = mapping(parts.get("config")), mapping(mapping(parts.get("sensors")).get("sn"))
    if not config:
        return ()
    board = _board(message.topic, config)
    controls = tuple(_controls(board, config))
    inputs = tuple(_inputs(board, config))
    return controls + inputs + tuple(_readings(board, sensors, alone=not controls + inputs))


def _board(source: str, config: Mapping[str, Any]) -> Device:
    """What all entities of a board have in common; its id is without a domain."""
    topic, name = name_of(config.get("t")), name_of(config.get("dn"))
    if topic is None:
        raise ValueError("no topic")
    words = [str(each) for each in listing(config.get("state"))]
    off, on = words[:2] if len(words) >= 2 else ("OFF", "ON")
    command, stat, tele = _topics(config, topic)
    return Device(
        id=slug(topic),
        name=name or topic,
        dialect=NAME,
        source=source,
        topics=frozenset({f"{tele}LWT"}),
        address=Address(
            command, stat, tele, on, off,
            name_of(config.get("onln")) or "Online", name_of(config.get("ofln")) or "Offline",
        ),
        hardware=name_of(config.get("mac")),
    )  # fmt: skip


def _topics(config: Mapping[str, Any], topic: str) -> tuple[str, ...]:
    """The topics of commands, answers and telemetry, up to the last slash."""
    full = name_of(config.get("ft")) or "%prefix%/%topic%/"
    prefixes = [str(each) for each in listing(config.get("tp"))[:3]]
    mac = str(config.get("mac", ""))
    for key, value in (
        ("%topic%", topic), ("%hostname%", str(config.get("hn", ""))), ("%id%", mac[-6:]),
    ):  # fmt: skip
        full = full.replace(key, value)
    full = full if full.endswith("/") else f"{full}/"
    known = prefixes if len(prefixes) == 3 else ["cmnd", "stat", "tele"]
    topics = tuple(full.replace("%prefix%", prefix) for prefix in known)
    if not all(is_topic(f"{each}x") for each in topics) or len(set(topics)) != 3:
        raise ValueError("topics that cannot be told apart")
    return topics


# --- controls ------------------------------------------------------------------------------------


def _controls(board: Device, config: Mapping[str, Any]) -> Iterator[Device]:
    relays = listing(config.get("rl"))[:RELAYS_MAX]
    options = mapping(config.get("so"))
    has_fan = config.get("if") == 1
    names = [name_of(each) for each in listing(config.get("fn"))]
    shutters = _shutters(relays)
    lights = [index for index, kind in enumerate(relays) if kind == _LIGHT]
    switches = [] if has_fan else [index for index, kind in enumerate(relays) if kind == _RELAY]
    alone = len(shutters) + len(lights) + len(switches) + has_fan == 1
    for index in switches:
        domain = "light" if options.get("30") == 1 else "switch"
        yield _relay(_named(board, names, index, alone=alone), domain, index)
    for index in lights:
        named = _named(board, names, index, alone=alone)
        yield _light(named, config, index, index - lights[0])
    for place in range(len(shutters)):
        named = _named(board, [], place, alone=alone)
        yield _shutter(named, place, listing(config.get("sho")))
    if has_fan:
        yield _fan(board)
        if relays and relays[0] in {_RELAY, _LIGHT} and not lights:
            light = replace(board, name=f"{board.name} light")
            yield _relay(light, "light", 0)


def _shutters(relays: list[Any]) -> list[int]:
    """The first relay of each pair that moves a shutter.

    >>> _shutters([3, 3, 1, 3, 3])
    [0, 3]
    """
    found: list[int] = []
    for index in range(len(relays) - 1):
        paired = found and found[-1] == index - 1
        if relays[index] == relays[index + 1] == _SHUTTER and not paired:
            found.append(index)
    return found


def _named(board: Device, names: list[str | None], index: int, *, alone: bool) -> Device:
    own = names[index] if index < len(names) else None
    if alone:
        return replace(board, name=own or board.name)
    return replace(board, id=f"{board.id}_{index + 1}", name=own or f"{board.name} {index + 1}")


def _as_control(
    device: Device, domain: str, topics: set[str], *can: Capability, **more: Any
) -> Device:
    return replace(
        device,
        id=f"{domain}.{device.id}",
        topics=device.topics | topics,
        capabilities={each.name: each for each in can},
        address=replace(device.address, **more),
    )


def _power_topics(address: Address, index: int) -> set[str]:
    """The first relay says `POWER` when it is the only one."""
    names = {"RESULT", "STATUS11", f"POWER{index + 1}"} | ({"POWER"} if index == 0 else set())
    return {f"{address.stat}{each}" for each in names} | {f"{address.tele}STATE"}


def _relay(device: Device, domain: str, index: int) -> Device:
    topics = _power_topics(device.address, index)
    return _as_control(device, domain, topics, Capability("on_off"), number=index + 1)


def _light(device: Device, config: Mapping[str, Any], index: int, place: int) -> Device:
    """A light; white and colour are two of them where they are not linked (`lk`)."""
    options, kind = mapping(config.get("so")), number(config.get("lt_st")) or 0
    dimmer = "Dimmer3" if config.get("ty") == 1 else "Dimmer"
    if options.get("68") == 1:
        dimmer, kind = f"Channel{index + 1}", _DIMMER
    elif kind >= _RGBW and config.get("lk") == 0:
        dimmer = f"Dimmer{place + 1}"
        kind = _RGB if place == 0 else _DIMMER if kind == _RGBW else _WHITES
    can = [Capability("on_off")]
    if kind:
        can.append(Capability("brightness", 0, 255))
    if kind in {_WHITES, _RGBCW}:
        coldest, warmest = (200, 380) if options.get("82") == 1 else (153, 500)
        can.append(Capability("color_temp", kelvin_of(warmest), kelvin_of(coldest)))
    if kind >= _RGB:
        can.append(Capability("color"))
    return _as_control(
        device, "light", _power_topics(device.address, index), *can,
        number=index + 1, dimmer=dimmer, powers_apart=options.get("20") == 1,
    )  # fmt: skip


def _shutter(device: Device, place: int, options: list[Any]) -> Device:
    address = device.address
    option = options[place] if place < len(options) else 0
    topics = {f"{address.stat}RESULT", f"{address.stat}STATUS10", f"{address.tele}SENSOR"}
    can = (Capability("open_close"), Capability("position", 0, 100), Capability("stop"))
    inverted = isinstance(option, int) and bool(option & 1)
    return _as_control(device, "cover", topics, *can, number=place + 1, inverted=inverted)


def _fan(device: Device) -> Device:
    address = device.address
    topics = {f"{address.stat}RESULT", f"{address.stat}STATUS11", f"{address.tele}STATE"}
    step = round(100 / _FAN_SPEEDS, 2)
    return _as_control(
        device, "fan", topics, Capability("on_off"), Capability("fan_speed", 0, 100, step)
    )


# --- inputs and readings -------------------------------------------------------------------------


def _inputs(board: Device, config: Mapping[str, Any]) -> Iterator[Device]:
    """Contacts on switch inputs, where they tell of themselves (SetOption114)."""
    if mapping(config.get("so")).get("114") != 1:
        return
    address = board.address
    names = [name_of(each) for each in listing(config.get("swn"))]
    for index, mode in enumerate(listing(config.get("swc"))[:RELAYS_MAX]):
        if mode not in _FOLLOWS:
            continue
        name = names[index] if index < len(names) else None
        yield replace(
            board,
            id=f"binary_sensor.{board.id}_switch{index + 1}",
            name=name or f"{board.name} switch {index + 1}",
            topics=board.topics | _reading_topics(address) | {f"{address.stat}RESULT"},
            address=replace(address, number=index + 1),
        )


def _reading_topics(address: Address) -> set[str]:
    return {f"{address.tele}SENSOR", f"{address.stat}STATUS10"}


def _readings(board: Device, sensors: Mapping[str, Any], *, alone: bool) -> Iterator[Device]:
    """One entity a reading; the first bears the board's name where the board is for it."""
    found = list(_paths(sensors))[:SENSORS_MAX]
    quantities = [path[-1] for path in found]
    for place, path in enumerate(found):
        quantity = path[-1]
        kind, unit = _SENSORS[quantity]
        unit = name_of(sensors.get(_UNIT_KEYS.get(quantity, ""))) or unit
        degrees = (temperature_unit(unit) or "C") if kind == "temperature" else None
        words = (quantity,) if quantities.count(quantity) == 1 else path
        plain = alone and place == 0
        yield replace(
            board,
            id=f"sensor.{board.id}" if plain else f"sensor.{board.id}_{slug(' '.join(words))}",
            name=board.name if plain else f"{board.name} {' '.join(words)}",
            kind=kind,
            topics=board.topics | _reading_topics(board.address),
            address=replace(board.address, path=path, unit=f"°{degrees}" if degrees else unit),
            temperature_unit=degrees,
        )


def _paths(sensors: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for name, readings in sensors.items():
        for quantity, value in mapping(readings).items():
            if quantity in _SENSORS and not isinstance(value, dict):
                yield name, quantity


# --- reading -------------------------------------------------------------------------------------


def read(device: Device, message: Message) -> Report | None:
    """State and availability of one entity from one message."""
    address: Address = device.address
    if not message.payload:
        return None
    if message.topic == f"{address.tele}LWT":
        return Report(device.id, available=_is_online(address, message))
    name = message.topic.removeprefix(address.stat)
    if name.startswith("POWER"):
        said: Mapping[str, Any] = {name: text_of(message.payload)}
    else:
        said = object_of(message.payload)
        for inner in ("StatusSTS", "StatusSNS"):
            said = mapping(said[inner]) if inner in said else said
    changes = _READERS[device.domain](device, said)
    return Report(device.id, changes) if changes else None


def _is_online(address: Address, message: Message) -> bool:
    said = text_of(message.payload).strip()
    if said not in {address.online, address.offline}:
        raise ValueError(f"neither {address.online} nor {address.offline}")
    return said == address.online


def _power(device: Device, said: Mapping[str, Any]) -> dict[str, Any]:
    address: Address = device.address
    keys = (
        (f"POWER{address.number}", "POWER") if address.number == 1 else (f"POWER{address.number}",)
    )
    value = next((said[key] for key in keys if key in said), None)
    if value == address.on:
        return {"state": "on"}
    return {"state": "off"} if value == address.off else {}


def _read_light(device: Device, said: Mapping[str, Any]) -> dict[str, Any]:
    changes = _power(device, said)
    level = number(said.get(device.address.dimmer))
    if level is not None and device.can("brightness"):
        changes["brightness"] = round(clamp(level, 0, 100) * 255 / 100)
    shown = _shown_color(said) if device.can("color") else {}
    white, mired = number(said.get("White")), number(said.get("CT"))
    kelvin = kelvin_of(mired) if mired and device.can("color_temp") else None
    none = dict.fromkeys(("hs_color", "rgb_color", "xy_color"))
    if not device.can("color"):
        return changes | ({"color_temp_kelvin": kelvin} if kelvin else {})
    if white:  # The white channels shine, and the colour that is still told is of no account.
        return changes | none | ({"color_temp_kelvin": kelvin} if kelvin else {})
    gone = {"color_temp_kelvin": None} if shown and device.can("color_temp") else {}
    return changes | shown | gone


def _shown_color(said: Mapping[str, Any]) -> dict[str, Any]:
    triple = colors.numbers(said.get("HSBColor"), 3)
    return colors.from_hs(triple[:2]) if triple else {}


def _read_cover(device: Device, said: Mapping[str, Any]) -> dict[str, Any]:
    address: Address = device.address
    shutter = mapping(said.get(f"Shutter{address.number}"))
    position, direction = number(shutter.get("Position")), number(shutter.get("Direction"))
    changes: dict[str, Any] = {}
    if position is not None:
        percent = round(clamp(position, 0, 100))
        changes["current_position"] = 100 - percent if address.inverted else percent
        changes["state"] = "open" if changes["current_position"] > 0 else "closed"
    if direction:
        upwards = (direction > 0) != address.inverted
        changes["state"] = "opening" if upwards else "closing"
    return changes


def _read_fan(_device: Device, said: Mapping[str, Any]) -> dict[str, Any]:
    speed = number(said.get("FanSpeed"))
    if speed is None:
        return {}
    percentage = round(clamp(speed, 0, _FAN_SPEEDS) * 100 / _FAN_SPEEDS)
    return {"state": "on" if speed > 0 else "off", "percentage": percentage}


def _read_input(device: Device, said: Mapping[str, Any]) -> dict[str, Any]:
    """`"Switch1": "ON"` in telemetry, `"Switch1": {"Action": "ON"}` when it changes."""
    address: Address = device.address
    value = said.get(f"Switch{address.number}")
    value = value.get("Action") if isinstance(value, dict) else value
    if value == address.on:
        return {"state": "on"}
    return {"state": "off"} if value == address.off else {}


def _read_sensor(device: Device, said: Mapping[str, Any]) -> dict[str, Any]:
    address: Address = device.address
    value: Any = said
    for key in address.path:
        value = mapping(value).get(key)
    if isinstance(value, list):
        value = value[0] if value else None  # The first phase, the first tariff.
    reading = number(value)
    if reading is None:
        return {}
    return {"state": str(reading)} | ({"unit_of_measurement": address.unit} if address.unit else {})


_READERS: Mapping[str, Callable[[Device, Mapping[str, Any]], dict[str, Any]]] = {
    "light": _read_light,
    "switch": _power,
    "cover": _read_cover,
    "fan": _read_fan,
    "binary_sensor": _read_input,
    "sensor": _read_sensor,
}

# --- writing -------------------------------------------------------------------------------------

Orders = list[tuple[str, str]]
"""Commands and what they take."""


def write(device: Device, command: Command, state: State | None) -> tuple[Publish, ...]:
    """One command on its own topic; several as one backlog, so that nothing comes between."""
    writer = _WRITERS.get(device.domain)
    if writer is None:
        raise not_capable(device, command)
    orders = writer(device, command, state)
    prefix = device.address.command
    if len(orders) == 1:
        return (Publish(f"{prefix}{orders[0][0]}", orders[0][1]),)
    told = ";".join(f"NoDelay;{name} {value}".strip() for name, value in orders)
    return (Publish(f"{prefix}Backlog", told),)


def asks(message: Message) -> tuple[Publish, ...]:
    """Nothing: an announcement tells everything."""
    return ()


def poll(device: Device) -> tuple[Publish, ...]:
    """The whole state of the board: `STATE` for relays and lights, `STATUS 10` for the rest."""
    prefix = device.address.command
    if device.domain in {"light", "switch", "fan"}:
        return (Publish(f"{prefix}STATE", ""),)
    return (Publish(f"{prefix}STATUS", "10"),)


def _switched(device: Device, *, on: bool) -> tuple[str, str]:
    address: Address = device.address
    return f"Power{address.number}", address.on if on else address.off


def _write_switch(device: Device, command: Command, state: State | None) -> Orders:
    wanted = {"turn_on": True, "turn_off": False, "toggle": not is_on(state)}.get(command.service)
    if wanted is None:
        raise not_capable(device, command)
    return [_switched(device, on=wanted)]


def _write_light(device: Device, command: Command, state: State | None) -> Orders:
    if not device.can("brightness"):
        light_order(device, command, state)  # Refuses what a plain light cannot do.
        return _write_switch(device, command, state)
    order = light_order(device, command, state)
    if not order.on:
        return [_switched(device, on=False)]
    orders = list(_shine(device, order))
    if not orders or device.address.powers_apart:
        orders.append(_switched(device, on=True))
    return orders


def _shine(device: Device, order: LightOrder) -> Iterator[tuple[str, str]]:
    """Each of these switches the light on as well."""
    if order.color:
        hue, saturation = order.color["hs_color"]
        yield "HSBColor1", str(round(hue))
        yield "HSBColor2", str(round(saturation))
    if order.kelvin is not None:
        yield "CT", str(mired_of(order.kelvin))
    if order.brightness is not None:
        level = max(1, round(order.brightness * 100 / 255))
        yield device.address.dimmer, str(level)


def _write_cover(device: Device, command: Command, state: State | None) -> Orders:
    service, address = command.service, device.address
    if service == "toggle":
        service = "open_cover" if state and state.state == "closed" else "close_cover"
    words = {
        "open_cover": "ShutterOpen", "close_cover": "ShutterClose", "stop_cover": "ShutterStop",
    }  # fmt: skip
    if service in words:
        return [(f"{words[service]}{address.number}", "")]
    if service == "set_cover_position":
        position = round(clamp(demand(device, command, "position"), 0, 100))
        position = 100 - position if address.inverted else position
        return [(f"ShutterPosition{address.number}", str(position))]
    raise not_capable(device, command)


def _write_fan(device: Device, command: Command, state: State | None) -> Orders:
    service = command.service
    if service == "toggle":
        service = "turn_off" if is_on(state) else "turn_on"
    if service == "turn_off":
        return [("FanSpeed", "0")]
    if service == "set_percentage" or (service == "turn_on" and "percentage" in command.data):
        needs(device, "fan_speed")
        percentage = clamp(demand(device, command, "percentage"), 0, 100)
        step = round(percentage * _FAN_SPEEDS / 100)
        return [("FanSpeed", str(max(1, step) if percentage else 0))]
    if service == "turn_on":
        return [("FanSpeed", "2")]
    raise NotCapable(f"{device.id} cannot {command.service}")


_WRITERS: Mapping[str, Callable[[Device, Command, State | None], Orders]] = {
    "light": _write_light,
    "switch": _write_switch,
    "cover": _write_cover,
    "fan": _write_fan,
}
