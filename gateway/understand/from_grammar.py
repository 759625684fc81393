"""Slots of Home Assistant's grammar -> the same reading with phrases, as the resolver takes them."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from context.snapshot import Snapshot
from context.turn import Phrase, Reading, StepSize
from gateway.understand import phrases
from gateway.understand.quantities import COLORS
from gateway.understand.tagging import Tagged
from gateway.understand.vocabulary import bare_name


def with_phrases(reading: Reading, tagged: Tagged, snapshot: Snapshot) -> Reading:
    """Turn name, area, floor, domain and device class into the phrase that they are."""
    slots = dict(reading.slots)
    built, excluded = phrases.build(tagged)
    phrase = Phrase(
        text=str(slots.get("name") or ""),
        name=" ".join(bare_name(str(slots["name"]))) if slots.get("name") else None,
        area=_id_of(slots.get("area"), snapshot.household.areas)
        if _said(slots.get("area"), tagged)
        else None,
        floor=_id_of(slots.get("floor"), snapshot.household.floors),
    )
    similar = next((p for p in built if p.noun and not p.name), None)
    if phrase.name is None and similar is not None:
        phrase = replace(
            phrase, noun=similar.noun, domains=similar.domains, kinds=similar.kinds, every=similar.every,
            plural=similar.plural, everywhere=similar.everywhere, text=similar.text,
            area=phrase.area or similar.area,
        )  # fmt: skip
    elif (
        phrase.name is None
        and slots.get("domain")
        and reading.intent != "HassClimateGetTemperature"
    ):
        phrase = replace(phrase, domains=(str(slots["domain"]),), kinds=_kinds(slots))
    if phrase.name is None and any(p.everywhere for p in built):
        phrase = replace(phrase, everywhere=True)
    said = () if phrase == Phrase() else (phrase,)
    return replace(
        reading, slots=_values(slots, tagged, reading.intent), phrases=said, excluded=excluded
    )


def _said(area: Any, tagged: Tagged) -> bool:
    """The grammar fills in the speaker's room; that is not an explicit room."""
    return area is not None and bool(tagged.of("area", "here", "device"))


def _id_of(name: Any, places: Mapping[str, Any]) -> str | None:
    if name is None:
        return None
    wanted = bare_name(str(name))
    for place in places.values():
        if any(bare_name(n) == wanted for n in (place.name, *place.aliases)):
            return str(place.id)
    return None


def _kinds(slots: Mapping[str, Any]) -> frozenset[str]:
    device_class = slots.get("device_class")
    if not device_class:
        return frozenset()
    return frozenset([device_class] if isinstance(device_class, str) else device_class)


def _values(slots: dict[str, Any], tagged: Tagged, intent: str) -> dict[str, Any]:
    if intent in ("HassTurnOn", "HassTurnOff") and slots.get("domain") in (
        "cover",
        "valve",
        "lock",
    ):
        opening = intent == "HassTurnOn"
        if slots["domain"] == "lock":
            slots["action"] = "lock" if opening else "unlock"
        else:
            slots["action"] = "open" if opening else "close"
    if "color" in slots and slots["color"] in COLORS:
        slots["rgb_color"] = COLORS[slots["color"]]
    if intent == "HassSetVolumeRelative":
        slots["step"] = volume_step(slots.get("volume_step"))
    return slots


def volume_step(said: Any) -> StepSize:
    """A change of volume: up, down, or by so many per cent.

    >>> volume_step(-10)
    StepSize(direction=-1, amount=10.0, unit='percent', size='normal', property='volume', multiplier=None)
    """
    if isinstance(said, int | float):
        return StepSize(1 if said > 0 else -1, abs(float(said)), "percent", property="volume")
    return StepSize(-1 if said == "down" else 1, property="volume")
