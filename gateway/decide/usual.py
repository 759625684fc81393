"""What a habit comes to: a device as this person leaves it at this hour, an alarm at the usual time."""

from dataclasses import replace
from datetime import datetime, time, timedelta

import orjson

from context.habits import Habit, Situation, at_hour, clear
from context.snapshot import Snapshot
from context.turn import Act, Decision, Decline, Resolution, Transcript
from devices.model import Command, Device, State
from gateway.decide import plan
from gateway.decide.answers import spoken_name

ACTIVE_MIN = 0.2  # Of all that is done with it, where half of that is to turn it off again.
NOON = 12  # An alarm that is set after it is for the next day.
RESTING = frozenset({"off", "closed", "locked", "docked", "paused"})
"""How a device is left when it is done with: not what "as always" asks for, where there is else."""


def decide(resolution: Resolution, snapshot: Snapshot, transcript: Transcript) -> Decision:
    """Bring the device to how it usually is now; say so where that is not known."""
    slots = resolution.reading.slots
    commands: list[Command] = []
    usually: list[Command] = []
    why: list[str] = []
    for target in resolution.targets:
        device = snapshot.devices[target]
        now = situation(snapshot, transcript, slots.get("hour"))
        habit = usual(snapshot, device, now, slots.get("level"))
        state = snapshot.states.get(target)
        if habit is not None:
            usually += as_left(device, habit, state, slots.get("level"))
            why.append(f"{device.name}: so {habit.count:.0f} times lately about this hour")
        elif slots.get("sort") or slots.get("action") in ("on", "open", "start"):
            commands.append(Command(target, plan.ON_SERVICES.get(device.domain, "turn_on")))
            why.append(f"{device.name}: no habit is known, so it is only turned on")
    if not commands and not usually:
        names = tuple(spoken_name(snapshot.devices[t], snapshot) for t in resolution.targets)
        return Decline("not_found", {"what": "habit", "name": ", ".join(names)})
    return Act((*usually, *commands), why=tuple(why), unsaid=tuple(usually))


def situation(snapshot: Snapshot, transcript: Transcript, hour: int | None = None) -> Situation:
    """The present one, at another hour where the words name one that is far."""
    satellite = snapshot.satellite(transcript.satellite)
    area = transcript.area or (satellite.area if satellite else None)
    return at_hour(snapshot.situation(transcript.person, area), hour)


def usual(
    snapshot: Snapshot, device: Device, now: Situation, level: str | None = None
) -> Habit | None:
    """How this person usually leaves a device in this situation; None when that is not clear."""
    known = snapshot.habits.likely(f"set {device.id}", now)
    if level is not None:
        return clear([h for h in known if level in orjson.loads(h.what)], ACTIVE_MIN)
    active = [h for h in known if orjson.loads(h.what).get("state") not in RESTING]
    if device.domain in ("cover", "valve") or not active:
        return clear(known)
    return clear(active, ACTIVE_MIN)


def as_left(
    device: Device, habit: Habit, state: State | None, level: str | None = None
) -> tuple[Command, ...]:
    """The commands that bring a device to how it was left."""
    left = orjson.loads(habit.what)
    if level is not None:
        left = {level: left[level]}
    on = "on" if device.domain in ("light", "fan", "switch") else None
    now = state.state if state is not None and state.state != "off" else "heat"
    wanted = left.pop("state", None) or on or now
    return plan.restoring(device, State(wanted, left), state)


def alarm(snapshot: Snapshot, transcript: Transcript) -> datetime | None:
    """When this person's next alarm would usually be; None when that is not clear."""
    now = situation(snapshot, transcript)
    day = snapshot.now + timedelta(days=1 if now.hour >= NOON else 0)
    habit = clear(snapshot.habits.likely("alarm", replace(now, weekday=day.weekday())))
    if habit is None:
        return None
    at = datetime.combine(snapshot.now.date(), time.fromisoformat(habit.what), snapshot.now.tzinfo)
    return at if at > snapshot.now else at + timedelta(days=1)
