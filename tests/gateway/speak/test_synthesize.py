"""Voices: real ones where they are installed, and a stand-in for piper's program."""

import asyncio
import json
import os
import shutil
import stat
import sys
import time
from pathlib import Path

import numpy as np
import pytest

from gateway.sound import Sound
from gateway.speak.parts import SpeechError, Synthesizer, one_ahead
from gateway.speak.piper import Piper
from gateway.speak.programs import Espeak, Flite
from gateway.speak.running import run, wav_sound
from gateway.speak.synthesize import piper_voice, synthesizer

TWO = "The lamp is on. It is 21.5 °C."

# Behaves as piper does: loads, reads a line, writes a WAV, says so in its log.
PIPER = """#!{python}
import sys, wave, os, time, json
from pathlib import Path
folder = sys.argv[sys.argv.index("--output_dir") + 1]
state = Path({state!r})
for n, line in enumerate(sys.stdin):
    with state.open("a") as log:
        log.write(json.dumps([os.getpid(), line.strip()]) + "\\n")
    if "die" in line and sum("die" in l for l in state.read_text().splitlines()) < {deaths}:
        sys.exit(3)
    if "hang" in line:
        time.sleep(60)
    path = os.path.join(folder, f"{{n}}.wav")
    with wave.open(path, "wb") as out:
        out.setnchannels(1); out.setsampwidth(2); out.setframerate(22050)
        out.writeframes(b"\\1\\0" * 2205 * len(line.split()))
    print(f"INFO:__main__:Wrote {{path}}", file=sys.stderr, flush=True)
"""


class FakePiper:
    def __init__(self, folder: Path, deaths: int = 2) -> None:
        self.state = folder / "state"
        self.program = folder / "piper"
        text = PIPER.format(python=sys.executable, state=str(self.state), deaths=deaths)
        self.program.write_text(text)
        self.program.chmod(self.program.stat().st_mode | stat.S_IEXEC)
        self.voice = folder / "voice.onnx"
        self.voice.write_bytes(b"")
        settings = {"language": {"family": "en"}, "audio": {"sample_rate": 22050}}
        Path(f"{self.voice}.json").write_text(json.dumps(settings))

    def processes(self) -> list[int]:
        return [json.loads(line)[0] for line in self.state.read_text().splitlines()]

    def lines(self) -> list[str]:
        return [json.loads(line)[1] for line in self.state.read_text().splitlines()]


def said(voice: Synthesizer, *texts: str) -> list[Sound]:
    async def story() -> list[Sound]:
        try:
            return [sound for text in texts for sound in [s async for s in voice.say(text)]]
        finally:
            await voice.close()

    return asyncio.run(story())


# --- sentence by sentence ---


def test_the_next_sentence_is_made_while_the_first_sounds() -> None:
    made: list[str] = []

    async def make(text: str) -> Sound:
        made.append(text)
        return Sound(np.zeros(1, np.int16))

    async def story() -> None:
        sounds = one_ahead(["a", "b", "c"], make)
        await anext(sounds)
        assert made == ["a"]
        await asyncio.sleep(0)
        assert made == ["a", "b"]
        await sounds.aclose()
        assert made == ["a", "b"]

    asyncio.run(story())


# --- piper ---


def test_piper_stays_between_sentences_and_replies(tmp_path: Path) -> None:
    fake = FakePiper(tmp_path)
    sounds = said(Piper([str(fake.program)], fake.voice), TWO, "Done.")
    assert [len(sound.pcm) for sound in sounds] == [2205 * 4, 2205 * 4, 2205]
    assert sounds[0].rate == 22050
    assert fake.lines() == ["The lamp is on.", "It is 21.5 degrees.", "Done."]
    assert len(set(fake.processes())) == 1


def test_piper_is_started_again_when_it_dies(tmp_path: Path) -> None:
    fake = FakePiper(tmp_path)
    assert len(said(Piper([str(fake.program)], fake.voice), "Never say die.")) == 1
    assert len(set(fake.processes())) == 2


def test_piper_that_dies_every_time_is_given_up(tmp_path: Path) -> None:
    fake = FakePiper(tmp_path, deaths=99)
    with pytest.raises(SpeechError, match="piper"):
        said(Piper([str(fake.program)], fake.voice), "die")
    assert len(fake.processes()) == 2


