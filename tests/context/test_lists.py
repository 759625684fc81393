from typing import Any

import pytest

from context.lists import ENTRIES_MAX, Lists
from context.recorder import Recorder
from context.store import Store
from tests.context.samples import NOON


class Kept:
    """A store and lists over it that can be reopened."""

    def __init__(self) -> None:
        self.store = Store.in_memory()
        self.recorder = Recorder(self.store, threaded=False)
        self.lists = self.reopened()

    def reopened(self) -> Lists:
        self.recorder.flush()
        return Lists.load(self.store, self.recorder, lambda: NOON)


@pytest.fixture
def kept() -> Any:
    kept = Kept()
    yield kept
    kept.store.close()


def items(lists: Lists, name: str = "shopping") -> list[tuple[str, bool]]:
    return [(entry.item, entry.done) for entry in lists.of(name)]


def test_items_stay_in_their_order_over_a_restart(kept: Kept) -> None:
    kept.lists.add("shopping", ["milk", "eggs"])
    kept.lists.add("to-do", ["call mum"])
    kept.lists.add("shopping", ["bread"])
    assert kept.reopened().all() == kept.lists.all()
    assert items(kept.lists) == [("milk", False), ("eggs", False), ("bread", False)]


def test_an_item_is_on_a_list_once(kept: Kept) -> None:
    kept.lists.add("shopping", ["milk"])
    assert kept.lists.add("Shopping", ["Milk"]) == ()


def test_ticking_off_survives_a_restart(kept: Kept) -> None:
    kept.lists.add("shopping", ["milk", "eggs"])
    kept.lists.complete("shopping", ["MILK", "tea"])
    assert items(kept.reopened()) == [("milk", True), ("eggs", False)]


def test_what_was_ticked_off_can_be_added_again(kept: Kept) -> None:
    kept.lists.add("shopping", ["milk", "eggs"])
    kept.lists.complete("shopping", ["milk"])
    kept.lists.add("shopping", ["Milk"])
    assert items(kept.reopened()) == [("eggs", False), ("Milk", False)]


def test_removing_tells_what_was_there(kept: Kept) -> None:
    kept.lists.add("shopping", ["milk", "eggs"])
    assert [e.item for e in kept.lists.remove("shopping", ["Eggs", "tea"])] == ["eggs"]
    assert items(kept.reopened()) == [("milk", False)]


def test_clearing_leaves_other_lists(kept: Kept) -> None:
    kept.lists.add("shopping", ["milk", "eggs"])
    kept.lists.add("to-do", ["call mum"])
    assert len(kept.lists.clear("shopping")) == 2
    assert [e.item for e in kept.reopened().all()] == ["call mum"]


def test_adding_after_removing_goes_to_the_end(kept: Kept) -> None:
    kept.lists.add("shopping", ["milk", "eggs"])
    kept.lists.remove("shopping", ["milk"])
    again = kept.reopened()
    again.add("shopping", ["milk"])
    kept.lists = again
    assert [i for i, _ in items(kept.reopened())] == ["eggs", "milk"]


def test_full_lists_take_no_more(kept: Kept) -> None:
    kept.lists.add("shopping", [str(number) for number in range(ENTRIES_MAX)])
    assert kept.lists.add("shopping", ["one more"]) == ()
