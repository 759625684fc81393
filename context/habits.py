"""What people here usually do: P(what | person, room, hour, weekday, the event before).

Each sort of deed (what was played, which device did what, how a device was left) has a layer per
person and one of the household. In a layer a deed's chance is its share times what its own past
says of the hour, the weekday, the room and the event before (naive Bayes); layers are joined by
Dirichlet back-off, person -> household -> the same for all. The household's layer holds what nobody
we know by name did: what one person does is nobody else's habit, and no unknown voice gets it, but
what several do alike. Counts halve in three weeks. Design: science.md 1 and 9. Pure: told of deeds,
asked for chances; its memory is bounded.

>>> habits = Habits()
>>> for day in range(3):
...     habits.learn(Deed("play", "genre.jazz", Situation(day * 86400.0, "ada", hour=18)))
>>> [h.what for h in habits.likely("play", Situation(3 * 86400.0, "ada", hour=18))]
['genre.jazz']
"""

import math
from collections import Counter, OrderedDict
from collections.abc import Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

KAPPA = 5.0  # How many deeds of its own a layer needs to count as much as the layer below.
HALF_LIFE_S = 21 * 86400.0
PREVIOUS_S = 900.0  # What happened a quarter of an hour ago may be what this follows from.
PASTS_MAX = 4_000  # Of all layers, about 5 MB; the layer longest without a deed goes.
WHATS_MAX = 48  # Deeds of one layer; the lightest goes.
VALUES_MAX = 24  # Rooms, or events before, of one deed.
CACHE_MAX = 64
NEAR_HOURS = {-2: 0.1, -1: 0.2, 0: 0.4, 1: 0.2, 2: 0.1}
"""How much a deed at one hour counts at its neighbours; sums to one."""
HOUR_BASE, DAY_BASE, VALUE_BASE = 1 / 24, 1 / 7, 0.2
"""Chance of an hour, a weekday, a room or event before, where a deed's past says nothing."""
SATURDAY = 5
DOUBT = 1.0  # Made-up deeds that bear this chance: one deed at nine does not mean always at nine.
NOTHING = 1e-9  # What is left of a deed that was taken back.
FLOOR = 1e-3  # Of a deed that nobody here was ever seen at.
OFTEN_MIN = 1.5  # Twice lately, decayed: once is no habit.
SURE_MIN = 0.4  # Of all of its kind.
SUNDAYS_MIN = 1.05  # More than one, decayed: one Sunday does not make a Sunday habit.
AHEAD_MIN = 1.25  # How much likelier than the next.
HOUR_NEAR = 3  # "My morning thing" at ten is that of ten.
OWN = frozenset({"play", "play on", "alarm"})
"""Of these a person who has any of their own has these alone, and nothing of the household's."""
SHARED_MIN = 2  # People who do alike, for it to be the household's way.


@dataclass(frozen=True, slots=True)
class Situation:
    """When, where and by whom something is asked."""

    at: float
    """Seconds since the epoch."""
    person: str | None = None
    area: str | None = None
    hour: int = 12
    """0-23, of the home's clock."""
    weekday: int | None = None
    """0 is Monday."""
    previous: str | None = None
    """The event before, within `PREVIOUS_S`."""


@dataclass(frozen=True, slots=True)
class Deed:
    """One thing that somebody did, or had us do, and that was not undone."""

    kind: str
    """`play`: a title; `play on`: title and player; `act`: "switch.kettle on"; `alarm`: "06:30";
    `set <entity id>`: how a device was left, as JSON."""
    what: str
    when: Situation
    """By whom (None: by nobody we know), where and after what, too."""


@dataclass(frozen=True, slots=True)
class Habit:
    """One thing that is done here, and how likely it is now."""

    what: str
    probability: float
    """Among all of its kind, in this situation."""
    count: float
    """How often this person (or the household, where this person never did) did it, decayed."""


