"""Sound goes out in small steps, so that it can be cut at any moment and what was heard is known.

Nothing is written more than `LEAD_S` before it sounds: that, and the way to the loudspeaker, is
all that is heard after a cut.
"""

import asyncio
from collections import deque
from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import dataclass

import numpy as np

from gateway.sound import RATE, Pcm, Sound
from gateway.speak.parts import AudioOut

STEP_S = 0.02  # Of sound at a time.
LEAD_S = 0.08  # Written ahead: more than a busy board is late, less than one notices.
KEPT_S = 3.0  # Of what was played, to tell an echo by.


@dataclass(frozen=True)
class Played:
    """What became of a reply."""

    ms: float
    """Of it that sounded."""
    interrupted: bool = False


@dataclass(frozen=True)
class Sounded:
    """A step of sound with the time at which it begins to sound, as the loop counts it."""

    at_s: float
    pcm: Pcm
    """At `RATE`."""


class Player:
    """Plays one reply at a time."""

    def __init__(self, out: AudioOut) -> None:
        self._out = out
        self._cut: asyncio.Event | None = None
        self._cut_ms = 0.0
        self._begun_s: float | None = None
        self._silent_s = 0.0
        self._due_s = 0.0
        self._recent: deque[Sounded] = deque(maxlen=round(KEPT_S / STEP_S))
        self._one_at_a_time = asyncio.Lock()
        self.text = ""
        """Words of the reply that sounds, or of the last one."""

    @property
    def playing(self) -> bool:
        """Whether a reply sounds now."""
        return self._begun_s is not None

    async def play(
        self, sounds: AsyncGenerator[Sound, None], text: str = "", volume: float = 1.0
    ) -> Played:
        """Play to the end, or until `stop`; waits for the reply before. Raises `SpeechError`."""
        async with self._one_at_a_time:
            self.text, self._cut = text, asyncio.Event()
            feeding = asyncio.create_task(self._feed(sounds, volume))
            cutting = asyncio.create_task(self._cut.wait())
            try:
                await asyncio.wait((feeding, cutting), return_when=asyncio.FIRST_COMPLETED)
                if self._cut.is_set():
                    return Played(self._cut_ms, interrupted=True)
                await feeding
                return Played(self._heard_ms())
            finally:
                for task in (feeding, cutting):
                    task.cancel()
                await asyncio.gather(feeding, cutting, return_exceptions=True)
                if feeding.cancelled():  # It may have written once more after `stop`.
                    self._out.cut()
                self._begun_s = self._cut = None

    def stop(self) -> float | None:
        """Be silent now; how many ms of the reply sounded, None when none does."""
        if self._begun_s is None or self._cut is None or self._cut.is_set():
            return None
        self._cut_ms = self._heard_ms()
        self._out.cut()
        self._cut.set()
        now = asyncio.get_running_loop().time()
        while self._recent and self._recent[-1].at_s > now:
            self._recent.pop()
        return self._cut_ms

    def heard_since(self, at_s: float) -> Pcm:
        """All that sounded since then until now, with silence between, at `RATE`."""
        now = asyncio.get_running_loop().time()
        pcm = np.zeros(max(0, round((now - at_s) * RATE)), np.int16)
        for step in self._recent:
            begin = round((step.at_s - at_s) * RATE)
            if begin + len(step.pcm) <= 0 or begin >= len(pcm):
                continue
            part = step.pcm[max(0, -begin) :][: len(pcm) - max(0, begin)]
            pcm[max(0, begin) : max(0, begin) + len(part)] = part
        return pcm

    async def _feed(self, sounds: AsyncGenerator[Sound, None], volume: float) -> None:
        loop = asyncio.get_running_loop()
        self._silent_s = 0.0
        async with aclosing(sounds):
            async for sound in sounds:
                now = loop.time()
                if self._begun_s is None:
                    self._begun_s = self._due_s = now
                elif now > self._due_s:  # The next sentence was late: a pause that was no speech.
                    self._silent_s += now - self._due_s
                    self._due_s = now
                await self._feed_one(quieter(sound.pcm, volume), sound.rate)
        await self._sleep_until(self._due_s)
        await self._out.finish()

    async def _feed_one(self, pcm: Pcm, rate: int) -> None:
        step = max(1, round(STEP_S * rate))
        for begin in range(0, len(pcm), step):
            part = pcm[begin : begin + step]
            await self._sleep_until(self._due_s - LEAD_S)
            if self._cut is None or self._cut.is_set():
                return
            self._recent.append(Sounded(self._due_s, at_rate(part, rate)))
            await self._out.write(part, rate)
            self._due_s += len(part) / rate

    async def _sleep_until(self, at_s: float) -> None:
        await asyncio.sleep(max(0.0, at_s - asyncio.get_running_loop().time()))

    def _heard_ms(self) -> float:
        """Of the reply, by the clock: what is written and has not sounded yet does not count."""
        if self._begun_s is None:
            return 0.0
        until = min(asyncio.get_running_loop().time(), self._due_s)
        return max(0.0, until - self._begun_s - self._silent_s) * 1000


def quieter(pcm: Pcm, volume: float) -> Pcm:
    """Samples at 0..1 of their amplitude."""
    if volume >= 1.0:
        return pcm
    return (pcm.astype(np.float32) * max(0.0, volume)).astype(np.int16)


def at_rate(pcm: Pcm, rate: int) -> Pcm:
    """A step of sound at `RATE`, by straight lines: good enough to know an echo by."""
    if rate == RATE or not len(pcm):
        return pcm
    points = np.arange(round(len(pcm) * RATE / rate)) * (rate / RATE)
    straight: Pcm = np.interp(points, np.arange(len(pcm)), pcm).astype(np.int16)
    return straight
