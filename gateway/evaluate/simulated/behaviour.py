"""What a device does when it is told something, in Home Assistant's words.

A device, its state and a command become a `Reaction`: what its state is after how many seconds.
Pure functions, one for each kind of device; no dialect, no loop, no clock.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from context.places import CatalogItem
from devices.model import Command
from gateway.evaluate import colours
from gateway.evaluate.home_file import HomeDevice
from gateway.evaluate.simulated.tongue import number_in

ECHO_S = 0.05
"""From command to the device's first word; Zigbee lamps take 50-150 ms, plugs on Wi-Fi 20-80."""
COVER_TRAVEL_S = 10.0
"""From shut to open, as a small motor takes."""
VALVE_TRAVEL_S = 4.0
TRAVEL_REPORTS = 5
"""Positions that a moving cover reports on its way over the whole travel."""
BOLT_S = 1.0
"""A lock's bolt takes about a second."""
EXIT_DELAY_S = 2.0
"""Of the alarm panel; short, as nobody leaves a simulated home."""
DOCKING_S = 20.0
RAMP_STEPS = 5
RAMP_S_MAX = 60.0
"""A longer transition is cut to this."""
VOLUME_STEP = 0.1
"""Home Assistant's own step for volume_up and volume_down."""

State = Mapping[str, Any]
Data = Mapping[str, Any]
MEDIA_KEYS = (
    "media_content_id",
    "media_content_type",
    "media_title",
    "media_artist",
    "media_track",
)


@dataclass(frozen=True, slots=True)
class Later:
    """What will have changed after some seconds; an attribute that becomes None is gone."""

    after_s: float
    changes: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Reaction:
    """What a command brings about."""

    steps: tuple[Later, ...] = ()
    runs: bool = False
    """A scene or script: other devices take the states that it sets."""
    plays: str | None = None
    """What a media player was told to play or to go on with."""


NOTHING = Reaction()


@dataclass(frozen=True, slots=True)
class World:
    """What a device knows beside itself."""

    catalog: tuple[CatalogItem, ...] = ()
    now: str = ""
    """ISO time."""
    fahrenheit: bool = False


def react(device: HomeDevice, state: State, command: Command, world: World) -> Reaction:
    """What becomes of a device that is told something; nothing if it cannot do that."""
    kind = _KINDS.get(device.domain)
    return kind(device, state, command.service, command.data, world) if kind else NOTHING


def at_start(device: HomeDevice, fahrenheit: bool) -> dict[str, Any]:
    """The state of a device as it comes out of the home file, with what it would also know."""
    state = {"state": device.state.get("state", "unknown"), **settled(device, {}, device.state)}
    if loud(device):
        state.setdefault("volume_level", 0.5)
        state.setdefault("is_volume_muted", False)
    aims = device.domain == "climate" and device.has("target_temperature")
    if aims and "target_temp_low" not in state:
        state.setdefault("temperature", 68 if fahrenheit else 20)
    if device.domain in ("cover", "valve") and device.has("position"):
        state.setdefault("current_position", 0 if state["state"] == "closed" else 100)
    if device.domain == "cover" and device.has("tilt"):
        state.setdefault("current_tilt_position", 100 if state["state"] == "open" else 0)
    return state


def settled(device: HomeDevice, before: State, changes: State) -> dict[str, Any]:
    """Changes as they come of a hand, a file or a scene, with all that follows from them."""
    result = dict(changes)
    if device.domain == "light":
        _complete_light(device, before, result)
    if device.domain in ("cover", "valve"):
        _complete_cover(device, result)
    return result


def dimmable(device: HomeDevice) -> bool:
    """Whether a light's brightness can be set."""
    return device.has("brightness") or colourful(device) or whites(device)


def colourful(device: HomeDevice) -> bool:
    """Whether a light has colours."""
    return device.has("color", "colour", "hs_color", "rgb_color", "xy_color")


def whites(device: HomeDevice) -> bool:
    """Whether a light has warmer and cooler whites."""
    return device.has("color_temp", "color_temp_kelvin")


