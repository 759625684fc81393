"""Tags of a clause -> what is asked about the house: states, values, counts, temperatures.

Every question becomes `HassGetState` (or `HassClimateGetTemperature`) with a slot `question`:
`one_yesno` (is it), `one` (what is it), `any`, `all`, `which`, `how_many`.
"""

import re
from typing import Any

from context.turn import Phrase, Reading
from gateway.understand import device_frames, phrases
from gateway.understand.lexicon import STATES
from gateway.understand.tagging import Tag, Tagged

VERB_STATES = {"lock": "locked", "unlock": "unlocked", "open": "open", "close": "closed", "off": "off",
               "up": "open", "down": "closed", "on": "on", "arm": "armed", "disarm": "disarmed", "mute": "muted"}  # fmt: skip
ADJECTIVES = {
    "hot": "temperature", "cold": "temperature", "warm": "temperature", "cool": "temperature", "chilly": "temperature",
    "freezing": "temperature", "toasty": "temperature", "humid": "humidity", "damp": "humidity", "moist": "humidity", "dry": "humidity",
    "warmer": "temperature", "colder": "temperature", "hotter": "temperature", "cooler": "temperature", "wetter": "humidity", "damper": "humidity",
    "drier": "humidity", "brighter": "brightness", "dimmer": "brightness", "louder": "volume", "quieter": "volume", "darker": "illuminance",
    "bright": "brightness", "dim": "brightness", "loud": "volume", "fast": "speed", "full": "battery", "dark": "illuminance",
}  # fmt: skip
SENSED = {
    "motion": "motion", "movement": "motion", "moving": "motion", "smoke": "smoke", "leak": "moisture", "leaking": "moisture",
    "water": "moisture", "flood": "moisture", "gas": "gas", "occupied": "occupancy", "wet": "moisture",
    "presence": "occupancy", "vibration": "vibration", "sound": "sound", "noise": "sound", "fire": "smoke",
}  # fmt: skip
"""What a binary sensor tells, by its device class."""
PEOPLE = frozenset({"anyone", "anybody", "someone", "somebody", "people", "who"})
ANYTHING = frozenset({"anything", "something", "everything"})
DOING: dict[str, str] = {"watching": "on", "using": "on", "listening": "playing"}
"""What people do with a thing, and how it then is: "is anyone watching the telly"."""
IN_USE: dict[str, str] = {"in use": "on", "taken": "on", "busy": "on", "occupied": "on", "free": "off", "empty": "off",
                          "vacant": "off", "available": "off", "unoccupied": "off"}  # fmt: skip
"""How a room is, and whether somebody is then in it."""
FUTURE = frozenset({"will", "tomorrow", "forecast", "week", "weekend"})
"""Words of what no device knows yet."""
OF_NO_STATE = re.compile(r"how long does it take\b|is it \w+ to\b")
"""How questions begin that no state answers: "is it okay to switch apples for grapes"."""
OPEN_STARTS = (
    "what",
    "which",
    "how",
    "tell me",
    "get",
    "list",
    "status",
    "report",
    "show me",
    "give me",
    "where",
    "who",
    "when",
    "why",
)


def read(tagged: Tagged) -> tuple[Reading, ...]:
    """Readings of a clause as a question about devices; empty when it is none."""
    question = tagged.first("question")
    if question is None:
        return ()
    start = str(question.value)
    if start in device_frames.WISHES and device_frames.wants_light(tagged):
        return ()
    if FUTURE & set(tagged.words) or OF_NO_STATE.match(" ".join(tagged.words)):
        return ()
    if start in ("why", "when", "who") and not PEOPLE & set(tagged.words):
        return ()
    tagged = _without_doing(tagged)
    targets, excluded = phrases.build(_without_sensed(tagged))
    named = tuple(p for p in targets if p.name or p.noun or p.area or p.floor)
    if named and _adjective(tagged):
        targets = named  # the "it" of "how warm is it in the pool" means nothing
    for reader in (_temperature, _in_use, _sensed, _state, _value):
        found = reader(tagged, start, targets)
        if found is not None:
            intent, slots = found
            return (Reading(intent, slots, targets, excluded, probability=0.93),)
    return ()


Found = tuple[str, dict[str, Any]] | None


def _without_doing(tagged: Tagged) -> Tagged:
    """ "Anyone watching the telly" as "the telly on", "anything playing music" as "playing"."""
    doing = [
        t for t in tagged.tags if t.kind in ("unknown", "verb", "name_word") and tagged.text(t) in DOING
    ]  # fmt: skip
    if doing and PEOPLE & set(tagged.words):
        state = Tag("state", doing[0].start, doing[0].end, DOING[tagged.text(doing[0])])
        return Tagged(tagged.words, tuple(state if t is doing[0] else t for t in tagged.tags))
    if any(t.value == "playing" for t in tagged.of("state")):
        tags = tuple(t for t in tagged.tags if tagged.text(t) not in ("music", "video", "sound"))
        return Tagged(tagged.words, tags)
    return tagged


