"""What a hand corrects again and again is offered to be kept, once."""

from context.snapshot import Snapshot
from context.turn import Act, Ask, Turn
from devices.model import Command, Origin, State, StateChanged
from gateway.decide import by_hand
from tests.fakes import NOW, a_turn, family_home, resolved, said

ON = Act((Command("light.counter", "turn_on"),))
MEANT = resolved("HassTurnOn", "light.counter")


def turned_on(ago_s: float) -> Turn:
    return a_turn(ON, MEANT, ago_s=ago_s, person="anna")


def dimmed(ago_s: float, brightness: int = 64, origin: Origin = "person") -> StateChanged:
    after = State("on", {"brightness": brightness}, updated_at=NOW.timestamp() - ago_s)
    return StateChanged("light.counter", None, after, frozenset({"brightness"}), origin)


def home(*changes: StateChanged) -> Snapshot:
    return family_home(turns=(turned_on(9000), turned_on(5000)), changes=changes)


def offer(snapshot: Snapshot, person: str | None = "anna") -> Ask | None:
    return by_hand.offer(ON, (MEANT,), snapshot, said("lamp on", person=person))


def test_twice_by_hand_is_offered_and_done_meanwhile() -> None:
    asked = offer(home(dimmed(8990), dimmed(4980, 66)))
    assert asked is not None
    assert asked.steps == ON.steps
    assert asked.resolutions[0].reading.slots["percent"] == 26


def test_once_is_a_whim_and_two_levels_are_no_liking() -> None:
    assert offer(home(dimmed(4980))) is None
    assert offer(home(dimmed(8990, 200), dimmed(4980, 64))) is None


def test_neither_an_automation_nor_a_slow_lamp_is_a_hand() -> None:
    assert offer(home(dimmed(8990, origin="automation"), dimmed(4980, origin="automation"))) is None
    assert offer(home(dimmed(8999), dimmed(4999))) is None


def test_nobody_we_know_is_asked_nothing() -> None:
    assert offer(home(dimmed(8990), dimmed(4980)), None) is None
