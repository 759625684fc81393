"""`ambient run`: settings become a gateway that listens until it is told to stop.

One task group: what fails takes the whole daemon down, cleanly, and systemd starts it again.
A broker that is not there is no failure: it is waited for, and the log says what to do.
"""

import asyncio
import signal
from collections.abc import Awaitable, Callable, Mapping
from contextlib import AbstractAsyncContextManager, nullcontext, suppress
from pathlib import Path
from typing import Any

import structlog

from context.history import History
from context.layout import save_layout
from context.store import Store, StoreError
from context.turn import Transcript
from devices.model import Publish
from devices.mqtt import BrokerDown, MqttBroker
from devices.probe import probe
from gateway import logs
from gateway.app import Gateway
from gateway.clock import SystemClock
from gateway.entrypoints import memory, systemd
from gateway.entrypoints.connection import STATUS_TOPIC, advice
from gateway.entrypoints.control import REQUESTS, ControlError, ControlServer, known, sentence
from gateway.entrypoints.device_table import device_rows
from gateway.entrypoints.plan import Plan, take_over
from gateway.entrypoints.story import story
from gateway.entrypoints.warm import warm_up
from gateway.understand.lesson_draft import LESSONS

PATIENCE_S = 5.0  # A broker that starts with us is up by then; later, somebody has to know.
PURGE_EVERY_S = 86_400.0
FIRST_PURGE_S = 600.0  # Not while everything starts.

OFFLINE = Publish(STATUS_TOPIC, "offline", retain=True)

_log = structlog.get_logger(__name__)


def run(plan: Plan) -> int:
    """Run until a signal ends it; the exit status."""
    status = 0
    try:
        asyncio.run(_serve_until_signal(plan))
    except* (StoreError, ControlError) as errors:
        status = 1
        for error in _leaves(errors):
            _log.error("cannot run", why=str(error))
    except* Exception as errors:
        status = 1
        for error in _leaves(errors):
            _log.error("a part of the gateway failed", exc_info=error)
    return status


async def serve(plan: Plan, until: Callable[[], Awaitable[object]]) -> None:
    """Serve until `until()` returns; everything that was recorded is on the disk afterwards."""
    store = await asyncio.to_thread(Store.open, plan.store)
    try:
        household = plan.household
        save_layout(store, household)
        broker = _broker(plan, lambda: gateway.resync())
        gateway = Gateway(
            household,
            broker,
            SystemClock(),
            store,
            learning=plan.learning,
            confirm_timeout_s=plan.confirm_timeout_s,
            custom_sentences=Path(plan.custom_sentences) if plan.custom_sentences else None,
            commit_interval_s=plan.commit_interval_s,
            recognises=False,  # No voice is told from another yet: all are the household's.
        )
        gateway.spoken = _spoken
        async with ControlServer(Path(plan.socket), Door(gateway)), broker, _voice(plan, gateway):
            await _live(gateway, broker, plan, until)
    finally:
        store.close()
        _log.info("stopped")


async def _live(
    gateway: Gateway,
    broker: MqttBroker,
    plan: Plan,
    until: Callable[[], Awaitable[object]],
) -> None:
    await gateway.start()
    warm_up(gateway)
    memory.settle()
    _log.info("started", home=gateway.household.id, socket=plan.socket)
    systemd.notify("READY=1", "STATUS=listening")
    try:
        async with asyncio.TaskGroup() as group:
            tasks = [
                group.create_task(gateway.watch(), name="gateway"),
                group.create_task(systemd.keep_alive(), name="watchdog"),
                group.create_task(_purge_daily(gateway.history, plan)),
                group.create_task(_complain(broker, plan)),
            ]
            await until()
            _log.info("stopping")
            systemd.notify("STOPPING=1")
            for task in tasks:
                task.cancel()
    finally:
        await gateway.stop()
        with suppress(BrokerDown):  # A clean farewell keeps the broker from giving our will.
            broker.publish(OFFLINE)


def _voice(plan: Plan, gateway: Gateway) -> AbstractAsyncContextManager[None]:
    """Speaking and serving, where the settings ask for it; else none of it is even imported."""
    if plan.voice is None and plan.wyoming is None:
        return nullcontext()
    from gateway.entrypoints.voice import voiced

    return voiced(plan, gateway)


def _broker(plan: Plan, on_connect: Callable[[], None]) -> MqttBroker:
    """Not connected yet; it says of us whether we are there."""
    return MqttBroker(
        plan.broker,
        will=OFFLINE,
        birth=Publish(STATUS_TOPIC, "online", retain=True),
        on_connect=on_connect,
    )


