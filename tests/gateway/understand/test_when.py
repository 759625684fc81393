# ruff: noqa: SIM905 - tables of words are easiest to read as prose.
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from context.agenda import EVERY_DAY, Recurrence
from gateway.understand.when import TimeSpan, duration_of, find, say_clock, say_duration, say_time
from gateway.understand.words import tokens

BERLIN = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 3, 4, 14, 20, tzinfo=BERLIN)  # A Wednesday.

DURATIONS = {
    "ten minutes": 600, "an hour and a half": 5400, "90 seconds": 90, "1 hour 20": 4800,
    "half an hour": 1800, "a minute or two": 120, "1 hour and 20 minutes": 4800,
    "three quarters of an hour": 2700, "two and a half hours": 9000, "5 more minutes": 300,
    "another five minutes": 300, "1h 20m": 4800, "a 5 minute timer": 300, "2 or 3 minutes": 180,
    "twenty minutes and thirty seconds": 1230, "half a minute": 30, "a quarter of an hour": 900,
}  # fmt: skip
DELAYS = {
    "in ten minutes": 600, "after half an hour": 1800, "ten minutes from now": 600,
    "in an hour's time": 3600, "in a second": 1, "two hours later": 7200, "in about an hour": 3600,
}  # fmt: skip
MOMENTS = {
    "at nine": "2026-03-04 21:00", "at 9 pm": "2026-03-04 21:00", "at 9 am": "2026-03-05 09:00",
    "at 7:30": "2026-03-04 19:30", "at half past six": "2026-03-04 18:30",
    "quarter to eight": "2026-03-04 19:45", "at ten to eight": "2026-03-04 19:50",
    "ten past nine": "2026-03-04 21:10", "at noon": "2026-03-05 12:00",
    "midnight": "2026-03-05 00:00", "nine o'clock": "2026-03-04 21:00",
    "at 21:00": "2026-03-04 21:00", "at 2130": "2026-03-04 21:30", "at three": "2026-03-04 15:00",
    "tomorrow at seven": "2026-03-05 07:00", "at seven tomorrow": "2026-03-05 07:00",
    "on friday at 6 pm": "2026-03-06 18:00", "at 6 pm on friday": "2026-03-06 18:00",
    "tonight at ten": "2026-03-04 22:00", "tonight at 2": "2026-03-05 02:00",
    "at seven in the morning": "2026-03-05 07:00", "this evening": "2026-03-04 19:00",
    "tomorrow morning": "2026-03-05 08:00", "the day after tomorrow at 9": "2026-03-06 09:00",
    "on wednesday at 3 pm": "2026-03-04 15:00", "on wednesday at 2 pm": "2026-03-11 14:00",
    "on may fifth at noon": "2026-05-05 12:00", "at midnight tonight": "2026-03-05 00:00",
}  # fmt: skip
ALARMS = {
    "for 7": "2026-03-05 07:00", "at 7": "2026-03-05 07:00", "to 7:30": "2026-03-05 07:30",
    "at quarter past 6 tomorrow": "2026-03-05 06:15", "at 9 pm": "2026-03-04 21:00",
    "at 3": "2026-03-04 15:00", "for 6 tomorrow": "2026-03-05 06:00",
    "7 tomorrow morning": "2026-03-05 07:00",
}  # fmt: skip
WORKING_DAYS, WEEKEND = frozenset(range(5)), frozenset({5, 6})
REPETITIONS = {
    "every day at eight": Recurrence(at=time(8)),
    "every morning at seven": Recurrence(at=time(7)),
    "every morning": Recurrence(at=time(7)),
    "each evening": Recurrence(at=time(19)),
    "daily at noon": Recurrence(at=time(12)),
    "weekdays at 6:30": Recurrence(WORKING_DAYS, time(6, 30)),
    "at 9 every day": Recurrence(at=time(9)),
    "every monday and thursday at 5 pm": Recurrence(frozenset({0, 3}), time(17)),
    "on weekends at ten": Recurrence(WEEKEND, time(10)),
    "mondays at 7": Recurrence(frozenset({0}), time(7)),
    "every two hours": Recurrence(interval_s=7200),
    "every 30 minutes": Recurrence(interval_s=1800),
    "every half hour": Recurrence(interval_s=1800),
    "every day": Recurrence(EVERY_DAY),
}
NO_TIME = (
    "to 9", "for 7", "at 50 percent", "at 21 degrees", "at full brightness", "set the volume at 5",
    "at 20", "10 minutes ago", "a second lamp", "once a day", "on the third floor", "at night",
    "midnight blue", "turn lamp 2 to 8", "every lamp", "for 0 minutes", "in 999999 weeks", "may i",
)  # fmt: skip
VOCABULARY = st.sampled_from(
    "at for in to until till every each day days weekday hour hours half a an quarter past to of "
    "tomorrow tonight this next morning night the monday fridays may third second and or , 7 12 24 "
    "0 7:30 am pm o'clock 999999 0.001 2130 noon midnight on later from now ago minutes 31".split()
)


