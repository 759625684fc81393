"""How likely something follows something else so often by chance alone."""

from math import comb

ONE_OF = 10.0  # Wishes that a person is taken to have before any was heard.
CHANCE_MAX = 0.01  # Below it, it is no chance.


def by_chance(times: int, tries: int, elsewhere: int, others: int) -> float:
    """Probability that a wish comes right after some words in `times` of `tries` cases or more, if
    it came there only as often as it always does: the tail of a binomial distribution.

    `elsewhere`: how often the wish was said at other times, when `others` wishes were said in all.

    >>> by_chance(3, 3, elsewhere=0, others=0)
    0.000125
    >>> by_chance(3, 3, elsewhere=12, others=12) > CHANCE_MAX
    True
    """
    share = (elsewhere + 0.5) / (others + ONE_OF)
    tail = sum(
        comb(tries, k) * share**k * (1 - share) ** (tries - k) for k in range(times, tries + 1)
    )
    return round(tail, 9)
