"""A command -> what the entity's configuration says is to be published."""

import json
from collections.abc import Callable, Mapping
from typing import Any

from devices.adapters.dialect import NotCapable
from devices.adapters.home_assistant_abilities import figure, is_kelvin
from devices.adapters.home_assistant_config import Address
from devices.adapters.home_assistant_templates import render_command
from devices.adapters.orders import (
    LightOrder,
    choose,
    demand,
    in_range,
    is_on,
    light_order,
    needs,
    not_capable,
)
from devices.adapters.values import clamp, mired_of, rescale
from devices.model import Command, Device, Publish, State
from devices.topics import is_topic

Sent = tuple[Publish, ...]


def write(device: Device, command: Command, state: State | None) -> Sent:
    """What to publish so that the command happens."""
    writer = _WRITERS.get(device.domain)
    if writer is None:
        raise not_capable(device, command)
    return writer(device, command, state)


def _send(
    device: Device, topic_key: str, value: Any, template_key: str = "", **names: Any
) -> Publish:
    """One publish to a topic of the configuration, through its template if it has one."""
    address: Address = device.address
    topic = address.topic(topic_key)
    if topic is None or not is_topic(topic):
        raise NotCapable(f"{device.id} has no {topic_key}")
    template = address.config.get(template_key)
    payload = value if isinstance(value, str) else _plain(value)
    if isinstance(template, str) and template:
        rendered = render_command(template, {"value": value, **names})
        if rendered is None:
            raise NotCapable(f"{device.id}: {template_key} gives nothing")
        payload = rendered
    retain, qos = address.config.get("retain") is True, address.config.get("qos")
    return Publish(topic, payload, retain=retain, qos=qos if qos in {1, 2} else 1)


def _plain(value: Any) -> str:
    """
    >>> _plain(21.0), _plain(21.5), _plain({"state": "ON"})
    ('21', '21.5', '{"state":"ON"}')
    """
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False)


def _wants_on(device: Device, command: Command, state: State | None) -> bool:
    """Whether `turn_on`, `turn_off` or `toggle` is to switch it on."""
    if command.service == "toggle":
        return not is_on(state)
    if command.service not in {"turn_on", "turn_off"}:
        raise not_capable(device, command)
    return command.service == "turn_on"


def _power(device: Device, *, on: bool, topic_key: str = "command_topic") -> Publish:
    address: Address = device.address
    payload = address.text("payload_on", "ON") if on else address.text("payload_off", "OFF")
    return _send(device, topic_key, payload, topic_key.replace("_topic", "_template"))


def _switch(device: Device, command: Command, state: State | None) -> Sent:
    return (_power(device, on=_wants_on(device, command, state)),)


# --- lights --------------------------------------------------------------------------------------


def _light(device: Device, command: Command, state: State | None) -> Sent:
    order = light_order(device, command, state)
    match device.address.config.get("schema", "basic"):
        case "json":
            return (_send(device, "command_topic", _json_light(device, order)),)
        case "template":
            return (_template_light(device, order),)
    return _basic_light(device, order)


def _level(device: Device, brightness: float) -> int:
    scale = max(1, figure(device.address.config, "brightness_scale", 255))
    return max(1, round(rescale(brightness, (0, 255), (0, scale))))


def _white(device: Device, kelvin: float) -> int:
    return round(kelvin) if is_kelvin(device.address.config) else mired_of(kelvin)


def _json_light(device: Device, order: LightOrder) -> dict[str, Any]:
    said: dict[str, Any] = {"state": "ON" if order.on else "OFF"}
    if order.brightness is not None:
        said["brightness"] = _level(device, order.brightness)
    if order.kelvin is not None:
        said["color_temp"] = _white(device, order.kelvin)
    if order.color:
        said["color"] = _json_color(device, order.color)
    if order.effect is not None:
        said["effect"] = order.effect
    if order.transition is not None:
        said["transition"] = order.transition
    return said


def _json_color(device: Device, color: Mapping[str, Any]) -> dict[str, Any]:
    """The colour in the notation that the light prefers."""
    modes = device.address.config.get("supported_color_modes") or ()
    if "hs" in modes:
        return dict(zip("hs", color["hs_color"], strict=True))
    if "xy" in modes:
        return dict(zip("xy", color["xy_color"], strict=True))
    return dict(zip("rgb", color["rgb_color"], strict=True))


