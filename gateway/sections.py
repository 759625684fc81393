"""Sections of a YAML file: what they have in common, and how what is wrong with them is told.

Located data becomes a frozen pydantic model, or problems with file, line, key and what is allowed.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Annotated, Any, Literal, TypeVar, get_args, get_origin

from pydantic import BaseModel, ConfigDict, SecretStr, ValidationError, model_validator

from gateway.yaml_lines import (
    KeyPath,
    Listed,
    Mapped,
    Origin,
    Problem,
    dotted,
    nearest,
    origin_of,
    origins_of,
    written,
)

S = TypeVar("S", bound=BaseModel)


class Section(BaseModel):
    """What all sections have in common: fixed once read, and no keys but the known ones."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    @model_validator(mode="before")
    @classmethod
    def _text_as_written(cls, value: Any) -> Any:
        """What YAML made a number or a boolean of is text where text belongs: a lamp named 7.

        One text alone is a list of one.
        """
        if not isinstance(value, Mapped):
            return value
        changed = {
            key: texts
            for key, many in _text_fields(cls).items()
            if key in value and (texts := _texts(value, key, many)) is not value[key]
        }
        return {**value, **changed} if changed else value


@dataclass(frozen=True)
class Given:
    """What was read, before it is checked."""

    data: Any
    file: str
    origins: dict[KeyPath, Origin] = field(default_factory=dict)
    secret: frozenset[KeyPath] = frozenset()

    @classmethod
    def of(cls, data: Any, file: str, secret: frozenset[KeyPath] = frozenset()) -> "Given":
        """With the places that located data knows."""
        return cls(data, file, origins_of(data), secret)

    def problem(self, path: KeyPath, text: str, prefix: KeyPath = ()) -> Problem:
        """A problem with what stands at a path."""
        full = (*prefix, *path)
        return Problem(origin_of(full, self.origins, self.file), dotted(full), text)


def validated(model: type[S], given: Given) -> tuple[S | None, list[Problem]]:
    """The section, or all that is wrong with it."""
    try:
        return model.model_validate(given.data), []
    except ValidationError as error:
        details = error.errors(include_url=False)
        return None, [_problem(model, detail, given) for detail in details]


# --- text ----------------------------------------------------------------------------------------


@lru_cache(maxsize=256)
def _text_fields(model: type[BaseModel]) -> Mapping[str, bool]:
    """Keys that hold text; true for those that hold several."""
    return {key: many for key, many in _all_text_fields(model) if many is not None}


def _all_text_fields(model: type[BaseModel]) -> Iterator[tuple[str, bool | None]]:
    for name, info in model.model_fields.items():
        aliases = getattr(info.validation_alias, "choices", None) or [info.alias or name]
        for key in aliases:
            yield str(key), _holds_text(info.annotation)


def _holds_text(annotation: Any) -> bool | None:
    """False for one text, true for several, None for something else.

    >>> _holds_text(str | None), _holds_text(tuple[str, ...]), _holds_text(float)
    (False, True, None)
    """
    if annotation in (str, SecretStr):
        return False
    kind, args = get_origin(annotation), get_args(annotation)
    if kind is Literal:
        return False if all(isinstance(each, str) for each in args) else None
    if kind is tuple:
        return True if _holds_text(args[0]) is False else None
    if kind is Annotated:
        return _holds_text(args[0])
    rest = [each for each in args if each is not type(None)]
    return _holds_text(rest[0]) if len(rest) == 1 and kind is not dict else None


def _texts(holder: Mapped, key: str, many: bool) -> Any:
    """The value of a key, with scalars as they were written."""
    value = holder[key]
    if isinstance(value, bool | int | float):
        value = written(holder, key)
    if not many or value is None or isinstance(value, dict):
        return value
    if not isinstance(value, list):
        return [value]
    scalars = any(isinstance(each, bool | int | float) for each in value)
    if not scalars or not isinstance(value, Listed):
        return value
    return [
        written(value, index) if isinstance(each, bool | int | float) else each
        for index, each in enumerate(value)
    ]


# --- complaints ----------------------------------------------------------------------------------


def _problem(model: type[BaseModel], detail: Any, given: Given) -> Problem:
    """A complaint of pydantic's in our words."""
    path: KeyPath = tuple(detail["loc"])
    if detail["type"] == "extra_forbidden":
        return given.problem(path, _unknown_key(str(path[-1]), _allowed(model, path[:-1])))
    if detail["type"] == "missing":
        return given.problem(path, "is missing")
    if detail["type"] in ("model_type", "model_attributes_type", "dict_type"):
        return given.problem(path, f"has to be a mapping of keys{_got(path, given)}")
    text = detail["msg"].removeprefix("Value error, ")
    for name in ("Input should", "String should"):
        text = text.replace(name, "should")
    return given.problem(path, text + _got(path, given))


def _unknown_key(key: str, allowed: list[str]) -> str:
    near = nearest(key, allowed)
    hint = f"did you mean {near!r}? " if near else ""
    return f"unknown key; {hint}allowed: {', '.join(allowed)}"


def _allowed(model: type[BaseModel], path: KeyPath) -> list[str]:
    """The keys that a section knows, found by walking down the models."""
    schema = model.model_json_schema()
    node: Any = schema
    for part in path:
        node = _deref(node, schema)
        inner = node.get("items") if isinstance(part, int) else node["properties"].get(part)
        node = inner or {}
    return list(_deref(node, schema).get("properties", {}))


def _deref(node: Any, schema: Any) -> Any:
    """Follow references, and of "this or null" take this."""
    for choice in node.get("anyOf", ()):
        if choice.get("type") != "null":
            return _deref(choice, schema)
    if "$ref" in node:
        return _deref(schema["$defs"][node["$ref"].rpartition("/")[2]], schema)
    return node


def _got(path: KeyPath, given: Given) -> str:
    """The value that was given, unless it may be secret."""
    if path in given.secret or any("password" in str(part) for part in path):
        return ""
    value: Any = given.data
    for part in path:
        try:
            value = value[part]
        except (KeyError, IndexError, TypeError):
            return ""
    if isinstance(value, dict | list):
        return f", not a {'mapping' if isinstance(value, dict) else 'list'}"
    return f", not {str(value)[:60]!r}"
