# ruff: noqa: E501 - tables read best with one case a line
"""What learning reads of turns, from the store and at hand."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from context.exchanges import exchange_of, exchanges, hands, mark
from context.history import History
from context.recorder import Recorder
from context.rewrites import key_of
from context.store import Store
from context.turn import Act, Decline, Interpretation, Outcome, Rewritten
from devices.model import Command, State, StateChanged
from tests.fakes import NOW, a_turn, confirmed, resolved

LAMP = a_turn(
    Act((Command("light.hall", "turn_on"),)), resolved("HassTurnOn", "light.hall"), text="turn on the hall light",
    outcome=Outcome((confirmed("light.hall", "turn_on", State("off")),)), person="ann", satellite="k",
)  # fmt: skip
LOST = a_turn(Decline("not_understood"), text="Banish the murk, please!", ago_s=20.0, person="ann")


@pytest.fixture
def store() -> Iterator[Store]:
    with Store.in_memory() as opened:
        yield opened


def test_a_turn_is_the_same_from_the_store_and_at_hand(store: Store) -> None:
    recorder = Recorder(store, threaded=False)
    history = History(store, recorder)
    history.remember(LOST)
    history.remember(LAMP)
    recorder.flush()
    assert list(exchanges(store, 0.0)) == [exchange_of(LOST), exchange_of(LAMP)]


def test_it_has_what_was_done_and_how_it_was_before() -> None:
    found = exchange_of(LAMP)
    assert found.did == (("light.hall", "turn_on", "{}"),)
    assert found.before == (("light.hall", "off"),)
    assert (found.kind, found.changed, found.silent) == ("Act", True, False)


def test_its_text_is_the_key_of_what_was_heard() -> None:
    assert exchange_of(LOST).text == key_of("banish the murk")
    rewrite = Rewritten("make it cosy", "dim the lamp", "personal", "w1")
    read = Interpretation("dim the lamp", (), rewrite)
    found = exchange_of(a_turn(Act(())).__class__(**{**vars(LAMP), "interpretation": read}))
    assert (found.text, found.rule, found.applied) == ("make it cosy", "w1", True)


def test_reading_goes_on_after_the_last_one(store: Store) -> None:
    recorder = Recorder(store, threaded=False)
    history = History(store, recorder)
    history.remember(LOST)
    history.remember(LAMP)
    recorder.flush()
    first = exchange_of(LOST)
    assert [x.id for x in exchanges(store, first.at, first.id)] == [LAMP.id]


def test_hands_are_people_only(store: Store) -> None:
    recorder = Recorder(store, threaded=False)
    for at, origin in ((1.0, "person"), (2.0, "gateway"), (3.0, "automation")):
        after = State("on", changed_at=at, updated_at=at, origin=origin)  # type: ignore[arg-type]
        recorder.record(
            StateChanged("light.hall", State("off"), after, frozenset({"state"}), origin)  # type: ignore[arg-type]
        )
    recorder.flush()
    assert [(h.at, h.entity_id, h.state) for h in hands(store, 0.0)] == [(1.0, "light.hall", "on")]


def test_what_is_thought_of_a_turn_stands_in_its_row(store: Store) -> None:
    recorder = Recorder(store, threaded=False)
    History(store, recorder).remember(LAMP)
    recorder.flush()
    mark(store, [(LAMP.id, {"undone": 1.0}, 0.8, "nlu")])
    with store.reading() as connection:
        row = connection.exec_driver_sql("SELECT p_defect, failure_point, feedback FROM turn").one()
    assert tuple(row) == (0.8, "nlu", '{"undone":1.0}')


def test_words_that_were_taken_out_teach_nothing(store: Store) -> None:
    recorder = Recorder(store, threaded=False)
    history = History(store, recorder)
    history.remember(LAMP)
    recorder.flush()
    assert history.redact(NOW.timestamp() + 1) == 1
    assert history.redact(NOW.timestamp() + 1) == 0
    (found,) = exchanges(store, 0.0)
    assert (found.text, found.said) == ("", "")
    assert found.at == pytest.approx(LAMP.at.timestamp())


def test_what_a_person_said_can_be_erased(store: Store) -> None:
    recorder = Recorder(store, threaded=False)
    history = History(store, recorder)
    history.remember(LAMP)
    assert history.erase("bob") == 0
    assert history.erase("ann") == 1
    assert list(exchanges(store, 0.0)) == []


def test_a_turn_takes_a_few_kilobytes(store: Store) -> None:
    recorder = Recorder(store, threaded=False)
    history = History(store, recorder)
    history.remember(LAMP)
    recorder.flush()
    with store.reading() as connection:
        row = connection.exec_driver_sql("SELECT * FROM turn").one()
    size = sum(len(str(value)) for value in row if value is not None)
    assert size < 3_000
    assert datetime.fromtimestamp(LAMP.at.timestamp(), UTC) == LAMP.at
