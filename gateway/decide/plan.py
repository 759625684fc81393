"""A reading and one device -> the Home Assistant service calls that bring it about.

Pure: what is wanted, what the device can do and how it is now, in; commands out. Relative changes
become absolute here, from the device's own state.
"""

from collections.abc import Callable, Mapping
from typing import Any

from context.turn import Reading, StepSize
from devices.model import Capability, Command, Device, State


class CannotError(ValueError):
    """The device cannot do this; says what it can do instead."""


class NotNowError(CannotError):
    """The device can do this, but not as it is now."""


STEPS: Mapping[str, tuple[float, float, float]] = {
    "brightness": (10, 20, 40), "volume": (5, 10, 25), "position": (10, 25, 50), "tilt": (10, 25, 50),
    "speed": (10, 25, 50), "temperature": (0.5, 1, 2), "humidity": (5, 10, 20), "color_temp": (300, 600, 1500),
}  # fmt: skip
"""A small, normal and large step: per cent points, degrees Celsius, kelvin."""
SIZES = ("small", "normal", "large")
FAHRENHEIT_PER_CELSIUS = 2.0  # Steps in a Fahrenheit home, rounded to what people say.
BRIGHTNESS_MIN = 1  # "Dimmer" never switches off: off is another word.
PRESETS = frozenset({"eco", "away", "comfort", "sleep", "boost", "home"})
ON_SERVICES: Mapping[str, str] = {
    "cover": "open_cover", "valve": "open_valve", "lock": "lock", "button": "press", "input_button": "press",
    "vacuum": "start", "lawn_mower": "start_mowing",
}  # fmt: skip
OFF_SERVICES: Mapping[str, str] = {
    "cover": "close_cover", "valve": "close_valve", "lock": "unlock", "vacuum": "return_to_base", "lawn_mower": "dock",
}  # fmt: skip


def commands(
    reading: Reading, device: Device, state: State | None, unit: str = "C"
) -> tuple[Command, ...]:
    """What to tell a device.

    Raises:
        CannotError: the device cannot do it, or not so much of it.

    >>> lamp = Device("light.a", "A", "d", "t", capabilities={"brightness": Capability("brightness")})
    >>> commands(Reading("HassLightSet", {"brightness": 40}), lamp, None)
    (Command(entity_id='light.a', service='turn_on', data={'brightness': 102}),)
    """
    planner = PLANNERS.get(reading.intent)
    if planner is None:
        raise CannotError(f"no way to do {reading.intent}")
    return tuple(
        Command(device.id, service, data)
        for service, data in planner(reading.slots, device, state, unit)
    )


def missing(reading: Reading) -> str | None:
    """The value that must be asked for: "change the colour of the lamp" does not say to which."""
    return next((slot for slot in ASKED_FOR if reading.slots.get(slot, "") is None), None)


ASKED_FOR = ("color",)
Slots = Mapping[str, Any]
Calls = list[tuple[str, dict[str, Any]]]
Planner = Callable[[Slots, Device, State | None, str], Calls]


def _on(slots: Slots, device: Device, state: State | None, unit: str) -> Calls:
    if slots.get("action") == "open" and device.domain == "lock":
        return [("unlock", {})]
    return [(ON_SERVICES.get(device.domain, "turn_on"), {})]


def _off(slots: Slots, device: Device, state: State | None, unit: str) -> Calls:
    if slots.get("action") == "close" and device.domain == "lock":
        return [("lock", {})]
    return [(OFF_SERVICES.get(device.domain, "turn_off"), {})]


def _toggle(slots: Slots, device: Device, state: State | None, unit: str) -> Calls:
    resting = ("off", "closed", "locked", "docked", "idle", "unknown")
    is_on = state is not None and state.state not in resting
    if device.domain == "lock":
        is_on = state is not None and state.state == "locked"
    return (_off if is_on else _on)(slots, device, state, unit)


