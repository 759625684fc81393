from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from context.agenda import AgendaItem
from context.deeds import Changed, Learner, Told
from context.habits import Habit, Habits, Situation
from context.history import History
from context.past import learn, learn_from
from context.places import CatalogItem
from context.recorder import Recorder
from context.store import Store
from context.turn import Act, AgendaChange, Confirmation, Decline, Outcome, Step, Turn
from devices.model import Command, State, StateChanged
from tests.context.samples import HOUSEHOLD, NOON, device, turn

JAZZ = CatalogItem("genre.jazz", "genre", "Jazz")
HOME = replace(HOUSEHOLD, catalog=(JAZZ,))


def learner() -> Learner:
    return Learner(HOME, Habits())


def known(learner: Learner, kind: str = "act", person: str | None = "anna") -> tuple[Habit, ...]:
    at = NOON.timestamp() + 3600
    return learner.habits.likely(kind, Situation(at, person, "kitchen", 13, 0))


def told(command: Command, status: Any = "confirmed", after_s: float = 0.0) -> Turn:
    done = Outcome((Confirmation(command, status),))
    return replace(
        turn(f"t{after_s}", after_s, person="anna"), decision=Act((command,)), outcome=done
    )


def by_hand(
    entity_id: str, state: str, at: float, origin: Any = "person", **levels: Any
) -> StateChanged:
    after = State(state, levels, at, at, origin=origin)
    return StateChanged(entity_id, None, after, frozenset({"state", *levels}), origin)


def test_what_a_turn_did_is_learned() -> None:
    a = learner()
    a.turn(told(Command("light.hall", "turn_on", {"brightness": 51})))
    assert [h.what for h in known(a)] == ["light.hall on"]
    assert [h.what for h in known(a, "set light.hall")] == ['{"brightness":50,"state":"on"}']


def test_what_was_played_is_learned_with_its_player() -> None:
    a = learner()
    a.turn(told(Command("media_player.radio", "play_media", {"media_content_id": "genre.jazz"})))
    assert [h.what for h in known(a, "play")] == ["genre.jazz"]
    assert [h.what for h in known(a, "play on")] == ["genre.jazz media_player.radio"]
    assert known(a, "play", "ben") == ()


@pytest.mark.parametrize("status", ["failed", "unavailable"])
def test_what_failed_teaches_nothing(status: str) -> None:
    a = learner()
    a.turn(told(Command("light.hall", "turn_on"), status))
    a.turn(replace(turn(), decision=Decline("not_understood")))
    assert known(a) == ()


ON = Command("light.hall", "turn_on")
OFF = Command("light.hall", "turn_off")


def undoing(wrong: Turn, *steps: Step, then: tuple[Step, ...] = (), after_s: float = 20.0) -> Turn:
    """A turn that brings back how it was, and perhaps does what is right."""
    act = Act((*steps, *then), undoes=wrong.id, unsaid=steps)
    done = tuple(Confirmation(s, "confirmed") for s in act.steps if isinstance(s, Command))
    return replace(turn("u", after_s, person="anna"), decision=act, outcome=Outcome(done))


def test_what_was_undone_is_forgotten_and_bringing_it_back_is_no_habit() -> None:
    a = learner()
    a.turn(wrong := told(ON))
    a.turn(undoing(wrong, OFF))
    assert known(a) == known(a, "set light.hall") == ()


def test_of_no_the_other_one_only_the_other_one_is_learned() -> None:
    a = learner()
    a.turn(wrong := told(ON))
    a.turn(undoing(wrong, OFF, then=(Command("light.desk", "turn_on"),)))
    assert [h.what for h in known(a)] == ["light.desk on"]


def test_undoing_one_thing_forgets_no_other() -> None:
    a = learner()
    a.turn(told(ON))
    a.turn(wrong := told(OFF, after_s=60))
    a.turn(undoing(wrong, ON, after_s=80))
    assert [h.what for h in known(a)] == ["light.hall on"]


def alarm(id: str = "a1", after_s: float = 0.0, op: Any = "add") -> Turn:
    item = AgendaItem(id, "alarm", NOON + timedelta(hours=19))
    act = Act((AgendaChange(op, (item,)),))
    return replace(turn(f"t{id}{op}", after_s, person="anna"), decision=act)


