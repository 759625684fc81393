"""The broker of the settings: its address, and advice in words when it does not let us in."""

from typing import TYPE_CHECKING

from devices.address import BrokerAddress

if TYPE_CHECKING:
    from devices.probe import Probe
    from gateway.config import MqttSettings

STATUS_TOPIC = "ambient/gateway/status"
"""`online` while we are connected; the broker says `offline` for us when we are gone. Retained."""


def address_of(mqtt: "MqttSettings") -> BrokerAddress:
    """Where the broker is and how it lets us in."""
    tls = mqtt.tls
    return BrokerAddress(
        host=mqtt.host,
        port=mqtt.port,
        username=mqtt.username,
        password=mqtt.password.get_secret_value() if mqtt.password else None,
        client_id=mqtt.client_id,
        tls=tls is not None,
        ca_file=str(tls.ca) if tls and tls.ca else None,
        cert_file=str(tls.cert) if tls and tls.cert else None,
        key_file=str(tls.key) if tls and tls.key else None,
        verify=tls.verify if tls else True,
    )


def advice(address: BrokerAddress, probe: "Probe") -> str:
    """What to do about a broker that does not let us in."""
    where = f"{address.host}:{address.port}"
    if probe.problem == "refused":
        who = f"as {address.username!r}" if address.username else "without a user name"
        return (
            f"the broker at {where} refused us {who} ({probe.why}): set mqtt.username and the "
            "password (mqtt.password_file or AMBIENT_MQTT__PASSWORD); on the broker, "
            "mosquitto_passwd sets one"
        )
    if probe.problem == "tls":
        return (
            f"no TLS with {where} ({probe.why}): set mqtt.tls.ca to the authority of its "
            "certificate, or leave mqtt.tls out if that port speaks plain MQTT"
        )
    return (
        f"no broker at {where} ({probe.why}): is it running (systemctl status mosquitto), and are "
        "mqtt.host and mqtt.port right? Install one with: sudo apt install mosquitto"
    )
