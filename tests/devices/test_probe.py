import asyncio
import ssl
from dataclasses import replace

import pytest

from devices.address import BrokerAddress
from devices.embedded_broker import EmbeddedBroker
from devices.model import Publish
from devices.mqtt import MqttBroker, tls_context
from devices.probe import Probe, probe

TOPIC = "homeassistant/light/x/config"


async def probed(address: BrokerAddress, *, look: bool = False) -> Probe:
    return await asyncio.to_thread(probe, address, look=look)


@pytest.mark.broker
def test_a_broker_that_lets_us_in_is_looked_around_in() -> None:
    async def story() -> Probe:
        connected = asyncio.Event()
        async with (
            EmbeddedBroker() as broker,
            MqttBroker(broker.address, on_connect=connected.set) as device,
        ):
            await connected.wait()
            device.publish(Publish(TOPIC, "{}", retain=True))
            return await probed(broker.address, look=True)

    assert asyncio.run(story()) == Probe(None, announced=1)


@pytest.mark.broker
def test_a_wrong_password_is_told_apart_from_a_missing_broker() -> None:
    async def story() -> Probe:
        async with EmbeddedBroker() as broker:
            return await probed(replace(broker.address, password="wrong"))

    assert asyncio.run(story()).problem == "refused"


def test_where_nobody_listens_is_unreachable() -> None:
    found = probe(BrokerAddress("127.0.0.1", 1))
    assert found.problem == "unreachable"
    assert "refused" in found.why


# paho leaves the socket of a failed handshake to the garbage collector.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.broker
def test_a_broker_without_tls_is_told() -> None:
    async def story() -> Probe:
        async with EmbeddedBroker() as broker:
            return await probed(replace(broker.address, tls=True))

    assert asyncio.run(story()).problem in ("tls", "unreachable")


def test_certificates_are_checked_unless_told_otherwise() -> None:
    assert tls_context(BrokerAddress(tls=True)).verify_mode == ssl.CERT_REQUIRED
    assert tls_context(BrokerAddress(tls=True, verify=False)).verify_mode == ssl.CERT_NONE


def test_a_certificate_that_is_not_there_is_an_error() -> None:
    with pytest.raises(OSError, match="No such file"):
        tls_context(BrokerAddress(tls=True, cert_file="none.pem"))
