"""Somebody speaks while we do: a wake word or "stop" cuts our reply, our own echo does not.

`BargeIn` stands where the wake detector stood. While nothing is played it only passes on what the
detector says; while a reply sounds it is stricter, and cuts the reply when somebody is heard.
"""

import asyncio
import re
from collections import deque
from collections.abc import Callable, Sequence
from statistics import median

import numpy as np

from gateway.hear.echo import DELAY_S_MAX, Loudspeaker, echo_share
from gateway.hear.parts import Listening, Transcriber, Wake, WakeDetector
from gateway.sound import CHUNK, RATE, Pcm

STOP = "stop"
"""The word of the `Wake` that a "stop" gives: there is nothing more to be heard."""
STOP_WORDS = ("stop", "stop it", "okay stop", "quiet", "be quiet", "shut up", "silence", "enough",
              "that's enough", "cancel")  # fmt: skip
WINDOW_S = 1.2  # A wake word with what is around it.
TAIL_S = 0.5  # A room and a microphone's buffers go on for so long after a reply.
SCORE_RAISED = 0.15  # Above the detector's own threshold, as far as it leaves room.
SHARE_USUAL = 0.7  # Of an echo in a furnished room, until this room's own is known.
SHARES_KEPT = 20  # Of what was heard while we spoke: ten seconds.
PERSON_BELOW = 0.85  # Of the room's usual share: about 5 dB below our own voice.
LOOK_CHUNKS = 6  # Every half second.
SPEECH_S_MAX = 1.6  # "That's enough" takes one second.
QUIET_CHUNKS = 4  # 0.3 s of silence ends it.
NOISE_FACTOR = 3.0  # Speech is 5 dB above the microphone's noise, in energy.


class EchoGuard:
    """Whether what is heard now is more than our own voice come back."""

    def __init__(self, speaker: Loudspeaker) -> None:
        self._speaker = speaker
        self._heard: deque[Pcm] = deque(maxlen=round(WINDOW_S * RATE / CHUNK))
        self._shares: deque[float] = deque(maxlen=SHARES_KEPT)
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
        if sounding and self._chunks % LOOK_CHUNKS == 0:
            self._shares.append(self.share())
        return sounding

    def share(self) -> float:
        """How much of the last second is our own voice, 0..1."""
        heard = np.concatenate(self._heard)
        now = asyncio.get_running_loop().time()
        played = self._speaker.heard_since(now - len(heard) / RATE - DELAY_S_MAX)
        return echo_share(heard, played)

    def somebody(self) -> bool:
        """Whether somebody else speaks, too: less than usual is explained by what we play."""
        usual = median(self._shares) if self._shares else SHARE_USUAL
        return self.share() < PERSON_BELOW * max(usual, SHARE_USUAL / 2)


class StopWord:
    """Hears "stop" and the like in short speech, with a recogniser."""

    def __init__(self, transcriber: Transcriber, words: Sequence[str] = STOP_WORDS) -> None:
        self._transcriber = transcriber
        self._words = words
        self._is_stop = re.compile(rf"\W*(?:{'|'.join(map(re.escape, words))})\W*", re.IGNORECASE)
        self._listening: Listening | None = None
        self._noise = float("inf")
        self._samples = self._quiet = 0

    async def accept(self, chunk: Pcm, *, somebody: Callable[[], bool]) -> bool:
        """Whether "stop" ended in the next samples; `somebody` is asked when speech begins."""
        energy = float(np.mean(chunk.astype(np.float32) ** 2)) + 1.0
        self._noise = min(energy, self._noise * 1.02)
        loud = energy > NOISE_FACTOR * self._noise
        if self._listening is None:
            if not loud or not somebody():
                return False
            self._listening = self._transcriber.listen(self._words)
            self._samples = self._quiet = 0
        listening = self._listening
        await asyncio.to_thread(listening.accept, chunk)
        self._samples += len(chunk)
        self._quiet = 0 if loud else self._quiet + 1
        if self._is_stop.fullmatch(listening.partial()):
            self.reset()
            return True
        if self._quiet < QUIET_CHUNKS and self._samples < SPEECH_S_MAX * RATE:
            return False
        self.reset()
        return bool(self._is_stop.fullmatch((await asyncio.to_thread(listening.final)).text))

    def reset(self) -> None:
        """Forget what was heard."""
        self._listening = None


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

    async def accept(self, chunk: Pcm) -> Wake | None:
        """The next `CHUNK` samples; a wake word, or `STOP`. The reply is silent by then."""
        self._heard_samples += len(chunk)
        sounding = self._guard.accept(chunk)
        wake = self._detector.accept(chunk)
        if sounding:
            wake = wake if wake is not None and self._meant(wake) else None
            wake = wake or await self._stopped(chunk)
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
        if wake.score < self._raised or says(self._speaker.text, wake.word):
            return False
        return self._guard.somebody()

    async def _stopped(self, chunk: Pcm) -> Wake | None:
        if self._stop_word is None or not self._speaker.playing:
            return None
        if says(self._speaker.text, STOP):
            return None
        heard = await self._stop_word.accept(chunk, somebody=self._guard.somebody)
        return Wake(STOP, 1.0, self._heard_samples) if heard else None


def says(text: str, word: str) -> bool:
    """Whether a text has a wake word in it, by the name of its model.

    >>> says("Say hey, Jarvis to begin.", "hey_jarvis"), says("The lamp is on.", "hey_jarvis_v0.1")
    (True, False)
    """
    name = re.sub(r"_v\d[\d.]*$", "", word).replace("_", " ")
    return _words(name) in _words(text)


def _words(text: str) -> str:
    return f" {' '.join(re.findall('[^\\W_]+', text.casefold()))} "
