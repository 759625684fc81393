"""What people taught: phrases and what they mean, names for things, likings, facts.

A lesson keeps the words of its definition, so that it can be read back, and the devices that these
meant when it was taught: "the lamp" of a lesson stays that lamp, in whichever room it is used.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

LessonKind = Literal["phrase", "value", "name", "preference", "place", "fact"]
"""phrase: words -> acts; value: words -> a level or colour; name: words -> a device or a room;
preference: what somebody likes, by subject; place: where somebody lives; fact: to be remembered
and told again."""


@dataclass(frozen=True)
class Condition:
    """When a lesson holds; always, when nothing is said.

    >>> from datetime import datetime
    >>> Condition(hours=(21, 6)).holds(datetime(2026, 1, 1, 23, 0), alone=None)
    True
    """

    hours: tuple[float, float] | None = None
    """From, to; local hours of the day, over midnight where the first is later."""
    days: tuple[int, ...] = ()
    """Monday is 0; every day when empty."""
    alone: bool | None = None
    area: str | None = None
    """Area id of the room in which it has to be said."""
    words: str = ""
    """As it was said: "at night"."""

    def holds(self, now: datetime, alone: bool | None, area: str | None = None) -> bool:
        """Whether it holds now and here. What is not known does not hold."""
        placed = self.area in (None, area)
        return placed and self._hour(now) and self._day(now) and self.alone in (None, alone)

    def _hour(self, now: datetime) -> bool:
        if self.hours is None:
            return True
        begin, end = self.hours
        hour = now.hour + now.minute / 60
        return begin <= hour < end if begin < end else hour >= begin or hour < end

    def _day(self, now: datetime) -> bool:
        return not self.days or now.weekday() in self.days

    @property
    def always(self) -> bool:
        """Whether nothing was said."""
        return self.hours is None and not self.days and self.alone is None and self.area is None


@dataclass(frozen=True)
class Lesson:
    """One thing that was taught."""

    id: str
    kind: LessonKind
    phrase: str
    """The words that were taught, or of a preference its subject: "movie time", "music"."""
    means: str
    """In words: "dim the lamp to 10 and close the blinds", "the floor lamp", "jazz"."""
    targets: tuple[tuple[str, ...], ...] = ()
    """Entity ids meant by each clause of a definition; an empty one is found anew at each use."""
    area: str | None = None
    """Area id: that a name stands for, or that a liking is about."""
    slots: Mapping[str, Any] = field(default_factory=dict)
    """The values of a liking, as slots of a command: `{"brightness": 40}`."""
    liked: bool = True
    """False: "I can't stand country"."""
    person: str | None = None
    """Whose it is; None: everybody's."""
    purpose: str = ""
    """What a liking is for: "sleeping", "reading"."""
    private: bool = False
    """"Just for me": nobody else's words have that meaning."""
    taught_by: str | None = None
    """Who taught it; None when the voice was not recognised."""
    condition: Condition = field(default_factory=Condition)
    turn: str | None = None
    """Id of the turn that taught it."""
    at: float = 0.0
    """Seconds since the epoch."""

    @property
    def is_group(self) -> bool:
        """Whether it names several things together."""
        return any(len(ids) > 1 for ids in self.targets)

    def replaces(self, other: "Lesson") -> bool:
        """Whether it says anew what the other said: of the same words, person, room and moment."""
        return (
            (self.kind in DEFINING) == (other.kind in DEFINING)
            and self.kind in (*DEFINING, other.kind)
            and self.person == other.person
            and self.phrase == other.phrase
            and self.condition == other.condition
            and (self.kind in DEFINING or self._about() == other._about())
        )

    def _about(self) -> tuple[object, ...]:
        several = self.kind == "fact" or not self.phrase or not self.liked
        return self.area, self.targets, self.liked, self.purpose, self.means if several else ""


DEFINING = ("phrase", "value", "name")
"""Kinds that give words a meaning: each words of a person have one."""


@dataclass(frozen=True)
class LessonChange:
    """Keep, or forget, what was taught."""

    op: Literal["add", "forget"]
    lessons: tuple[Lesson, ...]


def owned(lessons: Iterable[Lesson], person: str | None) -> tuple[Lesson, ...]:
    """What counts for a person, their own first; likings and facts of others never do."""
    own = [one for one in lessons if one.person == person]
    shared = [
        one
        for one in lessons
        if one.person != person
        and (one.person is None or (one.kind in (*DEFINING, "place") and not one.private))
    ]
    shared.sort(key=lambda one: one.person is None)
    return (*reversed(own), *reversed(shared))


def agreed(names: Iterable[Lesson]) -> tuple[Lesson, ...]:
    """Names that mean the same for everybody; others are put in plain words for who speaks."""
    known: dict[str, set[object]] = {}
    names = tuple(one for one in names if one.kind == "name" and not one.is_group)
    for one in names:
        known.setdefault(one.phrase, set()).add((one.targets, one.area))
    return tuple(one for one in names if len(known[one.phrase]) == 1 and one.condition.always)
