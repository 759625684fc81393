import asyncio
import time

import pytest

from gateway.evaluate.virtual_time import Deadlock, VirtualClock, VirtualTimeLoop
from tests.gateway.evaluate.fakes import MONDAY, virtually


def test_a_month_of_sleep_takes_no_time() -> None:
    began = time.perf_counter()
    virtually(lambda: asyncio.sleep(30 * 86_400))
    assert time.perf_counter() - began < 1


def test_timers_run_in_the_order_of_their_time() -> None:
    async def story() -> list[float]:
        order: list[float] = []
        loop = asyncio.get_running_loop()
        for delay in (3.0, 1.0, 2.0):
            loop.call_later(delay, order.append, delay)
        await asyncio.sleep(4)
        return order

    assert virtually(story) == [1.0, 2.0, 3.0]


def test_the_clock_goes_with_the_loop() -> None:
    async def story() -> float:
        clock = VirtualClock(MONDAY)
        await asyncio.sleep(3600)
        return (clock.now() - MONDAY).total_seconds()

    assert virtually(story) == pytest.approx(3600)


def test_waiting_for_what_never_comes_is_a_deadlock() -> None:
    with pytest.raises(Deadlock, match="no timer is set"):
        virtually(lambda: asyncio.Event().wait())


def test_an_executor_works_at_once_and_in_no_thread() -> None:
    async def story() -> int:
        return await asyncio.get_running_loop().run_in_executor(None, sum, (1, 2))

    assert virtually(story) == 3


def test_a_time_limit_strikes_in_virtual_time() -> None:
    async def story() -> None:
        async with asyncio.timeout(5):
            await asyncio.sleep(60)

    with pytest.raises(TimeoutError):
        virtually(story)


def test_a_year_goes_by_in_one_timer() -> None:
    async def story() -> float:
        await asyncio.sleep(400 * 86_400.5)
        return asyncio.get_running_loop().time()

    assert virtually(story) == pytest.approx(400 * 86_400.5)


def test_a_loop_can_be_closed_twice() -> None:
    loop = VirtualTimeLoop()
    loop.close()
    loop.close()
    assert loop.is_closed()
