"""One suite for every broker that we ship or recommend: what the gateway relies on."""

import asyncio
import os
import shutil
import socket
import subprocess
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from devices.adapters import DIALECTS
from devices.address import BrokerAddress
from devices.embedded_broker import EmbeddedBroker
from devices.ingest import Ingest
from devices.model import Message, Publish
from devices.mqtt import BrokerDown, MqttBroker, back_off
from devices.registry import Registry
from tests.devices import fakes
from tests.devices.fakes import zigbee

pytestmark = pytest.mark.broker

SECONDS_MAX = 15.0
USER, PASSWORD = "gateway", "only-for-this-test"


class Embedded:
    """amqtt in this process."""

    def __init__(self, _folder: Path) -> None:
        self._broker = EmbeddedBroker(username=USER, password=PASSWORD)
        self.address = self._broker.address

    async def start(self) -> None:
        await self._broker.__aenter__()
        self.address = self._broker.address

    async def stop(self) -> None:
        await self._broker.__aexit__()


class Mosquitto:
    """mosquitto in a process of its own."""

    def __init__(self, folder: Path) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        self.address = BrokerAddress("127.0.0.1", port, USER, PASSWORD)
        self._config = folder / "mosquitto.conf"
        self._process: asyncio.subprocess.Process | None = None
        passwords = folder / "passwords"
        passwords.touch(mode=0o600)
        run = ["mosquitto_passwd", "-b", str(passwords), USER, PASSWORD]
        subprocess.run(run, check=True, capture_output=True)
        user = "user root\n" if os.geteuid() == 0 else ""
        self._config.write_text(
            f"{user}listener {port} 127.0.0.1\nallow_anonymous false\npassword_file {passwords}\n"
        )

    async def start(self) -> None:
        quiet = asyncio.subprocess.DEVNULL
        self._process = await asyncio.create_subprocess_exec(
            "mosquitto", "-c", str(self._config), stdout=quiet, stderr=quiet
        )

    async def stop(self) -> None:
        if self._process is not None:
            self._process.kill()
            await self._process.wait()
            self._process = None


HAS_MOSQUITTO = bool(shutil.which("mosquitto") and shutil.which("mosquitto_passwd"))
Server = Embedded | Mosquitto


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


def run(server: Server, story: Callable[[], Awaitable[None]]) -> None:
    """Play a story while the broker runs."""

    async def play() -> None:
        await server.start()
        try:
            async with asyncio.timeout(SECONDS_MAX):
                await story()
        finally:
            await server.stop()

    asyncio.run(play())


def quickly() -> Iterator[float]:
    return back_off(0.05, 0.2)


class Client:
    """A connected client that keeps what it hears."""

    def __init__(self, broker: MqttBroker, connects: asyncio.Semaphore) -> None:
        self.broker = broker
        self._connects = connects
        self._messages = broker.messages()

    async def is_connected(self) -> None:
        """Wait for the next connect."""
        await self._connects.acquire()

    async def hears(self) -> Message:
        return await anext(self._messages)


@asynccontextmanager
async def client(server: Server, *topics: str, **more: Any) -> AsyncIterator[Client]:
    connects = asyncio.Semaphore(0)
    broker = MqttBroker(server.address, on_connect=connects.release, delays=quickly, **more)
    broker.subscribe(topics)
    async with broker:
        found = Client(broker, connects)
        await found.is_connected()
        yield found


def test_what_is_published_is_heard(server: Server) -> None:
    async def story() -> None:
        async with client(server, "home/#") as us:
            us.broker.publish(Publish("home/lamp", "grün"))
            heard = await us.hears()
            assert (heard.topic, heard.payload) == ("home/lamp", "grün".encode())
            assert not heard.retained

    run(server, story)


def test_a_later_subscription_counts_at_once(server: Server) -> None:
    async def story() -> None:
        async with client(server) as us:
            us.broker.subscribe(["a", "b/+"])
            us.broker.publish(Publish("b/c", "1"))
            assert (await us.hears()).topic == "b/c"

    run(server, story)


def test_what_is_retained_is_told_to_those_who_come_later(server: Server) -> None:
    async def story() -> None:
        async with client(server, "kept") as first:
            first.broker.publish(Publish("kept", "1", retain=True))
            await first.hears()
            async with client(server, "kept") as second:
                heard = await second.hears()
                assert (heard.payload, heard.retained) == (b"1", True)

    run(server, story)


def test_an_empty_payload_ends_what_is_retained(server: Server) -> None:
    async def story() -> None:
        async with client(server, "kept", "mark") as first:
            first.broker.publish(Publish("kept", "1", retain=True))
            first.broker.publish(Publish("kept", "", retain=True))
            assert [(await first.hears()).payload for _ in range(2)] == [b"1", b""]
            async with client(server, "kept", "mark") as second:
                second.broker.publish(Publish("mark", "x"))
                assert (await second.hears()).topic == "mark"

    run(server, story)


