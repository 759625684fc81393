"""Plain words -> when: durations, delays, clock times, repetitions; and times back into words.

Takes tokens as `words.tokens` gives them, and the moment they were said. Computes; asks no clock.
"""
# ruff: noqa: SIM905 - tables of words are easiest to read and to translate as prose.

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import product
from typing import Literal

from context.agenda import EVERY_DAY, Recurrence, When

Kind = Literal["duration", "delay", "at", "every", "for", "until", "date"]
Day = date  # The field `date` below would hide its type.
DayPart = Literal["morning", "afternoon", "evening", "night"]


@dataclass(frozen=True, slots=True)
class TimeSpan:
    """One expression of time and the tokens [start, end) that said it, its preposition included."""

    start: int
    end: int
    kind: Kind
    """`date` is a day without a time to come ("tomorrow"): `when` is None, `date` is set."""
    when: When | None = None
    """delay, at -> `When(at=...)`; every -> `When(every=...)`; for -> `When(for_s=...)`; until ->
    `When(for_s=seconds)` from now, or from the start that was said before it; else None.
    An "every day" without a time has neither `at` nor `interval_s` in its `Recurrence`."""
    moment: datetime | None = None
    """delay, at -> that moment; every -> the first one, if its time is known; until -> the end;
    else None. It is past only for an hour of today, by name, that is gone."""
    seconds: float | None = None
    """Length of a duration, delay, for, until, or of an "every two hours"."""
    date: Day | None = None
    """The day that was named, or None."""
    day_part: DayPart | None = None
    """The part of the day that was named, or None."""
    spoken: str = ""
    """Its words."""


# --- English: another language is another set of these tables -------------------------------------

MINUTE, HOUR, DAY, WEEK = 60.0, 3600.0, 86_400.0, 604_800.0
UNITS_S: dict[str, float] = {
    **dict.fromkeys(("second", "seconds", "sec", "secs", "s"), 1.0),
    **dict.fromkeys(("minute", "minutes", "min", "mins", "m"), MINUTE),
    **dict.fromkeys(("hour", "hours", "hr", "hrs", "h"), HOUR),
    **dict.fromkeys(("day", "days"), DAY),
    **dict.fromkeys(("week", "weeks"), WEEK),
    **dict.fromkeys(("fortnight", "fortnights"), 2 * WEEK),
    **dict.fromkeys(("month", "months"), 30 * DAY),
}
"""Words for lengths of time, in seconds; a month is thirty days."""
SHORT_UNITS = frozenset(("s", "m", "h", "sec", "min", "hr"))
"""Units that count only after a number."""
LOOSE_UNITS = frozenset(("second", "day", "week", "month"))
"""Units that are a length after "a" only with a preposition: not "a second lamp", "once a day"."""
CLOCK_WORDS = frozenset(("am", "pm", "o'clock"))
A = frozenset(("a", "an", "1", "one"))
MORE = frozenset(("more", "additional", "extra", "further", "full", "whole", "entire"))
ANOTHER = frozenset(("another", "further"))
FEW = {"few": 3.0, "several": 5.0}
ROUGHLY = frozenset(("about", "around", "roughly", "approximately", "exactly", "just", "say"))
NOT_CLOCK_UNITS = frozenset(
    "percent percents degree degrees kelvin k celsius fahrenheit c f times notch notches "
    "step steps point".split()
)
"""After these, or a unit of time, "at 9" is no clock reading."""
NOT_CLOCK_NOUNS = frozenset("volume brightness level temperature speed position channel".split())
"""Before "at 9" these make it an amount."""

UNTIL = frozenset(("until", "till", "til", "untill"))
CLOCK_PREPOSITIONS = frozenset("at for to by from before after around about past".split())
BARE_HOUR_AFTER = frozenset(("at", *UNTIL))
"""Prepositions after which a bare number is an hour; with an alarm also those below."""
BARE_HOUR_AFTER_ALARM = frozenset(("for", "to", "by", "around", "about"))
PAST = frozenset(("past", "after"))
TO = frozenset(("to", "till", "til", "before", "of"))
FIXED_HOURS = {"noon": 12, "midday": 12, "midnight": 0}
PARTS: dict[str, DayPart] = {
    "morning": "morning", "afternoon": "afternoon", "evening": "evening", "night": "night",
    "mornings": "morning", "afternoons": "afternoon", "evenings": "evening", "nights": "night",
}  # fmt: skip
PART_TIMES: dict[DayPart, time] = {
    "morning": time(8), "afternoon": time(15), "evening": time(19), "night": time(21),
}  # fmt: skip
"""What a part of the day means when no hour is said."""
EVERY_PART_TIMES = PART_TIMES | {"morning": time(7)}
"""The same for what recurs: an "every morning" is about getting up."""
WEEKDAY_NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
WEEKDAYS = {name.lower(): index for index, name in enumerate(WEEKDAY_NAMES)}
WEEKDAYS_PLURAL = {f"{name}s": index for name, index in WEEKDAYS.items()}
WORKING_DAYS, WEEKEND = frozenset(range(5)), frozenset((5, 6))
DAY_GROUPS: dict[str, frozenset[int]] = {
    "day": EVERY_DAY, "weekday": WORKING_DAYS, "weekdays": WORKING_DAYS, "workday": WORKING_DAYS,
    "weekend": WEEKEND, "weekends": WEEKEND, "days": EVERY_DAY,
}  # fmt: skip
"""After "every"."""
RECURRING_WORDS: dict[str, frozenset[int]] = {
    "daily": EVERY_DAY, "nightly": EVERY_DAY, "weekdays": WORKING_DAYS, "workdays": WORKING_DAYS,
    "weekends": WEEKEND,
}  # fmt: skip
"""On their own, or after "on"."""
EVERY = frozenset(("every", "each"))
THIS = frozenset(("this", "next", "coming"))
MONTH_NAMES = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip
MONTHS = {name.lower(): index for index, name in enumerate(MONTH_NAMES, 1)}
ORDINALS = {
    word: value
    for value, word in enumerate(
        "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth "
        "thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth "
        "twentieth".split(),
        1,
    )
} | {"thirtieth": 30}

