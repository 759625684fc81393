# ruff: noqa: SIM905 - tables of words are easiest to read as prose.
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.understand.quantities import COLORS, Quantity, Step, find
from gateway.understand.words import tokens

AMOUNTS = {
    "to 50 percent": ("percent", 50.0),
    "half the brightness": ("percent", 50.0),
    "a quarter": ("percent", 25.0),
    "three quarters": ("percent", 75.0),
    "21 degrees": ("degrees", 21.0),
    "minus 5 degrees": ("degrees", -5.0),
    "20.5 celsius": ("degrees", 20.5),
    "2700 kelvin": ("kelvin", 2700),
    "2700K": ("kelvin", 2700),
    "channel 3": ("number", 3.0),
    "red light": ("color", "red"),
    "light green": ("color", "light green"),
    "dark grey": ("color", "dark gray"),
    "midnight blue": ("color", "midnight blue"),
    "warm white": ("color_temp", 2700),
    "daylight": ("color_temp", 6500),
    "full brightness": ("level", 1.0),
    "as low as possible": ("level", 0.0),
    "open it half way": ("level", 0.5),
    "all the way down": ("level", 0.0),
    "on medium": ("speed", "medium"),
}
STEPS = {
    "brighter": Step(1, property="brightness"),
    "a bit brighter": Step(1, size="small", property="brightness"),
    "brighter a bit": Step(1, size="small", property="brightness"),
    "much dimmer": Step(-1, size="large", property="brightness"),
    "two degrees warmer": Step(1, 2.0, "degrees", property="temperature"),
    "a degree cooler": Step(-1, 1.0, "degrees", property="temperature"),
    "10 percent louder": Step(1, 10.0, "percent", property="volume"),
    "brighter by 20 percent": Step(1, 20.0, "percent", property="brightness"),
    "by 10 percent": Step(0, 10.0, "percent"),
    "turn it down by 10": Step(-1, 10.0),
    "turn it up a notch": Step(1, size="small"),
    "two notches up": Step(1),
    "increase it slightly": Step(0, size="small"),
    "not so loud": Step(-1, property="volume"),
    "warmer light": Step(-1, property="color_temp"),
    "slower": Step(-1, property="speed"),
    "half as bright": Step(-1, property="brightness", multiplier=0.5),
    "twice as loud": Step(1, property="volume", multiplier=2.0),
    "twice as dim": Step(-1, property="brightness", multiplier=0.5),
}
NOTHING = (
    "half an hour", "half past six", "quarter to eight", "an hour and a half", "for ten minutes",
    "at 7:30", "7 pm", "nine o'clock", "ten past nine", "the third lamp", "turn up the volume",
    "how much", "5 min", "three quarters of an hour",
)  # fmt: skip
VOCABULARY = st.sampled_from(
    "by up down a an the bit little notch 2 10 0 percent degrees c kelvin half quarter quarters "
    "as twice times bright loud brighter cooler warmer white light more less not so much lot and "
    "hour past to minus all way low blue dark 999999999 1.5 , of than".split()
)


def only(text: str) -> Quantity:
    (quantity,) = find(tokens(text))
    return quantity


@pytest.mark.parametrize(("text", "expected"), AMOUNTS.items())
def test_an_amount_is_found(text: str, expected: tuple[str, object]) -> None:
    quantity = only(text)
    assert (quantity.kind, quantity.value) == expected


@pytest.mark.parametrize(("text", "step"), STEPS.items())
def test_a_change_is_found(text: str, step: Step) -> None:
    quantity = only(text)
    assert (quantity.kind, quantity.value, quantity.relative) == ("step", step, True)


@pytest.mark.parametrize("text", NOTHING)
def test_times_and_ordinals_are_no_amounts(text: str) -> None:
    assert find(tokens(text)) == ()


def test_a_third_is_a_share() -> None:
    quantity = only("open it a third")
    assert quantity.fraction
    assert quantity.value == pytest.approx(33.33, abs=0.01)


def test_degrees_know_their_unit() -> None:
    assert [only(t).unit for t in ("68 fahrenheit", "20°C", "20 degrees")] == ["F", "C", None]


def test_spans_that_are_taken_hold_no_amount() -> None:
    found = find(tokens("dim to 30 at 9"), taken=[(3, 5)])
    assert [quantity.value for quantity in found] == [30.0]


def test_several_amounts_come_in_their_order() -> None:
    found = find(tokens("make it blue at 40 percent and 2 degrees warmer"))
    assert [quantity.kind for quantity in found] == ["color", "percent", "step"]


def test_a_count_of_lamps_after_turn_up_is_no_step() -> None:
    assert only("turn up 3 lamps").kind == "number"


@pytest.mark.parametrize("color", COLORS)
def test_every_color_is_found_by_its_own_name(color: str) -> None:
    assert only(color).value == color


@given(st.lists(VOCABULARY | st.text(max_size=8), max_size=12))
def test_spans_stand_inside_the_words_and_never_overlap(words: list[str]) -> None:
    end = 0
    for quantity in find(words):
        assert end <= quantity.start < quantity.end <= len(words)
        end = quantity.end
