"""zigbee2mqtt's announcements -> devices: one piece of hardware may be several entities.

`exposes` lists controls (light, switch, cover, lock, climate, fan), each with features, and single
values (temperature, occupancy, battery). A feature names the payload key that it lives under.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from devices.adapters.values import (
    kelvin_of,
    listing,
    mapping,
    name_of,
    number,
    slug,
    temperature_unit,
)
from devices.model import Capability, Device, TemperatureUnit, nothing
from devices.topics import is_topic

EXPOSES_MAX = 200  # The most that any of 4,500 definitions has is below it.

_PUBLISHED, _SETTABLE, _GETTABLE = 1, 2, 4
"""Bits of `access`."""

CONTROLS = ("light", "switch", "cover", "lock", "climate", "fan")

SENSORS: Mapping[str, str] = {
    "temperature": "temperature", "local_temperature": "temperature",
    "soil_temperature": "temperature", "humidity": "humidity", "soil_moisture": "moisture",
    "illuminance": "illuminance", "illuminance_lux": "illuminance", "pressure": "pressure",
    "power": "power", "energy": "energy", "voltage": "voltage", "current": "current",
    "battery": "battery", "co2": "carbon_dioxide", "co": "carbon_monoxide", "pm25": "pm25",
    "pm10": "pm10", "voc": "volatile_organic_compounds", "formaldehyd": "formaldehyde",
    "water_consumed": "water", "gas_consumed": "gas", "noise": "sound_pressure",
    "air_quality": "aqi", "wind_speed": "wind_speed", "distance": "distance",
    "target_distance": "distance", "power_factor": "power_factor", "ac_frequency": "frequency",
}  # fmt: skip
"""Payload name -> device class."""

BINARY_SENSORS: Mapping[str, str] = {
    "occupancy": "occupancy", "presence": "occupancy", "motion": "motion", "contact": "door",
    "water_leak": "moisture", "smoke": "smoke", "gas": "gas", "carbon_monoxide": "carbon_monoxide",
    "vibration": "vibration", "battery_low": "battery", "tamper": "tamper", "rain": "moisture",
}  # fmt: skip

_DIAGNOSTIC = frozenset({"battery", "voltage", "battery_low", "tamper"})
"""Never what a device is for."""

_FEATURES = frozenset(
    {
        "state", "brightness", "color_temp", "color_xy", "color_hs", "position", "tilt",
        "lock_state", "local_temperature", "system_mode", "running_state", "fan_mode", "preset",
        "occupied_heating_setpoint", "current_heating_setpoint", "occupied_cooling_setpoint",
        "current_cooling_setpoint", "mode", "speed",
    }
)  # fmt: skip
"""Of a control: what we read and write, and ask for. The rest configures it."""

_SETPOINTS = (
    "occupied_heating_setpoint", "current_heating_setpoint",
    "occupied_cooling_setpoint", "current_cooling_setpoint",
)  # fmt: skip

_NAMED_SPEEDS = ("low", "medium", "high")


@dataclass(frozen=True, slots=True)
class Feature:
    """One key of the payload."""

    property: str
    on: Any = None
    off: Any = None
    minimum: float | None = None
    maximum: float | None = None
    step: float | None = None
    values: tuple[str, ...] = ()
    unit: str | None = None
    can_get: bool = False


@dataclass(frozen=True, slots=True)
class Address:
    """Where an entity lives, and under which keys."""

    topic: str
    """State topic; `/set` and `/get` hang below it."""
    features: Mapping[str, Feature] = field(default_factory=nothing)
    """By the feature's own name: state, brightness, ...; `value` for a sensor."""
    endpoint: str | None = None
    speeds: tuple[str, ...] = ()
    """For a fan with modes: those that are speeds, slowest first."""
    scene: int | None = None
    sleeps: bool = False
    """On a battery, its radio is off most of the time."""


def device_entities(base: str, source: str, entry: Mapping[str, Any]) -> Iterator[Device]:
    """The entities of one entry of `bridge/devices`."""
    name, ieee = name_of(entry.get("friendly_name")), name_of(entry.get("ieee_address"))
    ready = entry.get("interview_completed", True) or entry.get("interview_state") == "SUCCESSFUL"
    if entry.get("type") == "Coordinator" or entry.get("disabled") or not ready:
        return
    if name is None or not is_topic(name):
        return
    thing = _thing(base, source, name, f"zigbee2mqtt_{ieee}" if ieee else None)
    if entry.get("type") == "EndDevice":
        thing = replace(thing, address=replace(thing.address, sleeps=True))
    exposes = listing(mapping(entry.get("definition")).get("exposes"))[:EXPOSES_MAX]
    exposes = [each for each in exposes if isinstance(each, dict)]
    main = _main(exposes)
    for expose in exposes:
        if expose.get("type") in CONTROLS:
            found = _control(thing, expose, exposes)
        else:
            found = _value(thing, expose, is_main=expose is main)
        if found:
            yield found


