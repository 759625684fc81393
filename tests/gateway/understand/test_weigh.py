# ruff: noqa: E501 - homes read best with one thing a line
"""What goes on in the house decides between things that the words leave open."""

from dataclasses import replace

import pytest

from context.habits import Deed, Situation
from context.places import Person, Satellite
from context.snapshot import Snapshot
from context.turn import Act, Candidate, Reading
from devices.model import State, StateChanged
from gateway.understand.scene import Scene
from gateway.understand.understand import understand
from gateway.understand.weigh import Rivals, Weighed, reasons, signals, weigh
from tests.fakes import HOUSEHOLD, NOW, a_turn, house, parser, resolved, said, thing

ATTIC_FAN = thing("fan.attic", "Attic fan", "bathroom", "off")
CELLAR_FAN = thing("fan.cellar", "Cellar fan", "bedroom", "on")
BOTH = (Candidate("fan.attic", 0.9, "type"), Candidate("fan.cellar", 0.9, "type"))
OFF = Reading("HassTurnOff")


def scene(snapshot: Snapshot, area: str | None = None, **more: object) -> Scene:
    return Scene(snapshot, said("", area, **more), area)


def likeliest(reading: Reading, around: Scene) -> str:
    return weigh(reading, BOTH, around)[0].candidate.entity_id


def targets(
    text: str, home: Snapshot, area: str | None = None
) -> tuple[tuple[str, ...], str | None]:
    (found,) = understand(parser(), said(text, area), home)[1]
    return found.targets, found.problem


@pytest.mark.parametrize(
    ("intent", "meant"), [("HassTurnOff", "fan.cellar"), ("HassTurnOn", "fan.attic")]
)
def test_what_would_change_is_meant(intent: str, meant: str) -> None:
    assert likeliest(Reading(intent), scene(house(ATTIC_FAN, CELLAR_FAN))) == meant


def test_the_fan_that_is_on_is_turned_off_from_another_room() -> None:
    assert targets("turn off the fan", house(ATTIC_FAN, CELLAR_FAN), "kitchen") == (
        ("fan.cellar",),
        None,
    )


def test_two_that_are_alike_are_asked_about() -> None:
    alike = house(thing("fan.attic", "Attic fan", "bathroom", "on"), CELLAR_FAN)
    assert targets("turn off the fan", alike, "kitchen") == ((), "ambiguous")


def test_a_room_that_is_named_beats_all_that_goes_on() -> None:
    home = house(ATTIC_FAN, CELLAR_FAN)
    assert targets("turn off the attic fan", home, "bedroom") == (("fan.attic",), None)


def test_what_was_just_switched_by_hand_is_news_that_fades() -> None:
    home = house(ATTIC_FAN, CELLAR_FAN)
    now = NOW.timestamp()
    before, after = State("off"), State("on", updated_at=now - 20)
    fresh = replace(
        home, changes=(StateChanged("fan.cellar", before, after, frozenset({"state"}), "person"),)
    )
    old = replace(fresh, now=NOW.replace(year=NOW.year + 1))
    assert signals(OFF, BOTH[1], scene(fresh))["just"] > 0.7
    assert signals(OFF, BOTH[1], scene(old))["just"] < 0.01


def test_what_was_spoken_of_at_this_place_is_more_likely() -> None:
    spoken = a_turn(Act(()), resolved(OFF, "fan.attic"), satellite="kitchen_puck")
    home = house(ATTIC_FAN, CELLAR_FAN, turns=(spoken,))
    assert "spoken" in signals(OFF, BOTH[0], scene(home, satellite="kitchen_puck"))
    assert "spoken" not in signals(OFF, BOTH[0], scene(home, satellite="attic_puck"))


def test_a_name_tells_whose_it_is() -> None:
    people = {p: Person(p, p.title()) for p in ("ann", "bo")}
    home = house(
        thing("light.ann", "Ann's lamp"), household=replace(HOUSEHOLD, people=people, satellites={"puck": Satellite("puck", None, owner="ann")})
    )  # fmt: skip
    lamp = Candidate("light.ann", 1.0, "exact")
    assert "mine" in signals(OFF, lamp, scene(home, person="ann"))
    assert "theirs" in signals(OFF, lamp, scene(home, person="bo"))
    assert "mine" in signals(OFF, lamp, scene(home, satellite="puck"))
    assert not {"mine", "theirs"} & signals(OFF, lamp, scene(home)).keys()


def test_a_device_that_never_reported_is_not_less_likely() -> None:
    silent = house(
        thing("fan.attic", "Attic fan", "bathroom", None),
        thing("fan.cellar", "Cellar fan", "bedroom", "on"),
    )
    first, second = weigh(Reading("HassTurnOn"), BOTH, scene(silent))
    assert first.candidate.entity_id == "fan.attic"
    assert first.chance > second.chance


def test_chances_add_up_and_the_reasons_tell_what_moved_them() -> None:
    found = weigh(OFF, BOTH, scene(house(ATTIC_FAN, CELLAR_FAN), "bedroom"))
    assert sum(each.chance for each in found) == pytest.approx(1.0)
    moved = reasons(found)
    assert list(moved)[:2] == ["effect", "here"]
    assert sum(moved.values()) >= found[0].score - found[1].score


def test_what_is_loud_is_turned_down_not_a_lamp_that_is_off() -> None:
    home = house(
        thing("light.lamp", "Lamp", "kitchen", "off", can="on_off brightness"),
        thing("media_player.radio", "Radio", "kitchen", "playing", can="volume", volume_level=0.6),
    )
    assert targets("turn it down", home, "kitchen")[0] in (("media_player.radio",), ())
    assert targets("a bit louder", home, "kitchen") == (("media_player.radio",), None)


def test_what_this_person_usually_has_on_now_is_likelier() -> None:
    home = house(
        thing("fan.attic", "Attic fan", "bathroom", "off"),
        thing("fan.cellar", "Cellar fan", "bedroom", "off"),
    )
    for day in range(1, 6):
        home.habits.learn(
            Deed("act", "fan.cellar on", Situation(NOW.timestamp() - day * 86400, hour=10))
        )
    on, off = (Rivals.of(Reading(i), BOTH, scene(home)) for i in ("HassTurnOn", "HassTurnOff"))
    assert 0.5 < on.signals[1]["usual"] < 1.0
    assert not any("usual" in each for each in (on.signals[0], *off.signals))


def test_a_signal_against_the_other_is_called_so() -> None:
    first, second = (
        Weighed(c, 0.5, 0.0, s) for c, s in zip(BOTH, ({}, {"theirs": 1.0}), strict=True)
    )
    assert list(reasons((first, second))) == ["no theirs"]


def test_what_ranks_can_be_given() -> None:
    home = house(ATTIC_FAN, CELLAR_FAN)
    given = understand(parser(), said("turn off the fan", "kitchen"), home, lambda r: [9.0, 0.0])[1]
    assert given[0].targets == (given[0].candidates[0].entity_id,) == ("fan.attic",)


def test_a_resolution_keeps_what_moved_it_and_the_runner_up() -> None:
    home = house(ATTIC_FAN, CELLAR_FAN)
    (found,) = understand(parser(), said("turn off the fan", "kitchen"), home)[1]
    assert next(iter(found.moved)) == "effect"
    assert [c.entity_id for c in found.candidates] == ["fan.cellar", "fan.attic"]
