"""The daemon as people run it: with a real broker, and a device that is no part of us."""

import asyncio
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from devices.address import BrokerAddress
from devices.embedded_broker import EmbeddedBroker
from devices.model import Publish
from devices.mqtt import MqttBroker
from gateway.config import load
from gateway.entrypoints.connection import STATUS_TOPIC
from gateway.entrypoints.control import ControlError, ask
from gateway.entrypoints.daemon import run, serve
from gateway.entrypoints.plan import Plan, plan_of
from tests.devices.test_brokers import HAS_MOSQUITTO, Embedded, Mosquitto, Server

SECONDS_MAX = 30.0
DESK = {
    "name": "Desk lamp",
    "unique_id": "desk1",
    "command_topic": "desk/set",
    "state_topic": "desk/state",
    "device": {"identifiers": ["desk1"], "suggested_area": "Study"},
}
CONFIG = """
home:
  areas: [{id: study, name: Study}]
  people: [{id: anna, name: Anna}]
  satellites: [{id: speaker, area: study}]
store: {path: ambient.db, commit_interval_s: 0.1}
socket: s.sock
"""


def plan(folder: Path, address: BrokerAddress) -> Plan:
    """That of a configuration file with this broker."""
    file = folder / "config.yaml"
    file.write_text(CONFIG)
    return plan_of(load(file, environment(address)))


def environment(address: BrokerAddress) -> dict[str, str]:
    return {
        "AMBIENT_MQTT__HOST": address.host,
        "AMBIENT_MQTT__PORT": str(address.port),
        "AMBIENT_MQTT__USERNAME": address.username or "",
        "AMBIENT_MQTT__PASSWORD": address.password or "",
    }


class Lamp:
    """A lamp that somebody else's firmware runs: announces itself, obeys, reports."""

    def __init__(self, broker: MqttBroker) -> None:
        self._broker = broker
        self.told: list[str] = []

    async def live(self) -> None:
        self._broker.publish(
            Publish("homeassistant/light/desk/config", json.dumps(DESK), retain=True)
        )
        self._broker.publish(Publish("desk/state", "OFF", retain=True))
        async for message in self._broker.messages():
            if message.topic == "desk/set":
                self.told.append(message.payload.decode())
                self._broker.publish(Publish("desk/state", self.told[-1], retain=True))


async def told(path: Path, request: Mapping[str, Any]) -> Mapping[str, Any]:
    return await asyncio.to_thread(ask, path, request)


async def knows_a_device(path: Path) -> list[Any]:
    """Wait until the daemon has a device with a state."""
    while True:
        rows: list[Any] = (await told(path, {"devices": True}))["devices"]
        if rows and rows[0]["state"]:
            return rows
        await asyncio.sleep(0.05)


def lived(folder: Path, server: Server, story: Callable[[Path, Lamp], Awaitable[None]]) -> None:
    """A story in a home with a broker, a lamp and the daemon."""

    async def play() -> None:
        await server.start()
        over, there = asyncio.Event(), asyncio.Event()
        client = MqttBroker(server.address, on_connect=there.set)
        client.subscribe(["desk/set"])
        try:
            async with asyncio.timeout(SECONDS_MAX), client, asyncio.TaskGroup() as group:
                await there.wait()
                lamp = Lamp(client)
                living = group.create_task(lamp.live())
                home = plan(folder, server.address)
                group.create_task(serve(home, over.wait))
                door = Path(home.socket)
                while not door.exists():  # noqa: ASYNC110, ASYNC240 (as another program would)
                    await asyncio.sleep(0.02)
                await story(door, lamp)
                over.set()
                living.cancel()
        finally:
            await server.stop()

    asyncio.run(play())


@pytest.fixture(
    params=[
        pytest.param(Embedded, id="amqtt"),
        pytest.param(
            Mosquitto,
            id="mosquitto",
            marks=pytest.mark.skipif(not HAS_MOSQUITTO, reason="mosquitto is not installed"),
        ),
    ]
)
def server(request: pytest.FixtureRequest, tmp_path: Path) -> Server:
    made: Server = request.param(tmp_path)
    return made


@pytest.mark.broker
def test_a_sentence_reaches_a_device_that_another_client_announced(
    server: Server, tmp_path: Path
) -> None:
    async def story(path: Path, lamp: Lamp) -> None:
        (row,) = await knows_a_device(path)
        assert (row["id"], row["area"], row["state"]) == ("light.desk_lamp", "study", "off")
        answer = await told(path, {"say": "turn on the desk lamp", "satellite": "speaker"})
        assert lamp.told == ["ON"]
        assert "light.desk_lamp: on after" in answer["story"]
        assert answer["reply"] == "The desk lamp is on."

    lived(tmp_path, server, story)


