"""Words that commands of a language are made of, out of Home Assistant's sentence templates.

A closed recogniser hears nothing but what it is told: with the names of a home alone, nobody could
ask anything of them. Templates hold alternatives and parts that may be left out, "켜[ 줘|줄래]";
each piece of a word is one here, as models cut words otherwise than people who write templates.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from home_assistant_intents import get_intents

from gateway.languages import package_language

_NOT_TEXT = re.compile(r"\{[^}]*\}|<[^>]*>")  # Lists and rules: names, numbers, other templates.
_PIECE = re.compile(r"[^\[\]()|;]+")
_WORD = re.compile(r"[^\W\d_]+(?:['\u2019-][^\W\d_]+)*")


@lru_cache(maxsize=8)
def language_words(tag: str) -> tuple[str, ...]:
    """Each once, in the order of the templates; raises `UnknownLanguageError`."""
    found = get_intents(package_language(tag)) or {}
    return tuple(dict.fromkeys(word for text in _texts(found) for word in _words(text)))


def _texts(found: dict[str, Any]) -> Iterator[str]:
    """Templates, rules and values of lists."""
    for intent in found.get("intents", {}).values():
        for block in intent.get("data", ()):
            yield from block.get("sentences", ())
    yield from found.get("expansion_rules", {}).values()
    for values in found.get("lists", {}).values():
        for value in values.get("values", ()):
            yield str(value["in"] if isinstance(value, dict) else value)


def _words(template: str) -> Iterator[str]:
    for part in _NOT_TEXT.split(template):
        for piece in _PIECE.findall(part):
            yield from _WORD.findall(piece)
