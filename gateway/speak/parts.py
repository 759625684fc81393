"""What the parts of speaking give each other, and the doors between them.

`reply -> sentences -> Engine -> Synthesizer -> Player -> AudioOut`
"""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable, Iterable
from contextlib import suppress
from typing import Protocol

from gateway.sound import Pcm, Sound

REPLY_CHARACTERS_MAX = 2000  # Two minutes of speech; nobody listens for longer.


class SpeechError(Exception):
    """Nothing can be said; says what to do."""


class Synthesizer(Protocol):
    """A voice."""

    @property
    def name(self) -> str:
        """piper, flite, espeak-ng, ..."""

    def say(self, text: str) -> AsyncGenerator[Sound, None]:
        """The sound of each sentence in turn; `SpeechError` when there will be none."""

    async def close(self) -> None:
        """End what runs for it."""


class AudioOut(Protocol):
    """Something that sounds."""

    async def write(self, pcm: Pcm, rate: int) -> None:
        """Append some sound, a few hundredths of a second; raises `SpeechError`."""

    async def finish(self) -> None:
        """Let what was written sound to its end."""

    def cut(self) -> None:
        """Be silent at once, and forget what was written."""


async def one_ahead(
    parts: Iterable[str], make: Callable[[str], Awaitable[Sound]]
) -> AsyncGenerator[Sound, None]:
    """The sound of each part; the next is made while the last one sounds."""
    following: asyncio.Task[Sound] | None = None
    try:
        for part in parts:
            made = await following if following is not None else None
            following = asyncio.ensure_future(make(part))
            if made is not None:
                yield made
        if following is not None:
            yield await following
    finally:
        if following is not None and not following.done():
            following.cancel()
            with suppress(asyncio.CancelledError, SpeechError):
                await following
