"""The float encoder: the lower layers of MiniLM-L6, with marks for what a home calls by name.

Word pieces -> MiniLM's embeddings (pruned rows, frozen) plus those of the marks -> its first
layers, fine-tuned -> states for the heads (`heads.py`). Attention, feed-forward and normalisation
are written out, so that `export.py` can mirror them node by node.
"""

import json
import math
import struct
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from models_onnx.encoder import MARK_PIECES

PIECES_MAX = 48  # Word pieces of a sentence; commands beyond it are not said to a home.
_NORM_EPSILON = 1e-12  # As in BERT.


@dataclass(frozen=True)
class Shape:
    """Sizes of the network; those of MiniLM where its weights are taken over."""

    rows: int
    layers: int = 4
    width: int = 384
    heads: int = 12
    inner: int = 1536


class Layer(nn.Module):  # type: ignore[misc, unused-ignore]
    """One post-norm transformer layer, as in BERT."""

    def __init__(self, shape: Shape, dropout: float) -> None:
        super().__init__()
        width = shape.width
        self.heads = shape.heads
        self.query, self.key, self.value, self.out = (nn.Linear(width, width) for _ in range(4))
        self.up, self.down = nn.Linear(width, shape.inner), nn.Linear(shape.inner, width)
        self.norm_attention = nn.LayerNorm(width, _NORM_EPSILON)
        self.norm_out = nn.LayerNorm(width, _NORM_EPSILON)
        self.dropout = nn.Dropout(dropout)

    def forward(self, x: Tensor, bias: Tensor) -> Tensor:
        """States to states; `bias` hides the padding."""
        x = self.norm_attention(x + self.dropout(self.attend(x, bias)))
        inner = functional.gelu(self.up(x))
        normed: Tensor = self.norm_out(x + self.dropout(self.down(inner)))
        return normed

    def attend(self, x: Tensor, bias: Tensor) -> Tensor:
        """Multi-head attention of the sentence to itself."""
        batch, length, width = x.shape

        def split(states: Tensor) -> Tensor:
            return states.view(batch, length, self.heads, -1).transpose(1, 2)

        query, key, value = split(self.query(x)), split(self.key(x)), split(self.value(x))
        scores = query @ key.transpose(2, 3) / math.sqrt(width // self.heads) + bias
        mixed = (scores.softmax(-1) @ value).transpose(1, 2).reshape(batch, length, width)
        result: Tensor = self.out(mixed)
        return result


class EncoderNetwork(nn.Module):  # type: ignore[misc, unused-ignore]
    """Ids and marks in, states out: (batch, length) to (batch, length, width)."""

    def __init__(self, shape: Shape, dropout: float = 0.1) -> None:
        super().__init__()
        self.shape = shape
        self.pieces = nn.Embedding(shape.rows, shape.width)
        self.marks = nn.Embedding(1 + len(MARK_PIECES), shape.width, padding_idx=0)
        self.places = nn.Embedding(PIECES_MAX, shape.width)
        self.norm = nn.LayerNorm(shape.width, _NORM_EPSILON)
        self.layers = nn.ModuleList(Layer(shape, dropout) for _ in range(shape.layers))
        self.dropout = nn.Dropout(dropout)
        with torch.no_grad():
            self.marks.weight.mul_(0.02)  # Nearly nothing at first: MiniLM knows no marks.

    def forward(self, ids: Tensor, marks: Tensor) -> Tensor:
        """The states that heads read; `marks` are rows of the table of marks, 0 for none."""
        place = torch.arange(ids.shape[1], device=ids.device)
        x = self.pieces(ids) + self.marks(marks) + self.places(place)
        x = self.dropout(self.norm(x))
        bias = (ids == 0).float()[:, None, None, :] * -1e4
        for layer in self.layers:
            x = layer(x, bias)
        return x


# --- MiniLM's weights ---


def read_safetensors(path: Path) -> dict[str, np.ndarray[Any, Any]]:
    """Tensors of a float32 safetensors file: a JSON header, then the bytes."""
    raw = path.read_bytes()
    (length,) = struct.unpack("<Q", raw[:8])
    header: Mapping[str, Any] = json.loads(raw[8 : 8 + length])
    tensors = {}
    for name, entry in header.items():
        if name != "__metadata__" and entry["dtype"] == "F32":
            begin, end = (8 + length + offset for offset in entry["data_offsets"])
            values = np.frombuffer(raw[begin:end], np.float32)
            tensors[name] = values.reshape(entry["shape"]).copy()
    return tensors


def take_over(network: EncoderNetwork, weights: Mapping[str, Any], rows: list[int]) -> None:
    """Put MiniLM's embeddings (the given rows) and lower layers into the network."""

    def put(parameter: Tensor, values: Any) -> None:
        with torch.no_grad():
            parameter.copy_(torch.from_numpy(np.ascontiguousarray(values)))

    kind = weights["embeddings.token_type_embeddings.weight"][0]
    put(network.pieces.weight, weights["embeddings.word_embeddings.weight"][rows])
    put(network.places.weight, weights["embeddings.position_embeddings.weight"][:PIECES_MAX] + kind)
    put(network.norm.weight, weights["embeddings.LayerNorm.weight"])
    put(network.norm.bias, weights["embeddings.LayerNorm.bias"])
    for nth, layer in enumerate(network.layers):
        for ours, theirs in _MINILM.items():
            module = getattr(layer, ours)
            put(module.weight, weights[f"encoder.layer.{nth}.{theirs}.weight"])
            put(module.bias, weights[f"encoder.layer.{nth}.{theirs}.bias"])


_MINILM = {
    "query": "attention.self.query",
    "key": "attention.self.key",
    "value": "attention.self.value",
    "out": "attention.output.dense",
    "norm_attention": "attention.output.LayerNorm",
    "up": "intermediate.dense",
    "down": "output.dense",
    "norm_out": "output.LayerNorm",
}
