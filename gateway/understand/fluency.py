"""Words as they were spoken -> words as they were meant: without stutters, hesitations and asides.

"turn, turn on the um kitchen light" is "turn on the kitchen light". What a home calls something is
left as it is, and so is anything that may be a value.
"""

import re
from collections.abc import Sequence
from itertools import groupby

from gateway.understand import lexicon
from gateway.understand.vocabulary import Vocabulary

HESITATIONS = frozenset(
    {"um", "uh", "er", "erm", "hmm", "uhm", "ah", "eh", "mm", "uhh", "umm", "ehm"}
)
ASIDES = tuple(
    tuple(p.split())
    for p in lexicon.longest_first(
        "hang on", "hold on", "wait a second", "let me think", "let me see", "what is it called", "what do you call it",
        "what is that called", "where was i", "you know", "i do not know", "i think", "i guess", "i suppose", "sort of", "kind of",
        "what is the word", "what is the name", "whatever it is called", "if i remember right", "like", "well", "so", "anyway", "thingy", "while you are at it", "while you are there", "while you are about it", "oh", "say", "let us say", "if you like", "if i may",
    )
)  # fmt: skip
"""What people say between two commas while they look for a word."""
STUTTER_WORDS_MAX = 3  # "Could you, could you": nobody begins more words than that anew.
EXPLETIVES = frozenset(
    [
        "bloody",
        "flipping",
        "damn",
        "damned",
        "darn",
        "blasted",
        "stupid",
        "freaking",
        "frigging",
        "goddamn",
        "effing",
        "wretched",
        "silly",
        "flaming",
    ]
)


def fluent(words: Sequence[str], vocabulary: Vocabulary) -> tuple[str, ...]:
    """The words without what only filled a pause."""
    left = tuple(_drawn_out(word, vocabulary) for word in words)
    left = tuple(w for w in left if w not in HESITATIONS or w in vocabulary.name_words)
    left = tuple(w for w in left if w not in EXPLETIVES or w in vocabulary.name_words)
    left = tuple(
        w for i, w in enumerate(left) if w != "say" or not left[i + 1 : i + 2] or not left[i + 1].isdigit()
    )  # fmt: skip
    left = _without_asides(left)
    return _without_stutter(left, vocabulary)


def _drawn_out(word: str, vocabulary: Vocabulary) -> str:
    """ "pleeease" is "please"."""
    if (
        len(word) < 4
        or not word.isalpha()
        or not re.search(r"(.)\1\1", word)
        or word in vocabulary.name_words
    ):
        return word
    once = "".join(letter for letter, _ in groupby(word))
    twice = re.sub(r"(.)\1\1+", r"\1\1", word)
    known = lexicon.FUNCTION_WORDS | vocabulary.name_words | lexicon.VERBS.keys()
    return twice if twice in known and once not in known else once


def _without_asides(words: tuple[str, ...]) -> tuple[str, ...]:
    if "," not in words:
        return words
    index, kept = 0, []
    while index < len(words):
        aside = next(
            (a for a in ASIDES if a[0] == words[index] and _is_aside(words, index, a)), None
        )
        if aside is None:
            kept.append(words[index])
            index += 1
        else:
            index += len(aside) + 1  # with the comma after it
    return tuple(kept)


def _is_aside(words: tuple[str, ...], index: int, aside: tuple[str, ...]) -> bool:
    end = index + len(aside)
    return (
        words[index:end] == aside
        and words[end : end + 1] == (",",)
        and (index == 0 or words[index - 1] == ",")
    )


def _without_stutter(words: tuple[str, ...], vocabulary: Vocabulary) -> tuple[str, ...]:
    index = 0
    while index < len(words):
        size = next(
            (n for n in range(STUTTER_WORDS_MAX, 0, -1) if _repeats(words, index, n, vocabulary)), 0
        )
        if size:
            comma = words[index + size : index + size + 1] == (",",)
            words = (*words[:index], *words[index + size + comma :])
        else:
            index += 1
    return words


def _repeats(words: tuple[str, ...], index: int, size: int, vocabulary: Vocabulary) -> bool:
    first = words[index : index + size]
    if "," in first or any(w.isdigit() for w in first):
        return False
    rest = words[index + size :]
    if rest[:1] == (",",) and rest[1 : 1 + size] == first:
        return True
    found = vocabulary.match(words, index)
    inside_name = found is not None and found[0] >= 2 * size
    plain = size > 1 or first[0] in lexicon.FUNCTION_WORDS or first[0] in lexicon.VERBS
    return rest[:size] == first and plain and not inside_name
