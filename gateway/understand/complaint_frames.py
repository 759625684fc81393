"""What is wrong -> what would mend it: "it's too dark in here" asks for light, "I'm cold" for warmth.

A complaint names no act, so it gets a reading for every kind of device that could help, the likeliest
first; `resolve` finds which of them the room has. Who tells of another day, or asks, complains of
nothing.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Literal

from context.turn import Phrase, Reading, StepSize
from gateway.understand import phrases
from gateway.understand.tagging import Tagged

Remedy = tuple[str, Mapping[str, Any], Phrase]

LIGHT = Phrase("light", domains=("light",), noun="light", plural=True)
HEATER = Phrase("heater", domains=("climate", "switch"), noun="heater")
COOLER = Phrase("air conditioner", domains=("climate", "switch"), noun="air conditioner")
FAN = Phrase("fan", domains=("fan",), noun="fan")
BLINDS = Phrase("blinds", domains=("cover",), kinds=frozenset({"blind", "shade", "shutter", "curtain", "awning"}), noun="blind", plural=True)  # fmt: skip
WINDOW = Phrase("window", domains=("cover",), kinds=frozenset({"window"}), noun="window")
DRYER = Phrase("dehumidifier", domains=("humidifier",), noun="dehumidifier")
MOISTENER = Phrase("humidifier", domains=("humidifier", "switch"), noun="humidifier")
VACUUM = Phrase("vacuum", domains=("vacuum",), noun="vacuum")


def _step(intent: str, prop: str, direction: Literal[-1, 1]) -> Remedy:
    slots = {
        f"{prop}_step": "up" if direction > 0 else "down",
        "step": StepSize(direction, property=prop),
    }
    return intent, slots, Phrase()


BRIGHTER = _step("HassLightSet", "brightness", 1)
DIMMER = _step("HassLightSet", "brightness", -1)
WARMER = _step("HassClimateSetTemperature", "temperature", 1)
COOLER_AIR = _step("HassClimateSetTemperature", "temperature", -1)
LOUDER = _step("HassSetVolumeRelative", "volume", 1)
QUIETER = _step("HassSetVolumeRelative", "volume", -1)
COSY_PERCENT = 30
LIGHTS_ON: Remedy = ("HassTurnOn", {}, LIGHT)
SHADE: Remedy = ("HassTurnOff", {"action": "close"}, BLINDS)

REMEDIES: Mapping[str, tuple[Remedy, ...]] = {
    "dark": (BRIGHTER, LIGHTS_ON),
    "sun": (SHADE, DIMMER),
    "bright": (DIMMER, SHADE),
    "cold": (WARMER, ("HassTurnOn", {}, HEATER)),
    "hot": (COOLER_AIR, ("HassTurnOn", {}, COOLER), ("HassTurnOn", {}, FAN)),
    "stuffy": (("HassTurnOn", {}, FAN), ("HassTurnOn", {"action": "open"}, WINDOW), COOLER_AIR),
    "loud": (QUIETER,),
    "quiet": (LOUDER,),
    "humid": (("HassTurnOn", {}, DRYER), ("HassTurnOn", {}, FAN)),
    "dry": (("HassTurnOn", {}, MOISTENER),),
    "dirty": (("HassVacuumStart", {}, VACUUM),),
    "cosy": (("HassLightSet", {"brightness": COSY_PERCENT}, replace(LIGHT, state="on")),),
}
"""What helps, the likeliest first."""

_VERY = r"(?:(?:way|far|much|still|also|really|very|so|too|bit|a bit|a little|rather|quite|pretty|getting|kind of|kinda|just|absolutely|bloody|awfully|terribly|damn|all|rather too|a tad) )*"
_IS = (
    r"(?:is|are|am|feels?|feeling|seems?|looks?|gets?|getting|has got|was getting|have got|sounds?)"
)
_SUBJECT = r"(?:it|this|that|i|we|he|she|everyone|everybody|the baby|my (?:feet|hands|eyes)|the .{2,30}?|this .{2,20}?|these .{2,20}?|my .{2,20}?|in here|here|in the .{2,20}?)"
_WORDS: Mapping[str, str] = {
    "dark": r"dark|gloomy|dim|pitch black|pitch dark|murky|dingy",
    "sun": r"sunny|glaring from the sun",
    "bright": r"bright|glaring|dazzling|blinding|harsh",
    "cold": r"cold|chilly|freezing|frozen|nippy|frosty|shivering|cool|parky|draughty",
    "hot": r"hot|boiling|roasting|sweltering|sweating|baking|warm|scorching|melting|burning up",
    "stuffy": r"stuffy|airless|smelly|smoky",
    "loud": r"loud|noisy|deafening",
    "quiet": r"quiet|soft|faint|low",
    "humid": r"humid|damp|muggy|clammy",
    "dry": r"dry",
    "dirty": r"dirty|dusty|filthy|full of crumbs|a mess",
}
STRONG = frozenset(
    [
        "freezing",
        "frozen",
        "shivering",
        "boiling",
        "roasting",
        "sweltering",
        "sweating",
        "baking",
        "scorching",
        "melting",
        "stuffy",
        "airless",
        "deafening",
        "gloomy",
        "dingy",
        "glaring",
        "dazzling",
        "blinding",
        "muggy",
        "dusty",
        "filthy",
        "dirty",
        "chilly",
        "nippy",
    ]
)
"""Words that complain by themselves; "warm" or "bright" only do with "too"."""
TOO_MILD = frozenset({"quiet", "low", "soft", "faint", "warm", "cool", "bright", "dry", "sunny", "loud"})  # fmt: skip
PATTERNS = tuple(
    (
        kind,
        re.compile(
            rf"^(?:(?:{_SUBJECT} {_IS} )(?P<much>{_VERY})|(?P<bare>(?:way |far |much )?(?:too|so) ))(?:{_VERY})(?P<word>{words})"
            r"(?: (?:in here|here|in this room|for me|to see|to read|to sleep|now|today|again|to work|at the moment|already|in (?:the|this|that|my|our) .{2,24}|upstairs|downstairs|me|us|my eyes))*$"
        ),
    )
    for kind, words in _WORDS.items()
)
PHRASES = (
    ("dark", re.compile(r"^(?:i|we) (?:can not|can hardly|can barely|could not|do not) see(?: (?:a thing|anything|much|my .+|what i am doing|well|properly|in here|here|the .+))*$")),
    ("dark", re.compile(r"^(?:i|we) (?:need|want|would like|could use|could do with)(?: some| a bit| a little)?(?: of)?(?: more)? light(?: in here| here| please| to .+| in the .+)?$")),
    ("dark", re.compile(r"^(?:there is|we have) not enough light(?: .+)?$|^not enough light(?: .+)?$")),
    ("quiet", re.compile(r"^(?:i|we) (?:can not|can hardly|can barely|could not) hear(?: (?:it|that|this|a thing|anything|the .+|what .+|properly|him|her|them|you))*$")),
    ("loud", re.compile(r"^(?:i|we|nobody|one) (?:can not|can hardly|can barely|can|could not) (?:hear (?:myself|ourselves|each other|one another)|(?:hear|talk|speak|think|chat|work|sleep|concentrate|read|study|have a conversation|make a call|make conversation)(?: a word| to \w+)? (?:over|above|through|with|for|in) (?:this|that|all this|all that|the|such)\b.*)(?: .+)?$")),
    ("sun", re.compile(r"^(?:the )?sun (?:is )?(?:blinding|in|shining|coming|glaring|too bright|hitting|right|really|so)(?: .+)?$|^(?:there is )?(?:a |too much )?glare (?:on|from) .+$")),
    ("cold", re.compile(r"^(?:i|we|my .{2,12}) (?:am|are|feel) (?:freezing|shivering|frozen)(?: .+)?$|^(?:brr+(?: .+)?|it is like a fridge.*|there is a (?:draught|draft).*)$")),
    ("hot", re.compile(r"^(?:i|we) (?:am|are) (?:sweating|melting|boiling|roasting|burning up|baking)(?: .+)?$|^it is like (?:an oven|a sauna|a furnace).*$")),
    ("stuffy", re.compile(r"^(?:it|the .{2,20}?|something|in here|this room) (?:really )?(?:smells?|stinks?|reeks?)(?: .+)?$")),
    ("cosy", re.compile(r"^(?:make|get|set|have)(?: (?:it|things|this|the room|the .{2,20}?))?(?: (?:a bit|nice and|all|more|really))* (?:cosy|cozy|cosier|cozier|snug|comfy|homely|romantic|relaxing)(?: (?:in|for|please|here|up).*)?$|^(?:i|we) (?:want|would like|need) (?:it|something) (?:a bit )?(?:cosy|cozy|cosier|cozier)(?: .+)?$")),
    ("stuffy", re.compile(r"^(?:i|we) (?:need|could use|want|could do with) (?:some |a bit of )?(?:fresh )?air(?: .+)?$")),
)  # fmt: skip
SO_TOO = frozenset({"dry", "loud", "bright", "sunny"})
"""Of these "so" is as much as "too"; "so warm", "so quiet" may be praise."""
_TALE = frozenset({"yesterday", "outside", "was", "were", "winter", "summer", "said", "not", "beer", "coffee", "tea", "soup", "water", "food", "if", "when", "because", "tomorrow"})  # fmt: skip
"""Words of another day, another place, or of the dinner."""


def read(tagged: Tagged) -> tuple[Reading, ...]:
    """Readings of a complaint, best first; empty when nothing is complained of."""
    words = [w for w in tagged.words if w != ","]
    text = " ".join(words)
    kind = _kind(text, words)
    if kind is None:
        return ()
    named = _named(tagged, kind)
    found = []
    for rank, (intent, slots, helper) in enumerate(REMEDIES[kind]):
        targets = _targets(named, helper)
        found.append(Reading(intent, slots, targets, probability=0.9 - 0.06 * rank))
    return tuple(found)


def remedies(kind: str, area: str | None) -> tuple[Reading, ...]:
    """What would mend it in a room, or here; best first."""
    place = (Phrase(area=area),) if area else ()
    return tuple(
        Reading(intent, slots, _targets(place, helper), probability=0.9 - 0.06 * rank)
        for rank, (intent, slots, helper) in enumerate(REMEDIES[kind])
    )


def is_of_taste(text: str) -> bool:
    """Whether these words wish for what everybody means otherwise: cosy is first of all not bright,
    and what else it is the household has to show."""
    return _kind(text, text.split()) == "cosy"


def complains(text: str) -> bool:
    """Whether these words complain of something."""
    words = text.replace(",", "").split()
    return _kind(" ".join(words), words) is not None


def _kind(text: str, words: Sequence[str]) -> str | None:
    if _TALE & set(words) - ({"not"} if text.startswith(("i can not", "we can not")) else set()):
        by_phrase = next((kind for kind, pattern in PHRASES if pattern.match(text)), None)
        return by_phrase if not ({"yesterday", "was", "were", "if", "when", "tomorrow"} & set(words)) else None  # fmt: skip
    for kind, pattern in PHRASES:
        if pattern.match(text):
            return kind
    for kind, pattern in PATTERNS:
        match = pattern.match(text)
        if match is not None and _complains(match, text):
            return kind
    return None


def _complains(match: re.Match[str], text: str) -> bool:
    """ "It is warm in here" tells; "it is too warm", "I am cold" and "it is freezing" complain."""
    word = match.group("word")
    much = match.group("much") or ""
    if "so" in much.split() and word in SO_TOO:
        return True
    if match.group("bare") or "too" in much.split() or "way" in much.split():
        return True
    about_self = text.startswith(("i am ", "we are ", "i feel ", "my feet", "my hands"))
    return word in STRONG or about_self or word not in TOO_MILD


def _named(tagged: Tagged, kind: str) -> tuple[Phrase, ...]:
    """The device or room that is complained of."""
    adjectives = set(re.findall(r"[a-z]+", _WORDS.get(kind, "")))
    known = tuple(
        t
        for t in tagged.tags
        if t.kind in ("device", "area", "floor", "type", "here", "function", "and")
        and tagged.text(t) not in adjectives
    )
    found, _ = phrases.build(Tagged(tagged.words, known))
    return tuple(p for p in found if p.area or p.floor or p.name or p.noun or p.here)


def _targets(named: tuple[Phrase, ...], helper: Phrase) -> tuple[Phrase, ...]:
    devices = tuple(p for p in named if p.name or p.noun)
    if devices:
        return devices
    place = named[0] if named else Phrase(here=True)
    return (
        replace(helper, area=place.area, floor=place.floor, here=not (place.area or place.floor)),
    )
