"""Pairs count when both sides pass; peers of the reranker rank by the same signals."""

import pytest

from context.turn import Candidate, Reading
from gateway.evaluate.context_table import Story, errors_cut, pairs_of, shown, units, wilson
from gateway.evaluate.rule_table import RULES, by_rules
from gateway.evaluate.trees import by_trees
from gateway.understand.scene import Scene
from gateway.understand.weigh import Rivals
from models_onnx.reranker import Signals
from tests.fakes import house, said


def story(name: str, *, passed: bool, pair: str | None = None) -> Story:
    return Story("room", name, pair, passed, turns=1, asked=0, needless=0, ranked=0)


def rivals(*signals: Signals) -> Rivals:
    pool = tuple(Candidate(f"fan.{i}", 1.0, "type") for i in range(len(signals)))
    return Rivals(Reading("HassTurnOn"), pool, Scene(house(), said(""), None), signals)


STORIES = (
    story("x-a", passed=True, pair="x"), story("x-b", passed=False, pair="x"),
    story("y-a", passed=True, pair="y"), story("y-b", passed=True, pair="y"),
    story("alone", passed=True),
)  # fmt: skip


def test_a_pair_counts_when_both_sides_pass() -> None:
    assert units(STORIES) == {("room", "x"): False, ("room", "y"): True, ("room", "alone"): True}
    assert pairs_of(STORIES) == [False, True]


def test_intervals_hold_what_was_measured() -> None:
    low, high = wilson(90, 100)
    assert (low, high) == pytest.approx((0.826, 0.945), abs=1e-3)
    assert wilson(0, 0) == (0.0, 1.0)
    assert shown(1, 2).startswith("50.0 % (")


def test_errors_are_compared_story_by_story() -> None:
    ours = {("f", str(i)): i != 0 for i in range(50)}
    theirs = {("f", str(i)): i > 3 for i in range(50)}
    assert errors_cut(ours, theirs).startswith("75.0 %")


def test_rules_keep_those_of_which_they_hold() -> None:
    assert len(RULES) <= 30
    assert by_rules(rivals({"here": 1.0}, {"here": 0.0})) == [5.0, 0.0]
    assert by_rules(rivals({"here": 1.0, "effect": 0.0}, {"effect": 1.0})) == [0.0, 5.0]
    assert by_rules(rivals({"theirs": 1.0}, {})) == [0.0, 5.0]
    assert by_rules(rivals({}, {})) == [5.0, 5.0]


def test_trees_add_up() -> None:
    rank = by_trees([["here", 0.5, -1.0, 2.0], 0.5])
    assert rank(rivals({"here": 1.0}, {})) == [2.5, -0.5]
