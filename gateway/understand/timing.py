"""When a clause is to be done: its moment taken out of it, or why it cannot be done yet.

What hangs on a condition or on a time that nobody read must never be done at once.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from context.agenda import When
from context.snapshot import Snapshot
from context.turn import Clause, Reading
from gateway.understand import agenda_frames, when
from gateway.understand.lexicon import QUESTION_STARTS
from gateway.understand.tagging import strip_politeness, tag
from gateway.understand.vocabulary import Vocabulary

CONDITIONS = frozenset(
    """if when unless once whenever sunset sunrise dusk dawn sundown until till""".split()  # noqa: SIM905 - a table of words
)
CONDITIONAL = re.compile(
    r"^(?!when you (?:get a (?:chance|moment|minute|second)|have a (?:chance|moment|minute|second)|can\b)|if (?:it is (?:not too much|no) (?:trouble|bother)|you (?:do not mind|please)))(?:(?:when|whenever|once|unless|as soon as|as long as) (?!i say |is |are |was |were |will |does |do |did |should |can )|if (?!(?:that|it|you) (?:is|are|would|could|can|do|does|want|like|please)\b(?! (?:too |getting )?(?:dark|cold|hot|warm|bright|light|on|off|open|closed|raining|sunny|late)\b)|possible|not\b|i (?:may|might|could|can)\b))"
)
"""How a clause begins on which the others hang: "when I get home, ..."."""
ASKING = frozenset(
    """is are was were what which who when did has have how will does do""".split()  # noqa: SIM905 - a table of words
)
OTHER_TIME = re.compile(
    r"\b(?:next (?:week|month|year|weekend)|(?:this|the|at the) weekend|later|before (?:bed|bedtime|dinner|lunch|breakfast|work|school)|after (?:dinner|lunch|breakfast|work|school|bed)"
    r"|in (?:a|an|one|\d+) (?:week|month|year)s?|\d+ oclock|\d+:\d+|on the (?:\d+(?:st|nd|rd|th)|tenth|eleventh|twelfth|\w+teenth|twentieth|twenty \w+|thirtieth|thirty first)"
    r"|every (?:january|february|march|april|may|june|july|august|september|october|november|december)"
    r"|on (?:january|february|march|april|may|june|july|august|september|october|november|december))\b"
)
"""Times that we do not know: better not at all than now."""
CONFUSED = When(spoken="two moments")
"""Of a clause with two moments, or a day without an hour: nobody can tell which is meant."""


def leading_time(words: tuple[str, ...], snapshot: Snapshot) -> tuple[When | None, tuple[str, ...]]:
    """ "In ten minutes, turn off the tv and the lamp": a time up front is said of all that follows."""
    bare = strip_politeness(words)
    spans = when.find(bare, snapshot.now)
    wait = _waiting(bare, spans, snapshot)
    if wait is not None:
        return wait
    if (
        spans
        and spans[0].start == 0
        and spans[0].when
        and spans[0].kind in ("at", "delay", "every")
    ):
        rest = bare[spans[0].end :]
        while rest and rest[0] in (",", "then"):
            rest = rest[1:]
        rest = strip_politeness(rest)
        if rest and agenda_frames.read(rest, snapshot.now):
            return None, (
                *rest,
                *bare[: spans[0].end],
            )  # "at noon remind me" is "remind me at noon"
        if rest and not agenda_frames.read(bare, snapshot.now):
            return spans[0].when, rest
    return None, words


def _waiting(
    words: tuple[str, ...], spans: Sequence[when.TimeSpan], snapshot: Snapshot
) -> tuple[When, tuple[str, ...]] | None:
    """ "Give it five minutes, then ..."."""
    if (
        not spans
        or spans[0].kind != "duration"
        or words[: spans[0].start] not in (("give", "it"), ("wait",), ("wait", "for"))
    ):
        return None
    rest = words[spans[0].end :]
    while rest and rest[0] in (",", "and", "then"):
        rest = rest[1:]
    delay = When(
        at=snapshot.now + timedelta(seconds=spans[0].seconds or 0.0), spoken=spans[0].spoken
    )
    return (delay, rest) if rest else None


def peel_time(words: tuple[str, ...], snapshot: Snapshot) -> tuple[tuple[str, ...], When | None]:
    """The clause without its time, and the time."""
    moment = When()
    covered: set[int] = set()
    for span in when.find(words, snapshot.now):
        if span.kind in ("at", "delay", "every") and span.when is not None:
            if not moment.is_now:
                return words, CONFUSED
            moment = replace(
                moment,
                at=span.when.at or moment.at,
                every=span.when.every or moment.every,
                spoken=span.spoken,
            )
        elif span.kind in ("for", "until") and span.seconds is not None:
            moment = replace(moment, for_s=span.seconds, spoken=moment.spoken or span.spoken)
        elif span.kind == "date" and span.date == snapshot.now.date():
            pass  # "today" says nothing more
        elif span.kind == "date" and words[0] not in ASKING:
            return words, CONFUSED  # a day without an hour
        else:
            continue
        covered.update(range(span.start, span.end))
    if not covered:
        return words, None
    left = tuple(w for i, w in enumerate(words) if i not in covered)
    return strip_politeness(left), moment


def has_condition(words: Sequence[str], vocabulary: Vocabulary) -> bool:
    """Whether it is to happen on a condition, or at a moment that we cannot tell yet."""
    if any(tuple(words[: len(q)]) == q for q in QUESTION_STARTS):
        return False  # "tell me if the door is locked" asks
    index = 0
    while index < len(words):
        found = vocabulary.match(words, index)
        if found is not None:
            index += found[0]
            continue
        if (words[index] in CONDITIONS and index > 0) or " ".join(words[index : index + 3]) in (
            "as long as",
            "as soon as",
        ):
            return True
        index += 1
    return words[:1] in (("if",), ("when",), ("whenever",), ("once",), ("unless",))


def names_other_time(words: Sequence[str], vocabulary: Vocabulary) -> bool:
    """Whether a time is left that nobody read, and that is part of no name."""
    if not words or words[0] in ASKING or not OTHER_TIME.search(" ".join(words)):
        return False
    spoken = [
        t
        for t in tag(words, vocabulary).tags
        if t.kind not in ("device", "area", "floor", "source")
    ]
    return OTHER_TIME.search(" ".join(" ".join(words[t.start : t.end]) for t in spoken)) is not None


JOINT = re.compile(r"\b(?:and|but|then) (?:then )?(?:, )?")


def hanging(words: Sequence[str]) -> int | None:
    """Where the part of a sentence begins that hangs on something; None when none does.

    >>> hanging("turn on the fan and , when it rains , close the window".split())
    6
    """
    text = " ".join(words)
    for joint in JOINT.finditer(text):
        if joint.start() > 0 and CONDITIONAL.match(text[joint.end() :]):
            return len(text[: joint.end()].split())
    return None


def conditional(text: str, words: Sequence[str], vocabulary: Vocabulary) -> Clause:
    """What would be done on a condition; nothing of ours where it asks nothing of the house."""
    tagged = tag(words, vocabulary)
    ours = tagged.first("verb") is not None and tagged.first("device", "type", "area") is not None
    return Clause(text, (Reading("Condition"),) if ours else ())
