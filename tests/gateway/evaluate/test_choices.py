"""Weights are found again from choices that were made by them."""

import random

import pytest

from gateway.evaluate import choices
from gateway.evaluate.choices import Choice, figures, fit
from models_onnx import reranker


def drawn(weights: dict[str, float], n: int, seed: int = 7) -> list[Choice]:
    rng = random.Random(seed)
    found = []
    for _ in range(n):
        rivals = tuple({name: float(rng.random() < 0.5) for name in weights} for _ in range(3))
        chances = reranker.chances(rivals, weights)
        meant = rng.choices(range(3), chances)[0]
        found.append(Choice("home", rivals, tuple(float(i == meant) for i in range(3))))
    return found


def test_weights_are_recovered_from_what_was_chosen() -> None:
    true = {"here": 2.0, "effect": 3.0, "noise": 0.0}
    found = fit(drawn(true, 1500), dict.fromkeys(true, 0.0))
    assert found == pytest.approx(true, abs=0.35)


def test_without_choices_beliefs_stay() -> None:
    assert fit([], choices.BELIEFS) == pytest.approx(choices.BELIEFS)


def test_what_is_to_be_asked_counts_apart() -> None:
    alike = Choice("home", ({"here": 1.0}, {"here": 1.0}), (0.5, 0.5))
    plain = Choice("home", ({"here": 1.0}, {}), (1.0, 0.0))
    told = figures([alike, plain], {"here": 4.0})
    assert "100.0 % of 1" in told
    assert "asked 1 of 1" in told
