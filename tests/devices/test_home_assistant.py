"""Home Assistant's discovery: configurations, states and commands."""

from typing import Any

import pytest

from devices.adapters import NotCapable, home_assistant
from devices.model import Command, Device, State
from tests.devices.fakes import House, message

JSON_LIGHT = {
    "schema": "json", "stat_t": "lamp/state", "cmd_t": "lamp/set", "brightness": True,
    "supported_color_modes": ["color_temp", "hs"], "dev": {"ids": ["l1"], "name": "Desk lamp"},
    "name": None,
}  # fmt: skip
BASIC_LIGHT = {
    "name": "Shelf", "~": "shelf", "stat_t": "~/on", "cmd_t": "~/on/set",
    "bri_stat_t": "~/bri", "bri_cmd_t": "~/bri/set", "bri_scl": 100,
    "rgb_stat_t": "~/rgb", "rgb_cmd_t": "~/rgb/set",
    "clr_temp_stat_t": "~/ct", "clr_temp_cmd_t": "~/ct/set",
}  # fmt: skip
TEMPLATE_LIGHT = {
    "name": "Strip", "schema": "template", "stat_t": "strip", "cmd_t": "strip/set",
    "cmd_on_tpl": "on,{{ brightness | default(255) }}", "cmd_off_tpl": "off",
    "stat_tpl": "{{ value.split(',')[0] }}", "bri_tpl": "{{ value.split(',')[1] }}",
}  # fmt: skip
COVER = {
    "name": "Blind", "cmd_t": "blind/set", "pos_t": "blind/pos", "set_pos_t": "blind/pos/set",
    "pos_open": 0, "pos_clsd": 100, "tilt_cmd_t": "blind/tilt/set", "tilt_status_t": "blind/tilt",
}  # fmt: skip
CLIMATE = {
    "name": "Valve", "modes": ["off", "heat"], "mode_stat_t": "v/mode", "mode_cmd_t": "v/mode/set",
    "temp_stat_t": "v/goal", "temp_cmd_t": "v/goal/set", "curr_temp_t": "v/now",
    "min_temp": 5, "max_temp": 30, "temp_step": 0.5,
}  # fmt: skip
FAN = {
    "name": "Fan", "stat_t": "fan", "cmd_t": "fan/set", "pct_stat_t": "fan/pct",
    "pct_cmd_t": "fan/pct/set", "spd_rng_min": 1, "spd_rng_max": 4, "pr_modes": ["eco"],
    "pr_mode_cmd_t": "fan/mode/set", "osc_cmd_t": "fan/osc/set", "osc_stat_t": "fan/osc",
}  # fmt: skip
LOCK = {"name": "Door", "stat_t": "lock", "cmd_t": "lock/set"}
SWITCH = {"name": "Pump", "stat_t": "pump", "cmd_t": "pump/set"}
VACUUM = {
    "name": "Robot", "stat_t": "robot", "cmd_t": "robot/set", "set_fan_spd_t": "robot/speed",
    "fanspd_lst": ["min", "max"],
    "sup_feat": ["start", "pause", "stop", "return_home", "fan_speed"],
}  # fmt: skip
ALARM = {"name": "Alarm", "stat_t": "alarm", "cmd_t": "alarm/set"}
HUMIDIFIER = {
    "name": "Mist", "stat_t": "mist", "cmd_t": "mist/set", "hum_cmd_t": "mist/goal/set",
    "hum_stat_t": "mist/goal", "min_hum": 30, "max_hum": 80,
}  # fmt: skip


def one(component: str, config: Any, topic: str = "x") -> Device:
    (found,) = home_assistant.announced(
        message(f"homeassistant/{component}/{topic}/config", config)
    )
    return found


def said(device: Device, topic: str, payload: Any) -> Any:
    report = home_assistant.read(device, message(topic, payload))
    return dict(report.changes) if report else {}


def told(device: Device, service: str, state: State | None = None, /, **data: Any) -> Any:
    sent = home_assistant.write(device, Command(device.id, service, data), state)
    return [(each.topic, each.payload) for each in sent]


