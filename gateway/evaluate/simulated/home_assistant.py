"""Devices that announce themselves by Home Assistant MQTT discovery, generic ones and ESPHome's.

From Home Assistant's documentation of each MQTT platform: a retained `config` names the topics, and
each state topic carries one value. ESPHome abbreviates the keys and has topics of its own.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from devices.model import Command, Publish
from gateway.evaluate import colours
from gateway.evaluate.fields import words
from gateway.evaluate.home_file import HomeDevice
from gateway.evaluate.simulated import behaviour
from gateway.evaluate.simulated.tongue import (
    SILENCE,
    Heard,
    State,
    as_json,
    number_in,
    object_in,
)

PREFIX = "homeassistant"
Order = tuple[str, dict[str, Any]]
"""Service and data."""

ABBREVIATIONS = {
    "availability_topic": "avty_t", "brightness": "brightness", "command_topic": "cmd_t",
    "state_topic": "stat_t", "unique_id": "uniq_id", "object_id": "obj_id",
    "default_entity_id": "def_ent_id", "device": "dev", "identifiers": "ids",
    "manufacturer": "mf", "model": "mdl", "suggested_area": "sa", "device_class": "dev_cla",
    "unit_of_measurement": "unit_of_meas", "supported_color_modes": "sup_clrm",
    "position_topic": "pos_t", "set_position_topic": "set_pos_t", "payload_on": "pl_on",
    "payload_off": "pl_off", "tilt_command_topic": "tilt_cmd_t", "tilt_status_topic":
    "tilt_status_t", "mode_command_topic": "mode_cmd_t", "mode_state_topic": "mode_stat_t",
    "temperature_command_topic": "temp_cmd_t", "temperature_state_topic": "temp_stat_t",
    "current_temperature_topic": "curr_temp_t", "percentage_command_topic": "pct_cmd_t",
    "percentage_state_topic": "pct_stat_t", "oscillation_command_topic": "osc_cmd_t",
    "oscillation_state_topic": "osc_stat_t", "json_attributes_topic": "json_attr_t",
    "state_class": "stat_cla", "preset_mode_command_topic": "pr_mode_cmd_t",
    "preset_mode_state_topic": "pr_mode_stat_t", "preset_modes": "pr_modes",
}  # fmt: skip
"""What ESPHome writes for short, as Home Assistant's list of abbreviations has it."""

SENSOR_CLASSES = words(
    "apparent_power aqi area atmospheric_pressure battery blood_glucose_concentration "
    "carbon_dioxide carbon_monoxide conductivity current data_rate data_size date distance "
    "duration energy energy_storage enum frequency gas humidity illuminance irradiance moisture "
    "monetary nitrogen_dioxide nitrogen_monoxide nitrous_oxide ozone ph pm1 pm10 pm25 power "
    "power_factor precipitation precipitation_intensity pressure reactive_power signal_strength "
    "sound_pressure speed sulphur_dioxide temperature timestamp volatile_organic_compounds "
    "voltage volume volume_flow_rate volume_storage water weight wind_direction wind_speed"
)
CLASSES: Mapping[str, frozenset[str]] = {
    "sensor": SENSOR_CLASSES,
    "number": SENSOR_CLASSES,
    "binary_sensor": words(
        "battery battery_charging carbon_monoxide cold connectivity door garage_door gas heat "
        "light lock moisture motion moving occupancy opening plug power presence problem running "
        "safety smoke sound tamper update vibration window"
    ),
    "cover": words("awning blind curtain damper door garage gate shade shutter window"),
    "switch": frozenset({"outlet", "switch"}),
    "valve": frozenset({"gas", "water"}),
    "humidifier": frozenset({"humidifier", "dehumidifier"}),
    "button": frozenset({"identify", "restart", "update"}),
    "event": frozenset({"button", "doorbell", "motion"}),
}
"""The device classes that Home Assistant accepts; another `type` cannot be announced."""
ALSO_KNOWN_AS = {("cover", "garage_door"): "garage", ("switch", "plug"): "outlet"}
UNITS = {
    "humidity": "%", "battery": "%", "moisture": "%", "illuminance": "lx", "power": "W",
    "energy": "kWh", "voltage": "V", "current": "A", "pressure": "hPa", "carbon_dioxide": "ppm",
    "pm25": "µg/m³", "pm10": "µg/m³",
}  # fmt: skip
PRIVATE = frozenset({"code"})
"""Attributes of a home file that no device would tell."""


