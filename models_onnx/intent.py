"""A sentence becomes intents with probabilities and the spans of its slots.

The model knows no home: it tags names by their context, others look them up. Slot values stay the
words that were said. Nothing is decided here; `reject_below` is the operating point that the
training chose, for whoever decides.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from models_onnx.labels import OUT_OF_SCOPE
from models_onnx.pieces import Floats, Ids, PieceTable
from models_onnx.runtime import FORMAT_VERSION, MANIFEST, ArtifactError, find, open_session
from models_onnx.tokenizer import Encoding, Tokenizer

ALTERNATIVES_MAX = 5  # Beyond five the probabilities are noise.
BATCH_MAX = 64  # Larger batches are cut: memory grows with batch times length.
TEXT_LENGTH_MAX = 1000  # Characters; four times the longest command we know.
PADDING = 0
"""The row of [PAD] in every vocabulary of ours."""


@dataclass(frozen=True, slots=True)
class SlotSpan:
    """Words of the sentence that fill a slot."""

    slot: str
    start: int
    end: int
    text: str
    probability: float
    """That these words are this slot: the least sure word decides."""


@dataclass(frozen=True, slots=True)
class IntentPrediction:
    """What a sentence may mean."""

    intents: tuple[tuple[str, float], ...]
    """Best first, at most five, calibrated."""
    slots: tuple[SlotSpan, ...]
    """In the order of the sentence, never overlapping."""

    @property
    def intent(self) -> str:
        """The best intent."""
        return self.intents[0][0]

    @property
    def probability(self) -> float:
        """Of the best intent."""
        return self.intents[0][1]


NOTHING_SAID = IntentPrediction(((OUT_OF_SCOPE, 1.0),), ())
"""The answer to a text without words; the model was never asked such a thing."""


@dataclass(frozen=True)
class Settings:
    """What training fixed for this artifact."""

    intents: tuple[str, ...]
    tags: tuple[str, ...]
    temperature: float
    """Divides the intent logits, so that 0.9 is right nine times in ten."""
    reject_below: float
    """The operating point: a best intent less probable than this is not to be acted on."""
    pieces_max: int

    @classmethod
    def read(cls, path: Path) -> "Settings":
        """From the artifact's JSON file."""
        try:
            raw = json.loads(path.read_text(encoding="utf-8"))
            if raw["format_version"] != FORMAT_VERSION:
                raise ArtifactError(
                    f"{path} has format_version {raw['format_version']}, "
                    f"this gateway reads {FORMAT_VERSION}: retrain or restore it"
                )
            return cls(
                tuple(raw["intents"]),
                tuple(raw["tags"]),
                float(raw["temperature"]),
                float(raw["reject_below"]),
                int(raw["pieces_max"]),
            )
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise ArtifactError(f"{path} is not an intent model's settings: {error!r}") from error


class Vectors(Protocol):
    """Where the vectors of word pieces come from."""

    def vectors(self, ids: Ids) -> Floats:
        """The vectors of the ids, in the shape of `ids` with one axis more."""
        ...