def _light(slots: Slots, device: Device, state: State | None, unit: str) -> Calls:
    data: dict[str, Any] = {}
    if "brightness" in slots:
        percent = _percent(slots["brightness"])
        if percent <= 0:
            return [("turn_off", {})]
        data["brightness"] = _to_255(percent)
    if "color" in slots:
        data["rgb_color"] = tuple(slots["rgb_color"])
    if "color_temperature" in slots:
        data["color_temp_kelvin"] = _clamped(
            _number(slots["color_temperature"]), device.capabilities.get("color_temp")
        )
    if "step" in slots:
        data.update(_light_step(slots, device, state))
    return [("turn_on", data)]


def _light_step(slots: Slots, device: Device, state: State | None) -> dict[str, Any]:
    step: StepSize = slots["step"]
    if "color_temp_step" in slots:
        now = float((state and state.get("color_temp_kelvin")) or 4000)
        return {
            "color_temp_kelvin": _clamped(
                _stepped(now, step, "color_temp"), device.capabilities.get("color_temp")
            )
        }
    on = state is not None and state.state == "on"
    now_percent = (float((state and state.get("brightness")) or 255) / 2.55) if on else 0.0
    if not on and (step.direction < 0 or (step.multiplier or 2) < 1):
        raise NotNowError("it is off")
    if not on and step.amount is None and step.multiplier is None:
        return {}  # Brighter than off is on, as bright as it was.
    return {
        "brightness": _to_255(
            max(BRIGHTNESS_MIN, min(100.0, _stepped(now_percent, step, "brightness")))
        )
    }


def _position(slots: Slots, device: Device, state: State | None, unit: str) -> Calls:
    kind = "tilt" if "tilt" in slots or "tilt_step" in slots else "position"
    if "step" in slots:
        attribute = "current_tilt_position" if kind == "tilt" else "current_position"
        fallback = 0.0 if state is not None and state.state == "closed" else 100.0
        known = state.get(attribute) if state else None
        wanted = _stepped(float(fallback if known is None else known), slots["step"], kind)
    else:
        wanted = _percent(slots[kind])
    value = round(max(0.0, min(100.0, wanted)))
    if device.domain == "valve":
        return [("set_valve_position", {"position": value})]
    if kind == "tilt":
        return [("set_cover_tilt_position", {"tilt_position": value})]
    return [("set_cover_position", {"position": value})]


def _stop(slots: Slots, device: Device, state: State | None, unit: str) -> Calls:
    # Who stops a sprinkler wants it shut, not half open.
    return [("close_valve" if device.domain == "valve" else "stop_cover", {})]


def _temperature(slots: Slots, device: Device, state: State | None, unit: str) -> Calls:
    capability = device.capabilities.get("target_temperature")
    if "step" in slots:
        known = state.get("temperature") if state else None
        base = known if known is not None else (state.get("current_temperature") if state else None)
        if base is None:
            raise NotNowError("its temperature is not known")
        scale = FAHRENHEIT_PER_CELSIUS if unit == "F" else 1.0
        low, high = _limits(capability, unit)
        wanted = _plain(
            min(high, max(low, _stepped(float(base), slots["step"], "temperature", scale)))
        )
    elif slots["temperature"] in ("max", "min"):
        limit = getattr(capability, "maximum" if slots["temperature"] == "max" else "minimum", None)
        if limit is None:
            raise CannotError("its limits are not known")
        wanted = limit
    else:
        wanted = in_unit(float(slots["temperature"]), slots.get("unit"), unit)
        _refuse_outside(wanted, capability, unit)
    return [*_also(slots, device), ("set_temperature", {"temperature": _plain(wanted)})]


def _also(slots: Slots, device: Device) -> Calls:
    """What was said beside the amount: "cool, 21 degrees, low fan", "on, 55 percent"."""
    calls: Calls = []
    if "mode" in slots:
        calls += _mode(slots, device, None, "")
    elif slots.get("on"):
        calls.append(("turn_on", {}))
    if "fan_mode" in slots:
        calls += _fan_mode(slots, device, None, "")
    return calls


def in_unit(value: float, said: str | None, home: str) -> float:
    """A temperature in the home's unit.

    >>> in_unit(68, "F", "C")
    20.0
    """
    if said in (None, home):
        return value
    converted = (value - 32) / 1.8 if home == "C" else value * 1.8 + 32
    return round(converted * 2) / 2


