# ruff: noqa: E501 - tables read best with one case a line
"""What followed the same vague words before, and what is usual at an hour."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from context import wishes
from context.snapshot import Snapshot
from context.turn import (
    Act,
    Clause,
    Confirmation,
    Decline,
    Interpretation,
    Outcome,
    Reading,
    Status,
    Transcript,
    Turn,
)
from devices.model import Command
from tests.fakes import a_turn, family_home, resolved

DAY_S = 86400.0
NOTHING = Decline("not_understood")


def act(
    entity_id: str, ago_s: float, person: str | None = "ann", status: Status = "confirmed",
    **more: Any,
) -> Turn:  # fmt: skip
    command = Command(entity_id, "turn_off")
    return a_turn(
        Act((command,), **more), resolved("HassTurnOff", entity_id), ago_s=ago_s, satellite="k",
        person=person, outcome=Outcome((Confirmation(command, status),)),
    )  # fmt: skip


def wish(text: str, ago_s: float, person: str | None = "ann") -> Turn:
    return a_turn(NOTHING, text=text, ago_s=ago_s, satellite="k", person=person)


def granted(text: str, ago_s: float, entity_id: str, occasions: int = 3) -> Turn:
    """A wish that was done as before."""
    turn = act(entity_id, ago_s)
    clause = Clause(text, (Reading("Wish", {"occasions": occasions}),))
    return replace(turn, interpretation=Interpretation(text, (clause,)))


def undoing(turn: Turn, ago_s: float) -> Turn:
    back = Act((Command("light.hall", "turn_on"),), undoes=turn.id)
    outcome = Outcome((Confirmation(Command("light.hall", "turn_on"), "confirmed"),))
    return a_turn(
        back,
        resolved("Undo", "light.hall"),
        ago_s=ago_s,
        satellite="k",
        person="ann",
        outcome=outcome,
    )


def home(turns: Sequence[Turn]) -> Snapshot:
    return family_home(turns=tuple(turns))


def after(text: str, turns: Sequence[Turn], person: str | None = "ann") -> tuple[str, ...]:
    heard = Transcript(text, "k", person=person)
    habit = wishes.after_wish(text, home(turns), heard, wishes.came_to_nothing)
    return tuple(t for r in habit.resolutions for t in r.targets) if habit else ()


SHOWN = [
    wish("off to the allotment", 3 * DAY_S), act("light.hall", 3 * DAY_S - 20),
    wish("off to the allotment", 2 * DAY_S), act("light.hall", 2 * DAY_S - 20), act("fan.x", 2 * DAY_S - 90),
    wish("off to the allotment", DAY_S), act("light.hall", DAY_S - 30), act("light.late", DAY_S - 600),
]  # fmt: skip


def test_what_came_each_time_is_the_habit() -> None:
    assert after("i am off to the allotment now", SHOWN) == ("light.hall",)


def test_twice_is_no_habit_and_neither_is_another_person_s() -> None:
    assert after("off to the allotment", SHOWN[2:]) == ()
    assert after("off to the allotment", SHOWN, "bob") == ()
    assert after("off to the beach", SHOWN) == ()


def test_an_unknown_voice_gets_nothing_of_those_we_know() -> None:
    assert after("off to the allotment", SHOWN, None) == ()
    assert (
        wishes.at_this_hour(
            home([act("light.hall", d * DAY_S) for d in (3, 2, 1)]), Transcript("the usual", "k")
        )
        is None
    )


def test_what_nobody_known_wished_is_anybody_s() -> None:
    turns = [
        t for days in (3, 2, 1)
        for t in (wish("off out", days * DAY_S, None), act("light.hall", days * DAY_S - 20, None))
    ]  # fmt: skip
    assert after("off out", turns, None) == after("off out", turns) == ("light.hall",)


def test_what_another_asks_for_meanwhile_is_no_part_of_it() -> None:
    other = [act("fan.x", days * DAY_S - 25, "bob") for days in (2, 1)]
    assert after("off to the allotment", sorted([*SHOWN, *other], key=lambda t: t.at)) == (
        "light.hall",
    )


def test_what_failed_or_was_undone_is_no_habit() -> None:
    for status in ("failed", "unavailable"):
        failed = [
            wish("off out", 2 * DAY_S),
            act("light.hall", 2 * DAY_S - 20, status=status),
            wish("off out", DAY_S),
            act("light.hall", DAY_S - 20),
        ]  # type: ignore[arg-type]
        assert after("off out", failed) == ()
    wrong = act("light.hall", DAY_S - 20)
    undone = [
        wish("off out", 2 * DAY_S),
        act("light.hall", 2 * DAY_S - 20),
        wish("off out", DAY_S),
        wrong,
        undoing(wrong, DAY_S - 30),
    ]
    assert after("off out", undone) == ()


def test_undoing_each_time_is_no_habit() -> None:
    turns: list[Turn] = []
    for days in (3, 2, 1):
        wrong = act("light.hall", days * DAY_S - 20)
        turns += [wish("off out", days * DAY_S), wrong, undoing(wrong, days * DAY_S - 30)]
    assert after("off out", turns) == ()


def occasions(turns: Sequence[Turn]) -> int:
    habit = wishes.after_wish(
        "off to the allotment",
        home(turns),
        Transcript("", "k", person="ann"),
        wishes.came_to_nothing,
    )
    return habit.occasions if habit else 0


def test_what_we_do_ourselves_adds_no_occasion_and_loses_none() -> None:
    done = [granted("off to the allotment", DAY_S / n, "light.hall") for n in (2, 3, 4)]
    assert occasions([*SHOWN, *done]) == 3
    assert occasions(done[1:]) == 3, "longer ago than turns are kept"


def test_what_is_asked_for_beside_it_becomes_part_of_it() -> None:
    turns = list(SHOWN)
    for n in (2, 3, 4):
        turns += [
            granted("off to the allotment", DAY_S / n, "light.hall"),
            act("fan.x", DAY_S / n - 20),
        ]
    assert set(after("off to the allotment", turns)) == {"light.hall", "fan.x"}


def test_a_wish_that_is_undone_again_and_again_is_unlearned() -> None:
    turns = list(SHOWN)
    for n in (2, 3, 4):
        wrong = granted("off to the allotment", DAY_S / n, "light.hall")
        turns += [wrong, undoing(wrong, DAY_S / n - 20)]
    assert after("off to the allotment", turns) == ()


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
