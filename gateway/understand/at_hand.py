"""What the house itself says where words leave it open: what is in use, runs, is lit, stands open,
or how warm it is.

Pure looks at a snapshot, all by sorts and states of devices; what is not there is None or empty.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence

from context.snapshot import Snapshot
from devices.model import Device, State
from gateway.understand.vocabulary import bare_name, called

ON = frozenset({"on", "playing", "cleaning", "mowing", "buffering"})
RESIDENT = frozenset({"fridge", "refrigerator", "freezer", "router", "modem", "server", "nas", "aquarium", "pump", "boiler", "charger", "camera", "doorbell", "alarm", "heater", "heating", "radiator", "slow"})  # fmt: skip
"""Words of things that run by themselves: who is done leaves them on."""
PROGRAMMES = frozenset({"washer", "washing", "dishwasher", "dryer", "tumble"})
"""Words of machines that end by themselves."""
OUTDOORS = frozenset({"outside", "outdoor", "outdoors", "garden", "balcony", "terrace", "patio", "yard", "porch", "street", "courtyard", "roof"})  # fmt: skip
THINGS = frozenset({"oven", "fridge", "freezer", "refrigerator", "kettle", "pool", "water", "boiler", "tank", "brew", "grill", "hob", "car", "aquarium", "spa", "tub", "cpu", "wine", "sauna", "kiln", "bottle", "furnace", "incubator", "vivarium", "terrarium", "smoker", "barrel", "vat", "bath", "soil", "compost"})  # fmt: skip
"""Words of thermometers that measure a thing and no room."""
OPENINGS = frozenset({"door", "window", "opening", "garage_door", "garage", "gate"})
DRAPES = frozenset({"blind", "blinds", "curtain", "curtains", "shade", "shades", "shutter", "shutters", "drapes"})  # fmt: skip
"""Covers that stand open all day, and nobody wonders."""
LEAVABLE = ("light", "switch", "fan", "media_player", "input_boolean")
LATELY_S = 3 * 3600.0  # What was switched on longer ago is part of the house.
COMFORT_C = (18.5, 24.5)  # What no one in a house calls wrong without saying how.
GLARE_LX, GLOOM_LX = 3000.0, 150.0  # Sun in a room; a room one cannot read in.


def words_of(device: Device) -> frozenset[str]:
    """Words of its name and its sort."""
    named = (w for n in called(device.name, device.aliases) for w in bare_name(n))
    return frozenset(named) | frozenset((device.kind or "").split("_"))


def active(snapshot: Snapshot, domains: Collection[str], area: str | None = None) -> list[Device]:
    """Devices of some domains that are on, of a room or of all."""
    return [
        d
        for d in snapshot.devices.values()
        if d.domain in domains
        and (area is None or d.area == area)
        and (s := snapshot.states.get(d.id)) is not None
        and s.available
        and s.state in ON
    ]


def in_use(snapshot: Snapshot, area: str | None, here: bool) -> tuple[str, ...]:
    """What somebody who says "done" was using: here what works, else the light; anywhere the last
    thing that was switched on by hand."""
    tools = [
        d
        for d in active(snapshot, ("switch", "fan", "input_boolean"))
        if not words_of(d) & (RESIDENT | PROGRAMMES)
    ]
    if here:
        near = [d.id for d in tools if d.area == area and area is not None]
        return tuple(near) or tuple(d.id for d in active(snapshot, ("light",), area) if area)
    tools += active(snapshot, ("media_player",))
    begun = [(_switched_on(d.id, snapshot), d) for d in tools]
    lately = [(at, d) for at, d in begun if at is not None]
    near_first = sorted(lately, key=lambda one: (one[1].area == area, one[0]), reverse=True)
    if near_first:
        return (near_first[0][1].id,)
    near = [d.id for d in tools if d.area == area and area is not None]
    return tuple(near[:1]) if len(near) == 1 else ()


def _switched_on(entity_id: str, snapshot: Snapshot) -> float | None:
    """When a person, not we, switched it on; None when that is long ago or not known."""
    begin = snapshot.now.timestamp() - LATELY_S
    for change in reversed(snapshot.changes):
        if change.at < begin:
            return None
        if change.entity_id == entity_id and "state" in change.changed:
            return change.at if change.origin != "automation" and change.before else None
    return None


def used_for(what: str, snapshot: Snapshot) -> list[Device]:
    """What is on and used for that: for "ironing" the iron, for "cooking" what cooks, and the hood."""
    tools = active(snapshot, ("switch", "fan", "media_player", "input_boolean"))
    known = DOING.get(what, frozenset())
    return [
        d for d in tools
        if words_of(d) & known or any(len(w) > 2 and what.startswith(w) for w in words_of(d))
    ]  # fmt: skip


DOING = {
    "cooking": frozenset({"oven", "hob", "stove", "cooktop", "hood", "extractor", "grill", "cooker"}), "baking": frozenset({"oven"}),
    "frying": frozenset({"hob", "stove", "fryer", "hood", "extractor"}), "watching": frozenset({"tv", "television", "telly", "projector"}),
    "sawing": frozenset({"saw"}), "gaming": frozenset({"console", "pc", "playstation", "xbox"}), "showering": frozenset({"extractor"}),
}  # fmt: skip
"""What people do -> words of what they do it with."""


def doing(snapshot: Snapshot, area: str | None, kind: str) -> bool:
    """Whether somebody does that in this room."""
    return any(a.kind == kind and a.area == area for a in snapshot.activities if area is not None)


def places(words: Sequence[str], snapshot: Snapshot) -> list[str]:
    """Rooms that are named in some words, by their name, or by that of whose they are."""
    text = f" {' '.join(words)} "
    found = [
        a.id
        for a in snapshot.household.areas.values()
        if any(f" {' '.join(bare_name(n))} " in text for n in (a.name, *a.aliases) if bare_name(n))
    ]
    owners = {f"{w}s" for p in snapshot.household.people.values() for w in bare_name(p.name) if w in words}  # fmt: skip
    own = [a.id for a in snapshot.household.areas.values() if owners & set(bare_name(a.name))]
    return found or own


def number(state: State | None) -> float | None:
    """The value of a sensor; None when it tells none."""
    try:
        return float(state.state) if state is not None and state.available else None
    except ValueError:
        return None


def meters(snapshot: Snapshot, kinds: Collection[str]) -> Iterator[Device]:
    """Sensors of some sorts that tell a number."""
    return (
        d
        for d in snapshot.devices.values()
        if d.domain == "sensor" and d.kind in kinds and number(snapshot.states.get(d.id)) is not None
    )  # fmt: skip


def outdoors(snapshot: Snapshot) -> Device | None:
    """The thermometer that hangs outside."""
    for meter in meters(snapshot, ("temperature",)):
        area = snapshot.area(meter.area)
        place = set(bare_name(area.name)) if area is not None else set()
        if (words_of(meter) | place) & OUTDOORS and not words_of(meter) & THINGS:
            return meter
    return None


HEATERS = frozenset({"heater", "warmer", "kettle", "boiler", "oven", "cooker", "brewer", "smoker", "kiln", "fridge", "freezer", "cooler", "urn", "steriliser", "incubator", "furnace"})  # fmt: skip
"""Words of things that make something else warm or cold."""
MEASURES = frozenset({"temperature", "humidity", "light", "level", "lux", "illuminance", "moisture", "sensor", "thermometer", "meter", "co2", "carbon", "dioxide", "air", "quality", "brightness", "probe", "reading", "hygrometer", "climate"})  # fmt: skip
"""Words of a sensor's name that say what it measures, not of what."""
_INDOORS = frozenset({"room", "indoor", "indoors", "inside", "ambient", "house", "home", "main", "wall"})  # fmt: skip


