from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from context.history import History
from context.recorder import Recorder
from context.schema import turn as turn_table
from context.store import Store
from context.turn import Confirm, Transcript
from tests.context.samples import NOON, change, turn


@pytest.fixture
def store() -> Any:
    with Store.in_memory() as store:
        yield store


def history_of(store: Store) -> History:
    return History(store, Recorder(store, threaded=False))


def sessions(store: Store, *turns: Any) -> list[str]:
    history = history_of(store)
    for each in turns:
        history.remember(each)
    history.recent_turns()
    with store.reading() as connection:
        rows = connection.execute(select(turn_table).order_by(turn_table.c.id)).all()
    return [row.session_id for row in rows]


def test_a_turn_is_remembered_as_it_was(store: Store) -> None:
    history = history_of(store)
    history.remember(turn("t1"))
    assert history.turn("t1") == turn("t1")


def test_the_last_turn_is_the_latest(store: Store) -> None:
    history = history_of(store)
    history.remember(turn("t2", after_s=5))
    history.remember(turn("t1"))
    assert history.turn("last") == turn("t2", after_s=5)


def test_an_unknown_turn_is_none(store: Store) -> None:
    assert history_of(store).turn("nope") is None


def test_recent_turns_come_oldest_first(store: Store) -> None:
    history = history_of(store)
    for number in range(4):
        history.remember(turn(f"t{number}", after_s=number))
    assert [t.id for t in history.recent_turns(2)] == ["t2", "t3"]


def test_the_row_can_be_read_without_the_program(store: Store) -> None:
    history = history_of(store)
    history.remember(turn())
    history.recent_turns()
    with store.reading() as connection:
        row = connection.execute(select(turn_table)).one()
    assert (row.intent, row.slots, row.by) == ("HassTurnOn", {"name": "hall light"}, "grammar")
    assert (row.decision_kind, row.targets) == ("Act", ["light.hall"])
    assert row.commands == [{"entity_id": "light.hall", "service": "turn_on"}]
    assert row.at == NOON.timestamp()


def test_commands_that_wait_for_a_yes_are_in_the_row(store: Store) -> None:
    history = history_of(store)
    act: Any = turn().decision
    history.remember(replace(turn(), decision=Confirm(act, "R2")))
    history.recent_turns()
    with store.reading() as connection:
        row = connection.execute(select(turn_table)).one()
    assert row.decision_kind == "Confirm"
    assert row.commands == [{"entity_id": "light.hall", "service": "turn_on"}]


def test_turns_within_two_minutes_are_one_session(store: Store) -> None:
    assert sessions(store, turn("t1"), turn("t2", 120), turn("t3", 240)) == ["t1"] * 3


def test_a_longer_pause_opens_a_session(store: Store) -> None:
    assert sessions(store, turn("t1"), turn("t2", 120.5)) == ["t1", "t2"]


def test_each_satellite_has_its_own_session(store: Store) -> None:
    assert sessions(store, turn("t1"), turn("t2", 5, satellite="bedroom")) == ["t1", "t2"]


def test_a_session_goes_on_over_a_restart(store: Store) -> None:
    sessions(store, turn("t1"))
    assert sessions(store, turn("t2", 60)) == ["t1", "t1"]


def test_a_barge_in_is_added_to_its_turn(store: Store) -> None:
    history = history_of(store)
    history.remember(turn())
    history.interrupted("t1", 640.0)
    found = history.turn("t1")
    assert found is not None
    assert found.reply.interrupted_after_ms == 640


def test_broken_text_is_stored_with_a_question_mark(store: Store) -> None:
    history = history_of(store)
    history.remember(replace(turn(), transcript=Transcript("a\ud800b")))
    found = history.turn("t1")
    assert found is not None
    assert found.transcript.text == "a?b"


def test_a_purge_deletes_only_what_is_older(store: Store) -> None:
    recorder = Recorder(store, threaded=False)
    history = History(store, recorder)
    for at in range(2500):
        recorder.record(change(at=at))
    history.remember(turn("old"))
    history.remember(turn("new", 3600))
    recorder.flush()
    assert history.purge(states_before=2400) == 2400
    later = (NOON + timedelta(seconds=60)).timestamp()
    assert history.purge(0, turns_before=later) == 1
    assert [t.id for t in history.recent_turns()] == ["new"]


def test_a_turn_survives_the_file(tmp_path: Path) -> None:
    with Store.open(tmp_path / "a.db") as store:
        recorder = Recorder(store, threaded=False)
        History(store, recorder).remember(turn())
        recorder.close()
    with Store.open(tmp_path / "a.db", create=False) as store:
        assert history_of(store).turn("last") == turn()
