"""What the parts of hearing give each other, and the doors between them.

`chunks of 80 ms -> WakeDetector -> Endpointer -> Pieces, Utterance -> Transcriber -> Recognition`
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from gateway.sound import Pcm


@dataclass(frozen=True)
class Wake:
    """A wake word was heard."""

    word: str
    score: float
    """0..1"""
    at: int
    """Sample at which it was heard, counted since the stream began."""
    level_db: float | None = None
    """Loudness of the word above the noise before it; None when there was no noise to measure."""


@dataclass(frozen=True)
class Utterance:
    """Speech of one person from its begin to its end, with some sound before."""

    pcm: Pcm
    """At `RATE`."""
    wake: Wake | None = None
    """None when nobody had to say one: an answer to our question, a button."""
    speech_s: float = 0.0
    """Seconds of it that were speech."""
    snr_db: float | None = None
    """Speech above the noise before it; None when there was no noise to measure."""
    ended_by: str = "silence"
    """silence, length (the maximum was reached), end (of the stream), nobody (spoke in time)."""


@dataclass(frozen=True)
class Piece:
    """The next sound of an utterance that goes on, for who recognises while it is spoken."""

    pcm: Pcm


@dataclass(frozen=True)
class Word:
    """One word of a recognition."""

    text: str
    start_s: float
    end_s: float
    confidence: float | None = None


@dataclass(frozen=True)
class Recognition:
    """What an engine made of an utterance."""

    text: str
    """Empty when nothing was understood."""
    nbest: tuple[str, ...] = ()
    """Its hypotheses, best first, `text` among them; empty when it gives but one."""
    confidence: float | None = None
    """0..1; None when the engine has none."""
    words: tuple[Word, ...] = ()
    engine: str = ""
    seconds: float = 0.0
    """It took."""


class WakeDetector(Protocol):
    """Listens for wake words in a stream."""

    def accept(self, chunk: Pcm) -> Wake | None:
        """The next `CHUNK` samples; the word that ended in them."""

    def reset(self) -> None:
        """Forget all sound heard so far."""


class Listening(Protocol):
    """One utterance on its way through a recogniser."""

    def accept(self, pcm: Pcm) -> None:
        """More of it, any length."""

    def partial(self) -> str:
        """The words so far; empty where the engine gives none before the end."""

    def final(self) -> Recognition:
        """All of it."""


class Transcriber(Protocol):
    """A recogniser."""

    @property
    def name(self) -> str:
        """vosk, whisper, ..."""

    def listen(self, hints: Sequence[str] = ()) -> Listening:
        """Begin an utterance; `hints`: words and names that are likely, the likeliest first."""
