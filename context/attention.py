"""What "it", "them" and "there" can mean: all that was lately spoken of, or lately moved.

Turns of this talk, what a hand or the thing itself did to a device, and last what others asked
for: one list of mentions, the likeliest first. Chooses nothing: which of them the verb fits, the
gateway finds.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from context.snapshot import Snapshot
from context.stirs import OURS, had_state
from context.turn import Act, Transcript, Turn
from devices.model import Command, StateChanged

MOVED_S = 300.0  # What was switched by hand five minutes ago is no longer before anyone's eyes.
OVERHEARD_S = 180.0  # What somebody asked for elsewhere is only spoken of while it is news.
AGAIN_S = 600.0  # "Again" ten minutes later asks for something that nobody remembers.
SENSED = frozenset({"sensor", "binary_sensor", "person", "device_tracker", "weather", "event"})
"""Domains that tell, and cannot be told: "it" in a command is none of them."""

OPENINGS = frozenset({"door", "window", "opening", "garage_door", "gate"})

Source = Literal["sentence", "said", "moved", "overheard"]
"""In this very sentence, in this talk, by hand, or by others."""


@dataclass(frozen=True, slots=True)
class Mention:
    """Devices that were before somebody's eyes or ears at one moment."""

    at: float
    """Seconds since the epoch."""
    targets: tuple[str, ...]
    source: Source


def mentions(snapshot: Snapshot, transcript: Transcript, said_s: float) -> tuple[Mention, ...]:
    """What may be meant, the latest first; what others spoke of comes after all else.

    `said_s`: how far back this talk reaches, seconds.
    """
    now = snapshot.now.timestamp()
    ours = [m for m in _spoken(snapshot, transcript, "said") if now - m.at <= said_s]
    moved = [m for m in _moved(snapshot) if now - m.at <= MOVED_S]
    others = [m for m in _spoken(snapshot, transcript, "overheard") if now - m.at <= OVERHEARD_S]
    return (*sorted((*moved, *ours), key=lambda m: -m.at), *others)


def same_talk(turn: Turn, transcript: Transcript) -> bool:
    """Whether a turn was at these ears, or by this person anywhere."""
    if turn.transcript.satellite == transcript.satellite:
        return True
    return transcript.person is not None and turn.transcript.person == transcript.person


ABOUT_TALK = frozenset(
    {"Undo", "Repeat", "SayAgain", "HassNevermind", "Silence", "Stop", "Why", "HassRespond"}
)
"""Intents about what was said before: none of them is a wish that a later turn goes on with."""


def last_wish(snapshot: Snapshot, transcript: Transcript, within_s: float) -> Turn | None:
    """The latest turn of this talk that asked something of the house; None when none is recent."""
    for turn in reversed(snapshot.turns):
        if (snapshot.now - turn.at).total_seconds() > within_s:
            return None
        wishes = [r for r in turn.resolutions if r.reading.intent not in ABOUT_TALK]
        if wishes and same_talk(turn, transcript):
            return turn
    return None


def touched(turn: Turn) -> tuple[str, ...]:
    """Entity ids that a turn was about, or that it told to do something."""
    steps = turn.decision.steps if isinstance(turn.decision, Act) else ()
    told = (step.entity_id for step in steps if isinstance(step, Command))
    return tuple(dict.fromkeys((*turn.targets, *told)))


def _spoken(snapshot: Snapshot, transcript: Transcript, source: Source) -> Iterator[Mention]:
    for turn in reversed(snapshot.turns):
        if same_talk(turn, transcript) == (source == "said") and (targets := touched(turn)):
            yield Mention(turn.at.timestamp(), targets, source)


def _moved(snapshot: Snapshot) -> Iterator[Mention]:
    for change in reversed(snapshot.changes):
        if not is_stir(change):
            continue
        sensed = change.entity_id.partition(".")[0] in SENSED
        targets = _behind(change.entity_id, snapshot) if sensed else (change.entity_id,)
        if targets:
            yield Mention(change.at, targets, "moved")


def _behind(entity_id: str, snapshot: Snapshot) -> tuple[str, ...]:
    """The lock or the cover of the door that a contact tells of: of its thing, or of its name."""
    contact = snapshot.devices.get(entity_id)
    if contact is None or contact.kind not in OPENINGS:
        return ()
    words = set(contact.name.lower().split()) - OPENINGS - {"contact", "sensor"}
    return tuple(
        d.id
        for d in snapshot.devices.values()
        if d.domain in ("lock", "cover")
        and (
            (d.hardware is not None and d.hardware == contact.hardware)
            or bool(words & (set(d.name.lower().split()) - OPENINGS - {"lock"}))
        )
    )


def is_stir(change: StateChanged) -> bool:
    """Whether a hand, or the thing itself, did it: no act of ours, and no first word."""
    return "state" in change.changed and change.origin not in OURS and had_state(change)
