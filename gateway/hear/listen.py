"""One microphone's sound becomes what was said into it.

    chunks -> wake word -> speech until it ends -> Utterance

`Ear` is plain calls on values; `listen` runs it over any stream of chunks, beside the event loop.
"""

import asyncio
from collections.abc import AsyncIterable, AsyncIterator, Iterator
from dataclasses import replace

import numpy as np

from gateway.hear.endpoint import Endpointer
from gateway.hear.parts import Piece, Utterance, Wake, WakeDetector
from gateway.sound import CHUNK, Pcm

WORD_S = 0.8  # A wake word is said in about that.

Heard = Wake | Piece | Utterance


class Ear:
    """One microphone.

    A wake word opens it, and so does `attend`; the end of speech closes it. A wake word while
    somebody is listened to begins anew: they start over, or somebody else is louder than the
    television.
    """

    def __init__(self, endpointer: Endpointer, wake: WakeDetector | None = None) -> None:
        """Without `wake` only `attend` opens it."""
        self._endpointer = endpointer
        self._wake = wake
        self._rest: Pcm = np.empty(0, np.int16)
        self._asked: float | None = None

    def reset(self) -> None:
        """Forget all sound heard so far: another stream begins."""
        self._rest = self._rest[:0]
        self._endpointer.reset()
        if self._wake:
            self._wake.reset()

    def attend(self, nobody_s: float) -> None:
        """Listen without a wake word, for a button or an answer; `nobody_s`: for speech to begin.

        Like `fall_silent` it counts from the next sound on, and may be called from any thread.
        """
        self._asked = nobody_s

    def fall_silent(self) -> None:
        """Listen no more until the next wake word: another microphone is nearer."""
        self._asked = 0.0

    def accept(self, pcm: Pcm) -> list[Heard]:
        """The next sound, any length; what was heard in it."""
        sound = np.concatenate((self._rest, pcm))
        whole = len(sound) - len(sound) % CHUNK
        self._rest = sound[whole:]
        return [heard for chunk in sound[:whole].reshape(-1, CHUNK) for heard in self._hear(chunk)]

    def end(self) -> list[Heard]:
        """The stream is over; the utterance it cut off, if any."""
        pcm, self._rest = self._rest, self._rest[:0]
        utterance = self._endpointer.accept(pcm) or self._endpointer.end()
        return [utterance] if utterance else []

    def _hear(self, chunk: Pcm) -> Iterator[Heard]:
        yield from self._obey()
        was_open = self._endpointer.is_open
        utterance = self._endpointer.accept(chunk)
        wake = self._wake.accept(chunk) if self._wake else None
        if wake:
            yield (wake := replace(wake, level_db=self._endpointer.level_db(WORD_S)))
            yield Piece(self._endpointer.begin(wake))
        elif was_open:
            yield Piece(chunk)
            if utterance:
                yield utterance

    def _obey(self) -> Iterator[Heard]:
        """Do what was asked for since the last sound."""
        asked, self._asked = self._asked, None
        if asked:
            yield Piece(self._endpointer.begin(nobody_s=asked))
        elif asked is not None:
            self._endpointer.drop()


async def listen(
    chunks: AsyncIterable[Pcm], ear: Ear, *, aside: bool = True
) -> AsyncIterator[Heard]:
    """What is heard in a stream of sound, as it comes.

    `aside`: in a thread, so that others have the event loop meanwhile; not where the detector
    itself lives in the loop, as `BargeIn` does.

    A wake word after pieces of an utterance makes these void: the pieces that follow are another
    one's.
    """
    ear.reset()
    async for pcm in chunks:
        # Some milliseconds, perhaps 15 on a small board.
        for heard in await asyncio.to_thread(ear.accept, pcm) if aside else ear.accept(pcm):
            yield heard
    for heard in ear.end():
        yield heard