# --- limits ---------------------------------------------------------------------------------------

SECONDS_MAX = 366 * DAY  # A home plans no further ahead; beyond it a length of time is not one.
NUMBER = re.compile(r"[0-9]{1,6}(?:\.[0-9]{1,3})?")
HOUR_DIGITS = re.compile(r"[0-9]{1,2}")
CLOCK_DIGITS = re.compile(r"([01]?[0-9]|2[0-3]):([0-5][0-9])")
RUN_TOGETHER = re.compile(r"([01]?[0-9]|2[0-3])([0-5][0-9])")
"""730, 0700, 2115."""
HALF_DAY = 720  # Minutes.
MORNING_FROM, ALARM_FROM = 6, 5  # Hours from which an hour without am or pm is the morning's.
NIGHT_UNTIL = 5 * 60  # "2 at night" is after midnight; minutes of the day.


def find(tokens: Sequence[str], now: datetime, alarm: bool = False) -> tuple[TimeSpan, ...]:
    """All expressions of time, left to right, none overlapping another.

    `now` is aware, in the home's time zone (a `ZoneInfo`); every moment in the result is aware and
    in the same zone. With `alarm` a bare hour from five to eleven is the morning's, and "for 7" is
    a time.

    >>> now = datetime(2026, 3, 2, 12, tzinfo=UTC)
    >>> [(s.kind, s.seconds, s.spoken) for s in find("off in 10 minutes".split(), now)]
    [('delay', 600.0, 'in 10 minutes')]
    """
    if now.tzinfo is None:
        raise ValueError("`now` needs a time zone; pass the home's, for example Snapshot.now")
    spans: list[TimeSpan] = []
    index = 0
    while index < len(tokens):
        span = _read(tokens, index, now, alarm, spans) if _may_start(tokens[index]) else None
        if span is not None:
            spans.append(replace(span, spoken=" ".join(tokens[span.start : span.end])))
        index = span.end if span is not None else index + 1
    return tuple(spans)


def duration_of(tokens: Sequence[str]) -> float | None:
    """Seconds of the first length of time in the words ("an hour and a half" -> 5400.0)."""
    for index in range(len(tokens)):
        if _may_start(tokens[index]) and (length := _length(tokens, index)) is not None:
            return length.seconds
    return None


def say_duration(seconds: float) -> str:
    """A length of time in words, to the second.

    >>> say_duration(4800)
    '1 hour and 20 minutes'
    """
    left = round(max(0.0, min(seconds, 100 * SECONDS_MAX)))
    said = []
    for size, unit in ((86_400, "day"), (3600, "hour"), (60, "minute"), (1, "second")):
        count, left = divmod(left, size)
        if count:
            said.append(f"{count} {unit}{'' if count == 1 else 's'}")
    if not said:
        return "0 seconds"
    return " and ".join(filter(None, (", ".join(said[:-1]), said[-1])))


def say_time(moment: datetime, now: datetime) -> str:
    """A moment in words, as near as needed, in the zone of `now`.

    >>> say_time(datetime(2026, 3, 3, 7, 30, tzinfo=UTC), datetime(2026, 3, 2, 12, tzinfo=UTC))
    '7:30 am tomorrow'
    """
    local = moment.astimezone(now.tzinfo)
    clock = say_clock(local.time())
    days = (local.date() - now.date()).days
    if days == 0:
        return clock
    if days in (-1, 1):
        return f"{clock} {'tomorrow' if days > 0 else 'yesterday'}"
    weekday = WEEKDAY_NAMES[local.weekday()]
    if 1 < days < 7:
        return f"{clock} on {weekday}"
    year = f", {local.year}" if local.year != now.year else ""
    return f"{clock} on {weekday}, {MONTH_NAMES[local.month - 1]} {local.day}{year}"


