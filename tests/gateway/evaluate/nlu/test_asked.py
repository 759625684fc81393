"""What an answer to a sentence is worth."""

from typing import Any

import pytest

from gateway.evaluate.nlu.asked import Asked, Command, verdict

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


def test_a_sentence_survives_its_file() -> None:
    one = Asked("1", "dim it", "home.yaml", (LAMP, FAN), "hall")
    assert Asked.read(one.json()) == one
