"""Public corpora become sets of sentences in homes: `python -m gateway.evaluate.nlu.sets OUT`.

The corpora stand in `$AMBIENT_DATA` (default `../shared/data` beside the repository); none of their
text is kept here. Each source is a set of its own, so that a model can be measured on sources that it
was not trained on. Of `users` and `homes` training uses most; `held` are those rows that it leaves out
(`models_onnx/training/data.py`), as it does all of the crowd's and of talk. What a corpus calls something that no home assistant does counts as talk.
"""

import json
import os
import re
import sys
import zlib
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from random import Random
from typing import Any

from gateway.evaluate.nlu import heard
from gateway.evaluate.nlu.asked import Asked, Command, spread
from gateway.evaluate.nlu.homes import (
    corpus_home,
    crowd_home,
    entity,
    grammar_home,
    named_home,
    slug,
)

Row = Mapping[str, Any]
Home = dict[str, Any]
Keep = Callable[[Home], str]
"""Writes a home file and gives its path."""

GRAMMAR_ROWS = 1200
TALK_ROWS = 3500
USERS_A_HOME = 20
COMPOUNDS = 400
ABSENT = 600
HOLD_OUT_EVERY = 4  # As in `models_onnx/training/data.py`, as is `chance`.
HOLD_OUT_HOMES_EVERY = 8


class DataMissing(Exception):
    """The data folder lacks something."""


def folder() -> Path:
    """The corpora."""
    at = Path(os.environ.get("AMBIENT_DATA", Path(__file__).parents[4] / "shared" / "data")) / "nlu"
    if not at.is_dir():
        raise DataMissing(f"there is no folder {at}: set AMBIENT_DATA to the one that holds nlu/")
    return at


def rows(name: str) -> list[Row]:
    """One corpus."""
    with (folder() / f"{name}.jsonl").open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def chance(key: str) -> int:
    """The same number for the same key, always."""
    return zlib.crc32(key.encode())


# --- Home Assistant's own wording ----------------------------------------------------------------

_GRAMMAR_VALUES = ("brightness", "position", "temperature", "fan_speed", "volume")


