"""What wake words cost: `python -m gateway.evaluate.wake.cost ours|package`, a process for each."""

import importlib
import json
import sys
import time
import warnings
from collections.abc import Callable
from typing import Any

import numpy as np
import psutil

from gateway.hear.wake import WakeWords, known_words, load_wake_models, models_folder
from gateway.sound import CHUNK, Pcm

FRAMES = 500
WORDS = ("alexa", "hey_jarvis", "hey_mycroft", "hey_rhasspy")


def ours() -> Callable[[Pcm], Any]:
    """Bare sessions."""
    return WakeWords(load_wake_models(WORDS)).scores


def package() -> Callable[[Pcm], Any]:
    """openwakeword's own class, with its ONNX models."""
    warnings.simplefilter("ignore")
    model = importlib.import_module("openwakeword.model")
    files = known_words(models_folder())
    paths = [str(files[word]) for word in WORDS]
    predict: Callable[[Pcm], Any] = model.Model(paths, inference_framework="onnx").predict
    return predict


def main() -> None:
    """Print milliseconds of CPU a frame (median and 99th percentile) and RSS."""
    hear = {"ours": ours, "package": package}[sys.argv[1]]()
    noise = np.random.default_rng(0).normal(0, 500, (FRAMES, CHUNK)).astype(np.int16)
    took = []
    for chunk in noise:
        began = time.process_time()
        hear(chunk)
        took.append(1_000 * (time.process_time() - began))
    p50, p99 = np.percentile(took, (50, 99))
    rss = psutil.Process().memory_info().rss / 1e6
    sys.stdout.write(json.dumps({"p50": p50, "p99": p99, "rss": rss}) + "\n")


if __name__ == "__main__":
    main()
