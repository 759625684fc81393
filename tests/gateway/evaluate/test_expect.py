from dataclasses import replace
from typing import Any

import pytest

from context.exchanges import exchange_of
from context.turn import Act, Answer, Ask, Choice, Confirm, Decline, Interpretation, Rewritten
from gateway.evaluate.expect import Seen, failures
from gateway.evaluate.expectations import read_expectation
from gateway.evaluate.home_file import read_home
from gateway.learn.judge import Judgement
from gateway.yaml_lines import FormatError
from tests.gateway.evaluate.fakes import HOME, sent, turn_of

LAMP = {"state": "on", "brightness": 100}
TRUTH = {"light.lamp": LAMP, "switch.fan": {"state": "off"}}
DONE = Seen(
    turn=turn_of("lamp on", "The lamp is on.", orders=[1]),
    said="The lamp is on.",
    changes={"light.lamp": LAMP},
    truth=lambda entity_id: TRUTH[entity_id],
    played=("genre.jazz",),
    published=sent(("lamp/set", '{"state":"ON","brightness":100}')),
)
ASK = Ask("which", (Choice("Desk lamp"), Choice("Hall lamp")), ())
ASKED = Seen(turn=turn_of("lamp", "Which one: Desk lamp or Hall lamp?", decision=ASK))
CONFIRM = Seen(turn=turn_of("unlock", "Shall I?", decision=Confirm(Act(()), "R3")))
DECLINED = Seen(turn=turn_of("bla", "Sorry.", known=False), said="Sorry.")
LEARNED = Rewritten("make it cosy", "dim the lamp", "personal")
REWRITTEN = Seen(turn=replace(DONE.turn, interpretation=Interpretation("x", (), LEARNED)))
JUDGED = replace(
    DONE,
    earlier=(DONE.turn,),
    judged={DONE.turn.id: Judgement(exchange_of(DONE.turn), 0.9, "asr")},
)
CANCELLED = Seen(turn=turn_of("no", "All right.", decision=Decline("cancelled")))


def judged(expected: dict[str, Any], seen: Seen) -> list[str]:
    return failures(read_expectation(expected, read_home(HOME)), seen)


@pytest.mark.parametrize(
    ("expected", "seen"),
    [
        ({"changes": {"light.lamp": {"state": True}}}, DONE),
        ({"changes": {}}, DECLINED),
        ({"state": {"switch.fan": {"state": "off"}}}, DONE),
        ({"says": "LAMP is"}, DONE),
        ({"says": ["no such", "on."]}, DONE),
        ({"says_all": ["lamp", "on"]}, DONE),
        ({"says_not": ["sorry"]}, DONE),
        ({"asks": True}, ASKED),
        ({"asks": ["desk", "hall"]}, ASKED),
        ({"asks": False}, DONE),
        ({"asks": True}, CONFIRM),
        ({"confirms": True}, CONFIRM),
        ({"confirms": False}, ASKED),
        ({"intent": "hassturnon"}, DONE),
        ({"slots": {"name": "Lamp"}}, DONE),
        ({"targets": ["light.lamp"]}, DONE),
        ({"targets": []}, DECLINED),
        ({"played": ["genre.jazz"]}, DONE),
        ({"published": {"lamp/set": {"state": "ON"}}}, DONE),
        ({"published": {"lamp/set": '{"state":"ON","brightness":100}'}}, DONE),
        ({"understood": False}, DECLINED),
        ({"understood": True}, DONE),
        ({"rewritten_to": "Dim the lamp!"}, REWRITTEN),
        ({"rewritten": False}, DONE),
        ({"failure_point": ["nlu", "asr"], "defect": {1: True}}, JUDGED),
    ],
)
def test_an_expectation_holds(expected: dict[str, Any], seen: Seen) -> None:
    assert judged(expected, seen) == []


