"""Exchanges from values: `said("make it cosy", 0, failed=True)`."""

import itertools
from datetime import UTC
from typing import Any

from context.exchanges import Exchange, Hand
from context.rewrites import Rewrites, key_of
from gateway.learn.judge import judged
from gateway.learn.propose import proposed

DAY_S = 86_400.0
NOW = 100 * DAY_S
_ids = itertools.count(1)


def said(
    text: str, at: float, *, failed: bool = False, person: str | None = "ann", on: str = "light.a",
    **more: Any,
) -> Exchange:  # fmt: skip
    """Something that was said `at` seconds after the epoch: it switched something, or failed."""
    values: dict[str, Any] = {
        "id": f"t{next(_ids)}", "satellite": "k", "intent": None if failed else "HassTurnOn",
        "probability": 0.0 if failed else 0.95, "kind": "Decline" if failed else "Act",
        "reason": "not_understood" if failed else None, "targets": () if failed else (on,),
        "did": () if failed else ((on, "turn_on", "{}"),), "changed": not failed,
        "before": () if failed else ((on, "off"),),
    }  # fmt: skip
    return Exchange(at=at, person=person, text=key_of(text), said=text, **{**values, **more})


def pair(day: float, text: str, to: str, **more: Any) -> list[Exchange]:
    """Words that failed, and six seconds later what was meant."""
    at = NOW - day * DAY_S
    person = {k: more.pop(k) for k in ("person",) if k in more}
    return [said(text, at, failed=True, **person), said(to, at + 6, **person, **more)]


def rewrites(
    past: list[Exchange], known: Rewrites = Rewrites(), hands: tuple[Hand, ...] = (),  # noqa: B008
    golden: frozenset[str] = frozenset(),
) -> Rewrites:  # fmt: skip
    """What a night makes of it."""
    past = sorted(past, key=lambda x: x.at)
    return proposed(judged(past, hands), known, golden, NOW, UTC)


def meanings(found: Rewrites) -> dict[str, str]:
    """Text -> what is read instead, of the live rules."""
    return {rule.text: rule.to for rule in found.rules if rule.status == "live"}
