"""Words of the list that a recogniser was told, and that nobody said.

A text is suspicious when it goes on like a list before it is a sentence ("windows, turn off the
lights"), or goes round in circles. Then the same sound is decoded once more without the list, and
what has no counterpart in that is taken away. Pure functions of texts.
"""

import re
from collections.abc import Sequence
from functools import lru_cache

import jellyfish
from rapidfuzz import fuzz

from gateway.hear.vocabulary import said

CIRCLES = 3
"""The same words so often in a row are a decoder that found no end."""
CIRCLE_WORDS_MAX = 8
NEAR_RATIO = 60.0
"""Of rapidfuzz, over letters or sounds: what one hearing has in place of the other's words."""
RUN_WORDS_MAX = 4
ITEM = re.compile(r"[^,.;:!?]+[,.;:!?]*\s*")


def goes_round(text: str) -> bool:
    """Whether some words come thrice in a row at least.

    >>> goes_round("a bit of, a bit of, a bit of,"), goes_round("no no, open it")
    (True, False)
    """
    words = said(text).split()
    for length in range(1, CIRCLE_WORDS_MAX + 1):
        run = 0
        for at in range(length, len(words)):
            run = run + 1 if words[at] == words[at - length] else 0
            if run >= length * (CIRCLES - 1):
                return True
    return False


def leaked(text: str, hints: Sequence[str]) -> tuple[str, ...]:
    """Items at the text's begin or end that stand there as they stood in the list.

    >>> leaked("Windows, turn off the kitchen lights.", ["windows", "kitchen lights"])
    ('windows',)
    >>> leaked("Degrees, lock. Dim the lamp, door.", ["degrees", "lock", "door"])
    ('degrees', 'lock', 'door')
    """
    known = frozenset(map(said, hints))
    items = [said(item) for item in ITEM.findall(text)]
    if len(items) < 2:
        return ()
    head = _run(items, known)
    tail = _run(items[len(head) :][::-1], known)[::-1] if len(head) < len(items) else ()
    return (*head, *tail)


def without_list(text: str, suspects: Sequence[str], plain: str) -> str:
    """The text without those suspects that were not heard when no list was told.

    >>> without_list("Windows, turn off the lamp.", ["windows"], "turn off the lump")
    'turn off the lamp.'
    >>> without_list("Mia, turn off the lamp.", ["mia"], "Mere turn off the lamp")
    'Mia, turn off the lamp.'
    """
    heard = tuple(said(plain).split())
    items = ITEM.findall(text)
    kept = list(items)
    left = [item for item in suspects if not _has(heard, item)]
    for side in (0, -1):
        while kept and left and said(kept[side]) in left:
            left.remove(said(kept.pop(side)))
    return "".join(kept).strip()


def _run(items: Sequence[str], known: frozenset[str]) -> tuple[str, ...]:
    found = []
    for item in items:
        if item not in known or len(item.split()) > RUN_WORDS_MAX:
            break
        found.append(item)
    return tuple(found)


def _has(heard: tuple[str, ...], item: str) -> bool:
    """Whether some words sound about like an item."""
    length = len(item.split())
    spans = (
        " ".join(heard[at : at + size])
        for size in range(max(1, length - 1), length + 2)
        for at in range(len(heard) - size + 1)
    )
    return any(_alike(span, item) for span in spans)


def _alike(ours: str, theirs: str) -> bool:
    if fuzz.ratio(ours, theirs) >= NEAR_RATIO:
        return True
    one, other = _sound(ours), _sound(theirs)
    return bool(one and other) and fuzz.ratio(one, other) >= NEAR_RATIO


@lru_cache(maxsize=4096)
def _sound(words: str) -> str:
    return str(jellyfish.metaphone(words.replace(" ", "")))