def _in_use(tagged: Tagged, start: str, targets: tuple[Phrase, ...]) -> Found:
    """ "Is the meeting room in use": whether somebody is there, which rooms alone can be asked."""
    text = " ".join(tagged.words)
    said = next((w for w in IN_USE if text.endswith(f" {w}") or f" {w} " in text), None)
    if said is None or not targets or any(p.name or p.noun or not p.area for p in targets):
        return None
    kind = "which" if start.startswith("which") else "any"
    slots: dict[str, Any] = {"question": kind, "domain": "binary_sensor", "device_class": "occupancy", "state": IN_USE[said]}  # fmt: skip
    return "HassGetState", slots


def _without_sensed(tagged: Tagged) -> Tagged:
    """Adjectives and what is sensed name no device, unless a device is called so."""
    dropped = (
        set(ADJECTIVES)
        | set(SENSED)
        | PEOPLE
        | ANYTHING
        | set(IN_USE)
        | {"use", "current", "actual", "status", "state", "much", "many", "long", "left"}
    )
    tags = tuple(
        t for t in tagged.tags
        if not (t.kind in ("unknown", "state") and tagged.text(t) in dropped) and not (t.kind == "name_word" and tagged.text(t) in ADJECTIVES)
    )  # fmt: skip
    return Tagged(tagged.words, tags)


def _adjective(tagged: Tagged) -> str | None:
    tags = tagged.of("unknown", "name_word", "function", "verb", "mode", "state", "quantity")
    return next((ADJECTIVES[tagged.text(t)] for t in tags if tagged.text(t) in ADJECTIVES), None)


def _property(tagged: Tagged) -> str | None:
    tag = tagged.first("property")
    return tag.value if tag is not None else _adjective(tagged)


def _temperature(tagged: Tagged, start: str, targets: tuple[Phrase, ...]) -> Found:
    if _property(tagged) != "temperature":
        return None
    slots: dict[str, Any] = {"question": "one"}
    if {"set", "target", "setpoint"} & set(tagged.words):
        slots["attribute"] = "temperature"
        return "HassGetState", slots
    return "HassClimateGetTemperature", slots


def _sensed(tagged: Tagged, start: str, targets: tuple[Phrase, ...]) -> Found:
    words = set(tagged.words)
    unnamed = not any(p.noun or p.name for p in targets)
    if unnamed and PEOPLE & words and ({"home", "house", "here", "in", "there"} & words):
        if "home" in words or "house" in words:
            kind = "which" if start in ("who", "who is") or "who" in words else "any"
            return "HassGetState", {"question": kind, "domain": "person", "state": "home"}
        return "HassGetState", {"question": "any", "domain": "binary_sensor", "device_class": "occupancy", "state": "on"}  # fmt: skip
    sensed = next((SENSED[w] for w in tagged.words if w in SENSED), None)
    named = any(p.name for p in targets)
    if (
        sensed is None
        or named
        or any(p.domains and "binary_sensor" not in p.domains for p in targets)
    ):
        return None
    kind = "which" if start.startswith(("which", "where")) else "any"
    return "HassGetState", {"question": kind, "domain": "binary_sensor", "device_class": sensed, "state": "on"}  # fmt: skip


def _state(tagged: Tagged, start: str, targets: tuple[Phrase, ...]) -> Found:
    state = _asked_state(tagged)
    if state is None or "going" in tagged.words:
        return None
    return "HassGetState", {"question": _kind(tagged, start, targets), "state": state}


def _asked_state(tagged: Tagged) -> str | None:
    tags = [t for t in tagged.of("state", "particle", "mode") if tagged.text(t) in STATES | DOING]
    if tags:
        return (STATES | DOING)[tagged.text(tags[-1])]
    verb = tagged.first("verb")
    if verb is not None:
        return VERB_STATES.get(verb.value[0])
    words = tagged.words
    if words[0] in ("did", "have", "has"):
        return next((VERB_STATES[w] for w in words if w in VERB_STATES), None)
    return None


def _kind(tagged: Tagged, start: str, targets: tuple[Phrase, ...]) -> str:
    words = tagged.words
    if start == "how many":
        return "how_many"
    if (
        start.startswith(("which", "what", "show me", "tell me which", "give me"))
        or "which" in words[:4]
    ):
        return "which"
    if ({"any", "anything", "something", "either"} | PEOPLE) & set(words) or start in (
        "is there",
        "are there",
    ):
        return "any"
    if {"all", "every", "both"} & set(words) and start in ("are", "is", "did", "have i", "did i"):
        return "all"
    return "one_yesno"


def _value(tagged: Tagged, start: str, targets: tuple[Phrase, ...]) -> Found:
    """ "What is the humidity", "how bright is the lamp", "what is the thermostat set to"."""
    prop = _property(tagged)
    if prop is None and not any(p != Phrase(here=True) for p in targets):
        return None
    if prop is None and not start.startswith((*OPEN_STARTS, "is", "are", "check")):
        return None
    if (
        any(t.kind == "unknown" and t.start > 1 for t in tagged.tags)
        and prop is None
        and not _known(targets)
    ):
        return None
    slots: dict[str, Any] = {"question": "one"}
    if prop is not None:
        slots["attribute"] = prop
    elif "set" in tagged.words and any("climate" in p.domains for p in targets):
        slots["attribute"] = "temperature"
    if start == "how many" and prop is None:
        return "HassGetState", {"question": "how_many"}
    return "HassGetState", slots


def _known(targets: tuple[Phrase, ...]) -> bool:
    return any(p.noun or p.pronoun or p.name for p in targets)
