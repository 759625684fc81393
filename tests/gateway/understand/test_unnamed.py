# ruff: noqa: E501 - tables read best with one case a line
"""Things that are meant by no name: by what runs, plays, stands open or is paused now."""

from dataclasses import replace

import pytest

from context.snapshot import Snapshot
from gateway.understand.understand import understand
from tests.fakes import NOW, house, parser, said, thing

HOME = house(
    thing("switch.saw", "Band saw", "garage", "on"),
    thing("switch.fridge", "Fridge", "garage", "on"),
    thing("fan.desk", "Desk fan", "bedroom", "on"),
    thing("media_player.radio", "Kitchen radio", "kitchen", "playing", can="volume", volume_level=0.4),
    thing("light.kitchen", "Kitchen light", "kitchen", "on", can="brightness", brightness=90),
    thing("cover.blinds", "Living room blinds", "living_room", "open", kind="blind", can="position", current_position=100),
    thing("cover.bedroom", "Bedroom blind", "bedroom", "closed", kind="blind", can="position", current_position=0),
    thing("cover.gate", "Garage door", "garage", "open", kind="garage_door"),
    thing("lock.front", "Front door", "hall", "unlocked"),
    thing("lock.back", "Back door", "kitchen", "locked"),
    thing("vacuum.dusty", "Dusty", "hall", "paused"),
)  # fmt: skip


def done(text: str, area: str, home: Snapshot = HOME) -> list[tuple[str, tuple[str, ...]]]:
    return [
        (r.reading.intent, r.targets)
        for r in understand(parser(), said(text, area), home)[1]
        if r.targets
    ]


MEANT = {
    ("switch that contraption off", "garage"): ("HassTurnOff", "switch.saw"),
    ("stop the awful machine", "garage"): ("HassTurnOff", "switch.saw"),
    ("make that racket stop", "kitchen"): ("HassTurnOff", "media_player.radio"),
    ("stop that fan whirring", "bedroom"): ("HassTurnOff", "fan.desk"),
    ("shut the things in front of the window", "living_room"): ("HassTurnOff", "cover.blinds"),
    ("raise whatever covers the window", "bedroom"): ("HassTurnOn", "cover.bedroom"),
    ("one of the doors is unlocked, see to it", "bedroom"): ("HassTurnOn", "lock.front"),
    ("the front door isn't locked, sort that out", "bedroom"): ("HassTurnOn", "lock.front"),
    ("something is open, shut it before it rains", "garage"): ("HassTurnOff", "cover.gate"),
    ("somebody left a light on, turn it off", "hall"): ("HassTurnOff", "light.kitchen"),
    ("roll it up, the one that's down", "hall"): ("HassTurnOn", "cover.bedroom"),
    ("I'm on a call, quieter please", "kitchen"): ("HassSetVolumeRelative", "media_player.radio"),
    ("the baby's asleep, a bit lower", "kitchen"): ("HassSetVolumeRelative", "media_player.radio"),
    ("cut it", "kitchen"): ("HassMediaPause", "media_player.radio"),
    ("carry on then", "hall"): ("HassVacuumStart", "vacuum.dusty"),
    ("would you lock that door", "kitchen"): ("HassTurnOn", "lock.front"),
}  # fmt: skip


@pytest.mark.parametrize(("text", "area"), MEANT)
def test_what_the_house_says_it_is(text: str, area: str) -> None:
    intent, target = MEANT[text, area]
    assert done(text, area) == [(intent, (target,))]


@pytest.mark.parametrize(
    "text",
    [
        "the machine is broken",
        "a shop is open, fix that for me tomorrow",
        "the film is on, sort it",
        "the window of opportunity is open",
        "we heard a noise",
    ],
)
def test_talk_of_such_things_does_nothing(text: str) -> None:
    assert not [
        d for d in done(text, "hall") if not d[0].startswith("HassGet") and d[0] != "Remark"
    ]


def test_a_device_so_called_is_meant_by_its_name() -> None:
    named = house(
        thing("switch.noise", "Noise machine", "bedroom", "on"),
        thing("switch.saw", "Saw", "bedroom", "on"),
    )
    assert done("turn off the noise machine", "bedroom", named) == [
        ("HassTurnOff", ("switch.noise",))
    ]


def test_a_sort_said_where_there_is_one_of_it_is_that_one() -> None:
    radios = house(
        thing("media_player.old", "Radio", "living_room", "playing", can="volume", volume_level=0.3),
        thing("media_player.new", "Kitchen radio", "kitchen", "playing", can="volume", volume_level=0.3),
    )  # fmt: skip
    assert done("turn that radio off", "kitchen", radios) == [
        ("HassTurnOff", ("media_player.new",))
    ]
    assert done("turn that radio off", "living_room", radios) == [
        ("HassTurnOff", ("media_player.old",))
    ]


def test_degrees_in_a_room_without_a_heater_are_for_what_heats_it() -> None:
    heated = house(
        thing("climate.central", "Central heating", "hall", "heat", ranges={"target_temperature": (5, 30)}, temperature=19, current_temperature=19),
        thing("light.kitchen", "Kitchen light", "kitchen", "on", can="brightness", brightness=90),
    )  # fmt: skip
    assert done("20 degrees in here please", "kitchen", heated) == [
        ("HassClimateSetTemperature", ("climate.central",))
    ]


def test_daylight_is_let_in_by_day_and_lamps_are_lit_by_night() -> None:
    dim = house(
        thing("cover.blinds", "Living room blinds", "living_room", "closed", kind="blind", can="position", current_position=0),
        thing("light.lamp", "Reading lamp", "living_room", "off", can="brightness"),
        now=NOW.replace(hour=12),
    )  # fmt: skip
    assert done("let some daylight in", "living_room", dim) == [("HassTurnOn", ("cover.blinds",))]
    night = replace(dim, now=NOW.replace(hour=23))
    assert not any(
        "cover.blinds" in targets
        for _, targets in done("brighten this room up", "living_room", night)
    )
