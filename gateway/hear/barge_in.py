"""Somebody speaks while we do: a wake word or "stop" cuts our reply, our echo does not.

`BargeIn` is a `WakeDetector` around the real one, within a running event loop. While nothing is
played it only passes on what that one says; while a reply sounds it is stricter, and cuts the
reply when somebody is heard.
"""

import asyncio
import re
from collections import deque
from collections.abc import Callable, Sequence
from statistics import median

import numpy as np

from gateway.hear.echo import (
    DELAY_S_MAX,
    Loudspeaker,
    echo_share,
    unexplained,
    without_echo,
)
from gateway.hear.parts import Transcriber, Wake, WakeDetector
from gateway.sound import CHUNK, RATE, Pcm

STOP = "stop"
"""The word of the `Wake` that a "stop" gives: there is nothing more to be heard."""
STOP_WORDS = ("stop", "stop it", "okay stop", "quiet", "be quiet", "shut up", "silence", "enough",
              "that's enough", "cancel")  # fmt: skip
WINDOW_S = 1.2  # A wake word with what is around it.
TAIL_S = 0.5  # A room and a microphone's buffers go on for so long after a reply.
SCORE_RAISED = 0.15  # Above the detector's own threshold, as far as it leaves room.
LOOK_CHUNKS = 4  # Every third of a second,
LOOK_FROM_CHUNKS = round((WINDOW_S + DELAY_S_MAX) * RATE / CHUNK)  # once we fill what is compared.
LOOKS_KEPT = 30  # Ten seconds of our own voice in this room,
LOOKS_RECENT = 4  # of which the last hold who speaks now.
GROWTH_MAX = 1.2  # From look to look: a fan that was turned on is usual after some seconds.
PERSON_FACTOR = 1.6  # Of what usually is left of our echo: about 5 dB below our own voice.
UNSURE_FACTOR = 3.2  # Where the detector is not so sure; it does not speak again when it is surer.
SHARE_PERSON = 0.35  # Of energy that is echo, until it is known what is usual here.
READ_AFTER_CHUNKS = (4, 8, 12)  # "Stop" takes 0.3 s, "that's enough" 0.8 s.
SURE_CHUNKS = 6  # Of fewer chunks of echo nothing can be said.


_WORD = re.compile(r"[^\W_]+")


class EchoGuard:
    """Whether what is heard now is more than our own voice come back."""

    def __init__(self, speaker: Loudspeaker) -> None:
        self._speaker = speaker
        self._heard: deque[Pcm] = deque(maxlen=round(WINDOW_S * RATE / CHUNK))
        self._usual: deque[float] = deque(maxlen=LOOKS_KEPT)
        self._chunks = 0
        self._sounded_s = -TAIL_S

    def accept(self, chunk: Pcm) -> bool:
        """The next `CHUNK` samples; whether our own voice may be in them."""
        self._heard.append(chunk)
        now = asyncio.get_running_loop().time()
        if self._speaker.playing:
            self._sounded_s = now
        sounding = now - self._sounded_s < TAIL_S
        self._chunks = self._chunks + 1 if sounding else 0
        if self._chunks > LOOK_FROM_CHUNKS and self._chunks % LOOK_CHUNKS == 0:
            self._look()
        return sounding

    def _look(self) -> None:
        """Remember what is left of our echo; somebody who speaks meanwhile moves it little."""
        left = unexplained(*self._both())
        self._usual.append(min(left, GROWTH_MAX * median(self._usual)) if self._usual else left)

    def somebody(self, factor: float = PERSON_FACTOR) -> bool:
        """Whether somebody else speaks, too: `factor` times what usually is left of our echo is."""
        if self._chunks < SURE_CHUNKS:
            return False
        heard, played = self._both()
        if not self._usual:
            return echo_share(heard, played) < SHARE_PERSON
        before = list(self._usual)[: max(1, len(self._usual) - LOOKS_RECENT)]
        return unexplained(heard, played) > factor * median(before)

    def clean(self) -> Pcm:
        """The last second without our own voice, as far as it can be taken away."""
        return without_echo(*self._both())

    def _both(self) -> tuple[Pcm, Pcm]:
        """What was heard in the last second, and what was played until then."""
        heard = np.concatenate(self._heard)
        now = asyncio.get_running_loop().time()
        return heard, self._speaker.heard_since(now - len(heard) / RATE - DELAY_S_MAX)


