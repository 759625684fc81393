"""One night's learning: what was said and done lately -> judgements, rules and sayings.

A pure function of what is remembered: cut short it has changed nothing, and the next night begins
anew from the same log. What it gives is published at once or not at all
(`context/rewrite_book.py`).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from context.exchanges import Exchange, Hand
from context.rewrites import Rewrites
from gateway.learn.judge import Judgement, judged
from gateway.learn.propose import Harmless, proposed

WINDOW_S = 120 * 86_400.0  # Four half-lives: what is older weighs a sixteenth.
EXCHANGES_MAX = 20_000  # A busy home's 120 days six times over; beyond it the oldest are left out.
MARKED_S = (
    2 * 86_400.0
)  # Judgements of the last two days are written to the log: no later one changes.


@dataclass(frozen=True)
class Night:
    """What a night gave."""

    rewrites: Rewrites
    judgements: tuple[Judgement, ...]
    """Of the turns of the last days."""


def night(
    past: Sequence[Exchange],
    hands: Sequence[Hand],
    known: Rewrites,
    golden: frozenset[str],
    now: datetime,
    harmless: Harmless,
) -> Night:
    """Learn from `past` and `hands`, oldest first. `now` is aware, in the home's zone."""
    at = now.timestamp()
    runs = judged(past[-EXCHANGES_MAX:], hands)
    zone = now.tzinfo
    rewrites = proposed(runs, known, golden, at, zone, harmless)
    late = [one for run in runs for one in run if at - one.exchange.at <= MARKED_S]
    return Night(rewrites, tuple(late))
