"""What was done before when the same was wished: vague words, and the acts that followed them.

"I'm off" names no act; who said it twice and then each time put out the lights and locked the door
means that. Read from the turns that a snapshot holds; explicit words never come here. What counts
is what was asked for, carried out and not undone; a wish that was granted stands for the occasions
that it rested on, and adds none.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from context.attention import ABOUT_TALK, same_talk
from context.chance import CHANCE_MAX, by_chance
from context.deeds import CARRIED_OUT, WAKE_MIN
from context.snapshot import Snapshot
from context.turn import Act, Ask, Decline, Resolution, Transcript, Turn

FOLLOWS_S = 180.0  # What is asked for three minutes after a wish is a new thought.
OCCASIONS_MIN = (
    3  # Twice is chance: a vague word is followed by all sorts of things on two evenings.
)
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


@dataclass
class _Occasion:
    """One time that it was wished, or one day about this hour."""

    asked: list[Resolution] = field(default_factory=list)
    """What was asked for in so many words."""
    granted: list[Resolution] = field(default_factory=list)
    """What we did by ourselves because of the wish."""
    rests_on: int = 0
    """How many occasions that had shown."""
    undone: bool = False
    """What we did was taken back: not that, this time."""


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
    undone = _undone(snapshot)
    occasions: list[_Occasion] = []
    for index in range(len(snapshot.turns) - 1, -1, -1):
        turn = snapshot.turns[index]
        if gist(_heard(turn)) != wished or not _akin(turn, transcript):
            continue
        if not (turn.rewrite or vague(turn)) or turn.transcript.wake < WAKE_MIN:
            continue
        occasion = _Occasion()
        if _granted(turn) is not None:
            _note(occasion, turn, undone)
        for each in _after(turn, snapshot.turns[index + 1 :]):
            _note(occasion, each, undone)
        occasions.append(occasion)
    habit = _habit(occasions)
    if habit is None or _came_by_chance(habit, occasions, snapshot, transcript):
        return None
    return habit


def _came_by_chance(
    habit: Habit, occasions: Sequence[_Occasion], snapshot: Snapshot, transcript: Transcript
) -> bool:
    """Whether the first act is what this person asks for so often that it follows anything."""
    key, tries = _key(habit.resolutions[0]), min(len(occasions), OCCASIONS_MAX)
    there = sum(key in map(_key, (*o.asked, *o.granted)) for o in occasions)
    asked = [
        {_key(act) for act in acts}
        for turn in snapshot.turns
        if _akin(turn, transcript) and (acts := _acts(turn))
    ]
    elsewhere = max(0, sum(key in acts for acts in asked) - there)
    others = max(0, len(asked) - sum(bool(o.asked or o.granted) for o in occasions))
    times = min(there, tries)
    return by_chance(times, tries, elsewhere, others) > CHANCE_MAX


def at_this_hour(snapshot: Snapshot, transcript: Transcript) -> Habit | None:
    """What this person does at this time of other days, here; None when it is nothing regular."""
    undone = _undone(snapshot)
    days: dict[int, _Occasion] = {}
    for turn in snapshot.turns:
        age_s = (snapshot.now - turn.at).total_seconds()
        off_s = abs((age_s + DAY_S / 2) % DAY_S - DAY_S / 2)
        if age_s > DAY_S / 2 and off_s <= AROUND_S and _same_ears(turn, transcript):
            _note(days.setdefault(round(age_s / DAY_S), _Occasion()), turn, undone)
    return _habit([days[day] for day in sorted(days)])


def _akin(turn: Turn, transcript: Transcript) -> bool:
    """Said by the same person, or at the same ears by somebody who may be.

    A voice that is not recognised has nothing of those whom we know.
    """
    if turn.transcript.person not in (None, transcript.person):
        return False
    return same_talk(turn, transcript)


def _same_ears(turn: Turn, transcript: Transcript) -> bool:
    same = transcript.satellite is not None and turn.transcript.satellite == transcript.satellite
    return same and _akin(turn, transcript)


def _after(wish: Turn, later: Iterable[Turn]) -> Iterator[Turn]:
    """What the same person asked for right after a wish."""
    for turn in later:
        if (turn.at - wish.at).total_seconds() > FOLLOWS_S:
            break
        if _akin(turn, wish.transcript) and _granted(turn) is None:
            yield turn


def _undone(snapshot: Snapshot) -> frozenset[str | None]:
    """Ids of the turns that were taken back."""
    acts = (turn.decision for turn in snapshot.turns)
    return frozenset(act.undoes for act in acts if isinstance(act, Act))


def _note(occasion: _Occasion, turn: Turn, undone: Collection[str | None]) -> None:
    """Keep what a turn did at once, and nobody took back."""
    rests_on = _granted(turn)
    if turn.id in undone:
        occasion.undone = occasion.undone or rests_on is not None
    elif rests_on is None:
        occasion.asked += _acts(turn)
    elif acts := _acts(turn):
        occasion.granted += acts
        occasion.rests_on = rests_on


def _heard(turn: Turn) -> str:
    """The words themselves, whatever they were read as."""
    return turn.rewrite.original if turn.rewrite is not None else turn.interpretation.text


def _granted(turn: Turn) -> int | None:
    """On how many occasions it rests what we did by ourselves; None where it was asked for."""
    if turn.rewrite is not None:
        return turn.rewrite.times
    if turn.interpretation.intent != "Wish":
        return None
    wish = turn.interpretation.clauses[0].best
    return int(wish.slots.get("occasions", OCCASIONS_MIN)) if wish is not None else None


def _acts(turn: Turn) -> list[Resolution]:
    """The clauses of a turn that told devices to do something at once, where one of them did."""
    done = {c.command.entity_id for c in turn.outcome.confirmations if c.status in CARRIED_OUT}
    return [
        r.anew
        for r in turn.resolutions
        if r.problem in (None, "ambiguous")
        and r.clause.when.is_now
        and r.reading.intent not in ABOUT_TALK
        and not done.isdisjoint((*r.targets, *(c.entity_id for c in r.candidates)))
    ]


def _habit(shown: Iterable[_Occasion]) -> Habit | None:
    """Acts that most occasions (the latest first) share, in the order and words of the latest."""
    occasions = _counted(shown)
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
    return Habit(tuple(usual.values()), sum(1 for acts in occasions if acts)) if usual else None


def _counted(shown: Iterable[_Occasion]) -> list[list[Resolution]]:
    """The acts of the latest occasions that tell something, the latest first."""
    counted: list[list[Resolution]] = []
    stands_for: tuple[int, _Occasion] | None = None
    for occasion in shown:
        if occasion.asked or occasion.undone:
            counted.append([*occasion.granted, *occasion.asked])
        if occasion.granted:
            stands_for = (len(counted), occasion)
    if stands_for is not None:  # What it rested on may be longer ago than turns are kept.
        since, oldest = stands_for
        if len(counted) - since < oldest.rests_on:
            counted[since:] = [oldest.granted] * oldest.rests_on
    return counted[:OCCASIONS_MAX]


def _key(act: Resolution) -> str:
    slots = sorted((k, str(v)) for k, v in act.reading.slots.items() if k != "domain")
    return f"{act.reading.intent} {sorted(act.targets)} {slots}"


def came_to_nothing(turn: Turn) -> bool:
    """Whether a turn named nothing that we know how to do."""
    if turn.interpretation.intent in ("Wish", "Moment"):
        return True
    if isinstance(turn.decision, Ask):  # It asked about whatever is here, for want of a name.
        return all(c.how == "only" for r in turn.resolutions for c in r.candidates)
    return isinstance(turn.decision, Decline) and turn.decision.reason in NOTHING