class StopWord:
    """Hears "stop" and the like while we speak, with a recogniser, in what is no echo."""

    def __init__(self, transcriber: Transcriber, words: Sequence[str] = STOP_WORDS) -> None:
        self._transcriber = transcriber
        self._words = words
        self._is_stop = re.compile(rf"\W*(?:{'|'.join(map(re.escape, words))})\W*", re.IGNORECASE)
        self._since = 0
        """Chunks since somebody began to speak; 0 while nobody does."""
        self._reading: asyncio.Task[str] | None = None

    def accept(self, guard: EchoGuard) -> bool:
        """After each chunk: whether "stop" has been read. Reading goes on beside us."""
        if self._reading is not None and self._reading.done():
            reading, self._reading = self._reading, None
            if self._is_stop.fullmatch(reading.result()):
                self.reset()
                return True
        if self._since == 0 and not guard.somebody():
            return False
        self._since += 1
        if self._since in READ_AFTER_CHUNKS and self._reading is None:
            self._reading = asyncio.ensure_future(asyncio.to_thread(self._read, guard.clean()))
        if self._since > READ_AFTER_CHUNKS[-1]:
            self._since = 0
        return False

    def reset(self) -> None:
        """Forget what was heard."""
        self._since, self._reading = 0, None

    def _read(self, pcm: Pcm) -> str:
        listening = self._transcriber.listen(self._words)
        listening.accept(pcm)
        return listening.final().text


class BargeIn:
    """Listens for wake words, and while we speak for interruptions; cuts our reply upon them."""

    def __init__(
        self,
        detector: WakeDetector,
        speaker: Loudspeaker,
        interrupted: Callable[[float], None],
        *,
        threshold: float = 0.5,
        stop_word: StopWord | None = None,
    ) -> None:
        """`interrupted` is told how many ms of the reply sounded; `threshold` is the detector's."""
        self._detector = detector
        self._speaker = speaker
        self._interrupted = interrupted
        self._raised = threshold + min(SCORE_RAISED, (1.0 - threshold) / 2)
        self._stop_word = stop_word
        self._guard = EchoGuard(speaker)
        self._heard_samples = 0

    def accept(self, chunk: Pcm) -> Wake | None:
        """The next `CHUNK` samples; a wake word, or `STOP`. The reply is silent by then."""
        self._heard_samples += len(chunk)
        sounding = self._guard.accept(chunk)
        wake = self._detector.accept(chunk)
        if sounding:
            wake = wake if wake is not None and self._meant(wake) else None
            wake = wake or self._stopped()
        elif self._stop_word is not None:
            self._stop_word.reset()
        if wake is None:
            return None
        sounded_ms = self._speaker.stop()
        if sounded_ms is not None:
            self._interrupted(sounded_ms)
        return wake

    def reset(self) -> None:
        """Forget all sound heard so far."""
        self._detector.reset()
        if self._stop_word is not None:
            self._stop_word.reset()

    def _meant(self, wake: Wake) -> bool:
        """Whether a person said it, and not we."""
        if says(self._speaker.text, wake.word):
            return False
        return self._guard.somebody(PERSON_FACTOR if wake.score >= self._raised else UNSURE_FACTOR)

    def _stopped(self) -> Wake | None:
        if self._stop_word is None or not self._speaker.playing:
            return None
        if says(self._speaker.text, STOP):
            return None
        if self._stop_word.accept(self._guard):
            return Wake(STOP, 1.0, self._heard_samples)
        return None


def says(text: str, word: str) -> bool:
    """Whether a text has a wake word in it, by the name of its model.

    >>> says("Say hey, Jarvis to begin.", "hey_jarvis"), says("The lamp is on.", "hey_jarvis_v0.1")
    (True, False)
    """
    name = re.sub(r"_v\d[\d.]*$", "", word).replace("_", " ")
    return _words(name) in _words(text)


def _words(text: str) -> str:
    words = " ".join(_WORD.findall(text.casefold()))
    return f" {words} "
