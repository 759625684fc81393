# ruff: noqa: E501 - tables read best with one case a line
"""Risk: what must be confirmed, and by whom (R3 is safety and security)."""

from typing import Any

import pytest

from context.agenda import AgendaItem
from context.places import Household
from context.turn import Act, AgendaChange, Clause, Phrase, Reading, Resolution
from devices.model import Command
from gateway.decide import policy
from tests.fakes import NOW, Thing, house, said, thing

GARAGE = thing("cover.x", "Garage door", None, "closed", kind="garage_door")
NAMELESS_GARAGE = thing("cover.x", "Garage", None, "closed")
GATE = thing("cover.x", "Front gate", None, "closed")
BLIND = thing("cover.x", "Blind", None, "closed", kind="blind")
LOCK = thing("lock.x", "Door", None, "locked")
PANEL = thing("alarm_control_panel.x", "Alarm", None, "armed_away")
OVEN = thing("switch.x", "Oven", None, "off", kind="oven")
STOVE = thing("switch.x", "Stove", None, "off")
HEATER = thing("switch.x", "Electric heater", None, "off", kind="space_heater")
OVEN_LIGHT = thing("switch.x", "Oven light", None, "off")
CAMERA = thing("camera.x", "Porch", None, "on")
CAMERA_PLUG = thing("switch.x", "Nursery camera", None, "on")
LAMP = thing("light.x", "Lamp", None, "off")
THERMOSTAT = thing("climate.x", "Thermostat", None, "heat")

R3: list[tuple[Thing, str, dict[str, Any]]] = [
    (LOCK, "unlock", {}),
    (GARAGE, "open_cover", {}),
    (GARAGE, "set_cover_position", {"position": 20}),
    (NAMELESS_GARAGE, "open_cover", {}),
    (GATE, "open_cover", {}),
    (PANEL, "alarm_disarm", {}),
    (OVEN, "turn_on", {}),
    (OVEN, "toggle", {}),
    (STOVE, "turn_on", {}),
    (HEATER, "turn_on", {}),
    (CAMERA, "turn_off", {}),
    (CAMERA_PLUG, "turn_off", {}),
]
NOT_R3: list[tuple[Thing, str, dict[str, Any]]] = [
    (LOCK, "lock", {}),
    (GARAGE, "close_cover", {}),
    (GARAGE, "stop_cover", {}),
    (GARAGE, "set_cover_position", {"position": 0}),
    (BLIND, "open_cover", {}),
    (PANEL, "alarm_arm_away", {}),
    (OVEN, "turn_off", {}),
    (OVEN_LIGHT, "turn_on", {}),
    (CAMERA, "turn_on", {}),
    (LAMP, "turn_on", {}),
    (THERMOSTAT, "set_temperature", {"temperature": 21}),
]


def tier(what: Thing, service: str, data: dict[str, Any] | None = None) -> str:
    device, _ = what
    return policy.tier_of(Command(device.id, service, data or {}), device, house(what))


@pytest.mark.parametrize(("what", "service", "data"), R3)
def test_safety_and_security_are_r3(what: Thing, service: str, data: dict[str, Any]) -> None:
    assert tier(what, service, data) == "R3"


@pytest.mark.parametrize(("what", "service", "data"), NOT_R3)
def test_the_safe_direction_is_not_r3(what: Thing, service: str, data: dict[str, Any]) -> None:
    assert tier(what, service, data) != "R3"


UNSAFE_SCENES: list[tuple[Thing, dict[str, Any]]] = [
    (LOCK, {"state": "unlocked"}),
    (GARAGE, {"state": "open"}),
    (PANEL, {"state": "disarmed"}),
    (OVEN, {"state": "on"}),
    (CAMERA, {"state": "off"}),
]


@pytest.mark.parametrize("domain", ["scene", "script"])
@pytest.mark.parametrize(("what", "wanted"), UNSAFE_SCENES)
def test_a_scene_is_as_risky_as_what_it_sets(
    domain: str, what: Thing, wanted: dict[str, Any]
) -> None:
    scene = thing(f"{domain}.leave", "Leave", None, "unknown", sets={what[0].id: wanted})
    command = Command(scene[0].id, "turn_on", {})
    assert policy.tier_of(command, scene[0], house(what, scene)) == "R3"


