# ruff: noqa: E501 - tables of weights read best as they are
"""Stories -> the choices in them -> what each signal weighs: `python -m gateway.evaluate.choices`.

Plays scenarios, notes every choice between several devices that the words left open, and takes for
right what the story expects; made-up homes (`generated.py`) add many choices that count less each.
The weights are those of a conditional logit, found by Newton's method
with a Gaussian prior around `BELIEFS`: few stories can only move them as far as they have reason to.

    python -m gateway.evaluate.choices tests/stories --write models_onnx/artifacts/reranker.json
"""

import argparse
import json
import math
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from gateway.evaluate import generated
from gateway.evaluate.commands import fresh_store, real_gateway
from gateway.evaluate.player import run_scenario, unrolled
from gateway.evaluate.scenarios import Say, Scenario, find_files, read_scenarios
from gateway.pipeline import Outlook
from gateway.understand import weigh
from gateway.understand.mind import mind_for
from models_onnx import reranker
from models_onnx.reranker import Signals

BELIEFS: Mapping[str, float] = {
    "match": 4.0, "effect": 2.5, "active": 0.5, "playing": 0.5, "paused": 0.2, "here": 4.0, "floor": 0.5, "mine": 2.5,
    "theirs": -2.5, "just": 1.5, "by_hand": 0.5, "ours": 0.3, "by_automation": 0.0, "spoken": 1.5, "present_there": 0.5,
    "watching_there": 0.5, "listening_there": 0.3, "cooking_there": 0.3, "sleeping_there": -1.0, "washing_there": 0.0,
    "arriving_there": 0.3, "cleaning_there": 0.0, "gentle_at_night": 1.0, "glaring_at_night": -1.0, "unreachable": 0.0, "usual": 2.0,
}  # fmt: skip
"""Nats, before any story was read: the room, then what the words can do, outweigh the rest."""
STIFFNESS = (
    1.0  # Of the prior: 1/variance, in nats^-2; of 0.1, 0.3 and 1 the best in homes held out.
)
FOLDS = 5
MADE_UP_TEST = 100  # Homes of another seed.
MOMENTS, SEED = 20, 7  # Of each made-up home; of all of them.
STORY_WEIGHT, MADE_UP_WEIGHT = (
    3.0,
    0.1,
)  # What a choice that somebody wrote counts, and a made-up one.


@dataclass(frozen=True)
class Choice:
    """Several devices that a sentence may have meant."""

    home: str
    rivals: tuple[Signals, ...]
    meant: tuple[float, ...]
    """The share of each: one is 1, or those to be asked about share it evenly."""
    weight: float = 1.0
    """How much it counts."""

    @property
    def asks(self) -> bool:
        """Whether it cannot be told which."""
        return max(self.meant) < 1.0


def choices_of(scenario: Scenario) -> Iterable[Choice]:
    """What was left open in a scenario and is settled by what it expects."""
    seen: list[weigh.Rivals] = []

    def noting(rivals: weigh.Rivals) -> Sequence[float]:
        seen.append(rivals)
        return weigh.by_weights(rivals)

    run_scenario(scenario, partial(real_gateway, outlook=Outlook(rank=noting)), fresh_store)
    expected = {
        step.text: step.expect.values
        for step in unrolled(scenario.steps)
        if isinstance(step, Say) and step.expect is not None
    }
    for rivals in seen:
        values = expected.get(rivals.scene.transcript.text, {})
        meant = _meant(values)
        hits = [candidate.entity_id in meant for candidate in rivals.pool]
        if values.get("asks"):
            hits = [True] * len(hits)
        elif sum(hits) != 1:
            continue
        share = tuple(hit / sum(hits) for hit in hits)
        yield Choice(scenario.home.household.id, rivals.signals, share, STORY_WEIGHT)


def _meant(values: Mapping[str, object]) -> set[str]:
    for key in ("targets", "changes", "state"):
        told = values.get(key)
        if told:
            return set(told)  # type: ignore[call-overload, no-any-return]
    return set()


def fit(choices: Sequence[Choice], prior: Mapping[str, float] = BELIEFS) -> dict[str, float]:
    """The weights of largest posterior probability.

    Newton's method on the concave log-posterior; `O(signals^3)` a step, a dozen steps.
    """
    names = sorted(prior)
    mean = np.array([prior[n] for n in names])
    rows = [np.array([[one.get(n, 0.0) for n in names] for one in c.rivals]) for c in choices]
    meant = [np.array(c.meant) for c in choices]
    counts = [c.weight for c in choices]
    weight = mean.copy()
    for _ in range(NEWTON_STEPS):
        value, gradient, hessian = _posterior(weight, mean, rows, meant, counts)
        step = np.linalg.solve(hessian, gradient)
        length = 1.0
        while (
            length > 1e-4
            and _posterior(weight - length * step, mean, rows, meant, counts)[0] < value
        ):
            length /= 2
        weight = weight - length * step
        if float(np.abs(length * step).max()) < 1e-5:
            break
    return {n: round(float(w), 3) for n, w in zip(names, weight, strict=True)}


NEWTON_STEPS = 50
Floats = NDArray[np.float64]