DEFAULT_LIMITS = {"C": (5.0, 35.0), "F": (41.0, 95.0)}


def _limits(capability: Capability | None, unit: str) -> tuple[float, float]:
    low, high = DEFAULT_LIMITS.get(unit, DEFAULT_LIMITS["C"])
    low = capability.minimum if capability and capability.minimum is not None else low
    high = capability.maximum if capability and capability.maximum is not None else high
    return low, high


def _refuse_outside(wanted: float, capability: Capability | None, unit: str) -> None:
    low, high = _limits(capability, unit)
    if not low <= wanted <= high:
        raise CannotError(f"it goes from {_plain(low)} to {_plain(high)} degrees")


def _mode(slots: Slots, device: Device, state: State | None, unit: str) -> Calls:
    mode = str(slots["mode"])
    if device.domain == "humidifier":
        return [*([("turn_on", {})] if slots.get("on") else []), ("set_mode", {"mode": mode})]
    presets = device.capabilities.get("preset_mode")
    if mode in PRESETS or (presets and mode in presets.options):
        if presets is None or (presets.options and mode not in presets.options):
            raise CannotError(_offers(presets, "presets"))
        return [("set_preset_mode", {"preset_mode": mode})]
    modes = device.capabilities.get("hvac_mode")
    if modes and modes.options and mode not in modes.options:
        raise CannotError(_offers(modes, "modes"))
    return [("set_hvac_mode", {"hvac_mode": mode})]


def _offers(capability: Capability | None, what: str) -> str:
    if capability is None or not capability.options:
        return f"it has no {what}"
    return f"its {what} are {', '.join(capability.options)}"


def _fan_mode(slots: Slots, device: Device, state: State | None, unit: str) -> Calls:
    mode = str(slots["fan_mode"])
    modes = device.capabilities.get("fan_mode")
    if modes and modes.options and mode not in modes.options:
        raise CannotError(_offers(modes, "fan modes"))
    return [("set_fan_mode", {"fan_mode": mode})]


def _fan_speed(slots: Slots, device: Device, state: State | None, unit: str) -> Calls:
    if "step" in slots:
        on = state is not None and state.state == "on"
        now = float((state and state.get("percentage")) or (50 if on else 0)) if on else 0.0
        wanted = max(1.0, min(100.0, _stepped(now, slots["step"], "speed")))
    else:
        wanted = _percent(slots["percentage"])
    if wanted <= 0:
        return [("turn_off", {})]
    return [("set_percentage", {"percentage": round(wanted)})]


def _oscillate(slots: Slots, device: Device, state: State | None, unit: str) -> Calls:
    return [("oscillate", {"oscillating": bool(slots.get("oscillating", True))})]


def _volume(slots: Slots, device: Device, state: State | None, unit: str) -> Calls:
    if "step" in slots:
        known = state.get("volume_level") if state else None
        if known is None:
            return [("volume_up" if slots["step"].direction > 0 else "volume_down", {})]
        wanted = _stepped(float(known) * 100, slots["step"], "volume")
    else:
        wanted = _percent(slots["volume_level"])
    return [("volume_set", {"volume_level": round(max(0.0, min(100.0, wanted)) / 100, 2)})]


def _mute(slots: Slots, device: Device, state: State | None, unit: str) -> Calls:
    return [("volume_mute", {"is_volume_muted": True})]


def _unmute(slots: Slots, device: Device, state: State | None, unit: str) -> Calls:
    return [("volume_mute", {"is_volume_muted": False})]


def _play(slots: Slots, device: Device, state: State | None, unit: str) -> Calls:
    data = {
        "media_content_id": slots["media_content_id"],
        "media_content_type": slots["media_content_type"],
    }
    return [("play_media", data)]


def _source(slots: Slots, device: Device, state: State | None, unit: str) -> Calls:
    return [("select_source", {"source": slots["source"]})]


