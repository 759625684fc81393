"""Each public corpus's own labels become ours; one function a corpus.

What a corpus calls an intent and we do not support is out of scope. Where a label is coarser than
ours (lists, date and time, reminders among the calendar entries) the words decide.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from random import Random
from typing import Any

from models_onnx.labels import OUT_OF_SCOPE
from models_onnx.training import vocabulary
from models_onnx.training.align import add_plain, align, find, mark
from models_onnx.training.generate import Example, Grammar, Homes

Row = Mapping[str, Any]

# --- HWU64, MASSIVE, SLURP: one family of labels ---

CROWD: Mapping[str, str] = {
    "alarm_set": "AlarmSet",
    "alarm_query": "AlarmQuery",
    "alarm_remove": "AlarmRemove",
    "audio_volume_down": "HassSetVolumeRelative",
    "audio_volume_up": "HassSetVolumeRelative",
    "audio_volume_other": "HassSetVolume",
    "audio_volume_mute": "HassMediaPlayerMute",
    "general_commandstop": "HassNevermind",
    "general_greet": "HassRespond",
    "iot_cleaning": "HassVacuumStart",
    "iot_coffee": "HassTurnOn",
    "iot_hue_lightchange": "HassLightSet",
    "iot_hue_lightdim": "HassLightSet",
    "iot_hue_lightup": "HassLightSet",
    "iot_hue_lighton": "HassTurnOn",
    "iot_hue_lightoff": "HassTurnOff",
    "iot_wemo_on": "HassTurnOn",
    "iot_wemo_off": "HassTurnOff",
    "music_query": "MediaQuery",
    "play_music": "HassMediaSearchAndPlay",
    "play_radio": "HassMediaSearchAndPlay",
    "play_podcasts": "HassMediaSearchAndPlay",
    "play_audiobook": "HassMediaSearchAndPlay",
    "lists_createoradd": "HassListAddItem",
    "lists_query": "ListQuery",
    "lists_remove": "HassListRemoveItem",
    "weather_query": "HassGetWeather",
}
_REMINDER = re.compile(r"\bremind|\breminder")
_TO_A_VALUE = re.compile(r"\bto (\w+ )?(\d+|half|max\w*|min\w*|\w*(ty|teen|one|two|five|ten)\b)")
_LIST_ITSELF = re.compile(
    r"\b(delete|remove|clear|erase|empty|get rid of|wipe)( out)? (\w+ )?(my|the|this|that|a)? ?"
    r"(\w+ ){0,2}lists?( (please|now|for me))?$"
)
_CROWD_SLOTS: Mapping[str, Mapping[str, str]] = {
    "alarm": {"time": "time", "timeofday": "time", "date": "date",
              "general_frequency": "recurrence"},
    "iot": {"house_place": "area", "device_type": "device", "color_type": "color",
            "change_amount": "amount", "time": "time", "timeofday": "time", "date": "date",
            "coffee_type": "", "general_frequency": "recurrence"},
    "audio": {"device_type": "device", "change_amount": "amount", "time": "time",
              "house_place": "area", "media_type": ""},
    "play": {"song_name": "search_query", "radio_name": "search_query",
             "playlist_name": "search_query", "podcast_name": "search_query",
             "audiobook_name": "search_query", "movie_name": "search_query",
             "music_genre": "search_query", "podcast_descriptor": "search_query",
             "music_descriptor": "search_query", "artist_name": "artist",
             "audiobook_author": "artist", "app_name": "source", "house_place": "area",
             "device_type": "device", "media_type": "media_class", "date": "date",
             "player_setting": ""},
    "weather": {"place_name": "place", "date": "date", "time": "time", "timeofday": "time",
                "weather_descriptor": ""},
    "datetime": {"place_name": "place", "date": "date"},
}  # fmt: skip
_PLAIN = ("iot", "audio", "play")
"""Tasks whose sentences name devices, rooms and media that their labels leave out."""
_COFFEE = ("coffee machine", "coffee maker", "coffee pot", "espresso", "cappuccino", "latte",
           "coffee")  # fmt: skip


def crowd(rows: Iterable[Row]) -> Iterator[Example]:
    """HWU64, MASSIVE and SLURP."""
    for row in rows:
        native, text = row["expect"]["native_intent"], row["text"].lower()
        intent = _crowd_intent(native, text)
        words = text.split()
        slots = row["expect"].get("native_slots") or {}
        tags = None if "MASSIVE" in row["source"] else _crowd_tags(native, intent, words, slots)
        yield _example(words, tags, intent, row["source"].split()[0].split("/")[-1])


def _crowd_intent(native: str, text: str) -> str:
    if native == "calendar_set":
        return "ReminderSet" if _REMINDER.search(text) else OUT_OF_SCOPE
    if native == "calendar_query":
        return "ReminderQuery" if _REMINDER.search(text) else OUT_OF_SCOPE
    if native == "calendar_remove":
        return "ReminderRemove" if _REMINDER.search(text) else OUT_OF_SCOPE
    if native == "datetime_query":
        dated = re.search(r"\b(date|day|month|year|week)\b", text)
        timed = re.search(r"\b(time|clock|hour)\b", text)
        return "HassGetCurrentDate" if dated and not timed else "HassGetCurrentTime"
    if native == "lists_remove" and _LIST_ITSELF.search(text):
        return "ListClear"
    if native in ("audio_volume_up", "audio_volume_down") and _TO_A_VALUE.search(text):
        return "HassSetVolume"
    if native == "music_settings":
        skips = re.search(r"\b(skip|next)\b", text)
        return "HassMediaNext" if skips else OUT_OF_SCOPE
    return CROWD.get(native, OUT_OF_SCOPE)


def _crowd_tags(
    native: str, intent: str, words: Sequence[str], slots: Mapping[str, Sequence[str]]
) -> list[str] | None:
    known = _CROWD_SLOTS.get(native.split("_")[0])
    if known is None or any(name not in known for name in slots):
        return None
    values = [(known[name], value) for name, found in slots.items() for value in found]
    tags = align(words, (_ours(slot, value, native, intent) for slot, value in values if slot))
    if tags is None:
        return None
    if native == "iot_coffee":
        _mark_first(words, tags, _COFFEE, "name")
    return add_plain(words, tags, intent) if native.startswith(_PLAIN) else tags


def _ours(slot: str, value: str, native: str, intent: str) -> tuple[str, str]:
    if slot == "device":
        generic = value in vocabulary.GENERIC_CLASSES or value.startswith("robot")
        return ("device_class" if generic else "name"), value
    if slot == "time" and re.search(r"\b(minute|hour|second)s?\b", value):
        return "duration", value
    if slot == "amount":
        bare = re.sub(r"^(to|by|at) ", "", value)
        absolute = value != bare and not value.startswith("by")
        if not absolute:
            return "step", bare
        return ("brightness" if native.startswith("iot") else "volume"), bare
    return slot, value


def _mark_first(words: Sequence[str], tags: list[str], phrases: Sequence[str], slot: str) -> None:
    for phrase in phrases:
        start = find(words, phrase)
        if start is not None:
            mark(tags, start, len(phrase.split()), slot)
            return


# --- home-assistant-intents ---

_OHF_FILL: Mapping[str, tuple[str, str]] = {
    "area": ("area", "@area"),
    "volume": ("volume", "@d0_100"),
    "volume_step_up": ("step", "@d0_100"),
    "volume_step_down": ("step", "@d0_100"),
    "brightness": ("brightness", "@n0_100"),
    "fan_speed": ("fan_speed", "@n0_100"),
    "position": ("position", "@n0_100"),
    "temperature": ("temperature", "@n15_30"),
    "color_temperature": ("color_temperature", "@color_temperature"),
    "search_query": ("search_query", "(@title|@invented_title)"),
    "todo_list_item": ("item", "@item"),
    "shopping_list_item": ("item", "@item"),
    "message": ("message", "@message"),
    "zone": ("state", "(work|school|home|the office|the gym|town)"),
    "timer_name": ("timer_name", "@timer_name"),
}
_NAME_BY_INTENT: Mapping[str, tuple[str, str]] = {
    "HassListAddItem": ("list", "@list"),
    "HassListRemoveItem": ("list", "@list"),
    "HassListCompleteItem": ("list", "@list"),
    "HassGetWeather": ("place", "@place"),
    "HassClimateSetTemperature": ("name", "@climate_name"),
    "HassClimateGetTemperature": ("name", "@climate_name"),
    "HassClimateSetFanMode": ("name", "@climate_name"),
    "HassFanSetSpeed": ("name", "@fan_name"),
    "HassVacuumStart": ("name", "@vacuum_name"),
    "HassVacuumReturnToBase": ("name", "@vacuum_name"),
    "HassVacuumCleanArea": ("name", "@vacuum_name"),
    "HassLawnMowerStartMowing": ("name", "@mower_name"),
    "HassLawnMowerDock": ("name", "@mower_name"),
    "HassLightSet": ("name", "@light"),
    "HassSetPosition": ("name", "@cover_name"),
}
_MEDIA = ("HassMedia", "HassSetVolume")
_TYPE_NOUNS = {"light", "lights", "lamp", "lamps", "lighting", "fan", "fans", "switch", "blind",
               "blinds", "curtain", "curtains", "door", "doors", "lock", "window", "shade",
               "shutter", "list", "mower", "speaker", "tv"}  # fmt: skip
_UNITS = re.compile(r"^(hours?|minutes?|seconds?)$")


def ohf_templates(rows: Iterable[Row], rng: Random, homes: Homes) -> Iterator[Example]:
    """Home Assistant's own wordings, with our values in their places."""
    grammar = Grammar(homes)
    for row in rows:
        intent = _folded(row["expect"]["intent"], row["text"])
        # "Lights off in ten minutes" is a timer to Home Assistant, a delayed command to us.
        if "{timer_command}" not in row["text"]:
            yield _filled(row["text"].split(), intent, grammar, rng)


