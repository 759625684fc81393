# ruff: noqa: E501 - tables read best with one case a line
"""Teaching by talking, whole: what is kept, who may teach it, and what it may never do."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from context.turn import Ask, Confirm, Decline
from gateway.learned import chosen, rows, table, told
from tests.gateway.talk import Talk

LESSONS = {
    "when I say tea time, put the kettle on": ("tea time", ["switch.kettle turn_on"]),
    "whenever I shout battle stations, I want you to turn on the hall light and the counter light": (
        "battle stations",
        ["light.hall turn_on", "light.counter turn_on"],
    ),
    "homework means counter light on": ("homework", ["light.counter turn_on"]),
    "if I tell you my feet hurt please turn the hall light off close the living room blinds": (
        "my feet hurt",
        ["light.hall turn_off", "cover.blinds close_cover"],
    ),
    "make a shortcut called lambing that turns on the hall light": (
        "lambing",
        ["light.hall turn_on"],
    ),
    'I want "nightcap" to mean the counter light at ten percent': (
        "nightcap",
        ["light.counter turn_on"],
    ),
    "here's a new one for you: porridge time is the kettle on": (
        "porridge time",
        ["switch.kettle turn_on"],
    ),
    "turn the counter light on and call that crossword light": (
        "crossword light",
        ["light.counter turn_on"],
    ),
    "if I come in and say soaked, turn the kettle on": ("soaked", ["switch.kettle turn_on"]),
    "when I say cinema sorry snack break turn on the counter light": (
        "snack break",
        ["light.counter turn_on"],
    ),
}


@pytest.mark.parametrize("lesson", LESSONS)
def test_a_phrase_is_used_from_the_next_turn(lesson: str) -> None:
    talk = Talk()
    phrase, acts = LESSONS[lesson]
    assert talk.does(lesson) == []
    assert [one.phrase for one in talk.taught()] == [phrase]
    assert talk.does(phrase) == acts
    assert talk.does(f"{phrase} please") == acts


def test_what_was_taught_is_known_after_a_restart() -> None:
    talk = Talk()
    talk.say("when I say tea time, put the kettle on")
    talk.say("call the hall light Bertie")
    again = Talk(talk.close())
    assert again.does("it's tea time") == ["switch.kettle turn_on"]
    assert again.does("turn Bertie on") == ["light.hall turn_on"]


def test_where_nothing_may_be_taught_nothing_is_kept_nor_used() -> None:
    talk = Talk()
    talk.say("when I say tea time, put the kettle on")
    off = Talk(talk.close(), teachable=False)
    assert "switched off" in off.reply("when I say homework, turn on the counter light")
    assert off.does("tea time") == []


def test_a_guest_teaches_nothing_and_is_told_nothing() -> None:
    talk = Talk()
    talk.say("when I say tea time, put the kettle on")
    assert "voice" in talk.reply("when I say homework, turn on the counter light", None)
    assert "have not taught" in talk.reply("what do you know about me", None)
    talk.say("forget tea time", None)
    assert len(talk.taught()) == 1


def test_nothing_taught_unlocks_without_its_yes() -> None:
    talk = Talk()
    talk.say("when I say open sesame, unlock the front door")
    turn = talk.say("open sesame")
    assert isinstance(turn.decision, Confirm)
    assert talk.does("no") == []
    assert isinstance(talk.say("open sesame").decision, Confirm)
    assert talk.does("yes") == ["lock.front_door unlock"]
    assert isinstance(talk.say("open sesame", None).decision, Confirm | Decline)


@pytest.mark.parametrize(
    ("lessons", "why"),
    [
        (["when I say merry go round, do merry go round"], "itself"),
        (["when I say one two three four five six seven eight nine, turn on the hall light"], "too long"),
        (["when I say busy, turn on the hall light, turn off the kettle, close the living room blinds, turn on the bedroom fan, turn on the counter light, turn on the floor lamp and turn off the tv"], "six"),
    ],
)  # fmt: skip
def test_loops_and_excess_are_refused(lessons: list[str], why: str) -> None:
    talk = Talk()
    *before, last = lessons
    for lesson in before:
        talk.say(lesson)
    assert why in talk.reply(last)


def test_phrases_of_phrases_are_spelled_out_and_so_never_go_round() -> None:
    talk = Talk()
    talk.say("when I say ping, turn on the hall light")
    talk.say("when I say pong, do ping")
    talk.say("when I say ping, do pong")
    assert talk.does("ping") == talk.does("pong") == ["light.hall turn_on"]


def test_a_lesson_that_breaks_a_command_is_asked_about() -> None:
    talk = Talk()
    assert isinstance(talk.say("when I say stop, turn on the hall light").decision, Confirm)
    talk.say("no")
    assert talk.taught() == ()


def test_likings_are_one_s_own_and_private_phrases_too() -> None:
    talk = Talk()
    talk.say("remember I like the counter light at 30 percent", "anna")
    talk.say("just for me, tea time means put the kettle on", "anna")
    anna, bob = (
        talk.say("turn on the counter light", "anna"),
        talk.say("turn on the counter light", "bob"),
    )
    assert anna.outcome.confirmations[0].command.data == {"brightness": 76}
    assert bob.outcome.confirmations[0].command.data == {}
    assert talk.does("tea time", "bob") == []
    assert "30 percent" not in talk.reply("what do you know about me", "bob")


def test_every_lesson_can_be_erased_by_voice() -> None:
    talk = Talk()
    for lesson in (
        "when I say tea time, put the kettle on", "call the hall light Bertie", "my favourite music is jazz",
        "remember that the spare key is under the pot", "my brother lives in Lisbon", "I prefer fahrenheit",
        "remember I like the counter light at 30 percent",
    ):  # fmt: skip
        talk.say(lesson)
    assert len(talk.taught()) == 7
    assert isinstance(talk.say("forget everything I taught you").decision, Confirm)
    talk.say("yes")
    assert talk.taught() == ()


CHANGES = {
    "add the counter light to my evening routine": [
        "light.hall turn_on",
        "light.bedside turn_on",
        "light.counter turn_on",
    ],
    "my evening routine should also close the living room blinds": [
        "light.hall turn_on",
        "light.bedside turn_on",
        "cover.blinds close_cover",
    ],
    "leave the bedside lamp out of my evening routine": ["light.hall turn_on"],
    "evening routine no longer includes the hall light, just the kettle": [
        "light.bedside turn_on",
        "switch.kettle turn_on",
    ],
    "my evening routine should turn on the kettle instead": ["switch.kettle turn_on"],
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_lesson_is_changed_by_talking(change: str) -> None:
    talk = Talk()
    talk.say("my evening routine is turn on the hall light and the bedside lamp")
    assert talk.does(change) == []
    assert sorted(talk.does("run my evening routine")) == sorted(CHANGES[change])
    assert len(talk.taught()) == 1


def test_another_amount_for_the_same_phrase() -> None:
    talk = Talk()
    talk.say("when I say wind down, dim the counter light to 50 percent")
    talk.say("change wind down to fifteen percent")
    assert talk.say("wind down").outcome.confirmations[0].command.data == {"brightness": 38}


def test_names_of_one_thing_and_of_several() -> None:
    talk = Talk()
    talk.say("the hall light and the counter light together are the twins")
    assert talk.does("twins off please") == ["light.hall turn_off", "light.counter turn_off"]
    talk.say("Remember that the bedside lamp is Rangy")
    assert talk.does("turn on Rangy and the kettle") == [
        "light.bedside turn_on",
        "switch.kettle turn_on",
    ]


def test_one_of_several_things_is_asked_for_its_name() -> None:
    talk = Talk()
    assert isinstance(talk.say("I'd like to name one of the lamps Otto").decision, Ask)
    talk.say("the floor lamp")
    assert talk.does("turn Otto on") == ["light.floor_lamp turn_on"]


def test_places_of_people_and_units() -> None:
    talk = Talk()
    talk.say("our Susan lives in Lisbon")
    talk.say("I prefer Fahrenheit", "bob")
    assert "19" in talk.reply("what's the weather like where Susan lives")
    assert "66" in talk.reply("is it warm at Susan's", "bob")


def test_levels_for_a_purpose() -> None:
    talk = Talk()
    talk.say("for sleeping I like the thermostat at eighteen")
    turn = talk.say("put the thermostat to my sleeping temperature")
    assert turn.outcome.confirmations[0].command.data == {"temperature": 18}
    assert talk.does("turn on the hall light") == ["light.hall turn_on"]


def test_what_was_wrong_is_regretted() -> None:
    talk = Talk()
    talk.say("turn on the hall light")
    assert "Sorry" in talk.reply("that's wrong")
    assert "Sorry" in talk.reply("you got that wrong")


def test_the_one_branch_that_holds_is_done() -> None:
    talk = Talk()
    talk.say(
        "if the bedroom window is open, brr means turn on the hall light, otherwise it means turn on the kettle"
    )
    assert talk.does("brr") == ["light.hall turn_on"]


NEAR_MISSES = [
    "was it tea time", "I said tea time yesterday", "remind me of tea time tomorrow", "no tea time", "when is tea time",
    "tea time is over", "cancel tea time", "he likes tea time",
]  # fmt: skip


@pytest.mark.parametrize("text", NEAR_MISSES)
def test_talk_about_a_phrase_is_no_wish_for_it(text: str) -> None:
    talk = Talk()
    talk.say("when I say tea time, put the kettle on")
    assert "switch.kettle turn_on" not in talk.does(text)


ORDINARY = [
    "turn on the hall light", "what time is it", "add milk to my shopping list", "I want the hall light on", "set a timer for ten minutes",
    "is the front door locked", "call mum", "play some jazz", "make it warmer", "if the bedroom window is open turn on the fan",
    "I like it", "it means nothing", "what does the fox say", "thank you so much dear", "remind me to call the vet at five",
]  # fmt: skip


@pytest.mark.parametrize("text", ORDINARY)
def test_ordinary_talk_teaches_nothing(text: str) -> None:
    talk = Talk()
    talk.say(text)
    assert talk.taught() == ()


WORDS = st.sampled_from(
    """tea time movie lights hall the my when is means and not no if open otherwise stop ten percent off on in kitchen
    night , forget also should add to please evening ' unlock front door call name""".split()  # noqa: SIM905 - a table of words
)


