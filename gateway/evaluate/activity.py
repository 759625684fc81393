"""How well activities are told in real homes: `make eval-activity`.

Replays the sensors of homes whose people wrote down what they did (van Kasteren A and B, MIT D, in
`$AMBIENT_DATA/activity`; research data, never trained on) through the very snapshots that a turn
sees, and asks every minute. Only the past is known. Two questions:

* forced: one of five kinds for each labelled minute; accuracy and macro-F1 over the house's kinds.
  Majority and hour are learned from the *other* houses. In brackets, for reference and never
  shipped: the same regression, taught by the other real houses, or by other days of this one.
* as shipped: what is told at all, of labelled minutes; how much of it is right; and what is told in
  minutes without a label, where nobody knows.
"""

import argparse
import os
import sys
from bisect import bisect_right
from collections import Counter, deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from context.activity import activities, said_outright
from context.likely import hour_of, likely, shipped, traces
from context.live import CHANGES_MAX
from context.places import Area, Household, Person
from context.sensing import read_sensors
from context.snapshot import Snapshot
from context.stirs import read_stirs
from devices.model import Device, State, StateChanged
from models_onnx.activity import KINDS, Floats, features, fit

HOUSES = ("A", "B", "D")
STEP_S = 60
REAL_DECAY = 0.01  # Two homes teach which home it is, unless the weights are kept small.
OTHER = KINDS.index("other")
NOBODY_KNOWS = -1
Marks = NDArray[np.int64]
"""Index into `KINDS` for each minute; `NOBODY_KNOWS` without a label."""

_ENGLISH = {
    "slaapkamer": "bedroom", "badkamer": "bathroom", "keuken": "kitchen", "magnetron": "microwave",
    "gootsteen": "kitchen sink", "rechts": "right", "links": "left", "pir": "motion", "kwik": "",
    "press": "", "float": "", "cutlary": "cutlery", "frontdoor": "front door",
}  # fmt: skip
_MEANS = {
    "leave-house": "away", "go-to-bed": "sleeping", "sleeping": "sleeping", "use-toilet": "washing",
    "take-shower": "washing", "brush-teeth": "washing", "toileting": "washing",
    "bathing": "washing", "grooming": "washing", "washing-hands": "washing", "get-drink": "cooking",
}  # fmt: skip
"""Labels; `prep...` is cooking, the rest is `other`. `going-out...` is not asked: it is the
minutes before the door falls shut, not the time away."""


@dataclass(frozen=True)
class House:
    """A real home's sensors and labels, in seconds since the epoch."""

    name: str
    devices: Mapping[str, Device]
    stirs: Sequence[tuple[int, str, str]]
    """When, entity id, new state."""
    labels: Sequence[tuple[int, int, int]]
    """From, to, index into `KINDS`."""

    @classmethod
    def read(cls, folder: Path, name: str) -> "House":
        """The files of one house."""
        names = dict(_rows(folder / f"house{name}.sensor_names"))
        devices = {f"binary_sensor.s{i}": _device(int(i), said) for i, said in names.items()}
        stirs = []
        for start, length, sensor in _rows(folder / f"house{name}.sensors"):
            if sensor in names:
                entity_id = f"binary_sensor.s{sensor}"
                stirs.append((int(start), entity_id, "on"))
                stirs.append((int(start) + int(length), entity_id, "off"))
        called = dict(_rows(folder / f"house{name}.activity_names"))
        labels = [
            (int(start), int(start) + int(length), _kind(called[kind]))
            for start, length, kind in _rows(folder / f"house{name}.activities")
        ]
        return cls(name, devices, sorted(stirs), [row for row in labels if row[2] is not None])  # type: ignore[misc]

    def truth(self, at: float) -> int:
        """What was written down for that time: of several the one that began last."""
        for start, end, kind in reversed(
            self.labels[: bisect_right(self.labels, (at, 1 << 62, 9))]
        ):
            if start <= at < end:
                return kind
        return NOBODY_KNOWS

    def minutes(self) -> Iterator[Snapshot]:
        """What a turn would see in each minute between the first label and the last."""
        areas = {d.area: Area(d.area, d.area) for d in self.devices.values() if d.area}
        household = Household(areas=areas, people={"resident": _RESIDENT})
        states: dict[str, State] = {}
        changes: deque[StateChanged] = deque(maxlen=CHANGES_MAX)
        index = 0
        for at in range(self.labels[0][0], self.labels[-1][1], STEP_S):
            while index < len(self.stirs) and self.stirs[index][0] <= at:
                when, entity_id, told = self.stirs[index]
                index += 1
                before = states.get(entity_id)
                if before is None or before.state != told:
                    states[entity_id] = State(told, {}, when, when)
                    changes.append(StateChanged(entity_id, before, states[entity_id], _STATE))
            now = datetime.fromtimestamp(at, UTC)
            yield Snapshot(now, household, self.devices, states, tuple(changes))


