"""What reactions say of a turn."""

from dataclasses import replace

import pytest

from context.exchanges import Exchange, Hand
from gateway.learn.judge import Judgement, by_id, judged
from tests.gateway.learn.fakes import said


def first(*past: Exchange, hands: tuple[Hand, ...] = ()) -> Judgement:
    return by_id(judged(past, hands))[past[0].id]


LAMP = said("turn on the lamp", 100.0)
LOST = said("banish the murk", 100.0, failed=True)


def test_a_failure_that_is_said_in_other_words_was_a_defect() -> None:
    found = first(LOST, said("turn on the lamp", 108.0))
    assert (found.defect, found.point) == (True, "nlu")


def test_a_failure_that_nobody_follows_up_was_nothing_that_a_house_does() -> None:
    found = first(LOST)
    assert (found.defect, found.point) == (False, "correct")


def test_what_is_left_alone_was_right() -> None:
    assert first(LAMP).p_defect < 0.1


def test_what_is_undone_was_wrong_even_minutes_later() -> None:
    assert first(LAMP, said("undo that", 105.0, undoes=LAMP.id, intent="Undo")).defect
    assert first(LAMP, said("undo that", 400.0, undoes=LAMP.id, intent="Undo")).defect


def test_a_guess_that_a_hand_sets_back_and_another_in_its_place_was_the_wrong_one() -> None:
    guess = replace(LAMP, guessed=True)
    hands = (Hand(110.0, "light.a", "off", frozenset()), Hand(112.0, "light.b", "on", frozenset()))
    found = first(guess, hands=hands)
    assert (found.defect, found.point) == (True, "entity_resolution")


def test_a_plain_wish_that_a_hand_sets_back_was_a_change_of_mind() -> None:
    assert not first(LAMP, hands=(Hand(110.0, "light.a", "off", frozenset()),)).defect


def test_a_hand_much_later_says_nothing() -> None:
    guess = replace(LAMP, guessed=True)
    assert first(guess, hands=(Hand(300.0, "light.a", "off", frozenset()),)).p_defect < 0.3


def test_louder_and_louder_is_no_complaint() -> None:
    louder = said("louder", 100.0, intent="HassSetVolumeRelative")
    assert not first(louder, said("louder", 103.0, intent="HassSetVolumeRelative")).defect


def test_thanks_is_none_either() -> None:
    assert first(LAMP, said("thank you", 104.0, intent="HassRespond")).p_defect < 0.05


def test_another_person_rephrases_nothing() -> None:
    assert not first(LOST, said("turn on the lamp", 108.0, person="bob", satellite="x")).defect


def test_an_interrupted_answer_that_is_put_right_was_wrong() -> None:
    asked = said("which lights are on", 100.0, changed=False, did=(), interrupted_ms=500.0)
    assert first(asked, said("i meant turn on the lamp", 104.0)).defect


@pytest.mark.parametrize(
    ("change", "point"),
    [
        ({"wake": 0.3, "confidence": 0.5}, "false_wake"),
        ({"silent": True}, "result"),
        ({"reason": "unavailable"}, "result"),
        ({"confidence": 0.4}, "asr"),
        ({"reason": "no_such_device"}, "entity_resolution"),
    ],
)
def test_the_first_stage_with_a_reason_is_to_blame(change: dict[str, object], point: str) -> None:
    after = () if point == "false_wake" else (said("turn on the lamp", 108.0),)
    assert first(replace(LOST, **change), *after).point == point  # type: ignore[arg-type]
