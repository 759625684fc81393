import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from gateway.evaluate.home_file import Home, read_home
from tests.gateway.evaluate.fakes import HOME, Bench, home_with, virtually

LAMP = "test/light/lamp/set"
BLIND = {"id": "cover.x", "features": ["position"], "state": {"state": "open"}}


def in_house(home: Home, story: Callable[[Bench], Awaitable[Any]]) -> Any:
    async def run() -> Any:
        bench = Bench(home)
        await bench.start()
        result = await story(bench)
        await bench.stop()
        return result

    return virtually(run)


def test_changes_are_told_since_a_moment() -> None:
    async def story(bench: Bench) -> Any:
        mark = bench.house.mark()
        await bench.tell(LAMP, '{"state":"ON"}')
        return bench.house.changes_since(mark)

    changes = in_house(read_home(HOME), story)
    assert changes == {"light.lamp": {"state": "on", "brightness": 255}}


def test_there_and_back_is_no_change() -> None:
    async def story(bench: Bench) -> Any:
        await bench.tell(LAMP, '{"state":"ON"}')
        mark = bench.house.mark()
        await bench.tell(LAMP, '{"state":"OFF"}')
        await bench.tell(LAMP, '{"state":"ON"}')
        return bench.house.changes_since(mark)

    assert in_house(read_home(HOME), story) == {}


def test_a_scene_sets_others_and_its_own_state_does_not_count() -> None:
    async def story(bench: Bench) -> Any:
        mark = bench.house.mark()
        await bench.tell("ambient/scene/evening/set", '{"service":"turn_on"}')
        return bench.house.changes_since(mark)

    assert list(in_house(read_home(HOME), story)) == ["light.lamp"]


def test_a_device_that_ignores_does_and_says_nothing() -> None:
    async def story(bench: Bench) -> Any:
        bench.house.fault("light.lamp", "ignores")
        return await bench.tell(LAMP, '{"state":"ON"}'), bench.house.state("light.lamp")["state"]

    assert in_house(read_home(HOME), story) == ([], "off")


def test_a_device_that_goes_offline_says_so() -> None:
    async def story(bench: Bench) -> Any:
        bench.heard.clear()
        bench.house.fault("light.lamp", "offline")
        await bench.house.settle()
        return bench.said()

    assert in_house(read_home(HOME), story) == [("test/light/lamp/availability", "offline")]


def test_a_device_that_is_back_says_so_and_obeys() -> None:
    async def story(bench: Bench) -> Any:
        bench.house.fault("light.lamp", "offline")
        bench.house.set_by_hand("light.lamp", {"state": "on", "brightness": 9})
        await bench.house.settle()
        bench.heard.clear()
        bench.house.fault("light.lamp", "none")
        await bench.house.settle()
        return [payload for _, payload in bench.said()]

    state = '{"state":"ON","brightness":9,"color_mode":"brightness"}'
    assert in_house(read_home(HOME), story) == ["online", state]


def test_a_hand_makes_the_device_say_so() -> None:
    async def story(bench: Bench) -> Any:
        bench.heard.clear()
        bench.house.set_by_hand("switch.fan", {"state": "on"})
        await bench.house.settle()
        return bench.said()

    assert in_house(read_home(HOME), story) == [("test/switch/fan/state", "ON")]


def test_settling_waits_for_what_moves() -> None:
    async def story(bench: Bench) -> Any:
        await bench.tell("test/cover/x/set", "CLOSE")
        return bench.house.state("cover.x")

    assert in_house(home_with(BLIND), story) == {"state": "closed", "current_position": 0}


def test_a_cover_can_be_stopped_on_its_way() -> None:
    async def story(bench: Bench) -> Any:
        bench.broker.inject("test/cover/x/set", b"CLOSE")
        await asyncio.sleep(5)
        await bench.tell("test/cover/x/set", "STOP")
        return bench.house.state("cover.x")

    state = in_house(home_with(BLIND), story)
    assert state["state"] == "open"
    assert 40 <= state["current_position"] <= 60


def test_a_new_order_takes_the_place_of_the_old() -> None:
    async def story(bench: Bench) -> Any:
        bench.broker.inject("test/cover/x/set", b"CLOSE")
        await asyncio.sleep(5)
        await bench.tell("test/cover/x/set", "OPEN")
        return bench.house.state("cover.x")

    assert in_house(home_with(BLIND), story) == {"state": "open", "current_position": 100}


def test_a_lost_broker_stops_no_device() -> None:
    async def story(bench: Bench) -> Any:
        bench.house._broker.lose_connection()  # type: ignore[attr-defined]
        bench.house.set_by_hand("switch.fan", {"state": "on"})
        return bench.house.state("switch.fan")["state"]

    assert in_house(read_home(HOME), story) == "on"


def test_a_dialect_that_cannot_speak_for_a_device_is_said_once_for_a_home(
    caplog: pytest.LogCaptureFixture,
) -> None:
    async def story(bench: Bench) -> Any:
        return None

    lock = {"speaks": "homie", "state": {"state": "locked"}}
    home = home_with({"id": "lock.a", **lock}, {"id": "lock.b", **lock}, home="warned")
    with caplog.at_level(logging.WARNING):
        in_house(home, story)
        in_house(home, story)
    assert [record.getMessage().rpartition(": ")[2] for record in caplog.records] == ["homie=2"]


def test_a_sleepy_sensor_reports_when_it_checks_in_and_not_when_asked() -> None:
    sensor = {"id": "sensor.x", "type": "humidity", "speaks": "zigbee2mqtt"}
    home = home_with({**sensor, "state": {"state": "41"}})

    async def story(bench: Bench) -> Any:
        asked = await bench.tell("zigbee2mqtt/x/get", '{"humidity":""}')
        bench.house.check_in()
        await bench.house.settle()
        return asked, bench.said()

    report = ("zigbee2mqtt/x", '{"humidity":41.0,"linkquality":120}')
    assert in_house(home, story) == ([], [report])
