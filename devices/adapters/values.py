"""What payloads hold, made safe: JSON, numbers, names. Bad input is a `ValueError`, or None."""

import math
import re
import unicodedata
from collections.abc import Mapping
from typing import Any

import orjson

from devices.model import TemperatureUnit

DIGITS_MAX = 64  # No device writes a longer number; `int` of a million digits takes seconds.
NAME_CHARS_MAX = 200
"""Of names and ids: a longer one is cut."""


def text_of(payload: bytes) -> str:
    """The payload as text; `ValueError` when it is not UTF-8."""
    return payload.decode("utf-8")


def json_of(payload: bytes | str) -> Any:
    """The payload as JSON; `ValueError` when it is not, or is nested absurdly deep."""
    return orjson.loads(payload)


def object_of(payload: bytes | str) -> dict[str, Any]:
    """The payload as a JSON object; `ValueError` when it is none."""
    value = json_of(payload)
    if not isinstance(value, dict):
        raise ValueError("not a JSON object")
    return value


def mapping(value: Any) -> Mapping[str, Any]:
    """The value when it is a JSON object, else an empty one."""
    return value if isinstance(value, dict) else {}


def listing(value: Any) -> list[Any]:
    """The value when it is a JSON array, else an empty one."""
    return value if isinstance(value, list) else []


def name_of(value: Any) -> str | None:
    """A name, without spaces around it; None when there is none."""
    if not isinstance(value, str) or not value.strip():
        return None
    return value.strip()[:NAME_CHARS_MAX]


def number(value: Any) -> float | int | None:
    """A finite number out of a number or its text; None when it is none.

    >>> number("21.50"), number(200.0), number("nan"), number(True)
    (21.5, 200, None, None)
    """
    if isinstance(value, str) and len(value) <= DIGITS_MAX:
        try:
            value = float(value)
        except ValueError:
            return None
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    if not math.isfinite(value):
        return None
    return int(value) if float(value).is_integer() else float(value)


def clamp(value: float, low: float, high: float) -> float:
    """The value, within bounds.

    >>> clamp(300, 0, 255)
    255
    """
    return max(low, min(high, value))


def rescale(value: float, old: tuple[float, float], new: tuple[float, float]) -> float:
    """A value of one range in another one, within its bounds.

    >>> rescale(127, (0, 254), (0, 100))
    50.0
    """
    if old[1] == old[0]:
        return new[0]
    share = clamp((value - old[0]) / (old[1] - old[0]), 0.0, 1.0)
    return new[0] + share * (new[1] - new[0])


def kelvin_of(mired: float) -> int | None:
    """Colour temperature in kelvin; None for what is none.

    >>> kelvin_of(370)
    2703
    """
    return round(1_000_000 / mired) if mired > 0 else None


def mired_of(kelvin: float) -> int:
    """Colour temperature in mired."""
    return round(1_000_000 / max(1.0, kelvin))


def temperature_unit(value: Any) -> TemperatureUnit | None:
    """The unit that a text means; None when it is none of temperature.

    >>> temperature_unit("°F"), temperature_unit("C"), temperature_unit("%")
    ('F', 'C', None)
    """
    spelt = value.strip().lstrip("°º").upper() if isinstance(value, str) else ""
    if spelt in {"C", "CELSIUS"}:
        return "C"
    return "F" if spelt in {"F", "FAHRENHEIT"} else None


def slug(name: str) -> str:
    """The part of an entity id that stands for a name.

    >>> slug("Küche/Decke 1.2"), slug("  ")
    ('kuche_decke_1_2', 'unnamed')
    """
    plain = unicodedata.normalize("NFKD", name.casefold())
    plain = "".join(char for char in plain if not unicodedata.combining(char))
    plain = re.sub(r"[^\w]+", "_", unicodedata.normalize("NFKC", plain))
    return re.sub("_+", "_", plain).strip("_")[:NAME_CHARS_MAX] or "unnamed"
