"""What just happened, and who did it: the facts of the answer, out of changes and turns."""

from collections.abc import Iterator, Sequence

from context.attention import is_stir, mentions, touched
from context.snapshot import Snapshot
from context.turn import Act, AgendaChange, Answer, Decision, Decline, Reading, Transcript, Turn
from devices.model import Command, Device, StateChanged
from gateway.decide.answers import spoken_name
from gateway.decide.policy import bare_words

LATELY_S = 1800.0  # What is older is no longer "just".
TOLD = frozenset({"sensor", "weather"})
"""Domains whose every change is a measurement, not an event."""


def decide(reading: Reading, snapshot: Snapshot, transcript: Transcript) -> Decision:
    """The answer to a question about an event."""
    match reading.slots["about"]:
        case "ring":
            return _ring(snapshot)
        case "by":
            return _by(str(reading.slots["person"]), snapshot)
        case "who":
            return _who(reading.slots["words"], snapshot, transcript)
        case _:
            return _which(str(reading.slots["noun"]), snapshot)


def _which(noun: str, snapshot: Snapshot) -> Decision:
    """The latest thing of a sort that moved."""
    for change in _lately(snapshot):
        device = snapshot.devices.get(change.entity_id)
        if device is not None and is_stir(change) and (not noun or _is(noun, device)):
            return Act((Answer("event", _facts(device, change, None, snapshot)),))
    return Decline("already_gone", {"what": "event"})


def _lately(snapshot: Snapshot) -> Iterator[StateChanged]:
    begin = snapshot.now.timestamp() - LATELY_S
    for change in reversed(snapshot.changes):
        if change.at < begin:
            return
        if "state" in change.changed and change.entity_id.partition(".")[0] not in TOLD:
            yield change


def _is(noun: str, device: Device) -> bool:
    words = {*bare_words(device.name), *(device.kind or "").split("_"), device.domain}
    return noun in words or noun.removesuffix("s") in words


def _who(words: Sequence[str], snapshot: Snapshot, transcript: Transcript) -> Decision:
    """Who changed what is named, or else the latest that changed."""
    named = {d.id for d in snapshot.devices.values() if set(bare_words(d.name)) <= set(words)}
    said = [
        m for m in mentions(snapshot, transcript, LATELY_S) if not named or named & set(m.targets)
    ]
    latest = max(said, key=lambda m: m.at, default=None)
    if latest is None:
        return Decline("already_gone", {"what": "event"})
    entity_id = next((t for t in latest.targets if t in named), latest.targets[0])
    device = snapshot.devices.get(entity_id)
    change = next((c for c in _lately(snapshot) if c.entity_id == entity_id), None)
    if device is None or change is None:
        return Decline("already_gone", {"what": "event"})
    return Act((Answer("event", _facts(device, change, _doer(change, snapshot), snapshot)),))


def _doer(change: StateChanged, snapshot: Snapshot) -> str:
    """Who did it: the voice that asked for it, a hand, or an automation."""
    if change.origin == "automation":
        return "an automation"
    if change.origin != "gateway":
        return "somebody by hand"
    asked = [t for t in snapshot.turns if change.entity_id in touched(t) and t.at.timestamp() <= change.at + 1.0]  # fmt: skip
    person = snapshot.person(asked[-1].transcript.person) if asked else None
    return person.name if person is not None else "somebody, by voice"


def _facts(
    device: Device, change: StateChanged, doer: str | None, snapshot: Snapshot
) -> dict[str, object]:
    return {
        "name": spoken_name(device, snapshot), "domain": device.domain, "kind": device.kind,
        "state": change.after.state, "doer": doer, "ago_s": snapshot.now.timestamp() - change.at,
    }  # fmt: skip


def _by(person: str, snapshot: Snapshot) -> Decision:
    """What somebody last asked for."""
    for turn in reversed(snapshot.turns):
        ours = person == "anyone" or turn.transcript.person == person
        if ours and isinstance(turn.decision, Act) and _commands(turn):
            who = snapshot.person(turn.transcript.person)
            names = tuple(
                spoken_name(snapshot.devices[t], snapshot)
                for t in touched(turn)
                if t in snapshot.devices
            )
            facts = {"doer": who.name if who else None, "names": names, "commands": _commands(turn)}
            return Act((Answer("asked", facts),))
    return Decline("already_gone", {"what": "event"})


def _commands(turn: Turn) -> tuple[Command, ...]:
    steps = turn.decision.steps if isinstance(turn.decision, Act) else ()
    return tuple(step for step in steps if isinstance(step, Command))


def _ring(snapshot: Snapshot) -> Decision:
    """What is ringing, or came due lately: planned by a turn that we remember."""
    planned = [
        item
        for turn in snapshot.turns
        if isinstance(turn.decision, Act)
        for step in turn.decision.steps
        if isinstance(step, AgendaChange) and step.op == "add"
        for item in step.items
        if item.kind != "command"
    ]
    due = [i for i in planned if 0 <= (snapshot.now - i.due).total_seconds() <= LATELY_S]
    rang = [*due, *snapshot.ringing]
    if not rang:
        return Decline("already_gone", {"what": "event"})
    latest = max(rang, key=lambda i: i.due)
    facts = {"kind": latest.kind, "label": latest.label, "duration_s": latest.duration_s, "due": latest.due.astimezone(snapshot.zone)}  # fmt: skip
    return Act((Answer("rang", facts),))