def grammar(keep: Keep) -> Iterator[Asked]:
    """Sentences that home-assistant-intents' templates make, as many of each intent as there are."""
    home = keep(grammar_home())
    by_intent: dict[str, list[Row]] = defaultdict(list)
    for row in rows("ohf_sampled_en"):
        if "timer_command" not in row["expect"]["slots"]:
            by_intent[row["expect"]["intent"]].append(row)
    for intent, group in sorted(by_intent.items()):
        for row in spread(group, max(10, GRAMMAR_ROWS * len(group) // 18000)):
            slots = row["expect"]["slots"]
            values = {
                k: float(v) for k, v in slots.items() if k in _GRAMMAR_VALUES and "." not in v
            }
            yield Asked(row["id"], row["text"], home, (Command((intent,), None, values),), "study")


# --- real users ----------------------------------------------------------------------------------

_THINGS: Mapping[str, tuple[str, str | None]] = {
    "light-bulb": ("light", None), "switch": ("switch", None), "plug": ("switch", "outlet"),
    "fan": ("fan", None), "vacuum": ("vacuum", None), "climate": ("climate", None),
    "heat": ("binary_sensor", "heat"), "cover": ("cover", None), "lock": ("lock", None),
    "tv": ("media_player", "tv"), "speaker": ("media_player", "speaker"),
    "temperature": ("sensor", "temperature"), "humidity": ("sensor", "humidity"),
    "battery": ("sensor", "battery"), "illuminance": ("sensor", "illuminance"),
    "door": ("binary_sensor", "door"), "motion": ("binary_sensor", "motion"),
    "occupancy": ("binary_sensor", "occupancy"),
}  # fmt: skip


def users(keep: Keep) -> Iterator[Asked]:
    """What real users of Almond said to their devices, in homes that have what they name."""
    logs = [r for r in rows("thingpedia_iot") if "/train" in r["source"]]
    wanted = [
        r
        for r in logs
        if str(r["expect"]["intent"]).startswith("Hass")
        and r["expect"]["slots"].get("device_class") in _THINGS
        and "QUOTED" not in r["text"]
    ]
    for start in range(0, len(wanted), USERS_A_HOME):
        yield from _users_home(wanted[start : start + USERS_A_HOME], start // USERS_A_HOME, keep)


def users_held(keep: Keep) -> Iterator[Asked]:
    """Of these, the quarter of the logs that training leaves out."""
    logs = [r for r in rows("thingpedia_iot") if r["source"].endswith("eval/train")]
    held = {r["id"] for r in logs if chance(r["id"]) % HOLD_OUT_EVERY == 0}
    yield from (one for one in users(keep) if one.id in held)


def _users_home(group: Sequence[Row], number: int, keep: Keep) -> Iterator[Asked]:
    found: dict[tuple[str, str], dict[str, Any]] = {}
    for row in group:
        slots = row["expect"]["slots"]
        name = slots.get("name")
        if name:
            domain, kind = _THINGS[slots["device_class"]]
            key = (domain, name)
            found.setdefault(key, entity(domain, _spoken_name(row), None, kind))
    for row in group:
        if not row["expect"]["slots"].get("name"):
            for one in _said_sorts(row):
                found.setdefault((one["id"], ""), one)
    path = keep(named_home(f"users_{number:02}", list(found.values())))
    ids = {key: device["id"] for key, device in found.items() if key[1]}
    for row in group:
        slots = row["expect"]["slots"]
        name = slots.get("name")
        domain, _ = _THINGS[slots["device_class"]]
        targets = (ids[domain, name],) if name else None
        intents: tuple[str, ...] = (str(row["expect"]["intent"]),)
        if slots.get("op") == "temperature" or slots["device_class"] == "temperature":
            intents = ("HassGetState", "HassClimateGetTemperature")
        values = {"brightness": float(slots["pct"])} if slots.get("op") == "set_brightness" and str(slots.get("pct", "")).isdigit() else {}  # fmt: skip
        yield Asked(row["id"], row["text"], path, (Command(intents, targets, values),))


_SORTS: Mapping[str, tuple[str, str | None]] = {
    "curtain": ("cover", "curtain"), "awning": ("cover", "awning"), "damper": ("cover", "damper"), "blind": ("cover", "blind"),
    "shutter": ("cover", "shutter"), "shade": ("cover", "shade"), "gate": ("cover", "gate"), "window": ("cover", "window"),
    "heater": ("climate", None), "hvac": ("climate", None), "heating": ("climate", None), "ac": ("climate", None),
    "amplifier": ("media_player", "receiver"), "sound system": ("media_player", "speaker"), "media player": ("media_player", None),
}  # fmt: skip


def _said_sorts(row: Row) -> Iterator[dict[str, Any]]:
    """What is spoken of by its sort is there, too."""
    text = row["text"].lower()
    for sort, (domain, kind) in _SORTS.items():
        if re.search(rf"\b{sort}s?\b", text):
            yield entity(domain, sort.capitalize(), None, kind)


def _spoken_name(row: Row) -> str:
    """The device's name: in half of the homes as labelled, in the other with the noun it was said with."""
    name = re.sub(r" 's\b", "'s", str(row["expect"]["slots"]["name"]))
    after = re.search(re.escape(name) + r"((?: \w+)?)", row["text"].lower())
    nouns = {"light", "lights", "lamp", "switch", "plug", "door", "fan", "tv", "heater", "blinds"}
    noun = after[1].strip() if after else ""
    return f"{name} {noun}" if noun in nouns and chance(row["id"]) % 2 else name


# --- crowd workers -------------------------------------------------------------------------------

_CROWD: Mapping[str, tuple[str, ...]] = {
    "alarm_set": ("AlarmSet", "HassStartTimer"), "alarm_query": ("AlarmQuery",), "alarm_remove": ("AlarmRemove",),
    "audio_volume_down": ("HassSetVolumeRelative", "HassSetVolume"),
    "audio_volume_up": ("HassSetVolumeRelative", "HassSetVolume"),
    "audio_volume_mute": ("HassMediaPlayerMute", "HassSetVolumeRelative", "HassSetVolume"),
    "iot_cleaning": ("HassVacuumStart", "HassTurnOn"), "iot_coffee": ("HassTurnOn",),
    "iot_hue_lightchange": ("HassLightSet",), "iot_hue_lightdim": ("HassLightSet",),
    "iot_hue_lightup": ("HassLightSet", "HassTurnOn"), "iot_hue_lighton": ("HassTurnOn", "HassLightSet"),
    "iot_hue_lightoff": ("HassTurnOff",), "iot_wemo_on": ("HassTurnOn",), "iot_wemo_off": ("HassTurnOff",),
    "lists_createoradd": ("HassListAddItem",), "lists_remove": ("HassListRemoveItem", "ListClear"),
    "weather_query": ("HassGetWeather",), "datetime_query": ("HassGetCurrentTime",),
    "play_music": ("HassMediaSearchAndPlay", "HassMediaUnpause"), "play_radio": ("HassMediaSearchAndPlay", "HassTurnOn", "HassMediaUnpause"),
    "play_podcasts": ("HassMediaSearchAndPlay", "HassMediaUnpause", "HassMediaNext"),
    "play_audiobook": ("HassMediaSearchAndPlay", "HassMediaUnpause"),
}  # fmt: skip
_TALK_OF_CROWD = (
    "news", "email", "social", "cooking", "transport", "qa", "takeaway", "recommendation",
)  # fmt: skip


def crowd(keep: Keep) -> Iterator[Asked]:
    """Crowd workers' wishes to their home (lights, plugs, coffee, vacuum, volume)."""
    yield from _crowd(keep, ("iot", "audio"))


def crowd_other(keep: Keep) -> Iterator[Asked]:
    """Their wishes of alarms, lists, music, weather and time."""
    yield from _crowd(keep, ("alarm", "lists", "weather", "datetime", "play"))


def _crowd(keep: Keep, scenes: tuple[str, ...]) -> Iterator[Asked]:
    home = keep(crowd_home())
    for row in (*rows("hwu64_valid"), *rows("slurp_devel")):
        native = row["expect"]["native_intent"]
        if native in _CROWD and native.startswith(scenes):
            yield Asked(row["id"], row["text"], home, (Command(_CROWD[native]),), "living_room")


def talk(keep: Keep) -> Iterator[Asked]:
    """What no home assistant does: CLINC150's other domains, SLURP's and HWU64's."""
    home = keep(crowd_home())
    found = [
        row
        for row in (*rows("clinc150_val"), *rows("slurp_devel"), *rows("hwu64_valid"))
        if _is_talk(row)
    ]
    for row in spread(found, TALK_ROWS):
        yield Asked(row["id"], row["text"], home, (), "living_room")


_CLINC_OURS = frozenset(
    [
        "alarm",
        "cancel",
        "change_volume",
        "date",
        "next_song",
        "play_music",
        "reminder",
        "reminder_update",
        "shopping_list",
        "shopping_list_update",
        "smart_home",
        "time",
        "timer",
        "todo_list",
        "todo_list_update",
        "weather",
        "what_song",
        "greeting",
        "goodbye",
        "thank_you",
        "what_can_i_ask_you",
        "what_is_your_name",
        "are_you_a_bot",
        "yes",
        "no",
        "maybe",
        "repeat",
    ]
)
"""Topics that a home assistant answers, or that make sense only in a conversation."""


def _is_talk(row: Row) -> bool:
    native = row["expect"].get("native_intent")
    if native is not None:
        return str(native).startswith(_TALK_OF_CROWD)
    return row["expect"]["intent"] not in _CLINC_OURS


# --- as recognisers hear ---


def _recorded() -> list[Row]:
    return heard.recorded(folder().parent / "asr")


def _wish(keep: Keep) -> heard.Asking:
    home = keep(crowd_home())
    wanted = ("iot", "audio", "alarm", "lists", "weather", "datetime", "play")

    def asking(row: Row) -> Asked | None:
        native = str(row["intent"])
        if native not in _CROWD or not native.startswith(wanted):
            return None
        return Asked("", "", home, (Command(_CROWD[native]),), "living_room")

    return asking


def heard_wishes(keep: Keep) -> Iterator[Asked]:
    """Real recordings of crowd workers' wishes, as a recogniser heard them."""
    yield from heard.each(_recorded(), _wish(keep))


def heard_nbest(keep: Keep) -> Iterator[Asked]:
    """The same, with what it heard of other speakers as further hypotheses."""
    yield from heard.together(_recorded(), _wish(keep))


def heard_talk(keep: Keep) -> Iterator[Asked]:
    """Real recordings of what no home assistant does."""
    nothing = Asked("", "", keep(crowd_home()), (), "living_room")
    yield from heard.each(
        _recorded(), lambda row: nothing if row["intent"].startswith(_TALK_OF_CROWD) else None
    )


def heard_noised(keep: Keep) -> Iterator[Asked]:
    """Commands of users, crowd and homes with one word as the recogniser heard it elsewhere."""
    yield from heard.noised(_recorded(), [*users(keep), *crowd(keep), *homes(keep)])


def heard_respelled(keep: Keep) -> Iterator[Asked]:
    """The same commands with letters of one word misheard, names included."""
    yield from heard.respelled(_recorded(), [*users(keep), *crowd(keep), *homes(keep)])


# --- unseen homes --------------------------------------------------------------------------------

_ACTIONS: Mapping[str, tuple[str, ...]] = {
    "Turn on": ("HassTurnOn",), "Turn off": ("HassTurnOff",), "Set brightness": ("HassLightSet",),
    "Set temperature": ("HassClimateSetTemperature",), "Unpause": ("HassMediaUnpause",),
    "Pause": ("HassMediaPause",), "Set volume": ("HassSetVolume",),
    "Previous track": ("HassMediaPrevious",), "Next track": ("HassMediaNext",),
    "Open": ("HassTurnOn",), "Close": ("HassTurnOff",), "Set position": ("HassSetPosition",),
    "Lock": ("HassTurnOn",), "Unlock": ("HassTurnOff",), "Start": ("HassVacuumStart", "HassTurnOn"),
    "Return to base": ("HassVacuumReturnToBase",),
}  # fmt: skip
_NUMBERED: Mapping[str, str] = {
    "Set brightness": "brightness", "Set temperature": "temperature", "Set volume": "volume", "Set position": "position",
}  # fmt: skip
_ENGLISH = re.compile(
    r"\b(turn|on|off|set|dim|please|the|open|close|stop|start|play|pause|lock|unlock|switch|next|"
    r"previous|resume|brightness|volume|lights?|raise|lower|song|track|unpause|to|skip|back)\b"
)


def homes(keep: Keep) -> Iterator[Asked]:
    """Commands in 66 homes of all countries, said in the room of what is meant."""
    paths: dict[str, tuple[str, dict[str, str]]] = {}
    actions = rows("device_actions")
    degrees = [r for r in actions if r["expect"]["action"] == "Set temperature"]
    warm = {r["home"] for r in degrees if re.search(r"\b[5-9]\d\b", r["text"])}
    for row in actions:
        if not _ENGLISH.search(row["text"].lower()):
            continue
        if row["home"] not in paths:
            raw = json.loads((folder() / "homes" / f"{row['home']}.json").read_text("utf-8"))
            home, ids = corpus_home(raw)
            home["temperature_unit"] = "F" if raw["id"] in warm else "C"
            paths[row["home"]] = (keep(home), ids)
        path, ids = paths[row["home"]]
        yield _action(row, path, ids)


def homes_held(keep: Keep) -> Iterator[Asked]:
    """Of these, the homes that training leaves out."""
    held = {
        r["id"]
        for r in rows("device_actions")
        if chance(str(r["home"])) % HOLD_OUT_HOMES_EVERY == 0
    }
    yield from (one for one in homes(keep) if one.id in held)


def _action(row: Row, path: str, ids: Mapping[str, str]) -> Asked:
    expect = row["expect"]
    area = slug(expect["targets"][0].rsplit("/", 1)[0])
    targets = tuple(ids[t] for t in expect["targets"])
    number = re.search(r"(\d+)(?!.*\d)", row["text"])
    slot = _NUMBERED.get(expect["action"])
    values = {slot: float(number[1])} if slot and number else {}
    return Asked(
        row["id"], row["text"], path, (Command(_ACTIONS[expect["action"]], targets, values),), area
    )


# --- made of them --------------------------------------------------------------------------------

_JOINS = (" and ", ", then ", " and then ", ", and ", ", ", " and also ", ", after that ")
_SPOKEN = re.compile(
    r"^(?:please|can you|could you|would you|i want to|i'd like to) ", re.IGNORECASE
)


def several(keep: Keep) -> Iterator[Asked]:
    """Two to ten commands of one home in one sentence, each naming its room."""
    rng = Random(7)
    by_home: dict[str, list[Asked]] = defaultdict(list)
    for one in homes(keep):
        if one.area and one.area.replace("_", " ") in one.text.lower():
            by_home[one.home].append(one)
    names = sorted(home for home, group in by_home.items() if len(group) > 12)
    for nth in range(COMPOUNDS):
        count = 2 + nth % 9
        home = rng.choice(names)
        picked: dict[str, Asked] = {}
        for one in rng.sample(by_home[home], len(by_home[home])):
            target = (one.commands[0].targets or ("",))[0]
            picked.setdefault(target, one)
        chosen = list(picked.values())[:count]
        join = rng.choice(_JOINS)
        text = chosen[0].text
        for place, one in enumerate(chosen[1:], 2):
            part = _SPOKEN.sub("", one.text)
            last = place == len(chosen) and join.strip() == ","
            text += (" and " if last else join) + part[0].lower() + part[1:]
        commands = tuple(one.commands[0] for one in chosen)
        yield Asked(f"several-{nth}", text, home, commands, chosen[0].area)


def absent(keep: Keep) -> Iterator[Asked]:
    """A command of one home said in another that has no such room, device or ability."""
    rng = Random(11)
    every = [one for one in homes(keep) if one.area]
    named = [
        one
        for one in every
        if str(one.area).replace("_", " ") in one.text.lower() and len(str(one.area)) > 4
    ]
    texts = {path: Path(path).read_text("utf-8").lower() for path in {o.home for o in every}}
    for one in spread(named, ABSENT):
        area = str(one.area).replace("_", " ")
        words = [w for w in area.split() if len(w) > 3 and not w.isdigit()] or [area]
        strangers = sorted(h for h, t in texts.items() if not any(w in t for w in words))
        if strangers:
            yield Asked(f"absent-{one.id}", one.text, rng.choice(strangers), ())


SETS: Mapping[str, Callable[[Keep], Iterator[Asked]]] = {
    "grammar": grammar, "users": users, "users held": users_held, "crowd": crowd,
    "crowd other": crowd_other, "homes": homes, "homes held": homes_held, "several": several, "absent": absent, "talk": talk,
    "heard": heard_wishes, "heard nbest": heard_nbest, "heard noised": heard_noised, "heard talk": heard_talk,
    "heard respelled": heard_respelled,
}  # fmt: skip


def write(out: Path) -> None:
    """A file of lines for each set, and the homes."""
    (out / "homes").mkdir(parents=True, exist_ok=True)
    known: dict[str, str] = {}

    def keep(home: Home) -> str:
        name = home["home"]
        if name not in known:
            path = out / "homes" / f"{name}.yaml"
            path.write_text(json.dumps(home, ensure_ascii=False, indent=1), "utf-8")
            known[name] = str(path)
        return known[name]

    for name, make in SETS.items():
        lines = [json.dumps(one.json(), ensure_ascii=False) for one in make(keep)]
        (out / f"{name}.jsonl").write_text("\n".join(lines) + "\n", "utf-8")
        print(f"{name}: {len(lines)} sentences")  # noqa: T201


if __name__ == "__main__":
    try:
        write(Path(sys.argv[1] if len(sys.argv) > 1 else "build/nlu"))
    except DataMissing as error:
        sys.exit(str(error))
