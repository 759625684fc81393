"""What a command should bring about, in Home Assistant's states and attributes.

The registry recognises our own acts by it; whoever waits for the echo can ask the same question.
"""

from collections.abc import Mapping
from typing import Any

from devices.model import Command

ANY = None
"""As an expected value: the key will change, nobody knows to what."""

_STATE_AFTER: Mapping[str, Mapping[str, Any]] = {
    "turn_on": {"state": "on"},
    "turn_off": {"state": "off"},
    "toggle": {"state": ANY},
    "open_cover": {"state": "open", "current_position": 100},
    "close_cover": {"state": "closed", "current_position": 0},
    "stop_cover": {"state": ANY, "current_position": ANY},
    "open_cover_tilt": {"current_tilt_position": 100},
    "close_cover_tilt": {"current_tilt_position": 0},
    "set_cover_position": {"state": ANY},
    "open_valve": {"state": "open", "current_position": 100},
    "close_valve": {"state": "closed", "current_position": 0},
    "stop_valve": {"state": ANY, "current_position": ANY},
    "set_valve_position": {"state": ANY},
    "lock": {"state": "locked"},
    "unlock": {"state": "unlocked"},
    "open": {"state": ANY},
    "set_percentage": {"state": ANY},
    "media_play": {"state": "playing"},
    "media_pause": {"state": "paused"},
    "media_stop": {"state": ANY},
    "media_next_track": {"media_title": ANY},
    "media_previous_track": {"media_title": ANY},
    "media_seek": {"media_position": ANY},
    "play_media": {"state": "playing", "media_title": ANY},
    "volume_up": {"volume_level": ANY},
    "volume_down": {"volume_level": ANY},
    "start": {"state": "cleaning"},
    "clean_spot": {"state": "cleaning"},
    "pause": {"state": "paused"},
    "stop": {"state": ANY},
    "return_to_base": {"state": "docked"},
    "start_mowing": {"state": "mowing"},
    "dock": {"state": "docked"},
    "alarm_arm_home": {"state": "armed_home"},
    "alarm_arm_away": {"state": "armed_away"},
    "alarm_arm_night": {"state": "armed_night"},
    "alarm_arm_vacation": {"state": "armed_vacation"},
    "alarm_disarm": {"state": "disarmed"},
}

_KEY_AFTER: Mapping[str, str] = {
    "position": "current_position",
    "tilt_position": "current_tilt_position",
    "hvac_mode": "state",
    "option": "state",
    "value": "state",
    "mode": "mode",
    "operation_mode": "state",
} | {
    key: key
    for key in (
        "brightness", "color_temp_kelvin", "hs_color", "rgb_color", "xy_color", "effect",
        "percentage", "preset_mode", "temperature", "target_temp_low", "target_temp_high",
        "fan_mode", "swing_mode", "humidity", "volume_level", "is_volume_muted", "source",
        "media_content_id", "media_content_type",
    )
}  # fmt: skip
"""Data of a service call -> the attribute that shows it."""


def expected(command: Command) -> Mapping[str, Any]:
    """State and attributes that will show that the command was obeyed; `ANY` as a value.

    Empty for what leaves no trace: a scene, a button.

    >>> expected(Command("light.hall", "turn_on", {"brightness_pct": 50}))
    {'state': 'on', 'brightness': 128}
    """
    domain = command.entity_id.partition(".")[0]
    if domain in {"scene", "button", "script"}:
        return {}
    changes = dict(_STATE_AFTER.get(command.service, {}))
    if domain in {"media_player", "climate", "water_heater"} and command.service == "turn_on":
        changes["state"] = ANY
    for key, value in command.data.items():
        if key in _KEY_AFTER:
            changes[_KEY_AFTER[key]] = value
    return changes | _conversions(command)


def _conversions(command: Command) -> dict[str, Any]:
    """Data that stands in another unit than the attribute does."""
    data = command.data
    changes: dict[str, Any] = {}
    percent = data.get("brightness_pct")
    if isinstance(percent, int | float):
        changes["brightness"] = round(percent * 255 / 100)
    if command.service == "oscillate" and "oscillating" in data:
        changes["oscillating"] = data["oscillating"]
    if command.service == "set_percentage" and data.get("percentage") == 0:
        changes["state"] = "off"
    return changes
