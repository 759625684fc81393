"""The words of the physical house: messages, devices, what they can do, what they report.

Everything here is a frozen value. Names, states, attributes and units are Home Assistant's:
a light's `brightness` is 0-255, `color_temp_kelvin` is kelvin, a cover's `current_position` is
0-100 with 100 open. Dialects translate at the edge, nobody else does.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Literal

Origin = Literal["gateway", "person", "automation", "device", "unknown"]
"""Who caused a change: ourselves, a hand on the switch, an automation, the device by itself."""

TemperatureUnit = Literal["C", "F"]

_NOTHING: Mapping[str, Any] = MappingProxyType({})


def nothing() -> Mapping[str, Any]:
    """The empty mapping, as a default for the fields below."""
    return _NOTHING


@dataclass(frozen=True, slots=True)
class Message:
    """What arrived over MQTT."""

    topic: str
    payload: bytes
    received_at: float
    """Seconds since the epoch, by the gateway's clock."""
    retained: bool = False


@dataclass(frozen=True, slots=True)
class Publish:
    """What is to be sent over MQTT."""

    topic: str
    payload: str
    retain: bool = False
    qos: int = 1


@dataclass(frozen=True, slots=True)
class Capability:
    """One thing a device can do, its range in Home Assistant's units.

    Names: on_off, brightness, color, color_temp, position, tilt, stop, volume, mute, play, source,
    target_temperature, hvac_mode, fan_mode, fan_speed, oscillate, lock, run, start, return_to_base,
    arm, humidity, preset_mode.
    """

    name: str
    minimum: float | None = None
    maximum: float | None = None
    step: float | None = None
    options: tuple[str, ...] = ()
    """What may be chosen, for modes and sources."""


@dataclass(frozen=True, slots=True)
class Device:
    """One thing that can be spoken of: what Home Assistant calls an entity."""

    id: str
    """`domain.object_id`, as in Home Assistant: `light.kitchen_ceiling`."""
    name: str
    dialect: str
    """Name of the adapter that reads and writes it."""
    source: str
    """The topic that announced it; an announcement there without it removes it."""
    topics: frozenset[str] = frozenset()
    """Topics that its state and availability arrive on."""
    address: Any = None
    """What its dialect needs to read and write it; opaque to everyone else."""
    area: str | None = None
    """Area id when the home knows it, else the area's name as announced."""
    aliases: tuple[str, ...] = ()
    kind: str | None = None
    """Device class or kind of appliance: oven, kettle, blind, garage_door, temperature, motion."""
    capabilities: Mapping[str, Capability] = field(default_factory=nothing)
    hardware: str | None = None
    """Id of the physical device that several entities share; None when not known."""
    screen: bool = False
    availability_mode: Literal["all", "any", "latest"] = "all"
    """How topics that each speak of availability combine; those unheard of do not count."""
    temperature_unit: TemperatureUnit | None = None
    """Unit of the temperatures that it tells and takes; None when it is the home's, or none."""
    sets: Mapping[str, Mapping[str, Any]] = field(default_factory=nothing)
    """For a scene or script: the states that running it brings about, when known."""

    @property
    def domain(self) -> str:
        """`light` of `light.kitchen_ceiling`."""
        return self.id.partition(".")[0]

    def can(self, capability: str) -> bool:
        """Whether it has this capability."""
        return capability in self.capabilities


@dataclass(frozen=True, slots=True)
class DeviceNote:
    """What the household says of a device that its dialect cannot say, by entity id."""

    id: str
    name: str | None = None
    aliases: tuple[str, ...] = ()
    area: str | None = None
    kind: str | None = None
    screen: bool | None = None
    exposed: bool = True
    """False: the gateway neither names nor touches it."""


@dataclass(frozen=True, slots=True)
class Report:
    """What one message says of one device: only the keys that it mentions.

    `changes` holds `state` and attributes by Home Assistant's names.
    """

    entity_id: str
    changes: Mapping[str, Any] = field(default_factory=nothing)
    available: bool | None = None
    """None when the message does not speak of availability."""
    origin: Origin = "unknown"
    """Who caused it, where the dialect tells."""


@dataclass(frozen=True, slots=True)
class State:
    """What is known of a device now."""

    state: str
    """Home Assistant's state text: on, off, open, locked, heat, playing, 21.5, unknown."""
    attributes: Mapping[str, Any] = field(default_factory=nothing)
    changed_at: float = 0.0
    """When `state` or an attribute last took another value; seconds since the epoch."""
    updated_at: float = 0.0
    """When it was last heard of."""
    available: bool = True
    origin: Origin = "unknown"
    """Who caused the last change."""

    def get(self, key: str, default: Any = None) -> Any:
        """`state` or an attribute by name."""
        return self.state if key == "state" else self.attributes.get(key, default)


@dataclass(frozen=True, slots=True)
class StateChanged:
    """A fact: a device took another state or another attribute."""

    entity_id: str
    before: State | None
    after: State
    changed: frozenset[str]
    """Which keys differ: `state`, `brightness`, `available`, ..."""
    origin: Origin = "unknown"

    @property
    def at(self) -> float:
        """When; seconds since the epoch."""
        return self.after.updated_at


@dataclass(frozen=True, slots=True)
class Command:
    """What a device is told, as a Home Assistant service call on one entity.

    >>> Command("light.hall", "turn_on", {"brightness": 128})
    Command(entity_id='light.hall', service='turn_on', data={'brightness': 128})
    """

    entity_id: str
    service: str
    """Home Assistant's service name without the domain: turn_on, set_temperature, play_media."""
    data: Mapping[str, Any] = field(default_factory=nothing)
