"""The sections `voice:` and `wyoming:` of the configuration: who hears and speaks, for whom."""

from datetime import time
from ipaddress import ip_address, ip_network
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from gateway.home_file import Id
from gateway.sections import Section

WYOMING_PORT = 10800
MAPPED_MAX = 200  # Satellites; a large building has fewer.

Program = Literal["wake", "asr", "intent", "handle", "tts"]
PROGRAMS: tuple[Program, ...] = ("wake", "asr", "intent", "handle", "tts")
Volume = Annotated[float, Field(ge=0, le=1)]


def _network(text: str) -> str:
    try:
        return str(ip_network(text, strict=False))
    except ValueError:
        raise ValueError("has to be an address or a network such as 192.168.1.0/24") from None


def _clock(text: str) -> str:
    hour, _, minute = text.partition(":")
    try:
        return time(int(hour), int(minute)).isoformat("minutes")
    except ValueError:
        raise ValueError("has to be a time of day such as 22:00") from None


Clock = Annotated[str, AfterValidator(_clock)]


class VoiceSection(Section):
    """Hearing and speaking at this machine; `voice: {}` is the system's own devices."""

    microphone: str | None = Field(
        default="default",
        min_length=1,
        max_length=200,
        description="ALSA name of `arecord -L`; null: none.",
    )
    speaker: str | None = Field(
        default="default",
        min_length=1,
        max_length=200,
        description="ALSA name of `aplay -L`; null: none.",
    )
    satellite: Id | None = Field(
        default=None, description="Id of the home's satellite that this machine is."
    )
    area: Id | None = Field(
        default=None, description="Id of the area it stands in, where that is no satellite's."
    )
    wake_words: tuple[str, ...] = Field(
        default=("hey_jarvis",),
        max_length=8,
        description="alexa, hey_jarvis, hey_mycroft, hey_rhasspy, or names of `wake_models`.",
    )
    wake_threshold: float = Field(default=0.5, gt=0, lt=1)
    wake_models: tuple[Path, ...] = Field(
        default=(), max_length=8, description="Own openWakeWord models, .onnx."
    )
    synthesizer: Literal["piper", "flite", "espeak-ng"] | None = Field(
        default=None, description="null: the first of these that can."
    )
    voice: str | None = Field(
        default=None,
        min_length=1,
        max_length=400,
        description="Path of a Piper .onnx, or a name of flite's or espeak-ng's.",
    )
    piper: Path | None = Field(default=None, description="The program, where it is not found.")
    volume: Volume = 1.0
    night_volume: Volume = Field(default=0.4, description="At night, and while somebody sleeps.")
    night_from: Clock = "22:00"
    night_to: Clock = "07:00"


class WyomingSection(Section):
    """A Wyoming server, for Home Assistant and for satellites; it has no passwords."""

    host: str = Field(
        default="127.0.0.1", description="127.0.0.1: this machine only; 0.0.0.0: the network."
    )
    port: int = Field(default=WYOMING_PORT, ge=1, le=65535)
    allow: tuple[Annotated[str, AfterValidator(_network)], ...] = Field(
        default=(), max_length=MAPPED_MAX,
        description="Addresses or networks that may connect; empty: all.",
    )  # fmt: skip
    announce: bool | None = Field(
        default=None, description="By zeroconf; null: unless only this machine can connect."
    )
    offer: tuple[Program, ...] = PROGRAMS
    satellites: dict[str, Id] = Field(
        default_factory=dict,
        max_length=MAPPED_MAX,
        description="Home Assistant's device_id or satellite_id: id of a satellite or an area.",
    )
    connections_max: int = Field(default=32, ge=1, le=1000)

    @property
    def loopback(self) -> bool:
        """Whether only this machine can connect."""
        return is_loopback(self.host)


def is_loopback(host: str) -> bool:
    """Whether an address is this machine's own.

    >>> is_loopback("127.0.0.1"), is_loopback("localhost"), is_loopback("0.0.0.0")
    (True, True, False)
    """
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