@pytest.mark.parametrize(
    ("expected", "seen", "why"),
    [
        ({"changes": {}}, DONE, "light.lamp changed unexpectedly"),
        ({"changes": {"switch.fan": {}}}, replace(DONE, changes={}), "switch.fan to change"),
        (
            {"changes": {"light.lamp": {"brightness": 9}}},
            DONE,
            "{brightness: 9}, is {brightness: 1",
        ),
        ({"state": {"light.lamp": {"state": "off"}}}, DONE, "expected light.lamp {state: off}"),
        ({"says": "off"}, DONE, "expected 'off', came 'The lamp is on.'"),
        ({"says_all": ["lamp", "off"]}, DONE, "expected also 'off'"),
        ({"says_not": "lamp"}, DONE, "'lamp' was not to be said"),
        ({"asks": True}, DONE, "expected a question"),
        ({"asks": ["kitchen"]}, ASKED, "expected 'kitchen' to be offered"),
        ({"asks": False}, ASKED, "expected no question"),
        ({"asks": True}, replace(ASKED, changes={"light.lamp": LAMP}), "nothing is done yet"),
        ({"confirms": True}, ASKED, "expected a question for a yes"),
        ({"intent": "HassTurnOff"}, DONE, "expected HassTurnOff, came HassTurnOn"),
        ({"intent": "HassTurnOff"}, DECLINED, "came None"),
        ({"slots": {"name": "fan"}}, DONE, "slots: expected"),
        ({"targets": ["switch.fan"]}, DONE, "expected switch.fan, came light.lamp"),
        ({"played": "genre.jazz"}, DECLINED, "expected genre.jazz, came nothing"),
        ({"published": {"x/set": "ON"}}, DONE, "came nothing there"),
        ({"understood": False}, DONE, "expected to say that it cannot, came Act"),
        ({"understood": False}, CANCELLED, "came Decline"),
        ({"understood": False}, replace(DECLINED, changes={"light.lamp": LAMP}), "nothing is done"),
        ({"rewritten_to": "x"}, DONE, "came no rewrite"),
        ({"rewritten_to": "x"}, REWRITTEN, "came 'dim the lamp'"),
        ({"rewritten": False}, REWRITTEN, "came 'dim the lamp'"),
        ({"learned": {"a": 1}}, DONE, "there is []"),
        ({"failure_point": "nlu"}, JUDGED, "expected nlu of 'lamp on', came asr"),
        ({"failure_point": {1: ["nlu", "result"]}}, JUDGED, "came asr"),
        ({"failure_point": "nlu"}, DONE, "a turn that was not there"),
        ({"defect": {1: False}}, JUDGED, "expected False of 'lamp on', came True"),
        ({"defect": {2: True}}, JUDGED, "a turn that was not there"),
    ],
)
def test_a_failure_says_what_was_expected_and_what_came(
    expected: dict[str, Any], seen: Seen, why: str
) -> None:
    (line,) = judged(expected, seen)
    assert why in line
    assert "\n" not in line


def test_an_act_of_which_nothing_could_be_done_was_not_understood() -> None:
    nothing_done = Act((), declined=(Decline("not_supported"),))
    assert judged({"understood": False}, Seen(turn_of("x", decision=nothing_done))) == []


def test_an_answer_was_understood() -> None:
    assert judged({"understood": True}, Seen(turn_of("x", decision=Act((Answer("time"),))))) == []


@pytest.mark.parametrize(
    ("expected", "why"),
    [
        ({"chnges": {}}, "`changes`?"),
        ({"changes": {"light.lmp": {}}}, "`light.lamp`?"),
        ({"targets": ["light.no"]}, "no device `light.no`"),
        ({"played": "movie.no"}, "no catalogue entry `movie.no`"),
        ({"failure_point": "weather"}, "no failure point `weather`"),
        ({"defect": "yes"}, "must be true or false"),
        ({"defect": {"first": True}}, "by number"),
        ({"rewritten": True}, "can only be false"),
        ({"slots": "x"}, "must be a mapping"),
    ],
)
def test_an_expectation_without_sense_is_refused(expected: dict[str, Any], why: str) -> None:
    with pytest.raises(FormatError, match=why):
        judged(expected, DONE)
