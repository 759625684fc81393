"""`ambient demo`: a simulated home on a real MQTT broker, a gateway in it, and somebody to speak.

House and gateway are two MQTT clients that share nothing but the broker, in real time: what is
said takes the way that it takes in a real home.
"""

import asyncio
import json
from collections.abc import Callable, Sequence
from contextlib import AsyncExitStack, ExitStack
from pathlib import Path

from context.layout import save_layout
from context.snapshot import Snapshot
from context.store import Store
from context.turn import Transcript, Turn
from devices.address import BrokerAddress
from devices.embedded_broker import EmbeddedBroker
from devices.mqtt import MqttBroker
from gateway.app import Gateway
from gateway.clock import SystemClock
from gateway.entrypoints.story import States, story
from gateway.entrypoints.warm import warm_up
from gateway.evaluate import WILLOW
from gateway.evaluate.home_file import Home, read_home
from gateway.evaluate.house import House

"""The project's own home."""
READY_SECONDS_MAX = 20.0  # On a Pi Zero the embedded broker needs five for a whole home.
QUIET_S = 0.3  # Nothing new for so long: all that is retained has been read.
LOOK_EVERY_S = 0.02
STATES_NEVER_TOLD = frozenset({"scene", "script", "button", "input_button", "event"})


class DemoError(Exception):
    """The demo cannot go on; the message says why."""


class Demo:
    """`async with Demo(home, store) as demo:` is a home that can be spoken to."""

    def __init__(
        self,
        home: Home,
        store: Store,
        spoken: Callable[[str, str | None], None],
    ) -> None:
        """`spoken` hears what the gateway says by itself."""
        self._home = home
        self._store = store
        self._spoken = spoken
        self._parts = AsyncExitStack()
        self._gateway: Gateway | None = None

    async def __aenter__(self) -> "Demo":
        try:
            broker = await self._parts.enter_async_context(EmbeddedBroker())
            house = await self._start_house(broker.address)
            await self._start_gateway(broker.address)
            await self._settle(len(self._home.devices), 0)
            house.check_in()
            telling = [d for d in self._home.devices.values() if d.domain not in STATES_NEVER_TOLD]
            await self._settle(len(self._home.devices), len(telling))
            warm_up(self.gateway)
        except BaseException:
            await self._parts.aclose()
            raise
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._parts.aclose()

    @property
    def gateway(self) -> Gateway:
        """The running gateway."""
        if self._gateway is None:
            raise RuntimeError("the demo has not been started")
        return self._gateway

    async def say(self, text: str, satellite: str | None, person: str | None) -> Turn:
        """Somebody says this there."""
        known = self._home.household.satellites.get(satellite or "")
        area = known.area if known else None
        return await self.gateway.say(
            Transcript(text, satellite=satellite, area=area, person=person)
        )

    def snapshot(self) -> Snapshot:
        """What the gateway knows now."""
        return self.gateway.snapshot()

    def states(self) -> States:
        """What each device last reported."""
        return self.snapshot().states.get

    async def _start_house(self, address: BrokerAddress) -> House:
        client = await self._connected(address)
        house = House(self._home, client, SystemClock())
        await house.start()
        self._parts.push_async_callback(house.stop)
        return house

    async def _start_gateway(self, address: BrokerAddress) -> None:
        client = await self._connected(address)
        gateway = Gateway(
            self._home.household,
            client,
            SystemClock(),
            self._store,
        )
        gateway.spoken = self._spoken
        await gateway.start()
        self._parts.push_async_callback(gateway.stop)
        self._gateway = gateway

    async def _connected(self, address: BrokerAddress) -> MqttBroker:
        """One client of the broker, connected."""
        there = asyncio.Event()
        client = MqttBroker(address, on_connect=there.set)
        await self._parts.enter_async_context(client)
        try:
            async with asyncio.timeout(READY_SECONDS_MAX):
                await there.wait()
        except TimeoutError:
            raise DemoError("the embedded broker did not let its own home in") from None
        return client

    async def _settle(self, devices: int, states: int) -> None:
        """Wait until so many are known and nothing new comes; a home that never is goes on."""
        loop = asyncio.get_running_loop()
        deadline, last, since = loop.time() + READY_SECONDS_MAX, (-1, -1), loop.time()
        while loop.time() < deadline:
            registry = self.gateway.registry
            now = (len(registry.devices), len(registry.states))
            if now[0] >= devices and now[1] >= states:
                return
            if now != last:
                last, since = now, loop.time()
            elif now[0] and loop.time() - since > QUIET_S:
                return
            await asyncio.sleep(LOOK_EVERY_S)
        raise DemoError("the simulated home did not come up; `ambient doctor` may tell why")


def open_store(path: Path | None, home: Home, stack: ExitStack) -> Store:
    """The store of a demo: kept in a file, or gone when it ends."""
    store = stack.enter_context(Store.in_memory() if path is None else Store.open(path))
    save_layout(store, home.household)
    return store


NOBODY = "nobody"


def default_satellite(home: Home, wanted: str | None) -> str | None:
    """Where one speaks when nobody says: the first satellite; `DemoError` for an unknown one."""
    satellites = home.household.satellites
    if wanted is not None and wanted not in satellites:
        raise DemoError(f"there is no satellite {wanted!r}; there are: {', '.join(satellites)}")
    return wanted or next(iter(satellites), None)


def known_person(home: Home, wanted: str | None) -> str | None:
    """Who speaks when nobody says: the first of the household, since a demo knows its guest.

    `nobody` is a voice that is not recognised; `DemoError` for an unknown name.
    """
    people = home.household.people
    if wanted == NOBODY:
        return None
    if wanted is not None and wanted not in people:
        known = ", ".join((*people, NOBODY))
        raise DemoError(f"there is nobody called {wanted!r}; there are: {known}")
    return wanted or next(iter(people), None)


async def say_once(
    home_path: Path | None,
    sentences: Sequence[str],
    tell: Callable[[str], None],
    *,
    store_path: Path | None = None,
    satellite: str | None = None,
    person: str | None = None,
) -> None:
    """Bring a home up, say the sentences one after the other, tell the story of each."""
    home = read_home(home_path or WILLOW)
    at, by = default_satellite(home, satellite), known_person(home, person)

    def spoken(text: str, where: str | None) -> None:
        tell(f"{where or 'gateway'} says {json.dumps(text, ensure_ascii=False)}")

    with ExitStack() as stack:
        store = open_store(store_path, home, stack)
        async with Demo(home, store, spoken) as demo:
            for number, text in enumerate(sentences):
                if number:
                    tell("")
                turn = await demo.say(text, at, by)
                tell(story(turn, demo.states()))
