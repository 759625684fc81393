"""What is going on around a sentence -> which of several things was meant.

The words leave a choice ("a bit louder", "turn off the fan"); what is on, what was just touched, who
speaks where, and what goes on in the house decide it. Each signal is a number with a name, and absent
where nothing is known; what it weighs is learned (`models_onnx/reranker.py`).
"""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from context.attention import same_talk
from context.snapshot import Snapshot
from context.turn import Candidate, Reading
from devices.model import Device, State, nothing
from gateway.understand import queries
from gateway.understand.habitual import situation_of
from gateway.understand.scene import Scene
from gateway.understand.vocabulary import bare_name
from models_onnx import reranker
from models_onnx.reranker import Signals

SURE = 0.72  # Below this chance the likeliest is asked about, not acted on.
ALONE = 0.5  # Likelier than not, and no other worth offering: many lamps elsewhere are no doubt.
IN_QUESTION = 0.08  # Less likely ones are not offered.
JUST_S, LATELY_S, SPOKEN_S = 90.0, 900.0, 300.0  # How long such news decays by a factor of e.
NIGHT = (22, 7)
GENTLE = frozenset({"night", "nightlight", "bedside", "nightstand", "path", "moon", "lamp", "reading", "floor", "table", "desk", "strip"})  # fmt: skip
GLARING = frozenset({"ceiling", "main", "spots", "spotlights", "chandelier", "overhead", "pendant", "pendants"})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Weighed:
    """One candidate, in view of all that goes on."""

    candidate: Candidate
    chance: float
    """0..1, among its rivals."""
    score: float
    """In nats; only differences mean something."""
    signals: Signals = field(default_factory=nothing)


def weigh(reading: Reading, pool: Sequence[Candidate], scene: Scene) -> tuple[Weighed, ...]:
    """The candidates of one phrase, likeliest first."""
    rivals = Rivals.of(reading, pool, scene)
    scores = (scene.rank or by_weights)(rivals)
    weighed = (
        Weighed(candidate, chance, score, one)
        for candidate, chance, score, one in zip(
            pool, reranker.softmax(scores), scores, rivals.signals, strict=True
        )
    )
    return tuple(sorted(weighed, key=lambda each: -each.chance))


@dataclass(frozen=True, slots=True)
class Rivals:
    """Several things that a phrase may mean, to be told apart."""

    reading: Reading
    pool: tuple[Candidate, ...]
    scene: Scene
    signals: tuple[Signals, ...]
    """Of each in `pool`."""

    @classmethod
    def of(cls, reading: Reading, pool: Sequence[Candidate], scene: Scene) -> "Rivals":
        """With all that speaks for each of them."""
        usual = _usual(reading, pool, scene)
        found = ({**signals(reading, c, scene), **usual.get(c.entity_id, {})} for c in pool)
        return cls(reading, tuple(pool), scene, tuple(found))


Rank = Callable[[Rivals], Sequence[float]]
"""Rivals -> the score of each, in nats; where choices are noted or others measured, not ours."""


def by_weights(rivals: Rivals) -> Sequence[float]:
    """The shipped reranker."""
    weights = reranker.weights()
    return [reranker.score(one, weights) for one in rivals.signals]


PLAUSIBLE, SPREAD = 6.0, 1.5  # Nats: about what a thing in reach that would change scores.


def plausibility(reading: Reading, candidate: Candidate, scene: Scene) -> float:
    """How much speaks for a thing by itself, 0..1."""
    scored = reranker.score(signals(reading, candidate, scene), reranker.weights())
    return 1.0 / (1.0 + math.exp((PLAUSIBLE - scored) / SPREAD))


def reasons(weighed: Sequence[Weighed]) -> Mapping[str, float]:
    """By how much each signal moved the first before the second, in nats, strongest first.

    A signal that the second has more of, and that speaks against it, is called "no ...".
    """
    if len(weighed) < 2:
        return {}
    weights = reranker.weights()
    first, second = weighed[0].signals, weighed[1].signals
    moved = {
        name: weights.get(name, 0.0) * (first.get(name, 0.0) - second.get(name, 0.0))
        for name in {*first, *second}
    }
    strongest = sorted(((n, m) for n, m in moved.items() if m > 0), key=lambda item: -item[1])
    return {
        name if first.get(name, 0.0) > second.get(name, 0.0) else f"no {name}": round(nats, 3)
        for name, nats in strongest
    }


def signals(reading: Reading, candidate: Candidate, scene: Scene) -> Signals:
    """All that speaks for or against one candidate."""
    snapshot = scene.snapshot
    device = snapshot.devices[candidate.entity_id]
    found: dict[str, float] = {"match": math.log(max(candidate.score, 0.01))}
    found |= _of_state(reading, snapshot.states.get(device.id))
    found |= _of_place(device, scene)
    found |= _of_owner(device, scene)
    found |= _of_news(device, scene)
    found |= _of_activity(device, snapshot)
    if device.domain == "light" and reading.intent in ("HassTurnOn", "HassLightSet"):
        found |= _of_night(device, snapshot)
    return found


