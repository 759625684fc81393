"""Sound files into a simulated home, through the ear that a room has."""

from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from context.snapshot import Snapshot
from context.turn import Transcript
from gateway.sound import CHUNK, RATE, Pcm, read_sound

if TYPE_CHECKING:
    from gateway.hear.parts import Transcriber, Utterance, WakeDetector

WORDS = ("hey_jarvis", "alexa", "hey_mycroft", "hey_rhasspy")
LEAD_S, AFTER_S = 1.2, 1.5  # A room is quiet before somebody speaks, and afterwards.
NOBODY_S = 8.0
HUSH = 4  # Of 32768: no microphone is as silent as zeros.


class NotHeardError(Exception):
    """Nothing in the sound was speech for us; says what was missing."""


def utterances(sound: Pcm, *, wake: bool, detector: "WakeDetector | None") -> "list[Utterance]":
    """What is said there: after a wake word, or from the beginning; raises `NotHeardError`."""
    from gateway.hear.endpoint import silero
    from gateway.hear.listen import Ear
    from gateway.hear.parts import Utterance

    ear = Ear(silero(), detector if wake else None)
    if not wake:
        ear.attend(NOBODY_S + len(sound) / RATE)
    found: list[Utterance] = []
    woken = 0
    for start in range(0, len(sound), CHUNK):
        for heard in ear.accept(sound[start : start + CHUNK]):
            woken += type(heard).__name__ == "Wake"
            if isinstance(heard, Utterance):
                found.append(heard)
    found += [heard for heard in ear.end() if isinstance(heard, Utterance)]
    spoken = [each for each in found if each.speech_s > 0]
    if not spoken:
        raise NotHeardError("no wake word was heard" if wake and not woken else "nobody spoke")
    return spoken


def heard(
    path: Path, transcript: Transcript, snapshot: Callable[[], Snapshot], *, wake: bool
) -> Transcript:
    """The transcript of a file, said by whom and where `transcript` tells; `NotHeardError`."""
    from gateway.hear.hearing import Hearing

    sound = np.concatenate((_hush(LEAD_S), read_sound(path).pcm, _hush(AFTER_S)))
    (utterance, *_) = utterances(sound, wake=wake, detector=_detector() if wake else None)
    language = snapshot().household.language
    found = Hearing(_transcriber(language), snapshot).read(utterance, transcript)
    if not found.text:
        raise NotHeardError("no words were heard")
    return found


def _hush(seconds: float) -> Pcm:
    """The quiet of a room, the same each time."""
    noise = np.random.default_rng(0).normal(0.0, HUSH, round(seconds * RATE))
    return noise.astype(np.int16)


@cache
def _transcriber(language: str) -> "Transcriber":
    """The best recogniser of this machine, loaded once."""
    from gateway.config import HearSettings
    from gateway.hear.engine import transcriber

    return transcriber(models=HearSettings().models, language=language)


def _detector(words: Sequence[str] = WORDS) -> "WakeDetector":
    from gateway.hear.wake import WakeWords, load_wake_models

    return WakeWords(load_wake_models(words))
