""" "If the door is open, close it" -> a question about now, and what is done when it holds.

Only what can be told from the house at this moment is a premise; a happening ("when I come home",
"if it gets cold") cannot be waited for, and stays a condition that is declined.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from gateway.understand import clauses
from gateway.understand.lexicon import QUESTION_STARTS
from gateway.understand.tagging import strip_politeness
from gateway.understand.vocabulary import Vocabulary

OPENING = re.compile(r"^(?:but )?(?:only )?(?P<word>if|unless) ")
JOINED = re.compile(r"^(?P<before>.+?)(?: ,)? (?:and|but)(?: ,)? (?:if|unless)\b")
"""One command, and another that hangs on an "if"."""
BEING = re.compile(
    r"^(?P<subject>.+?) (?P<be>is|are) (?:(?:still|currently|already|now|actually|right now|really) )*(?P<no>not |no longer )?(?:(?:still|currently|already|actually|really|yet) )*(?P<rest>.+?)(?: (?:now|right now|at the moment|already|still|yet|currently))*$"
)
NOBODY = re.compile(r"^(?:nobody|no one|none)\b")
NONE_OF = re.compile(r"^(?:no|none of(?: the)?) ")
HAPPENING = re.compile(
    r"\b(?:gets?|goes|going|becomes?|turns?|drops?|falls?|rises?|about to|detected|triggered|opened|pressed|moved|motion|movement|rings?|ringing|comes?|coming|arriv\w+|leav\w+|later|tonight|tomorrow|ever|again|possible|ok|okay|fine|needed|necessary|trouble|right)\b"
)
"""Words of what is yet to happen, or of courtesy."""
ABILITY = re.compile(
    r"(?: ,)? if (?:they|it|that|those|these|he|she|any of them) (?:can|could|is able to|are able to|supports?(?: it| that)?)\b(?! be\b)(?:(?! , | and (?!.*\bor\b)).)*$"
)
""" "All lights red, if they can do red": what cannot is told of anyway."""
HAS_IF = frozenset({"if", "unless"})


@dataclass(frozen=True, slots=True)
class Premise:
    """What must be so."""

    question: tuple[str, ...]
    """Words that ask for it: "is the door locked"."""
    wanted: bool
    """The answer on which it is done."""


def without_ability(words: tuple[str, ...]) -> tuple[str, ...]:
    """The words without a closing "if they can".

    >>> without_ability("all the lights red , if they can do red".split())
    ('all', 'the', 'lights', 'red')
    """
    return tuple(ABILITY.sub("", " ".join(words)).split())


@dataclass(frozen=True, slots=True)
class Parted:
    """A sentence about its "if"."""

    before: tuple[str, ...]
    """Commands that hang on nothing: "turn on the fan and, if ..."."""
    given: Premise
    command: tuple[str, ...]
    """What hangs on it."""


def split(words: tuple[str, ...], vocabulary: Vocabulary) -> Iterable[Parted]:
    """Ways to part a sentence into its premise and its command, likeliest first."""
    bare = strip_politeness(words)
    opening = OPENING.match(" ".join(bare))
    joined = JOINED.match(" ".join(bare)) if opening is None else None
    if joined is not None:
        before = tuple(joined["before"].split())
        for rest in split(bare[len(joined[0].split()) - 1 :], vocabulary):
            yield replace(rest, before=before)
    if opening is not None:
        said = bare[len(opening[0].split()) :]
        for end in _ends(said, vocabulary):
            yield from _parted(said[:end], opening["word"], said[end:])
        return
    for index in range(len(bare) - 2, 1, -1):
        if bare[index] in HAS_IF and not _asks(bare[: index + 1]):
            command = clauses.unjoined(bare[:index])
            yield from _parted(bare[index + 1 :], bare[index], command)


def _asks(words: tuple[str, ...]) -> bool:
    """ "..., and tell me if": what follows is what is asked."""
    return words[-2:-1] in (("see",), ("know",), ("check",)) or any(
        words[-len(q) :] == q for q in QUESTION_STARTS if len(q) > 1
    )


def _ends(words: tuple[str, ...], vocabulary: Vocabulary) -> Iterable[int]:
    marked = [i for i, w in enumerate(words) if w in (",", "then")]
    opened = [i for i in range(2, len(words)) if clauses.opens(words[i:], vocabulary)]
    return [*marked, *opened]


def _parted(said: tuple[str, ...], word: str, command: tuple[str, ...]) -> Iterable[Parted]:
    while command and command[0] in (",", "then", "and"):
        command = command[1:]
    while said and said[-1] == ",":
        said = said[:-1]
    question = asked(" ".join(said))
    if question is None or not command:
        return
    if word == "unless":
        question = Premise(question.question, not question.wanted)
    yield Parted((), question, command)


def asked(statement: str) -> Premise | None:
    """The question whose answer tells whether a statement holds; None when it is not of now.

    >>> asked("the cabin door is not locked")
    Premise(question=('is', 'the', 'cabin', 'door', 'locked'), wanted=False)
    >>> asked("nobody is home")
    Premise(question=('is', 'anybody', 'home'), wanted=False)
    """
    match = BEING.match(statement)
    if match is None or HAPPENING.search(statement):
        return None
    subject, wanted = match["subject"], match["no"] is None
    if NOBODY.match(subject):
        subject, wanted = NOBODY.sub("anybody", subject), not wanted
    elif NONE_OF.match(subject):
        subject, wanted = NONE_OF.sub("any ", subject), not wanted
    if subject in ("somebody", "someone", "anyone"):
        subject = "anybody"
    words = (match["be"], *subject.split(), *match["rest"].split())
    return Premise(words, wanted)


OTHERWISE = frozenset({"otherwise", "else"})


def otherwise(command: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What is done when a premise holds, and what when it does not.

    >>> otherwise("close it , otherwise open it".split())
    (('close', 'it'), ('open', 'it'))
    """
    at = next((n for n, word in enumerate(command) if word in OTHERWISE), None)
    if at is None:
        return tuple(command), ()
    held, other = list(command[:at]), list(command[at + 1 :])
    while held and held[-1] in (",", "and", "or", "but"):
        held.pop()
    while other and other[0] in (",", "then"):
        other.pop(0)
    return tuple(held), tuple(other)


def is_testable(slots: Iterable[str]) -> bool:
    """Whether a question with these slots has a yes or a no for its answer."""
    return bool({"state", "above", "below", "compare"} & set(slots))
