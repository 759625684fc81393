"""A discovery configuration -> what the entity can do, in Home Assistant's units."""

from collections.abc import Callable, Iterator, Mapping

from devices.adapters.home_assistant_config import Config
from devices.adapters.values import kelvin_of, listing, number
from devices.model import Capability

OPTIONS_MAX = 256  # Modes, effects and the like that are kept.

_COLOR_MODES = frozenset({"hs", "xy", "rgb", "rgbw", "rgbww"})


def capabilities(component: str, config: Config) -> Mapping[str, Capability]:
    """What this entity can do, by capability name."""
    found = _ABILITIES.get(component, _nothing)
    return {each.name: each for each in found(config)}


def options(config: Config, key: str) -> tuple[str, ...]:
    """A list of the configuration as texts."""
    return tuple(
        str(each) for each in listing(config.get(key))[:OPTIONS_MAX] if isinstance(each, str | int)
    )


def figure(config: Config, key: str, default: float) -> float:
    """A number of the configuration."""
    value = number(config.get(key))
    return default if value is None else value


def is_kelvin(config: Config) -> bool:
    """Whether colour temperatures on the wire are kelvin, not mired."""
    return config.get("color_temp_kelvin") is True


def kelvin_range(config: Config) -> tuple[float, float]:
    """Warmest and coldest white."""
    low = number(config.get("min_kelvin")) or kelvin_of(figure(config, "max_mireds", 500))
    high = number(config.get("max_kelvin")) or kelvin_of(figure(config, "min_mireds", 153))
    return low or 2000, high or 6535


def _nothing(_config: Config) -> Iterator[Capability]:
    return iter(())


def _switch(_config: Config) -> Iterator[Capability]:
    yield Capability("on_off")


def _run(_config: Config) -> Iterator[Capability]:
    yield Capability("run")


def _light(config: Config) -> Iterator[Capability]:
    yield Capability("on_off")
    schema = config.get("schema", "basic")
    if schema == "json":
        modes = set(options(config, "supported_color_modes"))
        dims = config.get("brightness") is True or bool(modes - {"onoff"})
        temp, color = "color_temp" in modes, bool(modes & _COLOR_MODES)
    elif schema == "template":
        dims = "brightness_template" in config
        temp, color = "color_temp_template" in config, "red_template" in config
    else:
        dims = "brightness_command_topic" in config
        temp = "color_temp_command_topic" in config
        color = any(f"{each}_command_topic" in config for each in ("hs", "rgb", "xy"))
    if dims:
        yield Capability("brightness", 0, 255)
    if temp:
        yield Capability("color_temp", *kelvin_range(config))
    if color:
        yield Capability("color")
    if effects := options(config, "effect_list"):
        yield Capability("effect", options=effects)


def _cover(config: Config) -> Iterator[Capability]:
    if "command_topic" in config or "set_position_topic" in config:
        yield Capability("open_close")
    if "command_topic" in config and config.get("payload_stop", "STOP") is not None:
        yield Capability("stop")
    if "set_position_topic" in config:
        yield Capability("position", 0, 100)
    if "tilt_command_topic" in config:
        yield Capability("tilt", 0, 100)


def _valve(config: Config) -> Iterator[Capability]:
    yield Capability("open_close")
    if config.get("reports_position") is True:
        yield Capability("position", 0, 100)
    if config.get("payload_stop") is not None:
        yield Capability("stop")


def _fan(config: Config) -> Iterator[Capability]:
    yield Capability("on_off")
    if "percentage_command_topic" in config:
        low, high = figure(config, "speed_range_min", 1), figure(config, "speed_range_max", 100)
        yield Capability("fan_speed", 0, 100, round(100 / max(1, high - low + 1), 2))
    if presets := options(config, "preset_modes"):
        yield Capability("preset_mode", options=presets)
    if "oscillation_command_topic" in config:
        yield Capability("oscillate")


_HVAC_MODES = ("auto", "off", "cool", "heat", "dry", "fan_only")


