"""A question and the devices that know -> the facts of the answer.

Pure: reads states, words nothing. `speak/phrase.py` makes the sentence.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from context.snapshot import Snapshot
from context.turn import Answer, Reading, Resolution
from devices.model import Device, State

OPEN_STATES = frozenset({"open", "opening"})
NAMES_MAX = 8  # More names than this nobody listens to; the count says the rest.
ATTRIBUTE_KEYS: Mapping[str, str] = {
    "brightness": "brightness", "color": "rgb_color", "color_temp": "color_temp_kelvin", "volume": "volume_level",
    "position": "current_position", "tilt": "current_tilt_position", "speed": "percentage", "temperature": "temperature",
    "mode": "state", "fan_mode": "fan_mode", "source": "source", "humidity": "humidity",
}  # fmt: skip


def answer(resolution: Resolution, snapshot: Snapshot) -> Answer:
    """The facts asked for."""
    reading = resolution.reading
    if reading.slots.get("domain") == "person":
        return _people(reading, snapshot)
    known = [(snapshot.devices[t], snapshot.states.get(t)) for t in resolution.targets]
    if reading.intent == "HassClimateGetTemperature":
        return _measured(known, "temperature", snapshot, current=True)
    attribute = reading.slots.get("attribute")
    if attribute is not None:
        return _measured(known, str(attribute), snapshot)
    state = reading.slots.get("state")
    if state is None:
        return Answer(
            "states", {"devices": tuple(_fact(d, s, snapshot) for d, s in known[:NAMES_MAX])}
        )
    return _holding(known, str(state), reading, resolution, snapshot)


def holds(device: Device, state: State | None, asked: str) -> bool | None:
    """Whether a device is in a state as people call it; None when that is not known.

    A contact that is `on` is open, a cover on its way up is open, a running player is on.
    """
    if state is None or state.state in ("unknown", "unavailable") or not state.available:
        return None
    now = state.state
    if device.domain == "lock" and now == "jammed":
        return None  # Neither: the bolt is somewhere between.
    if device.domain == "binary_sensor" and asked in ("open", "closed"):
        return (now == "on") == (asked == "open")
    if asked in ("open", "closed") and device.domain == "lock":
        return (now == "unlocked") == (asked == "open")
    if asked in ("open", "closed"):
        return (now in OPEN_STATES) == (asked == "open")
    if asked in ("locked", "unlocked"):
        return (now == "locked") == (asked == "locked")
    if asked in ("armed", "disarmed"):
        if now in ("arming", "disarming"):
            return False  # On its way; neither yet.
        return (now != "disarmed") == (asked == "armed")
    if asked == "muted":
        return bool(state.get("is_volume_muted"))
    if asked in ("heating", "cooling"):
        action = state.get("hvac_action")
        return bool(action == asked if action is not None else now == asked.removesuffix("ing"))
    if asked in ("on", "off"):
        resting = {
            "off",
            "closed",
            "docked",
            "standby",
            "idle" if device.domain == "vacuum" else "off",
        }
        return (now not in resting) == (asked == "on")
    return bool(now == asked)


def _holding(
    known: Sequence[tuple[Device, State | None]],
    asked: str,
    reading: Reading,
    resolution: Resolution,
    snapshot: Snapshot,
) -> Answer:
    judged = [(device, holds(device, state, asked)) for device, state in known]
    yes = [device for device, held in judged if held]
    no = [device for device, held in judged if held is False]
    unknown = [device for device, held in judged if held is None]
    phrase = reading.phrases[0] if reading.phrases else None
    return Answer(
        "holding",
        {
            "question": reading.slots.get("question", "one_yesno"),
            "state": asked,
            "yes": _names(yes, snapshot), "no": _names(no, snapshot), "unknown": _names(unknown, snapshot),
            "yes_ids": tuple(d.id for d in yes),
            "total": len(judged),
            "noun": _noun(phrase.noun if phrase else None, known, reading),
            "sensed": reading.slots.get("device_class"),
            "kind": reading.slots.get("device_class"),
            "area": _area_name(phrase.area if phrase else None, snapshot),
        },
    )  # fmt: skip


def _noun(
    noun: str | None, known: Sequence[tuple[Device, State | None]], reading: Reading
) -> str | None:
    if noun:
        return noun
    device_class = reading.slots.get("device_class")
    if isinstance(device_class, str):
        return device_class.replace("_", " ")
    domains = {d.domain for d, _ in known}
    return (
        {"light": "light", "cover": "cover", "lock": "lock", "fan": "fan", "switch": "switch"}.get(
            domains.pop()
        )
        if len(domains) == 1
        else None
    )


def _names(devices: Sequence[Device], snapshot: Snapshot) -> tuple[str, ...]:
    return tuple(spoken_name(device, snapshot) for device in devices)


def spoken_name(device: Device, snapshot: Snapshot) -> str:
    """The name by which to speak of a device; with its room where another bears the same."""
    twins = [d for d in snapshot.devices.values() if d.name.casefold() == device.name.casefold()]
    area = snapshot.area(device.area)
    if len(twins) > 1 and area is not None:
        return f"{area.name} {_lower_first(device.name)}"
    return device.name


def _lower_first(name: str) -> str:
    return name[:1].lower() + name[1:] if name[1:2].islower() else name


def _area_name(area_id: str | None, snapshot: Snapshot) -> str | None:
    area = snapshot.area(area_id)
    return area.name if area else None


def _measured(
    known: Sequence[tuple[Device, State | None]],
    asked: str,
    snapshot: Snapshot,
    current: bool = False,
) -> Answer:
    values = [_value(device, state, asked, snapshot, current) for device, state in known]
    return Answer("values", {"property": asked, "values": tuple(values)})


def _value(
    device: Device, state: State | None, asked: str, snapshot: Snapshot, current: bool
) -> dict[str, Any]:
    unit = None
    value: Any = None
    if state is not None and state.available:
        if device.domain == "sensor":
            value, unit = state.state, state.get("unit_of_measurement")
        elif current and state.get(f"current_{asked}") is not None:
            value = state.get(f"current_{asked}")
        elif asked in ATTRIBUTE_KEYS and state.get(ATTRIBUTE_KEYS[asked]) is not None:
            value = state.get(ATTRIBUTE_KEYS[asked])
        else:
            value = state.get(f"current_{asked}")
        if asked == "temperature" and unit is None:
            unit = f"°{snapshot.household.temperature_unit}"
    if value in ("unknown", "unavailable", ""):
        value = None
    return {
        "id": device.id, "name": spoken_name(device, snapshot), "value": value, "unit": unit, "domain": device.domain,
        "area": _area_name(device.area, snapshot), "available": state is None or state.available, "state": state.state if state else None,
    }  # fmt: skip


def _fact(device: Device, state: State | None, snapshot: Snapshot) -> dict[str, Any]:
    return {
        "name": spoken_name(device, snapshot), "domain": device.domain, "kind": device.kind,
        "state": state.state if state is not None and state.available else None,
        "attributes": dict(state.attributes) if state is not None else {},
        "available": state is None or state.available,
    }  # fmt: skip


def _people(reading: Reading, snapshot: Snapshot) -> Answer:
    trackers = [d for d in snapshot.devices.values() if d.domain in ("person", "device_tracker")]
    home = [
        d.name
        for d in trackers
        if (s := snapshot.states.get(d.id)) is not None and s.state == "home"
    ]
    seen = [p.name for pid in snapshot.presence if (p := snapshot.person(pid)) is not None]
    return Answer(
        "people", {"home": tuple(dict.fromkeys([*home, *seen])), "known": bool(trackers or seen)}
    )


def playing(resolution: Resolution, snapshot: Snapshot) -> Answer:
    """What plays, and where."""
    found = []
    states = {t: snapshot.states[t] for t in resolution.targets if t in snapshot.states}
    playing = any(state.state == "playing" for state in states.values())
    for target, state in states.items():
        if state.state == "playing" or (state.state == "paused" and not playing):
            found.append({
                "name": spoken_name(snapshot.devices[target], snapshot), "state": state.state,
                "title": state.get("media_title"), "artist": state.get("media_artist"),
            })  # fmt: skip
    return Answer("playing", {"players": tuple(found)})
