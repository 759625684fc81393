"""What time it is: asked of a `Clock`, so that a scenario can play months in a second."""

from datetime import UTC, datetime
from typing import Protocol


class Clock(Protocol):
    """Something that knows the time."""

    def now(self) -> datetime:
        """The time: aware, in UTC."""


class SystemClock:
    """The machine's own clock."""

    def now(self) -> datetime:
        """The time: aware, in UTC."""
        return datetime.now(UTC)
