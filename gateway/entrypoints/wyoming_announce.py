"""Telling the network that we are there: zeroconf, `_wyoming._tcp.local.`."""

import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from ipaddress import IPv4Address, ip_address

SERVICE = "_wyoming._tcp.local."


@asynccontextmanager
async def announced(name: str, host: str, port: int) -> AsyncIterator[None]:
    """Announce for as long as the block runs; raises `OSError` where the network lets nobody."""
    from zeroconf import IPVersion  # 10 MB: only who is announced pays for it.
    from zeroconf.asyncio import AsyncServiceInfo, AsyncZeroconf

    address = own_address(host)
    info = AsyncServiceInfo(
        SERVICE,
        f"{name}.{SERVICE}",
        addresses=[address.packed],
        port=port,
        server=f"{socket.gethostname().partition('.')[0]}.local.",
    )
    zeroconf = AsyncZeroconf(interfaces=[str(address)], ip_version=IPVersion.V4Only)
    try:
        await zeroconf.async_register_service(info, allow_name_change=True)
        yield
    finally:
        await zeroconf.async_unregister_all_services()
        await zeroconf.async_close()


def own_address(host: str) -> IPv4Address:
    """The address that others reach us at; for "all of them" the one that leads out.

    >>> own_address("192.168.1.5")
    IPv4Address('192.168.1.5')
    """
    try:
        given = ip_address(host)
    except ValueError:
        given = ip_address(socket.gethostbyname(host))
    if isinstance(given, IPv4Address) and not given.is_unspecified:
        return given
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.connect(("224.0.0.251", 5353))  # Sends nothing; only asks for the way.
        return IPv4Address(probe.getsockname()[0])
