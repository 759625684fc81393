"""Households that never were: what their people do all day, and what their sensors notice.

A day is a chain of spells (sleep, wash, cook, be out, ...) whose order and times vary by person,
day and chance; each spell sets off sensors at rates that vary by home. Rates and times are plain
guesses at daily life; nothing here was fitted to a real home.
"""

import math
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from random import Random

from models_onnx.activity import CHANNELS, ON_MAX_S, WINDOWS_S, Trace

MINUTE = 60.0
HOUR = 3600.0
DAY = 86400.0
UNTIL_NEXT = math.inf
"""The end of a span that lasts until the channel's next happening."""
TRIPS = 0.07  # Share of days on which somebody leaves and sleeps elsewhere.


@dataclass(frozen=True, slots=True)
class Spell:
    """Somebody does one thing for a while; seconds since the first midnight."""

    does: str
    start: float
    end: float


@dataclass(frozen=True)
class Noise:
    """How the sensors of a channel behave in one home."""

    sees: float
    """Share of what happens that they notice: much by a motion sensor, little by a drawer's."""
    burst: float
    """Times that one happening sets them off; motion sensors chatter."""
    on_s: float
    """Typical seconds that they stay on."""
    left_on: float
    """Share of times that they stay on until the next happening: a door left open, a light."""
    false_a_day: float
    """How often they come on for nobody: sun, draughts, pets."""


@dataclass
class Home:
    """One home's sensors, and what they told."""

    noises: dict[str, Noise]
    came_on: dict[str, list[float]] = field(default_factory=dict)
    changed: dict[str, list[float]] = field(default_factory=dict)
    spans: dict[str, list[tuple[float, float]]] = field(default_factory=dict)

    def sort(self) -> None:
        """Bring what was told into the order of time."""
        for channel in self.noises:
            spans = sorted(self.spans.get(channel, []))
            for index, (start, end) in enumerate(spans[:-1]):
                if end == UNTIL_NEXT:
                    spans[index] = (start, spans[index + 1][0])
            self.spans[channel] = spans
            self.came_on[channel] = [start for start, _ in spans]
            self.changed[channel] = sorted(at for span in spans for at in span)

    def traces(self, now: float) -> dict[str, Trace]:
        """What could be known at an instant."""
        return {channel: self._trace(channel, now) for channel in self.noises}

    def _trace(self, channel: str, now: float) -> Trace:
        came_on, changed = self.came_on[channel], self.changed[channel]
        until, before = bisect_right(came_on, now), bisect_right(changed, now)
        first = [bisect_left(came_on, now - window) for window in WINDOWS_S]
        few, some, many = (until - index for index in first)
        recent = self.spans[channel][bisect_left(came_on, now - ON_MAX_S) : until]
        return Trace(
            last_s=now - changed[before - 1] if before else math.inf,
            on=any(end > now for _, end in recent),
            counts=(few, some, many),
        )


RATES: dict[str, dict[str, float]] = {
    "sleeping": {"bedroom": 0.01, "bed": 0.02},
    "toilet": {"bathroom": 0.5, "water": 0.15},
    "washing": {"bathroom": 0.5, "water": 0.4, "bedroom": 0.02},
    "cooking": {"kitchen": 0.9, "fridge": 0.35, "heat": 0.2, "laundry": 0.02},
    "drink": {"kitchen": 0.8, "fridge": 0.4, "heat": 0.15},
    "eating": {"living": 0.25, "kitchen": 0.15, "elsewhere": 0.05},
    "dressing": {"bedroom": 1.0},
    "chores": {"laundry": 0.25, "elsewhere": 0.3, "living": 0.2, "kitchen": 0.15, "bedroom": 0.1},
    "sitting": {"living": 0.15, "elsewhere": 0.02},
    "moving": {"living": 0.3, "elsewhere": 0.2, "kitchen": 0.06, "bedroom": 0.06},
    "working": {"elsewhere": 0.2, "living": 0.03},
    "away": {},
}  # fmt: skip
"""Happenings a minute while somebody does it."""
STARTS: dict[str, dict[str, float]] = {
    "sleeping": {"bedroom": 0.9, "bed": 1.0},
    "toilet": {"bathroom": 1.0},
    "washing": {"bathroom": 1.0},
    "cooking": {"kitchen": 0.8},
    "drink": {"kitchen": 0.7},
    "dressing": {"bedroom": 0.8},
    "away": {"entrance": 1.0},
    "working": {"elsewhere": 0.8},
}
"""Happenings as it begins."""
ENDS: dict[str, dict[str, float]] = {
    "sleeping": {"bed": 1.0, "bedroom": 0.9},
    "toilet": {"water": 1.0, "bathroom": 0.7},
    "washing": {"bathroom": 0.7, "water": 0.4},
    "away": {"entrance": 1.0},
}
"""Happenings as it ends."""
MEANS = {"toilet": "washing", "washing": "washing", "cooking": "cooking", "drink": "cooking",
         "sleeping": "sleeping", "away": "away"}  # fmt: skip