def test_a_scene_that_locks_is_harmless() -> None:
    scene = thing("scene.night", "Night", None, "unknown", sets={"lock.x": {"state": "locked"}})
    assert policy.tier_of(Command("scene.night", "turn_on", {}), scene[0], house(LOCK, scene)) == "R1"  # fmt: skip


def test_a_scene_that_opens_a_garage_without_a_kind_is_r3() -> None:
    scene = thing("scene.come", "Coming home", None, "unknown", sets={"cover.x": {"state": "open"}})
    home = house(NAMELESS_GARAGE, scene)
    assert policy.tier_of(Command("scene.come", "turn_on", {}), scene[0], home) == "R3"


def test_a_scene_that_moves_a_garage_by_position_is_r3() -> None:
    scene = thing("scene.come", "Coming home", None, "unknown", sets={"cover.x": {"current_position": 100}})  # fmt: skip
    home = house(GARAGE, scene)
    assert policy.tier_of(Command("scene.come", "turn_on", {}), scene[0], home) == "R3"


RELAYS = [
    thing("switch.x", "Garage door", None, "off"),
    thing("switch.x", "Front door lock", None, "off"),
    thing("button.x", "Garage door opener", None, "unknown"),
    thing("script.x", "Unlock the front door", None, "off"),
]


@pytest.mark.parametrize("what", RELAYS, ids=lambda w: w[0].id + " " + w[0].name)
def test_a_relay_or_script_that_opens_an_entrance_is_r3(what: Thing) -> None:
    assert tier(what, "press" if what[0].domain == "button" else "turn_on") == "R3"


def needs(*commands: Command, phrases: tuple[Phrase, ...] = (), things: tuple[Thing, ...]) -> Any:
    reading = Reading("HassTurnOff", phrases=phrases)
    resolution = Resolution(Clause("x", (reading,)), reading, tuple(c.entity_id for c in commands))
    return policy.needs_yes(Act(commands), (resolution,), house(*things))


def test_r3_needs_a_yes_and_says_for_what() -> None:
    found = needs(Command("lock.x", "unlock", {}), things=(LOCK,))
    assert found == ("R3", "Door is a matter of safety")


def test_r3_for_later_needs_a_yes_too() -> None:
    later = AgendaItem("a", "command", NOW, commands=(Command("lock.x", "unlock", {}),))
    found = policy.needs_yes(Act((AgendaChange("add", (later,)),)), (), house(LOCK))
    assert found is not None


def test_one_risky_command_among_many_needs_a_yes_for_all() -> None:
    commands = Command("light.x", "turn_on", {}), Command("lock.x", "unlock", {})
    assert needs(*commands, things=(LAMP, LOCK))[0] == "R3"


def test_a_lamp_needs_no_yes() -> None:
    assert needs(Command("light.x", "turn_on", {}), things=(LAMP,)) is None


FOUR = tuple(thing(f"light.l{i}", f"L{i}") for i in range(4))
ALL_OFF = tuple(Command(d.id, "turn_off", {}) for d, _ in FOUR)


def test_the_whole_home_needs_a_yes() -> None:
    assert needs(*ALL_OFF, phrases=(Phrase(every=True),), things=FOUR)[0] == "R2"


def test_all_of_one_sort_need_no_yes() -> None:
    phrase = Phrase(every=True, noun="light", domains=("light",))
    assert needs(*ALL_OFF, phrases=(phrase,), things=FOUR) is None


def test_a_room_needs_no_yes() -> None:
    assert needs(*ALL_OFF, phrases=(Phrase(every=True, area="hall"),), things=FOUR) is None


# --- who may say yes ------------------------------------------------------------------------------

FAMILY = house()
NOBODY_NAMED = house(household=Household())


def test_a_recognised_voice_may_confirm_anything() -> None:
    assert policy.may_confirm(said("yes", person="anna"), "R3", FAMILY)


def test_an_unknown_voice_may_not_confirm_r3_in_a_household_with_names() -> None:
    assert not policy.may_confirm(said("yes"), "R3", FAMILY)


def test_an_unknown_voice_may_confirm_the_whole_home() -> None:
    assert policy.may_confirm(said("yes"), "R2", FAMILY)


def test_a_household_that_named_nobody_takes_what_it_hears() -> None:
    assert policy.may_confirm(said("yes"), "R3", NOBODY_NAMED)


def test_a_stranger_with_a_name_may_not_confirm_r3() -> None:
    assert not policy.may_confirm(said("yes", person="guest"), "R3", FAMILY)