# --- announcements -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("config", "entity_id", "name"),
    [
        ({"name": None, "dev": {"name": "Desk lamp"}}, "switch.desk_lamp", "Desk lamp"),
        ({"name": "Left", "dev": {"name": "Hall"}}, "switch.hall_left", "Hall Left"),
        ({"name": "Hall Left", "dev": {"name": "Hall"}}, "switch.hall_left", "Hall Left"),
        ({"name": "Pump"}, "switch.pump", "Pump"),
        ({"dev_cla": "outlet", "dev": {"name": "Hall"}}, "switch.hall_outlet", "Hall Outlet"),
        ({"name": "Pump", "obj_id": "well"}, "switch.well", "Pump"),
        ({"name": "Pump", "def_ent_id": "switch.well"}, "switch.well", "Pump"),
        ({}, "switch.x", "x"),
    ],
)
def test_names_and_ids_are_as_in_home_assistant(config: Any, entity_id: str, name: str) -> None:
    device = one("switch", {"cmd_t": "x/set"} | config)
    assert (device.id, device.name) == (entity_id, name)


def test_area_kind_and_hardware_are_announced() -> None:
    config = {"name": "Lid", "dev_cla": "garage", "dev": {"ids": "g1", "sa": "Garage"}}
    device = one("cover", config | {"cmd_t": "x/set"})
    assert (device.area, device.kind, device.hardware) == ("Garage", "garage", "g1")


def test_device_discovery_announces_all_components() -> None:
    config = {
        "dev": {"ids": ["p1"], "name": "Plug"}, "~": "plug", "avty_t": "~/there",
        "cmps": {
            "a": {"p": "switch", "name": None, "cmd_t": "~/set", "stat_t": "~/on"},
            "b": {"p": "sensor", "name": "Power", "stat_t": "~/power", "unit_of_meas": "W"},
        },
    }  # fmt: skip
    found = home_assistant.announced(message("homeassistant/device/p1/config", config))
    assert {each.id for each in found} == {"switch.plug", "sensor.plug_power"}
    assert all("plug/there" in each.topics for each in found)


@pytest.mark.parametrize("component", ["event", "camera", "update", "device_automation"])
def test_components_that_are_none_of_ours_are_ignored(component: str) -> None:
    topic = f"homeassistant/{component}/x/config"
    assert home_assistant.announced(message(topic, {"name": "x"})) == ()


@pytest.mark.parametrize(
    "more",
    [{"ent_cat": "config"}, {"en": False}, {"dev": {"ids": ["zigbee2mqtt_bridge_0x1"]}}],
)
def test_what_is_no_appliance_is_left_out(more: Any) -> None:
    config = SWITCH | more
    assert home_assistant.announced(message("homeassistant/switch/x/config", config)) == ()


def test_a_topic_with_a_wildcard_is_not_listened_to() -> None:
    assert one("switch", {"name": "x", "stat_t": "#", "avty_t": "a\0b"}).topics == frozenset()


# --- states --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("payload", "expected"),
    [
        ({"state": "ON", "brightness": 200}, {"state": "on", "brightness": 200}),
        ({"state": "OFF"}, {"state": "off"}),
        ({"brightness": "64"}, {"brightness": 64}),
        ({"brightness": 1e9}, {"brightness": 255}),
        ({"color_temp": 250}, {"color_temp_kelvin": 4000}),
        ({"state": 3, "color": [1, 2]}, {}),
    ],
)
def test_a_json_light_reports(payload: Any, expected: Any) -> None:
    assert said(one("light", JSON_LIGHT), "lamp/state", payload) == expected


def test_a_json_light_reports_its_colour() -> None:
    payload = {"color_mode": "hs", "color": {"h": 120, "s": 100}}
    assert said(one("light", JSON_LIGHT), "lamp/state", payload)["rgb_color"] == (0, 255, 0)