WISHED = {
    "HassTurnOn": ("on", "open", "playing", "cleaning", "heat"),
    "HassTurnOff": ("off", "closed", "docked"),
}
"""What devices are in when somebody has done this with them."""
HABIT_DEEDS = 2.0  # So many deeds make a habit count half of what it will.


def _usual(
    reading: Reading, pool: Sequence[Candidate], scene: Scene
) -> dict[str, dict[str, float]]:
    """How likely this person does this with each of them, now and here; nothing where none did."""
    states = WISHED.get(reading.intent, ())
    acts = frozenset(f"{c.entity_id} {state}" for c in pool for state in states)
    found: dict[str, dict[str, float]] = {}
    for habit in scene.snapshot.habits.likely("act", situation_of(scene), acts) if acts else ():
        chance = habit.probability * habit.count / (habit.count + HABIT_DEEDS)
        entity_id = habit.what.partition(" ")[0]
        found[entity_id] = {"usual": max(chance, found.get(entity_id, {}).get("usual", 0.0))}
    return found


ACTIVE = frozenset({"on", "playing", "cleaning", "mowing", "returning", "opening", "closing", "heat", "cool", "auto", "dry", "fan_only", "buffering"})  # fmt: skip


def _of_state(reading: Reading, state: State | None) -> dict[str, float]:
    if state is None or not state.available or state.state in ("unknown", "unavailable"):
        return {"effect": 1.0, "unreachable": float(state is not None and not state.available)}
    active = state.state in ACTIVE
    found = {"effect": float(queries.would_change(reading, state)), "active": float(active)}
    if reading.intent in ("HassTurnOn", "HassVacuumStart"):
        found["active"] = 0.0  # what is on already is no more likely to be turned on
    if state.state == "playing":
        found["playing"] = 1.0
    if state.state == "paused":
        found["paused"] = 1.0
    return found


def _of_place(device: Device, scene: Scene) -> dict[str, float]:
    area = scene.snapshot.area(scene.area)
    if area is None or device.area is None:
        return {}
    if device.area == area.id:
        return {"here": 1.0}
    other = scene.snapshot.area(device.area)
    same = other is not None and other.floor is not None and other.floor == area.floor
    return {"floor": 1.0} if same else {}


def _of_owner(device: Device, scene: Scene) -> dict[str, float]:
    """Whose it is by its name, where the voice is known."""
    speaker = scene.transcript.person
    if speaker is None:
        satellite = scene.snapshot.satellite(scene.transcript.satellite)
        speaker = satellite.owner if satellite is not None else None
    words = {w for name in (device.name, *device.aliases) for w in bare_name(name)}
    owners = {
        person.id
        for person in scene.snapshot.household.people.values()
        if {f"{w}s" for w in bare_name(person.name)} & words
    }
    if not owners or speaker is None:
        return {}
    return {"mine": 1.0} if speaker in owners else {"theirs": 1.0}


def _of_news(device: Device, scene: Scene) -> dict[str, float]:
    """What was touched or spoken of lately."""
    now = scene.snapshot.now.timestamp()
    found: dict[str, float] = {}
    for change in reversed(scene.snapshot.changes):
        if change.entity_id != device.id or change.before is None:
            continue
        if not change.changed - {"available"}:
            continue
        age = max(0.0, now - change.at)
        found["just"] = math.exp(-age / JUST_S)
        by = "ours" if change.origin == "gateway" else "by_automation" if change.origin == "automation" else "by_hand"  # fmt: skip
        found[by] = math.exp(-age / LATELY_S)
        break
    for turn in reversed(scene.snapshot.turns):
        age = (scene.snapshot.now - turn.at).total_seconds()
        if device.id in turn.targets and same_talk(turn, scene.transcript):
            found["spoken"] = math.exp(-age / SPOKEN_S)
            break
    if any(device.id in earlier.targets for earlier in scene.earlier):
        found["spoken"] = 1.0
    return found


def _of_activity(device: Device, snapshot: Snapshot) -> dict[str, float]:
    """What people do in its room."""
    found: dict[str, float] = {}
    for activity in snapshot.activities:
        if activity.area is None or activity.area != device.area:
            continue
        found[f"{activity.kind}_there"] = max(
            found.get(f"{activity.kind}_there", 0.0), activity.confidence
        )
    if device.area is not None and device.area in snapshot.presence.values():
        found["present_there"] = 1.0
    return found


def _of_night(device: Device, snapshot: Snapshot) -> dict[str, float]:
    """At night, and beside somebody who sleeps, people want little light."""
    hour = snapshot.now.hour
    words = set(bare_name(device.name))
    asleep = any(a.kind == "sleeping" and a.area == device.area for a in snapshot.activities)
    if not (hour >= NIGHT[0] or hour < NIGHT[1] or asleep):
        return {}
    if words & GLARING:
        return {"glaring_at_night": 1.0}
    return {"gentle_at_night": 1.0} if words & GENTLE else {}
