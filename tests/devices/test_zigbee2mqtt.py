"""zigbee2mqtt's announcements, states and commands."""

import json
from typing import Any

import pytest

from devices.adapters import NotCapable, zigbee2mqtt
from devices.model import Command, Device, State
from tests.devices import fakes
from tests.devices.fakes import House, binary, enum, message, numeric, zigbee

BOTH = {"state_left": "ON", "state_right": "OFF"}


def announce(*entries: dict[str, Any]) -> dict[str, Device]:
    found = zigbee2mqtt.announced(message("zigbee2mqtt/bridge/devices", list(entries)))
    return {device.id: device for device in found}


def one(*exposes: Any, name: str = "thing") -> Device:
    return next(iter(announce(zigbee(name, *exposes)).values()))


def said(device: Device, payload: Any) -> dict[str, Any]:
    report = zigbee2mqtt.read(device, message(device.address.topic, payload))
    return dict(report.changes) if report else {}


def told(device: Device, service: str, state: State | None = None, /, **data: Any) -> Any:
    (publish,) = zigbee2mqtt.write(device, Command(device.id, service, data), state)
    assert publish.topic == f"zigbee2mqtt/{device.name}/set"
    return json.loads(publish.payload)


@pytest.mark.parametrize(
    ("name", "entity_id", "spoken"),
    [
        ("kitchen_ceiling", "light.kitchen_ceiling", "kitchen ceiling"),
        ("at/my/home", "light.at_my_home", "at my home"),
        ("Büro Lampe 1.2", "light.buro_lampe_1_2", "Büro Lampe 1.2"),
    ],
)
def test_a_lamp_is_called_as_in_zigbee2mqtt(name: str, entity_id: str, spoken: str) -> None:
    device = announce(zigbee(name, fakes.LIGHT))[entity_id]
    assert device.name == spoken
    assert f"zigbee2mqtt/{name}" in device.topics


def test_a_lamp_can_what_it_exposes() -> None:
    light = one(fakes.LIGHT)
    assert set(light.capabilities) == {"on_off", "brightness", "color_temp", "color"}
    assert light.capabilities["color_temp"].minimum == 2000


def test_one_plug_is_a_switch_and_its_sensors() -> None:
    power = numeric("power", unit="W", access=1)
    assert set(announce(zigbee("plug", fakes.SWITCH, power))) == {
        "switch.plug",
        "sensor.plug_power",
    }


def test_a_thing_without_controls_gives_its_name_to_its_first_value() -> None:
    sensors = [numeric("temperature"), numeric("humidity"), numeric("battery")]
    assert set(announce(zigbee("porch", *sensors))) == {
        "sensor.porch", "sensor.porch_humidity", "sensor.porch_battery",
    }  # fmt: skip


def test_a_word_is_not_said_twice_in_an_id() -> None:
    assert set(announce(zigbee("door_battery", numeric("battery")))) == {"sensor.door_battery"}


def test_endpoints_are_entities_of_their_own() -> None:
    def gang(side: str) -> dict[str, Any]:
        state = binary("state", "ON", "OFF") | {"property": f"state_{side}"}
        return {"type": "switch", "endpoint": side, "features": [state]}

    found = announce(zigbee("hall", gang("left"), gang("right")))
    assert set(found) == {"switch.hall_left", "switch.hall_right"}
    report = zigbee2mqtt.read(found["switch.hall_left"], message("zigbee2mqtt/hall", BOTH))
    assert report is not None
    assert report.changes == {"state": "on"}
    (sent,) = zigbee2mqtt.write(
        found["switch.hall_right"], Command("switch.hall_right", "turn_on"), None
    )
    assert (sent.topic, sent.payload) == ("zigbee2mqtt/hall/set", '{"state_right":"ON"}')


def test_the_same_key_means_what_the_device_exposes() -> None:
    states = {
        "light": ({"state": "ON"}, "on"),
        "cover": ({"state": "OPEN"}, "open"),
        "lock": ({"state": "UNLOCK"}, "unlocked"),
    }
    exposes = {"light": fakes.LIGHT, "cover": fakes.COVER, "lock": fakes.LOCK}
    for domain, (payload, state) in states.items():
        assert said(one(exposes[domain]), payload) == {"state": state}


@pytest.mark.parametrize(
    "entry",
    [
        zigbee("x", fakes.LIGHT, type="Coordinator"),
        zigbee("x", fakes.LIGHT, disabled=True),
        zigbee("x", fakes.LIGHT, interview_completed=False),
        zigbee("x", fakes.LIGHT, definition=None),
        zigbee("", fakes.LIGHT),
        zigbee("#", fakes.LIGHT),
        {},
    ],
)
def test_what_is_not_ready_is_left_out(entry: dict[str, Any]) -> None:
    assert announce(entry) == {}