def say_clock(clock: time) -> str:
    """A time of day in words: "7:30 am", "9 pm", "noon".

    >>> say_clock(time(21))
    '9 pm'
    """
    if clock.minute == 0 and clock.hour in (0, 12):
        return "noon" if clock.hour else "midnight"
    minutes = f":{clock.minute:02}" if clock.minute else ""
    return f"{clock.hour % 12 or 12}{minutes} {'pm' if clock.hour >= 12 else 'am'}"


# --- which expression starts here -----------------------------------------------------------------

_STARTERS = frozenset(
    (
        *"in after for within at on by from to before around about the a an half quarter".split(),
        *"this next coming today tomorrow tonight day few several another hourly weekly".split(),
        *"early late".split(),
        *UNTIL, *EVERY, *FIXED_HOURS, *WEEKDAYS, *WEEKDAYS_PLURAL, *RECURRING_WORDS, *MONTHS,
        *ORDINALS, "twenty", "thirty",
    )
)  # fmt: skip


def _may_start(word: str) -> bool:
    """A quick no for most words."""
    return word in _STARTERS or "0" <= word[:1] <= "9"


def _at(words: Sequence[str], index: int) -> str:
    return words[index] if 0 <= index < len(words) else ""


def _read(
    words: Sequence[str], index: int, now: datetime, alarm: bool, before: Sequence[TimeSpan]
) -> TimeSpan | None:
    """The expression of time that starts at this word."""
    word = words[index]
    goes_on = bool(before) and before[-1].end == index and before[-1].kind in ("at", "every")
    if word in UNTIL or (word == "to" and goes_on):
        begin = before[-1].moment if before and before[-1].kind != "until" else None
        return _until(words, index, now, alarm, begin or now)
    return (
        _interval(words, index, now)
        or _parts_span(words, index, now, alarm)
        or _length_span(words, index, now)
    )


# --- lengths of time ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Length:
    seconds: float
    end: int
    days: int | None = None
    """Whole days, when it was said in days or weeks: those follow the calendar."""


def _length(words: Sequence[str], index: int) -> _Length | None:
    """ "10 minutes", "an hour and a half", "half an hour", "1 hour 20", "another 5 minutes"."""
    start = index + (_at(words, index) in ANOTHER)
    first = _half_length(words, start) or _counted(words, start)
    if first is None or _at(words, first.end) == "ago":
        return None
    whole = _added(words, first)
    return whole if 0 < whole.seconds <= SECONDS_MAX else None


def _half_length(words: Sequence[str], index: int) -> _Length | None:
    """ "half an hour", "a half hour", "a quarter of an hour", "3 quarters of an hour"."""
    share, at = 0.0, index
    if NUMBER.fullmatch(_at(words, at)) and _at(words, at + 1) == "quarters":
        share, at = float(words[at]) / 4, at + 2
    else:
        at += _at(words, at) in A
        share = {"half": 0.5, "quarter": 0.25}.get(_at(words, at), 0.0)
        at += 1
    if not share:
        return None
    at += _at(words, at) == "of"
    at += _at(words, at) in A
    unit = UNITS_S.get(_at(words, at))
    if unit is None or words[at] in SHORT_UNITS:
        return None
    return _Length(share * unit, at + 1)


def _counted(words: Sequence[str], index: int) -> _Length | None:
    """ "10 minutes", "5 more minutes", "an hour", "a few minutes", "2 or 3 minutes"."""
    word, at = _at(words, index), index + 1
    if word == "a" and _at(words, at) in FEW:
        word, at = words[at], at + 1
    if word in FEW:
        count = FEW[word]
    elif NUMBER.fullmatch(word):
        count = float(word)
        if _at(words, at) in ("or", "to") and NUMBER.fullmatch(_at(words, at + 1)):
            if _at(words, at + 2) not in UNITS_S:
                return None
            count, at = float(words[at + 1]), at + 2
    elif word in A:
        return _single(words, index)
    else:
        return None
    at += _at(words, at) in MORE
    unit = UNITS_S.get(_at(words, at))
    return None if unit is None else _with_days(count, unit, at + 1)


def _single(words: Sequence[str], index: int) -> _Length | None:
    """ "an hour", "a minute or 2"; "a second" only where a length of time is meant."""
    at = index + 1
    at += _at(words, at) in MORE
    word = _at(words, at)
    unit = UNITS_S.get(word)
    if unit is None or word in SHORT_UNITS:
        return None
    if word in LOOSE_UNITS and not (
        _at(words, index - 1) in _LENGTH_BEFORE or _is_later(words, at + 1)
    ):
        return None
    if _at(words, at + 1) == "or" and _at(words, at + 2) in ("2", "so"):
        return _with_days(2.0 if words[at + 2] == "2" else 1.0, unit, at + 3)
    return _with_days(1.0, unit, at + 1)


_LENGTH_BEFORE = frozenset(("in", "for", "after", "within", "by", *EVERY, *ROUGHLY))


def _with_days(count: float, unit: float, end: int) -> _Length:
    days = count * unit / DAY
    calendar = unit >= DAY and days.is_integer()
    return _Length(count * unit, end, int(days) if calendar else None)


