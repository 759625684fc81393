"""Where learning meets the store and the clock: reads the past, lets a night think, publishes.

What a night makes of the past, `gateway/learn` says, pure; here is when, from what and where to.
"""

import asyncio
import os
import threading
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from datetime import datetime, time, timedelta

import structlog

from context.exchanges import Exchange, Hand, exchange_of, exchanges, hands, mark
from context.recorder import Recorder
from context.rewrite_book import RewriteBook
from context.snapshot import Snapshot
from context.store import Store
from context.turn import Act, Turn
from gateway.decide import policy
from gateway.learn.golden import golden
from gateway.learn.job import WINDOW_S, Night, night
from gateway.learn.judge import Judgement, by_id, judged

NIGHT = time(3, 30)  # Local time: even who goes to bed late is asleep, and who gets up early too.
MISSED_S, AFTER_START_S = 36 * 3600.0, 600.0

_log = structlog.get_logger(__name__)


class Learning:
    """What a gateway learns by itself."""

    def __init__(self, store: Store, recorder: Recorder, *, threaded: bool) -> None:
        self.book = RewriteBook.load(store, recorder)
        self._store = store
        self._recorder = recorder
        self._threaded = threaded
        self._past: list[Exchange] = []
        """What was said in the last months, as far as a night has read it."""
        self._erasures = 0

    async def run(self, look_around: Callable[[], Snapshot]) -> None:
        """Learn every night; what was missed is made up for soon after the start."""
        last = self.book.learned_at()
        if last is not None and look_around().now.timestamp() - last > MISSED_S:
            await asyncio.sleep(AFTER_START_S)
            await self._learn_or_log(look_around())
        while True:
            now = look_around().now
            await asyncio.sleep((next_night(now) - now).total_seconds())
            await self._learn_or_log(look_around())

    async def _learn_or_log(self, snapshot: Snapshot) -> None:
        try:
            await self.learn(snapshot)
        except Exception as error:  # What was learned before stays; tomorrow is another night.
            _log.error("nothing learned tonight", why=f"{type(error).__name__}: {error}")

    async def learn(self, snapshot: Snapshot) -> None:
        """Make rules and judgements of what was said and done lately."""
        erasures = self._erasures
        if self._threaded:
            found, past = await asyncio.to_thread(self._night, snapshot)
        else:
            found, past = self._night(snapshot)
        if erasures != self._erasures:
            return  # Somebody was erased meanwhile, whom this night still knew.
        self._past = past
        self.book.publish(found.rewrites, snapshot.now.timestamp())
        _log.info("learned", rules=len(found.rewrites.rules), sayings=len(found.rewrites.sayings))

    def judged(self, snapshot: Snapshot) -> Mapping[str, Judgement]:
        """What is thought of the turns at hand, by id."""
        moved = [
            Hand(change.at, change.entity_id, change.after.state, change.changed)
            for change in snapshot.changes
            if change.origin == "person"
        ]
        return by_id(judged([exchange_of(turn) for turn in snapshot.turns], moved))

    def heard(self, turn: Turn, before: Iterable[Turn]) -> None:
        """Count a rule that was used; one that is undone is wrong, and applied no more."""
        rewrite = turn.interpretation.rewrite
        if rewrite is not None and rewrite.rule is not None:
            self.book.used(rewrite.rule)
        if not isinstance(turn.decision, Act) or turn.decision.undoes is None:
            return
        for earlier in before:
            applied = earlier.rewrite.rule if earlier.rewrite is not None else None
            if earlier.id == turn.decision.undoes and applied is not None:
                self.book.block(applied, "undone")

    def erase(self, person: str) -> None:
        """Delete all that was learned of one person."""
        self._erasures += 1
        self._past = [each for each in self._past if each.person != person]
        self.book.forget_person(person)

    def _night(self, snapshot: Snapshot) -> tuple[Night, list[Exchange]]:
        """What a night gives, and what it has read; a thread of its own is the last in line."""
        if self._threaded:
            _be_last()
        self._recorder.flush()
        since = snapshot.now.timestamp() - WINDOW_S
        past = [each for each in self._past if each.at > since]
        last = past[-1] if past else None
        past += exchanges(self._store, last.at if last else since, last.id if last else "")
        found = night(
            past,
            hands(self._store, since),
            self.book.all(),
            golden(snapshot),
            snapshot.now,
            lambda entity_id: policy.may_be_learned_of(entity_id, snapshot),
        )
        mark(
            self._store,
            ((j.exchange.id, j.signals, j.p_defect, j.point) for j in found.judgements),
        )
        return found, past


def next_night(now: datetime) -> datetime:
    """When the next night's learning is, in the zone of `now`.

    >>> next_night(datetime(2026, 3, 2, 10)).isoformat()
    '2026-03-03T03:30:00'
    """
    tonight = datetime.combine(now.date(), NIGHT, tzinfo=now.tzinfo)
    return tonight if tonight > now else tonight + timedelta(days=1)


def _be_last() -> None:
    """Let everything else on the machine go before this thread; where that can be said."""
    with suppress(AttributeError, OSError):
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), 19)