"""What a spell counts as; the rest is `other`."""
KNOWN = {
    "entrance": 0.9, "bed": 0.2, "bedroom": 0.85, "bathroom": 0.85, "water": 0.5, "kitchen": 0.9,
    "fridge": 0.6, "heat": 0.6, "laundry": 0.5, "living": 0.7, "elsewhere": 0.6,
}  # fmt: skip
"""Share of homes that have a sensor of the channel."""


def new_home(dice: Random) -> Home:
    """A home with some sensors: at least three channels."""
    have: list[str] = []
    while len(have) < 3:
        have = [channel for channel in CHANNELS if dice.random() < KNOWN[channel]]
    return Home({channel: _noise(channel, dice) for channel in have})


def _noise(channel: str, dice: Random) -> Noise:
    chatty = dice.random() < 0.4
    sparse = dice.random() < (0.1 if channel == "entrance" else 0.4)
    return Noise(
        sees=dice.uniform(0.03, 0.4) if sparse else dice.uniform(0.7, 1.0),
        burst=dice.uniform(1.5, 6.0) if chatty else dice.uniform(0.6, 1.8),
        on_s=dice.choice((1.0, 4.0, 10.0, 30.0, 90.0)),
        left_on=dice.choice((0.0, 0.02, 0.1, 0.3)),
        false_a_day=dice.expovariate(1 / dice.choice((0.3, 0.3, 1.0, 3.0, 20.0))),
    )


def live(home: Home, days: int, dice: Random) -> list[list[Spell]]:
    """Let people live there for some days: the home's sensors notice, and this is what was done."""
    count = dice.choices((1, 2, 3, 4), (45, 35, 12, 8))[0]
    people = [list(_life(days, Random(dice.random()))) for _ in range(count)]
    for spells in people:
        for spell in spells:
            _notice(home, spell, dice)
    for channel, noise in home.noises.items():
        for _ in range(_poisson(noise.false_a_day * days, dice)):
            _stir(home, channel, dice.random() * days * DAY, dice)
    home.sort()
    return people


def doing(people: list[list[Spell]], at: float) -> str | None:
    """What goes on in the home: away and sleeping when all do, else what somebody does."""
    now = [_spell_at(spells, at) for spells in people]
    kinds = {MEANS.get(spell.does, "other") for spell in now if spell}
    if not kinds or None in now:
        return None
    if kinds == {"away"}:
        return "away"
    kinds.discard("away")
    if kinds == {"sleeping"}:
        return "sleeping"
    return next((kind for kind in ("cooking", "washing") if kind in kinds), "other")


def _spell_at(spells: list[Spell], at: float) -> Spell | None:
    index = bisect_right(spells, at, key=lambda spell: spell.start) - 1
    return spells[index] if index >= 0 and at < spells[index].end else None


def _notice(home: Home, spell: Spell, dice: Random) -> None:
    minutes = (spell.end - spell.start) / MINUTE
    for channel, rate in RATES[spell.does].items():
        for _ in range(_poisson(rate * minutes, dice)):
            _happen(home, channel, dice.uniform(spell.start, spell.end), dice)
    for channel, share in STARTS.get(spell.does, {}).items():
        if dice.random() < share:
            _happen(home, channel, spell.start + dice.uniform(0, 40), dice)
    for channel, share in ENDS.get(spell.does, {}).items():
        if dice.random() < share:
            _happen(home, channel, spell.end - dice.uniform(0, 30), dice)
    if spell.does not in ("away", "sleeping") and dice.random() < 0.5:
        _happen(home, dice.choice(("elsewhere", "living")), spell.start, dice)


def _happen(home: Home, channel: str, at: float, dice: Random) -> None:
    noise = home.noises.get(channel)
    if noise is None or dice.random() > noise.sees:
        return
    for _ in range(max(1, _poisson(noise.burst, dice))):
        _stir(home, channel, at, dice)
        at += dice.expovariate(1 / 12.0)


def _stir(home: Home, channel: str, at: float, dice: Random) -> None:
    noise = home.noises[channel]
    left_on = dice.random() < noise.left_on
    end = UNTIL_NEXT if left_on else at + dice.expovariate(1 / noise.on_s)
    home.spans.setdefault(channel, []).append((at, end))


def _poisson(mean: float, dice: Random) -> int:
    count, left = 0, dice.expovariate(1.0)
    while left < mean:
        count += 1
        left += dice.expovariate(1.0)
    return count


@dataclass(frozen=True)
class _Person:
    """Habits, in hours of the day and in shares."""

    wakes: float
    goes: float
    returns: float
    retires: float
    works_out: float
    works_home: float
    cooks: float
    strays: float
    """How far all of it varies from day to day, in hours."""


