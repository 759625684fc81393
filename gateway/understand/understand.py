"""Stage 2 of 6, whole: what was heard becomes readings with their devices.

Each hypothesis of the recogniser is read and resolved; the one that makes most sense in this home
wins. A lower hypothesis must make much better sense than the one above it.
"""

from collections.abc import Sequence
from typing import Protocol

from context.snapshot import Snapshot
from context.turn import Clause, Interpretation, Resolution, Transcript
from gateway.understand.resolve import PROBLEM_COST, resolve

HYPOTHESES_MAX = 5
HEARD_WELL = 0.5  # Confidence of the recogniser, or of the wake word.
RANK_DISCOUNT = (
    0.85  # Of a hypothesis against the one above; a recogniser's second is rarely right.
)

AMBIGUOUS_DOUBT = (
    0.35  # Having to ask is sense enough to keep a hypothesis, but one that need not ask wins.
)

Understood = tuple[Interpretation, tuple[Resolution, ...]]


class Understanding(Protocol):
    """A parser: `parse.Parser` in English, `native.NativeParser` in any other language."""

    def parse(self, text: str, transcript: Transcript, snapshot: Snapshot) -> Interpretation:
        """The interpretation of one hypothesis of what was heard."""
        ...


def understand(parser: Understanding, transcript: Transcript, snapshot: Snapshot) -> Understood:
    """The best interpretation of what was heard, and the devices it means."""
    heard = (transcript.nbest or (transcript.text,))[:HYPOTHESES_MAX]
    best: tuple[float, Understood] | None = None
    for rank, text in enumerate(heard):
        interpretation = parser.parse(text, transcript, snapshot)
        resolutions = resolve(interpretation.clauses, snapshot, transcript)
        merit = RANK_DISCOUNT**rank * sense(interpretation, resolutions)
        if best is None or merit > best[0]:
            best = (merit, (interpretation, resolutions))
        if best[0] >= RANK_DISCOUNT ** (rank + 1):  # no lower hypothesis can win
            break
    assert best is not None
    interpretation, resolutions = best[1]
    if _only_guessed(transcript, interpretation):
        return Interpretation(interpretation.text, (Clause(interpretation.text),)), ()
    return interpretation, resolutions


def _only_guessed(transcript: Transcript, interpretation: Interpretation) -> bool:
    """What was hardly heard must be plain words: a model finds sense in noise."""
    if min(transcript.confidence, transcript.wake) >= HEARD_WELL:
        return False
    return any(c.best is not None and c.best.by == "model" for c in interpretation.clauses)


def sense(interpretation: Interpretation, resolutions: Sequence[Resolution]) -> float:
    """How much sense a hypothesis makes here, 0..1: its least certain clause decides."""
    if not interpretation.clauses or any(not c.readings for c in interpretation.clauses):
        return 0.0

    return min(
        (r.reading.probability * (1.0 - _doubt(r)) for r in resolutions),
        default=0.9,
    )


def _doubt(resolution: Resolution) -> float:
    return (
        AMBIGUOUS_DOUBT if resolution.problem == "ambiguous" else PROBLEM_COST[resolution.problem]
    )
