"""When a lesson is to hold: "at night", "on weekdays", "when i am alone".

>>> peel("i like it at 19 at night")
('i like it at 19', Condition(hours=(21, 6), days=(), alone=None, area=None, words='at night'))
"""

import re
from dataclasses import replace

from context.lesson import Condition

HOURS: dict[str, tuple[float, float]] = {
    r"(?:at night|at night time|at nighttime|by night|overnight|during the night|of a night|(?:when it is )?bedtime|at bedtime|late at night)": (21, 6),
    r"(?:in|during) the mornings?|(?:every|each|of a) morning|first thing(?: in the morning)?|at breakfast(?: time)?": (5, 11),
    r"(?:in|during) the afternoons?|(?:every|each|of an) afternoon": (12, 18),
    r"(?:in|during|on) the evenings?|(?:every|each|of an) evening|evenings|after work": (17, 23),
    r"(?:in|during) the day(?:time)?|by day|daytime": (7, 20),
    r"before (?:noon|midday|lunch)": (5, 12),
    r"after (?:noon|midday|lunch)": (12, 18),
    r"after midnight|past midnight": (0, 6),
    r"at lunch(?: time)?|around lunch(?: time)?": (11, 14),
    r"at dinner(?: time)?|around dinner(?: time)?|at supper": (17, 21),
}  # fmt: skip
_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
DAYS: dict[str, tuple[int, ...]] = {
    r"weekdays|(?:on|during) (?:the )?(?:weekdays|week days|week|work days|workdays|working days|school days)|(?:every|each) (?:weekday|workday)": (0, 1, 2, 3, 4),
    r"(?:on|at|over|during) (?:the )?weekends?|(?:every|each) weekend": (5, 6),
    **{rf"(?:on )?{day}s|(?:every|each) {day}": (number,) for number, day in enumerate(_DAYS)},
}  # fmt: skip
ALONE = r"(?:when|if|while|whenever) (?:i am|it is just me|only i am|i am home) ?(?:all |here |home )*(?:alone|by myself|on my own|the only one(?: home| here)?|home|here)?|when nobody else is (?:home|here|in)"
_CLOCK = re.compile(
    r"(?:^| )(?:(?:but )?only )?(?P<side>after|past|from|before|until) (?P<hour>\d{1,2})(?: (?P<minute>\d\d))?(?: o clock)?(?: (?P<half>am|pm|a m|p m|in the (?:morning|evening|afternoon)|at night))?$"
)
_TABLE: tuple[tuple[re.Pattern[str], Condition], ...] = tuple(
    (re.compile(rf"(?P<before>^|.*?[ ,]) ?(?:, )?(?:but )?(?:only )?(?P<said>{pattern})$"), condition)
    for pattern, condition in (
        *((p, Condition(hours=hours)) for p, hours in HOURS.items()),
        *((p, Condition(days=days)) for p, days in DAYS.items()),
        (ALONE, Condition(alone=True)),
    )
)  # fmt: skip


_DAY = "|".join(_DAYS)
_DAY_RANGE = re.compile(
    rf"(?:^| )(?:, )?(?:but )?(?:only )?(?P<said>(?:on |from )?(?P<first>{_DAY})s? (?P<how>to|through|till|until|and) (?P<last>{_DAY})s?)$"
)


def _days_of(text: str) -> tuple[str, Condition]:
    """Words without "monday to friday", and which days these are."""
    match = _DAY_RANGE.search(text)
    if match is None:
        return text, Condition()
    first, last = _DAYS.index(match["first"]), _DAYS.index(match["last"])
    days = (
        tuple(sorted({first, last}))
        if match["how"] == "and"
        else tuple(sorted((first + n) % 7 for n in range((last - first) % 7 + 1)))
    )
    return text[: match.start()].rstrip(" ,"), Condition(days=days, words=match["said"])


def peel(text: str) -> tuple[str, Condition]:
    """Words without the condition at their end, and it; they themselves when there is none."""
    clocked = _clocked(text)
    if not clocked[1].always:
        return clocked
    ranged = _days_of(text)
    if not ranged[1].always:
        return ranged
    for pattern, condition in _TABLE:
        match = pattern.match(text)
        if match is not None:
            rest = match["before"].rstrip(" ,")
            return rest, replace(condition, words=match["said"])
    return text, Condition()


def _clocked(text: str) -> tuple[str, Condition]:
    """Words without "after ten", and when that is."""
    clock = _CLOCK.search(text)
    if clock is not None:
        hour = _hour(int(clock["hour"]), clock["half"], clock["side"])
        if hour is not None:
            late = clock["side"] in ("before", "until")
            hours = (5.0 if hour > 5 else 17.0, hour) if late else (hour, 5.0)
            return text[: clock.start()].rstrip(" ,"), Condition(
                hours, words=clock[0].strip().removeprefix("but ").removeprefix("only ")
            )
    return text, Condition()


_IT_IS = re.compile(
    r"^(?:only )?(?:if|when|whenever|once|while) it (?:is|gets) (?=after |past |before )"
)


def lead(text: str) -> tuple[str, Condition]:
    """Words without the condition that they begin with, and it.

    >>> lead("at night , i like it at 19")
    ('i like it at 19', Condition(hours=(21, 6), days=(), alone=None, area=None, words='at night'))
    """
    head, comma, rest = text.partition(" , ")
    if not comma:
        return text, Condition()
    left, condition = peel(_IT_IS.sub("", head.removesuffix(" only")))
    return (rest, condition) if not left and not condition.always else (text, Condition())


def _hour(hour: int, half: str | None, side: str) -> float | None:
    """The hour of the day; a bare one after a day's work is in the evening."""
    if hour > 24:
        return None
    half = half or ""
    evening = half in ("pm", "p m", "in the evening", "in the afternoon", "at night")
    if hour < 12 and (evening or (not half and side in ("after", "past", "from") and hour < 12)):
        return float(hour + 12)
    if hour == 12 and half in ("am", "a m", "at night"):
        return 0.0
    return float(hour % 24)
