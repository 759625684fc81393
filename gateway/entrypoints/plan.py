"""Checked settings -> plain values, and the lean process that lives by them.

Checking settings takes pydantic, and reading the command line takes typer: 25 MB that a daemon
would keep for ever. So `ambient run` checks, hands the result over in memory and becomes the
daemon.
"""

import os
import pickle
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import time
from typing import TYPE_CHECKING, NoReturn

from context.places import Household
from devices.address import BrokerAddress
from gateway.entrypoints.connection import address_of

if TYPE_CHECKING:
    from gateway.config import HearSettings, Settings
    from gateway.voice_file import VoiceSection, WyomingSection


@dataclass(frozen=True)
class Recogniser:
    """What recognises speech; paths are text."""

    engine: str = "auto"
    model: str | None = None
    models: str | None = None
    threads: int = 1
    closed: bool = False
    vocabulary: str | None = None


@dataclass(frozen=True)
class Voice:
    """What hears and speaks at this machine; paths are text."""

    microphone: str | None
    speaker: str | None
    satellite: str | None
    area: str | None
    wake_words: tuple[str, ...]
    wake_threshold: float
    wake_models: tuple[str, ...]
    synthesizer: str | None
    voice: str | None
    piper: str | None
    volume: float
    night_volume: float
    night_from: time
    night_to: time


@dataclass(frozen=True)
class Wyoming:
    """Who is served by the Wyoming protocol, and with what."""

    host: str
    port: int
    allow: tuple[str, ...]
    announce: bool
    offer: tuple[str, ...]
    satellites: Mapping[str, str]
    connections_max: int


@dataclass(frozen=True)
class Plan:
    """All that the daemon has to know."""

    broker: BrokerAddress
    household: Household
    store: str
    """Path of the database."""
    commit_interval_s: float
    history_days: float
    words_days: float
    turn_days: float
    learning: str
    confirm_timeout_s: float
    custom_sentences: str | None
    socket: str
    log_level: str
    log_as_json: bool
    hear: Recogniser = Recogniser()
    voice: Voice | None = None
    wyoming: Wyoming | None = None


def plan_of(settings: "Settings") -> Plan:
    """The plain values of checked settings."""
    return Plan(
        broker=address_of(settings.mqtt),
        household=settings.household(),
        store=str(settings.store.path),
        commit_interval_s=settings.store.commit_interval_s,
        history_days=settings.store.history_days,
        words_days=settings.store.words_days,
        turn_days=settings.store.turn_days,
        learning=settings.learning,
        confirm_timeout_s=settings.confirm_timeout_s,
        custom_sentences=str(settings.custom_sentences) if settings.custom_sentences else None,
        socket=str(settings.socket),
        log_level=settings.log.level,
        log_as_json=settings.log.as_json,
        hear=recogniser_of(settings.hear),
        voice=voice_of(settings.voice) if settings.voice is not None else None,
        wyoming=_wyoming_of(settings.wyoming) if settings.wyoming is not None else None,
    )


def recogniser_of(section: "HearSettings") -> Recogniser:
    """The plain values of a checked section; a vocabulary that cannot be read is none."""
    return Recogniser(
        section.engine,
        str(section.model) if section.model else None,
        str(section.models),
        section.threads,
        section.closed,
        str(section.vocabulary) if section.vocabulary else None,
    )


def voice_of(section: "VoiceSection") -> Voice:
    """The plain values of a checked section."""
    values = section.model_dump()
    values["piper"] = str(section.piper) if section.piper else None
    values["wake_models"] = tuple(str(path) for path in section.wake_models)
    for key in ("night_from", "night_to"):
        values[key] = time.fromisoformat(values[key])
    return Voice(**values)


def _wyoming_of(section: "WyomingSection") -> Wyoming:
    announce = not section.loopback if section.announce is None else section.announce
    return Wyoming(**{**section.model_dump(), "announce": announce})


def hand_over(plan: Plan) -> NoReturn:
    """Become the daemon; the process and its id stay, as systemd wants it.

    The plan goes through a file that is only in memory, since it holds the broker's password:
    arguments and environment can be read by others.
    """
    file = os.memfd_create("ambient-plan", 0)  # no flags: the daemon inherits it
    os.write(file, pickle.dumps(plan))
    os.lseek(file, 0, os.SEEK_SET)
    os.set_inheritable(file, True)
    sys.stdout.flush()
    os.execv(sys.executable, [sys.executable, "-m", "gateway.entrypoints.memory", str(file)])


def take_over(file: int) -> Plan:
    """The plan that was handed over."""
    with os.fdopen(file, "rb") as opened:
        plan = pickle.load(opened)  # written by ourselves, a moment ago
    assert isinstance(plan, Plan)
    return plan