@dataclass(frozen=True, slots=True)
class Channel:
    """A state topic: which keys it tells of, and how."""

    name: str
    """Empty for the main topic; else the part that stands before it."""
    keys: frozenset[str]
    encode: Callable[[State], str | None]


@dataclass(frozen=True, slots=True)
class Control:
    """A command topic, and what a payload there orders."""

    name: str
    decode: Callable[[str], Order | None]


@dataclass(slots=True)
class Platform:
    """How one of Home Assistant's MQTT platforms stands for a device."""

    component: str
    config: dict[str, Any] = field(default_factory=dict)
    """Beside topics that `Channel`s and `Control`s stand for."""
    channels: dict[str, Channel] = field(default_factory=dict)
    """By the key of the config that names their topic."""
    controls: dict[str, Control] = field(default_factory=dict)

    def tell(self, config_key: str, name: str, key: str) -> None:
        """One attribute, as plain text, on a topic of its own."""
        self.channels[config_key] = Channel(name, frozenset({key}), _plain(key))

    def take(self, config_key: str, name: str, decode: Callable[[str], Order | None]) -> None:
        """A command topic."""
        self.controls[config_key] = Control(name, decode)


class HomeAssistantTongue:
    """A device announced by discovery."""

    def __init__(self, device: HomeDevice, home: str, *, fahrenheit: bool = False) -> None:
        self._device = device
        self._short = device.dialect == "esphome"
        self._platform = _platform_of(device, fahrenheit)
        self._node = device.object_id.replace("_", "-") if self._short else home
        self._base = f"{self._node}/{device.domain}/{device.object_id}"
        self._add_attributes(device)
        ordered = "command" if self._short else "set"
        self._listens = {
            self._topic(control.name, ordered): control.decode
            for control in self._platform.controls.values()
        }

    def announce(self) -> Iterator[Publish]:
        """The retained discovery message."""
        platform = self._platform
        ordered = "command" if self._short else "set"
        config = {
            **self._identity(),
            **platform.config,
            **{key: self._topic(each.name, "state") for key, each in platform.channels.items()},
            **{key: self._topic(each.name, ordered) for key, each in platform.controls.items()},
        }
        node = f"{self._node}/" if self._short else ""
        topic = f"{PREFIX}/{platform.component}/{node}{self._device.object_id}/config"
        yield Publish(topic, as_json(_shortened(config) if self._short else config), retain=True)

    def topics(self) -> Iterable[str]:
        """Its command topics."""
        return self._listens

    def hear(self, topic: str, payload: bytes) -> Heard:
        """What a command topic is told."""
        order = self._listens[topic](payload.decode("utf-8", "replace"))
        if order is None:
            return SILENCE
        return Heard((Command(self._device.id, *order),))

    def report(self, state: State, keys: Collection[str] | None = None) -> Iterator[Publish]:
        """Each state topic that tells of the keys."""
        for channel in self._platform.channels.values():
            if keys is None or not channel.keys.isdisjoint(keys):
                payload = channel.encode(state)
                if payload is not None:
                    yield Publish(self._topic(channel.name, "state"), payload, retain=True)

    def available(self, online: bool) -> Iterator[Publish]:
        """Its birth message, or its last will."""
        yield Publish(self._availability(), "online" if online else "offline", retain=True)

    def _topic(self, name: str, end: str) -> str:
        return f"{self._base}/{name}/{end}" if name else f"{self._base}/{end}"

    def _availability(self) -> str:
        return f"{self._node}/status" if self._short else f"{self._base}/availability"

    def _identity(self) -> dict[str, Any]:
        device = self._device
        made_by = ("Espressif", "esp32dev") if self._short else ("Ambient", device.domain)
        hardware: dict[str, Any] = {
            "identifiers": [f"{self._node}_{device.object_id}"],
            "name": device.name,
            "manufacturer": made_by[0],
            "model": made_by[1],
        }
        if device.area_name:
            hardware["suggested_area"] = device.area_name
        return {
            "name": None,
            "unique_id": f"{self._node}_{device.domain}_{device.object_id}",
            "object_id": device.object_id,
            "default_entity_id": device.id,
            "availability_topic": self._availability(),
            "device": hardware,
        }

    def _add_attributes(self, device: HomeDevice) -> None:
        """What its platform has no topic for goes out as JSON attributes."""
        platform = self._platform
        told = frozenset().union(*(channel.keys for channel in platform.channels.values()))
        known = told | PRIVATE | {"state"} | set(platform.config)
        extra = frozenset(device.state) - known - _IN_CONFIG
        if extra:
            platform.channels["json_attributes_topic"] = Channel(
                "attributes",
                extra,
                lambda state: as_json({key: state[key] for key in sorted(extra) if key in state}),
            )


