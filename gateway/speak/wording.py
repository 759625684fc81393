"""Small pieces of English: names with articles, enumerations, what a command did."""

from collections.abc import Mapping, Sequence
from typing import Any

from context.snapshot import Snapshot
from devices.model import Command
from devices.origins import ON_THE_WAY

PARTICIPLES: Mapping[str, str] = {
    "turn_on": "on", "turn_off": "off", "open_cover": "opening", "close_cover": "closing", "open_valve": "opening", "close_valve": "closing",
    "lock": "locked", "unlock": "unlocked", "toggle": "switched", "stop_cover": "stopped", "stop_valve": "stopped",
    "media_pause": "paused", "media_play": "playing", "media_stop": "stopped", "media_next_track": "on the next track",
    "media_previous_track": "on the previous track", "start": "started", "pause": "paused", "return_to_base": "on its way back",
    "start_mowing": "mowing", "dock": "on its way back", "alarm_disarm": "disarmed", "press": "pressed", "volume_up": "louder",
    "volume_down": "quieter", "alarm_arm_away": "armed", "alarm_arm_home": "armed for home", "alarm_arm_night": "armed for the night",
}  # fmt: skip
INFINITIVES: Mapping[str, str] = {
    "turn_on": "turn on", "turn_off": "turn off", "open_cover": "open", "close_cover": "close", "open_valve": "open", "unlock": "unlock",
    "lock": "lock", "alarm_disarm": "disarm", "set_cover_position": "move", "toggle": "switch", "start": "start", "set_temperature": "set",
}  # fmt: skip
PLURALS: Mapping[str, str] = {
    "switch": "switches",
    "media_player": "players",
    "light": "lights",
    "cover": "covers",
    "fan": "fans",
    "lock": "locks",
}


def sentence(text: str) -> str:
    """With a capital and a full stop."""
    text = text.strip()
    if not text:
        return ""
    ended = text if text[-1] in ".!?" else f"{text}."
    return ended[:1].upper() + ended[1:]


def the(name: str) -> str:
    """A name with its article, unless it has one or is a person's.

    >>> the("Hall lamp"), the("The beast"), the("Anna's lamp")
    ('the hall lamp', 'the beast', "Anna's lamp")
    """
    first = name.split(" ", 1)[0]
    if first.lower() in ("the", "my", "our"):
        return name[:1].lower() + name[1:]
    if first.endswith(("'s", "\u2019s")):
        return name
    plain = first[1:].islower() or len(first) == 1
    return f"the {name[:1].lower() + name[1:] if plain else name}"


def enumerate_names(names: Sequence[str], joiner: str) -> str:
    """a, b and c."""
    names = list(names)
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} {joiner} {names[-1]}"


def plural(domain: str) -> str:
    """lights of light."""
    return PLURALS.get(domain, "devices")


def _is_plural(what: str) -> bool:
    """ "The blinds are closing"."""
    last = what.split()[-1].lower() if what.split() else ""
    return last.endswith(PLURAL_ENDS) and not last.endswith("ss")


PLURAL_ENDS = ("lights", "lamps", "blinds", "curtains", "shades", "shutters", "spots", "spotlights", "pendants", "speakers", "windows", "doors", "fans",
               "sockets", "plugs", "heaters", "radiators", "locks", "downlights", "drapes", "awnings", "bulbs", "cans", "strips", "leds")  # fmt: skip


def infinitive(command: Command) -> str:
    """What a command would do: "unlock"."""
    return INFINITIVES.get(command.service, command.service.replace("_", " "))


def done(command: Command, what: str, snapshot: Snapshot, several: bool = False) -> str:
    """What a command did: "the hall lamp is on", "the heating is set to 21 degrees"."""
    verb = "are" if several or _is_plural(what) else "is"
    domain = command.entity_id.partition(".")[0]
    if domain in ("scene", "script"):
        return f"{what} {verb} running" if domain == "script" else f"{what} {verb} set"
    now = snapshot.states.get(command.entity_id)
    if domain in ("lock", "alarm_control_panel") and now is not None and now.state in ON_THE_WAY:
        return f"{what} {verb} {now.state}"  # A bolt that still moves is not yet shot.
    data = command.data
    if command.service == "turn_on" and data:
        return f"{what} {verb} {_light(data)}"
    if command.service in SET_TO:
        return f"{what} {verb} set to {SET_TO[command.service](data, snapshot)}"
    if command.service == "volume_mute":
        return f"{what} {verb} {'muted' if data.get('is_volume_muted') else 'no longer muted'}"
    if command.service == "play_media":
        title = next(
            (i.title for i in snapshot.household.catalog if i.id == data["media_content_id"]),
            data["media_content_id"],
        )
        return f"playing {title} on {what}"
    return f"{what} {verb} {PARTICIPLES.get(command.service, 'done')}"


def _light(data: Mapping[str, Any]) -> str:
    parts = []
    if "rgb_color" in data:
        parts.append("in the new colour")
    if "color_temp_kelvin" in data:
        parts.append(f"at {data['color_temp_kelvin']} kelvin")
    if "brightness" in data:
        parts.append(f"at {round(data['brightness'] / 2.55)} percent")
    return " ".join(parts) or "on"


SET_TO: Mapping[str, Any] = {
    "set_temperature": lambda d, s: f"{d['temperature']} degrees",
    "set_cover_position": lambda d, s: f"{d['position']} percent",
    "set_valve_position": lambda d, s: f"{d['position']} percent",
    "set_cover_tilt_position": lambda d, s: f"a tilt of {d['tilt_position']} percent",
    "set_percentage": lambda d, s: f"{d['percentage']} percent",
    "set_hvac_mode": lambda d, s: str(d["hvac_mode"]).replace("_", " "),
    "set_preset_mode": lambda d, s: str(d["preset_mode"]),
    "set_fan_mode": lambda d, s: str(d["fan_mode"]),
    "set_mode": lambda d, s: str(d["mode"]),
    "set_humidity": lambda d, s: f"{d['humidity']} percent",
    "volume_set": lambda d, s: f"{round(d['volume_level'] * 100)} percent volume",
    "select_source": lambda d, s: str(d["source"]),
    "oscillate": lambda d, s: "oscillate" if d.get("oscillating") else "stand still",
}
"""Services that set a value -> how to say it, from their data."""


def ability(facts: Mapping[str, Any]) -> str:
    """What a device was asked for and cannot do."""
    return ABILITIES.get(str(facts.get("intent")), "do that")


ABILITIES = {
    "HassLightSet": "change its light like that", "HassSetPosition": "be moved part of the way", "HassFanSetSpeed": "change its speed",
    "HassClimateSetTemperature": "be set to a temperature", "HassSetVolume": "change its volume", "HassGetState": "tell me that",
    "HassClimateGetTemperature": "measure the temperature",
}  # fmt: skip
