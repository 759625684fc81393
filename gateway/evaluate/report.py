"""What came of scenarios, for programs and for people: JSON objects, lines, a table.

Pure: results become plain values and text.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from context.turn import Ask, Confirm, Turn
from gateway.evaluate.expect import choices, reading_of
from gateway.evaluate.player import ScenarioResult, Spoken

STAGES_TO_DECISION = ("understand", "resolve", "decide")


def turn_json(turn: Turn, said: str, played: Sequence[str] = ()) -> dict[str, Any]:
    """A turn as `ambient eval --json` and `ambient play` tell it."""
    reading = reading_of(turn)
    told: dict[str, Any] = {
        "said": said,
        "heard_as": turn.interpretation.text or turn.transcript.text,
        "intent": reading.intent if reading else None,
        "slots": dict(reading.slots) if reading else {},
        "targets": list(turn.targets),
        "actions": [
            {
                "entity_id": each.command.entity_id,
                "service": each.command.service,
                "data": dict(each.command.data),
            }
            for each in turn.outcome.confirmations
        ],
        "reply": turn.reply.text,
        "asked": asked(turn),
        "rewrite": rewritten(turn),
        "why": list(turn.decision.why),
        "ms": round(turn_ms(turn), 3),
        "by": reading.by if reading else None,
    }
    if played:
        told["played"] = played[-1]
    return told


def rewritten(turn: Turn) -> dict[str, str] | None:
    """What the turn was understood through; None where it was read as heard."""
    found = turn.rewrite
    return None if found is None else {"to": found.to, "layer": found.layer}


def asked(turn: Turn) -> list[str] | str | None:
    """The choices, or else the words, of a question that an answer is awaited to."""
    if isinstance(turn.decision, Ask):
        return list(choices(turn)) or turn.reply.text
    return turn.reply.text if isinstance(turn.decision, Confirm) else None


def turn_ms(turn: Turn) -> float:
    """From heard to published; to the decision when nothing was to be published."""
    if "to_publish" in turn.ms:
        return turn.ms["to_publish"]
    return sum(turn.ms.get(stage, 0.0) for stage in STAGES_TO_DECISION)


def scenario_json(result: ScenarioResult) -> dict[str, Any]:
    """A scenario as `ambient eval --json` tells it."""
    return {
        "id": result.scenario.id,
        "file": result.scenario.file,
        "pass": not result.failures,
        "tags": list(result.scenario.tags),
        "failures": list(result.failures),
        "turns": [_spoken_json(spoken) for spoken in result.turns],
    }


def _spoken_json(spoken: Spoken) -> dict[str, Any]:
    told = turn_json(spoken.turn, spoken.said, spoken.played)
    if spoken.judged is not None:
        told |= {"defect": spoken.judged.defect, "failure_point": spoken.judged.point}
    return told


def summary_json(results: Iterable[Mapping[str, Any]], errors: Sequence[str]) -> dict[str, Any]:
    """The last object: how many passed, by tag, and how quick a turn was."""
    results = list(results)
    by_tag: dict[str, list[int]] = {}
    for result in results:
        for tag in result["tags"]:
            passed_and_all = by_tag.setdefault(tag, [0, 0])
            passed_and_all[0] += result["pass"]
            passed_and_all[1] += 1
    ms = sorted(turn["ms"] for result in results for turn in result["turns"])
    return {
        "summary": True,
        "scenarios": len(results),
        "passed": sum(result["pass"] for result in results),
        "by_tag": dict(sorted(by_tag.items())),
        "turns": len(ms),
        "ms_p50": percentile(ms, 50),
        "ms_p95": percentile(ms, 95),
        "errors": list(errors),
    }


def percentile(ordered: Sequence[float], percent: float) -> float | None:
    """By nearest rank; None of nothing.

    >>> percentile([1.0, 2.0, 3.0, 4.0], 50), percentile([], 95)
    (2.0, None)
    """
    if not ordered:
        return None
    rank = math.ceil(percent / 100 * len(ordered))
    return ordered[max(rank, 1) - 1]


def line(result: Mapping[str, Any]) -> str:
    """One scenario for people; what failed stands below it."""
    verdict = "pass" if result["pass"] else "FAIL"
    tags = f"  [{', '.join(result['tags'])}]" if result["tags"] else ""
    head = f"{verdict}  {result['file']}: {result['id']}{tags}"
    return "\n".join([head, *(f"      {failure}" for failure in result["failures"])])


def table(summary: Mapping[str, Any]) -> str:
    """The summary for people."""
    rows = [(tag, passed, total) for tag, (passed, total) in summary["by_tag"].items()]
    rows.append(("all scenarios", summary["passed"], summary["scenarios"]))
    width = max(len(tag) for tag, _, _ in rows)
    lines = [f"{'tag':<{width}}  passed"]
    lines += [
        f"{tag:<{width}}  {passed:>4} of {total:<4} {_share(passed, total)}"
        for tag, passed, total in rows
    ]
    if summary["ms_p50"] is not None:
        lines.append(
            f"{summary['turns']} turns, heard to published: "
            f"p50 {summary['ms_p50']:.1f} ms, p95 {summary['ms_p95']:.1f} ms"
        )
    lines += [f"error: {error}" for error in summary["errors"]]
    return "\n".join(lines)


def _share(passed: int, total: int) -> str:
    return f"{100 * passed / total:5.1f} %" if total else ""