class IntentModel:
    """Text in, prediction out."""

    def __init__(
        self, session: Any, tokenizer: Tokenizer, pieces: Vectors, settings: Settings
    ) -> None:
        self._session = session
        self._tokenizer = tokenizer
        self._pieces = pieces
        self.settings = settings
        self._may_follow = _allowed(settings.tags)

    @classmethod
    def open(cls, manifest: Path = MANIFEST) -> "IntentModel":
        """The model of the manifest, verified and loaded (some 100 ms)."""
        artifact = find("intent", manifest)
        settings = Settings.read(artifact.files["settings"])
        tokenizer = Tokenizer.read(artifact.files["vocabulary"], settings.pieces_max)
        pieces = PieceTable.open(artifact.files["pieces"])
        if pieces.count < tokenizer.count:
            raise ArtifactError(
                f"{artifact.files['pieces']} has {pieces.count} rows for {tokenizer.count} word "
                "pieces: restore or retrain the model"
            )
        return cls(open_session(artifact.files["model"]), tokenizer, pieces, settings)

    @property
    def reject_below(self) -> float:
        """Below this probability the best intent is not to be acted on."""
        return self.settings.reject_below

    def predict(self, text: str) -> IntentPrediction:
        """What one sentence may mean; words beyond `pieces_max` are not read."""
        return self.predict_batch([text])[0]

    def predict_batch(self, texts: Sequence[str]) -> list[IntentPrediction]:
        """What several sentences (or hypotheses of one) may mean."""
        predictions: list[IntentPrediction] = []
        for begin in range(0, len(texts), BATCH_MAX):
            predictions += self._run([text[:TEXT_LENGTH_MAX] for text in texts[begin:][:BATCH_MAX]])
        return predictions

    def _run(self, texts: Sequence[str]) -> list[IntentPrediction]:
        encodings = [self._tokenizer.encode(text) for text in texts]
        ids = _padded(encodings)
        inputs = {"embeddings": self._pieces.vectors(ids), "padding": ids == PADDING}
        intent_logits, tag_logits = self._session.run(None, inputs)
        return [
            IntentPrediction(self._intents(intent), self._slots(text, encoding, tag))
            if encoding.words
            else NOTHING_SAID
            for text, encoding, intent, tag in zip(
                texts, encodings, intent_logits, tag_logits, strict=True
            )
        ]

    def _intents(self, logits: Floats) -> tuple[tuple[str, float], ...]:
        probabilities = softmax(logits / self.settings.temperature)
        best = np.argsort(-probabilities)[:ALTERNATIVES_MAX]
        return tuple((self.settings.intents[row], float(probabilities[row])) for row in best)

    def _slots(self, text: str, encoding: Encoding, logits: Floats) -> tuple[SlotSpan, ...]:
        probabilities = softmax(logits[encoding.first_piece])
        path = best_path(probabilities, self._may_follow)
        return spans(text, encoding, [self.settings.tags[tag] for tag in path], probabilities, path)


def softmax(logits: Floats) -> Floats:
    """Along the last axis, safely."""
    powers = np.exp(logits - logits.max(axis=-1, keepdims=True))
    result: Floats = powers / powers.sum(axis=-1, keepdims=True)
    return result


def best_path(probabilities: Floats, may_follow: npt.NDArray[np.bool_]) -> list[int]:
    """The most probable sequence of tags in which `I-x` only follows `B-x` or `I-x` (Viterbi)."""
    scores = np.log(probabilities + 1e-9)
    # A sentence cannot begin inside a slot: the beginning behaves like a word tagged O.
    total = np.where(may_follow[0], scores[0], -np.inf)
    came_from = []
    for row in scores[1:]:
        steps = np.where(may_follow, total[:, None], -np.inf)
        came_from.append(steps.argmax(axis=0))
        total = steps.max(axis=0) + row
    path = [int(total.argmax())]
    for back in reversed(came_from):
        path.append(int(back[path[-1]]))
    return path[::-1]


def spans(
    text: str, encoding: Encoding, tags: Sequence[str], probabilities: Floats, path: Sequence[int]
) -> tuple[SlotSpan, ...]:
    """Neighbouring words `B-x I-x ...` become one span of slot x."""
    found: list[SlotSpan] = []
    for place, (word, tag) in enumerate(zip(encoding.words, tags, strict=True)):
        sure = float(probabilities[place, path[place]])
        if tag.startswith("B-"):
            found.append(SlotSpan(tag[2:], word.start, word.end, text[word.start : word.end], sure))
        elif tag.startswith("I-"):
            last = found.pop()
            whole = text[last.start : word.end]
            sure = min(sure, last.probability)
            found.append(SlotSpan(last.slot, last.start, word.end, whole, sure))
    return tuple(found)


def _allowed(tags: Sequence[str]) -> npt.NDArray[np.bool_]:
    """Row: the tag before, column: the tag after; False where `I-x` would follow another slot."""
    return np.array(
        [
            [not after.startswith("I-") or before[1:] == after[1:] for after in tags]
            for before in tags
        ]
    )


def _padded(encodings: Sequence[Encoding]) -> Ids:
    longest = max(len(encoding.ids) for encoding in encodings)
    ids = np.full((len(encodings), longest), PADDING, dtype=np.int64)
    for row, encoding in enumerate(encodings):
        ids[row, : len(encoding.ids)] = encoding.ids
    return ids
