"""What a step expects, read and checked for sense before anything is played."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from devices.model import nothing
from gateway.evaluate import fields
from gateway.evaluate.home_file import Home
from gateway.yaml_lines import written, wrong

FAILURE_POINTS = ("false_wake", "asr", "nlu", "entity_resolution", "result", "correct")


@dataclass(frozen=True)
class Expectation:
    """An `expect` or a `check`: every key given must hold."""

    values: Mapping[str, Any] = field(default_factory=nothing)
    """By the format's own keys; texts and ids that may be one or several are tuples."""
    line: int | None = None


def read_expectation(document: dict[str, Any], home: Home) -> Expectation:
    """Read and check an `expect`; raises `FormatError`."""
    fields.known_keys(document, _READERS, "`expect`")
    values = {key: _READERS[key](document, key, home) for key in document}
    return Expectation(values, getattr(document, "line", None))


def _states(holder: dict[str, Any], key: str, home: Home) -> dict[str, dict[str, Any]]:
    states = fields.mapping(holder[key], f"`{key}`", holder, key)
    found = {}
    for entity_id, values in states.items():
        fields.one_of(entity_id, home.devices, "device", states, entity_id)
        wanted = fields.mapping(values, f"`{entity_id}`", states, entity_id)
        found[entity_id] = {
            name: _switch_words(value) if name == "state" else value
            for name, value in wanted.items()
        }
    return found


def _switch_words(value: Any) -> Any:
    """YAML's booleans for a state are the words that somebody forgot to quote."""
    if isinstance(value, list):
        return [_switch_words(part) for part in value]
    return ("on" if value else "off") if isinstance(value, bool) else value


def _texts(holder: dict[str, Any], key: str, home: Home) -> tuple[str, ...]:
    return fields.texts(holder, key, "`expect`")


def _text(holder: dict[str, Any], key: str, home: Home) -> str:
    return fields.text(holder, key, "`expect`")


def _flag(holder: dict[str, Any], key: str, home: Home) -> bool:
    return fields.flag(holder, key, "`expect`")


def _only_false(holder: dict[str, Any], key: str, home: Home) -> bool:
    if holder[key] is not False:
        raise wrong(f"`{key}` can only be false", holder, key)
    return False


def _asks(holder: dict[str, Any], key: str, home: Home) -> bool | tuple[str, ...]:
    return holder[key] if isinstance(holder[key], bool) else _texts(holder, key, home)


def _mapping(holder: dict[str, Any], key: str, home: Home) -> dict[str, Any]:
    return fields.mapping(holder[key], f"`{key}`", holder, key)


def _targets(holder: dict[str, Any], key: str, home: Home) -> tuple[str, ...]:
    ids = _texts(holder, key, home)
    for entity_id in ids:
        fields.one_of(entity_id, home.devices, "device", holder, key)
    return ids


def _played(holder: dict[str, Any], key: str, home: Home) -> tuple[str, ...]:
    ids = _texts(holder, key, home)
    known = [item.id for item in home.household.catalog]
    for item_id in ids:
        fields.one_of(item_id, known, "catalogue entry", holder, key)
    return ids


def _published(holder: dict[str, Any], key: str, home: Home) -> dict[str, Any]:
    return {
        topic: value if isinstance(value, dict) else written(holder[key], topic)
        for topic, value in _mapping(holder, key, home).items()
    }


def _failure_point(holder: dict[str, Any], key: str, home: Home) -> Any:
    value = holder[key]
    parts = value if isinstance(value, dict) else {"": value}
    for part in parts.values():
        for name in part if isinstance(part, list) else [part]:
            fields.one_of(str(name), FAILURE_POINTS, "failure point", holder, key)
    return _turns(value, holder, key) if isinstance(value, dict) else value


def _defect(holder: dict[str, Any], key: str, home: Home) -> Any:
    value = holder[key]
    for part in value.values() if isinstance(value, dict) else [value]:
        if not isinstance(part, bool):
            raise wrong("`defect` must be true or false", holder, key)
    return _turns(value, holder, key) if isinstance(value, dict) else value


def _turns(value: dict[str, Any], holder: dict[str, Any], key: str) -> dict[int, Any]:
    """`{1: ..., 3: ...}`: by number of the utterance, from 1."""
    if not all(str(turn).isdecimal() and int(turn) > 0 for turn in value):
        raise wrong(f"`{key}` names utterances by number, from 1", holder, key)
    return {int(turn): part for turn, part in value.items()}


_READERS: Mapping[str, Callable[[dict[str, Any], str, Home], Any]] = {
    "changes": _states,
    "state": _states,
    "says": _texts,
    "says_all": _texts,
    "says_not": _texts,
    "asks": _asks,
    "intent": _text,
    "slots": _mapping,
    "targets": _targets,
    "played": _played,
    "published": _published,
    "rewritten_to": _text,
    "rewritten": _only_false,
    "understood": _flag,
    "confirms": _flag,
    "learned": _mapping,
    "failure_point": _failure_point,
    "defect": _defect,
}
