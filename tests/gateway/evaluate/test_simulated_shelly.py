import json
from typing import Any

import pytest

from tests.gateway.evaluate.fakes import announced, home_with, told


def shelly(entity_id: str, state: dict[str, Any], *features: str, **more: Any) -> dict[str, Any]:
    shared = {"speaks": "shelly", "features": list(features)}
    return {"id": entity_id, "state": state, **shared, **more}


SWITCH = shelly("switch.x", {"state": "off"})
DIMMER = shelly("light.x", {"state": "off"}, "brightness")
WHITES = shelly("light.x", {"state": "off"}, "color_temp")
COLOURS = shelly("light.x", {"state": "off"}, "color")
COVER = shelly("cover.x", {"state": "open", "current_position": 100}, "position")
THERMOMETER = shelly("sensor.x", {"state": "68"}, type="temperature")


def request(method: str, **params: Any) -> str:
    return json.dumps({"id": 7, "src": "me", "method": method, "params": params})


def notified(device: dict[str, Any], method: str, **params: Any) -> list[dict[str, Any]]:
    said = told(home_with(device), "x/rpc", request(method, **params))
    return [json.loads(payload)["params"] for topic, payload in said if topic == "x/events/rpc"]


def answered(device: dict[str, Any], method: str, **more: Any) -> dict[str, Any]:
    said = dict(told(home_with(device, **more), "x/rpc", request(method)))
    answer = json.loads(said["me/rpc"])
    assert (answer["id"], answer["src"], answer["dst"]) == (7, "x", "me")
    return dict(answer["result"])


def test_a_shelly_says_only_that_it_is_online() -> None:
    assert announced(home_with(SWITCH))["x/online"] is True


@pytest.mark.parametrize(
    ("device", "component"),
    [(SWITCH, "switch:0"), (DIMMER, "light:0"), (WHITES, "cct:0"), (COLOURS, "rgb:0"),
     (COVER, "cover:0"), (THERMOMETER, "temperature:0")],
)  # fmt: skip
def test_it_answers_what_it_is(device: dict[str, Any], component: str) -> None:
    config = answered(device, "Shelly.GetConfig")
    assert config[component]["name"] == "X"
    assert config["sys"]["device"]["name"] == "X"


def test_it_answers_how_it_is() -> None:
    assert answered(SWITCH, "Shelly.GetStatus")["switch:0"]["output"] is False


def test_it_measures_in_both_units() -> None:
    status = answered(THERMOMETER, "Shelly.GetStatus", temperature_unit="F")
    assert status["temperature:0"] == {"id": 0, "tC": 20.0, "tF": 68.0}


@pytest.mark.parametrize(
    ("device", "method", "params", "component", "expected"),
    [
        (SWITCH, "Switch.Set", {"on": True}, "switch:0", {"output": True}),
        (SWITCH, "Switch.Toggle", {}, "switch:0", {"output": True}),
        (DIMMER, "Light.Set", {"on": True, "brightness": 40}, "light:0",
         {"output": True, "brightness": 40}),
        (WHITES, "CCT.Set", {"ct": 4000}, "cct:0", {"output": True, "ct": 4000}),
        (COLOURS, "RGB.Set", {"on": True, "rgb": [0, 0, 255]}, "rgb:0", {"rgb": [0, 0, 255]}),
    ],
)  # fmt: skip
def test_a_method_is_obeyed(
    device: Any, method: str, params: Any, component: str, expected: dict[str, Any]
) -> None:
    came = notified(device, method, id=0, **params)[-1][component]
    assert {key: came.get(key) for key in expected} == expected


def test_a_cover_says_where_it_is_on_the_way() -> None:
    said = [each["cover:0"] for each in notified(COVER, "Cover.GoToPosition", id=0, pos=20)]
    assert {each["state"] for each in said[:-1]} == {"closing"}
    assert (said[-1]["state"], said[-1]["current_pos"]) == ("stopped", 20)


@pytest.mark.parametrize(
    "payload",
    ["", "{not json", "[]", '{"method":3}', request("Switch.Set", id=1, on=True),
     request("Cover.Open", id=0), request("Switch.Sing", id=0)],
)  # fmt: skip
def test_garbage_is_ignored(payload: str) -> None:
    said = told(home_with(SWITCH), "x/rpc", payload)
    assert [each for each in said if each[0] != "x/rpc"] == []


@pytest.mark.parametrize(
    "device", [shelly("lock.x", {"state": "locked"}), shelly("light.x", {"state": "off"})]
)
def test_what_is_no_shelly_is_announced_by_discovery(device: dict[str, Any]) -> None:
    domain = device["id"].partition(".")[0]
    assert f"homeassistant/{domain}/x/config" in announced(home_with(device))
