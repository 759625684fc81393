"""Real hypotheses of a recogniser become counts of confusions: `make confusions`.

Counts of words and letters, never sentences. Every fifth recorded sentence is kept for reporting
(`noise.HELD_OUT_EVERY`), and the one before it for development: nothing is counted on either.
"""

import argparse
import gzip
import json
import logging
import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from models_onnx.confusions import (
    PAIR_WORDS_MAX,
    UNKNOWN_WORDS,
    Channel,
    aligned,
    edits,
    sounds_alike,
)
from models_onnx.runtime import HERE
from models_onnx.training.data import folder
from models_onnx.training.manifest import enter
from models_onnx.training.noise import HELD_OUT_EVERY

log = logging.getLogger("confusions")

DEVELOPED_ON = HELD_OUT_EVERY - 1
ALIKE_MIN = 0.5
"""Share of equal letters above which a pair was misheard; below, it was guessed or misaligned."""
GUESSED_MIN = 2
"""How often an unlike pair must occur to be kept."""
CHANCE_ROUNDS, SHIFT = 20, 37
"""Times that all words said are laid beside other words heard."""
HEARD_MIN = 3
"""A word heard less often tells nothing of how often it is wrong."""


def rows(path: Path) -> list[Mapping[str, Any]]:
    """All hypotheses beside what was said."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def fitted(row: Mapping[str, Any]) -> bool:
    """Whether a row may be counted."""
    return row["slurp_id"] % HELD_OUT_EVERY not in (0, DEVELOPED_ON)


def pairs(row: Mapping[str, Any]) -> Iterable[tuple[str, str]]:
    """What was said and what was heard for it, word by word."""
    heard = row["hypothesis"].lower().replace("< unk >", "<unk>").replace(" 's", "'s")
    for said, got in aligned(row["reference"].lower(), heard):
        if said and got and UNKNOWN_WORDS.isdisjoint(got.split()):
            yield said, got


def count(counted: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """`letters`, `words` (heard -> said) and `heard` ([times, wrong]) of rows."""
    times: Counter[str] = Counter()
    wrong: Counter[str] = Counter()
    found: Counter[tuple[str, str]] = Counter()
    for row in counted:
        for said, heard in pairs(row):
            times.update(heard.split())
            if said != heard:
                wrong.update(heard.split())
                found[said, heard] += 1
    words: dict[str, Counter[str]] = defaultdict(Counter)
    letters: dict[str, Counter[str]] = defaultdict(Counter)
    for (said, heard), number in found.items():
        if max(len(said.split()), len(heard.split())) > PAIR_WORDS_MAX:
            continue
        every = list(edits(said, heard))
        alike = sum(a == b and len(a) == 1 for a, b in every) >= ALIKE_MIN * max(
            len(said), len(heard)
        )
        if alike:
            for source, target in every:
                letters[source][target] += number
        if alike or number >= GUESSED_MIN:
            words[heard][said] += number
    return {
        "letters": {s: dict(sorted(t.items())) for s, t in sorted(letters.items())},
        "words": {h: dict(sorted(s.items())) for h, s in sorted(words.items())},
        "heard": {w: [n, wrong[w]] for w, n in sorted(times.items()) if n >= HEARD_MIN},
        "same_sound": round(_same_sound(found), 3),
    }


def _same_sound(found: Iterable[tuple[str, str]]) -> float:
    """log of how much likelier a misheard pair sounds the same than any two words do."""
    said, heard = zip(*sorted(found), strict=True)
    alike = sum(map(sounds_alike, said, heard))
    shifts = range(1, CHANCE_ROUNDS + 1)
    by_chance = sum(
        sounds_alike(a, b) for n in shifts for a, b in zip(said, heard[SHIFT * n :], strict=False)
    )
    tried = sum(len(heard[SHIFT * n :]) for n in shifts)
    return math.log((alike + 1) / (len(said) + 1)) - math.log((by_chance + 1) / (tried + 1))


def measure(channel: Channel, kept: Iterable[Mapping[str, Any]]) -> tuple[int, float, float]:
    """(pairs, share where the word said ranks first among all words said, and among ten)."""
    misheard = [
        (said, heard)
        for row in kept
        for said, heard in pairs(row)
        if said != heard and " " not in said and len(heard.split()) <= PAIR_WORDS_MAX
    ]
    known = sorted({said for said, _ in misheard})
    first = tenth = 0
    for said, heard in misheard:
        ranked = sorted(known, key=lambda word, h=heard: -channel.evidence(word, h))  # type: ignore[misc]
        first += ranked[0] == said
        tenth += said in ranked[:10]
    number = max(1, len(misheard))
    return len(misheard), 100 * first / number, 100 * tenth / number


def main() -> None:
    """Write the counts and say how well they tell what was said."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--out", type=Path, default=HERE)
    options = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    every = rows(folder() / "asr" / "slurp_hypotheses.jsonl.gz")
    target = options.out / "artifacts" / "confusions.json"
    counts = count(row for row in every if fitted(row))
    target.write_text(json.dumps(counts, separators=(",", ":"), ensure_ascii=False) + "\n", "utf-8")
    card = "artifacts/confusions.md"
    enter(options.out, "confusions", "1.0", {"counts": target.name}, card)
    channel = Channel.read(target)
    log.info("%s: %d bytes", target.name, target.stat().st_size)
    for name, part in (("developed on", DEVELOPED_ON), ("reported", 0)):
        kept = [row for row in every if row["slurp_id"] % HELD_OUT_EVERY == part]
        number, first, tenth = measure(channel, kept)
        log.info(
            "%s: %d pairs, said word first %.1f %%, among ten %.1f %%", name, number, first, tenth
        )


if __name__ == "__main__":
    main()