def only(text: str, now: datetime = NOW, *, alarm: bool = False) -> TimeSpan:
    (span,) = find(tokens(text), now, alarm)
    return span


def shown(moment: datetime | None) -> str:
    return f"{moment:%Y-%m-%d %H:%M}" if moment else "never"


@pytest.mark.parametrize(("text", "seconds"), DURATIONS.items())
def test_a_length_of_time_is_a_duration(text: str, seconds: float) -> None:
    span = only(text)
    assert (span.kind, span.seconds) == ("duration", seconds)


@pytest.mark.parametrize(("text", "seconds"), DELAYS.items())
def test_a_delay_ends_so_many_seconds_from_now(text: str, seconds: float) -> None:
    span = only(text)
    assert (span.kind, span.seconds) == ("delay", seconds)
    assert span.moment == NOW + timedelta(seconds=seconds)


@pytest.mark.parametrize(("text", "moment"), MOMENTS.items())
def test_a_clock_time_is_its_next_moment(text: str, moment: str) -> None:
    span = only(text)
    assert (span.kind, shown(span.moment)) == ("at", moment)


@pytest.mark.parametrize(("text", "moment"), ALARMS.items())
def test_an_alarm_prefers_the_morning(text: str, moment: str) -> None:
    assert shown(only(text, alarm=True).moment) == moment


@pytest.mark.parametrize(("text", "every"), REPETITIONS.items())
def test_a_repetition_is_a_recurrence(text: str, every: Recurrence) -> None:
    span = only(text)
    assert span.when is not None
    assert (span.kind, span.when.every) == ("every", every)


@pytest.mark.parametrize("text", NO_TIME)
def test_what_only_looks_like_a_time_is_none(text: str) -> None:
    assert find(tokens(text), NOW) == ()


@pytest.mark.parametrize("text", ["for ten minutes", "for the next 10 minutes"])
def test_for_says_how_long_it_is_to_stay(text: str) -> None:
    span = only(text)
    assert span.when is not None
    assert (span.kind, span.when.for_s) == ("for", 600)


def test_until_counts_the_seconds_from_now() -> None:
    span = only("until nine")
    assert (span.kind, shown(span.moment), span.seconds) == ("until", "2026-03-04 21:00", 24_000)


def test_until_counts_from_the_start_that_was_said() -> None:
    at, until = find(tokens("from 7 to 9"), NOW)
    assert (at.kind, shown(at.moment), until.seconds) == ("at", "2026-03-04 19:00", 7200)


def test_a_range_of_an_alarm_keeps_to_the_morning() -> None:
    at, until = find(tokens("from 7 to 9"), NOW, alarm=True)
    assert (shown(at.moment), shown(until.moment)) == ("2026-03-05 07:00", "2026-03-05 09:00")


def test_a_day_alone_is_a_date() -> None:
    span = only("tomorrow")
    assert (span.kind, span.date, span.when) == ("date", date(2026, 3, 5), None)


def test_the_words_and_their_place_are_kept() -> None:
    span = only("turn the lamp off at 9 pm please")
    assert (span.start, span.end, span.spoken) == (4, 7, "at 9 pm")