def _template_light(device: Device, order: LightOrder) -> Publish:
    names: dict[str, Any] = {"state": "on" if order.on else "off"}
    if order.brightness is not None:
        names["brightness"] = _level(device, order.brightness)
    if order.kelvin is not None:
        names["color_temp"] = _white(device, order.kelvin)
    if order.color:
        names |= dict(zip(("red", "green", "blue"), order.color["rgb_color"], strict=True))
    if order.transition is not None:
        names["transition"] = order.transition
    key = "command_on_template" if order.on else "command_off_template"
    return _send(device, "command_topic", names["state"], key, **names)


def _basic_light(device: Device, order: LightOrder) -> Sent:
    """One topic for each thing; what `on_command_type` says about the first."""
    if not order.on:
        return (_power(device, on=False),)
    settings = _basic_settings(device, order)
    how = device.address.config.get("on_command_type", "last")
    if how == "brightness" and order.brightness is not None:
        return settings
    power = _power(device, on=True)
    return (power, *settings) if how == "first" else (*settings, power)


def _basic_settings(device: Device, order: LightOrder) -> Sent:
    sent = []
    if order.brightness is not None:
        level = _level(device, order.brightness)
        sent.append(_send(device, "brightness_command_topic", level, "brightness_command_template"))
    if order.kelvin is not None:
        white = _white(device, order.kelvin)
        sent.append(_send(device, "color_temp_command_topic", white, "color_temp_command_template"))
    if order.color:
        sent.append(_basic_color(device, order.color))
    if order.effect is not None:
        sent.append(_send(device, "effect_command_topic", order.effect, "effect_command_template"))
    return tuple(sent)


def _basic_color(device: Device, color: Mapping[str, Any]) -> Publish:
    config = device.address.config
    name = next(each for each in ("hs", "rgb", "xy") if f"{each}_command_topic" in config)
    value: tuple[float, ...] = color[f"{name}_color"]
    keys = {"hs": ("hue", "sat"), "rgb": ("red", "green", "blue"), "xy": ("x", "y")}[name]
    text = ",".join(_plain(each) for each in value)
    names = dict(zip(keys, value, strict=True))
    return _send(device, f"{name}_command_topic", text, f"{name}_command_template", **names)


# --- covers, valves, locks -----------------------------------------------------------------------


def _cover(device: Device, command: Command, state: State | None) -> Sent:
    config, service = device.address.config, command.service
    if service == "toggle":
        service = "open_cover" if state and state.state == "closed" else "close_cover"
    if service in {"open_cover", "close_cover"} and "command_topic" not in config:
        return (_position(device, 100 if service == "open_cover" else 0),)
    if service == "set_cover_position":
        needs(device, "position")
        return (_position(device, clamp(demand(device, command, "position"), 0, 100)),)
    if service == "stop_cover":
        needs(device, "stop")
    if service in {"open_cover", "close_cover", "stop_cover"}:
        return (_word(device, service.partition("_")[0]),)
    if "tilt" in service:
        needs(device, "tilt")
        return (_tilt(device, command),)
    raise not_capable(device, command)


def _word(device: Device, verb: str) -> Publish:
    payload = device.address.text(f"payload_{verb}", verb.upper())
    return _send(device, "command_topic", payload, "command_template")


def _position(device: Device, percent: float, topic_key: str = "set_position_topic") -> Publish:
    config = device.address.config
    ends = figure(config, "position_closed", 0), figure(config, "position_open", 100)
    value = round(rescale(percent, (0, 100), ends))
    template = "set_position_template" if topic_key == "set_position_topic" else "command_template"
    return _send(device, topic_key, value, template, position=round(percent))


def _tilt(device: Device, command: Command) -> Publish:
    config = device.address.config
    low, high = figure(config, "tilt_min", 0), figure(config, "tilt_max", 100)
    if command.service == "open_cover_tilt":
        value = figure(config, "tilt_opened_value", 100)
    elif command.service == "close_cover_tilt":
        value = figure(config, "tilt_closed_value", 0)
    elif command.service == "set_cover_tilt_position":
        tilt = clamp(demand(device, command, "tilt_position"), 0, 100)
        value = round(rescale(tilt, (0, 100), (low, high)))
    else:
        raise not_capable(device, command)
    return _send(device, "tilt_command_topic", value, "tilt_command_template", tilt_position=value)


