"""A sentence -> its commands: "turn the lamp on and the tv off, then lock up" is three.

A sentence is cut at a conjunction only where both sides stand by themselves: the right side opens
with a verb or a question, or repeats the pattern of the left one without its verb.
"""

import re
from collections.abc import Sequence

from gateway.understand import lexicon, quantities, sparing
from gateway.understand.tagging import (
    DETERMINERS,
    LEVEL_WORDS,
    PARTICLES,
    TagKind,
    head_verb,
    is_of,
    strip_politeness,
    tag,
)
from gateway.understand.vocabulary import Vocabulary

CLAUSES_MAX = 10  # More commands than anyone gives in a breath; the rest stays with the last one.
JOINERS = frozenset(
    {"and", "then", ",", "but", "plus", "also", ";", "after", "afterwards", "while"}
)
FREE_TEXT = re.compile(
    r"^(?:please )?(?:remind (?:me|us)|set (?:a|an|me a) reminder|(?:do not|dont) let (?:me|us) forget|announce|broadcast|tell (?:everyone|everybody|the \w+|them|\w+) (?:that|to)|say |when i say|if i say|call this|from now on|remember that)\b"
)
"""What follows these words is what is to be said or remembered, however it sounds."""
CLAUSE_VERBS = frozenset({"play", "add", "remind", "wake", "announce", "broadcast", "tell", "watch", "remove", "cancel", "delete", "clear",
                          "ask", "snooze", "buy", "read", "send", "undo"})  # fmt: skip
"""Verbs of the clauses that are not about devices."""


STATEMENTS = tuple(
    tuple(p.split()) for p in (
        "i am", "i have", "i can", "i was", "i will", "i had", "it is", "it has", "it was", "that is", "there is", "there are", "she is", "he is", "he has", "she has",
        "they are", "those are", "we are", "we have", "we had", "someone", "somebody", "because", "cause", "since", "so that", "so i", "so we", "as i", "as it",
        "my eyes", "my feet", "the baby is", "the kids are", "everyone is", "everybody is", "nobody is", "no one is", "i feel", "i could", "i think", "i want to sleep", "i forgot", "i left", "we left",
        "i fancy", "i am off", "we fancy", "i like", "we like", "i love", "i hate", "i would love a", "i need a", "i need my", "i want a", "the kids want", "it will",
        "if that", "if it", "before i", "before we", "while i", "while we", "when i", "otherwise", "it feels", "it looks", "it smells", "it sounds", "i do not", "i did not", "we do not",
    )
)  # fmt: skip
"""How people begin to tell why they ask: "turn it down, it is deafening"."""
CORRECTIONS = tuple(
    tuple(p.split()) for p in (
        "no i mean", "no i meant", "sorry i mean", "sorry i meant", "no actually", "actually no", "no wait", "wait no", "no sorry", "sorry no", "i mean", "i meant",
        "or rather", "scratch that", "no make that", "make that", ", no ,", ", sorry ,", ", wait ,", ", nah ,", ", nope ,", ", er no ,", "hang on no", "oh no wait", "on second thoughts", "on second thought", "correction", ", no", ", nah",
    )
)  # fmt: skip
NO_COMMAND = re.compile(
    r"^(?:(?:nobody|no one|(?:someone|somebody|everyone|everybody) (?:has |had |just )?(?:turned|switched|left|opened|closed|locked|unlocked)|thanks for|thank you for|avoid|no longer|stop (?:turning|switching|dimming)|(?:tell me |show me |explain )?how (?:to|do (?:i|we|you)|can (?:i|we)))\b)(?! home\b)"
)
"""How a clause begins that tells, forbids or asks the way: "nobody should turn on the tv"."""
QUESTIONS = frozenset({"is", "are", "what", "which", "how", "where", "who", "tell", "check"})
REASONS = frozenset({"because", "cause", "since", "so"})
STRONG_VERBS = frozenset({"turn on", "turn off", "switch on", "switch off", "shut off", "put on"})
"""Verbs that begin a command wherever they stand, even in the middle of a tale."""


def is_remark(words: Sequence[str]) -> bool:
    """Whether a clause tells something and asks for nothing."""
    return any(tuple(words[: len(s)]) == s for s in STATEMENTS)