def group_entities(base: str, source: str, entry: Mapping[str, Any]) -> Iterator[Device]:
    """A group, taken for lights as nothing says what its members are, and its scenes."""
    name, number_ = name_of(entry.get("friendly_name")), number(entry.get("id"))
    if name is None or not is_topic(name) or not listing(entry.get("members")):
        return
    code = "".join(str(ord(char)) for char in base)  # As zigbee2mqtt itself tells it to others.
    thing = _thing(base, source, name, f"zigbee2mqtt_{code}_{number_}")
    features = {
        "state": Feature("state", on="ON", off="OFF", can_get=True),
        "brightness": Feature("brightness", minimum=0, maximum=254),
    }
    yield replace(
        thing,
        id=f"light.{thing.id}",
        address=replace(thing.address, features=features),
        capabilities=_capabilities(Capability("on_off"), Capability("brightness", 0, 255)),
    )
    for scene in listing(entry.get("scenes")):
        title, id = name_of(mapping(scene).get("name")), number(mapping(scene).get("id"))
        if title and isinstance(id, int):
            yield replace(
                thing,
                id=f"scene.{thing.id}_{slug(title)}",
                name=f"{thing.name} {title}",
                address=replace(thing.address, scene=id),
                capabilities=_capabilities(Capability("run")),
            )


def _thing(base: str, source: str, name: str, hardware: str | None) -> Device:
    """What all entities of one piece of hardware have in common; its id is without a domain."""
    topic = f"{base}/{name}"
    return Device(
        id=slug(name),
        name=name.replace("_", " ").replace("/", " ").strip() or name,
        dialect="zigbee2mqtt",
        source=source,
        topics=frozenset({topic, f"{topic}/availability", f"{base}/bridge/state"}),
        address=Address(topic),
        hardware=hardware,
    )


def _main(exposes: list[dict[str, Any]]) -> dict[str, Any] | None:
    """The value that a device without controls is for, which bears its plain name."""
    if any(each.get("type") in CONTROLS and "endpoint" not in each for each in exposes):
        return None
    for known in (BINARY_SENSORS, SENSORS):
        for each in exposes:
            name = each.get("name")
            if isinstance(name, str) and name in known and name not in _DIAGNOSTIC:
                return each
    return None


def _capabilities(*capabilities: Capability) -> Mapping[str, Capability]:
    return {each.name: each for each in capabilities}


def _feature(expose: Mapping[str, Any]) -> Feature | None:
    property = name_of(expose.get("property"))
    if property is None:
        return None
    return Feature(
        property,
        on=_plain(expose.get("value_on")),
        off=_plain(expose.get("value_off")),
        minimum=number(expose.get("value_min")),
        maximum=number(expose.get("value_max")),
        step=number(expose.get("value_step")),
        values=tuple(str(each) for each in listing(expose.get("values"))),
        unit=name_of(expose.get("unit")),
        can_get=bool(_access(expose) & _GETTABLE),
    )


def _access(expose: Mapping[str, Any]) -> int:
    access = expose.get("access")
    return access if isinstance(access, int) else 0


def _plain(value: Any) -> Any:
    return value if isinstance(value, str | int | float | bool) else None


def _features(expose: Mapping[str, Any]) -> dict[str, Feature]:
    found = {}
    for each in listing(expose.get("features")):
        name = name_of(mapping(each).get("name"))
        feature = _feature(mapping(each))
        if name in _FEATURES and feature:
            found[name] = feature
    return found


# --- controls ------------------------------------------------------------------------------------


def _control(
    thing: Device, expose: Mapping[str, Any], exposes: list[dict[str, Any]]
) -> Device | None:
    domain, endpoint = str(expose["type"]), name_of(expose.get("endpoint"))
    features = _features(expose)
    if domain == "climate":
        goals = [found for name in _SETPOINTS if (found := features.pop(name, None))]
        features |= {"setpoint": goals[0]} if goals else {}
    elif domain != "cover" and not features.keys() & {"state", "mode"}:
        return None
    features |= _companions(domain, endpoint, exposes)
    speeds = _speeds(features["mode"].values) if domain == "fan" and "mode" in features else ()
    address = replace(thing.address, features=features, endpoint=endpoint, speeds=speeds)
    device = replace(
        thing,
        id=f"{domain}.{thing.id}",
        address=address,
        capabilities=_capabilities(*_abilities(domain, address)),
        temperature_unit=_degrees(features.get("setpoint")) if domain == "climate" else None,
    )
    return _suffixed(device, endpoint) if endpoint else device


def _degrees(feature: Feature | None) -> TemperatureUnit:
    """Zigbee counts in degrees Celsius, and zigbee2mqtt says so where it does not."""
    return temperature_unit(feature.unit if feature else None) or "C"


def _companions(
    domain: str, endpoint: str | None, exposes: list[dict[str, Any]]
) -> dict[str, Feature]:
    """Values that stand beside a control in the announcement, yet belong to it."""
    wanted = {"light": {"effect"}, "cover": {"moving", "motor_state"}}.get(domain, set())
    return {
        str(each["name"]): feature
        for each in exposes
        if each.get("name") in wanted and name_of(each.get("endpoint")) == endpoint
        if (feature := _feature(each))
    }