def positioned(device: HomeDevice) -> bool:
    """Whether a cover or valve can stand half open, and knows it."""
    return device.has("position", "current_position")


def loud(device: HomeDevice) -> bool:
    """Whether a media player has a volume: yes, unless its features are listed without it."""
    if device.domain != "media_player":
        return False
    return device.has("volume", "volume_level") or not device.features


def hvac_modes(device: HomeDevice) -> tuple[str, ...]:
    """The modes of a thermostat."""
    given = device.state.get("hvac_modes")
    if isinstance(given, list) and given:
        return tuple(str(mode) if mode is not False else "off" for mode in given)
    usual = ("off", "heat", "cool", "auto")
    now = str(device.state.get("state", "off"))
    return usual if now in (*usual, "unknown", "unavailable") else (*usual, now)


def modes_of(device: HomeDevice, name: str) -> list[str]:
    """What a thermostat's or fan's `fan_mode`, `preset_mode` or `swing_mode` may be."""
    given = device.state.get(f"{name}s")
    if isinstance(given, list) and given:
        return [str(mode) for mode in given]
    usual = {
        "fan_mode": ["auto", "low", "medium", "high"],
        "preset_mode": ["none", "eco", "comfort", "away", "sleep"],
    }
    modes = usual.get(name, ["on", "off"])
    now = device.state.get(name)
    return modes if now is None or now in modes else [*modes, str(now)]


ROOM_TO_TURN = 10.0  # A hot tub that stands at 98 can be turned up: so many degrees at least.


def temperature_range(device: HomeDevice, fahrenheit: bool) -> tuple[float, float]:
    """The lowest and highest target of a thermostat or boiler, beyond what it is set to."""
    low, high = (7.0, 35.0) if device.domain == "climate" else (30.0, 75.0)
    if fahrenheit:
        low, high = round(low * 1.8 + 32), round(high * 1.8 + 32)
    now = number_in(device.state.get("temperature"))
    if now is not None and not low + ROOM_TO_TURN <= now <= high - ROOM_TO_TURN:
        low, high = min(low, now - ROOM_TO_TURN), max(high, now + ROOM_TO_TURN)
    return (
        float(device.state.get("min_temp", low)),
        float(device.state.get("max_temp", high)),
    )


# --- lights --------------------------------------------------------------------------------------


def _light(device: HomeDevice, state: State, service: str, data: Data, world: World) -> Reaction:
    service = _toggled(state, service, "turn_on", "turn_off")
    ramp_s = min(max(number_in(data.get("transition")) or 0.0, 0.0), RAMP_S_MAX)
    if service == "turn_off" or (service == "turn_on" and data.get("brightness") == 0):
        return _ramp_down(state, ramp_s) if dimmable(device) else _soon({"state": "off"})
    if service != "turn_on":
        return NOTHING
    changes: dict[str, Any] = {"state": "on"}
    if dimmable(device):
        changes["brightness"] = _wanted_brightness(state, data)
    changes.update(_wanted_colour(device, data))
    if data.get("effect") is not None and device.has("effect", "effect_list"):
        changes["effect"] = data["effect"]
    if ramp_s and "brightness" in changes:
        return _ramp_up(state, changes, ramp_s)
    return _soon(changes)


def _wanted_brightness(state: State, data: Data) -> int:
    now = number_in(state.get("brightness")) or 0
    asked = number_in(data.get("brightness"))
    if asked is None and number_in(data.get("brightness_pct")) is not None:
        asked = float(data["brightness_pct"]) * 2.55
    if asked is None and number_in(data.get("brightness_step")) is not None:
        asked = now + float(data["brightness_step"])
    if asked is None:
        asked = now or 255
    return min(max(round(asked), 1), 255)


def _wanted_colour(device: HomeDevice, data: Data) -> dict[str, Any]:
    hs = colours.hs_of(data)
    if hs is None and str(data.get("color_name", "")).lower() in colours.NAMED:
        hs = colours.NAMED[str(data["color_name"]).lower()][0]
    if hs is not None and colourful(device):
        return _coloured(hs)
    kelvin = number_in(data.get("color_temp_kelvin"))
    if kelvin is None and number_in(data.get("color_temp")):
        kelvin = 1_000_000 / float(data["color_temp"])
    return _white(kelvin) if kelvin and whites(device) else {}


