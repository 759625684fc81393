"""Boosted trees over the reranker's signals, a peer of it; made by `models_onnx.training.trees`.

A tree is a number, or `[signal, threshold, low, high]`, low where the value is at most that.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from gateway.understand.weigh import Rank, Rivals
from models_onnx.reranker import Signals


def by_trees(trees: Sequence[Any]) -> Rank:
    """Rivals by the sum of what the trees say of each."""

    def ranked(rivals: Rivals) -> Sequence[float]:
        return [sum(leaf(tree, signals) for tree in trees) for signals in rivals.signals]

    return ranked


def leaf(tree: Any, signals: Signals | Mapping[str, float]) -> float:
    """What one tree says.

    >>> leaf(["here", 0.5, -1.0, 2.0], {"here": 1.0})
    2.0
    """
    while isinstance(tree, list):
        name, threshold, low, high = tree
        tree = low if signals.get(name, 0.0) <= threshold else high
    return float(tree)
