"""Sounds, and stand-ins for detectors, for the tests of hearing."""

from collections.abc import AsyncIterator, Iterable, Sequence
from pathlib import Path

import numpy as np

from gateway.hear.parts import Wake
from gateway.sound import CHUNK, RATE, Pcm, read_sound

RECORDINGS = Path(__file__).parents[2] / "recordings"
AT_ONCE = RECORDINGS / "hey_jarvis_turn_off_the_kitchen_light.flac"
WITH_A_PAUSE = RECORDINGS / "hey_jarvis_pause_it_is_dark_in_here.flac"


def noise(seconds: float, level: float = 100.0) -> Pcm:
    return np.random.default_rng(1).normal(0, level, round(seconds * RATE)).astype(np.int16)


def voice(seconds: float, level: float = 3000.0) -> Pcm:
    """What `LoudIsVoice` takes for speech."""
    return noise(seconds, level)


def chunks(*sounds: Pcm) -> list[Pcm]:
    whole = np.concatenate(sounds)
    return [whole[start : start + CHUNK] for start in range(0, len(whole), CHUNK)]


async def stream(pieces: Iterable[Pcm]) -> AsyncIterator[Pcm]:
    for piece in pieces:
        yield piece


def loud_is_voice(block: bytes) -> float:
    return float(np.abs(np.frombuffer(block, np.int16)).mean() > 1000)


class WakeAt:
    """Hears a wake word in the chunks of these numbers."""

    def __init__(self, numbers: Sequence[int]) -> None:
        self._numbers = numbers
        self._heard = 0

    def accept(self, chunk: Pcm) -> Wake | None:
        assert len(chunk) == CHUNK
        self._heard += 1
        return Wake("hey_you", 0.9, self._heard * CHUNK) if self._heard in self._numbers else None

    def reset(self) -> None:
        self._heard = 0


def recording(path: Path) -> Pcm:
    return read_sound(path).pcm
