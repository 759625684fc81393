"""Words read as others, and words that are not."""

from dataclasses import replace
from typing import Any

import pytest

from context.rewrites import Rewrites, Rule, Saying
from context.snapshot import Snapshot
from gateway.understand.understand import understand
from tests.fakes import family_home, parser, said

COSY = Rule("w1", "make it fluffy", "turn on the floor lamp", "ann", support=3, days=3)


def home(*rules: Rule, sayings: tuple[Saying, ...] = ()) -> Snapshot:
    return family_home(rewrites=Rewrites(rules, sayings))


def read(text: str, snapshot: Snapshot, **more: Any) -> tuple[str | None, tuple[str, ...]]:
    """What it was read as, and the devices that are meant."""
    heard = said(text, "living_room", **{"person": "ann", **more})
    interpretation, found = understand(parser(), heard, snapshot)
    rewrite = interpretation.rewrite
    to = rewrite.to if rewrite is not None and rewrite.applied else None
    return to, tuple(t for r in found for t in r.targets)


def test_a_rule_says_what_words_mean() -> None:
    assert read("make it fluffy please", home(COSY)) == (COSY.to, ("light.floor_lamp",))


def test_it_is_nobody_elses() -> None:
    assert read("make it fluffy", home(COSY), person="bob") == (None, ())
    assert read("make it fluffy", home(COSY), person=None) == (None, ())


def test_other_words_are_left_alone() -> None:
    assert read("make it fluffier", home(COSY)) == (None, ())


def test_what_makes_no_sense_any_more_is_not_read() -> None:
    assert read("make it fluffy", home(replace(COSY, to="turn on the attic lamp")))[0] is None


def test_what_was_hardly_heard_is_not_read_as_another() -> None:
    assert read("make it fluffy", home(COSY), wake=0.3)[0] is None
    assert read("make it fluffy", home(COSY), confidence=0.3)[0] is None


def test_a_rule_is_held_back_now_and_then_once_it_is_known() -> None:
    applied = [
        read("make it fluffy", home(replace(COSY, uses=n)))[0] is not None for n in range(200)
    ]
    assert all(applied[:10])
    assert 180 <= sum(applied) < 200


SAYINGS = tuple(
    Saying(text, text, "ann", 4, 3, 0.0)
    for text in ("turn on the floor lamp", "turn off the floor lamp", "turn on the bedroom fan")
)


@pytest.mark.parametrize(
    ("heard", "to"),
    [
        ("turnon the flow lamb", None),
        ("turn off the floral amp", "turn off the floor lamp"),
        ("torn on the flore lamp", "turn on the floor lamp"),
        ("turn on the garden fan", None),
        ("turn the flore lump up", None),
        ("turn an the flore lump", None),
        ("turn on the bathroom fan", None),
        ("do not turn on the flore lamp", None),
        ("tell me a joke about lamps", None),
    ],
)
def test_a_saying_is_heard_in_words_that_sound_like_it(heard: str, to: str | None) -> None:
    found = read(heard, home(sayings=SAYINGS))
    if to is not None:
        assert found[1] == ("light.floor_lamp",)
    else:
        assert found[0] is None


def test_a_saying_is_nobody_elses() -> None:
    assert read("torn on the flore lamp", home(sayings=SAYINGS), person="bob")[0] is None
