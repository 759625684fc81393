# ruff: noqa: E501 - tables read best with one case a line
"""What the house knows -> facts: whether a state holds, values, people, what plays."""

import pytest

from context.turn import Reading
from devices.model import State
from gateway.decide import answers
from tests.fakes import FAMILY_HOME, family_home, house, resolved, thing

HOLDS: dict[tuple[str, str, str], bool] = {
    ("light", "on", "on"): True,
    ("light", "off", "on"): False,
    ("light", "off", "off"): True,
    ("binary_sensor", "on", "open"): True,
    ("binary_sensor", "off", "open"): False,
    ("binary_sensor", "off", "closed"): True,
    ("cover", "open", "open"): True,
    ("cover", "opening", "open"): True,
    ("cover", "closing", "open"): False,
    ("cover", "closed", "closed"): True,
    ("lock", "locked", "locked"): True,
    ("lock", "unlocked", "locked"): False,
    ("lock", "unlocked", "open"): True,
    ("lock", "locked", "closed"): True,
    ("media_player", "playing", "on"): True,
    ("media_player", "paused", "playing"): False,
    ("media_player", "standby", "on"): False,
    ("vacuum", "docked", "on"): False,
    ("vacuum", "idle", "off"): True,
    ("vacuum", "cleaning", "on"): True,
    ("climate", "heat", "on"): True,
    ("climate", "heat", "heating"): True,
    ("climate", "off", "heating"): False,
    ("alarm_control_panel", "armed_home", "armed"): True,
    ("alarm_control_panel", "disarmed", "armed"): False,
    ("valve", "closed", "on"): False,
}


@pytest.mark.parametrize(("domain", "now", "asked"), HOLDS)
def test_whether_a_state_holds_as_people_call_it(domain: str, now: str, asked: str) -> None:
    device, state = thing(f"{domain}.x", "X", None, now)
    assert answers.holds(device, state, asked) is HOLDS[domain, now, asked]


@pytest.mark.parametrize(
    "state", [None, State("unknown"), State("unavailable"), State("on", available=False)]
)
def test_what_is_not_known_is_neither_yes_nor_no(state: State | None) -> None:
    device, _ = thing("light.x", "X")
    assert answers.holds(device, state, "on") is None


def test_a_heating_that_idles_is_not_heating() -> None:
    device, _ = thing("climate.x", "X")
    assert answers.holds(device, State("heat", {"hvac_action": "idle"}), "heating") is False


def test_a_muted_player_is_muted() -> None:
    device, _ = thing("media_player.x", "X")
    assert answers.holds(device, State("on", {"is_volume_muted": True}), "muted") is True


def test_a_panel_that_is_still_arming_is_not_armed() -> None:
    device, state = thing("alarm_control_panel.x", "X", None, "arming")
    assert answers.holds(device, state, "armed") is False


def test_a_jammed_lock_is_not_closed() -> None:
    device, state = thing("lock.x", "X", None, "jammed")
    assert answers.holds(device, state, "closed") is not True


def facts(home: object, intent: str, *targets: str, **slots: object) -> dict[str, object]:
    return dict(answers.answer(resolved(intent, *targets, slots=slots), home).facts)  # type: ignore[arg-type]


def test_those_that_hold_and_those_that_do_not_are_told_apart() -> None:
    came = facts(family_home(), "HassGetState", "light.bedside", "light.hall", state="on")
    assert (came["yes"], came["no"], came["unknown"]) == (("Bedside lamp",), ("Hall light",), ())


def test_a_silent_device_is_unknown() -> None:
    came = facts(house(thing("light.x", "X", None, None)), "HassGetState", "light.x", state="on")
    assert came["unknown"] == ("X",)


def value(intent: str, target: str, **slots: object) -> object:
    return facts(family_home(), intent, target, **slots)["values"][0]["value"]  # type: ignore[index]


def test_a_sensor_tells_its_state() -> None:
    assert value("HassClimateGetTemperature", "sensor.bathroom_temperature") == "21.5"


def test_a_lamp_tells_its_brightness() -> None:
    assert value("HassGetState", "light.bedside", attribute="brightness") == 51


def test_a_heating_tells_what_it_is_set_to() -> None:
    assert value("HassGetState", "climate.bedroom", attribute="temperature") == 18


def test_a_heating_asked_for_the_temperature_tells_what_it_measures() -> None:
    assert value("HassClimateGetTemperature", "climate.bedroom") == 17.5


def test_a_sensor_that_is_not_available_has_no_value() -> None:
    home = house(thing("sensor.x", "X", None, "21", kind="temperature", available=False))
    came = facts(home, "HassClimateGetTemperature", "sensor.x")
    assert came["values"][0]["value"] is None  # type: ignore[index]


def test_what_plays_is_told_with_its_title() -> None:
    ids = [d.id for d, _ in FAMILY_HOME if d.domain == "media_player"]
    came = answers.playing(resolved("MediaQuery", *ids), family_home()).facts["players"]
    assert [(p["name"], p["title"]) for p in came] == [("TV", "Dune")]


def test_who_is_at_home_is_told_by_the_trackers() -> None:
    home = house(thing("person.anna", "Anna", None, "home"), thing("person.ben", "Ben", None, "not_home"))  # fmt: skip
    reading = Reading("HassGetState", {"domain": "person"})
    came = answers.answer(resolved("HassGetState", slots=reading.slots), home)
    assert came.facts["home"] == ("Anna",)


def test_a_home_without_trackers_does_not_know_who_is_there() -> None:
    came = answers.answer(resolved("HassGetState", slots={"domain": "person"}), house())
    assert came.facts["known"] is False


def test_a_name_that_two_bear_is_spoken_with_its_room() -> None:
    home = house(thing("light.a", "Lamp", "kitchen"), thing("light.b", "Lamp", "bedroom"))
    assert answers.spoken_name(home.devices["light.b"], home) == "Bedroom lamp"
