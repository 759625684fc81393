"""What was taught fills what was left open: the level of a light, the degrees of a heating.

Words go before: only what a sentence does not say is filled, and nothing is done that it does not
ask for.
"""

from collections.abc import Sequence
from dataclasses import replace

from context.lesson import Lesson
from context.snapshot import Snapshot
from context.taught import holding
from context.turn import Phrase, Reading, Resolution, Transcript

LEVELS = frozenset({"brightness", "color", "rgb_color", "color_temp_kelvin", "temperature", "position", "percentage", "volume_level", "step", "level"})  # fmt: skip
FILLED = {"HassTurnOn": "HassLightSet", "HassClimateSetTemperature": "HassClimateSetTemperature"}
"""Intents that leave a level open, and those that set it."""


def filled(
    resolutions: Sequence[Resolution], snapshot: Snapshot, transcript: Transcript
) -> tuple[Resolution, ...]:
    """The clauses, with what somebody likes in the place of what they left open."""
    likings = [
        one
        for one in holding(snapshot, transcript)
        if one.kind == "preference"
        and one.slots
        and not one.purpose
        and one.person == transcript.person
    ]
    if not likings:
        return tuple(resolutions)
    found: list[Resolution] = []
    for resolution in resolutions:
        found += _filled(resolution, likings, snapshot)
    return tuple(found)


def _filled(
    resolution: Resolution, likings: Sequence[Lesson], snapshot: Snapshot
) -> tuple[Resolution, ...]:
    reading = resolution.reading
    only_rooms = not any(p.name or p.noun or p.domains for p in reading.phrases)
    if reading.intent == "Habitual" and (not resolution.targets or only_rooms):
        resolution = _meant(resolution, likings, snapshot, only_rooms)
    intent = FILLED.get(reading.intent, reading.intent)
    said = LEVELS & reading.slots.keys()
    wanted = reading.intent == "Habitual" or (reading.intent in FILLED and not said)
    if not wanted or resolution.problem is not None or reading.by == "taught":
        return (resolution,)
    plain: list[str] = []
    set_: list[Resolution] = []
    for target in resolution.targets:
        liking = _of(target, likings, snapshot)
        if liking is None:
            plain.append(target)
            continue
        climate = target.startswith("climate.")
        if climate and reading.intent == "HassTurnOn":
            plain.append(target)
            continue
        name = "HassClimateSetTemperature" if climate else _setter(liking, intent)
        if reading.intent == "HassTurnOn" and name != "HassLightSet":
            plain.append(target)  # No other level turns it on by itself.
        phrase = Phrase(resolution.spoken, ids=(target,))
        as_liked = Reading(name, dict(liking.slots), (phrase,), by="taught")
        set_.append(
            Resolution(
                resolution.clause,
                as_liked,
                (target,),
                resolution.candidates,
                None,
                resolution.spoken,
            )
        )
    if not set_:
        return (resolution,)
    rest = (replace(resolution, targets=tuple(plain)),) if plain else ()
    return (*rest, *set_)


def _meant(
    resolution: Resolution, likings: Sequence[Lesson], snapshot: Snapshot, only_rooms: bool
) -> Resolution:
    """ "The parlour the way I like it": what there is a liking for, of all that may be meant."""
    rooms = {p.area for p in resolution.reading.phrases} - {None}
    ids = {c.entity_id for c in resolution.candidates}
    if not ids or (rooms and only_rooms):
        ids = {d.id for d in snapshot.devices.values() if d.area in rooms}
    liked = tuple(i for i in sorted(ids) if _of(i, likings, snapshot) is not None)
    if not rooms and len(liked) != 1:
        return resolution
    return replace(resolution, targets=liked, problem=None) if liked else resolution


def _setter(liking: Lesson, intent: str) -> str:
    if "volume_level" in liking.slots:
        return "HassSetVolume"
    if "position" in liking.slots:
        return "HassSetPosition"
    return "HassLightSet" if intent in ("Habitual", "HassTurnOn") else intent


def _of(target: str, likings: Sequence[Lesson], snapshot: Snapshot) -> Lesson | None:
    """The liking for a device: of itself, else of its room, else of its sort."""
    device = snapshot.devices.get(target)
    if device is None:
        return None
    own = next((one for one in likings if any(target in ids for ids in one.targets)), None)
    if own is not None:
        return own
    if device.domain != "climate":
        return None
    general = [one for one in likings if one.phrase == "temperature" and not one.targets]
    room = next((one for one in general if one.area == device.area), None)
    return room or next((one for one in general if one.area is None), None)
