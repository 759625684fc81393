"""The trained encoder and its heads become ONNX graphs, node by node as in `network.py`.

Written by hand instead of traced: the graphs stay small and readable, and need no exporter. The
table of word pieces is no part of them (`models_onnx/pieces.py` says why): it becomes a file of its
own, in int8 with a scale for each row.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper
from torch import nn

from models_onnx.pieces import row_type
from models_onnx.training.network import PIECES_MAX, EncoderNetwork, Layer

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


def piece_vectors(network: EncoderNetwork) -> np.ndarray[Any, Any]:
    """The float table: a row for each word piece, then one for each mark."""
    return np.concatenate([_array(network.pieces.weight), _array(network.marks.weight)[1:]])


def write_pieces(table: np.ndarray[Any, Any], path: Path) -> None:
    """The table in int8: at most 0.4 % of a row's largest number is lost."""
    scales = np.abs(table).max(axis=1, keepdims=True) / 127 + 1e-12
    rows = np.empty(len(table), row_type(table.shape[1]))
    rows["values"] = np.round(table / scales).astype(np.int8)
    rows["scale"] = scales[:, 0]
    np.save(path, rows)


def encoder_graph(network: EncoderNetwork, path: Path) -> None:
    """Write the encoder: `embeddings` of pieces and where there is `padding`, to `states`."""
    graph = Graph()
    x = graph.norm(_placed(graph, network), network.norm)
    bias = _bias(graph)
    for nth, layer in enumerate(network.layers):
        x = _layer(graph, x, bias, layer, f"layer{nth}")
    graph.node("Identity", x, to="states")
    width = network.shape.width
    padding = helper.make_tensor_value_info("padding", TensorProto.BOOL, ("batch", "length"))
    inputs = [_floats("embeddings", ("batch", "length", width)), padding]
    _save(graph, inputs, _floats("states", ("batch", "length", width)), "encoder", path)


def head_graph(head: Any, width: int, name: str, path: Path) -> None:
    """Write a head: `states` (n, width) to `logits` (n, labels)."""
    graph = Graph()
    x = "states"
    for nth, layer in enumerate(head.layers):
        if isinstance(layer, nn.Linear):
            x = graph.linear(x, layer, f"{name}.{nth}")
        elif isinstance(layer, nn.GELU):
            x = graph.node("Gelu", x)
        else:
            raise ValueError(f"the head {name} has a {type(layer).__name__}: export it here")
    graph.node("Identity", x, to="logits")
    inputs = [_floats("states", ("n", width))]
    _save(graph, inputs, _floats("logits", ("n", len(head.labels))), name, path)


def _save(graph: Graph, inputs: Sequence[Any], output: Any, name: str, path: Path) -> None:
    model = helper.make_model(
        helper.make_graph(graph.nodes, name, list(inputs), [output], graph.constants),
        opset_imports=[helper.make_opsetid("", OPSET)],
        ir_version=_IR_VERSION,
        producer_name="ambient-gateway",
    )
    onnx.checker.check_model(model)
    path.write_bytes(model.SerializeToString())


def _floats(name: str, shape: Sequence[str | int]) -> Any:
    return helper.make_tensor_value_info(name, TensorProto.FLOAT, shape)


def _placed(graph: Graph, network: EncoderNetwork) -> str:
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