def _coloured(hs: tuple[float, float]) -> dict[str, Any]:
    return {**colours.all_forms(hs), "color_mode": "hs", "color_temp_kelvin": None}


def _white(kelvin: float) -> dict[str, Any]:
    gone = {"hs_color": None, "rgb_color": None, "xy_color": None}
    return {**gone, "color_mode": "color_temp", "color_temp_kelvin": round(kelvin)}


def _ramp_up(state: State, changes: dict[str, Any], ramp_s: float) -> Reaction:
    start = float(state.get("brightness") or 0) if state.get("state") == "on" else 0.0
    goal = changes["brightness"]
    steps = [Later(ECHO_S, {**changes, "brightness": max(round(start), 1)})]
    for step in range(1, RAMP_STEPS + 1):
        level = max(round(start + (goal - start) * step / RAMP_STEPS), 1)
        steps.append(Later(ECHO_S + ramp_s * step / RAMP_STEPS, {"brightness": level}))
    return Reaction(tuple(steps))


def _ramp_down(state: State, ramp_s: float) -> Reaction:
    """Dim, go out, and keep the brightness for the next time."""
    start = float(state.get("brightness") or 255)
    if not ramp_s or state.get("state") != "on":
        return _soon({"state": "off"})
    steps = [
        Later(
            ECHO_S + ramp_s * step / RAMP_STEPS,
            {"brightness": max(round(start * (RAMP_STEPS - step) / RAMP_STEPS), 1)},
        )
        for step in range(1, RAMP_STEPS)
    ]
    gone = Later(ECHO_S + ramp_s, {"state": "off", "brightness": round(start)})
    return Reaction((*steps, gone))


def _complete_light(device: HomeDevice, before: State, changes: dict[str, Any]) -> None:
    """A file may name a colour, or give it in one form; a light knows all of them."""
    named = changes.pop("color", None)
    hs = colours.hs_of(changes)
    if hs is None and str(named).lower() in colours.NAMED:
        hs = colours.NAMED[str(named).lower()][0]
    mired = changes.pop("color_temp", None)
    kelvin = number_in(changes.get("color_temp_kelvin")) or (
        1_000_000 / mired if number_in(mired) else None
    )
    white = changes.get("color_mode") == "color_temp" or hs is None
    if kelvin and white:
        changes.update(_without_absent(before, _white(kelvin)))
    elif hs is not None:
        changes.update(_without_absent(before, _coloured(hs)))
    level = number_in(changes.get("brightness"))
    if level and "state" not in changes:
        changes["state"] = "on"
    shines = changes.get("state", before.get("state")) == "on" and dimmable(device)
    if shines and level is None and not number_in(before.get("brightness")):
        changes["brightness"] = 255


def _without_absent(before: State, changes: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in changes.items() if value is not None or key in before}


# --- what moves ----------------------------------------------------------------------------------


def _cover(device: HomeDevice, state: State, service: str, data: Data, world: World) -> Reaction:
    service = service.removeprefix("cover_")
    tilt = _tilt(device, service, data)
    if tilt is not None:
        return tilt
    service = _toggled(state, service, "open_cover", "close_cover", off="closed")
    return _moved(device, state, service.replace("_cover", ""), data, COVER_TRAVEL_S)


def _tilt(device: HomeDevice, service: str, data: Data) -> Reaction | None:
    if "tilt" not in service:
        return None
    if not device.has("tilt", "current_tilt_position"):
        return NOTHING
    goal = {"open_cover_tilt": 100, "close_cover_tilt": 0}.get(service)
    if service == "set_cover_tilt_position":
        goal = _percent(data.get("tilt_position"))
    return NOTHING if goal is None else _soon({"current_tilt_position": goal})


