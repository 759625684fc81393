"""Sound as a room gives it to a microphone: voices amid noise, at a given distance above it."""

import numpy as np

from gateway.hear.loudness import power
from gateway.sound import CHUNK, RATE, Pcm

BEFORE_S = 2.0
AFTER_S = 1.0
QUIET = 8.0
"""Deviation of the noise of a quiet room and its microphone, in steps of 16 bit."""
LOUD_SHARE = 0.01
"""Chunks with less than this of the loudest one's power are pauses."""


def speech_power(pcm: Pcm) -> float:
    """Mean square of speech without its pauses; at least one chunk."""
    powers = [power(pcm[start : start + CHUNK]) for start in range(0, len(pcm), CHUNK)]
    return float(np.mean([each for each in powers if each >= LOUD_SHARE * max(powers)]))


def in_room(
    speech: Pcm, noise: Pcm | None = None, snr_db: float = 0.0, seed: int = 0, gain: float = 1.0
) -> Pcm:
    """Speech with 2 s of the room before and 1 s after it.

    The room is quiet where `noise` is None; else a piece of it chosen by `seed`, so loud that
    speech is `snr_db` above it. `gain`: of the microphone, on all of it.
    """
    random = np.random.default_rng(seed)
    before, after = (np.zeros(round(s * RATE), np.int16) for s in (BEFORE_S, AFTER_S))
    sound = np.concatenate((before, speech, after)).astype(np.float64)
    if noise is None:
        sound += random.normal(0, QUIET, len(sound))
    else:
        start = int(random.integers(0, max(1, len(noise) - len(sound))))
        piece = np.resize(noise[start:], len(sound)).astype(np.float64)
        sound += piece * np.sqrt(speech_power(speech) / power(noise) / 10 ** (snr_db / 10))
    return np.clip(sound * gain, -32768, 32767).astype(np.int16)
