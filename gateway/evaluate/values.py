"""Whether a value holds: what is expected, as the format writes it, beside what a device is."""

import re
from collections.abc import Mapping
from typing import Any

from gateway.evaluate import colours
from gateway.evaluate.simulated.tongue import number_in

BOUND = re.compile(r"\s*([<>]=?)\s*(-?\d+(?:\.\d+)?)\s*")
BRIGHTNESS_WITHIN = 2.0
VOLUME_WITHIN = 0.02
TEMPERATURE_WITHIN = 0.3
WHOLE_WITHIN = 1.0
OTHER_WITHIN = 0.01
MIRED_WITHIN = 1.5
"""A kelvin value that went through whole mireds comes back within one and a half."""
_TEMPERATURES = frozenset(
    {"temperature", "current_temperature", "target_temp_low", "target_temp_high"}
)


def holds(key: str, expected: Any, state: Mapping[str, Any], entity_id: str = "") -> bool:
    """Whether this key of a device's state is as expected.

    >>> holds("brightness", 128, {"brightness": 127}), holds("state", ["on"], {"state": "ON"})
    (True, True)
    """
    if key == "color":
        return _is_colour(expected, state)
    actual = state.get(key)
    if isinstance(expected, list):
        if isinstance(actual, list | tuple) and expected and not isinstance(expected[0], list):
            return _same_list(key, expected, actual)
        return any(holds(key, one, state, entity_id) for one in expected)
    if key in ("color_temp", "color_temp_kelvin"):
        return _is_white(key, expected, state)
    return same(expected, actual, within(key, expected, state, entity_id))


def same(expected: Any, actual: Any, tolerance: float = OTHER_WITHIN) -> bool:
    """Whether one plain value is another: text by letters, numbers within a tolerance."""
    if isinstance(expected, list | tuple):
        if not isinstance(actual, list | tuple):
            return any(same(one, actual, tolerance) for one in expected)
        return len(expected) == len(actual) and all(
            same(one, other, tolerance) for one, other in zip(expected, actual, strict=True)
        )
    if isinstance(expected, dict):
        return isinstance(actual, dict) and all(
            key in actual and same(value, actual[key], tolerance) for key, value in expected.items()
        )
    if expected is None or actual is None:
        return expected is None and actual is None
    if isinstance(expected, bool) or isinstance(actual, bool):
        return _word(expected) == _word(actual)
    number = number_in(actual)
    bound = BOUND.fullmatch(expected) if isinstance(expected, str) else None
    if bound:
        return number is not None and _within_bound(bound, number)
    if str(expected).casefold() == str(actual).casefold():
        return True
    wanted = number_in(expected)
    return wanted is not None and number is not None and abs(wanted - number) <= tolerance + 1e-9


def within(key: str, expected: Any, state: Mapping[str, Any], entity_id: str = "") -> float:
    """How far off a number may be."""
    if key == "brightness":
        return BRIGHTNESS_WITHIN
    if key == "volume_level":
        return VOLUME_WITHIN
    if key in _TEMPERATURES or (key == "state" and _is_thermometer(state, entity_id)):
        return TEMPERATURE_WITHIN
    number = number_in(expected)
    return WHOLE_WITHIN if number is not None and number == int(number) else OTHER_WITHIN


def shown(state: Mapping[str, Any], keys: Mapping[str, Any]) -> str:
    """What the keys really are, in one line."""
    parts = []
    for key in keys:
        if key == "color":
            hs = colours.hs_of(state)
            parts.append(f"color: {colours.name_of(hs) if hs else None}")
        else:
            parts.append(f"{key}: {state.get(key)}")
    return "{" + ", ".join(parts) + "}"


def _is_thermometer(state: Mapping[str, Any], entity_id: str) -> bool:
    unit = str(state.get("unit_of_measurement", ""))
    return unit in ("°C", "°F", "C", "F") or "temperature" in entity_id


def _is_colour(expected: Any, state: Mapping[str, Any]) -> bool:
    names = expected if isinstance(expected, list) else [expected]
    hs = colours.hs_of(state)
    if hs is None:
        white = state.get("color_temp_kelvin") is not None or state.get("color_mode") in (
            "color_temp",
            "white",
        )
        hs = colours.WHITE if white else None
    return hs is not None and colours.name_of(hs) in {str(name).casefold() for name in names}


def _is_white(key: str, expected: Any, state: Mapping[str, Any]) -> bool:
    """Mired and kelvin are the same thing."""
    kelvin, mired = number_in(state.get("color_temp_kelvin")), number_in(state.get("color_temp"))
    if kelvin is None and mired:
        kelvin = colours.kelvin_to_mired(mired)
    if kelvin is None:
        return expected is None
    actual = kelvin if key == "color_temp_kelvin" else colours.kelvin_to_mired(kelvin)
    wanted = number_in(expected)
    if wanted:
        apart = abs(colours.kelvin_to_mired(wanted) - colours.kelvin_to_mired(actual))
        by_mired = apart if key == "color_temp_kelvin" else abs(wanted - actual)
        return by_mired <= MIRED_WITHIN
    return same(expected, round(actual))


def _same_list(key: str, expected: list[Any], actual: Any) -> bool:
    tolerance = OTHER_WITHIN if key == "xy_color" else WHOLE_WITHIN
    return same(expected, actual, tolerance)


def _within_bound(bound: re.Match[str], number: float) -> bool:
    limit = float(bound[2])
    return {
        "<": number < limit,
        ">": number > limit,
        "<=": number <= limit,
        ">=": number >= limit,
    }[bound[1]]


def _word(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return {"on": "true", "off": "false", "yes": "true", "no": "false"}.get(
        str(value).casefold(), str(value).casefold()
    )
