"""Lessons: when they hold, what they replace, and whose they are."""

from dataclasses import replace
from datetime import datetime

import pytest

from context.lesson import Condition, Lesson, agreed, owned

TEA = Lesson("1", "phrase", "tea", "put the kettle on", person="anna")
MONDAY = datetime(2026, 3, 2, 23, 0)  # noqa: DTZ001 - the hour on the wall


@pytest.mark.parametrize(
    ("condition", "alone", "area", "holds"),
    [
        (Condition(), None, None, True),
        (Condition(hours=(21, 6)), None, None, True),
        (Condition(hours=(5, 11)), None, None, False),
        (Condition(days=(5, 6)), None, None, False),
        (Condition(days=(0,)), None, None, True),
        (Condition(alone=True), None, None, False),
        (Condition(alone=True), True, None, True),
        (Condition(area="hall"), None, "kitchen", False),
        (Condition(area="hall"), None, "hall", True),
    ],
)
def test_when_a_lesson_holds(
    condition: Condition, alone: bool | None, area: str | None, holds: bool
) -> None:
    assert condition.holds(MONDAY, alone, area) is holds


def test_the_same_words_of_the_same_person_are_taught_anew() -> None:
    assert replace(TEA, id="2", means="play jazz").replaces(TEA)
    assert replace(TEA, id="2", kind="name", targets=(("light.a",),)).replaces(TEA)
    assert not replace(TEA, id="2", person="bob").replaces(TEA)
    assert not replace(TEA, id="2", condition=Condition(hours=(21, 6))).replaces(TEA)


def test_likings_of_two_purposes_stand_beside_each_other() -> None:
    reading = Lesson("1", "preference", "level", "70 percent", purpose="reading", person="anna")
    assert not replace(reading, id="2", purpose="knitting").replaces(reading)
    assert replace(reading, id="2", means="60 percent").replaces(reading)


def test_what_counts_for_a_person() -> None:
    theirs = replace(TEA, id="2", person="bob")
    private = replace(TEA, id="3", person="bob", private=True)
    liking = Lesson("4", "preference", "music", "jazz", person="bob")
    place = Lesson("5", "place", "susan", "Lisbon", person="bob")
    everybody = replace(TEA, id="6", person=None)
    found = owned((theirs, private, liking, place, TEA, everybody), "anna")
    assert next(one.id for one in found) == "1"
    assert {one.id for one in found} == {"1", "2", "5", "6"}


def test_names_that_all_agree_on_and_groups() -> None:
    one = Lesson("1", "name", "bertie", "the lamp", (("light.a",),), person="anna")
    other = replace(one, id="2", targets=(("light.b",),), person="bob")
    group = Lesson("3", "name", "twins", "the lamps", (("light.a", "light.b"),))
    assert agreed([one]) == (one,)
    assert agreed([one, other]) == ()
    assert group.is_group
    assert agreed([group]) == ()
