import shutil
import sys
from pathlib import Path

import numpy as np
import pytest

from gateway.evaluate import WILLOW
from gateway.evaluate.home_file import read_home
from gateway.evaluate.sound import NotHeardError
from gateway.evaluate.spoken import (
    SAID,
    Bench,
    Clip,
    clips_of,
    costs,
    play,
    sentences,
)
from gateway.evaluate.wake.voices import VOICES, Speakers
from gateway.hear.parts import Recognition, Utterance
from gateway.sound import Pcm

LAMP, KETTLE = "turn on the floor lamp", "turn on the kettle"


class Reader:
    """A recogniser that always hears the same."""

    name = "same"

    def __init__(self, text: str) -> None:
        self.text = text

    def listen(self, hints: object = ()) -> "Reader":
        return self

    def accept(self, pcm: Pcm) -> None:
        pass

    def partial(self) -> str:
        return ""

    def final(self) -> Recognition:
        return Recognition(self.text)


class Never:
    """A wake detector that is not woken."""

    def accept(self, chunk: Pcm) -> None:
        return None

    def reset(self) -> None:
        pass


def bench(text: str) -> Bench:
    return Bench(read_home(WILLOW), Reader(text), Never())


def clip(of: Bench, text: str) -> Clip:
    sound = np.ones(1600, np.int16)
    wanted = of.typed(text, "living_room_display")
    return Clip(text, "living_room_display", wanted, sound, sound)


@pytest.fixture
def speech(monkeypatch: pytest.MonkeyPatch) -> None:
    """All sound is speech for us, where no wake word is needed."""

    def utterances(sound: Pcm, *, wake: bool, detector: object) -> list[Utterance]:
        if wake:
            raise NotHeardError("no wake word was heard")
        return [Utterance(sound, None, 1.0)]

    monkeypatch.setattr("gateway.evaluate.spoken.utterances", utterances)


def test_there_are_sixty_sentences_and_each_is_understood_as_text() -> None:
    assert sum(map(len, SAID.values())) >= 60
    home, found = read_home(WILLOW), list(sentences(bench(""), 1))
    assert len(found) == sum(map(len, SAID.values()))
    assert SAID.keys() <= home.household.satellites.keys()


@pytest.mark.parametrize(
    ("heard", "right", "wrong", "refused"),
    [
        (LAMP, 1, 0, 0),
        ("Floor lamp on, please.", 1, 0, 0),
        (KETTLE, 0, 1, 0),
        ("the evening was long", 0, 0, 1),
        ("", 0, 0, 1),
    ],
)
@pytest.mark.usefixtures("speech")
def test_what_was_heard_is_right_when_it_does_the_same(
    heard: str, right: int, wrong: int, refused: int
) -> None:
    with_it = bench(heard)
    tally = play(with_it, [clip(with_it, LAMP)], None, wake=False, errors=False)
    assert (tally.right, tally.wrong, tally.refused) == (right, wrong, refused)
    assert tally.n == tally.woken == 1


@pytest.mark.usefixtures("speech")
def test_who_is_not_woken_is_told_apart_from_who_misheard() -> None:
    with_it = bench(LAMP)
    tally = play(with_it, [clip(with_it, LAMP)], None, wake=True, errors=False)
    assert (tally.woken, tally.right, tally.refused, tally.after_button) == (0, 0, 0, 1)
    assert tally.row("somebody").startswith("| somebody | 1 | 0 | 0 = 0.0 % | 0 | 0 | 1 of 1 |")
    assert "s a command" in " ".join(costs([tally], [("all", 100.0)]))


def test_an_answer_is_what_it_says() -> None:
    with_it = bench("")
    one, other = (
        with_it.typed(text, "study_speaker")
        for text in ("is the kitchen window open", "is the front door locked")
    )
    assert one.acts
    assert not one.changes
    assert one != other


@pytest.mark.slow
@pytest.mark.audio
@pytest.mark.skipif(shutil.which("flite") is None, reason="needs flite: make setup-system")
def test_a_voice_says_them_after_the_wake_word(tmp_path: Path) -> None:
    pytest.importorskip("faster_whisper", reason="needs the [voice] extra")
    from gateway.hear.engine import transcriber
    from gateway.hear.wake import WakeWords, load_wake_models

    parts = Bench(read_home(WILLOW), transcriber(), WakeWords(load_wake_models(["hey_jarvis"])))
    (voice,) = (each for each in VOICES if each.name == "flite slt")
    wanted = [(LAMP, "living_room_display", parts.typed(LAMP, "living_room_display"))]
    clips = list(clips_of(voice, Speakers(tmp_path, sys.executable), wanted))
    tally = play(parts, clips, None, wake=True, errors=True)
    assert (tally.woken, tally.right) == (1, 1)
    assert len(tally.seconds) == 1
