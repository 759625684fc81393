# ruff: noqa: E501 - tables read best with one case a line
"""Changes of lessons, from their words."""

import pytest

from context.lesson import Lesson
from gateway.understand.lesson_amending import read

LESSONS = (
    Lesson("1", "phrase", "movie time", "dim the lamp to 10 percent"),
    Lesson("2", "name", "bertie", "the lamp", (("light.a",),)),
    Lesson("3", "name", "twins", "the lamps", (("light.a", "light.b"),)),
)
CASES = {
    "add the fan to movie time": ("more", "the fan"),
    "movie time should also close the blinds": ("more", "close the blinds"),
    "also close the blinds when i say movie time": ("more", "close the blinds"),
    "leave the fan out of movie time": ("less", "the fan"),
    "movie time no longer includes the fan": ("less", "the fan"),
    "change movie time to 15 percent": ("value", "15 percent"),
    "movie time should close the blinds instead": ("anew", "close the blinds"),
    "add the porch light to the twins": ("more", "the porch light"),
}
NONE = ["movie time", "play movie time", "set bertie to 20 percent", "add milk to my list", "bertie should also be on"]  # fmt: skip


@pytest.mark.parametrize("text", CASES)
def test_how_a_lesson_is_changed(text: str) -> None:
    first = next(read(text, LESSONS))
    assert (first.how, first.what) == CASES[text]


@pytest.mark.parametrize("text", NONE)
def test_what_changes_no_lesson(text: str) -> None:
    assert list(read(text, LESSONS)) == []
