"""A home file becomes a `Home`: the household as people see it, and its devices as they are.

`gateway.home_file` reads and checks the format; here is only what the simulated house needs of it:
every device has a name and, unless it is of a kind that has none, a state. The household goes to
the gateway, the devices are announced over MQTT.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from context.places import Household
from devices.model import nothing
from gateway.home_file import DeviceSection, HomeSection, check_home
from gateway.yaml_lines import FormatError, load, wrong

STATELESS = frozenset({"scene", "script", "button", "input_button", "event"})
"""Domains whose devices need no state in the file."""


@dataclass(frozen=True, slots=True)
class HomeDevice:
    """One device of a home file: what the simulated house makes a device of."""

    id: str
    name: str
    aliases: tuple[str, ...] = ()
    area: str | None = None
    """Area id."""
    area_name: str | None = None
    kind: str | None = None
    dialect: str = "homeassistant"
    features: frozenset[str] = frozenset()
    screen: bool = False
    sets: Mapping[str, Mapping[str, Any]] = field(default_factory=nothing)
    state: Mapping[str, Any] = field(default_factory=nothing)
    """`state` and attributes, as at the start."""

    @property
    def domain(self) -> str:
        """`light` of `light.hall`."""
        return self.id.partition(".")[0]

    @property
    def object_id(self) -> str:
        """`hall` of `light.hall`."""
        return self.id.partition(".")[2]

    def has(self, *features: str) -> bool:
        """Whether any of these was given as a feature, or is an attribute of its state."""
        return any(name in self.features or name in self.state for name in features)


@dataclass(frozen=True)
class Home:
    """All that a home file says."""

    household: Household
    devices: Mapping[str, HomeDevice]
    """By entity id, in the file's order."""


def read_home(source: Path | Mapping[str, Any]) -> Home:
    """Read a home file, or the mapping itself; raises `FormatError`."""
    data = load(source) if isinstance(source, Path) else source
    file = str(source) if isinstance(source, Path) else str(getattr(source, "file", None) or "home")
    section, problems = check_home(data, file)
    if section is None:
        raise FormatError.of(problems)
    return _home(section, data)


def _home(section: HomeSection, data: Mapping[str, Any]) -> Home:
    areas = {area.id: area.name for area in section.areas}
    devices = {
        device.id: _device(device, areas, written)
        for device, written in zip(section.devices, data.get("devices") or (), strict=True)
    }
    return Home(section.household(), devices)


def _device(
    device: DeviceSection, areas: Mapping[str, str], written: Mapping[str, Any]
) -> HomeDevice:
    if device.name is None:
        raise wrong(f"{device.id} needs `name`", written)
    return HomeDevice(
        id=device.id,
        name=device.name,
        aliases=device.aliases,
        area=device.area,
        area_name=areas[device.area] if device.area else None,
        kind=device.type,
        dialect=device.speaks,
        features=frozenset(device.features),
        screen=bool(device.screen),
        sets=device.sets,
        state=_state(device, written),
    )


def _state(device: DeviceSection, written: Mapping[str, Any]) -> dict[str, Any]:
    if device.state is None:
        if device.domain in STATELESS:
            return {"state": "unknown"}
        raise wrong(f'{device.id} needs `state`, such as `state: {{state: "off"}}`', written)
    if "state" not in device.state:
        raise wrong(f"`state` of {device.id} needs the key `state` within it", written, "state")
    return device.state
