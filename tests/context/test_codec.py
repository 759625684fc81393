import dataclasses
import math
from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from types import UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

import orjson
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from context.agenda import AgendaItem
from context.codec import CodecError, decode, dump_json, encode
from context.history import row_of, turn_of
from context.turn import Act, Clause, Decision, Decline, Interpretation, Turn
from devices.model import Command, State
from tests.context.samples import NOON, turn

UTC_MOMENTS = st.datetimes(
    min_value=datetime(2000, 1, 1),  # noqa: DTZ001 (hypothesis adds the zone)
    max_value=datetime(2100, 1, 1),  # noqa: DTZ001 (hypothesis adds the zone)
    timezones=st.just(UTC),
)
NUMBERS = st.floats(allow_nan=False)
LEAVES = st.one_of(
    st.none(), st.booleans(), st.integers(), NUMBERS, st.text(max_size=8), UTC_MOMENTS,
    st.times(), st.dates(), st.timedeltas(), st.just(Command("light.a", "turn_on", {"x": (1,)})),
)  # fmt: skip
KEYS = st.one_of(st.text(max_size=5), st.just("$"))
ANYTHING = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.lists(inner, max_size=2),
        st.lists(inner, max_size=2).map(tuple),
        st.dictionaries(KEYS, inner, max_size=2),
        st.dictionaries(st.integers(), inner, max_size=2),
        st.frozensets(st.integers(), max_size=2),
    ),
    max_leaves=4,
)
LEAF_TYPES = {
    str: st.text(max_size=8), float: NUMBERS, int: st.integers(), bool: st.booleans(),
    datetime: UTC_MOMENTS, time: st.times(), date: st.dates(), type(None): st.none(), Any: ANYTHING,
}  # fmt: skip


def values(hint: Any) -> st.SearchStrategy[Any]:
    """Values of a type hint."""
    origin, args = get_origin(hint), get_args(hint)
    if dataclasses.is_dataclass(hint):
        hints = get_type_hints(hint)
        parts = {f.name: values(hints[f.name]) for f in dataclasses.fields(hint)}
        return st.builds(hint, **parts)  # type: ignore[arg-type]
    if origin is Literal:
        return st.sampled_from(args)
    if origin in (Union, UnionType):
        return st.one_of(*map(values, args))
    if origin is tuple and args[1:] == (...,):
        return st.lists(values(args[0]), max_size=2).map(tuple)
    if origin is tuple:
        return st.tuples(*map(values, args))
    if origin is frozenset:
        return st.frozensets(values(args[0]), max_size=3)
    if origin is Mapping:
        return st.dictionaries(KEYS, values(args[1]), max_size=2)
    return LEAF_TYPES[hint]


def through_json(value: Any, hint: Any) -> Any:
    return decode(orjson.loads(dump_json(encode(value, hint))), hint)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(values(Turn))
def test_any_turn_comes_back_from_json_as_it_was(any_turn: Turn) -> None:
    assert through_json(any_turn, Turn) == any_turn


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(values(Turn))
def test_any_turn_comes_back_from_its_row_as_it_was(any_turn: Turn) -> None:
    row = row_of(any_turn, "session")
    stored = {k: orjson.loads(dump_json(v)) if isinstance(v, dict | list) else v
              for k, v in row.items()}  # fmt: skip
    assert turn_of(stored) == any_turn


@settings(max_examples=200, deadline=None)
@given(ANYTHING)
def test_an_open_value_comes_back_with_its_types(value: Any) -> None:
    found = through_json(value, Any)
    assert found == value
    assert type(found) is type(value)


def test_fields_that_equal_their_defaults_are_left_out() -> None:
    assert encode(Clause("hi"), Clause) == {"text": "hi"}


def test_a_union_of_classes_is_tagged_with_the_name() -> None:
    assert encode(Decline("cancelled"), Decision) == {"$": "Decline", "reason": "cancelled"}


def test_an_agenda_item_among_facts_comes_back_as_one() -> None:
    item = AgendaItem("a", "timer", NOON)
    assert through_json({"timers": (item,)}, Any) == {"timers": (item,)}


def test_keys_of_a_later_version_are_ignored() -> None:
    assert decode({"text": "hi", "mood": "good"}, Clause) == Clause("hi")


def test_a_missing_field_without_default_is_told() -> None:
    with pytest.raises(CodecError, match="text"):
        decode({}, Interpretation)


def test_an_unknown_tag_is_told() -> None:
    with pytest.raises(CodecError, match="Dance"):
        decode({"$": "Dance"}, Decision)


def test_a_value_of_no_known_kind_becomes_text() -> None:
    assert through_json({"odd": 1 + 2j}, Any) == {"odd": "(1+2j)"}


def test_infinity_comes_back() -> None:
    assert through_json(math.inf, float) == math.inf


def test_not_a_number_comes_back() -> None:
    assert math.isnan(through_json(State("x", {"t": math.nan}), State).attributes["t"])


def test_a_value_that_contains_itself_is_cut_off() -> None:
    loop: dict[str, Any] = {}
    loop["again"] = loop
    assert "..." in dump_json(encode(loop))


def test_a_time_span_comes_back() -> None:
    assert through_json(timedelta(minutes=3, microseconds=1), Any).microseconds == 1


def test_a_value_of_another_kind_than_its_hint_is_kept() -> None:
    odd: Any = Clause("hi", readings=0.9)  # type: ignore[arg-type]
    assert through_json(odd, Clause) == odd


def test_a_list_where_a_tuple_belongs_comes_back_as_one() -> None:
    odd: Any = Clause("hi", readings=[])  # type: ignore[arg-type]
    assert through_json(odd, Clause).readings == ()


def test_a_sample_turn_keeps_the_kind_of_its_decision() -> None:
    assert isinstance(through_json(turn(), Turn).decision, Act)
