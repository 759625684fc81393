"""Turns of a database become text: what `ambient why` tells, beside a running daemon or without."""

from dataclasses import replace
from zoneinfo import ZoneInfo

from context.history import History
from context.recorder import Recorder
from context.store import Store
from context.turn import Turn
from gateway.entrypoints.story import headline, story


def past_turn(store: Store, turn_id: str, zone: ZoneInfo) -> str | None:
    """The story of one by its id, or of the `last`; None when there is none."""
    turn = _history(store).turn(turn_id)
    return None if turn is None else story(_local(turn, zone))


def past_turns(store: Store, limit: int, zone: ZoneInfo) -> str:
    """A line each, oldest first."""
    turns = _history(store).recent_turns(limit)
    return "\n".join(headline(_local(turn, zone)) for turn in turns) or "no turn yet"


def _history(store: Store) -> History:
    return History(store, Recorder(store, threaded=False))


def _local(turn: Turn, zone: ZoneInfo) -> Turn:
    """With its time as the clock on the wall showed it."""
    return replace(turn, at=turn.at.astimezone(zone))