def _added(words: Sequence[str], first: _Length) -> _Length:
    """With what follows: "and a half", "and 20 minutes", "20"."""
    unit = UNITS_S.get(_at(words, first.end - 1), 0.0)
    at = first.end + (_at(words, first.end) in ("and", ","))
    said_and = _at(words, first.end) == "and"
    if said_and and _at(words, at) in A and _at(words, at + 1) in ("half", "quarter"):
        share = 0.5 if words[at + 1] == "half" else 0.25
        if _at(words, at + 2) not in UNITS_S and _at(words, at + 2) not in ("of", "an"):
            return _Length(first.seconds + share * unit, at + 2)
    more = _half_length(words, at) or _counted(words, at)
    if more is not None and UNITS_S.get(_at(words, more.end - 1), unit) < unit:
        rest = _added(words, more)
        return _Length(first.seconds + rest.seconds, rest.end)
    bare = _at(words, first.end)
    counts = unit in (HOUR, MINUTE) and HOUR_DIGITS.fullmatch(bare) and int(bare) < 60
    if counts and _ends_clause(words, first.end + 1):
        return _Length(first.seconds + int(bare) * unit / 60, first.end + 1)
    return first


def _ends_clause(words: Sequence[str], index: int) -> bool:
    return _at(words, index) in ("", ",", "and", "please", "timer", "from", "for", "then")


def _is_later(words: Sequence[str], index: int) -> bool:
    """ "from now", "later"."""
    return _at(words, index) == "later" or (
        _at(words, index) == "from" and _at(words, index + 1) in ("now", "today")
    )


def _length_span(words: Sequence[str], index: int, now: datetime) -> TimeSpan | None:
    """A duration, with "in" or "after" a delay, with "for" the time that something is to stay."""
    word = words[index]
    preposition = word in ("in", "after", "for", "within")
    at = index + preposition
    if _at(words, at) in ROUGHLY:
        at += 1
    if preposition and _at(words, at) == "up" and _at(words, at + 1) == "to":
        at += 2
    if _at(words, at) in ("the", "next", "coming"):
        at = _after_next(words, at)
    length = _next_length(words, at)
    if length is None:
        return None
    end, later = length.end, _is_later(words, length.end)
    if later:
        end += 1 if words[end] == "later" else 2
    elif word in ("in", "after") and _at(words, end) == "time":
        end += 1
    if later or word in ("in", "after", "within"):
        moment = _after(now, length)
        return TimeSpan(index, end, "delay", When(at=moment), moment, length.seconds)
    if word == "for":
        return TimeSpan(index, end, "for", When(for_s=length.seconds), None, length.seconds)
    return TimeSpan(index, end, "duration", None, None, length.seconds)


def _after_next(words: Sequence[str], at: int) -> int:
    """Past "the next"; where it was, if it is not that."""
    skip = at + (words[at] == "the")
    return skip + 1 if _at(words, skip) in ("next", "coming") else at


def _next_length(words: Sequence[str], at: int) -> _Length | None:
    """A length; after "next" and "every" one may leave out the number: "the next hour"."""
    length = _length(words, at)
    if length is not None:
        return length
    unit = UNITS_S.get(_at(words, at))
    if unit is None or _at(words, at) in SHORT_UNITS or _at(words, at - 1) not in _UNCOUNTED:
        return None
    return _with_days(1.0, unit, at + 1)


_UNCOUNTED = frozenset(("next", "coming", *EVERY))


def _after(now: datetime, length: _Length) -> datetime:
    """So much later: days by the calendar, all else by the clock that never jumps."""
    if length.days is not None:
        return _moment(now.date() + timedelta(days=length.days), now.timetz(), now)
    return (now.astimezone(UTC) + timedelta(seconds=length.seconds)).astimezone(now.tzinfo)


def _interval(words: Sequence[str], index: int, now: datetime) -> TimeSpan | None:
    """ "every 2 hours", "every half hour", "hourly"; "every day" is no interval."""
    if words[index] in ("hourly", "weekly"):
        length: _Length | None = _Length(HOUR if words[index] == "hourly" else WEEK, index + 1)
    elif words[index] in EVERY and _at(words, index + 1) not in DAY_GROUPS:
        length = _next_length(words, index + 1) or _every_other(words, index + 1)
    else:
        return None
    if length is None:
        return None
    every = Recurrence(interval_s=length.seconds)
    first = _after(now, length)
    return TimeSpan(index, length.end, "every", When(every=every), first, length.seconds)


def _every_other(words: Sequence[str], at: int) -> _Length | None:
    """ "every other hour" is every two of them."""
    unit = UNITS_S.get(_at(words, at + 1))
    if _at(words, at) != "other" or unit is None or words[at + 1] in SHORT_UNITS:
        return None
    return _with_days(2.0, unit, at + 2)


# --- clock readings -------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Clock:
    """What a clock shows."""

    minutes: int
    """Of the day; below 720 when `certain` is false."""
    certain: bool
    """Whether am or pm is known."""
    end: int
    explicit: bool = True
    """False for a mere "9", which is an hour only where a time is expected."""

    @property
    def time(self) -> time:
        """As it stands."""
        return time(*divmod(self.minutes, 60))


