"""Exchanges and what people did after them -> how likely each went wrong, and where it did.

The probability is learned (`models_onnx/defect.py`); where it went wrong is told by rules, the
first stage that has a reason to be blamed.
"""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Literal

from context.exchanges import Exchange, Hand
from devices.model import nothing
from gateway.learn import feedback
from gateway.learn.feedback import Signals
from gateway.learn.sessions import following, sessions, spelled
from models_onnx import defect

FailurePoint = Literal["false_wake", "asr", "nlu", "entity_resolution", "result", "correct"]

DEFECT = 0.5
WOKEN = 0.6  # Score of the wake word, below which what names nothing here was hardly for us.
HEARD = 0.6  # Confidence of the recogniser.
MISHEARD = 0.8  # Letters that the next try has in common with what was heard.
OF_NAMES = frozenset({"no_such_device", "no_such_area", "nothing_there", "not_found"})


@dataclass(frozen=True)
class Judgement:
    """What is thought of a turn."""

    exchange: Exchange
    p_defect: float
    point: FailurePoint = "correct"
    signals: Signals = field(default_factory=nothing)

    @property
    def defect(self) -> bool:
        """Whether it rather went wrong."""
        return self.p_defect >= DEFECT


def judged(past: Sequence[Exchange], hands: Sequence[Hand]) -> list[list[Judgement]]:
    """Sessions of judged exchanges, in order of their begin; `past` and `hands` oldest first."""
    weights = defect.weights("hindsight")
    hand_times = [hand.at for hand in hands]
    takes_back = {x.undoes: x for x in past if x.undoes is not None}
    found = []
    for run in sessions(past):
        row = []
        for index, each in enumerate(run):
            later = list(run[index + 1 :])
            back = takes_back.get(each.id)
            if back is not None and back not in later:
                later.append(back)
            start = bisect_right(hand_times, each.at)
            end = bisect_right(hand_times, each.at + feedback.OVERRIDE_S)
            signals = feedback.with_hindsight(each, later, hands[start:end])
            p_defect = defect.probability(signals, weights)
            point = failure_point(each, following(run, index), signals, p_defect)
            row.append(Judgement(each, p_defect, point, signals))
        found.append(row)
    return found


def at_once(each: Exchange) -> float:
    """How likely a turn went wrong, before anybody reacts."""
    return defect.probability(feedback.at_once(each), defect.weights("online"))


def failure_point(
    each: Exchange, after: Exchange | None, signals: Signals, p_defect: float
) -> FailurePoint:
    """Which stage is to blame; `correct` where nothing went wrong."""
    failed = feedback.is_failure(each)
    if each.wake < WOKEN and failed and (after is None or p_defect < DEFECT):
        return "false_wake"
    if each.silent or each.reason == "unavailable":
        return "result"
    if p_defect < DEFECT:
        return "correct"
    if each.confidence < HEARD or _misheard(each, after):
        return "asr"
    if each.reason in OF_NAMES or each.problem is not None or _other_thing(each, after, signals):
        return "entity_resolution"
    return "nlu"


def _misheard(each: Exchange, after: Exchange | None) -> bool:
    """Whether the next try has nearly the letters of what we heard, and was understood."""
    if after is None or after.kind != "Act" or after.text == each.text:
        return False
    if not feedback.is_failure(each) or each.reason not in ("not_understood", *OF_NAMES):
        return False
    return spelled(each.text, after.text) >= MISHEARD and (
        each.confidence < 1.0 or each.hypotheses > 1
    )


def _other_thing(each: Exchange, after: Exchange | None, signals: Signals) -> bool:
    """Whether the same was then done to something else, in words or by hand."""
    taken_back = signals.get("undone") or signals.get("set_back_a_guess")
    if signals.get("set_another_instead") or (each.guessed and taken_back):
        return True
    return after is not None and after.intent == each.intent and after.targets != each.targets


def by_id(runs: Iterable[Iterable[Judgement]]) -> dict[str, Judgement]:
    """Judgements by the id of their turn."""
    return {one.exchange.id: one for run in runs for one in run}
