"""An MQTT broker in memory: clients that satisfy `devices.mqtt.Broker`, without sockets.

Retained messages, wildcards, ordered and asynchronous delivery, and connections that are lost on
demand. Each client receives on a later turn of the loop, never inside its sender's call.
"""

import asyncio
import json
import time
from collections import deque
from collections.abc import AsyncIterator, Callable, Iterable

from devices.model import Message, Publish
from devices.mqtt import BrokerDown
from devices.topics import topic_matches

INBOX_MAX = 20_000  # A home of 500 devices announces and reports about 3,000 messages at once.
SENT_MAX = 10_000  # Far more than one step publishes; beyond it the oldest are forgotten.
ROUTES_MAX = 10_000  # Topics that are remembered with their receivers; then started afresh.


class MemoryBroker:
    """What the clients are connected to."""

    def __init__(self, now_s: Callable[[], float] = time.time) -> None:
        self._now_s = now_s
        self._retained: dict[str, bytes] = {}
        self._clients: list[MemoryClient] = []
        self._routes: dict[str, tuple[MemoryClient, ...]] = {}

    def client(self, sent: deque[Publish] | None = None) -> "MemoryClient":
        """A further client, connected; it notes what it publishes in `sent`."""
        client = MemoryClient(self, sent)
        self._clients.append(client)
        return client

    def inject(self, topic: str, payload: bytes, *, retain: bool = False) -> None:
        """Publish bytes from outside, well-formed or not."""
        if retain and payload:
            self._retained[topic] = payload
        elif retain:
            self._retained.pop(topic, None)
        receivers = self._receivers(topic)
        if receivers:
            message = Message(topic, payload, self._now_s())
            for client in receivers:
                client.receive(message)

    def retained(self, topic: str) -> bytes | None:
        """What is kept on a topic."""
        return self._retained.get(topic)

    def replay(self, client: "MemoryClient", topic_filter: str) -> None:
        """Send a new subscriber what is retained."""
        if _is_plain(topic_filter):  # Nearly all are: each device's own.
            found = [topic_filter] if topic_filter in self._retained else []
        else:
            found = [topic for topic in self._retained if topic_matches(topic_filter, topic)]
        now_s = self._now_s()
        for topic in found:
            client.receive(Message(topic, self._retained[topic], now_s, retained=True))

    def forget_routes(self) -> None:
        """Somebody subscribed or left."""
        self._routes.clear()

    def remove(self, client: "MemoryClient") -> None:
        """A client has gone for good."""
        self._clients = [other for other in self._clients if other is not client]
        self.forget_routes()

    def _receivers(self, topic: str) -> tuple["MemoryClient", ...]:
        found = self._routes.get(topic)
        if found is None:
            if len(self._routes) >= ROUTES_MAX:
                self._routes.clear()
            found = tuple(client for client in self._clients if client.wants(topic))
            self._routes[topic] = found
        return found


class MemoryClient:
    """One client's connection."""

    def __init__(self, broker: MemoryBroker, sent: deque[Publish] | None = None) -> None:
        self._broker = broker
        self._filters: dict[str, None] = {}
        self._wildcards: dict[str, None] = {}
        """Those of the filters that are more than one topic."""
        self._inbox: deque[Message] = deque()
        self._arrived = asyncio.Event()
        self._connected = True
        self._closed = False
        self.sent: deque[Publish] = deque(maxlen=SENT_MAX) if sent is None else sent
        """What this client published, oldest first; whoever reads it may clear it."""
        self.dropped = 0
        """Messages that found the inbox full."""

    @property
    def connected(self) -> bool:
        """Whether there is a connection now."""
        return self._connected

    def publish(self, publish: Publish) -> None:
        """Send at once, or raise `BrokerDown`."""
        if not self._connected:
            raise BrokerDown("the connection to the broker in memory is lost")
        self.sent.append(publish)
        self._broker.inject(publish.topic, publish.payload.encode(), retain=publish.retain)

    def subscribe(self, topics: Iterable[str]) -> None:
        """Receive these topics or filters from now on, after every reconnect too."""
        for topic in topics:
            self._filters[topic] = None
            if not _is_plain(topic):
                self._wildcards[topic] = None
            if self._connected:
                self._broker.replay(self, topic)
        self._broker.forget_routes()

    async def messages(self) -> AsyncIterator[Message]:
        """What arrives, in order, until the client is closed."""
        while not self._closed:
            while self._inbox:
                yield self._inbox.popleft()
            self._arrived.clear()
            await self._arrived.wait()

    def wants(self, topic: str) -> bool:
        """Whether a message on this topic would reach it."""
        if not self._connected:
            return False
        return topic in self._filters or any(topic_matches(each, topic) for each in self._wildcards)

    def receive(self, message: Message) -> None:
        """Put a message in the inbox; its reader runs on a later turn of the loop."""
        if len(self._inbox) >= INBOX_MAX:
            self.dropped += 1
            return
        self._inbox.append(message)
        self._arrived.set()

    def lose_connection(self) -> None:
        """From now on nothing goes out or comes in, until `reconnect`."""
        self._connected = False
        self._broker.forget_routes()

    def reconnect(self) -> None:
        """The connection is back; what is retained comes again, as after a real reconnect."""
        self._connected = True
        self._broker.forget_routes()
        for topic_filter in self._filters:
            self._broker.replay(self, topic_filter)

    def close(self) -> None:
        """End `messages`, and leave the broker."""
        self._closed = True
        self._connected = False
        self._arrived.set()
        self._broker.remove(self)


def _is_plain(topic_filter: str) -> bool:
    """Whether a filter is one topic."""
    return "+" not in topic_filter and "#" not in topic_filter


def as_payload(payload: object, times: int = 1, *, as_hex: bool = False) -> bytes:
    """Bytes of a scenario's payload: text, hex, or a mapping or list as JSON."""
    if isinstance(payload, dict | list):
        payload = json.dumps(payload, separators=(",", ":"))
    text = str(payload) * times
    return bytes.fromhex(text) if as_hex else text.encode()
