"""Shellies, by their answers and notifications."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.adapters import NotCapable
from devices.model import Command
from tests.devices.fakes import House

ID = "shellyplus1-a8032ab12345"
CONFIG = f"ambient/shelly/{ID}/config/rpc"
STATUS = f"ambient/shelly/{ID}/status/rpc"
SYS = {"device": {"name": "Hall box", "mac": "A8032AB12345"}}


def shelly(**components: Any) -> House:
    """One that has answered; `switch_0=` stands for `switch:0`."""
    home = House()
    home.hear(f"{ID}/online", "true", retained=True)
    told = {key.replace("_", ":"): {"id": 0} | value for key, value in components.items()}
    result = {"sys": SYS, "wifi": {}, "ble": {}} | told
    home.hear(CONFIG, {"id": 1, "src": ID, "dst": "x", "result": result})
    return home


def notify(home: House, **status: Any) -> None:
    params = {"ts": 1.0} | {key.replace("_", ":"): value for key, value in status.items()}
    home.hear(f"{ID}/events/rpc", {"src": ID, "method": "NotifyStatus", "params": params})


def told(home: House, entity_id: str, service: str, **data: Any) -> tuple[str, Any]:
    (sent,) = home.write(home.device(entity_id), Command(entity_id, service, data))
    assert sent.topic == f"{ID}/rpc"
    request = json.loads(sent.payload)
    return request["method"], request["params"]


NAME = "shellyplus1_a8032ab12345"
SWITCH, LIGHT, COVER = f"switch.{NAME}", f"light.{NAME}", f"cover.{NAME}"


# --- what there is ---


def test_who_is_online_is_asked_what_it_is() -> None:
    home = House()
    home.hear(f"{ID}/online", "true")
    (question,) = home.published
    assert question.topic == f"{ID}/rpc"
    asked = json.loads(question.payload)
    assert (asked["method"], asked["src"]) == ("Shelly.GetConfig", f"ambient/shelly/{ID}/config")


@pytest.mark.parametrize("payload", ["false", "ONLINE", "1"])
def test_who_is_not_online_is_not_asked(payload: str) -> None:
    home = House()
    home.hear(f"{ID}/online", payload)
    assert home.published == []


@pytest.mark.parametrize(
    ("components", "expected"),
    [
        ({"switch_0": {}, "input_0": {"type": "switch"}}, {SWITCH: "Hall box"}),
        ({"switch_0": {"name": "Fan"}, "switch_1": {}},
         {f"{SWITCH}_1": "Fan", f"{SWITCH}_2": "Hall box 2"}),
        ({"switch_0": {"power_limit": 2800}},
         {SWITCH: "Hall box", f"sensor.{NAME}_power": "Hall box power"}),
        ({"cover_0": {}}, {COVER: "Hall box"}),
        ({"temperature_0": {}, "humidity_0": {}, "devicepower_0": {}},
         {f"sensor.{NAME}": "Hall box", f"sensor.{NAME}_humidity": "Hall box humidity",
          f"sensor.{NAME}_battery": "Hall box battery"}),
        ({"smoke_0": {}, "devicepower_0": {}},
         {f"binary_sensor.{NAME}": "Hall box", f"sensor.{NAME}_battery": "Hall box battery"}),
        ({"input_0": {"type": "switch"}, "input_1": {"type": "button"}},
         {f"binary_sensor.{NAME}_input_0": "Hall box input 1"}),
        ({}, {}),
    ],
)  # fmt: skip
def test_a_shelly_is_what_its_components_are(
    components: dict[str, Any], expected: dict[str, str]
) -> None:
    devices = shelly(**components).registry.devices
    assert {id: device.name for id, device in devices.items()} == expected


@pytest.mark.parametrize(
    ("component", "expected"),
    [
        ("light_0", {"on_off", "brightness"}),
        ("cct_0", {"on_off", "brightness", "color_temp"}),
        ("rgb_0", {"on_off", "brightness", "color"}),
    ],
)
def test_a_light_can_what_its_component_can(component: str, expected: set[str]) -> None:
    assert set(shelly(**{component: {}}).device(LIGHT).capabilities) == expected


def test_a_refusal_is_one_bad_message() -> None:
    home = House()
    home.hear(CONFIG, {"id": 1, "src": ID, "error": {"code": 401, "message": "Unauthorized"}})
    assert (home.ingest.counts["bad"], len(home.registry.devices)) == (1, 0)


def test_it_is_asked_for_its_status_once_for_all_components() -> None:
    home = shelly(switch_0={}, switch_1={})
    asked = [json.loads(each.payload) for each in home.published]
    assert [each["method"] for each in asked] == ["Shelly.GetConfig", "Shelly.GetStatus"]


# --- what it says ---


@pytest.mark.parametrize(
    ("topic", "payload"),
    [
        (f"{ID}/events/rpc", {"method": "NotifyStatus", "params": {"switch:0": {"output": True}}}),
        (f"{ID}/status/switch:0", {"id": 0, "output": True, "apower": 10.7}),
        (STATUS, {"id": 1, "src": ID, "result": {"switch:0": {"id": 0, "output": True}}}),
    ],
)
def test_a_switch_is_on_whichever_way_it_says_so(topic: str, payload: Any) -> None:
    home = shelly(switch_0={})
    home.hear(topic, payload)
    assert home.get(SWITCH) == "on"


def test_a_notification_of_something_else_changes_nothing() -> None:
    home = shelly(switch_0={})
    notify(home, input_0={"id": 0, "state": True})
    assert SWITCH not in home.registry.states


def test_it_says_when_it_goes() -> None:
    home = shelly(switch_0={})
    notify(home, switch_0={"output": True})
    home.hear(f"{ID}/online", "false")
    assert not home.registry.states[SWITCH].available
    home.hear(f"{ID}/online", "true")
    assert home.registry.states[SWITCH].available


@pytest.mark.parametrize(
    ("status", "state", "position"),
    [
        ({"state": "stopped", "current_pos": 75}, "open", 75),
        ({"state": "closing", "current_pos": 75}, "closing", 75),
        ({"state": "closed", "current_pos": 0}, "closed", 0),
        ({"state": "stopped", "current_pos": 0}, "closed", 0),
        ({"state": "stopped", "current_pos": None}, "open", None),
    ],
)
def test_a_cover_says_where_it_is(status: Any, state: str, position: int | None) -> None:
    home = shelly(cover_0={})
    notify(home, cover_0=status)
    assert home.get(COVER) == state
    assert home.get(COVER, "current_position") == position


def test_a_light_says_how_it_shines() -> None:
    home = shelly(rgb_0={})
    notify(home, rgb_0={"output": True, "brightness": 40, "rgb": [0, 255, 0]})
    assert home.get(LIGHT, "brightness") == 102
    assert home.get(LIGHT, "hs_color") == (120, 100)


def test_what_it_measures_is_read() -> None:
    home = shelly(temperature_0={}, devicepower_0={}, humidity_0={})
    notify(home, temperature_0={"tC": 21.5, "tF": 70.7}, devicepower_0={"battery": {"percent": 80}})
    assert home.get(f"sensor.{NAME}") == "21.5"
    assert home.get(f"sensor.{NAME}_battery") == "80"


# --- what it is told ---


@pytest.mark.parametrize(
    ("component", "entity_id", "service", "data", "expected"),
    [
        ("switch_0", SWITCH, "turn_on", {}, ("Switch.Set", {"id": 0, "on": True})),
        ("switch_0", SWITCH, "toggle", {}, ("Switch.Set", {"id": 0, "on": True})),
        ("light_0", LIGHT, "turn_on", {"brightness": 128},
         ("Light.Set", {"id": 0, "on": True, "brightness": 50})),
        ("light_0", LIGHT, "turn_off", {"transition": 0.1},
         ("Light.Set", {"id": 0, "on": False, "transition_duration": 0.5})),
        ("cct_0", LIGHT, "turn_on", {"color_temp_kelvin": 9000},
         ("CCT.Set", {"id": 0, "on": True, "ct": 6500})),
        ("rgb_0", LIGHT, "turn_on", {"hs_color": [120, 100]},
         ("RGB.Set", {"id": 0, "on": True, "rgb": [0, 255, 0]})),
        ("cover_0", COVER, "open_cover", {}, ("Cover.Open", {"id": 0})),
        ("cover_0", COVER, "stop_cover", {}, ("Cover.Stop", {"id": 0})),
        ("cover_0", COVER, "set_cover_position", {"position": 40},
         ("Cover.GoToPosition", {"id": 0, "pos": 40})),
    ],
)  # fmt: skip
def test_it_is_told_by_a_request(
    component: str, entity_id: str, service: str, data: Any, expected: Any
) -> None:
    assert told(shelly(**{component: {}}), entity_id, service, **data) == expected


def test_the_second_of_two_is_told_by_its_number() -> None:
    home = shelly(switch_0={}, switch_1={})
    assert told(home, f"{SWITCH}_2", "turn_off")[1] == {"id": 1, "on": False}


@pytest.mark.parametrize(
    ("component", "entity_id", "service", "data"),
    [
        ("switch_0", SWITCH, "lock", {}),
        ("light_0", LIGHT, "turn_on", {"hs_color": [1, 1]}),
        ("cover_0", COVER, "set_cover_tilt_position", {"tilt_position": 1}),
        ("temperature_0", f"sensor.{NAME}", "turn_on", {}),
    ],
)
def test_what_it_cannot_do_is_refused(
    component: str, entity_id: str, service: str, data: Any
) -> None:
    with pytest.raises(NotCapable):
        told(shelly(**{component: {}}), entity_id, service, **data)


# --- there and back, and nonsense ---


@given(st.integers(1, 255))
def test_brightness_comes_back(level: int) -> None:
    home = shelly(light_0={})
    _, params = told(home, LIGHT, "turn_on", brightness=level)
    notify(home, light_0={"output": params["on"], "brightness": params["brightness"]})
    assert abs(home.get(LIGHT, "brightness") - level) <= 2  # A hundred steps there.


@given(st.integers(0, 100))
def test_position_comes_back(percent: int) -> None:
    home = shelly(cover_0={})
    _, params = told(home, COVER, "set_cover_position", position=percent)
    notify(home, cover_0={"state": "stopped", "current_pos": params["pos"]})
    assert home.get(COVER, "current_position") == percent


@given(st.integers(2700, 6500))
def test_colour_temperature_comes_back(kelvin: int) -> None:
    home = shelly(cct_0={})
    _, params = told(home, LIGHT, "turn_on", color_temp_kelvin=kelvin)
    notify(home, cct_0={"ct": params["ct"]})
    assert home.get(LIGHT, "color_temp_kelvin") == kelvin


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=6,
)
COMPONENTS = st.sampled_from(
    ["switch:0", "light:0", "cct:0", "cover:0", "temperature:0", "smoke:0", "input:0", "switch:",
     "switch:x", "switch:²", "cover:99999", "sys", "devicepower:0"]
)  # fmt: skip
KEYS = st.sampled_from(
    ["output", "brightness", "ct", "rgb", "state", "current_pos", "tC", "battery", "alarm", "name",
     "ct_range", "type", "device"]
)  # fmt: skip
TOLD = st.dictionaries(COMPONENTS, VALUES | st.dictionaries(KEYS, VALUES), max_size=5)


@given(VALUES | TOLD)
def test_no_configuration_breaks_anything(result: Any) -> None:
    shelly(switch_0={}).hear(CONFIG, {"result": result})


@given(VALUES | TOLD, st.sampled_from([f"{ID}/events/rpc", STATUS, f"{ID}/status/switch:0"]))
def test_no_status_breaks_anything(said: Any, topic: str) -> None:
    parts = {"switch_0": {}, "light_0": {}, "cover_0": {}, "temperature_0": {}, "smoke_0": {}}
    home = shelly(**parts)
    home.hear(topic, {"params": said, "result": said})
    home.hear(topic, said)
