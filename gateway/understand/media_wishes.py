"""Something to hear or to watch, with no title: "some tunes please", "my story", "music while I work".

Only reads them; what is played, the taste of who asks decides.
"""

import re
from collections.abc import Callable
from typing import Any

from context.turn import Phrase, Reading
from gateway.understand.habitual import FILLERS, HOURS

MUSIC = ("song", "artist", "album", "playlist", "genre")
NOUNS: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(("music", "tune", "tunes", "song", "songs", "sound", "sounds", "beats", "track", "tracks"), MUSIC),
    **dict.fromkeys(("radio", "wireless", "station"), ("radio_station",)),
    **dict.fromkeys(("story", "book", "audiobook", "bedtime story"), ("audiobook", "podcast")),
    **dict.fromkeys(("programme", "program", "show", "series"), ("tv_show", "podcast", "radio_station")),
    "podcast": ("podcast",), "playlist": ("playlist",), "mix": ("playlist",),
    **dict.fromkeys(("film", "movie"), ("movie",)), "game": ("game",),
}  # fmt: skip
"""What is asked for -> kinds of titles that may be it."""
MOODS = frozenset({"vibe", "vibes", "mood", "atmosphere", "noise"})
"""Music by what it does to a room; these alone ask for nothing yet."""
ANYTHING = frozenset(
    {"something", "anything", "thing", "stuff", "what", "usual", "favourite", "favourites"}
)
PLAYS = re.compile(r"\b(?:play|plays|listen|hear|watch|stream)\b")
ASIDE = re.compile(
    r" (?:while|whilst|as|when|during|because) (?:i|we|i am|we are|he|she|they|my|our|the)?\b(?! like| always| usual| have| want).*$| to \w+ (?:to|by|with)$| for (?:me|us|the |my |our |a )?[\w ]+$"
)
"""What else is going on: no part of what is to be played."""
STARTS = frozenset({"fire", "start", "pick"})
"""What is done up that then plays; what is turned or put up is to be louder."""
VERBS_TOO = frozenset({"book", "show", "program", "programme", "track", "film", "mix", "sound"})
"""Nouns that at the head of a sentence are what is to be done: "book for me a table"."""
TASTE = frozenset(
    """i we like likes love loves enjoy know usually listen hear watch play to kind sort type turn switch
    tune feel with fill room surprise hit entertain got any background been into lately recently enjoying listening playing""".split()  # noqa: SIM905 - a table of words
)
"""Words that speak of who likes it, or ask for it, and of nothing in particular."""


OCCASION = re.compile(
    r"^(?:(?:play|put on|start|give me|give us|let us have) )?(?:the|my|our|her|his|\w+s) (?P<what>(?:\w+ing(?: to \w+)?|morning|breakfast|lunch|dinner|supper|evening|night|night time|bedtime|sleep|bath|party|work|workout|study|homework|gym|tea|coffee|weekend|sunday|after work|wake up|wind down))(?: time)? (?:music|tunes|songs|sounds|soundtrack|playlist)$"
)
"""Music by what it accompanies: what that is, habits say."""


def read(text: str, splits: Callable[[str], list[tuple[str, str]]],
         players: Callable[[str], tuple[Phrase, ...] | None]) -> Reading | None:  # fmt: skip
    """The reading of such a wish, the player cut off its end; None when it is something else."""
    first, _, more = text.partition(" ")
    if first in VERBS_TOO and more:
        return None
    occasion = OCCASION.match(text)
    if occasion is not None:
        hour = next((HOURS[w] for w in occasion["what"].split() if w in HOURS), None)
        wished: dict[str, Any] = {"search_query": None, "kinds": MUSIC}
        wished |= {"hour": hour} if hour is not None else {}
        return Reading("HassMediaSearchAndPlay", wished, (), probability=0.85)
    for whole in dict.fromkeys((text, ASIDE.sub("", text))):
        for what, target in splits(whole):
            named = players(target) if target else ()
            slots = _wish(what) if named is not None else None
            if slots is not None:
                return Reading("HassMediaSearchAndPlay", slots, named or (), probability=0.92)
    return None


def _wish(what: str) -> dict[str, Any] | None:
    words = re.sub(r"\ba little\b", "", what).split()  # "the little radio" is a name
    nouns = [w for w in words if w in NOUNS or w in MOODS]
    hours = [w for w in words if w in HOURS]
    rest = set(words) - set(nouns) - set(hours)
    if not words or len(set(nouns)) > 1 or not rest <= FILLERS | TASTE | ANYTHING:
        return None
    if {"turn", "switch", "tune"} & rest and not nouns:
        return None
    louder = "up" in rest and not STARTS & rest
    if "off" in words or louder or (not nouns and not _asks_anything(what)):
        return None
    slots: dict[str, Any] = {
        "search_query": None,
        "kinds": NOUNS.get(nouns[0], MUSIC) if nouns else None,
    }
    if {"radio", "wireless"} & set(nouns):
        slots["player"] = "radio"
    if hours:
        slots["hour"] = HOURS[hours[0]]
    return slots


def _asks_anything(what: str) -> bool:
    """ "Play something I like", "our thing please": no sort was named, but that it is to play was."""
    words = set(what.split())
    owned = bool(words & {"my", "our"}) and bool(words & {"thing", "stuff"})
    return owned or bool(PLAYS.search(what) and words & ANYTHING)
