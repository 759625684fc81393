"""Tells systemd how the daemon is: ready, alive, stopping. Without systemd nothing happens.

The protocol of sd_notify(3): one datagram of `KEY=value` lines to the socket in `NOTIFY_SOCKET`.
"""

import asyncio
import os
import socket
from collections.abc import Mapping


def notify(*lines: str, environment: Mapping[str, str] | None = None) -> bool:
    """Send lines such as `READY=1`; whether anybody listens."""
    env = os.environ if environment is None else environment
    address = env.get("NOTIFY_SOCKET", "")
    if not address.startswith(("/", "@")):
        return False
    if address.startswith("@"):
        address = "\0" + address[1:]  # Linux's abstract sockets.
    try:
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_CLOEXEC) as out:
            out.sendto("\n".join(lines).encode(), address)
    except OSError:
        return False  # It is a courtesy; the gateway goes on without.
    return True


def watchdog_s(environment: Mapping[str, str] | None = None) -> float | None:
    """How often systemd is to hear that we live: half its limit; None when it does not ask."""
    env = os.environ if environment is None else environment
    if env.get("WATCHDOG_PID", str(os.getpid())) != str(os.getpid()):
        return None
    try:
        limit_us = int(env.get("WATCHDOG_USEC", "0"))
    except ValueError:
        return None
    return limit_us / 2_000_000 if limit_us > 0 else None


async def keep_alive() -> None:
    """Tell the watchdog that the event loop still turns; returns at once when nobody asks."""
    interval_s = watchdog_s()
    while interval_s is not None:
        notify("WATCHDOG=1")
        await asyncio.sleep(interval_s)
