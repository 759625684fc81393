# ruff: noqa: E501 - tables read best with one case a line
"""Sentence -> intent and slots, for every sort of frame; which devices are meant is in test_resolve."""

from typing import Any

import pytest

from context.snapshot import Snapshot
from context.turn import Reading, StepSize
from tests.fakes import family_home, house, parser, said, thing

HOME = family_home()


def reading(text: str, home: Snapshot = HOME, area: str = "kitchen") -> Reading | None:
    found = parser().parse(text, said(text, area), home).clauses
    return found[0].best if found else None


def check(text: str, intent: str | None, slots: dict[str, Any]) -> None:
    came = reading(text)
    assert (came.intent if came else None) == intent
    assert {k: came.slots.get(k) for k in slots} == slots if came else not slots


COMMANDS: dict[str, tuple[str, dict[str, Any]]] = {
    "turn on the floor lamp": ("HassTurnOn", {}),
    "could you please switch off the kettle": ("HassTurnOff", {}),
    "kettle on": ("HassTurnOn", {}),
    "switch the kettle on please": ("HassTurnOn", {}),
    "toggle the counter light": ("HassToggle", {}),
    "open the blinds": ("HassTurnOn", {"action": "open"}),
    "shut the blinds": ("HassTurnOff", {"action": "close"}),
    "lock the front door": ("HassTurnOn", {"action": "lock"}),
    "unlock the front door": ("HassTurnOff", {"action": "unlock"}),
    "set the blinds to 30 percent": ("HassSetPosition", {"position": 30}),
    "open the blinds halfway": ("HassSetPosition", {"position": 50}),
    "set the counter light to 40 percent": ("HassLightSet", {"brightness": 40}),
    "make the floor lamp red": ("HassLightSet", {"color": "red", "rgb_color": (255, 0, 0)}),
    "floor lamp blue at 50 percent": ("HassLightSet", {"color": "blue", "brightness": 50}),
    "set the thermostat to 21 degrees": ("HassClimateSetTemperature", {"temperature": 21}),
    "set the thermostat to 70 fahrenheit": ("HassClimateSetTemperature", {"temperature": 70, "unit": "F"}),
    "set the bedroom fan to high": ("HassFanSetSpeed", {"percentage": 100}),
    "turn the tv down to 20 percent": ("HassSetVolume", {"volume_level": 20}),
    "mute the tv": ("HassMediaPlayerMute", {}),
    "unmute the tv": ("HassMediaPlayerUnmute", {}),
    "pause the tv": ("HassMediaPause", {}),
    "start robbie": ("HassVacuumStart", {}),
    "send robbie home": ("HassVacuumReturnToBase", {}),
}  # fmt: skip
STEPS = {
    "dim the counter light": ("HassLightSet", -1, None),
    "make the counter light a bit brighter": ("HassLightSet", 1, None),
    "make the counter light 20 percent brighter": ("HassLightSet", 1, 20.0),
    "turn the tv up by 10 percent": ("HassSetVolumeRelative", 1, 10.0),
    "make the thermostat two degrees warmer": ("HassClimateSetTemperature", 1, 2.0),
    "lower the blinds a bit": ("HassSetPosition", -1, None),
}
QUESTIONS: dict[str, tuple[str, dict[str, Any]]] = {
    "is the front door locked": ("HassGetState", {"question": "one_yesno", "state": "locked"}),
    "are any windows open": ("HassGetState", {"question": "any", "state": "open"}),
    "are all the lights off": ("HassGetState", {"question": "all", "state": "off"}),
    "which lights are on": ("HassGetState", {"question": "which", "state": "on"}),
    "how many lights are on": ("HassGetState", {"question": "how_many", "state": "on"}),
    "what is the temperature in the bathroom": ("HassClimateGetTemperature", {}),
    "how warm is it in the bathroom": ("HassClimateGetTemperature", {}),
    "how bright is the bedside lamp": ("HassGetState", {"attribute": "brightness"}),
    "what is the volume of the tv": ("HassGetState", {"attribute": "volume"}),
    "did you lock the front door": ("HassGetState", {"state": "locked"}),
    "what is playing": ("MediaQuery", {}),
    "what time is it": ("HassGetCurrentTime", {}),
    "what is the date": ("HassGetCurrentDate", {}),
    "what day is it tomorrow": ("HassGetCurrentDate", {"offset_days": 1}),
    "is it raining": ("HassGetWeather", {"condition": "rainy"}),
    "what is the weather in lisbon": ("HassGetWeather", {"place": "Lisbon"}),
    "what is the weather in newport": ("HassGetWeather", {"place_ids": ("newport_wales", "newport_kent")}),
    "what is the weather in newport kent": ("HassGetWeather", {"place_ids": ("newport_kent",)}),
    "what is the weather in atlantis": ("HassGetWeather", {"place": "atlantis", "place_ids": ()}),
}  # fmt: skip
LISTS: dict[str, tuple[str, dict[str, Any]]] = {
    "add milk and eggs to the shopping list": ("HassListAddItem", {"list": "shopping", "item": ("milk", "eggs")}),
    "put call the plumber on my to do list": ("HassListAddItem", {"list": "to-do", "item": ("call the plumber",)}),
    "add socks to the packing list": ("HassListAddItem", {"list": "packing", "item": ("socks",)}),
    "take milk off the shopping list": ("HassListRemoveItem", {"item": ("milk",)}),
    "tick off milk": ("HassListCompleteItem", {"item": ("milk",)}),
    "clear the shopping list": ("ListClear", {"list": "shopping"}),
    "remove everything from the shopping list": ("ListClear", {"list": "shopping"}),
    "what is on my shopping list": ("ListQuery", {"list": "shopping"}),
    "is milk on the shopping list": ("ListQuery", {"item": ("milk",)}),
    "we are out of coffee": ("HassListAddItem", {"item": ("coffee",)}),
}  # fmt: skip
AGENDA: dict[str, tuple[str, dict[str, Any]]] = {
    "set a timer for 10 minutes": ("HassStartTimer", {"timer_minutes": 10, "timer_name": None}),
    "set a ten minute pasta timer": ("HassStartTimer", {"timer_minutes": 10, "timer_name": "pasta"}),
    "start a timer for an hour and a half": ("HassStartTimer", {"timer_hours": 1, "timer_minutes": 30}),
    "start a timer": ("HassStartTimer", {"timer_minutes": None}),
    "cancel the pasta timer": ("HassCancelTimer", {"timer_name": "pasta"}),
    "cancel all timers": ("HassCancelAllTimers", {}),
    "pause the pasta timer": ("HassPauseTimer", {"timer_name": "pasta"}),
    "resume the timer": ("HassUnpauseTimer", {}),
    "add five minutes to the pasta timer": ("HassIncreaseTimer", {"timer_minutes": 5, "timer_name": "pasta"}),
    "take two minutes off the timer": ("HassDecreaseTimer", {"timer_minutes": 2}),
    "how much time is left on the pasta timer": ("HassTimerStatus", {"timer_name": "pasta"}),
    "wake me up at 7": ("AlarmSet", {}),
    "set an alarm for 6:30 on weekdays": ("AlarmSet", {}),
    "cancel my alarm": ("AlarmRemove", {}),
    "what alarms do i have": ("AlarmQuery", {}),
    "snooze": ("AlarmSnooze", {"duration_s": 540.0}),
    "snooze for 5 minutes": ("AlarmSnooze", {"duration_s": 300.0}),
    "remind me to call ben at 8": ("ReminderSet", {"reminder": "call ben"}),
    "remind me tomorrow to take out the bins": ("ReminderSet", {"reminder": "take out the bins"}),
    "what reminders do i have": ("ReminderQuery", {}),
    "cancel all my reminders": ("ReminderRemove", {"all": True}),
    "what is scheduled": ("ScheduleQuery", {}),
}  # fmt: skip
MEDIA: dict[str, tuple[str, dict[str, Any]]] = {
    "play jazz": ("HassMediaSearchAndPlay", {"media_ids": ("genre.jazz",)}),
    "play dune on the tv": ("HassMediaSearchAndPlay", {"media_ids": ("movie.dune",)}),
    "play the hobbit": ("HassMediaSearchAndPlay", {"media_ids": ("audiobook.hobbit", "movie.hobbit")}),
    "play the audiobook the hobbit": ("HassMediaSearchAndPlay", {"media_ids": ("audiobook.hobbit",)}),
    "play something": ("HassMediaSearchAndPlay", {"search_query": None}),
    "next song": ("HassMediaNext", {}),
    "previous track": ("HassMediaPrevious", {}),
    "play it": ("HassMediaUnpause", {}),
}  # fmt: skip
ROUND_ABOUT: dict[str, tuple[str, dict[str, Any]]] = {
    "ask the kettle to turn off": ("HassTurnOff", {}),
    "did i forget to close the blinds": ("HassGetState", {"state": "open"}),
    "did anyone forget to turn the floor lamp off": ("HassGetState", {"state": "on"}),
    "tell me if the front door is locked or not": ("HassGetState", {"state": "locked"}),
    "get: the state of the front door": ("HassGetState", {"question": "one"}),
    "there is any light on": ("HassGetState", {"question": "any", "state": "on"}),
    "touch the mute button": ("HassMediaPlayerMute", {}),
    "enter silent mode": ("HassMediaPlayerMute", {}),
    "minimize the counter light power": ("HassLightSet", {"brightness": 1}),
    "change the floor lamp from blue to red": ("HassLightSet", {"color": "red"}),
    "turn the sound up": ("HassSetVolumeRelative", {"volume_step": "up"}),
    "which battery is lowest": ("HassGetState", {"attribute": "battery", "extreme": -1}),
    "what has the highest humidity": ("HassGetState", {"attribute": "humidity", "extreme": 1}),
    "which is warmer , the kitchen or the hall": ("HassClimateGetTemperature", {"extreme": 1}),
}


