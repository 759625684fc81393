"""A table of rules that tells rivals apart: what a careful person would write instead of learning.

From the top, each rule keeps those of which it holds, where it holds of some; what is left at the
end, if it is one, is meant. Peers of the reranker are measured with the same signals.
"""

from collections.abc import Callable, Sequence

from gateway.understand.weigh import Rivals
from models_onnx.reranker import Signals

Rule = tuple[str, Callable[[float], bool]]
SURE_NATS = 5.0


def _above(least: float) -> Callable[[float], bool]:
    return lambda value: value > least


def _not(value: float) -> bool:
    return value == 0.0


RULES: tuple[Rule, ...] = (
    ("unreachable", _not),
    ("effect", _above(0.5)),
    ("spoken", _above(0.5)),
    ("theirs", _not),
    ("mine", _above(0.5)),
    ("just", _above(0.7)),
    ("here", _above(0.5)),
    ("playing", _above(0.5)),
    ("active", _above(0.5)),
    ("glaring_at_night", _not),
    ("gentle_at_night", _above(0.5)),
    ("sleeping_there", _not),
    ("away_there", _not),
    ("watching_there", _above(0.5)),
    ("listening_there", _above(0.5)),
    ("cooking_there", _above(0.5)),
    ("washing_there", _above(0.5)),
    ("cleaning_there", _above(0.5)),
    ("arriving_there", _above(0.5)),
    ("present_there", _above(0.5)),
    ("usual", _above(0.4)),
    ("paused", _above(0.5)),
    ("spoken", _above(0.1)),
    ("by_hand", _above(0.5)),
    ("ours", _above(0.5)),
    ("just", _above(0.1)),
    ("by_automation", _above(0.5)),
    ("floor", _above(0.5)),
)


def by_rules(rivals: Rivals) -> Sequence[float]:
    """5 nats for what the rules leave, none for the others."""
    best = max(s.get("match", 0.0) for s in rivals.signals)
    left = [s for s in rivals.signals if s.get("match", 0.0) >= best]
    for name, holds in RULES:
        left = _kept(left, name, holds) or left
    chosen = {id(signals) for signals in left}
    return [SURE_NATS * (id(signals) in chosen) for signals in rivals.signals]


def _kept(left: Sequence[Signals], name: str, holds: Callable[[float], bool]) -> list[Signals]:
    return [signals for signals in left if holds(signals.get(name, 0.0))]
