# ruff: noqa: E501 - tables read best with one case a line
"""Words of a moment, its scene, and drinks: what is wished, and what is but talk."""

import pytest

from context.snapshot import Snapshot
from gateway.understand import moment_frames
from gateway.understand.understand import understand
from tests.fakes import family_home, house, parser, said, thing

NIGHT = thing("scene.night", "Good night", state="unknown")
LEAVING = thing("scene.leaving", "Leaving home", state="unknown")
ARRIVING = thing("scene.arriving", "Welcome home", state="unknown")
MOVIE = thing("scene.movie", "Movie night", state="unknown")

KINDS = {
    "i am off": "leave", "we are heading out now": "leave", "bye": "leave", "i am off to work": "leave",
    "i am off to bed": "night", "good night": "night", "time for bed": "night", "i am going to sleep": "night",
    "i am home": "arrive", "honey i am home": "arrive", "we are back": "arrive",
    "the usual": "usual", "same as always": "usual",
    "the fan is off": None, "i am off tomorrow": None, "is anybody home": None, "it was a good night": None, "go home": None,
}  # fmt: skip


def moment(text: str, home: Snapshot) -> tuple[str | None, str | None]:
    clause = moment_frames.read(text.split(), home, said(text))
    slots = clause.best.slots if clause is not None and clause.best is not None else {}
    return slots.get("kind"), slots.get("scene")


@pytest.mark.parametrize("text", KINDS)
def test_which_moment_it_is(text: str) -> None:
    assert moment(text, house())[0] == KINDS[text]


SCENES = {
    "i am home": "scene.arriving",
    "i am off": "scene.leaving",
    "good night": "scene.night",
}


@pytest.mark.parametrize("text", SCENES)
def test_each_moment_has_its_own_scene_and_no_other_s(text: str) -> None:
    assert moment(text, house(NIGHT, LEAVING, ARRIVING, MOVIE))[1] == SCENES[text]
    others = [t for t in (NIGHT, LEAVING, ARRIVING, MOVIE) if t[0].id != SCENES[text]]
    assert moment(text, house(*others))[1] is None


def resolved(text: str, home: Snapshot) -> tuple[str, ...]:
    return tuple(t for r in understand(parser(), said(text, "kitchen"), home)[1] for t in r.targets)


WISHED = ["start brewing", "my morning drink please", "the usual cup", "make me a cuppa", "get the brewing started", "something hot to drink"]  # fmt: skip
TALK = [
    "have a nice drink", "let us go for a drink", "I got you a cup", "go and get a drink", "a drink", "good drink",
    "would you like another cup", "that was a lovely pot", "we could have a drink now", "put the mug over there",
]  # fmt: skip


@pytest.mark.parametrize("text", WISHED)
def test_a_drink_is_wished(text: str) -> None:
    assert resolved(text, family_home()) == ("switch.kettle",)


@pytest.mark.parametrize("text", TALK)
def test_talk_of_drinks_is_no_wish(text: str) -> None:
    assert resolved(text, family_home()) == ()


def test_a_cupboard_is_no_cup() -> None:
    home = house(
        thing("light.cupboard", "Cupboard light", "kitchen"),
        thing("switch.potting", "Potting shed", "kitchen"),
    )
    for text in ("the usual cup", "my usual pot", "make me a cup"):
        assert resolved(text, home) == ()
