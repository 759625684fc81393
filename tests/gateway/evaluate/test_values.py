from typing import Any

import pytest

from gateway.evaluate.values import holds

RED = {"hs_color": [2, 98], "color_mode": "hs"}
WARM = {"color_temp_kelvin": 2703, "color_mode": "color_temp"}


@pytest.mark.parametrize(
    ("key", "expected", "state", "does"),
    [
        ("state", "ON", {"state": "on"}, True),
        ("state", "on", {"state": "off"}, False),
        ("state", ["idle", "off"], {"state": "off"}, True),
        ("state", ["idle", "off"], {"state": "playing"}, False),
        ("state", "21.5", {"state": "21.50"}, True),
        ("state", 178, {"state": "178"}, True),
        ("state", "20.5", {"state": "20.7", "unit_of_measurement": "°C"}, True),
        ("state", "20.5", {"state": "20.9", "unit_of_measurement": "°C"}, False),
        ("brightness", 128, {"brightness": 130}, True),
        ("brightness", 128, {"brightness": 131}, False),
        ("brightness", "<200", {"brightness": 199}, True),
        ("brightness", "<200", {"brightness": 200}, False),
        ("brightness", ">20", {"brightness": 21}, True),
        ("brightness", ">=20", {"brightness": 20}, True),
        ("brightness", "<200", {}, False),
        ("brightness", [10, ">100"], {"brightness": 120}, True),
        ("volume_level", 0.3, {"volume_level": 0.32}, True),
        ("volume_level", 0.3, {"volume_level": 0.33}, False),
        ("temperature", 21, {"temperature": 21.3}, True),
        ("temperature", 21, {"temperature": 21.4}, False),
        ("current_position", 50, {"current_position": 51}, True),
        ("current_position", 50, {"current_position": 52}, False),
        ("is_volume_muted", True, {"is_volume_muted": True}, True),
        ("is_volume_muted", True, {"is_volume_muted": False}, False),
        ("is_volume_muted", True, {}, False),
        ("media_title", None, {}, True),
        ("media_title", None, {"media_title": "News"}, False),
        ("media_title", "news", {"media_title": "News"}, True),
        ("color", "red", RED, True),
        ("color", "blue", RED, False),
        ("color", ["blue", "red"], RED, True),
        ("color", "red", {"rgb_color": [250, 10, 10]}, True),
        ("color", "blue", {"xy_color": [0.1355, 0.0399]}, True),
        ("color", "pink", {"hs_color": [340, 45]}, True),
        ("color", "purple", {"rgb_color": [128, 0, 128]}, True),
        ("color", "white", WARM, True),
        ("color", "red", {"brightness": 3}, False),
        ("color_temp_kelvin", 2700, WARM, True),
        ("color_temp_kelvin", 3000, WARM, False),
        ("color_temp", 370, WARM, True),
        ("color_temp", "<300", WARM, False),
        ("color_temp_kelvin", "<3000", WARM, True),
        ("color_temp_kelvin", 4000, {"color_temp": 250}, True),
        ("rgb_color", [255, 0, 0], {"rgb_color": [255, 1, 0]}, True),
        ("rgb_color", [255, 0, 0], {"rgb_color": [200, 0, 0]}, False),
    ],
)
def test_a_value_holds(key: str, expected: Any, state: dict[str, Any], does: bool) -> None:
    assert holds(key, expected, state) is does