def test_an_alarm_that_was_undone_is_no_usual_alarm() -> None:
    a = learner()
    a.turn(wrong := alarm())
    assert len(known(a, "alarm")) == 1
    a.turn(undoing(wrong, AgendaChange("cancel", wrong.decision.steps[0].items)))  # type: ignore[union-attr]
    assert known(a, "alarm") == ()


def test_an_alarm_that_is_cancelled_soon_is_none_but_later_it_had_been_wanted() -> None:
    a = learner()
    for after_s, left in ((60.0, 0), (7200.0, 1)):
        a.turn(alarm())
        a.turn(alarm(after_s=after_s, op="cancel"))
        assert len(known(a, "alarm")) == left


def test_what_a_habit_chose_feeds_no_habit_but_happened() -> None:
    a = learner()
    by_habit = told(ON)
    a.turn(replace(by_habit, decision=Act((ON,), unsaid=(ON,))))
    assert known(a) == known(a, "set light.hall") == ()
    assert a.habits.previous(by_habit.at.timestamp() + 60) == "light.hall on"


@pytest.mark.parametrize("origin", ["gateway", "automation", "device", "unknown"])
def test_only_hands_teach(origin: str) -> None:
    a = learner()
    a.changed(by_hand("light.hall", "on", NOON.timestamp(), origin), "hall", None)
    assert known(a) == ()


def test_a_slider_counts_where_it_stopped() -> None:
    a = learner()
    for step, brightness in enumerate((200, 120, 60)):
        at = NOON.timestamp() + step
        a.changed(by_hand("light.hall", "on", at, brightness=brightness), "kitchen", None)
    assert [h.what for h in known(a, "set light.hall")] == ['{"brightness":60,"state":"on"}']


def test_a_slider_that_is_moved_often_counts_once() -> None:
    a = learner()
    for step in range(9):
        at = NOON.timestamp() + step
        a.changed(by_hand("light.hall", "on", at, brightness=200 - 20 * step), "kitchen", None)
    assert [h.what for h in known(a)] == ["light.hall on"]


def test_a_title_started_by_hand_is_taste_of_the_household() -> None:
    a = learner()
    change = by_hand("media_player.radio", "playing", NOON.timestamp(), media_title="Jazz")
    a.changed(change, "kitchen", None)
    assert [h.what for h in known(a, "play", None)] == ["genre.jazz"]


def test_a_child_that_says_it_fifty_times_has_one_wish() -> None:
    a = learner()
    for second in range(50):
        a.turn(told(Command("light.hall", "turn_on"), after_s=second * 5.0))
    assert known(a)[0].count <= 4.0


def test_the_television_teaches_nothing() -> None:
    a = learner()
    said = told(Command("light.hall", "turn_on"))
    a.turn(replace(said, transcript=replace(said.transcript, wake=0.5)))
    assert known(a) == ()


def test_hidden_devices_teach_nothing() -> None:
    a = learner()
    a.take(Told(0.0, Changed("lock.safe", "unlocked", {}, "person", None)))
    assert known(a) == ()


def test_any_source_of_the_past_will_do() -> None:
    a = learner()
    row = Changed("switch.kettle", "on", {}, "person", "kitchen")
    assert learn(a, [Told(NOON.timestamp() + day * 86400, row) for day in range(3)]) == 3
    assert known(a, person=None)[0].what == "switch.kettle on"


def test_a_start_knows_what_was_learned_before() -> None:
    live = learner()
    with Store.in_memory() as store:
        recorder = Recorder(store, lambda: NOON.timestamp(), threaded=False)
        recorder.device(device("switch.kettle", "Kettle", "kitchen"))
        history = History(store, recorder)
        for day in range(4):
            play = Command("media_player.radio", "play_media", {"media_content_id": "genre.jazz"})
            spoken = told(play, after_s=day * 86400.0)
            pressed = by_hand("switch.kettle", "on", spoken.at.timestamp() + 300)
            history.remember(spoken)
            live.turn(spoken)
            recorder.record(pressed)
            live.changed(pressed, "kitchen", None)
        recorder.flush()
        again = learner()
        assert learn_from(store, again, (NOON + timedelta(days=4)).timestamp()) == 8
    for kind in ("act", "play", "play on", "set switch.kettle"):
        assert known(again, kind) == known(live, kind) != ()
