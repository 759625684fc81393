# ruff: noqa: E501 - tables read best with one case a line
"""Questions that name a quality: which sensor knows, and whether it is so."""

from typing import Any

import pytest

from context.snapshot import Snapshot
from gateway.understand.understand import understand
from tests.fakes import family_home, house, parser, said, thing


def gauge(entity_id: str, name: str, area: str, value: str, kind: str, unit: str = "°C") -> Any:
    return thing(entity_id, name, area, value, kind=kind, unit_of_measurement=unit)


RADIATOR = thing(
    "climate.bedroom",
    "Bedroom radiator",
    "bedroom",
    "heat",
    ranges={"target_temperature": (5, 30)},
    temperature=21,
    current_temperature=20,
)
MEASURED = (
    thing("switch.smoker", "Smoker", "kitchen", "off"),
    gauge("sensor.smoker", "Smoker temperature", "kitchen", "96", "temperature"),
    gauge("sensor.kitchen", "Kitchen temperature", "kitchen", "20", "temperature"),
    gauge("sensor.outdoor", "Outdoor temperature", "garage", "-2", "temperature"),
    gauge("sensor.freezer", "Freezer temperature", "garage", "-18", "temperature"),
    gauge("sensor.bathroom", "Bathroom humidity", "bathroom", "81", "humidity", "%"),
    gauge("sensor.bedroom_air", "Bedroom CO2", "bedroom", "1600", "carbon_dioxide", "ppm"),
    gauge("sensor.lounge_lux", "Living room light level", "living_room", "30", "illuminance", "lx"),
    gauge("sensor.basil", "Basil moisture", "kitchen", "15", "moisture", "%"),
    gauge("sensor.butt", "Water butt level", "garage", "8", "volume_storage", "%"),
    thing("binary_sensor.window", "Bedroom window", "bedroom", "on", kind="window"),
    thing("cover.blinds", "Living room blinds", "living_room", "closed", kind="blind", can="position"),
    RADIATOR,
)  # fmt: skip
HOME = house(*MEASURED)


def asked(text: str, area: str, home: Snapshot = HOME) -> tuple[tuple[str, ...], dict[str, Any]]:
    resolutions = understand(parser(), said(text, area), home)[1]
    slots = resolutions[0].reading.slots if resolutions else {}
    return tuple(t for r in resolutions for t in r.targets), dict(slots)


QUALITIES = {
    ("may I unload the smoker now", "kitchen"): ("sensor.smoker", "below", 50.0),
    ("has the smoker cooled down", "hall"): ("sensor.smoker", "below", 50.0),
    ("do the children need gloves", "kitchen"): ("sensor.outdoor", "below", 12.0),
    ("could the pavement be slippery", "kitchen"): ("sensor.outdoor", "below", 1.5),
    ("is the freezer cold enough", "kitchen"): ("sensor.freezer", "below", -14.0),
    ("is it still steamy in the bathroom", "hall"): ("sensor.bathroom", "above", 65.0),
    ("has the bathroom dried out", "hall"): ("sensor.bathroom", "below", 60.0),
    ("is the air in the bedroom too dry for my skin", "hall"): None,
    ("is it stuffy in here", "bedroom"): ("sensor.bedroom_air", "above", 1000.0),
    ("can I see well enough to knit", "living_room"): ("sensor.lounge_lux", "above", 150.0),
    ("is the basil thirsty", "hall"): ("sensor.basil", "below", 35.0),
    ("is the water butt empty", "kitchen"): ("sensor.butt", "below", 15.0),
}  # fmt: skip


@pytest.mark.parametrize(("text", "area"), QUALITIES)
def test_the_sensor_that_knows_is_asked_and_held_against_what_the_word_means(
    text: str, area: str
) -> None:
    expected = QUALITIES[text, area]
    targets, slots = asked(text, area)
    if expected is None:
        assert not any(t == "sensor.bathroom" for t in targets)
        return
    sensor, side, limit = expected
    assert targets == (sensor,)
    assert slots[side] == limit


@pytest.mark.parametrize(
    "text",
    [
        "is it cold in Lapland",
        "is the soup hot",
        "is the film too dark",
        "are the shares hot",
        "is it going to freeze tonight",
    ],
)
def test_what_this_home_does_not_measure_is_asked_of_no_sensor(text: str) -> None:
    targets, slots = asked(text, "kitchen")
    assert not targets or not {"above", "below"} & slots.keys()


def test_how_hot_it_is_asks_for_what_is_hot_here_before_the_room() -> None:
    assert asked("how hot is it", "kitchen")[0] == ("sensor.smoker",)
    cold = house(
        *(
            gauge("sensor.smoker", "Smoker temperature", "kitchen", "19", "temperature")
            if d.id == "sensor.smoker"
            else (d, s)
            for d, s in MEASURED
        )
    )
    assert asked("how hot is it", "kitchen", cold)[0] == ("sensor.kitchen",)
    assert asked("outdoor temperature please", "kitchen")[0] == ("sensor.outdoor",)


REASONS = {
    ("why am I shivering", "bedroom"): ("binary_sensor.window",),
    ("where is that cold air coming from", "bedroom"): ("binary_sensor.window",),
    ("what makes it so warm in here", "bedroom"): ("climate.bedroom",),
    ("why is it so gloomy in here", "living_room"): ("cover.blinds",),
    ("why is the bathroom so damp", "hall"): ("sensor.bathroom",),
}  # fmt: skip


@pytest.mark.parametrize(("text", "area"), REASONS)
def test_why_it_is_so_tells_what_in_the_house_makes_it_so(text: str, area: str) -> None:
    assert asked(text, area)[0] == REASONS[text, area]


def test_a_question_never_acts() -> None:
    for text in ("can I open the smoker yet", "is it too dark to read", "why is it so cold"):
        resolutions = understand(parser(), said(text, "kitchen"), HOME)[1]
        assert all(
            r.reading.intent in ("HassGetState", "HassClimateGetTemperature") for r in resolutions
        )
    assert asked("is it stuffy in here", "kitchen", family_home())[1].get("above") is None
