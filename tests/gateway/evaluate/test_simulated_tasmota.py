import json
from typing import Any

import pytest

from tests.gateway.evaluate.fakes import announced, home_with, told


def board(entity_id: str, state: dict[str, Any], *features: str, **more: Any) -> dict[str, Any]:
    shared = {"speaks": "tasmota", "features": list(features)}
    return {"id": entity_id, "state": state, **shared, **more}


DIMMER = board("light.x", {"state": "off"}, "brightness")
LIGHT = board("light.x", {"state": "off"}, "color", "color_temp")
SWITCH = board("switch.x", {"state": "off"})
SHUTTER = board("cover.x", {"state": "open", "current_position": 100}, "position")
THERMOMETER = board("sensor.x", {"state": "68"}, type="temperature")


def discovery(device: dict[str, Any], last: str = "config", **more: Any) -> dict[str, Any]:
    said = announced(home_with(device, **more))
    (found,) = (said[topic] for topic in said if topic.endswith(f"/{last}"))
    return dict(found)


@pytest.mark.parametrize(
    ("device", "relays", "kind"),
    [(DIMMER, [2, 0], 1), (LIGHT, [2, 0], 5), (SWITCH, [1, 0], 0), (SHUTTER, [3, 3], 0)],
)
def test_a_board_announces_its_relays(device: Any, relays: list[int], kind: int) -> None:
    config = discovery(device)
    assert (config["t"], config["rl"][:2], config["lt_st"]) == ("x", relays, kind)


def test_a_board_says_that_it_is_there() -> None:
    assert announced(home_with(SWITCH))["tele/x/LWT"] == "Online"


def test_a_thermometer_counts_as_the_home_does() -> None:
    told = discovery(THERMOMETER, "sensors", temperature_unit="F")["sn"]
    assert (told["SI7021"]["Temperature"], told["TempUnit"]) == (68, "F")


@pytest.mark.parametrize(
    ("device", "command", "payload", "expected"),
    [
        (SWITCH, "Power", "TOGGLE", {"POWER": "ON"}),
        (SWITCH, "POWER1", "on", {"POWER": "ON"}),
        (DIMMER, "Dimmer", "50", {"POWER": "ON", "Dimmer": 50}),
        (LIGHT, "CT", "250", {"POWER": "ON", "CT": 250}),
        (LIGHT, "Backlog", "NoDelay;HSBColor1 240;NoDelay;HSBColor2 100;Dimmer 20",
         {"HSBColor": "240,100,20", "White": 0}),
        (SWITCH, "State", "", {"POWER": "OFF"}),
    ],
)  # fmt: skip
def test_a_command_is_answered(
    device: dict[str, Any], command: str, payload: str, expected: dict[str, Any]
) -> None:
    said = [each for topic, each in told(home_with(device), f"cmnd/x/{command}", payload)
            if topic == "stat/x/RESULT"]  # fmt: skip
    came = json.loads(said[-1])
    assert {key: came.get(key) for key in expected} == expected


def test_power_is_said_once_more_without_json() -> None:
    assert ("stat/x/POWER", "ON") in told(home_with(SWITCH), "cmnd/x/Power", "ON")


def test_a_shutter_says_where_it_is_on_the_way() -> None:
    heard = told(home_with(SHUTTER), "cmnd/x/ShutterPosition1", "20")
    said = [json.loads(payload)["Shutter1"] for topic, payload in heard if topic == "stat/x/RESULT"]
    assert {each["Direction"] for each in said[:-1]} == {-1}
    assert (said[-1]["Position"], said[-1]["Direction"]) == (20, 0)


@pytest.mark.parametrize(
    ("command", "payload"), [("Dimmer", "bright"), ("Sing", "1"), ("Backlog", ";;"), ("CT", "9")]
)
def test_garbage_is_ignored(command: str, payload: str) -> None:
    assert [each for each in told(home_with(LIGHT), f"cmnd/x/{command}", payload)
            if each[0].startswith("stat")] == []  # fmt: skip


def test_what_is_no_board_is_announced_by_discovery() -> None:
    assert "homeassistant/lock/x/config" in announced(
        home_with(board("lock.x", {"state": "locked"}))
    )