def _folded(intent: str, text: str) -> str:
    # To Home Assistant, removing something from the shopping list completes it.
    if intent == "HassShoppingListCompleteItem" and re.search(r"\b(remove|delete)\b", text):
        return "HassListRemoveItem"
    return intent.replace("HassShoppingList", "HassList")


def _filled(template: Sequence[str], intent: str, grammar: Grammar, rng: Random) -> Example:
    text = [
        _placed(word, template[place + 1] if place + 1 < len(template) else "", intent)
        for place, word in enumerate(template)
    ]
    # Type nouns and "list", "floor" belong to the name before them: move them into the braces.
    nouns = "|".join(sorted(_TYPE_NOUNS - {"list"}))
    joined = " ".join(text)
    for slot, ends in (("name", nouns), ("list", "list"), ("floor", "floor")):
        joined = re.sub(rf"(\{{{slot}=[^}}]*)\}} ({ends})\b", r"\1 \2}", joined)
    tagged = grammar.expand(_units_inside(_percent_inside(joined), intent), rng)
    words = [word for word, _ in tagged]
    tags = add_plain(words, [tag for _, tag in tagged], intent)
    return Example(tuple(words), tuple(tags), intent, "ohf")


def _placed(word: str, after: str, intent: str) -> str:
    return re.sub(r"\{(\w+)\}", lambda found: _blank(found[1], intent, after), word)


