"""What a recogniser makes of words: a noisy channel, learned by counting.

P(heard | said) is counted where a pair of words was seen often, and made of letters where it was
not (edits of up to two letters; Brill and Moore, ACL 2000, without their search for longer ones);
that both sound alike speaks for a pair, too. Knows words only: no home, no grammar.
"""

import difflib
import json
import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import jellyfish

from models_onnx.runtime import find

EDIT_LETTERS_MAX = 2
PAIR_WORDS_MAX = 3
UNKNOWN_EDIT = 1e-4
"""Of an edit that was never seen; below the rarest that was."""
PAIR_TRUST = 4.0
"""How many times a word must be misheard until its own counts weigh as much as its letters."""
MISHEARD = 0.3
"""Of a word never heard: most such are names, which recognisers do not know either."""
MISHEARD_TRUST = 2.0
UNKNOWN_WORDS = frozenset({"<unk>", "@@unknown@@"})

Counts = Mapping[str, Mapping[str, int]]


def aligned(said: str, heard: str) -> Iterator[tuple[str, str]]:
    """What was heard for which words; a single equal word where nothing is wrong.

    >>> list(aligned("turn the kitchen light on", "turn the kit chin light on"))[2:4]
    [('kitchen', 'kit chin'), ('light', 'light')]
    """
    ours, theirs = said.split(), heard.split()
    for kind, a, b, c, d in difflib.SequenceMatcher(None, ours, theirs, False).get_opcodes():
        if kind == "equal":
            yield from ((word, word) for word in ours[a:b])
        else:
            yield " ".join(ours[a:b]), " ".join(theirs[c:d])


def edits(said: str, heard: str) -> Iterator[tuple[str, str]]:
    """The letters that became others, as pairs; equal ones by one and two where nothing changed.

    >>> [e for e in edits("kitchen", "kit chin") if e[0] != e[1]]
    [('', ' '), ('e', 'i')]
    """
    matcher = difflib.SequenceMatcher(None, said, heard, False)
    for kind, a, b, c, d in matcher.get_opcodes():
        if kind == "equal":
            for size in range(1, EDIT_LETTERS_MAX + 1):
                yield from ((said[i : i + size],) * 2 for i in range(a, b - size + 1))
        elif b - a <= EDIT_LETTERS_MAX and d - c <= EDIT_LETTERS_MAX:
            yield said[a:b], heard[c:d]
        else:
            yield from _piecewise(said[a:b], heard[c:d])


def _piecewise(said: str, heard: str) -> Iterator[tuple[str, str]]:
    """A long difference, cut into as many edits as it takes."""
    for at in range(0, max(len(said), len(heard)), EDIT_LETTERS_MAX):
        yield said[at : at + EDIT_LETTERS_MAX], heard[at : at + EDIT_LETTERS_MAX]


class Channel:
    """The learned chances of mishearing."""

    def __init__(
        self,
        letters: Counts,
        words: Counts,
        heard: Mapping[str, Sequence[int]],
        same_sound: float = 0.0,
    ) -> None:
        self._words = words
        self._heard = heard
        self._same_sound = same_sound
        self._said: dict[str, int] = {}
        for sources in words.values():
            for said, count in sources.items():
                self._said[said] = self._said.get(said, 0) + count
        self._edits = {
            source: {
                target: math.log(max(count / sum(targets.values()), UNKNOWN_EDIT))
                for target, count in targets.items()
            }
            for source, targets in letters.items()
            if source
        }
        places = max(1, sum(sum(targets.values()) for targets in letters.values()))
        self._inserted = {t: math.log(n / places) for t, n in letters.get("", {}).items() if t}
        self._letters = _following(heard)
        self.log_letters_given = lru_cache(maxsize=1024)(self._log_letters_given)

    @classmethod
    def open(cls) -> "Channel":
        """The one that ships; raises `ArtifactError`."""
        return cls.read(find("confusions").files["counts"])

    @classmethod
    def read(cls, path: Path) -> "Channel":
        """Of a file that `training/confusions.py` wrote."""
        raw: Any = json.loads(path.read_text(encoding="utf-8"))
        return cls(raw["letters"], raw["words"], raw["heard"], raw["same_sound"])

    def sources(self, heard: str) -> Mapping[str, int]:
        """What was said when these words were heard wrongly, as often as it was."""
        return self._words.get(heard, {})

    def misheard(self, word: str) -> float:
        """How likely it is that a word was heard wrongly, 0..1."""
        times, wrong = self._heard.get(word, (0, 0))
        return (wrong + MISHEARD * MISHEARD_TRUST) / (times + MISHEARD_TRUST)

    def evidence(self, said: str, heard: str) -> float:
        """log P(heard | said, misheard) - log P(heard): above 0 the one speaks for the other."""
        count, total = self._words.get(heard, {}).get(said, 0), self._said.get(said, 0)
        chance = math.exp(self._log_letters(heard))
        likely = self.log_letters_given(said, heard) + self._same_sound * sounds_alike(said, heard)
        likely = (count + PAIR_TRUST * math.exp(min(likely, 0.0))) / (total + PAIR_TRUST)
        return math.log(max(likely, 1e-300)) - math.log(chance)

    def _log_letters(self, heard: str) -> float:
        """Of these letters, whatever was said."""
        return sum(
            self._letters.get(before + letter, math.log(UNKNOWN_EDIT))
            for before, letter in pairwise(f" {heard} ")
        )

    def _log_letters_given(self, said: str, heard: str) -> float:
        """The best way from one row of letters to the other, O(said x heard)."""
        unknown = math.log(UNKNOWN_EDIT)
        best = [[-math.inf] * (len(heard) + 1) for _ in range(len(said) + 1)]
        best[0][0] = 0.0
        for i in range(len(said) + 1):
            for j in range(len(heard) + 1):
                here = best[i][j]
                if here == -math.inf:
                    continue
                for b in range(1, min(EDIT_LETTERS_MAX, len(heard) - j) + 1):
                    score = here + self._inserted.get(heard[j : j + b], unknown)
                    best[i][j + b] = max(best[i][j + b], score)
                for a in range(1, min(EDIT_LETTERS_MAX, len(said) - i) + 1):
                    targets = self._edits.get(said[i : i + a], {})
                    for b in range(min(EDIT_LETTERS_MAX, len(heard) - j) + 1):
                        score = here + targets.get(heard[j : j + b], unknown)
                        best[i + a][j + b] = max(best[i + a][j + b], score)
        return best[-1][-1]


def _following(words: Iterable[str]) -> dict[str, float]:
    """log P of a letter after another, in words."""
    pairs = Counter(a + b for word in words for a, b in pairwise(f" {word} "))
    first = Counter(pair[0] for pair in pairs.elements())
    return {pair: math.log(count / first[pair[0]]) for pair, count in pairs.items()}


@lru_cache(maxsize=1024)
def sounds_alike(one: str, other: str) -> bool:
    """Whether two spellings sound the same (Metaphone, Lawrence Philips 1990), spaces aside.

    >>> sounds_alike("kitchen", "kit chin")
    True
    """
    return bool(
        jellyfish.metaphone(one.replace(" ", "")) == jellyfish.metaphone(other.replace(" ", ""))
    )
