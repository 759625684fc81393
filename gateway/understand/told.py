"""What is said round about becomes plain: "ask the vacuum to stop", "did I forget to lock the door".

Wordings of English that hold for every home. Each is one pattern and what people would say shorter;
pure: words in, words out.
"""

import re
from collections.abc import Callable, Sequence

from gateway.understand.lexicon import VERBS

_BE = {"close": "open", "shut": "open", "lock": "unlocked", "turn off": "on", "switch off": "on", "open": "closed",
       "unlock": "locked", "turn on": "off", "switch on": "off", "bring in": "open", "wind in": "open"}  # fmt: skip
"""Who forgot to do it wonders whether it is still like this."""
_TO = r"(?:ask|tell|get|command|instruct|want|need|have)"
TOLD = re.compile(rf"^{_TO} (?P<who>(?:the |my |our )?[\w ]+?) to (?P<do>\w+(?: .+)?)$")
TOLD_STATE = re.compile(
    r"^ask (?P<who>(?:the |my |our )?[\w ]+?) (?:for (?:its|the) |what is the |its |the )?(?:status|state)$"
)
TOLD_IS = re.compile(
    r"^ask (?P<who>(?:the |my |our )?[\w ]+?) (?:whether it is|if it is|is it) (?P<how>\w+)$"
)
FORGOT = re.compile(
    rf"^did (?:i|we|you|anyone|anybody|somebody|someone) (?:forget|forgot) to (?:(?P<do>{'|'.join(_BE)}) (?P<thing>.+)|(?P<first>turn|switch) (?P<what>.+) (?P<way>on|off))$"
)
OR_NOT = re.compile(
    r"^(?P<asked>(?:is|are|tell me (?:if|whether)|check (?:if|whether)|do you know if|whether) .+?)(?: ,)? or not$"
)
STATE_OF = re.compile(
    r"^(?:(?:get|give|tell|report|check|show|read)(?: me)? )?(?:, )?the (?:current )?(?:state|status) of (?P<thing>.+)$"
)
LEVEL_OF = re.compile(
    r"^(?:get|fetch|read|report|check|show|read out) (?:the |me the )?(?P<what>battery(?: level)?|temperature|humidity|brightness|volume) (?:of|for|in|on) (?P<thing>.+)$"
)
SHORTER: Sequence[tuple[re.Pattern[str], Callable[[re.Match[str]], str | None]]] = (
    (TOLD, lambda m: _done_by(m["who"], m["do"].split())),
    (TOLD_STATE, lambda m: f"what is the state of {m['who']}"),
    (TOLD_IS, lambda m: f"is {m['who']} {m['how']}"),
    (FORGOT, lambda m: f"is {m['thing'] or m['what']} {_BE[m['do'] or 'turn ' + m['way']]}"),
    (OR_NOT, lambda m: m["asked"]),
    (STATE_OF, lambda m: f"what is the state of {m['thing']}"),
    (LEVEL_OF, lambda m: f"what is the {m['what']} of {m['thing']}"),
)


def plainly(words: Sequence[str]) -> tuple[str, ...]:
    """The words as they would be said straight out; as they are, where they are.

    >>> plainly("ask the fan to turn off".split())
    ('turn', 'off', 'the', 'fan')
    >>> plainly("get the mop to clean the kitchen".split())
    ('clean', 'the', 'kitchen', 'with', 'the', 'mop')
    >>> plainly("did i forget to close the gate".split())
    ('is', 'the', 'gate', 'open')
    """
    text = " ".join(words)
    for pattern, shorter in SHORTER:
        match = pattern.match(text)
        said = shorter(match) if match is not None else None
        if said is not None:
            return tuple(said.split())
    return tuple(words)


def _done_by(who: str, do: Sequence[str]) -> str | None:
    """A command to a thing, as one about it; None where it is told no such thing."""
    verb = next((n for n in (3, 2, 1) if " ".join(do[:n]) in VERBS), 0)
    if not verb or who.split()[-1] in ("me", "us", "you", "him", "her", "them", "everyone"):
        return None
    rest = " ".join(do[verb:])
    return f"{' '.join(do)} with {who}" if rest else f"{' '.join(do)} {who}"
