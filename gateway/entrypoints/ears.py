"""The microphone of this machine: what is said into it becomes turns, and their replies sound here.

A wake word opens the ear, so does a question of ours; a wake word or "stop" cuts what we say.
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine

import structlog

from context.turn import Transcript
from gateway.app import Gateway
from gateway.hear.barge_in import STOP
from gateway.hear.hearing import Hearing
from gateway.hear.listen import Ear, listen
from gateway.hear.nearest import Claim, Nearest
from gateway.hear.parts import Utterance, Wake
from gateway.sound import Pcm, SoundError
from gateway.speak.speaker import Speaker

ANSWER_S = 8.0  # To begin an answer to our question; later nobody remembers it.
AGAIN_S = 5.0  # Until a microphone that went away is tried again.
TROUBLE_TOLD_MAX = 3  # Then it is known that there is none.

_log = structlog.get_logger(__name__)


class Ears:
    """One room's ear and mouth."""

    def __init__(
        self,
        gateway: Gateway,
        ear: Ear,
        hearing: Hearing,
        speaker: Speaker | None,
        nearest: Nearest,
        *,
        satellite: str | None,
        area: str | None,
    ) -> None:
        self._gateway = gateway
        self._ear = ear
        self._hearing = hearing
        self._speaker = speaker
        self._nearest = nearest
        self._here = Transcript("", satellite, area)
        self._busy: set[asyncio.Task[None]] = set()

    async def run(self, microphone: Callable[[], AsyncIterator[Pcm]]) -> None:
        """Listen for ever, or to the end of a file; a microphone that goes away is waited for."""
        told = 0
        while True:
            try:
                return await self._listen(microphone())
            except SoundError as error:
                if (told := told + 1) <= TROUBLE_TOLD_MAX:
                    _log.error("cannot hear, trying on", why=str(error))
            await asyncio.sleep(AGAIN_S)

    async def close(self) -> None:
        """Leave what was being said."""
        for task in tuple(self._busy):
            task.cancel()
        await asyncio.gather(*self._busy, return_exceptions=True)

    async def _listen(self, chunks: AsyncIterator[Pcm]) -> None:
        async for heard in listen(chunks, self._ear, aside=self._speaker is None):
            if isinstance(heard, Wake):
                if heard.word == STOP:
                    self._ear.fall_silent()
                else:
                    self._beside(self._yield_to_nearer(heard))
            elif isinstance(heard, Utterance) and heard.ended_by != "nobody":
                self._beside(self.answer(heard))

    def _beside(self, doing: Coroutine[None, None, None]) -> None:
        task = asyncio.get_running_loop().create_task(doing)
        self._busy.add(task)
        task.add_done_callback(self._done)

    def _done(self, task: "asyncio.Task[None]") -> None:
        self._busy.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            _log.error("what was said came to nothing", exc_info=error)

    async def _yield_to_nearer(self, wake: Wake) -> None:
        if not await self._nearest.answers(Claim(self._here.satellite or "", wake)):
            self._ear.fall_silent()

    async def answer(self, utterance: Utterance) -> None:
        """Hear out one utterance, do what it asks for, and say what came of it."""
        said = await asyncio.to_thread(self._hearing.read, utterance, self._here)
        if not said.text:
            return
        turn = await self._gateway.say(said)
        _log.info(
            "heard", confidence=round(said.confidence, 2), seconds=round(utterance.speech_s, 1)
        )
        if self._speaker is not None:
            await self._speaker.say(turn.reply.text)
        if turn.awaits_answer:
            self._ear.attend(ANSWER_S)
