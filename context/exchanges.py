"""What learning reads: turns as small values, and what hands did.

`Exchange` has of a turn only what tells whether it went well, and no more of it is kept in memory;
`exchanges` reads them from the store, oldest first, `exchange_of` takes one from a turn that is at
hand.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import orjson
from sqlalchemy import select, update

from context.codec import CodecError
from context.history import row_of
from context.rewrites import key_of
from context.schema import history as history_table
from context.schema import turn as turn_table
from context.store import Store
from context.turn import Turn

EFFECTS_MAX = 40  # Commands of one turn that are compared; "everything off" has more.
LONG_REPLY = 25  # Letters: more than a second of speech; "The lamp is on" is none.
CHUNK = 500

Effect = tuple[str, str, str]
"""Entity id, service, and its data as JSON."""


@dataclass(frozen=True, slots=True)
class Exchange:
    """One turn, as far as it tells whether it went well."""

    id: str
    at: float
    """Seconds since the epoch."""
    satellite: str | None
    person: str | None
    text: str
    """The key of what was heard, before any rewriting."""
    said: str
    """As it was heard."""
    confidence: float = 1.0
    wake: float = 1.0
    hypotheses: int = 1
    """Of the recogniser."""
    intent: str | None = None
    slots: str = ""
    """As JSON."""
    probability: float = 0.0
    kind: str = "Decline"
    """Act, Ask, Confirm or Decline."""
    reason: str | None = None
    """Of a Decline."""
    targets: tuple[str, ...] = ()
    problem: str | None = None
    """The first problem of finding devices."""
    guessed: bool = False
    """Whether a device was chosen without having been named plainly."""
    did: tuple[Effect, ...] = ()
    """What devices were told and did."""
    silent: bool = False
    """Whether a device that was told did not answer."""
    changed: bool = False
    """Whether anything at all was to be changed, our books included."""
    before: tuple[tuple[str, str], ...] = ()
    """(entity id, state) before the commands."""
    undoes: str | None = None
    interrupted_ms: float | None = None
    long_reply: bool = False
    rule: str | None = None
    """Id of the rule whose words these were."""
    layer: str | None = None
    applied: bool = False
    """Whether it was read as other words."""
    to: str | None = None
    """Which other words."""


@dataclass(frozen=True, slots=True)
class Hand:
    """A change by a person's hand."""

    at: float
    entity_id: str
    state: str | None
    keys: frozenset[str]
    """Attributes that changed."""


def exchange_of(turn: Turn) -> Exchange:
    """A turn that is at hand."""
    return _of_row({**row_of(turn, ""), "interrupted_after_ms": turn.reply.interrupted_after_ms})


def exchanges(store: Store, since: float, after_id: str = "") -> Iterator[Exchange]:
    """Turns from the store since a moment, those of that moment after an id, oldest first.

    A row of another version is passed over.
    """
    c = turn_table.c
    wanted = select(
        c.id, c.at, c.satellite, c.person, c.text, c.nbest, c.confidence, c.wake, c.intent,
        c.slots, c.probability, c.interpretation, c.resolutions, c.decision_kind, c.decision,
        c.targets, c.outcome, c.reply, c.interrupted_after_ms, c.rewrite,
    )  # fmt: skip
    last: tuple[float, str] = (since, after_id)
    while True:
        later = (c.at > last[0]) | ((c.at == last[0]) & (c.id > last[1]))
        with store.reading() as connection:
            rows = (
                connection.execute(wanted.where(later).order_by(c.at, c.id).limit(CHUNK))
                .mappings()
                .all()
            )
        for row in rows:
            try:
                yield _of_row(row)
            except (CodecError, KeyError, TypeError, ValueError):
                continue
        if len(rows) < CHUNK:
            return
        last = (rows[-1]["at"], rows[-1]["id"])


