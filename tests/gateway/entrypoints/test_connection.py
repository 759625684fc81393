from pathlib import Path

import pytest

from devices.address import BrokerAddress
from devices.probe import Probe
from gateway.config import MqttSettings, TlsSettings
from gateway.entrypoints.connection import address_of, advice

HERE = BrokerAddress("broker.lan", 1883, "ambient", "hidden")


def test_every_setting_of_the_broker_is_used() -> None:
    tls = TlsSettings(ca=Path("ca.pem"), cert=Path("c.pem"), key=Path("k.pem"), verify=False)
    settings = MqttSettings.model_validate(
        {"host": "b", "port": 8883, "username": "u", "password": "p", "client_id": "c", "tls": tls}
    )
    assert address_of(settings) == BrokerAddress(
        "b", 8883, "u", "p", "c", True, "ca.pem", "c.pem", "k.pem", False
    )


def test_without_tls_there_is_none() -> None:
    assert not address_of(MqttSettings()).tls


@pytest.mark.parametrize(
    ("probe", "do"),
    [
        (Probe("refused", "Not authorized"), "set mqtt.username and the password"),
        (Probe("tls", "WRONG_VERSION_NUMBER"), "set mqtt.tls.ca"),
        (Probe("unreachable", "Connection refused"), "sudo apt install mosquitto"),
    ],
)
def test_each_problem_comes_with_what_to_do(probe: Probe, do: str) -> None:
    told = advice(HERE, probe)
    assert do in told
    assert "broker.lan:1883" in told
    assert "hidden" not in told