def _valve(device: Device, command: Command, state: State | None) -> Sent:
    service = command.service
    by_position = device.can("position")
    if service == "set_valve_position":
        needs(device, "position")
        percent = clamp(demand(device, command, "position"), 0, 100)
        return (_position(device, percent, "command_topic"),)
    if service in {"open_valve", "close_valve"} and by_position:
        return (_position(device, 100 if service == "open_valve" else 0, "command_topic"),)
    if service == "stop_valve":
        needs(device, "stop")
    if service in {"open_valve", "close_valve", "stop_valve"}:
        return (_word(device, service.partition("_")[0]),)
    raise not_capable(device, command)


def _lock(device: Device, command: Command, state: State | None) -> Sent:
    if command.service not in {"lock", "unlock", "open"}:
        raise not_capable(device, command)
    if command.service == "open":
        needs(device, "open")
    code = command.data.get("code")
    payload = device.address.text(f"payload_{command.service}", command.service.upper())
    return (_send(device, "command_topic", payload, "command_template", code=code),)


# --- air and water -------------------------------------------------------------------------------


def _fan(device: Device, command: Command, state: State | None) -> Sent:
    service, data = command.service, command.data
    if service == "set_preset_mode":
        return (_choice(device, command, "preset_mode", "preset_mode"),)
    if service == "oscillate":
        return (_oscillate(device, command),)
    if service == "set_percentage" or (service == "turn_on" and "percentage" in data):
        needs(device, "fan_speed")
        percent = clamp(demand(device, command, "percentage"), 0, 100)
        if percent == 0:
            return (_power(device, on=False),)
        speed = _send(
            device, "percentage_command_topic", _speed(device, percent),
            "percentage_command_template",
        )  # fmt: skip
        return (speed,) if is_on(state) else (_power(device, on=True), speed)
    return (_power(device, on=_wants_on(device, command, state)),)


def _speed(device: Device, percent: float) -> int:
    config = device.address.config
    low, high = figure(config, "speed_range_min", 1), figure(config, "speed_range_max", 100)
    return max(round(low), round(low - 1 + percent / 100 * (high - (low - 1))))


def _oscillate(device: Device, command: Command) -> Publish:
    needs(device, "oscillate")
    on = command.data.get("oscillating") is not False
    name = "payload_oscillation_on" if on else "payload_oscillation_off"
    payload = device.address.text(name, "oscillate_on" if on else "oscillate_off")
    return _send(device, "oscillation_command_topic", payload, "oscillation_command_template")


def _choice(device: Device, command: Command, key: str, capability: str) -> Publish:
    """One of the options, sent to `<key>_command_topic`; an hvac mode goes to `mode_...`."""
    topic = "mode" if key in {"hvac_mode", "mode", "operation_mode"} else key
    option = choose(device, command, key, capability)
    return _send(device, f"{topic}_command_topic", option, f"{topic}_command_template")


def _climate(device: Device, command: Command, state: State | None) -> Sent:
    match command.service:
        case "set_temperature":
            return _temperatures(device, command)
        case "set_hvac_mode":
            return (_choice(device, command, "hvac_mode", "hvac_mode"),)
        case "set_fan_mode" | "set_swing_mode" | "set_preset_mode":
            key = command.service.removeprefix("set_")
            return (_choice(device, command, key, key),)
        case "set_humidity":
            return (_humidity(device, command),)
        case "turn_on" | "turn_off":
            return (_climate_power(device, command),)
    raise not_capable(device, command)


def _temperatures(device: Device, command: Command) -> Sent:
    sent = []
    for mode, capability in (("hvac_mode", "hvac_mode"), ("operation_mode", "operation_mode")):
        if mode in command.data:
            sent.append(_choice(device, command, mode, capability))
    for key, name in (
        ("temperature", "temperature"),
        ("target_temp_low", "temperature_low"),
        ("target_temp_high", "temperature_high"),
    ):
        if key in command.data:
            can = "target_temperature" if key == "temperature" else "target_temperature_range"
            needs(device, can)
            degrees = in_range(device, demand(device, command, key), can)
            sent.append(_send(device, f"{name}_command_topic", degrees, f"{name}_command_template"))
    if not sent:
        raise NotCapable(f"{device.id}: set_temperature needs a temperature")
    return tuple(sent)


