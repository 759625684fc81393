"""What is said instead of words that fail: rules that were learned, and sentences that went well.

A rule is exact: these words, of this person, are read as those. A saying is a sentence that did
what was wanted, kept so that one that was misheard can be told from it. Both are values;
`rewrite_book` keeps them, `gateway/learn` makes them, `gateway/understand` applies them.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

Layer = Literal["personal", "household", "global"]
"""Whose experience it comes from."""

Status = Literal["live", "blocked"]

COURTESIES = frozenset(
    """please thanks thank hey hi ok okay now just kindly could can would will you for me
    uh um er""".split()  # noqa: SIM905 - a table of words
)
"""Words that are left out of a key at either end."""


def key_of(text: str) -> str:
    """Words as rules know them: small letters, no marks, no courtesies at either end.

    >>> key_of("Could you make it cosy, please?")
    'make it cosy'
    >>> key_of("Thanks")
    'thanks'
    """
    words = "".join(c if c.isalnum() or c == "'" else " " for c in text.casefold()).split()
    start, end = 0, len(words)
    while start < end and words[start] in COURTESIES:
        start += 1
    while end > start and words[end - 1] in COURTESIES:
        end -= 1
    return " ".join(words[start:end] or words)


@dataclass(frozen=True)
class Beta:
    """How often something went well and how often not, as the two counts of a Beta distribution."""

    well: float = 1.0
    badly: float = 1.0

    @property
    def mean(self) -> float:
        """Expected share of what went well."""
        return self.well / (self.well + self.badly)

    def seen(self, well: float, badly: float) -> "Beta":
        """With more of both."""
        return Beta(self.well + well, self.badly + badly)


@dataclass(frozen=True)
class Rule:
    """Words that are read as others."""

    id: str
    text: str
    """The key of the words that failed."""
    to: str
    """What is read instead, as somebody said it."""
    person: str | None = None
    """Whose words; None: of voices that nobody knows, or in the household layer everybody's."""
    layer: Layer = "personal"
    support: int = 0
    """Sessions in which the one followed the other."""
    days: int = 0
    gain: float = 0.0
    """By how much likelier a session that begins so ends well there than where it began."""
    share: float = 0.0
    """Of all sessions that begin so and end well, how many end well there."""
    with_it: Beta = field(default_factory=Beta)
    """Turns in which it was applied."""
    without: Beta = field(default_factory=Beta)
    """Turns with these words in which it was not: before there was a rule, or held back."""
    uses: int = 0
    """How often its words were heard since it was there, applied or held back."""
    at: float = 0.0
    """When it was first published; seconds since the epoch."""
    status: Status = "live"
    reason: str = ""
    """Why it is blocked."""

    def speaks_for(self, person: str | None) -> bool:
        """Whether it counts for who speaks: their own, or everybody's."""
        return self.layer == "household" or self.person == person


@dataclass(frozen=True)
class RuleChange:
    """Forget rules, or bring them back."""

    op: Literal["forget", "restore"]
    rules: tuple[Rule, ...]


@dataclass(frozen=True)
class Saying:
    """A sentence that does what its speaker wants."""

    text: str
    """Its key."""
    said: str
    person: str | None
    times: int
    days: int
    last: float
    """When it was last said; seconds since the epoch."""


@dataclass(frozen=True)
class Rewrites:
    """All that is read instead of something else, at one instant."""

    rules: tuple[Rule, ...] = ()
    sayings: tuple[Saying, ...] = ()

    @cached_property
    def _by_text(self) -> Mapping[str, tuple[Rule, ...]]:
        found: dict[str, list[Rule]] = {}
        for rule in self.rules:
            found.setdefault(rule.text, []).append(rule)
        return {text: tuple(rules) for text, rules in found.items()}

    def rule(self, text: str, person: str | None) -> Rule | None:
        """The live rule for these words of this person, their own first; what they took back they
        do not get from others."""
        back = self.taken_back(text, person)
        rules = [
            r
            for r in self._by_text.get(text, ())
            if r.status == "live" and r.speaks_for(person) and r.to not in back
        ]
        return min(rules, key=lambda r: r.layer != "personal", default=None)

    def taken_back(self, text: str, person: str | None) -> frozenset[str]:
        """What these words do not mean, as this person said by taking it back."""
        return frozenset(
            r.to
            for r in self._by_text.get(text, ())
            if r.status == "blocked" and r.speaks_for(person)
        )

    def sayings_of(self, person: str | None) -> Iterable[Saying]:
        """What this person says; nothing of anybody else."""
        return (s for s in self.sayings if s.person == person)
