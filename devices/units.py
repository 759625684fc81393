"""A dialect -> the same dialect with every temperature in the home's unit.

A device says in `Device.temperature_unit` what its dialect counts in. Here, and nowhere else, that
becomes the unit of the home on the way in, and the device's own on the way out, so that a dialect
reads and writes numbers as they stand in its payloads.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from devices.adapters.dialect import Dialect
from devices.adapters.values import number
from devices.model import (
    Capability,
    Command,
    Device,
    Message,
    Publish,
    Report,
    State,
    TemperatureUnit,
)

_ATTRIBUTES = frozenset(
    {
        "temperature",
        "current_temperature",
        "target_temp_low",
        "target_temp_high",
        "apparent_temperature",
    }
)
"""Attributes, and data of commands, that are temperatures where a device has a unit of them."""
_CAPABILITIES = frozenset({"target_temperature", "target_temperature_range", "value"})
_PLAIN_VALUES = frozenset({"sensor", "number"})
"""Domains whose state itself is the temperature."""
_STEPS: Mapping[TemperatureUnit, float] = {"C": 0.5, "F": 1.0}
"""Another unit's step is none that people count in: half a degree Celsius is 0.9 Fahrenheit."""


def in_home_unit(
    dialects: Iterable[Dialect], home_unit: TemperatureUnit = "C"
) -> tuple[Dialect, ...]:
    """The dialects, as a home with this unit sees them."""
    return tuple(_InHomeUnit(dialect, home_unit) for dialect in dialects)


def converted(degrees: float, old: TemperatureUnit, new: TemperatureUnit, digits: int = 1) -> float:
    """A temperature in another unit, rounded.

    >>> converted(20, "C", "F"), converted(71, "F", "C", 2)
    (68.0, 21.67)
    """
    if old == new:
        return degrees
    exact = degrees * 9 / 5 + 32 if new == "F" else (degrees - 32) * 5 / 9
    return round(exact, digits)


@dataclass(frozen=True, slots=True)
class _InHomeUnit:
    """A dialect whose devices all count in one unit."""

    dialect: Dialect
    unit: TemperatureUnit

    @property
    def NAME(self) -> str:
        """The dialect's."""
        return self.dialect.NAME

    @property
    def ANNOUNCEMENTS(self) -> tuple[str, ...]:
        """The dialect's."""
        return self.dialect.ANNOUNCEMENTS

    @property
    def TOGETHER(self) -> tuple[str, ...]:
        """The dialect's."""
        return self.dialect.TOGETHER

    def announced(self, message: Message) -> tuple[Device, ...]:
        """The dialect's devices, with ranges in the home's unit."""
        devices = self.dialect.announced(message)
        if not any(_foreign(device, self.unit) for device in devices):
            return devices
        return tuple(_with_ranges(device, self.unit) for device in devices)

    def asks(self, message: Message) -> tuple[Publish, ...]:
        """The dialect's questions."""
        return self.dialect.asks(message)

    def read(self, device: Device, message: Message) -> Report | None:
        """The dialect's report, in the home's unit."""
        report = self.dialect.read(device, message)
        if report is None or not _foreign(device, self.unit):
            return report
        return replace(report, changes=_told(device, report.changes, self.unit))

    def write(self, device: Device, command: Command, state: State | None) -> tuple[Publish, ...]:
        """What the dialect sends, in the device's own unit."""
        own = _foreign(device, self.unit)
        if own is None:
            return self.dialect.write(device, command, state)
        keys = {"value"} if device.domain in _PLAIN_VALUES else _ATTRIBUTES
        data = {
            # Two digits, so that the device's echo is again the number that was said.
            key: _number(value, self.unit, own, digits=2) if key in keys else value
            for key, value in command.data.items()
        }
        return self.dialect.write(
            _as_announced(device, self.unit, own), replace(command, data=data), state
        )

    def poll(self, device: Device) -> tuple[Publish, ...]:
        """The dialect's questions."""
        return self.dialect.poll(device)


def _foreign(device: Device, home_unit: TemperatureUnit) -> TemperatureUnit | None:
    """The device's unit, when it is not the home's."""
    return device.temperature_unit if device.temperature_unit != home_unit else None


def _with_ranges(device: Device, home_unit: TemperatureUnit) -> Device:
    own = _foreign(device, home_unit)
    return device if own is None else _as_announced(device, own, home_unit)


def _as_announced(device: Device, old: TemperatureUnit, new: TemperatureUnit) -> Device:
    can = {
        name: _range(each, old, new) if name in _CAPABILITIES else each
        for name, each in device.capabilities.items()
    }
    return replace(device, capabilities=can)


def _range(can: Capability, old: TemperatureUnit, new: TemperatureUnit) -> Capability:
    low, high = (
        None if limit is None else converted(limit, old, new)
        for limit in (can.minimum, can.maximum)
    )
    return replace(can, minimum=low, maximum=high, step=_STEPS[new])


def _told(
    device: Device, changes: Mapping[str, Any], home_unit: TemperatureUnit
) -> Mapping[str, Any]:
    own = device.temperature_unit or home_unit
    told = {
        key: _number(value, own, home_unit) if key in _ATTRIBUTES else value
        for key, value in changes.items()
    }
    degrees = number(changes.get("state")) if device.domain in _PLAIN_VALUES else None
    if degrees is not None:
        told["state"] = str(number(converted(degrees, own, home_unit)))
    if device.domain in _PLAIN_VALUES and changes:
        told["unit_of_measurement"] = f"°{home_unit}"
    return told


def _number(value: Any, old: TemperatureUnit, new: TemperatureUnit, *, digits: int = 1) -> Any:
    """The converted number; what is none is left for the dialect to complain of."""
    degrees = number(value)
    return value if degrees is None else converted(degrees, old, new, digits)