@dataclass(slots=True)
class _Past:
    """All deeds of one sort, weights in units of a deed at the epoch of the layer."""

    total: float = 0.0
    hours: list[float] = field(default_factory=lambda: [0.0] * 24)
    days: list[float] = field(default_factory=lambda: [0.0] * 7)
    areas: dict[str | None, float] = field(default_factory=dict)
    before: dict[str | None, float] = field(default_factory=dict)

    def add(self, when: Situation, weight: float) -> None:
        self.total += weight
        for apart, share in NEAR_HOURS.items():
            self.hours[(when.hour + apart) % 24] += weight * share
        if when.weekday is not None:
            self.days[when.weekday] += weight
        for values, value in ((self.areas, when.area), (self.before, when.previous)):
            values[value] = values.get(value, 0.0) + weight
            if len(values) > VALUES_MAX:
                del values[min(values, key=values.__getitem__)]

    def __add__(self, other: "_Past") -> "_Past":
        return _Past(
            self.total + other.total,
            [a + b for a, b in zip(self.hours, other.hours, strict=True)],
            [a + b for a, b in zip(self.days, other.days, strict=True)],
            _summed(self.areas, other.areas),
            _summed(self.before, other.before),
        )

    def likelihood(self, now: Situation, scale: float, *, by_day: bool) -> float:
        """How well the situation goes with this past; `scale` makes weights deeds of today."""
        deeds = self.total * scale + DOUBT
        value = (self.hours[now.hour] * scale + DOUBT * HOUR_BASE) / deeds
        if now.weekday is not None:
            weekend = self.days[5] + self.days[6]
            alike, days = (weekend, 2) if now.weekday >= SATURDAY else (sum(self.days) - weekend, 5)
            value *= (alike * scale + DOUBT * DAY_BASE * days) / deeds
            if by_day:
                value *= (self.days[now.weekday] * scale + DOUBT * DAY_BASE) / deeds
        if now.area is not None:
            value *= (self.areas.get(now.area, 0.0) * scale + DOUBT * VALUE_BASE) / deeds
        return value * (self.before.get(now.previous, 0.0) * scale + DOUBT * VALUE_BASE) / deeds


def _summed(
    a: Mapping[str | None, float], b: Mapping[str | None, float]
) -> dict[str | None, float]:
    return {key: a.get(key, 0.0) + b.get(key, 0.0) for key in (*a, *b)}


