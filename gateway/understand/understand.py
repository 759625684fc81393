"""Stage 2 of 6, whole: what was heard becomes readings with their devices.

Each hypothesis of the recogniser is read and resolved, and those that come to the same speak for each
other; the meaning that makes most sense in this home wins. Words that were learned to mean others are read
as those. Where none makes sense, words that may have been misheard are put right.
"""

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from context.snapshot import Snapshot
from context.turn import Clause, Interpretation, Problem, Resolution, Rewritten, Transcript
from gateway.understand import fits, queries, rewriting
from gateway.understand.misheard import Rewrite
from gateway.understand.resolve import PROBLEM_COST, resolve
from gateway.understand.weigh import Rank

HYPOTHESES_MAX = 5
HEARD_WELL = 0.5  # Confidence of the recogniser, or of the wake word.
RANK_DISCOUNT = (
    0.85  # Of a hypothesis against the one above; a recogniser's second is rarely right.
)

AMBIGUOUS_DOUBT = (
    0.35  # Having to ask is sense enough to keep a hypothesis, but one that need not ask wins.
)
SENSE_MIN = 0.5  # What makes less sense is not acted on: then words may have been misheard.
PLAIN_MIN = 0.7  # Of what misheard words are put right for.
RIVAL = 3.0  # Of two rewritings, how much likelier the one must be than the other.
IN_THE_HOUSE: frozenset[Problem | None] = frozenset({None, "unavailable"})
"""Problems that lie in the house, not in what was heard."""
WISHES = fits.DOMAINS.keys() | queries.INTENTS
"""Intents that devices answer: a sentence that names one is for us."""

Understood = tuple[Interpretation, tuple[Resolution, ...]]


class Understanding(Protocol):
    """A parser: `parse.Parser` in English, `native.NativeParser` in any other language."""

    def parse(self, text: str, transcript: Transcript, snapshot: Snapshot) -> Interpretation:
        """The interpretation of one hypothesis of what was heard."""
        ...

    def meant(self, text: str, transcript: Transcript, snapshot: Snapshot) -> Interpretation | None:
        """What was taught in nearly these words; None when nothing was."""
        ...

    def rewrites(self, texts: Sequence[str], snapshot: Snapshot) -> Iterable[Rewrite]:
        """What may have been said instead of the first of some hypotheses, likeliest first."""
        ...

    def strange(self, text: str, snapshot: Snapshot) -> frozenset[str]:
        """The words of a sentence that mean nothing in this home."""
        ...


@dataclass(frozen=True)
class Heard:
    """One hypothesis, read."""

    understood: Understood
    merit: float
    """0..1: how much sense it makes, and how likely the recogniser thinks it."""


def understand(
    parser: Understanding, transcript: Transcript, snapshot: Snapshot, rank: Rank | None = None
) -> Understood:
    """The best interpretation of what was heard, and the devices it means."""

    def read_one(text: str) -> Understood:
        interpretation = parser.parse(text, transcript, snapshot)
        return interpretation, resolve(interpretation.clauses, snapshot, transcript, rank)

    texts = (transcript.nbest or (transcript.text,))[:HYPOTHESES_MAX]
    read: list[Heard] = []
    for place, text in enumerate(texts):
        understood = read_one(text)
        read.append(Heard(understood, RANK_DISCOUNT**place * sense(*understood)))
        if read[0].merit == 1.0:
            break  # plainly understood: no other hypothesis is asked
    best = _agreed(read)
    learned = rewriting.by_rule([heard.understood[0] for heard in read], transcript, snapshot)
    if learned is not None:
        instead = _instead(learned, read_one)
        if instead is not None and learned.applied:
            return instead
        if instead is not None:
            best = replace(best[0], rewrite=learned), best[1]
    if sense(*best) < SENSE_MIN and snapshot.lessons:
        taught = parser.meant(best[0].text, transcript, snapshot)
        if taught is not None:
            return taught, resolve(taught.clauses, snapshot, transcript)
    if sense(*best) < SENSE_MIN and _heard_well(transcript):
        best = (
            _repaired(parser.rewrites(texts, snapshot), read_one)
            or _said_before(parser, best[0].text, transcript, snapshot, read_one)
            or best
        )
    if _only_guessed(transcript, best[0]):
        return Interpretation(best[0].text, (Clause(best[0].text),)), ()
    return best


