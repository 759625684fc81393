import asyncio
from collections.abc import Sequence
from typing import Any

import pytest

from context.turn import Transcript
from gateway.evaluate.home_file import read_home
from gateway.evaluate.player import ScenarioResult, run_scenario
from gateway.evaluate.scenarios import Scenario, read_step
from tests.gateway.evaluate.fakes import HOME, MONDAY, ScriptedGateway


def say(text: str, **more: Any) -> dict[str, Any]:
    return {"say": text, "to": "speaker", **more}


def played(
    *steps: dict[str, Any], given: dict[str, Any] | None = None, store: list[Any] | None = None
) -> ScenarioResult:
    home = read_home(HOME)
    read = tuple(read_step(step, home) for step in steps)
    scenario = Scenario("x", "x.yaml", home, MONDAY, read, given=given or {})
    kept = store if store is not None else []
    return run_scenario(scenario, ScriptedGateway, lambda: kept)


def check(steps: Sequence[dict[str, Any]], *expected: str, **more: Any) -> None:
    """One failure for each of the expected texts, in order."""
    came = played(*steps, **more).failures
    assert len(came) == len(expected), came
    assert all(text in line for text, line in zip(expected, came, strict=True)), came


def test_what_is_said_changes_the_house() -> None:
    check([say("lamp on", expect={"changes": {"light.lamp": {"state": "on"}}, "says": "on"})])


def test_a_failure_names_the_step_and_the_reply() -> None:
    steps = [{"wait": "1s"}, say("lamp on", expect={"changes": {}})]
    (failure,) = played(*steps).failures
    assert failure.startswith('step 2 "lamp on": changes: light.lamp changed unexpectedly')
    assert failure.endswith("(reply: 'The lamp is on.')")


def test_what_is_given_holds_before_the_story() -> None:
    steps = [say("lamp on", expect={"changes": {}})]
    check(steps, given={"light.lamp": {"state": "on", "brightness": 9}})


def test_changes_of_an_earlier_step_do_not_count() -> None:
    check([say("lamp on"), say("is it on", expect={"changes": {}})])


def test_a_check_looks_at_all_changes_since_the_last_utterance() -> None:
    steps = [
        say("lamp on"),
        {"set": {"switch.fan": {"state": "on"}}},
        {"check": {"changes": {"light.lamp": {}, "switch.fan": {"state": "on"}}}},
    ]
    check(steps)


def test_what_the_gateway_says_by_itself_is_checked() -> None:
    steps = [
        say("remind me", expect={"says_not": "your reminder"}),
        {"check": {"says_not": "reminder"}},
        {"wait": "11min"},
        {"check": {"says": "your reminder"}},
        say("lamp on"),
        {"check": {"says": "reminder"}},
    ]
    check(steps, "step 6 check: says: expected 'reminder', came ''")


def test_a_device_that_ignores_stays_as_it_is() -> None:
    steps = [
        {"fault": {"light.lamp": "ignores"}},
        say("lamp on", expect={"changes": {}}),
        {"fault": {"light.lamp": "none"}},
        say("lamp on", expect={"changes": {"light.lamp": {}}}),
    ]
    check(steps)


def test_a_published_message_is_seen() -> None:
    wanted = {"published": {"test/light/lamp/set": {"state": "ON"}}}
    check([say("lamp on", expect=wanted), say("is it on", expect=wanted)], "came nothing there")


def test_the_gateway_never_sees_what_was_truly_said() -> None:
    store: list[Any] = []
    played(say("lamp on", asr={"confidence": 0.4, "nbest": ["lamb on", "lamp on"]}), store=store)
    (transcript,) = [each for each in store if isinstance(each, Transcript)]
    assert transcript.text == "lamb on"
    assert transcript.nbest == ("lamb on", "lamp on")
    assert (transcript.confidence, transcript.area) == (0.4, "kitchen")


def test_a_restart_keeps_store_and_house() -> None:
    store: list[Any] = []
    state = {"check": {"state": {"light.lamp": {"state": "on"}}}}
    assert not played(say("lamp on"), {"restart": True}, state, store=store).failures
    assert [each for each in store if isinstance(each, str)] == ["start", "stop", "start", "stop"]


def test_a_barge_in_comes_while_the_reply_is_said() -> None:
    store: list[Any] = []
    played(say("lamp on"), {"interrupt": True}, store=store)
    assert ("interrupt", "speaker") in store


def test_learning_is_asked_for() -> None:
    store: list[Any] = []
    played({"learn": True}, store=store)
    assert "learn" in store


def test_steps_are_a_few_seconds_apart_and_a_wait_says_itself_how_long() -> None:
    result = played(say("lamp on"), say("lamp on"), {"wait": "1h"}, say("lamp on"))
    times = [spoken.turn.at.timestamp() for spoken in result.turns]
    assert 2 <= times[1] - times[0] <= 10
    assert times[2] - times[1] == pytest.approx(3600, abs=10)


def test_a_wait_until_is_always_ahead() -> None:
    result = played({"wait": "until 07:30"}, say("lamp on"))
    assert result.turns[0].turn.at.isoformat().startswith("2026-03-03T07:30")


def test_a_repeat_plays_its_steps_again() -> None:
    result = played({"repeat": 3, "steps": [say("lamp on")]})
    assert len(result.turns) == 3


def test_a_sound_file_that_is_not_there_is_a_failure() -> None:
    check([{"hear": "x.wav", "to": "speaker", "expect": {}}], "x.wav: no sound could be read")


def test_a_crash_is_a_failure_of_the_scenario() -> None:
    check([say("crash")], 'step 1 "crash": expected no error, came RuntimeError: on purpose')


def test_a_gateway_that_never_answers_is_a_failure() -> None:
    class Silent(ScriptedGateway):
        async def say(self, transcript: Transcript) -> Any:
            await asyncio.Event().wait()

    home = read_home(HOME)
    scenario = Scenario("x", "x", home, MONDAY, (read_step(say("hi"), home),))
    (failure,) = run_scenario(scenario, Silent, list).failures
    assert "TimeoutError" in failure


def test_a_raw_message_reaches_the_devices() -> None:
    raw = {"publish": {"topic": "test/light/lamp/set", "payload": {"state": "ON"}}}
    check([raw, {"check": {"state": {"light.lamp": {"state": "on"}}}}])
