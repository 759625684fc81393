"""Reading one key of a mapping: present, of the right kind, and nothing unknown beside it.

A key of a located mapping becomes a plain value, or a `FormatError` that says where.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

from gateway import home_file
from gateway.yaml_lines import nearest, written, wrong

_KINDS = {str: "text", list: "a list", dict: "a mapping", bool: "true or false", int: "a number"}


def words(text: str) -> frozenset[str]:
    """
    >>> sorted(words("b a"))
    ['a', 'b']
    """
    return frozenset(text.split())


def known_keys(holder: dict[str, Any], allowed: Collection[str], what: str) -> None:
    """Refuse keys that mean nothing."""
    for key in holder:
        if key not in allowed:
            near = nearest(str(key), allowed)
            hint = f"; `{near}`?" if near else f" (known: {', '.join(sorted(allowed))})"
            raise wrong(f"{what} has no key `{key}`{hint}", holder, key)


def mapping(value: Any, what: str, holder: Any = None, key: Any = None) -> dict[str, Any]:
    """The value, if it is a mapping."""
    if not isinstance(value, dict):
        raise wrong(f"{what} must be a mapping, not {_shown(value)}", holder, key)
    return value


def text(holder: dict[str, Any], key: str, what: str) -> str:
    """Text that must be there; a number or a bare `on` is taken as it was written."""
    if holder.get(key) is None:
        raise wrong(f"{what} needs `{key}`", holder)
    if isinstance(holder[key], list | dict):
        raise wrong(f"`{key}` of {what} must be text", holder, key)
    return written(holder, key)


def text_or_none(holder: dict[str, Any], key: str, what: str) -> str | None:
    """Text that may be absent."""
    return text(holder, key, what) if holder.get(key) is not None else None


def texts(holder: dict[str, Any], key: str, what: str) -> tuple[str, ...]:
    """A list of texts; one text alone is a list of one; absent is empty."""
    value = holder.get(key)
    if value is None:
        return ()
    if not isinstance(value, list):
        return (text(holder, key, what),)
    for index, item in enumerate(value):
        if isinstance(item, list | dict) or item is None:
            raise wrong(f"`{key}` of {what} must be a list of texts", value, index)
    return tuple(str(item) for item in value)


def flag(holder: dict[str, Any], key: str, what: str, default: bool = False) -> bool:
    """True or false."""
    value = holder.get(key, default)
    if not isinstance(value, bool):
        raise wrong(f"`{key}` of {what} must be true or false", holder, key)
    return value


def number(
    holder: dict[str, Any], key: str, what: str, low: float, high: float, default: float
) -> float:
    """A number within bounds."""
    value = holder.get(key, default)
    if isinstance(value, bool) or not isinstance(value, int | float) or not low <= value <= high:
        raise wrong(f"`{key}` of {what} must be a number from {low:g} to {high:g}", holder, key)
    return float(value)


def items(holder: dict[str, Any], key: str, what: str) -> Iterator[dict[str, Any]]:
    """The mappings of a list; none when it is absent."""
    value = holder.get(key)
    if value is None:
        return
    if not isinstance(value, list):
        raise wrong(f"`{key}` must be a list", holder, key)
    for index, item in enumerate(value):
        yield mapping(item, f"each of `{key}` ({what})", value, index)


def one_of(
    value: str, choices: Iterable[str] | Mapping[str, Any], what: str, holder: Any, key: str
) -> str:
    """The value, if it is among the choices."""
    choices = list(choices)
    if value not in choices:
        near = nearest(value, choices)
        hint = f"; `{near}`?" if near else ""
        raise wrong(f"there is no {what} `{value}`{hint}", holder, key)
    return value


def state_values(value: Any, what: str, holder: Any = None, key: Any = None) -> dict[str, Any]:
    """`{state: ..., attribute: ...}`, as in a home file."""
    found = mapping(value, what, holder, key)
    try:
        return dict(home_file.state_values(found))
    except ValueError as error:
        raise wrong(str(error), found, "state") from None


def _shown(value: Any) -> str:
    return _KINDS.get(type(value), "nothing" if value is None else repr(value))
