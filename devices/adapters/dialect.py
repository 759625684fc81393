"""What a dialect is: how one MQTT convention announces, reports and is told.

A dialect is a plain module with these names. It is pure: no I/O, no state; what it needs to read
and write a device it keeps in `Device.address`, a frozen dataclass of its own.
"""

from typing import Protocol

from devices.model import Command, Device, Message, Publish, Report, State


class NotCapable(ValueError):
    """The device cannot do what the command asks; the message says what."""


class Dialect(Protocol):
    """One MQTT convention. A message that is none of it gives nothing; a bad one `ValueError`."""

    @property
    def NAME(self) -> str:
        """What `Device.dialect` says."""

    @property
    def ANNOUNCEMENTS(self) -> tuple[str, ...]:
        """Topic filters that devices are announced on; always subscribed."""

    @property
    def TOGETHER(self) -> tuple[str, ...]:
        """Last levels of topics whose messages announce one thing together; mostly none.

        `announced` then gets one message on the first of them, whose payload is a JSON object:
        what was last heard on each, by level.
        """

    def announced(self, message: Message) -> tuple[Device, ...]:
        """All devices that this topic announces from now on; none for an empty payload."""

    def asks(self, message: Message) -> tuple[Publish, ...]:
        """What to publish because of an announcement, where only the answer tells the devices."""

    def read(self, device: Device, message: Message) -> Report | None:
        """What a message on one of the device's topics says of it; None when nothing."""

    def write(self, device: Device, command: Command, state: State | None) -> tuple[Publish, ...]:
        """What to publish so that the command happens; raises `NotCapable` when it cannot."""

    def poll(self, device: Device) -> tuple[Publish, ...]:
        """What to publish so that the device tells its state; nothing where it is retained."""
