# ruff: noqa: E501 - rows of a table read best as they are
"""What context is worth: `make eval-context` plays the stories in `tests/stories/context`.

Each system plays all of them. A pair counts when both its sides pass, another story when it passes;
pairs are those of one tag set whose ids end in `-a` and `-b`. In brackets: Wilson's interval, 95 %
(E. B. Wilson, JASA 22, 1927); relative cuts of errors have a bootstrap over pairs.
"""

import argparse
import json
import math
import random
import statistics
import sys
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from functools import partial
from multiprocessing import get_context
from pathlib import Path

from context.turn import Ask
from gateway.evaluate import outlooks
from gateway.evaluate.commands import fresh_store, real_gateway
from gateway.evaluate.player import run_scenario, unrolled
from gateway.evaluate.rule_table import by_rules
from gateway.evaluate.scenarios import Homes, Say, Scenario, find_files, read_scenarios
from gateway.evaluate.trees import by_trees
from gateway.pipeline import Outlook
from gateway.understand import weigh
from models_onnx import reranker
from models_onnx.runtime import find

CONTEXT = Path("tests/stories/context")
ORDINARY = Path("tests/stories")
PARTS = ("systems", "ablation", "silence", "ordinary", "speed")
Z95 = 1.959964
DRAWS = 2000  # Of the bootstrap.
SEED = 1  # Of which devices are silent.
SILENT = (0.3, 0.6)

System = Callable[[], Outlook]
"""Makes the outlook of one gateway."""


SYSTEMS: dict[str, System] = {
    "no context": outlooks.no_context,
    "words, then rules": partial(outlooks.words_then, by_rules),
    "ours": Outlook,
}


def swapped(trees: Path | None, weights: Path | None) -> dict[str, System]:
    """Name -> ours with something else in the reranker's place."""
    found = {"ours, rules rank": Outlook(rank=by_rules)}
    if trees is not None:
        found["ours, trees rank"] = Outlook(rank=by_trees(json.loads(trees.read_text("utf-8"))))
    if weights is not None:
        found["ours, learned apart"] = Outlook(rank=by(json.loads(weights.read_text("utf-8"))))
    return {name: partial(lambda outlook: outlook, outlook) for name, outlook in found.items()}


def by(weights: Mapping[str, float]) -> weigh.Rank:
    """The logit with other weights."""
    return lambda rivals: [reranker.score(one, weights) for one in rivals.signals]


def ablated() -> dict[str, System]:
    """Name -> ours without one group of signals."""
    return {f"without {g}": partial(outlooks.hidden, (g,)) for g in outlooks.GROUPS}


def silenced() -> dict[str, System]:
    """Name -> ours, and no context, where a part of the devices tells nothing."""
    found: dict[str, System] = {}
    for only in (True, False):
        for share in SILENT:
            name = f"{share:.0%} of {'sensors' if only else 'all devices'}"
            make = partial(outlooks.silent, share, SEED, sensors_only=only)
            found[f"ours, {name}"] = make
            found[f"no context, {name}"] = partial(_no_context_and, make)
    return found


def _no_context_and(make: Callable[..., Outlook]) -> Outlook:
    return make(outlook=outlooks.no_context())


# --- playing --------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Story:
    """What came of one scenario with one system."""

    file: str
    id: str
    pair: str | None
    """Of a pair: its name; else None."""
    passed: bool
    turns: int
    asked: int
    """Turns answered by a question which thing is meant, or for what is missing."""
    needless: int
    """Of these where the story does not expect one."""
    ranked: int
    """How often rivals had to be told apart."""


def play(scenario: Scenario, system: System) -> Story:
    """Play one scenario in a home that sees what `system` lets it."""
    outlook, met = system(), 0
    rank = outlook.rank or weigh.by_weights

    def counting(rivals: weigh.Rivals) -> Sequence[float]:
        nonlocal met
        met += 1
        return rank(rivals)

    seen = replace(outlook, rank=counting)
    result = run_scenario(scenario, partial(real_gateway, outlook=seen), fresh_store)
    wanted = [bool(s.expect and s.expect.values.get("asks")) for s in unrolled(scenario.steps) if isinstance(s, Say)]  # fmt: skip
    asked = [isinstance(each.turn.decision, Ask) for each in result.turns]
    return Story(
        file=Path(scenario.file).stem,
        id=scenario.id,
        pair=scenario.id[:-2] if is_pair(scenario) else None,
        passed=not result.failures,
        turns=len(asked),
        asked=sum(asked),
        needless=sum(a and not w for a, w in zip(asked, wanted, strict=False)),
        ranked=met,
    )


def is_pair(scenario: Scenario) -> bool:
    """Whether it is one side of a pair."""
    return "pair" in scenario.tags or scenario.id[-2:] in ("-a", "-b")


def scenarios(paths: Iterable[Path]) -> list[Scenario]:
    """All that can be read."""
    homes: Homes = {}
    return [s for f in find_files(list(paths)) for s in read_scenarios(f, homes).scenarios]


# --- counting -------------------------------------------------------------------------------------


