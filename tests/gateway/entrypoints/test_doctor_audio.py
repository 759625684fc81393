from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

from gateway.config import HearSettings
from gateway.entrypoints import doctor_audio
from gateway.entrypoints.cli import app
from gateway.voice_file import VoiceSection

CARDS = "**** List ****\ncard 1: Jabra [Jabra 410], device 0: USB Audio [USB Audio]\n"
NAMES = "null\n    Discard\ndefault\n    Default\nplughw:CARD=Jabra,DEV=0\n    Jabra\n"


def alsa(monkeypatch: pytest.MonkeyPatch, cards: str = CARDS) -> None:
    monkeypatch.setattr(doctor_audio.shutil, "which", lambda name: f"/usr/bin/{name}")
    monkeypatch.setattr(
        doctor_audio, "_told", lambda program, option: cards if option == "-l" else NAMES
    )


def test_a_card_is_found_by_its_name(monkeypatch: pytest.MonkeyPatch) -> None:
    alsa(monkeypatch)
    found = doctor_audio.devices("aplay", "speaker", "default")
    assert (found.mark, "Jabra" in found.text) == ("ok", True)
    wrong = doctor_audio.devices("aplay", "speaker", "kitchen")
    assert (wrong.mark, "default" in wrong.text) == ("fail", True)


def test_without_a_card_it_says_what_to_look_at(monkeypatch: pytest.MonkeyPatch) -> None:
    alsa(monkeypatch, "")
    found = doctor_audio.devices("arecord", "mic", "default")
    assert found.mark == "fail"
    assert "group `audio`" in found.text


@pytest.mark.parametrize(
    ("amplitude", "mark"), [(0, "warn"), (300, "ok"), (32_000, "warn"), (None, "fail")]
)
def test_a_level_is_judged(amplitude: int | None, mark: str) -> None:
    wave = np.sin(np.arange(16_000) / 5)
    pcm = None if amplitude is None else (amplitude * wave).astype(np.int16)
    assert doctor_audio.level(pcm).mark == mark


def test_a_voice_that_is_not_there_is_told() -> None:
    found = doctor_audio.speaks(VoiceSection(synthesizer="piper", voice="/no/voice.onnx"), "en")
    assert found.mark == "fail"


def test_a_language_that_nothing_hears_is_told(tmp_path: Path) -> None:
    found = doctor_audio.hears(HearSettings(models=tmp_path), "ko")
    assert found.mark == "fail"
    assert "hear.model" in found.text


@pytest.mark.slow
@pytest.mark.audio
def test_a_recogniser_is_tried(tmp_path: Path) -> None:
    pytest.importorskip("faster_whisper", reason="needs the [voice] extra")
    found = doctor_audio.hears(HearSettings(models=tmp_path), "en")
    assert found.mark in ("ok", "warn")
    assert "s for 2 s of sound" in found.text


def test_the_command_line_checks_audio() -> None:
    ran = CliRunner().invoke(app, ["doctor", "audio"], env={"AMBIENT_VOICE__SPEAKER": "x.wav"})
    assert [line.split()[1] for line in ran.stdout.splitlines()][-3:] == [
        "voice",
        "wake",
        "hearing",
    ]
    assert CliRunner().invoke(app, ["doctor", "plumbing"]).exit_code == 2