_STATE = frozenset({"state"})
_RESIDENT = Person("resident", "Resident")  # One lives in each of these homes.


def _rows(path: Path) -> Iterator[list[str]]:
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.strip():
            yield line.strip().split("\t")


def _kind(label: str) -> int | None:
    label = label.casefold()
    if label.startswith("going-out"):
        return None
    return KINDS.index("cooking" if label.startswith("prep") else _MEANS.get(label, "other"))


def _device(number: int, said: str) -> Device:
    """A sensor as its household would have entered it: English name, room, device class."""
    room, comma, thing = said.partition(",")
    words = (thing if comma else said.removeprefix("Hall-")).casefold().split()
    name = " ".join(filter(None, (_ENGLISH.get(word, word) for word in words)))
    kind = next((kind for word, kind in _KINDS.items() if word in name), "opening")
    area = room.casefold() if comma else None
    return Device(f"binary_sensor.s{number}", name, "replay", "replay", area=area, kind=kind)


_KINDS = {"motion": "motion", "bed left": "occupancy", "bed right": "occupancy", "burner": "power",
          "light": "light", "lamp": "light", "fan": "running", "faucet": "running",
          "door": "door"}  # fmt: skip


@dataclass(frozen=True)
class Replay:
    """One house, minute by minute."""

    house: House
    hours: NDArray[np.int64]
    days: NDArray[np.int64]
    """Number of the day, changing at noon: a night belongs together."""
    read: Floats
    """Features, shape `(minutes, FEATURES)`."""
    truth: Marks
    rules: Marks
    learned: Marks
    told: Marks
    """As shipped; like the two before it `NOBODY_KNOWS` when nothing is told."""

    @classmethod
    def of(cls, house: House) -> "Replay":
        """Ask in every minute."""
        hours, days, read, truth, rules, learned, told = [], [], [], [], [], [], []
        sensors = None
        for snapshot in house.minutes():
            sensors = sensors or read_sensors(snapshot.devices, snapshot.household)
            hours.append(snapshot.now.hour)
            days.append((snapshot.now - timedelta(hours=12)).toordinal())
            stirs = read_stirs(snapshot, sensors)
            read.append(features(traces(snapshot, sensors, stirs), hour_of(snapshot)))
            truth.append(house.truth(snapshot.now.timestamp()))
            rules.append(_first(one.kind for one in said_outright(snapshot, sensors, stirs)))
            guess = likely(snapshot, sensors, stirs)
            learned.append(KINDS.index(guess.kind) if guess else NOBODY_KNOWS)
            told.append(_first(one.kind for one in activities(snapshot)))
        columns = (hours, days, read, truth, rules, learned, told)
        return cls(house, *(np.array(column) for column in columns))


def _first(kinds: Iterator[str]) -> int:
    return next((KINDS.index(kind) for kind in kinds if kind in KINDS), NOBODY_KNOWS)


