"""Words that say no more than "as always": "the usual", "my station", "the lamp the way I like it".

Reads them, and finds which device they mean by what this person does at this hour, in this room,
after what happened last. What is to be done with it, `decide` works out from the same habits.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from context.habits import Situation, at_hour, clear, shipped
from context.turn import Candidate, Clause, Phrase, Problem, Reading, Resolution
from devices.model import Device
from gateway.understand import fits, phrases
from gateway.understand.candidates import phrase_pool
from gateway.understand.scene import Scene
from gateway.understand.tagging import Tagged, is_of, tag
from gateway.understand.vocabulary import Vocabulary, bare_name

INTENT = "Habitual"
WANTED = ("on", "open", "heat", "playing")
"""What people bring things to that they ask for."""
SHIPPED_AHEAD = 2.0  # What people elsewhere do is less of a reason than what they do here.

_OFTEN = r"(?:usually |always |normally |generally |mostly )?"
AS_ALWAYS = re.compile(
    r"\b(?:(?:same )?(?:as|like) (?:always|usual|normal|ever|(?:every|each|any other) \w+)"
    rf"|(?:just |to )?(?:the way|how|as|like|what|whatever) (?:i|we) {_OFTEN}(?:like|have|want|prefer|set|take|get|need|do)"
    rf"(?: (?:it|them|that|this|those))?(?: (?:usually|always|normally|best|set))*"
    r"|(?:to |at |on )?(?:my|our|the) (?:usual|normal|regular|favourite|favorite|preferred)(?: (?:one|level|setting|settings|way|position|value))?"
    r"|usually|as usual|(?:to )?(?:my|our) (?:liking|taste|way))(?= |$)"
)  # fmt: skip
"""What asks for the habit of the thing beside it."""
OWN_LEVEL = re.compile(
    r"\b(?:to )?(?:my|our|the usual|my usual) (?:(?P<hour>morning|evening|night|bedtime|reading) )?(?P<what>colou?r|brightness|level|temperature|volume|setting|position|number|figure|mark|value|degrees|warmth|heat)\b"
)
LEVELS_OF = {"color": "rgb_color", "brightness": "brightness", "temperature": "temperature",
             "volume": "volume_level", "position": "current_position"}  # fmt: skip
HOURS = {"morning": 8, "breakfast": 8, "lunch": 12, "lunchtime": 12, "afternoon": 15, "teatime": 17, "dinner": 18,
         "evening": 19, "bedtime": 21, "night": 22}  # fmt: skip
"""What "my morning thing" means at another time of day."""
DRINKS = frozenset({"kettle", "coffee_maker", "coffee_machine", "espresso_machine", "tea_maker"})
SORTS: dict[str, frozenset[str]] = {
    "drink": DRINKS, "cup": DRINKS, "cuppa": DRINKS, "mug": DRINKS, "pot": DRINKS,
    **dict.fromkeys(("brew", "brewing"), DRINKS),
}  # fmt: skip
"""What people call by what comes out of it: kinds of devices."""
FILLERS = frozenset(
    """a an the my our your me us i we you some something anything please put get give make start do have
    let go going started on of for to in here hot nice warm right it that would like want now today then
    usual normal regular favourite favorite thing stuff one good ready bit up another and can could
    fancy need play stick pop fire running be lovely great same again wanna always what time feel use could got any make""".split()  # noqa: SIM905 - a table of words
)  # fmt: skip
"""Words that add nothing to a wish for the usual."""


def read(words: Sequence[str], vocabulary: Vocabulary) -> Reading | None:
    """The reading of a clause about a habit; None when it says itself what is wanted."""
    text = " ".join(w for w in words if w != ",")
    if "usual" in text.split() and set(text.split()) <= FILLERS:
        return Reading(INTENT, {"usual": True}, probability=0.9)
    return _as_always(text, vocabulary) or _sort(text)


def for_somebody(words: Sequence[str]) -> Clause | None:
    """ "A cup for me": that it is for somebody makes it a wish."""
    text = " ".join(w for w in words if w != ",")
    reading = _sort(text) if words[-2:-1] == ("for",) else None
    return Clause(text, (reading,)) if reading is not None else None


def peeled(text: str) -> tuple[str, dict[str, Any]]:
    """A clause without the words for a habit, and what they said of it.

    >>> peeled("set the floor lamp the way i like it")
    ('set the floor lamp', {'usual': True})
    """
    own = OWN_LEVEL.search(text)
    if own is not None:
        slots: dict[str, Any] = {"usual": True}
        level = LEVELS_OF.get(own.group("what").replace("colour", "color"))
        if level:
            slots["level"] = level
        if own.group("hour") in HOURS:
            slots["hour"] = HOURS[own.group("hour")]
        return " ".join(OWN_LEVEL.sub(" ", text).split()), slots
    if AS_ALWAYS.search(text):
        return " ".join(AS_ALWAYS.sub(" ", text).split()), {"usual": True}
    return text, {}


def _as_always(text: str, vocabulary: Vocabulary) -> Reading | None:
    """ "The stable light as usual": a thing, and that it is to be as always."""
    rest, slots = peeled(text)
    if not slots:
        return None
    if "alarm" in rest.split() and set(rest.split()) <= FILLERS | {"alarm", "set"}:
        return Reading("AlarmSet", {"usual": True}, probability=0.9)
    if not rest:
        return None
    tagged = tag(rest.split(), vocabulary)
    if tagged.of("unknown", "question", "quantity", "state"):
        return None
    verb = tagged.first("verb")
    action = verb.value[0] if verb else None
    particle = tagged.first("particle")
    if action in ("off", "close", "lock", "unlock") or (
        particle is not None and tagged.text(particle) in ("off", "closed", "shut", "down")
    ):
        return None
    named, _ = phrases.build(tagged)
    named = tuple(p for p in named if p.name or p.noun or p.domains or p.area)
    if not named and "level" not in slots:
        return None
    return Reading(INTENT, {**slots, "action": action}, named, probability=0.9)


def of_bare(tagged: Tagged) -> tuple[Reading, ...]:
    """ "The curtains please": what is named and can be opened or closed, with no word of which."""
    if tagged.words[:1] == ("do",):
        tagged = Tagged(tagged.words, tuple(t for t in tagged.tags if t.start > 0))
    if any(
        t.kind not in ("device", "type", "area", "floor", "here", "function") for t in tagged.tags
    ):
        return ()
    named, _ = phrases.build(tagged)
    if not named or not all(is_of(t, "cover") for t in tagged.of("device", "type")):
        return ()
    return (Reading(INTENT, {"usual": True}, named, probability=0.79),)


WISHED = re.compile(
    r"^(?:(?:can|could) you )?(?:please )?(?:start|make|brew|brewing|fire|(?:get|give|do) (?:me|us)|(?:get|put|set) .+ (?:going|started|on|ready|running))\b"
    r"|^(?:(?:can|could) (?:i|we) have )?(?:my|our|the usual|time for)\b|^something .*\bdrink\b"
    rf"|\b(?:cup|mug|pot|brew|cuppa|drink) (?:of \w+ )?for (?:me|us)$|^(?:the|an?) (?:{'|'.join(HOURS)}) "
)  # fmt: skip
"""What asks for a drink to be made; all else ("have a nice drink", "I got you a cup") is talk."""

PRODUCTS = frozenset({"coffee", "cup of coffee", "espresso", "cappuccino", "latte", "americano"})
"""What is called for when the machine that makes it is meant."""


MADE_SO = frozenset(
    """me us strong weak hot fresh freshly nice good large big small black white double single decaf cup mug
    brewed prepare fix pour""".split()  # noqa: SIM905 - a table of words
)


def of_product(tagged: Tagged) -> tuple[Reading, ...]:
    """ "I would like a coffee", the wishing cut off: the machine is to make one."""
    made = tagged.of("type")
    if len(made) != 1 or tagged.text(made[0]) not in PRODUCTS:
        return ()
    verb = tagged.first("verb")
    others = [t for t in tagged.tags if t.kind not in ("type", "function", "quantity", "verb")]
    if any(tagged.text(t) not in MADE_SO for t in others):
        return ()
    if verb is not None and verb.value[0] not in ("start", "set"):
        return ()
    named, _ = phrases.build(Tagged(tagged.words, made))
    return (Reading("HassTurnOn", {}, named, probability=0.85),)


def _sort(text: str) -> Reading | None:
    """ "My morning drink", "start brewing": something of a sort, by what comes out of it."""
    words = text.split()
    sorts = [w for w in words if w in SORTS]
    hours = [w for w in words if w in HOURS]
    rest = [w for w in words if w not in sorts and w not in hours]
    if len(sorts) != 1 or not set(rest) <= FILLERS or "off" in words or not WISHED.search(text):
        return None
    slots: dict[str, Any] = {"usual": True, "sort": sorts[0]}
    if hours:
        slots["hour"] = HOURS[hours[0]]
    return Reading(INTENT, slots, (Phrase(text=sorts[0], kinds=SORTS[sorts[0]]),), probability=0.9)


# --- which device ---------------------------------------------------------------------------------


def resolve(clause: Clause, reading: Reading, scene: Scene) -> Resolution:
    """The device that is meant: the one named, else the one that this person uses so now."""
    devices = [d for d in scene.snapshot.devices.values() if d.domain in fits.DOMAINS[INTENT]]
    spoken = reading.phrases[0].text if reading.phrases else ""
    if "sort" in reading.slots:
        pool = _of_sort(str(reading.slots["sort"]), reading, scene, devices)
    elif reading.phrases:
        pool = tuple(c for p in reading.phrases for c in phrase_pool(p, scene, devices)[0])
    else:
        pool = tuple(Candidate(d.id, 0.8, "only") for d in devices)
    if not pool:
        return Resolution(clause, reading, (), (), "no_such_device", spoken)
    here = tuple(
        c for c in pool if scene.snapshot.devices[c.entity_id].area == scene.area is not None
    )
    level = reading.slots.get("level")
    for candidates in dict.fromkeys((here or pool, pool)):
        ids = [c.entity_id for c in candidates]
        if level is not None:
            ids = [i for i in ids if _has_level(i, str(level), scene)]
        if len(ids) == 1:
            return Resolution(clause, reading, (ids[0],), candidates, None, spoken)
        best = preferred(ids, WANTED, scene, reading.slots.get("hour"))
        if best is not None:
            marked = by_habit(candidates, best)
            return Resolution(clause, reading, (best,), marked, None, spoken)
        best = _shipped(ids, scene) if "sort" in reading.slots else None
        if best is not None:
            return Resolution(clause, reading, (best,), candidates, None, spoken)
    problem: Problem = "ambiguous" if reading.phrases else "no_such_device"
    return Resolution(clause, reading, (), here or pool, problem, spoken)


def _shipped(entity_ids: Sequence[str], scene: Scene) -> str | None:
    """The one that people elsewhere would mean now, if it is one."""
    now, devices = situation_of(scene), scene.snapshot.devices
    chances = sorted(((shipped(devices[i].kind, now), i) for i in entity_ids), reverse=True)
    if len(chances) < 2 or chances[0][0] < SHIPPED_AHEAD * chances[1][0]:
        return None
    return chances[0][1]


def _has_level(entity_id: str, level: str, scene: Scene) -> bool:
    known = scene.snapshot.habits.likely(f"set {entity_id}", situation_of(scene))
    return any(f'"{level}"' in habit.what for habit in known)


def _of_sort(
    sort: str, reading: Reading, scene: Scene, devices: Iterable[Device]
) -> tuple[Candidate, ...]:
    """Appliances of that kind, and those that are called so; what was just spoken of alone."""
    devices = list(devices)
    stem = sort.removesuffix("ing")
    sorts = {stem, sort, f"{stem}s", f"{stem}er", f"{sort}er"}  # no cupboard for a cup
    found = [
        d for d in devices
        if d.kind in reading.phrases[0].kinds or any(w in sorts for n in (d.name, *d.aliases) for w in bare_name(n))
    ]  # fmt: skip
    said = set(scene.referents(300.0))
    topic = [d for d in found if d.id in said or _told_by(d, said)]
    return tuple(Candidate(d.id, 0.9, "pronoun" if topic else "type") for d in topic or found)


def _told_by(device: Device, said: set[str]) -> bool:
    """Whether one of these tells of this device: "brew temperature" of the brewing kettle."""
    stem = device.id.partition(".")[2][:4]
    return any(i.partition(".")[2].startswith(stem) for i in said if i.startswith("sensor."))


def situation_of(scene: Scene, hour: int | None = None) -> Situation:
    """The present one, at another hour where the words name one."""
    return at_hour(scene.snapshot.situation(scene.transcript.person, scene.area), hour)


def by_habit(pool: Sequence[Candidate], entity_id: str) -> tuple[Candidate, ...]:
    """The candidates, the one of them marked that only a habit tells from the others."""
    return tuple(replace(c, how="habit") if c.entity_id == entity_id else c for c in pool)


def preferred(
    entity_ids: Sequence[str], states: Sequence[str], scene: Scene, hour: int | None = None
) -> str | None:
    """Of some devices the one that this person, at this hour, brings into one of these states."""
    acts = frozenset(f"{i} {state}" for i in entity_ids for state in states)
    best = clear(scene.snapshot.habits.likely("act", situation_of(scene, hour), acts))
    return best.what.partition(" ")[0] if best is not None else None
