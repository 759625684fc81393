from typing import Any

import pytest

from context.places import CatalogItem
from devices.model import Command
from gateway.evaluate.simulated.behaviour import Reaction, World, at_start, react, settled
from tests.gateway.evaluate.fakes import home_with

JAZZ = CatalogItem("genre.jazz", "genre", "Jazz")


def device_of(entity_id: str, state: dict[str, Any], features: list[str]) -> Any:
    return home_with({"id": entity_id, "state": state, "features": features}).devices[entity_id]


def reaction(
    entity_id: str, state: dict[str, Any], features: list[str], service: str, data: dict[str, Any]
) -> Reaction:
    device = device_of(entity_id, state, features)
    world = World(catalog=(JAZZ,), now="2026-03-02T10:00:00")
    return react(device, at_start(device, False), Command(entity_id, service, data), world)


def end(result: Reaction) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for step in result.steps:
        values.update(step.changes)
    return values


LIGHT = ("light.x", {"state": "on", "brightness": 100}, ["color", "color_temp"])
COVER = ("cover.x", {"state": "open", "current_position": 100}, ["position", "tilt"])
BLIND = ("cover.x", {"state": "open"}, [])
LOCK = ("lock.x", {"state": "locked"}, [])
CLIMATE = ("climate.x", {"state": "heat", "current_temperature": 19, "temperature": 20}, [])
FAN = ("fan.x", {"state": "off"}, ["fan_speed", "oscillate"])
PLAYER = ("media_player.x", {"state": "playing", "media_title": "News"}, ["volume"])
VACUUM = ("vacuum.x", {"state": "docked"}, ["fan_speed"])
ALARM = ("alarm_control_panel.x", {"state": "disarmed", "code": "12"}, [])
VALVE = ("valve.x", {"state": "closed"}, [])
HUMIDIFIER = ("humidifier.x", {"state": "on", "humidity": 40}, [])
BOILER = ("water_heater.x", {"state": "eco", "temperature": 50}, [])
NUMBER = ("number.x", {"state": "5", "min": 0, "max": 10}, [])
SELECT = ("select.x", {"state": "a", "options": ["a", "b"]}, [])
MOWER = ("lawn_mower.x", {"state": "docked"}, [])


@pytest.mark.parametrize(
    ("what", "service", "data", "expected"),
    [
        (LIGHT, "turn_on", {}, {"state": "on", "brightness": 100}),
        (LIGHT, "turn_on", {"brightness": 40}, {"state": "on", "brightness": 40}),
        (LIGHT, "turn_on", {"brightness": 0}, {"state": "off"}),
        (LIGHT, "turn_on", {"brightness_step": 50}, {"brightness": 150}),
        (LIGHT, "turn_on", {"color_temp_kelvin": 2700}, {"color_temp_kelvin": 2700}),
        (LIGHT, "turn_on", {"rgb_color": [255, 0, 0]}, {"hs_color": [0.0, 100.0]}),
        (LIGHT, "turn_off", {}, {"state": "off"}),
        (LIGHT, "toggle", {}, {"state": "off"}),
        (LIGHT, "turn_on", {"brightness": 200, "transition": 5}, {"brightness": 200}),
        (LIGHT, "turn_off", {"transition": 5}, {"state": "off", "brightness": 100}),
        (COVER, "close_cover", {}, {"state": "closed", "current_position": 0}),
        (COVER, "set_cover_position", {"position": 30}, {"state": "open", "current_position": 30}),
        (COVER, "set_cover_tilt_position", {"tilt_position": 20}, {"current_tilt_position": 20}),
        (COVER, "toggle", {}, {"state": "closed"}),
        (BLIND, "close_cover", {}, {"state": "closed"}),
        (BLIND, "set_cover_position", {"position": 30}, {}),
        (LOCK, "unlock", {}, {"state": "unlocked"}),
        (CLIMATE, "set_temperature", {"temperature": 22}, {"temperature": 22.0}),
        (CLIMATE, "set_temperature", {"temperature": 99}, {}),
        (CLIMATE, "set_hvac_mode", {"hvac_mode": "cool"}, {"state": "cool"}),
        (CLIMATE, "set_hvac_mode", {"hvac_mode": "boil"}, {}),
        (CLIMATE, "turn_off", {}, {"state": "off"}),
        (CLIMATE, "set_preset_mode", {"preset_mode": "eco"}, {"preset_mode": "eco"}),
        (FAN, "turn_on", {}, {"state": "on", "percentage": 50}),
        (FAN, "set_percentage", {"percentage": 75}, {"state": "on", "percentage": 75}),
        (FAN, "set_percentage", {"percentage": 0}, {"state": "off"}),
        (FAN, "oscillate", {"oscillating": True}, {"oscillating": True}),
        (PLAYER, "media_pause", {}, {"state": "paused"}),
        (PLAYER, "turn_off", {}, {"state": "off", "media_title": None}),
        (PLAYER, "volume_set", {"volume_level": 2}, {"volume_level": 1}),
        (PLAYER, "volume_up", {}, {"volume_level": 0.6}),
        (PLAYER, "volume_mute", {"is_volume_muted": True}, {"is_volume_muted": True}),
        (PLAYER, "select_source", {"source": "HDMI"}, {"source": "HDMI"}),
        (PLAYER, "play_media", {"media_content_id": "genre.jazz"}, {"media_title": "Jazz"}),
        (PLAYER, "play_media", {"media_content_id": "jazz"}, {"media_content_id": "genre.jazz"}),
        (VACUUM, "start", {}, {"state": "cleaning"}),
        (VACUUM, "return_to_base", {}, {"state": "docked"}),
        (VACUUM, "set_fan_speed", {"fan_speed": "max"}, {"fan_speed": "max"}),
        (ALARM, "alarm_arm_away", {"code": "12"}, {"state": "armed_away"}),
        (ALARM, "alarm_arm_away", {"code": "13"}, {}),
        (VALVE, "open_valve", {}, {"state": "open"}),
        (HUMIDIFIER, "set_humidity", {"humidity": 55}, {"humidity": 55}),
        (BOILER, "set_temperature", {"temperature": 60}, {"temperature": 60.0}),
        (BOILER, "set_operation_mode", {"operation_mode": "off"}, {"state": "off"}),
        (NUMBER, "set_value", {"value": 7}, {"state": "7"}),
        (NUMBER, "set_value", {"value": 70}, {}),
        (SELECT, "select_option", {"option": "b"}, {"state": "b"}),
        (SELECT, "select_option", {"option": "c"}, {}),
        (MOWER, "start_mowing", {}, {"state": "mowing"}),
        (("switch.x", {"state": "off"}, []), "turn_on", {}, {"state": "on"}),
        (("siren.x", {"state": "off"}, []), "turn_on", {}, {"state": "on"}),
        (("sensor.x", {"state": "5"}, []), "turn_on", {}, {}),
        (("text.x", {"state": "a"}, []), "set_value", {"value": "b"}, {"state": "b"}),
    ],
)  # fmt: skip
def test_a_command_ends_in_this_state(
    what: Any, service: str, data: dict[str, Any], expected: dict[str, Any]
) -> None:
    came = end(reaction(*what, service, data))
    assert {key: came.get(key, "absent") for key in expected} == expected
    assert bool(came) == bool(expected)


