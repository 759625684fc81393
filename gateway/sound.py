"""Sound as values, for who hears and who speaks: 16-bit samples of one channel."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

RATE = 16_000
"""Samples a second of all that is heard; what is spoken may have another rate."""
CHUNK = 1_280
"""Samples a microphone gives at a time: 80 ms, the step of the wake word models."""

Pcm = NDArray[np.int16]
"""Samples, shape (n,), -32768..32767."""


@dataclass(frozen=True)
class Sound:
    """Some sound, whole."""

    pcm: Pcm
    rate: int = RATE

    @property
    def seconds(self) -> float:
        """How long it lasts."""
        return len(self.pcm) / self.rate


class SoundError(Exception):
    """A file or a device that gives no sound; says what to do."""


def read_sound(path: Path, rate: int = RATE) -> Sound:
    """A WAV or FLAC file as one channel at `rate`; `SoundError` where it is none.

    Several channels become their mean.
    """
    import soundfile  # 20 ms and a shared library: only who reads files pays for it.
    import soxr

    try:
        samples, given = soundfile.read(path, dtype="float32", always_2d=True)
    except (OSError, soundfile.LibsndfileError) as error:
        raise SoundError(f"{path}: no sound could be read ({error}): give a WAV or FLAC") from error
    mono = samples.mean(axis=1)
    if given != rate and len(mono):
        mono = soxr.resample(mono, given, rate)
    return Sound(np.clip(mono * 32768.0, -32768, 32767).astype(np.int16), rate)


def write_sound(path: Path, sound: Sound) -> None:
    """Write a WAV file, 16 bit, one channel."""
    import soundfile

    soundfile.write(path, sound.pcm, sound.rate, subtype="PCM_16")
