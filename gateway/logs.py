"""Log events become lines: text for people or JSON, one line a fact, without secrets or speech.

`set_up` once at the start. Code logs with `structlog.get_logger(__name__)`, a lower-case sentence
and keys; libraries that use `logging` come out the same way. Whatever looks like a secret is
blacked out, and what was said is dropped above debug.
"""

import json
import logging
import re
import sys
import traceback
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, TextIO

import orjson
import structlog
from structlog.typing import EventDict

REDACTED = "[redacted]"
VALUE_CHARS_MAX = 500  # A payload of a megabyte is not a fact.
DEPTH_MAX = 6

SECRET_KEY = re.compile(
    r"passw|passphrase|secret|token|credential|api_?key|authorization|private_?key|\bpsk\b|cookie",
    re.IGNORECASE,
)
SPEECH_KEYS = frozenset({
    "text", "said", "heard", "reply", "transcript", "utterance", "nbest", "spoken", "sentence",
})  # fmt: skip
_URL_CREDENTIALS = re.compile(r"(\w+://)[^/\s:@]*(?::[^/\s@]*)?@")
_ASSIGNED = re.compile(
    r"(?i)\b([\w-]*(?:passw(?:or)?d|secret|token|api_?key)[\w-]*[\"']?\s*[=:]\s*)"
    r"(\"[^\"]*\"|'[^']*'|[^\s,;&}]+)"
)
_BEARER = re.compile(r"(?i)\b(bearer|basic)\s+[\w.~+/=-]{6,}")

LEVELS: Mapping[str, int] = {
    "debug": logging.DEBUG,
    "info": logging.INFO,
    "warning": logging.WARNING,
    "error": logging.ERROR,
}


def set_up(level: str = "info", *, as_json: bool = False, stream: TextIO | None = None) -> None:
    """Send all logs to a stream (standard error) from `level` on."""
    out = sys.stderr if stream is None else stream
    threshold = LEVELS[level]
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            _head,
            drop_speech,
            _exception,
            redact,
            render_json if as_json else render_text,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(threshold),
        logger_factory=lambda *names: _Line(out, *names),
        cache_logger_on_first_use=False,
    )
    root = logging.getLogger()
    root.handlers[:] = [_Bridge()]
    root.setLevel(max(threshold, logging.INFO))  # Libraries at debug are thousands of lines.


class _Line:
    """Where a rendered line goes."""

    def __init__(self, stream: TextIO, name: str = "") -> None:
        self.name = name
        self._stream = stream

    def _write(self, line: str) -> None:
        self._stream.write(line + "\n")
        self._stream.flush()

    msg = debug = info = warning = error = critical = exception = _write


class _Bridge(logging.Handler):
    """Hands records of the standard library over to structlog."""

    def emit(self, record: logging.LogRecord) -> None:
        try:
            logger = structlog.get_logger(record.name)
            logger.log(record.levelno, record.getMessage(), exc_info=record.exc_info or None)
        except Exception:  # A log line must never stop the program.
            self.handleError(record)


def _head(logger: Any, method: str, event: EventDict) -> EventDict:
    """Time, level and where it comes from, first."""
    at = datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    level = {"exception": "error", "critical": "error", "warn": "warning"}.get(method, method)
    name = event.pop("logger", None) or getattr(logger, "name", "")
    return {"at": at, "level": level, "logger": name, "event": event.pop("event", ""), **event}


def drop_speech(_logger: Any, _method: str, event: EventDict) -> EventDict:
    """Leave out what was said or answered, unless this is a debug line."""
    if event.get("level") == "debug":
        return event
    return _without_speech(event)


def _without_speech(values: Mapping[str, Any], depth: int = 0) -> dict[str, Any]:
    return {
        key: _without_speech(value, depth + 1)
        if isinstance(value, Mapping) and depth < DEPTH_MAX
        else value
        for key, value in values.items()
        if key not in SPEECH_KEYS
    }


def redact(_logger: Any, _method: str, event: EventDict) -> EventDict:
    """Black out what looks like a secret, by key or by shape."""
    return {key: _redacted(key, value, 0) for key, value in event.items()}


def render_text(_logger: Any, _method: str, event: EventDict) -> str:
    """`2026-03-02T10:00:00.000Z warning devices.ingest: bad payload topic=a/b count=3`."""
    at, level, name = event.pop("at", ""), event.pop("level", ""), event.pop("logger", "")
    said = str(event.pop("event", "")).replace("\n", " ")
    head = f"{at} {level} {name}: {said}" if name else f"{at} {level} {said}"
    return " ".join([head, *(f"{key}={_quoted(value)}" for key, value in event.items())])


def render_json(_logger: Any, _method: str, event: EventDict) -> str:
    """One JSON object."""
    try:
        return orjson.dumps(event, default=str, option=orjson.OPT_NON_STR_KEYS).decode()
    except (TypeError, ValueError):
        return json.dumps(event, default=str, skipkeys=True)


def _exception(_logger: Any, _method: str, event: EventDict) -> EventDict:
    """An exception as its kind, message and place; the whole trace for JSON and debug readers."""
    given = event.pop("exc_info", None)
    error = sys.exc_info()[1] if given is True else given[1] if isinstance(given, tuple) else given
    if isinstance(error, BaseException):
        frames = traceback.extract_tb(error.__traceback__)
        event["error"] = f"{type(error).__name__}: {error}"
        if frames:
            event["raised_at"] = f"{frames[-1].filename}:{frames[-1].lineno}"
        event["trace"] = " < ".join(f"{f.name}:{f.lineno}" for f in reversed(frames[-8:]))
    return event


def _redacted(key: str, value: Any, depth: int) -> Any:
    if value is None or isinstance(value, bool | int | float):
        secret = SECRET_KEY.search(key) and not isinstance(value, bool) and value is not None
        return REDACTED if secret else value
    if SECRET_KEY.search(key) or depth > DEPTH_MAX:
        return REDACTED
    if isinstance(value, Mapping):
        return {str(k): _redacted(str(k), v, depth + 1) for k, v in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_redacted("", item, depth + 1) for item in value]
    return _clean(value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value))


def _clean(text: str) -> str:
    text = text if len(text) <= VALUE_CHARS_MAX else text[:VALUE_CHARS_MAX] + "..."
    text = _URL_CREDENTIALS.sub(rf"\1{REDACTED}@", text)
    text = _BEARER.sub(rf"\1 {REDACTED}", text)
    return _ASSIGNED.sub(rf"\1{REDACTED}", text)


def _quoted(value: Any) -> str:
    """A value as one word, quoted where it would not be one."""
    if isinstance(value, dict | list):
        value = json.dumps(value, ensure_ascii=False, default=str)
        return value if " " not in value else json.dumps(value, ensure_ascii=False)
    text = str(value)
    plain = text and not re.search(r"[\s\"=]", text) and text.isprintable()
    return text if plain else json.dumps(text, ensure_ascii=False)
