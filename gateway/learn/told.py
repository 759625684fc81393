"""A rule as JSON tells it, for `ambient learned` and for scenarios."""

from datetime import UTC, datetime
from typing import Any

from context.rewrites import Rule


def told(rule: Rule) -> dict[str, Any]:
    """A rule as plain values.

    >>> told(Rule("w1", "make it cosy", "dim the lamp", "anna", support=3, days=3))["why"]
    'you said "dim the lamp" after "make it cosy" 3 times on 3 days'
    """
    who = "people here" if rule.layer == "household" else "you"
    return {
        "id": rule.id,
        "kind": "rewrite",
        "text": rule.text,
        "phrase": rule.text,
        "from": rule.text,
        "to": rule.to,
        "means": rule.to,
        "layer": rule.layer,
        "person": rule.person,
        "support": rule.support,
        "days": rule.days,
        "uses": rule.uses,
        "success": round(rule.with_it.mean, 3),
        "source": "learned",
        "why": f'{who} said "{rule.to}" after "{rule.text}" {rule.support} times'
        + (f" on {rule.days} days" if rule.days > 1 else ""),
        "learned_at": datetime.fromtimestamp(rule.at, UTC).isoformat(timespec="seconds"),
    }
