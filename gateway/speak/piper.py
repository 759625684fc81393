"""Piper, a neural voice, in a process of its own: it is under the GPL, and takes 200 MB.

The process stays between sentences, as loading the voice takes a second. It reads a line and
writes a WAV into a folder; that the file is whole is what its next log line says. Where it dies
it is started again, where it hangs it is ended.
"""

import asyncio
import re
import tempfile
from collections.abc import AsyncGenerator, Sequence
from contextlib import suppress
from pathlib import Path

from gateway.sound import Sound
from gateway.speak.aloud import aloud, sentences
from gateway.speak.parts import SpeechError, one_ahead
from gateway.speak.running import private_folder, read_wav

LOAD_S_MAX = 60.0  # A slow card and a large voice.
SENTENCE_S_MAX = 30.0  # A Pi 3 takes about as long as the sentence sounds.
TRIES = 2  # A process that died in the night is started again; one that dies twice is broken.
LINES_MAX = 200  # Of log between two sentences; more is not a voice.

_PATH = re.compile(r"(?:^|\s)(/\S.*\.wav)\s*$")


class Piper:
    """A Piper voice, by the path of its `.onnx`; its `.onnx.json` lies beside it."""

    name = "piper"

    def __init__(self, command: Sequence[str], voice: Path, language: str = "en") -> None:
        self._command = tuple(command)
        self._voice = voice
        self._language = language
        self._program: asyncio.subprocess.Process | None = None
        self._folder: tempfile.TemporaryDirectory[str] | None = None
        self._one_at_a_time = asyncio.Lock()
        self._spoke = False

    def say(self, text: str) -> AsyncGenerator[Sound, None]:
        """The sound of each sentence in turn."""
        return one_ahead(sentences(aloud(text, self._language)), self._make)

    async def close(self) -> None:
        """End the process."""
        async with self._one_at_a_time:
            await self._end()

    async def _make(self, sentence: str) -> Sound:
        async with self._one_at_a_time:
            for left in reversed(range(TRIES)):
                try:
                    return await self._sentence(sentence)
                except SpeechError:
                    await self._end()
                    if not left:
                        raise
                except BaseException:  # Nobody waits any more: its answer would be the next one's.
                    await self._end()
                    raise
        raise AssertionError("a try either returns or raises")

    async def _sentence(self, sentence: str) -> Sound:
        program = self._program or await self._start()
        assert program.stdin is not None
        seconds_max = SENTENCE_S_MAX if self._spoke else LOAD_S_MAX
        try:
            async with asyncio.timeout(seconds_max):
                program.stdin.write(f"{sentence}\n".encode())
                await program.stdin.drain()
                wav = await self._written(program)
        except TimeoutError:
            raise SpeechError(f"piper took more than {seconds_max:.0f} s for a sentence") from None
        except OSError as error:
            raise SpeechError(f"piper has ended: {error}") from error
        self._spoke = True
        return read_wav(wav)

    async def _written(self, program: asyncio.subprocess.Process) -> str:
        """The file that it says it wrote, into our folder."""
        assert program.stdout is not None
        assert self._folder is not None
        last = ""
        for _ in range(LINES_MAX):
            line = (await program.stdout.readline()).decode("utf-8", "replace").strip()
            if not line:
                break
            last = line
            found = _PATH.search(line)
            if found and Path(found[1]).parent == Path(self._folder.name):
                return found[1]
        raise SpeechError(f"piper ended: {last or 'without a word'}")

    async def _start(self) -> asyncio.subprocess.Process:
        self._folder = private_folder()
        self._spoke = False
        command = (*self._command, "--model", str(self._voice), "--output_dir", self._folder.name)
        try:
            self._program = await asyncio.create_subprocess_exec(
                *command,
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                stderr=asyncio.subprocess.STDOUT,
            )
        except OSError as error:
            self._folder.cleanup()
            raise SpeechError(f"{command[0]} cannot be run: {error.strerror}") from error
        return self._program

    async def _end(self) -> None:
        program, self._program = self._program, None
        if program is not None:
            with suppress(ProcessLookupError):
                program.kill()
            await program.wait()
        if self._folder is not None:
            self._folder.cleanup()
            self._folder = None
