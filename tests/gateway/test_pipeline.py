"""One exchange through all stages: the turn that comes of it holds what every stage said."""

from collections.abc import Callable
from typing import Any

import pytest

from context.agenda_book import AgendaBook
from context.lists import Lists
from context.recorder import Recorder
from context.snapshot import Snapshot
from context.store import Store
from context.turn import Act, Confirm, Decline, Transcript, Turn
from devices.model import Report
from devices.registry import Registry
from gateway.act.confirm import Echoes
from gateway.act.execute import Executor
from gateway.pipeline import Pipeline, Stopwatch, new_id
from tests.fakes import (
    FAMILY_HOME,
    FRONT_DOOR,
    LAMP,
    NOW,
    FakeBroker,
    FakeDialect,
    Thing,
    house,
    parser,
)
from tests.gateway.evaluate.fakes import virtually


class Answering(FakeBroker):
    """A broker behind which every device does at once as it is told."""

    def __init__(self, answer: Callable[[str], None]) -> None:
        super().__init__()
        self._answer = answer

    def publish(self, publish: Any) -> None:
        super().publish(publish)
        self._answer(publish.topic.split("/")[1])


class Bench:
    """A pipeline over a home of things, with a registry that the devices answer to."""

    def __init__(self, *things: Thing, answers: bool = True) -> None:
        self.home = house(*things)
        self.registry = Registry()
        self.registry.announce("announce", tuple(device for device, _ in things))
        self.store = Store.in_memory()
        recorder = Recorder(self.store, threaded=False)
        self.broker = Answering(self._shown if answers else lambda _: None)
        self.echoes = Echoes()
        self.turns: list[Turn] = []
        executor = Executor(
            self.registry, {"fake": FakeDialect()}, self.broker, AgendaBook(recorder),
            Lists(recorder, lambda: NOW), self.echoes, lambda: NOW, 1.0,
        )  # fmt: skip
        self.pipeline = Pipeline(parser(), executor, lambda: self.home, self.turns.append)

    def _shown(self, entity_id: str) -> None:
        self.registry.report(Report(entity_id, {"state": "on"}), NOW.timestamp())
        self.echoes.heard()

    def say(self, text: str, **heard: Any) -> Turn:
        try:
            turn: Turn = virtually(
                lambda: self.pipeline.run(Transcript(text, area="kitchen", **heard))
            )
        finally:
            self.store.close()
        return turn


def test_a_turn_goes_from_words_to_reply() -> None:
    bench = Bench(LAMP)
    turn = bench.say("turn on the lamp")
    assert (turn.targets, turn.outcome.confirmed, turn.reply.text) == (
        ("light.lamp",),
        True,
        "The lamp is on.",
    )


def test_the_turn_is_handed_to_memory() -> None:
    bench = Bench(LAMP)
    turn = bench.say("turn on the lamp")
    assert bench.turns == [turn]


def test_only_an_act_reaches_the_broker() -> None:
    bench = Bench(FRONT_DOOR)
    turn = bench.say("unlock the front door")
    assert isinstance(turn.decision, Confirm)
    assert bench.broker.published == []


def test_a_refusal_is_a_turn_too() -> None:
    bench = Bench(LAMP)
    turn = bench.say("turn on the disco ball")
    assert isinstance(turn.decision, Decline)
    assert bench.turns == [turn]


def test_every_stage_is_timed() -> None:
    turn = Bench(LAMP).say("turn on the lamp")
    assert {"understand", "decide", "act", "to_publish", "confirm", "speak"} <= set(turn.ms)


def test_silence_is_not_taken_for_success() -> None:
    turn = Bench(LAMP, answers=False).say("turn on the lamp")
    assert "did not answer" in turn.reply.text


def test_waiting_for_the_echo_is_not_counted_as_work() -> None:
    turn = Bench(LAMP, answers=False).say("turn on the lamp")
    assert turn.ms["confirm"] == pytest.approx(1000)
    assert turn.ms["to_publish"] < 1000


def test_understanding_alone_changes_nothing() -> None:
    bench = Bench(*FAMILY_HOME)
    snapshot: Snapshot = bench.home
    decision = bench.pipeline.understand(Transcript("turn on the kettle"), snapshot)[2]
    bench.store.close()
    assert isinstance(decision, Act)
    assert (bench.broker.published, bench.turns) == ([], [])


def test_ids_differ() -> None:
    assert len({new_id() for _ in range(1000)}) == 1000


def test_a_watch_adds_up() -> None:
    watch = Stopwatch()
    watch.lap("a")
    watch.skip()
    watch.lap("b")
    assert watch.total_ms >= watch.ms["a"] + watch.ms["b"]


@pytest.mark.parametrize("text", ["he would never call her again", "where is the black cat"])
def test_talk_that_hardly_woke_us_is_not_answered(text: str) -> None:
    bench = Bench(LAMP)
    assert bench.say(text, wake=0.3).reply.text == ""
    assert bench.say(text, wake=0.9).reply.text != ""
    assert bench.broker.published == []
