"""Generated turns with people's reactions -> the weights of `models_onnx/defect.py`.

`python -m models_onnx.training.reactions` writes artifacts/defect.json and prints how well it tells
defects of seeds it has not seen. How people react to a failure that was announced is as measured on
3,235 dialogues with a phone service (DSTC2; docs/benchmarks.md names the figures); to a wrong act
that nobody announced, nobody has measured: there each person draws their own rates from wide
ranges.
"""

import json
import random
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np

from models_onnx.training.manifest import enter

SEED, TURNS = 7, 60_000
RIDGE = 1.0  # A prior of weight 0 with variance 1, of one turn.
STEPS = 30
FOLDER = Path(__file__).parent.parent

# After a failure was announced (n=539): the same words, near ones, others, bye, silence.
ANNOUNCED = (
    ("verbatim", 0.312), ("near", 0.308), ("other", 0.334), ("bye", 0.033), ("silent", 0.013),
)  # fmt: skip
UNSUPPORTED = (("verbatim", 0.08), ("near", 0.08), ("other", 0.14), ("bye", 0.2), ("silent", 0.5))
"""Who asks for what no home does finds out at once; nobody has measured it: a guess of ours."""
AFTER_SUCCESS = (("verbatim", 0.042), ("near", 0.058), ("other", 0.2), ("silent", 0.7))

REACTIONS = frozenset({"undone", "set_back_a_guess", "set_back_a_plain_wish"})
"""What nobody does who leaves a turn alone."""

Turn = tuple[dict[str, float], dict[str, float], bool]
"""Signals at once, with hindsight, and whether it was a defect."""


class Person:
    """Rates of one person; drawn, as they differ and are not known."""

    def __init__(self, dice: random.Random) -> None:
        self.cuts_short = dice.uniform(0.2, 0.6)
        self.uses_hands = dice.uniform(0.1, 0.5)
        self.rephrases = dice.uniform(0.2, 0.6)
        self.undoes = dice.uniform(0.05, 0.4)
        self.corrects = dice.uniform(0.02, 0.2)
        self.thanks = dice.uniform(0.0, 0.15)
        self.fiddles = dice.uniform(0.005, 0.05)


def turns(count: int, seed: int) -> Iterator[Turn]:
    """Turns of people who are each drawn anew every 200 turns."""
    dice = random.Random(seed)
    person = Person(dice)
    for number in range(count):
        if number % 200 == 0:
            person = Person(dice)
        kind = dice.choices(
            ("right", "announced", "unsupported", "wrong", "no_answer", "noise"),
            (0.82, 0.06, 0.03, 0.06, 0.015, 0.015),
        )[0]
        now, after, defect = _TURNS[kind](dice, person)
        if REACTIONS & after.keys():
            after.pop("left_alone", None)
        yield now, after, defect


def _right(dice: random.Random, person: Person) -> Turn:
    now = _heard(dice, guessed=0.15, doubt=0.15, unsure=0.08)
    seen = _drawn(AFTER_SUCCESS, dice)
    after = {
        "verbatim": {"again_in_these_words": 1.0, "then_right": 1.0},
        "near": {"said_alike": 1.0},
        "other": {"went_on": 1.0},
        "silent": {"left_alone": 1.0},
    }[seen]
    if dice.random() < person.thanks:
        after = {"thanked": 1.0}
    if dice.random() < 0.03:
        after["cut_short"] = 1.0
    if dice.random() < 0.0007:
        after = after | {"undone": 1.0}  # minds change
    if dice.random() < 0.015:
        after = {"called_off": 1.0}
    if dice.random() < 0.0005:
        after = {"put_right": 1.0}
    if dice.random() < person.fiddles:
        name = dice.choice(("set_back", "set_otherwise", "another_by_hand", "another_by_hand"))
        after = after | _hand(name, now)
    return now, now | after, False


def _announced(dice: random.Random, person: Person) -> Turn:
    now = {"failed": 1.0} | _heard(dice, guessed=0.0, doubt=0.0, unsure=0.35)
    return now, now | _after_failure(dice, ANNOUNCED, helped=0.6), True


def _unsupported(dice: random.Random, person: Person) -> Turn:
    now = {"failed": 1.0} | _heard(dice, guessed=0.0, doubt=0.0, unsure=0.08)
    return now, now | _after_failure(dice, UNSUPPORTED, helped=0.15), False


def _wrong(dice: random.Random, person: Person) -> Turn:
    now = _heard(dice, guessed=0.4, doubt=0.17, unsure=0.12)
    after: dict[str, float] = {}
    if dice.random() < person.cuts_short:
        after["cut_short"] = 1.0
    if dice.random() < person.undoes:
        after["undone"] = 1.0
    if dice.random() < person.uses_hands:
        after |= _hand("set_back", now)
        if dice.random() < 0.5:
            after |= {"another_by_hand": 1.0, "set_another_instead": 1.0}
    if dice.random() < person.corrects:
        after |= {"put_right": 1.0}
    elif dice.random() < person.rephrases:
        after |= {"said_alike": 1.0} if dice.random() < 0.75 else {"again_in_these_words": 1.0}
    elif dice.random() < 0.1:
        after |= {"called_off": 1.0}
    else:
        after |= {"left_alone": 1.0} if dice.random() < 0.7 else {"went_on": 1.0}
    return now, now | after, True


