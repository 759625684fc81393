"""Who is up, in bed, at home, or in a room, as far as the home's sensors tell: the facts of the answer.

Sensors know somebody, never whom: a name is told only where one bed, one person or a tracker makes it plain.
"""

from context.activity import Activity
from context.snapshot import Snapshot
from context.turn import Act, Answer, Decision, Reading, Transcript

STIRS = frozenset({"present", "cooking", "washing", "arriving"})
SURE = 0.5  # Of an activity that is told as a fact.


def decide(reading: Reading, snapshot: Snapshot, transcript: Transcript) -> Decision:
    """The answer to a question about people."""
    kind, person, area = (reading.slots.get(k) for k in ("kind", "person", "area"))
    satellite = snapshot.satellite(transcript.satellite)
    own = transcript.area or (satellite.area if satellite else None)
    told = [a for a in snapshot.activities if a.confidence >= SURE]
    beds = {a.area for a in told if a.kind == "sleeping"} | _pressed(snapshot)
    stirring = tuple(dict.fromkeys(
        a.area for a in told if a.kind in STIRS and a.area is not None and a.area not in beds
    ))  # fmt: skip
    others = tuple(i for i in stirring if i != own)
    rooms: tuple[str, ...]
    match kind:
        case "room":
            held, rooms = area in stirring or area in beds, (str(area),)
        case "bed":
            held, rooms = bool(beds), tuple(i for i in beds if i)
        case "up":
            held, rooms = bool(others) and not (person and _alone(snapshot) and beds), others
        case _:
            rooms = (*others, *(i for i in beds if i and i not in (own, *others)))
            held = bool(rooms)
    facts = {
        "kind": kind, "held": held, "person": _name(person, snapshot),
        "rooms": tuple(snapshot.household.areas[i].name for i in rooms if i in snapshot.household.areas),
        "known": _knows(snapshot), "away": _out(told, person),
    }  # fmt: skip
    return Act((Answer("whereabouts", facts),))


def _pressed(snapshot: Snapshot) -> set[str | None]:
    """Rooms with a bed that tells that somebody lies in it."""
    return {
        d.area
        for d in snapshot.devices.values()
        if d.domain == "binary_sensor"
        and {"bed", "mattress"} & set(d.name.casefold().split())
        and (s := snapshot.states.get(d.id)) is not None
        and s.available
        and s.state == "on"
    }


def _knows(snapshot: Snapshot) -> bool:
    """Whether anything here senses people at all."""
    return any(
        d.domain in ("device_tracker", "person")
        or (d.domain == "binary_sensor" and d.kind in ("motion", "occupancy", "presence"))
        for d in snapshot.devices.values()
    )


def _alone(snapshot: Snapshot) -> bool:
    return len(snapshot.household.people) <= 2  # one, and who looks after them


def _out(told: list[Activity], person: object) -> bool:
    return any(a.kind == "away" and a.person in (None, person) for a in told)


def _name(person: object, snapshot: Snapshot) -> str | None:
    found = snapshot.person(str(person)) if person else None
    return found.name if found is not None else None
