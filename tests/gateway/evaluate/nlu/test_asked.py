"""What an answer to a sentence is worth."""

from typing import Any

import pytest

from gateway.evaluate.nlu.asked import Asked, Command, slot_f1, verdict

LAMP = Command(("HassLightSet",), ("light.a",), {"brightness": 40.0})
FAN = Command(("HassTurnOn",), ("fan.b",))


def said(intent: str | None, *targets: str, **more: Any) -> dict[str, Any]:
    return {"intent": intent, "targets": list(targets), "slots": {}, **more}


DIMMED = said("HassLightSet", "light.a", slots={"brightness": 40})


@pytest.mark.parametrize(
    ("commands", "answer", "worth"),
    [
        ((LAMP,), DIMMED, "right"),
        ((LAMP,), said("HassLightSet", "light.a", slots={"brightness": 60}), "slots"),
        ((LAMP,), said("HassLightSet", "light.z", slots={"brightness": 40}), "slots"),
        ((LAMP,), said("HassTurnOff", "light.a"), "wrong"),
        ((LAMP,), said(None), "refused"),
        ((LAMP,), said("HassLightSet", asks=True), "asked"),
        ((LAMP,), said("HassTurnOff", asks=True), "wrong"),
        ((), said(None), "silent"),
        ((), said("HassTurnOn", "fan.b"), "accepted"),
        ((LAMP, FAN), {**DIMMED, "commands": [DIMMED, said("HassTurnOn", "fan.b")]}, "right"),
        ((LAMP, FAN), DIMMED, "slots"),
    ],
)
def test_an_answer_is_worth(commands: Any, answer: Any, worth: str) -> None:
    assert verdict(Asked("1", "", "", commands), answer) == worth


UNKNOWN = Command(("HassTurnOn",))


@pytest.mark.parametrize(
    ("commands", "answer", "f1"),
    [
        ((LAMP,), DIMMED, 1.0),
        ((LAMP,), said("HassTurnOff", "light.a", slots={"brightness": "40 %"}), 1.0),
        ((LAMP,), said("HassLightSet", "light.a"), 2 / 3),
        ((LAMP,), said("HassLightSet", "light.a", "light.z", slots={"brightness": 60}), 2 / 5),
        ((LAMP,), said(None), 0.0),
        ((LAMP,), said("HassLightSet", "light.a", slots={"brightness": 40, "area": "den"}), 1.0),
        ((LAMP, FAN), {**DIMMED, "commands": [DIMMED, said("HassTurnOn", "fan.b")]}, 1.0),
        ((UNKNOWN,), said("HassTurnOn", "fan.b"), None),
        ((), said("HassTurnOn", "fan.b"), None),
    ],
)
def test_slots_are_counted_in_pairs(commands: Any, answer: Any, f1: float | None) -> None:
    assert slot_f1([(Asked("1", "", "", commands), answer)]) == (
        None if f1 is None else pytest.approx(f1)
    )


def test_a_value_that_a_sentence_does_not_label_is_not_judged() -> None:
    least = said("HassTurnOn", "fan.b", slots={"brightness": 1})
    pairs = [(Asked("1", "", "", (LAMP,)), DIMMED), (Asked("2", "", "", (FAN,)), least)]
    assert slot_f1(pairs) == 1.0


def test_speed_and_volume_have_more_names_than_one() -> None:
    command = Command(("HassFanSetSpeed",), None, {"fan_speed": 30.0, "volume": 10.0})
    answer = said("HassFanSetSpeed", slots={"percentage": 30, "volume_level": 10})
    assert slot_f1([(Asked("1", "", "", (command,)), answer)]) == 1.0


def test_a_sentence_survives_its_file() -> None:
    one = Asked("1", "dim it", "home.yaml", (LAMP, FAN), "hall")
    assert Asked.read(one.json()) == one
