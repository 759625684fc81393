# ruff: noqa: E501 - tables read best with one case a line
"""Why this device: the signal that told it from its like, in words."""

from dataclasses import replace

import pytest

from context.places import Household, Person
from context.turn import Candidate, Resolution
from gateway.decide.reasons import reasons
from tests.fakes import family_home, house, resolved, said, thing

HOME = family_home()


def of(*targets: str, how: str = "type", others: tuple[str, ...] = ()) -> Resolution:
    candidates = tuple(Candidate(i, 0.9, how) for i in (*targets, *others))  # type: ignore[arg-type]
    return resolved("HassTurnOff", *targets, candidates=candidates)


@pytest.mark.parametrize(
    ("resolution", "area", "reason"),
    [
        (of("light.bedside", others=("light.hall",)), None, "the bedside lamp was the only one that was on"),
        (of("light.hall"), "hall", "the hall light is in the hall, where you are"),
        (of("light.hall", how="exact"), None, "you named the hall light"),
        (of("light.hall", how="chosen"), None, "you chose the hall light"),
        (of("light.hall", how="pronoun"), None, "we had spoken of the hall light"),
        (of("light.hall", others=("light.counter",)), None, "the next likeliest was the counter light"),
    ],
)  # fmt: skip
def test_the_reason_names_the_signal(resolution: Resolution, area: str | None, reason: str) -> None:
    assert reason in reasons((resolution,), HOME, said("off", area))


def test_the_speaker_s_own_is_said_so() -> None:
    home = house(
        thing("light.a", "Ann's lamp"),
        household=Household(people={"ann": Person("ann", "Ann")}),
    )
    found = reasons((of("light.a"),), home, said("lamp", person="ann"))
    assert found[0] == "I heard Ann, and Ann's lamp is yours"


@pytest.mark.parametrize(
    ("moved", "reason"),
    [
        ({"spoken": 2.0}, "we had spoken of the bedside lamp"),
        ({"effect": 3.0}, "the bedside lamp was the only one that was on"),
        ({"usual": 1.0}, "the bedside lamp is the usual one about this hour"),
        ({"no theirs": 1.0}, "the hall light is somebody else's"),
        ({"by_hand": 1.0, "here": 0.01}, "somebody had switched the bedside lamp by hand"),
        ({"watching_there": 1.0}, "somebody was watching in the room of the bedside lamp"),
    ],
)  # fmt: skip
def test_what_moved_the_choice_comes_first(moved: dict[str, float], reason: str) -> None:
    resolution = replace(of("light.bedside", others=("light.hall",)), moved=moved)
    assert reasons((resolution,), HOME, said("off"))[0] == reason
