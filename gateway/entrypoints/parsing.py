"""What `ambient parse` tells: a sentence in a home becomes its meaning, and nothing is done.

The same parsers, resolution and decision as a turn's; who would not act has no intent.
"""

import io
import json
from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, TextIO

from context.snapshot import Snapshot
from context.turn import Ask, Decision, Decline, Interpretation, Reading, Resolution, Transcript
from gateway.decide.decide import decide
from gateway.entrypoints.looking import Homes
from gateway.evaluate.asking import parse_jsonl
from gateway.understand.mind import mind_for
from gateway.understand.understand import Understanding, understand
from gateway.yaml_lines import FormatError

MALFORMED = 2
"""Exit status where the home cannot be read."""
ANOTHER_TIME = frozenset(
    {"not_now", "unavailable", "already_gone", "not_found", "cancelled", "not_for_me"}
)
"""Reasons that lie in how the house is just now, not in what was said or in what it can do."""
LANGUAGES_MAX = 4  # Grammar and model take some fifty megabytes.


def meaning(snapshot: Snapshot, transcript: Transcript) -> Mapping[str, Any]:
    """`intent`, `slots`, `targets`, `probability` and `by` of a sentence."""
    interpretation, resolutions, decision = understood(snapshot, transcript)
    reading = _reading(interpretation, resolutions)
    refused = decision.reason if isinstance(decision, Decline) else None
    if reading is None or (refused is not None and refused not in ANOTHER_TIME):
        return _nothing(reading, refused or "not_understood")
    commands = [_command(r) for r in resolutions if r.reading.intent != "Remark"]
    return {
        "intent": reading.intent,
        "slots": dict(reading.slots),
        "targets": list(dict.fromkeys(t for r in resolutions for t in r.targets)),
        "probability": reading.probability,
        "by": reading.by,
        "asks": isinstance(decision, Ask),
        **({"commands": commands} if len(commands) > 1 else {}),
    }


def _command(resolution: Resolution) -> Mapping[str, Any]:
    """One of several in a sentence."""
    reading = resolution.reading
    return {
        "intent": reading.intent,
        "slots": dict(reading.slots),
        "targets": list(resolution.targets),
    }


def parse_lines(lines: Iterable[str], out: TextIO, err: TextIO, home: Path) -> int:
    """Answer each line of JSON with one; the exit status."""
    with Homes() as homes:
        try:
            homes(home)
        except FormatError as error:
            print(f"error: {home}: {error}", file=err)
            return MALFORMED
        parse_jsonl(lines, out, meaning, homes, home)
    return 0


def explained(text: str, area: str | None, home: Path) -> tuple[int, str]:
    """One sentence for people; exit status and text."""
    out, err = io.StringIO(), io.StringIO()
    given = {"text": text, "area": area}
    line = json.dumps({key: value for key, value in given.items() if value is not None})
    status = parse_lines([line], out, err, home)
    if status:
        return status, err.getvalue().strip()
    answer = json.loads(out.getvalue())
    if "error" in answer:
        return 2, str(answer["error"])
    return 0, _told(answer)


def _told(answer: Mapping[str, Any]) -> str:
    if answer["intent"] is None:
        return f"nothing that it would act on: {answer['refused']} ({answer['ms']:.1f} ms)"
    slots = json.dumps(answer["slots"], ensure_ascii=False)
    targets = ", ".join(answer["targets"]) or "none"
    return "\n".join(
        [
            f"intent       {answer['intent']}",
            f"slots        {slots}",
            f"targets      {targets}",
            f"probability  {answer['probability']:.2f} by {answer['by']}",
            f"took         {answer['ms']:.1f} ms",
        ]
    )


def understood(
    snapshot: Snapshot, transcript: Transcript
) -> tuple[Interpretation, tuple[Resolution, ...], Decision]:
    """What it means, whom it means, and what would be done; timers and the like have no id yet."""
    parser = _parser(snapshot.household.language)
    interpretation, resolutions = understand(parser, transcript, snapshot)
    decision = decide(interpretation, resolutions, snapshot, transcript, lambda: "")
    return interpretation, resolutions, decision


def _nothing(reading: Reading | None, refused: str) -> Mapping[str, Any]:
    """Nothing would be done; how sure that is we know only of what was read."""
    probability = reading.probability if reading else 0.0
    return {
        "intent": None, "slots": {}, "targets": [], "probability": probability, "by": None,
        "refused": refused,
    }  # fmt: skip


def _reading(interpretation: Interpretation, resolutions: tuple[Resolution, ...]) -> Reading | None:
    asked = [r.reading for r in resolutions if r.reading.intent != "Remark"]
    if asked:
        return asked[0]
    return next((clause.best for clause in interpretation.clauses if clause.best), None)


@lru_cache(maxsize=LANGUAGES_MAX)
def _parser(language: str) -> Understanding:
    return mind_for(language).parser()
