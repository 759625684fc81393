"""The memory of rules and sayings, kept over a restart.

The nightly job publishes all of them at once, in one transaction; between two nights a rule can
only be used, blocked or forgotten, each at once.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any, Self

import orjson
from sqlalchemy import delete, insert, select

from context.codec import CodecError, decode, encode
from context.recorder import Recorder
from context.rewrites import Rewrites, Rule, Saying
from context.schema import meta as meta_table
from context.schema import rewrite as rewrite_table
from context.schema import saying as saying_table
from context.store import Store

LEARNED_AT = "learned_at"
"""Key of `meta`: when the job last published."""


class RewriteBook:
    """Rules by id, and sayings."""

    def __init__(self, store: Store, recorder: Recorder, known: Rewrites = Rewrites()) -> None:  # noqa: B008 - frozen
        self._store = store
        self._recorder = recorder
        self._known = known

    @classmethod
    def load(cls, store: Store, recorder: Recorder) -> Self:
        """The book as the store has it; what cannot be read is left where it is."""
        with store.reading() as connection:
            rules = connection.execute(select(rewrite_table.c.rule)).scalars().all()
            sayings = connection.execute(select(saying_table.c.saying)).scalars().all()
        return cls(store, recorder, Rewrites(_read(rules, Rule), _read(sayings, Saying)))

    def all(self) -> Rewrites:
        """Everything that is known now."""
        return self._known

    def learned_at(self) -> float | None:
        """When it was last published; None when never."""
        wanted = select(meta_table.c.value).where(meta_table.c.key == LEARNED_AT)
        with self._store.reading() as connection:
            value = connection.execute(wanted).scalar()
        return None if value is None else float(orjson.loads(value))

    def publish(self, known: Rewrites, at: float) -> None:
        """Put all of it in the place of what was known: on the disk first, in one transaction.

        What was used or taken back while the night was still thinking is not lost by it.
        """
        known = replace(known, rules=tuple(map(self._as_of_now, known.rules)))
        self._recorder.flush()
        with self._store.writing() as connection:
            connection.execute(delete(rewrite_table))
            connection.execute(delete(saying_table))
            connection.execute(delete(meta_table).where(meta_table.c.key == LEARNED_AT))
            if known.rules:
                connection.execute(insert(rewrite_table), [row_of(rule) for rule in known.rules])
            if known.sayings:
                rows = [
                    {"person": one.person, "saying": encode(one, Saying)} for one in known.sayings
                ]
                connection.execute(insert(saying_table), rows)
            connection.execute(insert(meta_table), {"key": LEARNED_AT, "value": str(at)})
        self._known = known

    def used(self, rule_id: str) -> None:
        """Count that the words of a rule were heard."""
        self._change(rule_id, lambda rule: replace(rule, uses=rule.uses + 1))

    def block(self, rule_id: str, reason: str) -> bool:
        """Apply it no more, nor learn it again; False when there is none."""
        return self._change(rule_id, lambda rule: replace(rule, status="blocked", reason=reason))

    def restore(self, rule_id: str) -> bool:
        """Apply it again; False when there is none."""
        return self._change(rule_id, lambda rule: replace(rule, status="live", reason=""))

    def forget_person(self, person: str) -> None:
        """Delete all that is one person's."""
        rules = tuple(r for r in self._known.rules if r.person != person)
        sayings = tuple(s for s in self._known.sayings if s.person != person)
        self._recorder.flush()
        with self._store.writing() as connection:
            for table in (rewrite_table, saying_table):
                connection.execute(delete(table).where(table.c.person == person))
        self._known = Rewrites(rules, sayings)

    def _as_of_now(self, rule: Rule) -> Rule:
        now = next((r for r in self._known.rules if r.id == rule.id), rule)
        if now.status == "blocked":
            return now
        return replace(rule, uses=max(rule.uses, now.uses))

    def _change(self, rule_id: str, changed: Any) -> bool:
        found = False
        rules = list(self._known.rules)
        for index, rule in enumerate(rules):
            if rule.id == rule_id:
                rules[index] = changed(rule)
                self._recorder.upsert(rewrite_table, row_of(rules[index]))
                found = True
        if found:
            self._known = replace(self._known, rules=tuple(rules))
        return found


def row_of(rule: Rule) -> dict[str, Any]:
    """A rule as a row of the table `rewrite`."""
    return {
        "id": rule.id,
        "text": rule.text,
        "person": rule.person,
        "status": rule.status,
        "at": rule.at,
        "rule": encode(rule, Rule),
    }


def _read(rows: Iterable[Mapping[str, Any]], kind: Any) -> tuple[Any, ...]:
    found = []
    for row in rows:
        try:
            found.append(decode(row, kind))
        except CodecError:
            continue
    return tuple(found)
