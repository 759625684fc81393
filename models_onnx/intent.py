"""A sentence becomes hypotheses: an intent with its slots, and how probable each is.

Two heads on the shared encoder: one reads the intent off the sentence's state, one the slot tags
off the words' states. Each of the likeliest intents gets the best tags that it can have (no slots
that it never takes), so that hypotheses are whole. Slot values stay the words that were said.
Nothing is decided here; `reject_below` is the operating point that the training chose, for whoever
decides.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
import numpy.typing as npt

from models_onnx.encoder import Encoder, Mark, States
from models_onnx.head import Head
from models_onnx.labels import OUT_OF_SCOPE
from models_onnx.pieces import Floats
from models_onnx.runtime import MANIFEST, ArtifactError
from models_onnx.tokenizer import Encoding

HYPOTHESES_MAX = 5  # Beyond five the probabilities are noise.
HYPOTHESIS_MIN = 0.02  # Nor is a less probable intent worth the search for its slots.


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
class Hypothesis:
    """One thing that a sentence may mean."""

    intent: str
    probability: float
    """Of the intent, calibrated."""
    slots: tuple[SlotSpan, ...] = ()
    """In the order of the sentence, never overlapping."""


@dataclass(frozen=True, slots=True)
class IntentPrediction:
    """What a sentence may mean."""

    hypotheses: tuple[Hypothesis, ...]
    """Best first, at most five; one at least."""

    @property
    def intents(self) -> tuple[tuple[str, float], ...]:
        """The hypotheses without their slots."""
        return tuple((one.intent, one.probability) for one in self.hypotheses)

    @property
    def intent(self) -> str:
        """The best intent."""
        return self.hypotheses[0].intent

    @property
    def probability(self) -> float:
        """Of the best intent."""
        return self.hypotheses[0].probability

    @property
    def slots(self) -> tuple[SlotSpan, ...]:
        """Of the best hypothesis."""
        return self.hypotheses[0].slots


NOTHING_SAID = IntentPrediction((Hypothesis(OUT_OF_SCOPE, 1.0),))
"""The answer to a text without words; the model was never asked such a thing."""


@dataclass(frozen=True)
class Settings:
    """What training fixed for the two heads."""

    intents: tuple[str, ...]
    tags: tuple[str, ...]
    temperature: float
    """Divides the intent logits, so that 0.9 is right nine times in ten."""
    reject_below: float
    """The operating point: a best intent less probable than this is not to be acted on."""
    slot_temperature: float
    slots_of: Mapping[str, Sequence[str]]
    """The slots that each intent was ever seen with."""

    @classmethod
    def of(cls, intent: Head, slots: Head) -> "Settings":
        """From the heads' settings."""
        try:
            return cls(
                tuple(intent.settings["labels"]),
                tuple(slots.settings["labels"]),
                float(intent.settings["temperature"]),
                float(intent.settings["reject_below"]),
                float(slots.settings["temperature"]),
                {k: tuple(v) for k, v in slots.settings["slots_of"].items()},
            )
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise ArtifactError(
                f"the settings of the heads intent and slots lack something: {error!r}"
            ) from error

    @cached_property
    def may_follow(self) -> npt.NDArray[np.bool_]:
        """Row: the tag before, column: that after; False where `I-x` would follow another slot."""
        return np.array(
            [
                [not after.startswith("I-") or before[1:] == after[1:] for after in self.tags]
                for before in self.tags
            ]
        )

    @cached_property
    def tags_of(self) -> Mapping[str, npt.NDArray[np.bool_]]:
        """The tags that each intent may have."""
        return {
            intent: np.array([tag == "O" or tag[2:] in slots for tag in self.tags])
            for intent, slots in self.slots_of.items()
        }


class IntentModel:
    """Text in, prediction out."""

    def __init__(self, encoder: Encoder, intent: Head, slots: Head) -> None:
        self._encoder = encoder
        self._intent = intent
        self._slots = slots
        self.settings = Settings.of(intent, slots)

    @classmethod
    def open(cls, manifest: Path = MANIFEST) -> "IntentModel":
        """The encoder and the two heads of the manifest, verified and loaded."""
        encoder = Encoder.open(manifest)
        heads = (Head.open(name, encoder.version, manifest) for name in ("intent", "slots"))
        return cls(encoder, *heads)

    @property
    def reject_below(self) -> float:
        """Below this probability the best intent is not to be acted on."""
        return self.settings.reject_below

    def predict(self, text: str, marks: Sequence[Mark] = ()) -> IntentPrediction:
        """What one sentence may mean; `marks`: what this home calls by these words."""
        return self.predict_batch([text], [marks])[0]

    def wanted(self, text: str, marks: Sequence[Mark] = ()) -> IntentPrediction | None:
        """The same; None, and sooner, where the best intent is not to be acted on."""
        states = self._encoder.encode(text, marks)
        (intent,) = self._intent.logits(states.sentence[None])
        shares = softmax(intent / self.settings.temperature)
        best = int(shares.argmax())
        unsure = float(shares[best]) < self.reject_below
        if unsure or not states.encoding.words or self.settings.intents[best] == OUT_OF_SCOPE:
            return None
        return self._of(text, states, intent, self._slots.logits(states.words))

    def predict_batch(
        self, texts: Sequence[str], marks: Sequence[Sequence[Mark]] | None = None
    ) -> list[IntentPrediction]:
        """What several sentences (or hypotheses of one) may mean."""
        states = self._encoder.encode_batch(texts, marks)
        if not states:
            return []
        intents = self._intent.logits(np.stack([one.sentence for one in states]))
        tags = self._slots.logits(np.concatenate([one.words for one in states]))
        ends = np.cumsum([len(one.words) for one in states])[:-1]
        return [
            self._of(text, one, intent, tag)
            for text, one, intent, tag in zip(
                texts, states, intents, np.split(tags, ends), strict=True
            )
        ]

    def _of(self, text: str, states: States, intent: Floats, tags: Floats) -> IntentPrediction:
        if not states.encoding.words:
            return NOTHING_SAID
        shares = softmax(intent / self.settings.temperature)
        rows = np.argsort(-shares)[:HYPOTHESES_MAX]
        tag_shares = softmax(tags / self.settings.slot_temperature)
        return IntentPrediction(
            tuple(
                Hypothesis(
                    self.settings.intents[row],
                    float(shares[row]),
                    self._spans(text, states.encoding, self.settings.intents[row], tag_shares),
                )
                for place, row in enumerate(rows)
                if place == 0 or shares[row] >= HYPOTHESIS_MIN
            )
        )

    def _spans(
        self, text: str, encoding: Encoding, intent: str, shares: Floats
    ) -> tuple[SlotSpan, ...]:
        allowed = self.settings.tags_of.get(intent)
        if allowed is not None:
            shares = shares * allowed
        path = best_path(shares, self.settings.may_follow)
        return spans(text, encoding, [self.settings.tags[tag] for tag in path], shares, path)


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
