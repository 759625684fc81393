"""Who caused a change: no MQTT convention says, so it is told from what we ourselves did.

Our own acts are marked when they are published; a change that goes where a mark points is ours.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from devices.model import Origin, Report, State

CONTROLLABLE = frozenset(
    {
        "light", "switch", "cover", "lock", "climate", "fan", "media_player", "vacuum", "valve",
        "humidifier", "alarm_control_panel", "number", "select", "siren", "lawn_mower",
        "water_heater", "scene", "script", "input_boolean",
    }
)  # fmt: skip
"""Domains that a hand can change."""

_MEASURED = frozenset(
    {
        "available", "current_temperature", "current_humidity", "hvac_action", "action",
        "battery_level", "media_title", "media_artist", "media_album_name", "media_content_id",
        "media_content_type", "media_position", "media_duration",
    }
)  # fmt: skip
"""Attributes of such devices that change by themselves."""

ON_THE_WAY: Mapping[str, frozenset[str]] = {
    "opening": frozenset({"open"}),
    "closing": frozenset({"closed"}),
    "locking": frozenset({"locked"}),
    "unlocking": frozenset({"unlocked"}),
    "returning": frozenset({"docked"}),
    "buffering": frozenset({"playing"}),
    "arming": frozenset({"armed_home", "armed_away", "armed_night", "armed_vacation"}),
    "pending": frozenset({"armed_home", "armed_away", "armed_night", "armed_vacation"}),
}
"""States that lead to another one."""


@dataclass(frozen=True, slots=True)
class Mark:
    """What our own act will change, and until when a change counts as ours."""

    expected: Mapping[str, Any]
    """By key; None for any value."""
    until: float


def origin_of(
    domain: str,
    before: State | None,
    after: State,
    changed: frozenset[str],
    report: Report,
    *,
    ours: bool,
    retained: bool,
) -> Origin:
    """Who caused this change.

    What was not known before, or is an old message told again, was caused by nobody we know.
    """
    if ours:
        return "gateway"
    if report.origin != "unknown":
        return report.origin
    if retained or before is None or not before.available or _was_unknown(before, changed):
        return "unknown"
    if domain not in CONTROLLABLE or changed <= _MEASURED:
        return "device"
    if before.state in ON_THE_WAY and after.state in ON_THE_WAY[before.state]:
        return before.origin
    return "person"


def _was_unknown(before: State, changed: frozenset[str]) -> bool:
    return before.state == "unknown" and "state" in changed


def is_ours(mark: Mark, before: State | None, after: State, changed: frozenset[str]) -> bool:
    """Whether a change goes where our act was to lead: each step of a ramp does.

    What the act does not speak of is taken to follow from it, unless something it does speak of
    goes another way. A light told to go to 200 from 20: 80 is ours, 10 is not.
    """
    return all(
        _leads_to(target, before.get(key) if before else None, after.get(key))
        for key, target in mark.expected.items()
        if key in changed
    )


def _leads_to(target: Any, before: Any, after: Any) -> bool:
    if target is None or after == target:
        return True
    if isinstance(target, str):
        return target in ON_THE_WAY.get(str(after), frozenset())
    if not isinstance(target, bool) and isinstance(target, int | float):
        return _comes_nearer(float(target), before, after)
    return isinstance(target, list | tuple)  # Colours come back rounded, in another gamut.


def _comes_nearer(target: float, before: Any, after: Any) -> bool:
    if not isinstance(after, int | float):
        return False
    if not isinstance(before, int | float):
        return True
    return abs(after - target) <= abs(before - target)
