"""Words that were heard -> words that are read instead, as was learned from what people did.

First an exact rule for these words of this person. Else, only where nothing makes sense of them, what
this person says with success and nearly sounds so: every word that differs must be one that means
nothing here, and sound like the one in its place. What the rewritten words are worth,
`understand.py` decides. Nothing is learned here.
"""

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from random import Random

import jellyfish
from rapidfuzz import fuzz, process

from context.rewrites import Layer, Rule, key_of
from context.snapshot import Snapshot
from context.turn import Interpretation, Rewritten, Transcript
from gateway.understand.tagging import PARTICLES

HOLDBACK = 0.05  # Of the uses of a rule: what would have come without it (science: Ponnusamy 2022).
TRIED_FIRST = 10  # Uses before any is held back: until then what was before the rule tells enough.
HEARD_WELL = 0.5  # Confidence of the recogniser, or of the wake word.
HEARD_PLAINLY = 0.7  # Below, words that are only like others may have been the television.
NEAR_MIN = 78.0  # Of rapidfuzz, whole sentences.
SOUND_MIN = 0.6  # Of a span of words against the one in its place.
MARGIN = 6.0  # By which the nearest must be nearer than what wishes something else.
SHORT = 3  # Letters of a word that may be part of a mishearing though it means something.
TIMES_MIN = 2  # What was said with success but once may have been chance.
NEAREST = 5
SAYINGS_MAX = 500  # Of one person; 0.3 ms.
NOT_MOVED = frozenset({"Answer", "Teach", "Remember"})
"""Intents of words that are part of a talk: they belong to the question before."""


def by_rule(
    read: Sequence[Interpretation], transcript: Transcript, snapshot: Snapshot
) -> Rewritten | None:
    """What a rule says of these words; the best hypothesis that has one counts.

    Held back now and then, by a draw that depends on the rule and on how often it was used only, so
    that a replay draws the same.
    """
    if not snapshot.rewrites.rules or min(transcript.wake, transcript.confidence) < HEARD_WELL:
        return None
    if any(_is_bound(one) for one in read):
        return None
    for one in read:
        rule = snapshot.rewrites.rule(key_of(one.text), transcript.person)
        if rule is not None:
            applied, propensity = _arm(rule)
            layer: Layer = rule.layer if transcript.person is not None else "household"
            return Rewritten(
                rule.text, rule.to, layer, rule.id, rule.with_it.mean, rule.support,
                applied, propensity,
            )  # fmt: skip
    return None


def _is_bound(read: Interpretation) -> bool:
    """Whether these words were taught, or answer a question."""
    best = read.clauses[0].best if read.clauses else None
    return best is not None and (best.by == "taught" or best.intent in NOT_MOVED)


def _arm(rule: Rule) -> tuple[bool, float]:
    if rule.uses < TRIED_FIRST:
        return True, 1.0
    held = Random(f"{rule.id} {rule.uses}").random() < HOLDBACK
    return not held, HOLDBACK if held else 1 - HOLDBACK


def by_saying(
    heard: str, strange: frozenset[str], transcript: Transcript, snapshot: Snapshot
) -> Iterator[Rewritten]:
    """What this person says that these words nearly are, nearest first.

    `strange`: the words among them that mean nothing here. Nothing where two sayings are equally near.
    """
    text = key_of(heard)
    known = {
        s.text: s
        for s in list(snapshot.rewrites.sayings_of(transcript.person))[:SAYINGS_MAX]
        if s.times >= TIMES_MIN
    }
    if not strange or not known or min(transcript.wake, transcript.confidence) < HEARD_PLAINLY:
        return
    near = process.extract(
        text, known.keys(), scorer=fuzz.ratio, score_cutoff=NEAR_MIN, limit=NEAREST
    )
    fitting = [(known[key], score) for key, score, _ in near if _sounds_like(text, key, strange)]
    layer: Layer = "personal" if transcript.person is not None else "household"
    for saying, score in fitting:
        if score < fitting[0][1] - MARGIN:
            return
        yield Rewritten(text, saying.said, layer, None, score / 100, saying.times)


def _sounds_like(heard: str, said: str, strange: frozenset[str]) -> bool:
    """Whether each span that differs is strange, and sounds like what is said in its place.

    >>> _sounds_like("turn on the hole fight", "turn on the hall light", frozenset({"hole", "fight"}))
    True
    >>> _sounds_like("turn on the garden light", "turn on the hall light", frozenset())
    False
    >>> _sounds_like("put the rtdio on", "put the radio off", frozenset({"rtdio"}))
    False
    """
    ours, theirs = heard.split(), said.split()
    if PARTICLES.intersection(ours) != PARTICLES.intersection(theirs):
        return False  # That it was on and not off is not for likeness to say.
    for op, a, b, c, d in SequenceMatcher(None, ours, theirs, autojunk=False).get_opcodes():
        if op == "equal":
            continue
        plain = [word for word in ours[a:b] if word not in strange]
        if op == "insert" or len(plain) == b - a:
            return False
        if any(len(word) > SHORT and word not in theirs[c:d] for word in plain):
            return False
        if _alike("".join(ours[a:b]), "".join(theirs[c:d])) < SOUND_MIN:
            return False
    return ours != theirs


def _alike(one: str, other: str) -> float:
    """0..1, by letters or by sound, whichever is nearer."""
    sounds = fuzz.ratio(jellyfish.metaphone(one), jellyfish.metaphone(other))
    return max(fuzz.ratio(one, other), sounds if len(one) > 2 else 0.0) / 100
