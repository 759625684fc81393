"""Time that costs nothing: an event loop that jumps to the next timer instead of waiting for it.

Everything that waits with `asyncio.sleep` runs as it would, in the same order, at once. There is
no I/O and there are no threads in such a loop: what is handed to an executor runs on the spot.
"""

import asyncio
import selectors
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

TIMER_RESOLUTION_S = 1e-6  # After a virtual year a float still tells microseconds apart.


class Deadlock(RuntimeError):
    """Everything waits for something else, and no timer is set."""


class _JumpingSelector(selectors.BaseSelector):
    """Stands where the loop would wait for sockets: instead of waiting, moves the time."""

    def __init__(self) -> None:
        self.now_s = 0.0
        self._keys: dict[Any, selectors.SelectorKey] = {}

    def register(self, fileobj: Any, events: int, data: Any = None) -> selectors.SelectorKey:
        """Keep the loop's own wake-up socket on the books; it is never read."""
        descriptor = fileobj if isinstance(fileobj, int) else fileobj.fileno()
        key = selectors.SelectorKey(fileobj, descriptor, events, data)
        self._keys[descriptor] = key
        return key

    def unregister(self, fileobj: Any) -> selectors.SelectorKey:
        """Forget it."""
        return self._keys.pop(fileobj if isinstance(fileobj, int) else fileobj.fileno())

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        """Jump over the time that a real loop would have waited."""
        if timeout is None:
            raise Deadlock("nothing can ever happen again: every task waits, and no timer is set")
        if timeout > 0:
            self.now_s += timeout
        return []

    def get_map(self) -> Mapping[Any, selectors.SelectorKey]:
        """What is registered."""
        return self._keys

    def close(self) -> None:
        """Forget everything."""
        self._keys.clear()


class VirtualTimeLoop(asyncio.SelectorEventLoop):
    """An event loop whose time is virtual; begins at 0 seconds.

    >>> with asyncio.Runner(loop_factory=VirtualTimeLoop) as runner:
    ...     runner.run(asyncio.sleep(86_400))
    ...     runner.get_loop().time()
    86400.0
    """

    def __init__(self) -> None:
        self._jumping = _JumpingSelector()
        super().__init__(self._jumping)
        self._clock_resolution = TIMER_RESOLUTION_S

    def time(self) -> float:
        """Virtual seconds since the loop was made."""
        return self._jumping.now_s

    def run_in_executor(  # type: ignore[override]
        self, executor: object, func: Callable[..., Any], *args: Any
    ) -> asyncio.Future[Any]:
        """Run it now, on this thread: the time stands still while it works."""
        future = self.create_future()
        try:
            future.set_result(func(*args))
        except Exception as error:
            future.set_exception(error)
        return future


class VirtualClock:
    """The time of day in a virtual loop."""

    def __init__(self, start: datetime, loop: asyncio.AbstractEventLoop | None = None) -> None:
        self._loop = loop or asyncio.get_running_loop()
        self._zero = start.astimezone(UTC) - timedelta(seconds=self._loop.time())

    def now(self) -> datetime:
        """The time: aware, in UTC."""
        return self._zero + timedelta(seconds=self._loop.time())