def test_no_payload_announces_nothing() -> None:
    assert zigbee2mqtt.announced(message("zigbee2mqtt/bridge/devices")) == ()


def test_another_base_topic_is_found_from_the_announcement() -> None:
    (device,) = zigbee2mqtt.announced(message("attic/bridge/devices", [zigbee("x", fakes.SWITCH)]))
    assert "attic/x" in device.topics


@pytest.mark.parametrize(
    ("payload", "expected"),
    [
        ({"brightness": 254}, {"brightness": 255}),
        ({"brightness": "127"}, {"brightness": 128}),
        ({"brightness": 9000}, {"brightness": 255}),
        ({"brightness": None, "state": "OFF"}, {"state": "off"}),
        ({"color_temp": 370}, {"color_temp_kelvin": 2703}),
        ({"color_temp": 0}, {}),
        ({"color": {"x": 100, "y": 50}}, {}),
        ({"linkquality": 3}, {}),
    ],
)
def test_a_lamp_reports(payload: Any, expected: Any) -> None:
    assert said(one(fakes.LIGHT), payload) == expected


def test_a_colour_is_told_in_all_three_notations() -> None:
    changes = said(one(fakes.LIGHT), {"color_mode": "xy", "color": {"x": 0.7006, "y": 0.2993}})
    assert changes["rgb_color"][0] == 255
    assert changes["xy_color"] == (0.7006, 0.2993)
    assert changes["color_temp_kelvin"] is None


@pytest.mark.parametrize(
    ("payload", "expected"),
    [
        ({"state": "OPEN"}, {"state": "open"}),
        ({"position": 65, "state": "OPEN"}, {"state": "open", "current_position": 65}),
        ({"position": 0}, {"state": "closed", "current_position": 0}),
    ],
)
def test_a_cover_reports(payload: Any, expected: Any) -> None:
    assert said(one(fakes.COVER), payload) == expected


def test_the_bolt_counts_more_than_what_the_lock_was_told() -> None:
    bolt = enum("lock_state", "not_fully_locked", "locked", "unlocked", access=1)
    lock = one({"type": "lock", "features": [binary("state", "LOCK", "UNLOCK"), bolt]})
    assert said(lock, {"state": "UNLOCK", "lock_state": "locked"}) == {"state": "locked"}


def test_a_thermostat_reports() -> None:
    payload = {
        "local_temperature": 19.87, "occupied_heating_setpoint": 21.5, "system_mode": "heat",
        "running_state": "heat",
    }  # fmt: skip
    assert said(one(fakes.CLIMATE), payload) == {
        "current_temperature": 19.87, "temperature": 21.5, "state": "heat",
        "hvac_action": "heating",
    }  # fmt: skip


def test_a_fan_with_numbered_modes_has_a_percentage() -> None:
    changes = said(one(fakes.FAN), {"state": "ON", "mode": "2"})
    assert (changes["state"], changes["percentage"]) == ("on", 40)


def test_a_closed_contact_is_off() -> None:
    contact = one(binary("contact", on=False, off=True, access=1), name="bath_window")
    assert said(contact, {"contact": False}) == {"state": "on"}
    assert contact.kind == "window"


@pytest.mark.parametrize(
    ("expose", "service", "data", "expected"),
    [
        (fakes.LIGHT, "turn_on", {}, {"state": "ON"}),
        (fakes.LIGHT, "turn_off", {"transition": 3}, {"state": "OFF", "transition": 3}),
        (fakes.LIGHT, "turn_on", {"brightness": 128}, {"state": "ON", "brightness": 127}),
        (fakes.LIGHT, "turn_on", {"brightness": 999}, {"state": "ON", "brightness": 254}),
        (fakes.LIGHT, "turn_on", {"brightness": 0}, {"state": "OFF"}),
        (fakes.LIGHT, "turn_on", {"brightness_pct": 50}, {"state": "ON", "brightness": 127}),
        (fakes.LIGHT, "turn_on", {"color_temp_kelvin": 100}, {"state": "ON", "color_temp": 500}),
        (fakes.SWITCH, "toggle", {}, {"state": "ON"}),
        (fakes.COVER, "open_cover", {}, {"state": "OPEN"}),
        (fakes.COVER, "stop_cover", {}, {"state": "STOP"}),
        (fakes.COVER, "set_cover_position", {"position": "30"}, {"position": 30}),
        (fakes.LOCK, "unlock", {}, {"state": "UNLOCK"}),
        (fakes.CLIMATE, "set_temperature", {"temperature": 99}, {"occupied_heating_setpoint": 30}),
        (fakes.CLIMATE, "set_hvac_mode", {"hvac_mode": "heat"}, {"system_mode": "heat"}),
        (fakes.CLIMATE, "turn_off", {}, {"system_mode": "off"}),
        (fakes.FAN, "set_percentage", {"percentage": 60}, {"mode": "3"}),
        (fakes.FAN, "set_percentage", {"percentage": 0}, {"state": "OFF"}),
        (fakes.FAN, "set_preset_mode", {"preset_mode": "auto"}, {"mode": "auto"}),
    ],
)
def test_a_command_is_one_set(expose: Any, service: str, data: Any, expected: Any) -> None:
    assert told(one(expose), service, **data) == expected


