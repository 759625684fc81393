"""Which devices an intent can be about, and whether they are able to do it.

Pure tables and predicates over `Device`; knows nothing about words.
"""

from collections.abc import Mapping
from typing import Any, Literal

from context.turn import Reading
from devices.model import Device

Fit = Literal["yes", "incapable", "no"]

SWITCHABLE = ("light", "switch", "fan", "media_player", "climate", "humidifier", "input_boolean", "siren",
              "scene", "script", "water_heater", "button", "vacuum", "automation", "remote", "valve",
              "lawn_mower", "input_button", "cover", "camera")  # fmt: skip
EVERYTHING = ("light", "switch", "fan", "media_player")
"""What "everything" means: not heating, doors and locks."""
DOMAINS: dict[str, tuple[str, ...]] = {
    "HassTurnOn": SWITCHABLE, "HassTurnOff": SWITCHABLE, "HassToggle": SWITCHABLE,
    "HassLightSet": ("light",), "HassSetPosition": ("cover", "valve"), "HassStopMoving": ("cover", "valve"),
    "HassClimateSetTemperature": ("climate", "water_heater"), "ClimateSetMode": ("climate", "humidifier", "water_heater"),
    "HassClimateSetFanMode": ("climate",), "HassFanSetSpeed": ("fan",), "FanOscillate": ("fan",),
    "HassVacuumStart": ("vacuum",), "HassVacuumReturnToBase": ("vacuum",), "HassVacuumCleanArea": ("vacuum",),
    "VacuumPause": ("vacuum", "lawn_mower"), "HassLawnMowerStartMowing": ("lawn_mower",), "HassLawnMowerDock": ("lawn_mower",),
    "HassSetVolume": ("media_player",), "HassSetVolumeRelative": ("media_player",),
    "HassMediaPlayerMute": ("media_player",), "HassMediaPlayerUnmute": ("media_player",),
    "HassMediaPause": ("media_player",), "HassMediaUnpause": ("media_player",), "HassMediaNext": ("media_player",),
    "HassMediaPrevious": ("media_player",), "HassMediaSearchAndPlay": ("media_player",), "MediaQuery": ("media_player",),
    "MediaSelectSource": ("media_player",), "SetHumidity": ("humidifier", "climate"),
    "AlarmPanelArm": ("alarm_control_panel",), "AlarmPanelDisarm": ("alarm_control_panel",),
    "Habitual": ("light", "switch", "fan", "climate", "cover", "humidifier", "media_player", "input_boolean"),
}  # fmt: skip
CAPABILITY: dict[str, str] = {
    "HassSetPosition": "position", "HassFanSetSpeed": "fan_speed", "FanOscillate": "oscillate",
    "HassSetVolume": "volume", "HassSetVolumeRelative": "volume", "HassClimateSetTemperature": "target_temperature",
    "MediaSelectSource": "source", "HassClimateSetFanMode": "fan_mode",
}  # fmt: skip
ABSENT_IS_FINE = frozenset({"media_player", "vacuum", "lock", "lawn_mower", "alarm_control_panel"})
"""Domains whose announcements may leave a capability out although the device has it."""
SLOT_CAPABILITY = {"brightness": "brightness", "brightness_step": "brightness", "color": "color",
                   "color_temperature": "color_temp", "color_temp_step": "color_temp", "tilt": "tilt", "tilt_step": "tilt"}  # fmt: skip


def fit(reading: Reading, device: Device) -> Fit:
    """Whether a device is the sort of thing this is said of, and can do it."""
    action = reading.slots.get("action")
    if action in ("lock", "unlock"):
        return "yes" if device.domain == "lock" else "no"
    if action in ("open", "close"):
        return _openable(device, str(action))
    domain = reading.slots.get("domain")
    if domain and reading.intent in ("HassTurnOn", "HassTurnOff") and domain == "lock":
        return "yes" if device.domain == "lock" else "no"
    if device.domain not in DOMAINS.get(reading.intent, ()):
        return "no"
    if isinstance(domain, tuple) and device.domain not in domain:
        return "no"
    if reading.intent == "HassTurnOff" and device.domain in ("scene", "button"):
        return "no"
    if reading.intent == "HassSetPosition" and {"tilt", "tilt_step"} & reading.slots.keys():
        return "yes" if device.can("tilt") else "incapable"
    needed = CAPABILITY.get(reading.intent)
    if needed and not device.can(needed) and device.domain not in ABSENT_IS_FINE:
        return "incapable"
    if reading.intent == "HassLightSet":
        return _light(reading.slots, device)
    return "yes"


def _openable(device: Device, action: str) -> Fit:
    if device.domain in ("cover", "valve"):
        return "yes"
    return "yes" if device.domain == "lock" and device.kind != "lock" else "no"


def _light(slots: Mapping[str, Any], device: Device) -> Fit:
    for slot, capability in SLOT_CAPABILITY.items():
        if slot in slots and not device.can(capability):
            # A colour lamp makes white by its colour.
            if capability == "color_temp" and device.can("color"):
                continue
            return "incapable"
    return "yes"
