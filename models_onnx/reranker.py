"""What is going on -> how likely each of several things is the one that was meant.

A conditional logit (McFadden, "Conditional logit analysis of qualitative choice behavior", 1974):
the chance of a hypothesis among its rivals is `exp(w . f)` over the sum of it, where `f` are the
signals that speak for it (`gateway/understand/weigh.py`) and `w` one weight each. Being linear, it
tells how much each signal moved it.

>>> chances([{"here": 1.0}, {}], {"here": math.log(3)})
[0.75, 0.25]
"""

import json
import math
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path

from models_onnx.runtime import MANIFEST, find

Signals = Mapping[str, float]
"""Name of a signal -> its value; one that is missing is 0: not known."""


@lru_cache(maxsize=1)
def weights(manifest: Path = MANIFEST) -> Mapping[str, float]:
    """The shipped weight of each signal.

    Raises:
        ArtifactError: it is missing or damaged.
    """
    path = find("reranker", manifest).files["weights"]
    told: Mapping[str, float] = json.loads(path.read_text(encoding="utf-8"))
    return told


def score(signals: Signals, weights: Mapping[str, float]) -> float:
    """`w . f`, in nats."""
    return sum(weights.get(name, 0.0) * value for name, value in signals.items())


def chances(rivals: Sequence[Signals], weights: Mapping[str, float]) -> list[float]:
    """The probability of each of some hypotheses; they add up to 1."""
    return softmax([score(signals, weights) for signals in rivals])


def softmax(scores: Sequence[float]) -> list[float]:
    """Scores in nats -> chances that add up to 1."""
    top = max(scores, default=0.0)
    odds = [math.exp(one - top) for one in scores]
    return [one / sum(odds) for one in odds]
