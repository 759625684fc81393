"""Devices that speak the gateway's own small convention: media players, scripts, weather.

As `docs/mqtt.md` describes it: `ambient/<component>/<object_id>/config|state|set|availability`, all
JSON but the availability; what is ordered is a service with its data.
"""

from collections.abc import Collection, Iterable, Iterator
from typing import Any

from devices.model import Command, Publish
from gateway.evaluate.home_file import HomeDevice
from gateway.evaluate.simulated.behaviour import loud
from gateway.evaluate.simulated.tongue import SILENCE, Heard, State, as_json, object_in

DOMAINS = frozenset({"media_player", "script", "scene", "weather", "person", "input_boolean"})
TOLD = (
    "state", "volume_level", "is_volume_muted", "source", "media_title", "media_artist",
    "media_content_id", "media_content_type", "media_track", "media_position", "shuffle", "repeat",
    "last_triggered", "temperature", "apparent_temperature", "humidity", "pressure", "wind_speed",
    "wind_bearing", "cloud_coverage",
)  # fmt: skip


class AmbientTongue:
    """A device of our own convention."""

    def __init__(self, device: HomeDevice) -> None:
        self._device = device
        self._base = f"ambient/{device.domain}/{device.object_id}"

    def announce(self) -> Iterator[Publish]:
        """The retained configuration."""
        device = self._device
        config: dict[str, Any] = {"name": device.name}
        if device.area_name:
            config["area"] = device.area_name
        if device.kind:
            config["kind"] = device.kind
        if device.domain == "media_player":
            config["features"] = _features(device)
            config["screen"] = device.screen
            if isinstance(device.state.get("source_list"), list):
                config["sources"] = device.state["source_list"]
        if device.domain == "weather" and device.state.get("temperature_unit"):
            config["temperature_unit"] = device.state["temperature_unit"]
        if device.sets:
            config["sets"] = {other: dict(values) for other, values in device.sets.items()}
        yield Publish(f"{self._base}/config", as_json(config), retain=True)

    def topics(self) -> Iterable[str]:
        """Its command topic."""
        return (f"{self._base}/set",)

    def hear(self, topic: str, payload: bytes) -> Heard:
        """A JSON object with the service and its data."""
        told = object_in(payload)
        if told is None or not isinstance(told.get("service"), str):
            return SILENCE
        data = {key: value for key, value in told.items() if key != "service"}
        return Heard((Command(self._device.id, told["service"], data),))

    def report(self, state: State, keys: Collection[str] | None = None) -> Iterator[Publish]:
        """All that it is, retained; null for what it no longer has."""
        told = {key: state[key] for key in TOLD if key in state}
        if keys is not None:
            told |= {key: None for key in keys if key in TOLD and key not in state}
        yield Publish(f"{self._base}/state", as_json(told), retain=True)

    def available(self, online: bool) -> Iterator[Publish]:
        """Its birth message, or its last will."""
        payload = "online" if online else "offline"
        yield Publish(f"{self._base}/availability", payload, retain=True)


def _features(device: HomeDevice) -> list[str]:
    """Every player plays and stops; what has a volume can be muted, too."""
    found = ["on_off", "play"]
    found += ["volume", "mute"] if loud(device) else []
    return [*found, "source"] if device.has("source", "source_list") else found