_IN_CONFIG = words(
    "unit_of_measurement device_class hvac_modes min_temp max_temp target_temp_step fan_modes "
    "preset_modes swing_modes effect_list options min max step fan_speed_list available_modes "
    "operation_list min_color_temp_kelvin max_color_temp_kelvin min_mireds max_mireds event_types "
    "supported_color_modes supported_features friendly_name min_humidity max_humidity code "
    "state_class"
)
"""Attributes of a state that the config says, as other keys or not at all."""


def speaks_of(domain: str) -> bool:
    """Whether Home Assistant has an MQTT platform for it."""
    return domain in PLATFORMS


# --- platforms -----------------------------------------------------------------------------------


def _light(device: HomeDevice, fahrenheit: bool) -> Platform:
    modes = _colour_modes(device)
    platform = Platform("light", {"schema": "json", "supported_color_modes": modes})
    if modes != ["onoff"]:
        platform.config |= {"brightness": True, "brightness_scale": 255}
    if "color_temp" in modes:
        platform.config |= {
            "color_temp_kelvin": True,
            "min_kelvin": int(device.state.get("min_color_temp_kelvin", 2000)),
            "max_kelvin": int(device.state.get("max_color_temp_kelvin", 6500)),
        }
    if device.has("effect", "effect_list"):
        effects = device.state.get("effect_list", ["rainbow", "none"])
        platform.config |= {"effect": True, "effect_list": effects}
    keys = "state brightness color_temp_kelvin hs_color rgb_color xy_color color_mode effect"
    platform.channels["state_topic"] = Channel(
        "", frozenset(keys.split()), lambda state: as_json(_light_state(state, modes))
    )
    platform.take("command_topic", "", _light_order)
    return platform


def _colour_modes(device: HomeDevice) -> list[str]:
    modes = ["color_temp"] if behaviour.whites(device) else []
    modes += ["hs"] if behaviour.colourful(device) else []
    return modes or ["brightness" if behaviour.dimmable(device) else "onoff"]


def _light_state(state: State, modes: list[str]) -> dict[str, Any]:
    told: dict[str, Any] = {"state": "ON" if state.get("state") == "on" else "OFF"}
    mode = state.get("color_mode")
    mode = mode if mode in modes else modes[0]
    if state.get("brightness") is not None and modes != ["onoff"]:
        told["brightness"] = state["brightness"]
    if mode == "hs" and state.get("hs_color"):
        hue, saturation = state["hs_color"]
        told |= {"color_mode": "hs", "color": {"h": hue, "s": saturation}}
    elif mode == "color_temp" and state.get("color_temp_kelvin"):
        told |= {"color_mode": "color_temp", "color_temp": state["color_temp_kelvin"]}
    elif mode in ("brightness", "onoff"):
        told["color_mode"] = mode
    if state.get("effect") is not None:
        told["effect"] = state["effect"]
    return told


def _light_order(payload: str) -> Order | None:
    told = object_in(payload)
    if told is None or str(told.get("state", "ON")).upper() not in ("ON", "OFF"):
        return None
    data: dict[str, Any] = {
        key: told[key] for key in ("brightness", "transition", "effect") if key in told
    }
    if number_in(told.get("color_temp")) is not None:
        data["color_temp_kelvin"] = number_in(told["color_temp"])
    colour = told.get("color")
    hs = _hs_in(colour) if isinstance(colour, dict) else None
    if hs:
        data["hs_color"] = hs
    return ("turn_off" if str(told.get("state", "ON")).upper() == "OFF" else "turn_on"), data


def _hs_in(colour: dict[str, Any]) -> tuple[float, float] | None:
    parts = {key: number_in(value) for key, value in colour.items()}
    if None in parts.values():
        return None
    if {"h", "s"} <= parts.keys():
        return parts["h"] or 0.0, parts["s"] or 0.0
    if {"r", "g", "b"} <= parts.keys():
        return colours.rgb_to_hs([parts["r"] or 0, parts["g"] or 0, parts["b"] or 0])
    if {"x", "y"} <= parts.keys():
        return colours.xy_to_hs([parts["x"] or 0, parts["y"] or 0])
    return None