def _agreed(read: Sequence[Heard]) -> Understood:
    """The meaning that most speaks for, in the words of its best hypothesis.

    Hypotheses with the same meaning add up as independent witnesses do: 1 - product of doubts.
    """
    doubts: dict[Hashable, float] = {}
    for heard in read:
        key = _meaning(heard.understood)
        doubts[key] = doubts.get(key, 1.0) * (1.0 - heard.merit)
    return min(read, key=lambda heard: doubts[_meaning(heard.understood)]).understood


def _meaning(understood: Understood) -> Hashable:
    """The same for all wordings of a wish; each one that is not understood is alone."""
    interpretation, resolutions = understood
    if not resolutions or any(r.problem for r in resolutions):
        return interpretation.text
    return tuple((r.reading.intent, str(r.reading.slots), r.targets, str(r.clause.when)) for r in resolutions)  # fmt: skip


def _repaired(
    rewrites: Iterable[Rewrite], read_one: Callable[[str], Understood]
) -> Understood | None:
    """The likeliest rewriting that is a whole wish to this home; None when there is none, or when
    another that is nearly as likely wishes something else."""
    best: Understood | None = None
    least = 0.0
    for rewrite in rewrites:
        if rewrite.chance < least:
            break
        understood = read_one(" ".join(rewrite.words))
        if not _is_whole_wish(understood):
            continue
        if best is not None and _meaning(understood) != _meaning(best):
            return None
        if best is None:
            best, least = understood, rewrite.chance / RIVAL
    if best is None:
        return None
    interpretation, resolutions = best
    return interpretation, tuple(
        replace(r, reading=replace(r.reading, by="rewrite")) for r in resolutions
    )


def _instead(learned: Rewritten, read_one: Callable[[str], Understood]) -> Understood | None:
    """The words that are to be read instead, read; None where they make no sense here any more."""
    interpretation, resolutions = read_one(learned.to)
    if sense(interpretation, resolutions) < SENSE_MIN or not resolutions:
        return None
    if any(r.problem not in IN_THE_HOUSE or r.missing for r in resolutions):
        return None
    return replace(interpretation, rewrite=learned), tuple(
        replace(r, reading=replace(r.reading, by="rewrite")) for r in resolutions
    )


def _said_before(
    parser: Understanding,
    heard: str,
    transcript: Transcript,
    snapshot: Snapshot,
    read_one: Callable[[str], Understood],
) -> Understood | None:
    """What this person says with success and these words nearly are; None where that is not clear."""
    if not snapshot.rewrites.sayings:
        return None
    strange = parser.strange(heard, snapshot)
    best: Understood | None = None
    for learned in rewriting.by_saying(heard, strange, transcript, snapshot):
        instead = _instead(learned, read_one)
        if instead is None:
            continue
        if best is not None and _meaning(instead) != _meaning(best):
            return None
        best = best or instead
    return best


def _is_whole_wish(understood: Understood) -> bool:
    """Whether all of it is asked plainly of devices that are there."""
    interpretation, resolutions = understood
    return (
        bool(resolutions)
        and all(c.best is not None and c.best.by == "grammar" for c in interpretation.clauses)
        and all(
            r.reading.intent in WISHES
            and r.reading.probability >= PLAIN_MIN
            and r.problem in IN_THE_HOUSE
            and r.targets
            and not r.missing
            for r in resolutions
        )
    )


def _only_guessed(transcript: Transcript, interpretation: Interpretation) -> bool:
    """What was hardly heard must be plain words: a model finds sense in noise."""
    if _heard_well(transcript):
        return False
    return any(c.best is not None and c.best.by == "model" for c in interpretation.clauses)


def _heard_well(transcript: Transcript) -> bool:
    return min(transcript.confidence, transcript.wake) >= HEARD_WELL


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