@pytest.mark.parametrize(
    ("component", "config", "topic", "payload", "expected"),
    [
        ("light", BASIC_LIGHT, "shelf/on", "ON", {"state": "on"}),
        ("light", BASIC_LIGHT, "shelf/bri", "50", {"brightness": 128}),
        ("light", BASIC_LIGHT, "shelf/bri", "bright", {}),
        ("light", TEMPLATE_LIGHT, "strip", "on,100", {"state": "on", "brightness": 100}),
        ("switch", SWITCH, "pump", "OFF", {"state": "off"}),
        ("switch", SWITCH, "pump", "None", {"state": "unknown"}),
        ("switch", SWITCH | {"stat_on": "1", "stat_off": "0"}, "pump", "1", {"state": "on"}),
        ("cover", COVER, "blind/pos", "100", {"state": "closed", "current_position": 0}),
        ("cover", COVER, "blind/pos", "25", {"state": "open", "current_position": 75}),
        ("cover", COVER, "blind/tilt", "40", {"current_tilt_position": 40}),
        ("climate", CLIMATE, "v/mode", "heat", {"state": "heat"}),
        ("climate", CLIMATE, "v/goal", "21.50", {"temperature": 21.5}),
        ("climate", CLIMATE, "v/now", "nan", {}),
        ("fan", FAN, "fan/pct", "2", {"percentage": 50}),
        ("fan", FAN, "fan/osc", "oscillate_on", {"oscillating": True}),
        ("lock", LOCK, "lock", "LOCKED", {"state": "locked"}),
        ("lock", LOCK, "lock", "JAMMED", {"state": "jammed"}),
        (
            "vacuum", VACUUM, "robot", '{"state": "cleaning", "battery_level": 55}',
            {"state": "cleaning", "battery_level": 55},
        ),
        ("alarm_control_panel", ALARM, "alarm", "armed_away", {"state": "armed_away"}),
        ("humidifier", HUMIDIFIER, "mist/goal", "45", {"humidity": 45}),
        ("sensor", {"name": "t", "stat_t": "t"}, "t", "21.4", {"state": "21.4"}),
    ],
)  # fmt: skip
def test_an_entity_reports(
    component: str, config: Any, topic: str, payload: str, expected: Any
) -> None:
    assert said(one(component, config), topic, payload) == expected


@pytest.mark.parametrize(
    ("template", "payload", "expected"),
    [
        ("{{ value_json.t }}", {"t": 21.4}, {"state": "21.4"}),
        ("{{ value_json['t'] | round(0) | int }}", {"t": 21.4}, {"state": "21"}),
        ("{{ value_json.t }}", {"other": 1}, {}),
        ("{{ value_json.t | is_defined }}", {"other": 1}, {}),
        ("{{ value_json.a.b }}", {"other": 1}, {}),
        ("{{ value | float / 10 }}", "215", {"state": "21.5"}),
        ("{{ iif(value == '1', 'yes', 'no') }}", "1", {"state": "yes"}),
        ("{% if value == '1' %}yes{% else %}no{% endif %}", "0", {"state": "no"}),
        ("{{ value_json.t }}", "no json", {}),
        ("{{ (value | from_json).t }}", {"t": 3}, {"state": "3"}),
        ("{{ broken", "1", {}),
    ],
)
def test_a_value_template_is_filled_in(template: str, payload: Any, expected: Any) -> None:
    sensor = one("sensor", {"name": "t", "stat_t": "t", "val_tpl": template})
    assert said(sensor, "t", payload) == expected


@pytest.mark.parametrize(
    "template",
    [
        "{% for i in range(999999999) %}x{% endfor %}",
        "{{ 'a' * 999999999 }}",
        "{{ 9 ** 9 ** 9 }}",
        "{{ '%999999999d' % 1 }}",
        "{{ '{:>999999999}'.format(1) }}",
        "{{ ''.__class__.__mro__[1].__subclasses__() }}",
        "{{ value_json.__init__.__globals__ }}",
        "{{ range(99999999) | list }}",
        "{% set a = value ~ value %}{{ a }}",
        "{{ " + "(" * 900 + "1" + ")" * 900 + " }}",
    ],
)
def test_a_template_can_neither_escape_nor_take_our_time(template: str) -> None:
    sensor = one("sensor", {"name": "t", "stat_t": "t", "val_tpl": template})
    state = said(sensor, "t", '{"a": 1}').get("state", "")
    assert "class" not in state
    assert len(state) < 100


