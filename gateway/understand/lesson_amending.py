"""Changes of what was taught: "add the fan to my evening routine", "leave the fan out of it".

Tells from the words which lesson is changed and how; the new definition is read as any other.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from context.lesson import DEFINING, Lesson
from gateway.understand import quantities

How = Literal["more", "less", "swap", "rename", "value", "anew"]
"""Another act; one less; another in its place; another phrase; another amount; another meaning."""

PHRASE = "<phrase>"
"""Stands for the words of the lesson in what is matched."""
_IT = rf"(?:(?:my|our|the|a|what|when (?:i|we) say) )*{PHRASE}(?: (?:routine|phrase|mode|means|do|does|thing))?"
_FROM_NOW = r"(?: ,)?(?: (?:from now on|in future|instead|too|as well|also|please|any ?more|any longer|now|again))*"
_OUGHT = r"(?:should|must|shall|can|could|will|has to|needs to|is to|is meant to|ought to)"
_TABLE: tuple[tuple[How, str], ...] = (
    ("more", rf"(?:add|include|append|throw|squeeze|chuck|pop|stick|slip)(?: in)? (?P<what>.+?) (?:to|in|into|in with|as part of|onto) {_IT}"),
    ("more", rf"put (?P<what>.+?) (?:in|into) (?:my|our) {PHRASE}"),
    ("more", rf"(?:extend|expand) {_IT} (?:with|by|to include) (?P<what>.+?)"),
    ("swap", rf"(?:swap|replace|exchange|switch) (?P<what>.+?) (?:for|with|by) (?P<instead>.+?) (?:in|from|of) {_IT}"),
    ("swap", rf"{_IT} {_OUGHT} (?:use|have|take) (?P<instead>.+?) instead of (?P<what>.+?)"),
    ("swap", rf"{_IT} (?:is|does|goes) (?:not|no longer) (?P<what>[^,]+?)(?: any ?more| any longer)? , (?:it is|but|now|it goes|they are)(?: now)? (?P<instead>.+?)"),
    ("more", rf"{_IT} (?:also )?(?:needs|wants|gets) (?P<what>.+?) (?:too|as well|also)"),
    ("less", rf"{_IT} does not need (?P<what>.+?)"),
    ("rename", rf"(?:rename|retitle) {_IT} (?:to|as|into) (?P<what>.+?)"),
    ("more", rf"(?:make|have|let|get) {_IT} also (?P<what>.+?)"),
    ("more", rf"(?:make|have|let|get) {_IT} (?P<what>.+?) (?:too|as well|also)"),
    ("less", rf"no(?: more)? (?P<what>.+?) (?:in|for|with|during) {_IT}"),
    ("more", rf"{_IT} (?:{_OUGHT} (?:also|too|additionally|include)|also|includes|{_OUGHT} also include) (?P<what>.+?)"),
    ("more", rf"{_IT} {_OUGHT} (?P<what>.+?) (?:too|as well|also)"),
    ("more", rf"(?:also|and) (?P<what>.+?) (?:when|whenever|if) (?:i|we) say {PHRASE}"),
    ("less", rf"(?:leave|take|keep|cut|drop|remove|delete|strike|get) (?P<what>.+?) (?:out of|from|off|out from|out when (?:i|we) say) {_IT}"),
    ("less", rf"{_IT} (?:no longer|{_OUGHT} (?:not|no longer|never|stop)|does not|do not)(?: need to| have to)? (?:includes?|touch(?:es)?|affects?|changes?|does|do|have|has|turns? (?:on|off)|switch(?:es)? (?:on|off)|opens?|opening|closes?|turning (?:on|off)|plays?|sets?|with) (?P<what>.+?)"),
    ("less", rf"(?:(?:make|do|have) )?{_IT} (?:is )?(?:without|minus|except|but not|but without) (?P<what>.+?)"),
    ("less", rf"(?:do not|stop|never) (?:include|including|touch|touching|turn on|turn off|turning on|turning off|open|close|play|do|doing) (?P<what>.+?) (?:in|for|with|during|when (?:i|we) say|on) {_IT}"),
    ("value", rf"(?:change|set|make|alter|update|adjust|correct|edit) {_IT} (?:to|at|so that it is|be|mean)? ?(?P<what>.+?)"),
    ("value", rf"{_IT} (?:{_OUGHT}(?: now| rather)? (?:be|mean|use)|is|means)(?: now| rather)?(?: at| to)? (?P<what>.+?)"),
    ("anew", rf"{_IT} {_OUGHT}(?: now| rather| only)? (?P<what>.+?)"),
)  # fmt: skip
PATTERNS = tuple((how, re.compile(f"^{pattern}{_FROM_NOW}$")) for how, pattern in _TABLE)


@dataclass(frozen=True)
class Amendment:
    """One way to read a sentence as a change of a lesson."""

    lesson: Lesson
    how: How
    what: str
    """What is added or left out, or the new amount, phrase or meaning, in words."""
    instead: str = ""
    """What comes in its place, of a swap."""


def read(text: str, lessons: Sequence[Lesson]) -> Iterator[Amendment]:
    """What a sentence may change, the likeliest first."""
    padded = f" {text} "
    named = [one for one in lessons if one.kind in DEFINING and f" {one.phrase} " in padded]
    named.sort(key=lambda one: -len(one.phrase))
    for lesson in named:
        held = padded.replace(f" {lesson.phrase} ", f" {PHRASE} ", 1).strip()
        for how, pattern in PATTERNS:
            match = pattern.match(held)
            if lesson.kind == "name" and not (lesson.is_group and how in ("more", "less")):
                continue  # "Set Doris to 20" is said to Doris.
            if match is not None and PHRASE not in match["what"]:
                instead = match.groupdict().get("instead") or ""
                yield Amendment(lesson, how, match["what"].strip(" ,"), instead)


VERB = re.compile(
    r"^(?P<verb>(?:turn|switch|put) (?:on|off)|open|close|shut|lock|start|stop|pause) "
)


def with_more(means: str, what: str, is_thing: bool) -> str:
    """A definition with one thing, or one act, more.

    >>> with_more("turn off the tv and close the blinds", "the fan", True)
    'turn off the tv and close the blinds and turn off the fan'
    >>> with_more("draw the blinds", "dim the lamp to 10 percent", False)
    'draw the blinds and dim the lamp to 10 percent'
    """
    if not is_thing:
        return f"{means} and {what}"
    off = re.search(r"\b(?:turn|switch|put|turning|switching)\b(?: [\w ]+)? off\b|\boff\b", means)
    on = re.search(r"\bon\b", means)
    return f"{means} and turn {'off' if off and not on else 'on'} {what}"


def without(means: str, what: str) -> str | None:
    """A definition without one of its things; None when it has no such thing, or nothing is left.

    >>> without("turn on the lamp , the fan and the kettle", "the fan")
    'turn on the lamp and the kettle'
    >>> without("turn on the lamp and the fan and close the blinds", "the lamp")
    'turn on the fan and close the blinds'
    >>> without("dim the lamp to 10 percent and close the blinds", "the lamp")
    'close the blinds'
    """
    bare = re.sub(r"^(?:the|my|our|a|an) ", "", what)
    parts = re.split(r" (?:, and|,|and) ", means)
    at = next((n for n, part in enumerate(parts) if f" {bare} " in f" {part} "), None)
    if at is None:
        return None
    rest = re.sub(rf"(?:^| )(?:(?:the|my|our|a|an) )?{re.escape(bare)}(?= |$)", "", parts[at])
    rest = " ".join(rest.split())
    carries = VERB.match(f"{rest} ") is not None and VERB.fullmatch(f"{rest} ") is not None
    if carries and at + 1 < len(parts) and VERB.match(parts[at + 1]) is None:
        parts[at + 1] = f"{rest} {parts[at + 1]}"
    del parts[at]
    return joined(parts) if parts else None


def swapped(means: str, what: str, instead: str) -> str | None:
    """A definition with one thing in the place of another; None when it does not name that.

    >>> swapped("dim the lamp to 10 percent", "the lamp", "the uplighter")
    'dim the uplighter to 10 percent'
    """
    article = r"(?:(?:the|my|our) )?"
    bare = re.sub(r"^(?:the|my|our) ", "", what)
    found = re.search(rf"\b{article}{re.escape(bare)}\b", means)
    return f"{means[: found.start()]}{instead}{means[found.end() :]}" if found else None


def joined(parts: Sequence[str]) -> str:
    """Parts of a definition, in a row: with commas, and "and" before the last.

    >>> joined(["turn on the lamp", "the fan", "the kettle"])
    'turn on the lamp , the fan and the kettle'
    """
    *first, last = parts
    return f"{' , '.join(first)} and {last}" if first else last


def with_value(means: str, value: str) -> str | None:
    """A definition with another amount; None unless both hold one, and of a sort.

    >>> with_value("dim the lamp to 50 percent and close the blinds", "15 percent")
    'dim the lamp to 15 percent and close the blinds'
    """
    new = quantities.find(tuple(value.split()))
    words = means.split()
    if len(new) != 1 or len(value.split()) - (new[0].end - new[0].start) > 1:
        return None
    bare = {"number", "percent", "degrees"}
    old = [
        q
        for q in quantities.find(words)
        if q.kind == new[0].kind
        or ({q.kind, new[0].kind} <= bare and "number" in (q.kind, new[0].kind))
    ]
    if len(old) != 1:
        return None
    said = value.split()[new[0].start : new[0].end]
    return " ".join([*words[: old[0].start], *said, *words[old[0].end :]])
