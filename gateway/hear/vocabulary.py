"""What is likely to be said here and now: the home's own words, the likeliest first.

A recogniser that is told them hears "Mia's den" where it would write "me as done". Engines have
little room for them (Whisper 223 tokens, some 120 words), so their order matters: what somebody
gave by hand, then rooms, then devices by what speaks for each (spoken of, just moved, of this room,
on, done at this hour), then scenes, people, values, titles. Pure; reads a `Snapshot` alone.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain, zip_longest
from pathlib import Path

from context.attention import SENSED, mentions
from context.snapshot import Snapshot
from context.turn import Transcript
from devices.model import Device

HINTS_MAX = 400  # More than any engine takes; a home of thousands of devices shall cost nothing.
TALK_S = 600.0  # How far back what was spoken of still is likely.
FORMER = 0.7  # Each mention before the latest speaks so much less.
SPOKEN, MOVED, OVERHEARD, HERE, ON, HABITUAL = 3.0, 2.0, 1.0, 2.0, 0.7, 2.0
"""What each reason adds to the weight of a device."""
RARELY_NAMED = frozenset(
    {"automation", "binary_sensor", "button", "device_tracker", "event", "image", "number",
     "person", "select", "sensor", "sun", "update", "weather", "zone"}
)  # fmt: skip
RARELY = -3.0
OFF = frozenset({"off", "closed", "locked", "docked", "idle", "standby", "unknown", "unavailable"})
VALUES = ("source", "effect", "preset_mode", "fan_mode", "sound_mode")
"""Capabilities whose options are names that people say."""
SAID_OF: Mapping[str, str] = {
    "alarm_control_panel": "alarm",
    "climate": "thermostat",
    "cover": "blinds",
    "lawn_mower": "mower",
    "media_player": "volume",
    "todo": "list",
    "vacuum": "vacuum",
    "water_heater": "boiler",
}
"""What people say of a sort of device, where it is not the domain's own name."""
PLAIN = frozenset({"cover", "fan", "light", "lock", "scene", "siren", "switch", "valve"})
BRACKETS = re.compile(r"[()\[\]{}<>|]")
APOSTROPHES = str.maketrans({"\u2018": "'", "\u2019": "'"})
SEPARATORS = re.compile(r"[\s_/,;:.!?\"]+")


def vocabulary(
    snapshot: Snapshot, transcript: Transcript | None = None, extra: Iterable[str] = ()
) -> tuple[str, ...]:
    """Words and names to tell a recogniser, the likeliest first, each once, lower case.

    `transcript`: where and by whom something will be said; its text is not read.
    `extra`: what somebody listed by hand.
    """
    heard = transcript or Transcript("")
    found: dict[str, None] = {}
    pairs = zip_longest(extra, _phrases(snapshot, heard), fillvalue="")
    for phrase in chain.from_iterable(pairs):
        if spoken := said(phrase):
            found.setdefault(spoken)
        if len(found) >= HINTS_MAX:
            break
    return tuple(found)


def said(name: str) -> str:
    """A name as it is spoken.

    >>> said("Kitchen_Ceiling (LED)"), said("Mia\u2019s den")
    ('kitchen ceiling led', "mia's den")
    """
    bare = SEPARATORS.sub(" ", BRACKETS.sub(" ", name.translate(APOSTROPHES)))
    return bare.strip().lower()


def read_words(path: Path) -> tuple[str, ...]:
    """A vocabulary file: a word or phrase a line, `#` begins a remark; raises `OSError`."""
    lines = (line.partition("#")[0].strip() for line in path.read_text("utf-8-sig").splitlines())
    return tuple(line for line in lines if line)


def _phrases(snapshot: Snapshot, heard: Transcript) -> Iterator[str]:
    household = snapshot.household
    areas = sorted(household.areas.values(), key=lambda area: area.id != heard.area)
    yield from (area.name for area in areas)
    ranked = _ranked(snapshot, heard)
    likely = [device for weight, device in ranked if weight >= 0]
    yield from (device.name for device in likely)
    for area in areas:
        yield from area.aliases
    for device in likely:
        yield from device.aliases
    yield from _sorts(likely)
    for floor in household.floors.values():
        yield from (floor.name, *floor.aliases)
    yield from (person.name for person in household.people.values())
    yield from dict.fromkeys(entry.list for entry in snapshot.lists)
    yield from (item.label for item in (*snapshot.ringing, *snapshot.agenda) if item.label)
    for device in likely:
        yield from _values(device)
    yield from _titles(snapshot, heard)
    yield from (place.name for place in household.places)
    yield from (entry.item for entry in snapshot.lists)
    yield from (device.name for weight, device in ranked if weight < 0)


def _ranked(snapshot: Snapshot, heard: Transcript) -> Sequence[tuple[float, Device]]:
    """Devices with what speaks for each, most first; of equals, in the home's order."""
    reasons: dict[str, float] = {}

    def add(entity_id: str, weight: float) -> None:
        reasons[entity_id] = reasons.get(entity_id, 0.0) + weight

    worth = {"said": SPOKEN, "sentence": SPOKEN, "moved": MOVED, "overheard": OVERHEARD}
    fresh = 1.0
    for mention in mentions(snapshot, heard, TALK_S):
        for target in mention.targets:
            add(target, worth[mention.source] * fresh)
        fresh *= FORMER
    now = snapshot.situation(heard.person, heard.area)
    if snapshot.learns:
        for habit in snapshot.habits.likely("act", now):
            add(habit.what.partition(" ")[0], HABITUAL * habit.probability)
    weighed = []
    for device in snapshot.devices.values():
        weight = reasons.get(device.id, 0.0)
        weight += HERE * (heard.area is not None and device.area == heard.area)
        state = snapshot.state(device.id)
        if device.domain not in SENSED and state is not None and state.state not in OFF:
            weight += ON
        weighed.append((weight + RARELY * (device.domain in RARELY_NAMED), device))
    return sorted(weighed, key=lambda each: -each[0])


def _sorts(devices: Iterable[Device]) -> Iterator[str]:
    """Words for the sorts of device that this home has."""
    for device in devices:
        if device.kind:
            yield device.kind
        elif device.domain in PLAIN:
            yield device.domain
        elif device.domain in SAID_OF:
            yield SAID_OF[device.domain]


def _values(device: Device) -> Iterator[str]:
    for name in VALUES:
        capability = device.capabilities.get(name)
        yield from capability.options if capability else ()


def _titles(snapshot: Snapshot, heard: Transcript) -> Iterator[str]:
    """What can be played: what this person plays at this hour first."""
    titles = {item.id: item for item in snapshot.household.catalog}
    usual: list[str] = []
    if snapshot.learns:
        now = snapshot.situation(heard.person, heard.area)
        usual = [habit.what for habit in snapshot.habits.likely("play", now, titles.keys())]
    for item in (titles[key] for key in dict.fromkeys((*usual, *titles))):
        yield item.title
        if item.by:
            yield item.by
