# ruff: noqa: E501 - tables read best with one case a line
"""What was decided and what came of it -> a sentence that claims no more than was seen."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from context.agenda import AgendaItem, Recurrence
from context.turn import (
    Act,
    AgendaChange,
    Answer,
    Ask,
    Choice,
    Confirm,
    Confirmation,
    Decision,
    Decline,
    ListChange,
    Outcome,
)
from devices.model import Command
from gateway.speak import answering, times, wording
from gateway.speak.phrase import phrase
from tests.fakes import NOW, family_home, house, thing

HOME = family_home()


def say(decision: Decision, *confirmations: Confirmation, error: str | None = None) -> str:
    return phrase(decision, Outcome(confirmations, error=error), (), HOME)


def done(entity_id: str, service: str, status: str = "confirmed", **data: Any) -> Confirmation:
    return Confirmation(Command(entity_id, service, data), status)  # type: ignore[arg-type]


def after(*confirmations: Confirmation) -> str:
    return say(Act(tuple(c.command for c in confirmations)), *confirmations)


CONFIRMED: dict[tuple[str, str, tuple[tuple[str, Any], ...]], str] = {
    ("light.hall", "turn_on", ()): "The hall light is on.",
    ("light.hall", "turn_off", ()): "The hall light is off.",
    ("light.counter", "turn_on", (("brightness", 128),)): "The counter light is at 50 percent.",
    ("light.floor_lamp", "turn_on", (("color_temp_kelvin", 2700),)): "The floor lamp is at 2700 kelvin.",
    ("cover.garage_door", "open_cover", ()): "The garage door is opening.",
    ("lock.front_door", "lock", ()): "The front door is locked.",
    ("climate.bedroom", "set_temperature", (("temperature", 21),)): "The bedroom radiator is set to 21 degrees.",
    ("media_player.tv", "volume_set", (("volume_level", 0.5),)): "The TV is set to 50 percent volume.",
    ("media_player.tv", "volume_mute", (("is_volume_muted", True),)): "The TV is muted.",
    ("media_player.tv", "play_media", (("media_content_id", "movie.dune"),)): "Playing Dune on the TV.",
}  # fmt: skip


@pytest.mark.parametrize(("entity_id", "service", "data"), CONFIRMED)
def test_what_was_seen_is_told_as_it_is(entity_id: str, service: str, data: Any) -> None:
    wanted = CONFIRMED[entity_id, service, data]
    assert after(done(entity_id, service, **dict(data))) == wanted


BETTER_ENGLISH = {
    ("cover.blinds", "close_cover"): "The living room blinds are closing.",
    ("vacuum.robbie", "return_to_base"): "Robbie is on its way back.",
}


PROPER_NAME = pytest.param(
    *("vacuum.robbie", "return_to_base"),
    marks=pytest.mark.xfail(strict=True, reason="a proper name gets an article"),
)


@pytest.mark.parametrize(("entity_id", "service"), [next(iter(BETTER_ENGLISH)), PROPER_NAME])
def test_names_are_told_as_people_say_them(entity_id: str, service: str) -> None:
    assert after(done(entity_id, service)) == BETTER_ENGLISH[entity_id, service]


def test_two_that_did_the_same_share_a_sentence() -> None:
    came = after(done("light.hall", "turn_on"), done("light.counter", "turn_on"))
    assert came == "The hall light and the counter light are on."


def test_many_are_counted() -> None:
    came = after(*(done(f"light.l{i}", "turn_off") for i in range(6)))
    assert came == "6 lights are off."


NOT_SEEN = {
    "unconfirmed": "The hall light did not answer, so I can't say whether it worked.",
    "unavailable": "The hall light is not reachable.",
    "failed": "I can't do that with the hall light.",
}


@pytest.mark.parametrize("status", NOT_SEEN)
def test_what_was_not_seen_is_not_claimed(status: str) -> None:
    assert after(done("light.hall", "turn_on", status)) == NOT_SEEN[status]


SERVICES = ["turn_on", "turn_off", "open_cover", "lock", "unlock", "set_temperature", "media_play"]


@given(st.lists(st.tuples(st.sampled_from(SERVICES), st.sampled_from(sorted(NOT_SEEN))), min_size=1, max_size=8))  # fmt: skip
def test_nothing_is_claimed_of_commands_that_were_not_confirmed(what: list[Any]) -> None:
    told = [done(f"light.l{i}", service, status, temperature=20) for i, (service, status) in enumerate(what)]  # fmt: skip
    came = after(*told).lower()
    claims = (" is on", " are on", " is off", " are off", "opening", "locked", "set to", "playing")
    assert not any(claim in came for claim in claims)


def test_a_mixed_outcome_tells_both_parts() -> None:
    came = after(done("light.hall", "turn_on"), done("light.counter", "turn_on", "unconfirmed"))
    assert came.startswith("The hall light is on. The counter light did not answer")


def test_a_lost_broker_is_said() -> None:
    came = say(Act((Command("light.hall", "turn_on", {}),)), error="broker_down")
    assert "can't reach" in came


def test_what_was_declined_beside_the_act_is_told_too() -> None:
    act = Act((Command("light.hall", "turn_on", {}),), (Decline("no_such_device", {"name": "ball"}),))  # fmt: skip
    came = say(act, done("light.hall", "turn_on"))
    assert came == "The hall light is on. I don't know a device called ball."


# --- asking and declining -------------------------------------------------------------------------


def test_a_tie_is_asked_about_by_name() -> None:
    ask = Ask("which", (Choice("Bedroom fan"), Choice("Bathroom fan")), ())
    assert say(ask) == "Which one do you mean: Bedroom fan or Bathroom fan?"


def test_a_long_choice_names_a_few() -> None:
    ask = Ask("which", tuple(Choice(f"L{i}") for i in range(9)), ())
    assert say(ask) == "Which one do you mean? There are 9, for example L0, L1, L2 or L3."


@pytest.mark.parametrize("slot", ["duration", "time", "item", "reminder", "temperature", "other"])
def test_a_missing_value_is_asked_for(slot: str) -> None:
    assert say(Ask("missing", (), (), 0, slot)).endswith("?")


def test_a_risky_act_is_named_before_it_is_done() -> None:
    unlock = Confirm(Act((Command("lock.front_door", "unlock", {}),)), "R3")
    assert say(unlock) == "Should I really unlock the front door?"


def test_a_risky_act_for_later_is_named_too() -> None:
    later = AgendaItem("a", "command", NOW, commands=(Command("lock.front_door", "unlock", {}),))
    assert "front door" in say(Confirm(Act((AgendaChange("add", (later,)),)), "R3"))


def test_many_risky_acts_are_not_called_the_whole_home() -> None:
    unlock = tuple(Command(f"lock.l{i}", "unlock", {}) for i in range(5))
    assert "unlock" in say(Confirm(Act(unlock), "R3"))


DECLINED: list[tuple[str, dict[str, Any], str]] = [
    ("not_understood", {}, "Sorry, I did not understand that."),
    ("not_understood", {"part": "flub"}, 'Sorry, I did not understand "flub", so I did nothing.'),
    ("no_such_device", {"name": "disco ball"}, "I don't know a device called disco ball."),
    ("no_such_area", {"name": "attic"}, "I don't know a room called attic."),
    ("not_capable", {"names": ("Hall light",), "because": "it is off"}, "I can't do that with the hall light: it is off."),
    ("not_capable", {"names": ("Hall light",), "intent": "HassLightSet"}, "I can't do that: the hall light can't change its light like that."),
    ("not_found", {"what": "item", "name": "milk"}, "There is no milk on your shopping list."),
    ("not_found", {"what": "place", "name": "atlantis"}, "I don't know the weather in Atlantis."),
    ("already_gone", {"what": "timer"}, "There is no timer running."),
    ("cancelled", {}, "Okay, never mind."),
    ("unavailable", {"names": ("Hall light",)}, "The hall light is not reachable right now."),
]  # fmt: skip


@pytest.mark.parametrize(("reason", "facts", "wanted"), DECLINED)
def test_a_refusal_gives_its_reason(reason: str, facts: dict[str, Any], wanted: str) -> None:
    assert say(Decline(reason, facts)) == wanted  # type: ignore[arg-type]


# --- answers --------------------------------------------------------------------------------------


def holding(question: str, state: str, yes: int = 0, no: int = 0, **more: Any) -> str:
    names = tuple(f"Lamp {c}" for c in "abcdefghijkl")
    facts = {
        "question": question, "state": state, "yes": names[:yes], "no": names[yes : yes + no], "unknown": (), "total": yes + no,
        "noun": "lamp", "sensed": None, **more,
    }  # fmt: skip
    return answering.say(Answer("holding", facts), HOME)


HOLDING: dict[tuple[str, str, int, int], str] = {
    ("one_yesno", "on", 1, 0): "Yes, the lamp a is on.",
    ("one_yesno", "on", 0, 1): "No, the lamp a is off.",
    ("any", "on", 1, 2): "Yes, the lamp a is on.",
    ("any", "on", 0, 3): "No, no lamp is on.",
    ("all", "on", 3, 0): "Yes, all of them.",
    ("all", "on", 2, 1): "No, the lamp c is not on.",
    ("which", "on", 2, 1): "The lamp a and the lamp b are on.",
    ("how_many", "on", 1, 4): "1 lamp is on: the lamp a.",
    ("how_many", "on", 0, 4): "No lamps are on.",
    ("how_many", "on", 5, 0): "5 lamps are on.",
}


@pytest.mark.parametrize(("question", "state", "yes", "no"), HOLDING)
def test_a_question_gets_yes_or_no_first(question: str, state: str, yes: int, no: int) -> None:
    assert holding(question, state, yes, no) == HOLDING[question, state, yes, no]


def test_what_does_not_report_is_not_known() -> None:
    assert holding("one_yesno", "on", unknown=("Lamp",)) == "I can't tell: the lamp is unavailable."


def test_all_is_not_claimed_while_one_is_silent() -> None:
    assert not holding("all", "locked", 1, unknown=("Back door",)).startswith("Yes, all")


ANSWERS: list[tuple[str, dict[str, Any], str]] = [
    ("time", {"now": datetime(2026, 3, 2, 19, 5)}, "It is 7:05 pm."),  # noqa: DTZ001 - a time of day
    ("date", {"day": NOW}, "It is Monday, March 2, 2026."),
    ("weather", {"temperature": 11, "condition": "cloudy"}, "It is cloudy and 11 degrees."),
    ("weather", {"place": "Lisbon", "temperature": 19, "condition": "sunny"}, "It is sunny and 19 degrees in Lisbon."),
    ("weather", {"temperature": 11, "condition": "rainy", "asked": "rainy"}, "Yes, it is rainy and 11 degrees."),
    ("weather", {"temperature": 11, "condition": "cloudy", "forecast": True}, "I have no forecast, but right now it is cloudy and 11 degrees."),
    ("people", {"known": True, "home": ("Anna", "Ben")}, "Anna and Ben are at home."),
    ("people", {"known": True, "home": ()}, "Nobody is at home."),
    ("people", {"known": False, "home": ()}, "I don't know who is at home."),
    ("playing", {"players": ()}, "Nothing is playing."),
    ("list", {"list": "shopping", "items": ("milk", "eggs")}, "There are 2 items on your shopping list: milk and eggs."),
    ("list", {"list": "shopping", "items": ()}, "Your shopping list is empty."),
    ("said", {"text": "Hello"}, "Hello"),
    ("agenda", {"kind": "timer", "items": ()}, "There is no timer running."),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "facts", "wanted"), ANSWERS)
def test_an_answer_is_a_short_sentence(kind: str, facts: dict[str, Any], wanted: str) -> None:
    assert answering.say(Answer(kind, facts), HOME) == wanted


TEA = AgendaItem("a", "timer", NOW + timedelta(minutes=10), "tea", duration_s=600)
CHANGED: list[tuple[AgendaChange, str]] = [
    (AgendaChange("add", (TEA,)), "10 minute tea timer started."),
    (AgendaChange("cancel", (TEA,)), "10 minute tea timer cancelled."),
    (AgendaChange("pause", (TEA,)), "10 minute tea timer paused."),
    (AgendaChange("shift", (TEA,), 60), "11 minutes left on the timer."),
    (AgendaChange("add", (AgendaItem("b", "alarm", NOW + timedelta(hours=21)),)), "Alarm set for tomorrow at 7 am."),
    (AgendaChange("add", (AgendaItem("c", "alarm", NOW, every=Recurrence(frozenset(range(5)), NOW.time())),)), "Alarm set for every weekday at 10 am."),
    (AgendaChange("add", (AgendaItem("d", "reminder", NOW + timedelta(minutes=5), "call Ben"),)), "I will remind you in 5 minutes to call Ben."),
    (AgendaChange("silence", (TEA,)), "Okay."),
]  # fmt: skip


@pytest.mark.parametrize(("change", "wanted"), CHANGED)
def test_a_change_of_the_agenda_is_told(change: AgendaChange, wanted: str) -> None:
    assert say(Act((change,))) == wanted


def test_a_change_of_a_list_is_told() -> None:
    assert say(Act((ListChange("add", "shopping", ("milk",)),))) == "Added milk to your shopping list."  # fmt: skip


FALLING_DUE = {
    "timer": "Time's up: the x timer is done.",
    "alarm": "This is your alarm: x.",
    "reminder": "Reminder: x.",
}


@pytest.mark.parametrize("kind", FALLING_DUE)
def test_what_falls_due_says_its_name(kind: str) -> None:
    assert answering.due(AgendaItem("a", kind, NOW, "x")) == FALLING_DUE[kind]  # type: ignore[arg-type]


def test_an_alarm_in_the_evening_does_not_say_good_morning() -> None:
    evening = AgendaItem("a", "alarm", NOW + timedelta(hours=10), "gym")
    assert "morning" not in answering.due(evening)


def test_a_timer_of_ninety_seconds_is_a_timer() -> None:
    item = AgendaItem("a", "timer", NOW, duration_s=90)
    assert say(Act((AgendaChange("add", (item,)),))) == "1 minute 30 second timer started."


MOMENTS = {
    5: "in 5 minutes",
    120: "12 pm",
    60 * 21: "tomorrow at 7 am",
    60 * 24 * 3: "on Thursday at 10 am",
    60 * 24 * 30: "on April 1 at 10 am",
}


@pytest.mark.parametrize("minutes", MOMENTS)
def test_a_moment_is_said_as_one_would_now(minutes: int) -> None:
    assert times.moment(NOW + timedelta(minutes=minutes), NOW) == MOMENTS[minutes]


@given(st.lists(st.text("abc", min_size=1, max_size=3), max_size=6))
def test_an_enumeration_names_each_once(names: list[str]) -> None:
    came = wording.enumerate_names(names, "and")
    assert all(name in came for name in names)


def test_a_device_that_is_not_known_any_more_has_a_name_still() -> None:
    assert after(done("light.old_lamp", "turn_on")) == "The old lamp is on."


def test_a_person_of_a_device_keeps_the_capital() -> None:
    home = house(thing("light.a", "Anna's lamp"))
    came = phrase(Act(()), Outcome((done("light.a", "turn_on"),)), (), home)
    assert came == "Anna's lamp is on."
