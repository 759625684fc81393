"""Our own small convention, for what MQTT has none for: media players, scripts, weather, people.

`docs/mqtt.md` describes it. Every topic begins with `ambient/<component>/<object_id>/`.
"""

import json
from collections.abc import Callable, Mapping
from typing import Any

from devices.adapters.dialect import NotCapable
from devices.adapters.orders import choose, demand, is_on, needs, not_capable
from devices.adapters.values import (
    clamp,
    mapping,
    name_of,
    number,
    object_of,
    slug,
    temperature_unit,
    text_of,
)
from devices.model import Capability, Command, Device, Message, Publish, Report, State
from devices.topics import is_topic

NAME = "ambient"
COMPONENTS = ("media_player", "script", "scene", "weather", "person", "input_boolean")
ANNOUNCEMENTS = tuple(f"ambient/{component}/+/config" for component in COMPONENTS)
TOGETHER: tuple[str, ...] = ()

SETS_MAX = 256  # Devices that one scene may set.
SOURCES_MAX = 256
TEXT_CHARS_MAX = 1024  # Of a title, a source, an id.

MEDIA_STATES = ("playing", "paused", "idle", "off", "on", "buffering", "standby")

_STATES: Mapping[str, tuple[str, ...]] = {
    "media_player": MEDIA_STATES,
    "input_boolean": ("on", "off"),
}
"""What the state of a component may be, where it is not free text."""

_FEATURES: Mapping[str, Capability] = {
    each.name: each
    for each in (
        Capability("on_off"),
        Capability("play"),
        Capability("volume", 0, 1),
        Capability("mute"),
        Capability("source"),
    )
}
"""What `features` may name; `sources` says which sources there are."""


def announced(message: Message) -> tuple[Device, ...]:
    """The one device of this topic."""
    if not message.payload:
        return ()
    config = object_of(message.payload)
    _, component, object_id, _ = message.topic.split("/")
    name = name_of(config.get("name"))
    if name is None:
        raise ValueError("no name")
    if not is_topic(object_id):
        raise ValueError("not a topic")
    base = message.topic.removesuffix("/config")
    return (
        Device(
            id=f"{component}.{slug(object_id)}",
            name=name,
            dialect=NAME,
            source=message.topic,
            topics=frozenset({f"{base}/state", f"{base}/availability"}),
            address=base,
            area=name_of(config.get("area")),
            kind=name_of(config.get("kind")),
            capabilities=_capabilities(component, config),
            screen=config.get("screen") is True,
            temperature_unit=temperature_unit(config.get("temperature_unit")),
            sets=_sets(config.get("sets")),
        ),
    )


def _capabilities(component: str, config: Mapping[str, Any]) -> Mapping[str, Capability]:
    if component in {"script", "scene"}:
        return {"run": Capability("run")}
    if component == "input_boolean":
        return {"on_off": Capability("on_off")}
    if component != "media_player":
        return {}
    features = config.get("features")
    wanted = features if isinstance(features, list) else ["on_off", "play", "volume", "mute"]
    found = {
        name: _FEATURES[name] for name in wanted if isinstance(name, str) and name in _FEATURES
    }
    sources = config.get("sources")
    if isinstance(sources, list):
        names = tuple(each for each in map(name_of, sources[:SOURCES_MAX]) if each)
        if names:
            found["source"] = Capability("source", options=names)
    return found


def _sets(value: Any) -> Mapping[str, Mapping[str, Any]]:
    """What a scene brings about: entity id -> state and attributes."""
    entries = list(mapping(value).items())[:SETS_MAX]
    return {id: dict(changes) for id, changes in entries if isinstance(changes, dict) and "." in id}


# --- reading -------------------------------------------------------------------------------------


def read(device: Device, message: Message) -> Report | None:
    """State out of `/state`, availability out of `/availability`."""
    if not message.payload:
        return None
    if message.topic.endswith("/availability"):
        said = text_of(message.payload).strip()
        if said not in {"online", "offline"}:
            raise ValueError("neither online nor offline")
        return Report(device.id, available=said == "online")
    payload = object_of(message.payload)
    changes = {key: _CHECKS[key](value) for key, value in payload.items() if key in _CHECKS}
    states = _STATES.get(device.domain)
    if states is not None and changes.get("state") not in (*states, None):
        raise ValueError(f"no state of a {device.domain}")
    known = {key: value for key, value in changes.items() if value is not None or key != "state"}
    return Report(device.id, known) if known else None


