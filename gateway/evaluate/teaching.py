"""Is teaching it any good? `python -m gateway.evaluate.teaching PATH...`, or `make eval-teach`.

Plays dialogues in which a home is taught, with the gateway and with the baseline, a dictionary: how
many pass, by theme (the file) and by tag, how many turns are as expected, and how often it asks.
"""

import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from context.turn import Ask
from gateway import logs
from gateway.evaluate.commands import fresh_store, real_gateway
from gateway.evaluate.dictionary_teacher import dictionary_gateway
from gateway.evaluate.player import MakeGateway, ScenarioResult, run_scenario
from gateway.evaluate.scenarios import Homes, Scenario, find_files, read_scenarios
from gateway.understand.lesson_draft import LESSONS

ABOUT_LESSONS = ("means", "phrase", "preference")
"""What is asked for during a lesson."""


@dataclass
class Score:
    """Of one teacher over all dialogues."""

    passed: Counter[str] = field(default_factory=Counter)
    turns: int = 0
    turns_wrong: int = 0
    lessons: int = 0
    questions: int = 0

    def take(self, result: ScenarioResult) -> None:
        """One dialogue."""
        if not result.failures:
            self.passed.update(groups(result.scenario))
        self.turns += len(result.turns)
        self.turns_wrong += len({failure.partition(":")[0] for failure in result.failures})
        for spoken in result.turns:
            decision = spoken.turn.decision
            self.lessons += spoken.turn.interpretation.intent in LESSONS
            self.questions += isinstance(decision, Ask) and decision.slot in ABOUT_LESSONS


def groups(scenario: Scenario) -> tuple[str, ...]:
    """What a dialogue counts for: its theme, its tags, and all."""
    theme = f"theme {Path(scenario.file).stem}"
    return (theme, *(f"tag {tag}" for tag in scenario.tags), "all dialogues")


def play(scenarios: Iterable[Scenario], make_gateway: MakeGateway) -> Score:
    """Each dialogue in a life of its own."""
    score = Score()
    for scenario in scenarios:
        score.take(run_scenario(scenario, make_gateway, fresh_store))
    return score


def table(totals: Counter[str], ours: Score, baseline: Score) -> str:
    """Both side by side."""
    width = max(len(name) for name in totals)
    lines = [f"{'':<{width}}     n  gateway  dictionary"]
    for name, total in sorted(totals.items(), key=lambda item: (item[0] == "all dialogues", item)):
        lines.append(
            f"{name:<{width}}  {total:>4}  {ours.passed[name]:>4} {100 * ours.passed[name] // total:>3}%"
            f"  {baseline.passed[name]:>4} {100 * baseline.passed[name] // total:>3}%"
        )
    for name, score in (("gateway", ours), ("dictionary", baseline)):
        right = 100 * (1 - score.turns_wrong / max(score.turns, 1))
        asked = f", {score.questions / score.lessons:.2f} questions a lesson of {score.lessons}" if score.lessons else ""  # fmt: skip
        lines.append(f"{name}: {right:.1f} % of {score.turns} turns as expected{asked}")
    return "\n".join(lines)


def main(paths: Sequence[str]) -> int:
    """Print the table; 0 when all that could be read was played."""
    logs.set_up("error")
    homes: Homes = {}
    scenarios: list[Scenario] = []
    errors: list[str] = []
    for file in find_files([Path(path) for path in paths]):
        read = read_scenarios(file, homes)
        scenarios += read.scenarios
        errors += [str(error) for error in read.errors]
    totals: Counter[str] = Counter(name for each in scenarios for name in groups(each))
    if not scenarios:
        errors.append("there is no dialogue there")
    else:
        ours, baseline = play(scenarios, real_gateway), play(scenarios, dictionary_gateway)
        sys.stdout.write(table(totals, ours, baseline) + "\n")
    sys.stderr.writelines(f"error: {error}\n" for error in errors)
    return 2 if errors else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
