"""Moments and lengths of time in English."""

from datetime import datetime, time

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def duration(seconds: float) -> str:
    """A length of time.

    >>> duration(4800), duration(1)
    ('1 hour and 20 minutes', '1 second')
    """
    whole = max(0, round(seconds))
    days, rest = divmod(whole, 86_400)
    hours, rest = divmod(rest, 3600)
    minutes, secs = divmod(rest, 60)
    parts = [
        f"{n} {unit}{'s' * (n != 1)}"
        for n, unit in ((days, "day"), (hours, "hour"), (minutes, "minute"), (secs, "second"))
        if n
    ]
    if not parts:
        return "0 seconds"
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"


def clock(moment: time) -> str:
    """A time of day.

    >>> clock(time(19, 5)), clock(time(7))
    ('7:05 pm', '7 am')
    """
    hour = moment.hour % 12 or 12
    half = "am" if moment.hour < 12 else "pm"
    return f"{hour} {half}" if moment.minute == 0 else f"{hour}:{moment.minute:02} {half}"


def moment(when: datetime, now: datetime) -> str:
    """A moment as one would say it now."""
    left = (when - now).total_seconds()
    if 0 <= left < 3600 and round(left) % 60 == 0 and left >= 60:
        return f"in {duration(left)}"
    days = (when.date() - now.date()).days
    at = clock(when.time())
    if days == 0:
        return at
    if days == 1:
        return f"tomorrow at {at}"
    if 1 < days < 7:
        return f"on {DAYS[when.weekday()]} at {at}"
    return f"on {when.strftime('%B')} {when.day} at {at}"