def _switch(device: HomeDevice, fahrenheit: bool) -> Platform:
    platform = _classed(Platform("switch", {"payload_on": "ON", "payload_off": "OFF"}), device)
    platform.channels["state_topic"] = _on_off_channel()
    platform.take("command_topic", "", _on_off_order)
    return platform


def _siren(device: HomeDevice, fahrenheit: bool) -> Platform:
    platform = Platform("siren")
    platform.channels["state_topic"] = _on_off_channel()
    platform.take("command_topic", "", _siren_order)
    return platform


def _siren_order(payload: str) -> Order | None:
    """By default Home Assistant sends a siren JSON, with the tone beside the state."""
    told = object_in(payload)
    return _on_off_order(str(told.get("state"))) if told else _on_off_order(payload)


def _sensor(device: HomeDevice, fahrenheit: bool) -> Platform:
    platform = _classed(Platform("sensor"), device)
    unit = device.state.get("unit_of_measurement") or _unit(device.kind, fahrenheit)
    if unit:
        platform.config |= {"unit_of_measurement": unit, "state_class": "measurement"}
    platform.tell("state_topic", "", "state")
    return platform


def _unit(kind: str | None, fahrenheit: bool) -> str | None:
    if kind == "temperature":
        return "°F" if fahrenheit else "°C"
    return UNITS.get(kind or "")


def _binary_sensor(device: HomeDevice, fahrenheit: bool) -> Platform:
    platform = _classed(Platform("binary_sensor"), device)
    platform.config |= {"payload_on": "ON", "payload_off": "OFF"}
    platform.channels["state_topic"] = _on_off_channel()
    return platform


def _climate(device: HomeDevice, fahrenheit: bool) -> Platform:
    low, high = behaviour.temperature_range(device, fahrenheit)
    platform = Platform("climate", {"modes": list(behaviour.hvac_modes(device))})
    platform.config |= {
        "min_temp": low,
        "max_temp": high,
        "temp_step": device.state.get("target_temp_step", 0.5),
        "temperature_unit": "F" if fahrenheit else "C",
    }
    platform.tell("mode_state_topic", "mode", "state")
    platform.take("mode_command_topic", "mode", lambda text: ("set_hvac_mode", {"hvac_mode": text}))
    targets = {"temperature": ("temperature", "target_temperature")}
    if "target_temp_low" in device.state or "target_temp_high" in device.state:
        targets = {
            "temperature_low": ("target_temp_low", "target_temperature_low"),
            "temperature_high": ("target_temp_high", "target_temperature_high"),
        }
    for config_key, (key, name) in targets.items():
        platform.tell(f"{config_key}_state_topic", name, key)
        platform.take(f"{config_key}_command_topic", name, _numeric("set_temperature", key))
    if "current_temperature" in device.state:
        platform.tell("current_temperature_topic", "current_temperature", "current_temperature")
    if "current_humidity" in device.state:
        platform.tell("current_humidity_topic", "current_humidity", "current_humidity")
    if "hvac_action" in device.state:
        platform.tell("action_topic", "action", "hvac_action")
    if device.has("humidity", "target_humidity"):
        platform.tell("target_humidity_state_topic", "humidity", "humidity")
        platform.take("target_humidity_command_topic", "humidity",
                      _numeric("set_humidity", "humidity"))  # fmt: skip
    _add_modes(platform, device, ("preset_mode", "fan_mode", "swing_mode"))
    return platform


def _add_modes(platform: Platform, device: HomeDevice, names: Iterable[str]) -> None:
    for name in names:
        if device.has(name, f"{name}s"):
            platform.config[f"{name}s"] = behaviour.modes_of(device, name)
            platform.tell(f"{name}_state_topic", name, name)
            platform.take(f"{name}_command_topic", name, _worded(f"set_{name}", name))


def _cover(device: HomeDevice, fahrenheit: bool) -> Platform:
    platform = _classed(Platform("cover"), device)
    platform.tell("state_topic", "", "state")
    platform.take("command_topic", "", _one_of(
        {"OPEN": "open_cover", "CLOSE": "close_cover", "STOP": "stop_cover"}))  # fmt: skip
    if behaviour.positioned(device):
        platform.tell("position_topic", "position", "current_position")
        platform.take("set_position_topic", "position",
                      _numeric("set_cover_position", "position"))  # fmt: skip
    if device.has("tilt", "current_tilt_position"):
        platform.tell("tilt_status_topic", "tilt", "current_tilt_position")
        platform.take("tilt_command_topic", "tilt",
                      _numeric("set_cover_tilt_position", "tilt_position"))  # fmt: skip
    return platform


