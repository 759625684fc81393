"""A message on one of an entity's topics -> what it says, by the entity's configuration."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from devices.adapters import colors
from devices.adapters.home_assistant_abilities import figure, is_kelvin
from devices.adapters.home_assistant_config import Address
from devices.adapters.home_assistant_templates import render
from devices.adapters.values import (
    clamp,
    kelvin_of,
    listing,
    mapping,
    number,
    object_of,
    rescale,
    text_of,
)
from devices.model import Device, Message, Report

STATE_CHARS_MAX = 255  # Home Assistant's own limit.

_UNKNOWN = frozenset({"none", "unknown"})

Changes = dict[str, Any]


def read(device: Device, message: Message) -> Report | None:
    """State and availability of one entity from one message."""
    address: Address = device.address
    text = text_of(message.payload)
    if not text:
        return None
    changes: Changes = {}
    for topic_key, template_key, understand in COMPONENTS[device.domain]:
        if address.topic(topic_key) != message.topic:
            continue
        said = _rendered(address, template_key, text)
        if said is not None:
            changes |= understand(address, said)
    if changes and (unit := address.config.get("unit_of_measurement")):
        changes["unit_of_measurement"] = str(unit)[:32]
    available = _available(address, message.topic, text)
    if not changes and available is None:
        return None
    return Report(device.id, changes, available)


def _rendered(address: Address, template_key: str, text: str) -> str | None:
    template = address.config.get(template_key)
    return render(template, text) if isinstance(template, str) and template else text


def _available(address: Address, topic: str, text: str) -> bool | None:
    """What the message says of availability; None when it is about something else."""
    for where, template, online, offline in _availabilities(address):
        if where != topic:
            continue
        said = render(template, text) if isinstance(template, str) and template else text
        if said == str(online):
            return True
        if said == str(offline):
            return False
    return None


def _availabilities(address: Address) -> Iterator[tuple[Any, Any, Any, Any]]:
    config = address.config
    on, off = config.get("payload_available"), config.get("payload_not_available")
    if topic := address.topic("availability_topic"):
        yield topic, config.get("availability_template"), on or "online", off or "offline"
    for entry in listing(config.get("availability")):
        yield (
            entry.get("topic"),
            entry.get("value_template"),
            entry.get("payload_available", "online"),
            entry.get("payload_not_available", "offline"),
        )


# --- one text, understood ------------------------------------------------------------------------


def _number_as(key: str) -> Callable[[Address, str], Changes]:
    def understand(_address: Address, text: str) -> Changes:
        value = number(text)
        return {} if value is None else {key: value}

    return understand


def _text_as(key: str) -> Callable[[Address, str], Changes]:
    def understand(_address: Address, text: str) -> Changes:
        said = text[:STATE_CHARS_MAX]
        if text.casefold() in _UNKNOWN:
            return {key: "unknown"} if key == "state" else {key: None}
        return {key: said}

    return understand


def _on_off(address: Address, text: str) -> Changes:
    on = address.text("state_on") or address.text("payload_on", "ON")
    off = address.text("state_off") or address.text("payload_off", "OFF")
    if text == on:
        return {"state": "on"}
    if text == off:
        return {"state": "off"}
    return {"state": "unknown"} if text.casefold() in _UNKNOWN else {}


def _siren(address: Address, text: str) -> Changes:
    if text.startswith("{"):
        text = str(object_of(text).get("state", ""))
    return _on_off(address, text)


def _named_states(
    *names: str, defaults: Mapping[str, str] | None = None
) -> Callable[[Address, str], Changes]:
    """The text is one of `state_<name>`: by default the name itself, in some spelling."""

    def understand(address: Address, text: str) -> Changes:
        for name in names:
            spelt = address.text(f"state_{name}", (defaults or {}).get(name, name))
            if text == spelt:
                return {"state": name}
        return {"state": "unknown"} if text.casefold() in _UNKNOWN else {}

    return understand


_LOCK_WORDS = {
    "locked": "LOCKED",
    "unlocked": "UNLOCKED",
    "locking": "LOCKING",
    "unlocking": "UNLOCKING",
    "jammed": "JAMMED",
}
_lock = _named_states(*_LOCK_WORDS, defaults=_LOCK_WORDS)
_cover_words = _named_states("open", "closed", "opening", "closing")


def _cover_state(address: Address, text: str) -> Changes:
    if text == address.text("state_stopped", "stopped"):
        return {"state": "open"}  # Somewhere on the way; at the end it says `closed`.
    return _cover_words(address, text)


def _cover_position(address: Address, text: str) -> Changes:
    """The position, which is the state as well unless a topic of its own tells that."""
    value = object_of(text).get("position") if text.startswith("{") else text
    position = number(value)
    if position is None:
        return {}
    closed, opened = _cover_ends(address)
    percent = round(rescale(position, (closed, opened), (0, 100)))
    changes: Changes = {"current_position": percent}
    if "state_topic" not in address.config:
        changes["state"] = "open" if percent > 0 else "closed"
    return changes


def _cover_ends(address: Address) -> tuple[float, float]:
    config = address.config
    return figure(config, "position_closed", 0), figure(config, "position_open", 100)


def _tilt(address: Address, text: str) -> Changes:
    tilt, config = number(text), address.config
    if tilt is None:
        return {}
    ends = figure(config, "tilt_min", 0), figure(config, "tilt_max", 100)
    return {"current_tilt_position": round(rescale(tilt, ends, (0, 100)))}


def _valve(address: Address, text: str) -> Changes:
    said = object_of(text) if text.startswith("{") else {}
    position = number(said.get("position", text))
    changes: Changes = {}
    if position is not None and address.config.get("reports_position") is True:
        percent = round(rescale(position, _cover_ends(address), (0, 100)))
        changes = {"current_position": percent, "state": "open" if percent > 0 else "closed"}
    return changes | _cover_words(address, str(said.get("state", text)))


def _percentage(address: Address, text: str) -> Changes:
    speed, config = number(text), address.config
    if speed is None:
        return {"percentage": None} if text.casefold() in _UNKNOWN else {}
    low, high = figure(config, "speed_range_min", 1), figure(config, "speed_range_max", 100)
    share = (speed - (low - 1)) / max(1, high - (low - 1))
    return {"percentage": round(clamp(share, 0, 1) * 100)}


def _oscillation(address: Address, text: str) -> Changes:
    if text == address.text("payload_oscillation_on", "oscillate_on"):
        return {"oscillating": True}
    off = text == address.text("payload_oscillation_off", "oscillate_off")
    return {"oscillating": False} if off else {}


def _vacuum(_address: Address, text: str) -> Changes:
    if not text.startswith("{"):
        return _text_as("state")(_address, text)
    said = object_of(text)
    changes: Changes = {}
    if isinstance(state := said.get("state"), str):
        changes["state"] = state[:STATE_CHARS_MAX]
    if (level := number(said.get("battery_level"))) is not None:
        changes["battery_level"] = level
    if isinstance(speed := said.get("fan_speed"), str):
        changes["fan_speed"] = speed
    return changes


def _sensor(address: Address, text: str) -> Changes:
    return _text_as("state")(address, text)


def _tracker(address: Address, text: str) -> Changes:
    """`home`, `not_home` or the name of a zone; another text stands for "look at the position"."""
    if text == address.text("payload_home", "home"):
        return {"state": "home"}
    if text == address.text("payload_not_home", "not_home"):
        return {"state": "not_home"}
    return {} if text == address.text("payload_reset", "None") else _text_as("state")(address, text)


# --- lights --------------------------------------------------------------------------------------


def _light_state(address: Address, text: str) -> Changes:
    match address.config.get("schema", "basic"):
        case "json":
            return _json_light(address, object_of(text))
        case "template":
            return _template_light(address, text)
    said = _rendered(address, "state_value_template", text)
    return {} if said is None else _on_off(address, said)


def _level(address: Address, value: Any) -> Changes:
    level = number(value)
    scale = max(1, figure(address.config, "brightness_scale", 255))
    return {} if level is None else {"brightness": round(rescale(level, (0, scale), (0, 255)))}


def _temperature(address: Address, value: Any) -> Changes:
    amount = number(value)
    if amount is None or amount <= 0:
        return {}
    kelvin = round(amount) if is_kelvin(address.config) else kelvin_of(amount)
    return {"color_temp_kelvin": kelvin}


def _json_light(address: Address, said: Mapping[str, Any]) -> Changes:
    changes: Changes = {}
    if said.get("state") in {"ON", "OFF"}:
        changes["state"] = "on" if said["state"] == "ON" else "off"
    changes |= _level(address, said.get("brightness"))
    mode, color = said.get("color_mode"), mapping(said.get("color"))
    if isinstance(effect := said.get("effect"), str):
        changes["effect"] = effect[:STATE_CHARS_MAX]
    temp = _temperature(address, said.get("color_temp"))
    shown = _json_color(color)
    if mode == "color_temp":
        return changes | temp | {"color_mode": mode} | _no_color()
    if isinstance(mode, str):
        gone = {"color_temp_kelvin": None} if shown else {}
        return changes | shown | gone | {"color_mode": mode[:32]}
    return changes | shown | temp


def _json_color(color: Mapping[str, Any]) -> Changes:
    return (
        colors.from_hs(colors.numbers([color.get("h"), color.get("s")], 2))
        or colors.from_rgb(colors.numbers([color.get(each) for each in "rgb"], 3))
        or colors.from_xy(colors.numbers([color.get("x"), color.get("y")], 2))
    )


def _no_color() -> Changes:
    return dict.fromkeys(("hs_color", "rgb_color", "xy_color"))


def _template_light(address: Address, text: str) -> Changes:
    def value(name: str) -> str | None:
        template = address.config.get(f"{name}_template")
        return render(template, text) if isinstance(template, str) else None

    state = value("state")
    changes: Changes = {"state": state} if state in {"on", "off"} else {}
    changes |= _level(address, value("brightness"))
    changes |= _temperature(address, value("color_temp"))
    rgb = [value("red"), value("green"), value("blue")]
    return changes | colors.from_rgb(colors.numbers(rgb, 3))


def _hs(_address: Address, text: str) -> Changes:
    return colors.from_hs(colors.numbers(text, 2))


def _rgb(_address: Address, text: str) -> Changes:
    return colors.from_rgb(colors.numbers(text, 3))


def _xy(_address: Address, text: str) -> Changes:
    return colors.from_xy(colors.numbers(text, 2))


# --- which topics each component has -------------------------------------------------------------

Rows = tuple[tuple[str, str, Callable[[Address, str], Changes]], ...]
"""(key of a topic, key of its template, what the text means)."""

_TARGET_HUMIDITY = (
    "target_humidity_state_topic", "target_humidity_state_template", _number_as("humidity"),
)  # fmt: skip
_CURRENT_HUMIDITY = (
    "current_humidity_topic", "current_humidity_template", _number_as("current_humidity"),
)  # fmt: skip
_ACTION = ("action_topic", "action_template")

_TEMPERATURES: Rows = (
    ("temperature_state_topic", "temperature_state_template", _number_as("temperature")),
    (
        "temperature_low_state_topic",
        "temperature_low_state_template",
        _number_as("target_temp_low"),
    ),
    (
        "temperature_high_state_topic",
        "temperature_high_state_template",
        _number_as("target_temp_high"),
    ),
    (
        "current_temperature_topic",
        "current_temperature_template",
        _number_as("current_temperature"),
    ),
)

_LIGHT: Rows = (
    ("state_topic", "", _light_state),
    ("brightness_state_topic", "brightness_value_template", _level),
    ("color_temp_state_topic", "color_temp_value_template", _temperature),
    ("hs_state_topic", "hs_value_template", _hs),
    ("rgb_state_topic", "rgb_value_template", _rgb),
    ("xy_state_topic", "xy_value_template", _xy),
    ("effect_state_topic", "effect_value_template", _text_as("effect")),
    ("color_mode_state_topic", "color_mode_value_template", _text_as("color_mode")),
)

_FAN: Rows = (
    ("state_topic", "state_value_template", _on_off),
    ("percentage_state_topic", "percentage_value_template", _percentage),
    ("preset_mode_state_topic", "preset_mode_value_template", _text_as("preset_mode")),
    ("oscillation_state_topic", "oscillation_value_template", _oscillation),
    ("direction_state_topic", "direction_value_template", _text_as("current_direction")),
)

_CLIMATE: Rows = (
    ("mode_state_topic", "mode_state_template", _text_as("state")),
    *_TEMPERATURES,
    _TARGET_HUMIDITY,
    _CURRENT_HUMIDITY,
    ("fan_mode_state_topic", "fan_mode_state_template", _text_as("fan_mode")),
    ("swing_mode_state_topic", "swing_mode_state_template", _text_as("swing_mode")),
    ("preset_mode_state_topic", "preset_mode_value_template", _text_as("preset_mode")),
    (*_ACTION, _text_as("hvac_action")),
)

COMPONENTS: Mapping[str, Rows] = {
    "light": _LIGHT,
    "switch": (("state_topic", "value_template", _on_off),),
    "sensor": (("state_topic", "value_template", _sensor),),
    "binary_sensor": (("state_topic", "value_template", _on_off),),
    "siren": (("state_topic", "state_value_template", _siren),),
    "cover": (
        ("state_topic", "value_template", _cover_state),
        ("position_topic", "position_template", _cover_position),
        ("tilt_status_topic", "tilt_status_template", _tilt),
    ),
    "valve": (("state_topic", "value_template", _valve),),
    "fan": _FAN,
    "climate": _CLIMATE,
    "humidifier": (
        ("state_topic", "state_value_template", _on_off),
        _TARGET_HUMIDITY,
        _CURRENT_HUMIDITY,
        ("mode_state_topic", "mode_state_template", _text_as("mode")),
        (*_ACTION, _text_as("action")),
    ),
    "water_heater": (
        ("mode_state_topic", "mode_state_template", _text_as("state")),
        *_TEMPERATURES,
    ),
    "lock": (("state_topic", "value_template", _lock),),
    "alarm_control_panel": (("state_topic", "value_template", _text_as("state")),),
    "vacuum": (("state_topic", "value_template", _vacuum),),
    "lawn_mower": (("activity_state_topic", "activity_value_template", _text_as("state")),),
    "number": (("state_topic", "value_template", _sensor),),
    "select": (("state_topic", "value_template", _sensor),),
    "device_tracker": (("state_topic", "value_template", _tracker),),
    "scene": (),
    "button": (),
}
"""The components that we speak, and what each of their topics says."""
