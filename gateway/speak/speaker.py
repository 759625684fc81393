"""The gateway's mouth in one room: a text becomes sound at the right volume, and is heard out or not."""

import asyncio
from collections.abc import Callable

import structlog

from context.snapshot import Snapshot
from gateway.speak.loudness import Loudness, volume
from gateway.speak.parts import AudioOut, SpeechError, Synthesizer
from gateway.speak.playback import Played, Player

WAITING_MAX = 8  # Replies that wait for their turn; what is told later is no news.

_log = structlog.get_logger(__name__)


class Speaker:
    """Says replies one after the other; `player` is what barge-in stops."""

    def __init__(
        self,
        synthesizer: Synthesizer,
        out: AudioOut,
        snapshot: Callable[[], Snapshot],
        loudness: Loudness = Loudness(),  # noqa: B008 (frozen)
    ) -> None:
        self.player = Player(out)
        self._synthesizer = synthesizer
        self._snapshot = snapshot
        self._loudness = loudness
        self._waiting: set[asyncio.Task[Played | None]] = set()

    async def say(self, text: str) -> Played | None:
        """Say it to the end, or until it is cut; None when it could not be said, which is logged."""
        if not text.strip():
            return None
        level = volume(self._loudness, self._snapshot())
        try:
            return await self.player.play(self._synthesizer.say(text), text, level)
        except SpeechError as error:
            _log.error("could not speak", why=str(error))
            return None

    def say_soon(self, text: str) -> None:
        """Say it when what is said before has ended; without waiting for that."""
        if len(self._waiting) >= WAITING_MAX:
            _log.warning("too much to say, left out", characters=len(text))
            return
        task = asyncio.get_running_loop().create_task(self.say(text), name="say")
        self._waiting.add(task)
        task.add_done_callback(self._waiting.discard)

    async def close(self) -> None:
        """Be silent, and end the voice."""
        for task in tuple(self._waiting):
            task.cancel()
        await asyncio.gather(*self._waiting, return_exceptions=True)
        await self._synthesizer.close()
