"""The classic: bags of words and letters with logistic regression, on the rows ours learned from.

    python -m models_onnx.training.tfidf OUT [--without FAMILY]

Words 1-2 and letters 2-5. OUT is what `gateway.evaluate.nlu.peers.tfidf` reads: the model, and the
probability at which as much talk of the validation passes as ours may let pass.
"""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from models_onnx.training import data
from models_onnx.training.generate import Example
from models_onnx.training.metrics import Answer, operating_point


class TfIdf:
    """Texts in, intents out; it knows no slots."""

    def __init__(self, examples: Sequence[Example]) -> None:
        import numpy as np
        from sklearn.feature_extraction.text import TfidfVectorizer
        from sklearn.linear_model import LogisticRegression
        from sklearn.pipeline import make_pipeline, make_union

        common = {"sublinear_tf": True, "dtype": np.float32}
        features = make_union(
            TfidfVectorizer(ngram_range=(1, 2), min_df=2, **common),
            TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), min_df=3, **common),
        )
        self._model = make_pipeline(features, LogisticRegression(C=10, max_iter=60))
        self._model.fit([one.text for one in examples], [one.intent for one in examples])

    def __call__(self, examples: Sequence[Example]) -> list[Answer]:
        """The most probable intents."""
        shares = self._model.predict_proba([one.text for one in examples])
        names = self._model.classes_
        return [Answer(str(names[row.argmax()]), float(row.max())) for row in shares]

    def save(self, path: Path, reject_below: float) -> None:
        """The fitted pipeline and its operating point, as joblib writes them."""
        import joblib

        path.parent.mkdir(parents=True, exist_ok=True)
        told: dict[str, Any] = {"model": self._model, "reject_below": reject_below}
        joblib.dump(told, path)


def main() -> None:
    """Train, find the operating point, write."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("out", type=Path)
    parser.add_argument("--without", action="append", default=[], choices=data.FAMILIES)
    options = parser.parse_args()
    try:
        corpus = data.load(without=frozenset(options.without))
    except data.DataMissing as error:
        sys.exit(str(error))
    model = TfIdf(corpus.train)
    held = [one for split in corpus.valid.values() for one in split]
    at = operating_point(held, model(held))
    model.save(options.out, at)
    print(f"{len(corpus.train)} examples, reject_below={at:.3f}")  # noqa: T201


if __name__ == "__main__":
    main()
