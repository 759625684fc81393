"""What the tests of `evaluate` share: a small home, a house in virtual time, a scripted gateway."""

import asyncio
import json
from collections import deque
from collections.abc import Awaitable, Callable, Mapping
from datetime import UTC, datetime
from typing import Any

from context.places import Household
from context.snapshot import Snapshot
from context.turn import (
    Act,
    Answer,
    Clause,
    Confirmation,
    Decline,
    Interpretation,
    Outcome,
    Reading,
    Reply,
    Resolution,
    Transcript,
    Turn,
)
from devices.model import Command, Message, Publish
from devices.mqtt import Broker
from gateway.clock import Clock
from gateway.evaluate.home_file import Home, read_home
from gateway.evaluate.house import House
from gateway.evaluate.memory_broker import MemoryBroker, MemoryClient
from gateway.evaluate.virtual_time import VirtualClock, VirtualTimeLoop

MONDAY = datetime(2026, 3, 2, 10, tzinfo=UTC)

HOME: dict[str, Any] = {
    "home": "test",
    "areas": [{"id": "kitchen", "name": "Kitchen"}],
    "people": [{"id": "anna", "name": "Anna"}],
    "satellites": [{"id": "speaker", "area": "kitchen"}],
    "devices": [
        {
            "id": "light.lamp",
            "name": "Lamp",
            "area": "kitchen",
            "features": ["brightness"],
            "state": {"state": "off"},
        },
        {"id": "switch.fan", "name": "Fan", "state": {"state": "off"}},
        {"id": "scene.evening", "name": "Evening", "sets": {"light.lamp": {"state": "on"}}},
    ],
    "catalog": [{"id": "genre.jazz", "kind": "genre", "title": "Jazz"}],
}


def home_with(*devices: Mapping[str, Any], **more: Any) -> Home:
    """The small home, with these devices instead of its own."""
    return read_home({**HOME, "devices": [{"name": "X", **device} for device in devices], **more})


def virtually(story: Callable[[], Awaitable[Any]]) -> Any:
    """Run a story in virtual time."""

    async def run() -> Any:
        return await story()

    with asyncio.Runner(loop_factory=VirtualTimeLoop) as runner:
        return runner.run(run())


class Bench:
    """A house and a client that listens to everything it says."""

    def __init__(self, home: Home) -> None:
        self.clock = VirtualClock(MONDAY)
        self.broker = MemoryBroker(lambda: self.clock.now().timestamp())
        self.house = House(home, self.broker.client(), self.clock)
        self.ear: MemoryClient = self.broker.client()
        self.heard: list[Message] = []

    async def start(self) -> None:
        """Bring the house up and listen."""
        self.ear.subscribe(["#"])
        self._task = asyncio.get_running_loop().create_task(self._listen())
        await self.house.start()
        await self.house.settle()

    async def _listen(self) -> None:
        async for message in self.ear.messages():
            self.heard.append(message)

    async def tell(self, topic: str, payload: str) -> list[tuple[str, str]]:
        """Send one message, and return what the house says until it has settled."""
        self.heard.clear()
        self.broker.inject(topic, payload.encode())
        await self.house.settle()
        return self.said()

    def said(self) -> list[tuple[str, str]]:
        """(topic, payload) of all that was heard, without commands."""
        pairs = [(message.topic, message.payload.decode()) for message in self.heard]
        orders = ("/set", "/command", "/get")
        return [pair for pair in pairs if not pair[0].endswith(orders)]

    async def stop(self) -> None:
        """Put everything away."""
        self.ear.close()
        await self._task
        await self.house.stop()


def told(home: Home, topic: str, payload: str) -> list[tuple[str, str]]:
    """What a home says when it is told one thing."""

    async def story() -> list[tuple[str, str]]:
        bench = Bench(home)
        await bench.start()
        said = await bench.tell(topic, payload)
        await bench.stop()
        return said

    result: list[tuple[str, str]] = virtually(story)
    return result


def announced(home: Home) -> dict[str, Any]:
    """What a home says at its start, by topic, JSON as values."""

    async def story() -> dict[str, Any]:
        bench = Bench(home)
        await bench.start()
        said = {topic: _value(payload) for topic, payload in bench.said()}
        await bench.stop()
        return said

    result: dict[str, Any] = virtually(story)
    return result


def _value(payload: str) -> Any:
    try:
        return json.loads(payload)
    except ValueError:
        return payload


class ScriptedGateway:
    """Understands only what its script says: text -> what is published, and the reply."""

    script: Mapping[str, tuple[list[tuple[str, str]], str]] = {
        "lamp on": ([("test/light/lamp/set", '{"state":"ON"}')], "The lamp is on."),
        "lamp off": ([("test/light/lamp/set", '{"state":"OFF"}')], "The lamp is off."),
        "is it on": ([], "Yes, it is on."),
    }

    def __init__(self, household: Household, broker: Broker, clock: Clock, store: Any) -> None:
        self.spoken: Callable[[str, str | None], None] = lambda text, satellite: None
        self._household = household
        self._broker = broker
        self._clock = clock
        self._store = store if store is not None else []
        self._ringing: list[asyncio.TimerHandle] = []

    async def start(self) -> None:
        self._store.append("start")

    async def stop(self) -> None:
        self._store.append("stop")

    async def say(self, transcript: Transcript) -> Turn:
        self._store.append(transcript)
        if transcript.text == "crash":
            raise RuntimeError("on purpose")
        if transcript.text == "remind me":
            ring = asyncio.get_running_loop().call_later
            ring(600, lambda: self.spoken("Your reminder.", transcript.satellite))
        orders, reply = self.script.get(transcript.text, ([], "Sorry, I did not get that."))
        for topic, payload in orders:
            self._broker.publish(Publish(topic, payload))
        await asyncio.sleep(0.2)
        known = transcript.text in self.script
        return turn_of(transcript.text, reply, orders=orders, known=known, at=self._clock.now())

    def interrupt(self, satellite: str | None = None) -> None:
        self._store.append(("interrupt", satellite))

    async def learn(self) -> None:
        self._store.append("learn")

    def judged(self) -> dict[str, Any]:
        return {}

    def learned(self) -> list[dict[str, Any]]:
        return [{"phrase": "x"}]

    def snapshot(self, satellite: str | None = None) -> Snapshot:
        return Snapshot(self._clock.now(), self._household)


def turn_of(
    text: str,
    reply: str = "Okay.",
    *,
    orders: Any = (),
    known: bool = True,
    at: datetime = MONDAY,
    decision: Any = None,
) -> Turn:
    """A turn that did something to the lamp, or gave up."""
    reading = Reading("HassTurnOn", {"name": "lamp"})
    clause = Clause(text, (reading,) if known else ())
    usual = Act((Answer("state"),)) if known else Decline("not_understood", why=("no idea",))
    command = Command("light.lamp", "turn_on")
    return Turn(
        id="1",
        at=at,
        transcript=Transcript(text),
        interpretation=Interpretation(text, (clause,)),
        resolutions=(Resolution(clause, reading, ("light.lamp",)),) if known else (),
        decision=decision or usual,
        outcome=Outcome(tuple(Confirmation(command, "confirmed") for _ in orders)),
        reply=Reply(reply),
        ms={"to_publish": 2.0},
    )


def sent(*pairs: tuple[str, str]) -> tuple[Publish, ...]:
    """Messages that the gateway sent."""
    return tuple(deque(Publish(topic, payload) for topic, payload in pairs))
