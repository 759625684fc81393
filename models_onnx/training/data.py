"""Public corpora become examples with our labels, without what we measure on.

Sources stand in the folder `AMBIENT_DATA` (default `../shared/data` beside the repository); what
is missing there is said clearly. No text of theirs is kept in this repository.

`python -m models_onnx.training.data` prints how many examples each source and intent gives.
"""

import json
import os
import re
import sys
import zlib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random
from typing import Any

from models_onnx.labels import INTENTS, OUT_OF_SCOPE
from models_onnx.training import corpora
from models_onnx.training.generate import Example, Homes, sentences
from models_onnx.training.noise import Confusions, learn_confusions

ROOT = Path(__file__).parents[2]
NEEDED = (
    "nlu/common_valid.jsonl", "nlu/ohf_templates_en.jsonl", "nlu/ohf_sampled_en.jsonl",
    "nlu/hwu64_train.jsonl", "nlu/hwu64_valid.jsonl", "nlu/massive_en_train.jsonl",
    "nlu/massive_en_dev.jsonl", "nlu/slurp_devel.jsonl", "nlu/thingpedia_iot.jsonl",
    "nlu/homellm_piles.jsonl", "nlu/device_actions.jsonl", "nlu/homes",
    "nlu/snips_train.jsonl", "nlu/snips_valid.jsonl", "nlu/clinc150_train.jsonl",
    "nlu/clinc150_val.jsonl", "asr/slurp_hypotheses.jsonl.gz",
)  # fmt: skip
GENERATED = 60_000
OHF_PER_INTENT_MAX = 330  # The samples are many and alike; more would drown the crowd's wording.
OHF_PER_COMMON_INTENT_MAX = 900
MESSAGE_WORDS_MAX = 8  # What is announced or broadcast is short.
HOLD_OUT_EVERY = 4  # One real-user IoT row in four, one home in eight: never trained on.
HOLD_OUT_HOMES_EVERY = 8
HOLD_OUT_TOPICS_EVERY = 10  # One CLINC topic in ten is never seen: unknown talk stays unknown.

Row = Mapping[str, Any]


class DataMissing(Exception):
    """The data folder lacks something."""


@dataclass(frozen=True)
class Corpus:
    """What to learn from and what to measure on."""

    train: list[Example]
    valid: dict[str, list[Example]]
    """By split; no sentence of these stands in `train`."""
    more: Callable[[int], list[Example]]
    """The nth set of other generated sentences, to take the place of those in `train`."""


def folder() -> Path:
    """The data folder, checked."""
    at = Path(os.environ.get("AMBIENT_DATA", ROOT.parent / "shared" / "data"))
    missing = [name for name in NEEDED if not (at / name).exists()]
    if missing:
        raise DataMissing(
            f"the data folder {at} lacks {', '.join(missing)}; set AMBIENT_DATA to the folder "
            "that holds nlu/ and asr/ (see models_onnx/artifacts/encoder.md for the sources)"
        )
    return at


FAMILIES: Mapping[str, frozenset[str]] = {
    "crowd": frozenset({"hwu64", "massive", "slurp"}),
    "users": frozenset({"thingpedia"}),
    "homes": frozenset({"device-actions"}),
    "clinc": frozenset({"clinc"}),
    "grammar": frozenset({"ohf"}),
    "snips": frozenset({"snips"}),
}
"""Sources of the same tasks or people: left out together, or the rest gives them away."""


def load(
    seed: int = 1, generated: int = GENERATED, without: frozenset[str] = frozenset()
) -> Corpus:
    """All examples: corpora relabelled, validation held out, sentences generated.

    `without` leaves families of sources out of the training.
    """
    at = folder()
    rows = {path.stem: _rows(path) for path in sorted((at / "nlu").glob("*.jsonl"))}
    confusions = learn_confusions(at / "asr" / "slurp_hypotheses.jsonl.gz")
    homes = _with_talk(_homes(at / "nlu" / "homes"), rows)
    valid = _valid(rows, seed)
    held = {normal(one.text) for split in valid.values() for one in split}
    train = [
        one
        for one in _train(rows, seed, homes, confusions, generated)
        if one.source == "generated" or normal(one.text) not in held
    ]
    left_out = frozenset().union(*(FAMILIES[name] for name in without))
    train = [one for one in train if family_source(one.source) not in left_out]

    def more(nth: int) -> list[Example]:
        return _without_doubles(sentences(generated, seed + 1000 * nth, homes, confusions))

    return Corpus(_without_doubles(train), valid, more)


def family_source(source: str) -> str:
    """The name in `FAMILIES` of an example's source."""
    known = frozenset().union(*FAMILIES.values())
    return next((name for name in known if name in source.lower()), source)


def normal(text: str) -> str:
    """Letters and digits only: what makes two sentences the same."""
    return re.sub(r"[^a-z0-9]+", " ", text.lower()).strip()


def chance(key: str) -> int:
    """A number that is always the same for the same key, to split by."""
    return zlib.crc32(key.encode())


def _rows(path: Path) -> list[Row]:
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def _held_home(row: Row) -> bool:
    return chance(str(row["home"])) % HOLD_OUT_HOMES_EVERY == 0


def _held_log(row: Row) -> bool:
    return row["source"].endswith("eval/train") and chance(row["id"]) % HOLD_OUT_EVERY == 0


