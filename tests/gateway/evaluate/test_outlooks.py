"""Signals that are hidden are not seen, and nothing else changes."""

from dataclasses import replace

import pytest

from context.habits import Deed, Situation
from context.snapshot import Snapshot
from context.turn import Act, Candidate, Reading, Transcript
from devices.model import State, StateChanged
from gateway.evaluate import outlooks
from gateway.evaluate.outlooks import GROUPS, hidden, no_context, silent, words_then
from gateway.understand import weigh
from gateway.understand.scene import Scene
from gateway.understand.understand import understand
from tests.fakes import NOW, a_turn, house, parser, resolved, said, thing

FANS = (
    thing("fan.attic", "Attic fan", "bathroom", "on"),
    thing("fan.cellar", "Cellar fan", "bedroom", "off"),
    thing("media_player.tv", "TV", "bedroom", "playing", kind="tv", screen=True),
    thing("sensor.attic", "Attic warmth", "bathroom", "21", kind="temperature"),
)


def full() -> Snapshot:
    on = State("on", updated_at=NOW.timestamp() - 5)
    change = StateChanged("fan.attic", State("off"), on, frozenset({"state"}), "person")
    spoken = a_turn(Act(()), resolved("HassTurnOn", "fan.cellar"), satellite="kitchen_speaker")
    home = house(*FANS, changes=(change,), turns=(spoken,), presence={"anna": "bedroom"})
    for day in range(1, 5):
        home.habits.learn(
            Deed("act", "fan.cellar on", Situation(NOW.timestamp() - day * 86400, hour=10))
        )
    return home


def signals_of(snapshot: Snapshot, heard: Transcript | None = None) -> set[str]:
    heard = heard or said("fan", "bedroom", satellite="kitchen_speaker")
    pool = (Candidate("fan.attic", 0.9, "type"), Candidate("fan.cellar", 0.9, "type"))
    rivals = weigh.Rivals.of(Reading("HassTurnOn"), pool, Scene(snapshot, heard, heard.area))
    return {name for each in rivals.signals for name, value in each.items() if value}


@pytest.mark.parametrize(
    ("group", "gone"),
    [
        ("state", {"unreachable"}),
        ("news", {"just", "by_hand"}),
        ("conversation", {"spoken"}),
        ("activity", {"watching_there"}),
        ("habits", {"usual"}),
        ("presence", {"present_there"}),
    ],
)
def test_a_group_takes_its_own_signals_away(group: str, gone: set[str]) -> None:
    home = full()
    before, after = signals_of(home), signals_of(hidden([group]).understand(home))
    assert before - after <= gone | {"effect", "active", "watching_there"}
    assert gone & after == set()
    assert "here" in after


def test_without_context_the_room_and_values_that_are_asked_for_stay() -> None:
    outlook, home = no_context(), full()
    assert signals_of(outlook.understand(home)) == {"match", "here", "floor", "effect"}
    assert outlook.decide(home).states == home.states
    assert outlook.hear(said("fan", "bedroom", person="anna")).person is None


def test_without_a_room_the_satellite_stands_nowhere() -> None:
    outlook, home = hidden(["room"]), full()
    assert outlook.hear(said("fan", "bedroom")).area is None
    seen = outlook.understand(home)
    assert all(s.area is None for s in seen.household.satellites.values())
    assert outlook.understand(home).household is seen.household


def test_a_question_that_waits_stays_without_talk() -> None:
    home = replace(full(), turns=())
    assert hidden(["conversation"]).understand(home).turns == ()


def test_who_is_silent_is_drawn_once_by_seed() -> None:
    home = full()
    half = silent(0.5, 1, sensors_only=False)
    assert half.understand(home).states == half.decide(home).states
    assert silent(0.0, 1, sensors_only=False).understand(home).states == home.states
    assert silent(1.0, 1, sensors_only=False).understand(home).states == {}
    assert "sensor.attic" not in silent(1.0, 1, sensors_only=True).understand(home).states
    assert "fan.attic" in silent(1.0, 1, sensors_only=True).understand(home).states


def test_words_find_rivals_and_all_signals_tell_them_apart() -> None:
    home, seen = full(), []

    def noting(rivals: weigh.Rivals) -> list[float]:
        seen.append(set(rivals.signals[0]))
        return [5.0 * (c.entity_id == "fan.attic") for c in rivals.pool]

    outlook = words_then(noting)
    heard = outlook.hear(said("turn off the fan", "kitchen"))
    found = understand(parser(), heard, outlook.understand(home), outlook.rank)[1]
    assert found[0].targets == ("fan.attic",)
    assert {"active", "just"} <= seen[0]


def test_every_group_can_be_hidden_from_a_home_with_nothing_in_it() -> None:
    assert hidden(GROUPS).understand(house()).devices == {}
    assert outlooks.chained(())(house()).states == {}
