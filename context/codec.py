"""Frozen values become plain data for JSON, and plain data the same values again, by type hints.

A dataclass becomes a mapping of the fields that differ from their defaults, a tuple a list. Where
the hint leaves it open (a union of dataclasses, `Any`) the value is tagged: `{"$": "Act", ...}`.
Unknown keys are ignored and absent ones take their default, so that turns of other versions can
be read. What no tag fits becomes text: the one loss, and never an error.

>>> from context.turn import Decline
>>> encode(ListEntry("shopping", "milk"), ListEntry)
{'list': 'shopping', 'item': 'milk'}
>>> encode(Decline("cancelled"), Decision)
{'$': 'Decline', 'reason': 'cancelled'}
"""

import json
import math
import types
from collections.abc import Callable, Iterable, Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import date, datetime, time, timedelta
from functools import cache
from numbers import Integral, Real
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

import orjson

from context.agenda import AgendaItem, ListEntry, Recurrence, When
from context.turn import Candidate, Choice, Confirmation, Decision, Resolution, Transcript, Turn
from devices.model import Command, Device, State, StateChanged

TAG = "$"
DEPTH_MAX = 40  # Deeper than any turn; guards against a value that contains itself.
INT64 = 2**63

# Classes that may stand where the hint says `Any`, besides all that a `Turn` is made of.
_OPEN = (AgendaItem, ListEntry, Recurrence, When, Candidate, Choice, Confirmation, Resolution,
         Transcript, Command, Device, State, StateChanged)  # fmt: skip

Encoder = Callable[[Any, int], Any]
Decoder = Callable[[Any], Any]


class CodecError(ValueError):
    """Stored data that does not hold what its type needs."""


def encode(value: Any, hint: Any = Any) -> Any:
    """Plain data for `value`, read by `hint`."""
    return _encoder(hint)(value, 0)


def decode(plain: Any, hint: Any = Any) -> Any:
    """The value that `encode` made `plain` from; `CodecError` when it cannot be that."""
    try:
        return _decoder(hint)(plain)
    except CodecError:
        raise
    except (TypeError, ValueError, KeyError, AttributeError) as error:
        raise CodecError(f"not a stored {_name(hint)}: {error}") from error


def dump_json(value: Any) -> str:
    """JSON text; what orjson refuses (integers beyond 64 bits, lone surrogates) Python writes."""
    try:
        return orjson.dumps(value, default=str, option=orjson.OPT_NON_STR_KEYS).decode()
    except (TypeError, ValueError):
        return json.dumps(value, default=str, skipkeys=True)


def storable(text: str) -> str:
    """Text that a database takes: a lone surrogate, as broken JSON can hold, becomes `?`."""
    return text.encode("utf-8", "replace").decode("utf-8")


# --- encoding ------------------------------------------------------------------------------------


@cache
def _encoder(hint: Any) -> Encoder:
    """How values of a hint are encoded, worked out once."""
    origin, args = get_origin(hint), get_args(hint)
    if is_dataclass(hint):
        return _dataclass_encoder(hint)
    if origin in (Union, types.UnionType):
        return _union_encoder(args)
    if origin is tuple and len(args) == 2 and args[1] is Ellipsis:
        item = _encoder(args[0])
        return _unless(tuple, lambda value, depth: [item(v, depth + 1) for v in value])
    if origin is tuple:
        items = [_encoder(arg) for arg in args]
        return _unless(
            tuple, lambda value, depth: [e(v, depth + 1) for e, v in zip(items, value, strict=True)]
        )
    if origin is frozenset:
        item = _encoder(args[0])
        return _unless(
            frozenset, lambda value, depth: [item(v, depth + 1) for v in _in_order(value)]
        )
    if hint in (datetime, date, time):
        return _unless(hint, lambda value, depth: value.isoformat())
    return _encode_any


def _unless(kind: Any, encoder: Encoder) -> Encoder:
    """The encoder of a kind; a value of another kind than its hint says is tagged instead."""
    return lambda value, depth: (
        encoder(value, depth) if type(value) is kind else _encode_any(value, depth)
    )


def _dataclass_encoder(cls: Any) -> Encoder:
    hints = get_type_hints(cls)
    plan: list[tuple[str, Encoder, Any]] | None = None

    def encode_fields(value: Any, depth: int) -> Any:
        nonlocal plan
        if type(value) is not cls:
            return _encode_any(value, depth)
        if plan is None:  # Not before: the class may hold itself.
            plan = [(f.name, _encoder(hints[f.name]), _default(f)) for f in fields(cls)]
        plain = {}
        for name, encoder, default in plan:
            field_value = getattr(value, name)
            if field_value is not default and (default is MISSING or field_value != default):
                plain[name] = encoder(field_value, depth + 1)
        return plain

    return encode_fields


def _union_encoder(args: tuple[Any, ...]) -> Encoder:
    members = [arg for arg in args if arg is not type(None)]
    if len(members) != 1:
        return _encode_any
    inner = _encoder(members[0])
    return lambda value, depth: None if value is None else inner(value, depth)


def _encode_any(value: Any, depth: int) -> Any:
    """A value of no known type: JSON as it is, the rest tagged."""
    if value is None or isinstance(value, str | bool):
        return str(value) if isinstance(value, str) else value
    if depth > DEPTH_MAX:
        return {TAG: "text", "v": "..."}
    if isinstance(value, Integral):
        number = int(value)
        return number if -INT64 <= number < INT64 else {TAG: "int", "v": str(number)}
    if isinstance(value, Real):
        real = float(value)
        return real if math.isfinite(real) else {TAG: "float", "v": str(real)}
    if isinstance(value, Mapping):
        return _encode_mapping(value, depth)
    if is_dataclass(value) and type(value).__name__ in _classes():
        cls: Any = type(value)
        return {TAG: cls.__name__, **_encoder(cls)(value, depth)}
    return _encode_collection(value, depth)