def _clock(words: Sequence[str], index: int) -> _Clock | None:
    """ "7:30", "9 pm", "half past 6", "quarter to 8", "noon", "9"."""
    return _relative_clock(words, index) or _plain_clock(words, index)


def _plain_clock(words: Sequence[str], index: int) -> _Clock | None:
    word = _at(words, index)
    if word in FIXED_HOURS:
        named_color = word == "midnight" and _at(words, index + 1) == "blue"
        return None if named_color else _Clock(FIXED_HOURS[word] * 60, True, index + 1)
    after = _at(words, index + 1)
    if HOUR_DIGITS.fullmatch(word) and int(word) < 24:
        hour, minute, explicit = int(word), 0, False
    elif (match := CLOCK_DIGITS.fullmatch(word)) is not None or (
        (match := RUN_TOGETHER.fullmatch(word)) is not None and _run_together(words, index)
    ):
        hour, minute, explicit = int(match[1]), int(match[2]), True
    else:
        return None
    end = index + 1 + (after == "o'clock" or (after == "hours" and len(word) == 4))
    explicit = explicit or after == "o'clock"
    if not explicit and (after in UNITS_S or after in NOT_CLOCK_UNITS):
        return None
    return _with_meridiem(words, hour, minute, end, explicit, ":" in word and word[0] == "0")


def _run_together(words: Sequence[str], index: int) -> bool:
    """Whether "730" here is half past seven, and not a number."""
    after = _at(words, index + 1)
    if after in ("am", "pm") or after == "hours":
        return True
    spoiled = after in UNITS_S or after in NOT_CLOCK_UNITS
    return _at(words, index - 1) in BARE_HOUR_AFTER and not spoiled


def _with_meridiem(
    words: Sequence[str], hour: int, minute: int, end: int, explicit: bool, certain: bool
) -> _Clock:
    """With "am" or "pm", if it follows."""
    word = _at(words, end)
    if word in ("am", "pm") and hour <= 12:
        return _Clock((hour % 12 + 12 * (word == "pm")) * 60 + minute, True, end + 1)
    certain = certain or hour > 12 or hour == 0
    return _Clock((hour if certain else hour % 12) * 60 + minute, certain, end, explicit)


def _relative_clock(words: Sequence[str], index: int) -> _Clock | None:
    """ "half past 6", "half 6", "a quarter to 8", "10 past 7", "20 minutes to 9"."""
    at = index + (_at(words, index) in ("a", "1") and _at(words, index + 1) == "quarter")
    word, side = _at(words, at), at + 1
    if word == "half":
        offset = 30
    elif word == "quarter":
        offset = 15
    elif HOUR_DIGITS.fullmatch(word) and 0 < int(word) < 60:
        offset = int(word)
        side += _at(words, side) in ("minute", "minutes")
    else:
        return None
    past, to = _at(words, side) in PAST, _at(words, side) in TO and word != "half"
    if word == "half" and not past and HOUR_DIGITS.fullmatch(_at(words, side)):
        base = _plain_clock(words, side)  # "half 6" is half past six.
    else:
        base = _plain_clock(words, side + 1) if past or to else None
    if base is None or base.minutes % 60 or not _says_relative(words, index, at, side):
        return None
    minutes = base.minutes + (-offset if to else offset)
    return _Clock(minutes % (2 * HALF_DAY if base.certain else HALF_DAY), base.certain, base.end)


def _says_relative(words: Sequence[str], index: int, at: int, side: int) -> bool:
    """Whether "N to M" is a clock reading here: "lamp 2 to 8" is none, nor is "after 6"."""
    if words[at] == "half":
        return _at(words, side) == "past" or _at(words, index - 1) in CLOCK_PREPOSITIONS | UNTIL
    if words[at] == "quarter" or (_at(words, side) == "past" and side == at + 1):
        return True
    before = _at(words, index - 1)
    if side == at + 1 and (int(words[at]) % 5 or before in ("from", "to")):
        return False  # "from 7 to 9" goes from seven to nine.
    return before in CLOCK_PREPOSITIONS | UNTIL


# --- days, parts of them, and repetitions ---------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Parts:
    """What has been read of one expression so far, in whatever order it was said."""

    end: int
    day: date | None = None
    weekday: int | None = None
    every: frozenset[int] | None = None
    clock: _Clock | None = None
    part: DayPart | None = None

    @property
    def named_day(self) -> bool:
        """Whether a day was said."""
        return self.day is not None or self.weekday is not None

    @property
    def empty(self) -> bool:
        """Whether nothing was read."""
        return not (self.named_day or self.every is not None or self.clock or self.part)


def _gather(words: Sequence[str], index: int, now: datetime, alarm: bool) -> _Parts:
    """All parts of the expression that starts here."""
    parts = _Parts(index)
    readers: tuple[Callable[[Sequence[str], _Parts, datetime, bool], _Parts | None], ...] = (
        _read_every, _read_day, _read_part, _read_clock,
    )  # fmt: skip
    for _ in range(len(readers)):  # Each can be said once.
        for reader in readers:
            more = reader(words, parts, now, alarm)
            if more is not None:
                parts = more
                break
        else:
            break
    return parts


