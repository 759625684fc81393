# ruff: noqa: E501 - tables read best with one case a line
"""A taught phrase, heard exactly, nearly, and not at all."""

import pytest

from context.lesson import Lesson
from gateway.understand.taught import content, exactly, nearly


def lesson(phrase: str) -> tuple[Lesson, ...]:
    return (Lesson("1", "phrase", phrase, "turn on the lamp"),)


NEAR = [
    ("movie time", "time for a movie"), ("movie time", "it is movie time"), ("partys over", "alright , the party is over"),
    ("babys asleep", "the baby is sleeping"), ("companys coming", "we have got company coming"), ("my head hurts", "i have got a headache"),
    ("bedtime", "i am going to bed"), ("calving", "she is calving"), ("study mode", "put the lights in study mode please"),
]  # fmt: skip
FAR = [
    ("movie time", "play a movie"), ("movie time", "was it movie time"), ("partys over", "the party is not over"),
    ("babys asleep", "the baby is awake"), ("babys asleep", "is the baby asleep"), ("dinner is ready", "is dinner ready"),
    ("movie time", "movie time is over"), ("i am leaving", "i am leaving tomorrow"),
]  # fmt: skip


@pytest.mark.parametrize(("phrase", "said"), NEAR)
def test_in_other_words(phrase: str, said: str) -> None:
    words, lessons = said.split(), lesson(phrase)
    assert exactly(words, lessons) or nearly(words, lessons)


@pytest.mark.parametrize(("phrase", "said"), FAR)
def test_and_not_in_these(phrase: str, said: str) -> None:
    words, lessons = said.split(), lesson(phrase)
    assert exactly(words, lessons) is None
    assert nearly(words, lessons) is None


def test_two_phrases_that_fit_alike_are_none() -> None:
    assert (
        nearly(["time", "for", "a", "film"], (*lesson("movie time"), *lesson("film mode"))) is None
    )


def test_endings_tell_nothing() -> None:
    assert content(["parties"]) == content(["partys"]) == content(["party"])
