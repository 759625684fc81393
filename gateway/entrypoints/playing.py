"""Makes the gateways of `ambient eval` and `ambient parse`, in whichever process they are to play.

A process that `--jobs` spawns begins with logs on standard output, where only results belong.
"""

from functools import cache
from typing import Any

from context.places import Household
from devices.mqtt import Broker
from gateway import logs
from gateway.clock import Clock
from gateway.evaluate.commands import real_gateway
from gateway.evaluate.player import GatewayLike


def quiet_gateway(household: Household, broker: Broker, clock: Clock, store: Any) -> GatewayLike:
    """The gateway as the daemon runs it, logging warnings to standard error."""
    _logs_to_stderr()
    return real_gateway(household, broker, clock, store)


def seeing_gateway(household: Household, broker: Broker, clock: Clock, store: Any) -> GatewayLike:
    """The same, to be looked at only: it understands no more than templates."""
    from gateway.app import Gateway
    from gateway.understand.grammar import Grammar
    from gateway.understand.mind import Mind

    _logs_to_stderr()
    mind = Mind(Grammar(household.language), None)
    gateway: GatewayLike = Gateway(household, broker, clock, store, threaded=False, mind=mind)
    return gateway


@cache
def _logs_to_stderr() -> None:
    """Once in each process."""
    logs.set_up("warning")
