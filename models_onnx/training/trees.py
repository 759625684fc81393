"""Boosted trees over the reranker's signals, list-wise: what the logit is measured beside.

Each round fits a small regression tree to the gradient of the softmax cross-entropy over each list
of rivals (LambdaMART's scheme with that loss; J. Friedman, "Greedy function approximation", 2001),
with Newton's value in each leaf.

    python -m models_onnx.training.trees build/choices.jsonl build/trees.json
"""

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.tree import DecisionTreeRegressor

ROUNDS, RATE, DEPTH, LEAF_MIN, RIDGE = 120, 0.1, 3, 12, 1.0
FOLDS = 5
SURE = 0.72  # As `gateway/understand/weigh.py`.

Floats = NDArray[np.float64]
Row = tuple[str, list[dict[str, float]], list[float], float]
"""Home, the signals of each rival, the share of each, what the choice counts."""


def boost(rows: Sequence[Row], names: Sequence[str]) -> list[Any]:
    """Trees for `gateway/evaluate/trees.py`: `[signal, threshold, low, high]` or a number."""
    x = np.array([[one.get(n, 0.0) for n in names] for _, rivals, _, _ in rows for one in rivals])
    y = np.array([share for _, _, meant, _ in rows for share in meant])
    weight = np.array([w for _, rivals, _, w in rows for _ in rivals])
    sizes = [len(rivals) for _, rivals, _, _ in rows]
    starts = np.concatenate([[0], np.cumsum(sizes)[:-1]])
    of = np.repeat(np.arange(len(rows)), sizes)
    score = np.zeros(len(y))
    trees = []
    for _ in range(ROUNDS):
        odds = np.exp(score - np.maximum.reduceat(score, starts)[of])
        p = odds / np.add.reduceat(odds, starts)[of]
        tree = DecisionTreeRegressor(max_depth=DEPTH, min_samples_leaf=LEAF_MIN, random_state=0)
        tree.fit(x, y - p, sample_weight=weight)
        leaves = tree.apply(x)
        values = {
            leaf: RATE
            * float((weight * (y - p))[leaves == leaf].sum())
            / (float((weight * p * (1 - p))[leaves == leaf].sum()) + RIDGE)
            for leaf in np.unique(leaves)
        }
        score = score + np.array([values[leaf] for leaf in leaves])
        trees.append(_plain(tree.tree_, 0, values, names))
    return trees


def _plain(tree: Any, node: int, values: dict[int, float], names: Sequence[str]) -> Any:
    if tree.children_left[node] < 0:
        return round(values[node], 4)
    sides = (tree.children_left[node], tree.children_right[node])
    low, high = (_plain(tree, side, values, names) for side in sides)
    return [names[tree.feature[node]], round(float(tree.threshold[node]), 4), low, high]


def _leaf(tree: Any, signals: dict[str, float]) -> float:
    while isinstance(tree, list):
        tree = tree[2] if signals.get(tree[0], 0.0) <= tree[1] else tree[3]
    return float(tree)


def figures(rows: Sequence[Row], trees: Sequence[Any]) -> str:
    """How often the likeliest was meant, of those of which one was."""
    right = acted = acted_right = told = 0
    for _, rivals, meant, _ in rows:
        if max(meant) < 1.0:
            continue
        score = np.array([sum(_leaf(t, one) for t in trees) for one in rivals])
        p = np.exp(score - score.max())
        p /= p.sum()
        best = int(p.argmax())
        told += 1
        right += meant[best] == 1.0
        acted += p[best] >= SURE
        acted_right += p[best] >= SURE and meant[best] == 1.0
    return f"right {100 * right / max(1, told):.1f} % of {told} | acted on {100 * acted / max(1, told):.1f} %, right of these {100 * acted_right / max(1, acted):.1f} %"  # fmt: skip  # noqa: E501


def read(path: Path) -> list[Row]:
    """The choices that `gateway.evaluate.choices --dump` wrote."""
    return [tuple(json.loads(line)) for line in path.read_text(encoding="utf-8").splitlines()]


def main(arguments: Sequence[str] | None = None) -> int:
    """Print what trees are worth, homes held out; write those of all homes."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("choices", type=Path)
    parser.add_argument("out", type=Path)
    options = parser.parse_args(arguments)
    rows = read(options.choices)
    names = sorted({n for _, rivals, _, _ in rows for one in rivals for n in one})
    homes = sorted({home for home, *_ in rows})
    for fold in range(FOLDS):
        apart = set(homes[fold::FOLDS])
        trees = boost([r for r in rows if r[0] not in apart], names)
        held = figures([r for r in rows if r[0] in apart], trees)
        sys.stdout.write(f"fold {fold} | {held}\n")
    options.out.write_text(json.dumps(boost(rows, names)), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
