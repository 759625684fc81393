"""Stutters and asides go, names and amounts stay."""

import pytest

from gateway.understand.fluency import fluent
from gateway.understand.vocabulary import Vocabulary
from tests.gateway.understand.test_resolve import house, thing

LAMP = thing("light.lamp", "Bora Bora lamp", "hall")
GORGE = thing("switch.gorge", "Flaming Gorge", "hall")
HOME = Vocabulary(house(LAMP, GORGE))


@pytest.mark.parametrize(
    ("spoken", "meant"),
    [
        ("turn , turn on the um light", "turn on the light"),
        ("could you , could you dim it", "could you dim it"),
        ("set the , hang on , the lamp to 20", "set the lamp to 20"),
        ("turn on the the lamp pleeease", "turn on the lamp please"),
        ("turn that flipping light off", "turn that light off"),
        ("bora bora lamp on", "bora bora lamp on"),
        ("turn on flaming gorge", "turn on flaming gorge"),
        ("set it to 20 20", "set it to 20 20"),
        ("3000 kelvin", "3000 kelvin"),
    ],
)
def test_what_was_spoken_is_what_was_meant(spoken: str, meant: str) -> None:
    assert " ".join(fluent(spoken.split(), HOME)) == meant
