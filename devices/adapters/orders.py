"""A command as Home Assistant means it, before a dialect spells it: checked and in range."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from devices.adapters import colors
from devices.adapters.dialect import NotCapable
from devices.adapters.values import clamp, number
from devices.model import Command, Device, State, nothing

DIMMEST = 1  # A light that is dimmed stays on: Home Assistant's 0 would switch it off.

_COLOR_KEYS = ("color_name", "hs_color", "rgb_color", "xy_color")


@dataclass(frozen=True, slots=True)
class LightOrder:
    """What a light is to do."""

    on: bool
    brightness: float | None = None
    """0-255."""
    kelvin: float | None = None
    color: Mapping[str, Any] = field(default_factory=nothing)
    """`hs_color`, `rgb_color` and `xy_color` of the one colour; empty when none is asked for."""
    effect: str | None = None
    transition: float | None = None


def not_capable(device: Device, command: Command) -> NotCapable:
    """The exception that says who cannot do what."""
    return NotCapable(f"{device.id} cannot {command.service}")


def needs(device: Device, capability: str) -> None:
    """Raise `NotCapable` unless the device can do it."""
    if not device.can(capability):
        raise NotCapable(f"{device.id} has no {capability}")


def demand(device: Device, command: Command, key: str) -> float:
    """A number out of the command's data; `NotCapable` when it is missing or none."""
    value = number(command.data.get(key))
    if value is None:
        raise NotCapable(f"{device.id}: {command.service} needs a number for {key}")
    return value


def choose(device: Device, command: Command, key: str, capability: str) -> str:
    """One of the capability's options, spelt as the device spells it."""
    needs(device, capability)
    wanted = command.data.get(key)
    options = device.capabilities[capability].options
    for option in options:
        if isinstance(wanted, str) and option.casefold() == wanted.casefold():
            return option
    if options or not isinstance(wanted, str) or not wanted:
        raise NotCapable(f"{device.id}: {key} {wanted!r} is none of {', '.join(options)}")
    return wanted


def in_range(device: Device, value: float, capability: str) -> float:
    """The value, within what the device can do."""
    can = device.capabilities.get(capability)
    if can is None:
        return value
    if can.minimum is not None:
        value = max(value, can.minimum)
    return value if can.maximum is None else min(value, can.maximum)


def is_on(state: State | None) -> bool:
    """Whether it is known to be on."""
    return state is not None and state.state == "on"


def light_order(device: Device, command: Command, state: State | None) -> LightOrder:
    """What a light is to do; `NotCapable` when it cannot."""
    data = command.data
    transition = number(data.get("transition"))
    if command.service == "turn_off" or (command.service == "toggle" and is_on(state)):
        return LightOrder(on=False, transition=transition)
    if command.service not in {"turn_on", "toggle"}:
        raise not_capable(device, command)
    brightness = _brightness(device, command, state)
    if brightness is not None and brightness <= 0:
        return LightOrder(on=False, transition=transition)
    return LightOrder(
        on=True,
        brightness=brightness,
        kelvin=_kelvin(device, command),
        color=_color(device, command),
        effect=choose(device, command, "effect", "effect") if "effect" in data else None,
        transition=transition,
    )


def _brightness(device: Device, command: Command, state: State | None) -> float | None:
    data = command.data
    asked = [key for key in data if key.startswith("brightness")]
    if not asked:
        return None
    needs(device, "brightness")
    value = demand(device, command, asked[0])
    if asked[0].endswith("_pct"):
        value = value * 255 / 100
    if "_step" in asked[0]:
        now = number(state.get("brightness")) if state and is_on(state) else 0
        return clamp((now or 0) + value, 0 if value < 0 and not now else DIMMEST, 255)
    return clamp(value, 0, 255)


def _kelvin(device: Device, command: Command) -> float | None:
    if "color_temp_kelvin" not in command.data:
        return None
    needs(device, "color_temp")
    return in_range(device, demand(device, command, "color_temp_kelvin"), "color_temp")


def _color(device: Device, command: Command) -> dict[str, Any]:
    if not any(key in command.data for key in _COLOR_KEYS):
        return {}
    needs(device, "color")
    color = colors.from_data(command.data)
    if not color:
        raise NotCapable(f"{device.id}: no such colour")
    return color