def _humidity(slots: Slots, device: Device, state: State | None, unit: str) -> Calls:
    if "step" in slots:
        now = float((state and state.get("humidity")) or 50)
        return [("set_humidity", {"humidity": round(_stepped(now, slots["step"], "humidity"))})]
    return [
        *_also(slots, device),
        ("set_humidity", {"humidity": round(_percent(slots["humidity"]))}),
    ]


def _arm(slots: Slots, device: Device, state: State | None, unit: str) -> Calls:
    mode = {"away": "away", "home": "home", "sleep": "night", "night": "night"}.get(
        str(slots.get("mode")), "away"
    )
    return [(f"alarm_arm_{mode}", {})]


def _simply(service: str) -> Planner:
    def planner(slots: Slots, device: Device, state: State | None, unit: str) -> Calls:
        return [(service, {})]

    return planner


def _pause(slots: Slots, device: Device, state: State | None, unit: str) -> Calls:
    return [("pause", {})]


PLANNERS: Mapping[str, Planner] = {
    "HassTurnOn": _on, "HassTurnOff": _off, "HassToggle": _toggle, "HassLightSet": _light,
    "HassSetPosition": _position, "HassStopMoving": _stop, "HassClimateSetTemperature": _temperature,
    "ClimateSetMode": _mode, "HassClimateSetFanMode": _fan_mode, "HassFanSetSpeed": _fan_speed, "FanOscillate": _oscillate,
    "HassSetVolume": _volume, "HassSetVolumeRelative": _volume, "HassMediaPlayerMute": _mute, "HassMediaPlayerUnmute": _unmute,
    "HassMediaPause": _simply("media_pause"), "HassMediaUnpause": _simply("media_play"),
    "HassMediaNext": _simply("media_next_track"), "HassMediaPrevious": _simply("media_previous_track"),
    "HassMediaSearchAndPlay": _play, "MediaSelectSource": _source, "SetHumidity": _humidity,
    "HassVacuumStart": _simply("start"), "HassVacuumCleanArea": _simply("start"), "HassVacuumReturnToBase": _simply("return_to_base"), "VacuumPause": _pause,
    "HassLawnMowerStartMowing": _simply("start_mowing"), "HassLawnMowerDock": _simply("dock"),
    "AlarmPanelArm": _arm, "AlarmPanelDisarm": _simply("alarm_disarm"),
}  # fmt: skip


# --- amounts --------------------------------------------------------------------------------------


def _stepped(now: float, step: StepSize, prop: str, scale: float = 1.0) -> float:
    if step.multiplier is not None:
        return now * step.multiplier
    amount = step.amount if step.amount is not None else STEPS[prop][SIZES.index(step.size)] * scale
    return now + (step.direction or 1) * amount


def _number(value: Any) -> float:
    named = {
        "warm": 2700,
        "cool": 5000,
        "cold": 6000,
        "neutral": 4000,
        "daylight": 6500,
        "candlelight": 2000,
    }
    return float(named.get(value, value))


def _percent(value: Any) -> float:
    named = {"max": 100.0, "maximum": 100.0, "min": 1.0, "minimum": 1.0}
    percent = float(named.get(value, value))
    if not 0 <= percent <= 100:
        raise CannotError("it goes from 0 to 100 percent")
    return percent


def _to_255(percent: float) -> int:
    return max(1, round(percent * 255 / 100))


def _clamped(value: float, capability: Capability | None) -> float:
    if capability is not None and capability.minimum is not None:
        value = max(value, capability.minimum)
    if capability is not None and capability.maximum is not None:
        value = min(value, capability.maximum)
    return _plain(value)


def _plain(value: float) -> float:
    """21.0 as 21: what a person would type."""
    return int(value) if float(value).is_integer() else round(value, 2)


# --- back again -----------------------------------------------------------------------------------

OPPOSITES: Mapping[str, str] = {
    "turn_on": "turn_off", "turn_off": "turn_on", "open_cover": "close_cover", "close_cover": "open_cover", "open_valve": "close_valve",
    "close_valve": "open_valve", "lock": "unlock", "unlock": "lock", "media_play": "media_pause", "media_pause": "media_play",
    "start": "return_to_base", "start_mowing": "dock", "set_percentage": "turn_off",
}  # fmt: skip