def _valve(device: HomeDevice, fahrenheit: bool) -> Platform:
    platform = _classed(Platform("valve"), device)
    if not behaviour.positioned(device):
        platform.tell("state_topic", "", "state")
        orders = {"OPEN": "open_valve", "CLOSE": "close_valve", "STOP": "stop_valve"}
        platform.take("command_topic", "", _one_of(orders))
        return platform
    platform.config |= {"reports_position": True, "payload_stop": "STOP"}
    platform.channels["state_topic"] = Channel(
        "",
        frozenset({"state", "current_position"}),
        lambda state: as_json(
            {"state": state.get("state"), "position": state.get("current_position")}
        ),
    )
    to_position = _numeric("set_valve_position", "position")
    platform.take(
        "command_topic",
        "",
        lambda text: ("stop_valve", {}) if text == "STOP" else to_position(text),
    )
    return platform


def _fan(device: HomeDevice, fahrenheit: bool) -> Platform:
    platform = Platform("fan", {"payload_on": "ON", "payload_off": "OFF"})
    platform.channels["state_topic"] = _on_off_channel()
    platform.take("command_topic", "", _on_off_order)
    if device.has("fan_speed", "speed", "percentage"):
        platform.config |= {"speed_range_min": 1, "speed_range_max": 100}
        platform.tell("percentage_state_topic", "percentage", "percentage")
        platform.take("percentage_command_topic", "percentage",
                      _numeric("set_percentage", "percentage"))  # fmt: skip
    if device.has("oscillate", "oscillating"):
        platform.channels["oscillation_state_topic"] = Channel(
            "oscillation",
            frozenset({"oscillating"}),
            lambda state: "oscillate_on" if state.get("oscillating") else "oscillate_off",
        )
        platform.take("oscillation_command_topic", "oscillation", lambda text: (
            ("oscillate", {"oscillating": text == "oscillate_on"})
            if text in ("oscillate_on", "oscillate_off") else None))  # fmt: skip
    if device.has("direction"):
        platform.tell("direction_state_topic", "direction", "direction")
        platform.take("direction_command_topic", "direction",
                      _worded("set_direction", "direction"))  # fmt: skip
    _add_modes(platform, device, ("preset_mode",))
    return platform


def _lock(device: HomeDevice, fahrenheit: bool) -> Platform:
    platform = Platform(
        "lock",
        {
            "payload_lock": "LOCK",
            "payload_unlock": "UNLOCK",
            "state_locked": "LOCKED",
            "state_unlocked": "UNLOCKED",
            "state_locking": "LOCKING",
            "state_unlocking": "UNLOCKING",
            "state_jammed": "JAMMED",
        },
    )
    orders = {"LOCK": "lock", "UNLOCK": "unlock"}
    if device.has("open"):
        platform.config["payload_open"] = "OPEN"
        orders["OPEN"] = "open"
    platform.channels["state_topic"] = Channel(
        "", frozenset({"state"}), lambda state: str(state.get("state")).upper()
    )
    platform.take("command_topic", "", _one_of(orders))
    return platform


def _vacuum(device: HomeDevice, fahrenheit: bool) -> Platform:
    features = ["start", "pause", "stop", "return_home", "locate", "clean_spot"]
    platform = Platform("vacuum")
    if device.has("fan_speed", "fan_speed_list"):
        features.append("fan_speed")
        platform.config["fan_speed_list"] = device.state.get(
            "fan_speed_list", ["min", "medium", "high", "max"]
        )
        platform.take("set_fan_speed_topic", "fan_speed", _worded("set_fan_speed", "fan_speed"))
    platform.config["supported_features"] = features
    keys = ("state", "fan_speed", "battery_level")
    platform.channels["state_topic"] = Channel(
        "",
        frozenset(keys),
        lambda state: as_json({key: state[key] for key in keys if key in state}),
    )
    orders = ("start", "pause", "stop", "return_to_base", "locate", "clean_spot")
    platform.take("command_topic", "", _one_of({order: order for order in orders}))
    return platform


