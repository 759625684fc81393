"""Boards with Tasmota, by their discovery and their answers."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.adapters import NotCapable
from devices.model import Command
from tests.devices.fakes import House

MAC = "D8F15BAABBCC"
OPTIONS = dict.fromkeys(("4", "11", "13", "17", "20", "30", "68", "73", "82", "114"), 0)


def config(*relays: int, **more: Any) -> dict[str, Any]:
    options = OPTIONS | more.pop("so", {})
    return {
        "dn": "Desk", "fn": ["Lamp", None], "hn": "desk-1234", "mac": MAC, "ty": 0, "if": 0,
        "ofln": "Offline", "onln": "Online", "state": ["OFF", "ON", "TOGGLE", "HOLD"],
        "t": "desk", "ft": "%prefix%/%topic%/", "tp": ["cmnd", "stat", "tele"],
        "rl": [*relays, 0], "swc": [-1, -1], "swn": [None, None], "so": options, "lk": 1,
        "lt_st": 0, "sho": [0, 0], "ver": 1,
    } | more  # fmt: skip


def board(*relays: int, sensors: dict[str, Any] | None = None, **more: Any) -> House:
    home = House()
    if sensors is not None:
        home.hear(f"tasmota/discovery/{MAC}/sensors", {"sn": sensors, "ver": 1})
    home.hear(f"tasmota/discovery/{MAC}/config", config(*relays, **more))
    return home


def told(home: House, entity_id: str, service: str, **data: Any) -> tuple[str, str]:
    (sent,) = home.write(home.device(entity_id), Command(entity_id, service, data))
    return sent.topic, sent.payload


# --- what there is ---


@pytest.mark.parametrize(
    ("relays", "more", "expected"),
    [
        ((1,), {}, {"switch.desk": "Lamp"}),
        ((1, 1), {}, {"switch.desk_1": "Lamp", "switch.desk_2": "Desk 2"}),
        ((1,), {"so": {"30": 1}}, {"light.desk": "Lamp"}),
        ((2,), {"lt_st": 1}, {"light.desk": "Lamp"}),
        ((3, 3), {}, {"cover.desk": "Desk"}),
        ((3, 3, 3, 3, 1), {}, {"cover.desk_1": "Desk 1", "cover.desk_2": "Desk 2",
                               "switch.desk_5": "Desk 5"}),
        ((3, 1), {}, {"switch.desk": "Desk"}),
        ((1, 1), {"if": 1}, {"fan.desk": "Desk", "light.desk": "Desk light"}),
        ((), {"swc": [1, 3], "so": {"114": 1}}, {"binary_sensor.desk_switch1": "Desk switch 1"}),
        ((), {"swc": [1, 3]}, {}),
    ],
)  # fmt: skip
def test_a_board_is_what_its_relays_are(
    relays: tuple[int, ...], more: dict[str, Any], expected: dict[str, str]
) -> None:
    devices = board(*relays, **more).registry.devices
    assert {id: device.name for id, device in devices.items()} == expected


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        (0, {"on_off"}),
        (1, {"on_off", "brightness"}),
        (2, {"on_off", "brightness", "color_temp"}),
        (3, {"on_off", "brightness", "color"}),
        (5, {"on_off", "brightness", "color_temp", "color"}),
    ],
)
def test_a_light_can_what_its_kind_can(kind: int, expected: set[str]) -> None:
    assert set(board(2, lt_st=kind).device("light.desk").capabilities) == expected


def test_white_and_colour_that_are_not_linked_are_two_lights() -> None:
    home = board(2, 2, lt_st=5, lk=0)
    assert set(home.device("light.desk_1").capabilities) == {"on_off", "brightness", "color"}
    assert set(home.device("light.desk_2").capabilities) == {"on_off", "brightness", "color_temp"}
    assert told(home, "light.desk_2", "turn_on", brightness=255) == ("cmnd/desk/Dimmer2", "100")


def test_an_empty_configuration_removes_the_board() -> None:
    home = board(1)
    home.hear(f"tasmota/discovery/{MAC}/config", "")
    assert not home.registry.devices


SENSORS = {
    "Time": "2026-03-02T10:00:00",
    "DS18B20": {"Id": "030597946B04", "Temperature": 20.9},
    "ENERGY": {"TotalStartTime": "2018-11-14", "Total": 6.2, "Power": [12, 3], "Factor": 0.9},
    "TempUnit": "C",
}


def test_sensors_may_be_announced_before_the_board() -> None:
    ids = set(board(1, sensors=SENSORS).registry.devices)
    readings = {"sensor.desk_temperature", "sensor.desk_total", "sensor.desk_power"}
    assert ids == {"switch.desk"} | readings


def test_sensors_may_be_announced_after_the_board() -> None:
    home = board(1)
    home.hear(f"tasmota/discovery/{MAC}/sensors", {"sn": SENSORS, "ver": 1})
    assert "sensor.desk_temperature" in home.registry.devices
    assert "switch.desk" in home.registry.devices


def test_sensors_that_are_gone_leave_the_board() -> None:
    home = board(1, sensors=SENSORS)
    home.hear(f"tasmota/discovery/{MAC}/sensors", "")
    assert set(home.registry.devices) == {"switch.desk"}


def test_sensors_that_are_no_json_leave_what_was_there() -> None:
    home = board(1, sensors=SENSORS)
    home.hear(f"tasmota/discovery/{MAC}/sensors", '1},"config":{')
    assert len(home.registry.devices) == 4
    assert home.ingest.counts["bad"] == 1


def test_a_board_that_only_measures_bears_its_plain_name() -> None:
    device = board(sensors={"SI7021": {"Temperature": 1, "Humidity": 2}}).device("sensor.desk")
    assert (device.name, device.kind) == ("Desk", "temperature")


def test_two_chips_with_one_reading_are_told_apart() -> None:
    chips = {"DS18B20-1": {"Temperature": 1}, "DS18B20-2": {"Temperature": 2}}
    ids = set(board(1, sensors=chips).registry.devices)
    assert {"sensor.desk_ds18b20_1_temperature", "sensor.desk_ds18b20_2_temperature"} < ids


# --- what it says ---


@pytest.mark.parametrize(
    ("topic", "payload", "expected"),
    [
        ("stat/desk/RESULT", {"POWER": "ON"}, "on"),
        ("stat/desk/POWER", "OFF", "off"),
        ("tele/desk/STATE", {"Time": "x", "POWER": "ON", "Wifi": {"RSSI": 86}}, "on"),
        ("stat/desk/STATUS11", {"StatusSTS": {"POWER": "OFF"}}, "off"),
    ],
)
def test_a_relay_is_on_or_off(topic: str, payload: Any, expected: str) -> None:
    home = board(1)
    home.hear(topic, payload)
    assert home.get("switch.desk") == expected


def test_each_relay_has_a_number_of_its_own() -> None:
    home = board(1, 1)
    home.hear("stat/desk/RESULT", {"POWER2": "ON"})
    home.hear("stat/desk/POWER1", "OFF")
    assert (home.get("switch.desk_1"), home.get("switch.desk_2")) == ("off", "on")


def test_its_own_words_are_understood_and_used() -> None:
    home = board(1, state=["AUS", "AN"], onln="da", ofln="weg")
    home.hear("stat/desk/RESULT", {"POWER": "AN"})
    home.hear("tele/desk/LWT", "weg")
    assert home.get("switch.desk") == "on"
    assert not home.registry.states["switch.desk"].available
    assert told(home, "switch.desk", "turn_off") == ("cmnd/desk/Power1", "AUS")


def test_topics_may_lie_the_other_way_round() -> None:
    home = board(1, ft="home/%topic%/%prefix%")
    home.hear("home/desk/stat/RESULT", {"POWER": "ON"})
    assert home.get("switch.desk") == "on"
    assert told(home, "switch.desk", "turn_on") == ("home/desk/cmnd/Power1", "ON")


def test_a_coloured_light_says_its_colour() -> None:
    home = board(2, lt_st=3)
    home.hear("stat/desk/RESULT", {"POWER": "ON", "Dimmer": 50, "HSBColor": "120,100,50"})
    assert home.get("light.desk", "brightness") == 128
    assert home.get("light.desk", "rgb_color") == (0, 255, 0)


def test_while_its_white_shines_a_light_has_no_colour() -> None:
    home = board(2, lt_st=5)
    home.hear("stat/desk/RESULT", {"HSBColor": "120,100,50", "White": 0, "CT": 300})
    assert home.get("light.desk", "color_temp_kelvin") is None
    home.hear("stat/desk/RESULT", {"HSBColor": "120,100,50", "White": 50, "CT": 250})
    assert home.get("light.desk", "color_temp_kelvin") == 4000
    assert home.get("light.desk", "hs_color") is None


@pytest.mark.parametrize(
    ("shutter", "inverted", "state", "position"),
    [
        ({"Position": 57, "Direction": 1, "Target": 100}, 0, "opening", 57),
        ({"Position": 57, "Direction": -1, "Target": 0}, 0, "closing", 57),
        ({"Position": 0, "Direction": 0, "Target": 0}, 0, "closed", 0),
        ({"Position": 100, "Direction": 0, "Target": 100}, 1, "closed", 0),
        ({"Position": 30, "Direction": 1, "Target": 100}, 1, "closing", 70),
    ],
)
def test_a_shutter_says_where_it_is(shutter: Any, inverted: int, state: str, position: int) -> None:
    home = board(3, 3, sho=[inverted])
    home.hear("stat/desk/RESULT", {"Shutter1": shutter})
    assert home.get("cover.desk") == state
    assert home.get("cover.desk", "current_position") == position


def test_readings_come_by_themselves_and_when_asked_for() -> None:
    home = board(1, sensors=SENSORS)
    home.hear("tele/desk/SENSOR", SENSORS)
    assert home.get("sensor.desk_temperature") == "20.9"
    assert home.get("sensor.desk_temperature", "unit_of_measurement") == "°C"
    home.hear("stat/desk/STATUS10", {"StatusSNS": {"ENERGY": {"Power": [40, 2]}}})
    assert home.get("sensor.desk_power") == "40"


def test_a_contact_says_when_it_changes() -> None:
    home = board(swc=[1], so={"114": 1})
    home.hear("tele/desk/SENSOR", {"Switch1": "OFF"})
    home.hear("stat/desk/RESULT", {"Switch1": {"Action": "ON"}})
    assert home.get("binary_sensor.desk_switch1") == "on"


def test_a_fan_has_three_speeds() -> None:
    home = board(2, 1, **{"if": 1})
    home.hear("stat/desk/RESULT", {"FanSpeed": 1})
    assert (home.get("fan.desk"), home.get("fan.desk", "percentage")) == ("on", 33)
    assert told(home, "fan.desk", "set_percentage", percentage=70)[1] == "2"
    assert told(home, "fan.desk", "turn_off") == ("cmnd/desk/FanSpeed", "0")


def test_it_is_asked_for_its_state_when_it_comes() -> None:
    questions = {(each.topic, each.payload) for each in board(1, sensors=SENSORS).published}
    assert questions == {("cmnd/desk/STATE", ""), ("cmnd/desk/STATUS", "10")}


# --- what it is told ---


@pytest.mark.parametrize(
    ("kind", "data", "expected"),
    [
        (1, {}, ("Power1", "ON")),
        (1, {"brightness": 128}, ("Dimmer", "50")),
        (1, {"brightness": 1}, ("Dimmer", "1")),
        (2, {"color_temp_kelvin": 4000}, ("CT", "250")),
        (3, {"hs_color": [240, 100]}, ("Backlog", "NoDelay;HSBColor1 240;NoDelay;HSBColor2 100")),
        (2, {"color_temp_kelvin": 4000, "brightness": 255},
         ("Backlog", "NoDelay;CT 250;NoDelay;Dimmer 100")),
    ],
)  # fmt: skip
def test_a_light_is_told(kind: int, data: dict[str, Any], expected: tuple[str, str]) -> None:
    topic, payload = told(board(2, lt_st=kind), "light.desk", "turn_on", **data)
    assert (topic.removeprefix("cmnd/desk/"), payload) == expected


def test_a_light_that_dimming_does_not_switch_on_is_switched_on() -> None:
    home = board(2, lt_st=1, so={"20": 1})
    sent = told(home, "light.desk", "turn_on", brightness=255)
    assert sent == ("cmnd/desk/Backlog", "NoDelay;Dimmer 100;NoDelay;Power1 ON")


@pytest.mark.parametrize(
    ("service", "data", "expected"),
    [
        ("open_cover", {}, ("ShutterOpen1", "")),
        ("close_cover", {}, ("ShutterClose1", "")),
        ("stop_cover", {}, ("ShutterStop1", "")),
        ("set_cover_position", {"position": 40}, ("ShutterPosition1", "40")),
    ],
)
def test_a_shutter_is_told(service: str, data: Any, expected: tuple[str, str]) -> None:
    topic, payload = told(board(3, 3), "cover.desk", service, **data)
    assert (topic.removeprefix("cmnd/desk/"), payload) == expected


@pytest.mark.parametrize(
    ("relays", "entity_id", "service", "data"),
    [
        ((1,), "switch.desk", "lock", {}),
        ((2,), "light.desk", "turn_on", {"brightness": 9}),
        ((2,), "light.desk", "open_cover", {}),
        ((3, 3), "cover.desk", "set_cover_tilt_position", {"tilt_position": 3}),
        ((3, 3), "cover.desk", "set_cover_position", {}),
    ],
)
def test_what_it_cannot_do_is_refused(
    relays: tuple[int, ...], entity_id: str, service: str, data: Any
) -> None:
    with pytest.raises(NotCapable):
        told(board(*relays), entity_id, service, **data)


# --- there and back, and nonsense ---


@given(st.integers(1, 255))
def test_brightness_comes_back(level: int) -> None:
    home = board(2, lt_st=1)
    _, payload = told(home, "light.desk", "turn_on", brightness=level)
    home.hear("stat/desk/RESULT", {"POWER": "ON", "Dimmer": int(payload)})
    assert abs(home.get("light.desk", "brightness") - level) <= 2  # A hundred steps there.


@given(st.integers(0, 100), st.booleans())
def test_position_comes_back(percent: int, inverted: bool) -> None:
    home = board(3, 3, sho=[int(inverted)])
    _, payload = told(home, "cover.desk", "set_cover_position", position=percent)
    home.hear("stat/desk/RESULT", {"Shutter1": {"Position": int(payload), "Direction": 0}})
    assert home.get("cover.desk", "current_position") == percent


@given(st.integers(2000, 6535))
def test_colour_temperature_comes_back(kelvin: int) -> None:
    home = board(2, lt_st=2)
    _, payload = told(home, "light.desk", "turn_on", color_temp_kelvin=kelvin)
    home.hear("stat/desk/RESULT", {"CT": int(payload)})
    assert abs(home.get("light.desk", "color_temp_kelvin") - kelvin) <= 25


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5) | st.just("ON"),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=6,
)
KEYS = st.sampled_from(sorted(config()))


@given(st.dictionaries(KEYS, VALUES, max_size=6), VALUES)
def test_no_announcement_breaks_anything(nonsense: dict[str, Any], sensors: Any) -> None:
    home = board(1, 2, 3, 3)
    home.hear(f"tasmota/discovery/{MAC}/sensors", {"sn": sensors})
    home.hear(f"tasmota/discovery/{MAC}/config", config(1) | nonsense)


SAID = st.sampled_from(
    ["POWER", "POWER1", "Dimmer", "CT", "HSBColor", "White", "Shutter1", "DS18B20", "StatusSNS",
     "Switch1", "FanSpeed", "Position"]
)  # fmt: skip


@given(st.dictionaries(SAID, VALUES, max_size=5), st.sampled_from(["RESULT", "STATUS10", "POWER1"]))
def test_no_answer_breaks_anything(said: dict[str, Any], last: str) -> None:
    home = board(1, 2, 3, 3, sensors=SENSORS, lt_st=5, so={"114": 1}, swc=[1])
    home.hear(f"stat/desk/{last}", said)
    home.hear("tele/desk/SENSOR", said)
    home.hear("tele/desk/LWT", said)