def opposite(command: Command) -> tuple[Command, ...]:
    """What ends a command whose device's state nobody knew; nothing where there is no such thing.

    >>> opposite(Command("switch.a", "turn_on", {}))
    (Command(entity_id='switch.a', service='turn_off', data={}),)
    """
    service = OPPOSITES.get(command.service)
    return (Command(command.entity_id, service, {}),) if service else ()


UNKNOWABLE = frozenset({"unknown", "unavailable", ""})
ALARM_SERVICES = {
    "armed_away": "alarm_arm_away",
    "armed_home": "alarm_arm_home",
    "armed_night": "alarm_arm_night",
    "disarmed": "alarm_disarm",
}
RESTORED = {"light": ("brightness", "color_temp_kelvin", "rgb_color"), "fan": ("percentage",)}


def restoring(device: Device, before: State, now: State | None) -> tuple[Command, ...]:
    """What brings a device back to how it was.

    >>> on = State("on", {"brightness": 80}); lamp = Device("light.a", "A", "d", "t")
    >>> restoring(lamp, on, None)
    (Command(entity_id='light.a', service='turn_on', data={'brightness': 80}),)
    """
    if before.state in UNKNOWABLE or not before.available:
        return ()
    calls = _restoring(device, before, now)
    return tuple(Command(device.id, service, data) for service, data in calls)


def _restoring(device: Device, before: State, now: State | None) -> Calls:
    match device.domain:
        case "cover" | "valve":
            position = before.get("current_position")
            if device.can("position") and position is not None:
                return [(f"set_{device.domain}_position", {"position": round(float(position))})]
            return [((ON_SERVICES if before.state == "open" else OFF_SERVICES)[device.domain], {})]
        case "lock":
            return [("lock" if before.state == "locked" else "unlock", {})]
        case "climate":
            calls: Calls = []
            if now is None or now.state != before.state:
                calls.append(("set_hvac_mode", {"hvac_mode": before.state}))
            if before.get("temperature") is not None and (
                now is None or now.get("temperature") != before.get("temperature")
            ):
                calls.append(("set_temperature", {"temperature": before.get("temperature")}))
            return calls
        case "media_player":
            return _restoring_media(before, now)
        case "vacuum":
            return [("start" if before.state == "cleaning" else "return_to_base", {})]
        case "alarm_control_panel":
            service = ALARM_SERVICES.get(before.state)
            return [(service, {})] if service else []
        case "lawn_mower":
            return [("start_mowing" if before.state == "mowing" else "dock", {})]
        case "scene" | "script" | "button" | "input_button" | "sensor" | "binary_sensor":
            return []
        case _:
            if before.state != "on":
                return [("turn_off", {})]
            keys = RESTORED.get(device.domain, ())
            kept = {k: before.get(k) for k in keys if before.get(k) is not None}
            if "color_temp_kelvin" in kept and "rgb_color" in kept:
                kept.pop("rgb_color")
            if device.domain == "fan" and "percentage" in kept:
                return [("set_percentage", {"percentage": kept["percentage"]})]
            return [("turn_on", kept)]


def _restoring_media(before: State, now: State | None) -> Calls:
    calls: Calls = []
    if before.get("is_volume_muted") is not None and (
        now is None or now.get("is_volume_muted") != before.get("is_volume_muted")
    ):
        calls.append(("volume_mute", {"is_volume_muted": bool(before.get("is_volume_muted"))}))
    if before.get("volume_level") is not None and (
        now is None or now.get("volume_level") != before.get("volume_level")
    ):
        calls.append(("volume_set", {"volume_level": before.get("volume_level")}))
    if now is None or now.state != before.state:
        service = {
            "playing": "media_play",
            "paused": "media_pause",
            "off": "turn_off",
            "idle": "media_stop",
            "on": "turn_on",
        }
        calls.append((service.get(before.state, "media_pause"), {}))
    return calls
