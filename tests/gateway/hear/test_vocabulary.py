"""What is likely to be said here and now."""

from dataclasses import replace
from pathlib import Path

import pytest

from context.habits import Deed, Situation
from context.turn import Transcript
from devices.model import State, StateChanged
from gateway.hear.vocabulary import HINTS_MAX, read_words, said, vocabulary
from tests.context.samples import NOON, turn
from tests.fakes import family_home, house, thing

LAMPS = tuple(thing(f"light.{room}", f"{room} lamp", room, "off") for room in ("kitchen", "hall"))


def test_all_that_people_name_is_there_once() -> None:
    home = family_home(now=NOON)
    words = vocabulary(home)
    assert len(words) == len(set(words))
    assert all(word == said(word) for word in words)
    for area in home.household.areas.values():
        assert said(area.name) in words
    for device in home.devices.values():
        assert said(device.name) in words
        assert {said(alias) for alias in device.aliases} <= set(words)
    for names in (home.household.floors, home.household.people):
        assert {said(each.name) for each in names.values()} <= set(words)
    assert {said(item.title) for item in home.household.catalog} <= set(words)


@pytest.mark.parametrize("room", ["kitchen", "hall"])
def test_the_room_one_is_in_comes_first(room: str) -> None:
    words = vocabulary(house(*LAMPS), Transcript("", area=room))
    assert words[0] == room
    lamps = [word for word in words if word.endswith(" lamp")]
    assert lamps[0] == f"{room} lamp"


def test_what_is_on_comes_before_what_is_off() -> None:
    lit = thing("light.hall", "hall lamp", "hall", "on")
    words = vocabulary(house(LAMPS[0], lit))
    assert words.index("hall lamp") < words.index("kitchen lamp")


def test_what_was_spoken_of_or_moved_comes_first() -> None:
    plain = house(*LAMPS, now=NOON)
    spoken = replace(plain, turns=(turn("a", -5, "speaker"),))  # of the hall's
    words = vocabulary(spoken, Transcript("", "speaker"))
    assert words.index("hall lamp") < words.index("kitchen lamp")
    at = NOON.timestamp() - 20
    off = State("off", {}, at, at)
    moved = StateChanged("light.hall", State("on"), off, frozenset({"state"}), "person")
    words = vocabulary(replace(plain, changes=(moved,)))
    assert words.index("hall lamp") < words.index("kitchen lamp")


def test_what_is_done_at_this_hour_comes_first() -> None:
    home = house(*LAMPS, now=NOON)
    for day in range(1, 6):
        at = NOON.timestamp() - day * 86_400
        home.habits.learn(Deed("act", "light.hall on", Situation(at, hour=NOON.hour)))
    words = vocabulary(home)
    assert words.index("hall lamp") < words.index("kitchen lamp")
    words = vocabulary(replace(home, learns=False))
    assert words.index("kitchen lamp") < words.index("hall lamp")


def test_sensors_come_after_what_can_be_told() -> None:
    home = house(thing("sensor.hall", "Hall hygrometer", "hall", "44"), *LAMPS)
    words = vocabulary(home, Transcript("", area="hall"))
    assert words.index("kitchen lamp") < words.index("hall hygrometer")


def test_what_is_given_by_hand_shares_the_room_with_the_home() -> None:
    words = vocabulary(house(*LAMPS), extra=[f"word {n}" for n in range(1_000)])
    assert words[0] == "word 0"
    assert "hall lamp" in words[:40]
    assert len(words) <= HINTS_MAX + 1


def test_a_file_has_a_word_a_line(tmp_path: Path) -> None:
    file = tmp_path / "words.txt"
    file.write_text("\ufefflatte\n\n# coffees\nflat white  # new\n", "utf-8")
    assert read_words(file) == ("latte", "flat white")
