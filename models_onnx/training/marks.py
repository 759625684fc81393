"""What a home's gazetteer would find in a sentence to learn from: marks on names, rooms and floors.

A home knows most of what its people name, but not all (they err, they misspeak), and it knows words
that mean something else this time. So marks are drawn: most true spans are marked, a few are not,
some words are marked that fill no such slot, and a third of the sentences have no marks at all, so
that a model without a gazetteer works too.
"""

from collections.abc import Sequence
from random import Random

from models_onnx.encoder import MARK_KINDS, MarkKind

NO_MARKS = 0.3  # Share of sentences as a home without names would see them.
FOUND = {"name": 0.85, "area": 0.9, "floor": 0.95}  # Share of true spans that are in the gazetteer.
WHOLE_NAME = 0.35  # "kitchen light" is a room and a sort to the labels, a name in many homes.
SPURIOUS = 0.12  # Share of sentences in which a word is also somebody's name for something.
_NAMED = {"name": "name", "area": "area", "floor": "floor", "except": "name", "source": "name"}


def mark_labels(tags: Sequence[str] | None, rng: Random) -> list[int]:
    """For each word the index of its piece in `MARK_PIECES` plus one, 0 for none.

    >>> mark_labels(["O", "B-name", "I-name"], Random(2))
    [0, 1, 2]
    """
    marks = [0] * len(tags or ())
    if tags is None or rng.random() < NO_MARKS:
        return marks
    spans = _spans(tags)
    for slot, start, end in _joined(spans, rng):
        kind = _NAMED.get(slot)
        if kind is not None and rng.random() < FOUND[kind]:
            _put(marks, kind, start, end)
    if rng.random() < SPURIOUS:
        start = rng.randrange(len(tags))
        if not marks[start]:
            _put(marks, rng.choice(MARK_KINDS), start, start + 1)
    return marks


def _put(marks: list[int], kind: str, start: int, end: int) -> None:
    first = 1 + 2 * MARK_KINDS.index(_kind(kind))
    marks[start:end] = [first, *([first + 1] * (end - start - 1))]


def _kind(name: str) -> MarkKind:
    return next(kind for kind in MARK_KINDS if kind == name)


Span = tuple[str, int, int]


def _spans(tags: Sequence[str]) -> list[Span]:
    found: list[Span] = []
    for place, tag in enumerate(tags):
        if tag.startswith("B-"):
            found.append((tag[2:], place, place + 1))
        elif tag.startswith("I-") and found:
            slot, start, _ = found[-1]
            found[-1] = (slot, start, place + 1)
    return found


def _joined(spans: list[Span], rng: Random) -> list[Span]:
    """A room right before a sort of device, or a sort alone, may be a device's whole name."""
    joined: list[Span] = []
    for span in spans:
        slot, start, end = span
        last = joined[-1] if joined else None
        if slot == "device_class" and rng.random() < WHOLE_NAME:
            if last is not None and last[0] == "area" and last[2] == start:
                joined[-1] = ("name", last[1], end)
            elif rng.random() < WHOLE_NAME:
                joined.append(("name", start, end))
        else:
            joined.append(span)
    return joined
