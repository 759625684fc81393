"""Questions about people: "is anybody still up", "is the house empty", "is she in bed", "is he in the barn".

What the sensors know of it, `decide/whereabouts.py` tells; who is at home by name, the trackers do.
"""

import re
from collections.abc import Sequence

from context.snapshot import Snapshot
from context.turn import Clause, Reading
from gateway.understand import at_hand
from gateway.understand.tagging import strip_politeness
from gateway.understand.vocabulary import bare_name

_ANY = r"(?:anybody|anyone|somebody|someone|everybody|everyone|anybody else|anyone else|people|the others|the (?:kids|children|boys|girls))"
_STILL = r"(?:(?: (?:still|already|else|also|all))*)"
PATTERNS = (
    ("up", re.compile(r"^who is (?:still |already )?(?:up|awake)(?: (?:yet|now|still))*$")),
    ("bed", re.compile(r"^who is (?:still |already )?(?:in bed|asleep|sleeping)(?: (?:yet|now|still))*$")),
    ("up", re.compile(rf"^(?:is|are) (?P<who>{_ANY}|\w+){_STILL} (?:up|awake|out of bed|up and about)(?: (?:yet|now|still|at this hour|in there))*$")),
    ("up", re.compile(rf"^(?:has|have|did) (?P<who>{_ANY}|\w+) (?:got up|gotten up|woken up|get up|wake up|risen)(?: (?:yet|already))*$")),
    ("bed", re.compile(rf"^(?:is|are) (?P<who>{_ANY}|\w+){_STILL} (?:in bed|asleep|sleeping|lying down|in (?:his|her|their) bed)(?: (?:yet|already|now))*$")),
    ("bed", re.compile(rf"^(?:has|have|did) (?P<who>{_ANY}|\w+) (?:gone|go) to (?:bed|sleep)(?: (?:yet|already))*$")),
    ("home", re.compile(rf"^(?:is|are) (?:there )?(?P<who>{_ANY}){_STILL} (?:home|at home|in|in the (?:house|flat|home)|there|around|about)(?: (?:yet|now|still|right now))*$")),
    ("empty", re.compile(r"^(?:is|are) (?:the )?(?:house|flat|home|apartment|place) (?:completely |all )?(?:empty|deserted|unoccupied)(?: (?:now|right now))*$|^am i (?:here |home )?(?:alone|on my own|by myself)(?: (?:in the house|here|at home|home|now))*$|^is (?:there )?(?:nobody|no one|noone)(?: else)? (?:home|at home|here|in)$")),
    ("room", re.compile(rf"^(?:is|are) (?P<who>\w+){_STILL} (?:out |over |down |up |back )?in (?:the |his |her |their )?(?P<where>[\w ]+)$")),
)  # fmt: skip
SOMEBODY = frozenset({"he", "she", "they"})


def read(words: Sequence[str], snapshot: Snapshot) -> Clause | None:
    """The question about people in a sentence; None when it asks of something else."""
    bare = strip_politeness([w for w in words if w != ","])
    text = " ".join(bare)
    for kind, pattern in PATTERNS:
        match = pattern.match(text)
        if match is None:
            continue
        who = match.groupdict().get("who")
        person = _person(who, snapshot)
        known = person is not None or who is None or who in SOMEBODY or bool(re.match(_ANY, who))
        area = at_hand.places(bare, snapshot) if kind == "room" else []
        if not known or (kind == "room" and (len(area) != 1 or not (person or who in SOMEBODY))):
            continue
        slots = {"kind": kind, "person": person, "area": area[0] if area else None}
        return Clause(" ".join(words), (Reading("Whereabouts", slots),))
    return None


def _person(word: str | None, snapshot: Snapshot) -> str | None:
    people = snapshot.household.people.values()
    return next((p.id for p in people if word in bare_name(p.name)), None)
