""" "The blinds that are closed" -> the blinds, and the state that tells which of them.

A relative clause names no thing of its own: it is cut out of the words, and narrows what they name
to the devices that are in that state now.
"""

import re
from collections.abc import Sequence

from devices.model import State

_STATES = {
    "on": "on", "lit": "on", "burning": "on", "running": "on", "switched on": "on", "turned on": "on", "active": "on",
    "off": "off", "switched off": "off", "turned off": "off", "open": "open", "opened": "open", "up": "open", "closed": "closed",
    "shut": "closed", "down": "closed", "locked": "locked", "unlocked": "unlocked", "playing": "playing", "paused": "paused",
}  # fmt: skip
OPPOSITES = {"on": "off", "off": "on", "open": "closed", "closed": "open", "locked": "unlocked", "unlocked": "locked",
             "playing": "paused", "paused": "playing"}  # fmt: skip
_WORDS = "|".join(sorted(_STATES, key=len, reverse=True))
_TAIL = rf"(?: (?:still|currently|already|now|left|standing|actually))*(?P<no> not)?(?: (?:still|currently|already|now|left|standing|yet))* (?P<state>{_WORDS})\b(?: (?:yet|already|now|right now|at the moment|still))*"
CLAUSE = re.compile(
    rf"\b(?:(?P<all>whatever|anything that|all that|everything that|everything) (?:is|are)|(?:that|which|whichever(?: ones?)?) (?:is|are|was|were)){_TAIL}"
    r"|(?P<lit>\beverything lit\b)"
)
ASKING = frozenset({"is", "are", "which", "what", "how", "who", "did", "does", "was", "were", "has", "have", "tell", "show", "give", "check", "any", "when", "where"})  # fmt: skip


def peel(words: Sequence[str]) -> tuple[tuple[str, ...], str | None]:
    """The words without their relative clause, and the state it names; None without one.

    >>> peel("turn off whatever is still on upstairs".split())
    (('turn', 'off', 'everything', 'upstairs'), 'on')
    >>> peel("lock the doors that are not locked yet".split())
    (('lock', 'the', 'doors'), 'unlocked')
    """
    text = " ".join(words)
    if not words or words[0] in ASKING:
        return tuple(words), None
    match = CLAUSE.search(text)
    if match is None:
        return tuple(words), None
    state = _STATES.get(match["state"] or "", "on")
    if match["no"]:
        state = OPPOSITES[state]
    left = f"{text[: match.start()]} {'everything' if match['all'] or match['lit'] else ''} {text[match.end() :]}"
    return tuple(left.replace(" , ,", " ,").strip(" ,").split()), state


_IS: dict[str, frozenset[str]] = {
    "off": frozenset({"off", "standby", "idle", "docked", "closed"}),
    "open": frozenset({"open", "opening", "on"}),
    "closed": frozenset({"closed", "closing", "off"}),
    "locked": frozenset({"locked", "locking"}),
    "unlocked": frozenset({"unlocked", "unlocking", "open"}),
    "playing": frozenset({"playing", "buffering"}),
    "paused": frozenset({"paused", "idle"}),
}


def holds(state: State | None, wanted: str) -> bool:
    """Whether a device is in the state that was named; never where its state is not known."""
    if state is None or state.state in ("unknown", "unavailable"):
        return False
    if wanted == "on":
        return state.state not in _IS["off"]
    return state.state in _IS[wanted]
