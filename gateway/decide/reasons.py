"""Why these devices and not others, in plain words: each reason is a clause that can follow "because".

The signal that moved the choice comes first: what was spoken of or moved, whose it is, what state told
it from its like, the room, the name; last what would have come next.
"""

from collections.abc import Iterator, Sequence

from context.attention import mentions
from context.snapshot import Snapshot
from context.turn import Candidate, Resolution, Rewritten, Transcript
from devices.model import Device
from gateway.decide.answers import spoken_name
from gateway.decide.policy import bare_words

LOOK_BACK_S = 600.0
TARGETS_MAX = 4
STATE_WORDS = {"playing": "playing", "open": "open", "unlocked": "unlocked", "locked": "locked", "closed": "closed",
               "on": "on", "off": "off", "paused": "paused", "cleaning": "running", "heat": "heating"}  # fmt: skip


def reasons(
    resolutions: Sequence[Resolution], snapshot: Snapshot, transcript: Transcript
) -> tuple[str, ...]:
    """The reasons for the targets of a sentence, the strongest first."""
    found = [
        reason
        for resolution in resolutions
        for target in resolution.targets[:TARGETS_MAX]
        if (device := snapshot.devices.get(target)) is not None
        for reason in _of_target(device, resolution, snapshot, transcript)
    ]
    nexts = [n for r in resolutions for n in _runner_up(r, snapshot)]
    return tuple(dict.fromkeys((*found, *nexts)))


def rewritten_because(rewrite: Rewritten) -> str:
    """Why words were read as others.

    >>> rewritten_because(Rewritten("make it cosy", "dim the lamp", "personal", "r1", 0.9, 3))
    'you said "dim the lamp" after "make it cosy" 3 times'
    """
    times = "once" if rewrite.times == 1 else f"{rewrite.times} times"
    if rewrite.rule is None:
        return f'"{rewrite.original}" sounded like "{rewrite.to}", which you said {times}'
    who = "people here" if rewrite.layer == "household" else "you"
    return f'{who} said "{rewrite.to}" after "{rewrite.original}" {times}'


def _of_target(
    device: Device, resolution: Resolution, snapshot: Snapshot, transcript: Transcript
) -> Iterator[str]:
    candidate = next((c for c in resolution.candidates if c.entity_id == device.id), None)
    name = _the(spoken_name(device, snapshot))
    if candidate is not None and candidate.how == "chosen":
        yield f"you chose {name}"
    if candidate is not None and candidate.how == "habit":
        yield f"{name} is what is usually meant here about this hour"
    if candidate is not None and candidate.how == "pronoun":
        yield _spoken_of(device, name, snapshot, transcript)
    yield from _moved(device, name, resolution, snapshot, transcript)
    yield from _whose(device, name, snapshot, transcript)
    yield from _state(device, name, resolution, snapshot)
    yield from _place(device, name, resolution, snapshot, transcript)
    if candidate is not None:
        yield from _name(candidate, name, resolution)


MOVED = {
    "effect": "{name} was the one that this would change", "active": "{name} was running", "playing": "{name} was playing",
    "paused": "{name} was paused", "here": "{name} is in the room where you are", "floor": "{name} is on your floor",
    "mine": "{name} is yours", "no theirs": "{other} is somebody else's", "just": "{name} had just changed",
    "by_hand": "somebody had switched {name} by hand", "ours": "we had switched {name} before",
    "by_automation": "an automation had switched {name}", "spoken": "we had spoken of {name}",
    "usual": "{name} is the usual one about this hour", "present_there": "somebody was in the room of {name}",
    "gentle_at_night": "{name} gives little light at night", "no glaring_at_night": "{other} glares at night",
    "no sleeping_there": "somebody sleeps where {other} is", "match": "{name} is called most like what you said",
    "no unreachable": "{other} cannot be reached",
}  # fmt: skip
"""What each signal of `gateway/understand/weigh.py` is in words; `{other}` is the next likeliest."""
DOING = "_there"
OF_STATE = frozenset({"effect", "active", "playing", "paused"})
MOVED_LEAST = 0.1  # Of all that moved a choice; less than that nobody would call a reason.