class Habits:
    """What is known of the people here. An empty one knows nothing, and says so."""

    def __init__(self) -> None:
        self._layers: OrderedDict[tuple[str, str | None], dict[str, _Past]] = OrderedDict()
        """By kind and person; None is the household, those whom we do not know."""
        self._pasts = 0
        self._epoch: float | None = None
        self._last: tuple[float, str] | None = None
        self._cache: OrderedDict[Hashable, tuple[Habit, ...]] = OrderedDict()

    # --- learning ---

    def learn(self, deed: Deed) -> None:
        """Count a deed."""
        self._count(deed, 1.0)

    def forget(self, deed: Deed) -> None:
        """Take a deed back: it was undone, or was but a step to another."""
        self._count(deed, -1.0)

    def event(self, at: float, label: str) -> None:
        """Something happened that deeds may follow from."""
        if self._last is None or at >= self._last[0]:
            self._last = (at, label)

    def previous(self, at: float) -> str | None:
        """The last event, if it is recent."""
        if self._last is None or not 0.0 <= at - self._last[0] <= PREVIOUS_S:
            return None
        return self._last[1]

    def _count(self, deed: Deed, sign: float) -> None:
        when = deed.when
        if self._epoch is None:
            self._epoch = when.at
        weight = sign * math.exp2((when.at - self._epoch) / HALF_LIFE_S)
        key = (deed.kind, when.person)
        layer = self._layers.setdefault(key, {})
        self._layers.move_to_end(key)
        self._pasts -= len(layer)
        past = layer.setdefault(deed.what, _Past())
        past.add(when, weight)
        if past.total <= NOTHING:
            del layer[deed.what]
        elif len(layer) > WHATS_MAX:
            del layer[min(layer, key=lambda what: layer[what].total)]
        self._pasts += len(layer)
        while self._pasts > PASTS_MAX:
            _, oldest = self._layers.popitem(last=False)
            self._pasts -= len(oldest)
        self._cache.clear()

    # --- asking ---

    def likely(
        self, kind: str, now: Situation, among: Collection[str] | None = None
    ) -> tuple[Habit, ...]:
        """What this person does in this situation, the likeliest first; only what was done before.

        `among` leaves out all else, as what this home no longer has.
        """
        key = (kind, now.person, now.area, now.hour, now.weekday, now.previous, int(now.at // 3600),
               None if among is None else frozenset(among))  # fmt: skip
        found = self._cache.get(key)
        if found is None:
            found = self._cache[key] = self._likely(kind, now, among)
            if len(self._cache) > CACHE_MAX:
                self._cache.popitem(last=False)
        return found

    def log_prior(self, act: str, now: Situation, kind: str = "act") -> float:
        """Natural logarithm of the chance of one deed; `log(FLOOR)` of what nobody does here."""
        chance = next((h.probability for h in self.likely(kind, now) if h.what == act), 0.0)
        return math.log(max(chance, FLOOR))

    def _likely(
        self, kind: str, now: Situation, among: Collection[str] | None
    ) -> tuple[Habit, ...]:
        scale = 0.0 if self._epoch is None else math.exp2((self._epoch - now.at) / HALF_LIFE_S)
        own = self._of_layer(kind, now.person, among)
        if now.person is None:
            own, house = {}, own | self._shared(kind, among, scale)
        else:
            house = {} if own and kind in OWN else self._of_layer(kind, None, among)
        whats = house.keys() | own.keys()
        if not whats:
            return ()
        chances = dict.fromkeys(whats, 1.0 / len(whats))
        for layer in (house, own):
            chances = _joined(chances, layer, now, scale)
        counted = own or house
        habits = [
            Habit(w, chances[w], counted[w].total * scale if w in counted else 0.0) for w in whats
        ]
        return tuple(sorted(habits, key=lambda h: (-h.probability, h.what)))

    def _of_layer(
        self, kind: str, person: str | None, among: Collection[str] | None
    ) -> dict[str, _Past]:
        layer = self._layers.get((kind, person), {})
        return layer if among is None else {w: past for w, past in layer.items() if w in among}

    def _shared(self, kind: str, among: Collection[str] | None, scale: float) -> dict[str, _Past]:
        """What is a habit of several people, with what was done so by nobody we know."""
        people = sorted(p for of, p in self._layers if of == kind and p is not None)
        layers = [self._of_layer(kind, person, among) for person in people]
        often = Counter(
            what for layer in layers for what, p in layer.items() if p.total * scale >= OFTEN_MIN
        )
        layers.append(self._of_layer(kind, None, among))
        return {
            what: sum((layer[what] for layer in layers if what in layer), _Past())
            for what, count in often.items()
            if count >= SHARED_MIN
        }


def _joined(
    below: Mapping[str, float], layer: Mapping[str, _Past], now: Situation, scale: float
) -> dict[str, float]:
    """The chances of a layer, backed off to those of the layer below it."""
    day = now.weekday
    by_day = day is not None and any(p.days[day] * scale >= SUNDAYS_MIN for p in layer.values())
    merits = {
        w: past.total * past.likelihood(now, scale, by_day=by_day) for w, past in layer.items()
    }
    whole = sum(merits.values())
    deeds = sum(past.total for past in layer.values()) * scale
    if whole <= 0.0:
        return dict(below)
    return {
        w: (deeds * merits.get(w, 0.0) / whole + KAPPA * chance) / (deeds + KAPPA)
        for w, chance in below.items()
    }


def situation(
    habits: Habits, now: datetime, person: str | None = None, area: str | None = None
) -> Situation:
    """The present one, of a clock in the home's time zone."""
    at = now.timestamp()
    return Situation(at, person, area, now.hour, now.weekday(), habits.previous(at))


MORNING, AFTERNOON = range(5, 11), range(14, 23)


def shipped(kind: str | None, now: Situation) -> float:
    """How likely a sort of appliance is wanted where nobody's habits say so yet; 1 is as any other.

    The prior that comes with the program: coffee after the alarm and in the morning, tea later on.
    """
    if kind in ("coffee_maker", "coffee_machine", "espresso_machine"):
        return 4.0 if now.previous == "alarm" else 2.0 if now.hour in MORNING else 1.0
    if kind in ("kettle", "tea_maker"):
        return 1.5 if now.hour in AFTERNOON else 1.0
    return 1.0


def at_hour(now: Situation, hour: int | None) -> Situation:
    """The same at the hour that words name, unless it is about then anyway."""
    if hour is None or abs(now.hour - hour) <= HOUR_NEAR:
        return now
    return replace(now, hour=hour, previous=None)


def clear(
    habits: Sequence[Habit], least: float = SURE_MIN, often: float = OFTEN_MIN
) -> Habit | None:
    """The first of them, when it is a habit and the next one is not nearly as likely."""
    if not habits or habits[0].count < often or habits[0].probability < least:
        return None
    if len(habits) > 1 and habits[0].probability < AHEAD_MIN * habits[1].probability:
        return None
    return habits[0]