def corrected(words: tuple[str, ...], vocabulary: Vocabulary) -> tuple[str, ...]:
    """The sentence as its speaker would have it: "the hall, no, the landing light" is the landing's."""
    for index in range(1, len(words)):
        for marker in CORRECTIONS:
            if words[index : index + len(marker)] != marker:
                continue
            left, right = _trim(words[:index]), _trim(words[index + len(marker) :])
            while again := next((m for m in CORRECTIONS if right[: len(m)] == m), None):
                right = _trim(right[len(again) :])
            if not right or is_remark(right):
                return left
            bare = strip_politeness(left)
            found = head_verb(bare, vocabulary)
            if opens(right, vocabulary):
                return _with_referent(right, bare[found[0] :] if found else bare)
            patched = _patched(bare, right, vocabulary)
            if patched is not None:
                return patched
            return (*bare[: found[0]], *right) if found else right
    return words


def _patched(
    left: Sequence[str], right: Sequence[str], vocabulary: Vocabulary
) -> tuple[str, ...] | None:
    """ "Radio to 40, no, 50": what is only a value takes the place of the value before it."""
    said, meant = tag(left, vocabulary), tag(strip_politeness(right), vocabulary)
    value = meant.first(*VALUES)
    if value is None or any(t.kind not in (*VALUES, "function", "property") for t in meant.tags):
        return None
    old = next((t for t in reversed(said.tags) if t.kind == value.kind), None)
    if old is None:
        return None
    new = meant.words[value.start : value.end]
    bare_number = value.kind == "quantity" and value.value.kind == "number"
    unit = said.words[old.start + 1 : old.end] if bare_number and value.kind == old.kind else ()
    return (*said.words[: old.start], *new, *unit, *said.words[old.end :])


VALUES: tuple[TagKind, ...] = ("quantity", "mode", "particle", "source")


def _with_referent(words: tuple[str, ...], said: Sequence[str]) -> tuple[str, ...]:
    """ "Open the blinds, I mean close them" is about the blinds."""
    amounts = {i for q in quantities.find(said) for i in range(q.start, q.end)}
    thing = tuple(
        w for i, w in enumerate(said) if i not in amounts and w not in PARTICLES and w != ","
    )
    place = next((i for i, w in enumerate(words) if w in ("it", "them", "those")), None)
    if place is None or not thing:
        return words
    return (*words[:place], *thing, *words[place + 1 :])


def unjoined(words: tuple[str, ...]) -> tuple[str, ...]:
    """The words without what joins them to the next: "the lamp off , and".

    >>> unjoined(("the", "lamp", "off", ",", "and"))
    ('the', 'lamp', 'off')
    """
    while words and words[-1] in (",", "but", "only", "and", "then"):
        words = words[:-1]
    return words


def split(words: Sequence[str], vocabulary: Vocabulary) -> tuple[tuple[str, ...], ...]:
    """The clauses of a sentence, each with its own verb where it needs one."""
    left = corrected(tuple(words), vocabulary)
    clauses: list[tuple[str, ...]] = []
    while len(clauses) < CLAUSES_MAX - 1:
        cut = _first_cut(left, vocabulary)
        if cut is None:
            break
        clause, left = cut
        clauses.append(clause)
    clauses.append(left)
    return tuple(c for c in (_trim(clause) for clause in clauses) if c)


def _first_cut(
    words: tuple[str, ...], vocabulary: Vocabulary
) -> tuple[tuple[str, ...], tuple[str, ...]] | None:
    """The first clause and the rest, where the sentence has more than one."""
    if FREE_TEXT.match(" ".join(words)):
        return None
    protected = _protected(words, vocabulary)
    telling = is_remark(words)
    for index in range(1, len(words)):
        if index in protected:
            continue
        if telling and words[index] == "so" and opens(words[index + 1 :], vocabulary):
            return words[:index], words[index + 1 :]
        if telling and " ".join(words[index : index + 2]) in STRONG_VERBS:
            return words[:index], words[index:]
        if (
            words[index] == "please"
            and {"is", "are"} & set(words[:index])
            and words[0] not in QUESTIONS
            and opens(words[index + 1 :], vocabulary)
        ):
            return words[:index], words[index + 1 :]  # "the lights are too bright please dim them"
        if words[index] in REASONS and is_remark(words[index:]):
            return words[:index], words[index:]
        if words[index] in JOINERS:
            cut = _cut_at(words, index, protected, vocabulary)
            if cut is not None:
                return cut
    return None


def _cut_at(
    words: tuple[str, ...], index: int, protected: frozenset[int], vocabulary: Vocabulary
) -> tuple[tuple[str, ...], tuple[str, ...]] | None:
    left, right_at = words[:index], _skip_joiners(words, index)
    rest = words[right_at:]
    if not rest or FREE_TEXT.match(" ".join(left)):
        return None
    if is_remark(rest):
        return left, rest
    segment = words[right_at : _next_joiner(words, right_at, protected)]
    if is_remark(left) and _says(segment) and _names(segment, vocabulary):
        return left, rest  # "Before we leave: kitchen light off"
    if opens(rest, vocabulary) and (words[index] != "but" or not _is_exception(words, index)):
        return left, rest
    borrowed = _borrowed_verb(left, segment, vocabulary)
    if borrowed is not None:
        return left, (*borrowed, *rest)
    if _is_complete(left) and _names(segment, vocabulary) and _particle(rest) is not None:
        return left, (*(("turn",) if _verb(strip_politeness(left)) else ()), *rest)
    return None