def _valve(device: HomeDevice, state: State, service: str, data: Data, world: World) -> Reaction:
    service = _toggled(state, service, "open_valve", "close_valve", off="closed")
    return _moved(device, state, service.replace("_valve", ""), data, VALVE_TRAVEL_S)


def _moved(device: HomeDevice, state: State, service: str, data: Data, travel_s: float) -> Reaction:
    """Travel towards a position, or stop."""
    if service == "stop":
        return _stopped(device, state)
    goal = {"open": 100, "close": 0}.get(service)
    if service == "set_position":
        goal = _percent(data.get("position")) if positioned(device) else None
    if goal is None:
        return NOTHING
    if not positioned(device):
        return _travel_blind(state, goal, travel_s)
    now = int(number_in(state.get("current_position")) or 0)
    if now == goal:
        return _soon(_at_rest(goal))
    steps = [Later(ECHO_S, {"state": "opening" if goal > now else "closing"})]
    reports = max(round(abs(goal - now) / 100 * TRAVEL_REPORTS), 1)
    whole_s = abs(goal - now) / 100 * travel_s
    for step in range(1, reports):
        position = round(now + (goal - now) * step / reports)
        steps.append(Later(ECHO_S + whole_s * step / reports, {"current_position": position}))
    return Reaction((*steps, Later(ECHO_S + whole_s, _at_rest(goal))))


def _travel_blind(state: State, goal: int, travel_s: float) -> Reaction:
    end = "open" if goal else "closed"
    if state.get("state") == end:
        return _soon({"state": end})
    moving = Later(ECHO_S, {"state": "opening" if goal else "closing"})
    return Reaction((moving, Later(ECHO_S + travel_s, {"state": end})))


def _stopped(device: HomeDevice, state: State) -> Reaction:
    if positioned(device):
        return _soon(_at_rest(int(number_in(state.get("current_position")) or 0)))
    halfway = state.get("state") in ("opening", "closing")
    return _soon({"state": "open" if halfway else state.get("state", "open")})


def _at_rest(position: int) -> dict[str, Any]:
    return {"state": "open" if position > 0 else "closed", "current_position": position}


def _complete_cover(device: HomeDevice, changes: dict[str, Any]) -> None:
    position = number_in(changes.get("current_position"))
    if position is not None and "state" not in changes:
        changes["state"] = "open" if position > 0 else "closed"
    elif position is None and positioned(device) and changes.get("state") in ("open", "closed"):
        changes["current_position"] = 100 if changes["state"] == "open" else 0


def _lock(device: HomeDevice, state: State, service: str, data: Data, world: World) -> Reaction:
    ends = {
        "lock": ("locking", "locked"),
        "unlock": ("unlocking", "unlocked"),
        "open": ("opening", "open"),
    }
    if service not in ends:
        return NOTHING
    moving, end = ends[service]
    if state.get("state") == end:
        return _soon({"state": end})
    return Reaction((Later(ECHO_S, {"state": moving}), Later(ECHO_S + BOLT_S, {"state": end})))


def _vacuum(device: HomeDevice, state: State, service: str, data: Data, world: World) -> Reaction:
    docked = state.get("state") == "docked"
    if service in ("return_to_base", "turn_off"):
        return _soon({"state": "docked"}) if docked else _drive_home()
    if service == "pause" and docked:
        return _soon({"state": "docked"})
    if service == "set_fan_speed" and data.get("fan_speed") is not None:
        return _soon({"fan_speed": data["fan_speed"]})
    ends = {"start": "cleaning", "turn_on": "cleaning", "clean_spot": "cleaning",
            "pause": "paused", "stop": "docked" if docked else "idle"}  # fmt: skip
    return _soon({"state": ends[service]}) if service in ends else NOTHING


def _mower(device: HomeDevice, state: State, service: str, data: Data, world: World) -> Reaction:
    if service == "dock":
        docked = state.get("state") == "docked"
        return _soon({"state": "docked"}) if docked else _drive_home()
    ends = {"start_mowing": "mowing", "pause": "paused"}
    return _soon({"state": ends[service]}) if service in ends else NOTHING


