"""A sentence becomes states: one vector for the whole, one for each word. Every head reads these.

The encoder is shared: it runs once a sentence, and each head (`head.py`) is a small graph over its
states. It knows no home; what the home calls by name is told to it as marks on the words, which are
added to the vectors of their pieces.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, Protocol

import numpy as np

from models_onnx.pieces import Floats, Ids, PieceTable
from models_onnx.runtime import FORMAT_VERSION, MANIFEST, ArtifactError, find, open_session
from models_onnx.tokenizer import Encoding, Tokenizer, Word

BATCH_MAX = 64  # Larger batches are cut: memory grows with batch times length.
TEXT_LENGTH_MAX = 1000  # Characters; four times the longest command we know.
PADDING = 0
"""The row of [PAD] in every vocabulary of ours, and no mark."""

MarkKind = Literal["name", "area", "floor"]
MARK_KINDS: tuple[MarkKind, ...] = ("name", "area", "floor")
MARK_PIECES = tuple(f"[{part}-{kind}]" for kind in MARK_KINDS for part in "BI")
"""Rows of the table of pieces that are added to the words of a mark, first and further ones."""


@dataclass(frozen=True, slots=True)
class Mark:
    """Words of the sentence that this home uses for something: the gazetteer's finding."""

    kind: MarkKind
    start: int
    end: int
    """Characters, as in `text[start:end]`."""


@dataclass(frozen=True)
class States:
    """What heads read of one sentence."""

    encoding: Encoding
    sentence: Floats
    """Shape (width,): the state of [CLS]."""
    words: Floats
    """Shape (words, width): for each word the state of its first piece."""


class Vectors(Protocol):
    """Where the vectors of word pieces come from."""

    def vectors(self, ids: Ids) -> Floats:
        """The vectors of the ids, in the shape of `ids` with one axis more."""
        ...


@dataclass(frozen=True)
class Settings:
    """What training fixed for this encoder."""

    pieces_max: int
    width: int

    @classmethod
    def read(cls, path: Path) -> "Settings":
        """From the artifact's JSON file."""
        raw = read_settings(path)
        try:
            return cls(int(raw["pieces_max"]), int(raw["width"]))
        except (KeyError, TypeError, ValueError) as error:
            raise ArtifactError(f"{path} is not an encoder's settings: {error!r}") from error


def read_settings(path: Path) -> dict[str, Any]:
    """The JSON object of an artifact, of the format that we read."""
    try:
        raw: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        version = raw["format_version"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ArtifactError(f"{path} is not a model's settings: {error!r}") from error
    if version != FORMAT_VERSION:
        raise ArtifactError(
            f"{path} has format_version {version}, "
            f"this gateway reads {FORMAT_VERSION}: retrain or restore it"
        )
    return raw


class Encoder:
    """Texts in, states out."""

    def __init__(self, session: Any, tokenizer: Tokenizer, pieces: Vectors, version: str) -> None:
        self._session = session
        self._tokenizer = tokenizer
        self._pieces = pieces
        self._mark_rows = tokenizer.rows(MARK_PIECES)
        self.version = version
        """Heads are trained for one version and fit no other."""

    @classmethod
    def open(cls, manifest: Path = MANIFEST) -> "Encoder":
        """The encoder of the manifest, verified and loaded (some 100 ms)."""
        artifact = find("encoder", manifest)
        settings = Settings.read(artifact.files["settings"])
        tokenizer = Tokenizer.read(artifact.files["vocabulary"], settings.pieces_max)
        pieces = PieceTable.open(artifact.files["pieces"])
        if pieces.count < tokenizer.count:
            raise ArtifactError(
                f"{artifact.files['pieces']} has {pieces.count} rows for {tokenizer.count} word "
                "pieces: restore or retrain the model"
            )
        return cls(open_session(artifact.files["model"]), tokenizer, pieces, artifact.version)

    def encode(self, text: str, marks: Sequence[Mark] = ()) -> States:
        """The states of one sentence; words beyond `pieces_max` are not read."""
        return self.encode_batch([text], [marks])[0]

    def encode_batch(
        self, texts: Sequence[str], marks: Sequence[Sequence[Mark]] | None = None
    ) -> list[States]:
        """The states of several sentences; `marks`, where given, has an entry for each."""
        marks = marks if marks is not None else [()] * len(texts)
        states: list[States] = []
        for begin in range(0, len(texts), BATCH_MAX):
            end = begin + BATCH_MAX
            states += self._run([t[:TEXT_LENGTH_MAX] for t in texts[begin:end]], marks[begin:end])
        return states

    def _run(self, texts: Sequence[str], marks: Sequence[Sequence[Mark]]) -> list[States]:
        encodings = [self._tokenizer.encode(text) for text in texts]
        ids = padded([encoding.ids for encoding in encodings])
        vectors = self._pieces.vectors(ids)
        if any(marks):
            rows = padded([self._marked(e, m) for e, m in zip(encodings, marks, strict=True)])
            vectors += self._pieces.vectors(rows) * (rows != PADDING)[..., None]
        inputs = {"embeddings": vectors, "padding": ids == PADDING}
        (every,) = self._session.run(None, inputs)
        return [
            States(encoding, states[0], states[encoding.first_piece])
            for encoding, states in zip(encodings, every, strict=True)
        ]

    def _marked(self, encoding: Encoding, marks: Sequence[Mark]) -> list[int]:
        """The mark's row for every piece, `PADDING` where there is none."""
        rows = [PADDING] * len(encoding.ids)
        ends = [*encoding.first_piece[1:], len(encoding.ids) - 1]
        places = mark_places(encoding.words, marks)
        for place, first, end in zip(places, encoding.first_piece, ends, strict=True):
            if place is not None:
                rows[first:end] = [self._mark_rows[place]] * (end - first)
        return rows


def mark_places(words: Sequence[Word], marks: Sequence[Mark]) -> list[int | None]:
    """For each word the index of its mark in `MARK_PIECES`; the first mark of a word counts.

    >>> mark_places([Word("hall", 0, 4), Word("lamp", 5, 9)], [Mark("name", 0, 9)])
    [0, 1]
    """
    places: list[int | None] = [None] * len(words)
    for mark in marks:
        begin = 2 * MARK_KINDS.index(mark.kind)
        inside = [
            i for i, word in enumerate(words) if mark.start <= word.start and word.end <= mark.end
        ]
        if inside and all(places[i] is None for i in inside):
            for i in inside:
                places[i] = begin + (i > inside[0])
    return places


def padded(rows: Sequence[Sequence[int]]) -> Ids:
    """Rows of different length as one array."""
    longest = max(len(row) for row in rows)
    ids = np.full((len(rows), longest), PADDING, dtype=np.int64)
    for place, row in enumerate(rows):
        ids[place, : len(row)] = row
    return ids
