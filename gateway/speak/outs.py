"""Where sound goes: a loudspeaker by its ALSA name, a WAV file, or memory."""

import asyncio
import fcntl
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import numpy as np

from gateway.sound import Pcm, Sound, write_sound
from gateway.speak.parts import SpeechError

BUFFER_US = 80_000  # In the sound card; it is thrown away when we stop.
PIPE_BYTES = 4096  # The least there is, 0.1 s: a pipe of the usual 64 kB is two seconds of speech.
FINISH_S_MAX = 5.0  # A buffer's worth of sound ends sooner, or the device hangs.
WRITE_S_MAX = 5.0


class AlsaOut:
    """A loudspeaker, through `aplay`; opened at the first sound and closed after the last."""

    def __init__(self, device: str = "default", program: str = "aplay") -> None:
        self._device = device
        self._program = program
        self._running: asyncio.subprocess.Process | None = None
        self._ending: set[asyncio.Task[int]] = set()
        self._rate = 0

    async def write(self, pcm: Pcm, rate: int) -> None:
        """Append some sound."""
        if self._running is not None and rate != self._rate:
            await self.finish()
        running = self._running or await self._start(rate)
        assert running.stdin is not None
        try:
            async with asyncio.timeout(WRITE_S_MAX):
                running.stdin.write(pcm.astype("<i2").tobytes())
                await running.stdin.drain()
        except (OSError, TimeoutError) as error:
            self.cut()
            raise SpeechError(
                f"the loudspeaker {self._device!r} takes no sound; see `ambient doctor audio`"
            ) from error

    async def finish(self) -> None:
        """Let what was written sound to its end."""
        running = self._running
        if running is None or running.stdin is None:
            return
        running.stdin.close()
        try:
            async with asyncio.timeout(FINISH_S_MAX):
                status = await running.wait()
        except TimeoutError:
            self.cut()
            return
        if self._running is running:
            self._running = None
            if status:
                raise SpeechError(
                    f"the loudspeaker {self._device!r} cannot be used; see `ambient doctor audio`"
                )

    def cut(self) -> None:
        """Be silent at once: what the card still holds is dropped with the program."""
        running, self._running = self._running, None
        if running is None:
            return
        with suppress(ProcessLookupError):
            running.kill()
        task = asyncio.get_running_loop().create_task(running.wait())
        self._ending.add(task)
        task.add_done_callback(self._ending.discard)

    async def _start(self, rate: int) -> asyncio.subprocess.Process:
        command = (self._program, "-q", "-D", self._device, "-t", "raw", "-f", "S16_LE", "-c", "1",
                   "-r", str(rate), f"--buffer-time={BUFFER_US}", "-")  # fmt: skip
        try:
            self._running = await asyncio.create_subprocess_exec(
                *command, stdin=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.DEVNULL
            )
        except OSError as error:
            raise SpeechError(
                f"{self._program} cannot be run ({error.strerror}): apt install alsa-utils"
            ) from error
        stdin = self._running.stdin
        assert stdin is not None
        stdin.transport.set_write_buffer_limits(high=0)
        pipe = stdin.get_extra_info("pipe")
        with suppress(OSError, AttributeError):  # A kernel that cannot has a longer pipe.
            fcntl.fcntl(pipe.fileno(), fcntl.F_SETPIPE_SZ, PIPE_BYTES)
        self._rate = rate
        return self._running


class MemoryOut:
    """Keeps what would sound, for tests, and for who sends it elsewhere."""

    def __init__(self, at: Callable[[], float] = lambda: 0.0) -> None:
        self._at = at
        self.steps: list[tuple[float, Pcm, int]] = []
        """(time of writing, samples, rate)"""
        self.cut_at: float | None = None

    async def write(self, pcm: Pcm, rate: int) -> None:
        """Append some sound."""
        self.steps.append((self._at(), pcm, rate))

    async def finish(self) -> None:
        """It has sounded."""

    def cut(self) -> None:
        """Remember when."""
        self.cut_at = self._at()

    @property
    def sound(self) -> Sound:
        """All of it, at the rate of the first."""
        if not self.steps:
            return Sound(np.zeros(0, np.int16))
        return Sound(np.concatenate([pcm for _, pcm, _ in self.steps]), self.steps[0][2])


class FileOut(MemoryOut):
    """A WAV file that holds the last reply."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self._path = path

    async def finish(self) -> None:
        """Write the file, and begin anew."""
        write_sound(self._path, self.sound)
        self.steps.clear()

    def cut(self) -> None:
        """Write as much as was said."""
        if self.steps:
            write_sound(self._path, self.sound)
        self.steps.clear()