def _drive_home() -> Reaction:
    return Reaction((Later(ECHO_S, {"state": "returning"}), Later(DOCKING_S, {"state": "docked"})))


# --- air and water -------------------------------------------------------------------------------


def _climate(device: HomeDevice, state: State, service: str, data: Data, world: World) -> Reaction:
    modes = hvac_modes(device)
    changes: dict[str, Any] = {}
    mode = data.get("hvac_mode")
    if service in ("turn_on", "turn_off", "toggle"):
        service = _toggled(state, service, "turn_on", "turn_off")
        mode = _last_mode(device, state, modes) if service == "turn_on" else "off"
    if mode is not None and str(mode) in modes:
        changes["state"] = str(mode)
    if service == "set_temperature":
        low, high = temperature_range(device, world.fahrenheit)
        for key in ("temperature", "target_temp_low", "target_temp_high"):
            wanted = number_in(data.get(key))
            if wanted is not None and low <= wanted <= high:
                changes[key] = wanted
    for name in ("preset_mode", "fan_mode", "swing_mode", "humidity"):
        if service == f"set_{name}" and data.get(name) is not None:
            changes[name] = data[name]
    if changes and "hvac_action" in state:
        changes["hvac_action"] = _hvac_action({**state, **changes})
    return _soon(changes) if changes else NOTHING


def _last_mode(device: HomeDevice, state: State, modes: tuple[str, ...]) -> str:
    now = str(state.get("state"))
    if now not in ("off", "unknown"):
        return now
    first = str(device.state.get("state"))
    if first in modes and first != "off":
        return first
    return next((mode for mode in modes if mode != "off"), "heat")


def _hvac_action(state: State) -> str:
    mode = state.get("state")
    now, goal = number_in(state.get("current_temperature")), number_in(state.get("temperature"))
    if mode == "off" or now is None or goal is None:
        return "off" if mode == "off" else "idle"
    if mode in ("heat", "auto", "heat_cool") and goal > now:
        return "heating"
    return "cooling" if mode in ("cool", "auto", "heat_cool") and goal < now else "idle"


def _water_heater(
    device: HomeDevice, state: State, service: str, data: Data, world: World
) -> Reaction:
    if service == "set_temperature" and number_in(data.get("temperature")) is not None:
        low, high = temperature_range(device, world.fahrenheit)
        inside = low <= float(data["temperature"]) <= high
        return _soon({"temperature": float(data["temperature"])}) if inside else NOTHING
    if service == "set_operation_mode" and data.get("operation_mode") is not None:
        return _soon({"state": str(data["operation_mode"])})
    service = _toggled(state, service, "turn_on", "turn_off")
    first = str(device.state.get("state"))
    ends = {"turn_off": "off", "turn_on": first if first != "off" else "eco"}
    return _soon({"state": ends[service]}) if service in ends else NOTHING


def _humidifier(
    device: HomeDevice, state: State, service: str, data: Data, world: World
) -> Reaction:
    if service == "set_humidity":
        humidity = _percent(data.get("humidity"))
        return NOTHING if humidity is None else _soon({"humidity": humidity})
    if service == "set_mode" and data.get("mode") is not None:
        return _soon({"mode": data["mode"]})
    return _on_off(device, state, service, data, world)


def _fan(device: HomeDevice, state: State, service: str, data: Data, world: World) -> Reaction:
    service = _toggled(state, service, "turn_on", "turn_off")
    now = int(number_in(state.get("percentage")) or 0)
    if service == "turn_off":
        return _soon({"state": "off"})
    if service == "oscillate":
        return _soon({"oscillating": bool(data.get("oscillating", True))})
    if service == "set_direction" and data.get("direction"):
        return _soon({"direction": data["direction"]})
    if service in ("increase_speed", "decrease_speed"):
        step = number_in(data.get("percentage_step")) or 25
        wanted: int | None = round(now + (step if service == "increase_speed" else -step))
    else:
        wanted = _percent(data.get("percentage"))
    if service not in ("turn_on", "set_percentage", "increase_speed", "decrease_speed",
                       "set_preset_mode"):  # fmt: skip
        return NOTHING
    if wanted is not None and wanted <= 0:
        return _soon({"state": "off"})
    changes: dict[str, Any] = {"state": "on"}
    if device.has("fan_speed", "speed", "percentage"):
        changes["percentage"] = min(wanted if wanted is not None else now or 50, 100)
    if data.get("preset_mode") is not None:
        changes["preset_mode"] = data["preset_mode"]
    return _soon(changes)