def units(stories: Iterable[Story]) -> dict[tuple[str, str], bool]:
    """(file, name) of each pair, or story that is none -> whether it came out right."""
    found: dict[tuple[str, str], bool] = {}
    for story in stories:
        key = (story.file, story.pair or story.id)
        found[key] = found.get(key, True) and story.passed
    return found


def wilson(right: int, n: int) -> tuple[float, float]:
    """The 95 % interval of a share, 0..1.

    >>> [round(bound, 3) for bound in wilson(8, 10)]
    [0.49, 0.943]
    """
    if not n:
        return 0.0, 1.0
    share, z2 = right / n, Z95 * Z95
    middle = (share + z2 / (2 * n)) / (1 + z2 / n)
    half = Z95 * math.sqrt(share * (1 - share) / n + z2 / (4 * n * n)) / (1 + z2 / n)
    return middle - half, middle + half


def shown(right: int, n: int) -> str:
    """`66.7 % (61.5-71.4) of 345`."""
    low, high = wilson(right, n)
    return f"{100 * right / max(1, n):.1f} % ({100 * low:.1f}-{100 * high:.1f}) of {n}"


def errors_cut(ours: Mapping[tuple[str, str], bool], theirs: Mapping[tuple[str, str], bool]) -> str:
    """By how much fewer errors than theirs, relative, with a bootstrap over what both played."""
    wrong = [(not ours[key], not theirs[key]) for key in ours if key in theirs]

    def cut(drawn: Sequence[tuple[bool, bool]]) -> float:
        return 100 * (1 - sum(a for a, _ in drawn) / max(1, sum(b for _, b in drawn)))

    rng = random.Random(0)
    many = sorted(cut(rng.choices(wrong, k=len(wrong))) for _ in range(DRAWS))
    return f"{cut(wrong):.1f} % ({many[DRAWS // 40]:.1f} to {many[-DRAWS // 40]:.1f})"


# --- the report -----------------------------------------------------------------------------------


def say(line: str = "") -> None:
    """One line of the report."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def by_signal(played: Mapping[str, Sequence[Story]]) -> None:
    """Systems beside each other, a row for each file of stories."""
    right = {name: units(stories) for name, stories in played.items()}
    files = sorted({file for found in right.values() for file, _ in found})
    paired = {s.file for stories in played.values() for s in stories if s.pair}
    say(f"| | n | {' | '.join(right)} |")
    say(f"|---|---|{'---|' * len(right)}")
    for file in [f for f in files if f in paired] + [f for f in files if f not in paired]:
        of_file = {name: [ok for (f, _), ok in found.items() if f == file] for name, found in right.items()}  # fmt: skip
        n = len(next(iter(of_file.values())))
        say(
            f"| {file}{'' if file in paired else ' (stories)'} | {n} | {' | '.join(str(sum(oks)) for oks in of_file.values())} |"
        )
    for title, chosen in (("all pairs", paired), ("other stories", set(files) - paired)):
        oks = {name: [ok for (f, _), ok in found.items() if f in chosen] for name, found in right.items()}  # fmt: skip
        say(
            f"| **{title}** | {len(next(iter(oks.values())))} | {' | '.join(shown(sum(o), len(o)) for o in oks.values())} |"
        )
    say()
    for name in right.keys() - {"ours"}:
        say(
            f"- ours has {errors_cut(right['ours'], right[name])} fewer errors than *{name}*, of pairs and stories"
        )
    asking("dialogues", [s for s in played["ours"] if s.file == "dialogues"])
    asking("all context stories", played["ours"])
    say()


def lost(played: Mapping[str, Sequence[Story]], whole: Sequence[Story]) -> None:
    """What each hidden group of signals costs."""
    pairs = {s.file for s in whole if s.pair}
    before = units(whole)
    say("| hidden | pairs right | lost | won | most of them in |")
    say("|---|---|---|---|---|")
    for name, stories in played.items():
        now = units(stories)
        kept = [ok for (f, _), ok in now.items() if f in pairs]
        gone = [k for k, ok in now.items() if before[k] and not ok and k[0] in pairs]
        won = sum(ok and not before[k] for k, ok in now.items() if k[0] in pairs)
        files = sorted({f for f, _ in gone}, key=lambda f: -sum(f == g for g, _ in gone))[:3]
        told = ", ".join(f"{f} {sum(f == g for g, _ in gone)}" for f in files)
        say(f"| {name} | {shown(sum(kept), len(kept))} | {len(gone)} | {won} | {told} |")
    say()


def asking(title: str, stories: Sequence[Story]) -> None:
    """How often it asks back."""
    turns = sum(s.turns for s in stories)
    say(
        f"- {title}: asks back on {shown(sum(s.asked for s in stories), turns)} turns; where the story expects none on {shown(sum(s.needless for s in stories), turns)}"
    )


def speed(stories: Sequence[Scenario]) -> None:
    """Milliseconds that telling rivals apart takes, signals included, and the model's size."""
    met: list[weigh.Rivals] = []

    def noting(rivals: weigh.Rivals) -> Sequence[float]:
        met.append(rivals)
        return weigh.by_weights(rivals)

    for scenario in stories:
        run_scenario(scenario, partial(real_gateway, outlook=Outlook(rank=noting)), fresh_store)
    took = []
    for rivals in met:
        scene = replace(rivals.scene, rank=None)
        began = time.perf_counter()
        weigh.weigh(rivals.reading, rivals.pool, scene)
        took.append(1000 * (time.perf_counter() - began))
    cuts = statistics.quantiles(took, n=20)
    size = find("reranker").files["weights"].stat().st_size
    most = max(len(r.pool) for r in met)
    say(
        f"- telling rivals apart: p50 {statistics.median(took):.2f} ms, p95 {cuts[18]:.2f} ms (n={len(took)}, at most {most} rivals); model {size} bytes, {len(reranker.weights())} weights"
    )