def _moved(
    device: Device, name: str, resolution: Resolution, snapshot: Snapshot, transcript: Transcript
) -> Iterator[str]:
    """What told it from the next likeliest, by learned weights, strongest first."""
    least = MOVED_LEAST * sum(resolution.moved.values())
    rivals = (c.entity_id for c in resolution.candidates if c.entity_id != device.id)
    other = snapshot.devices.get(next(rivals, ""))
    if other is None:
        return
    told = {"name": name, "other": _the(spoken_name(other, snapshot))}
    for signal, nats in resolution.moved.items():
        if nats < least:
            break
        closer: Iterator[str] = iter(())
        if signal in OF_STATE:
            closer = _state(device, name, resolution, snapshot)
        elif signal in ("here", "floor"):
            closer = _place(device, name, resolution, snapshot, transcript)
        elif signal == "spoken":
            closer = iter((_spoken_of(device, name, snapshot, transcript),))
        said = tuple(closer)
        if said:
            yield from said
        elif signal in MOVED:
            yield MOVED[signal].format(**told)
        elif signal.endswith(DOING) and not signal.startswith("no "):
            yield f"somebody was {signal.removesuffix(DOING)} in the room of {name}"


def _spoken_of(device: Device, name: str, snapshot: Snapshot, transcript: Transcript) -> str:
    mention = next(
        (m for m in mentions(snapshot, transcript, LOOK_BACK_S) if device.id in m.targets), None
    )
    if mention is None:
        return f"we had spoken of {name}"
    return {
        "sentence": f"you had named {name}",
        "said": f"{name} was what we last spoke of",
        "moved": f"{name} had just been changed by hand",
        "overheard": f"somebody had just asked for {name}",
    }[mention.source]


def _whose(device: Device, name: str, snapshot: Snapshot, transcript: Transcript) -> Iterator[str]:
    person = snapshot.person(transcript.person)
    first = bare_words(person.name)[:1] if person is not None else ()
    words = bare_words(device.name)
    if person is not None and first and (f"{first[0]}s" in words or first[0] in words):
        yield f"I heard {person.name}, and {name} is yours"


def _state(device: Device, name: str, resolution: Resolution, snapshot: Snapshot) -> Iterator[str]:
    """Its state, where that told it from the others that might be meant."""
    others = [c.entity_id for c in resolution.candidates if c.entity_id not in resolution.targets]
    own = snapshot.states.get(device.id)
    if own is None or own.state not in STATE_WORDS or not others:
        return
    if all((s := snapshot.states.get(o)) is None or s.state != own.state for o in others):
        only = "the only one that was" if len(resolution.targets) == 1 else "among those that were"
        yield f"{name} was {only} {STATE_WORDS[own.state]}"


def _place(
    device: Device, name: str, resolution: Resolution, snapshot: Snapshot, transcript: Transcript
) -> Iterator[str]:
    area = snapshot.area(device.area)
    if area is None:
        return
    satellite = snapshot.satellite(transcript.satellite)
    here = snapshot.area(transcript.area or (satellite.area if satellite else None))
    named = {p.area for p in resolution.reading.phrases} - {None}
    if area.id in named:
        yield f"{name} is in the {area.name.lower()}, as you said"
    elif here is not None and here.id == area.id:
        yield f"{name} is in the {area.name.lower()}, where you are"
    elif here is not None and area.floor is not None and here.floor == area.floor:
        yield f"{name} is on this floor"


def _name(candidate: Candidate, name: str, resolution: Resolution) -> Iterator[str]:
    said = resolution.spoken or next((p.text for p in resolution.reading.phrases if p.text), "")
    if candidate.how in ("exact", "alias"):
        yield f"you named {name}"
    elif candidate.how == "partial":
        yield f'"{said}" is part of the name of {name}'
    elif candidate.how in ("fuzzy", "phonetic"):
        yield f'"{said}" sounds like {name}'
    elif len(resolution.candidates) == 1:
        yield f"{name} is the only one of its kind" if said else f"only {name} can do that"


def _runner_up(resolution: Resolution, snapshot: Snapshot) -> Iterator[str]:
    """What would have come next, had this one not been meant."""
    others = [c for c in resolution.candidates if c.entity_id not in resolution.targets]
    device = snapshot.devices.get(others[0].entity_id) if others else None
    if device is not None and resolution.targets:
        yield f"the next likeliest was {_the(spoken_name(device, snapshot))}"


def _the(name: str) -> str:
    """A name inside a sentence: "the floor lamp", "Nora's lamp"."""
    if "'" in name.split()[0] or "\u2019" in name.split()[0]:
        return name
    return f"the {name[:1].lower() + name[1:] if name[1:2].islower() else name}"