def test_a_lamp_that_was_never_on_starts_at_full_brightness() -> None:
    assert end(reaction("light.x", {"state": "off"}, ["brightness"], "turn_on", {})) == {
        "state": "on",
        "brightness": 255,
    }


def test_a_plain_bulb_knows_no_brightness() -> None:
    came = reaction("light.x", {"state": "off"}, [], "turn_on", {"brightness": 3})
    assert end(came) == {"state": "on"}


def test_a_cover_tells_where_it_is_on_its_way() -> None:
    steps = reaction(*COVER, "close_cover", {}).steps
    assert steps[0].changes == {"state": "closing"}
    assert [step.changes.get("current_position") for step in steps[1:]] == [80, 60, 40, 20, 0]


def test_half_the_way_takes_half_the_time() -> None:
    whole = reaction(*COVER, "close_cover", {}).steps[-1].after_s
    half = reaction(*COVER, "set_cover_position", {"position": 50}).steps[-1].after_s
    assert half == pytest.approx(whole / 2, abs=0.1)


def test_a_bolt_moves_before_it_has_moved() -> None:
    assert reaction(*LOCK, "unlock", {}).steps[0].changes == {"state": "unlocking"}


def test_going_on_with_something_tells_what() -> None:
    state = {"state": "paused", "media_content_id": "genre.jazz"}
    assert reaction("media_player.x", state, [], "media_play", {}).plays == "genre.jazz"


def test_a_scene_runs() -> None:
    device = home_with({"id": "scene.x"}).devices["scene.x"]
    assert react(device, {}, Command("scene.x", "turn_on"), World(now="t")).runs


@pytest.mark.parametrize(
    ("what", "changes", "expected"),
    [
        (LIGHT, {"brightness": 3}, {"brightness": 3, "state": "on"}),
        (LIGHT, {"color": "red"}, {"hs_color": [0.0, 100.0]}),
        (LIGHT, {"color_temp": 250}, {"color_temp_kelvin": 4000}),
        (COVER, {"state": "closed"}, {"current_position": 0}),
        (COVER, {"current_position": 5}, {"state": "open"}),
    ],
)
def test_what_a_hand_sets_has_its_consequences(
    what: Any, changes: dict[str, Any], expected: dict[str, Any]
) -> None:
    came = settled(device_of(*what), {}, changes)
    assert {key: came.get(key) for key in expected} == expected