def _lawn_mower(device: HomeDevice, fahrenheit: bool) -> Platform:
    platform = Platform("lawn_mower")
    platform.tell("activity_state_topic", "activity", "state")
    for order in ("start_mowing", "pause", "dock"):
        platform.take(f"{order}_command_topic", order, _one_of({order: order}))
    return platform


def _alarm(device: HomeDevice, fahrenheit: bool) -> Platform:
    modes = ("home", "away", "night", "vacation", "custom_bypass")
    orders = {f"ARM_{mode.upper()}": f"alarm_arm_{mode}" for mode in modes}
    orders |= {"DISARM": "alarm_disarm", "TRIGGER": "alarm_trigger"}
    platform = Platform("alarm_control_panel", {"code_arm_required": False})
    platform.config |= {
        "code_disarm_required": "code" in device.state,
        "supported_features": [*(f"arm_{mode}" for mode in modes), "trigger"],
    }
    if "code" in device.state:
        platform.config |= {
            "code": "REMOTE_CODE",
            "command_template": '{"action":"{{ action }}","code":"{{ code }}"}',
        }
    platform.tell("state_topic", "", "state")
    platform.take("command_topic", "", lambda text: _alarm_order(text, orders))
    return platform


def _alarm_order(payload: str, orders: Mapping[str, str]) -> Order | None:
    told = object_in(payload)
    action = str(told.get("action")) if told else payload
    if action not in orders:
        return None
    return orders[action], ({"code": told["code"]} if told and told.get("code") else {})


def _humidifier(device: HomeDevice, fahrenheit: bool) -> Platform:
    platform = _classed(Platform("humidifier"), device)
    platform.config |= {
        "min_humidity": device.state.get("min_humidity", 0),
        "max_humidity": device.state.get("max_humidity", 100),
    }
    platform.channels["state_topic"] = _on_off_channel()
    platform.take("command_topic", "", _on_off_order)
    platform.tell("target_humidity_state_topic", "humidity", "humidity")
    platform.take("target_humidity_command_topic", "humidity",
                  _numeric("set_humidity", "humidity"))  # fmt: skip
    if "current_humidity" in device.state:
        platform.tell("current_humidity_topic", "current_humidity", "current_humidity")
    if device.has("mode", "available_modes"):
        platform.config["modes"] = humidifier_modes(device)
        platform.tell("mode_state_topic", "mode", "mode")
        platform.take("mode_command_topic", "mode", _worded("set_mode", "mode"))
    return platform


def humidifier_modes(device: HomeDevice) -> list[str]:
    """What a home gives, else the usual ones and the one it is in."""
    usual = ["normal", "eco", "sleep", "auto", "boost", "baby"]
    return list(
        device.state.get("available_modes") or dict.fromkeys([*usual, str(device.state["mode"])])
    )


def _water_heater(device: HomeDevice, fahrenheit: bool) -> Platform:
    low, high = behaviour.temperature_range(device, fahrenheit)
    modes = device.state.get("operation_list", ["off", "eco", "performance"])
    platform = Platform("water_heater", {"modes": modes, "min_temp": low, "max_temp": high})
    platform.config["temperature_unit"] = "F" if fahrenheit else "C"
    platform.tell("mode_state_topic", "mode", "state")
    platform.take("mode_command_topic", "mode", _worded("set_operation_mode", "operation_mode"))
    platform.tell("temperature_state_topic", "temperature", "temperature")
    platform.take("temperature_command_topic", "temperature",
                  _numeric("set_temperature", "temperature"))  # fmt: skip
    if "current_temperature" in device.state:
        platform.tell("current_temperature_topic", "current_temperature", "current_temperature")
    return platform


def _scene(device: HomeDevice, fahrenheit: bool) -> Platform:
    """A scene has no state of its own in MQTT."""
    platform = Platform("scene", {"payload_on": "ON"})
    platform.take("command_topic", "", _one_of({"ON": "turn_on"}))
    return platform


def _button(device: HomeDevice, fahrenheit: bool) -> Platform:
    platform = _classed(Platform("button", {"payload_press": "PRESS"}), device)
    platform.take("command_topic", "", _one_of({"PRESS": "press"}))
    return platform


def _number(device: HomeDevice, fahrenheit: bool) -> Platform:
    platform = _classed(Platform("number"), device)
    for key, usual in (("min", 0), ("max", 100), ("step", 1)):
        platform.config[key] = device.state.get(key, usual)
    if device.state.get("unit_of_measurement"):
        platform.config["unit_of_measurement"] = device.state["unit_of_measurement"]
    platform.tell("state_topic", "", "state")
    platform.take("command_topic", "", _numeric("set_value", "value"))
    return platform