def _read_every(words: Sequence[str], parts: _Parts, now: datetime, alarm: bool) -> _Parts | None:
    """ "every day", "each evening", "on weekdays", "every monday and thursday", "mondays"."""
    if parts.every is not None or parts.named_day:
        return None
    at = parts.end
    if _at(words, at) in EVERY:
        at += 1 + (_at(words, at + 1) == "single")
        word = _at(words, at)
        if word in PARTS and parts.part is None:
            return replace(parts, end=at + 1, every=EVERY_DAY, part=PARTS[word])
        if word in DAY_GROUPS:
            return replace(parts, end=at + 1, every=DAY_GROUPS[word])
        return _read_weekdays(words, replace(parts, end=at), WEEKDAYS | WEEKDAYS_PLURAL)
    at += _at(words, at) in ("on", "at")
    at += _at(words, at) == "the" and _at(words, at + 1) == "weekends"
    word = _at(words, at)
    if word in RECURRING_WORDS:
        return replace(parts, end=at + 1, every=RECURRING_WORDS[word])
    return _read_weekdays(words, replace(parts, end=at), WEEKDAYS_PLURAL)


def _read_weekdays(words: Sequence[str], parts: _Parts, known: dict[str, int]) -> _Parts | None:
    """ "monday and thursday", "mondays , wednesdays and fridays"."""
    days: set[int] = set()
    at = parts.end
    while (word := _at(words, at)) in known:
        days.add(known[word])
        parts = replace(parts, end=at + 1)
        at += 1
        at += _at(words, at) == ","
        at += _at(words, at) == "and"
    return replace(parts, every=frozenset(days)) if days else None


def _read_day(words: Sequence[str], parts: _Parts, now: datetime, alarm: bool) -> _Parts | None:
    """ "today", "tonight", "the day after tomorrow", "on friday", "on may fifth"."""
    if parts.named_day or parts.every is not None:
        return None
    at, today = parts.end, now.date()
    on = _at(words, at) in ("on", "for", "from", "by", "to")
    at += on
    word = _at(words, at)
    if word == "tonight" and parts.part is None:
        return replace(parts, end=at + 1, day=today, part="night")
    if word in ("today", "tomorrow"):
        return replace(parts, end=at + 1, day=today + timedelta(days=word == "tomorrow"))
    skip = at + (word == "the")
    if tuple(words[skip : skip + 3]) == ("day", "after", "tomorrow"):
        return replace(parts, end=skip + 3, day=today + timedelta(days=2))
    skip = at + (word in THIS)
    if _at(words, skip) in WEEKDAYS:
        sure = on or skip > at or not parts.empty or _at(words, at - 1) in UNTIL
        if not sure and not _clock_or_part_at(words, skip + 1):
            return None
        return replace(parts, end=skip + 1, weekday=WEEKDAYS[words[skip]])
    return _read_date(words, parts, at, on, today)


def _clock_or_part_at(words: Sequence[str], at: int) -> bool:
    return _at(words, at) in PARTS or (_at(words, at) == "at" and _clock(words, at + 1) is not None)


def _read_date(
    words: Sequence[str], parts: _Parts, at: int, on: bool, today: date
) -> _Parts | None:
    """ "may fifth", "the third of june", "december 25", "on the third"."""
    at += _at(words, at) == "the"
    if _at(words, at) in MONTHS:
        month: int | None = MONTHS[words[at]]
        day, end = _day_number(words, at + 1)
    else:
        day, end = _day_number(words, at)
        of = end + (_at(words, end) == "of")
        month = MONTHS.get(_at(words, of))
        if month is not None:
            end = of + 1
        elif not on or words[at - 1] != "the" or not _ends_date(words, end):
            return None
    found = _next_date(today, month, day) if day else None
    return None if found is None else replace(parts, end=end, day=found)


def _ends_date(words: Sequence[str], end: int) -> bool:
    """Whether "on the third" is over: "on the third floor" is no date."""
    return _ends_clause(words, end) or _at(words, end) in ("at", "in", "to")


def _day_number(words: Sequence[str], at: int) -> tuple[int, int]:
    """Day of a month and where its words end; 0 if there is none."""
    word, after = _at(words, at), _at(words, at + 1)
    tens = {"twenty": 20, "thirty": 30}.get(word, 0)
    if tens and ORDINALS.get(after, 10) < 10:
        return tens + ORDINALS[after], at + 2
    if word in ORDINALS:
        return ORDINALS[word], at + 1
    clock = after in CLOCK_WORDS
    if HOUR_DIGITS.fullmatch(word) and 0 < int(word) <= 31 and not clock:
        return int(word), at + 1
    return 0, at


MONTHS_AHEAD = 48  # The 29th of February comes every four years.


def _next_date(today: date, month: int | None, day: int) -> date | None:
    """The next such day, today included."""
    for ahead in range(MONTHS_AHEAD + 1):
        years, index = divmod(today.month - 1 + ahead, 12)
        if month not in (None, index + 1):
            continue
        try:
            candidate = date(today.year + years, index + 1, day)
        except ValueError:
            continue
        if candidate >= today:
            return candidate
    return None


