"""Temperatures in the unit of who asks."""

from context.lesson import Lesson
from context.turn import Act, Answer
from gateway.decide.units import as_told
from tests.fakes import family_home, said

HOME = family_home(
    lessons=(Lesson("1", "preference", "temperature unit", "fahrenheit", person="anna"),)
)
WEATHER = Act((Answer("weather", {"temperature": 19, "unit": "C"}),))
VALUES = Act(
    (
        Answer(
            "values",
            {
                "property": "temperature",
                "values": ({"value": "21.5", "unit": "°C"}, {"value": None, "unit": None}),
            },
        ),
    )
)


def facts(act: Act, person: str) -> dict[str, object]:
    told = as_told(act, HOME, said("how warm is it", person=person))
    assert isinstance(told, Act)
    (step,) = told.steps
    assert isinstance(step, Answer)
    return dict(step.facts)


def test_who_asked_for_another_unit_hears_it() -> None:
    assert facts(WEATHER, "anna")["temperature"] == 66
    values = facts(VALUES, "anna")["values"]
    assert values == ({"value": 71, "unit": "°F"}, {"value": None, "unit": None})


def test_the_others_hear_that_of_the_home() -> None:
    assert facts(WEATHER, "bob")["temperature"] == 19
