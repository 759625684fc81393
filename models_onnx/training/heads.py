"""The heads that training knows: each reads the encoder's states and has a loss of its own.

A new head is a class here, its name in `HEADS`, its settings in `train.main`, and a file in
`models_onnx/` that says what its outputs mean (as `intent.py`). `train.py` trains all heads
together with the encoder.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import torch
from torch import Tensor, nn
from torch.nn import functional

from models_onnx.labels import INTENTS, tags

IGNORED = -100
"""The label of a piece that tells nothing: not the first of its word, or not known."""
TAGS = tags()


@dataclass(frozen=True)
class Batch:
    """Sentences as numbers, padded to one length."""

    ids: Tensor
    marks: Tensor
    tags: Tensor
    intents: Tensor


class Head(Protocol):
    """What training asks of a head."""

    labels: Sequence[str]
    """What its outputs stand for, in their order."""

    def __call__(self, states: Tensor) -> Tensor:
        """Shape (..., width) to shape (..., labels)."""
        ...

    def loss(self, states: Tensor, batch: Batch) -> Tensor:
        """How wrong it is about a batch; `states` has shape (batch, length, width)."""
        ...

    @property
    def layers(self) -> Sequence[nn.Module]:
        """Linear layers and activations in their order, to be exported."""
        ...


class Linear(nn.Module):  # type: ignore[misc, unused-ignore]
    """A head of one linear layer."""

    def __init__(self, width: int, labels: Sequence[str], dropout: float = 0.1) -> None:
        super().__init__()
        self.labels = labels
        self.out = nn.Linear(width, len(labels))
        self.dropout = nn.Dropout(dropout)

    def forward(self, states: Tensor) -> Tensor:
        """Logits."""
        logits: Tensor = self.out(self.dropout(states))
        return logits

    @property
    def layers(self) -> Sequence[nn.Module]:
        """As exported: dropout is for training."""
        return (self.out,)


class IntentHead(Linear):
    """What the sentence wants, off the state of [CLS]."""

    def __init__(self, width: int, labels: Sequence[str] = INTENTS) -> None:
        super().__init__(width, labels)

    def loss(self, states: Tensor, batch: Batch) -> Tensor:
        """Cross entropy; labels of corpora err, hence the smoothing."""
        logits = self(states[:, 0]).float()
        return functional.cross_entropy(logits, batch.intents, label_smoothing=0.05)


class SlotHead(Linear):
    """Which slot each word fills, off the states of first pieces."""

    def __init__(self, width: int, labels: Sequence[str] = TAGS) -> None:
        super().__init__(width, labels)

    def loss(self, states: Tensor, batch: Batch) -> Tensor:
        """Cross entropy over the words whose tags are known."""
        known = batch.tags != IGNORED
        if not known.any():
            return torch.zeros(())
        logits = self(states[known]).float()
        return functional.cross_entropy(logits, batch.tags[known], label_smoothing=0.02)


HEADS: Mapping[str, Any] = {"intent": IntentHead, "slots": SlotHead}
"""By the name in the manifest."""
