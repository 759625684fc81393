"""Prints how many frames were compared with openwakeword's own code, and the largest difference.

Its stream is given our beginning, as its own is random; it mutes the first five frames.
"""

import sys
from pathlib import Path

import numpy as np
from openwakeword.model import Model

from gateway.hear.wake import (
    WakeWords,
    known_words,
    load_wake_models,
    models_folder,
)
from gateway.sound import CHUNK, read_sound

MUTED = 5
WORDS = ("alexa", "hey_jarvis", "hey_mycroft", "hey_rhasspy", "weather")

files = known_words(models_folder())
theirs = Model(wakeword_models=[str(files[word]) for word in WORDS], inference_framework="onnx")
models = load_wake_models(WORDS)
ours = WakeWords(models)
past = models.beginning
theirs.preprocessor.raw_data_buffer.extend(past.sound.tolist())
theirs.preprocessor.melspectrogram_buffer = past.mels.copy()
theirs.preprocessor.feature_buffer = past.features.copy()

compared, largest = 0, 0.0
pcm = np.concatenate([read_sound(Path(each)).pcm for each in sys.argv[1:]])
for number, start in enumerate(range(0, len(pcm) - CHUNK + 1, CHUNK)):
    chunk = pcm[start : start + CHUNK]
    mine, package = ours.scores(chunk), theirs.predict(chunk)
    if number >= MUTED:
        compared += 1
        largest = max(largest, *(abs(mine[w] - package[files[w].stem]) for w in WORDS))
sys.stdout.write(f"{compared} {largest}")
