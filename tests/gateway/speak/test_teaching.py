# ruff: noqa: E501 - tables read best with one case a line
"""What is said of lessons."""

import pytest

from context.lesson import Condition, Lesson, LessonChange
from context.turn import Answer, Decline
from gateway.speak import teaching

NIGHT = Condition(hours=(21, 6), words="at night")
MEANINGS = {
    "when you say 'tea', I put the kettle on": Lesson("1", "phrase", "tea", "put the kettle on"),
    "when you say 'tea' at night, it means kettle on": Lesson(
        "1", "phrase", "tea", "kettle on", condition=NIGHT
    ),
    "'study mode' means 100 percent": Lesson("1", "value", "study mode", "100 percent"),
    "'bertie' is the floor lamp": Lesson("1", "name", "bertie", "floor lamp"),
    "I'll remember that your bike is at work": Lesson("1", "fact", "", "my bike is at work"),
    "I'll remember Lisbon as the place of your brother": Lesson(
        "1", "place", "brother", "Lisbon", private=True
    ),
    "I'll remember Lisbon as the place of Susan": Lesson("1", "place", "susan", "Lisbon"),
    "I'll call you Captain": Lesson("1", "preference", "name", "captain"),
    "I'll tell you temperatures in Celsius": Lesson(
        "1", "preference", "temperature unit", "celsius"
    ),
    "you like the temperature at 18 degrees for sleeping": Lesson(
        "1",
        "preference",
        "temperature",
        "18 degrees",
        slots={"temperature": 18},
        purpose="sleeping",
    ),
    "you don't like country": Lesson("1", "preference", "music", "country", liked=False),
    "your favourite music is jazz": Lesson("1", "preference", "music", "jazz"),
}


@pytest.mark.parametrize("told", MEANINGS)
def test_a_lesson_in_a_clause(told: str) -> None:
    assert teaching.meaning(MEANINGS[told]) == told


@pytest.mark.parametrize("why", ["off", "guest", "long", "many", "loop", "theirs", "unable"])
def test_a_refusal_says_why(why: str) -> None:
    decline = Decline("not_teachable", {"why": why, "phrase": "tea", "name": "Bob"})
    assert teaching.refusal(decline, "I don't know that.").endswith((".", "!"))


def test_what_a_lesson_replaces_is_told() -> None:
    lesson = Lesson("1", "phrase", "tea", "put the kettle on")
    told = teaching.say(
        Answer("taught", {"lesson": lesson, "instead_of": "play jazz", "risky": True})
    )
    assert (
        told
        == "Okay: when you say 'tea', I put the kettle on, and no longer play jazz. I will still ask you each time before I do it."
    )


def test_what_was_wrong_is_regretted() -> None:
    assert teaching.say(Answer("regret")) == "Sorry, I took it back."
    assert "instead" in str(teaching.say(Answer("regret", {"nothing": True})))


def test_forgetting_all_is_asked_about() -> None:
    two = (Lesson("1", "fact", "", "a"), Lesson("2", "fact", "", "b"))
    assert (
        teaching.sure(LessonChange("forget", two), "")
        == "You taught me 2 things. Shall I forget them all?"
    )


def test_keeping_what_a_hand_did() -> None:
    assert "25 percent" in teaching.keeping({"percent": 25, "times": 2})
