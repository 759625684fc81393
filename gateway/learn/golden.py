"""What must never be read as anything else: how this home's things are called, and plainly told.

Made from the home itself each night, so that a device that is new is in it too.
"""

from collections.abc import Iterator

from context.rewrites import key_of
from context.snapshot import Snapshot

RISKY: dict[str, tuple[str, ...]] = {
    "lock": ("lock", "unlock", "is", "check"),
    "cover": ("open", "close", "shut"),
    "alarm_control_panel": ("arm", "disarm", "turn on", "turn off"),
    "camera": ("turn on", "turn off"),
    "valve": ("open", "close"),
    "switch": ("turn on", "turn off", "switch on", "switch off", "start", "stop"),
}
"""How things are told that may cost safety, by domain."""
PLAIN = ("turn on", "turn off", "switch on", "switch off")


def golden(snapshot: Snapshot) -> frozenset[str]:
    """Keys of all that names a device, a room, or a title plainly, and of all risky commands."""
    return frozenset(key_of(text) for text in _said(snapshot))


def _said(snapshot: Snapshot) -> Iterator[str]:
    for device in snapshot.devices.values():
        for name in (device.name, *device.aliases):
            yield name
            yield f"the {name}"
            for verb in RISKY.get(device.domain, PLAIN):
                yield f"{verb} {name}"
                yield f"{verb} the {name}"
    for area in snapshot.household.areas.values():
        yield from (area.name, *area.aliases)
    for item in snapshot.household.catalog:
        yield item.title
        yield f"play {item.title}"
        if item.by:
            yield f"play {item.title} by {item.by}"
