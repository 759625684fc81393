"""A clause about the time, the date, the weather, or to the assistant itself -> a reading."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from context.snapshot import Snapshot
from context.turn import Reading, Turn
from gateway.understand import when
from gateway.understand.vocabulary import bare_name

TIME = re.compile(r"^(?:do you know |tell me |can you tell me |give me |say )?(?:what(?: is)? (?:the )?(?:current |exact )?(?:time|clock)(?: is it| now| right now| is it now)?|what time is it(?: now| right now)?|the (?:current )?time|what does the clock say|how late is it|do you have the time|what hour is it|is it (?:late|midnight|noon)|time|have you got the time|current time|time check)(?: please| currently| here| now)?$")  # fmt: skip
DATE = re.compile(r"^(?:do you know |tell me |can you tell me )?(?:what(?: is)? (?:the )?(?:date|day|month|year)(?: of the (?:week|month))?(?: is it| is today| today| it is| of today)?|what day is (?:it|today|tomorrow)(?: today)?|what is today|what date is (?:it|today|tomorrow)(?: today)?|what is (?:today |todays |the )?(?:date|day)(?: today)?|which day is (?:it|today)|(?:the |todays )date|what (?:month|year) is (?:it|this)|is it (?:monday|tuesday|wednesday|thursday|friday|saturday|sunday)(?: today)?)(?: today| please| tomorrow)?$")  # fmt: skip
WEATHER = frozenset(
    """weather forecast raining rain snowing snow umbrella sunny outside outdoors cloudy windy sunshine
    rainy stormy foggy drizzling""".split()  # noqa: SIM905 - a table of words
)  # fmt: skip
WEATHER_START = re.compile(
    r"^(?:what|how|is|will|does|do|tell|give|are|should|weather|any|the weather|can|show|forecast|need|going|did|has)\b"
)
OF_WORDS = frozenset({"spell", "spelled", "spelling", "spelt", "pronounce", "pronounced", "translate", "translated", "synonym", "rhymes"})  # fmt: skip
HOW_TO = re.compile(
    r"^(?:please |can you )?(?:tell me )?how (?:to|do (?:i|you)) (?:ask|say|write)\b"
)
"""What is asked about the words themselves: "how do you spell umbrella"."""
CONDITIONS = {"raining": "rainy", "rain": "rainy", "rainy": "rainy", "umbrella": "rainy", "raincoat": "rainy", "drizzling": "rainy", "snowing": "snowy", "snow": "snowy",
              "sunny": "sunny", "sunshine": "sunny", "cloudy": "cloudy", "windy": "windy", "stormy": "lightning", "foggy": "fog"}  # fmt: skip
GREETINGS = {
    "hello": r"^(?:hello|hi|hey|good (?:morning|afternoon|evening)|hi there|hello there|howdy)(?: there| everyone)?$",
    "thanks": r"^(?:(?:ok |okay |great |perfect |lovely )?(?:thank you|thanks|cheers)(?: very much| so much| a lot| mate| for that| for your help)?|well done|good job|nice one|great job|that is (?:great|perfect|right|correct)|perfect|great)$",
    "commands": r"^(?:what can (?:i|you) (?:say|ask|do)(?: for me)?|help|help me|what are you able to do|what do you do|what can i ask you)$",
    "listening": r"^are you (?:always )?(?:listening|recording|there)(?: to (?:me|us))?$",
    "data": r"^where does (?:my|the) data go(?: to)?$",
    "creator": r"^who (?:made|created|built) you$",
    "name": r"^(?:what is your name|who are you|what are you)$",
    "how": r"^(?:how are you(?: doing)?(?: today)?|how is it going(?: today)?|what is up|what is going on|what has been going on|what is new|how do you do|how is life|how is everything)(?: today| there| now| with you| going)?$",
}
GREETING_PATTERNS = {key: re.compile(pattern) for key, pattern in GREETINGS.items()}


def read(words: Sequence[str], snapshot: Snapshot, now: datetime) -> Reading | None:
    """The reading of a clause about time, weather or ourselves; None when it is about neither."""
    text = " ".join(w for w in words if w != ",")
    if TIME.match(text):
        return Reading("HassGetCurrentTime")
    if DATE.match(text):
        tomorrow = {"offset_days": 1} if "tomorrow" in words else {}
        return Reading("HassGetCurrentDate", tomorrow)
    for kind, pattern in GREETING_PATTERNS.items():
        if pattern.match(text):
            return Reading("HassRespond", {"kind": kind})
    if OF_WORDS & set(words) or HOW_TO.match(text):
        return None
    if WEATHER & set(words) and WEATHER_START.match(text) and not text.startswith("the weather is"):
        return _weather(words, text, snapshot, now)
    place = _place(words, snapshot)
    if place and re.match(
        r"^(?:what is the temperature|how (?:hot|cold|warm) is it|what is it like|is it (?:hot|cold|warm))",
        text,
    ):
        return Reading("HassGetWeather", place)
    return None


def weather_again(words: Sequence[str], snapshot: Snapshot) -> Reading | None:
    """ "And in London?", after the weather somewhere else."""
    left = [
        w
        for w in words
        if w not in ("and", "what", "how", "about", "in", "for", "at", "is", "it", ",")
    ]
    if left and set(left) <= {"here", "home", "outside", "us"}:
        return Reading("HassGetWeather")
    place = _place(("weather", "in", *left), snapshot) if left else None
    return Reading("HassGetWeather", place) if place and place["place_ids"] else None


def there(reading: Reading, words: Sequence[str], last: Turn | None) -> Reading:
    """ "Is it windy there?" asks of the place whose weather was last told."""
    before = last.resolutions[-1].reading if last is not None else None
    if before is None or "there" not in words or before.intent != reading.intent:
        return reading
    place = {k: v for k, v in before.slots.items() if k in ("place", "place_ids")}
    return replace(reading, slots={**place, **reading.slots})


def _weather(words: Sequence[str], text: str, snapshot: Snapshot, now: datetime) -> Reading | None:
    asked = next((CONDITIONS[w] for w in words if w in CONDITIONS), None)
    outside = {"outside", "outdoors"} & set(words)
    if (
        outside
        and not re.search(
            r"\b(?:weather|like|cold|hot|warm|chilly|forecast|freezing|temperature|degrees|nice)\b",
            text,
        )
        and asked is None
    ):
        return None
    if {"weather", "forecast"} & set(words) and {"station", "sensor", "display"} & set(words):
        return None
    slots: dict[str, Any] = dict(_place(words, snapshot) or {})
    if asked:
        slots["condition"] = asked
    dates = [s for s in when.find(words, now) if s.date is not None]
    if dates:
        slots["date"] = dates[0].date
    if outside and "temperature" in words:
        slots["outside"] = True
    return Reading("HassGetWeather", slots)


def _place(words: Sequence[str], snapshot: Snapshot) -> dict[str, Any] | None:
    """The place that is named; an unknown one after "in" is told as such."""
    text = f" {' '.join(words)} "
    places = snapshot.household.places
    found = [p for p in places if f" {' '.join(bare_name(p.name))} " in text]
    found = found or [
        p for p in places if len(bare_name(p.name)[0]) > 3 and bare_name(p.name)[0] in words
    ]
    if found:
        region = [p for p in found if p.region and f" {' '.join(bare_name(p.region))} " in text]
        return {"place": found[0].name, "place_ids": tuple(p.id for p in (region or found))}
    match = re.search(r" (?:in|at|for) ((?!the |a |an |my |our |here|this|today|tomorrow|tonight|degrees|celsius|fahrenheit|me |us |\d)\w[\w ]*?)(?: (?:today|tomorrow|tonight|now|right now|like|please|this \w+|on \w+))* $", text)  # fmt: skip
    if match and {"weather", "forecast", "raining", "snowing", "rain"} & set(words):
        return {"place": match.group(1), "place_ids": ()}
    return None
