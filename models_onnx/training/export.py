"""The trained network becomes an ONNX graph, node by node as in `model.py`.

Written by hand instead of traced: the graph stays small and readable, and needs no exporter. The
table of word pieces is no part of it (`models_onnx/pieces.py` says why): it becomes a file of its
own, in int8 with a scale for each row.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

from models_onnx.pieces import row_type
from models_onnx.training.model import PIECES_MAX, IntentNetwork, Layer

OPSET = 20  # The first with Gelu.
_IR_VERSION = 10  # Read by onnxruntime 1.20 and newer.


class Graph:
    """Collects nodes and constants; every method adds one and returns its output's name."""

    def __init__(self) -> None:
        self.nodes: list[Any] = []
        self.constants: list[Any] = []
        self._count = 0

    def constant(self, values: Any, name: str | None = None) -> str:
        """A tensor that comes with the graph."""
        name = name or self._name("constant")
        self.constants.append(numpy_helper.from_array(np.array(values, order="C"), name))
        return name

    def node(self, kind: str, *inputs: str, to: str | None = None, **attributes: Any) -> str:
        """One operation."""
        output = to or self._name(kind)
        if "to_type" in attributes:  # Cast calls its type `to`, which is our output's name.
            attributes["to"] = attributes.pop("to_type")
        self.nodes.append(helper.make_node(kind, list(inputs), [output], **attributes))
        return output

    def linear(self, x: str, module: Any, name: str, to: str | None = None) -> str:
        """`x W^T + b`, with W stored ready to multiply."""
        weight = self.constant(_array(module.weight).T, f"{name}.weight")
        bias = self.constant(_array(module.bias), f"{name}.bias")
        return self.node("Add", self.node("MatMul", x, weight), bias, to=to)

    def norm(self, x: str, module: Any) -> str:
        """Layer normalisation."""
        scale, shift = self.constant(_array(module.weight)), self.constant(_array(module.bias))
        return self.node("LayerNormalization", x, scale, shift, axis=-1, epsilon=module.eps)

    def _name(self, kind: str) -> str:
        self._count += 1
        return f"{kind}_{self._count}"


def piece_vectors(network: IntentNetwork) -> np.ndarray[Any, Any]:
    """The float table of word pieces, a row for each."""
    return _array(network.pieces.weight)


def write_pieces(network: IntentNetwork, path: Path) -> None:
    """The table in int8: at most 0.4 % of a row's largest number is lost."""
    table = piece_vectors(network)
    scales = np.abs(table).max(axis=1, keepdims=True) / 127 + 1e-12
    rows = np.empty(len(table), row_type(table.shape[1]))
    rows["values"] = np.round(table / scales).astype(np.int8)
    rows["scale"] = scales[:, 0]
    np.save(path, rows)


def to_onnx(network: IntentNetwork, path: Path) -> None:
    """Write the graph: `embeddings` of pieces and where there is `padding`, to `intent`, `tags`."""
    graph = Graph()
    x = graph.norm(_placed(graph, network), network.norm)
    bias = _bias(graph)
    for nth, layer in enumerate(network.layers):
        x = _layer(graph, x, bias, layer, f"layer{nth}")
    first = graph.node("Gather", x, graph.constant(np.array(0, np.int64)), axis=1)
    graph.linear(first, network.intent, "intent_head", to="intent")
    graph.linear(x, network.tag, "tag_head", to="tags")
    shapes: dict[str, Sequence[str | int]] = {
        "intent": ("batch", network.shape.intents),
        "tags": ("batch", "length", network.shape.tags),
    }
    model = helper.make_model(
        helper.make_graph(
            graph.nodes,
            "intent",
            [
                _floats("embeddings", ("batch", "length", network.shape.width)),
                helper.make_tensor_value_info("padding", TensorProto.BOOL, ("batch", "length")),
            ],
            [_floats(name, shape) for name, shape in shapes.items()],
            graph.constants,
        ),
        opset_imports=[helper.make_opsetid("", OPSET)],
        ir_version=_IR_VERSION,
        producer_name="ambient-gateway",
    )
    onnx.checker.check_model(model)
    path.write_bytes(model.SerializeToString())


def _floats(name: str, shape: Sequence[str | int]) -> Any:
    return helper.make_tensor_value_info(name, TensorProto.FLOAT, shape)


def _placed(graph: Graph, network: IntentNetwork) -> str:
    length = graph.node("Shape", "embeddings", start=1, end=2)
    begin, step = graph.constant(np.array([0], np.int64)), graph.constant(np.array([1], np.int64))
    places = graph.constant(_array(network.places.weight)[:PIECES_MAX], "places")
    return graph.node("Add", "embeddings", graph.node("Slice", places, begin, length, begin, step))


def _bias(graph: Graph) -> str:
    as_float = graph.node("Cast", "padding", to_type=TensorProto.FLOAT)
    far = graph.node("Mul", as_float, graph.constant(np.array(-1e4, np.float32)))
    return graph.node("Unsqueeze", far, graph.constant(np.array([1, 2], np.int64)))


def _layer(graph: Graph, x: str, bias: str, layer: Layer, name: str) -> str:
    mixed = _attention(graph, x, bias, layer, name)
    attended = graph.linear(mixed, layer.out, f"{name}.out")
    x = graph.norm(graph.node("Add", x, attended), layer.norm_attention)
    inner = graph.node("Gelu", graph.linear(x, layer.up, f"{name}.up"))
    down = graph.linear(inner, layer.down, f"{name}.down")
    return graph.norm(graph.node("Add", x, down), layer.norm_out)


def _attention(graph: Graph, x: str, bias: str, layer: Layer, name: str) -> str:
    width = layer.query.weight.shape[0]
    heads = graph.constant(np.array([0, 0, layer.heads, width // layer.heads], np.int64))

    def split(module: Any, part: str, order: tuple[int, ...]) -> str:
        states = graph.linear(x, module, f"{name}.{part}")
        return graph.node("Transpose", graph.node("Reshape", states, heads), perm=order)

    query = split(layer.query, "query", (0, 2, 1, 3))
    key = split(layer.key, "key", (0, 2, 3, 1))
    value = split(layer.value, "value", (0, 2, 1, 3))
    scale = graph.constant(np.array((width // layer.heads) ** -0.5, np.float32))
    scores = graph.node("Mul", graph.node("MatMul", query, key), scale)
    shares = graph.node("Softmax", graph.node("Add", scores, bias), axis=-1)
    mixed = graph.node("Transpose", graph.node("MatMul", shares, value), perm=(0, 2, 1, 3))
    return graph.node("Reshape", mixed, graph.constant(np.array([0, 0, width], np.int64)))


def _array(tensor: Any) -> np.ndarray[Any, Any]:
    values: np.ndarray[Any, Any] = tensor.detach().float().numpy()
    return values
