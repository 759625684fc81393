"""A program that turns text into sound, run once for a sentence: no shell, no text in its arguments."""

import asyncio
import os
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import numpy as np

from gateway.sound import Sound
from gateway.speak.parts import SpeechError

SENTENCE_S_MAX = 20.0  # A sentence takes a tenth of a second, on the slowest board two.
WAV_BYTES_MAX = 20_000_000  # Three minutes at 48 kHz; more is not a sentence.


async def run(command: Sequence[str], text: str, *, seconds_max: float = SENTENCE_S_MAX) -> bytes:
    """What a program writes to its standard output, given a text as its input."""
    try:
        program = await asyncio.create_subprocess_exec(
            *command,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
        )
    except OSError as error:
        raise SpeechError(f"{command[0]} cannot be run: {error.strerror}") from error
    try:
        async with asyncio.timeout(seconds_max):
            out, _ = await program.communicate(text.encode())
    except TimeoutError:
        raise SpeechError(
            f"{command[0]} took more than {seconds_max:.0f} s for a sentence"
        ) from None
    finally:
        if program.returncode is None:
            with suppress(ProcessLookupError):
                program.kill()
            await program.wait()
    if program.returncode:
        raise SpeechError(f"{command[0]} ended with status {program.returncode}")
    return out


def private_folder() -> "tempfile.TemporaryDirectory[str]":
    """A folder of this user alone, in memory where there is one: what is said at home stays there."""
    memory = Path("/dev/shm")  # Not /tmp: it may be a flash card, which wears.
    inside = str(memory) if os.access(memory, os.W_OK) else None
    return tempfile.TemporaryDirectory(prefix="ambient-speech-", dir=inside)


def written(path: str, sentence: str) -> None:
    """Write a sentence into a file."""
    Path(path).write_text(f"{sentence}\n", encoding="utf-8")


def read_wav(path: str) -> Sound:
    """A WAV file that a program wrote, which is deleted; raises `SpeechError`."""
    file = Path(path)
    try:
        if file.stat().st_size > WAV_BYTES_MAX:
            raise SpeechError("the voice wrote more than a sentence")
        return wav_sound(file.read_bytes())
    except OSError as error:
        raise SpeechError(f"the voice wrote no sound: {error.strerror}") from error
    finally:
        file.unlink(missing_ok=True)


def wav_sound(data: bytes) -> Sound:
    """A WAV of 16 bit; its sizes are not believed, as programs that stream write any number.

    Several channels become their first. Raises `SpeechError`.
    """
    rate, channels, bits, at = 0, 1, 0, 12
    if data[:4] == b"RIFF" and data[8:12] == b"WAVE":
        while at + 8 <= len(data):
            kind, size = data[at : at + 4], int.from_bytes(data[at + 4 : at + 8], "little")
            body = data[at + 8 : at + 8 + size]
            at += 8 + size + size % 2
            if kind == b"fmt " and len(body) >= 16:
                channels = int.from_bytes(body[2:4], "little")
                rate = int.from_bytes(body[4:8], "little")
                bits = int.from_bytes(body[14:16], "little")
            elif kind == b"data" and rate and channels and bits == 16:
                whole = len(body) - len(body) % (2 * channels)
                return Sound(np.frombuffer(body[:whole], "<i2")[::channels].copy(), rate)
    raise SpeechError("the voice gave no sound: not a WAV of 16 bit")
