import asyncio
import os
import time
from collections.abc import AsyncGenerator, AsyncIterator
from pathlib import Path

import numpy as np
import pytest

from gateway.hear.microphone import alsa_microphone, arecord, file_microphone
from gateway.sound import CHUNK, Pcm, Sound, SoundError, write_sound
from tests.gateway.hear.sounds import noise


async def take(chunks: AsyncIterator[Pcm], count: int = 1_000) -> list[Pcm]:
    taken: list[Pcm] = []
    async for chunk in chunks:
        taken.append(chunk)
        if len(taken) == count:
            break
    if isinstance(chunks, AsyncGenerator):
        await chunks.aclose()
    return taken


@pytest.fixture
def wav(tmp_path: Path) -> Path:
    write_sound(tmp_path / "a.wav", Sound(noise(1.0)))
    return tmp_path / "a.wav"


def test_a_file_plays_the_microphone(wav: Path) -> None:
    taken = asyncio.run(take(file_microphone(wav)))
    assert [len(each) for each in taken] == [CHUNK] * 12 + [640]
    assert np.array_equal(np.concatenate(taken), noise(1.0))


def test_at_its_own_pace_if_wanted(wav: Path) -> None:
    async def lasts() -> float:
        began = time.monotonic()
        await take(file_microphone(wav, real_time=True), 3)
        return time.monotonic() - began

    assert 0.23 <= asyncio.run(lasts()) < 2.0


def test_no_file_is_told() -> None:
    with pytest.raises(SoundError, match="give a WAV or FLAC"):
        asyncio.run(take(file_microphone(Path("/nowhere.wav"))))


def test_the_command_names_device_format_and_rate() -> None:
    assert arecord("plughw:1,0") == [
        "arecord", "--quiet", "--device=plughw:1,0", "--file-type=raw", "--format=S16_LE",
        "--rate=16000", "--channels=1", "--buffer-time=500000",
    ]  # fmt: skip


@pytest.fixture
def recorder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An arecord of our own, to be written."""
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    return tmp_path / "arecord"


def script(file: Path, text: str) -> None:
    file.write_text(f"#!/bin/sh\n{text}\n")
    file.chmod(0o755)


def test_a_microphone_gives_what_arecord_records(recorder: Path) -> None:
    script(recorder, 'echo "$@" > "$0.args"; exec cat /dev/zero')
    taken = asyncio.run(take(alsa_microphone("hw:1"), 3))
    assert [(len(each), each.dtype) for each in taken] == [(CHUNK, np.int16)] * 3
    assert "--device=hw:1" in (recorder.parent / "arecord.args").read_text()


def test_who_listens_no_more_stops_arecord(recorder: Path) -> None:
    script(recorder, 'echo $$ > "$0.pid"; exec cat /dev/zero')
    asyncio.run(take(alsa_microphone(), 1))
    pid = int((recorder.parent / "arecord.pid").read_text())
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


@pytest.mark.parametrize(
    ("said", "hint"),
    [
        ("audio open error: No such file or directory", "`arecord -L` lists the names"),
        ("audio open error: Device or resource busy", "another program holds it"),
        ("set_params:1371: Channels count non available", "name it with plug"),
        ("audio open error: Permission denied", "group `audio`"),
        ("read error: No such device", "`arecord -L`"),
    ],
)
def test_a_microphone_that_fails_says_what_to_do(recorder: Path, said: str, hint: str) -> None:
    script(recorder, f'echo "ALSA lib something" >&2; echo "arecord: main:831: {said}" >&2; exit 1')
    with pytest.raises(SoundError, match="microphone 'mic'") as caught:
        asyncio.run(take(alsa_microphone("mic")))
    assert said in str(caught.value)
    assert hint in str(caught.value)


def test_what_was_recorded_before_it_failed_is_heard(recorder: Path) -> None:
    script(recorder, "head -c 6000 /dev/zero; exit 3")

    taken: list[int] = []

    async def heard() -> None:
        async for chunk in alsa_microphone():
            taken.append(len(chunk))  # noqa: PERF401 a comprehension would lose them

    with pytest.raises(SoundError, match="ended with status 3"):
        asyncio.run(heard())
    assert taken == [CHUNK] * 2


def test_complaints_do_not_stop_it(recorder: Path) -> None:
    """An overrun is told on stderr, and a pipe that nobody reads would fill up."""
    script(recorder, "head -c 300000 /dev/zero | tr '\\0' x >&2; exec cat /dev/zero")
    assert len(asyncio.run(take(alsa_microphone(), 2))) == 2


def test_without_arecord_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(SoundError, match="apt install alsa-utils"):
        asyncio.run(take(alsa_microphone()))