def _no_answer(dice: random.Random, person: Person) -> Turn:
    now = {"no_answer": 1.0} | _heard(dice, guessed=0.1, doubt=0.1, unsure=0.08)
    again = {"again_in_these_words": 1.0, "went_on": 1.0}
    after = again if dice.random() < 0.4 else {"left_alone": 1.0}
    return now, now | after, True


def _noise(dice: random.Random, person: Person) -> Turn:
    """The television: nobody wished anything."""
    unsure = dice.uniform(0.2, 0.7)
    now = {"failed": 1.0, "unsure_wake": unsure, "unsure_words": dice.uniform(0, 0.7)}
    after = {"gave_up": 1.0} if dice.random() < 0.8 else {"other_wish": 1.0, "failed_again": 1.0}
    return now, now | after, False


_TURNS = {
    "right": _right, "announced": _announced, "unsupported": _unsupported, "wrong": _wrong,
    "no_answer": _no_answer, "noise": _noise,
}  # fmt: skip


def _heard(dice: random.Random, guessed: float, doubt: float, unsure: float) -> dict[str, float]:
    found = {}
    if dice.random() < guessed:
        found["guessed"] = 1.0
    found["doubt"] = min(1.0, abs(dice.gauss(0.0, doubt)))
    found["unsure_words"] = min(1.0, abs(dice.gauss(0.0, unsure))) if dice.random() < 0.5 else 0.0
    if dice.random() < 0.04:
        found["rewritten"] = 1.0
    return found


def _after_failure(
    dice: random.Random, rates: Sequence[tuple[str, float]], helped: float
) -> dict[str, float]:
    went_on = "then_right" if dice.random() < helped else "failed_again"
    return {
        "verbatim": {"again_in_these_words": 1.0, went_on: 1.0},
        "near": {"other_words": 1.0, went_on: 1.0},
        "other": {"other_wish": 1.0, went_on: 1.0},
        "bye": {"called_off": 1.0},
        "silent": {"gave_up": 1.0},
    }[_drawn(rates, dice)]


def _hand(name: str, now: Mapping[str, float]) -> dict[str, float]:
    if name != "set_back":
        return {name: 1.0}
    doubtful = now.get("guessed") or now.get("doubt", 0.0) > 0.2 or now.get("rewritten")
    return {"set_back_a_guess" if doubtful else "set_back_a_plain_wish": 1.0}


def _drawn(rates: Sequence[tuple[str, float]], dice: random.Random) -> str:
    return dice.choices([name for name, _ in rates], [rate for _, rate in rates])[0]


def fitted(rows: Sequence[Mapping[str, float]], defects: Sequence[bool]) -> dict[str, float]:
    """Weights of a logistic regression with a ridge, by Newton's steps."""
    names = ["bias", *sorted({name for row in rows for name in row})]
    x = np.array([[1.0, *(row.get(name, 0.0) for name in names[1:])] for row in rows])
    y, w = np.array(defects, float), np.zeros(len(names))
    ridge = np.eye(len(names)) * RIDGE
    ridge[0, 0] = 0.0
    for _ in range(STEPS):
        p = 1 / (1 + np.exp(-x @ w))
        slope = x.T @ (y - p) - ridge @ w
        w = w + np.linalg.solve(x.T @ (x * (p * (1 - p))[:, None]) + ridge, slope)
    return {name: round(float(value), 3) for name, value in zip(names, w, strict=True)}


def average_precision(scores: Sequence[float], defects: Sequence[bool]) -> float:
    """Mean of the precision at each defect, most suspicious first."""
    ranked = [d for _, d in sorted(zip(scores, defects, strict=True), key=lambda pair: -pair[0])]
    hits, total = 0, 0.0
    for place, defect in enumerate(ranked, 1):
        hits += defect
        total += hits / place if defect else 0.0
    return total / max(1, hits)


def calibration_error(scores: Sequence[float], defects: Sequence[bool]) -> float:
    """Expected calibration error over ten equal bins."""
    bins: dict[int, list[tuple[float, bool]]] = {}
    for score, defect in zip(scores, defects, strict=True):
        bins.setdefault(min(9, int(score * 10)), []).append((score, defect))
    return sum(
        abs(sum(s for s, _ in b) - sum(d for _, d in b)) for b in bins.values()
    ) / len(scores)  # fmt: skip


def main() -> None:
    """Train, write, and tell how good it is on another seed."""
    from models_onnx.defect import probability

    learned, unseen = list(turns(TURNS, SEED)), list(turns(TURNS // 3, SEED + 1))
    told = {}
    defects = [defect for _, _, defect in unseen]
    for which in ("online", "hindsight"):
        rows, others = (
            [now if which == "online" else after for now, after, _ in some]
            for some in (learned, unseen)
        )
        told[which] = fitted(rows, [defect for _, _, defect in learned])
        scores = [probability(row, told[which]) for row in others]
        print(  # noqa: T201 - a command
            f"{which}: n={len(unseen)}, defects {sum(defects)}, "
            f"average precision {average_precision(scores, defects):.3f}, "
            f"calibration error {calibration_error(scores, defects):.3f}"
        )
    path = FOLDER / "artifacts" / "defect.json"
    path.write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")
    enter(FOLDER, "defect", "1.0", {"weights": "defect.json"}, "artifacts/defect.md")


if __name__ == "__main__":
    main()
