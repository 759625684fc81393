import math
import time
from datetime import UTC, datetime

import pytest

from context.habits import (
    FLOOR,
    PASTS_MAX,
    WHATS_MAX,
    Deed,
    Habits,
    Situation,
    at_hour,
    clear,
    shipped,
)

DAY = 86400.0


def played(
    habits: Habits,
    what: str,
    days: range,
    person: str | None = "ada",
    hour: int = 18,
    **more: object,
) -> None:
    for day in days:
        when = Situation(day * DAY, person, hour=hour, weekday=day % 7, **more)  # type: ignore[arg-type]
        habits.learn(Deed("play", what, when))


def now(
    person: str | None = "ada", hour: int = 18, day: int = 10, previous: str | None = None
) -> Situation:
    return Situation(day * DAY, person, hour=hour, weekday=day % 7, previous=previous)


def whats(habits: Habits, situation: Situation) -> list[str]:
    return [h.what for h in habits.likely("play", situation)]


def test_knowing_nothing_is_said() -> None:
    assert Habits().likely("play", now()) == ()
    assert Habits().log_prior("jazz", now(), "play") == math.log(FLOOR)


def test_chances_add_up_to_one_and_the_hour_decides() -> None:
    habits = Habits()
    played(habits, "news", range(6), hour=7)
    played(habits, "jazz", range(6), hour=20)
    morning, evening = habits.likely("play", now(hour=8)), habits.likely("play", now(hour=21))
    assert (morning[0].what, evening[0].what) == ("news", "jazz")
    assert math.isclose(sum(h.probability for h in morning), 1.0)
    assert habits.log_prior("news", now(hour=8), "play") > habits.log_prior(
        "news", now(hour=21), "play"
    )


def test_another_persons_taste_is_nobody_elses() -> None:
    habits = Habits()
    played(habits, "metal", range(9), person="ben")
    assert whats(habits, now("ada")) == []
    played(habits, "jazz", range(2), person=None)
    assert whats(habits, now("ada")) == ["jazz"], "what no known person asked for is everybody's"
    played(habits, "folk", range(1))
    assert whats(habits, now("ada")) == ["folk"]
    assert whats(habits, now(None)) == ["jazz"], "nor is it that of an unknown voice"


def test_what_several_people_do_alike_is_the_household_s() -> None:
    habits = Habits()
    played(habits, "news", range(3), person="ben")
    played(habits, "metal", range(9), person="ben")
    played(habits, "news", range(1), person="ada")
    assert whats(habits, now(None)) == [], "once is no habit of hers"
    played(habits, "news", range(1, 3), person="ada")
    (news,) = habits.likely("play", now(None))
    assert news.what == "news"
    assert news.count > 4, "three times by each of them, a little decayed"


@pytest.mark.parametrize("kind", ["act", "alarm", "set light.lamp", "play"])
def test_what_one_person_does_is_no_habit_of_another(kind: str) -> None:
    habits = Habits()
    for day in range(5):
        habits.learn(Deed(kind, "06:30", Situation(day * DAY, "ben", hour=7)))
    assert habits.likely(kind, now("ada", 7)) == habits.likely(kind, now(None, 7)) == ()
    assert habits.likely(kind, now("ben", 7)) != ()


def test_what_nobody_known_does_stands_in_for_a_person_with_no_deeds() -> None:
    habits = Habits()
    for day in range(5):
        habits.learn(Deed("act", "switch.kettle on", Situation(day * DAY, hour=7)))
    assert habits.likely("act", now("ada", 7))[0].what == "switch.kettle on"


def test_three_weeks_halve_a_deed() -> None:
    habits = Habits()
    played(habits, "jazz", range(1))
    assert math.isclose(habits.likely("play", now(day=21))[0].count, 0.5)


def test_new_ways_win_over_old_ones() -> None:
    habits = Habits()
    played(habits, "metal", range(6))
    played(habits, "ambient", range(60, 66))
    assert whats(habits, now(day=67))[0] == "ambient"


def test_sundays_differ_once_there_were_two() -> None:
    habits = Habits()
    for day in range(20):
        played(habits, "mass" if day % 7 == 6 else "news", range(day, day + 1))
    assert whats(habits, now(day=20))[0] == "mass"
    assert whats(habits, now(day=22))[0] == "news"


def test_the_event_before_decides() -> None:
    habits = Habits()
    played(habits, "news", range(4), previous="alarm")
    played(habits, "jazz", range(4))
    assert whats(habits, now(previous="alarm"))[0] == "news"
    habits.event(0.0, "alarm")
    assert habits.previous(600.0) == "alarm"
    assert habits.previous(1200.0) is None


def test_what_is_forgotten_was_never_done() -> None:
    habits = Habits()
    deed = Deed("play", "jazz", Situation(5.0, "ada"))
    habits.learn(deed)
    habits.forget(deed)
    assert habits.likely("play", now()) == ()


def test_only_what_is_among_the_catalogue_counts() -> None:
    habits = Habits()
    played(habits, "gone", range(5))
    played(habits, "jazz", range(1))
    (only,) = habits.likely("play", now(), frozenset({"jazz"}))
    assert (only.what, only.probability) == ("jazz", 1.0)


def test_once_is_no_habit_and_a_tie_is_not_clear() -> None:
    habits = Habits()
    played(habits, "jazz", range(1))
    assert clear(habits.likely("play", now())) is None
    assert clear(habits.likely("play", now()), often=0.5) is not None
    played(habits, "folk", range(1))
    assert clear(habits.likely("play", now()), often=0.5) is None


def test_another_hour_that_is_named_is_gone_by() -> None:
    assert at_hour(now(hour=15), 8).hour == 8
    assert at_hour(now(hour=9), 8).hour == 9
    assert shipped("coffee_maker", now(previous="alarm")) > shipped("kettle", now(previous="alarm"))


def test_memory_is_bounded() -> None:
    habits = Habits()
    for i in range(WHATS_MAX * 3):
        habits.learn(Deed("play", f"title.{i}", Situation(i * 1.0, "ada")))
    for i in range(PASTS_MAX * 2):
        habits.learn(Deed(f"set light.{i}", "{}", Situation(i * 1.0, "ada")))
    assert sum(map(len, habits._layers.values())) == habits._pasts <= PASTS_MAX
    assert all(len(layer) <= WHATS_MAX for layer in habits._layers.values())


def test_reading_a_prior_again_costs_next_to_nothing() -> None:
    habits = Habits()
    for i in range(500):
        when = Situation(i * 600.0, "ada", hour=i % 24)
        habits.learn(Deed("act", f"switch.{i % 20} on", when))
    here = now(day=4)
    habits.log_prior("switch.3 on", here)
    started = time.perf_counter()
    for _ in range(200):
        habits.log_prior("switch.3 on", here)
    assert (time.perf_counter() - started) / 200 < 1e-3  # a tenth of it on an idle machine


def test_a_clock_before_the_epoch_of_the_deeds_is_no_error() -> None:
    habits = Habits()
    played(habits, "jazz", range(100, 101))
    assert habits.likely("play", Situation(datetime(1970, 1, 2, tzinfo=UTC).timestamp(), "ada"))
