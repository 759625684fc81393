"""Checked settings -> plain values, and the lean process that lives by them.

Checking settings takes pydantic, and reading the command line takes typer: 25 MB that a daemon
would keep for ever. So `ambient run` checks, hands the result over in memory and becomes the
daemon.
"""

import os
import pickle
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, NoReturn

from context.places import Household
from devices.address import BrokerAddress
from gateway.entrypoints.connection import address_of

if TYPE_CHECKING:
    from gateway.config import Settings


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
    )


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
