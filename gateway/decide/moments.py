"""A moment of the day -> its scene, or a first offer that is easily taken back.

Nothing is switched on or unlocked for a moment; what burns or plays on is offered to be put out.
"""

from context.snapshot import Snapshot
from context.turn import Act, Answer, Confirm, Decision, Decline, Reading, Transcript
from devices.model import Command
from gateway.decide import policy

PUT_OUT = {"night": ("light",), "leave": ("light", "media_player", "fan")}
"""What is offered to be put out."""
RESTING = frozenset({"off", "standby", "idle", "paused", "unavailable", "unknown"})


def decide(reading: Reading, snapshot: Snapshot, transcript: Transcript) -> Decision:
    """What to do at a moment nobody has shown us before."""
    kind = str(reading.slots["kind"])
    if kind == "usual":
        return Decline("not_found", {"what": "habit"})
    scene = reading.slots.get("scene")
    if scene is not None:
        act = Act((Command(str(scene), "turn_on"),), why=("there is a scene for it",))
        risk = policy.needs_yes(act, (), snapshot)
        return Confirm(act, risk[0], why=(risk[1],)) if risk is not None else act
    left_on = _left_on(kind, snapshot, transcript)
    if not left_on:
        return Act((Answer("respond", {"kind": kind}),))
    commands = tuple(Command(entity_id, "turn_off") for entity_id in left_on)
    why = ("they are still on, and you did not show me yet what to do then",)
    return Confirm(Act(commands, why=why), "R2", why=why)


def _left_on(kind: str, snapshot: Snapshot, transcript: Transcript) -> tuple[str, ...]:
    satellite = snapshot.satellite(transcript.satellite)
    area = transcript.area or (satellite.area if satellite else None)
    return tuple(
        device.id
        for device in snapshot.devices.values()
        if device.domain in PUT_OUT.get(kind, ())
        and (kind != "night" or area is None or device.area != area)
        and (state := snapshot.states.get(device.id)) is not None
        and state.state not in RESTING
    )