def _blank(name: str, intent: str, after: str) -> str:
    if name.startswith("timer_") and name != "timer_name":
        return "{duration=@n1_60}"
    if name == "floor":
        ordinal = "(first|second|ground|top|third|upper|main|lower)"
        return "{floor=" + (ordinal if after == "floor" else "@floor") + "}"
    if name == "name":
        slot, filler = _name(intent, after)
        return f"{{{slot}={filler}}}"
    slot, filler = _OHF_FILL[name]
    return f"{{{slot}={filler}}}"


def _name(intent: str, after: str) -> tuple[str, str]:
    if after in _TYPE_NOUNS and intent in ("HassTurnOn", "HassTurnOff", "HassGetState",
                                           "HassLightSet", "HassSetPosition"):  # fmt: skip
        return "name", "(@light_front|@light_front|@person|@invented_word)"
    if intent.startswith(_MEDIA):
        return "name", "@media_name"
    if after == "list":
        return "list", "(shopping|grocery|todo|to do|chores|camping|party|@invented_word|work)"
    return _NAME_BY_INTENT.get(intent, ("name", "@name"))


def _percent_inside(template: str) -> str:
    return re.sub(r"\} ?(%|percent|degrees?|°)(?= |$)", r" \1}", template)


_AMOUNT = r"\{duration=@n1_60\}[- ](?:hours?|minutes?|seconds?)(?: and (?:half|1/2))?"
_AND_HALF = re.compile(r"\{duration=@n1_60\} and (half|1/2)[- ](hours?|minutes?|seconds?)")
_AMOUNTS = re.compile(rf"{_AMOUNT}(?: (?:and )?{_AMOUNT})*")


