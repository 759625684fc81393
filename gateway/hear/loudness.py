"""How loud it is, and how loud the noise under it is, without telling voices from noise.

The noise is what the quieter moments of the last seconds had: people pause, fans do not (the idea
of minimum statistics, Martin 2001). Costs a sum of squares for each 80 ms.
"""

import math
from collections import deque

import numpy as np

from gateway.sound import CHUNK, RATE, Pcm

MEMORY_S = 5.0  # Long enough for a pause between two sentences.
NOISE_PERCENTILE = 20
LOUD_PERCENTILE = 80
CHUNKS_MIN = 3  # Fewer are no measure of noise.
POWER_MIN = 1.0
"""Of a signal of one step: digital silence counts as that, as no microphone is quieter."""

FRAME = RATE // 50
PAUSE_FRAMES = 5  # 100 ms.
SNR_DB_MIN = -20.0  # Below, there is no signal that could be measured.


class Loudness:
    """The powers of the last `MEMORY_S` of a stream."""

    def __init__(self) -> None:
        self._powers: deque[float] = deque(maxlen=_chunks(MEMORY_S))

    def accept(self, pcm: Pcm) -> None:
        """The next sound, about `CHUNK` samples."""
        if len(pcm):
            self._powers.append(power(pcm))

    def noise(self, before_s: float = 0.0) -> float | None:
        """Power of the noise, leaving the last `before_s` out; None when too little was heard."""
        earlier = list(self._powers)[: len(self._powers) - _chunks(before_s)]
        if len(earlier) < CHUNKS_MIN:
            return None
        return float(np.percentile(earlier, NOISE_PERCENTILE))

    def above_noise_db(self, last_s: float) -> float | None:
        """How far the loud part of the last `last_s` stands above the noise before."""
        last = list(self._powers)[-_chunks(last_s) :]
        noise = self.noise(last_s)
        if noise is None or not last:
            return None
        return snr_db(float(np.percentile(last, LOUD_PERCENTILE)), noise)


def power(pcm: Pcm) -> float:
    """Mean square, in steps of 16 bit; n >= 1."""
    return float(np.mean(np.square(pcm, dtype=np.float64)))


def snr_db(both: float, noise: float) -> float:
    """Signal over noise, of the power of both together and of noise: `snr_db(110, 10)` is 10."""
    noise = max(noise, POWER_MIN)
    return max(SNR_DB_MIN, 10 * math.log10(max(both - noise, POWER_MIN / 10) / noise))


def pause_after_word(pcm: Pcm, noise: float | None) -> int | None:
    """Where in `pcm`, which ends with a word or soon after it, the last pause ends; None without
    one.

    A pause is 100 ms of nearly nothing: twice as loud as the noise (its power thrice) or 25 dB
    below the word. Closures within words are shorter ("rhas-spy").
    """
    frames = len(pcm) // FRAME
    if frames == 0:
        return None
    offset = len(pcm) - frames * FRAME
    powers = np.square(pcm[offset:].reshape(-1, FRAME), dtype=np.float64).mean(axis=1)
    quiet = powers <= max(3 * (noise or 0.0), powers.max() / 300, POWER_MIN)
    run = 0
    for frame in range(frames - 1, -1, -1):
        run = run + 1 if quiet[frame] else 0
        if run == PAUSE_FRAMES:
            return offset + (frame + run) * FRAME
    return None


def _chunks(seconds: float) -> int:
    return round(seconds * RATE / CHUNK)
