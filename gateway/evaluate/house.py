"""The simulated house: devices that announce themselves, obey over MQTT, and can fail.

It keeps the truth: what each device really is, whatever the gateway believes. What a device does
stands in `simulated/behaviour.py`, how it speaks in the other files there; here are the wires.
"""

import asyncio
import logging
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from devices.model import Message, Publish
from devices.mqtt import Broker, BrokerDown
from gateway.clock import Clock
from gateway.evaluate.home_file import Home, HomeDevice
from gateway.evaluate.simulated import ambient, home_assistant, homie, shelly, tasmota, zigbee2mqtt
from gateway.evaluate.simulated.ambient import AmbientTongue
from gateway.evaluate.simulated.behaviour import Reaction, World, at_start, react, settled
from gateway.evaluate.simulated.home_assistant import HomeAssistantTongue
from gateway.evaluate.simulated.homie import HomieTongue
from gateway.evaluate.simulated.shelly import ShellyTongue
from gateway.evaluate.simulated.tasmota import TasmotaTongue
from gateway.evaluate.simulated.tongue import Tongue
from gateway.evaluate.simulated.zigbee2mqtt import Zigbee2MqttTongue

log = logging.getLogger(__name__)

SETTLE_S_MAX = 120.0
"""Nothing simulated moves for longer than a ramp of a minute, twice over."""
QUIET_S = 0.2
"""After the last movement: long enough for what it sets off."""
MARKS_MAX = 16
"""Moments that changes can be asked since; a scenario needs two."""
FAULTS = ("ignores", "offline", "none")

STATE_OF_ITS_OWN = frozenset({"scene", "script"})
"""Domains whose own state does not count as a change of the house."""

_WARNED: set[str] = set()
"""Homes that this process has warned of already: a thousand scenarios play in the same one."""

Truth = Mapping[str, Any]


class Mark:
    """A moment, and what has been overwritten since."""

    def __init__(self) -> None:
        self.before: dict[str, dict[str, Any]] = {}
        """State of each device that was touched since, as it was then."""


_RUN_S = 0.1
"""A script or scene takes a moment until its commands have gone out."""