# --- media ---------------------------------------------------------------------------------------


def _media_player(
    device: HomeDevice, state: State, service: str, data: Data, world: World
) -> Reaction:
    service = _toggled(state, service, "turn_on", "turn_off")
    if service == "media_play_pause":
        service = "media_pause" if state.get("state") == "playing" else "media_play"
    if service == "play_media":
        return _play(state, data, world)
    if service == "media_play":
        content = state.get("media_content_id")
        return Reaction(_soon({"state": "playing"}).steps, plays=str(content) if content else None)
    gone = {key: None for key in MEDIA_KEYS if key in state}
    ends: dict[str, dict[str, Any]] = {
        "turn_on": {"state": "on" if state.get("state") in ("off", "standby", "unknown") else
                    state.get("state")},
        "turn_off": {"state": "off", **gone},
        "media_pause": {"state": "paused" if state.get("state") == "playing" else
                        state.get("state")},
        "media_stop": {"state": "off" if state.get("state") == "off" else "idle", **gone},
    }  # fmt: skip
    changes = ends.get(service) or _sound(state, service, data)
    return _soon(changes) if changes else NOTHING


def _sound(state: State, service: str, data: Data) -> dict[str, Any]:
    level = number_in(state.get("volume_level"))
    now = 0.5 if level is None else level
    if service == "volume_set" and number_in(data.get("volume_level")) is not None:
        return {"volume_level": round(min(max(float(data["volume_level"]), 0), 1), 2)}
    if service in ("volume_up", "volume_down"):
        step = VOLUME_STEP if service == "volume_up" else -VOLUME_STEP
        return {"volume_level": round(min(max(now + step, 0), 1), 2)}
    if service in ("media_next_track", "media_previous_track"):
        step_by = 1 if service == "media_next_track" else -1
        return {"media_track": max(int(state.get("media_track") or 1) + step_by, 1)}
    named = {
        "volume_mute": "is_volume_muted",
        "select_source": "source",
        "select_sound_mode": "sound_mode",
        "shuffle_set": "shuffle",
        "repeat_set": "repeat",
        "media_seek": "media_position",
    }
    key = named.get(service)
    given = "seek_position" if service == "media_seek" else key
    return {key: data[given]} if key and given and data.get(given) is not None else {}


def _play(state: State, data: Data, world: World) -> Reaction:
    asked = str(data.get("media_content_id", ""))
    if not asked:
        return NOTHING
    item = catalog_item(world.catalog, asked)
    changes: dict[str, Any] = {
        "state": "playing",
        "media_content_id": item.id if item else asked,
        "media_content_type": item.kind if item else data.get("media_content_type"),
        "media_title": item.title if item else data.get("media_title", asked),
        "media_artist": item.by if item else None,
        "media_track": None,
    }
    kept = {key: value for key, value in changes.items() if value is not None or key in state}
    return Reaction(_soon(kept).steps, plays=item.id if item else asked)


def catalog_item(catalog: tuple[CatalogItem, ...], asked: str) -> CatalogItem | None:
    """What is meant by an id, or by a title that only one bears."""
    for item in catalog:
        if item.id == asked:
            return item
    titled = [item for item in catalog if item.title.casefold() == asked.casefold()]
    return titled[0] if len(titled) == 1 else None


# --- the rest ------------------------------------------------------------------------------------


def _on_off(device: HomeDevice, state: State, service: str, data: Data, world: World) -> Reaction:
    service = _toggled(state, service, "turn_on", "turn_off")
    ends = {"turn_on": "on", "turn_off": "off"}
    return _soon({"state": ends[service]}) if service in ends else NOTHING