def belongs(meter: Device, device: Device) -> bool:
    """Whether a sensor is that of an appliance: "Oven temperature" of "Oven"."""
    if meter.hardware is not None and meter.hardware == device.hardware:
        return True
    owner, own = bare_name(device.name), bare_name(meter.name)
    if len(own) > len(owner) and own[: len(owner)] == owner:
        return True
    # "Brew temperature" is that of the "Brew kettle", "Pool temperature" of the "Pool heater".
    heats = device.domain == "climate" or bool(words_of(device) & HEATERS)
    return heats and len(own) == 2 and own[:1] == owner[:1] and device.area == meter.area


def appliance_of(meter: Device, snapshot: Snapshot) -> Device | None:
    """The appliance that a sensor belongs to, in the same room."""
    if meter.domain != "sensor":
        return None
    sorts = ("switch", "fan", "light", "input_boolean", "climate")
    near = (d for d in snapshot.devices.values() if d.area == meter.area and d.domain in sorts)
    return next((d for d in near if belongs(meter, d)), None)


def is_of_thing(meter: Device, snapshot: Snapshot) -> bool:
    """Whether a sensor measures a thing, not the room that it is in."""
    if words_of(meter) & THINGS:
        return True
    rooms = {w for a in snapshot.household.areas.values() for n in (a.name, *a.aliases) for w in bare_name(n)}  # fmt: skip

    def particular(one: Device) -> bool:
        return bool({*bare_name(one.name)} - MEASURES - rooms - _INDOORS - OUTDOORS)

    if not particular(meter):
        return False
    machine = appliance_of(meter, snapshot)
    return (machine is not None and machine.domain in ("switch", "fan", "input_boolean")) or any(
        m.area == meter.area and not particular(m) for m in meters(snapshot, (meter.kind or "",))
    )


def of_room(snapshot: Snapshot, area: str | None, kinds: Collection[str]) -> Device | None:
    """The sensor of a room, not of a thing in it."""
    if area is None:
        return None
    found = (m for m in meters(snapshot, kinds) if m.area == area and not is_of_thing(m, snapshot))
    return next(found, None)


