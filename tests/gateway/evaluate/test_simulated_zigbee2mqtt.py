import json
from typing import Any

import pytest

from tests.gateway.evaluate.fakes import Bench, announced, home_with, told, virtually


def zigbee(entity_id: str, state: dict[str, Any], *features: str, **more: Any) -> dict[str, Any]:
    shared = {"speaks": "zigbee2mqtt", "features": list(features)}
    return {"id": entity_id, "state": state, **shared, **more}


LIGHT = zigbee("light.x", {"state": "off"}, "color", "color_temp")
COVER = zigbee("cover.x", {"state": "open"}, "position", "tilt")
LOCK = zigbee("lock.x", {"state": "locked"})
CLIMATE = zigbee("climate.x", {"state": "heat", "temperature": 20, "current_temperature": 19})
FAN = zigbee("fan.x", {"state": "off"}, "fan_speed")


def test_the_bridge_announces_all_devices_in_one_message() -> None:
    said = announced(home_with(LIGHT, zigbee("switch.plug", {"state": "on"})))
    entries = said["zigbee2mqtt/bridge/devices"]
    assert [entry["friendly_name"] for entry in entries] == ["Coordinator", "x", "plug"]
    assert said["zigbee2mqtt/bridge/state"] == {"state": "online"}
    assert said["zigbee2mqtt/x/availability"] == {"state": "online"}


def test_a_light_exposes_what_it_can() -> None:
    entry = announced(home_with(LIGHT))["zigbee2mqtt/bridge/devices"][1]
    light = entry["definition"]["exposes"][0]
    assert light["type"] == "light"
    names = [feature["name"] for feature in light["features"]]
    assert names == ["state", "brightness", "color_temp", "color_xy", "color_hs"]


def test_states_are_not_retained_and_come_when_asked_for() -> None:
    async def story() -> tuple[Any, list[tuple[str, str]]]:
        bench = Bench(home_with(LIGHT))
        await bench.start()
        retained = bench.broker.retained("zigbee2mqtt/x")
        said = await bench.tell("zigbee2mqtt/x/get", '{"state":""}')
        await bench.stop()
        return retained, said

    retained, said = virtually(story)
    assert retained is None
    assert said == [("zigbee2mqtt/x", '{"state":"OFF","linkquality":120}')]


@pytest.mark.parametrize(
    ("device", "payload", "expected"),
    [
        (LIGHT, '{"state":"ON","brightness":"127"}', {"state": "ON", "brightness": 127}),
        (LIGHT, '{"brightness_percent":50}', {"state": "ON", "brightness": 127}),
        (LIGHT, '{"color_temp":250}', {"color_mode": "color_temp", "color_temp": 250}),
        (LIGHT, '{"color":{"r":0,"g":0,"b":255}}', {"color_mode": "xy"}),
        (LIGHT, '{"color":{"rgb":"0,0,255"}}', {"color_mode": "xy"}),
        (LIGHT, '{"color":{"hex":"#0000FF"}}', {"color_mode": "xy"}),
        (LIGHT, "TOGGLE", {"state": "ON"}),
        (COVER, '{"position":40}', {"position": 40, "state": "OPEN", "moving": "STOP"}),
        (COVER, '{"state":"CLOSE"}', {"position": 0, "state": "CLOSE"}),
        (COVER, '{"tilt":10}', {"tilt": 10}),
        (LOCK, '{"state":"UNLOCK"}', {"state": "UNLOCK", "lock_state": "unlocked"}),
        (CLIMATE, '{"occupied_heating_setpoint":22}', {"occupied_heating_setpoint": 22.0}),
        (CLIMATE, '{"system_mode":"off"}', {"system_mode": "off", "local_temperature": 19.0}),
        (FAN, '{"speed":127}', {"state": "ON", "speed": 127}),
        (zigbee("switch.x", {"state": "off"}), '{"state":"ON"}', {"state": "ON"}),
    ],
)
def test_a_command_is_answered_with_a_state(
    device: dict[str, Any], payload: str, expected: dict[str, Any]
) -> None:
    came = json.loads(told(home_with(device), "zigbee2mqtt/x/set", payload)[-1][1])
    assert {key: came.get(key) for key in expected} == expected


def test_an_attribute_has_a_topic_of_its_own() -> None:
    said = told(home_with(LIGHT), "zigbee2mqtt/x/set/brightness", "100")
    assert json.loads(said[-1][1])["brightness"] == 100


@pytest.mark.parametrize("payload", ["", "{not json", "[]", '{"brightness":"much"}', '{"a":1}'])
def test_garbage_is_ignored(payload: str) -> None:
    assert told(home_with(LIGHT), "zigbee2mqtt/x/set", payload) == []


def test_a_cover_moves_in_steps() -> None:
    said = [json.loads(payload) for _, payload in
            told(home_with(COVER), "zigbee2mqtt/x/set", '{"state":"CLOSE"}')]  # fmt: skip
    assert said[0]["moving"] == "DOWN"
    assert [payload["position"] for payload in said] == [100, 80, 60, 40, 20, 0]


def test_a_contact_is_false_when_the_door_is_open() -> None:
    door = zigbee("binary_sensor.x", {"state": "on"}, type="door")
    assert announced(home_with(door))["zigbee2mqtt/x"]["contact"] is False


def test_zigbee_measures_in_celsius_in_a_fahrenheit_home() -> None:
    thermometer = zigbee("sensor.x", {"state": "68"}, type="temperature")
    said = announced(home_with(thermometer, temperature_unit="F"))
    assert said["zigbee2mqtt/x"]["temperature"] == 20


def test_what_zigbee_does_not_know_is_announced_by_discovery() -> None:
    said = announced(home_with(zigbee("vacuum.x", {"state": "docked"})))
    assert "homeassistant/vacuum/x/config" in said
