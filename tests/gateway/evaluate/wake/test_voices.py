import os
import shutil
from pathlib import Path

import pytest

from gateway.evaluate.wake.voices import VOICES, Speakers, present

ESPEAK = VOICES[0]


def test_there_are_voices_of_ten_people_and_more() -> None:
    assert len({voice.variant if voice.program != "piper" else "joe" for voice in VOICES}) >= 10


def test_only_voices_whose_program_is_there_are_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    assert present(None) == []
    assert {voice.program for voice in present("python")} == {"piper"}


@pytest.mark.audio
@pytest.mark.skipif(not shutil.which("espeak-ng"), reason="espeak-ng is not installed")
def test_what_was_said_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    speakers = Speakers(tmp_path)
    (sound,) = speakers.say([(ESPEAK, "-v is no option")])
    assert 0.5 < sound.seconds < 5
    monkeypatch.setenv("PATH", os.devnull)
    assert speakers.say([(ESPEAK, "-v is no option")])[0].seconds == sound.seconds
