"""Where a broker is and how it lets us in: a plain value, so that settings need no MQTT."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class BrokerAddress:
    """Where the broker is and how it lets us in."""

    host: str = "127.0.0.1"
    port: int = 1883
    username: str | None = None
    password: str | None = field(default=None, repr=False)
    client_id: str = ""
    """Empty: the broker makes one up."""
    tls: bool = False
    ca_file: str | None = None
    """Certificate authority for TLS; None for those of the system."""
    cert_file: str | None = None
    """Our own certificate, where the broker wants one."""
    key_file: str | None = None
    verify: bool = True
    """False takes any certificate of the broker; only for a test."""
    keepalive_s: int = 30
