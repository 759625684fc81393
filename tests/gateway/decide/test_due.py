# ruff: noqa: E501 - tables read best with one case a line
"""Timers, alarms, reminders and delayed commands: what becomes of the agenda."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest

from context.agenda import AgendaItem, Recurrence, When
from context.turn import Act, AgendaChange, Answer, Decision
from gateway.decide import due
from tests.fakes import NOW, house, in_words, new_ids, resolved, said


def timer(label: str | None = None, minutes: float = 10, **more: Any) -> AgendaItem:
    id = more.pop("id", label or f"{minutes:g}")
    return AgendaItem(id, "timer", NOW + timedelta(minutes=minutes), label, duration_s=minutes * 60, **more)  # fmt: skip


def alarm(hour: int, **more: Any) -> AgendaItem:
    return AgendaItem(f"at{hour}", "alarm", datetime(2026, 3, 3, hour, tzinfo=UTC), **more)


PASTA, RICE, EGGS = timer("pasta"), timer("rice", 15), timer(None, 5)


def decide(intent: str, *agenda: AgendaItem, ringing: tuple[AgendaItem, ...] = (), **slots: Any) -> Decision:  # fmt: skip
    home = house(agenda=agenda, ringing=ringing)
    return due.decide(resolved(intent, slots=slots), home, said("x", satellite="kitchen_speaker"), new_ids())  # fmt: skip


def item(decision: Decision) -> AgendaItem:
    assert isinstance(decision, Act)
    change = decision.steps[-1]
    assert isinstance(change, AgendaChange)
    return change.items[0]


def test_a_timer_is_due_after_its_length() -> None:
    came = item(decide("HassStartTimer", timer_minutes=10, timer_name="pasta"))
    assert (came.due, came.label, came.duration_s) == (NOW + timedelta(minutes=10), "pasta", 600)


def test_what_falls_due_remembers_where_it_was_asked_for() -> None:
    came = item(decide("HassStartTimer", timer_minutes=10))
    assert (came.satellite, came.area) == ("kitchen_speaker", "kitchen")


DECISIONS: dict[str, tuple[str, tuple[AgendaItem, ...], dict[str, Any], str]] = {
    "a timer without a length is asked about": ("HassStartTimer", (), {}, "ask duration: "),
    "a timer of years is declined": ("HassStartTimer", (), {"timer_hours": 20_000}, "decline not_supported"),
    "an alarm without a time is asked about": ("AlarmSet", (), {}, "ask time: "),
    "a reminder without an errand is asked about": ("ReminderSet", (), {"when": When(at=NOW)}, "ask reminder: "),
    "a reminder without a time is asked about": ("ReminderSet", (), {"reminder": "x"}, "ask time: "),
    "the only timer is meant without a name": ("HassCancelTimer", (PASTA,), {}, "cancel timer pasta"),
    "a timer is found by its name": ("HassCancelTimer", (PASTA, RICE), {"timer_name": "rice"}, "cancel timer rice"),
    "a timer is found by its length": ("HassCancelTimer", (PASTA, EGGS), {"duration_s": 300.0}, "cancel timer 5"),
    "of several timers one is asked for": ("HassCancelTimer", (PASTA, RICE), {}, "ask agenda_ids: pasta, rice"),
    "an unknown timer is not found": ("HassCancelTimer", (PASTA,), {"timer_name": "tea"}, "decline not_found"),
    "no timer is already gone": ("HassCancelTimer", (), {}, "decline already_gone"),
    "all timers are cancelled at once": ("HassCancelAllTimers", (PASTA, RICE), {}, "cancel timer pasta, timer rice"),
    "a timer is paused": ("HassPauseTimer", (PASTA,), {}, "pause timer pasta"),
    "a timer is resumed": ("HassUnpauseTimer", (PASTA,), {}, "resume timer pasta"),
    "the chosen one is meant": ("HassCancelTimer", (PASTA, RICE), {"agenda_ids": ("rice",)}, "cancel timer rice"),
    "an alarm is found by its time": ("AlarmRemove", (alarm(7), alarm(8)), {"when": When(at=datetime(2026, 3, 3, 8, tzinfo=UTC))}, "cancel alarm at8"),
    "timers are no alarms": ("AlarmRemove", (PASTA,), {}, "decline already_gone"),
    "nothing rings to be snoozed": ("AlarmSnooze", (), {"duration_s": 540.0}, "decline already_gone"),
}  # fmt: skip


@pytest.mark.parametrize("fact", DECISIONS)
def test_the_agenda(fact: str) -> None:
    intent, agenda, slots, wanted = DECISIONS[fact]
    assert in_words(decide(intent, *agenda, **slots)) == wanted


@pytest.mark.parametrize(("intent", "shift"), [("HassIncreaseTimer", 120), ("HassDecreaseTimer", -120)])  # fmt: skip
def test_a_timer_is_made_longer_or_shorter(intent: str, shift: float) -> None:
    came = decide(intent, PASTA, timer_minutes=2)
    assert isinstance(came, Act)
    assert came.steps == (AgendaChange("shift", (PASTA,), shift),)


def test_a_snoozed_alarm_is_silent_and_comes_again() -> None:
    ringing = alarm(7, label="gym")
    came = decide("AlarmSnooze", ringing=(ringing,), duration_s=540.0)
    assert in_words(came) == "silence alarm gym; add alarm gym"
    assert item(came).due == NOW + timedelta(minutes=9)


def test_a_time_that_has_passed_means_tomorrow() -> None:
    came = item(decide("AlarmSet", when=When(at=NOW - timedelta(hours=3))))
    assert came.due == NOW + timedelta(hours=21)


def test_a_time_long_past_never_falls_due_at_once() -> None:
    came = item(decide("AlarmSet", when=When(at=NOW - timedelta(days=3))))
    assert came.due > NOW


def test_a_weekday_alarm_is_due_on_the_next_weekday() -> None:
    every = Recurrence(frozenset(range(5)), time(7))
    came = item(decide("AlarmSet", when=When(every=every)))
    assert (came.due, came.every) == (datetime(2026, 3, 3, 7, tzinfo=UTC), every)


def test_a_reminder_for_a_day_comes_in_the_morning() -> None:
    came = item(decide("ReminderSet", reminder="bins", date=date(2026, 3, 5)))
    assert came.due.hour == due.REMINDER_AT.hour


def test_there_is_a_limit_to_the_timers() -> None:
    many = tuple(timer(str(i)) for i in range(due.TIMERS_MAX))
    assert in_words(decide("HassStartTimer", *many, timer_minutes=1)) == "decline not_supported"


def test_the_time_left_of_a_paused_timer_stands_still() -> None:
    paused = timer("pasta", paused_left_s=90.0)
    came = decide("HassTimerStatus", paused)
    assert isinstance(came, Act)
    answer = came.steps[0]
    assert isinstance(answer, Answer)
    assert [(row["left_s"], row["paused"]) for row in answer.facts["items"]] == [(90.0, True)]


LENGTHS = {
    (): None,
    (("timer_hours", 1), ("timer_minutes", 30)): 5400.0,
    (("minutes", 2), ("seconds", 5)): 125.0,
    (("duration_s", 7),): 7.0,
}


@pytest.mark.parametrize("slots", LENGTHS)
def test_the_length_is_read_from_either_kind_of_slots(slots: Any) -> None:
    assert due.duration_s(dict(slots)) == LENGTHS[slots]
