"""Home Assistant's templates (Jinja2), in a sandbox: text in, text out.

A template that fails, or has nothing to say, gives None: a message often holds only some keys.
"""

import json
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from jinja2 import Template, TemplateError, Undefined
from jinja2.sandbox import ImmutableSandboxedEnvironment

from devices.adapters.values import json_of, number

TEMPLATE_CHARS_MAX = 4096  # The longest that Tasmota or ESPHome announces has 700.
TEMPLATES_MAX = 2048  # Compiled ones that are kept: four for each of 500 devices.
RENDERED_CHARS_MAX = 65_536
POWER_MAX = 256
"""Of `**` and of repeated text: no unit conversion needs more, and it bounds what one may cost."""

TEMPLATED_CHARS_MAX = 16_384  # Of a payload: joining text with itself goes by the square.
GROWERS_MAX = 4  # Of `replace` and `join` in one template: each may multiply the text.

_FORBIDDEN = ("{%", "format", "center", "just(", "fill(", "expandtabs", "translate", "lipsum")
"""Loops and fillers: nothing that a device announces may take our time."""

_STATEMENTS = ("{% if", "{%- if", "{% elif", "{%- elif", "{% else", "{%- else", "{% endif",
               "{%- endif", "{% set", "{%- set")  # fmt: skip


class TooMuch(TemplateError):
    """The template asks for more than a template may."""


class _Sandbox(ImmutableSandboxedEnvironment):
    """No loops by `*` and `**` either."""

    intercepted_binops = frozenset({"**", "*", "%"})

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        """Refuse what grows without bound."""
        numeric = all(isinstance(each, int | float) for each in (left, right))
        if not numeric and not (operator == "%" and isinstance(left, str)):
            raise TooMuch("only numbers can be multiplied")
        if operator == "**" and (abs(left) > 1e9 or abs(right) > POWER_MAX):
            raise TooMuch("power too high")
        if operator == "%" and not numeric:
            raise TooMuch("no text formatting by %")
        return super().call_binop(context, operator, left, right)


def _number(value: Any, default: Any = 0.0) -> Any:
    found = number(value)
    return default if found is None else float(found)


def _integer(value: Any, default: Any = 0, base: int = 10) -> Any:
    found = number(value)
    return default if found is None else int(found)


def _is_defined(value: Any) -> Any:
    if isinstance(value, Undefined):
        raise TooMuch("not defined")
    return value


def _iif(value: Any, true: Any = True, false: Any = False, none: Any = None) -> Any:
    if value is None and none is not None:
        return none
    return true if value else false


def _environment() -> _Sandbox:
    environment = _Sandbox(autoescape=False)
    environment.filters |= {
        "float": _number, "int": _integer, "is_defined": _is_defined, "iif": _iif,
        "from_json": json_of, "to_json": lambda value: json.dumps(value),
        "is_number": lambda value: number(value) is not None,
        "bool": lambda value: str(value).lower() in {"true", "on", "yes", "1", "enable"},
    }  # fmt: skip
    for name in ("center", "indent", "wordwrap", "pprint", "xmlattr", "batch", "slice", "format"):
        environment.filters.pop(name, None)
    environment.globals = {
        "float": _number, "int": _integer, "iif": _iif,
        "is_number": lambda value: number(value) is not None,
    }  # fmt: skip
    return environment


_ENVIRONMENT = _environment()


@lru_cache(maxsize=TEMPLATES_MAX)
def _compiled(source: str) -> Template | None:
    """The template; None when it cannot be understood, or is more than we let it be."""
    bare = source
    for statement in _STATEMENTS:
        bare = bare.replace(statement, "")
    if len(source) > TEMPLATE_CHARS_MAX or any(each in bare for each in _FORBIDDEN):
        return None
    if source.count("replace") + source.count("join") > GROWERS_MAX:
        return None
    if "set " in source and "%}" in source and ("~" in source or "+" in source):
        return None  # Text that is added to itself again and again.
    try:
        return _ENVIRONMENT.from_string(source)
    except (TemplateError, RecursionError, SyntaxError, ValueError):
        return None


def render(source: str, payload: str) -> str | None:
    """What a value template makes of a payload.

    >>> render("{{ value_json.temp | round(1) }}", '{"temp": 21.46}')
    '21.5'
    >>> render("{{ value_json.humidity }}", '{"temp": 21.46}') is None
    True
    """
    if len(payload) > TEMPLATED_CHARS_MAX:
        return None
    names: dict[str, Any] = {"value": payload}
    if "value_json" in source:
        try:
            names["value_json"] = json_of(payload)
        except ValueError:
            return None
    return _filled(source, names)


def render_command(source: str, values: Mapping[str, Any]) -> str | None:
    """What a command template makes of `value` and its like."""
    return _filled(source, values)


def _filled(source: str, names: Mapping[str, Any]) -> str | None:
    template = _compiled(source)
    if template is None:
        return None
    try:
        text = template.render(names).strip()
    except Exception:
        return None
    return text[:RENDERED_CHARS_MAX] or None
