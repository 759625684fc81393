"""The Wyoming server as clients see it: the package's own client, over TCP, in a living home."""

import asyncio
import json
import shutil
import socket
import subprocess
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from wyoming.asr import Transcribe
from wyoming.asr import Transcript as Heard
from wyoming.audio import AudioChunk, AudioStart, AudioStop
from wyoming.client import AsyncTcpClient
from wyoming.error import Error
from wyoming.event import Event
from wyoming.handle import Handled, NotHandled
from wyoming.info import Describe, Info
from wyoming.intent import Intent, NotRecognized, Recognize
from wyoming.ping import Ping, Pong
from wyoming.tts import Synthesize, SynthesizeChunk, SynthesizeStart, SynthesizeStop
from wyoming.wake import Detect, Detection, NotDetected

from context.places import Area, Household, Satellite
from context.store import Store
from context.turn import Transcript, Turn
from gateway.app import Gateway
from gateway.clock import SystemClock
from gateway.config import load
from gateway.entrypoints.control import ControlError
from gateway.entrypoints.plan import Wyoming, plan_of
from gateway.entrypoints.voice import offer_of, voiced
from gateway.entrypoints.wyoming_frames import Ear
from gateway.entrypoints.wyoming_offer import Offer, Place, placed
from gateway.entrypoints.wyoming_server import WyomingServer
from gateway.evaluate.home_file import read_home
from gateway.evaluate.house import House
from gateway.evaluate.memory_broker import MemoryBroker
from gateway.hear.parts import Listening, Recognition, Wake, WakeDetector
from gateway.sound import CHUNK, RATE, Pcm, read_sound
from gateway.speak.programs import Flite
from gateway.understand.grammar import Grammar
from gateway.understand.mind import Mind
from tests.gateway.evaluate.fakes import HOME

SECONDS_MAX = 20.0
FORM = {"rate": RATE, "width": 2, "channels": 1}
HAS_FLITE = shutil.which("flite") is not None
ALL = frozenset({"wake", "asr", "intent", "handle", "tts"})


@dataclass
class Ears:
    """Reads how many samples it was given, and with which hints."""

    name: str = "fake"
    hints: list[Sequence[str]] = field(default_factory=list)

    def listen(self, hints: Sequence[str] = ()) -> Listening:
        self.hints.append(tuple(hints))
        return Read()


@dataclass
class Read:
    samples: int = 0

    def accept(self, pcm: Pcm) -> None:
        self.samples += len(pcm)

    def partial(self) -> str:
        return ""

    def final(self) -> Recognition:
        return Recognition(f"{self.samples} samples")


@dataclass
class Loud:
    """Wakes at a chunk that is loud all through."""

    word: str = "hey_jarvis"

    def accept(self, chunk: Pcm) -> Wake | None:
        assert len(chunk) == CHUNK
        return Wake(self.word, 0.9, 0) if chunk.min() > 1000 else None

    def reset(self) -> None:
        pass


def detector() -> WakeDetector:
    return Loud()


class Client(AsyncTcpClient):
    """The package's client, with a word for what one asks."""

    async def ask(self, *events: Any) -> Event:
        for event in events:
            await self.write_event(event.event())
        return await self.next()

    async def next(self) -> Event:
        answer = await self.read_event()
        assert answer is not None
        return answer

    async def sound(self) -> tuple[list[str], int]:
        """Kinds of events until the sound ends, without repeats, and how many samples came."""
        kinds, size = [], 0
        while not kinds or kinds[-1] not in ("audio-stop", "error"):
            event = await self.next()
            size += len(event.payload or b"") // 2
            if not kinds or kinds[-1] != event.type:
                kinds.append(event.type)
        return kinds, size


def chunk(samples: int = CHUNK, level: int = 0, **more: Any) -> AudioChunk:
    audio = np.full(samples, level, "<i2").tobytes()
    return AudioChunk(**{**FORM, "audio": audio, **more})


Story = Callable[[WyomingServer, Callable[[], Client]], Awaitable[None]]


def served(offer: Offer, story: Story, **settings: Any) -> None:
    async def play() -> None:
        async with asyncio.timeout(SECONDS_MAX), WyomingServer(offer, **settings) as server:
            await story(server, lambda: Client("127.0.0.1", server.port))

    asyncio.run(play())


