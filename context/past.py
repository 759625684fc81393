"""Warm start: what the store remembers of turns and changes teaches habits anew at every start.

Nothing learned is stored by itself: what a person deletes from the history is forgotten.
"""

from collections.abc import Iterable, Iterator
from heapq import merge

import structlog
from sqlalchemy import select

from context.codec import CodecError, decode
from context.deeds import TELLING, WAKE_MIN, Changed, Learner, Said, Told
from context.habits import HALF_LIFE_S
from context.schema import device as device_table
from context.schema import history as history_table
from context.schema import turn as turn_table
from context.store import Store
from context.turn import Decision, Outcome

WARM_S = 3 * HALF_LIFE_S  # Older deeds weigh less than an eighth.
TURNS_MAX, CHANGES_MAX = 3_000, 5_000  # The latest of each; read in about a second.

_log = structlog.get_logger(__name__)


def learn_from(store: Store, learner: Learner, now: float) -> int:
    """Tell a learner what the store remembers, oldest first; how much that was."""
    since = now - WARM_S
    return learn(
        learner, merge(_turns(store, since, learner), _changes(store, since), key=lambda t: t.at)
    )


def learn(learner: Learner, past: Iterable[Told]) -> int:
    """Tell a learner the past, oldest first, whatever its source; how much that was.

    The store is one; Home Assistant's recorder gives `Changed` rows just as well.
    """
    count = 0
    for told in past:
        learner.take(told)
        count += 1
    return count


def _turns(store: Store, since: float, learner: Learner) -> Iterator[Told]:
    c = turn_table.c
    wanted = (
        select(c.id, c.at, c.satellite, c.area, c.person, c.decision, c.outcome)
        .where(c.at >= since, c.decision_kind == "Act", c.wake >= WAKE_MIN)
        .order_by(c.at.desc())
        .limit(TURNS_MAX)
    )
    with store.reading() as connection:
        rows = connection.execute(wanted).all()
    for row in reversed(rows):
        try:
            decision, outcome = decode(row.decision, Decision), decode(row.outcome, Outcome)
        except CodecError as error:
            _log.warning("a turn of another version teaches nothing", why=str(error))
            continue
        area = row.area or learner.areas.get(row.satellite or "")
        yield Told(row.at, Said(row.id, row.person, area, decision, outcome))


def _changes(store: Store, since: float) -> Iterator[Told]:
    c, d = history_table.c, device_table.c
    wanted = (
        select(c.entity_id, c.at, c.state, c.attributes, c.origin, d.area, d.kind)
        .join(device_table, d.id == c.entity_id)
        .where(c.at >= since, (c.origin == "person") | d.kind.in_(TELLING))
        .order_by(c.at.desc(), c.id.desc())
        .limit(CHANGES_MAX)
    )
    with store.reading() as connection:
        rows = connection.execute(wanted).all()
    for row in reversed(rows):
        if "available" not in row.attributes:
            yield Told(
                row.at,
                Changed(row.entity_id, row.state, row.attributes, row.origin, row.area, row.kind),
            )