def _climate_power(device: Device, command: Command) -> Publish:
    """By its power topic, or by the mode that stands for on or off."""
    if "power_command_topic" in device.address.config:
        return _power(device, on=command.service == "turn_on", topic_key="power_command_topic")
    can = device.capabilities.get("hvac_mode") or device.capabilities.get("operation_mode")
    modes = can.options if can else ()
    wanted = ("off",) if command.service == "turn_off" else ("auto", "heat", "cool", "eco")
    for mode in wanted:
        if mode in modes:
            return _send(device, "mode_command_topic", mode, "mode_command_template")
    raise not_capable(device, command)


def _humidity(device: Device, command: Command) -> Publish:
    needs(device, "humidity")
    value = in_range(device, demand(device, command, "humidity"), "humidity")
    return _send(device, "target_humidity_command_topic", value, "target_humidity_command_template")


def _humidifier(device: Device, command: Command, state: State | None) -> Sent:
    if command.service == "set_humidity":
        return (_humidity(device, command),)
    if command.service == "set_mode":
        return (_choice(device, command, "mode", "mode"),)
    return (_power(device, on=_wants_on(device, command, state)),)


def _water_heater(device: Device, command: Command, state: State | None) -> Sent:
    match command.service:
        case "set_temperature":
            return _temperatures(device, command)
        case "set_operation_mode":
            return (_choice(device, command, "operation_mode", "operation_mode"),)
        case "turn_on" | "turn_off":
            return (_climate_power(device, command),)
    raise not_capable(device, command)


# --- the rest ------------------------------------------------------------------------------------

_VACUUM_CAPABILITIES = {
    "start": "start", "stop": "stop", "pause": "pause", "return_to_base": "return_to_base",
    "clean_spot": "clean_spot", "locate": "locate",
}  # fmt: skip


def _vacuum(device: Device, command: Command, state: State | None) -> Sent:
    service = command.service
    if service == "set_fan_speed":
        speed = choose(device, command, "fan_speed", "fan_speed")
        return (_send(device, "set_fan_speed_topic", speed),)
    if service not in _VACUUM_CAPABILITIES:
        raise not_capable(device, command)
    needs(device, _VACUUM_CAPABILITIES[service])
    return (_send(device, "command_topic", device.address.text(f"payload_{service}", service)),)


def _lawn_mower(device: Device, command: Command, state: State | None) -> Sent:
    if command.service not in {"start_mowing", "pause", "dock"}:
        raise not_capable(device, command)
    name = command.service
    return (_send(device, f"{name}_command_topic", name, f"{name}_command_template"),)


def _alarm(device: Device, command: Command, state: State | None) -> Sent:
    verb = command.service.removeprefix("alarm_")
    if verb.startswith("arm_"):
        if verb not in device.capabilities["arm"].options:
            raise not_capable(device, command)
    elif verb != "disarm":
        raise not_capable(device, command)
    payload = device.address.text(f"payload_{verb}", verb.upper())
    # Home Assistant's own default template: the payload alone, without the code.
    names = {"action": payload, "code": command.data.get("code")}
    return (_send(device, "command_topic", payload, "command_template", **names),)


def _number(device: Device, command: Command, state: State | None) -> Sent:
    if command.service != "set_value":
        raise not_capable(device, command)
    value = in_range(device, demand(device, command, "value"), "value")
    return (_send(device, "command_topic", value, "command_template"),)


def _select(device: Device, command: Command, state: State | None) -> Sent:
    if command.service != "select_option":
        raise not_capable(device, command)
    option = choose(device, command, "option", "option")
    return (_send(device, "command_topic", option, "command_template"),)


def _scene(device: Device, command: Command, state: State | None) -> Sent:
    if command.service != "turn_on":
        raise not_capable(device, command)
    return (_send(device, "command_topic", device.address.text("payload_on", "ON")),)


def _button(device: Device, command: Command, state: State | None) -> Sent:
    if command.service != "press":
        raise not_capable(device, command)
    payload = device.address.text("payload_press", "PRESS")
    return (_send(device, "command_topic", payload, "command_template"),)


_WRITERS: Mapping[str, Callable[[Device, Command, State | None], Sent]] = {
    "light": _light, "switch": _switch, "siren": _switch, "cover": _cover, "valve": _valve,
    "lock": _lock, "fan": _fan, "climate": _climate, "humidifier": _humidifier,
    "water_heater": _water_heater, "vacuum": _vacuum, "lawn_mower": _lawn_mower,
    "alarm_control_panel": _alarm, "number": _number, "select": _select, "scene": _scene,
    "button": _button,
}  # fmt: skip
