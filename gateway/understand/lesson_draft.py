"""A lesson cut apart, and what all who cut lessons need of words."""

import re
from dataclasses import dataclass, field
from typing import Any

from gateway.understand.tagging import tag
from gateway.understand.vocabulary import Vocabulary

PHRASE_WORDS_MAX = 8  # What is longer nobody says twice in the same words.
LESSONS = frozenset({"Teach", "Name", "Prefer", "Place", "Remember"})
ABOUT = frozenset({"Forget", "Lessons", "WhoTaught", "Interview"})
INTENTS = LESSONS | ABOUT


@dataclass(frozen=True)
class Draft:
    """A lesson, cut apart."""

    intent: str
    slots: dict[str, Any] = field(default_factory=dict)
    definition: str = ""
    """Words to be read as a sentence of their own: what a phrase means."""
    named: str = ""
    """Words that name a device or a room: what a name is for, or a liking is about."""
    sure: bool = True
    """False: only a lesson if the definition or the named thing is understood."""


WHO = r"(?:i|we|you hear(?: me| us)?|someone|somebody|anyone|anybody|one of us)"
SAID_ONLY = r"(?:say|says|saying|tell you(?: that)?|ask for|ask you for|mention|mentions|shout|yell|holler|call|sing|whisper|moan that|complain that|go|announce|call for|call out|use|declare|request|reckon(?: that)?|remark(?: that)?)"
SURELY_SAID = r"(?:say|says|saying|tell you(?: that)?|ask for|ask you for|shout|yell|holler|whisper|announce|call out)"
"""What is said to somebody; "go" and "use" mostly mean something else: "if I go to Brazil"."""
ON_THE_WAY = r"(?:(?:ever|just) )*(?:(?!say )[a-z]+ (?:[a-z]+ ){0,3}?and (?:then )?(?:i |we )?)?"
"""What somebody does before they say it: "if I come in and say ..."."""
SAY = rf"(?:{SAID_ONLY}|want|need|feel like|am in the mood for)"
QUOTE = r"(?:saying |hearing )?(?:the (?:words?|phrase|command|magic words?) )?"
NO_PHRASE = frozenset({"that", "it", "this", "which", "what", "who", "does", "do", "how", "where"})  # fmt: skip
"""What no taught phrase begins with: "what does that mean", "it means nothing"."""
ROOM = re.compile(r"^(?:in|for) (?:the |my |our )?(?P<room>[^,]+?)$")


def room_of(text: str, vocabulary: Vocabulary) -> str | None:
    """The room that "in the gallery" names."""
    match = ROOM.match(text)
    if match is None:
        return None
    tagged = tag(tuple(match["room"].split()), vocabulary)
    areas = tagged.of("area")
    return areas[0].value.ids[0] if len(areas) == 1 == len(tagged.tags) else None


def group(match: re.Match[str], names: str) -> str:
    """The group that took part, of those whose name begins so (or is one of these letters)."""
    return next(
        (
            v
            for k, v in match.groupdict().items()
            if v and (k.startswith(names) or (len(k) == 1 and k in names))
        ),
        "",
    )


def plain(text: str) -> str:
    """Without article and commas: a phrase as it is kept."""
    words = [w for w in text.split() if w != ","]
    while words and words[0] in ("the", "a", "an", "just", "word", "phrase", "i", "it's"):
        if words[0] == "i":
            break
        words = words[1:]
    return " ".join(words)


def is_state(text: str, vocabulary: Vocabulary) -> bool:
    """Whether words tell how a thing is: "the tv is on"."""
    tagged = tag(tuple(text.split()), vocabulary)
    return " is " in f" {text} " and bool(tagged.of("device", "type")) and not tagged.of("unknown")


def is_group(text: str, vocabulary: Vocabulary) -> bool:
    """Whether words name several things, one after the other."""
    parts = [part for part in re.split(r" (?:, and|,|and) ", text) if part]
    return len(parts) > 1 and all(is_one_thing(part, vocabulary) for part in parts)


def is_device(text: str, vocabulary: Vocabulary) -> bool:
    """Whether words hold the name of a device."""
    return tag(tuple(text.split()), vocabulary).first("device") is not None


def is_one_thing(text: str, vocabulary: Vocabulary) -> bool:
    """Whether words name one device or one room, and not two of them."""
    tagged = tag(tuple(text.split()), vocabulary)
    devices = len(tagged.of("device", "type"))
    return (
        is_thing(text, vocabulary)
        and devices <= 1
        and (devices == 1 or len(tagged.of("area", "floor")) <= 1)
    )


def is_thing(text: str, vocabulary: Vocabulary) -> bool:
    """Whether words name a device or a room, and nothing else."""
    if text in ("this", "this one", "that", "that one", "it", "these", "those"):
        return True
    tagged = tag(tuple(text.split()), vocabulary)
    kinds = {t.kind for t in tagged.tags}
    return bool(kinds & {"device", "area", "type", "floor"}) and kinds <= {
        "device", "area", "type", "floor", "here", "function", "pronoun", "ordinal", "there", "name_word", "place",
    }  # fmt: skip
