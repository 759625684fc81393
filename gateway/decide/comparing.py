"""Values that were asked for, held against an amount, each other, or all the rest.

Pure: turns the facts of an answer into those of one that says yes or no, or that tells the highest.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from context.snapshot import Snapshot
from context.turn import Answer, Reading
from gateway.decide.plan import in_unit

Value = Mapping[str, Any]
PER_CENT_OF: Mapping[str, float] = {"brightness": 1 / 2.55, "volume": 100.0}
"""What a property's own scale times this is per cent, for lights and players."""


def verdict(answer: Answer) -> bool | None:
    """Whether the answer is yes; None when nobody knows."""
    facts = answer.facts
    if answer.kind == "compared":
        held: bool | None = facts["holds"]
        return held
    if answer.kind == "people":
        return bool(facts["home"]) if facts["known"] else None
    if answer.kind != "holding":
        return None
    if facts["question"] == "all":
        return False if facts["no"] else None if facts["unknown"] else bool(facts["yes"])
    if facts["yes"]:
        return True
    return None if facts["unknown"] or not facts["no"] else False


def compared(reading: Reading, answer: Answer, snapshot: Snapshot) -> Answer:
    """The answer with its comparison made, where the question has one."""
    slots = reading.slots
    if answer.kind != "values" or not {"above", "below", "compare", "extreme"} & slots.keys():
        return answer
    values: Sequence[Value] = answer.facts["values"]
    known = [v for v in values if _number(v, answer) is not None]
    if "extreme" in slots:
        ordered = sorted(known, key=lambda v: _number(v, answer) or 0.0)
        chosen = ordered[-1:] if slots["extreme"] > 0 else ordered[:1]
        told = [v for v in known if chosen and _number(v, answer) == _number(chosen[0], answer)]
        return replace(answer, facts={**answer.facts, "values": tuple(told)})
    holds: bool | None = None
    if "compare" in slots:
        if len(known) == len(values) == 2:
            one, other = (_number(v, answer) or 0.0 for v in known)
            holds = one > other if slots["compare"] > 0 else one < other
    elif known and len(known) == len(values):
        limit = _limit(slots, answer, snapshot)
        held = [_holds(_number(v, answer) or 0.0, slots, limit) for v in known]
        holds = all(held) if all(held) == any(held) else None
    return Answer("compared", {**answer.facts, "holds": holds})


def _holds(value: float, slots: Mapping[str, Any], limit: float) -> bool:
    return value > limit if "above" in slots else value < limit


def _limit(slots: Mapping[str, Any], answer: Answer, snapshot: Snapshot) -> float:
    limit = float(slots["above"] if "above" in slots else slots["below"])
    if answer.facts["property"] == "temperature":
        return in_unit(limit, slots.get("unit"), snapshot.household.temperature_unit)
    return limit


def _number(value: Value, answer: Answer) -> float | None:
    try:
        number = float(value["value"])
    except (TypeError, ValueError):
        return None
    if value["domain"] in ("light", "media_player"):
        return number * PER_CENT_OF.get(answer.facts["property"], 1.0)
    return number
