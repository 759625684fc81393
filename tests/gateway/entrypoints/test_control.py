import asyncio
import json
import stat
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from gateway.entrypoints import control
from gateway.entrypoints.control import ControlError, ControlServer, ask, known, sentence


async def echo(request: Mapping[str, Any]) -> Mapping[str, Any]:
    if "fail" in request:
        raise ControlError("that cannot be done")
    if "crash" in request:
        raise RuntimeError("boom")
    return {"heard": request}


def served(tmp_path: Path, story: Callable[[Path], Awaitable[Any]]) -> Any:
    """What a story comes to while a server runs."""
    path = tmp_path / "s.sock"

    async def play() -> Any:
        async with asyncio.timeout(10), ControlServer(path, echo):
            return await story(path)

    return asyncio.run(play())


def asked(tmp_path: Path, request: Mapping[str, Any]) -> Mapping[str, Any]:
    async def story(path: Path) -> Mapping[str, Any]:
        return await asyncio.to_thread(ask, path, request)

    answer: Mapping[str, Any] = served(tmp_path, story)
    return answer


async def raw(path: Path, sent: bytes) -> list[Any]:
    """What comes back for these bytes."""
    reader, writer = await asyncio.open_unix_connection(str(path))
    writer.write(sent)
    writer.write_eof()
    answers = (await reader.read()).splitlines()
    writer.close()
    return [json.loads(line) for line in answers]


def test_a_request_is_answered(tmp_path: Path) -> None:
    assert asked(tmp_path, {"say": "hi"}) == {"heard": {"say": "hi"}}


def test_what_is_refused_comes_as_an_error(tmp_path: Path) -> None:
    with pytest.raises(ControlError, match="that cannot be done"):
        asked(tmp_path, {"fail": True})


def test_a_crash_is_an_answer_and_the_door_stays_open(tmp_path: Path) -> None:
    answers = served(tmp_path, lambda path: raw(path, b'{"crash": 1}\n{"say": "hi"}\n'))
    assert "RuntimeError in the gateway" in answers[0]["error"]
    assert answers[1] == {"heard": {"say": "hi"}}


@pytest.mark.parametrize("line", [b"nonsense\n", b"[1]\n", b"\xff\n", b"[" * 5000 + b"\n"])
def test_bad_lines_are_answered(tmp_path: Path, line: bytes) -> None:
    (answer,) = served(tmp_path, lambda path: raw(path, line))
    assert "error" in answer


def test_an_endless_line_is_refused(tmp_path: Path) -> None:
    (answer,) = served(tmp_path, lambda path: raw(path, b"x" * (control.LINE_BYTES_MAX * 2)))
    assert "a line of more than" in answer["error"]


def test_only_the_owner_may_open_it(tmp_path: Path) -> None:
    listener = control._listener(tmp_path / "s.sock")
    assert stat.S_IMODE((tmp_path / "s.sock").stat().st_mode) == 0o600
    listener.close()


def test_it_is_gone_afterwards(tmp_path: Path) -> None:
    asked(tmp_path, {"say": "hi"})
    assert list(tmp_path.iterdir()) == []


def test_a_second_gateway_is_refused(tmp_path: Path) -> None:
    async def story(path: Path) -> None:
        with pytest.raises(ControlError, match="another gateway serves"):
            await ControlServer(path, echo).__aenter__()

    served(tmp_path, story)


def test_a_socket_left_by_a_killed_gateway_is_replaced(tmp_path: Path) -> None:
    control._listener(tmp_path / "s.sock").close()
    assert asked(tmp_path, {"say": "hi"}) == {"heard": {"say": "hi"}}


def test_a_file_is_never_replaced(tmp_path: Path) -> None:
    (tmp_path / "s.sock").write_text("precious")
    with pytest.raises(ControlError, match="is not a socket"):
        asked(tmp_path, {"say": "hi"})


def test_without_a_daemon_one_is_told_how_to_start_it(tmp_path: Path) -> None:
    with pytest.raises(ControlError, match="start one with `ambient run`"):
        ask(tmp_path / "none.sock", {"say": "hi"})


def test_a_path_that_is_too_long_is_told(tmp_path: Path) -> None:
    with pytest.raises(ControlError, match="longer than"):
        control._listener(tmp_path / ("x" * 200))


@pytest.mark.parametrize("text", [None, "", "  ", 3, "x" * 2000])
def test_what_is_no_sentence_is_refused(text: Any) -> None:
    with pytest.raises(ControlError):
        sentence({"say": text})


def test_an_unknown_satellite_is_told_with_those_that_are(tmp_path: Path) -> None:
    with pytest.raises(ControlError, match="known: hall, kitchen"):
        known({"satellite": "attic"}, "satellite", {"kitchen": 1, "hall": 2})