def _posterior(
    weight: Floats,
    mean: Floats,
    rows: Sequence[Floats],
    meant: Sequence[Floats],
    counts: Sequence[float],
) -> tuple[float, Floats, Floats]:
    """Log-posterior at some weights, up to a constant, with its gradient and Hessian."""
    value = -STIFFNESS / 2 * float(((weight - mean) ** 2).sum())
    gradient = -STIFFNESS * (weight - mean)
    hessian = -STIFFNESS * np.eye(len(weight))
    for x, share, count in zip(rows, meant, counts, strict=True):
        scores = x @ weight
        log_p = scores - scores.max() - np.log(np.exp(scores - scores.max()).sum())
        p = np.exp(log_p)
        centre = p @ x
        value += count * float(share @ log_p)
        gradient = gradient + count * (share @ x - centre)
        hessian = hessian - count * ((x * p[:, None]).T @ x - np.outer(centre, centre))
    return value, gradient, hessian


def figures(choices: Sequence[Choice], weights: Mapping[str, float]) -> str:
    """How often the likeliest was meant, and how sure it was."""
    right = acted = acted_right = asked = 0
    loss = 0.0
    for choice in choices:
        chances = reranker.chances(choice.rivals, weights)
        best = max(range(len(chances)), key=chances.__getitem__)
        sure = chances[best] >= weigh.SURE
        loss -= sum(m * math.log(max(c, 1e-9)) for m, c in zip(choice.meant, chances, strict=True))
        if choice.asks:
            asked += not sure
            continue
        right += choice.meant[best] == 1.0
        acted += sure
        acted_right += sure and choice.meant[best] == 1.0
    questions = sum(c.asks for c in choices)
    told = max(1, len(choices) - questions)
    return (
        f"right {100 * right / told:5.1f} % of {told} | acted on {100 * acted / told:5.1f} %, right of these "
        f"{100 * acted_right / max(1, acted):5.1f} % | asked {asked} of {questions} | {loss / max(1, len(choices)):.3f} nats"
    )


def say(line: str) -> None:
    """One line of the report."""
    sys.stdout.write(f"{line}\n")


def main(arguments: Sequence[str] | None = None) -> int:
    """Print what the weights are worth, home by home held out; write them if asked to."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("paths", nargs="+", type=Path)
    parser.add_argument("--test", nargs="*", type=Path, default=[], help="stories only measured on")
    parser.add_argument("--fit-only", action="store_true", help="without the report")
    parser.add_argument("--generated", type=int, default=0, help="made-up homes to learn from too")
    parser.add_argument(
        "--dump", type=Path, help="write the choices, for models_onnx.training.trees"
    )
    parser.add_argument("--write", type=Path, help="the file of weights")
    options = parser.parse_args(arguments)
    choices = read(options.paths)
    made = made_up(options.generated)
    if options.dump is not None:
        options.dump.write_text("".join(f"{_line(c)}\n" for c in (*choices, *made)))
    if not options.fit_only:
        _report(choices, made, options.test)
    if options.write is not None:
        told = json.dumps(fit([*choices, *made]), indent=1)
        options.write.write_text(f"{told}\n", encoding="utf-8")
    return 0


def _report(choices: Sequence[Choice], made: Sequence[Choice], test: Sequence[Path]) -> None:
    """What the weights are worth: homes held out, made-up ones left out, each signal left out."""
    homes = sorted({c.home for c in choices})
    say(
        f"{len(choices)} choices in {len(homes)} homes, {sum(len(c.rivals) for c in choices)} rivals"
    )
    nearest = {"match": 50.0, "here": 8.0, "floor": 1.0}
    say(f"nearest room | {figures(choices, nearest)}")
    say(f"beliefs      | {figures(choices, BELIEFS)}")
    held: list[str] = []
    for fold in range(FOLDS):
        apart = set(homes[fold::FOLDS])
        weights = fit([*(c for c in choices if c.home not in apart), *made])
        held.append(
            f"fold {fold}       | {figures([c for c in choices if c.home in apart], weights)}"
        )
    say("\n".join(held))
    weights = fit([*choices, *made])
    say(f"fitted       | {figures(choices, weights)}")
    say(f"other made-up | {figures(made_up(MADE_UP_TEST, SEED + 1), weights)}")
    if test:
        say(f"other homes  | {figures(read(test), weights)}")
    for name in BELIEFS:
        without = fit([*choices, *made], {n: w for n, w in BELIEFS.items() if n != name})
        say(f"{name:18} {weights[name]:7.2f} | without: {figures(choices, without)}")


def made_up(homes: int, seed: int = SEED) -> list[Choice]:
    """Choices of made-up homes, each of little weight."""
    return [
        Choice(
            moment.home,
            rivals.signals,
            tuple(float(c.entity_id == moment.meant) for c in rivals.pool),
            MADE_UP_WEIGHT,
        )
        for moment, rivals in generated.choices(mind_for("en"), homes, MOMENTS, seed)
    ]


def _line(choice: Choice) -> str:
    return json.dumps([choice.home, list(map(dict, choice.rivals)), choice.meant, choice.weight])


def read(paths: Sequence[Path]) -> list[Choice]:
    """The choices of all scenarios in some files and folders."""
    homes: dict[Path, object] = {}
    found: list[Choice] = []
    for file in find_files(list(paths)):
        for scenario in read_scenarios(file, homes).scenarios:  # type: ignore[arg-type]
            found += choices_of(scenario)
    return found


if __name__ == "__main__":
    sys.exit(main())