@settings(max_examples=60, deadline=None)
@given(st.lists(WORDS, min_size=1, max_size=8), st.lists(WORDS, min_size=1, max_size=10))
def test_whatever_is_taught_and_used_nothing_is_raised(phrase: list[str], means: list[str]) -> None:
    talk = Talk()
    said = " ".join(phrase)
    talk.say(f"when I say {said}, {' '.join(means)}")
    talk.say(f"{said} means turn on the hall light")
    talk.say(said)
    talk.say(f"add the kettle to {said}")
    talk.say(f"{said} no longer includes the kettle")
    talk.say(f"forget {said}")
    assert not any("unlock" in act for act in talk.does(said))


def test_lessons_as_json_and_as_a_table() -> None:
    talk = Talk()
    talk.say("when I say tea time, put the kettle on", "anna")
    talk.say("call the hall light Bertie", "bob")
    tea, bertie = talk.taught()
    assert told(tea)["targets"] == ["switch.kettle"]
    assert told(bertie)["entity_id"] == "light.hall"
    assert [row["phrase"] for row in rows(talk.taught(), "bob")] == ["bertie"]
    assert chosen(talk.taught(), what=tea.id) == chosen(talk.taught(), what="Tea  time") == (tea,)
    assert chosen(talk.taught(), what="tea time", person="bob") == ()
    assert "tea time" in table(rows(talk.taught()))
    assert table([]) == "nothing was taught yet"
