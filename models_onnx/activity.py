"""What the home's sensors did of late becomes how likely each activity is.

Sensors come in as channels: what sort of thing stirred, in what sort of room. No home's own names
or ids reach the model, so that it can be asked in a home that it never saw. Plain numpy: the whole
model is one matrix. `context/sensing.py` says which devices make up a channel.
"""

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from models_onnx.runtime import MANIFEST, ArtifactError, find

Floats = NDArray[np.float32]

KINDS = ("away", "cooking", "other", "sleeping", "washing")
"""`other`: at home, and none of these; `washing`: anything done in a bathroom."""
CHANNELS = (
    "entrance", "bed", "bedroom", "bathroom", "water", "kitchen", "fridge", "heat", "laundry",
    "living", "elsewhere",
)  # fmt: skip
"""`water`: taps, shower, flush; `heat`: what cooks; `kitchen`: all else in there."""
WINDOWS_S = (300.0, 900.0, 3600.0)
ON_MAX_S = WINDOWS_S[-1]  # What has been on for longer was left on, and tells nothing of now.
_AGES_S = (60.0, 180.0, 600.0, 1800.0, 7200.0, 21600.0)
"""Upper ends of the classes of age; older, or never, is in none."""
_QUIET_S = 1200.0  # Nothing for so long: people sleep, left, or sit still.


@dataclass(frozen=True, slots=True)
class Trace:
    """What the sensors of one channel did."""

    last_s: float = math.inf
    """Seconds since any of them last changed; infinite if none ever did."""
    on: bool = False
    """One of them came on within `ON_MAX_S` and is on."""
    counts: tuple[int, int, int] = (0, 0, 0)
    """How often one came on, within each of `WINDOWS_S`."""


def features(traces: Mapping[str, Trace], hour: float) -> Floats:
    """Channels that the home has, and the hour of the day (0-24) -> the numbers the model reads.

    Shape `(FEATURES,)`. A channel that the home lacks is zeros, and so is its flag.
    """
    found: list[float] = []
    for channel in CHANNELS:
        trace = traces.get(channel)
        if trace is None:
            found += _LACKING
            continue
        few, some, many = trace.counts
        found += (1.0, float(trace.on), _LOG[min(few, 99)], _LOG[min(some, 99)])
        found += (_LOG[min(many, 99)], *_age(trace.last_s))
    last_s, last = min(
        ((trace.last_s, channel) for channel, trace in traces.items()), default=(math.inf, "")
    )
    quiet = last_s > _QUIET_S
    latest = [float(channel == last) for channel in CHANNELS]
    found += latest
    found += latest if quiet else _NOWHERE
    angle = hour * math.pi / 12
    daily = (math.sin(angle), math.cos(angle), math.sin(2 * angle), math.cos(2 * angle))
    found += daily
    found += daily if quiet else (0.0,) * len(daily)
    found += _age(last_s)
    inside = [trace for channel, trace in traces.items() if channel != "entrance"]
    found += _age(min((trace.last_s for trace in inside), default=math.inf))
    for window in range(len(WINDOWS_S)):
        found.append(_LOG[min(sum(trace.counts[window] for trace in inside), 99)])
        found.append(float(sum(trace.counts[window] > 0 for trace in inside)))
    return np.array(found, dtype=np.float32)


def _age(seconds: float) -> tuple[float, ...]:
    for index, limit in enumerate(_AGES_S):
        if seconds < limit:
            return _ONE_AGE[index]
    return _NO_AGE


_NO_AGE = (0.0,) * len(_AGES_S)
_ONE_AGE = tuple(tuple(float(i == k) for i in range(len(_AGES_S))) for k in range(len(_AGES_S)))
_LOG = tuple(math.log1p(count) for count in range(100))
_LACKING = (0.0,) * (5 + len(_AGES_S))
_NOWHERE = [0.0] * len(CHANNELS)
FEATURES = len(features({}, 0.0))


@dataclass(frozen=True)
class ActivityModel:
    """Multinomial logistic regression."""

    weights: Floats
    """Shape `(FEATURES, len(KINDS))`."""
    bias: Floats
    """Shape `(len(KINDS),)`."""
    speak_above: float = 0.0
    """A probability below this is not worth telling."""

    @classmethod
    def open(cls, manifest: Path = MANIFEST) -> "ActivityModel":
        """The shipped model; `ArtifactError` if it is damaged or was made for other features."""
        path = find("activity", manifest).files["model"]
        return cls.read(json.loads(path.read_text(encoding="utf-8")), str(path))

    @classmethod
    def read(cls, told: Mapping[str, Any], where: str = "the model") -> "ActivityModel":
        """A model as `told` by its file."""
        weights = np.array(told["weights"], dtype=np.float32)
        labels = (tuple(told["kinds"]), tuple(told["channels"]))
        if labels != (KINDS, CHANNELS) or weights.shape != (FEATURES, len(KINDS)):
            raise ArtifactError(f"{where} was made for other features: restore or train it again")
        bias = np.array(told["bias"], dtype=np.float32)
        return cls(weights, bias, float(told["speak_above"]))

    def probabilities(self, read: Floats) -> Floats:
        """Features, shape `(..., FEATURES)`, to shape `(..., len(KINDS))`; each row sums to 1."""
        logits = read @ self.weights + self.bias
        odds = np.exp(logits - logits.max(axis=-1, keepdims=True))
        result: Floats = odds / odds.sum(axis=-1, keepdims=True)
        return result


def fit(
    read: Floats, kinds: NDArray[np.int64], *, decay: float = 1e-4, rounds: int = 30, seed: int = 1
) -> ActivityModel:
    """Learn from features, shape `(n, FEATURES)`, and indices into `KINDS`, shape `(n,)`.

    Adam on batches of 256, the step falling to nothing; `decay` is the L2 penalty.
    """
    dice = np.random.default_rng(seed)
    weights = np.zeros((read.shape[1] + 1, len(KINDS)))
    speed, square = np.zeros_like(weights), np.zeros_like(weights)
    inputs = np.hstack([read, np.ones((len(read), 1), dtype=np.float32)])
    wanted = np.eye(len(KINDS), dtype=np.float32)[kinds]
    batches = max(1, len(read) // 256)
    for step in range(rounds * batches):
        if step % batches == 0:
            order = dice.permutation(len(read))
        chosen = order[step % batches :: batches]
        logits = inputs[chosen] @ weights
        odds = np.exp(logits - logits.max(axis=1, keepdims=True))
        wrong = odds / odds.sum(axis=1, keepdims=True) - wanted[chosen]
        slope = inputs[chosen].T @ wrong / len(chosen) + decay * weights
        speed = 0.9 * speed + 0.1 * slope
        square = 0.999 * square + 0.001 * slope**2
        even = speed / (1 - 0.9 ** (step + 1)), square / (1 - 0.999 ** (step + 1))
        rate = 0.02 * (1 - step / (rounds * batches))
        weights -= rate * even[0] / (np.sqrt(even[1]) + 1e-8)
    return ActivityModel(weights[:-1].astype(np.float32), weights[-1].astype(np.float32))