def test_piper_that_hangs_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gateway.speak.piper.LOAD_S_MAX", 0.6)
    fake = FakePiper(tmp_path)
    with pytest.raises(SpeechError, match=r"took more than"):
        said(Piper([str(fake.program)], fake.voice), "hang")
    time.sleep(0.05)
    for process in fake.processes():
        with pytest.raises(ProcessLookupError):
            os.kill(process, 0)


def test_a_reply_that_is_cut_does_not_answer_for_the_next(tmp_path: Path) -> None:
    fake = FakePiper(tmp_path)
    voice = Piper([str(fake.program)], fake.voice)

    async def story() -> int:
        sounds = voice.say("One. Two two two. Three.")
        await anext(sounds)
        await asyncio.sleep(0)
        await sounds.aclose()
        (after,) = [sound async for sound in voice.say("Four of them here.")]
        await voice.close()
        return len(after.pcm)

    assert asyncio.run(story()) == 4 * 2205


def test_piper_that_is_not_there_says_so(tmp_path: Path) -> None:
    with pytest.raises(SpeechError, match="cannot be run"):
        said(Piper([str(tmp_path / "none")], tmp_path / "v.onnx"), "Hello.")


# --- the choice ---


def test_piper_goes_first_where_a_voice_of_the_language_is(tmp_path: Path) -> None:
    fake = FakePiper(tmp_path)
    assert synthesizer("en-GB", voice=str(fake.voice), piper=str(fake.program)).name == "piper"


def test_a_named_voice_without_its_settings_is_told(tmp_path: Path) -> None:
    fake = FakePiper(tmp_path)
    Path(f"{fake.voice}.json").unlink()
    with pytest.raises(SpeechError, match=r"has no .*\.onnx\.json beside it"):
        synthesizer("en", voice=str(fake.voice), piper=str(fake.program))


def test_a_found_voice_is_of_the_language(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fake = FakePiper(tmp_path)
    monkeypatch.setattr("gateway.speak.synthesize.VOICE_FOLDERS", (tmp_path,))
    assert piper_voice("en-US", piper=str(fake.program)) == fake.voice
    assert piper_voice("de", piper=str(fake.program)) is None


def test_without_any_voice_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda *_, **__: None)
    with pytest.raises(SpeechError, match="apt install espeak-ng"):
        synthesizer("de")
    with pytest.raises(SpeechError, match="apt install flite"):
        synthesizer("en", engine="flite")
    with pytest.raises(SpeechError, match="English only"):
        synthesizer("de", engine="flite")
    with pytest.raises(SpeechError, match="pip install piper-tts"):
        synthesizer("en", engine="piper")


# --- the real small ones ---


@pytest.mark.skipif(not shutil.which("flite"), reason="flite is not installed")
def test_flite_speaks() -> None:
    sounds = said(Flite("flite"), TWO)
    assert len(sounds) == 2
    assert all(0.5 < sound.seconds < 4 and np.abs(sound.pcm).max() > 3000 for sound in sounds)


@pytest.mark.skipif(not shutil.which("espeak-ng"), reason="espeak-ng is not installed")
@pytest.mark.parametrize("language", ["en", "de-CH", "ko", "zh-CN", "pt-BR", "sr-Latn"])
def test_espeak_speaks_many_languages(language: str) -> None:
    sounds = said(Espeak("espeak-ng", language), "21 °C. 40 %.")
    assert sounds
    assert all(np.abs(sound.pcm).max() > 3000 for sound in sounds)


@pytest.mark.skipif(not shutil.which("espeak-ng"), reason="espeak-ng is not installed")
def test_words_are_never_options_or_commands(tmp_path: Path) -> None:
    proof = tmp_path / "proof"
    assert said(Espeak("espeak-ng", "en"), f"-w {proof}; touch {proof} $(touch {proof})")
    assert not proof.exists()


# --- programs ---


def test_a_program_that_hangs_is_ended() -> None:
    begun = time.monotonic()
    with pytest.raises(SpeechError, match="took more than"):
        asyncio.run(run(("sleep", "30"), "", seconds_max=0.2))
    assert time.monotonic() - begun < 5


@pytest.mark.parametrize("data", [b"", b"RIFF", b"RIFF1234WAVE" + b"\xff" * 40, b"x" * 100])
def test_what_is_no_wav_is_no_sound(data: bytes) -> None:
    with pytest.raises(SpeechError):
        wav_sound(data)
