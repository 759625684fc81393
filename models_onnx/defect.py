"""Signals about a turn -> how likely it went wrong.

A logistic regression: `p = 1 / (1 + exp(-(b + w . s)))`, with one weight a signal
(`gateway/learn/feedback.py` names them) and two sets of them: `online`, of a turn that nobody has
reacted to yet, and `hindsight`. Trained by `models_onnx/training/reactions.py`.

>>> round(probability({"failed": 1.0}, {"bias": -2.0, "failed": 2.0}), 2)
0.5
"""

import json
import math
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from models_onnx.runtime import MANIFEST, find

BIAS = "bias"


@lru_cache(maxsize=2)
def weights(which: str = "hindsight", manifest: Path = MANIFEST) -> Mapping[str, float]:
    """The shipped weights, by signal.

    Raises:
        ArtifactError: they are missing or damaged.
    """
    path = find("defect", manifest).files["weights"]
    told: Mapping[str, Mapping[str, float]] = json.loads(path.read_text(encoding="utf-8"))
    return told[which]


def probability(signals: Mapping[str, float], weights: Mapping[str, float]) -> float:
    """Of a defect, 0..1."""
    score = weights.get(BIAS, 0.0) + sum(
        weights.get(name, 0.0) * value for name, value in signals.items()
    )
    return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, score))))