@pytest.mark.parametrize(
    ("config", "topic", "payload", "available"),
    [
        ({"avty_t": "here"}, "here", "offline", False),
        ({"avty_t": "here", "pl_not_avail": "0", "pl_avail": "1"}, "here", "1", True),
        ({"avty": [{"t": "here", "val_tpl": "{{ value_json.state }}"}]}, "here",
         '{"state": "offline"}', False),
        ({"avty_t": "here"}, "here", "perhaps", None),
    ],
)  # fmt: skip
def test_availability_is_by_configuration(
    config: Any, topic: str, payload: str, available: bool | None
) -> None:
    report = home_assistant.read(one("switch", SWITCH | config), message(topic, payload))
    assert (report.available if report else None) is available


@pytest.mark.parametrize(
    ("mode", "available"), [("all", False), ("any", True), ("latest", True), (None, True)]
)
def test_several_availabilities_combine_by_mode(mode: str | None, available: bool) -> None:
    house = House()
    config = SWITCH | {"avty": [{"t": "a"}, {"t": "b"}]} | ({"avty_mode": mode} if mode else {})
    house.hear("homeassistant/switch/x/config", config)
    house.hear("a", "offline")
    house.hear("b", "online")
    assert house.registry.states["switch.pump"].available is available


# --- commands ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("component", "config", "service", "data", "sent"),
    [
        ("light", JSON_LIGHT, "turn_on", {"brightness": 90},
         [("lamp/set", '{"state":"ON","brightness":90}')]),
        ("light", JSON_LIGHT, "turn_on", {"rgb_color": [0, 255, 0]},
         [("lamp/set", '{"state":"ON","color":{"h":120.0,"s":100.0}}')]),
        ("light", JSON_LIGHT, "turn_on", {"color_temp_kelvin": 4000},
         [("lamp/set", '{"state":"ON","color_temp":250}')]),
        ("light", BASIC_LIGHT, "turn_on", {"brightness": 128},
         [("shelf/bri/set", "50"), ("shelf/on/set", "ON")]),
        ("light", BASIC_LIGHT, "turn_on", {"color_name": "red"},
         [("shelf/rgb/set", "255,0,0"), ("shelf/on/set", "ON")]),
        ("light", BASIC_LIGHT, "turn_off", {}, [("shelf/on/set", "OFF")]),
        ("light", TEMPLATE_LIGHT, "turn_on", {"brightness": 9}, [("strip/set", "on,9")]),
        ("light", TEMPLATE_LIGHT, "turn_off", {}, [("strip/set", "off")]),
        ("switch", SWITCH, "turn_on", {}, [("pump/set", "ON")]),
        ("cover", COVER, "close_cover", {}, [("blind/set", "CLOSE")]),
        ("cover", COVER, "set_cover_position", {"position": 75}, [("blind/pos/set", "25")]),
        ("cover", COVER, "open_cover_tilt", {}, [("blind/tilt/set", "100")]),
        ("climate", CLIMATE, "set_temperature", {"temperature": 21}, [("v/goal/set", "21")]),
        ("climate", CLIMATE, "set_hvac_mode", {"hvac_mode": "off"}, [("v/mode/set", "off")]),
        ("climate", CLIMATE, "turn_on", {}, [("v/mode/set", "heat")]),
        ("fan", FAN, "set_percentage", {"percentage": 50},
         [("fan/set", "ON"), ("fan/pct/set", "2")]),
        ("fan", FAN, "set_percentage", {"percentage": 0}, [("fan/set", "OFF")]),
        ("fan", FAN, "oscillate", {"oscillating": True}, [("fan/osc/set", "oscillate_on")]),
        ("fan", FAN, "set_preset_mode", {"preset_mode": "eco"}, [("fan/mode/set", "eco")]),
        ("lock", LOCK, "unlock", {}, [("lock/set", "UNLOCK")]),
        ("vacuum", VACUUM, "start", {}, [("robot/set", "start")]),
        ("vacuum", VACUUM, "return_to_base", {}, [("robot/set", "return_to_base")]),
        ("vacuum", VACUUM, "set_fan_speed", {"fan_speed": "max"}, [("robot/speed", "max")]),
        ("alarm_control_panel", ALARM, "alarm_arm_away", {}, [("alarm/set", "ARM_AWAY")]),
        ("alarm_control_panel", ALARM, "alarm_disarm", {}, [("alarm/set", "DISARM")]),
        ("humidifier", HUMIDIFIER, "set_humidity", {"humidity": 99}, [("mist/goal/set", "80")]),
        ("number", {"name": "n", "cmd_t": "n", "min": 0, "max": 9}, "set_value", {"value": 12},
         [("n", "9")]),
        ("select", {"name": "s", "cmd_t": "s", "ops": ["A", "B"]}, "select_option",
         {"option": "b"}, [("s", "B")]),
        ("scene", {"name": "s", "cmd_t": "s", "pl_on": "GO"}, "turn_on", {}, [("s", "GO")]),
        ("button", {"name": "b", "cmd_t": "b"}, "press", {}, [("b", "PRESS")]),
        ("siren", {"name": "s", "cmd_t": "s"}, "turn_on", {}, [("s", "ON")]),
        ("valve", {"name": "v", "cmd_t": "v"}, "open_valve", {}, [("v", "OPEN")]),
        ("lawn_mower", {"name": "m", "strt_mw_cmd_t": "m"}, "start_mowing", {},
         [("m", "start_mowing")]),
        ("water_heater", {"name": "w", "temp_cmd_t": "w", "max_temp": 60}, "set_temperature",
         {"temperature": 70}, [("w", "60")]),
        ("switch", SWITCH | {"cmd_tpl": '{"on": "{{ value }}"}'}, "turn_on", {},
         [("pump/set", '{"on": "ON"}')]),
    ],
)  # fmt: skip
def test_a_command_is_spelt_by_the_configuration(
    component: str, config: Any, service: str, data: Any, sent: Any
) -> None:
    assert told(one(component, config), service, **data) == sent


