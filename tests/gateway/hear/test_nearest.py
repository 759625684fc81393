import asyncio
from collections.abc import Sequence

import pytest

from gateway.evaluate.virtual_time import VirtualTimeLoop
from gateway.hear.nearest import Claim, Nearest, nearest
from gateway.hear.parts import Wake


def claim(
    satellite: str, level_db: float | None = 20, score: float = 0.9, word: str = "a"
) -> Claim:
    return Claim(satellite, Wake(word, score, 0, level_db))


@pytest.mark.parametrize(
    ("claims", "wins"),
    [
        ([claim("hall")], "hall"),
        ([claim("hall", 12), claim("kitchen", 30)], "kitchen"),
        ([claim("hall", 20, 0.99), claim("kitchen", 22, 0.55)], "hall"),
        ([claim("hall", 20, 0.99), claim("kitchen", 30, 0.55)], "kitchen"),
        ([claim("kitchen"), claim("hall")], "hall"),
        ([claim("hall", None, 0.6), claim("kitchen", None, 0.9)], "kitchen"),
    ],
)
def test_the_nearest(claims: Sequence[Claim], wins: str) -> None:
    assert nearest(claims).satellite == wins
    assert nearest(claims[::-1]).satellite == wins


def answers(*claims: tuple[float, Claim]) -> list[tuple[bool, float]]:
    """Of claims at these seconds: who answers, and when each knows it."""

    async def one(arbiter: Nearest, at_s: float, made: Claim) -> tuple[bool, float]:
        await asyncio.sleep(at_s)
        answer = await arbiter.answers(made)
        return answer, round(asyncio.get_running_loop().time() - began, 3)

    async def play() -> list[tuple[bool, float]]:
        nonlocal began
        began = asyncio.get_running_loop().time()
        arbiter = Nearest()
        return list(await asyncio.gather(*(one(arbiter, *each) for each in claims)))

    began = 0.0
    with asyncio.Runner(loop_factory=VirtualTimeLoop) as runner:
        return runner.run(play())


def test_one_alone_answers_after_300_ms() -> None:
    assert answers((0, claim("hall"))) == [(True, 0.3)]


def test_of_several_only_the_nearest_answers_and_all_know_at_once() -> None:
    heard = answers((0, claim("hall", 12)), (0.2, claim("kitchen", 30)), (0.29, claim("bath", 5)))
    assert heard == [(False, 0.3), (True, 0.3), (False, 0.3)]


def test_who_comes_after_the_decision_is_silent_however_near() -> None:
    assert answers((0, claim("hall", 12)), (0.5, claim("kitchen", 40))) == [
        (True, 0.3),
        (False, 0.5),
    ]


def test_later_it_is_another_saying_of_the_word() -> None:
    assert answers((0, claim("hall")), (1.2, claim("kitchen"))) == [(True, 0.3), (True, 1.5)]


def test_the_same_satellite_again_is_another_saying_at_once() -> None:
    assert answers((0, claim("hall")), (0.6, claim("hall"))) == [(True, 0.3), (True, 0.9)]


def test_different_words_are_different_people() -> None:
    heard = answers((0, claim("hall", word="a")), (0, claim("kitchen", word="b")))
    assert heard == [(True, 0.3), (True, 0.3)]


def test_who_stops_waiting_spoils_nothing_for_the_others() -> None:
    async def play() -> bool:
        arbiter = Nearest()
        first = asyncio.create_task(arbiter.answers(claim("hall", 10)))
        second = asyncio.create_task(arbiter.answers(claim("kitchen", 30)))
        await asyncio.sleep(0.1)
        first.cancel()
        return await second

    with asyncio.Runner(loop_factory=VirtualTimeLoop) as runner:
        assert runner.run(play())
