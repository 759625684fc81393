"""Colour in its three notations: hue and saturation, red-green-blue, CIE xy.

Conversion as Home Assistant does it, with the wide-gamut matrix of the Philips Hue documents.
"""

import colorsys
from typing import Any

from devices.adapters.values import clamp, number

NAMED: dict[str, tuple[int, int, int]] = {
    "red": (255, 0, 0), "green": (0, 128, 0), "blue": (0, 0, 255), "yellow": (255, 255, 0),
    "orange": (255, 165, 0), "purple": (128, 0, 128), "pink": (255, 192, 203),
    "white": (255, 255, 255), "cyan": (0, 255, 255), "magenta": (255, 0, 255),
    "lime": (0, 255, 0), "teal": (0, 128, 128), "turquoise": (64, 224, 208),
    "violet": (238, 130, 238), "indigo": (75, 0, 130), "gold": (255, 215, 0),
    "coral": (255, 127, 80), "salmon": (250, 128, 114), "crimson": (220, 20, 60),
    "brown": (165, 42, 42), "beige": (245, 245, 220), "lavender": (230, 230, 250),
    "aqua": (0, 255, 255), "fuchsia": (255, 0, 255), "maroon": (128, 0, 0), "navy": (0, 0, 128),
    "olive": (128, 128, 0), "tomato": (255, 99, 71), "khaki": (240, 230, 140),
    "ivory": (255, 255, 240), "plum": (221, 160, 221), "orchid": (218, 112, 214),
    "chocolate": (210, 105, 30), "peachpuff": (255, 218, 185), "skyblue": (135, 206, 235),
    "royalblue": (65, 105, 225), "hotpink": (255, 105, 180), "deeppink": (255, 20, 147),
    "firebrick": (178, 34, 34), "darkorange": (255, 140, 0), "springgreen": (0, 255, 127),
    "seagreen": (46, 139, 87), "limegreen": (50, 205, 50), "darkgreen": (0, 100, 0),
    "darkblue": (0, 0, 139), "lightblue": (173, 216, 230), "lightgreen": (144, 238, 144),
    "blueviolet": (138, 43, 226), "aquamarine": (127, 255, 212), "homeassistant": (3, 169, 244),
}  # fmt: skip
"""CSS names that people say; without spaces."""

WHITE_XY = (0.3127, 0.329)


def rgb_of_hs(hue: float, saturation: float) -> tuple[int, int, int]:
    """Red, green, blue 0-255 at full brightness; hue 0-360, saturation 0-100."""
    red, green, blue = colorsys.hsv_to_rgb(hue / 360 % 1, clamp(saturation, 0, 100) / 100, 1)
    return round(red * 255), round(green * 255), round(blue * 255)


def hs_of_rgb(red: float, green: float, blue: float) -> tuple[float, float]:
    """Hue 0-360 and saturation 0-100."""
    hue, saturation, _ = colorsys.rgb_to_hsv(red / 255, green / 255, blue / 255)
    return round(hue * 360, 3), round(saturation * 100, 3)


def xy_of_rgb(red: float, green: float, blue: float) -> tuple[float, float]:
    """CIE xy; white for black, which has no colour."""
    r, g, b = (_linear(channel / 255) for channel in (red, green, blue))
    x = r * 0.664511 + g * 0.154324 + b * 0.162028
    y = r * 0.283881 + g * 0.668433 + b * 0.047685
    z = r * 0.000088 + g * 0.072310 + b * 0.986039
    total = x + y + z
    return (round(x / total, 4), round(y / total, 4)) if total else WHITE_XY


def rgb_of_xy(x: float, y: float) -> tuple[int, int, int]:
    """Red, green, blue at full brightness, clipped to what they can show."""
    y = y or 0.00000000001
    cap_x, cap_z = x / y, (1 - x - y) / y
    r = cap_x * 1.656492 - 0.354851 - cap_z * 0.255038
    g = -cap_x * 0.707196 + 1.655397 + cap_z * 0.036152
    b = cap_x * 0.051713 - 0.121364 + cap_z * 1.011530
    channels = [max(0.0, _gamma(channel)) for channel in (r, g, b)]
    most = max(channels)
    if most > 1:
        channels = [channel / most for channel in channels]
    red, green, blue = (round(channel * 255) for channel in channels)
    return red, green, blue


def _linear(channel: float) -> float:
    return ((channel + 0.055) / 1.055) ** 2.4 if channel > 0.04045 else channel / 12.92


def _gamma(channel: float) -> float:
    return 12.92 * channel if channel <= 0.0031308 else 1.055 * channel ** (1 / 2.4) - 0.055


def numbers(value: Any, count: int) -> tuple[float, ...] | None:
    """So many numbers out of a list or a text like `12,34`; None when it is something else."""
    parts = value.split(",") if isinstance(value, str) else value
    if not isinstance(parts, list | tuple) or len(parts) != count:
        return None
    found = [number(part) for part in parts]
    return None if None in found else tuple(each for each in found if each is not None)


def from_hs(pair: tuple[float, ...] | None) -> dict[str, Any]:
    """All three attributes out of hue and saturation; nothing when they are out of range."""
    if not pair or not (0 <= pair[0] <= 360 and 0 <= pair[1] <= 100):
        return {}
    rgb = rgb_of_hs(*pair)
    return {"hs_color": (pair[0], pair[1]), "rgb_color": rgb, "xy_color": xy_of_rgb(*rgb)}


def from_rgb(triple: tuple[float, ...] | None) -> dict[str, Any]:
    """All three attributes out of red, green and blue; nothing when they are out of range."""
    if not triple or not all(0 <= channel <= 255 for channel in triple):
        return {}
    red, green, blue = (round(channel) for channel in triple)
    hs, xy = hs_of_rgb(red, green, blue), xy_of_rgb(red, green, blue)
    return {"hs_color": hs, "rgb_color": (red, green, blue), "xy_color": xy}


def from_xy(pair: tuple[float, ...] | None) -> dict[str, Any]:
    """All three attributes out of CIE xy; nothing when they are out of range."""
    if not pair or not (0 <= pair[0] <= 1 and 0 < pair[1] <= 1):
        return {}
    rgb = rgb_of_xy(*pair)
    return {"hs_color": hs_of_rgb(*rgb), "rgb_color": rgb, "xy_color": (pair[0], pair[1])}


def from_data(data: Any) -> dict[str, Any]:
    """All three attributes out of a service call's data; nothing when it names no colour."""
    name = data.get("color_name")
    if isinstance(name, str):
        return from_rgb(NAMED.get(name.casefold().replace(" ", "")))
    return (
        from_hs(numbers(data.get("hs_color"), 2))
        or from_rgb(numbers(data.get("rgb_color"), 3))
        or from_xy(numbers(data.get("xy_color"), 2))
    )