def _is_complete(words: Sequence[str]) -> bool:
    """ "Hall light off" wants nothing more: what follows is of another command, "lamp and fan on"."""
    ends = words[-1] in PARTICLES | SAID_STATES and len(words) > 2
    return ends or sparing.PASSIVE.match(" ".join(words)) is not None


def _trim(words: tuple[str, ...]) -> tuple[str, ...]:
    while words and words[0] in JOINERS:
        words = words[1:]
    while words and words[-1] in JOINERS:
        words = words[:-1]
    return words


def _protected(words: Sequence[str], vocabulary: Vocabulary) -> frozenset[int]:
    """Indices inside names of this home."""
    inside: set[int] = set()
    index = 0
    while index < len(words):
        found = vocabulary.match(words, index)
        if found and found[0] > 1 and found[1].kind != "type":
            inside.update(range(index, index + found[0]))
            index += found[0]
        else:
            index += 1
    return frozenset(inside)


def _skip_joiners(words: Sequence[str], index: int) -> int:
    while (index < len(words) and words[index] in JOINERS) or (
        index < len(words)
        and words[index] in ("that", "it")
        and index
        and words[index - 1] == "after"
    ):
        index += 1
    return index


def _next_joiner(words: Sequence[str], start: int, protected: frozenset[int]) -> int:
    for index in range(start, len(words)):
        if words[index] in JOINERS and index not in protected:
            return index
    return len(words)


def _is_exception(words: Sequence[str], index: int) -> bool:
    return tuple(words[index : index + 2]) == ("but", "not") or bool(
        set(words[:index]) & (lexicon.ALL_WORDS | lexicon.EVERYTHING)
    )


def opens(words: Sequence[str], vocabulary: Vocabulary) -> bool:
    """Whether these words begin a command or question of their own."""
    words = strip_politeness(words)
    if not words:
        return False
    name = vocabulary.match(words, 0)
    found = head_verb(words, vocabulary)
    verb = tuple(words[: found[0]]) if found else ()
    if name and not verb and _verb(words):
        return False
    if words[0] in CLAUSE_VERBS:
        return len(words) > 1
    if MEDIA_OPENING.match(" ".join(words)):
        return True
    if verb and (verb != (words[0],) or words[0] not in ("do", "have", "use", "take", "go", "light", "up", "down", "draw", "color", "colour")):  # fmt: skip
        return len(words) > len(verb) or verb[0] in ("mute", "unmute", "pause", "stop", "resume")
    return HAS_BEEN.match(" ".join(words)) is not None or any(
        tuple(words[: len(q)]) == q and len(words) > len(q) + 1
        for q in lexicon.QUESTION_STARTS
        if q[0] not in ("any", "do", "has", "have", "was", "were", "check", "why", "who", "when")
    )


HAS_BEEN = re.compile(r"^(?:has|have) (?:it|they|that|this|those) been ")
MEDIA_OPENING = re.compile(r"^(?:(?:next|previous|last) (?:song|track|episode|tune|one)|skip|go back to the previous|go to the (?:next|previous))\b")  # fmt: skip


def _verb(words: Sequence[str]) -> tuple[str, ...]:
    for length in (3, 2, 1):
        if " ".join(words[:length]) in lexicon.VERBS and len(words) >= length:
            return tuple(words[:length])
    return ()


def _borrowed_verb(
    left: Sequence[str], right: Sequence[str], vocabulary: Vocabulary
) -> tuple[str, ...] | None:
    """The verb that the right side leaves out: "set the lamp to 30 and the spot to 50".

    Both sides must name something and say something of it; else they are one enumeration.
    """
    left = strip_politeness(left)
    if not left:
        return None
    verb = _verb(left)
    if (
        "fan" in right
        and FAN_PART.issuperset(right)
        and any(is_of(t, "climate") for t in tag(left, vocabulary).tags)
    ):
        return None  # "The AC to cool, 21 degrees, fan on high"
    if (
        right[0] in ("on", "off")
        and TIMED_ONLY.match(" ".join(right[1:]))
        and {"on", "off"} & set(left)
    ):
        return (left[0] if verb else "turn", "it")  # "on at seven and off at nine"
    plays = left[0] == "play" or MEDIA_OPENING.match(" ".join(left)) is not None
    if not (
        (_stands_alone(verb) or plays or _says(left)) and _says(right) and _names(right, vocabulary)
    ):
        return None
    if _particle(right) is not None:
        return ("turn",) if verb and not _verb(right) else ()
    if (
        lexicon.VERBS.get(" ".join(verb)) in BORROWED
        and not _says(left)
        and {"to", "at", "by"} & set(right)
    ):
        return None  # "dim the lamp and the spot to 20": one amount for both
    if (
        not verb
        or lexicon.VERBS.get(" ".join(verb)) in BORROWED
        or TIMED_ONLY.search(" ".join(right))
    ):
        return verb
    return ("set",)


