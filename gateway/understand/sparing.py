""" "Leave the landing light on and turn off the rest": what a sentence wants left as it is.

It is no command of its own but an exception to the others.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from context.turn import Clause, Phrase, Reading
from gateway.understand import device_frames, fits
from gateway.understand.tagging import tag
from gateway.understand.vocabulary import Vocabulary

_AS_IT_IS = r"alone|be|on|off|open|closed|shut|running|playing|going|untouched|out of it|like that|as (?:it|they) (?:is|are)|(?:just )?the way (?:it|they) (?:is|are)"
ACTIVE = re.compile(
    rf"^(?:(?:but|just|only|please) )*(?:leave|keep|spare|skip|do not touch|not touch) (?P<thing>.+?)(?: (?P<how>{_AS_IT_IS}))?$"
)
PASSIVE = re.compile(
    rf"^(?P<thing>.+?) (?:left|stays?|to stay|staying|should stay|can stay|may stay) (?P<how>{_AS_IT_IS})$"
)


UNTOUCHED = frozenset({None, "alone", "be", "untouched", "out of it", "like that"})
MANY = frozenset({"all", "every", "everything", "everywhere", "rest", "else", "others", "other"})


def spared(
    words: Sequence[str], others: Sequence[Sequence[str]], vocabulary: Vocabulary
) -> tuple[Phrase, ...]:
    """What a clause wants left as it is, beside the others; empty when it wants anything else.

    "Leave the lamp on" is a command, unless another clause would turn it off.
    """
    text = " ".join(words)
    match = ACTIVE.match(text) or PASSIVE.match(text)
    if match is None or (text.startswith("keep") and match["how"] is None):
        return ()
    said = [t for part in others for t in tag(part, vocabulary).of("type")]
    many = any(MANY & set(part) for part in others) or any(t.value.noun.plural for t in said)
    if match["how"] not in UNTOUCHED and not many:
        return ()
    named = device_frames.bare_names(tag(tuple(match["thing"].split()), vocabulary))
    return tuple(p for p in named if p.name or p.noun or p.area)


def without(clauses: Sequence[Clause], spared: Sequence[Phrase]) -> tuple[Clause, ...]:
    """The clauses, those about many devices without what is to be left as it is."""
    if not spared:
        return tuple(clauses)
    return tuple(
        replace(c, readings=tuple(_except(r, spared) for r in c.readings)) for c in clauses
    )


def _except(reading: Reading, spared: Sequence[Phrase]) -> Reading:
    many = any(p.every or p.plural or p.rest or p.area or p.floor for p in reading.phrases)
    if reading.intent not in fits.DOMAINS or not many:
        return reading
    return replace(reading, excluded=(*reading.excluded, *spared))
