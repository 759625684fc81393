import json
from typing import Any

import pytest

from tests.gateway.evaluate.fakes import announced, home_with, told


def raw(topic: str, payload: str) -> tuple[str, str]:
    return topic, payload


def test_a_light_is_announced_with_the_json_schema() -> None:
    said = announced(
        home_with(
            {
                "id": "light.desk",
                "name": "Desk lamp",
                "area": "kitchen",
                "features": ["brightness", "color_temp"],
                "state": {"state": "on", "brightness": 100},
            }
        )
    )
    config = said["homeassistant/light/desk/config"]
    assert config["schema"] == "json"
    assert config["supported_color_modes"] == ["color_temp"]
    assert config["default_entity_id"] == "light.desk"
    assert config["device"]["suggested_area"] == "Kitchen"
    assert config["command_topic"] == "test/light/desk/set"
    assert said["test/light/desk/state"] == {"state": "ON", "brightness": 100}
    assert said["test/light/desk/availability"] == "online"


def test_esphome_announces_by_short_keys_and_its_own_topics() -> None:
    said = announced(
        home_with({"id": "switch.pump_1", "speaks": "esphome", "state": {"state": "on"}})
    )
    config = said["homeassistant/switch/pump-1/pump_1/config"]
    assert config["stat_t"] == "pump-1/switch/pump_1/state"
    assert config["cmd_t"] == "pump-1/switch/pump_1/command"
    assert config["avty_t"] == "pump-1/status"
    assert config["dev"]["ids"]
    assert said["pump-1/status"] == "online"


def test_an_unknown_kind_is_no_device_class() -> None:
    home = home_with({"id": "switch.x", "type": "oven", "state": {"state": "on"}})
    assert "device_class" not in announced(home)["homeassistant/switch/x/config"]


def test_a_thermometer_has_the_unit_of_the_home() -> None:
    thermometer = {"id": "sensor.x", "type": "temperature", "state": {"state": "70"}}
    home = home_with(thermometer, temperature_unit="F")
    config = announced(home)["homeassistant/sensor/x/config"]
    assert (config["unit_of_measurement"], config["device_class"]) == ("°F", "temperature")


def test_what_no_topic_carries_goes_out_as_attributes() -> None:
    state = {"state": "on", "power": 7, "code": "1234"}
    said = announced(home_with({"id": "switch.x", "state": state}))
    assert said["test/switch/x/attributes/state"] == {"power": 7}


LIGHT = {"id": "light.x", "features": ["color", "color_temp"], "state": {"state": "off"}}
COVER = {"id": "cover.x", "features": ["position", "tilt"], "state": {"state": "open"}}
CLIMATE = {"id": "climate.x", "state": {"state": "heat", "temperature": 20, "fan_mode": "auto"}}
FAN = {"id": "fan.x", "features": ["fan_speed", "oscillate"], "state": {"state": "off"}}
VACUUM = {"id": "vacuum.x", "features": ["fan_speed"], "state": {"state": "docked"}}
ALARM = {"id": "alarm_control_panel.x", "state": {"state": "disarmed", "code": 12}}
VALVE = {"id": "valve.x", "features": ["position"], "state": {"state": "closed"}}


@pytest.mark.parametrize(
    ("device", "channel", "payload", "expected"),
    [
        (LIGHT, "set", '{"state":"ON","brightness":40}',
         ("state", {"state": "ON", "brightness": 40})),
        (LIGHT, "set", '{"state":"ON","color":{"h":240,"s":100}}',
         ("state", {"state": "ON", "brightness": 255, "color_mode": "hs",
                    "color": {"h": 240.0, "s": 100.0}})),
        (LIGHT, "set", '{"state":"ON","color_temp":2700}',
         ("state", {"state": "ON", "brightness": 255, "color_mode": "color_temp",
                    "color_temp": 2700})),
        ({"id": "switch.x", "state": {"state": "off"}}, "set", "ON", ("state", "ON")),
        ({"id": "siren.x", "state": {"state": "off"}}, "set", '{"state":"ON"}', ("state", "ON")),
        (COVER, "set", "CLOSE", ("state", "closed")),
        (COVER, "position/set", "30", ("position/state", 30)),
        (COVER, "tilt/set", "30", ("tilt/state", 30)),
        (CLIMATE, "mode/set", "off", ("mode/state", "off")),
        (CLIMATE, "target_temperature/set", "21.5", ("target_temperature/state", 21.5)),
        (CLIMATE, "fan_mode/set", "low", ("fan_mode/state", "low")),
        (FAN, "percentage/set", "75", ("percentage/state", 75)),
        (FAN, "oscillation/set", "oscillate_on", ("oscillation/state", "oscillate_on")),
        ({"id": "lock.x", "state": {"state": "locked"}}, "set", "UNLOCK", ("state", "UNLOCKED")),
        (VACUUM, "set", "start", ("state", {"state": "cleaning"})),
        (VACUUM, "fan_speed/set", "max", ("state", {"state": "docked", "fan_speed": "max"})),
        ({"id": "lawn_mower.x", "state": {"state": "docked"}}, "start_mowing/set", "start_mowing",
         ("activity/state", "mowing")),
        (ALARM, "set", '{"action":"ARM_HOME","code":"12"}', ("state", "armed_home")),
        (VALVE, "set", "50", ("state", {"state": "open", "position": 50})),
        ({"id": "humidifier.x", "state": {"state": "on", "humidity": 40}}, "humidity/set", "55",
         ("humidity/state", 55)),
        ({"id": "water_heater.x", "state": {"state": "eco", "temperature": 50}},
         "temperature/set", "60", ("temperature/state", 60.0)),
        ({"id": "number.x", "state": {"state": "5"}}, "set", "7", ("state", 7)),
        ({"id": "select.x", "state": {"state": "a", "options": ["a", "b"]}}, "set", "b",
         ("state", "b")),
        ({"id": "text.x", "state": {"state": "a"}}, "set", "b", ("state", "b")),
    ],
)  # fmt: skip
def test_a_command_is_answered_on_the_state_topic(
    device: dict[str, Any], channel: str, payload: str, expected: tuple[str, Any]
) -> None:
    domain = str(device["id"]).partition(".")[0]
    said = dict(told(home_with(device), f"test/{domain}/x/{channel}", payload))
    came = said[f"test/{domain}/x/{expected[0]}"]
    assert came == expected[1] or json.loads(came) == expected[1]


@pytest.mark.parametrize("payload", ["", "ON", "[1]", '{"state":"MAYBE"}', "\udcff"])
def test_a_light_ignores_what_is_no_command(payload: str) -> None:
    garbage = payload.encode("utf-8", "replace").decode()
    assert told(home_with(LIGHT), "test/light/x/set", garbage) == []


def test_a_code_is_needed_where_there_is_one() -> None:
    assert told(home_with(ALARM), "test/alarm_control_panel/x/set", "DISARM") == []


def test_esphome_obeys_on_its_command_topic() -> None:
    home = home_with({"id": "light.x", "speaks": "esphome", "state": {"state": "off"}})
    said = told(home, "x/light/x/command", '{"state":"ON"}')
    assert said == [raw("x/light/x/state", '{"state":"ON","color_mode":"onoff"}')]


def test_a_scene_without_known_effects_is_a_plain_discovered_scene() -> None:
    config = announced(home_with({"id": "scene.x"}))["homeassistant/scene/x/config"]
    assert config["payload_on"] == "ON"
