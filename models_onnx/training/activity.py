"""Train the activity model on generated days and write its artifact: `make train-activity`.

    python -m models_onnx.training.activity [--homes 400] [--seed 1]

A fifth of the homes is held out; the figures printed are of those. No real home's data is read.
"""

import argparse
import json
import sys
from random import Random

import numpy as np
from numpy.typing import NDArray

from models_onnx.activity import CHANNELS, KINDS, ActivityModel, Floats, features, fit
from models_onnx.runtime import HERE
from models_onnx.training import days
from models_onnx.training.manifest import enter

ARTIFACT = HERE / "artifacts" / "activity.json"
VERSION = "1.0"
DAYS = 6
SPEAK_RIGHT_MIN = 0.9  # Of what is told, so much has to be right in generated homes never seen.


def samples(homes: int, seed: int) -> tuple[Floats, NDArray[np.int64], NDArray[np.int64]]:
    """Features, index of the kind, and number of the home, of sampled minutes."""
    dice = Random(seed)
    read, kinds, of_home = [], [], []
    for number in range(homes):
        home = days.new_home(dice)
        people = days.live(home, DAYS, dice)
        at = 0.5 * days.DAY
        while at < (DAYS - 0.2) * days.DAY:
            kind = days.doing(people, at)
            if kind:
                hour = at % days.DAY / days.HOUR
                read.append(features(home.traces(at), hour))
                kinds.append(KINDS.index(kind))
                of_home.append(number)
            at += dice.uniform(2, 14) * days.MINUTE
    return np.array(read), np.array(kinds), np.array(of_home)


def threshold(model: ActivityModel, read: Floats, kinds: NDArray[np.int64]) -> float:
    """The least probability above which what is told is right often enough."""
    chances = model.probabilities(read)
    told, best = chances.argmax(axis=1), chances.max(axis=1)
    speaks = told != KINDS.index("other")
    for limit in np.arange(0.3, 0.99, 0.01):
        chosen = speaks & (best >= limit)
        if chosen.any() and (told[chosen] == kinds[chosen]).mean() >= SPEAK_RIGHT_MIN:
            return float(round(limit, 2))
    return 0.99


def main() -> None:
    """Generate, fit, choose the threshold, write, print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--homes", type=int, default=400)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    read, kinds, of_home = samples(options.homes, options.seed)
    held = of_home >= options.homes * 4 // 5
    model = fit(read[~held], kinds[~held], seed=options.seed)
    told = model.probabilities(read[held]).argmax(axis=1)
    limit = threshold(model, read[held], kinds[held])
    _print(f"minutes={len(read)} held_out={held.sum()} speak_above={limit}")
    _print(f"accuracy={(told == kinds[held]).mean():.3f}")
    for index, kind in enumerate(KINDS):
        is_so, said_so = kinds[held] == index, told == index
        right = (is_so & said_so).sum()
        precision, recall = right / max(1, said_so.sum()), right / max(1, is_so.sum())
        _print(f"{kind:9} n={is_so.sum():6} precision={precision:.3f} recall={recall:.3f}")
    written = {
        "kinds": KINDS,
        "channels": CHANNELS,
        "speak_above": limit,
        "bias": [round(float(value), 4) for value in model.bias],
        "weights": [[round(float(value), 4) for value in row] for row in model.weights],
    }
    ARTIFACT.write_text(json.dumps(written, separators=(",", ":")) + "\n", encoding="utf-8")
    enter(HERE, "activity", VERSION, {"model": ARTIFACT.name}, card="artifacts/activity.md")


def _print(line: str) -> None:
    sys.stdout.write(line + "\n")


if __name__ == "__main__":
    main()