def _suffixed(device: Device, suffix: str) -> Device:
    """The device with a word more in id and name, unless it ends with that word already."""
    if device.id.endswith(f"_{slug(suffix)}") or device.id.endswith(f".{slug(suffix)}"):
        return device
    name = f"{device.name} {suffix.replace('_', ' ')}"
    return replace(device, id=f"{device.id}_{slug(suffix)}", name=name)


def _speeds(modes: tuple[str, ...]) -> tuple[str, ...]:
    """
    >>> _speeds(("off", "auto", "1", "2", "3")), _speeds(("off", "low", "high", "on", "auto"))
    (('1', '2', '3'), ('low', 'high'))
    """
    numbered = tuple(mode for mode in modes if mode.isascii() and mode.isdigit())
    return numbered or tuple(mode for mode in _NAMED_SPEEDS if mode in modes)


def _abilities(domain: str, address: Address) -> Iterator[Capability]:
    features = address.features
    if domain in {"light", "switch", "fan"}:
        yield Capability("on_off")
    if domain == "light":
        yield from _light_abilities(features)
    elif domain == "cover":
        yield from _cover_abilities(features)
    elif domain == "lock":
        yield Capability("lock")
    elif domain == "climate":
        yield from _climate_abilities(features)
    elif domain == "fan":
        yield from _fan_abilities(address)


def _light_abilities(features: Mapping[str, Feature]) -> Iterator[Capability]:
    if "brightness" in features:
        yield Capability("brightness", 0, 255)
    if temp := features.get("color_temp"):
        warmest, coldest = kelvin_of(temp.maximum or 500), kelvin_of(temp.minimum or 153)
        yield Capability("color_temp", warmest, coldest)
    if features.keys() & {"color_xy", "color_hs"}:
        yield Capability("color")
    if "effect" in features:
        yield Capability("effect", options=features["effect"].values)


def _cover_abilities(features: Mapping[str, Feature]) -> Iterator[Capability]:
    yield Capability("open_close")
    if "position" in features:
        yield Capability("position", 0, 100)
    if "tilt" in features:
        yield Capability("tilt", 0, 100)
    if "state" in features and "STOP" in features["state"].values:
        yield Capability("stop")


def _climate_abilities(features: Mapping[str, Feature]) -> Iterator[Capability]:
    if goal := features.get("setpoint"):
        yield Capability("target_temperature", goal.minimum, goal.maximum, goal.step)
    for name, capability in (
        ("system_mode", "hvac_mode"), ("fan_mode", "fan_mode"), ("preset", "preset_mode"),
    ):  # fmt: skip
        if name in features:
            yield Capability(capability, options=features[name].values)
    if "system_mode" in features and "off" in features["system_mode"].values:
        yield Capability("on_off")


def _fan_abilities(address: Address) -> Iterator[Capability]:
    if speed := address.features.get("speed"):
        top = max(1.0, speed.maximum or 254)
        yield Capability("fan_speed", 0, 100, round(100 / top, 2))
    elif address.speeds:
        yield Capability("fan_speed", 0, 100, round(100 / len(address.speeds), 2))
    if "mode" in address.features:
        modes = address.features["mode"].values
        presets = tuple(each for each in modes if each not in {"off", "on", *address.speeds})
        if presets:
            yield Capability("preset_mode", options=presets)


# --- single values -------------------------------------------------------------------------------


def _value(thing: Device, expose: Mapping[str, Any], *, is_main: bool) -> Device | None:
    name, kind = expose.get("name"), expose.get("type")
    if not isinstance(name, str) or expose.get("category") == "config":
        return None
    if not _access(expose) & _PUBLISHED:
        return None
    feature = _feature(expose)
    if kind == "binary" and name in BINARY_SENSORS:
        domain, device_class = "binary_sensor", BINARY_SENSORS[name]
    elif kind in {"numeric", "enum"} and name in SENSORS:
        domain, device_class = "sensor", SENSORS[name]
    else:
        return None
    if feature is None or (domain == "sensor" and _is_dull(expose, name)):
        return None
    device = replace(
        thing,
        id=f"{domain}.{thing.id}",
        kind=_opening(thing.id) if name == "contact" else device_class,
        address=replace(thing.address, features={"value": feature}),
        temperature_unit=_degrees(feature) if device_class == "temperature" else None,
    )
    return device if is_main else _suffixed(device, feature.property)


def _is_dull(expose: Mapping[str, Any], name: str) -> bool:
    """Whether it is a figure for the maker: the voltage of a battery, say. The charge is not."""
    return expose.get("category") == "diagnostic" and name != "battery"


def _opening(name: str) -> str:
    """What a contact is on, as its name says; a door when it does not."""
    return next((kind for kind in ("window", "garage") if kind in name), "door").replace(
        "garage", "garage_door"
    )
