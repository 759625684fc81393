"""The chain, against what was worked out by hand."""

import pytest

from gateway.learn.markov import BAD, GOOD, STATES_MAX, components, ends_well


def test_a_row_adds_up_to_the_chance_to_end_well() -> None:
    counts = {"a": {"b": 1.0, "c": 1.0}, "b": {GOOD: 1.0, BAD: 1.0}, "c": {GOOD: 3.0, BAD: 1.0}}
    (row,) = ends_well(counts, ["a"], prior=0.0).values()
    assert row == pytest.approx({"b": 0.25, "c": 0.375})


def test_a_loop_is_gone_through_until_it_ends() -> None:
    # From a half goes back to a by way of b: N[a, a] = 1 + 1/2 + 1/4 + ... = 2.
    counts = {"a": {"b": 1.0, GOOD: 1.0}, "b": {"a": 1.0}}
    assert ends_well(counts, ["a"], prior=0.0)["a"] == pytest.approx({"a": 1.0}, abs=1e-6)


def test_by_way_of_another_try() -> None:
    # said twice, then right: 2/3 * 1/2 of all with one failure added to each.
    counts = {"x": {"y": 2.0}, "y": {"z": 2.0}, "z": {GOOD: 2.0}}
    assert ends_well(counts, ["x"])["x"]["z"] == pytest.approx((2 / 3) ** 3, abs=1e-6)


def test_what_no_path_connects_is_solved_apart() -> None:
    counts = {"a": {"b": 1.0}, "c": {"d": 1.0}, "b": {GOOD: 1.0}}
    assert components(counts) == [["a", "b"], ["c", "d"]]


def test_of_what_is_too_large_nothing_is_said() -> None:
    chain = {f"s{n}": {f"s{n + 1}": 1.0} for n in range(STATES_MAX + 1)}
    assert ends_well(chain, ["s0"]) == {}


def test_as_often_seen_the_surer() -> None:
    few, many = ({"a": {"b": n}, "b": {GOOD: n}} for n in (1.0, 10.0))
    assert ends_well(few, ["a"])["a"]["b"] < ends_well(many, ["a"])["a"]["b"]