def _encode_collection(value: Any, depth: int) -> Any:
    for kind in (tuple, frozenset, set):
        if isinstance(value, kind):
            items = value if kind is tuple else _in_order(value)
            return {TAG: kind.__name__, "v": [_encode_any(v, depth + 1) for v in items]}
    if isinstance(value, list):
        return [_encode_any(v, depth + 1) for v in value]
    if isinstance(value, timedelta):
        parts = (value.days, value.seconds, value.microseconds)
        return {TAG: "timedelta", "v": list(parts)}
    for moment in (datetime, date, time):
        if isinstance(value, moment):
            return {TAG: moment.__name__, "v": value.isoformat()}
    return {TAG: "text", "v": str(value)}


def _encode_mapping(value: Mapping[Any, Any], depth: int) -> Any:
    if TAG in value or not all(isinstance(key, str) for key in value):
        pairs = [[_encode_any(k, depth + 1), _encode_any(v, depth + 1)] for k, v in value.items()]
        return {TAG: "dict", "v": pairs}
    return {key: _encode_any(v, depth + 1) for key, v in value.items()}


def _in_order(values: Iterable[Any]) -> list[Any]:
    """A set in an order that does not change from run to run."""
    return sorted(values, key=lambda value: (type(value).__name__, repr(value)))


# --- decoding ------------------------------------------------------------------------------------


@cache
def _decoder(hint: Any) -> Decoder:
    """How plain data of a hint is decoded, worked out once."""
    origin, args = get_origin(hint), get_args(hint)
    if is_dataclass(hint):
        return _dataclass_decoder(hint)
    if origin in (Union, types.UnionType):
        return _union_decoder(args)
    if origin is tuple and len(args) == 2 and args[1] is Ellipsis:
        item = _decoder(args[0])
        return _if_list(lambda plain: tuple([item(v) for v in plain]))
    if origin is tuple:
        items = [_decoder(arg) for arg in args]
        return _if_list(lambda plain: tuple([d(v) for d, v in zip(items, plain, strict=True)]))
    if origin is frozenset:
        item = _decoder(args[0])
        return _if_list(lambda plain: frozenset([item(v) for v in plain]))
    if hint in (datetime, date, time):
        return _moment_decoder(hint)
    if hint is float:
        return _decode_float
    return _decode_any


def _if_list(decoder: Decoder) -> Decoder:
    return lambda plain: decoder(plain) if isinstance(plain, list) else _decode_any(plain)


def _dataclass_decoder(cls: Any) -> Decoder:
    hints = get_type_hints(cls)
    plan: dict[str, Decoder] | None = None

    def decode_fields(plain: Any) -> Any:
        nonlocal plan
        if not isinstance(plain, dict) or plain.get(TAG, cls.__name__) != cls.__name__:
            return _decode_any(plain)
        if plan is None:
            plan = {f.name: _decoder(hints[f.name]) for f in fields(cls)}
        return cls(**{name: plan[name](v) for name, v in plain.items() if name in plan})

    return decode_fields


def _union_decoder(args: tuple[Any, ...]) -> Decoder:
    members = [arg for arg in args if arg is not type(None)]
    if len(members) != 1:
        return _decode_any
    inner = _decoder(members[0])
    return lambda plain: None if plain is None else inner(plain)


def _moment_decoder(cls: Any) -> Decoder:
    def decode_moment(plain: Any) -> Any:
        return _decode_any(plain) if isinstance(plain, Mapping) else cls.fromisoformat(plain)

    return decode_moment


def _decode_float(plain: Any) -> Any:
    return float(plain) if isinstance(plain, int | float) else _decode_any(plain)


def _decode_any(plain: Any) -> Any:
    if isinstance(plain, list):
        return [_decode_any(v) for v in plain]
    if not isinstance(plain, dict):
        return plain
    if TAG not in plain:
        return {key: _decode_any(v) for key, v in plain.items()}
    name = plain[TAG]
    cls = _classes().get(name)
    if cls is not None:
        return _decoder(cls)({key: v for key, v in plain.items() if key != TAG})
    if name not in _TAGGED:
        raise CodecError(f"{name!r} is not a kind of value that this version knows")
    return _TAGGED[name](plain["v"])


_TAGGED: Mapping[str, Decoder] = {
    "tuple": lambda v: tuple(_decode_any(v)),
    "frozenset": lambda v: frozenset(_decode_any(v)),
    "set": lambda v: set(_decode_any(v)),
    "dict": lambda v: {_decode_any(key): _decode_any(value) for key, value in v},
    "datetime": datetime.fromisoformat,
    "date": date.fromisoformat,
    "time": time.fromisoformat,
    "timedelta": lambda v: timedelta(*v),
    "float": float,
    "int": int,
    "text": str,
}


# --- classes -------------------------------------------------------------------------------------


@cache
def _classes() -> Mapping[str, Any]:
    """The dataclasses that a tag may name: those a `Turn` is made of, and a few more."""
    found: dict[str, Any] = {}
    waiting: list[Any] = [Turn, Decision, *_OPEN]
    while waiting:
        hint = waiting.pop()
        if is_dataclass(hint):
            if hint in found.values():
                continue
            found[_name(hint)] = hint
            waiting.extend(get_type_hints(hint).values())
        elif get_origin(hint) is not Literal:
            waiting.extend(get_args(hint))
    return found


def _default(field: "Field[Any]") -> Any:
    if field.default_factory is not MISSING:
        return field.default_factory()
    return field.default


def _name(hint: Any) -> str:
    return getattr(hint, "__name__", str(hint))