class House:
    """All devices of one home."""

    def __init__(
        self,
        home: Home,
        broker: Broker,
        clock: Clock,
        given: Mapping[str, Truth] | None = None,
    ) -> None:
        self._home = home
        self._broker = broker
        self._clock = clock
        self._fahrenheit = home.household.temperature_unit == "F"
        self._truth = {
            device.id: at_start(device, self._fahrenheit) for device in home.devices.values()
        }
        self._marks: list[Mark] = []
        for entity_id, changes in (given or {}).items():
            self._merge(entity_id, self._complete(entity_id, changes))
        self._tongues = choose_tongues(home)
        self._listeners: dict[str, str] = {}
        self._faults: dict[str, str] = {}
        self._moving: dict[str, list[asyncio.TimerHandle]] = {}
        self._echoes: dict[str, tuple[asyncio.TimerHandle, Truth]] = {}
        self._reader: asyncio.Task[None] | None = None
        self.played: list[str] = []
        """What media players were told to play or to go on with; whoever reads it may clear it."""

    # --- living ---

    async def start(self) -> None:
        """Announce every device, say what each is, and listen."""
        zigbee = [
            self._home.devices[entity_id]
            for entity_id, tongue in self._tongues.items()
            if isinstance(tongue, Zigbee2MqttTongue)
        ]
        if zigbee:
            self._send(zigbee2mqtt.bridge(zigbee, fahrenheit=self._fahrenheit))
        for entity_id, tongue in self._tongues.items():
            self._send(tongue.announce())
            self._send(tongue.available(True))
            self._send(tongue.report(self._truth[entity_id]))
            for topic in tongue.topics():
                self._listeners[topic.removesuffix("/+")] = entity_id
        self._broker.subscribe(
            topic for tongue in self._tongues.values() for topic in tongue.topics()
        )
        self._reader = asyncio.get_running_loop().create_task(self._listen())

    def check_in(self) -> None:
        """Sleepy sensors report, as they do now and then; nobody can ask them."""
        for entity_id, tongue in self._tongues.items():
            sleepy = isinstance(tongue, Zigbee2MqttTongue) and tongue.sleeps
            if sleepy and self._faults.get(entity_id) != "offline":
                self._send(tongue.report(self._truth[entity_id]))

    async def stop(self) -> None:
        """Stop everything that moves, and listen no more."""
        for entity_id in list(self._moving):
            self._halt(entity_id)
        if self._reader is not None:
            self._reader.cancel()
            await asyncio.gather(self._reader, return_exceptions=True)

    async def settle(self) -> bool:
        """Wait until nothing moves; false if something still does after a long while."""
        loop = asyncio.get_running_loop()
        limit = loop.time() + SETTLE_S_MAX
        await asyncio.sleep(QUIET_S)
        while self._moving and loop.time() < limit:
            last = max(handle.when() for handles in self._moving.values() for handle in handles)
            await asyncio.sleep(min(max(last - loop.time(), 0), limit - loop.time()) + QUIET_S)
        return not self._moving

    # --- what happens to it ---

    def set_by_hand(self, entity_id: str, changes: Truth) -> None:
        """Somebody turns a knob, or a sensor measures something: the device says so."""
        self._halt(entity_id)
        self._change(entity_id, self._complete(entity_id, changes))

    def fault(self, entity_id: str, fault: str) -> None:
        """From here on a device `ignores` commands, is `offline`, or is well again (`none`)."""
        before = self._faults.get(entity_id, "none")
        self._faults[entity_id] = fault
        if fault != "none":
            self._halt(entity_id)
        if (before == "offline") != (fault == "offline"):
            online = fault != "offline"
            self._send(self._tongues[entity_id].available(online))
            if online:
                self._send(self._tongues[entity_id].report(self._truth[entity_id]))

    # --- the truth ---

    def state(self, entity_id: str) -> Truth:
        """What a device really is."""
        return self._truth[entity_id]

    def mark(self) -> Mark:
        """This moment, to ask changes since."""
        mark = Mark()
        self._marks.append(mark)
        del self._marks[:-MARKS_MAX]
        return mark

    def forget(self, mark: Mark) -> None:
        """Nobody will ask changes since this moment again."""
        self._marks = [other for other in self._marks if other is not mark]

    def changes_since(self, mark: Mark) -> dict[str, dict[str, Any]]:
        """What is otherwise than then, by device; gone attributes are None."""
        found = {}
        for entity_id, before in mark.before.items():
            now = self._truth[entity_id]
            different = {
                key: now.get(key)
                for key in (*now, *(key for key in before if key not in now))
                if now.get(key) != before.get(key)
            }
            if different and entity_id.partition(".")[0] not in STATE_OF_ITS_OWN:
                found[entity_id] = different
        return found

    # --- inside ---

    async def _listen(self) -> None:
        async for message in self._broker.messages():
            self._hear(message)

    def _hear(self, message: Message) -> None:
        entity_id = self._listeners.get(message.topic)
        if entity_id is None:
            entity_id = self._listeners.get(message.topic.rpartition("/")[0])
        if entity_id is None or self._faults.get(entity_id) == "offline":
            return
        heard = self._tongues[entity_id].hear(message.topic, message.payload)
        self._send(heard.answers)
        if heard.query:
            self._send(self._tongues[entity_id].report(self._truth[entity_id]))
        for command in heard.commands:
            device = self._home.devices[entity_id]
            self._catch_up(entity_id)
            reaction = react(device, self._truth[entity_id], command, self._world())
            if reaction.plays:
                self.played.append(reaction.plays)
            if self._faults.get(entity_id) != "ignores":
                self._begin(entity_id, reaction)

    def _world(self) -> World:
        return World(self._home.household.catalog, self._clock.now().isoformat(), self._fahrenheit)

    def _begin(self, entity_id: str, reaction: Reaction) -> None:
        """Do now and later what the reaction says, instead of what was going on."""
        if reaction.steps:
            self._halt(entity_id)
        loop = asyncio.get_running_loop()
        handles = [
            loop.call_later(step.after_s, self._step, entity_id, step.changes)
            for step in reaction.steps
        ]
        if len(reaction.steps) == 1:
            self._echoes[entity_id] = (handles[0], reaction.steps[0].changes)
        if reaction.runs:
            handles.append(loop.call_later(_RUN_S, self._run, entity_id))
        if handles:
            self._moving.setdefault(entity_id, []).extend(handles)

    def _catch_up(self, entity_id: str) -> None:
        """Finish at once what takes no time of its own, so that a second command meets it done."""
        echo = self._echoes.pop(entity_id, None)
        if echo is not None and echo[0] in self._moving.get(entity_id, ()):
            self._halt(entity_id)
            self._change(entity_id, echo[1])

    def _step(self, entity_id: str, changes: Truth) -> None:
        self._done(entity_id)
        self._change(entity_id, changes)

    def _run(self, entity_id: str) -> None:
        """A scene or script brings about what it sets; a broken device stays as it is."""
        self._done(entity_id)
        for other, changes in self._home.devices[entity_id].sets.items():
            if self._faults.get(other, "none") == "none":
                self.set_by_hand(other, changes)

    def _done(self, entity_id: str) -> None:
        """Forget the timers that have run; those still ahead lie in the future."""
        now = asyncio.get_running_loop().time()
        ahead = [handle for handle in self._moving.get(entity_id, ()) if handle.when() > now]
        if ahead:
            self._moving[entity_id] = ahead
        else:
            self._moving.pop(entity_id, None)

    def _halt(self, entity_id: str) -> None:
        for handle in self._moving.pop(entity_id, ()):
            handle.cancel()

    def _complete(self, entity_id: str, changes: Truth) -> dict[str, Any]:
        return settled(self._home.devices[entity_id], self._truth[entity_id], changes)

    def _change(self, entity_id: str, changes: Truth) -> None:
        self._merge(entity_id, changes)
        if self._faults.get(entity_id) != "offline":
            self._send(self._tongues[entity_id].report(self._truth[entity_id], changes.keys()))

    def _merge(self, entity_id: str, changes: Truth) -> None:
        truth = self._truth[entity_id]
        for mark in self._marks:
            if entity_id not in mark.before:
                mark.before[entity_id] = dict(truth)
        for key, value in changes.items():
            if value is None:
                truth.pop(key, None)
            else:
                truth[key] = value

    def _send(self, messages: Iterable[Publish]) -> None:
        for message in messages:
            try:
                self._broker.publish(message)
            except BrokerDown:
                log.warning("house: not sent topic=%s reason=no_connection", message.topic)


