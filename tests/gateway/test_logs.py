import io
import json
import logging
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import structlog

from gateway.logs import set_up

Lines = Callable[..., list[str]]


@pytest.fixture
def stream() -> Iterator[io.StringIO]:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield io.StringIO()
    root.handlers[:], root.level = handlers, level
    structlog.reset_defaults()


def text_of(stream: io.StringIO, level: str = "info", **values: Any) -> str:
    set_up(level, stream=stream)
    structlog.get_logger("gateway.act").warning("command not confirmed", **values)
    return stream.getvalue()


def test_a_fact_is_one_line_with_keys(stream: io.StringIO) -> None:
    line = text_of(stream, device="light.hall", after_ms=3000)
    assert line.endswith(
        " warning gateway.act: command not confirmed device=light.hall after_ms=3000\n"
    )


def test_a_value_with_a_line_break_stays_on_its_line(stream: io.StringIO) -> None:
    assert text_of(stream, payload="a\nb").count("\n") == 1


def test_json_lines_hold_the_same(stream: io.StringIO) -> None:
    set_up("info", as_json=True, stream=stream)
    structlog.get_logger("devices.ingest").info("bad payload", topic="a/b", count=2)
    found = json.loads(stream.getvalue())
    assert found.pop("at").endswith("Z")
    assert found == {
        "level": "info", "logger": "devices.ingest", "event": "bad payload",
        "topic": "a/b", "count": 2,
    }  # fmt: skip


@pytest.mark.parametrize(
    "values",
    [
        {"password": "hunter2"},
        {"mqtt_password": "hunter2"},
        {"access_token": "hunter2"},
        {"Authorization": "hunter2"},
        {"settings": {"mqtt": {"password": "hunter2"}}},
        {"tries": [{"token": "hunter2"}]},
        {"url": "mqtt://anna:hunter2@broker:1883"},
        {"payload": '{"password": "hunter2", "a": 1}'},
        {"error": "login failed with password=hunter2 at broker"},
        {"header": "Bearer hunter2hunter2"},
        {"payload": b"token: hunter2"},
    ],
)
def test_a_secret_is_blacked_out(stream: io.StringIO, values: dict[str, Any]) -> None:
    line = text_of(stream, **values)
    assert "hunter2" not in line
    assert "[redacted]" in line


def test_a_url_keeps_its_host(stream: io.StringIO) -> None:
    assert "@broker:1883" in text_of(stream, url="mqtt://anna:hunter2@broker:1883")


@pytest.mark.parametrize("key", ["text", "said", "reply", "transcript"])
def test_what_was_said_is_not_logged(stream: io.StringIO, key: str) -> None:
    assert "secret plans" not in text_of(stream, "debug", **{key: "secret plans"})


def test_what_was_said_inside_another_value_is_not_logged(stream: io.StringIO) -> None:
    assert "secret plans" not in text_of(stream, turn={"id": "t1", "text": "secret plans"})


def test_what_was_said_is_shown_at_debug(stream: io.StringIO) -> None:
    set_up("debug", stream=stream)
    structlog.get_logger().debug("understood", text="lights on")
    assert 'text="lights on"' in stream.getvalue()


def test_lines_below_the_level_are_left_out(stream: io.StringIO) -> None:
    set_up("warning", stream=stream)
    structlog.get_logger().info("device found")
    assert stream.getvalue() == ""


def test_libraries_come_out_the_same_way(stream: io.StringIO) -> None:
    set_up("info", stream=stream)
    logging.getLogger("paho").warning("lost %s", "mqtt://a:hunter2@b")
    assert stream.getvalue().endswith(" warning paho: lost mqtt://[redacted]@b\n")


def test_an_exception_tells_kind_message_and_place(stream: io.StringIO) -> None:
    set_up("info", stream=stream)
    try:
        raise ValueError("no such topic")
    except ValueError:
        structlog.get_logger().exception("ingest failed")
    line = stream.getvalue()
    assert 'error="ValueError: no such topic"' in line
    assert "test_logs.py:" in line
    assert line.count("\n") == 1


def test_a_long_value_is_cut(stream: io.StringIO) -> None:
    assert len(text_of(stream, payload="A" * 100_000)) < 1000