def _person(dice: Random) -> _Person:
    shift = dice.gauss(0, 0.7) if dice.random() < 0.85 else dice.uniform(-4, 7)
    wakes = 7.2 + dice.gauss(0, 0.8) + shift
    goes = wakes + dice.uniform(0.8, 2.5)
    return _Person(
        wakes=wakes,
        goes=goes,
        returns=goes + dice.uniform(4, 10),
        retires=wakes + dice.uniform(14.5, 17.5),
        works_out=dice.choice((0.0, 0.4, 0.7, 0.75)),
        works_home=dice.choice((0.0, 0.0, 0.6)),
        cooks=dice.uniform(0.3, 1.0),
        strays=dice.uniform(0.2, 1.0),
    )


def _life(days: int, dice: Random) -> Iterator[Spell]:
    """Spells without gaps; the first begins in a night."""
    person = _person(dice)
    now = 0.0
    for day in range(days):
        if now > (day + 1) * DAY:
            continue  # Still on a trip.
        wakes = day * DAY + (person.wakes + dice.gauss(0, person.strays)) * HOUR
        retires = day * DAY + (person.retires + dice.gauss(0, person.strays)) * HOUR
        leaves = dice.random() < TRIPS
        if leaves:
            retires = wakes + dice.uniform(1, 14) * HOUR
        if now < wakes + 2 * HOUR:
            yield from (night := list(_night(now, max(wakes, now + 3 * HOUR), dice)))
            now = night[-1].end
        for does, minutes in _day(person, now, retires, day * DAY, dice):
            if now >= retires:
                break
            yield Spell(does, now, now := now + minutes * MINUTE)
        if leaves:
            back = (day + dice.choice((1, 1, 2, 3))) * DAY + dice.uniform(8, 23) * HOUR
            yield Spell("away", now, now := max(now, back))
            continue
        for does, minutes in (("washing", dice.uniform(2, 12)), ("toilet", dice.uniform(1, 4))):
            if dice.random() < 0.7:
                yield Spell(does, now, now := now + minutes * MINUTE)


def _night(start: float, end: float, dice: Random) -> Iterator[Spell]:
    now = start
    while dice.random() < 0.3 and end - now > 2 * HOUR:
        up = dice.uniform(now + HOUR, end - 0.5 * HOUR)
        yield Spell("sleeping", now, up)
        now = up + dice.uniform(1, 5) * MINUTE
        yield Spell("toilet", up, now)
    yield Spell("sleeping", now, end)


def _day(
    person: _Person, now: float, retires: float, midnight: float, dice: Random
) -> Iterator[tuple[str, float]]:
    """What a person does and for how many minutes; who asks keeps the clock, in step with `now`."""
    morning = [("toilet", dice.uniform(1, 5)), ("washing", dice.uniform(4, 25)),
               ("dressing", dice.uniform(2, 8)), ("cooking", dice.uniform(3, 18)),
               ("eating", dice.uniform(5, 25))]  # fmt: skip
    for does, minutes in morning:
        if dice.random() < 0.8:
            now += minutes * MINUTE
            yield does, minutes
    goes = midnight + (person.goes + dice.gauss(0, person.strays)) * HOUR
    returns = midnight + (person.returns + dice.gauss(0, person.strays)) * HOUR
    works = _work(person, dice)
    meals = [midnight + (hour + dice.gauss(0, 0.8)) * HOUR for hour in (12.5, 18.7)]
    while now < retires:
        if works and now > goes - 10 * MINUTE:
            minutes = max(60.0, (returns - now) / MINUTE)
            if works == "working":
                minutes = min(minutes, dice.uniform(40, 150))
            does, works = works, works if works == "working" and now < returns else None
        elif meals and now > meals[0]:
            does, minutes = "cooking", dice.lognormvariate(math.log(25), 0.6)
            meals = [meal for meal in meals[1:] if meal > now]
            if dice.random() > person.cooks:
                does, minutes = "away", dice.uniform(30, 120)
        else:
            does, minutes = _pastime(dice)
            if works:
                minutes = min(minutes, max(1.0, (goes - now) / MINUTE))
        now += minutes * MINUTE
        yield does, minutes
        if does == "cooking":
            minutes = dice.uniform(8, 35)
            now += minutes * MINUTE
            yield "eating", minutes


def _work(person: _Person, dice: Random) -> str | None:
    chance = dice.random()
    if chance < person.works_out:
        return "away"
    return "working" if chance < person.works_out + person.works_home else None


def _pastime(dice: Random) -> tuple[str, float]:
    does, least, most = dice.choices(
        (("sitting", 15, 120), ("moving", 5, 60), ("toilet", 1, 6), ("drink", 1, 5),
         ("chores", 10, 50), ("washing", 3, 20), ("away", 10, 180), ("working", 20, 120),
         ("sleeping", 20, 90)),
        (30, 24, 16, 14, 8, 4, 7, 5, 1.5),
    )[0]  # fmt: skip
    return does, dice.uniform(least, most)