def test_the_order_of_a_storm_is_kept(server: Server) -> None:
    async def story() -> None:
        async with client(server, "storm") as us:
            for number in range(300):
                us.broker.publish(Publish("storm", str(number)))
            heard = [int((await us.hears()).payload) for _ in range(300)]
            assert heard == list(range(300))

    run(server, story)


def test_a_will_tells_that_a_client_is_gone(server: Server) -> None:
    async def story() -> None:
        will, birth = Publish("us/status", "offline"), Publish("us/status", "online")
        async with (
            client(server, "us/status") as watcher,
            client(server, will=will, birth=birth) as us,
        ):
            assert (await watcher.hears()).payload == b"online"
            us.broker._client.socket().shutdown(socket.SHUT_RDWR)  # type: ignore[union-attr]
            assert (await watcher.hears()).payload == b"offline"

    run(server, story)


def test_nobody_gets_in_without_the_password(server: Server) -> None:
    async def story() -> None:
        async with client(server):  # By now the broker serves.
            for username, password in ((USER, "wrong"), (None, None)):
                address = replace(server.address, username=username, password=password)
                async with MqttBroker(address, delays=quickly) as stranger:
                    assert not await _connects_within(stranger, 0.3)

    run(server, story)


async def _connects_within(broker: MqttBroker, seconds: float) -> bool:
    try:
        async with asyncio.timeout(seconds):
            await anext(broker.messages())
    except TimeoutError:
        pass
    return broker.connected


def test_after_a_restart_all_is_subscribed_again(server: Server) -> None:
    async def story() -> None:
        async with client(server, "first") as us:
            us.broker.subscribe(["later"])
            await server.stop()
            await server.start()
            await us.is_connected()
            async with client(server) as other:
                other.broker.publish(Publish("first", "1"))
                other.broker.publish(Publish("later", "2"))
                assert {(await us.hears()).topic, (await us.hears()).topic} == {"first", "later"}

    run(server, story)


def test_nothing_is_sent_later_when_the_broker_was_down(server: Server) -> None:
    async def story() -> None:
        async with client(server, "lamp/set") as us:
            await server.stop()
            while us.broker.connected:  # noqa: ASYNC110 (nothing else tells of a loss)
                await asyncio.sleep(0.01)
            with pytest.raises(BrokerDown):
                us.broker.publish(Publish("lamp/set", "late"))
            await server.start()
            await us.is_connected()
            us.broker.publish(Publish("lamp/set", "new"))
            assert (await us.hears()).payload == b"new"

    run(server, story)


def test_after_a_restart_devices_are_asked_for_their_state(server: Server) -> None:
    """The whole of it: announcement, question, answer, and again after the broker came back."""

    async def story() -> None:
        async with client(server, "zigbee2mqtt/lamp/get") as bridge:
            connects = asyncio.Semaphore(0)
            us = MqttBroker(server.address, delays=quickly, on_connect=lambda: resync())
            ingest = Ingest(Registry(), DIALECTS, us.subscribe, us.publish)

            def resync() -> None:
                ingest.resync()
                connects.release()

            ingest.start()
            async with us:
                await connects.acquire()
                heard = us.messages()
                for state in ("ON", "OFF"):
                    inventory = fakes.message("", [zigbee("lamp", fakes.LIGHT)]).payload.decode()
                    bridge.broker.publish(
                        Publish("zigbee2mqtt/bridge/devices", inventory, retain=True)
                    )
                    ingest.take(await anext(heard))
                    if state == "OFF":
                        await server.stop()
                        await server.start()
                        await connects.acquire()
                        await bridge.is_connected()
                        ingest.resync()
                    assert (await bridge.hears()).topic == "zigbee2mqtt/lamp/get"
                    bridge.broker.publish(Publish("zigbee2mqtt/lamp", f'{{"state":"{state}"}}'))
                    (fact,) = ingest.take(await anext(heard))
                    assert fact.after.state == state.lower()

    run(server, story)


def test_the_embedded_broker_listens_on_loopback_only() -> None:
    broker = EmbeddedBroker()
    assert broker.address.host == "127.0.0.1"
    assert len(broker.address.password or "") >= 20
    assert (broker.address.password or "x") not in repr(broker.address)


def test_the_wait_for_the_next_try_grows_and_is_bounded() -> None:
    delays = back_off(1.0, 8.0)
    waited = [next(delays) for _ in range(10)]
    assert all(delay <= 8.0 for delay in waited)
    assert waited[5] >= 4.0