def hands(store: Store, since: float) -> list[Hand]:
    """What hands changed since a moment, oldest first."""
    c = history_table.c
    wanted = (
        select(c.entity_id, c.at, c.state, c.attributes)
        .where(c.at >= since, c.origin == "person")
        .order_by(c.at, c.id)
    )
    with store.reading() as connection:
        rows = connection.execute(wanted).all()
    return [
        Hand(row.at, row.entity_id, row.state, frozenset(row.attributes))
        for row in rows
        if "available" not in row.attributes
    ]


def mark(store: Store, judged: Iterable[tuple[str, Mapping[str, float], float, str]]) -> None:
    """Write what became of turns: (id, feedback, p_defect, failure point)."""
    with store.writing() as connection:
        for turn_id, feedback, p_defect, point in judged:
            values = {"feedback": dict(feedback), "p_defect": p_defect, "failure_point": point}
            connection.execute(
                update(turn_table).where(turn_table.c.id == turn_id).values(**values)
            )


def _of_row(row: Mapping[Any, Any]) -> Exchange:
    rewrite = row["rewrite"] or {}
    words = row["interpretation"].get("text") or (row["nbest"][0] if row["nbest"] else row["text"])
    heard = rewrite.get("original") or key_of(words)
    decision, confirmations = row["decision"], row["outcome"].get("confirmations", ())
    steps = decision.get("steps", ())
    return Exchange(
        id=row["id"],
        at=row["at"],
        satellite=row["satellite"],
        person=row["person"],
        text=heard,
        said=row["text"],
        confidence=row["confidence"],
        wake=row["wake"],
        hypotheses=max(1, len(row["nbest"])),
        intent=row["intent"],
        slots=_json(row["slots"]),
        probability=row["probability"] or 0.0,
        kind=row["decision_kind"],
        reason=decision.get("reason"),
        targets=tuple(row["targets"]),
        problem=next((r["problem"] for r in row["resolutions"] if r.get("problem")), None),
        guessed=any(_is_guess(r) for r in row["resolutions"]),
        did=_effects(confirmations),
        silent=any(_is_silent(c) for c in confirmations),
        changed=any(step.get("$") != "Answer" for step in steps),
        before=tuple(
            (c["command"]["entity_id"], c["before"]["state"])
            for c in confirmations[:EFFECTS_MAX]
            if (c.get("before") or {}).get("state") is not None
        ),
        undoes=decision.get("undoes"),
        interrupted_ms=row["interrupted_after_ms"],
        long_reply=len(row["reply"]) > LONG_REPLY,
        rule=rewrite.get("rule"),
        layer=rewrite.get("layer"),
        applied=bool(rewrite) and rewrite.get("applied", True),
        to=rewrite.get("to"),
    )


def _effects(confirmations: Sequence[Mapping[str, Any]]) -> tuple[Effect, ...]:
    done = (
        c["command"]
        for c in confirmations[:EFFECTS_MAX]
        if c.get("status") in ("confirmed", "unconfirmed")
    )
    return tuple(sorted((c["entity_id"], c["service"], _json(c.get("data", {}))) for c in done))


def _is_silent(confirmation: Mapping[str, Any]) -> bool:
    """Whether a device did not do it; of colours it may have told another name."""
    status, data = confirmation.get("status"), confirmation["command"].get("data", {})
    if status == "unconfirmed":
        return not any("color" in key for key in data)
    return status in ("unavailable", "failed")


def _is_guess(resolution: Mapping[str, Any]) -> bool:
    """Whether words left open which device is meant, and something else chose it."""
    meant = set(resolution.get("targets", ()))
    found = [c for c in resolution.get("candidates", ()) if c.get("entity_id") in meant]
    plain = all(c.get("how") in ("exact", "alias", "chosen") for c in found)
    rivals = len(resolution.get("candidates", ())) > len(meant)
    return bool(found) and not plain and rivals


def _json(value: Any) -> str:
    return orjson.dumps(value, option=orjson.OPT_SORT_KEYS | orjson.OPT_NON_STR_KEYS).decode()
