"""One walk over what changed lately: what people set off, and how each device came to its state."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import takewhile

from context.sensing import Sensors
from context.snapshot import Snapshot
from devices.model import StateChanged

STIRS_MAX_AGE_S = 3600.0  # The longest that anybody who asks looks back.
OURS = frozenset({"gateway", "automation"})


@dataclass(frozen=True, slots=True)
class Stirs:
    """Of one snapshot."""

    made: tuple[StateChanged, ...]
    """By people, within the last hour, the latest first."""
    latest: Mapping[str, StateChanged]
    """Entity id -> how it came to its state, as far back as changes are kept."""

    def since(self, at: float) -> tuple[StateChanged, ...]:
        """Those that people made since then, the earliest first."""
        late = takewhile(lambda change: change.at >= at, self.made)
        return tuple(late)[::-1]


def had_state(change: StateChanged) -> bool:
    """Whether it was known before; a device's first word is no news of its room."""
    before = change.before
    return before is not None and before.state != "unknown" and before.state != "unavailable"


def read_stirs(snapshot: Snapshot, sensors: Sensors) -> Stirs:
    """Our own acts, automations, and a device's first word after a start are no stirs."""
    begin = snapshot.now.timestamp() - STIRS_MAX_AGE_S
    made: list[StateChanged] = []
    latest: dict[str, StateChanged] = {}
    for change in reversed(snapshot.changes):
        if "state" not in change.changed:
            continue
        entity_id = change.entity_id
        if entity_id not in latest:
            latest[entity_id] = change
        if change.origin in OURS or entity_id not in sensors.channels:
            continue
        if change.after.updated_at >= begin and had_state(change):
            made.append(change)
    return Stirs(tuple(made), latest)
