"""Less of the house than there is: what a signal is worth shows when it is hidden.

A `Group` of signals is hidden by what it takes away from the snapshot (of understanding, of
deciding), from what was heard, and from the reranker's signals. `hidden` makes the outlook of a
gateway that sees none of some groups; `silent` one whose devices are in part never heard of.
"""

import zlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import reduce

from context.habits import Habits
from context.places import Household
from context.snapshot import Snapshot
from context.turn import Ask, Confirm, Transcript
from gateway.pipeline import Outlook, all_of, as_heard
from gateway.understand.weigh import Rank, Rivals, by_weights

View = Callable[[Snapshot], Snapshot]
SENSED = ("sensor.", "binary_sensor.", "weather.", "device_tracker.", "person.")


@dataclass(frozen=True)
class Group:
    """Signals that come and go together."""

    view: View = all_of
    """Of both stages."""
    only_understanding: View = all_of
    """States are hidden from who chooses, not from who answers "is the oven on"."""
    hear: Callable[[Transcript], Transcript] = as_heard
    signals: frozenset[str] = frozenset()
    """Of the reranker, where hiding nothing in the snapshot takes them away."""


def _no_changes(snapshot: Snapshot) -> Snapshot:
    return replace(snapshot, changes=())


def _no_talk(snapshot: Snapshot) -> Snapshot:
    """Of all that was said only a question that waits for its answer."""
    last = snapshot.turns[-1:]
    return replace(
        snapshot, turns=last if last and isinstance(last[0].decision, Ask | Confirm) else ()
    )


def _no_activities(snapshot: Snapshot) -> Snapshot:
    seen = replace(snapshot)
    vars(seen)["activities"] = ()  # Where the cached property keeps what it worked out.
    return seen


def _no_habits(snapshot: Snapshot) -> Snapshot:
    return replace(snapshot, habits=Habits(), learns=False)


def _no_presence(snapshot: Snapshot) -> Snapshot:
    return replace(snapshot, presence={})


def _no_states(snapshot: Snapshot) -> Snapshot:
    return replace(snapshot, states={})


def _no_sensors(snapshot: Snapshot) -> Snapshot:
    return _without(snapshot, [i for i in snapshot.states if i.startswith(SENSED)])


def _no_screens(snapshot: Snapshot) -> Snapshot:
    devices = {
        i: replace(d, screen=False, kind=None if d.kind == "tv" else d.kind)
        if d.screen or d.kind == "tv"
        else d
        for i, d in snapshot.devices.items()
    }
    return replace(snapshot, devices=devices)


def _no_voice(transcript: Transcript) -> Transcript:
    return replace(transcript, person=None)


def _no_room(transcript: Transcript) -> Transcript:
    return replace(transcript, area=None)


def _roomless() -> View:
    """Satellites that stand nowhere; each household is changed once, for parsers to know it."""
    known: dict[int, tuple[Household, Household]] = {}

    def view(snapshot: Snapshot) -> Snapshot:
        own = snapshot.household
        if id(own) not in known:
            nowhere = {i: replace(s, area=None) for i, s in own.satellites.items()}
            known[id(own)] = own, replace(own, satellites=nowhere)
        return replace(snapshot, household=known[id(own)][1])

    return view


GROUPS: Mapping[str, Group] = {
    "state": Group(only_understanding=_no_states),
    "news": Group(_no_changes),
    "conversation": Group(_no_talk),
    "activity": Group(_no_activities),
    "habits": Group(_no_habits),
    "presence": Group(_no_presence),
    "voice": Group(hear=_no_voice),
    "screen": Group(_no_screens),
    "night": Group(signals=frozenset({"gentle_at_night", "glaring_at_night"})),
    "sensors": Group(_no_sensors),
    "room": Group(_roomless(), hear=_no_room),
}
HOME_ASSISTANT_HAS = frozenset({"room", "sensors"})
"""The room of the satellite, and values that are asked for."""


def hidden(names: Iterable[str], rank: Rank | None = None) -> Outlook:
    """The outlook of a gateway to which some groups are hidden."""
    groups = [GROUPS[name] for name in names]
    seen = chained([g.view for g in groups])
    dropped = frozenset[str]().union(*(g.signals for g in groups))
    return Outlook(
        understand=chained([seen, *(g.only_understanding for g in groups)]),
        decide=seen,
        hear=lambda heard: reduce(lambda so_far, g: g.hear(so_far), groups, heard),
        rank=_deaf_to(dropped, rank or by_weights) if dropped else rank,
    )


def no_context(rank: Rank | None = None) -> Outlook:
    """Words, names and the satellite's room: what assistants have today."""
    return hidden(GROUPS.keys() - HOME_ASSISTANT_HAS, rank)


def words_then(rank: Rank) -> Outlook:
    """The words alone find rivals, then `rank` tells them apart by all signals.

    Of one gateway: it keeps what the present turn could have seen.
    """
    bare = no_context()
    seen: list[Snapshot] = []
    heard: list[Transcript] = []

    def look(snapshot: Snapshot) -> Snapshot:
        seen[:] = [snapshot]
        return bare.understand(snapshot)

    def hear(transcript: Transcript) -> Transcript:
        heard[:] = [transcript]
        return bare.hear(transcript)

    def ranked(rivals: Rivals) -> Iterable[float]:
        scene = replace(rivals.scene, snapshot=seen[0], transcript=heard[0])
        return rank(Rivals.of(rivals.reading, rivals.pool, scene))

    return Outlook(look, bare.decide, hear, lambda rivals: tuple(ranked(rivals)))


def silent(
    share: float, seed: int, *, sensors_only: bool, outlook: Outlook | None = None
) -> Outlook:
    """A part of the devices was never heard of; which, the seed and their ids decide."""

    def is_silent(entity_id: str) -> bool:
        drawn = zlib.crc32(f"{seed} {entity_id}".encode()) / 2**32
        return drawn < share and (not sensors_only or entity_id.startswith(SENSED))

    def view(snapshot: Snapshot) -> Snapshot:
        return _without(snapshot, [i for i in snapshot.devices if is_silent(i)])

    below = outlook or Outlook()
    return replace(
        below,
        understand=chained([view, below.understand]),
        decide=chained([view, below.decide]),
    )


def chained(views: Iterable[View]) -> View:
    """One view after the other."""
    views = [view for view in views if view is not all_of]
    return lambda snapshot: reduce(lambda so_far, view: view(so_far), views, snapshot)


def _without(snapshot: Snapshot, entity_ids: Iterable[str]) -> Snapshot:
    gone = frozenset(entity_ids)
    return replace(
        snapshot,
        states={i: s for i, s in snapshot.states.items() if i not in gone},
        changes=tuple(c for c in snapshot.changes if c.entity_id not in gone),
    )


def _deaf_to(names: frozenset[str], rank: Rank) -> Rank:
    def ranked(rivals: Rivals) -> tuple[float, ...]:
        left = tuple({n: v for n, v in s.items() if n not in names} for s in rivals.signals)
        return tuple(rank(replace(rivals, signals=left)))

    return ranked