def _alarm(device: HomeDevice, state: State, service: str, data: Data, world: World) -> Reaction:
    code = device.state.get("code")
    if code is not None and str(data.get("code")) != str(code):
        return NOTHING
    if service == "alarm_disarm":
        return _soon({"state": "disarmed"})
    if service == "alarm_trigger":
        return _soon({"state": "triggered"})
    armed = "armed_" + service.removeprefix("alarm_arm_")
    if not service.startswith("alarm_arm_") or state.get("state") == armed:
        return NOTHING
    return Reaction(
        (Later(ECHO_S, {"state": "arming"}), Later(ECHO_S + EXIT_DELAY_S, {"state": armed}))
    )


def _runner(device: HomeDevice, state: State, service: str, data: Data, world: World) -> Reaction:
    """Remember when it was last run; what it brings about is done by others."""
    services = {"scene": ("turn_on",), "script": ("turn_on", "toggle", device.object_id)}
    if service not in services[device.domain]:
        return NOTHING
    changes = {"last_triggered": world.now}
    if device.domain == "scene":
        changes["state"] = world.now
    return Reaction(_soon(changes).steps, runs=True)


def _button(device: HomeDevice, state: State, service: str, data: Data, world: World) -> Reaction:
    return _soon({"state": world.now}) if service == "press" else NOTHING


def _number_box(
    device: HomeDevice, state: State, service: str, data: Data, world: World
) -> Reaction:
    now, step = number_in(state.get("state")) or 0.0, number_in(state.get("step")) or 1.0
    low, high = number_in(state.get("min")), number_in(state.get("max"))
    goals = {
        "increment": now + step,
        "decrement": now - step,
        "reset": number_in(device.state.get("state")),
        "set_value": number_in(data.get("value")),
    }
    goal = goals.get(service)
    if goal is None or (low is not None and goal < low) or (high is not None and goal > high):
        return NOTHING
    return _soon({"state": f"{goal:g}"})


def _choice(device: HomeDevice, state: State, service: str, data: Data, world: World) -> Reaction:
    options = [str(option) for option in state.get("options", ())]
    option = str(data.get("option", ""))
    if service != "select_option" or not option or (options and option not in options):
        return NOTHING
    return _soon({"state": option})


def _text_box(device: HomeDevice, state: State, service: str, data: Data, world: World) -> Reaction:
    known = service == "set_value" and data.get("value") is not None
    return _soon({"state": str(data["value"])}) if known else NOTHING


Kind = Callable[[HomeDevice, State, str, Data, World], Reaction]

_KINDS: dict[str, Kind] = {
    "light": _light,
    "cover": _cover,
    "valve": _valve,
    "lock": _lock,
    "vacuum": _vacuum,
    "lawn_mower": _mower,
    "climate": _climate,
    "water_heater": _water_heater,
    "humidifier": _humidifier,
    "fan": _fan,
    "media_player": _media_player,
    "alarm_control_panel": _alarm,
    "scene": _runner,
    "script": _runner,
    "button": _button,
    "input_button": _button,
    "number": _number_box,
    "input_number": _number_box,
    "counter": _number_box,
    "select": _choice,
    "input_select": _choice,
    "text": _text_box,
    "input_text": _text_box,
    "switch": _on_off,
    "siren": _on_off,
    "input_boolean": _on_off,
    "automation": _on_off,
    "remote": _on_off,
    "group": _on_off,
    "camera": _on_off,
}


def _soon(changes: Mapping[str, Any]) -> Reaction:
    return Reaction((Later(ECHO_S, changes),))


def _toggled(state: State, service: str, on: str, off_service: str, off: str = "off") -> str:
    if service not in ("toggle", "toggle_cover"):
        return service
    return on if state.get("state") in (off, "unknown", "standby") else off_service


def _percent(value: Any) -> int | None:
    number = number_in(value)
    return None if number is None else min(max(round(number), 0), 100)
