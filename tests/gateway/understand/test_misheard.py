"""What was misheard is put right where the home says what was meant, and nowhere else."""

from dataclasses import replace
from functools import lru_cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from context.places import Area
from context.turn import Resolution
from gateway.understand.grammar import Grammar
from gateway.understand.misheard import REWRITES_MAX, Ear, ear_for
from gateway.understand.parse import Parser
from gateway.understand.understand import understand
from gateway.understand.vocabulary import Vocabulary
from gateway.understand.words import tokens
from tests.fakes import HOUSEHOLD, family_home, house, said, thing

HOME = family_home()


@lru_cache(maxsize=1)
def ear() -> Ear:
    found = ear_for("en")
    assert found is not None
    return found


@lru_cache(maxsize=1)
def parser() -> Parser:
    return Parser(Grammar("en"), None, ear())


def heard(*texts: str, area: str | None = "hall", **more: float) -> tuple[Resolution, ...]:
    nbest = texts if len(texts) > 1 else ()
    return understand(parser(), said(texts[0], area, nbest=nbest, **more), HOME)[1]


def targets(*texts: str, area: str | None = "hall") -> set[str]:
    return {t.partition(".")[2] for r in heard(*texts, area=area) for t in r.targets}


RIGHT: dict[str, set[str]] = {
    "turn on the kit chin lights": {"kitchen_ceiling", "counter"},
    "turn on the kitten lights": {"kitchen_ceiling", "counter"},
    "turn off the lites in the kitchen": {"kitchen_ceiling", "counter"},
    "switch on the bed room lights": {"bedroom_ceiling", "bedside"},
    "turn on the cattle": {"kettle"},
    "tern on the kettle": {"kettle"},
    "turn the kettle of": {"kettle"},
    "turn of the lights in the bed rum": {"bedroom_ceiling", "bedside"},
}


@pytest.mark.parametrize("text", RIGHT)
def test_a_home_tells_what_was_misheard(text: str) -> None:
    assert targets(text) == RIGHT[text]


@pytest.mark.parametrize(
    "text",
    [
        "turn on the light in the sunroom",
        "turn on the light in the bathhouse",
        "turn on the attic light",
        "turn on the dock light",
        "switch on the dishwasher",
        "turn on the reading light",
        "please report the mood of the kettle",
        "turn off the flawed lamp",
    ],
)
def test_what_the_home_lacks_is_not_taken_for_what_it_has(text: str) -> None:
    assert targets(text) == set()


@pytest.mark.parametrize("name", ["Ceiling light", "Lights"])
@pytest.mark.parametrize(
    "text",
    [
        "turn off the lights in meeting room hopper",
        "turn off meeting room hopper lights",
        "turn on meeting room hopper",
        "close the blinds in meeting room hopper",
    ],
)
def test_a_room_is_never_taken_for_another_of_its_kind(text: str, name: str) -> None:
    areas = {a: Area(a, f"Meeting room {a.title()}", None) for a in ("ada", "grace")}
    lights = [thing(f"light.{a}", name, a, "on") for a in areas]
    blinds = [thing(f"cover.{a}", "Blinds", a, "open", kind="blind") for a in areas]
    home = house(*lights, *blinds, household=replace(HOUSEHOLD, areas=areas))
    assert not any(r.targets for r in understand(parser(), said(text, "ada"), home)[1])


@pytest.mark.parametrize(
    "text",
    [
        "do you think we have a higher calling",
        "what is the dollar at today",
        "tell me about the traffic",
        "the kitten slept on a chair",
        "i read that cattle are sold on fridays",
        "we had lamb in the evening",
    ],
)
def test_talk_is_left_alone(text: str) -> None:
    assert not any(r.targets for r in heard(text))


def test_what_was_plainly_understood_is_never_rewritten() -> None:
    found = heard("turn on the kettle", "turn on the radio")
    assert found[0].reading.by == "grammar"
    assert found[0].targets == ("switch.kettle",)


def test_on_never_becomes_off() -> None:
    for rewrite in ear().rewrites(("set", "the", "on", "kit", "chin", "lights"), Vocabulary(HOME)):
        assert "on" in rewrite.words
        assert "off" not in rewrite.words


@pytest.mark.parametrize(
    "text",
    [
        "turn on the kit chin lights later",
        "do not turn on the kit chin lights",
        "turn on the kit chin lights if it rains",
        "turn on the kit chin lights at some point",
        "nobody should turn on the kit chin lights",
    ],
)
def test_what_is_not_to_be_done_now_is_not_done_by_mishearing(text: str) -> None:
    assert not any(r.targets for r in heard(text))


def test_what_was_hardly_heard_is_not_guessed_at() -> None:
    assert not any(r.targets for r in heard("turn on the kit chin lights", confidence=0.3))


def test_hypotheses_with_one_meaning_speak_for_each_other() -> None:
    found = heard("turn of the chicken likes", "kitchen lights off", "turn off the kitchen lights")
    assert found[0].reading.intent == "HassTurnOff"
    assert {t.partition(".")[2] for t in found[0].targets} == {"kitchen_ceiling", "counter"}


def test_one_hypothesis_lends_another_its_words() -> None:
    found = heard(
        "dim the kitchen lights to fit tea percent", "dimmed a chicken lies to 50 percent"
    )
    assert found[0].reading.slots["brightness"] == 50
    assert {t.partition(".")[2] for t in found[0].targets} == {"kitchen_ceiling", "counter"}


def test_a_hypothesis_that_forbids_keeps_the_others_from_being_put_right() -> None:
    found = heard("turn on the kit chin lights", "do not turn on the kit chin lights")
    assert not any(r.targets for r in found)


WORDS = ("turn", "on", "of", "the", "kit", "chin", "lite", "bed", "rum", "lamb", "is", "a", "fan")


@settings(deadline=None, max_examples=100)
@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=10))
def test_rewrites_are_few_and_of_known_words(words: list[str]) -> None:
    given_ = tuple(tokens(" ".join(words)))
    rewrites = ear().rewrites(given_, Vocabulary(HOME))
    assert len(rewrites) <= REWRITES_MAX
    assert [r.chance for r in rewrites] == sorted((r.chance for r in rewrites), reverse=True)
    assert all(0 < r.chance <= 1 and r.words != given_ for r in rewrites)