def _climate(config: Config) -> Iterator[Capability]:
    low, high = number(config.get("min_temp")), number(config.get("max_temp"))
    step = figure(config, "temp_step", 1)
    if "temperature_command_topic" in config:
        yield Capability("target_temperature", low, high, step)
    if "temperature_low_command_topic" in config:
        yield Capability("target_temperature_range", low, high, step)
    if "mode_command_topic" in config:
        yield Capability("hvac_mode", options=options(config, "modes") or _HVAC_MODES)
    if "mode_command_topic" in config or "power_command_topic" in config:
        yield Capability("on_off")
    if "fan_mode_command_topic" in config:
        modes = options(config, "fan_modes") or ("auto", "low", "medium", "high")
        yield Capability("fan_mode", options=modes)
    if "swing_mode_command_topic" in config:
        yield Capability("swing_mode", options=options(config, "swing_modes") or ("on", "off"))
    if "preset_mode_command_topic" in config:
        yield Capability("preset_mode", options=("none", *options(config, "preset_modes")))
    if "target_humidity_command_topic" in config:
        yield _humidity(config)


def _humidity(config: Config) -> Capability:
    low, high = figure(config, "min_humidity", 0), figure(config, "max_humidity", 100)
    return Capability("humidity", low, high)


def _humidifier(config: Config) -> Iterator[Capability]:
    yield Capability("on_off")
    if "target_humidity_command_topic" in config:
        yield _humidity(config)
    if "mode_command_topic" in config:
        yield Capability("mode", options=options(config, "modes"))


def _water_heater(config: Config) -> Iterator[Capability]:
    if "temperature_command_topic" in config:
        low, high = number(config.get("min_temp")), number(config.get("max_temp"))
        yield Capability("target_temperature", low, high, 1)
    if "mode_command_topic" in config:
        yield Capability("operation_mode", options=options(config, "modes"))
        yield Capability("on_off")


def _lock(config: Config) -> Iterator[Capability]:
    yield Capability("lock")
    if config.get("payload_open") is not None:
        yield Capability("open")


_VACUUM_SERVICES = ("start", "stop", "return_home", "battery", "status", "locate", "clean_spot")


def _vacuum(config: Config) -> Iterator[Capability]:
    can = options(config, "supported_features") or _VACUUM_SERVICES
    named = {"start": "start", "stop": "stop", "pause": "pause", "return_home": "return_to_base",
             "clean_spot": "clean_spot", "locate": "locate"}  # fmt: skip
    if "command_topic" in config:
        for feature, capability in named.items():
            if feature in can:
                yield Capability(capability)
    if "set_fan_speed_topic" in config:
        yield Capability("fan_speed", options=options(config, "fan_speed_list"))


def _lawn_mower(config: Config) -> Iterator[Capability]:
    for key, capability in (("start_mowing", "start"), ("pause", "pause"), ("dock", "dock")):
        if f"{key}_command_topic" in config:
            yield Capability(capability)


def _alarm(config: Config) -> Iterator[Capability]:
    modes = options(config, "supported_features") or ("arm_home", "arm_away", "arm_night")
    yield Capability("arm", options=tuple(each for each in modes if each.startswith("arm_")))


def _number(config: Config) -> Iterator[Capability]:
    low, high = figure(config, "min", 1), figure(config, "max", 100)
    yield Capability("value", low, high, figure(config, "step", 1))


def _select(config: Config) -> Iterator[Capability]:
    yield Capability("option", options=options(config, "options"))


_ABILITIES: Mapping[str, Callable[[Config], Iterator[Capability]]] = {
    "light": _light, "switch": _switch, "siren": _switch, "cover": _cover, "valve": _valve,
    "fan": _fan, "climate": _climate, "humidifier": _humidifier, "water_heater": _water_heater,
    "lock": _lock, "vacuum": _vacuum, "lawn_mower": _lawn_mower, "alarm_control_panel": _alarm,
    "number": _number, "select": _select, "scene": _run, "button": _run,
}  # fmt: skip
