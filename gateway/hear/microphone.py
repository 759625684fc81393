"""Where sound comes from: a file that plays the microphone, or an ALSA device by its name.

Each is a stream of chunks of `CHUNK` samples at `RATE` (a file's last one is shorter). ALSA is
reached through `arecord`, which every Debian has and which resamples where a device cannot do 16
kHz.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress
from pathlib import Path

import numpy as np

from gateway.sound import CHUNK, RATE, Pcm, SoundError, read_sound

STOP_S_MAX = 2.0  # Time for arecord to let go of the device, before it is killed.
SAID_MAX = 2_000  # Bytes of arecord's complaints that are kept.
_HINTS = {
    "busy": "another program holds it: stop that, or name a shared device (dsnoop, pipewire)",
    "No such": "`arecord -L` lists the names",
    "cannot find card": "`arecord -L` lists the names",
    "non available": "name it with plug, as `plughw:1,0`, so that ALSA converts",
    "Permission": "the user must be in the group `audio`",
}


async def file_microphone(path: Path, real_time: bool = False) -> AsyncIterator[Pcm]:
    """A WAV or FLAC file, at the pace it was recorded or as fast as it is heard; `SoundError`."""
    pcm = (await asyncio.to_thread(read_sound, path)).pcm
    loop = asyncio.get_running_loop()
    began = loop.time()
    for start in range(0, len(pcm), CHUNK):
        chunk = pcm[start : start + CHUNK]
        due = began + (start + len(chunk)) / RATE  # A microphone gives a chunk when it is over.
        await asyncio.sleep(max(0.0, due - loop.time()) if real_time else 0)
        yield chunk


def arecord(device: str) -> list[str]:
    """The command that records from `device` until it is stopped, raw, to its standard output.

    Half a second is buffered, for moments in which nobody reads.
    """
    format_ = ["--file-type=raw", "--format=S16_LE", f"--rate={RATE}", "--channels=1"]
    return ["arecord", "--quiet", f"--device={device}", *format_, "--buffer-time=500000"]


async def alsa_microphone(device: str = "default") -> AsyncIterator[Pcm]:
    """A microphone by its ALSA name, for ever; `SoundError` if it cannot be opened or goes away."""
    pipe = asyncio.subprocess.PIPE
    try:
        recorder = await asyncio.create_subprocess_exec(
            *arecord(device), stdin=asyncio.subprocess.DEVNULL, stdout=pipe, stderr=pipe
        )
    except FileNotFoundError as error:
        raise SoundError("arecord is not installed: apt install alsa-utils") from error
    complaints = asyncio.create_task(_last_of(recorder.stderr))
    try:
        while chunk := await _chunk(recorder.stdout):
            yield np.frombuffer(chunk, np.int16)
        raise SoundError(_why(device, await complaints, await recorder.wait()))
    finally:
        complaints.cancel()
        await asyncio.gather(complaints, return_exceptions=True)
        await _stop(recorder)


async def _chunk(stream: asyncio.StreamReader | None) -> bytes:
    """The next `CHUNK` samples; empty when there are no more."""
    if stream is None:
        return b""
    try:
        return await stream.readexactly(2 * CHUNK)
    except asyncio.IncompleteReadError:
        return b""


async def _last_of(stream: asyncio.StreamReader | None) -> str:
    """Read to the end, so that nobody waits; the last of it."""
    said = b""
    while stream and (more := await stream.read(SAID_MAX)):
        said = (said + more)[-SAID_MAX:]
    return said.decode(errors="replace").strip()


def _why(device: str, said: str, status: int) -> str:
    """One sentence of what arecord complained of, and what helps."""
    last = said.splitlines()[-1].strip() if said else f"arecord ended with status {status}"
    hint = next((hint for sign, hint in _HINTS.items() if sign in said), "")
    return f"microphone {device!r}: {last}" + (f": {hint}" if hint else "")


async def _stop(recorder: asyncio.subprocess.Process) -> None:
    """End it, and read what is left: only then its pipes are closed."""
    with suppress(ProcessLookupError):
        recorder.terminate()
    try:
        await asyncio.wait_for(recorder.communicate(), STOP_S_MAX)
    except TimeoutError:
        with suppress(ProcessLookupError):
            recorder.kill()
        await recorder.communicate()