def _read_part(words: Sequence[str], parts: _Parts, now: datetime, alarm: bool) -> _Parts | None:
    """ "in the morning", "this evening", "tomorrow morning", "9 at night"."""
    if parts.part is not None:
        return None
    at = parts.end
    at += _at(words, at) in ("early", "late") and not parts.empty
    word = _at(words, at)
    if word in PARTS and not parts.empty:
        return replace(parts, end=at + 1, part=PARTS[word])
    if word == "this" and _at(words, at + 1) in PARTS and not parts.named_day:
        part = PARTS[words[at + 1]]
        return replace(parts, end=at + 2, part=part, day=None if parts.every else now.date())
    if word == "in" and _at(words, at + 1) == "the" and _at(words, at + 2) in PARTS:
        return replace(parts, end=at + 3, part=PARTS[words[at + 2]])
    if word == "at" and _at(words, at + 1) == "night" and not parts.empty:
        return replace(parts, end=at + 2, part="night")
    return None


def _read_clock(words: Sequence[str], parts: _Parts, now: datetime, alarm: bool) -> _Parts | None:
    """ "at 9", "9 pm", "for 7" of an alarm."""
    if parts.clock is not None:
        return None
    at = parts.end
    preposition = _at(words, at) if _at(words, at) in CLOCK_PREPOSITIONS else ""
    at += bool(preposition)
    if preposition and _at(words, at) in ROUGHLY:
        at += 1
    clock = _clock(words, at)
    if clock is None:
        return None
    if not clock.explicit and not _bare_hour_counts(words, parts, preposition, clock, alarm):
        return None
    return replace(parts, end=clock.end, clock=clock)


def _bare_hour_counts(
    words: Sequence[str], parts: _Parts, preposition: str, clock: _Clock, alarm: bool
) -> bool:
    """Whether a mere number is an hour: "at 9", "for 7" of an alarm, "by 7 in the morning"."""
    start = parts.end
    before = _at(words, start - 1)
    certain = bool(_day_or_part_at(words, clock.end))
    if clock.certain and not (alarm or certain or parts.named_day or parts.every is not None):
        return False  # "at 20" is more often an amount than eight in the evening.
    if preposition == "at" or before in UNTIL:
        return before not in NOT_CLOCK_NOUNS
    if preposition == "from":
        return _at(words, clock.end) in UNTIL | {"to"}
    expected = bool(preposition in BARE_HOUR_AFTER_ALARM) or not parts.empty
    if alarm:
        return expected or (not preposition and certain)
    return certain and preposition in BARE_HOUR_AFTER_ALARM and preposition != "to"


def _day_or_part_at(words: Sequence[str], at: int) -> bool:
    """Whether a day or a part of one follows."""
    word = _at(words, at)
    if word in ("tomorrow", "today", "tonight"):
        return True
    if word in ("in", "this"):
        return _at(words, at + 1 + (word == "in")) in PARTS
    return word in ("on", "at") and (
        _at(words, at + 1) in WEEKDAYS or _at(words, at + 1) == "night"
    )


# --- expressions -> moments -----------------------------------------------------------------------


def _parts_span(words: Sequence[str], index: int, now: datetime, alarm: bool) -> TimeSpan | None:
    """A clock time, a day, or a repetition."""
    parts = _gather(words, index, now, alarm)
    if parts.empty:
        return None
    if parts.every is not None:
        return _recurring(index, parts, now, alarm)
    return _once(index, parts, now, alarm)


def _recurring(index: int, parts: _Parts, now: datetime, alarm: bool) -> TimeSpan:
    """ "every morning at 7"."""
    weekdays = parts.every or EVERY_DAY
    at: time | None = None
    if parts.clock is not None:
        at = _usual(parts.clock, parts.part, alarm)
    elif parts.part is not None:
        at = EVERY_PART_TIMES[parts.part]
    every = Recurrence(weekdays=weekdays, at=at)
    first = None if at is None else _first(now, at, weekdays)
    return TimeSpan(index, parts.end, "every", When(every=every), first, day_part=parts.part)


def _once(index: int, parts: _Parts, now: datetime, alarm: bool) -> TimeSpan:
    """ "tomorrow at 7", "at 9", "on friday"."""
    moment = _once_at(parts, now, alarm)
    day = parts.day
    if parts.weekday is not None:
        day = moment.date() if moment is not None else _next_weekday(now.date(), parts.weekday, 1)
    stale = parts.clock is None and moment is not None and not _is_after(moment, now)
    if moment is None or stale:
        return TimeSpan(index, parts.end, "date", date=day, day_part=parts.part)
    return TimeSpan(index, parts.end, "at", When(at=moment), moment, date=day, day_part=parts.part)


