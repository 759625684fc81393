"""The same architecture on public yardsticks: SNIPS slots and intents, HWU64 intents.

    python -m models_onnx.training.yardsticks [snips] [hwu64] [--layers 3] [--epochs 15]

Trained on each set's own training split with its own labels, measured on its validation split (the
test splits are not at hand). Nothing of it is shipped: it says what the network can do.
"""

import argparse
import logging
from collections.abc import Sequence
from random import Random

import torch

from models_onnx.intent import best_path
from models_onnx.tokenizer import Tokenizer
from models_onnx.training import data
from models_onnx.training.generate import Example
from models_onnx.training.heads import IGNORED, IntentHead, SlotHead
from models_onnx.training.metrics import Span, f1, spans_of
from models_onnx.training.network import PIECES_MAX, EncoderNetwork, Shape
from models_onnx.training.train import Encoded, encode, start, tensors, train

SETS = {"snips": ("snips_train", "snips_valid"), "hwu64": ("hwu64_train", "hwu64_valid")}


def examples(name: str) -> list[Example]:
    """A split with its own labels."""
    return [_example(row) for row in data.rows(name)]


def _example(row: data.Row) -> Example:
    expect = row["expect"]
    words = tuple(row["text"].split())
    bio = expect.get("bio")
    fits = bio is not None and len(bio) == len(words)
    intent = expect.get("native_intent") or expect["intent"]
    return Example(words, tuple(bio) if fits else None, intent, "")


def measure(name: str, layers: int, epochs: int, seed: int) -> None:
    """Train and print one line."""
    train_split, valid_split = (examples(part) for part in SETS[name])
    intents = sorted({one.intent for one in train_split})
    slots = sorted({t[2:] for one in train_split for t in one.tags or () if t != "O"})
    tags = ["O", *(f"{part}-{slot}" for slot in slots for part in "BI")]
    encoder, vocabulary, rate = start([one.text for one in train_split], seed, layers)
    heads = {"intent": IntentHead(encoder.shape.width, intents)}
    if slots:
        heads["slots"] = SlotHead(encoder.shape.width, tags)
    tokenizer = Tokenizer({piece: row for row, piece in enumerate(vocabulary)}, PIECES_MAX)
    fixed = [encode(one, tokenizer, None, tags, intents) for one in train_split]
    train(encoder, heads, lambda _: fixed, epochs, seed, rate=rate, strange=False)
    held = [
        encode(one, tokenizer, None, tags, intents) for one in valid_split if one.intent in intents
    ]
    known = [one for one in valid_split if one.intent in intents]
    _report(name, encoder, heads, held, known, tags, _allowed(train_split, intents, tags))


def _allowed(split: Sequence[Example], intents: Sequence[str], tags: Sequence[str]) -> torch.Tensor:
    """Row: an intent; column: a tag that it was seen with, as in the product's decoding."""
    seen = {(one.intent, tag[2:]) for one in split for tag in one.tags or ()}
    return torch.tensor([[t == "O" or (i, t[2:]) in seen for t in tags] for i in intents])


def _report(
    name: str, encoder: EncoderNetwork, heads: dict[str, torch.nn.Module], held: Sequence[Encoded],
    truth: Sequence[Example], tags: Sequence[str], allowed: torch.Tensor,
) -> None:  # fmt: skip
    encoder.eval()
    right = 0
    spans: list[tuple[Sequence[Span], Sequence[Span]]] = []
    follow = _may_follow(tags)
    for head in heads.values():
        head.eval()
    with torch.inference_mode():
        for one, example in zip(held, truth, strict=True):
            batch = tensors([one])
            states = encoder(batch.ids, batch.marks)
            intent = int(heads["intent"](states[:, 0]).argmax())
            right += intent == one.intent
            if "slots" in heads and example.tags is not None:
                shares = heads["slots"](states[0]).softmax(-1) * allowed[intent]
                spans.append((spans_of(example), _said(one, shares, example, tags, follow)))
    figure = f1(spans) if spans else None
    print(  # noqa: T201
        f"{name}: n={len(held)} intent={100 * right / len(held):.2f}"
        + (f" slot_f1={100 * figure:.2f}" if figure is not None else ""),
        flush=True,
    )


def _said(
    one: Encoded, shares: torch.Tensor, example: Example, tags: Sequence[str], follow: torch.Tensor
) -> Sequence[Span]:
    firsts = [i for i, tag in enumerate(one.tags) if tag != IGNORED]
    path = best_path(shares[firsts].numpy(), follow.numpy())
    if len(firsts) != len(example.words):  # a word of several parts: only the first counts
        return _by_word(one, firsts, path, example, tags)
    return spans_of(Example(example.words, tuple(tags[t] for t in path), "", ""))


def _by_word(
    one: Encoded, firsts: Sequence[int], path: Sequence[int], example: Example, tags: Sequence[str]
) -> Sequence[Span]:
    from models_onnx.tokenizer import split_words

    parts = split_words(example.text)
    ends, place, named = 0, 0, []
    starts = []
    for word in example.words:
        starts.append(ends)
        ends += len(word) + 1
    for word_start in starts:
        while place < len(parts) and parts[place].start < word_start:
            place += 1
        named.append(tags[path[place]] if place < len(path) else "O")
    fixed: list[str] = []
    for nth, tag in enumerate(named):
        before = fixed[nth - 1] if nth else "O"
        fixed.append("B" + tag[1:] if tag.startswith("I-") and before[2:] != tag[2:] else tag)
    return spans_of(Example(example.words, tuple(fixed), "", ""))


def _may_follow(tags: Sequence[str]) -> torch.Tensor:
    return torch.tensor([[not b.startswith("I-") or a[1:] == b[1:] for b in tags] for a in tags])


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("sets", nargs="*", default=list(SETS))
    parser.add_argument("--layers", type=int, default=Shape.layers)
    parser.add_argument("--epochs", type=int, default=15)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    torch.set_num_threads(1)
    for name in options.sets:
        Random(options.seed)
        measure(name, options.layers, options.epochs, options.seed)


if __name__ == "__main__":
    main()
