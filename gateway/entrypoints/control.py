"""A line of JSON on a Unix socket becomes a turn: how the command line talks to the daemon.

Requests, one a line: `{"say": TEXT, "satellite"?: ID, "person"?: ID}`, `{"devices": true}`,
`{"teach": TEXT, "person"?: ID}` (said only if it is a lesson), `{"learned": true, "person"?: ID}`,
and `{"forget": ID | PHRASE | true, "person"?: ID}` (`true`: all of it). Each
is answered with one line, `{"error": TEXT}` when it cannot be done. Who may open the socket
(mode 0600) may speak in the house.
"""

import asyncio
import json
import os
import socket
import stat
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

import structlog

LINE_BYTES_MAX = 65_536  # A sentence has a hundred; more is not one.
ANSWER_BYTES_MAX = 4_194_304  # The devices of a home with thousands.
CONNECTIONS_MAX = 8  # A household's worth of terminals.
IDLE_SECONDS_MAX = 300.0  # Of a connection on which nothing is asked.
ANSWER_SECONDS_MAX = 60.0  # A turn waits for echoes, and for the turns before it.
TEXT_LENGTH_MAX = 1000  # Characters; four times the longest command we know.
PATH_BYTES_MAX = 107  # What Linux has room for.
REQUESTS = "say, devices, teach, learned, forget"

_log = structlog.get_logger(__name__)

Answer = Mapping[str, Any]
Handle = Callable[[Mapping[str, Any]], Awaitable[Answer]]
"""A request -> its answer; raises `ControlError` with what is wrong with it."""


class ControlError(Exception):
    """It cannot be done; the message says what to do."""


# --- the daemon's side ---------------------------------------------------------------------------