@asynccontextmanager
async def home() -> AsyncIterator[tuple[Gateway, House]]:
    """The small home of the simulator, with the real gateway."""
    small, broker, clock = read_home(HOME), MemoryBroker(lambda: 0.0), SystemClock()
    house = House(small, broker.client(), clock)
    mind = Mind(Grammar("en"), None)
    with Store.in_memory() as store:
        gateway = Gateway(small.household, broker.client(), clock, store, threaded=False, mind=mind)
        await house.start()
        await gateway.start()
        await asyncio.sleep(0.3)
        try:
            yield gateway, house
        finally:
            await gateway.stop()
            await house.stop()


def wyoming(**more: Any) -> Wyoming:
    plain = Wyoming("127.0.0.1", 0, (), False, tuple(ALL), {"0f3a": "speaker", "77": "kitchen"}, 8)
    return replace(plain, **more)


# --- what there is ---


def test_all_that_is_there_is_described() -> None:
    offer = Offer("de", ("hey_jarvis",), detector, Ears(), synthesizer=Flite("flite"))

    async def story(_: WyomingServer, client: Callable[[], Client]) -> None:
        async with client() as one:
            info = Info.from_event(await one.ask(Describe()))
            assert info.wake[0].models[0].name == "hey_jarvis"
            assert info.asr[0].models[0].languages == ["de"]
            assert info.tts[0].supports_synthesize_streaming
            assert (info.handle, info.intent) == ([], [])
            assert Pong.from_event(await one.ask(Ping(text="x"))).text == "x"

    served(offer, story)


def test_what_is_not_offered_is_not_described_and_said_so() -> None:
    offer = Offer(transcriber=Ears(), detector=detector, programs=frozenset({"asr"}))

    async def story(_: WyomingServer, client: Callable[[], Client]) -> None:
        async with client() as one:
            info = Info.from_event(await one.ask(Describe()))
            assert (len(info.asr), info.wake) == (1, [])
            for request in (Detect(), Heard("hello"), Recognize("hello"), Synthesize("hello")):
                assert Error.from_event(await one.ask(request)).code == "not-offered"

    served(offer, story)


# --- asr ---


def test_speech_becomes_a_transcript_with_the_names_of_both() -> None:
    ears = Ears()
    offer = Offer(transcriber=ears, hints=lambda place: ("hall lamp",))

    async def story(_: WyomingServer, client: Callable[[], Client]) -> None:
        async with client() as one:
            begin = Transcribe(context={"x": 1}, transcript_names=["den"], transcript_terms=["on"])
            answer = await one.ask(begin, AudioStart(**FORM), chunk(), chunk(), AudioStop())
            heard = Heard.from_event(answer)
            assert (heard.text, heard.context) == (f"{2 * CHUNK} samples", {"x": 1})
            again = await one.ask(Transcribe(), AudioStart(**FORM), chunk(100), AudioStop())
            assert Heard.from_event(again).text == "100 samples"

    served(offer, story)
    assert ears.hints == [("den", "on", "hall lamp"), ("hall lamp",)]


@pytest.mark.parametrize(
    ("heard", "text"),
    [
        ("Hey Jarvis, lights on.", "lights on."),
        ("hey travis turn on the lamp", "turn on the lamp"),
        ("Hey Jarvis.", ""),
        ("hello there, lamp on", "hello there, lamp on"),
    ],
)
def test_the_wake_word_is_taken_off_what_satellites_send(heard: str, text: str) -> None:
    class Same(Read):
        def final(self) -> Recognition:
            return Recognition(heard)

    class Hears(Ears):
        def listen(self, hints: Sequence[str] = ()) -> Listening:
            return Same()

    async def story(_: WyomingServer, client: Callable[[], Client]) -> None:
        async with client() as one:
            answer = await one.ask(Transcribe(), AudioStart(**FORM), chunk(), AudioStop())
            assert Heard.from_event(answer).text == text

    served(Offer(wake_words=("hey_jarvis",), transcriber=Hears()), story)


