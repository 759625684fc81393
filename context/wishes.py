"""What was done before when the same was wished: vague words, and the acts that followed them.

"I'm off" names no act; who said it twice and then each time put out the lights and locked the door
means that. Read from the turns that a snapshot holds; explicit words never come here.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from context.attention import same_talk
from context.snapshot import Snapshot
from context.turn import Act, Ask, Decline, Resolution, Transcript, Turn
from devices.model import Command

FOLLOWS_S = 180.0  # What is asked for three minutes after a wish is a new thought.
OCCASIONS_MIN = 2  # Once is chance.
OCCASIONS_MAX = 5  # Habits change: the latest occasions tell.
SHARE_MIN = 0.5  # Of the occasions, in how many an act came for it to belong to the wish.
AROUND_S = 5400.0  # "The usual" of eight is what is done from half past six to half past nine.
DAY_S = 86400.0
NOTHING = frozenset({"not_understood", "no_such_device", "nothing_there", "not_found"})
"""Reasons that say of words that they named nothing here."""
FILLERS = frozenset(
    """a an the please now it is am i we me my our so really very just to for in here and then again
    let us have want need would like get ok okay well oh hey thanks thank you time""".split()  # noqa: SIM905 - a table of words
)


@dataclass(frozen=True)
class Habit:
    """What is usually done."""

    resolutions: tuple[Resolution, ...]
    """As they were last said, in their order."""
    occasions: int
    """How often it was so."""


WAKE_MIN = 0.7  # What woke us by half may have been the television.


def gist(text: str) -> frozenset[str]:
    """The words of a wish that tell it from another; all of them when none does."""
    words = frozenset(w for w in text.replace(",", " ").split())
    return words - FILLERS or words


def after_wish(
    text: str, snapshot: Snapshot, transcript: Transcript, vague: Callable[[Turn], bool]
) -> Habit | None:
    """What followed when this was wished before; None when nothing did, or not twice.

    `vague`: whether a turn named no act of its own.
    """
    wished = gist(text)
    if transcript.wake < WAKE_MIN:
        return None
    occasions: list[list[Resolution]] = []
    for index in range(len(snapshot.turns) - 1, -1, -1):
        turn = snapshot.turns[index]
        if gist(turn.interpretation.text) != wished or not _akin(turn, transcript):
            continue
        if not vague(turn) or turn.transcript.wake < WAKE_MIN:
            continue
        acts = _acts_after(turn, snapshot.turns[index + 1 :])
        if acts:
            occasions.append(acts)
        if len(occasions) == OCCASIONS_MAX:
            break
    return _habit(occasions)


def at_this_hour(snapshot: Snapshot, transcript: Transcript) -> Habit | None:
    """What this person does at this time of other days, here; None when it is nothing regular."""
    days: dict[int, list[Resolution]] = {}
    for turn in reversed(snapshot.turns):
        age_s = (snapshot.now - turn.at).total_seconds()
        off_s = abs((age_s + DAY_S / 2) % DAY_S - DAY_S / 2)
        if age_s > DAY_S / 2 and off_s <= AROUND_S and _same_ears(turn, transcript):
            days.setdefault(round(age_s / DAY_S), [])[:0] = _acts(turn)
    return _habit([acts for acts in days.values() if acts][:OCCASIONS_MAX])


def _akin(turn: Turn, transcript: Transcript) -> bool:
    """Said by the same person, or where nobody was recognised, at the same ears."""
    known = turn.transcript.person is not None and transcript.person is not None
    return turn.transcript.person == transcript.person if known else same_talk(turn, transcript)


def _same_ears(turn: Turn, transcript: Transcript) -> bool:
    same = transcript.satellite is not None and turn.transcript.satellite == transcript.satellite
    return same and _akin(turn, transcript)


def _acts_after(wish: Turn, later: Iterable[Turn]) -> list[Resolution]:
    """What was asked for right after a wish; what we did ourselves because of it counts, too."""
    found = _acts(wish) if wish.interpretation.intent == "Wish" else []
    for turn in later:
        if (turn.at - wish.at).total_seconds() > FOLLOWS_S:
            break
        if same_talk(turn, wish.transcript):
            found += _acts(turn)
    return found


def _acts(turn: Turn) -> list[Resolution]:
    """The clauses of a turn that told devices to do something at once."""
    if not isinstance(turn.decision, Act):
        return []
    if not any(isinstance(step, Command) for step in turn.decision.steps):
        return []
    return [
        r for r in turn.resolutions if r.problem in (None, "ambiguous") and r.clause.when.is_now
    ]


def _habit(occasions: Sequence[Sequence[Resolution]]) -> Habit | None:
    """Acts that most of the occasions share, in the order and the words of the latest."""
    if len(occasions) < OCCASIONS_MIN:
        return None
    often: dict[str, int] = {}
    for acts in occasions:
        for key in {_key(act) for act in acts}:
            often[key] = often.get(key, 0) + 1
    least = max(OCCASIONS_MIN, SHARE_MIN * len(occasions))
    usual: dict[str, Resolution] = {}
    for acts in reversed(occasions):  # the latest comes last, and its words win
        for act in acts:
            if often[_key(act)] >= least:
                usual[_key(act)] = act
    return Habit(tuple(usual.values()), len(occasions)) if usual else None


def _key(act: Resolution) -> str:
    slots = sorted(
        (k, str(v)) for k, v in act.reading.slots.items() if k not in ("corrects", "domain")
    )
    return f"{act.reading.intent} {sorted(act.targets)} {slots}"


def came_to_nothing(turn: Turn) -> bool:
    """Whether a turn named nothing that we know how to do."""
    if turn.interpretation.intent in ("Wish", "Moment"):
        return True
    if isinstance(turn.decision, Ask):  # It asked about whatever is here, for want of a name.
        return all(c.how == "only" for r in turn.resolutions for c in r.candidates)
    return isinstance(turn.decision, Decline) and turn.decision.reason in NOTHING
