# ruff: noqa: E501 - tables read best with one case a line
"""What a sentence may teach, cut apart."""

import pytest

from gateway.understand import lesson_frames
from gateway.understand.lesson_draft import Draft
from gateway.understand.vocabulary import Vocabularies
from tests.fakes import family_home

VOCABULARY = Vocabularies().of(family_home())


def drafts(text: str) -> list[Draft]:
    return list(lesson_frames.read(text.split(), VOCABULARY))


PHRASES = {
    "when i say tea , put the kettle on": ("tea", "put the kettle on"),
    "from now on if i holler tea time i want you to put the kettle on": (
        "tea time",
        "put the kettle on",
    ),
    "put the kettle on whenever i say tea": ("tea", "put the kettle on"),
    "i want tea to mean put the kettle on": ("tea", "put the kettle on"),
    "let tea stand for kettle on": ("tea", "kettle on"),
    "when i say tea switch the kettle on": ("tea", "switch the kettle on"),
    "when i say coffee no sorry tea , put the kettle on": ("tea", "put the kettle on"),
    "when i say tea , open the sorry put the kettle on": ("tea", "put the kettle on"),
    "create a routine called tea that puts the kettle on": ("tea", "puts the kettle on"),
    "if the bedroom window is open , brr means turn on the fan": (
        "brr",
        "if the bedroom window is open , turn on the fan",
    ),
}


@pytest.mark.parametrize("text", PHRASES)
def test_a_phrase_and_its_meaning(text: str) -> None:
    cut = {(d.slots.get("phrase"), d.definition) for d in drafts(text) if d.intent == "Teach"}
    assert PHRASES[text] in cut


NAMES = {
    "call the hall light bertie": ("bertie", "the hall light"),
    "we call the living room the den": ("den", "the living room"),
    "the hall light is known in this house as bertie": ("bertie", "the hall light"),
    "himself calls the hall light the beacon so you should as well": ("beacon", "the hall light"),
    "from now on the kettle is the boiler": ("boiler", "the kettle"),
    "the hall light and the counter light together are the twins": (
        "twins",
        "the hall light and the counter light",
    ),
    "give the hall light the nickname bertie": ("bertie", "the hall light"),
}


@pytest.mark.parametrize("text", NAMES)
def test_a_name_and_what_it_is_for(text: str) -> None:
    cut = {(d.slots.get("name"), d.named) for d in drafts(text) if d.intent == "Name"}
    assert NAMES[text] in cut


LIKINGS = {
    "my favourite station is jazz fm": ("station", "jazz fm"),
    "i can not abide country music": ("", "country music"),
    "i am a big warriors fan": ("", "warriors"),
    "i prefer celsius": ("temperature unit", "celsius"),
    "give me temperatures in fahrenheit": ("temperature unit", "fahrenheit"),
    "call me captain": ("name", "captain"),
}


@pytest.mark.parametrize("text", LIKINGS)
def test_a_liking(text: str) -> None:
    assert LIKINGS[text] in {(d.slots.get("subject"), d.slots.get("means")) for d in drafts(text)}


LEVELS = {
    "i like the counter light at 30 percent": ("set the counter light to 30 percent", ""),
    "for sleeping i like the thermostat at 18": ("set the temperature to 18", "sleeping"),
    "remember i like the counter light at 70 percent when i read": (
        "set the counter light to 70 percent",
        "read",
    ),
    "my reading brightness is 60 percent": ("set the brightness to 60 percent", "reading"),
    "i always have the tv at 40 percent": ("set the tv to 40 percent", ""),
}


@pytest.mark.parametrize("text", LEVELS)
def test_a_level_and_what_it_is_for(text: str) -> None:
    cut = {(d.definition, d.slots.get("purpose", "")) for d in drafts(text) if d.intent == "Prefer"}
    assert LEVELS[text] in cut


def test_a_place_is_one_s_own_or_everybody_s() -> None:
    (own,) = [d for d in drafts("my brother lives in lisbon") if d.intent == "Place"]
    (ours,) = [d for d in drafts("our susan has moved to lisbon") if d.intent == "Place"]
    assert (own.slots["who"], own.named, own.slots["own"]) == ("brother", "lisbon", True)
    assert (ours.slots["who"], ours.slots["own"]) == ("susan", False)


ABOUT = {
    "what do you know about me": "Lessons", "what phrases do you know": "Lessons", "what does tea mean": "Lessons",
    "who taught you that": "WhoTaught", "forget everything": "Forget", "unlearn tea": "Forget", "get to know me": "Interview",
}  # fmt: skip


@pytest.mark.parametrize("text", ABOUT)
def test_a_question_about_lessons(text: str) -> None:
    assert [d.intent for d in drafts(text)] == [ABOUT[text]]


NOTHING = [
    "turn on the hall light", "what time is it", "tell me when the washing is done", "what is the temperature in celsius",
    "set the oven to 200 fahrenheit", "it means nothing", "is the hall light on",
]  # fmt: skip


@pytest.mark.parametrize("text", NOTHING)
def test_nothing_is_surely_taught_by_ordinary_talk(text: str) -> None:
    assert not any(d.sure for d in drafts(text))


def test_what_a_property_should_do_is_no_phrase() -> None:
    assert drafts("the music volume should increase to 90") == []
    assert [d.slots["phrase"] for d in drafts("tea time should turn on the fan")] == ["tea time"]
