"""What a dialect gives each simulated device: words for what it is, and ears for what it is told.

A device and its state become `Publish`es; a message becomes `Heard`. Pure; the house does the I/O.
"""

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from devices.model import Command, Publish

State = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Heard:
    """What a message on one of a device's topics asks of it."""

    commands: tuple[Command, ...] = ()
    query: bool = False
    """It is asked to report its state."""
    answers: tuple[Publish, ...] = ()
    """What it says to that at once, whatever its state is."""


SILENCE = Heard()


class Tongue(Protocol):
    """One device's way to speak."""

    def announce(self) -> Iterable[Publish]:
        """How it makes itself known; empty where a bridge does it for all."""

    def topics(self) -> Iterable[str]:
        """What it listens to."""

    def hear(self, topic: str, payload: bytes) -> Heard:
        """What it is asked; garbage is silence."""

    def report(self, state: State, keys: Collection[str] | None = None) -> Iterable[Publish]:
        """What it publishes when these keys were set; all of its state without keys."""

    def available(self, online: bool) -> Iterable[Publish]:
        """That it is there, or its last will."""


def as_json(value: Any) -> str:
    """Compact JSON, as devices send it."""
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False)


def object_in(payload: bytes | str) -> dict[str, Any] | None:
    """The JSON object in a payload; None when it is none."""
    try:
        value = json.loads(payload)
    except ValueError:
        return None
    return value if isinstance(value, dict) else None


def number_in(payload: Any) -> float | None:
    """The number in a payload or a JSON value; None when it is none."""
    if isinstance(payload, bool):
        return None
    try:
        number = float(payload)
    except (TypeError, ValueError):
        return None
    return number if abs(number) < 1e12 else None