def _units_inside(template: str, intent: str) -> str:
    """ "{duration=..} minutes {duration=..}-second" becomes one span with its units.

    A duration that says which timer is meant is that timer's name.
    """
    template = _AND_HALF.sub(r"{duration=@n1_60}-\2", template)

    def join(found: re.Match[str]) -> str:
        before, after = template[: found.start()], template[found.end() :]
        which = after.startswith(" timer") or before.endswith(("timer for ", "timers for "))
        slot = "timer_name" if which and intent != "HassStartTimer" else "duration"
        inner = re.sub(r"\{duration=(@n1_60)\}", r"\1", found[0])
        return "{" + slot + "=" + inner + "}"

    return _AMOUNTS.sub(join, template)


# --- Thingpedia ---

_THING: Mapping[str, str] = {
    "Thing:set_minmax_temperature": "HassClimateSetTemperature",
    "Thing:set_oscillation": "FanOscillate",
    "Thing:set_target_humidity": "SetHumidity",
    "Thing:set_hvac_preset": "ClimateSetMode",
    "Thing:play_url": "HassMediaSearchAndPlay",
    "Vacuum:pause": "VacuumPause",
    "Thing:target_temperature": "HassClimateGetTemperature",
    "Thing:current_temperature": "HassClimateGetTemperature",
    **dict.fromkeys(
        ("Thing:motion", "Thing:occupancy", "Thing:oscillation", "Thing:sound", "Thing:uv",
         "Thing:illuminance", "Thing:flood", "Thing:hvac_preset", "Thing:min_temperature",
         "Thing:target_humidity", "Thing:hvac_modes_aval", "Thing:hvac_presets_aval"),
        "HassGetState",
    ),
}  # fmt: skip
_OFF = re.compile(r"\b(turn|switch|shut|turned|switched|power)\b.*\boff\b|\bdeactivate\b")
_ON = re.compile(r"\b(turn|switch|turned|switched|power)\b.*\bon\b|\bactivate\b")


def thingpedia(rows: Iterable[Row], rng: Random) -> Iterator[Example]:
    """Commands of real users and paraphrases; placeholders are filled."""
    for row in rows:
        text, given = row["text"].lower(), row["expect"]["slots"]
        intent = _thing_intent(row["expect"]["intent"], text, given)
        words = text.split()
        tags = ["O"] * len(words)
        for number in ("number_0", "number_1"):
            words = [str(rng.randint(16, 80)) if word == number else word for word in words]
        words, tags = _name_filled(words, tags, given.get("name", ""), rng)
        _mark_values(words, tags, intent)
        yield _example(words, add_plain(words, tags, intent), intent, "thingpedia")


