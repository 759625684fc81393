"""One utterance, from words to reply: five calls in a row. Open this first.

Every stage takes values and gives values; what it needs of the world was given to it when the
gateway was built (`app.py`). The whole of a turn is kept, so that learning can ask of each stage
whether it was right.
"""

import asyncio
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from context.rewrites import Rewrites
from context.snapshot import Snapshot
from context.turn import (
    Act,
    Ask,
    Decision,
    Interpretation,
    Outcome,
    Reply,
    Resolution,
    Transcript,
    Turn,
)
from devices.model import Command
from gateway.act.execute import Executor
from gateway.decide import policy
from gateway.decide.decide import decide
from gateway.speak.phrase import is_overheard, phrase
from gateway.understand.understand import Understanding, understand
from gateway.understand.weigh import Rank


def all_of(snapshot: Snapshot) -> Snapshot:
    """Nothing is kept from a stage."""
    return snapshot


def as_heard(transcript: Transcript) -> Transcript:
    """Nothing is kept from a stage."""
    return transcript


@dataclass(frozen=True)
class Outlook:
    """What the stages may look at: everything, but where it is measured what a signal is worth."""

    understand: Callable[[Snapshot], Snapshot] = all_of
    decide: Callable[[Snapshot], Snapshot] = all_of
    hear: Callable[[Transcript], Transcript] = as_heard
    rank: Rank | None = None
    """What tells rivals apart; None for the shipped reranker."""


EVERYTHING = Outlook()


class Pipeline:
    """Understands, decides, acts and answers."""

    def __init__(
        self,
        parser: Understanding,
        executor: Executor,
        look_around: Callable[[], Snapshot],
        remember: Callable[[Turn], None],
        outlook: Outlook = EVERYTHING,
    ) -> None:
        self._parser = parser
        self._executor = executor
        self._look_around = look_around
        self._remember = remember
        self._outlook = outlook

    async def run(self, transcript: Transcript) -> Turn:
        """One exchange."""
        watch = Stopwatch()
        snapshot = self._look_around()
        interpretation, resolutions, decision = self.understand(transcript, snapshot, watch)
        outcome = await self._act(decision, watch)
        overheard = is_overheard(decision, transcript)
        reply = Reply("" if overheard else phrase(decision, outcome, resolutions, snapshot))
        watch.lap("speak")
        turn = Turn(
            new_id(),
            snapshot.now,
            transcript,
            interpretation,
            resolutions,
            decision,
            outcome,
            reply,
            watch.ms,
        )
        self._remember(turn)
        return turn

    async def _act(self, decision: Decision, watch: "Stopwatch") -> Outcome:
        steps = decision.steps if isinstance(decision, Act | Ask) else ()
        self._executor.keep(steps)
        commands = [step for step in steps if isinstance(step, Command)]
        waiting, failed, published, error = self._executor.publish(commands)
        watch.lap("act")
        watch.ms["to_publish"] = watch.total_ms
        echo_from = asyncio.get_running_loop().time()
        confirmed = await self._executor.confirm(waiting)
        watch.ms["confirm"] = (asyncio.get_running_loop().time() - echo_from) * 1000
        watch.skip()
        return Outcome((*confirmed, *failed), tuple(published), error)

    def understand(
        self, transcript: Transcript, snapshot: Snapshot, watch: "Stopwatch | None" = None
    ) -> tuple[Interpretation, tuple[Resolution, ...], Decision]:
        """The first half, without acting: what `ambient parse` shows."""
        watch, outlook = watch or Stopwatch(), self._outlook
        heard = outlook.hear(transcript)
        seen = outlook.understand(snapshot)
        interpretation, resolutions = understand(self._parser, heard, seen, outlook.rank)
        watch.lap("understand")
        decision = decide(interpretation, resolutions, outlook.decide(snapshot), heard, new_id)
        watch.lap("decide")
        if _learned_too_much(interpretation, decision, snapshot):
            return self.understand(transcript, replace(snapshot, rewrites=Rewrites()), watch)
        return interpretation, resolutions, decision


def _learned_too_much(
    interpretation: Interpretation, decision: Decision, snapshot: Snapshot
) -> bool:
    """Whether words that were read as others came to something that is not to be learned: then they
    are read as they were heard. This is the last word on it, whatever rules there are."""
    rewrite = interpretation.rewrite
    applied = rewrite is not None and rewrite.applied
    return applied and not policy.may_be_learned(decision, snapshot)


def new_id() -> str:
    """An id for a turn or an entry of the agenda."""
    return uuid.uuid4().hex[:12]


class Stopwatch:
    """Milliseconds of real time by stage."""

    def __init__(self) -> None:
        self.ms: dict[str, Any] = {}
        self._start = self._last = time.perf_counter()

    def lap(self, stage: str) -> None:
        """A stage has ended."""
        now = time.perf_counter()
        self.ms[stage] = (now - self._last) * 1000
        self._last = now

    def skip(self) -> None:
        """Leave out the time since the last lap."""
        self._last = time.perf_counter()

    @property
    def total_ms(self) -> float:
        """Since the start."""
        return (time.perf_counter() - self._start) * 1000
