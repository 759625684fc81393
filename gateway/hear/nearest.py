"""Several microphones hear one wake word: the nearest answers, the others fall silent.

The nearest is where the word stands highest above that microphone's own noise, which no gain
setting changes; where two are alike, the surer score decides. Who hears it first waits 300 ms for
the others.
"""

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass, field

from gateway.hear.parts import Wake

WINDOW_S = 0.3
"""For the others' sound to come in: rooms are 30 ms apart, Wi-Fi 100."""
LATE_S = 1.0
"""Since the first: who comes after the decision and before this heard the same saying."""
SCORE_DB = 12.0
"""What a score of 1 instead of 0 weighs: 0.5 less is as much as twice the distance (6 dB)."""


@dataclass(frozen=True)
class Claim:
    """A satellite heard a wake word."""

    satellite: str
    wake: Wake


def nearest(claims: Iterable[Claim]) -> Claim:
    """Who answers; of equals the first by name, so that all would say the same. At least one claim.

    Louder by 10 dB and less sure by 0.5: 10 - 6 dB, nearer.
    """
    return min(claims, key=lambda claim: (-_nearness_db(claim.wake), claim.satellite))


def _nearness_db(wake: Wake) -> float:
    # Where no noise was measured yet (a microphone that just began) only the score speaks.
    return (wake.level_db or 0.0) + SCORE_DB * wake.score


@dataclass
class _Round:
    """Claims upon one saying of a word."""

    began_s: float
    winner: asyncio.Future[str]
    claims: list[Claim] = field(default_factory=list)


class Nearest:
    """Decides between satellites, by the time of the running event loop."""

    def __init__(self, window_s: float = WINDOW_S, late_s: float = LATE_S) -> None:
        self._window_s = window_s
        self._late_s = late_s
        self._rounds: dict[str, _Round] = {}
        """The last of each word."""

    async def answers(self, claim: Claim) -> bool:
        """Whether this satellite is the one to answer; known `window_s` after the first claim."""
        word = claim.wake.word
        loop = asyncio.get_running_loop()
        going = self._rounds.get(word)
        if going is None or self._is_new(going, claim, loop.time()):
            going = self._rounds[word] = _Round(loop.time(), loop.create_future())
            loop.call_later(self._window_s, _decide, going)
        going.claims.append(claim)
        return await asyncio.shield(going.winner) == claim.satellite

    def _is_new(self, going: _Round, claim: Claim, now_s: float) -> bool:
        """Whether the word was said again: it is late, or this satellite had heard it already."""
        if not going.winner.done():
            return False
        again = any(each.satellite == claim.satellite for each in going.claims)
        return again or now_s - going.began_s >= self._late_s


def _decide(going: _Round) -> None:
    if not going.winner.done():
        going.winner.set_result(nearest(going.claims).satellite)
