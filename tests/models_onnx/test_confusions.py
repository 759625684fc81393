"""What a recogniser makes of words: alignment, letters, and the counts that ship."""

from functools import lru_cache

import pytest

from models_onnx.confusions import Channel, aligned, edits
from models_onnx.runtime import find
from models_onnx.training.confusions import count, fitted

SIZE_MAX = 200_000


@lru_cache(maxsize=1)
def channel() -> Channel:
    return Channel.open()


def test_words_are_aligned_in_groups() -> None:
    found = list(aligned("dim the kitchen light", "dim the kit chin light please"))
    assert found == [
        ("dim", "dim"),
        ("the", "the"),
        ("kitchen", "kit chin"),
        ("light", "light"),
        ("", "please"),
    ]


def test_a_long_difference_becomes_short_edits() -> None:
    assert [e for e in edits("abcdef", "xyz") if e[0] != e[1]] == [
        ("ab", "xy"),
        ("cd", "z"),
        ("ef", ""),
    ]


@pytest.mark.parametrize(
    ("heard", "said", "other"),
    [
        ("kit chin", "kitchen", "garden"),
        ("lite", "light", "late night"),
        ("lamb", "lamp", "plant"),
        ("cattle", "kettle", "curtain"),
        ("bed room", "bedroom", "boardroom"),
        ("of", "off", "oven"),
    ],
)
def test_the_word_that_was_said_is_likelier(heard: str, said: str, other: str) -> None:
    assert channel().evidence(said, heard) > channel().evidence(other, heard)
    assert channel().evidence(said, heard) > 0


def test_what_was_counted_often_outweighs_letters() -> None:
    letters = {"a": {"a": 9}, "b": {"b": 9}, "c": {"c": 9}}
    unseen = Channel(letters, {}, {"abc": (9, 0)})
    seen = Channel(letters, {"abc": {"cab": 20}}, {"abc": (9, 0)})
    assert seen.evidence("cab", "abc") > unseen.evidence("cab", "abc") + 3


def test_counting_keeps_no_sentence_and_knows_how_often_a_word_is_wrong() -> None:
    row = {"slurp_id": 1, "reference": "lamp on", "hypothesis": "lamb on"}
    counts = count([row] * 3)
    assert counts["words"] == {"lamb": {"lamp": 3}}
    assert counts["heard"] == {"lamb": [3, 3], "on": [3, 0]}
    assert counts["letters"]["p"] == {"b": 3}


def test_two_parts_in_five_are_never_counted() -> None:
    assert [n for n in range(10) if fitted({"slurp_id": n})] == [1, 2, 3, 6, 7, 8]


def test_the_artifact_is_small() -> None:
    assert find("confusions").files["counts"].stat().st_size < SIZE_MAX
