import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest

from gateway.hear.wake import (
    WakeError,
    WakeModels,
    WakeWords,
    known_words,
    load_wake_models,
    models_folder,
)
from gateway.sound import CHUNK, Pcm, read_sound
from tests.gateway.hear.sounds import AT_ONCE, chunks, noise, recording

pytestmark = pytest.mark.audio
DATA = os.environ.get("AMBIENT_DATA")
ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="module")
def models() -> WakeModels:
    return load_wake_models(["hey jarvis", "alexa"])


def hits(detector: WakeWords, pcm: Pcm) -> list[str]:
    whole = pcm[: len(pcm) - len(pcm) % CHUNK]
    return [wake.word for chunk in chunks(whole) if (wake := detector.accept(chunk))]


def test_the_wake_word_is_heard_once_and_by_its_name(models: WakeModels) -> None:
    assert hits(WakeWords(models), recording(AT_ONCE)) == ["hey_jarvis"]


def test_it_tells_at_which_sample(models: WakeModels) -> None:
    detector = WakeWords(models)
    (wake,) = filter(None, map(detector.accept, chunks(recording(AT_ONCE)[: CHUNK * 40])))
    assert 1.6 * 16000 < wake.at < 2.3 * 16000  # A second of silence comes before the word.
    assert 0.5 <= wake.score <= 1.0


def test_noise_wakes_nobody(models: WakeModels) -> None:
    assert hits(WakeWords(models), noise(8.0, 2000)) == []


@pytest.mark.parametrize("level", [0, 1, 30, 1000])
def test_a_stream_that_begins_wakes_nobody(models: WakeModels, level: int) -> None:
    detector = WakeWords(models)
    scores = [detector.scores(chunk) for chunk in chunks(noise(2.0, level)[: CHUNK * 25])]
    assert max(max(each.values()) for each in scores) < 0.1


def test_after_a_reset_the_old_word_is_gone(models: WakeModels) -> None:
    """The package's own reset keeps its buffers: the word fires again, 0.5 s into silence."""
    detector = WakeWords(models, refractory_s=0.0)
    heard = [bool(detector.accept(chunk)) for chunk in chunks(recording(AT_ONCE)[: CHUNK * 40])]
    assert any(heard)
    detector.reset()
    assert hits(detector, np.zeros(16_000 * 3, np.int16)) == []


def test_a_reset_detector_is_as_a_new_one(models: WakeModels) -> None:
    detector, new = WakeWords(models), WakeWords(models)
    hits(detector, recording(AT_ONCE))
    detector.reset()
    for chunk in chunks(recording(AT_ONCE)[: CHUNK * 30]):
        assert detector.scores(chunk) == new.scores(chunk)


def test_within_the_refractory_period_it_is_not_heard_again(models: WakeModels) -> None:
    twice = np.concatenate((recording(AT_ONCE)[: CHUNK * 28],) * 2)  # 2.24 s apart.
    assert hits(WakeWords(models, refractory_s=4.0), twice) == ["hey_jarvis"]
    assert hits(WakeWords(models), twice) == ["hey_jarvis"] * 2


def test_a_word_has_its_own_threshold(models: WakeModels) -> None:
    assert hits(WakeWords(models, thresholds={"hey_jarvis": 1.1}), recording(AT_ONCE)) == []


def test_chunks_of_another_length_are_refused(models: WakeModels) -> None:
    with pytest.raises(ValueError, match="chunks of 1280 samples, not 512"):
        WakeWords(models).accept(np.zeros(512, np.int16))


def test_a_model_of_ones_own_goes_by_its_file(tmp_path: Path) -> None:
    own = tmp_path / "computer.onnx"
    own.write_bytes(known_words(models_folder())["hey_jarvis"].read_bytes())
    assert hits(WakeWords(load_wake_models([str(own)])), recording(AT_ONCE)) == ["computer"]


@pytest.mark.parametrize(
    ("word", "says"),
    [
        ("hey_nobody", "name one of alexa, hey_jarvis, hey_mycroft, hey_rhasspy"),
        ("/nowhere/mine.onnx", "no such wake word model"),
    ],
)
def test_an_unknown_word_is_told_with_what_to_do(word: str, says: str) -> None:
    with pytest.raises(WakeError, match=says):
        load_wake_models([word])


def test_a_model_of_something_else_is_told(tmp_path: Path) -> None:
    with pytest.raises(WakeError, match=r"openWakeWord takes \[1, n, 96\]"):
        load_wake_models([str(models_folder() / "embedding_model.onnx")])
    (tmp_path / "broken.onnx").write_bytes(b"no model")
    with pytest.raises(WakeError, match="no model that onnxruntime can run"):
        load_wake_models([str(tmp_path / "broken.onnx")])


def test_without_the_package_it_says_how_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(WakeError, match=r"pip install --no-deps openwakeword==0\.5\.1"):
        load_wake_models(["alexa"])


def test_the_package_and_what_it_brings_are_not_imported() -> None:
    code = (
        "import sys; from gateway.hear.wake import *; load_wake_models(['alexa']); "
        "print([n for n in ('openwakeword', 'scipy', 'sklearn', 'tqdm') if n in sys.modules])"
    )
    ran = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)
    assert ran.stdout.strip() == "[]", ran.stderr


@pytest.mark.slow
@pytest.mark.skipif(
    not all(map(find_spec, ("scipy", "sklearn", "tqdm", "requests"))),
    reason="openwakeword needs scipy, scikit-learn, tqdm, requests (extra `test`)",
)
def test_each_frame_scores_as_in_the_package() -> None:
    """In a process of its own, as the package warns when it is imported."""
    script = Path(__file__).with_name("compare_with_package.py")
    ran = subprocess.run(
        [sys.executable, "-W", "ignore", "-m", f"tests.gateway.hear.{script.stem}", str(AT_ONCE)],
        cwd=ROOT, capture_output=True, text=True,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stderr
    frames, difference = ran.stdout.split()
    assert int(frames) >= 50
    assert float(difference) < 1e-5


@pytest.mark.skipif(not DATA, reason="real recordings are in $AMBIENT_DATA, which is not set")
@pytest.mark.parametrize(
    ("file", "words"), [("alexa_test", ["alexa"]), ("hey_jane", []), ("hey_mycroft_test", [])]
)
def test_real_voices(models: WakeModels, file: str, words: list[str]) -> None:
    pcm = read_sound(Path(str(DATA)) / "audio" / "wake" / f"{file}.wav").pcm
    room = noise(1.5, 8)
    assert hits(WakeWords(models), np.concatenate((room, pcm, room))) == words
