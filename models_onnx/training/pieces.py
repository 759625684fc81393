"""The word pieces that an artifact keeps: MiniLM's vocabulary, pruned to what homes talk about.

Kept are the special and single-character pieces, every piece of the training sentences, and then
MiniLM's most frequent ones (its vocabulary is sorted by frequency) until the table is full.
"""

import json
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from models_onnx.tokenizer import CLS, PAD, SEP, UNKNOWN, Tokenizer, split_words

ROWS = 11_500  # 4.5 MB in int8; four layers take 7.1 of the 12 MB that an artifact may have.
_SPECIAL = (PAD, UNKNOWN, CLS, SEP)
_LONG = 512  # Pieces; longer than any sentence here.


def reference_vocabulary(tokenizer_json: Path) -> dict[str, int]:
    """MiniLM's pieces with their rows."""
    raw = json.loads(tokenizer_json.read_text(encoding="utf-8"))
    vocabulary: dict[str, int] = raw["model"]["vocab"]
    return vocabulary


def pruned(full: dict[str, int], texts: Iterable[str], rows: int = ROWS) -> list[str]:
    """The pieces to keep, special ones first (so that padding is row 0)."""
    tokenizer = Tokenizer(full, _LONG)
    names = {row: piece for piece, row in full.items()}
    counts = Counter(names[row] for text in texts for row in tokenizer.encode(text).ids)
    single = [piece for piece in full if len(piece.removeprefix("##")) == 1 and piece.isascii()]
    by_frequency = [piece for piece in full if not piece.startswith("[") and piece.isascii()]
    wanted = [*_SPECIAL, *single, *(piece for piece, _ in counts.most_common()), *by_frequency]
    return list(dict.fromkeys(wanted))[:rows]


def from_scratch(texts: Iterable[str], rows: int = ROWS) -> list[str]:
    """A vocabulary of whole words and characters, for training without MiniLM."""
    counts = Counter(word.normal for text in texts for word in split_words(text))
    letters = sorted({char for word in counts for char in word})
    single = [*letters, *(f"##{char}" for char in letters)]
    words = [word for word, seen in counts.most_common() if seen > 1]
    return list(dict.fromkeys([*_SPECIAL, *single, *words]))[:rows]
