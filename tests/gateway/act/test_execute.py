"""Steps are done: commands through the dialect, timers and lists in their books."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

from context.agenda import AgendaItem
from context.agenda_book import AgendaBook
from context.lists import Lists
from context.recorder import Recorder
from context.store import Store
from context.turn import AgendaChange, ListChange, Outcome
from devices.model import Command, Report
from devices.registry import Registry
from gateway.act.confirm import Echoes
from gateway.act.execute import Executor, moved
from tests.fakes import NOW, FakeBroker, FakeDialect, thing
from tests.gateway.evaluate.fakes import virtually

LAMP = thing("light.lamp", "Lamp", can="brightness")[0]
TEA = AgendaItem("tea", "timer", NOW + timedelta(minutes=10), "tea", duration_s=600)


class Bench:
    """An executor with a registry of one lamp, and books in memory."""

    def __init__(self, *incapable: str, connected: bool = True) -> None:
        self.registry = Registry()
        self.registry.announce("announce", (LAMP,))
        self.broker = FakeBroker(connected)
        self.store = Store.in_memory()
        recorder = Recorder(self.store, threaded=False)
        self.agenda = AgendaBook(recorder)
        self.lists = Lists(recorder, lambda: NOW)
        self.executor = Executor(
            self.registry, {"fake": FakeDialect(incapable=incapable)}, self.broker, self.agenda,
            self.lists, Echoes(), lambda: NOW, 1.0,
        )  # fmt: skip

    def tell(self, **changes: Any) -> None:
        self.registry.report(Report("light.lamp", changes), 0.0)


def on(bench: Bench, story: Callable[[Bench], Awaitable[Any]]) -> Any:
    try:
        return virtually(lambda: story(bench))
    finally:
        bench.store.close()


async def turn_on(bench: Bench) -> Outcome:
    return await bench.executor.run((Command("light.lamp", "turn_on", {}),))


def statuses(outcome: Outcome) -> list[str]:
    return [c.status for c in outcome.confirmations]


def test_a_command_goes_out_through_the_dialect_of_its_device() -> None:
    outcome = on(Bench(), turn_on)
    assert outcome.published == (("fake/light.lamp/set", '{"service": "turn_on"}'),)


def test_a_command_without_an_echo_is_unconfirmed() -> None:
    assert statuses(on(Bench(), turn_on)) == ["unconfirmed"]


def test_what_a_device_cannot_do_is_failed_and_not_sent() -> None:
    bench = Bench("turn_on")
    outcome = on(bench, turn_on)
    assert (statuses(outcome), bench.broker.published) == (["failed"], [])


def test_a_device_that_is_gone_is_unavailable() -> None:
    async def story(bench: Bench) -> Outcome:
        return await bench.executor.run((Command("light.ghost", "turn_on", {}),))

    assert statuses(on(Bench(), story)) == ["unavailable"]


def test_a_broker_that_is_down_is_said_and_nothing_is_confirmed() -> None:
    outcome = on(Bench(connected=False), turn_on)
    assert (outcome.error, outcome.confirmations) == ("broker_down", ())


def test_an_outcome_without_the_broker_is_not_confirmed() -> None:
    assert not on(Bench(connected=False), turn_on).confirmed


def test_how_it_was_before_is_kept_for_undo() -> None:
    bench = Bench()
    bench.tell(state="off")
    outcome = on(bench, turn_on)
    before = outcome.confirmations[0].before
    assert before is not None
    assert before.state == "off"


def test_the_registry_expects_our_own_change() -> None:
    async def story(bench: Bench) -> str:
        bench.tell(state="off")
        bench.executor.publish((Command("light.lamp", "turn_on", {}),))
        change = bench.registry.report(Report("light.lamp", {"state": "on"}), NOW.timestamp() + 1)
        assert change is not None
        return change.origin

    assert on(Bench(), story) == "gateway"


# --- books ----------------------------------------------------------------------------------------


def kept(*steps: Any, agenda: tuple[AgendaItem, ...] = ()) -> Bench:
    async def story(bench: Bench) -> Bench:
        for item in agenda:
            bench.agenda.add(item)
        bench.executor.keep(steps)
        return bench

    result: Bench = on(Bench(), story)
    return result


def test_an_entry_is_added_to_the_agenda() -> None:
    assert kept(AgendaChange("add", (TEA,))).agenda.all() == (TEA,)


def test_an_entry_is_cancelled() -> None:
    assert kept(AgendaChange("cancel", (TEA,)), agenda=(TEA,)).agenda.all() == ()


def test_a_timer_is_shifted_in_the_book() -> None:
    bench = kept(AgendaChange("shift", (TEA,), 60), agenda=(TEA,))
    assert bench.agenda.all()[0].due == TEA.due + timedelta(seconds=60)


def test_what_rings_is_silenced() -> None:
    async def story(bench: Bench) -> Any:
        bench.agenda.add(TEA)
        bench.agenda.ring(TEA)
        bench.executor.keep((AgendaChange("silence", (TEA,)),))
        return bench.agenda.ringing()

    assert on(Bench(), story) == ()


def test_a_list_is_kept() -> None:
    steps = [
        ListChange("add", "shopping", ("milk", "eggs", "tea")),
        ListChange("complete", "shopping", ("milk",)),
        ListChange("remove", "shopping", ("eggs",)),
    ]
    assert [(e.item, e.done) for e in kept(*steps).lists.all()] == [("milk", True), ("tea", False)]


def test_a_list_is_cleared() -> None:
    steps = ListChange("add", "shopping", ("milk",)), ListChange("clear", "shopping", ())
    assert kept(*steps).lists.all() == ()


LATER = NOW + timedelta(minutes=4)


def test_a_paused_timer_keeps_what_was_left() -> None:
    assert moved(TEA, AgendaChange("pause", (TEA,)), LATER).paused_left_s == 360


def test_a_timer_that_is_paused_twice_is_paused_once() -> None:
    paused = moved(TEA, AgendaChange("pause", (TEA,)), LATER)
    assert moved(paused, AgendaChange("pause", (paused,)), TEA.due) == paused


def test_a_resumed_timer_is_due_when_what_was_left_is_over() -> None:
    paused = moved(TEA, AgendaChange("pause", (TEA,)), LATER)
    again = moved(paused, AgendaChange("resume", (paused,)), LATER + timedelta(hours=1))
    assert (again.due, again.paused_left_s) == (LATER + timedelta(hours=1, minutes=6), None)


def test_a_paused_timer_is_shifted_in_what_is_left() -> None:
    paused = moved(TEA, AgendaChange("pause", (TEA,)), LATER)
    assert moved(paused, AgendaChange("shift", (paused,), -60), LATER).paused_left_s == 300


def test_a_timer_shifted_into_the_past_is_due_now() -> None:
    assert moved(TEA, AgendaChange("shift", (TEA,), -9999), LATER).due == LATER
