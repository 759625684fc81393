"""One visit to a broker: does it let us in, and which devices are announced there?

Blocks for seconds; for a diagnosis, never on the event loop.
"""

import ssl
import threading
from dataclasses import dataclass
from typing import Any, Literal

import paho.mqtt.client as paho
from paho.mqtt.enums import CallbackAPIVersion

from devices.adapters import DIALECTS
from devices.address import BrokerAddress
from devices.mqtt import tls_context

ANSWER_SECONDS_MAX = 5.0  # A broker on the same network answers within milliseconds.
RETAINED_SECONDS = 1.0  # Retained messages follow a subscription at once.

Problem = Literal["unreachable", "refused", "tls"]


@dataclass(frozen=True)
class Probe:
    """What a visit came to."""

    problem: Problem | None
    """None: we were let in."""
    why: str = ""
    announced: int = 0
    """Retained announcements that were seen."""


def probe(address: BrokerAddress, *, look: bool = False) -> Probe:
    """Connect once, under another name, and leave; with `look` count what is announced."""
    client = paho.Client(CallbackAPIVersion.VERSION2, client_id="", reconnect_on_failure=False)
    try:
        if address.username is not None:
            client.username_pw_set(address.username, address.password)
        if address.tls:
            client.tls_set_context(tls_context(address))
        client.connect_timeout = ANSWER_SECONDS_MAX
        return _visit(client, address, look=look)
    except ssl.SSLError as error:
        return Probe("tls", error.reason or str(error))
    except (OSError, ValueError) as error:
        return Probe("unreachable", str(error) or type(error).__name__)


def _visit(client: paho.Client, address: BrokerAddress, *, look: bool) -> Probe:
    answered, answers = threading.Event(), []
    seen: set[str] = set()

    def on_connect(_client: Any, _data: Any, _flags: Any, code: Any, _: Any) -> None:
        answers.append(code)
        answered.set()

    def on_message(_client: Any, _data: Any, message: paho.MQTTMessage) -> None:
        if message.payload:
            seen.add(message.topic)

    client.on_connect, client.on_message = on_connect, on_message
    client.connect(address.host, address.port, 30)
    client.loop_start()
    try:
        if not answered.wait(ANSWER_SECONDS_MAX):
            return Probe("unreachable", "it took the connection, but does not speak MQTT")
        if answers[0].is_failure:
            return Probe("refused", str(answers[0]))
        if look:
            client.subscribe([(each, 0) for dialect in DIALECTS for each in dialect.ANNOUNCEMENTS])
            threading.Event().wait(RETAINED_SECONDS)
        return Probe(None, announced=len(seen))
    finally:
        client.disconnect()
        client.loop_stop()
