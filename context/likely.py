"""A snapshot becomes what the learned model says of it: the likeliest activity, or none.

Here stand which devices make up its channels and what counts as a stir; the model itself is
`models_onnx/activity.py`.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from context.sensing import ON, Sensors
from context.snapshot import Snapshot
from context.stirs import OURS, Stirs, had_state
from models_onnx.activity import KINDS, ON_MAX_S, WINDOWS_S, ActivityModel, Trace, features

KNOWN_MAX_S = 86400.0  # A sensor that told nothing for a day may be dead.
CHANNELS_MIN = 3  # Fewer tell too little of a home; the model was not made for them either.
STILL_S = 600.0  # Who opened a drawer five minutes ago is neither out nor asleep.
STILL = frozenset({"away", "sleeping"})
_SPEAK_FOR: Mapping[str, tuple[str, ...]] = {
    "cooking": ("kitchen", "fridge", "heat"),
    "washing": ("bathroom", "water"),
    "sleeping": ("bed", "bedroom"),
    "away": ("entrance",),
}


@dataclass(frozen=True, slots=True)
class Likely:
    """What is probably going on in the home."""

    kind: str
    probability: float
    since: float
    """Seconds since the epoch: the last stir for those who are still, else the first of late."""
    source: tuple[str, ...]
    """Entity ids, the latest stir first."""


@cache
def shipped() -> ActivityModel:
    """The model of this release, opened at the first question."""
    return ActivityModel.open()


def likely(snapshot: Snapshot, sensors: Sensors, stirs: Stirs) -> Likely | None:
    """The likeliest activity; None when the home has too few sensors or the model is not sure."""
    found = traces(snapshot, sensors, stirs)
    if sum(trace.last_s < KNOWN_MAX_S for trace in found.values()) < CHANNELS_MIN:
        return None
    model = shipped()
    chances = model.probabilities(features(found, hour_of(snapshot)))
    best = int(chances.argmax())
    kind, probability = KINDS[best], float(chances[best])
    if kind == "other" or probability < model.speak_above:
        return None
    if kind in STILL and _stirring(found, _SPEAK_FOR[kind]):
        return None
    return Likely(kind, probability, *_spoken_for(kind, snapshot, sensors, stirs))


def _stirring(found: Mapping[str, Trace], but: tuple[str, ...]) -> bool:
    """Something moved a moment ago, and not the front door, or who turns over in bed."""
    return any(trace.last_s < STILL_S for channel, trace in found.items() if channel not in but)


def hour_of(snapshot: Snapshot) -> float:
    """The hour of the day, with its fraction."""
    return snapshot.now.hour + snapshot.now.minute / 60


def traces(snapshot: Snapshot, sensors: Sensors, stirs: Stirs) -> dict[str, Trace]:
    """What the sensors of each channel did up to now."""
    now = snapshot.now.timestamp()
    last: dict[str, float] = {}
    lit: set[str] = set()
    for entity_id, channel in sensors.channels.items():
        state = snapshot.states.get(entity_id)
        if state is None or not state.available or state.origin in OURS:
            continue
        came = stirs.latest.get(entity_id)
        if came and not had_state(came):  # When it came to that is not known.
            last.setdefault(channel, math.inf)
            continue
        age_s = now - state.changed_at
        if age_s < last.get(channel, math.inf):
            last[channel] = age_s
        if age_s < ON_MAX_S and state.state in ON:
            lit.add(channel)
    counts = _counts(snapshot, sensors, stirs)
    return {
        channel: Trace(max(0.0, age_s), channel in lit, counts.get(channel, (0, 0, 0)))
        for channel, age_s in last.items()
    }


def _counts(snapshot: Snapshot, sensors: Sensors, stirs: Stirs) -> dict[str, tuple[int, int, int]]:
    """How often sensors of a channel came on, in each of the model's windows."""
    now = snapshot.now.timestamp()
    found: dict[str, tuple[int, int, int]] = {}
    for change in stirs.made:
        if change.after.state in ON:
            channel = sensors.channels[change.entity_id]
            few, some, many = found.get(channel, (0, 0, 0))
            age_s = now - change.after.updated_at
            found[channel] = (
                few + (age_s <= WINDOWS_S[0]), some + (age_s <= WINDOWS_S[1]), many + 1
            )  # fmt: skip
    return found


def _spoken_for(
    kind: str, snapshot: Snapshot, sensors: Sensors, stirs: Stirs
) -> tuple[float, tuple[str, ...]]:
    """Since when, and by which devices."""
    heard = sorted(
        (
            (state.changed_at, entity_id)
            for entity_id in sensors.channels
            if (state := snapshot.states.get(entity_id)) and state.available
        ),
        reverse=True,
    )
    ours = [(at, i) for at, i in heard if sensors.channels[i] in _SPEAK_FOR[kind]] or heard[:1]
    if kind in STILL:
        return heard[0][0], (ours[0][1],)
    recent = snapshot.now.timestamp() - WINDOWS_S[1]
    first = ours[0][0]
    for change in stirs.since(recent):
        if sensors.channels[change.entity_id] in _SPEAK_FOR[kind]:
            first = min(first, change.at)
    return first, tuple(i for at, i in ours if at >= recent) or (ours[0][1],)
