"""A correction by hand, again and again: offered once to be kept as a liking.

"Turn on the lamp", and each time a hand dims it to a quarter: the next time we ask whether that is
how it is liked. Nothing is learned of it without a yes.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from context.snapshot import Snapshot
from context.turn import Act, Ask, Clause, Reading, Resolution, Transcript, Turn
from devices.model import Command, State
from gateway.decide.answers import spoken_name
from gateway.decide.prefer import LEVELS

RAMP_S = 2.5
"""A lamp that comes on slowly tells of its own brightness until then. We said nothing of how bright:
what it tells later is of a hand, though it comes too soon after our command to be known for one."""
AFTER_S = 300.0  # What a hand does later than that corrects nothing.
TIMES = 2  # Once is a whim.
ALIKE = 8.0  # Percent: a hand hits no number twice.


@dataclass(frozen=True)
class Level:
    """An attribute that a hand sets, and how it is told in percent."""

    attribute: str
    full: float


LEVELS_OF = {
    "light": Level("brightness", 255.0),
    "cover": Level("current_position", 100.0),
    "fan": Level("percentage", 100.0),
}
"""By domain. Doors and locks are none of them: what is risky is never offered."""


def offer(
    act: Act, resolutions: Sequence[Resolution], snapshot: Snapshot, transcript: Transcript
) -> Ask | None:
    """The act, and the question whether it is liked otherwise; None when no hand says so."""
    target = _plainly_on(act, resolutions)
    level = LEVELS_OF.get(target.partition(".")[0]) if target else None
    if target is None or level is None or not snapshot.teachable or transcript.person is None:
        return None
    device = snapshot.devices.get(target)
    if device is None or device.kind in ("garage", "gate", "door"):
        return None
    if any(target in ids for one in snapshot.lessons for ids in one.targets if one.slots):
        return None
    found = list(corrections(target, level, snapshot, transcript))
    if len(found) < TIMES or max(found[:TIMES]) - min(found[:TIMES]) > ALIKE:
        return None
    name = spoken_name(device, snapshot)
    percent = round(found[0])
    means = f"set the {name.lower()} to {percent} percent"
    slots = {
        "subject": "level",
        "means": means,
        "name": name,
        "percent": percent,
        "times": len(found),
    }
    liking = Resolution(Clause(means, (Reading("Prefer", slots),)), Reading("Prefer", slots))
    return Ask(
        "missing", (), (liking,), 0, "keep", (*act.why, "a hand changed it each time"), act.steps
    )


def _plainly_on(act: Act, resolutions: Sequence[Resolution]) -> str | None:
    """The one device that is turned on, with nothing said of how much."""
    if len(resolutions) != 1 or len(act.steps) != 1 or act.declined:
        return None
    (resolution,), (step,) = resolutions, act.steps
    plain = (
        resolution.reading.intent == "HassTurnOn" and not LEVELS & resolution.reading.slots.keys()
    )
    if not plain or not isinstance(step, Command) or len(resolution.targets) != 1:
        return None
    return step.entity_id if step.entity_id in resolution.targets else None


def corrections(
    target: str, level: Level, snapshot: Snapshot, transcript: Transcript
) -> Iterator[float]:
    """To how many percent a hand brought it after we had turned it on for them, the latest first."""
    mine = [
        (change.at, value)
        for change in snapshot.changes
        if change.entity_id == target
        and change.origin != "automation"
        and "state" not in change.changed
        and level.attribute in change.changed
        and (value := _percent(change.after, level)) is not None
    ]
    if len(mine) < TIMES:
        return
    for turn in reversed(snapshot.turns):
        if turn.transcript.person == transcript.person and _was_plainly_on(turn, target):
            at = turn.at.timestamp()
            by_hand = [value for when, value in mine if at + RAMP_S < when <= at + AFTER_S]
            if by_hand:
                yield by_hand[-1]


def _was_plainly_on(turn: Turn, target: str) -> bool:
    act = turn.decision
    steps = act.steps if isinstance(act, Act | Ask) else ()
    commands = tuple(step for step in steps if isinstance(step, Command))
    return _plainly_on(Act(commands), turn.resolutions) == target


def _percent(state: State, level: Level) -> float | None:
    value = state.get(level.attribute)
    return None if value is None or state.state == "off" else 100 * float(value) / level.full
