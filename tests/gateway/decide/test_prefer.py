# ruff: noqa: E501 - tables read best with one case a line
"""Likings fill what words leave open, and nothing else."""

from dataclasses import replace

from context.lesson import Lesson
from context.turn import Phrase, Reading, Resolution
from gateway.decide.prefer import filled
from tests.fakes import family_home, resolved, said

LAMP = Lesson("1", "preference", "level", "30 percent", (("light.counter",),), slots={"brightness": 30}, person="anna")  # fmt: skip
RADIO = Lesson("2", "preference", "level", "20 percent", (("media_player.radio",),), slots={"volume_level": 20}, person="anna")  # fmt: skip
WARM = Lesson("3", "preference", "temperature", "19 degrees", slots={"temperature": 19}, person="anna")  # fmt: skip


def done(one: Resolution, *lessons: Lesson, person: str = "anna") -> list[tuple[str, object]]:
    home = family_home(lessons=lessons)
    parts = filled((one,), home, said("on", person=person))
    return [(r.reading.intent, dict(r.reading.slots)) for r in parts if r.targets]


def test_what_is_said_goes_before_what_is_liked() -> None:
    on = resolved("HassTurnOn", "light.counter")
    assert done(on, LAMP) == [("HassLightSet", {"brightness": 30})]
    assert done(resolved("HassTurnOn", "light.counter", slots={"brightness": 90}), LAMP) == [
        ("HassTurnOn", {"brightness": 90})
    ]
    assert done(on, LAMP, person="bob") == [("HassTurnOn", {})]


def test_a_volume_turns_nothing_on_by_itself() -> None:
    on = resolved("HassTurnOn", "media_player.radio")
    assert done(on, RADIO) == [("HassTurnOn", {}), ("HassSetVolume", {"volume_level": 20})]


def test_a_liking_for_a_purpose_waits_for_it() -> None:
    on = resolved("HassTurnOn", "light.counter")
    assert done(on, replace(LAMP, purpose="reading")) == [("HassTurnOn", {})]


def test_a_room_the_way_i_like_it() -> None:
    reading = Reading("Habitual", {"usual": True}, (Phrase("living room", area="living_room"),))
    way = resolved("Habitual", "light.floor_lamp")
    room = Resolution(way.clause, reading, ("light.floor_lamp",))
    assert done(room, WARM) == [("HassClimateSetTemperature", {"temperature": 19})]