def _select(device: HomeDevice, fahrenheit: bool) -> Platform:
    options = device.state.get("options", [device.state.get("state")])
    platform = Platform("select", {"options": options})
    platform.tell("state_topic", "", "state")
    platform.take("command_topic", "", _worded("select_option", "option"))
    return platform


def _text(device: HomeDevice, fahrenheit: bool) -> Platform:
    platform = Platform("text")
    platform.tell("state_topic", "", "state")
    platform.take("command_topic", "", _worded("set_value", "value"))
    return platform


def _event(device: HomeDevice, fahrenheit: bool) -> Platform:
    types = device.state.get("event_types", ["press", "ring"])
    platform = _classed(Platform("event", {"event_types": types}), device)
    platform.channels["state_topic"] = Channel(
        "",
        frozenset({"event_type"}),
        lambda state: (
            as_json({"event_type": state["event_type"]}) if "event_type" in state else None
        ),
    )
    return platform


def _device_tracker(device: HomeDevice, fahrenheit: bool) -> Platform:
    platform = Platform("device_tracker")
    platform.tell("state_topic", "", "state")
    return platform


PLATFORMS: Mapping[str, Callable[[HomeDevice, bool], Platform]] = {
    "light": _light,
    "switch": _switch,
    "siren": _siren,
    "sensor": _sensor,
    "binary_sensor": _binary_sensor,
    "climate": _climate,
    "cover": _cover,
    "valve": _valve,
    "fan": _fan,
    "lock": _lock,
    "vacuum": _vacuum,
    "lawn_mower": _lawn_mower,
    "alarm_control_panel": _alarm,
    "humidifier": _humidifier,
    "water_heater": _water_heater,
    "scene": _scene,
    "button": _button,
    "number": _number,
    "select": _select,
    "text": _text,
    "event": _event,
    "device_tracker": _device_tracker,
}


STAND_INS: Mapping[str, str] = {
    "automation": "switch",
    "remote": "switch",
    "group": "switch",
    "camera": "switch",
    "input_number": "number",
    "counter": "number",
    "input_select": "select",
    "input_text": "text",
    "input_button": "button",
}
"""Domains that Home Assistant has no MQTT platform for, and one that they resemble."""


def _platform_of(device: HomeDevice, fahrenheit: bool) -> Platform:
    make = PLATFORMS.get(device.domain)
    if make is None:
        make = PLATFORMS[STAND_INS.get(device.domain, "sensor")]
        platform = make(device, fahrenheit)
        platform.component = device.domain
        return platform
    return make(device, fahrenheit)


# --- payloads ------------------------------------------------------------------------------------


def _classed(platform: Platform, device: HomeDevice) -> Platform:
    kind = ALSO_KNOWN_AS.get((device.domain, device.kind or ""), device.kind)
    if kind in CLASSES.get(device.domain, ()):
        platform.config["device_class"] = kind
    return platform


def _on_off_channel() -> Channel:
    def encode(state: State) -> str | None:
        return {"on": "ON", "off": "OFF"}.get(str(state.get("state")))

    return Channel("", frozenset({"state"}), encode)


def _on_off_order(payload: str) -> Order | None:
    service = {"ON": "turn_on", "OFF": "turn_off"}.get(payload)
    return (service, {}) if service else None


def _one_of(orders: Mapping[str, str]) -> Callable[[str], Order | None]:
    return lambda payload: (orders[payload], {}) if payload in orders else None


def _numeric(service: str, key: str) -> Callable[[str], Order | None]:
    def decode(payload: str) -> Order | None:
        number = number_in(payload)
        return None if number is None else (service, {key: number})

    return decode


def _worded(service: str, key: str) -> Callable[[str], Order | None]:
    return lambda payload: (service, {key: payload}) if payload else None


def _plain(key: str) -> Callable[[State], str | None]:
    def encode(state: State) -> str | None:
        value = state.get(key)
        return None if value is None else str(value)

    return encode


def _shortened(config: dict[str, Any]) -> dict[str, Any]:
    """The config with ESPHome's abbreviations, within `device` too."""
    return {
        ABBREVIATIONS.get(key, key): _shortened(value) if key == "device" else value
        for key, value in config.items()
    }