def _thing_intent(native: str | None, text: str, given: Mapping[str, Any]) -> str:
    if native == "Thing:set_hvac_mode":
        if _OFF.search(text):
            return "HassTurnOff"
        return "HassTurnOn" if _ON.search(text) else "ClimateSetMode"
    if native == "Vacuum:stop":
        return "HassTurnOff" if _OFF.search(text) else "VacuumPause"
    if native == "Thing:set_state":
        return "HassTurnOff" if "unlock" in text else "HassTurnOn"
    if native == "HassGetState" and given.get("op") == "temperature":
        return "HassClimateGetTemperature"
    if native is None or native.startswith(("Thing:", "Vacuum:")):
        return _THING.get(native or "", OUT_OF_SCOPE)
    return native


def _name_filled(
    words: list[str], tags: list[str], name: str, rng: Random
) -> tuple[list[str], list[str]]:
    start = find(words, name) if name else None
    if start is None:
        return words, tags
    length = len(name.split())
    if name.startswith("QUOTED"):
        room = rng.random() < 0.45
        name = vocabulary.area_name(rng) if room else vocabulary.light_name(rng).rsplit(" ", 1)[0]
    value = name.lower().split()
    words = [*words[:start], *value, *words[start + length :]]
    slot = "area" if name.lower() in vocabulary.AREAS or name.endswith("room") else "name"
    if slot == "name":
        after = words[start + len(value) : start + len(value) + 1]
        # A name holds its type noun: "bedside lamp", "dobby vacuum".
        value += [word for word in after if word.strip(".?,") in vocabulary.GENERIC_CLASSES]
    tags = ["O"] * len(words)
    mark(tags, start, len(value), slot)
    return words, tags


_VALUE = re.compile(r"^\d+(\.\d+)?(%|°|f|c)?[.,?!]?$")
_VALUE_SLOT = {
    "HassClimateSetTemperature": "temperature", "HassLightSet": "brightness",
    "SetHumidity": "humidity", "HassSetVolume": "volume", "HassSetPosition": "position",
}  # fmt: skip
_VALUE_WORDS = {"maximum", "max", "minimum", "min", "full", "half", "lowest", "highest"}
_VALUE_UNITS = {"%", "percent", "degrees", "degree", "f", "c", "fahrenheit", "celsius", "f.", "c."}


def _mark_values(words: Sequence[str], tags: list[str], intent: str) -> None:
    slot = _VALUE_SLOT.get(intent)
    if slot is None:
        return
    for start, word in enumerate(words):
        if _VALUE.match(word):
            length = 1
            while start + length < len(words) and words[start + length] in _VALUE_UNITS:
                length += 1
            mark(tags, start, length, slot)
        elif word.strip(".,?!") in _VALUE_WORDS:
            mark(tags, start, 1, slot)
        elif intent == "HassLightSet" and word.strip(".,?!") in vocabulary.COLORS:
            mark(tags, start, 1, "color")


# --- home-llm ---

