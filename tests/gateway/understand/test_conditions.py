"""When a lesson is to hold, from its words."""

import pytest

from context.lesson import Condition
from gateway.understand.conditions import lead, peel

CASES = {
    "at 19 at night": ("at 19", Condition(hours=(21, 6), words="at night")),
    "at 19 in the evenings": ("at 19", Condition(hours=(17, 23), words="in the evenings")),
    "dim it on weekdays": ("dim it", Condition(days=(0, 1, 2, 3, 4), words="on weekdays")),
    "dim it on fridays": ("dim it", Condition(days=(4,), words="on fridays")),
    "dim it after 10": ("dim it", Condition(hours=(22, 5), words="after 10")),
    "dim it before 7": ("dim it", Condition(hours=(5, 7), words="before 7")),
    "dim it when i am alone": ("dim it", Condition(alone=True, words="when i am alone")),
    "dim the night light": ("dim the night light", Condition()),
}


@pytest.mark.parametrize("text", CASES)
def test_a_condition_at_the_end(text: str) -> None:
    assert peel(text) == CASES[text]


def test_a_condition_that_leads() -> None:
    assert lead("on weekends , dim it") == ("dim it", Condition(days=(5, 6), words="on weekends"))
    assert lead("dim the lamp , close the blinds")[1].always
