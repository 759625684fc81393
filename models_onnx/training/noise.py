"""Clean sentences become what a microphone, a thumb or a hesitating speaker makes of them.

The recogniser's confusions are learned word by word from real hypotheses (`asr/`), by aligning
each with what was said; everything else is drawn by hand-set chances. Tags follow their words.
"""

import gzip
import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from random import Random

from models_onnx.confusions import aligned

Tagged = list[tuple[str, str]]
"""Words with their tags."""
Confusions = Mapping[str, Sequence[str]]
"""What a recogniser made of a word, as often as it did."""

HELD_OUT_EVERY = 5  # Every fifth slurp_id is kept for measuring the channel, never fitted on.
_HESITATIONS = ["um", "uh", "er", "like", "erm", "you know", "hmm", "well"]
_ARTICLES = {"the", "a", "an", "my", "our"}
_PHRASE_WORDS_MAX = 2


def learn_confusions(path: Path) -> Confusions:
    """From pairs of what was said and what was recognised.

    A pair ("turn the light off", "turn the right off") gives {"light": ["right"]}.
    """
    heard: dict[str, list[str]] = defaultdict(list)
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            if row["slurp_id"] % HELD_OUT_EVERY:
                for word, phrase in _differences(row["reference"], row["hypothesis"]):
                    heard[word].append(phrase)
    return dict(heard)


def _differences(reference: str, hypothesis: str) -> list[tuple[str, str]]:
    return [
        (said, heard)
        for said, heard in aligned(reference, hypothesis.replace(" '", "'"))
        if said != heard
        and len(said.split()) == 1
        and 1 <= len(heard.split()) <= _PHRASE_WORDS_MAX
        and "unk" not in heard.split()
    ]


def disturb(words: Tagged, rng: Random, confusions: Confusions) -> Tagged:
    """One or two small damages, or none."""
    if len(words) < 2:
        return words
    kind = rng.random()
    if kind < 0.22:
        return _hesitate(words, rng)
    if kind < 0.42:
        return [pair for pair in words if pair[0] not in _ARTICLES or pair[1] != "O"] or words
    if kind < 0.62:
        return _misspell(words, rng)
    if kind < 0.88:
        return _mishear(words, rng, confusions)
    if kind < 0.94:
        return _stutter(words, rng)
    return [(word.replace("'", ""), tag) for word, tag in words]


def _hesitate(words: Tagged, rng: Random) -> Tagged:
    place = rng.randrange(len(words) + 1)
    # Inside a slot a hesitation would split it: go before it instead.
    while place < len(words) and words[place][1].startswith("I-"):
        place -= 1
    added = [(word, "O") for word in rng.choice(_HESITATIONS).split()]
    return [*words[:place], *added, *words[place:]]


def _stutter(words: Tagged, rng: Random) -> Tagged:
    place = rng.choice([place for place, (_, tag) in enumerate(words) if tag[0] != "I"])
    return [*words[:place], (words[place][0], "O"), *words[place:]]


def _misspell(words: Tagged, rng: Random) -> Tagged:
    long = [place for place, (word, _) in enumerate(words) if len(word) > 3 and word.isalpha()]
    if not long:
        return words
    place = rng.choice(long)
    word, tag = words[place]
    at = rng.randrange(1, len(word) - 1)
    typo = rng.choice(
        (
            word[:at] + word[at + 1 :],
            word[:at] + word[at] + word[at:],
            word[:at] + word[at + 1] + word[at] + word[at + 2 :],
        )
    )
    return [*words[:place], (typo, tag), *words[place + 1 :]]


def _mishear(words: Tagged, rng: Random, confusions: Confusions) -> Tagged:
    known = [place for place, (word, _) in enumerate(words) if word in confusions]
    if not known:
        return words
    place = rng.choice(known)
    word, tag = words[place]
    heard = rng.choice(confusions[word]).split()
    rest = "I" + tag[1:] if tag != "O" else "O"
    return [
        *words[:place],
        *((new, tag if nth == 0 else rest) for nth, new in enumerate(heard)),
        *words[place + 1 :],
    ]