_SERVICES: Mapping[str, str] = {
    "turn_on": "HassTurnOn", "turn_off": "HassTurnOff", "toggle": "HassToggle",
    "open_cover": "HassTurnOn", "close_cover": "HassTurnOff", "open": "HassTurnOn",
    "close": "HassTurnOff", "stop_cover": "HassStopMoving", "lock": "HassTurnOn",
    "unlock": "HassTurnOff", "increase_speed": "HassFanSetSpeed",
    "decrease_speed": "HassFanSetSpeed", "set_humidity": "SetHumidity",
    "set_temperature": "HassClimateSetTemperature", "set_hvac_mode": "ClimateSetMode",
    "set_fan_mode": "HassClimateSetFanMode", "volume_up": "HassSetVolumeRelative",
    "volume_down": "HassSetVolumeRelative", "volume_mute": "HassMediaPlayerMute",
    "media_play": "HassMediaUnpause", "media_pause": "HassMediaPause",
    "media_stop": "HassMediaPause", "media_next_track": "HassMediaNext",
    "media_previous_track": "HassMediaPrevious", "return_to_base": "HassVacuumReturnToBase",
    "start": "HassVacuumStart", "pause": "VacuumPause", "stop": "VacuumPause",
}  # fmt: skip
_HOMELLM_NAMES = {
    "light": "@light", "blinds": "@cover_name", "garage_door": "@door_name", "lock": "@door_name",
    "fan": "@fan_name", "media_player": "@media_name", "vacuum": "@vacuum_name",
    "climate": "@climate_name", "switch": "@name",
}  # fmt: skip
_HOMELLM_BLANKS = {
    "color": "{color}", "brightness": "{brightness=@n0_100}", "humidity": "{humidity=@n30_70}",
    "temp_f": "{temperature=@n60_80}", "temp_c": "{temperature=@n15_30}", "temp": "@n15_30",
    "hvac_mode": "{mode}", "fan_mode": "{mode=@fan_mode}", "duration": "{duration}",
    "todo": "{item}", "item": "{item}",
}  # fmt: skip


def homellm(rows: Iterable[Row], rng: Random) -> Iterator[Example]:
    """English device actions and status requests of home-llm."""
    grammar = Grammar(Homes())
    for row in rows:
        raw, source = row["expect"]["raw"], row["source"]
        if "/english/" not in source or "refusals" in source:
            continue
        service = raw.get("service_name") or raw.get("service") or ""
        kind = raw.get("device_type") or service.split(".")[0]
        intent = "HassGetState" if "status" in source else _service_intent(service, kind, row)
        if intent is not None:
            yield from _homellm_example(row["text"], kind, intent, "specific" in source,
                                        grammar, rng)  # fmt: skip


def _service_intent(service: str, kind: str, row: Row) -> str | None:
    text = row["text"].lower()
    intent = _SERVICES.get(service.split(".")[-1])
    if intent == "HassTurnOn" and re.search(r"<(color|brightness)>|\bcolou?r\b|bright|dim", text):
        return "HassLightSet"
    if intent in ("HassVacuumStart", "VacuumPause") and not kind.startswith("vacuum"):
        return None
    if kind == "vacuum" and intent == "HassTurnOn":
        return "HassVacuumStart"
    return intent


def _homellm_example(
    text: str, kind: str, intent: str, specific: bool, grammar: Grammar, rng: Random
) -> Iterator[Example]:
    name = _HOMELLM_NAMES.get(kind, "@name")

    def blank(found: re.Match[str]) -> str:
        what = found[1]
        return f"{{name={name}}}" if "device_name" in what else _HOMELLM_BLANKS.get(what, "?")

    template = re.sub(r"<(\w+)>", blank, re.sub(r"[()\[\]|{}=@]", " ", text.lower()))
    if "?" in re.sub(r"\?(\s*)$", r"\1", template):
        return
    tagged = grammar.expand(template, rng)
    words = [word for word, _ in tagged]
    tags = None if specific else add_plain(words, [tag for _, tag in tagged], intent)
    yield _example(words, tags, intent, "homellm")


# --- home-assistant-datasets ---

_ACTIONS: Mapping[str, str] = {
    "Turn on": "HassTurnOn", "Turn off": "HassTurnOff", "Set brightness": "HassLightSet",
    "Set temperature": "HassClimateSetTemperature", "Pause": "HassMediaPause",
    "Unpause": "HassMediaUnpause", "Next track": "HassMediaNext",
    "Previous track": "HassMediaPrevious", "Set volume": "HassSetVolume", "Lock": "HassTurnOn",
    "Unlock": "HassTurnOff", "Open": "HassTurnOn", "Close": "HassTurnOff",
    "Set position": "HassSetPosition", "Start": "HassVacuumStart",
    "Return to base": "HassVacuumReturnToBase",
}  # fmt: skip
_ENGLISH = re.compile(
    r"\b(the|turn|set|on|off|to|please|play|pause|lights?|up|down|open|close|lock|next|start)\b",
    re.IGNORECASE,
)


