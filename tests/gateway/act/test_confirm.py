# ruff: noqa: E501 - tables read best with one case a line
"""Did it happen? What the reports say of a command, and how long one waits for them."""

import asyncio
from typing import Any

import pytest

from context.turn import Confirmation
from devices.model import Command, State
from gateway.act.confirm import Echoes, Sent, judge, sent, shown
from tests.fakes import thing
from tests.gateway.evaluate.fakes import virtually

OFF, ON = State("off"), State("on")
LAMP = thing("light.x", "X")[0]


def judged(command: Command, before: State | None, now: State | None, **more: Any) -> str | None:
    device = thing(command.entity_id, "X", **more)[0]
    states = {} if before is None else {command.entity_id: before}
    after = {} if now is None else {command.entity_id: now}
    return judge(sent(command, device, states, 0.0), after)


def command(entity_id: str, service: str, **data: Any) -> Command:
    return Command(entity_id, service, data)


JUDGED: dict[str, tuple[Command, State | None, State | None, str | None]] = {
    "it shows": (command("light.x", "turn_on"), OFF, State("on"), "confirmed"),
    "nothing was heard yet": (command("light.x", "turn_on"), OFF, OFF, None),
    "it said the same again": (command("light.x", "turn_on"), ON, State("on"), "confirmed"),
    "it said the opposite": (command("light.x", "turn_on"), OFF, State("off"), None),
    "it never reported": (command("light.x", "turn_on"), None, None, None),
    "its first report shows it": (command("light.x", "turn_on"), None, State("on"), "confirmed"),
    "it went away": (command("light.x", "turn_on"), OFF, State("off", available=False), "unavailable"),
    "it opens": (command("cover.x", "open_cover"), State("closed"), State("opening"), "confirmed"),
    "it unlocks": (command("lock.x", "unlock"), State("locked"), State("unlocking"), "confirmed"),
    "it closes instead": (command("cover.x", "open_cover"), State("open"), State("closing"), None),
    "half way to the brightness": (command("light.x", "turn_on", brightness=200), State("on", {"brightness": 20}), State("on", {"brightness": 90}), "confirmed"),
    "away from the brightness": (command("light.x", "turn_on", brightness=200), State("on", {"brightness": 90}), State("on", {"brightness": 20}), None),
    "nearly the brightness": (command("light.x", "turn_on", brightness=128), State("on", {"brightness": 128}), State("on", {"brightness": 127}), "confirmed"),
    "another temperature": (command("climate.x", "set_temperature", temperature=21), State("heat", {"temperature": 19}), State("heat", {"temperature": 18}), None),
    "the temperature": (command("climate.x", "set_temperature", temperature=21), State("heat", {"temperature": 19}), State("heat", {"temperature": 21.0}), "confirmed"),
    "a button leaves no trace": (command("button.x", "press"), State("unknown"), State("unknown"), "confirmed"),
    "a scene without known effects": (command("scene.x", "turn_on"), State("unknown"), State("unknown"), "confirmed"),
}  # fmt: skip


@pytest.mark.parametrize("fact", JUDGED)
def test_what_a_report_says_of_a_command(fact: str) -> None:
    told, before, now, wanted = JUDGED[fact]
    assert judged(told, before, now) == wanted


SCENE = thing("scene.x", "X", None, "unknown", sets={"light.a": {"state": "on"}, "light.b": {"state": "off"}})[0]  # fmt: skip


def scene_judged(before: dict[str, State], now: dict[str, State]) -> str | None:
    return judge(sent(command("scene.x", "turn_on"), SCENE, before, 0.0), now)


def test_a_scene_is_done_when_all_that_it_sets_show() -> None:
    before = {"light.a": OFF, "light.b": ON}
    assert scene_judged(before, {"light.a": State("on"), "light.b": State("off")}) == "confirmed"


def test_a_scene_that_is_half_done_is_not_done() -> None:
    before = {"light.a": OFF, "light.b": ON}
    assert scene_judged(before, {"light.a": State("on"), "light.b": ON}) is None


def test_what_a_scene_finds_as_it_should_be_counts() -> None:
    before = {"light.a": ON, "light.b": ON}
    assert scene_judged(before, {"light.a": ON, "light.b": State("off")}) == "confirmed"


SHOWN: list[tuple[Any, Any, Any, bool]] = [
    ("on", "off", "on", True),
    ("on", "off", "ON", True),
    ("open", "closed", "opening", True),
    ("open", "closed", "closed", False),
    (200, 20, 80, True),
    (200, 20, 20, False),
    (0.4, 0.2, 0.4, True),
    (None, 1, 2, True),
    (True, False, True, True),
    (True, False, False, False),
    ((255, 0, 0), (0, 0, 0), (255, 0, 0), True),
    ([255, 0, 0], [255, 0, 0], [254, 1, 0], True),
    ("x", None, None, True),
    ("x", "y", None, False),
]


@pytest.mark.parametrize(("target", "before", "after", "wanted"), SHOWN)
def test_whether_a_value_is_the_wanted_one(
    target: Any, before: Any, after: Any, wanted: bool
) -> None:
    assert shown(target, before, after) is wanted


# --- waiting --------------------------------------------------------------------------------------


def waited(*reports: tuple[float, str, str], commands: int = 1) -> list[tuple[str, float]]:
    """What became of turning lamps on, when these reports come: (after seconds, lamp, state)."""

    async def story() -> tuple[Confirmation, ...]:
        loop = asyncio.get_running_loop()
        ids = [f"light.l{i}" for i in range(commands)]
        states = dict.fromkeys(ids, OFF)
        echoes = Echoes()

        def report(entity_id: str, state: str) -> None:
            states[entity_id] = State(state)
            echoes.heard()

        waiting: list[Sent] = [
            sent(command(i, "turn_on"), thing(i, i)[0], states, loop.time()) for i in ids
        ]
        for after_s, entity_id, state in reports:
            loop.call_later(after_s, report, entity_id, state)
        return await echoes.wait(waiting, lambda: states, 3.0)

    return [(c.status, round(c.ms)) for c in virtually(story)]


def test_the_echo_ends_the_waiting() -> None:
    assert waited((0.2, "light.l0", "on")) == [("confirmed", 200)]


def test_silence_is_given_up_after_the_timeout() -> None:
    assert waited() == [("unconfirmed", 3000)]


def test_reports_that_show_something_else_do_not_end_it() -> None:
    assert waited((0.2, "light.l0", "off"), (0.9, "light.l0", "on")) == [("confirmed", 900)]


def test_each_command_has_its_own_echo() -> None:
    came = waited((0.2, "light.l0", "on"), (0.5, "light.l1", "on"), commands=3)
    assert came == [("confirmed", 200), ("confirmed", 500), ("unconfirmed", 3000)]


def test_nothing_to_wait_for_takes_no_time() -> None:
    assert waited(commands=0) == []
