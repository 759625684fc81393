"""Two satellites hear the same wake word: the nearest answers, the other stays silent."""

import asyncio
import math
from dataclasses import dataclass

from gateway.hear.parts import Wake

WITHIN_S = 0.3  # Of each other; sound takes 10 ms through a home, networks and buffers the rest.
SCORE_DB = 20.0  # A score of 1 against 0.5 counts as much as 10 dB.


@dataclass(eq=False)
class Listener:
    """One microphone."""


@dataclass(eq=False)
class _Call:
    """A wake word that one or several have heard."""

    word: str
    best: Listener
    mark: float
    over: "asyncio.Future[None]"


class Nearest:
    """Knows who listens, and who heard it best."""

    def __init__(self) -> None:
        self._listeners: set[Listener] = set()
        self._call: _Call | None = None

    def enter(self) -> Listener:
        """One more listens."""
        listener = Listener()
        self._listeners.add(listener)
        return listener

    def leave(self, listener: Listener) -> None:
        """It does not any more."""
        self._listeners.discard(listener)

    async def wins(self, listener: Listener, wake: Wake, energy: float) -> bool:
        """Whether it heard the word best of all; who listens alone need not wait to know.

        `energy` is the mean square of the samples around it.
        """
        if len(self._listeners) < 2:
            return True
        mark = 10 * math.log10(energy + 1.0) + SCORE_DB * wake.score
        call = self._call
        if call is None or call.word != wake.word or call.over.done():
            loop = asyncio.get_running_loop()
            call = self._call = _Call(wake.word, listener, mark, loop.create_future())
            loop.call_later(WITHIN_S, _end, call)
        elif mark > call.mark:
            call.best, call.mark = listener, mark
        await asyncio.shield(call.over)
        return call.best is listener


def _end(call: _Call) -> None:
    if not call.over.done():
        call.over.set_result(None)