def held_topic(row: Row) -> bool:
    """A CLINC topic that training never sees."""
    intent = row["expect"]["intent"]
    return (
        corpora.CLINC.get(intent, OUT_OF_SCOPE) == OUT_OF_SCOPE
        and chance(intent) % HOLD_OUT_TOPICS_EVERY == 0
    )


def _homes(at: Path) -> Homes:
    names: set[str] = set()
    areas: set[str] = set()
    for path in sorted(at.glob("*.json")):
        home = json.loads(path.read_text(encoding="utf-8"))
        if chance(home["id"]) % HOLD_OUT_HOMES_EVERY:
            areas |= {area.lower() for area in home["areas"] if _plain(area)}
            names |= {one["name"].lower() for one in home["entities"] if _plain(one["name"])}
    # "Kitchen light" is a room and a type; only what is neither is a name of its own.
    own = {name for name in names if not any(name.startswith(area) for area in areas)}
    return Homes(sorted(own), sorted(areas))


def _with_talk(homes: Homes, rows: Mapping[str, list[Row]]) -> Homes:
    titles, artists = corpora.songs(rows["snips_train"])
    talk = [row["text"].lower() for row in rows["clinc150_train"] if not held_topic(row)]
    messages = sorted({text for text in talk if len(text.split()) <= MESSAGE_WORDS_MAX})
    return replace(homes, titles=titles, artists=artists, messages=messages)


def _plain(name: str) -> bool:
    return name.isascii() and all(char.isalnum() or char in " '-" for char in name)


def rows(name: str) -> list[Row]:
    """One corpus as it is."""
    return _rows(folder() / "nlu" / f"{name}.jsonl")


def _train(
    rows: Mapping[str, list[Row]],
    seed: int,
    homes: Homes,
    confusions: Confusions,
    generated: int,
) -> Iterator[Example]:
    rng = Random(seed)
    yield from _capped(corpora.ohf_templates(rows["ohf_templates_en"], rng, homes), rng)
    yield from corpora.crowd([*rows["hwu64_train"], *rows["massive_en_train"]])
    logs = [row for row in rows["thingpedia_iot"] if not _held_log(row)]
    yield from corpora.thingpedia(logs, rng)
    yield from corpora.homellm(rows["homellm_piles"], rng)
    seen_homes = [row for row in rows["device_actions"] if not _held_home(row)]
    yield from corpora.device_actions(seen_homes)
    yield from corpora.snips(rows["snips_train"], rng, share=0.35)
    yield from corpora.clinc([row for row in rows["clinc150_train"] if not held_topic(row)])
    yield from sentences(generated, seed, homes, confusions)


def _valid(rows: Mapping[str, list[Row]], seed: int) -> dict[str, list[Example]]:
    rng = Random(seed + 1)
    held_topics = [row for row in rows["clinc150_val"] if held_topic(row)]
    other_topics = [row for row in rows["clinc150_val"] if not held_topic(row)]
    by_id = {row["id"]: row for name in _COMMON for row in rows[name]}
    common = [by_id.get(row["id"], row) for row in rows["common_valid"]]
    splits = {
        "common": list(corpora.mixed(common, rng)),
        "hwu64": list(corpora.crowd(rows["hwu64_valid"])),
        "massive": list(corpora.crowd(rows["massive_en_dev"])),
        "slurp": list(corpora.crowd(rows["slurp_devel"])),
        "real users": list(
            corpora.thingpedia([row for row in rows["thingpedia_iot"] if _held_log(row)], rng)
        ),
        "unseen homes": list(
            corpora.device_actions([row for row in rows["device_actions"] if _held_home(row)])
        ),
        "clinc seen topics": list(corpora.clinc(other_topics)),
        "clinc unseen topics": list(corpora.clinc(held_topics)),
        "snips": list(corpora.snips(rows["snips_valid"], rng, share=1.0)),
    }
    return {name: split for name, split in splits.items() if split}


_COMMON = (
    "hwu64_train", "massive_en_train", "slurp_devel", "thingpedia_iot", "ohf_sampled_en",
    "clinc150_train",
)  # fmt: skip


def _capped(examples: Iterable[Example], rng: Random) -> Iterator[Example]:
    by_intent: dict[str, list[Example]] = defaultdict(list)
    for one in examples:
        by_intent[one.intent].append(one)
    for intent, group in by_intent.items():
        common = intent in {"HassTurnOn", "HassTurnOff", "HassGetState", "HassLightSet"}
        most = OHF_PER_COMMON_INTENT_MAX if common else OHF_PER_INTENT_MAX
        yield from rng.sample(group, min(len(group), most))


def _without_doubles(examples: Iterable[Example]) -> list[Example]:
    kept: dict[tuple[str, str], Example] = {}
    for one in examples:
        if one.intent not in INTENTS:
            raise ValueError(f"{one.source} gives the unknown intent {one.intent!r}")
        key = (normal(one.text), one.intent)
        # A second copy of the same words is worth keeping only for its tags.
        if key not in kept or kept[key].tags is None:
            kept[key] = one
    return list(kept.values())


def main() -> None:
    """Print what there is."""
    try:
        corpus = load()
    except DataMissing as error:
        sys.exit(str(error))
    for name, split in {"train": corpus.train, **corpus.valid}.items():
        tagged = sum(one.tags is not None for one in split)
        print(f"{name}: {len(split)} examples, {tagged} with slots")  # noqa: T201
    for what in ("source", "intent"):
        counts = Counter(getattr(one, what) for one in corpus.train)
        print(what, dict(counts.most_common()))  # noqa: T201


if __name__ == "__main__":
    main()