@pytest.mark.parametrize(
    ("component", "config", "service", "data"),
    [
        ("light", {"name": "x", "cmd_t": "x"}, "turn_on", {"brightness": 3}),
        ("switch", {"name": "x", "stat_t": "x"}, "turn_on", {}),
        ("switch", {"name": "x", "cmd_t": "a/#"}, "turn_on", {}),
        ("climate", CLIMATE, "set_fan_mode", {"fan_mode": "high"}),
        ("climate", CLIMATE, "set_temperature", {"temperature": "warm"}),
        ("vacuum", VACUUM, "locate", {}),
        ("lock", LOCK, "open", {}),
        ("alarm_control_panel", ALARM, "alarm_arm_vacation", {}),
        ("sensor", {"name": "x", "stat_t": "x"}, "turn_on", {}),
        ("valve", {"name": "x", "cmd_t": "x"}, "set_valve_position", {"position": 3}),
    ],
)
def test_what_an_entity_cannot_do_is_refused(
    component: str, config: Any, service: str, data: Any
) -> None:
    device = one(component, config)
    with pytest.raises(NotCapable):
        home_assistant.write(device, Command(device.id, service, data), None)


def test_a_fan_that_runs_is_not_switched_on_again() -> None:
    sent = told(one("fan", FAN), "set_percentage", State("on"), percentage=100)
    assert sent == [("fan/pct/set", "4")]


def test_a_step_in_brightness_starts_from_what_it_is() -> None:
    state = State("on", {"brightness": 100})
    sent = told(one("light", JSON_LIGHT), "turn_on", state, brightness_step=-30)
    assert sent == [("lamp/set", '{"state":"ON","brightness":70}')]


@pytest.mark.parametrize(
    ("payload", "expected"),
    [("here", "home"), ("not_home", "not_home"), ("Office", "Office"), ("None", None)],
)
def test_a_device_tracker_says_where_somebody_is(payload: str, expected: str | None) -> None:
    home = House()
    config = {"name": "Phone", "stat_t": "phone", "pl_home": "here"}
    home.hear("homeassistant/device_tracker/phone/config", config)
    home.hear("phone", payload)
    assert (expected is None) == ("device_tracker.phone" not in home.registry.states)
    assert expected is None or home.get("device_tracker.phone") == expected