def choose_tongues(home: Home) -> dict[str, Tongue]:
    """The dialect of each device, or one that can stand in for it."""
    fahrenheit = home.household.temperature_unit == "F"
    names: set[str] = set()
    boards: set[str] = set()
    chosen: dict[str, Tongue] = {}
    replaced: dict[str, int] = {}
    for device in home.devices.values():
        if _is_zigbee(device, names):
            names.add(device.object_id)
            chosen[device.id] = Zigbee2MqttTongue(device, fahrenheit=fahrenheit)
        elif device.dialect in _OF_ITS_OWN and _is_new(device, boards):
            chosen[device.id] = _OF_ITS_OWN[device.dialect][1](device, fahrenheit=fahrenheit)
        elif _is_ours(device):
            chosen[device.id] = AmbientTongue(device)
        else:
            chosen[device.id] = HomeAssistantTongue(
                device, home.household.id, fahrenheit=fahrenheit
            )
        for why in _stand_in(device, chosen[device.id]):
            replaced[why] = replaced.get(why, 0) + 1
    if replaced and home.household.id not in _WARNED:
        _WARNED.add(home.household.id)
        counts = " ".join(f"{why}={count}" for why, count in sorted(replaced.items()))
        log.warning("house: announced by home assistant discovery instead: %s", counts)
    return chosen


def _is_zigbee(device: HomeDevice, taken: set[str]) -> bool:
    """A friendly name is unique in zigbee2mqtt; a second of that name takes another way."""
    speaks = device.dialect == "zigbee2mqtt" and zigbee2mqtt.speaks_of(device)
    return speaks and device.object_id not in taken


_OF_ITS_OWN: Mapping[str, tuple[Callable[[HomeDevice], bool], Callable[..., Tongue]]] = {
    "tasmota": (tasmota.speaks_of, TasmotaTongue),
    "shelly": (shelly.speaks_of, ShellyTongue),
    "homie": (homie.speaks_of, HomieTongue),
}
"""Dialects in which each device announces itself: whom they can be spoken by, and how."""


def _is_new(device: HomeDevice, taken: set[str]) -> bool:
    """Whether there are such devices; a topic is one's alone, a second takes another way."""
    speaks = _OF_ITS_OWN[device.dialect][0](device) and device.object_id not in taken
    if speaks:
        taken.add(device.object_id)
    return speaks


def _is_ours(device: HomeDevice) -> bool:
    """Media players and scripts have no other convention; ours can also say what a scene sets."""
    if device.domain == "scene":
        return bool(device.sets)
    return device.domain in ambient.DOMAINS


def _stand_in(device: HomeDevice, tongue: Tongue) -> Iterator[str]:
    if not isinstance(tongue, HomeAssistantTongue):
        return
    if device.dialect not in ("homeassistant", "esphome"):
        yield device.dialect
    elif not home_assistant.speaks_of(device.domain):
        yield device.domain
