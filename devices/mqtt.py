"""The connection to the MQTT broker: yields `Message`, publishes `Publish`, reconnects.

paho-mqtt speaks the protocol on a thread of its own. Each connection is a new paho client: what an
old one had not got rid of must not be sent when the broker comes back ten minutes later.
"""

import asyncio
import random
import ssl
import threading
import time
from collections import deque
from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from contextlib import suppress
from typing import Any, Protocol

import paho.mqtt.client as paho
import structlog
from paho.mqtt.enums import CallbackAPIVersion

from devices.address import BrokerAddress
from devices.model import Message, Publish

WAITING_MESSAGES_MAX = 16_384  # All retained messages of a big home at once; then oldest go first.
BATCH_MAX = 256  # Messages handed out before others on the event loop have their turn.
SUBSCRIBE_MAX = 64  # Topics in one SUBSCRIBE: amqtt and small brokers choke on thousands.
UNACKNOWLEDGED_MAX = 1000  # Publishes that the broker has not confirmed; then `BrokerDown`.
CONNECT_SECONDS_MAX = 5.0
STOP_SECONDS_MAX = 5.0

_log = structlog.get_logger(__name__)


class BrokerDown(ConnectionError):
    """Nothing was sent: there is no connection now. Nothing is kept to be sent later either."""


class Broker(Protocol):
    """What the gateway needs of an MQTT broker."""

    @property
    def connected(self) -> bool:
        """Whether there is a connection now."""

    def publish(self, publish: Publish) -> None:
        """Send at once, or raise `BrokerDown`."""

    def subscribe(self, topics: Iterable[str]) -> None:
        """Receive these topics or filters from now on, after every reconnect too."""

    def messages(self) -> AsyncIterator[Message]:
        """What arrives, in order, until the broker is closed."""


def back_off(shortest_s: float = 0.5, longest_s: float = 60.0) -> Iterator[float]:
    """Seconds to wait before each further try: twice as long each time, with jitter downwards."""
    delay = shortest_s
    while True:
        yield delay * random.uniform(0.5, 1.0)
        delay = min(delay * 2, longest_s)


