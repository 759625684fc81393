"""Sets of sentences as a recogniser heard them: real hypotheses, and commands with its mistakes.

The hypotheses are SLURP's, of real recordings (`asr/` in the data folder). One recorded sentence in
five is for reporting: neither the shipped confusions nor the noise of training were counted on it.
"""

import gzip
import json
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any

from gateway.evaluate.nlu.asked import Asked, spread
from models_onnx.confusions import PAIR_WORDS_MAX, aligned, edits

EVERY = 5
REPORTED = 0
NOISED = 1500
NBEST = 5
RESPELLED_LETTERS = 4
UNKNOWN = ("< unk >", "@@UNKNOWN@@")
"""What the recogniser writes for a word that it does not know; another would write nothing."""

Row = Mapping[str, Any]
Asking = Callable[[Row], Asked | None]
"""What is asked by a row; None when its intent is nothing that is measured."""


def recorded(folder: Path, part: int = REPORTED) -> list[Row]:
    """Hypotheses of the recorded sentences of one part in five, each wording once."""
    found: dict[tuple[int, str], Row] = {}
    with gzip.open(folder / "slurp_hypotheses.jsonl.gz", "rt", encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            if row["slurp_id"] % EVERY == part:
                text = row["hypothesis"]
                for mark in UNKNOWN:
                    text = text.replace(mark, " ")
                text = " ".join(text.replace(" '", "'").split())
                if text:
                    found.setdefault((row["slurp_id"], text), {**row, "hypothesis": text})
    return list(found.values())


def each(rows: Sequence[Row], asking: Asking) -> Iterator[Asked]:
    """Every hypothesis by itself."""
    for number, row in enumerate(rows):
        asked = asking(row)
        if asked is not None:
            name = f"heard-{row['slurp_id']}-{number}"
            yield replace(asked, id=name, text=row["hypothesis"])


def together(rows: Sequence[Row], asking: Asking) -> Iterator[Asked]:
    """The different hypotheses of one sentence, from several speakers, as one recogniser's n best."""
    by_sentence: dict[int, list[Row]] = defaultdict(list)
    for row in rows:
        by_sentence[row["slurp_id"]].append(row)
    for number, group in by_sentence.items():
        asked = asking(group[0])
        if asked is not None and len(group) > 1:
            texts = tuple(row["hypothesis"] for row in group[:NBEST])
            yield replace(asked, id=f"heard-{number}", text=texts[0], nbest=texts)


def noised(rows: Sequence[Row], asked: Sequence[Asked], most: int = NOISED) -> Iterator[Asked]:
    """Sentences in which one word is heard as the recogniser heard it somewhere in the rows."""
    mistakes: dict[str, list[str]] = defaultdict(list)
    for row in rows:
        for said, heard in aligned(row["reference"], row["hypothesis"]):
            if said != heard and heard and " " not in said and len(heard.split()) <= PAIR_WORDS_MAX:
                mistakes[said].append(heard)
    rng = Random(13)
    for one in spread([a for a in asked if _mistakable(a.text, mistakes)], most):
        words = one.text.lower().split()
        place = rng.choice([i for i, word in enumerate(words) if word in mistakes])
        words[place] = rng.choice(mistakes[words[place]])
        yield replace(one, id=f"noised-{one.id}", text=" ".join(words))


def respelled(rows: Sequence[Row], asked: Sequence[Asked], most: int = NOISED) -> Iterator[Asked]:
    """Sentences with one word heard otherwise by a letter or two, as letters were in the rows.

    So names that nobody recorded are misheard, too.
    """
    changes: dict[str, list[str]] = defaultdict(list)
    for row in rows:
        for said, heard in aligned(row["reference"], row["hypothesis"]):
            every = list(edits(said, heard))
            equal = sum(len(a) for a, b in every if a == b and len(a) == 1)
            if said != heard and equal > max(len(said), len(heard)) / 2:
                for source, target in every:
                    if source != target and source:
                        changes[source].append(target)
    rng = Random(17)
    for one in spread(asked, most):
        words = one.text.lower().split()
        long = [
            i for i, word in enumerate(words) if len(word) >= RESPELLED_LETTERS and word.isalpha()
        ]
        if long:
            place = rng.choice(long)
            words[place] = _respelled(words[place], changes, rng)
            yield replace(one, id=f"respelled-{one.id}", text=" ".join(words))


def _respelled(word: str, changes: Mapping[str, Sequence[str]], rng: Random) -> str:
    places = [
        (at, source)
        for at in range(len(word))
        for source in (word[at : at + 1], word[at : at + 2])
        if source in changes
    ]
    if not places:
        return word
    weights = [len(changes[source]) for _, source in places]
    at, source = rng.choices(places, weights)[0]
    return word[:at] + rng.choice(changes[source]) + word[at + len(source) :]


def _mistakable(text: str, mistakes: Mapping[str, Sequence[str]]) -> bool:
    return any(word in mistakes for word in text.lower().split())