@pytest.mark.parametrize("text", ROUND_ABOUT)
def test_what_is_said_round_about_is_plain(text: str) -> None:
    check(text, *ROUND_ABOUT[text])


@pytest.mark.parametrize(
    "text",
    [
        "book for me a table at the harbour",
        "who did i phone last week",
        "who started the long war",
        "why did you sell my bicycle",
        "is it fine to switch flour for oats",
        "how long does it take to cook a cold potato",
        "how do you spell umbrella",
    ],
)
def test_what_only_sounds_like_a_wish_is_none(text: str) -> None:
    came = reading(text)
    assert came is None or came.intent == "HassGetState"  # of a thing that no home has


TALK = {
    "undo that": "Undo",
    "again": "Repeat",
    "what did you say": "SayAgain",
    "never mind": "HassNevermind",
    "stop": "Stop",
    "why did you do that": "Why",
    "hello": "HassRespond",
}
NOT_OURS = (
    "",
    "never turn on the lights",
    "do not turn on the kettle",
    "call mum",
    "order a pizza",
    "the weather is nice today",
)


@pytest.mark.parametrize("text", COMMANDS)
def test_a_command_is_read_in_any_word_order(text: str) -> None:
    check(text, *COMMANDS[text])


@pytest.mark.parametrize("text", STEPS)
def test_a_relative_change_keeps_its_direction_and_amount(text: str) -> None:
    intent, direction, amount = STEPS[text]
    came = reading(text)
    assert came is not None
    step = came.slots["step"]
    assert isinstance(step, StepSize)
    assert (came.intent, step.direction, step.amount) == (intent, direction, amount)