def _once_at(parts: _Parts, now: datetime, alarm: bool) -> datetime | None:
    """The moment that is meant; None for a day without a time."""
    if parts.clock is None and parts.part is None:
        return None
    if parts.weekday is not None:
        for ahead in (0, 1):
            day = _next_weekday(now.date(), parts.weekday, ahead)
            moment = _on_day(day, parts, now, alarm)
            if _is_after(moment, now):
                return moment
        return moment
    if parts.day is not None:
        return _on_day(parts.day, parts, now, alarm)
    if parts.clock is None:
        return _first(now, PART_TIMES[parts.part or "morning"], EVERY_DAY)
    return _next_reading(parts.clock, parts.part, now, alarm)


def _on_day(day: date, parts: _Parts, now: datetime, alarm: bool) -> datetime:
    """The moment on a day that was named."""
    if parts.clock is None:
        return _moment(day, PART_TIMES[parts.part or "morning"], now)
    clock = parts.clock
    if parts.part is None and not clock.certain and day == now.date() and not alarm:
        for late in (0, HALF_DAY):
            moment = _moment(day, replace(clock, minutes=clock.minutes + late).time, now)
            if _is_after(moment, now):
                return moment
    at = _usual(clock, parts.part, alarm)
    after_midnight = at.hour * 60 + at.minute < NIGHT_UNTIL
    small_hours = now.hour * 60 + now.minute < NIGHT_UNTIL and day == now.date()
    moment = _moment(day, at, now)
    if after_midnight and parts.part == "night" and not (small_hours and _is_after(moment, now)):
        return _moment(day + timedelta(days=1), at, now)
    if clock.minutes == 0 and clock.certain and day == now.date():
        return _moment(day + timedelta(days=1), at, now)  # Today's midnight is its end.
    return moment


def _usual(clock: _Clock, part: DayPart | None, alarm: bool) -> time:
    """The time of day that is meant, whatever the time is now.

    Without am, pm or a part of the day, hours from six (for an alarm from five) are the morning's.
    """
    if clock.certain:
        return clock.time
    early = clock.minutes
    if part == "morning":
        late = False
    elif part == "night":
        late = early >= NIGHT_UNTIL
    elif part is not None:
        late = True
    else:
        late = early < (ALARM_FROM if alarm else MORNING_FROM) * 60
    return replace(clock, minutes=early + HALF_DAY * late).time


def _next_reading(clock: _Clock, part: DayPart | None, now: datetime, alarm: bool) -> datetime:
    """The next moment at which a clock shows this."""
    settled = clock.certain or part is not None or (alarm and clock.minutes >= ALARM_FROM * 60)
    if settled:
        return _first(now, _usual(clock, part, alarm), EVERY_DAY)
    twice = (clock.time, replace(clock, minutes=clock.minutes + HALF_DAY).time)
    return min((_first(now, at, EVERY_DAY) for at in twice), key=_utc)


def _first(now: datetime, at: time, weekdays: frozenset[int]) -> datetime:
    """The first such time after now, in an hour that the clocks repeat also its second coming."""
    return next(moment for moment in _moments(now, at, weekdays) if _is_after(moment, now))


def _moments(now: datetime, at: time, weekdays: frozenset[int]) -> Iterator[datetime]:
    for ahead, fold in product(range(9), (0, 1)):
        day = now.date() + timedelta(days=ahead)
        if day.weekday() in weekdays:
            yield _moment(day, at.replace(fold=fold), now)


def _moment(day: date, at: time, now: datetime) -> datetime:
    """A local time; one that daylight saving skips is the moment the clocks jump past it."""
    local = datetime.combine(day, at.replace(tzinfo=None), tzinfo=now.tzinfo)
    return local.astimezone(UTC).astimezone(now.tzinfo)


def _next_weekday(today: date, weekday: int, weeks_or_days: int) -> date:
    """The next such day; `weeks_or_days` 0 allows today, 1 does not."""
    ahead = (weekday - today.weekday()) % 7
    return today + timedelta(days=ahead or 7 * weeks_or_days)


def _is_after(moment: datetime, now: datetime) -> bool:
    return _utc(moment) > _utc(now)


def _utc(moment: datetime) -> datetime:
    """To compare by: in one zone Python compares what the clocks show."""
    return moment.astimezone(UTC)


def _until(
    words: Sequence[str], index: int, now: datetime, alarm: bool, begin: datetime
) -> TimeSpan | None:
    """ "until 9", "until tomorrow morning", "until friday": the end of what starts at `begin`."""
    words = (*words[:index], "until", *words[index + 1 :])  # A "to" in its place counts as one.
    at = index + 1
    at += _at(words, at) in ("the", "this") and _at(words, at + 1) in PARTS
    if _at(words, at) in PARTS:
        parts = _Parts(at + 1, part=PARTS[words[at]])
    else:
        parts = _gather(words, at, now, alarm)
    if parts.every is not None or parts.empty:
        return None
    if parts.clock is None and parts.part is None:
        parts = replace(parts, part="morning")
    span = _once(index, parts, now if parts.named_day else begin, alarm)
    seconds = (_utc(span.moment) - _utc(begin)).total_seconds() if span.moment else 0.0
    if seconds <= 0:
        return None
    return replace(span, kind="until", when=When(for_s=seconds), seconds=seconds)