# --- all of it ------------------------------------------------------------------------------------


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--trees", type=Path, help="trees to compare with, from models_onnx.training.trees"
    )
    parser.add_argument("--weights", type=Path, help="weights to compare with")
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--only", nargs="*", default=PARTS, choices=PARTS)
    parser.add_argument(
        "--every", type=int, default=2, help="of the pairs, for what is hidden or silent"
    )
    parser.add_argument("--thin", type=int, default=1, help="of the stories, for the systems")
    options = parser.parse_args(arguments)
    others, in_context = swapped(options.trees, options.weights), scenarios([CONTEXT])
    _AT_WORK.update(SYSTEMS | others | ablated() | silenced())
    with ProcessPoolExecutor(options.jobs, get_context("fork")) as pool:

        def played(names: Iterable[str], stories: Sequence[Scenario]) -> dict[str, list[Story]]:
            return {
                n: list(pool.map(_play_named, stories, [n] * len(stories), chunksize=8))
                for n in names
            }

        if "systems" in options.only:
            chosen = thinned(in_context, options.thin)
            compared = played(SYSTEMS, chosen)
            where = [s for s, came in zip(chosen, compared["ours"], strict=True) if came.ranked]
            by_signal(compared | _with_rest(played(others, where), compared["ours"]))
        some = thinned([s for s in in_context if is_pair(s)], options.every)
        if "ablation" in options.only:
            lost(played(ablated(), some), played(["ours"], some)["ours"])
        if "silence" in options.only:
            by_silence(played([*silenced(), "ours", "no context"], some))
        if "ordinary" in options.only:
            unmoved(played(("no context", "ours"), scenarios(sorted(ORDINARY.glob("*.yaml")))))
    if "speed" in options.only:
        speed(some)
    return 0


def _with_rest(
    some: Mapping[str, Sequence[Story]], ours: Sequence[Story]
) -> dict[str, Sequence[Story]]:
    """Where nothing had to be told apart, whoever does it makes no difference."""
    rest = [s for s in ours if not s.ranked]
    return {name: [*stories, *rest] for name, stories in some.items()}


def thinned(stories: Sequence[Scenario], every: int) -> list[Scenario]:
    """Every so-manieth pair, both sides of it, or story that is none."""
    named = [(s.file, s.id[:-2] if is_pair(s) else s.id) for s in stories]
    kept = set(list(dict.fromkeys(named))[::every])
    return [s for s, name in zip(stories, named, strict=True) if name in kept]


def unmoved(played: Mapping[str, Sequence[Story]]) -> None:
    """What context does to commands that need none, and how often it asks."""
    asking("ordinary stories", played["ours"])
    stories = scenarios(sorted(ORDINARY.glob("*.yaml")))
    first = one_turn(stories)
    for name, came in played.items():
        alone = [s for s in came if (s.file, s.id) in first]
        say(
            f"- ordinary stories, {name}: {shown(sum(s.passed for s in came), len(came))}; those of one sentence in a house as given: {shown(sum(s.passed for s in alone), len(alone))}"
        )
    say()


def one_turn(stories: Iterable[Scenario]) -> set[tuple[str, str]]:
    """Those in which one thing is said, and nothing before it."""
    return {
        (Path(s.file).stem, s.id)
        for s in stories
        if len(steps := unrolled(s.steps)) <= 2 and isinstance(steps[0], Say) and sum(isinstance(x, Say) for x in steps) == 1
    }  # fmt: skip


def by_silence(played: Mapping[str, Sequence[Story]]) -> None:
    """Ours beside no context in the same silence."""
    say("| silent | pairs right, ours | no context |")
    say("|---|---|---|")
    silences = dict.fromkeys(name.partition(", ")[2] for name in played)
    for silence in silences:
        told = []
        for who in ("ours", "no context"):
            oks = pairs_of(played[f"{who}, {silence}" if silence else who])
            told.append(shown(sum(oks), len(oks)))
        say(f"| {silence or 'nothing'} | {' | '.join(told)} |")
    say()


def pairs_of(stories: Sequence[Story]) -> list[bool]:
    """Of each pair, whether both sides came out right."""
    return list(units(s for s in stories if s.pair).values())


_AT_WORK: dict[str, System] = {}
"""What the processes may be asked for by name: an outlook cannot be sent to them."""


def _play_named(scenario: Scenario, name: str) -> Story:
    return play(scenario, _AT_WORK[name])


if __name__ == "__main__":
    sys.exit(main())
