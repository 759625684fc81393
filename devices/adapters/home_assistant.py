"""Home Assistant's MQTT discovery: a configuration for each entity says all topics and templates.

`_config` spells the announcement out, `_abilities` tells what the entity can do, `_read` and
`_write` go by the configuration, `_templates` fills it in.
"""

from typing import Any

from devices.adapters.home_assistant_abilities import capabilities
from devices.adapters.home_assistant_config import (
    Address,
    Config,
    configurations,
    entity_id,
    entity_name,
    hardware_id,
)
from devices.adapters.home_assistant_read import COMPONENTS, read
from devices.adapters.home_assistant_write import write
from devices.adapters.values import mapping, name_of, object_of, temperature_unit
from devices.model import Device, Message, Publish, TemperatureUnit
from devices.topics import is_topic

__all__ = ["ANNOUNCEMENTS", "NAME", "TOGETHER", "announced", "asks", "poll", "read", "write"]

NAME = "home_assistant"
ANNOUNCEMENTS = ("homeassistant/+/+/config", "homeassistant/+/+/+/config")
TOGETHER: tuple[str, ...] = ()

_NOT_KEPT = frozenset({"device", "origin", "icon", "components", "~", "unique_id"})
_NOT_LISTENED_TO = frozenset({"json_attributes_topic", "last_reset_topic"})


def announced(message: Message) -> tuple[Device, ...]:
    """The entities that this configuration announces; unknown components are none of ours."""
    if not message.payload:
        return ()
    found = []
    for component, config in configurations(message.topic, object_of(message.payload)):
        if component not in COMPONENTS or _is_no_appliance(config):
            continue
        if not _has_topics(config):
            raise ValueError(f"{component} without a topic")
        found.append(_device(message.topic, component, config))
    return tuple(found)


def _is_no_appliance(config: Config) -> bool:
    """What only configures a device, is off by default, or is the bridge itself.

    Home Assistant keeps the first two from its assistants. The third would let "all switches on"
    open the Zigbee network to strangers.
    """
    return (
        config.get("entity_category") == "config"
        or config.get("enabled_by_default") is False
        or (hardware_id(config) or "").startswith("zigbee2mqtt_bridge_")
    )


def _has_topics(config: Config) -> bool:
    """Whether it can be read or written at all."""
    return any(
        key.endswith("_topic") and not key.startswith("availability") and isinstance(value, str)
        for key, value in config.items()
    )


def _device(source: str, component: str, config: Config) -> Device:
    return Device(
        id=entity_id(component, config),
        name=entity_name(component, config),
        dialect=NAME,
        source=source,
        topics=frozenset(_topics(config)),
        address=Address({k: v for k, v in config.items() if k not in _NOT_KEPT}),
        area=name_of(mapping(config.get("device")).get("suggested_area")),
        kind=name_of(config.get("device_class")),
        capabilities=capabilities(component, config),
        hardware=hardware_id(config),
        availability_mode=_availability_mode(config),
        temperature_unit=_degrees(component, config),
    )


def _degrees(component: str, config: Config) -> TemperatureUnit | None:
    """The unit of its temperatures, where it says; a difference of two is none."""
    if component in {"climate", "water_heater"}:
        return temperature_unit(config.get("temperature_unit"))
    if component in {"sensor", "number"} and config.get("device_class") != "temperature_delta":
        return temperature_unit(config.get("unit_of_measurement"))
    return None


def _topics(config: Config) -> set[str]:
    """All topics to listen to: those of the configuration that are not for commands."""
    wanted = {
        value
        for key, value in config.items()
        if key.endswith("_topic") and "command" not in key and not key.startswith("set_")
        if key not in _NOT_LISTENED_TO
    }
    wanted |= {entry.get("topic") for entry in config.get("availability", ())}
    return {topic for topic in wanted if isinstance(topic, str) and is_topic(topic)}


def _availability_mode(config: Config) -> Any:
    mode = config.get("availability_mode", "latest")
    return mode if mode in {"all", "any", "latest"} else "latest"


def asks(message: Message) -> tuple[Publish, ...]:
    """Nothing: an announcement tells everything."""
    return ()


def poll(device: Device) -> tuple[Publish, ...]:
    """Nothing: a device with discovery retains its state or sends it by itself."""
    return ()
