"""Playing, cutting, and what of a reply was heard; in virtual time, and once with a program."""

import asyncio
import stat
import sys
import time
from collections.abc import AsyncGenerator, Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from context.activity import Activity
from context.places import Household
from context.snapshot import Snapshot
from gateway.evaluate.virtual_time import VirtualTimeLoop
from gateway.sound import Sound, read_sound
from gateway.speak.loudness import Loudness, volume
from gateway.speak.outs import AlsaOut, FileOut, MemoryOut
from gateway.speak.parts import SpeechError
from gateway.speak.playback import LEAD_S, STEP_S, Played, Player
from gateway.speak.speaker import Speaker

TONE = np.full(22_050, 1000, np.int16)
APLAY = """#!{python}
import sys
with open({heard!r}, "wb") as heard:
    while block := sys.stdin.buffer.read1(4096):
        heard.write(block); heard.flush()
"""


def virtually(story: Callable[[], Awaitable[Any]]) -> Any:
    async def run() -> Any:
        return await story()

    with asyncio.Runner(loop_factory=VirtualTimeLoop) as runner:
        return runner.run(run())


async def seconds(*lengths: float, pause: float = 0.0) -> AsyncGenerator[Sound, None]:
    for length in lengths:
        yield Sound(np.resize(TONE, round(22_050 * length)), 22_050)
        await asyncio.sleep(pause)


def out() -> MemoryOut:
    return MemoryOut(asyncio.get_running_loop().time)


def test_a_reply_takes_as_long_as_it_sounds() -> None:
    async def story() -> tuple[Played, float, float]:
        memory = out()
        played = await Player(memory).play(seconds(0.5, 0.25))
        return played, asyncio.get_running_loop().time(), memory.sound.seconds

    played, took_s, sounded_s = virtually(story)
    assert (played.interrupted, round(played.ms)) == (False, 750)
    assert (took_s, sounded_s) == (pytest.approx(0.75, abs=1e-3), pytest.approx(0.75, abs=1e-3))


def test_nothing_is_written_long_before_it_sounds() -> None:
    async def story() -> list[tuple[float, float]]:
        memory, at, leads = out(), 0.0, []
        await Player(memory).play(seconds(1.0))
        for written, pcm, rate in memory.steps:
            leads.append((at - written, len(pcm) / rate))
            at += len(pcm) / rate
        return leads

    leads = virtually(story)
    assert max(lead for lead, _ in leads) <= LEAD_S + 1e-6
    assert max(step for _, step in leads) <= STEP_S


def test_a_cut_reply_tells_how_much_of_it_sounded_and_sounds_no_more() -> None:
    async def story() -> tuple[Played, float | None, float, int]:
        memory = out()
        player = Player(memory)
        playing = asyncio.create_task(player.play(seconds(5.0)))
        await asyncio.sleep(1.2)
        told = player.stop()
        written = len(memory.steps)
        played = await playing
        await asyncio.sleep(1.0)
        assert not player.playing
        assert player.stop() is None
        return played, told, memory.cut_at or 0.0, len(memory.steps) - written

    played, told, cut_at, more = virtually(story)
    assert played == Played(told, interrupted=True)
    assert (round(played.ms), cut_at, more) == (1200, pytest.approx(1.2), 0)


def test_waiting_for_a_slow_voice_is_no_speech() -> None:
    async def story() -> float | None:
        player = Player(out())
        playing = asyncio.create_task(player.play(seconds(0.3, 5.0, pause=1.0)))
        await asyncio.sleep(1.5)  # 0.3 of the first, a pause to 1.08, then the second
        told = player.stop()
        await playing
        return told

    told = virtually(story)
    assert 600 < told < 800


def test_replies_wait_for_each_other() -> None:
    async def story() -> float:
        player = Player(out())
        await asyncio.gather(player.play(seconds(0.5)), player.play(seconds(0.5)))
        return asyncio.get_running_loop().time()

    assert virtually(story) == pytest.approx(1.0)


def test_a_reply_after_a_cut_one_is_whole() -> None:
    async def story() -> Played:
        player = Player(out())
        first = asyncio.create_task(player.play(seconds(3.0)))
        await asyncio.sleep(0.5)
        player.stop()
        await first
        return await player.play(seconds(0.4))

    assert virtually(story).ms == pytest.approx(400, abs=1)


