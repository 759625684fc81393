"""When a night learns, and what becomes of one that fails."""

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from context.history import History
from context.recorder import Recorder
from context.rewrites import Rewrites, Rule
from context.store import Store
from context.turn import Act, Decline, Outcome, Rewritten, Turn
from devices.model import Command
from gateway.learning import NIGHT, Learning, next_night
from tests.fakes import NOW, a_turn, confirmed, family_home, resolved

COSY = Rule("w1", "make it cosy", "turn on the floor lamp", "ann", at=NOW.timestamp())


@pytest.fixture
def store() -> Iterator[Store]:
    with Store.in_memory() as opened:
        yield opened


def learning(store: Store, *turns: Turn, threaded: bool = False) -> Learning:
    recorder = Recorder(store, threaded=False)
    history = History(store, recorder)
    for turn in turns:
        history.remember(turn)
    recorder.flush()
    return Learning(store, recorder, threaded=threaded)


def tries(*days: float) -> list[Turn]:
    done = Outcome((confirmed("light.floor_lamp", "turn_on"),))
    act = Act((Command("light.floor_lamp", "turn_on"),))
    return [
        turn
        for day in days
        for turn in (
            a_turn(Decline("not_understood"), text="make it cosy", ago_s=day * 86400, person="ann"),
            a_turn(
                act, resolved("HassTurnOn", "light.floor_lamp"), text="turn on the floor lamp",
                ago_s=day * 86400 - 6, outcome=done, person="ann",
            ),
        )
    ]  # fmt: skip


@pytest.mark.parametrize("threaded", [False, True])
def test_a_night_makes_rules_of_the_turns_of_the_store(store: Store, threaded: bool) -> None:
    nights = learning(store, *tries(3, 2, 1), threaded=threaded)
    asyncio.run(nights.learn(family_home()))
    (rule,) = nights.book.all().rules
    assert (rule.text, rule.to) == (COSY.text, COSY.to)


def test_the_next_night_reads_only_what_is_new(store: Store) -> None:
    nights = learning(store, *tries(3, 2))
    asyncio.run(nights.learn(family_home()))
    assert nights.book.all().rules == ()
    history = History(store, Recorder(store, threaded=False))
    for turn in tries(1):
        history.remember(turn)
    history._recorder.flush()
    asyncio.run(nights.learn(family_home()))
    assert len(nights.book.all().rules) == 1


def test_a_night_that_fails_leaves_what_was_known(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    nights = learning(store, *tries(3, 2, 1))
    nights.book.publish(Rewrites((COSY,)), at=1.0)

    def fail(*_: Any) -> None:
        raise RuntimeError("no such luck")

    monkeypatch.setattr("gateway.learning.night", fail)
    asyncio.run(nights._learn_or_log(family_home()))
    assert nights.book.all() == Rewrites((COSY,))
    monkeypatch.undo()
    asyncio.run(nights.learn(family_home()))
    assert len(nights.book.all().rules) == 1


def test_who_is_erased_while_it_thinks_is_not_learned_of(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    nights = learning(store, *tries(3, 2, 1))
    thinks = nights._night

    def meanwhile(snapshot: Any) -> Any:
        found = thinks(snapshot)
        nights.erase("ann")
        return found

    monkeypatch.setattr(nights, "_night", meanwhile)
    asyncio.run(nights.learn(family_home()))
    assert nights.book.all() == Rewrites()


def test_an_undo_takes_the_rule_back_at_once(store: Store) -> None:
    nights = learning(store)
    nights.book.publish(Rewrites((COSY,)), at=1.0)
    wrong = a_turn(Act(()), text="turn on the floor lamp", person="ann")
    rewrite = Rewritten(COSY.text, COSY.to, "personal", COSY.id)
    wrong = replace(wrong, interpretation=replace(wrong.interpretation, rewrite=rewrite))
    nights.heard(wrong, ())
    assert nights.book.all().rules[0].uses == 1
    nights.heard(a_turn(Act((), undoes=wrong.id)), (wrong,))
    assert nights.book.all().rules[0].status == "blocked"


def test_the_next_night_is_tonight_or_tomorrow() -> None:
    midnight = datetime(2026, 3, 2, 0, 10, tzinfo=UTC)
    assert next_night(midnight) == datetime(2026, 3, 2, NIGHT.hour, NIGHT.minute, tzinfo=UTC)
    assert next_night(next_night(midnight)) == next_night(midnight) + timedelta(days=1)