async def _serve_until_signal(plan: Plan) -> None:
    """Serve until SIGTERM (systemd) or SIGINT (Ctrl-C), which may come while we still start."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    await serve(plan, stop.wait)


async def _complain(broker: MqttBroker, plan: Plan) -> None:
    """A broker that is not there soon: say once what to do; the connection itself tries on."""
    await asyncio.sleep(PATIENCE_S)
    if broker.connected:
        return
    address = plan.broker
    found = await asyncio.to_thread(probe, address)
    if found.problem is not None and not broker.connected:
        _log.error("waiting for the broker, trying on", do=advice(address, found))
        systemd.notify(f"STATUS=waiting for the broker at {address.host}:{address.port}")


async def _purge_daily(history: History, plan: Plan) -> None:
    """Forget what is older than the settings say, off the event loop."""
    delay_s = FIRST_PURGE_S
    while True:
        await asyncio.sleep(delay_s)
        delay_s = PURGE_EVERY_S
        now = SystemClock().now().timestamp()
        states, words, turns = (
            now - days * 86_400 for days in (plan.history_days, plan.words_days, plan.turn_days)
        )
        try:
            gone = await asyncio.to_thread(history.purge, states, turns)
            bare = await asyncio.to_thread(history.redact, words)
            _log.info("old history deleted", rows=gone, days=plan.history_days, redacted=bare)
        except Exception as error:  # A full disk today may have room tomorrow.
            _log.error("old history not deleted", why=str(error))


def _spoken(text: str, satellite: str | None) -> None:
    """What the gateway says by itself; there is no voice yet, so the log is where it goes."""
    _log.info("spoke unasked", satellite=satellite, characters=len(text))
    _log.debug("said", said=text, satellite=satellite)


class Door:
    """Answers the requests of the control socket."""

    def __init__(self, gateway: Gateway) -> None:
        self._gateway = gateway

    async def __call__(self, request: Mapping[str, Any]) -> Mapping[str, Any]:
        """One request; raises `ControlError`."""
        if "say" in request:
            return await self._say(request)
        if request.get("devices"):
            return {"devices": device_rows(self._gateway.snapshot())}
        if "teach" in request:
            return await self._teach(request)
        if request.get("learned"):
            return {"learned": self._gateway.learned(self._whose(request))}
        if "forget" in request:
            return self._forget(request)
        raise ControlError(f"not a request; there are: {REQUESTS}")

    def _whose(self, request: Mapping[str, Any]) -> str | None:
        return known(request, "person", self._gateway.household.people)

    async def _teach(self, request: Mapping[str, Any]) -> Mapping[str, Any]:
        """A lesson, and nothing else: what is no lesson is not done."""
        text = sentence(request, "teach")
        transcript = Transcript(text, person=self._whose(request))
        interpretation, _, _ = self._gateway.understand(transcript)
        if interpretation.intent not in LESSONS:
            raise ControlError(
                'that teaches nothing; say it as in "when I say movie time, dim the lamp"'
            )
        return await self._said(transcript)

    def _forget(self, request: Mapping[str, Any]) -> Mapping[str, Any]:
        what, person = request["forget"], self._whose(request)
        if what is not True and not (isinstance(what, str) and what.strip()):
            raise ControlError("`forget` has to be an id, a phrase, or true for all")
        return {"forgotten": self._gateway.forget(None if what is True else what, person)}

    async def _say(self, request: Mapping[str, Any]) -> Mapping[str, Any]:
        household = self._gateway.household
        satellite = known(request, "satellite", household.satellites)
        transcript = Transcript(
            sentence(request),
            satellite=satellite,
            area=household.satellites[satellite].area if satellite else None,
            person=self._whose(request),
        )
        return await self._said(transcript)

    async def _said(self, transcript: Transcript) -> Mapping[str, Any]:
        turn = await self._gateway.say(transcript)
        states = self._gateway.snapshot().states
        return {
            "id": turn.id,
            "reply": turn.reply.text,
            "asks": turn.awaits_answer,
            "story": story(turn, states.get),
        }


def _leaves(errors: BaseExceptionGroup[Any]) -> list[BaseException]:
    found: list[BaseException] = []
    for error in errors.exceptions:
        found += _leaves(error) if isinstance(error, BaseExceptionGroup) else [error]
    return found


def main(file: int) -> int:
    """Live by the plan that was handed over; the exit status."""
    plan = take_over(file)
    logs.set_up(plan.log_level, as_json=plan.log_as_json)
    return run(plan)
