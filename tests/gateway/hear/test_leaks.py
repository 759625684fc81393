"""Words of the list that nobody said."""

import pytest

from gateway.hear.leaks import goes_round, leaked, without_list

HINTS = ("windows", "kitchen lights", "degrees", "lock", "Mia", "Ottilie's den")


@pytest.mark.parametrize(
    "text",
    [
        "good, good, good, good",
        "and then, you know, and then, you know, and then, you know",
        "brown, brown, brown",
    ],
)
def test_circles_are_seen(text: str) -> None:
    assert goes_round(text)


@pytest.mark.parametrize(
    "text", ["no, no, open it", "very very bright", "", "lamp on and lamp off"]
)
def test_what_people_repeat_is_no_circle(text: str) -> None:
    assert not goes_round(text)


def test_items_before_and_after_a_sentence_are_suspicious() -> None:
    assert leaked("Degrees, windows, turn it off. Lock.", HINTS) == ("degrees", "windows", "lock")


@pytest.mark.parametrize("text", ["windows", "turn on the kitchen lights", "", "Anna, lights on"])
def test_a_sentence_or_a_name_alone_is_not(text: str) -> None:
    assert leaked(text, HINTS) == ()


def test_what_was_heard_without_the_list_stays() -> None:
    text = "Mia, turn off the lamp."
    assert without_list(text, ["mia"], "Mere turn off the lamp.") == text
    assert without_list(text, ["mia"], "Turn off the lamp.") == "turn off the lamp."


def test_what_was_not_goes() -> None:
    assert without_list("Windows, lamp off. Lock.", ["windows", "lock"], "lamp of") == "lamp off."
    assert without_list("windows, lock", ["windows", "lock"], "") == ""


def test_apostrophes_and_case_do_not_matter() -> None:
    assert leaked("Ottilie\u2019s Den, lamp on", HINTS) == ("ottilie's den",)
