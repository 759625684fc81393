# ruff: noqa: E501 - tables read best with one case a line
"""What followed the same vague words before, and what is usual at an hour."""

from collections.abc import Sequence

from context import wishes
from context.snapshot import Snapshot
from context.turn import Act, Decline, Transcript, Turn
from devices.model import Command
from tests.fakes import a_turn, family_home, resolved

DAY_S = 86400.0
NOTHING = Decline("not_understood")


def act(entity_id: str, ago_s: float, person: str = "ann") -> Turn:
    return a_turn(
        Act((Command(entity_id, "turn_off"),)), resolved("HassTurnOff", entity_id),
        ago_s=ago_s, satellite="k", person=person,
    )  # fmt: skip


def wish(text: str, ago_s: float) -> Turn:
    return a_turn(NOTHING, text=text, ago_s=ago_s, satellite="k", person="ann")


def home(turns: Sequence[Turn]) -> Snapshot:
    return family_home(turns=tuple(turns))


def after(text: str, turns: Sequence[Turn], person: str = "ann") -> tuple[str, ...]:
    heard = Transcript(text, "k", person=person)
    habit = wishes.after_wish(text, home(turns), heard, wishes.came_to_nothing)
    return tuple(t for r in habit.resolutions for t in r.targets) if habit else ()


TWICE = [
    wish("off to the allotment", 2 * DAY_S), act("light.hall", 2 * DAY_S - 20), act("fan.x", 2 * DAY_S - 90),
    wish("off to the allotment", DAY_S), act("light.hall", DAY_S - 30), act("light.late", DAY_S - 600),
]  # fmt: skip


def test_what_came_both_times_is_the_habit() -> None:
    assert after("i am off to the allotment now", TWICE) == ("light.hall",)


def test_once_is_no_habit_and_neither_is_another_person_s() -> None:
    assert after("off to the allotment", TWICE[3:]) == ()
    assert after("off to the allotment", TWICE, "bob") == ()
    assert after("off to the beach", TWICE) == ()


def test_explicit_words_are_no_wish() -> None:
    turns = [
        act("light.hall", DAY_S),
        act("fan.x", DAY_S - 9),
        act("light.hall", 90),
        act("fan.x", 80),
    ]
    assert after("earlier", turns) == ()


def test_the_usual_is_of_this_hour() -> None:
    regular = [act("light.hall", days * DAY_S + 600) for days in (3, 2, 1)]
    odd = [act("fan.x", days * DAY_S + 4 * 3600) for days in (2, 1)]
    habit = wishes.at_this_hour(home([*regular, *odd]), Transcript("the usual", "k", person="ann"))
    assert habit is not None
    assert [r.targets for r in habit.resolutions] == [("light.hall",)]
    assert habit.occasions == 3