class MqttBroker:
    """A real broker. Use it as `async with MqttBroker(address) as broker`."""

    def __init__(
        self,
        address: BrokerAddress,
        *,
        will: Publish | None = None,
        birth: Publish | None = None,
        on_connect: Callable[[], None] | None = None,
        delays: Callable[[], Iterator[float]] = back_off,
        clock: Callable[[], float] = time.time,
    ) -> None:
        """`will` is left with the broker and `birth` published at each connect.

        `on_connect` is called on the event loop after each connect, when the broker has confirmed
        all subscriptions: an answer to what is asked then will be heard.
        """
        self._address = address
        self._will = will
        self._birth = birth
        self._on_connect = on_connect
        self._delays = delays
        self._clock = clock
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread: threading.Thread | None = None
        self._client: paho.Client | None = None
        self._connected = False
        self._stopping = threading.Event()
        self._waiting: deque[Message] = deque(maxlen=WAITING_MESSAGES_MAX)
        self._awake = asyncio.Event()
        self._wake_is_due = False
        self._wanted: dict[str, None] = {}
        self._lock = threading.Lock()
        self.dropped = 0
        """Messages lost because nobody took them in time."""

    @property
    def connected(self) -> bool:
        """Whether there is a connection now."""
        return self._connected

    async def __aenter__(self) -> "MqttBroker":
        self._loop = asyncio.get_running_loop()
        self._thread = threading.Thread(target=self._run, name="mqtt", daemon=True)
        self._thread.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        self._stopping.set()
        client, thread = self._client, self._thread
        if client is not None:
            client.disconnect()
        if thread is not None:
            await asyncio.to_thread(thread.join, STOP_SECONDS_MAX)
        self._connected = False
        self._awake.set()

    # --- what the gateway calls, on the event loop -----------------------------------------------

    def publish(self, publish: Publish) -> None:
        """Send at once, or raise `BrokerDown`."""
        client = self._client
        if client is None or not self._connected:
            raise BrokerDown(f"no connection to {self._address.host}:{self._address.port}")
        info = client.publish(publish.topic, publish.payload, publish.qos, publish.retain)
        if info.rc != paho.MQTT_ERR_SUCCESS:
            raise BrokerDown(paho.error_string(info.rc))

    def subscribe(self, topics: Iterable[str]) -> None:
        """Receive these topics or filters from now on, after every reconnect too."""
        asked = list(topics)
        with self._lock:
            self._wanted.update(dict.fromkeys(asked))
            client = self._client if self._connected else None
        if client is not None:
            _subscribe(client, asked)

    async def messages(self) -> AsyncIterator[Message]:
        """What arrives, in order, until the broker is closed."""
        while not self._stopping.is_set():
            await self._awake.wait()
            self._awake.clear()
            taken = 0
            while self._waiting:
                yield self._waiting.popleft()
                taken += 1
                if taken % BATCH_MAX == 0:
                    await asyncio.sleep(0)

    # --- what happens on paho's thread -----------------------------------------------------------

    def _run(self) -> None:
        """Connect, stay connected, wait, again; until we are told to stop."""
        delays = self._delays()
        while not self._stopping.is_set():
            if self._stay_connected():
                delays = self._delays()
            if not self._stopping.is_set():
                self._stopping.wait(next(delays))

    def _stay_connected(self) -> bool:
        """One connection from beginning to end; whether there was any."""
        address, was_connected = self._address, threading.Event()
        try:
            client = self._new_client(was_connected)
            client.connect(address.host, address.port, address.keepalive_s)
            self._client = client
            client.loop_forever()
        except (OSError, ValueError, paho.WebsocketConnectionError) as error:
            _log.warning("no broker", host=address.host, port=address.port, why=str(error))
        finally:
            self._client = None
            if self._connected:
                self._connected = False
                if not self._stopping.is_set():
                    _log.warning("broker lost", host=address.host, port=address.port)
        return was_connected.is_set()

    def _new_client(self, was_connected: threading.Event) -> paho.Client:
        address = self._address
        client = paho.Client(
            CallbackAPIVersion.VERSION2, client_id=address.client_id, reconnect_on_failure=False
        )
        client.connect_timeout = CONNECT_SECONDS_MAX
        client.max_queued_messages_set(UNACKNOWLEDGED_MAX)
        if address.username is not None:
            client.username_pw_set(address.username, address.password)
        if address.tls:
            client.tls_set_context(tls_context(address))
        if self._will is not None:
            will = self._will
            client.will_set(will.topic, will.payload, will.qos, will.retain)

        def on_connect(client: paho.Client, _data: Any, _flags: Any, code: Any, _: Any) -> None:
            with _nothing_escapes("on_connect"):
                if code.is_failure:
                    _log.error("broker refused us", host=address.host, why=str(code))
                    client.disconnect()
                    return
                was_connected.set()
                self._begin(client)

        client.on_connect = on_connect
        client.on_message = self._take
        return client

    def _begin(self, client: paho.Client) -> None:
        """Subscribe to everything again, say that we are here, let the gateway ask for states."""
        with self._lock:
            topics = list(self._wanted)
            self._client, self._connected = client, True
        _log.info("broker connected", host=self._address.host, topics=len(topics))
        if self._birth is not None:
            birth = self._birth
            client.publish(birth.topic, birth.payload, birth.qos, birth.retain)
        last = _subscribe(client, topics)
        if last is None:
            self._tell_connected()

        def on_subscribe(
            _client: paho.Client, _data: Any, mid: int, codes: list[Any], _: Any
        ) -> None:
            with _nothing_escapes("on_subscribe"):
                refused = sum(code.is_failure for code in codes)
                if refused:
                    _log.error("subscriptions refused; see the broker's ACL", topics=refused)
                if mid == last:
                    self._tell_connected()

        client.on_subscribe = on_subscribe

    def _tell_connected(self) -> None:
        if self._on_connect is not None:
            self._on_loop(self._on_connect)

    def _take(self, _client: paho.Client, _data: Any, message: paho.MQTTMessage) -> None:
        """Put a message where the event loop finds it. An exception would end paho's thread."""
        try:
            taken = Message(message.topic, bytes(message.payload), self._clock(), message.retain)
            if len(self._waiting) == WAITING_MESSAGES_MAX:
                self._count_dropped()
            self._waiting.append(taken)
            if not self._wake_is_due:
                self._wake_is_due = True
                self._on_loop(self._wake)
        except Exception as error:
            _log.warning("message not taken", why=str(error))

    def _count_dropped(self) -> None:
        self.dropped += 1
        if self.dropped == 1:
            _log.error("messages come faster than they are taken", limit=WAITING_MESSAGES_MAX)

    def _wake(self) -> None:
        """One call for all that arrived since the last."""
        self._wake_is_due = False
        self._awake.set()

    def _on_loop(self, call: Callable[[], None]) -> None:
        if self._loop is not None:
            with suppress(RuntimeError):  # The loop was closed while we were busy.
                self._loop.call_soon_threadsafe(call)


def tls_context(address: BrokerAddress) -> ssl.SSLContext:
    """How we speak TLS with this broker; `OSError` when a file of it cannot be used."""
    tls = ssl.create_default_context(cafile=address.ca_file)
    if not address.verify:
        tls.check_hostname, tls.verify_mode = False, ssl.CERT_NONE
    if address.cert_file is not None:
        tls.load_cert_chain(address.cert_file, address.key_file)
    return tls


def _subscribe(client: paho.Client, topics: list[str]) -> int | None:
    """Subscribe to them; the id of the last request, which the broker will confirm."""
    last = None
    for start in range(0, len(topics), SUBSCRIBE_MAX):
        part = topics[start : start + SUBSCRIBE_MAX]
        _, last = client.subscribe([(topic, 1) for topic in part])
    return last


class _nothing_escapes(suppress):
    """Log what goes wrong in a callback: an exception there would end paho's thread."""

    def __init__(self, where: str) -> None:
        super().__init__(Exception)
        self._where = where

    def __exit__(self, kind: Any, error: Any, traceback: Any) -> bool:
        if error is not None:
            _log.error("callback failed", where=self._where, why=str(error))
        return super().__exit__(kind, error, traceback)
