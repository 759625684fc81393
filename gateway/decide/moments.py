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
    if kind == "night" and _is_night(snapshot):
        unneeded = _unneeded(snapshot, transcript)
        if unneeded:
            why = ("it is night, and nobody is where they shine",)
            return Act(tuple(Command(i, "turn_off") for i in unneeded), why=why)
    left_on = _left_on(kind, snapshot, transcript)
    if not left_on:
        return Act((Answer("respond", {"kind": kind}),))
    commands = tuple(Command(entity_id, "turn_off") for entity_id in left_on)
    why = ("they are still on, and you did not show me yet what to do then",)
    return Confirm(Act(commands, why=why), "R2", why=why)


NIGHT = (20, 5)  # From, to: hours in which a good night is one, and no nap.
SENSES = frozenset({"motion", "occupancy", "presence"})


def _is_night(snapshot: Snapshot) -> bool:
    begins, ends = NIGHT
    return snapshot.now.hour >= begins or snapshot.now.hour < ends


def _unneeded(snapshot: Snapshot, transcript: Transcript) -> tuple[str, ...]:
    """Lights of the speaker's room and of rooms that are sensed to be empty; none where one shines
    in a room of which nothing is known: then it is asked."""
    satellite = snapshot.satellite(transcript.satellite)
    own = transcript.area or (satellite.area if satellite else None)
    lit = _on("light", snapshot)
    there = {a.area for a in snapshot.activities if a.kind in ("present", "cooking", "washing")}
    sensed = {
        d.area for d in snapshot.devices.values()
        if d.domain == "binary_sensor" and d.kind in SENSES and _tells(d.id, snapshot)
    }  # fmt: skip
    areas = {i: snapshot.devices[i].area for i in lit}
    if own is None or any(a not in sensed and a != own for a in areas.values()):
        return ()
    return tuple(i for i in lit if areas[i] == own or areas[i] not in there)


def _tells(entity_id: str, snapshot: Snapshot) -> bool:
    state = snapshot.states.get(entity_id)
    return state is not None and state.available


def _on(domain: str, snapshot: Snapshot) -> tuple[str, ...]:
    return tuple(
        d.id for d in snapshot.devices.values()
        if d.domain == domain and (s := snapshot.states.get(d.id)) is not None and s.state == "on"
    )  # fmt: skip


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
