"""How loud a reply is said: quieter at night, and where somebody sleeps. Values in, a number out."""

from dataclasses import dataclass
from datetime import time

from context.snapshot import Snapshot

ASLEEP_MIN = 0.6  # A guess that is less sure must not make the day a whisper.


@dataclass(frozen=True)
class Loudness:
    """What the household wants; volumes are 0..1 of the samples' amplitude."""

    day: float = 1.0
    night: float = 0.4
    night_from: time = time(22)
    night_to: time = time(7)


def volume(wanted: Loudness, snapshot: Snapshot) -> float:
    """The volume now.

    Night is between its hours, over midnight where they are so, and while somebody sleeps.
    """
    asleep = any(a.kind == "sleeping" and a.confidence >= ASLEEP_MIN for a in snapshot.activities)
    night = asleep or _between(snapshot.now.time(), wanted.night_from, wanted.night_to)
    return min(wanted.night, wanted.day) if night else wanted.day


def _between(now: time, begin: time, end: time) -> bool:
    """Whether it is within hours that may go over midnight; the same hour twice is never.

    >>> _between(time(23), time(22), time(7)), _between(time(12), time(22), time(7))
    (True, False)
    """
    return begin <= now < end if begin <= end else now >= begin or now < end
