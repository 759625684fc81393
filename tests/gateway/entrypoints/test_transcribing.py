"""`ambient transcribe`: one line a file, whatever the others are."""

import io
import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from gateway.config import HearSettings
from gateway.entrypoints import transcribing
from gateway.entrypoints.transcribing import transcribe
from gateway.evaluate import WILLOW
from gateway.hear.parts import Recognition
from gateway.sound import Pcm, Sound, write_sound


class Ears:
    """A recogniser that says what it was told, and how much it heard."""

    name = "ears"

    def __init__(self) -> None:
        self.hints: Sequence[str] = ()
        self.samples = 0

    def listen(self, hints: Sequence[str] = ()) -> "Ears":
        self.hints = hints
        return self

    def accept(self, pcm: Pcm) -> None:
        self.samples = len(pcm)

    def partial(self) -> str:
        return ""

    def final(self) -> Recognition:
        return Recognition(f"{self.samples} samples", (), 0.51239, (), self.name, 0.25)


@pytest.fixture
def ears(monkeypatch: pytest.MonkeyPatch) -> Ears:
    found = Ears()
    monkeypatch.setattr(transcribing, "transcriber", lambda *_, **__: found)
    return found


def wav(path: Path, samples: int = 8_000) -> Path:
    write_sound(path, Sound(np.zeros(samples, np.int16)))
    return path


def test_each_file_is_a_line_and_a_bad_one_stops_nothing(tmp_path: Path, ears: Ears) -> None:
    bad = tmp_path / "bad.wav"
    bad.write_text("words")
    out, err = io.StringIO(), io.StringIO()
    files = [wav(tmp_path / "a.wav"), bad, tmp_path / "none.wav", wav(tmp_path / "b.wav", 16)]
    assert transcribe(files, out, err, HearSettings(), as_json=True) == 1
    lines = [json.loads(line) for line in out.getvalue().splitlines()]
    assert lines[0] == {
        "file": str(files[0]),
        "text": "8000 samples",
        "nbest": ["8000 samples"],
        "confidence": 0.512,
        "engine": "ears",
        "seconds": 0.25,
        "audio_seconds": 0.5,
    }
    assert [line["text"] for line in lines] == ["8000 samples", "16 samples"]
    told = err.getvalue().splitlines()
    assert len(told) == 2
    assert "bad.wav" in told[0]
    assert "none.wav" in told[1]


def test_the_home_and_the_file_are_told_to_the_recogniser(tmp_path: Path, ears: Ears) -> None:
    words = tmp_path / "words.txt"
    words.write_text("flat white\n")
    settings = HearSettings(vocabulary=words)
    out, err = io.StringIO(), io.StringIO()
    assert transcribe([wav(tmp_path / "a.wav")], out, err, settings, home=WILLOW) == 0
    assert ears.hints[0] == "flat white"
    assert "coffee machine" in ears.hints
    assert out.getvalue() == f"{tmp_path / 'a.wav'}: 8000 samples\n"


@pytest.mark.parametrize("wrong", ["home", "vocabulary", "engine"])
def test_what_makes_all_impossible_is_said(
    tmp_path: Path, wrong: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = tmp_path / "home.yaml"
    home.write_text("areas: 7\n")
    settings = {
        "home": HearSettings(),
        "vocabulary": HearSettings(vocabulary=tmp_path / "missing.txt"),
        "engine": HearSettings(engine="vosk", models=tmp_path),
    }[wrong]
    out, err = io.StringIO(), io.StringIO()
    files = [wav(tmp_path / "a.wav")]
    at = home if wrong == "home" else None
    assert transcribe(files, out, err, settings, home=at) == 2
    assert out.getvalue() == ""
    assert err.getvalue().startswith("error: ")