def device_actions(rows: Iterable[Row]) -> Iterator[Example]:
    """Commands written for dozens of homes; the English ones."""
    for row in rows:
        text = row["text"].lower()
        if not text.isascii() or not _ENGLISH.search(text):
            continue
        intent = _action_intent(row["expect"]["action"], text)
        words = text.split()
        tags = ["O"] * len(words)
        area, _, name = row["expect"]["targets"][0].lower().rpartition("/")
        where = find(words, area)
        if where is not None:
            mark(tags, where, len(area.split()), "area")
        plain = any(name == f"{room} {name.split()[-1]}" for room in vocabulary.AREAS)
        generic = name in vocabulary.GENERIC_CLASSES or plain
        named = None if generic else find(words, name)
        if named is not None:
            mark(tags, named, len(name.split()), "name")
        _mark_values(words, tags, intent)
        yield _example(words, add_plain(words, tags, intent), intent, "device-actions")


def _action_intent(action: str, text: str) -> str:
    intent = _ACTIONS[action]
    if action in ("Lock", "Unlock"):
        return "HassTurnOff" if re.search(r"\bunlock|\bclose", text) else "HassTurnOn"
    number = any(char.isdigit() for char in text)
    if intent == "HassSetVolume" and not number and not re.search(r"max|min|full|half", text):
        return "HassSetVolumeRelative"
    if intent == "HassVacuumStart" and any(f" {area}" in text for area in vocabulary.AREAS):
        return "HassVacuumCleanArea"
    if intent == "HassMediaUnpause" and re.search(r"\bplay (?!the music|music$)\w+ \w+", text):
        return "HassMediaSearchAndPlay"
    return intent


# --- SNIPS and CLINC150 ---

_SNIPS_SLOTS = {
    "artist": "artist", "track": "search_query", "album": "search_query",
    "playlist": "search_query", "genre": "search_query", "service": "source",
    "music_item": "media_class", "city": "place", "state": "place", "country": "place",
    "geographic_poi": "place",
}  # fmt: skip
_SNIPS = {"PlayMusic": "HassMediaSearchAndPlay", "GetWeather": "HassGetWeather"}
_DAY = re.compile(
    r"day|tomorrow|week|month|year|\d(st|nd|rd|th)\b|20\d\d|spring|summer|autumn|fall|winter"
    r"|\b(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)|first|third|christmas|easter"
)


def snips(rows: Iterable[Row], rng: Random, share: float) -> Iterator[Example]:
    """Music and weather, and five topics that are none of ours."""
    for row in rows:
        if rng.random() > share:
            continue
        intent, words = row["expect"]["intent"], row["text"].split()
        bio = row["expect"]["bio"]
        tags = _snips_tags(words, bio) if intent in _SNIPS and len(bio) == len(words) else None
        yield _example(words, tags, _SNIPS.get(intent, OUT_OF_SCOPE), "snips")


def _snips_tags(words: Sequence[str], bio: Sequence[str]) -> list[str]:
    tags: list[str] = []
    range_words = [word for word, tag in zip(words, bio, strict=True) if tag[2:] == "timeRange"]
    when = "date" if _DAY.search(" ".join(range_words)) else "time"
    for tag in bio:
        slot = _SNIPS_SLOTS.get(tag[2:], "O")
        if tag[2:] == "timeRange":
            slot = when
        if slot == "O":
            tags.append("O")
        # "springfield illinois" is one place to us, two slots to SNIPS.
        elif tags and tags[-1][2:] == slot and (tag[0] == "I" or slot in ("place", "time", "date")):
            tags.append(f"I-{slot}")
        else:
            tags.append(f"B-{slot}")
    return tags


