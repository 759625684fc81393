"""What "it" may mean: what was said here, what a hand moved, what others asked for."""

from datetime import timedelta

from context.attention import last_wish, mentions
from context.turn import Transcript
from devices.model import State, StateChanged
from tests.context.samples import NOON, turn
from tests.fakes import family_home, house, thing


def moved(entity_id: str, ago_s: float, origin: str = "person") -> StateChanged:
    at = (NOON - timedelta(seconds=ago_s)).timestamp()
    after = State("off", {}, at, at)
    return StateChanged(entity_id, State("on"), after, frozenset({"state"}), origin)  # type: ignore[arg-type]


def test_the_latest_comes_first_and_what_others_said_last() -> None:
    home = family_home(
        now=NOON,
        turns=(turn("a", -60, "speaker"), turn("b", -5, "elsewhere")),
        changes=(moved("light.counter", 30),),
    )
    found = mentions(home, Transcript("it", "speaker"), 600)
    assert [(m.targets, m.source) for m in found] == [
        (("light.counter",), "moved"),
        (("light.hall",), "said"),
        (("light.hall",), "overheard"),
    ]


def test_our_own_acts_and_old_ones_are_no_mention() -> None:
    home = family_home(
        now=NOON,
        turns=(turn("a", -700, "speaker"),),
        changes=(moved("light.counter", 10, "gateway"), moved("light.bedside", 400)),
    )
    assert mentions(home, Transcript("it", "speaker"), 600) == ()


def test_a_contact_stands_for_the_lock_of_its_door() -> None:
    home = house(
        thing("binary_sensor.front", "Front door contact", "hall", "off", kind="door"),
        thing("lock.front", "Front door", "hall", "unlocked"),
        thing("lock.back", "Back door", "kitchen", "unlocked"),
        now=NOON,
        changes=(moved("binary_sensor.front", 10),),
    )
    assert mentions(home, Transcript("it"), 600)[0].targets == ("lock.front",)


def test_a_person_goes_on_in_another_room() -> None:
    home = family_home(now=NOON, turns=(turn("a", -30, "kitchen", "ann"),))
    assert last_wish(home, Transcript("and", "hall", person="ann"), 60) is not None
    assert last_wish(home, Transcript("and", "hall", person="bob"), 60) is None
    assert last_wish(home, Transcript("and", "kitchen"), 20) is None
