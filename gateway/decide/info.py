"""Questions about the time, the date and the weather -> facts from local sources.

Nothing is fetched: the weather is what the home's own sources say (places, weather entities, an
outdoor sensor).
"""

from datetime import timedelta
from typing import Any

from context.places import Place
from context.snapshot import Snapshot
from context.turn import Act, Answer, Ask, Choice, Decision, Decline, Resolution

INTENTS = frozenset({"HassGetCurrentTime", "HassGetCurrentDate", "HassGetWeather", "HassBroadcast"})
CLEAR_WINNER = 5  # A town this many times larger than its namesake is the one that is meant.
OUTDOORS = frozenset({"outside", "garden", "outdoor", "outdoors", "balcony", "terrace", "patio"})


def decide(resolution: Resolution, snapshot: Snapshot) -> Decision:
    """The facts asked for."""
    reading = resolution.reading
    match reading.intent:
        case "HassGetCurrentTime":
            return Act((Answer("time", {"now": snapshot.now}),))
        case "HassGetCurrentDate":
            day = snapshot.now + timedelta(days=int(reading.slots.get("offset_days", 0)))
            return Act(
                (Answer("date", {"day": day, "offset_days": reading.slots.get("offset_days", 0)}),)
            )
        case "HassGetWeather":
            return _weather(reading.slots, resolution, snapshot)
        case _:
            return Decline("not_supported", {"what": "announcements"})


def _weather(slots: Any, resolution: Resolution, snapshot: Snapshot) -> Decision:
    if "place" in slots:
        places = [p for p in snapshot.household.places if p.id in slots["place_ids"]]
        if not places:
            return Decline("not_found", {"what": "place", "name": slots["place"]})
        place = _clearly_meant(places)
        if place is None:
            choices = tuple(
                Choice(f"{p.name}, {p.region}" if p.region else p.name, p.id) for p in places
            )
            return Ask("which", choices, (resolution,), 0, "place_ids")
        named = f"{place.name}, {place.region}" if place.region and len(places) > 1 else place.name
        return _tell(named, place, slots, snapshot)
    if slots.get("outside"):
        measured = _from_devices(slots, snapshot)
        if isinstance(measured, Act):
            return measured
    home = next((p for p in snapshot.household.places if p.id == snapshot.household.place), None)
    if home is not None and home.weather is not None:
        return _tell(None, home, slots, snapshot)
    return _from_devices(slots, snapshot)


def _clearly_meant(places: list[Place]) -> Place | None:
    if len(places) == 1:
        return places[0]
    ranked = sorted(places, key=lambda p: -(p.population or 0))
    first, second = ranked[0].population or 0, ranked[1].population or 0
    return ranked[0] if first >= CLEAR_WINNER * max(second, 1) else None


def _tell(name: str | None, place: Place, slots: Any, snapshot: Snapshot) -> Decision:
    if place.weather is None:
        return Decline("not_found", {"what": "weather", "name": name or "here"})
    day = slots.get("date")
    facts = {
        "place": name, "temperature": place.weather.temperature, "condition": place.weather.condition,
        "unit": snapshot.household.temperature_unit, "asked": slots.get("condition"),
        "forecast": day is not None and day != snapshot.now.date(),
    }  # fmt: skip
    return Act((Answer("weather", facts),))


def _from_devices(slots: Any, snapshot: Snapshot) -> Decision:
    """A weather entity, else a thermometer out of doors."""
    unit = snapshot.household.temperature_unit
    for device in snapshot.devices.values():
        state = snapshot.states.get(device.id)
        if device.domain == "weather" and state is not None:
            facts = {
                "place": None,
                "temperature": state.get("temperature"),
                "condition": state.state,
                "unit": unit,
                "asked": slots.get("condition"),
            }
            return Act((Answer("weather", facts),))
    for device in snapshot.devices.values():
        state = snapshot.states.get(device.id)
        words = set(device.name.lower().split()) | {device.area or ""}
        if (
            device.domain == "sensor"
            and device.kind == "temperature"
            and words & OUTDOORS
            and state is not None
        ):
            facts = {
                "place": None,
                "temperature": state.state,
                "condition": None,
                "unit": unit,
                "asked": slots.get("condition"),
            }
            return Act((Answer("weather", facts),))
    return Decline("not_found", {"what": "weather", "name": "here"})