@pytest.mark.parametrize(
    ("rate", "width", "channels"), [(48_000, 2, 1), (16_000, 2, 2), (44_100, 4, 2), (8_000, 1, 1)]
)
def test_sound_of_any_form_is_heard_whole_however_it_is_cut(
    rate: int, width: int, channels: int
) -> None:
    ear, heard = Ear(), 0
    sound = bytes(rate * width * channels)
    form = {"rate": rate, "width": width, "channels": channels}
    for begin in range(0, len(sound), 4001):
        event = Event("audio-chunk", form, sound[begin : begin + 4001])
        heard += len(ear.take(event))
    assert heard + len(ear.end()) == pytest.approx(RATE, abs=2)


def test_speech_without_end_is_heard_for_a_minute_only(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gateway.entrypoints.wyoming_talk.SPEECH_S_MAX", 1.0)

    async def story(_: WyomingServer, client: Callable[[], Client]) -> None:
        async with client() as one:
            many = [chunk(RATE) for _ in range(5)]
            answer = await one.ask(Transcribe(), AudioStart(**FORM), *many, AudioStop())
            assert Heard.from_event(answer).text == f"{RATE} samples"

    served(Offer(transcriber=Ears()), story)


# --- wake ---


def test_a_wake_word_is_told_and_silence_too() -> None:
    async def story(_: WyomingServer, client: Callable[[], Client]) -> None:
        async with client() as one:
            # Not cut as the detector wants it: half chunks.
            half = [chunk(CHUNK // 2, 5000, timestamp=t) for t in (40, 80)]
            found = Detection.from_event(await one.ask(Detect(), AudioStart(**FORM), *half))
            assert (found.name, found.timestamp) == ("hey_jarvis", 80)
            await one.write_event(AudioStop().event())
            answer = await one.ask(AudioStart(**FORM), chunk(), AudioStop())
            assert NotDetected.is_type(answer.type)
            answer = await one.ask(Detect(["alexa"]), chunk(level=5000), AudioStop())
            assert NotDetected.is_type(answer.type)

    served(Offer(wake_words=("hey_jarvis",), detector=detector), story)


def test_who_is_not_nearest_is_not_told() -> None:
    asked: list[str] = []

    async def nearest(satellite: str, wake: Wake) -> bool:
        asked.append(satellite)
        return satellite == "kitchen_speaker"

    def place(context: Any) -> Place:
        return Place(context.get("satellite_id"))

    async def story(_: WyomingServer, client: Callable[[], Client]) -> None:
        async with client() as near, client() as far:
            near_by, far_off = ({"satellite_id": i} for i in ("kitchen_speaker", "hall"))
            answer = await near.ask(Detect(context=near_by), chunk(level=5000))
            assert Detection.is_type(answer.type)
            answer = await far.ask(Detect(context=far_off), chunk(level=5000), AudioStop())
            assert NotDetected.is_type(answer.type)

    served(Offer(detector=detector, nearest=nearest, place=place), story)
    assert asked == ["kitchen_speaker", "hall"]


# --- intent and handle ---


def test_a_sentence_changes_the_home_and_is_answered() -> None:
    async def play() -> None:
        async with home() as (gateway, house):
            offer = offer_of(wyoming(), gateway, None)
            async with WyomingServer(offer) as server, Client("127.0.0.1", server.port) as one:
                context = {"conversation_id": "c1", "satellite_id": "assist_satellite.speaker"}
                answer = await one.ask(Heard("turn on the lamp", context=context))
                assert Handled.is_type(answer.type)
                assert Handled.from_event(answer).context == context
                assert "lamp" in (Handled.from_event(answer).text or "").lower()
                await house.settle()
                assert gateway.snapshot().states["light.lamp"].state == "on"
                turn = gateway.snapshot().turns[-1].transcript
                assert (turn.satellite, turn.area) == ("speaker", "kitchen")

                answer = await one.ask(Heard("colourless green ideas sleep furiously"))
                assert NotHandled.is_type(answer.type)
                assert NotHandled.from_event(answer).text
                assert NotHandled.is_type((await one.ask(Heard("  "))).type)

    asyncio.run(play())


def test_what_a_sentence_means_is_told_without_doing_it() -> None:
    async def play() -> None:
        async with home() as (gateway, _):
            offer = offer_of(wyoming(), gateway, None)
            async with WyomingServer(offer) as server, Client("127.0.0.1", server.port) as one:
                answer = await one.ask(Recognize("set the lamp to 40 percent"))
                found = Intent.from_event(answer)
                assert found.name == "HassLightSet"
                assert {e.name: e.value for e in found.entities}["brightness"] == 40
                assert gateway.snapshot().states["light.lamp"].state == "off"
                assert gateway.snapshot().turns == ()
                answer = await one.ask(Recognize("colourless green ideas sleep furiously"))
                assert NotRecognized.is_type(answer.type)

    asyncio.run(play())


HOUSEHOLD = Household(
    areas={"kitchen": Area("kitchen", "Kitchen")},
    satellites={
        "speaker": Satellite("speaker", "kitchen"),
        "display": Satellite("display", "kitchen", screen=True),
    },
)


@pytest.mark.parametrize(
    ("context", "place"),
    [
        ({}, Place()),
        ({"satellite_id": "speaker"}, Place("speaker", "kitchen")),
        ({"satellite_id": "assist_satellite.speaker"}, Place("speaker", "kitchen")),
        ({"device_id": "0f3a"}, Place("speaker", "kitchen")),
        ({"satellite_id": "display"}, Place("display", "kitchen", screen=True)),
        ({"device_id": "77"}, Place("77", "kitchen")),
        ({"device_id": "88", "conversation_id": "c"}, Place("88")),
        ({"conversation_id": "c"}, Place("conversation:c")),
        ({"device_id": 5, "satellite_id": None, "conversation_id": ["x"]}, Place()),
    ],
)
def test_a_request_has_a_place_by_its_ids(context: dict[str, Any], place: Place) -> None:
    assert placed(context, HOUSEHOLD, wyoming().satellites) == place


def test_a_satellite_with_a_screen_is_given_what_fits_on_it() -> None:
    async def play() -> None:
        async with home() as (gateway, _):
            plain = offer_of(wyoming(), gateway, None)
            offer = replace(plain, place=lambda context: Place("speaker", "kitchen", screen=True))
            async with WyomingServer(offer) as server, Client("127.0.0.1", server.port) as one:
                answer = await one.ask(Heard("turn on the lamp", context={"device_id": "x"}))
                handled = Handled.from_event(answer)
                assert handled.context == {"device_id": "x", "screen_text": handled.text}

    asyncio.run(play())


# --- tts ---


@pytest.mark.skipif(not HAS_FLITE, reason="flite is not installed")
def test_a_text_becomes_sound() -> None:
    async def story(_: WyomingServer, client: Callable[[], Client]) -> None:
        async with client() as one:
            await one.write_event(Synthesize("The lamp is on. Good night.").event())
            kinds, samples = await one.sound()
            assert kinds == ["audio-start", "audio-chunk", "audio-stop"]
            assert 16_000 < samples < 80_000
            await one.write_event(Synthesize("").event())
            assert await one.sound() == (["audio-start", "audio-stop"], 0)

    served(Offer(synthesizer=Flite("flite")), story)


@pytest.mark.skipif(not HAS_FLITE, reason="flite is not installed")
def test_a_text_that_is_still_written_is_said_sentence_by_sentence() -> None:
    async def story(_: WyomingServer, client: Callable[[], Client]) -> None:
        async with client() as one:
            for event in (
                SynthesizeStart(),
                SynthesizeChunk("The lamp is"),
                SynthesizeChunk(" on. And the"),
            ):
                await one.write_event(event.event())
            assert (await one.next()).type == "audio-start"  # before the text is all there
            await one.write_event(SynthesizeChunk(" fan is off.").event())
            await one.write_event(Synthesize("The lamp is on. And the fan is off.").event())
            await one.write_event(SynthesizeStop().event())
            kinds, samples = await one.sound()
            assert kinds == ["audio-chunk", "audio-stop"]
            assert 20_000 < samples < 80_000
            assert (await one.next()).type == "synthesize-stopped"

    served(Offer(synthesizer=Flite("flite")), story)


def test_a_voice_that_fails_is_told() -> None:
    async def story(_: WyomingServer, client: Callable[[], Client]) -> None:
        async with client() as one:
            answer = await one.ask(Synthesize("Hello."))
            assert Error.from_event(answer).code == "tts-failed"
            assert Pong.is_type((await one.ask(Ping())).type)

    served(Offer(synthesizer=Flite("/no/such/flite")), story)


# --- many, and strangers ---


def test_several_clients_are_served_at_once() -> None:
    async def one_of(client: Client, samples: int) -> None:
        async with client as one:
            answer = await one.ask(Transcribe(), AudioStart(**FORM), chunk(samples), AudioStop())
            assert Heard.from_event(answer).text == f"{samples} samples"

    async def story(_: WyomingServer, client: Callable[[], Client]) -> None:
        await asyncio.gather(*(one_of(client(), 100 + n) for n in range(8)))

    served(Offer(transcriber=Ears()), story)


def test_more_connections_than_allowed_are_refused() -> None:
    async def story(_: WyomingServer, client: Callable[[], Client]) -> None:
        async with client() as one, client() as two:
            assert Pong.is_type((await one.ask(Ping())).type)
            assert Pong.is_type((await two.ask(Ping())).type)
            async with client() as three:
                assert Error.from_event(await three.next()).code == "refused"
        await asyncio.sleep(0.05)
        async with client() as four:
            assert Pong.is_type((await four.ask(Ping())).type)

    served(Offer(), story, connections_max=2)


@pytest.mark.parametrize(("allow", "welcome"), [("127.0.0.0/8", True), ("10.0.0.0/8", False)])
def test_only_allowed_addresses_are_let_in(allow: str, welcome: bool) -> None:
    async def story(_: WyomingServer, client: Callable[[], Client]) -> None:
        async with client() as one:
            answer = await one.ask(Ping()) if welcome else await one.next()
            assert answer.type == ("pong" if welcome else "error")

    served(Offer(), story, allow=[allow])


def line(**values: Any) -> bytes:
    return json.dumps(values).encode() + b"\n"


@pytest.mark.parametrize(
    "rubbish",
    [
        b"\n",
        b"GET / HTTP/1.1\r\n\r\n",
        b"[1, 2]\n",
        b"\xff\xfe\x00\n",
        b"[" * 30_000 + b"\n",
        b"x" * 200_000,
        line(type=5),
        line(type="describe", data=[]),
        line(type="describe", data_length=-1),
        line(type="describe", data_length="many"),
        line(type="audio-chunk", payload_length=10**12),
        line(type="describe", data_length=3) + b"[1]",
    ],
)
def test_rubbish_ends_its_connection_and_no_other(rubbish: bytes) -> None:
    async def story(server: WyomingServer, client: Callable[[], Client]) -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", server.port)
        writer.write(rubbish)
        answer = json.loads(await reader.readline())
        assert answer["type"] == "error"
        writer.close()
        async with client() as one:
            assert Pong.is_type((await one.ask(Ping())).type)

    served(Offer(), story)


@pytest.mark.parametrize(
    "event",
    [
        Event("transcript", {}),
        Event("transcript", {"text": 5}),
        Event("transcript", {"text": "x" * 5000}),
        Event("synthesize", {"voice": 7}),
        Event("synthesize", {"text": ["a"]}),
        Event("synthesize", {"text": "x" * 100_000}),
        Event("audio-chunk", {"rate": 1, "width": 2, "channels": 1}, b"xx"),
        Event("audio-chunk", {"rate": 16_000, "width": 3, "channels": 1}, b"xxx"),
        Event("audio-chunk", {"rate": 16_000, "width": 2, "channels": 10**9}, b"xx"),
        Event("audio-chunk", {}, b"xx"),
    ],
    ids=lambda event: f"{event.type}-{str(event.data)[:24]}",
)
def test_a_malformed_request_is_told_and_the_next_is_served(event: Event) -> None:
    async def handle(transcript: Transcript) -> Turn:
        raise AssertionError("nothing to handle")

    offer = Offer(handle=handle, synthesizer=Flite("flite"), transcriber=Ears())

    async def story(_: WyomingServer, client: Callable[[], Client]) -> None:
        async with client() as one:
            await one.write_event(Transcribe().event())
            await one.write_event(event)
            assert Error.from_event(await one.next()).code == "bad-event"
            assert Pong.is_type((await one.ask(Ping())).type)

    served(offer, story)


def test_events_of_newer_clients_are_let_pass() -> None:
    async def story(_: WyomingServer, client: Callable[[], Client]) -> None:
        async with client() as one:
            await one.write_event(Event("select-program", {"name": "x"}))
            await one.write_event(Event("of-tomorrow", {"a": 1}, b"1234"))
            assert Pong.is_type((await one.ask(Ping())).type)

    served(Offer(), story)


def test_a_part_that_fails_ends_its_connection_and_no_other() -> None:
    async def handle(transcript: Transcript) -> Turn:
        raise RuntimeError("on purpose")

    async def story(_: WyomingServer, client: Callable[[], Client]) -> None:
        async with client() as one:
            await one.write_event(Heard("hello").event())
            assert await one.read_event() is None
        async with client() as two:
            assert Pong.is_type((await two.ask(Ping())).type)

    served(Offer(handle=handle), story)


def test_the_network_is_warned_of(monkeypatch: pytest.MonkeyPatch) -> None:
    warned: list[str] = []
    monkeypatch.setattr(
        "gateway.entrypoints.wyoming_server._log.warning",
        lambda event, **more: warned.append(f"{event} {more}"),
    )

    async def story(_: WyomingServer, client: Callable[[], Client]) -> None:
        pass

    served(Offer(), story)
    assert warned == []
    served(Offer(), story, host="0.0.0.0")
    (warning,) = warned
    assert "OPEN TO THE NETWORK" in warning
    assert "ANYBODY" in warning


def test_it_is_found_by_zeroconf_where_it_is_asked_for() -> None:
    from zeroconf import IPVersion
    from zeroconf.asyncio import AsyncServiceInfo, AsyncZeroconf

    async def story(server: WyomingServer, client: Callable[[], Client]) -> None:
        looking = AsyncZeroconf(interfaces=["127.0.0.1"], ip_version=IPVersion.V4Only)
        try:
            info = AsyncServiceInfo("_wyoming._tcp.local.", "ambient._wyoming._tcp.local.")
            assert await info.async_request(looking.zeroconf, 5000)
            assert (info.port, info.parsed_addresses()) == (server.port, ["127.0.0.1"])
        finally:
            await looking.async_close()

    served(Offer(), story, announce=True)


def test_an_address_that_is_taken_is_told() -> None:
    async def story(server: WyomingServer, client: Callable[[], Client]) -> None:
        with pytest.raises(ControlError, match=r"set wyoming\.host and wyoming\.port"):
            await WyomingServer(Offer(), port=server.port).__aenter__()

    served(Offer(), story)


@pytest.mark.skipif(not HAS_FLITE, reason="flite is not installed")
def test_the_daemons_voice_speaks_here_and_serves_others(tmp_path: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    file, said = tmp_path / "config.yaml", tmp_path / "said.wav"
    file.write_text(
        "home: {satellites: [{id: speaker}]}\n"
        f"voice: {{speaker: {said}, synthesizer: flite, satellite: speaker}}\n"
        f"wyoming: {{port: {port}, offer: [tts, handle]}}\n"
    )
    plan = plan_of(load(file, {}))

    async def play() -> None:
        async with home() as (gateway, _), voiced(plan, gateway):
            gateway.spoken("The pasta is ready.", "elsewhere")
            gateway.spoken("Tea.", "speaker")
            async with Client("127.0.0.1", port) as one:
                info = Info.from_event(await one.ask(Describe()))
                assert [bool(each) for each in (info.tts, info.handle, info.intent)] == [1, 1, 0]
            while not said.exists():  # noqa: ASYNC110 (as another program would)
                await asyncio.sleep(0.05)

    asyncio.run(play())
    assert 0.2 < read_sound(said).seconds < 1.0


def test_a_gateway_without_a_voice_imports_none() -> None:
    """A voice costs memory that a gateway without one keeps."""
    code = (
        "import sys, gateway.entrypoints.daemon; "
        "print([m for m in sys.modules if m.partition('.')[0] in ('wyoming', 'zeroconf', 'soxr') "
        "or m.startswith(('gateway.speak.s', 'gateway.speak.p', 'gateway.hear'))])"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "['gateway.speak.phrase']"
