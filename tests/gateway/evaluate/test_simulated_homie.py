from typing import Any

import pytest

from tests.gateway.evaluate.fakes import announced, home_with, told


def homie(entity_id: str, state: dict[str, Any], *features: str, **more: Any) -> dict[str, Any]:
    shared = {"speaks": "homie", "features": list(features)}
    return {"id": entity_id, "state": state, **shared, **more}


SWITCH = homie("switch.x", {"state": "off"})
LIGHT = homie("light.x", {"state": "off"}, "color", "color_temp")
COVER = homie("cover.x", {"state": "open", "current_position": 100}, "position")
THERMOMETER = homie("sensor.x", {"state": "68"}, type="temperature")
DOOR = homie("binary_sensor.x", {"state": "on"}, type="door")


@pytest.mark.parametrize(
    ("device", "node", "keys"),
    [
        (SWITCH, "switch", ["power"]),
        (LIGHT, "light", ["power", "brightness", "color", "color-temperature"]),
        (COVER, "cover", ["position", "action"]),
        (THERMOMETER, "sensor", ["temperature"]),
        (DOOR, "binary_sensor", ["door"]),
    ],
)
def test_a_device_describes_itself(device: Any, node: str, keys: list[str]) -> None:
    said = announced(home_with(device))
    assert list(said["homie/5/x/$description"]["nodes"][node]["properties"]) == keys
    assert said["homie/5/x/$state"] == "ready"


def test_values_are_text() -> None:
    assert announced(home_with(DOOR))["homie/5/x/binary_sensor/door"] is True
    said = announced(home_with(THERMOMETER, temperature_unit="F"))
    properties = said["homie/5/x/$description"]["nodes"]["sensor"]["properties"]
    assert (said["homie/5/x/sensor/temperature"], properties["temperature"]["unit"]) == (68, "°F")


@pytest.mark.parametrize(
    ("device", "topic", "payload", "expected"),
    [
        (SWITCH, "switch/power", "true", ("switch/power", "true")),
        (LIGHT, "light/brightness", "40", ("light/brightness", "40")),
        (LIGHT, "light/color", "rgb,0,0,255", ("light/color", "rgb,0,0,255")),
        (LIGHT, "light/color", "hsv,240,100,50", ("light/color", "rgb,0,0,255")),
        (LIGHT, "light/color-temperature", "4000", ("light/color-temperature", "4000")),
        (COVER, "cover/position", "20", ("cover/position", "20")),
        (COVER, "cover/action", "close", ("cover/position", "0")),
    ],
)
def test_a_property_is_set(
    device: Any, topic: str, payload: str, expected: tuple[str, str]
) -> None:
    said = dict(told(home_with(device), f"homie/5/x/{topic}/set", payload))
    assert said[f"homie/5/x/{expected[0]}"] == expected[1]
    assert said[f"homie/5/x/{topic}/$target"] == payload


@pytest.mark.parametrize(
    ("topic", "payload"),
    [("light/power", "on"), ("light/brightness", "101"), ("light/color", "rgb,1"),
     ("light/color-temperature", "9"), ("light/brightness", "much")],
)  # fmt: skip
def test_what_is_out_of_the_format_is_ignored(topic: str, payload: str) -> None:
    assert told(home_with(LIGHT), f"homie/5/x/{topic}/set", payload) == []


def test_what_has_no_such_properties_is_announced_by_discovery() -> None:
    lock = homie("lock.x", {"state": "locked"})
    assert "homeassistant/lock/x/config" in announced(home_with(lock))