def _text(value: Any) -> str | None:
    return value[:TEXT_CHARS_MAX] if isinstance(value, str) else None


def _share(value: Any) -> float | None:
    level = number(value)
    return None if level is None else clamp(level, 0, 1)


def _flag(value: Any) -> bool | None:
    return value if isinstance(value, bool) else None


_CHECKS: Mapping[str, Callable[[Any], Any]] = {
    "state": _text, "volume_level": _share, "is_volume_muted": _flag, "source": _text,
    "media_title": _text, "media_artist": _text, "media_album_name": _text,
    "media_content_id": _text, "media_content_type": _text, "media_position": number,
    "media_duration": number, "last_triggered": _text, "shuffle": _flag, "repeat": _text,
    "temperature": number, "apparent_temperature": number, "humidity": number, "pressure": number,
    "wind_speed": number, "wind_bearing": number, "cloud_coverage": number,
}  # fmt: skip
"""The attributes we know, and what each must be; null drops one."""

# --- writing -------------------------------------------------------------------------------------

_PLAIN: Mapping[str, str] = {
    "turn_on": "on_off", "turn_off": "on_off", "media_play": "play", "media_pause": "play",
    "media_stop": "play", "media_next_track": "play", "media_previous_track": "play",
    "volume_up": "volume", "volume_down": "volume",
}  # fmt: skip
"""Services without data -> the capability that they need."""


_PLAIN_SERVICES: Mapping[str, tuple[str, ...]] = {
    "script": ("turn_on", "turn_off"),
    "scene": ("turn_on",),
    "input_boolean": ("turn_on", "turn_off"),
}
"""What else can be told, by component; weather and people cannot."""


def write(device: Device, command: Command, state: State | None) -> tuple[Publish, ...]:
    """One JSON object on `/set`: the service and its data."""
    service, data = command.service, {}
    if device.domain == "input_boolean" and service == "toggle":
        service = "turn_off" if is_on(state) else "turn_on"
    elif device.domain != "media_player":
        if service not in _PLAIN_SERVICES.get(device.domain, ()):
            raise not_capable(device, command)
    elif service == "toggle":
        needs(device, "on_off")
        off = state is not None and state.state not in {"off", "standby", "unknown"}
        service = "turn_off" if off or is_on(state) else "turn_on"
    elif service == "media_play_pause":
        needs(device, "play")
        service = "media_pause" if state and state.state == "playing" else "media_play"
    elif service in _PLAIN:
        needs(device, _PLAIN[service])
    else:
        data = _data(device, command)
    payload = json.dumps({"service": service} | data, ensure_ascii=False, separators=(",", ":"))
    return (Publish(f"{device.address}/set", payload),)


def _data(device: Device, command: Command) -> dict[str, Any]:
    """What goes with a service that needs something to go with it."""
    match command.service:
        case "volume_set":
            needs(device, "volume")
            return {"volume_level": clamp(demand(device, command, "volume_level"), 0, 1)}
        case "volume_mute":
            needs(device, "mute")
            return {"is_volume_muted": command.data.get("is_volume_muted") is not False}
        case "select_source":
            return {"source": choose(device, command, "source", "source")}
        case "media_seek":
            needs(device, "play")
            return {"seek_position": max(0, demand(device, command, "seek_position"))}
        case "play_media":
            needs(device, "play")
            return _media(device, command)
    raise not_capable(device, command)


def _media(device: Device, command: Command) -> dict[str, Any]:
    if _text(command.data.get("media_content_id")) is None:
        raise NotCapable(f"{device.id}: play_media needs media_content_id")
    keys = ("media_content_id", "media_content_type", "media_title")
    return {key: value for key in keys if (value := _text(command.data.get(key))) is not None}


def asks(message: Message) -> tuple[Publish, ...]:
    """Nothing: an announcement tells everything."""
    return ()


def poll(device: Device) -> tuple[Publish, ...]:
    """Nothing: states are retained."""
    return ()
