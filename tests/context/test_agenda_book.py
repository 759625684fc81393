from dataclasses import replace
from datetime import time, timedelta
from typing import Any

import pytest

from context.agenda import AgendaItem, Recurrence
from context.agenda_book import ITEMS_MAX, AgendaBook
from context.recorder import Recorder
from context.store import Store
from devices.model import Command
from tests.context.samples import NOON

TIMER = AgendaItem("timer", "timer", NOON + timedelta(minutes=5), "pasta", duration_s=300.0)
ALARM = AgendaItem("alarm", "alarm", NOON + timedelta(hours=1), every=Recurrence(at=time(7)))


class Kept:
    """A store and a book over it that can be reopened."""

    def __init__(self) -> None:
        self.store = Store.in_memory()
        self.recorder = Recorder(self.store, threaded=False)
        self.book = AgendaBook.load(self.store, self.recorder)

    def reopened(self) -> AgendaBook:
        self.recorder.flush()
        return AgendaBook.load(self.store, self.recorder)


@pytest.fixture
def kept() -> Any:
    kept = Kept()
    yield kept
    kept.store.close()


def test_the_soonest_comes_first(kept: Kept) -> None:
    kept.book.add(ALARM)
    kept.book.add(TIMER)
    assert kept.book.all() == (TIMER, ALARM)


def test_a_paused_timer_is_never_due(kept: Kept) -> None:
    kept.book.add(replace(TIMER, paused_left_s=10.0))
    assert kept.book.due(NOON + timedelta(days=1)) == ()
    assert kept.book.next_due() is None


def test_what_has_fallen_due_is_told(kept: Kept) -> None:
    kept.book.add(TIMER)
    kept.book.add(ALARM)
    assert kept.book.due(TIMER.due) == (TIMER,)
    assert kept.book.next_due() == TIMER.due


def test_everything_survives_a_restart(kept: Kept) -> None:
    lamp = Command("light.hall", "turn_off", {"transition": 2})
    later = replace(ALARM, id="c", kind="command", commands=(lamp,), created_at=NOON, area="hall",
                    person="anna", satellite="speaker")  # fmt: skip
    for item in (TIMER, ALARM, later):
        kept.book.add(item)
    assert kept.reopened().all() == (TIMER, ALARM, later)


def test_an_update_survives_a_restart(kept: Kept) -> None:
    kept.book.add(TIMER)
    kept.book.update(replace(TIMER, paused_left_s=42.0))
    assert kept.reopened().all() == (replace(TIMER, paused_left_s=42.0),)


def test_what_was_removed_stays_gone(kept: Kept) -> None:
    kept.book.add(TIMER)
    assert kept.book.remove("timer") == TIMER
    assert kept.reopened().all() == ()


def test_removing_what_is_not_there_is_none(kept: Kept) -> None:
    assert kept.book.remove("nope") is None


def test_updating_what_is_not_there_is_refused(kept: Kept) -> None:
    assert not kept.book.update(TIMER)


def test_a_full_book_takes_no_more(kept: Kept) -> None:
    for number in range(ITEMS_MAX):
        assert kept.book.add(replace(TIMER, id=str(number)))
    assert not kept.book.add(TIMER)


def test_what_rings_is_no_longer_to_come(kept: Kept) -> None:
    kept.book.add(TIMER)
    kept.book.ring(TIMER)
    assert (kept.book.all(), kept.book.ringing()) == ((), (TIMER,))


def test_what_rang_at_a_crash_is_found_due_again(kept: Kept) -> None:
    kept.book.add(TIMER)
    kept.book.ring(TIMER)
    assert kept.reopened().due(TIMER.due) == (TIMER,)


def test_what_was_silenced_stays_gone(kept: Kept) -> None:
    kept.book.add(TIMER)
    kept.book.ring(TIMER)
    assert kept.book.silence() == (TIMER,)
    assert kept.book.ringing() == ()
    assert kept.reopened().all() == ()


def test_a_recurring_alarm_stays_when_it_is_silenced(kept: Kept) -> None:
    tomorrow = replace(ALARM, due=ALARM.due + timedelta(days=1))
    kept.book.add(ALARM)
    kept.book.update(tomorrow)
    kept.book.ring(ALARM)
    kept.book.silence("alarm")
    assert kept.reopened().all() == (tomorrow,)