def warmth(snapshot: Snapshot, area: str | None) -> str | None:
    """`cold` or `hot`, where a thermometer says that it is; of two that differ, the one further off."""
    off = sorted((_off_comfort(v, snapshot) for v in _temperatures(snapshot, area)), key=abs)
    if not off or not off[-1]:
        return None
    least, most = off[0], off[-1]
    contrary = least * most < 0 and abs(most) < 2 * abs(least)
    return None if contrary else "cold" if most < 0 else "hot"


def _off_comfort(value: float, snapshot: Snapshot) -> float:
    """Kelvin above what is comfortable, or, negative, below."""
    celsius = (value - 32) / 1.8 if "F" in snapshot.household.temperature_unit else value
    return min(0.0, celsius - COMFORT_C[0]) + max(0.0, celsius - COMFORT_C[1])


def _temperatures(snapshot: Snapshot, area: str | None) -> Iterator[float]:
    """What the thermometer of a room says, and the thermostat that heats it."""
    meter = of_room(snapshot, area, ("temperature",))
    measured = number(snapshot.states.get(meter.id)) if meter is not None else None
    if measured is not None:
        yield measured
    for device in heating(snapshot, area):
        state = snapshot.states.get(device.id)
        value = state.get("current_temperature") if state is not None else None
        if isinstance(value, int | float):
            yield float(value)


_WHOLE = frozenset({"house", "home", "central", "main", "whole", "thermostat"})


def heating(snapshot: Snapshot, area: str | None) -> list[Device]:
    """What heats a room: its own, else that of its storey, else of the whole home."""
    heaters = [d for d in snapshot.devices.values() if d.domain == "climate"]
    place = snapshot.area(area)
    floor = place.floor if place is not None else None
    near = [d for d in heaters if d.area == area] or [
        d for d in heaters if (a := snapshot.area(d.area)) is not None and a.floor == floor and floor
    ]  # fmt: skip
    whole = [d for d in heaters if words_of(d) & _WHOLE]
    return near or (heaters if len(heaters) == 1 else whole if len(whole) == 1 else [])


def daylight(snapshot: Snapshot, area: str | None) -> str | None:
    """`dark` or `sun`, where a light sensor says so; else None."""
    meter = of_room(snapshot, area, ("illuminance",))
    value = number(snapshot.states.get(meter.id)) if meter is not None else None
    if value is None:
        return None
    return "sun" if value > GLARE_LX else "dark" if value < GLOOM_LX else None


def openings(snapshot: Snapshot, kinds: Collection[str] = OPENINGS) -> list[Device]:
    """Doors and windows that tell whether they are open."""
    return [
        d
        for d in snapshot.devices.values()
        if d.domain in ("binary_sensor", "cover") and d.kind in kinds
    ]


def is_open(device: Device, snapshot: Snapshot) -> bool:
    """Whether it stands open now."""
    state = snapshot.states.get(device.id)
    return state is not None and state.available and state.state in ("on", "open", "opening")


LAUNDRY = frozenset({"washer", "washing", "dryer", "tumble"})
MACHINES = {
    "wash": frozenset({"washer", "washing"}), "washer": frozenset({"washer", "washing"}), "laundry": LAUNDRY,
    "clothes": LAUNDRY, "washing": LAUNDRY, "spin": LAUNDRY, "dryer": frozenset({"dryer", "tumble"}), "drying": frozenset({"dryer", "tumble"}),
    "machine": LAUNDRY | {"dishwasher"}, "dishes": frozenset({"dishwasher"}), "dishwasher": frozenset({"dishwasher"}), "plates": frozenset({"dishwasher"}),
}  # fmt: skip
"""What is washed -> words of the machines that wash it."""
_LEFT = frozenset({"left", "remaining", "remain", "duration", "countdown"})


def countdowns(snapshot: Snapshot, words: Collection[str] = ()) -> list[Device]:
    """Sensors that tell how long something still runs; of what the words name, if they do."""
    wanted = frozenset().union(*(MACHINES.get(w, frozenset()) for w in words))
    found = [
        d
        for d in snapshot.devices.values()
        if d.domain == "sensor"
        and (d.kind == "duration" or words_of(d) & _LEFT)
        and (not wanted or words_of(d) & wanted)
        and number(snapshot.states.get(d.id)) is not None
    ]
    going = [d for d in found if (number(snapshot.states.get(d.id)) or 0.0) > 0]
    return going or (found if wanted else [])


def latest(devices: Iterable[Device], snapshot: Snapshot) -> Device | None:
    """The one that changed last."""
    known = [d for d in devices if d.id in snapshot.states]
    return max(known, key=lambda d: snapshot.states[d.id].changed_at, default=None)


def in_bed(snapshot: Snapshot, area: str | None = None) -> list[Device]:
    """Beds that somebody lies in, of a room or of all."""
    return [
        d
        for d in snapshot.devices.values()
        if d.domain == "binary_sensor"
        and words_of(d) & {"bed", "mattress", "crib", "cot", "cradle", "bassinet", "bunk"}
        and d.kind in (None, "occupancy", "presence", "motion", "pressure", "vibration")
        and (area is None or d.area == area)
        and is_open(d, snapshot)
    ]