def test_what_sounded_lately_is_known_with_its_silences() -> None:
    async def story() -> list[bool]:
        player = Player(out())
        await asyncio.sleep(1.0)
        await player.play(seconds(0.5))
        await asyncio.sleep(0.5)
        heard = player.heard_since(0.5)  # silence, tone, silence: half a second each
        assert len(heard) == 24_000
        return [bool((part == 1000).mean() > 0.9) for part in np.split(heard, 3)]

    assert virtually(story) == [False, True, False]


def test_a_failing_voice_is_told_and_the_next_reply_sounds() -> None:
    async def broken() -> AsyncGenerator[Sound, None]:
        raise SpeechError("no voice")
        yield Sound(TONE)

    async def story() -> None:
        player = Player(out())
        with pytest.raises(SpeechError):
            await player.play(broken())
        assert not (await player.play(seconds(0.1))).interrupted

    virtually(story)


# --- where it goes ---


def test_a_file_holds_the_reply(tmp_path: Path) -> None:
    path = tmp_path / "reply.wav"

    async def story() -> None:
        await Player(FileOut(path)).play(seconds(0.5), volume=0.5)

    virtually(story)
    sound = read_sound(path, 22_050)
    assert (sound.seconds, int(sound.pcm.max())) == (pytest.approx(0.5), 500)


def test_a_loudspeaker_falls_silent_within_150_ms(tmp_path: Path) -> None:
    program, heard = tmp_path / "aplay", tmp_path / "heard"
    program.write_text(APLAY.format(python=sys.executable, heard=str(heard)))
    program.chmod(program.stat().st_mode | stat.S_IEXEC)

    async def story() -> tuple[float, float, float]:
        player = Player(AlsaOut("default", str(program)))
        playing = asyncio.create_task(player.play(seconds(20.0)))
        await asyncio.sleep(0.8)
        begun = time.perf_counter()
        told = player.stop()
        await playing
        took = time.perf_counter() - begun
        assert told is not None
        size = heard.stat().st_size
        await asyncio.sleep(0.3)
        assert heard.stat().st_size == size
        return took, told, size / 2 / 22.05

    took_s, told_ms, written_ms = asyncio.run(story())
    assert took_s < 0.15
    assert 600 < told_ms < 1000
    assert written_ms <= told_ms + LEAD_S * 1000 + 60


def test_a_loudspeaker_that_is_not_there_is_told(tmp_path: Path) -> None:
    async def story() -> None:
        await Player(AlsaOut("default", str(tmp_path / "none"))).play(seconds(0.1))

    with pytest.raises(SpeechError, match="apt install alsa-utils"):
        asyncio.run(story())


# --- how loud ---


def at(hour: int, *, asleep: float | None = None) -> Snapshot:
    now = datetime(2026, 3, 2, hour, tzinfo=UTC)
    snapshot = Snapshot(now, Household())
    found = () if asleep is None else (Activity("sleeping", "bed", asleep, now, ("x.y",)),)
    snapshot.__dict__["activities"] = found
    return snapshot


@pytest.mark.parametrize(
    ("hour", "asleep", "expected"),
    [
        (12, None, 1.0),
        (23, None, 0.4),
        (3, None, 0.4),
        (7, None, 1.0),
        (14, 0.9, 0.4),
        (14, 0.3, 1.0),
    ],
)
def test_it_speaks_low_at_night_and_while_somebody_sleeps(
    hour: int, asleep: float | None, expected: float
) -> None:
    assert volume(Loudness(), at(hour, asleep=asleep)) == expected


class Tone:
    name = "tone"

    def say(self, text: str) -> AsyncGenerator[Sound, None]:
        return seconds(0.2)

    async def close(self) -> None:
        pass


def test_a_speaker_says_what_it_is_told_at_the_hours_volume() -> None:
    async def story() -> int:
        memory = out()
        speaker = Speaker(Tone(), memory, lambda: at(23))
        speaker.say_soon("Good night.")
        await asyncio.sleep(1.0)
        await speaker.close()
        return int(memory.sound.pcm.max())

    assert virtually(story) == 400