@pytest.mark.parametrize("text", QUESTIONS)
def test_a_question_says_what_is_asked(text: str) -> None:
    check(text, *QUESTIONS[text])


@pytest.mark.parametrize("text", LISTS)
def test_a_list_gets_its_items(text: str) -> None:
    check(text, *LISTS[text])


@pytest.mark.parametrize("text", AGENDA)
def test_what_is_due_gets_its_name_and_length(text: str) -> None:
    check(text, *AGENDA[text])


@pytest.mark.parametrize("text", MEDIA)
def test_what_is_to_be_played_is_found_in_the_catalogue(text: str) -> None:
    check(text, *MEDIA[text])


@pytest.mark.parametrize("text", TALK)
def test_words_about_the_talk_itself_are_told_apart(text: str) -> None:
    check(text, TALK[text], {})


@pytest.mark.parametrize("text", NOT_OURS)
def test_what_is_no_request_is_no_command(text: str) -> None:
    came = reading(text)
    assert came is None or came.intent == "HassGetState"


def test_only_so_many_words_are_read() -> None:
    came = parser().parse("lamp desk " * 500, said("lamp"), HOME)
    assert len(came.text.split()) <= 160


def test_a_time_up_front_is_said_of_all_that_follows() -> None:
    text = "in ten minutes turn off the tv and open the blinds"
    clauses = parser().parse(text, said(text), HOME).clauses
    assert len({c.when.at for c in clauses}) == 1
    assert clauses[0].when.at is not None


@pytest.mark.parametrize("text", ["thank you", "thanks"])
def test_thanks_are_answered(text: str) -> None:
    check(text, "HassRespond", {})


ACTS_ALTHOUGH_NOBODY_ASKED = (
    "should i turn off the lights",
    "i turned off the lights",
    "the lights were turned off",
    "he told me to turn off the lights",
)


@pytest.mark.parametrize("text", ACTS_ALTHOUGH_NOBODY_ASKED)
def test_telling_or_asking_about_an_act_is_not_asking_for_it(text: str) -> None:
    came = reading(text)
    assert came is None or came.intent not in ("HassTurnOn", "HassTurnOff")


NO_ITEMS = ("we need it warmer", "we need it cooler in here")


@pytest.mark.parametrize("text", NO_ITEMS)
def test_a_wish_about_the_house_is_no_shopping(text: str) -> None:
    came = reading(text)
    assert came is None or came.intent != "HassListAddItem"


def test_checking_a_light_ticks_nothing_off() -> None:
    came = reading("check kitchen light is off")
    assert came is None or came.intent != "HassListCompleteItem"


def test_a_lamp_with_a_word_for_weather_in_its_name_is_asked_about() -> None:
    home = house(thing("light.coat", "Coat closet light"))
    came = reading("is the coat closet light on", home)
    assert came is not None
    assert came.intent == "HassGetState"


def test_a_scene_called_sleep_is_run() -> None:
    home = house(thing("scene.sleep", "Sleep", None, "unknown"))
    came = reading("sleep", home)
    assert came is not None
    assert came.intent == "HassTurnOn"
