"""Lines of JSON become what would be understood of them: `ambient parse`, without its command line.

Imports nothing that plays a house: what understands is to be measured alone.
"""

import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TextIO

import orjson

from context.snapshot import Snapshot
from context.turn import Transcript
from gateway.yaml_lines import FormatError

Understand = Callable[[Snapshot, Transcript], Mapping[str, Any]]
"""Words in a house -> `intent`, `slots`, `targets`, `probability` and `by`, without acting."""
Homes = Callable[[Path | None], Snapshot]
"""A home file -> the home as a gateway sees it; raises `FormatError`."""


@dataclass(frozen=True)
class _Asked:
    """One line of `parse`."""

    id: Any
    text: str
    area: str | None
    home: str | None
    nbest: tuple[str, ...] = ()


def parse_jsonl(
    lines: Iterable[str],
    out: TextIO,
    understand: Understand,
    homes: Homes,
    home_path: Path | None = None,
) -> None:
    """Say of each line what would be understood of it, in the home as it is at its start."""
    for line in lines:
        if not line.strip():
            continue
        answer = _parsed(line, homes, understand, home_path)
        out.write(as_json(answer) + "\n")
        out.flush()


def _parsed(
    line: str, homes: Homes, understand: Understand, home_path: Path | None
) -> dict[str, Any]:
    line_id = None
    try:
        asked = _asked(orjson.loads(line))
        line_id = asked.id
        snapshot = homes(Path(asked.home) if asked.home else home_path)
        started = time.perf_counter()
        meaning = understand(
            snapshot, Transcript(asked.text, area=_area(asked, snapshot), nbest=asked.nbest)
        )
        ms = (time.perf_counter() - started) * 1000
        return {"id": asked.id, **meaning, "ms": round(ms, 3)}
    except (FormatError, ValueError) as error:
        return {"id": line_id, "error": str(error)}


def _asked(document: Any) -> _Asked:
    if not isinstance(document, dict) or not isinstance(document.get("text"), str):
        raise FormatError('a line must be an object such as {"id": 1, "text": "lights on"}')
    area, home = document.get("area"), document.get("home")
    for key, value in (("area", area), ("home", home)):
        if value is not None and not isinstance(value, str):
            raise FormatError(f"`{key}` must be text")
    nbest = document.get("nbest", [])
    if not isinstance(nbest, list) or not all(isinstance(text, str) for text in nbest):
        raise FormatError("`nbest` must be a list of texts")
    return _Asked(document.get("id"), document["text"], area, home, tuple(nbest))


def _area(asked: _Asked, snapshot: Snapshot) -> str | None:
    """The area's id, though it may be given by name."""
    wanted = asked.area
    if wanted is None or wanted in snapshot.household.areas:
        return wanted
    for area in snapshot.household.areas.values():
        names = (area.name, *area.aliases)
        if wanted.casefold() in (name.casefold() for name in names):
            return area.id
    raise FormatError(f"there is no area `{wanted}` in this home")


def as_json(value: Any) -> str:
    """One line of JSON; what JSON has no words for (times, sets) is told as text or a list."""
    options = orjson.OPT_NON_STR_KEYS | orjson.OPT_SERIALIZE_NUMPY
    return orjson.dumps(value, default=_plain, option=options).decode()


def _plain(value: Any) -> Any:
    if isinstance(value, set | frozenset | tuple):
        return sorted(value, key=str) if not isinstance(value, tuple) else list(value)
    if isinstance(value, Mapping):
        return dict(value)
    return str(value)