class ControlServer:
    """`async with ControlServer(path, handle):` serves until the block ends."""

    def __init__(self, path: Path, handle: Handle) -> None:
        self._path = path
        self._handle = handle
        self._server: asyncio.Server | None = None
        self._open: set[asyncio.Task[Any]] = set()

    async def __aenter__(self) -> "ControlServer":
        listener = _listener(self._path)
        self._server = await asyncio.start_unix_server(
            self._serve, sock=listener, limit=LINE_BYTES_MAX
        )
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._server is not None:
            self._server.close()
        for task in tuple(self._open):
            task.cancel()
        await asyncio.gather(*self._open, return_exceptions=True)
        with suppress(OSError):
            self._path.unlink()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._open.add(task)
        try:
            if len(self._open) > CONNECTIONS_MAX:
                await _write(writer, {"error": f"more than {CONNECTIONS_MAX} connections"})
            else:
                await self._converse(reader, writer)
        except (OSError, asyncio.CancelledError):
            pass  # They have gone, or we are going; either way there is nobody to tell.
        finally:
            self._open.discard(task)
            writer.close()

    async def _converse(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while True:
            try:
                async with asyncio.timeout(IDLE_SECONDS_MAX):
                    line = await reader.readline()
            except TimeoutError:
                return
            except ValueError:  # The line is longer than `limit`: what follows is no request.
                await _write(writer, {"error": f"a line of more than {LINE_BYTES_MAX} bytes"})
                return
            if not line:
                return
            await _write(writer, await self._answer(line))

    async def _answer(self, line: bytes) -> Answer:
        try:
            request = json.loads(line)
            if not isinstance(request, dict):
                raise ControlError('a request is an object such as {"say": "lights on"}')
            async with asyncio.timeout(ANSWER_SECONDS_MAX):
                return await self._handle(request)
        except ControlError as error:
            return {"error": str(error)}
        except TimeoutError:
            return {"error": f"no answer within {ANSWER_SECONDS_MAX:.0f} s"}
        except (ValueError, RecursionError) as error:
            return {"error": f"not a line of JSON: {error}"}
        except Exception as error:  # A bad sentence must not take the daemon's door away.
            _log.exception("request failed")
            return {"error": f"{type(error).__name__} in the gateway; its log says more"}


async def _write(writer: asyncio.StreamWriter, answer: Answer) -> None:
    writer.write(json.dumps(answer, default=str).encode() + b"\n")
    await writer.drain()


def _listener(path: Path) -> socket.socket:
    """A socket that only this user can open; raises `ControlError`."""
    if len(os.fsencode(path)) > PATH_BYTES_MAX:
        raise ControlError(f"the path of the socket is longer than {PATH_BYTES_MAX} bytes: {path}")
    _remove_stale(path)
    listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    before = os.umask(0o177)  # Not a chmod afterwards: in between anybody could come in.
    try:
        os.umask(0o077)
        path.parent.mkdir(parents=True, exist_ok=True)
        os.umask(0o177)
        listener.bind(str(path))
    except OSError as error:
        listener.close()
        raise ControlError(
            f"cannot make the socket {path}: {error.strerror}; set `socket` (or AMBIENT_SOCKET) "
            "to a path that this user may write"
        ) from error
    finally:
        os.umask(before)
    return listener


def _remove_stale(path: Path) -> None:
    """Remove what a daemon that was killed left behind; never what another one uses."""
    try:
        if not stat.S_ISSOCK(path.stat().st_mode):
            raise ControlError(f"{path} is there and is not a socket: set `socket` to another path")
    except OSError:
        return  # Nothing is there, or nothing that we may see: `bind` will say.
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as probe:
        probe.settimeout(1.0)
        try:
            probe.connect(str(path))
        except OSError:
            with suppress(OSError):
                path.unlink()
            return
    raise ControlError(
        f"another gateway serves {path}: stop that one, or set `socket` (or AMBIENT_SOCKET)"
    )


# --- the command line's side ---------------------------------------------------------------------


def ask(path: Path, request: Mapping[str, Any]) -> Answer:
    """Send one request to the daemon; `ControlError` says what is wrong."""
    line = json.dumps(request).encode() + b"\n"
    if len(line) > LINE_BYTES_MAX:
        raise ControlError("that is too long to be said")
    try:
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection:
            connection.settimeout(ANSWER_SECONDS_MAX + 5)
            connection.connect(str(path))
            connection.sendall(line)
            with connection.makefile("rb") as answers:
                answer = json.loads(answers.readline(ANSWER_BYTES_MAX))
    except PermissionError as error:
        raise ControlError(
            f"this user may not open {path}: run it as the user of the daemon, as in "
            "sudo -u ambient ambient say ..."
        ) from error
    except (FileNotFoundError, ConnectionRefusedError) as error:
        raise ControlError(
            f"no daemon serves {path}: start one with `ambient run`, or try `ambient demo`"
        ) from error
    except (OSError, ValueError) as error:
        raise ControlError(f"no answer from the daemon at {path}: {error}") from error
    if not isinstance(answer, dict):
        raise ControlError(f"{path} is served by some other program")
    if "error" in answer:
        raise ControlError(str(answer["error"]))
    return answer


# --- what requests hold --------------------------------------------------------------------------


def sentence(request: Mapping[str, Any], key: str = "say") -> str:
    """What is to be said; `ControlError` when it is not a sentence."""
    text = request.get(key)
    if not isinstance(text, str) or not text.strip():
        raise ControlError(f"`{key}` has to be a sentence")
    if len(text) > TEXT_LENGTH_MAX:
        raise ControlError(f"more than {TEXT_LENGTH_MAX} characters are not a sentence")
    return text.strip()


def known(request: Mapping[str, Any], key: str, ids: Mapping[str, Any]) -> str | None:
    """The id under a key, which must be one of these; None when it is not given."""
    wanted = request.get(key)
    if wanted is None:
        return None
    if not isinstance(wanted, str) or wanted not in ids:
        raise ControlError(
            f"there is no {key} {wanted!r}; known: {', '.join(sorted(ids)) or 'none'}"
        )
    return wanted