@pytest.mark.broker
def test_what_is_taught_at_the_door_is_listed_and_forgotten_there(tmp_path: Path) -> None:
    async def story(door: Path, lamp: Lamp) -> None:
        await knows_a_device(door)
        lesson = "when I say story time, turn on the desk lamp"
        taught = await told(door, {"teach": lesson, "person": "anna"})
        assert "story time" in taught["reply"]
        with pytest.raises(ControlError, match="teaches nothing"):
            await told(door, {"teach": "turn on the desk lamp", "person": "anna"})
        (row,) = (await told(door, {"learned": True, "person": "anna"}))["learned"]
        assert (row["phrase"], row["entity_id"]) == ("story time", "light.desk_lamp")
        await told(door, {"say": "story time", "satellite": "speaker", "person": "anna"})
        assert lamp.told == ["ON"]
        assert (await told(door, {"forget": "nothing"}))["forgotten"] == []
        gone = await told(door, {"forget": True, "person": "anna"})
        assert [each["id"] for each in gone["forgotten"]] == [row["id"]]
        assert (await told(door, {"learned": True}))["learned"] == []
        with pytest.raises(ControlError, match="an id, a phrase"):
            await told(door, {"forget": 7})

    lived(tmp_path, Embedded(tmp_path), story)


@pytest.mark.broker
def test_what_happened_is_on_the_disk_after_a_stop(tmp_path: Path) -> None:
    async def story(path: Path, lamp: Lamp) -> None:
        await knows_a_device(path)
        await told(path, {"say": "turn on the desk lamp"})

    lived(tmp_path, Embedded(tmp_path), story)
    for arguments, text in (
        (["why"], '"turn on the desk lamp"'),
        (["why", "--list", "5"], "HassTurnOn"),
        (["devices"], "light.desk_lamp"),
    ):
        config = ["--config", str(tmp_path / "config.yaml")]
        command = [sys.executable, "-m", "gateway", *arguments, *config]
        assert text in subprocess.run(command, capture_output=True, text=True, check=True).stdout


@pytest.mark.broker
def test_a_stranger_is_told_who_is_known(tmp_path: Path) -> None:
    async def story(path: Path, lamp: Lamp) -> None:
        for request, text in (
            ({"say": "hi", "satellite": "attic"}, "there is no satellite 'attic'; known: speaker"),
            ({"say": "hi", "person": "zoe"}, "there is no person 'zoe'; known: anna"),
            ({"dance": True}, "there are: say, devices"),
        ):
            with pytest.raises(Exception, match=text):
                await told(path, request)

    lived(tmp_path, Embedded(tmp_path), story)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Process:
    """`ambient run` in a process of its own."""

    def __init__(self, folder: Path, address: BrokerAddress) -> None:
        (folder / "config.yaml").write_text(CONFIG)
        self.log = folder / "log"
        with self.log.open("w") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "gateway", "run", "--config", str(folder / "config.yaml")],
                env={**os.environ, **environment(address)},
                stderr=log,
            )

    def says(self, text: str) -> bool:
        """Wait until the log does."""
        until = time.monotonic() + SECONDS_MAX
        while time.monotonic() < until:
            if text in self.log.read_text():
                return True
            time.sleep(0.05)
        return False

    def stop(self, number: signal.Signals) -> int:
        self._process.send_signal(number)
        return self._process.wait(SECONDS_MAX)

    def kill(self) -> None:
        self._process.kill()
        self._process.wait()


@pytest.fixture
def lonely(tmp_path: Path) -> Iterator[Process]:
    """A daemon whose broker is not there."""
    process = Process(tmp_path, BrokerAddress("127.0.0.1", free_port()))
    yield process
    process.kill()


@pytest.mark.slow
def test_a_missing_broker_is_waited_for_and_a_signal_ends_it(lonely: Process) -> None:
    assert lonely.says("started")
    assert lonely.says("is it running (systemctl status mosquitto)")
    assert lonely.stop(signal.SIGTERM) == 0
    assert "stopped" in lonely.log.read_text()


@pytest.mark.broker
def test_the_broker_is_told_that_we_come_and_go(tmp_path: Path) -> None:
    async def story() -> None:
        async with EmbeddedBroker() as broker, MqttBroker(broker.address) as watcher:
            watcher.subscribe([STATUS_TOPIC])
            heard = watcher.messages()
            process = Process(tmp_path, broker.address)
            try:
                async with asyncio.timeout(SECONDS_MAX):
                    assert (await anext(heard)).payload == b"online"
                    assert await asyncio.to_thread(process.stop, signal.SIGINT) == 0
                    assert (await anext(heard)).payload == b"offline"
            finally:
                process.kill()

    asyncio.run(story())


def test_a_store_that_cannot_be_written_ends_it_with_advice(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").touch()
    config = tmp_path / "config.yaml"
    config.write_text(CONFIG.replace("ambient.db", "file/ambient.db"))
    assert run(plan_of(load(config, {}))) == 1
    assert "set `store.path`" in capsys.readouterr().out


def test_mosquitto_is_tested_where_it_is_installed() -> None:
    assert bool(shutil.which("mosquitto")) == HAS_MOSQUITTO
