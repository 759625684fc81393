"""A gateway that starts again knows what it knew, until the house tells it otherwise."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from typing import Any

from context.places import Household
from context.states import latest_states
from context.store import Store
from devices.model import State
from gateway.app import Gateway
from gateway.evaluate.memory_broker import MemoryBroker
from gateway.evaluate.virtual_time import VirtualClock
from gateway.understand.grammar import Grammar
from gateway.understand.mind import Mind
from tests.gateway.evaluate.fakes import MONDAY, virtually

BRIDGE = "zigbee2mqtt/bridge/devices"
LAMP = {
    "ieee_address": "0x01", "friendly_name": "lamp", "interview_completed": True,
    "definition": {"exposes": [{"type": "switch", "features": [
        {"type": "binary", "name": "state", "property": "state",
         "value_on": "ON", "value_off": "OFF", "access": 7},
    ]}]},
}  # fmt: skip
MIND = Mind(Grammar("en"), None)


class Home:
    """A broker, a store that stays, and one gateway after the other."""

    def __init__(self) -> None:
        self.clock = VirtualClock(MONDAY)
        self.broker = MemoryBroker(lambda: self.clock.now().timestamp())
        self.store = Store.in_memory()
        self.bridge(LAMP)

    def bridge(self, *devices: dict[str, Any]) -> None:
        self.broker.inject(BRIDGE, json.dumps(devices).encode(), retain=True)

    def tell(self, state: str) -> None:
        self.broker.inject("zigbee2mqtt/lamp", json.dumps({"state": state}).encode())

    async def run(self, meanwhile: Callable[[], Any] = lambda: None) -> dict[str, State]:
        """One life of a gateway: what it knows at its end."""
        client = self.broker.client()
        gateway = Gateway(Household(), client, self.clock, self.store, threaded=False, mind=MIND)
        await gateway.start()
        await asyncio.sleep(1)
        meanwhile()
        await asyncio.sleep(1)
        states = dict(gateway.snapshot().states)
        await gateway.stop()
        client.close()
        return states


def lived(story: Callable[[Home], Awaitable[Any]]) -> Any:
    async def live() -> Any:
        home = Home()
        try:
            return await story(home)
        finally:
            home.store.close()

    return virtually(live)


def test_a_state_that_nobody_retains_is_known_after_a_restart() -> None:
    async def story(home: Home) -> tuple[State, State]:
        before = (await home.run(lambda: home.tell("ON")))["switch.lamp"]
        await asyncio.sleep(3600)
        return before, (await home.run())["switch.lamp"]

    before, after = lived(story)
    assert (after.state, after.available, after.origin) == ("on", True, "unknown")
    assert (after.changed_at, after.updated_at) == (before.changed_at, before.updated_at)


def test_what_the_device_tells_after_a_restart_wins() -> None:
    async def story(home: Home) -> Any:
        await home.run(lambda: home.tell("ON"))
        states = await home.run(lambda: home.tell("OFF"))
        return states["switch.lamp"].state, latest_states(home.store)["switch.lamp"].state

    assert lived(story) == ("off", "off")


def test_a_device_that_went_while_the_gateway_was_away_stays_away() -> None:
    async def story(home: Home) -> Any:
        await home.run(lambda: home.tell("ON"))
        home.bridge()
        return await home.run()

    assert lived(story) == {}


def test_a_device_that_went_is_not_remembered_when_another_takes_its_name() -> None:
    async def story(home: Home) -> Any:
        await home.run(lambda: home.tell("ON"))
        await home.run(home.bridge)
        home.bridge(LAMP)
        return await home.run()

    assert "switch.lamp" not in lived(story)
