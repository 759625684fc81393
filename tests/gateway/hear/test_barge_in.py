"""Who is heard while we speak: a person is, our own voice come back is not."""

import asyncio
import shutil
from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pytest

from gateway.evaluate.virtual_time import VirtualTimeLoop
from gateway.hear.barge_in import STOP, BargeIn, StopWord, says
from gateway.hear.echo import DELAY_S_MAX, echo_share, without_echo
from gateway.hear.parts import Listening, Recognition, Wake
from gateway.sound import CHUNK, RATE, Pcm, Sound
from gateway.speak.outs import MemoryOut
from gateway.speak.playback import Played, Player
from gateway.speak.programs import Espeak, Flite

REPLY = (
    "The kitchen light is on, the blind in the bedroom is closed, and it is warm in the hall. " * 2
)
HAS_VOICES = bool(shutil.which("flite") and shutil.which("espeak-ng"))
Floats = np.ndarray[Any, np.dtype[np.float64]]


def virtually(story: Callable[[], Awaitable[Any]]) -> Any:
    async def run() -> Any:
        return await story()

    with asyncio.Runner(loop_factory=VirtualTimeLoop) as runner:
        return runner.run(run())


async def only(sound: Sound) -> AsyncGenerator[Sound, None]:
    yield sound


def spoken(voice: Flite | Espeak, text: str) -> Floats:
    """Real speech at `RATE`."""
    import soxr

    async def story() -> Floats:
        parts = [
            soxr.resample(s.pcm.astype(np.float64), s.rate, RATE) async for s in voice.say(text)
        ]
        return np.concatenate(parts)

    return asyncio.run(story())


def voice_like(seed: int, seconds: float) -> Floats:
    """Noise that swells like syllables, coloured like speech; no two seeds alike."""
    random = np.random.default_rng(seed)
    n = round(seconds * RATE)
    noise = np.convolve(random.standard_normal(n), np.exp(-np.arange(30) / 6.0), "same")
    swell = np.interp(np.arange(n), np.arange(0, n, 1600), random.random(len(range(0, n, 1600))))
    loud: Floats = noise * swell * 3000
    return loud


def room(reverberation_s: float, seed: int = 7) -> Floats:
    """An impulse response: the direct sound, then a tail that falls by 60 dB."""
    n = round(0.4 * RATE)
    tail = np.random.default_rng(seed).standard_normal(n)
    response: Floats = tail * np.exp(-6.9 * np.arange(n) / (reverberation_s * RATE)) * 0.12
    response[0] = 1.0
    return response * 0.3


def pcm(samples: Floats) -> Pcm:
    clipped: Pcm = np.clip(samples, -32768, 32767).astype(np.int16)
    return clipped


@dataclass
class Scripted:
    """Hears a word in the chunks of these numbers."""

    hits: dict[int, Wake]
    chunk: int = 0
    resets: int = 0

    def accept(self, chunk: Pcm) -> Wake | None:
        assert len(chunk) == CHUNK
        self.chunk += 1
        return self.hits.get(self.chunk)

    def reset(self) -> None:
        self.resets += 1


