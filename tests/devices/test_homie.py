"""Homie 5 devices, by their descriptions and values."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.adapters import NotCapable
from devices.model import Command, State
from tests.devices.fakes import House

BASE = "homie/5/desk"
POWER = {"datatype": "boolean", "settable": True}
LEVEL = {"datatype": "integer", "format": "0:100", "unit": "%", "settable": True}
COLOR = {"datatype": "color", "format": "rgb,hsv", "settable": True}
WHITE = {"datatype": "float", "format": "2700:6500", "unit": "K", "settable": True}
ACTION = {"datatype": "enum", "format": "open,close,stop", "settable": True}
LAMP = {"power": POWER, "brightness": LEVEL, "color": COLOR, "ct": WHITE}


def described(*nodes: dict[str, Any], **more: Any) -> House:
    """A device whose nodes n1, n2, ... have these properties."""
    home = House()
    told = {f"n{place}": {"name": f"Node {place}", "properties": each}
            for place, each in enumerate(nodes, 1)}  # fmt: skip
    description = {"homie": "5.0", "version": 1, "name": "Desk", "nodes": told} | more
    home.hear(f"{BASE}/$description", description, retained=True)
    return home


def told(
    home: House, entity_id: str, service: str, /, state: State | None = None, **data: Any
) -> dict[str, str]:
    device = home.device(entity_id)
    sent = home.write(device, Command(entity_id, service, data))
    assert all(not each.retain and each.topic.startswith(f"{BASE}/n1/") for each in sent)
    return {each.topic.removeprefix(f"{BASE}/n1/").removesuffix("/set"): each.payload
            for each in sent}  # fmt: skip


@pytest.mark.parametrize(
    ("properties", "expected", "can"),
    [
        ({"power": POWER}, "switch.desk", {"on_off"}),
        ({"power": POWER, "dimmer": LEVEL}, "light.desk", {"on_off", "brightness"}),
        (LAMP, "light.desk", {"on_off", "brightness", "color", "color_temp"}),
        ({"position": LEVEL}, "cover.desk", {"open_close", "position"}),
        ({"action": ACTION}, "cover.desk", {"open_close", "stop"}),
        ({"position": LEVEL, "action": ACTION, "lock": POWER}, "cover.desk",
         {"open_close", "position", "stop"}),
    ],
)  # fmt: skip
def test_a_node_is_what_its_properties_make_it(
    properties: Any, expected: str, can: set[str]
) -> None:
    (device,) = described(properties).registry.devices.values()
    assert (device.id, device.name, set(device.capabilities)) == (expected, "Desk", can)


def test_a_switch_that_is_called_a_lamp_is_one() -> None:
    home = described(nodes={"lamp": {"name": "Lamp", "properties": {"power": POWER}}})
    assert set(home.registry.devices) == {"light.desk"}


def test_several_nodes_have_names_of_their_own() -> None:
    devices = described({"power": POWER}, LAMP).registry.devices
    assert {id: device.name for id, device in devices.items()} == {
        "switch.desk_n1": "Desk Node 1", "light.desk_n2": "Desk Node 2",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("key", "told", "domain", "kind"),
    [
        ("t", {"datatype": "float", "unit": "°C"}, "sensor", "temperature"),
        ("humidity", {"datatype": "float", "unit": "%"}, "sensor", "humidity"),
        ("load", {"datatype": "float", "unit": "W"}, "sensor", "power"),
        ("window-open", {"datatype": "boolean"}, "binary_sensor", "window"),
        ("whatever", {"datatype": "boolean"}, "binary_sensor", None),
    ],
)
def test_what_can_only_be_read_is_a_sensor(
    key: str, told: Any, domain: str, kind: str | None
) -> None:
    device = described({key: told}).device(f"{domain}.desk")
    assert device.kind == kind


@pytest.mark.parametrize(
    "told", [{"datatype": "string"}, {"datatype": "float"}, {"datatype": "datetime"}]
)
def test_what_means_nothing_is_left_alone(told: Any) -> None:
    assert not described({"x": told}).registry.devices


def test_a_description_that_is_taken_away_removes_the_device() -> None:
    home = described(LAMP)
    home.hear(f"{BASE}/$description", "")
    assert not home.registry.devices


@pytest.mark.parametrize(
    ("said", "expected"),
    [("ready", True), ("sleeping", True), ("lost", False), ("disconnected", False)],
)
def test_its_state_says_whether_it_is_there(said: str, expected: bool) -> None:
    home = described({"power": POWER})
    home.hear(f"{BASE}/n1/power", "true")
    home.hear(f"{BASE}/$state", said)
    assert home.registry.states["switch.desk"].available is expected


@pytest.mark.parametrize(
    ("key", "payload", "attribute", "expected"),
    [
        ("power", "true", "state", "on"),
        ("brightness", "40", "brightness", 102),
        ("color", "rgb,0,255,0", "hs_color", (120, 100)),
        ("color", "hsv,120,100,50", "rgb_color", (0, 255, 0)),
        ("ct", "4000", "color_temp_kelvin", 4000),
    ],
)
def test_a_value_is_read(key: str, payload: str, attribute: str, expected: Any) -> None:
    home = described(LAMP)
    home.hear(f"{BASE}/n1/{key}", payload)
    assert home.get("light.desk", attribute) == expected


@pytest.mark.parametrize("payload", ["TRUE", "on", "1", ""])
def test_only_true_and_false_are_booleans(payload: str) -> None:
    home = described({"power": POWER})
    home.hear(f"{BASE}/n1/power", payload)
    assert "switch.desk" not in home.registry.states


def test_a_ramp_towards_our_target_is_ours() -> None:
    home = described({"power": POWER, "brightness": LEVEL})
    for key, payload in (("power", "true"), ("brightness", "10")):
        home.hear(f"{BASE}/n1/{key}", payload)
    home.registry.expect(Command("light.desk", "turn_on", {"brightness": 255}), until=9.0)
    home.hear(f"{BASE}/n1/brightness/$target", "100")
    facts = [home.hear(f"{BASE}/n1/brightness", step)[0] for step in ("20", "60", "100")]
    assert {fact.origin for fact in facts} == {"gateway"}


@pytest.mark.parametrize(
    ("properties", "service", "data", "expected"),
    [
        ({"power": POWER}, "turn_on", {}, {"power": "true"}),
        ({"power": POWER}, "toggle", {}, {"power": "true"}),
        (LAMP, "turn_on", {"brightness": 102}, {"power": "true", "brightness": "40"}),
        (LAMP, "turn_on", {"brightness": 1}, {"power": "true", "brightness": "1"}),
        (LAMP, "turn_on", {"hs_color": [120, 100]}, {"power": "true", "color": "rgb,0,255,0"}),
        (LAMP, "turn_on", {"color_temp_kelvin": 9000}, {"power": "true", "ct": "6500"}),
        (LAMP, "turn_off", {}, {"power": "false"}),
        ({"brightness": LEVEL}, "turn_on", {}, {"brightness": "100"}),
        ({"brightness": LEVEL}, "turn_off", {}, {"brightness": "0"}),
        ({"position": LEVEL}, "open_cover", {}, {"position": "100"}),
        ({"position": LEVEL, "action": ACTION}, "close_cover", {}, {"action": "close"}),
        ({"position": LEVEL, "action": ACTION}, "set_cover_position", {"position": 40},
         {"position": "40"}),
        ({"action": ACTION}, "stop_cover", {}, {"action": "stop"}),
    ],
)  # fmt: skip
def test_properties_are_set(
    properties: Any, service: str, data: Any, expected: dict[str, str]
) -> None:
    home = described(properties)
    (entity_id,) = home.registry.devices
    assert told(home, entity_id, service, **data) == expected


@pytest.mark.parametrize(
    ("properties", "service", "data"),
    [
        ({"power": POWER}, "lock", {}),
        ({"power": POWER, "brightness": LEVEL}, "turn_on", {"hs_color": [1, 1]}),
        ({"position": LEVEL}, "stop_cover", {}),
        ({"action": ACTION}, "set_cover_position", {"position": 3}),
        ({"t": {"datatype": "float", "unit": "°C"}}, "turn_on", {}),
    ],
)
def test_what_it_cannot_do_is_refused(properties: Any, service: str, data: Any) -> None:
    home = described(properties)
    (entity_id,) = home.registry.devices
    with pytest.raises(NotCapable):
        told(home, entity_id, service, **data)


# --- there and back, and nonsense ---

RANGES = st.sampled_from(["0:100", "0:255", "0:1", "10:90:5"])


@given(st.integers(1, 255), st.sampled_from(["0:100", "0:255", "0:1000"]))
def test_brightness_comes_back(level: int, form: str) -> None:
    home = described({"power": POWER, "brightness": LEVEL | {"format": form}})
    for key, payload in told(home, "light.desk", "turn_on", brightness=level).items():
        home.hear(f"{BASE}/n1/{key}", payload)
    assert abs(home.get("light.desk", "brightness") - level) <= 2  # A hundred steps there.


@given(st.integers(0, 100), RANGES)
def test_position_comes_back(percent: int, form: str) -> None:
    position = LEVEL | {"format": form, "datatype": "float"}
    home = described({"position": position})
    (payload,) = told(home, "cover.desk", "set_cover_position", position=percent).values()
    home.hear(f"{BASE}/n1/position", payload)
    assert abs(home.get("cover.desk", "current_position") - percent) <= 4  # In steps of five of 80.


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=6,
)
KEYS = st.sampled_from(["datatype", "format", "unit", "settable", "name"])
FORMATS = st.sampled_from(["::", "1:0", "0:0:0", "nan:inf", "a,b", "open,close", "", "0:100:0"])
TYPES = st.sampled_from(["integer", "float", "boolean", "enum", "color", "json"])
PROPERTY = st.dictionaries(KEYS, VALUES) | st.fixed_dictionaries(
    {"datatype": TYPES, "format": FORMATS, "settable": st.booleans(), "unit": st.just("%")}
)
PROPERTIES = st.dictionaries(
    st.sampled_from(["power", "brightness", "position", "a/b", "+", "color"]), PROPERTY | VALUES
)


@given(st.lists(PROPERTIES, max_size=2), st.sampled_from(["1", "-1", "1e9", "true", "rgb,1", ""]))
def test_no_description_and_no_value_breaks_anything(nodes: Any, payload: str) -> None:
    home = described(*nodes)
    for device in home.registry.devices.values():
        for topic in device.topics:
            home.hear(topic, payload)
        for service, data in (
            ("turn_on", {"brightness": 9}), ("set_cover_position", {"position": 9}),
            ("open_cover", {}),
        ):  # fmt: skip
            try:
                home.write(device, Command(device.id, service, data))
            except NotCapable:
                continue


@given(VALUES)
def test_no_announcement_breaks_anything(nodes: Any) -> None:
    described(nodes=nodes)
