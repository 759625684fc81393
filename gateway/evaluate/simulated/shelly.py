"""Shellies of the second generation and later: JSON-RPC over MQTT, one component on each.

From the makers' API documentation and recorded payloads: `<id>/online` is retained, a request on
`<id>/rpc` is answered on `<src>/rpc`, and what changes is told on `<id>/events/rpc`. Brightness
is 0-100, colour temperature in kelvin, temperatures in both units.
"""

import zlib
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

from devices.model import Command, Publish
from gateway.evaluate import colours
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

SENSORS: Mapping[str, str] = {
    "temperature": "temperature:0", "humidity": "humidity:0", "illuminance": "illuminance:0",
}  # fmt: skip
"""Kind of sensor -> its component."""
ALARMS: Mapping[str, str] = {"smoke": "smoke:0", "moisture": "flood:0"}
QUESTIONS_MAX = 8
"""Of the state, that are answered with the next report; the oldest are forgotten."""


def speaks_of(device: HomeDevice) -> bool:
    """Whether there are Shellies of this kind."""
    if device.domain == "sensor":
        return device.kind in SENSORS and number_in(device.state.get("state")) is not None
    if device.domain == "binary_sensor":
        return device.kind in ALARMS
    if device.domain == "light":  # A dimmer, two whites or colours; what only switches is a switch.
        colourful, whites = behaviour.colourful(device), behaviour.whites(device)
        return behaviour.dimmable(device) and not (colourful and whites)
    return device.domain in ("switch", "cover")


class ShellyTongue:
    """One Shelly."""

    def __init__(self, device: HomeDevice, *, fahrenheit: bool = False) -> None:
        self._device = device
        self._fahrenheit = fahrenheit
        self._id = device.object_id
        self._component = _component(device)
        self._asked: list[tuple[str, Any]] = []
        """Where the status is to be sent to, and the number of the question."""

    def announce(self) -> Iterator[Publish]:
        """Nothing: it says that it is online, and waits to be asked."""
        return iter(())

    def topics(self) -> Iterable[str]:
        """Its request topic."""
        return (f"{self._id}/rpc",)

    def hear(self, topic: str, payload: bytes) -> Heard:
        """One request: a question is answered, a method is obeyed."""
        request = object_in(payload)
        if request is None or not isinstance(request.get("method"), str):
            return SILENCE
        method, source = request["method"], request.get("src")
        params = request.get("params") if isinstance(request.get("params"), dict) else {}
        if method == "Shelly.GetConfig" and isinstance(source, str):
            return Heard(answers=(self._answer(source, request.get("id"), self._config()),))
        if method == "Shelly.GetStatus" and isinstance(source, str):
            self._asked = [*self._asked, (source, request.get("id"))][-QUESTIONS_MAX:]
            return Heard(query=True)
        order = self._order(method, params or {})
        return Heard((Command(self._device.id, *order),)) if order else SILENCE

    def report(self, state: State, keys: Collection[str] | None = None) -> Iterator[Publish]:
        """An answer to whoever asked, else a notification."""
        status = {self._component: self._status(state)}
        if keys is None and self._asked:
            asked, self._asked = self._asked, []
            for source, number in asked:
                yield self._answer(source, number, status)
            return
        frame = {
            "src": self._id, "dst": f"{self._id}/events",
            "method": "NotifyFullStatus" if keys is None else "NotifyStatus",
            "params": {"ts": 1772445600.0, **status},
        }  # fmt: skip
        yield Publish(f"{self._id}/events/rpc", as_json(frame))

    def available(self, online: bool) -> Iterator[Publish]:
        """Its birth message, or its last will."""
        yield Publish(f"{self._id}/online", "true" if online else "false", retain=True)

    # --- inside ---

    def _answer(self, source: str, number: Any, result: Mapping[str, Any]) -> Publish:
        frame = {"id": number, "src": self._id, "dst": source, "result": result}
        return Publish(f"{source}/rpc", as_json(frame))

    def _config(self) -> dict[str, Any]:
        mac = f"A8032A{zlib.crc32(self._device.id.encode()) & 0xFFFFFF:06X}"
        component = {"id": 0, "name": self._device.name}
        return {
            "ble": {"enable": False}, "cloud": {"enable": False},
            "mqtt": {"enable": True, "topic_prefix": self._id, "status_ntf": False},
            "sys": {"device": {"name": self._device.name, "mac": mac, "fw_id": "1.7.0"}},
            "wifi": {}, self._component: component,
        }  # fmt: skip

    def _status(self, state: State) -> dict[str, Any]:
        domain = self._device.domain
        if domain == "cover":
            return {"id": 0, **_cover_status(state)}
        if domain == "sensor":
            return {"id": 0, **self._measured(state)}
        if domain == "binary_sensor":
            return {"id": 0, "alarm": state.get("state") == "on"}
        told: dict[str, Any] = {"id": 0, "source": "MQTT", "output": state.get("state") == "on"}
        if domain == "light":
            told |= _light_status(self._device, state)
        return told

    def _measured(self, state: State) -> dict[str, Any]:
        value = number_in(state.get("state"))
        if value is None:
            return {}
        if self._device.kind != "temperature":
            return {{"humidity": "rh"}.get(self._device.kind or "", "lux"): value}
        celsius = (value - 32) / 1.8 if self._fahrenheit else value
        return {"tC": round(celsius, 2), "tF": round(celsius * 1.8 + 32, 1)}

    def _order(self, method: str, params: Mapping[str, Any]) -> tuple[str, dict[str, Any]] | None:
        kind = self._component.partition(":")[0]
        spoken, _, verb = method.partition(".")
        if spoken.casefold() != kind or params.get("id") != 0:
            return None
        if kind == "cover":
            return _cover_order(verb, params)
        if verb == "Toggle":
            return "toggle", {}
        return _light_order(params) if verb == "Set" else None