@dataclass
class Room:
    """A loudspeaker, its echo after 120 ms, somebody who may speak, and a microphone."""

    reply: Floats
    text: str
    person: Floats
    detector: Scripted
    echo: Floats
    stop_word: StopWord | None = None
    told: list[float] = field(default_factory=list)
    heard: list[tuple[int, Wake]] = field(default_factory=list)

    async def live(self) -> Played:
        player = Player(MemoryOut())
        barge_in = BargeIn(self.detector, player, self.told.append, stop_word=self.stop_word)
        playing = asyncio.create_task(player.play(only(Sound(pcm(self.reply))), self.text))
        noise = np.random.default_rng(1)
        for number in range(1, len(self.reply) // CHUNK):
            await asyncio.sleep(CHUNK / RATE)
            at = slice((number - 1) * CHUNK, number * CHUNK)
            sound = noise.standard_normal(CHUNK) * 20 + self.person[at]
            if player.playing:
                sound += self.echo[at]
            wake = barge_in.accept(pcm(sound))
            if wake is not None:
                self.heard.append((number, wake))
        return await playing


def make_room(
    reply: Floats,
    person: Floats | None = None,
    person_at_s: float = 0.0,
    hits: dict[int, Wake] | None = None,
    text: str = "",
    reverberation_s: float = 0.3,
    **more: Any,
) -> Room:
    echo = np.convolve(reply, room(reverberation_s))[: len(reply)]
    late = round(0.12 * RATE)
    echo = np.concatenate((np.zeros(late), echo))[: len(reply)]
    somebody = np.zeros(len(reply))
    if person is not None:
        at = round(person_at_s * RATE)
        part = person[: len(reply) - at]
        loudness = np.std(echo[at : at + len(part)]) / np.std(part)
        somebody[at : at + len(part)] = part * loudness
    return Room(reply, text, somebody, Scripted(hits or {}), echo, **more)


def jarvis(score: float = 0.95) -> Wake:
    return Wake("hey_jarvis", score, 0)


# --- echo ---


@pytest.mark.parametrize("reverberation_s", [0.1, 0.3, 0.5])
@pytest.mark.parametrize("delay_s", [0.0, 0.07, 0.3])
def test_an_echo_is_explained_by_what_was_played(reverberation_s: float, delay_s: float) -> None:
    played = voice_like(1, 4.0)
    echo = np.convolve(played, room(reverberation_s))[: len(played)]
    late = round(delay_s * RATE)
    heard = np.concatenate((np.zeros(late), echo))[: len(played)]
    n, slack = round(1.2 * RATE), round(DELAY_S_MAX * RATE)
    share = echo_share(pcm(heard[-n:]), pcm(played[-n - slack :]))
    assert share > 0.35
    left = without_echo(pcm(heard[-n:]), pcm(played[-n - slack :])).astype(float)
    assert np.mean(left**2) < 0.7 * np.mean(heard[-n:] ** 2)


def test_somebody_else_is_not_explained() -> None:
    n, slack = round(1.2 * RATE), round(DELAY_S_MAX * RATE)
    assert echo_share(pcm(voice_like(2, 1.2)), pcm(voice_like(1, 4.0)[-n - slack :])) < 0.25


@pytest.mark.parametrize(
    ("heard", "played"), [(0, 6400), (19_200, 25_600), (100, 30_000), (19_200, 100)]
)
def test_where_nothing_was_played_or_heard_there_is_no_echo(heard: int, played: int) -> None:
    assert echo_share(np.ones(heard, np.int16), np.zeros(played, np.int16)) == 0.0


# --- barge-in ---


def test_a_wake_word_of_a_person_cuts_the_reply_and_is_passed_on() -> None:
    home = make_room(voice_like(1, 6.0), voice_like(2, 1.0), 2.0, {38: jarvis()})
    played = virtually(home.live)
    assert played.interrupted
    assert [(number, wake.word) for number, wake in home.heard] == [(38, "hey_jarvis")]
    assert home.told == [pytest.approx(38 * 80, abs=25)]


def test_our_own_echo_does_not_wake_us() -> None:
    hits = dict.fromkeys(range(10, 70, 7), jarvis())
    home = make_room(voice_like(1, 6.0), hits=hits)
    assert not virtually(home.live).interrupted
    assert (home.heard, home.told) == ([], [])


def test_the_tail_of_an_echo_does_not_wake_us_either() -> None:
    reply = voice_like(1, 4.0)
    home = make_room(np.concatenate((reply, np.zeros(2 * RATE))), hits={51: jarvis(0.55)})
    virtually(home.live)
    assert home.heard == []


def test_an_unsure_hit_has_to_be_louder_while_we_speak() -> None:
    loud = make_room(voice_like(1, 6.0), voice_like(2, 1.0), 2.0, {38: jarvis(0.55)})
    loud.person *= 3
    assert virtually(loud.live).interrupted
    speaking = make_room(voice_like(1, 6.0), voice_like(2, 1.0), 2.0, {38: jarvis(0.55)})
    virtually(speaking.live)
    assert speaking.heard == []

    async def silence() -> Wake | None:
        barge_in = BargeIn(Scripted({1: jarvis(0.55)}), Player(MemoryOut()), lambda ms: None)
        return barge_in.accept(np.zeros(CHUNK, np.int16))

    assert virtually(silence) == jarvis(0.55)


def test_a_reply_that_says_the_wake_word_wakes_nobody() -> None:
    text = "Say hey Jarvis, and I will hear you."
    home = make_room(voice_like(1, 6.0), voice_like(2, 1.0), 2.0, {38: jarvis()}, text)
    assert not virtually(home.live).interrupted


def test_after_a_reset_the_detector_has_forgotten() -> None:
    detector = Scripted({})
    BargeIn(detector, Player(MemoryOut()), lambda ms: None).reset()
    assert detector.resets == 1


def test_a_word_within_a_word_is_no_wake_word() -> None:
    assert not says("the scholarship", "hola")
    assert says("Alexa!", "alexa_v0.1")


# --- stop ---


@dataclass
class Reads:
    """A recogniser that reads what it is told."""

    text: str
    name: str = "fake"
    hints: Sequence[str] = ()

    def listen(self, hints: Sequence[str] = ()) -> Listening:
        self.hints = hints
        return self

    def accept(self, pcm: Pcm) -> None:
        assert len(pcm) == 15 * CHUNK

    def partial(self) -> str:
        return ""

    def final(self) -> Recognition:
        return Recognition(self.text)


def saying(text: str, *, person: bool = True) -> Room:
    stop_word = StopWord(Reads(text))
    speaks = voice_like(2, 0.6) if person else None
    return make_room(voice_like(1, 6.0), speaks, 3.0, stop_word=stop_word)


@pytest.mark.parametrize("text", ["stop", "Stop it.", "That's enough!"])
def test_stop_cuts_the_reply(text: str) -> None:
    home = saying(text)
    played = virtually(home.live)
    ((_, wake),) = home.heard
    assert wake.word == STOP
    assert 3000 < played.ms < 4500
    assert home.told == [played.ms]


def test_other_words_do_not_stop_it() -> None:
    assert not virtually(saying("stop the dishwasher").live).interrupted


def test_nothing_is_read_while_nobody_speaks() -> None:
    home = saying("stop", person=False)
    assert not virtually(home.live).interrupted


def test_our_own_stop_does_not_stop_us() -> None:
    home = saying("stop")
    home.text = "I will stop the vacuum."
    assert not virtually(home.live).interrupted


# --- with real voices ---


@pytest.mark.skipif(not HAS_VOICES, reason="flite and espeak-ng are not installed")
@pytest.mark.parametrize("reverberation_s", [0.15, 0.3, 0.5])
def test_real_speech_a_person_is_told_from_our_echo(reverberation_s: float) -> None:
    """flite answers, espeak-ng interrupts; the detector would wake at any moment."""
    reply = spoken(Flite("flite"), REPLY)
    person = spoken(Espeak("espeak-ng", "en-gb"), "Hey Jarvis")
    often = dict.fromkeys(range(14, len(reply) // CHUNK - 14, 3), jarvis())
    alone = make_room(reply, hits=often, text=REPLY, reverberation_s=reverberation_s)
    assert not virtually(alone.live).interrupted

    ends = round((3.0 + len(person) / RATE) * RATE / CHUNK)
    both = make_room(reply, person, 3.0, {ends: jarvis()}, REPLY, reverberation_s)
    played = virtually(both.live)
    assert played.interrupted
    assert played.ms == pytest.approx(ends * 80, abs=25)
