# ruff: noqa: E501 - tables read best with one case a line
"""Single words that were taught, put in plain ones."""

import pytest

from context.lesson import Lesson
from gateway.understand.plain_words import in_plain_words
from tests.fakes import family_home

LESSONS = (
    Lesson("1", "value", "study mode", "100 percent"),
    Lesson("2", "preference", "station", "jazz fm"),
    Lesson("3", "preference", "level", "70 percent", (("light.counter",),), slots={"brightness": 70}, purpose="reading"),
    Lesson("4", "place", "cousin fergal", "Lisbon"),
    Lesson("5", "name", "twins", "the lamps", (("light.hall", "light.counter"),)),
    Lesson("6", "preference", "temperature", "18 degrees", slots={"temperature": 18}, purpose="sleeping"),
)  # fmt: skip
CASES = {
    "set the lights to study mode": "set the lights to 100 percent",
    "study mode": "study mode",
    "play my favourite station": "play jazz fm",
    "what is my favourite station": "what is my favourite station",
    "set the counter light for reading": "set the counter light to 70 percent",
    "set the thermostat for sleeping": "set the thermostat to 18 degrees",
    "put it to my sleeping temperature": "put it to 18 degrees",
    "set the counter light to 20 percent for reading": "set the counter light to 20 percent for reading",
    "i am reading": "i am reading",
    "is it warm at fergals": "is it warm in lisbon",
    "is it raining where my cousin fergal lives": "is it raining in lisbon",
    "call fergal": "call fergal",
    "turn on the twins": "turn on the hall light and the counter light",
}


@pytest.mark.parametrize("text", CASES)
def test_words_in_plain_ones(text: str) -> None:
    home = family_home(lessons=LESSONS)
    assert " ".join(in_plain_words(text.split(), LESSONS, home)) == CASES[text]
