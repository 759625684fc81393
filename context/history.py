"""The memory of past turns: `Turn`s become rows of the table `turn`, and rows turns again.

Append-only, written through the recorder. A pause of two minutes at a satellite ends a session.
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Table, delete, select, update

from context.codec import decode, encode, storable
from context.recorder import Recorder
from context.schema import history as history_table
from context.schema import turn as turn_table
from context.store import Store
from context.turn import (
    Act,
    Clause,
    Confirm,
    Decision,
    Interpretation,
    Outcome,
    Reply,
    Resolution,
    Rewritten,
    Sounded,
    Transcript,
    Turn,
)
from devices.model import Command

SESSION_GAP_S = 120.0  # As the turn log is defined: a longer pause opens a new session.
SATELLITES_MAX = 1_000  # Last sessions kept in memory; ids come from configuration or callers.
PURGE_CHUNK = 1_000  # Rows of one delete: 20 ms on a slow card, so that the writer is not held.


class History:
    """Past turns."""

    def __init__(self, store: Store, recorder: Recorder) -> None:
        self._store = store
        self._recorder = recorder
        self._last: dict[str | None, tuple[datetime, str]] = {}

    def remember(self, turn: Turn) -> None:
        """Keep a turn; returns before it is on the disk."""
        session_id = self._session_of(turn)
        self._recorder.insert(turn_table, row_of(turn, session_id))

    def interrupted(self, turn_id: str, after_ms: float) -> None:
        """Somebody cut the reply of a turn short: the one thing that is known only later."""
        values = {"interrupted_after_ms": after_ms}
        self._recorder.update(turn_table, {"id": turn_id}, values)

    def recent_turns(self, limit: int = 50) -> tuple[Turn, ...]:
        """The latest turns, oldest first."""
        self._recorder.flush()
        newest_first = select(turn_table).order_by(turn_table.c.at.desc(), turn_table.c.id.desc())
        with self._store.reading() as connection:
            rows = connection.execute(newest_first.limit(limit)).mappings().all()
        return tuple(turn_of(row) for row in reversed(rows))

    def turn(self, turn_id: str = "last") -> Turn | None:
        """One by id, or the last; None when there is none."""
        if turn_id == "last":
            return next(iter(self.recent_turns(1)), None)
        self._recorder.flush()
        wanted = select(turn_table).where(turn_table.c.id == turn_id)
        with self._store.reading() as connection:
            row = connection.execute(wanted).mappings().first()
        return None if row is None else turn_of(row)

    def purge(self, states_before: float, turns_before: float | None = None) -> int:
        """Delete history rows, and turns where asked, that are older; how many went.

        Takes its time (20 ms a chunk): the daemon runs it in a thread.
        """
        gone = purge_table(self._store, history_table, states_before)
        if turns_before is not None:
            gone += purge_table(self._store, turn_table, turns_before)
        return gone

    def redact(self, before: float) -> int:
        """Take the words out of turns that are older: numbers, intents, devices stay. How many."""
        nothing = {
            "text": "", "nbest": [], "slots": {}, "reply": "", "rewrite": None,
            "interpretation": encode(Interpretation(""), Interpretation),
            "resolutions": encode((), tuple[Resolution, ...]),
        }  # fmt: skip
        c = turn_table.c
        old = update(turn_table).where(c.at < before, c.text != "").values(**nothing)
        with self._store.writing() as connection:
            return int(connection.execute(old).rowcount)

    def erase(self, person: str) -> int:
        """Delete all that one person said, for good; how many turns that were."""
        self._recorder.flush()
        theirs = delete(turn_table).where(turn_table.c.person == person)
        with self._store.writing() as connection:
            return int(connection.execute(theirs).rowcount)

    def _session_of(self, turn: Turn) -> str:
        """The session that a turn goes on with, or its own id when it opens one."""
        satellite = turn.transcript.satellite
        before = self._last.pop(satellite, None) or self._stored_session(satellite)
        session_id = turn.id
        if before is not None and (turn.at - before[0]).total_seconds() <= SESSION_GAP_S:
            session_id = before[1]
        self._last[satellite] = (turn.at, session_id)
        if len(self._last) > SATELLITES_MAX:
            del self._last[next(iter(self._last))]
        return session_id

    def _stored_session(self, satellite: str | None) -> tuple[datetime, str] | None:
        columns = turn_table.c
        at_it = columns.satellite.is_not_distinct_from(satellite)
        last = select(columns.at, columns.session_id).where(at_it)
        with self._store.reading() as connection:
            row = connection.execute(last.order_by(columns.at.desc()).limit(1)).first()
        return None if row is None else (datetime.fromtimestamp(row.at, UTC), row.session_id)


def purge_table(store: Store, table: Table, before: float, chunk: int = PURGE_CHUNK) -> int:
    """Delete rows with `at` older than `before`, a chunk a transaction."""
    key = next(iter(table.primary_key))
    old = select(key).where(table.c.at < before).order_by(table.c.at).limit(chunk)
    gone = 0
    while True:
        with store.writing() as connection:
            deleted = connection.execute(delete(table).where(key.in_(old))).rowcount
        gone += deleted
        if deleted < chunk:
            return gone


def row_of(turn: Turn, session_id: str) -> dict[str, Any]:
    """A turn as a row of the table `turn`."""
    said = turn.transcript
    clause: Clause | None = next(iter(turn.interpretation.clauses), None)
    best = clause.best if clause else None
    return {
        "id": turn.id,
        "at": turn.at.timestamp(),
        "session_id": session_id,
        "satellite": said.satellite,
        "area": said.area,
        "person": said.person,
        "text": storable(said.text),
        "nbest": encode(said.nbest, tuple[str, ...]),
        "confidence": said.confidence,
        "wake": said.wake,
        "intent": best.intent if best else None,
        "slots": encode(best.slots if best else {}, Mapping[str, Any]),
        "probability": best.probability if best else None,
        "by": best.by if best else None,
        "interpretation": encode(turn.interpretation, Interpretation),
        "resolutions": encode(turn.resolutions, tuple[Resolution, ...]),
        "decision_kind": type(turn.decision).__name__,
        "decision": encode(turn.decision, Decision),
        "targets": list(turn.targets),
        "commands": encode(commands_of(turn.decision), tuple[Command, ...]),
        "outcome": encode(turn.outcome, Outcome),
        "reply": storable(turn.reply.text),
        "interrupted_after_ms": turn.reply.interrupted_after_ms,
        "ms": encode(turn.ms, Mapping[str, float]),
        "rewrite": encode(turn.interpretation.rewrite, Rewritten | None),
        "sound": encode(said.sound, Sounded | None),
    }


def turn_of(row: Mapping[Any, Any]) -> Turn:
    """The turn that a row of the table `turn` holds."""
    return Turn(
        id=row["id"],
        at=datetime.fromtimestamp(row["at"], UTC),
        transcript=Transcript(
            text=row["text"],
            satellite=row["satellite"],
            area=row["area"],
            person=row["person"],
            confidence=row["confidence"],
            nbest=tuple(row["nbest"]),
            wake=row["wake"],
            sound=decode(row["sound"], Sounded | None),
        ),
        interpretation=decode(row["interpretation"], Interpretation),
        resolutions=decode(row["resolutions"], tuple[Resolution, ...]),
        decision=decode(row["decision"], Decision),
        outcome=decode(row["outcome"], Outcome),
        reply=Reply(row["reply"], row["interrupted_after_ms"]),
        ms=decode(row["ms"], Mapping[str, float]),
    )


def commands_of(decision: Decision) -> tuple[Command, ...]:
    """What devices were told, or are to be told after a yes."""
    act = decision.act if isinstance(decision, Confirm) else decision
    if not isinstance(act, Act):
        return ()
    return tuple(step for step in act.steps if isinstance(step, Command))
