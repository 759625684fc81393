import asyncio

import pytest

from devices.model import Message, Publish
from devices.mqtt import BrokerDown
from gateway.evaluate.memory_broker import MemoryBroker, MemoryClient, as_payload
from tests.gateway.evaluate.fakes import virtually


async def received(client: MemoryClient, count: int) -> list[Message]:
    found = []
    async for message in client.messages():
        found.append(message)
        if len(found) == count:
            break
    return found


def test_messages_arrive_in_order() -> None:
    async def story() -> list[bytes]:
        broker = MemoryBroker()
        sender, receiver = broker.client(), broker.client()
        receiver.subscribe(["lamp/+"])
        for number in range(3):
            sender.publish(Publish("lamp/set", str(number)))
        return [message.payload for message in await received(receiver, 3)]

    assert virtually(story) == [b"0", b"1", b"2"]


def test_a_late_subscriber_gets_what_is_retained() -> None:
    async def story() -> tuple[bytes, bool]:
        broker = MemoryBroker()
        broker.client().publish(Publish("lamp", "on", retain=True))
        late = broker.client()
        late.subscribe(["#"])
        (message,) = await received(late, 1)
        return message.payload, message.retained

    assert virtually(story) == (b"on", True)


def test_an_empty_retained_message_clears_the_topic() -> None:
    async def story() -> bytes | None:
        broker = MemoryBroker()
        client = broker.client()
        client.publish(Publish("lamp", "on", retain=True))
        client.publish(Publish("lamp", "", retain=True))
        return broker.retained("lamp")

    assert virtually(story) is None


def test_publishing_without_a_connection_is_refused() -> None:
    async def story() -> None:
        client = MemoryBroker().client()
        client.lose_connection()
        client.publish(Publish("lamp", "on"))

    with pytest.raises(BrokerDown):
        virtually(story)


def test_a_reconnect_brings_what_is_retained_again() -> None:
    async def story() -> bytes:
        broker = MemoryBroker()
        lost, other = broker.client(), broker.client()
        lost.subscribe(["lamp"])
        lost.lose_connection()
        other.publish(Publish("lamp", "on", retain=True))
        lost.reconnect()
        return (await received(lost, 1))[0].payload

    assert virtually(story) == b"on"


def test_what_is_sent_while_a_client_is_away_is_lost_to_it() -> None:
    async def story() -> bytes:
        broker = MemoryBroker()
        lost, other = broker.client(), broker.client()
        lost.subscribe(["lamp"])
        lost.lose_connection()
        other.publish(Publish("lamp", "missed"))
        lost.reconnect()
        other.publish(Publish("lamp", "heard"))
        return (await received(lost, 1))[0].payload

    assert virtually(story) == b"heard"


def test_closing_ends_the_messages() -> None:
    async def story() -> int:
        client = MemoryBroker().client()
        asyncio.get_running_loop().call_later(1, client.close)
        return len([message async for message in client.messages()])

    assert virtually(story) == 0


@pytest.mark.parametrize(
    ("payload", "times", "as_hex", "expected"),
    [
        ("on", 1, False, b"on"),
        ("ab", 3, False, b"ababab"),
        ({"state": "ON"}, 1, False, b'{"state":"ON"}'),
        ("ff00", 2, True, b"\xff\x00\xff\x00"),
    ],
)
def test_a_payload_becomes_bytes(
    payload: object, times: int, as_hex: bool, expected: bytes
) -> None:
    assert as_payload(payload, times, as_hex=as_hex) == expected