def songs(rows: Iterable[Row]) -> tuple[list[str], list[str]]:
    """Titles and artists that people asked for in SNIPS."""
    titles: set[str] = set()
    artists: set[str] = set()
    for row in rows:
        words, bio = row["text"].split(), row["expect"]["bio"]
        if row["expect"]["intent"] == "PlayMusic" and len(words) == len(bio):
            for tag, value in _pieces(words, bio):
                if tag in ("track", "album", "playlist"):
                    titles.add(value)
                elif tag == "artist":
                    artists.add(value)
    return sorted(titles), sorted(artists)


def _pieces(words: Sequence[str], bio: Sequence[str]) -> Iterator[tuple[str, str]]:
    found: list[tuple[str, list[str]]] = []
    for word, tag in zip(words, bio, strict=True):
        if tag.startswith("B-"):
            found.append((tag[2:], [word]))
        elif tag.startswith("I-") and found:
            found[-1][1].append(word)
    for tag, value in found:
        yield tag, " ".join(value)


CLINC: Mapping[str, str] = {
    "alarm": "AlarmSet", "cancel": "HassNevermind", "date": "HassGetCurrentDate",
    "next_song": "HassMediaNext", "play_music": "HassMediaSearchAndPlay",
    "reminder": "ReminderQuery", "reminder_update": "ReminderSet", "shopping_list": "ListQuery",
    "time": "HassGetCurrentTime", "timer": "HassStartTimer", "todo_list": "ListQuery",
    "weather": "HassGetWeather", "what_song": "MediaQuery",
    "todo_list_update": "?", "shopping_list_update": "?", "change_volume": "?",
    "smart_home": "?", "greeting": "?", "what_can_i_ask_you": "?", "who_made_you": "?",
}  # fmt: skip
"""What CLINC150 has of ours; `?` needs the words, or is too mixed to learn from."""


def clinc(rows: Iterable[Row]) -> Iterator[Example]:
    """150 topics of other assistants: mostly what we must be silent about."""
    for row in rows:
        intent = CLINC.get(row["expect"]["intent"], OUT_OF_SCOPE)
        if intent == "?":
            intent = _clinc_by_words(row["expect"]["intent"], row["text"].lower())
        if intent:
            yield _example(row["text"].lower().split(), None, intent, "clinc")


def _clinc_by_words(native: str, text: str) -> str:
    if native == "change_volume":
        return "HassSetVolume" if _TO_A_VALUE.search(text) else "HassSetVolumeRelative"
    if native in ("todo_list_update", "shopping_list_update"):
        removes = re.search(r"\b(remove|delete|take|erase|off|get rid)\b", text)
        adds = re.search(r"\b(add|put|include|need|place)\b", text)
        if _LIST_ITSELF.search(text):
            return "ListClear"
        if re.search(r"\b(clear|empty|all|everything|whole|entire)\b", text):
            return "ListClear" if removes or "clear" in text or "empty" in text else ""
        if bool(removes) != bool(adds):
            return "HassListRemoveItem" if removes else "HassListAddItem"
    return ""


# --- a mix of all, as in common_*.jsonl ---


def mixed(rows: Sequence[Row], rng: Random) -> Iterator[Example]:
    """Rows of any source, each by its own converter."""
    for row in rows:
        expect = row["expect"]
        if "native_intent" in expect:
            yield from crowd([row])
        elif "thingtalk" in expect:
            yield from thingpedia([row], rng)
        elif "clinc" in row["source"]:
            yield from clinc([row])
        elif "{" not in row["text"] and "timer_command" not in expect.get("slots", {}):
            intent = _folded(expect["intent"], row["text"].lower())
            yield _example(row["text"].lower().split(), None, intent, "ohf")


def _example(words: Sequence[str], tags: Sequence[str] | None, intent: str, source: str) -> Example:
    # Out-of-scope talk fills no slots, whatever the lexicon found in it.
    kept = None if tags is None or intent == OUT_OF_SCOPE else tuple(tags)
    return Example(tuple(words), kept, intent, source)
