import pytest

from context.history import row_of, turn_of
from context.turn import Act, Confirmation, Outcome, Turn
from devices.model import Command, State
from gateway.entrypoints.story import brief, headline, story
from tests.gateway.entrypoints.turns import LAMP_ON, question, turn, unheard, warning


def lines(told: str) -> dict[str, str]:
    """The first line of each chapter, by its label."""
    return {line.split()[0]: line for line in told.splitlines() if not line.startswith(" ")}


@pytest.mark.parametrize(
    ("label", "fact"),
    [
        ("heard", '"turn on the lamp" at speaker by anna'),
        ("understood", 'HassTurnOn {brightness: 50} about "lamp", probability 1.00 by grammar'),
        ("candidates", "light.lamp  0.90 partial  <- meant"),
        ("decided", "act: turn_on light.lamp brightness=128"),
        ("because", "Lamp: partial match"),
        ("sent", 'lamp/set  {"b":128}'),
        ("echo", "light.lamp: confirmed after 54.3 ms"),
        ("replied", '"It is on."'),
        ("took", "understand 2.0 ms, decide 0.1 ms, act 0.3 ms, confirm 54.3 ms; heard to"),
    ],
)
def test_a_story_tells_each_stage(label: str, fact: str) -> None:
    assert fact in lines(story(turn()))[label]


def test_the_echo_shows_what_the_device_reported() -> None:
    states = {"light.lamp": State("on", {"brightness": 127, "effect": "none"})}
    assert "light.lamp: on brightness=127 after" in lines(story(turn(), states.get))["echo"]


def test_a_silent_device_is_told() -> None:
    silent = turn(outcome=Outcome((Confirmation(LAMP_ON, "unconfirmed", ms=3000),)))
    assert "light.lamp: unconfirmed after 3000 ms" in story(silent)


def test_a_question_is_shown_as_one() -> None:
    assert "ask which one: Hall lamp, Lamp" in lines(story(question()))["decided"]


def test_what_needs_a_yes_is_shown_with_its_risk() -> None:
    assert "ask for a yes (risk R3)" in lines(story(warning()))["decided"]


def test_what_was_not_understood_says_so() -> None:
    told = lines(story(unheard()))
    assert "nothing" in told["understood"]
    assert "decline: not understood" in told["decided"]


def test_a_sentence_about_the_whole_home_is_cut_short() -> None:
    many = turn(Act(tuple(Command(f"light.l{n}", "turn_off") for n in range(200))), Outcome())
    assert "... and 170 more" in story(many)


@pytest.mark.parametrize("whole", [turn(), question(), warning(), unheard()])
def test_a_turn_from_the_store_tells_the_same_story(whole: Turn) -> None:
    row = row_of(whole, "session")
    assert story(turn_of(row)) == story(whole)


def test_one_line_has_reply_intent_and_time() -> None:
    assert brief(turn()) == '"It is on."   (HassTurnOn by grammar, 2.4 ms)'


def test_a_list_shows_the_id_to_ask_for() -> None:
    assert headline(turn()).startswith("t1  2026-03-02 10:00:00")