FAN_PART = frozenset(
    {"fan", "speed", "mode", "on", "at", "to", "with", "its", "the", *lexicon.FAN_MODES}
)


BORROWED = frozenset({"set", "dim", "brighten", "warm", "cool", "up", "down"})
"""Actions that an amount goes with."""
TIMED_ONLY = re.compile(r"\b(?:in|at|for|until) (?:\d|an? |half )(?!.*(?:percent|degrees))")


def _stands_alone(verb: tuple[str, ...]) -> bool:
    """ "Turn on" needs no more; "turn" or "set" wait for what comes."""
    return lexicon.VERBS.get(" ".join(verb)) not in (None, "set")


TIMED = re.compile(r"\b(?:in|at|for|until|to) (?:\d|an? |half )")


def _says(words: Sequence[str]) -> bool:
    if TIMED.search(" ".join(words)) or sparing.PASSIVE.match(" ".join(words)):
        return True
    if words and words[-1] in ("pause", "stop", "mute", "resume"):
        return True
    if words and (
        TO_BASE.search(" ".join(words)) or lexicon.VERBS.get(words[-1]) in lexicon.CAUSED
    ):
        return True
    if len(words) > 2 and (
        words[-1] == "mode" or (words[-1] in lexicon.HVAC_MODES and words[-2] in ("to", "on", "in"))
    ):
        return True
    if any(quantity.kind == "step" for quantity in quantities.find(words)):
        return True
    if _ends_in_amount(words):
        return True
    return _particle(words) is not None or (bool(quantities.find(words)) and any(w in ("to", "at", "percent", "degrees") or w in quantities.COLORS or w in lexicon.PROPERTIES for w in words))  # fmt: skip


SAID_STATES = frozenset(
    {
        "paused",
        "stopped",
        "muted",
        "unmuted",
        "locked",
        "unlocked",
        "docked",
        "retracted",
        "extended",
    }
)
"""States that a verbless clause brings about: "TV muted, front door locked"."""
TO_BASE = re.compile(
    r"\b(?:back )?to (?:its|his|her|their|the|base)(?: charging| home)? ?(?:dock|base|charger|station)?$|\bback (?:home|to base)$|^(?:the )?\w+ (?:home|dock)$"
)


def _ends_in_amount(words: Sequence[str]) -> bool:
    """ "Radiator 20", "pond light green", "anglepoise on full"."""
    found = quantities.find(words)
    last = found[-1] if found else None
    if last is None or last.end != len(words) or last.start == 0:
        return False
    return last.kind in ("level", "color", "color_temp", "degrees", "percent") or (
        last.kind == "number" and float(last.value) >= AMOUNT_MIN  # type: ignore[arg-type]
    )


AMOUNT_MIN = 5.0  # Smaller numbers at the end are rather part of a name: "lamp 2".


def _particle(words: Sequence[str]) -> str | None:
    """On, off, up or down said of a thing; "on the shelf" is a place."""
    if words and words[-1] in SAID_STATES:
        return words[-1]
    for index, word in enumerate(words):
        following = words[index + 1] if index + 1 < len(words) else ""
        if word == "on" and following in LEVEL_WORDS:
            continue  # "fan on high"
        if index and words[index - 1] in ("is", "are", "standing", "left", "still", "not"):
            continue  # "the garage that is open" tells which
        if word in PARTICLES and (
            word != "on" or (following not in DETERMINERS and not following.endswith("day"))
        ):
            return word
    return None


def _names(words: Sequence[str], vocabulary: Vocabulary) -> bool:
    """Whether something is named, be it a thing that this home does not have: "microwave on"."""
    return bool(words) and (
        words[0] in DETERMINERS
        or any(w in vocabulary.name_words for w in words)
        or any(vocabulary.match(words, i) for i in range(len(words)))
        or words[0] in lexicon.PROPERTIES
        or (len(words) > 1 and words[0] not in lexicon.FUNCTION_WORDS and words[1] in PARTICLES)
    )
