import doctest
from types import ModuleType

import pytest

import gateway.hear.barge_in
import gateway.speak.aloud
import gateway.speak.loudness
import gateway.speak.programs
import gateway.voice_file
from gateway.speak.aloud import SENTENCE_CHARACTERS_MAX, aloud, on_screen, sentences

MODULES = [gateway.hear.barge_in, gateway.speak.aloud, gateway.speak.loudness,
           gateway.speak.programs, gateway.voice_file]  # fmt: skip


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.__name__)
def test_the_worked_examples_work(module: ModuleType) -> None:
    result = doctest.testmod(module)
    assert result.attempted
    assert result.failed == 0


@pytest.mark.parametrize(
    ("read", "spoken"),
    [
        ("It is 70°F in the hall.", "It is 70 degrees in the hall."),
        ("Humidity: 41.5 %", "Humidity: 41.5 percent"),
        ("1 W and 11 W and 1,200 W", "1 watt and 11 watts and 1,200 watts"),
        ("wind 1 km/h", "wind 1 kilometre per hour"),
        ("from \u22125 °C to -1 °C", "from minus 5 degrees to minus 1 degrees"),
        ("a 2-way switch, week 3-4", "a 2-way switch, week 3-4"),
        ("at 7 am, at 12:30 p.m. and at 9:00", "at 7 am, at 12 30 p m and at 9 o'clock"),
        ("the score is 99:75", "the score is 99:75"),
        ("**Bold** <b>it</b>\nnext", "Bold b it /b next"),
        ("A1 and B5m", "A1 and B5m"),
    ],
)
def test_signs_become_words(read: str, spoken: str) -> None:
    assert aloud(read) == spoken


def test_other_languages_keep_their_signs() -> None:
    assert aloud("Es ist 21,5 °C, um 7:05.", "de") == "Es ist 21,5 °C, um 7:05."


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("", 0),
        ("Okay.", 1),
        ("It is 3.5 degrees, and 7 p.m. now.", 1),
        ("Which one? The lamp, or the fan?", 2),
        ("Fertig. Übrigens ist das Licht an.", 2),
        ("\u597d\u4e86\u3002\u706f\u5f00\u4e86\u3002", 2),
    ],
)
def test_a_text_is_cut_into_sentences(text: str, count: int) -> None:
    assert len(sentences(text)) == count


def test_a_long_sentence_is_cut_at_a_comma_and_loses_no_word() -> None:
    text = ", ".join(f"lamp number {number}" for number in range(60)) + "."
    pieces = sentences(text)
    assert max(map(len, pieces)) <= SENTENCE_CHARACTERS_MAX
    assert " ".join(pieces) == text
    assert all(piece.endswith((",", ".")) for piece in pieces)


def test_a_word_without_end_is_cut_all_the_same() -> None:
    assert "".join(sentences("x" * 1000)) == "x" * 1000


def test_a_screen_shows_whole_sentences_or_the_begin_of_one() -> None:
    assert on_screen("Done.") == "Done."
    assert on_screen("word " * 60).endswith(" word…")