def test_one_sentence_may_say_when_and_how_long() -> None:
    spans = find(tokens("turn on the light at 9 for ten minutes"), NOW)
    assert [span.kind for span in spans] == ["at", "for"]


def test_an_hour_that_daylight_saving_skips_is_the_moment_of_the_jump() -> None:
    eve = datetime(2026, 3, 28, 22, 0, tzinfo=BERLIN)
    assert shown(only("at 2:30 am", eve).moment) == "2026-03-29 03:30"


def test_a_delay_over_the_jump_has_its_full_length() -> None:
    eve = datetime(2026, 3, 29, 1, 30, tzinfo=BERLIN)
    moment = only("in an hour", eve).moment
    assert shown(moment) == "2026-03-29 03:30"


def test_days_over_the_jump_keep_the_time_of_day() -> None:
    eve = datetime(2026, 3, 28, 14, 0, tzinfo=BERLIN)
    assert shown(only("in 1 day", eve).moment) == "2026-03-29 14:00"


def test_an_hour_that_comes_twice_has_its_second_coming_after_the_first() -> None:
    between = datetime(2026, 10, 25, 2, 30, tzinfo=BERLIN)
    moment = only("at 2:15 am", between).moment
    assert moment is not None
    assert moment.astimezone(UTC) == datetime(2026, 10, 25, 1, 15, tzinfo=UTC)


def test_a_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        find(["at", "9"], datetime(2026, 3, 4))  # noqa: DTZ001


def test_the_first_length_of_time_is_the_duration() -> None:
    assert duration_of(tokens("set a pasta timer for an hour and a half")) == 5400
    assert duration_of(tokens("set a timer")) is None


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(4800, "1 hour and 20 minutes"), (1, "1 second"), (3661, "1 hour, 1 minute and 1 second"),
     (0, "0 seconds"), (-5, "0 seconds"), (172_800, "2 days"), (59.7, "1 minute")],
)  # fmt: skip
def test_a_duration_is_said_in_words(seconds: float, words: str) -> None:
    assert say_duration(seconds) == words


@pytest.mark.parametrize(
    ("at", "words"),
    [("2026-03-04 19:30", "7:30 pm"), ("2026-03-05 07:30", "7:30 am tomorrow"),
     ("2026-03-06 18:00", "6 pm on Friday"), ("2026-03-04 12:00", "noon"),
     ("2026-03-05 00:00", "midnight tomorrow"), ("2026-05-05 09:05", "9:05 am on Tuesday, May 5"),
     ("2027-01-01 08:00", "8 am on Friday, January 1, 2027"),
     ("2026-03-03 01:00", "1 am yesterday"),
    ],
)  # fmt: skip
def test_a_moment_is_said_as_near_as_needed(at: str, words: str) -> None:
    moment = datetime.fromisoformat(at).replace(tzinfo=BERLIN)
    assert say_time(moment, NOW) == words


@given(st.integers(1, 11), st.sampled_from([0, 1, 15, 30, 59]))
def test_a_clock_time_that_is_said_is_understood_again(hour: int, minute: int) -> None:
    moment = only(f"at {say_clock(time(hour, minute))}").moment
    assert moment is not None
    assert (moment.hour, moment.minute) == (hour, minute)


@given(st.integers(1, 86_400))
def test_a_duration_that_is_said_is_understood_again(seconds: int) -> None:
    assert duration_of(tokens(say_duration(seconds))) == seconds


@given(
    st.lists(VOCABULARY | st.text(max_size=8), max_size=12),
    st.datetimes(datetime(2020, 1, 1), datetime(2035, 1, 1), timezones=st.just(BERLIN)),  # noqa: DTZ001
    st.booleans(),
)
def test_spans_stand_inside_and_moments_are_aware(
    words: list[str], now: datetime, alarm: bool
) -> None:
    end = 0
    for span in find(words, now, alarm):
        assert end <= span.start < span.end <= len(words)
        assert span.moment is None or span.moment.tzinfo is BERLIN
        end = span.end
