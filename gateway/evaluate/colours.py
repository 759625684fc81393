"""Colours: the same colour in other words (hue and saturation, RGB, CIE xy, a name).

Hue is 0-360, saturation 0-100, RGB 0-255, xy 0-1, as in Home Assistant.
"""

import colorsys
import math
from collections.abc import Mapping, Sequence
from typing import Any

Pair = tuple[float, float]
WHITE: Pair = (0.0, 0.0)

NAMED: dict[str, tuple[Pair, ...]] = {
    "red": ((0, 100),),
    "orange": ((30, 100), (39, 100)),
    "yellow": ((56, 100), (60, 100)),
    "green": ((120, 100), (100, 100)),
    "cyan": ((180, 100), (172, 100)),
    "blue": ((240, 100), (220, 100)),
    "purple": ((300, 100), (270, 100), (285, 80)),
    "pink": ((350, 25), (330, 60), (330, 90), (340, 45)),
    "white": (WHITE, (28, 30), (40, 12), (220, 10)),
}
"""Each name with the hues and saturations that people and lamps use for it."""


def hs_to_rgb(hs: Sequence[float]) -> tuple[int, int, int]:
    """
    >>> hs_to_rgb((120, 100))
    (0, 255, 0)
    """
    red, green, blue = colorsys.hsv_to_rgb(hs[0] % 360 / 360, _unit(hs[1] / 100), 1)
    return round(red * 255), round(green * 255), round(blue * 255)


def rgb_to_hs(rgb: Sequence[float]) -> Pair:
    """
    >>> rgb_to_hs((255, 165, 0))
    (38.82, 100.0)
    """
    hue, saturation, _ = colorsys.rgb_to_hsv(*(_unit(part / 255) for part in rgb[:3]))
    return round(hue * 360, 2), round(saturation * 100, 2)


def rgb_to_xy(rgb: Sequence[float]) -> Pair:
    """By the wide-gamut matrix that Hue lamps and Home Assistant use."""
    red, green, blue = (_linear(_unit(part / 255)) for part in rgb[:3])
    x = red * 0.664511 + green * 0.154324 + blue * 0.162028
    y = red * 0.283881 + green * 0.668433 + blue * 0.047685
    z = red * 0.000088 + green * 0.072310 + blue * 0.986039
    total = x + y + z
    return (round(x / total, 4), round(y / total, 4)) if total else (0.0, 0.0)


def xy_to_rgb(xy: Sequence[float]) -> tuple[int, int, int]:
    """The inverse of `rgb_to_xy`, at full brightness."""
    x, y = _unit(xy[0]), max(_unit(xy[1]), 1e-5)
    big_x, big_z = x / y, (1 - x - y) / y
    parts = (
        big_x * 1.656492 - 0.354851 - big_z * 0.255038,
        -big_x * 0.707196 + 1.655397 + big_z * 0.036152,
        big_x * 0.051713 - 0.121364 + big_z * 1.011530,
    )
    shown = [_gamma(max(part, 0.0)) for part in parts]
    top = max(*shown, 1e-9)
    red, green, blue = (round(part / top * 255) for part in shown)
    return red, green, blue


def xy_to_hs(xy: Sequence[float]) -> Pair:
    """Hue and saturation of a CIE xy colour."""
    return rgb_to_hs(xy_to_rgb(xy))


def all_forms(hs: Sequence[float]) -> dict[str, Any]:
    """A colour in each of Home Assistant's attributes."""
    rgb = hs_to_rgb(hs)
    return {
        "hs_color": [round(float(hs[0]), 2), round(float(hs[1]), 2)],
        "rgb_color": list(rgb),
        "xy_color": list(rgb_to_xy(rgb)),
    }


def hs_of(values: Mapping[str, Any]) -> Pair | None:
    """The colour in a light's attributes, in whichever it is."""
    if _numbers(values.get("hs_color"), 2):
        return float(values["hs_color"][0]), float(values["hs_color"][1])
    for key in ("rgb_color", "rgbw_color", "rgbww_color"):
        if _numbers(values.get(key), 3):
            return rgb_to_hs(values[key])
    if _numbers(values.get("xy_color"), 2):
        return xy_to_hs(values["xy_color"])
    return None


def name_of(hs: Sequence[float]) -> str:
    """The nearest named colour, on the disc of hue and saturation.

    >>> name_of((350, 95)), name_of((10, 5))
    ('red', 'white')
    """
    point = _on_disc(hs)
    return min(
        NAMED, key=lambda name: min(math.dist(point, _on_disc(other)) for other in NAMED[name])
    )


def kelvin_to_mired(kelvin: float) -> float:
    """Colour temperature, the other way round: 1e6 / K."""
    return 1_000_000 / max(kelvin, 1)


def _on_disc(hs: Sequence[float]) -> Pair:
    angle = math.radians(hs[0])
    return hs[1] / 100 * math.cos(angle), hs[1] / 100 * math.sin(angle)


def _numbers(value: Any, least: int) -> bool:
    return (
        isinstance(value, list | tuple)
        and len(value) >= least
        and all(isinstance(part, int | float) for part in value)
    )


def _linear(part: float) -> float:
    return float(((part + 0.055) / 1.055) ** 2.4) if part > 0.04045 else part / 12.92


def _gamma(part: float) -> float:
    return float(1.055 * part ** (1 / 2.4) - 0.055) if part > 0.0031308 else part * 12.92


def _unit(value: float) -> float:
    return min(max(value, 0.0), 1.0)
