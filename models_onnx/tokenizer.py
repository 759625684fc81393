"""Text becomes word pieces with their places in the text: BERT's uncased WordPiece in plain Python.

Same ids as the reference tokenizer (huggingface `BertWordPieceTokenizer`, checked at training
time), without its 13 MB: a word is split once and remembered.
"""

import unicodedata
from array import array
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

PAD, UNKNOWN, CLS, SEP = "[PAD]", "[UNK]", "[CLS]", "[SEP]"
WORD_LENGTH_MAX = 100  # As in BERT: a longer "word" is no word, and splitting is quadratic in it.
WORDS_REMEMBERED_MAX = 4096  # A household's vocabulary fits; beyond it we start over.
_MARKS_REMEMBERED_MAX = 4096  # Characters seen; no household writes more.


@dataclass(frozen=True, slots=True)
class Word:
    """A run of letters or one mark of punctuation, as it stands in the text."""

    normal: str
    """Lower case, without accents."""
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Encoding:
    """What the model reads, and where each word of the text begins in it."""

    ids: list[int]
    """Piece ids from [CLS] to [SEP]."""
    words: list[Word]
    first_piece: list[int]
    """For each word, the index in `ids` of its first piece."""


@lru_cache(maxsize=_MARKS_REMEMBERED_MAX)
def _normal(char: str) -> str | None:
    """A character as BERT sees it: `""` when it counts for nothing, None for a space."""
    if char in "\t\n\r":
        return None
    if char in "\0�" or unicodedata.category(char).startswith("C"):
        return ""
    if char.isspace():
        return None
    plain = (c for c in unicodedata.normalize("NFD", char) if unicodedata.category(c) != "Mn")
    return "".join(plain).lower()


@lru_cache(maxsize=_MARKS_REMEMBERED_MAX)
def _stands_alone(char: str) -> bool:
    """Punctuation and Chinese characters are words by themselves."""
    code = ord(char)
    if code < 128:
        return not char.isalnum() and not char.isspace() and char.isprintable()
    return unicodedata.category(char).startswith("P") or _is_chinese(code)


def _is_chinese(code: int) -> bool:
    return (
        0x4E00 <= code <= 0x9FFF
        or 0x3400 <= code <= 0x4DBF
        or 0x20000 <= code <= 0x2FA1F
        or 0xF900 <= code <= 0xFAFF
    )


def split_words(text: str) -> list[Word]:
    """The words of a text, with their places.

    >>> [word.normal for word in split_words("Café at 40%")]
    ['cafe', 'at', '40', '%']
    """
    words: list[Word] = []
    letters: list[str] = []
    start = end = 0
    for place, char in enumerate(text):
        normal = _normal(char)
        alone = bool(normal) and (_stands_alone(char) or _stands_alone(str(normal)[0]))
        if letters and (normal is None or alone):
            words.append(Word("".join(letters), start, end))
            letters = []
        if not normal:
            continue
        if alone:
            words.append(Word(normal, place, place + 1))
            continue
        if not letters:
            start = place
        letters.append(normal)
        end = place + 1
    if letters:
        words.append(Word("".join(letters), start, end))
    return words


class Vocabulary(Mapping[str, int]):
    r"""Pieces and their rows in a tenth of the memory of a dict: the text, and an order to search.

    >>> Vocabulary(b"[PAD]\nlight\n##s")["##s"]
    2
    """

    def __init__(self, text: bytes) -> None:
        if text and not text.endswith(b"\n"):
            text += b"\n"
        self._text = text
        ends = np.flatnonzero(np.frombuffer(text, np.uint8) == ord("\n"))
        self._begins = array("I", np.append(0, ends + 1).astype(np.uintc).tobytes())
        self._order = array("I", np.argsort(_padded(text, ends)).astype(np.uintc).tobytes())

    def __getitem__(self, piece: str) -> int:
        row = self._row(piece)
        if row is None:
            raise KeyError(piece)
        return row

    def get(self, piece: str, default: Any = None) -> Any:
        """The row of a piece. Some microseconds; the tokenizer remembers whole words."""
        row = self._row(piece)
        return default if row is None else row

    def __iter__(self) -> Iterator[str]:
        return (self._piece(row).decode() for row in range(len(self)))

    def __len__(self) -> int:
        return len(self._order)

    def _row(self, piece: str) -> int | None:
        wanted = piece.encode("utf-8", "surrogatepass")
        place = bisect_left(self._order, wanted, key=self._piece)
        if place < len(self) and self._piece(self._order[place]) == wanted:
            return self._order[place]
        return None

    def _piece(self, row: int) -> bytes:
        return self._text[self._begins[row] : self._begins[row + 1] - 1]


def _padded(text: bytes, ends: npt.NDArray[np.intp]) -> npt.NDArray[np.bytes_]:
    """The lines of a text as an array that numpy sorts, without an object for each."""
    lengths = np.diff(ends, prepend=-1) - 1
    width = int(lengths.max(initial=1))
    lines = np.zeros((len(ends), width), np.uint8)
    places = np.arange(width) < lengths[:, None]
    marks = np.frombuffer(text, np.uint8)
    lines[places] = marks[marks != ord("\n")]
    result: npt.NDArray[np.bytes_] = lines.view(f"S{width}")[:, 0]
    return result


class Tokenizer:
    """WordPiece over a vocabulary, greedy longest match first."""

    def __init__(self, vocabulary: Mapping[str, int], pieces_max: int) -> None:
        self._vocabulary = vocabulary
        self._pieces_max = pieces_max
        self._remembered: dict[str, list[int]] = {}

    @classmethod
    def read(cls, path: Path, pieces_max: int) -> "Tokenizer":
        """From a file with one piece a line."""
        return cls(Vocabulary(path.read_bytes()), pieces_max)

    @property
    def count(self) -> int:
        """Pieces of the vocabulary."""
        return len(self._vocabulary)

    def rows(self, pieces: Sequence[str]) -> list[int]:
        """The rows of pieces by their names; 0 for one that the vocabulary lacks."""
        return [self._vocabulary.get(piece, 0) for piece in pieces]

    def encode(self, text: str) -> Encoding:
        """Pieces of the text, cut after `pieces_max` (whole words only)."""
        ids, kept, first = [self._vocabulary[CLS]], [], []
        # Each word costs a piece, so words beyond the limit need not be looked for.
        for word in split_words(text):
            pieces = self._pieces(word.normal)
            if len(ids) + len(pieces) + 1 > self._pieces_max:
                break
            first.append(len(ids))
            kept.append(word)
            ids.extend(pieces)
        ids.append(self._vocabulary[SEP])
        return Encoding(ids, kept, first)

    def _pieces(self, word: str) -> list[int]:
        known = self._remembered.get(word)
        if known is None:
            known = self._split(word)
            if len(self._remembered) >= WORDS_REMEMBERED_MAX:
                self._remembered.clear()
            self._remembered[word] = known
        return known

    def _split(self, word: str) -> list[int]:
        unknown = [self._vocabulary[UNKNOWN]]
        if len(word) > WORD_LENGTH_MAX:
            return unknown
        ids: list[int] = []
        start = 0
        while start < len(word):
            for end in range(len(word), start, -1):
                piece = word[start:end] if start == 0 else "##" + word[start:end]
                row = self._vocabulary.get(piece)
                if row is not None:
                    break
            else:
                return unknown
            ids.append(row)
            start = end
        return ids
