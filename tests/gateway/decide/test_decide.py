# ruff: noqa: E501 - tables read best with one case a line
"""Sentences and what was said before -> act, ask, confirm or decline."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from context.agenda import AgendaItem, ListEntry
from context.snapshot import Snapshot
from context.turn import (
    Act,
    AgendaChange,
    Ask,
    Choice,
    Clause,
    Confirm,
    Decision,
    Decline,
    Interpretation,
    ListChange,
    Outcome,
    Reading,
    Turn,
)
from devices.model import Command, State
from gateway.decide.decide import decide
from gateway.understand.understand import understand
from tests.fakes import (
    FAMILY_HOME,
    FRONT_DOOR,
    GARAGE_DOOR,
    LAMP,
    NOW,
    OVEN,
    a_turn,
    confirmed,
    family_home,
    house,
    in_words,
    new_ids,
    parser,
    resolved,
    said,
    thing,
)


def decided(text: str, home: Snapshot | None = None, **more: Any) -> Decision:
    home = home or family_home()
    heard = said(text, **more)
    return decide(*understand(parser(), heard, home), home, heard, new_ids())


DECIDED: dict[tuple[str, str | None], str] = {
    ("turn on the floor lamp", None): "light.floor_lamp turn_on",
    ("set the counter light to 40 percent", None): "light.counter turn_on brightness=102",
    ("turn off the lights", "bedroom"): "light.bedroom_ceiling turn_off; light.bedside turn_off",
    ("turn on the kettle and close the blinds", None): "switch.kettle turn_on; cover.blinds close_cover",
    ("lock the front door", None): "lock.front_door lock",
    ("unlock the front door", None): "confirm R3: lock.front_door unlock",
    ("open the garage door", None): "confirm R3: cover.garage_door open_cover",
    ("close the garage door", None): "cover.garage_door close_cover",
    ("turn on the oven", None): "confirm R3: switch.oven turn_on",
    ("turn off the oven", None): "switch.oven turn_off",
    ("unlock the front door in ten minutes", None): "confirm R3: add command unlock the front door in 10 minutes",
    ("turn on the kettle and unlock the front door", None): "confirm R3: switch.kettle turn_on; lock.front_door unlock",
    ("turn on the fan", None): "ask which: Bedroom fan, Bathroom fan",
    ("turn on the disco ball", None): "decline no_such_device",
    ("turn on the light in the attic", None): "decline no_such_area",
    ("set the thermostat to 300 degrees", None): "decline not_capable",
    ("call mum", None): "decline not_understood",
    ("is the front door locked", None): "answer holding",
    ("what time is it", None): "answer time",
    ("what is the weather in newport", None): "ask place_ids: Newport, Wales, Newport, Kent",
    ("what is the weather in lisbon", None): "answer weather",
    ("what is the weather in atlantis", None): "decline not_found",
    ("turn on the kettle in ten minutes", None): "add command turn on the kettle in 10 minutes",
    ("add milk to the shopping list", None): "add shopping: milk",
    ("never mind", None): "decline cancelled",
    ("stop", "kitchen"): "decline cancelled",
    ("undo that", None): "decline already_gone",
    ("yes", None): "decline not_understood",
}  # fmt: skip


@pytest.mark.parametrize(("text", "area"), DECIDED)
def test_what_is_decided(text: str, area: str | None) -> None:
    assert in_words(decided(text, area=area)) == DECIDED[text, area]


def test_a_known_thing_is_done_and_an_unknown_one_told() -> None:
    came = decided("turn on the kettle and the disco ball")
    assert isinstance(came, Act)
    assert in_words(came) == "switch.kettle turn_on"
    assert [d.reason for d in came.declined] == ["no_such_device"]


CONDITIONS = ("turn on the floor lamp if it is dark", "turn off the kettle if it gets above 22")


@pytest.mark.parametrize("text", CONDITIONS)
def test_a_command_on_a_condition_is_not_done_without_it(text: str) -> None:
    assert in_words(decided(text)).startswith("decline")


HANGS = {
    "turn on the bathroom fan and, if the bedroom window is closed, turn on the hall light": "fan.bathroom turn_on; answer unmet",
    "turn on the bathroom fan and if the bedroom window is open turn on the hall light": "fan.bathroom turn_on; light.hall turn_on",
    "turn on the bathroom fan but, unless the bedroom window is open, turn on the hall light": "fan.bathroom turn_on; answer unmet",
    "if the bedroom window is closed, turn on the hall light and the kettle": "answer unmet",
    "turn on the hall light and the kettle if the bedroom window is closed": "answer unmet",
}  # fmt: skip


@pytest.mark.parametrize("text", HANGS)
def test_only_what_hangs_on_a_premise_waits_for_it(text: str) -> None:
    assert in_words(decided(text)) == HANGS[text]


WAITS = [
    "turn on the bathroom fan and, if it gets cold, turn the oven off",
    "turn on the bathroom fan and then, once it is dark, turn on the hall light",
    "turn on the bathroom fan and as soon as I leave, turn on the hall light",
    "turn on the bathroom fan, but when I come home turn on the hall light",
]


@pytest.mark.parametrize("text", WAITS)
def test_what_is_to_wait_for_something_is_told_of_and_the_rest_is_done(text: str) -> None:
    came = decided(text)
    assert isinstance(came, Act)
    assert in_words(came) == "fan.bathroom turn_on"
    assert [d.facts for d in came.declined] == [{"what": "Condition"}]


TWO_VALUES = {
    "turn on the bedside lamp to 30 percent and the counter light to 50": "light.bedside turn_on brightness=76; light.counter turn_on brightness=128",
    "bedside lamp off floor lamp on": "light.bedside turn_off; light.floor_lamp turn_on",
}


UNCUT = pytest.param(
    "bedside lamp off floor lamp on",
    marks=pytest.mark.xfail(strict=True, reason="without `and` the sentence is not cut"),
)


@pytest.mark.parametrize("text", [next(iter(TWO_VALUES)), UNCUT])
def test_each_thing_gets_its_own_value(text: str) -> None:
    assert in_words(decided(text)) == TWO_VALUES[text]


def test_each_command_gets_its_own_time() -> None:
    came = decided("turn the kettle on in 10 minutes and off in 20 minutes")
    assert isinstance(came, Act)
    assert len(came.steps) == 2


def test_a_question_about_everything_needs_no_yes() -> None:
    assert in_words(decided("is everything off")) == "answer holding"


def test_half_a_sentence_is_not_done() -> None:
    known = resolved("HassTurnOn", "light.lamp")
    heard = Interpretation("x and y", (known.clause, Clause("y")))
    came = decide(heard, (known,), house(LAMP), said("x and y"), new_ids())
    assert in_words(came) == "decline not_understood"


def test_what_was_not_understood_is_not_dropped_silently() -> None:
    came = decided("turn on the kettle and call mum and order a pizza")
    assert isinstance(came, Decline) or (isinstance(came, Act) and came.declined)


def test_for_ten_minutes_brings_it_back_then() -> None:
    came = decided("turn on the hall light for ten minutes")
    assert isinstance(came, Act)
    later = came.steps[1]
    assert isinstance(later, AgendaChange)
    assert later.items[0].due == NOW + timedelta(minutes=10)
    assert later.items[0].commands == (Command("light.hall", "turn_off", {}),)


def test_for_ten_minutes_later_is_not_for_ever() -> None:
    came = decided("turn on the hall light at 7 for ten minutes")
    assert isinstance(came, Act)
    commands = [c.service for s in came.steps if isinstance(s, AgendaChange) for i in s.items for c in i.commands]  # fmt: skip
    assert "turn_off" in commands


def test_for_ten_minutes_ends_even_where_the_state_is_not_known() -> None:
    home = house(thing("light.hall", "Hall light", "hall", None))
    came = decided("turn on the hall light for ten minutes", home)
    assert isinstance(came, Act)
    assert any(i.commands for s in came.steps if isinstance(s, AgendaChange) for i in s.items)


# --- yes and no -----------------------------------------------------------------------------------

UNLOCK = Confirm(Act((Command("lock.front_door", "unlock", {}),)), "R3")
ALL_OFF = Confirm(Act((Command("light.hall", "turn_off", {}),)), "R2")


def home_after(*turns: Turn, **more: Any) -> Snapshot:
    return family_home(turns=turns, **more)


def asked(decision: Decision, **more: Any) -> Turn:
    return a_turn(decision, resolved("HassTurnOff", "lock.front_door"), **more)


def test_yes_does_what_was_asked() -> None:
    home = home_after(asked(UNLOCK, person="anna"))
    assert in_words(decided("yes", home, person="anna")) == "lock.front_door unlock"


def test_no_does_nothing() -> None:
    home = home_after(asked(UNLOCK))
    assert in_words(decided("no", home)) == "decline cancelled"


def test_a_voice_from_outside_cannot_say_yes() -> None:
    home = home_after(asked(UNLOCK, person="anna"))
    assert in_words(decided("yes", home)) == "decline not_for_me"


def test_yes_after_a_minute_is_no_answer() -> None:
    home = home_after(asked(UNLOCK, person="anna", ago_s=61))
    assert in_words(decided("yes", home, person="anna")) == "decline not_understood"


def test_yes_in_another_room_is_no_answer() -> None:
    home = home_after(asked(ALL_OFF, satellite="kitchen_speaker"))
    came = decided("yes", home, satellite="bedroom_speaker")
    assert in_words(came) == "decline not_understood"


def test_yes_answers_the_question_of_its_own_room() -> None:
    home = home_after(
        asked(ALL_OFF, satellite="kitchen_speaker", ago_s=10),
        asked(UNLOCK, satellite="bedroom_speaker", ago_s=5),
    )
    came = decided("yes", home, satellite="kitchen_speaker", person="anna")
    assert in_words(came) == "light.hall turn_off"


# --- which one ------------------------------------------------------------------------------------

TIE = resolved("HassTurnOn", slots={}, problem="ambiguous")
WHICH = Ask("which", (Choice("Bedroom fan", "fan.bedroom"), Choice("Bathroom fan", "fan.bathroom")), (TIE,))  # fmt: skip
CHOSEN = {
    "the bedroom one": "fan.bedroom turn_on",
    "bathroom": "fan.bathroom turn_on",
    "the first one": "fan.bedroom turn_on",
    "the last one": "fan.bathroom turn_on",
    "both": "fan.bedroom turn_on; fan.bathroom turn_on",
    "no": "decline cancelled",
    "neither": "decline cancelled",
    "no, the bathroom one": "fan.bathroom turn_on",
    "turn off the kettle": "switch.kettle turn_off",
}


@pytest.mark.parametrize("text", CHOSEN)
def test_an_answer_chooses(text: str) -> None:
    assert in_words(decided(text, home_after(a_turn(WHICH, TIE)))) == CHOSEN[text]


def test_two_of_the_choices_may_be_named() -> None:
    came = decided("bedroom and bathroom", home_after(a_turn(WHICH, TIE)))
    assert in_words(came) == "fan.bedroom turn_on; fan.bathroom turn_on"


def test_not_the_bedroom_one_does_not_choose_the_bedroom_one() -> None:
    came = in_words(decided("not the bedroom one", home_after(a_turn(WHICH, TIE))))
    assert "fan.bedroom" not in came


def test_a_new_command_about_a_choice_is_a_command() -> None:
    came = in_words(decided("turn off the bedroom fan", home_after(a_turn(WHICH, TIE))))
    assert came == "fan.bedroom turn_off"


# --- again and undo -------------------------------------------------------------------------------

LAMP_ON = a_turn(
    Act((Command("light.hall", "turn_on", {}),)),
    resolved("HassTurnOn", "light.hall"),
    outcome=Outcome((confirmed("light.hall", "turn_on", State("off")),)),
)


def test_undo_brings_back_what_was() -> None:
    assert in_words(decided("undo that", home_after(LAMP_ON))) == "light.hall turn_off"


def test_undo_tells_what_it_takes_back_and_teaches_nothing() -> None:
    came = decided("undo that", home_after(LAMP_ON))
    assert isinstance(came, Act)
    assert (came.undoes, came.unsaid) == (LAMP_ON.id, came.steps)


def test_no_the_other_one_takes_the_first_back_and_is_itself_asked_for() -> None:
    home = home_after(LAMP_ON)
    home = replace(home, states={**home.states, "light.hall": State("on")})
    came = decided("no, I meant the floor lamp", home)
    assert in_words(came) == "light.hall turn_off; light.floor_lamp turn_on"
    assert isinstance(came, Act)
    assert came.undoes == LAMP_ON.id
    assert came.unsaid == came.steps[:1]


def test_again_takes_nothing_back_again() -> None:
    corrected = a_turn(
        Act((Command("light.counter", "turn_on"),), undoes=LAMP_ON.id),
        resolved("HassTurnOn", "light.counter", slots={"corrects": LAMP_ON.id}),
        ago_s=2,
    )
    came = in_words(decided("again", home_after(LAMP_ON, corrected)))
    assert came == "light.counter turn_on"


def test_cancelling_what_was_just_planned_takes_it_back() -> None:
    planned = AgendaItem("a", "alarm", NOW + timedelta(hours=9))
    turn = a_turn(Act((AgendaChange("add", (planned,)),)))
    came = decided("never mind", home_after(turn, agenda=(planned,)))
    assert isinstance(came, Act)
    assert came.undoes == turn.id


def test_undo_forgets_after_ten_minutes() -> None:
    old = a_turn(LAMP_ON.decision, ago_s=601, outcome=LAMP_ON.outcome)
    assert in_words(decided("undo that", home_after(old))) == "decline already_gone"


def test_undo_of_locking_asks_first() -> None:
    locked = a_turn(
        Act((Command("lock.front_door", "lock", {}),)),
        outcome=Outcome((confirmed("lock.front_door", "lock", State("unlocked")),)),
    )
    assert in_words(decided("undo that", home_after(locked))) == "confirm R3: lock.front_door unlock"  # fmt: skip


def test_undo_takes_what_was_planned_off_the_agenda() -> None:
    planned = AgendaItem("a", "timer", NOW + timedelta(minutes=5), "tea", duration_s=300)
    home = home_after(a_turn(Act((AgendaChange("add", (planned,)),))), agenda=(planned,))
    assert in_words(decided("undo that", home)) == "cancel timer tea"


def test_undo_elsewhere_is_not_undone_here() -> None:
    there = a_turn(LAMP_ON.decision, outcome=LAMP_ON.outcome, satellite="bedroom_speaker")
    came = decided("undo that", home_after(there), satellite="kitchen_speaker")
    assert in_words(came) == "decline already_gone"


SILENT = Outcome((confirmed("light.counter", "turn_on", State("off")),))
LATER_TURNS = {
    "a list": a_turn(Act((ListChange("add", "shopping", ("milk",)),)), ago_s=2),
    "a command that showed nothing": a_turn(
        Act((Command("switch.kettle", "turn_on", {}),)), ago_s=2
    ),
}


@pytest.mark.parametrize("what", ["a list", "a command that showed nothing"])
def test_undo_never_reaches_past_the_last_thing_done(what: str) -> None:
    came = in_words(decided("undo that", home_after(LAMP_ON, LATER_TURNS[what])))
    assert "light.hall" not in came


def test_again_does_it_once_more() -> None:
    assert in_words(decided("again", home_after(LAMP_ON))) == "light.hall turn_on"


def test_again_and_again_does_it_twice_more() -> None:
    again = a_turn(LAMP_ON.decision, resolved("Repeat"), text="again", ago_s=2)
    assert in_words(decided("again", home_after(LAMP_ON, again))) == "light.hall turn_on"


def test_two_timers_that_are_set_again_are_two() -> None:
    two = [resolved("HassStartTimer", slots={"timer_minutes": m}) for m in (5, 10)]
    came = decided("again", home_after(a_turn(Act(()), *two)))
    assert isinstance(came, Act)
    ids = {i.id for s in came.steps if isinstance(s, AgendaChange) for i in s.items}
    assert len(ids) == 2


def test_again_asks_again_for_what_is_risky() -> None:
    yes = a_turn(UNLOCK.act, resolved("HassTurnOff", "lock.front_door"))
    assert in_words(decided("again", home_after(yes))) == "confirm R3: lock.front_door unlock"


def test_again_after_half_a_sentence_does_not_do_the_half() -> None:
    known = resolved("HassTurnOn", "light.hall")
    half = a_turn(Decline("not_understood", {"part": "y"}), known)
    assert in_words(decided("again", home_after(half))) != "light.hall turn_on"


def test_stop_stops_what_moves_or_plays_here() -> None:
    assert in_words(decided("stop", area="living_room")) == "media_player.tv media_pause"


def test_stop_silences_what_rings() -> None:
    ringing = AgendaItem("a", "timer", NOW, "tea")
    assert in_words(decided("stop", family_home(ringing=(ringing,)))) == "silence timer tea"


# --- lists ----------------------------------------------------------------------------------------

MILK = ListEntry("shopping", "milk")
LISTS: dict[str, tuple[tuple[ListEntry, ...], str]] = {
    "take milk off the shopping list": ((MILK,), "remove shopping: milk"),
    "take bread off the shopping list": ((MILK,), "decline not_found"),
    "tick off milk": ((MILK,), "complete shopping: milk"),
    "clear the shopping list": ((MILK,), "clear shopping:"),
    "clear the shopping list please": ((), "decline already_gone"),
    "what is on the shopping list": ((MILK,), "answer list"),
}


@pytest.mark.parametrize("text", LISTS)
def test_lists_change_only_where_there_is_something(text: str) -> None:
    entries, wanted = LISTS[text]
    assert in_words(decided(text, family_home(lists=entries))).strip() == wanted


# --- media ----------------------------------------------------------------------------------------

PLAYED: dict[tuple[str, str | None], str] = {
    ("play jazz", "kitchen"): "media_player.radio genre.jazz",
    ("play jazz on the tv", "kitchen"): "media_player.tv genre.jazz",
    ("play dune on the tv", "kitchen"): "media_player.tv movie.dune",
    ("play the hobbit", "kitchen"): "media_player.radio audiobook.hobbit",
    ("play the hobbit", "living_room"): "media_player.tv movie.hobbit",
}


@pytest.mark.parametrize(("text", "area"), PLAYED)
def test_title_and_player_are_chosen_together(text: str, area: str | None) -> None:
    came = decided(text, area=area)
    assert isinstance(came, Act)
    (command,) = came.steps
    assert isinstance(command, Command)
    assert f"{command.entity_id} {command.data['media_content_id']}" == PLAYED[text, area]


NOT_PLAYED = {
    ("play dune on the kitchen radio", None): "decline not_capable",
    ("play a song that nobody knows", "kitchen"): "decline not_found",
}


@pytest.mark.parametrize(("text", "area"), NOT_PLAYED)
def test_what_cannot_be_played_is_declined(text: str, area: str | None) -> None:
    assert in_words(decided(text, area=area)) == NOT_PLAYED[text, area]


def test_play_without_a_title_goes_on_with_what_was_paused() -> None:
    home = house(thing("media_player.a", "Radio", "kitchen", "paused"))
    assert in_words(decided("play some music", home)) == "media_player.a media_play"


# --- both kinds of alarm --------------------------------------------------------------------------


@pytest.mark.xfail(strict=True, reason="`alarm` is always the clock's; the panel is never weighed")
def test_alarm_with_both_kinds_present_is_asked_about() -> None:
    panel = thing("alarm_control_panel.home", "Alarm", None, "armed_away")
    clock = AgendaItem("a", "alarm", NOW + timedelta(hours=9))
    came = decided("turn off the alarm", house(panel, agenda=(clock,)))
    assert isinstance(came, Ask)


def test_the_fakes_of_risky_things_are_risky() -> None:
    home = house(FRONT_DOOR, GARAGE_DOOR, OVEN)
    assert in_words(decided("open the garage door", home)).startswith("confirm R3")
    assert len(FAMILY_HOME) == len({d.id for d, _ in FAMILY_HOME})


def test_a_reading_without_a_planner_is_not_supported() -> None:
    unknown = resolved("HassDance")
    heard = Interpretation("dance", (Clause("dance", (Reading("HassDance"),)),))
    assert in_words(decide(heard, (unknown,), house(), said("dance"), new_ids())) == "decline not_supported"  # fmt: skip
