"""Exchanges -> sessions: what one person said in one go, and how alike two sentences are.

Two turns of one talk that are more than 45 s apart belong to two wishes (the gap of Ponnusamy et
al., "Feedback-Based Self-Learning in Large-Scale Conversational AI Agents", AAAI 2020).
"""

from collections.abc import Iterable, Sequence

from rapidfuzz import fuzz

from context.exchanges import Exchange

GAP_S = 45.0
NEAR = 1 / 3  # Share of words in common; what two thirds of people do after a failure (science 2).
SPELLED_NEAR = 0.72  # Of letters: a word that was misheard leaves the rest of the sentence.


def sessions(past: Iterable[Exchange]) -> list[list[Exchange]]:
    """Runs of exchanges of one talker, each at most 45 s after the last, by their begin."""
    open_now: dict[str, list[Exchange]] = {}
    found: list[list[Exchange]] = []
    for each in past:
        talker = talker_of(each)
        run = open_now.get(talker)
        if run is None or each.at - run[-1].at > GAP_S:
            run = open_now[talker] = []
            found.append(run)
        run.append(each)
    return found


def talker_of(each: Exchange) -> str:
    """The person; of a voice that nobody knows, the place where it was heard."""
    return f"p {each.person}" if each.person is not None else f"s {each.satellite}"


def overlap(one: str, other: str) -> float:
    """Words in common, of all words of both (Jaccard).

    >>> overlap("dim the lamp", "dim the hall lamp")
    0.75
    """
    a, b = set(one.split()), set(other.split())
    return len(a & b) / len(a | b) if a | b else 0.0


def spelled(one: str, other: str) -> float:
    """How alike two sentences are by their letters, 0..1; spaces do not count."""
    return fuzz.ratio(one.replace(" ", ""), other.replace(" ", "")) / 100


def near(one: str, other: str) -> bool:
    """Whether one is likely another try at the other.

    >>> near("turn on the kit chin light", "turn on the kitchen light")
    True
    >>> near("make it cosy", "dim the lamp to 30 percent")
    False
    """
    return overlap(one, other) >= NEAR or spelled(one, other) >= SPELLED_NEAR


def following(run: Sequence[Exchange], index: int) -> Exchange | None:
    """What came next in a session."""
    return run[index + 1] if index + 1 < len(run) else None
