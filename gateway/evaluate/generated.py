# ruff: noqa: E501 - tables of words read best as they are
"""Made-up homes and moments -> choices to learn from: `choices(n_homes)`.

Not the reranker's rules backwards: somebody has a reason to speak (a thing here, one that was just
switched, one spoken of, one left on, their own, the usual one), says it in few words, and what the
words leave open is what understanding finds rivals for. The house is full of what does not matter:
other things that just changed or were spoken of, who is where, what plays. How often each reason
has somebody speak, and how things are called, differs from home to home; some moments cannot be
told from what is known, and stay in, so that a learned weight knows how sure it may be.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from random import Random

from context.habits import Deed, Habits, Situation
from context.places import Area, Floor, Household, Person, Satellite
from context.snapshot import Snapshot
from context.turn import (
    Act,
    Candidate,
    Clause,
    Interpretation,
    Outcome,
    Reading,
    Reply,
    Resolution,
    Transcript,
    Turn,
)
from devices.model import Capability, Device, Origin, State, StateChanged
from gateway.understand import weigh
from gateway.understand.mind import Mind
from gateway.understand.understand import understand

ROOMS = """kitchen|living room|dining room|hall|landing|bathroom|bedroom|guest room|nursery|study|attic|cellar|
utility room|garage|conservatory|playroom|workshop|library|pantry|porch|sun room|music room|den|snug|gym|shower room""".replace("\n", "").split("|")  # fmt: skip
PEOPLE = [
    "Ines",
    "Tomas",
    "Wren",
    "Joss",
    "Pilar",
    "Anders",
    "Mina",
    "Otto",
    "Farah",
    "Leif",
    "Greta",
    "Kofi",
    "Yuki",
    "Blanca",
    "Emil",
    "Rosa",
    "Hugo",
    "Saskia",
]
TINTS = [
    "big",
    "small",
    "old",
    "new",
    "tall",
    "round",
    "white",
    "black",
    "oak",
    "brass",
    "corner",
    "left",
    "right",
    "front",
    "back",
    "spare",
    "wicker",
    "blue",
    "grey",
]


@dataclass(frozen=True)
class Sort:
    """A sort of device, and what people say to it."""

    noun: str
    domain: str
    idle: str
    active: str
    on: tuple[str, ...]
    off: tuple[str, ...]
    kind: str | None = None
    can: tuple[str, ...] = ()
    more: tuple[str, ...] = ()
    """Said of one that is active: to change it."""


SORTS = (
    Sort("fan", "fan", "off", "on", ("turn on the {}", "{} on", "start the {}"), ("turn off the {}", "{} off please", "stop the {}"), can=("fan_speed",)),
    Sort("lamp", "light", "off", "on", ("turn on the {}", "switch the {} on", "{} on please"), ("turn off the {}", "{} off", "switch the {} off"), can=("brightness",), more=("dim the {}", "make the {} brighter")),
    Sort("blind", "cover", "closed", "open", ("open the {}", "raise the {}"), ("close the {}", "lower the {}"), "blind", ("position",)),
    Sort("curtain", "cover", "closed", "open", ("open the {}", "pull the {} open"), ("close the {}", "draw the {}"), "curtain"),
    Sort("heater", "switch", "off", "on", ("turn on the {}", "switch on the {}"), ("turn off the {}", "{} off"), "heater"),
    Sort("speaker", "media_player", "off", "playing", ("turn on the {}",), ("turn off the {}", "stop the {}"), "speaker", ("volume",), ("turn up the {}", "pause the {}", "make the {} quieter")),
    Sort("radio", "media_player", "off", "playing", ("turn on the {}", "{} on"), ("turn off the {}", "{} off"), None, ("volume",), ("turn the {} down", "mute the {}")),
    Sort("tv", "media_player", "off", "playing", ("turn on the {}",), ("turn off the {}", "{} off"), "tv", ("volume",), ("turn down the {}", "pause the {}")),
    Sort("humidifier", "humidifier", "off", "on", ("turn on the {}",), ("turn off the {}", "{} off")),
    Sort("vacuum", "vacuum", "docked", "cleaning", ("start the {}", "let the {} clean"), ("stop the {}", "send the {} home")),
    Sort("kettle", "switch", "off", "on", ("turn on the {}", "put the {} on"), ("turn off the {}",), "kettle"),
    Sort("pump", "switch", "off", "on", ("switch on the {}", "start the {}"), ("stop the {}", "turn off the {}"), "outlet"),
)  # fmt: skip
REASONS = ("here", "switched", "spoken", "left", "own", "usual", "elsewhere")
TYPICAL = (50.0, 14.0, 10.0, 10.0, 6.0, 6.0, 4.0)
"""How often each of them has somebody speak; every home has its own mixture around it."""


@dataclass(frozen=True)
class House:
    """One made-up home, before any moment."""

    id: str
    household: Household
    devices: dict[str, Device]
    sorts: dict[str, Sort]
    owners: dict[str, str]
    reasons: tuple[float, ...]
    busy: float
    """Share of what is active."""
    says_room: float
    """How often people say the room of what is not here."""
    seen: float
    """How often it is known in which room somebody is."""


@dataclass(frozen=True)
class Moment:
    """Somebody wants something of one device."""

    home: str
    snapshot: Snapshot
    transcript: Transcript
    meant: str
    reason: str


def house(rng: Random, number: int) -> House:
    """A home with rooms, people, and several of some sorts."""
    rooms = rng.sample(ROOMS, rng.randint(3, 11))
    floors = [Floor(f"floor{i}", name) for i, name in enumerate(rng.sample(("ground floor", "upstairs", "basement"), rng.randint(1, 3)))]  # fmt: skip
    areas = {r: Area(r, r.title(), rng.choice(floors).id) for r in rooms}
    people = {p.lower(): Person(p.lower(), p) for p in rng.sample(PEOPLE, rng.randint(1, 4))}
    devices: dict[str, Device] = {}
    sorts: dict[str, Sort] = {}
    owners: dict[str, str] = {}
    for sort in rng.sample(SORTS, rng.randint(3, 8)):
        for _ in range(rng.randint(2, 5)):
            room, owner = rng.choice(rooms), rng.choice(list(people.values()))
            name = rng.choice(
                (f"{room} {sort.noun}", f"{rng.choice(TINTS)} {sort.noun}", f"{owner.name}'s {sort.noun}", f"{rng.choice(TINTS)} {room} {sort.noun}")
            )  # fmt: skip
            entity_id = f"{sort.domain}.{name.lower().replace(' ', '_').replace(chr(39), '')}"
            if entity_id in devices:
                continue
            devices[entity_id] = Device(
                entity_id, name.capitalize(), "made", "announce", frozenset({entity_id}), area=room, kind=sort.kind,
                capabilities={c: Capability(c) for c in sort.can}, screen=sort.noun == "tv",
            )  # fmt: skip
            sorts[entity_id] = sort
            if f"{owner.name}'s" in name:
                owners[entity_id] = owner.id
    satellites = {f"ear {r}": Satellite(f"ear {r}", r) for r in rooms}
    household = Household(
        id=f"made{number}", floors={f.id: f for f in floors}, areas=areas, people=people, satellites=satellites
    )  # fmt: skip
    mixture = tuple(rng.gammavariate(2.0, typical / 2.0) for typical in TYPICAL)
    return House(household.id, household, devices, sorts, owners, mixture, rng.uniform(0.1, 0.6), rng.uniform(0.2, 0.9), rng.random())  # fmt: skip


def moments(rng: Random, home: House, count: int) -> Iterator[Moment]:
    """What is said in a home at several times that have nothing to do with each other."""
    for number in range(count):
        moment = _moment(rng, home, number)
        if moment is not None:
            yield moment


def _moment(rng: Random, home: House, number: int) -> Moment | None:
    now = datetime(2026, rng.randint(1, 12), rng.randint(1, 28), rng.randrange(24), rng.randrange(60), tzinfo=UTC)  # fmt: skip
    room, person = rng.choice(list(home.household.areas)), rng.choice(list(home.household.people))
    known = rng.random() < 0.7
    states = {
        i: _state(rng, s, now, active=rng.random() < home.busy) for i, s in home.sorts.items()
    }
    changes, turns, habits = _past(rng, home, states, now, room, person)
    reason = rng.choices(REASONS, home.reasons)[0]
    fitting = _fitting(reason, home, states, changes, turns, habits, room, person, now)
    if not fitting:
        return None
    meant = rng.choice(fitting)
    device, sort = home.devices[meant], home.sorts[meant]
    active = states[meant].state == sort.active
    says = sort.off if active else sort.on
    if active and sort.more and rng.random() < 0.4:
        says = sort.more
    noun = sort.noun
    if reason == "own" and meant in home.owners and rng.random() < 0.4:
        noun = f"{home.household.people[home.owners[meant]].name.lower()}s {noun}"
    elif (
        device.area != room
        and reason in ("left", "elsewhere", "usual")
        and rng.random() < home.says_room
    ):
        noun = f"{device.area} {noun}"
    presence = {p: room if p == person else rng.choice(list(home.household.areas)) for p in home.household.people if rng.random() < home.seen}  # fmt: skip
    snapshot = Snapshot(
        now=now, household=home.household, devices=home.devices, states=states, changes=changes, turns=turns,
        version=1, presence=presence, habits=habits,
    )  # fmt: skip
    ears = room if rng.random() < 0.92 else rng.choice(list(home.household.areas))
    said = Transcript(rng.choice(says).format(noun), f"ear {ears}", ears, person if known else None)
    return Moment(home.id, snapshot, said, meant, reason)


def _state(rng: Random, sort: Sort, now: datetime, *, active: bool) -> State:
    at = now.timestamp() - rng.expovariate(1 / 7200)
    return State(sort.active if active else sort.idle, {}, available=rng.random() > 0.02, changed_at=at, updated_at=at)  # fmt: skip


def _past(
    rng: Random, home: House, states: dict[str, State], now: datetime, room: str, person: str
) -> tuple[tuple[StateChanged, ...], tuple[Turn, ...], Habits]:
    """What was switched, said and done before, most of it without any bearing on what comes."""
    at, changes, turns = now.timestamp(), [], []
    for entity_id in rng.sample(list(states), min(len(states), rng.randint(0, 3))):
        age, after = rng.expovariate(1 / 240), states[entity_id]
        sort = home.sorts[entity_id]
        before = State(sort.idle if after.state == sort.active else sort.active)
        after = states[entity_id] = State(after.state, {}, changed_at=at - age, updated_at=at - age)
        origin: Origin = rng.choices(("person", "gateway", "automation", "unknown"), (5, 2, 2, 1))[
            0
        ]
        changes.append(StateChanged(entity_id, before, after, frozenset({"state"}), origin))
    for entity_id in rng.sample(list(states), min(len(states), rng.choice((0, 0, 1, 1, 2)))):
        ears = room if rng.random() < 0.75 else rng.choice(list(home.household.areas))
        turns.append(_turn(entity_id, now - timedelta(seconds=rng.expovariate(1 / 200)), ears, rng))
    habits = Habits()
    for entity_id in rng.sample(list(states), min(len(states), rng.choice((0, 1, 2)))):
        hour = now.hour if rng.random() < 0.5 else rng.randrange(24)
        for days in range(rng.randint(1, 8), 0, -1):
            when = Situation(at - days * 86400.0, person, room, hour, (now.weekday() - days) % 7)
            habits.learn(Deed("act", f"{entity_id} {home.sorts[entity_id].active}", when))
    return (
        tuple(sorted(changes, key=lambda c: c.at)),
        tuple(sorted(turns, key=lambda t: t.at)),
        habits,
    )


def _turn(entity_id: str, at: datetime, ears: str, rng: Random) -> Turn:
    reading = Reading("HassTurnOn")
    clause = Clause("", (reading,))
    resolution = Resolution(clause, reading, (entity_id,), (Candidate(entity_id, 1.0, "exact"),))
    heard = Transcript("", f"ear {ears}", ears)
    return Turn(str(rng.random()), at, heard, Interpretation("", (clause,)), (resolution,), Act(()), Outcome(), Reply(""))  # fmt: skip


def _fitting(
    reason: str,
    home: House,
    states: dict[str, State],
    changes: Sequence[StateChanged],
    turns: Sequence[Turn],
    habits: Habits,
    room: str,
    person: str,
    now: datetime,
) -> list[str]:
    """What somebody may want something of, for this reason."""
    devices = home.devices
    match reason:
        case "here":
            return [
                i
                for i, d in devices.items()
                if d.area == room and home.owners.get(i, person) == person
            ]
        case "switched":
            return [
                c.entity_id
                for c in changes
                if now.timestamp() - c.at < 400 and c.origin != "unknown"
            ]
        case "spoken":
            return [t for turn in turns if turn.transcript.area == room for t in turn.targets]
        case "left":
            return [
                i
                for i, s in home.sorts.items()
                if states[i].state == s.active and devices[i].area != room
            ]
        case "own":
            return [i for i, owner in home.owners.items() if owner == person]
        case "usual":
            asked = Snapshot(now=now, household=home.household, habits=habits).situation(
                person, room
            )
            likely = [h.what.split()[0] for h in habits.likely("act", asked) if h.count > 1]
            return [i for i in likely if states[i].state == home.sorts[i].idle]
        case _:
            return list(devices)


def choices(
    mind: Mind, homes: int, moments_each: int, seed: int
) -> Iterator[tuple[Moment, weigh.Rivals]]:
    """Moments in which the words leave several rivals, one of them meant."""
    rng = Random(seed)
    for number in range(homes):
        home, parser = house(rng, number), mind.parser()
        for moment in moments(rng, home, moments_each):
            met: list[weigh.Rivals] = []

            def noting(rivals: weigh.Rivals, met: list[weigh.Rivals] = met) -> Sequence[float]:
                met.append(rivals)
                return weigh.by_weights(rivals)

            understand(parser, moment.transcript, moment.snapshot, noting)
            for rivals in met:
                if sum(c.entity_id == moment.meant for c in rivals.pool) == 1:
                    yield moment, rivals
                    break
