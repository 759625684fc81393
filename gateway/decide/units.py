"""Temperatures in the unit that somebody asked for: "give me temperatures in Celsius"."""

from dataclasses import replace
from typing import Any

from context.snapshot import Snapshot
from context.taught import holding
from context.turn import Act, Answer, Decision, Step, Transcript
from gateway.decide import plan

UNITS = {"celsius": "C", "fahrenheit": "F"}
SUBJECT = "temperature unit"
"""What such a liking is about."""


def told_in(snapshot: Snapshot, transcript: Transcript) -> str | None:
    """The unit that who speaks wants to hear, "C" or "F"; None when they never said."""
    for one in holding(snapshot, transcript):
        if one.kind == "preference" and one.phrase == SUBJECT and one.person == transcript.person:
            return UNITS.get(one.means)
    return None


def as_told(decision: Decision, snapshot: Snapshot, transcript: Transcript) -> Decision:
    """A decision whose answers speak of temperatures in the unit of who asks."""
    if not isinstance(decision, Act) or not snapshot.lessons:
        return decision
    unit = told_in(snapshot, transcript)
    home = snapshot.household.temperature_unit
    if unit is None:
        return decision
    return replace(decision, steps=tuple(_step(step, unit, home) for step in decision.steps))


def _step(step: Step, unit: str, home: str) -> Step:
    if not isinstance(step, Answer):
        return step
    facts = dict(step.facts)
    if step.kind == "weather" and facts.get("temperature") is not None:
        said = str(facts.get("unit") or home)
        return replace(
            step,
            facts={**facts, "temperature": _in(facts["temperature"], said, unit), "unit": unit},
        )
    if step.kind == "values" and facts.get("property") == "temperature":
        return replace(
            step, facts={**facts, "values": tuple(_value(v, unit) for v in facts["values"])}
        )
    return step


def _value(value: dict[str, Any], unit: str) -> dict[str, Any]:
    said = str(value.get("unit") or "")[-1:]
    if value.get("value") is None or said not in UNITS.values():
        return value
    return {**value, "value": _in(value["value"], said, unit), "unit": f"°{unit}"}


def _in(value: Any, said: str, unit: str) -> Any:
    """The number in another unit; as it is when it is no number."""
    try:
        if unit == "F" and said == "C":
            return round(float(value) * 1.8 + 32)  # Half a degree Fahrenheit is told nobody.
        return plan.in_unit(float(value), said, unit)
    except (TypeError, ValueError):
        return value
