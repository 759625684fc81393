"""A Wyoming server: listens, lets in who may come in, and gives each connection its `Talk`.

The protocol has no authentication, so it is this machine's alone unless it is told otherwise.
"""

import asyncio
from collections.abc import Sequence
from contextlib import AsyncExitStack, suppress
from ipaddress import ip_address, ip_network
from typing import Any

import structlog
from wyoming.error import Error
from wyoming.event import Event, async_write_event

from gateway.entrypoints.control import ControlError
from gateway.entrypoints.wyoming_frames import LINE_BYTES_MAX, BadEventError, read_event
from gateway.entrypoints.wyoming_offer import NAME, Offer
from gateway.entrypoints.wyoming_talk import Talk

IDLE_S_MAX = 600.0  # Of a connection on which nothing comes; a wake stream sends all the time.
SEND_S_MAX = 30.0  # Who does not read for so long has gone.

_log = structlog.get_logger(__name__)


class WyomingServer:
    """`async with WyomingServer(offer, ...):` serves until the block ends.

    Raises `ControlError` where the address is taken or is not ours.
    """

    def __init__(
        self,
        offer: Offer,
        host: str = "127.0.0.1",
        port: int = 0,
        *,
        allow: Sequence[str] = (),
        announce: bool = False,
        connections_max: int = 32,
    ) -> None:
        """`allow`: networks that may connect, empty for all; port 0 takes a free one."""
        self._offer = offer
        self._host = host
        self.port = port
        self._allow = tuple(ip_network(each, strict=False) for each in allow)
        self._announce = announce
        self._connections_max = connections_max
        self._open: set[asyncio.Task[Any]] = set()
        self._stack = AsyncExitStack()
        self._server: asyncio.Server | None = None

    async def __aenter__(self) -> "WyomingServer":
        try:
            self._server = await asyncio.start_server(
                self._serve, self._host, self.port, limit=LINE_BYTES_MAX
            )
        except OSError as error:
            raise ControlError(
                f"cannot serve Wyoming at {self._host}:{self.port} ({error.strerror}): "
                "set wyoming.host and wyoming.port to what is free here"
            ) from error
        self.port = self._server.sockets[0].getsockname()[1]
        _log.info("wyoming: listening", host=self._host, port=self.port)
        self._warn()
        if self._announce:
            await self._tell_the_network()
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._server is not None:
            self._server.close()
        for task in tuple(self._open):
            task.cancel()
        await asyncio.gather(*self._open, return_exceptions=True)
        with suppress(OSError):
            await self._stack.aclose()

    def _warn(self) -> None:
        """Who opens it to the network has to know what that means."""
        with suppress(ValueError):
            if ip_address(self._host).is_loopback:
                return
        if self._host == "localhost":
            return
        who = ", ".join(map(str, self._allow)) if self._allow else "ANYBODY in the network"
        _log.warning(
            "wyoming: OPEN TO THE NETWORK WITHOUT A PASSWORD; who may connect can speak in this "
            "home, and hears what is said to it",
            host=self._host, port=self.port, may_connect=who,
            do="set wyoming.allow to your satellites' addresses, or wyoming.host to 127.0.0.1",
        )  # fmt: skip

    async def _tell_the_network(self) -> None:
        from gateway.entrypoints.wyoming_announce import announced

        try:
            await self._stack.enter_async_context(announced(NAME, self._host, self.port))
            _log.info("wyoming: announced by zeroconf", name=NAME)
        except Exception as error:  # Without multicast one can still be found by address.
            _log.warning("wyoming: not announced", why=str(error) or type(error).__name__)

    # --- connections ------------------------------------------------------------------------------

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        peer = str((writer.get_extra_info("peername") or ("?",))[0])
        self._open.add(task)
        try:
            refused = self._refused(peer)
            if refused is None:
                await self._converse(reader, writer, peer)
            else:
                _log.warning("wyoming: refused", peer=peer, why=refused)
                await _send(writer, Error(refused, "refused").event())
        except (OSError, TimeoutError, asyncio.CancelledError):
            pass  # They have gone, or we are going; either way there is nobody to tell.
        except Exception:  # A bad request must not take the server away.
            _log.exception("wyoming: connection failed", peer=peer)
        finally:
            self._open.discard(task)
            writer.close()

    def _refused(self, peer: str) -> str | None:
        if self._allow and not self._allowed(peer):
            return "this address may not connect"
        if len(self._open) > self._connections_max:
            return f"more than {self._connections_max} connections"
        return None

    def _allowed(self, peer: str) -> bool:
        try:
            address = ip_address(peer.partition("%")[0])
        except ValueError:
            return False
        mapped = getattr(address, "ipv4_mapped", None) or address
        return any(mapped in network for network in self._allow)

    async def _converse(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, peer: str
    ) -> None:
        async def send(event: Event) -> None:
            await _send(writer, event)

        port = (writer.get_extra_info("peername") or ("?", 0))[1]
        talk = Talk(self._offer, send, f"{peer}:{port}")
        try:
            while True:
                async with asyncio.timeout(IDLE_S_MAX):
                    event = await read_event(reader)
                if event is None:
                    return
                await talk.take(event)
        except BadEventError as error:
            _log.warning("wyoming: malformed", peer=peer, why=str(error))
            await _send(writer, Error(str(error), "malformed").event())


async def _send(writer: asyncio.StreamWriter, event: Event) -> None:
    async with asyncio.timeout(SEND_S_MAX):
        await async_write_event(event, writer)