def test_a_named_colour_is_sent_as_xy() -> None:
    assert told(one(fakes.LIGHT), "turn_on", color_name="red")["color"] == {
        "x": 0.7006,
        "y": 0.2993,
    }


@pytest.mark.parametrize(
    ("expose", "service", "data"),
    [
        (fakes.SWITCH, "turn_sideways", {}),
        (fakes.LIGHT, "turn_on", {"color_name": "no such colour"}),
        (fakes.LIGHT, "turn_on", {"brightness": "bright"}),
        (fakes.LIGHT, "turn_on", {"effect": "disco"}),
        (fakes.COVER, "set_cover_tilt_position", {"tilt_position": 3}),
        (fakes.CLIMATE, "set_temperature", {}),
        (fakes.CLIMATE, "set_hvac_mode", {"hvac_mode": "cool"}),
        (numeric("temperature"), "turn_on", {}),
    ],
)
def test_what_a_device_cannot_do_is_refused(expose: Any, service: str, data: Any) -> None:
    device = one(expose)
    with pytest.raises(NotCapable):
        zigbee2mqtt.write(device, Command(device.id, service, data), None)


def test_a_lamp_is_asked_for_its_state() -> None:
    (question,) = zigbee2mqtt.poll(one(fakes.LIGHT))
    assert question.topic == "zigbee2mqtt/thing/get"
    assert set(json.loads(question.payload)) >= {"state", "brightness"}


@pytest.mark.parametrize("payload", ["online", {"state": "online"}])
def test_availability_may_be_plain_or_json(payload: Any) -> None:
    report = zigbee2mqtt.read(one(fakes.LIGHT), message("zigbee2mqtt/thing/availability", payload))
    assert report is not None
    assert report.available is True


def test_a_lamp_is_there_only_if_its_bridge_is_too() -> None:
    house = House()
    house.zigbee(zigbee("lamp", fakes.LIGHT))
    house.hear("zigbee2mqtt/lamp/availability", {"state": "offline"})
    house.hear("zigbee2mqtt/bridge/state", {"state": "online"})
    assert not house.registry.states["light.lamp"].available


def test_a_group_is_a_light_with_its_scenes() -> None:
    group = {
        "id": 3, "friendly_name": "upstairs", "members": [{"ieee_address": "0x1"}],
        "scenes": [{"id": 7, "name": "Evening"}],
    }  # fmt: skip
    light, scene = zigbee2mqtt.announced(message("zigbee2mqtt/bridge/groups", [group]))
    assert (light.id, scene.id) == ("light.upstairs", "scene.upstairs_evening")
    (sent,) = zigbee2mqtt.write(scene, Command(scene.id, "turn_on"), None)
    assert (sent.topic, sent.payload) == ("zigbee2mqtt/upstairs/set", '{"scene_recall":7}')


def test_two_names_that_sound_the_same_are_two_devices() -> None:
    house = House()
    house.zigbee(zigbee("hall lamp", fakes.LIGHT), zigbee("hall_lamp", fakes.LIGHT))
    assert set(house.registry.devices) == {"light.hall_lamp", "light.hall_lamp_2"}


def test_a_lamp_that_is_discovered_as_well_is_there_once() -> None:
    house = House()
    entry = zigbee("lamp", fakes.LIGHT)
    twin = {
        "name": None, "schema": "json", "cmd_t": "zigbee2mqtt/lamp/set",
        "stat_t": "zigbee2mqtt/lamp",
        "dev": {"ids": [f"zigbee2mqtt_{entry['ieee_address']}"], "name": "lamp"},
    }  # fmt: skip
    house.hear("homeassistant/light/0x1/light/config", twin)
    house.zigbee(entry)
    assert [each.dialect for each in house.registry.devices.values()] == ["zigbee2mqtt"]
    assert len(house.hear("zigbee2mqtt/lamp", {"state": "ON"})) == 1


@pytest.mark.parametrize(("type_", "asked"), [("Router", 1), ("EndDevice", 0)])
def test_a_sensor_is_asked_unless_it_sleeps(type_: str, asked: int) -> None:
    (sensor,) = announce(zigbee("x", numeric("temperature", access=5), type=type_)).values()
    assert len(zigbee2mqtt.poll(sensor)) == asked