def forced(replay: Replay, others: Sequence[Replay]) -> dict[str, Marks]:
    """System -> one kind for every minute."""
    known = [other.truth != NOBODY_KNOWS for other in others]
    read, truth, hours = (
        np.concatenate([getattr(other, what)[k] for other, k in zip(others, known, strict=True)])
        for what in ("read", "truth", "hours")
    )
    majority = Counter(truth.tolist()).most_common(1)[0][0]
    by_hour = [
        (Counter(truth[hours == hour].tolist()).most_common(1) or [(majority, 0)])[0][0]
        for hour in range(24)
    ]
    return {
        "majority": np.full_like(replay.truth, majority),
        "hour only": np.array([by_hour[hour] for hour in replay.hours]),
        "rules only": np.where(replay.rules < 0, OTHER, replay.rules),
        "shipped model": shipped().probabilities(replay.read).argmax(axis=1),
        "(other real homes)": _learned(read, truth, replay.read),
        "(same home, other days)": _cross_learned(replay),
    }


def _learned(read: Floats, truth: Marks, asked: Floats) -> Marks:
    told: Marks = fit(read, truth, decay=REAL_DECAY).probabilities(asked).argmax(axis=1)
    return told


def _cross_learned(replay: Replay) -> Marks:
    """Odd days answered by what even days teach, and the other way round."""
    odd = replay.days % 2 == 1
    told = np.full_like(replay.truth, OTHER)
    for half in (odd, ~odd):
        known = half & (replay.truth != NOBODY_KNOWS)
        told[~half] = _learned(replay.read[known], replay.truth[known], replay.read[~half])
    return told


def scores(told: Marks, truth: Marks) -> tuple[float, float, dict[str, float]]:
    """Accuracy, macro-F1 over the kinds that occur, and F1 of each of those."""
    each = {}
    for kind in sorted(set(truth.tolist())):
        both = ((told == kind) & (truth == kind)).sum()
        each[KINDS[kind]] = float(2 * both / max(1, (told == kind).sum() + (truth == kind).sum()))
    return float((told == truth).mean()), sum(each.values()) / len(each), each


def main() -> None:
    """Print both tables."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    default = Path(os.environ.get("AMBIENT_DATA", Path(__file__).parents[3] / "shared" / "data"))
    parser.add_argument("folder", type=Path, nargs="?", default=default / "activity")
    folder = parser.parse_args().folder
    if not folder.is_dir():
        sys.exit(f"there is no folder {folder}: set AMBIENT_DATA to the one that holds activity/")
    replays = [Replay.of(House.read(folder, name)) for name in HOUSES]
    _print("forced | house | n | accuracy % | macro-F1 % | F1 % by kind")
    for replay in replays:
        known = replay.truth != NOBODY_KNOWS
        others = [other for other in replays if other is not replay]
        for system, told in forced(replay, others).items():
            accuracy, macro, each = scores(told[known], replay.truth[known])
            kinds = ", ".join(f"{kind} {100 * f1:.0f}" for kind, f1 in each.items())
            figures = f"{known.sum()} | {100 * accuracy:.1f} | {100 * macro:.1f} | {kinds}"
            _print(f"{system} | {replay.house.name} | {figures}")
    _print("\nas shipped | house | n | told % | right % of told | told % of unlabelled | by kind")
    for replay in replays:
        _print(_as_shipped(replay, "rules only", replay.rules))
        _print(_as_shipped(replay, "model only", replay.learned))
        _print(_as_shipped(replay, "both", replay.told))


def _as_shipped(replay: Replay, system: str, told: Marks) -> str:
    known, speaks = replay.truth != NOBODY_KNOWS, told != NOBODY_KNOWS
    both = known & speaks
    right = told == replay.truth
    kinds = ", ".join(
        f"{KINDS[kind]} {100 * right[chosen].mean():.0f} of {chosen.sum()}"
        for kind in sorted(set(told[both].tolist()))
        if (chosen := both & (told == kind)).any()
    )
    share = 100 * right[both].mean() if both.any() else float("nan")
    figures = f"{100 * speaks[known].mean():.1f} | {share:.1f} | {100 * speaks[~known].mean():.1f}"
    return f"{system} | {replay.house.name} | {known.sum()} | {figures} | {kinds}"


def _print(line: str) -> None:
    sys.stdout.write(line + "\n")


if __name__ == "__main__":
    main()