def _component(device: HomeDevice) -> str:
    if device.domain == "sensor":
        return SENSORS[device.kind or ""]
    if device.domain == "binary_sensor":
        return ALARMS[device.kind or ""]
    if device.domain != "light":
        return f"{device.domain}:0"
    if behaviour.colourful(device):
        return "rgb:0"
    return "cct:0" if behaviour.whites(device) else "light:0"


def _light_status(device: HomeDevice, state: State) -> dict[str, Any]:
    told: dict[str, Any] = {}
    if state.get("brightness") is not None and behaviour.dimmable(device):
        told["brightness"] = round(state["brightness"] * 100 / 255)
    if state.get("color_temp_kelvin") is not None and behaviour.whites(device):
        told["ct"] = round(state["color_temp_kelvin"])
    if state.get("hs_color") and behaviour.colourful(device):
        told["rgb"] = list(colours.all_forms(state["hs_color"])["rgb_color"])
    return told


def _cover_status(state: State) -> dict[str, Any]:
    now = str(state.get("state"))
    position = state.get("current_position")
    told = {"state": now if now in ("open", "closed", "opening", "closing") else "stopped"}
    if now == "open" and position is not None and position < 100:
        told["state"] = "stopped"
    return told | {"current_pos": position, "pos_control": position is not None}


def _light_order(params: Mapping[str, Any]) -> tuple[str, dict[str, Any]] | None:
    level, kelvin = number_in(params.get("brightness")), number_in(params.get("ct"))
    if params.get("on") is False:
        return "turn_off", {}
    data: dict[str, Any] = {}
    if level is not None:
        data["brightness"] = round(min(max(level, 0), 100) * 255 / 100)
    if kelvin is not None:
        data["color_temp_kelvin"] = min(max(kelvin, 2700), 6500)
    rgb = params.get("rgb")
    if isinstance(rgb, list) and len(rgb) == 3 and None not in map(number_in, rgb):
        data["hs_color"] = colours.rgb_to_hs(rgb)
    return ("turn_on", data) if data or params.get("on") is True else None


def _cover_order(verb: str, params: Mapping[str, Any]) -> tuple[str, dict[str, Any]] | None:
    services: Mapping[str, str] = {
        "Open": "open_cover", "Close": "close_cover", "Stop": "stop_cover",
    }  # fmt: skip
    position = number_in(params.get("pos"))
    if verb == "GoToPosition" and position is not None and 0 <= position <= 100:
        return "set_cover_position", {"position": round(position)}
    return (services[verb], {}) if verb in services else None
