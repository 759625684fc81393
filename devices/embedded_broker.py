"""A small MQTT broker inside our process, for the demo and the tests: loopback only, with password.

amqtt speaks MQTT 3.1.1 only and is slower than mosquitto, which is the broker for a real home.
"""

import asyncio
import hmac
import logging
import secrets
import socket
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from amqtt.broker import Broker as AmqttBroker
from amqtt.errors import BrokerError
from amqtt.plugins.base import BaseAuthPlugin

from devices.address import BrokerAddress

LOOPBACK = "127.0.0.1"
CONNECTIONS_MAX = 64  # A demo has a handful of clients.
STOP_SECONDS_MAX = 1.0
STOPS_MAX = 3  # Each goes on where the one before hung.
SETTLE_SECONDS = 0.05
TRIES_MAX = 5  # The port that was free a moment ago may be taken now.


class PasswordPlugin(BaseAuthPlugin):  # type: ignore[misc]  # amqtt has no types
    """Lets in one user with one password; amqtt builds it from the name of the class."""

    @dataclass
    class Config:
        """Made anew at each start."""

        username: str = ""
        password: str = ""

    async def authenticate(self, *, session: Any) -> bool:
        """Whether these are the user and the password."""
        config = self.config
        return bool(config.password) and all(
            hmac.compare_digest(str(given or "").encode(), wanted.encode())
            for given, wanted in (
                (session.username, config.username),
                (session.password, config.password),
            )
        )


class EmbeddedBroker:
    """`async with EmbeddedBroker() as broker:` serves until the block ends."""

    def __init__(self, port: int = 0, username: str = "ambient", password: str = "") -> None:
        """Port 0 takes a free one; without a password one is made up."""
        password = password or secrets.token_urlsafe(24)
        self.address = BrokerAddress(LOOPBACK, port, username, password)
        """Where it serves, once it does; for `MqttBroker`."""
        self._broker: AmqttBroker | None = None

    async def __aenter__(self) -> "EmbeddedBroker":
        logging.getLogger("amqtt").setLevel(logging.CRITICAL)
        logging.getLogger("transitions").setLevel(logging.WARNING)
        wanted = self.address.port
        for attempt in range(TRIES_MAX):
            port = wanted or _free_port()
            broker = AmqttBroker(_configuration(port, self.address), asyncio.get_running_loop())
            try:
                await broker.start()
            except BrokerError:
                if wanted or attempt == TRIES_MAX - 1:
                    raise
                continue
            self._broker = broker
            self.address = BrokerAddress(
                LOOPBACK, port, self.address.username, self.address.password
            )
            break
        return self

    async def __aexit__(self, *_: object) -> None:
        broker, self._broker = self._broker, None
        if broker is not None:
            await _stop(broker)


async def _stop(broker: AmqttBroker) -> None:
    """Stop it even when it hangs: amqtt waits for ever for a client that has only just come."""
    await asyncio.sleep(SETTLE_SECONDS)
    handlers = [handler for _, handler in broker.sessions.values()]
    for _ in range(STOPS_MAX):
        with suppress(TimeoutError):
            await asyncio.wait_for(broker.shutdown(), STOP_SECONDS_MAX)
            break
    for handler in handlers:
        if handler.writer is not None:
            with suppress(OSError, TimeoutError):
                await handler.writer.close()


def _configuration(port: int, address: BrokerAddress) -> dict[str, Any]:
    plugin = f"{PasswordPlugin.__module__}.{PasswordPlugin.__qualname__}"
    return {
        "listeners": {
            "default": {
                "type": "tcp",
                "bind": f"{LOOPBACK}:{port}",
                "max_connections": CONNECTIONS_MAX,
            }
        },
        "plugins": {plugin: {"username": address.username, "password": address.password}},
    }


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        return int(probe.getsockname()[1])
