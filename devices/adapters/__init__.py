"""The dialects that the gateway speaks. A further one is one new file and one line below.

Each is a module of pure functions, see `dialect.py`.
"""

from devices.adapters import ambient, home_assistant, homie, shelly, tasmota, zigbee2mqtt
from devices.adapters.dialect import Dialect, NotCapable
from devices.model import Command, Device, Publish, State

__all__ = ["DIALECTS", "Dialect", "NotCapable", "dialect_of", "write"]

DIALECTS: tuple[Dialect, ...] = (
    zigbee2mqtt,
    home_assistant,
    tasmota,
    shelly,
    homie,
    ambient,
)

_BY_NAME = {dialect.NAME: dialect for dialect in DIALECTS}


def dialect_of(device: Device) -> Dialect:
    """The dialect that a device speaks."""
    return _BY_NAME[device.dialect]


def write(device: Device, command: Command, state: State | None) -> tuple[Publish, ...]:
    """What to publish so that a device obeys; raises `NotCapable` when it cannot."""
    return dialect_of(device).write(device, command, state)
