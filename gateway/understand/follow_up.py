"""What only makes sense after the turn, or the clause, before it: "and the bedroom", "no, twenty".

The earlier reading is taken over with what is named now. Where the words say that it was wrong ("no,
the other one", "I meant the bedroom"), the reading bears the turn that it corrects, so that what was
done wrongly is undone as well.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Literal

from context.snapshot import Snapshot
from context.turn import Act, AgendaChange, Clause, Phrase, Reading, StepSize, Turn
from gateway.understand import device_frames, quantities
from gateway.understand.tagging import Tag, Tagged
from gateway.understand.vocabulary import bare_name

CORRECTED_S = 180.0  # Nobody says "no, the other one" of what was done four minutes ago.
NOT_THAT = frozenset(
    """no nope nah sorry wait oops i mean meant said make it that to ,""".split()  # noqa: SIM905 - a table of words
)
VALUES = ("temperature", "brightness", "position", "volume_level", "percentage", "humidity")
"""Slots that a number alone can correct."""
SAME = frozenset({"same", "do", "and", "also", "too", "thing"})
MORE = re.compile(
    r"^(?:and )?(?:even |just |still )?(?:(?P<size>a (?:bit|little|touch|tad)|slightly|a lot|much|lots) |some )?(?:more|(?P<on>further|keep going|go on|carry on))(?: still| please| again)*$"
)
ANOTHER = re.compile(r"^(?:and )?(?:another|a further)\b|\bmore$")
TAKEN_BACK = frozenset({"dim", "lower", "down", "close", "reduce", "decrease", "less", "quieter", "darker", "cooler", "shut"})  # fmt: skip
"""Words of what goes downwards: more of it goes further down."""


def correcting(reading: Reading, turn: Turn) -> Reading:
    """The reading, in the place of what that turn did."""
    return replace(reading, slots={**reading.slots, "corrects": turn.id})


def read(tagged: Tagged, last: Turn | None) -> tuple[Reading, ...]:
    """Things named without a verb: a scene is run; else what was last asked, of them too."""
    tagged = _without_same(tagged)
    amended = _other_value(tagged, last)
    if amended is not None:
        return (amended,)
    named = device_frames.bare_names(_with_other(tagged))
    particle = tagged.first("particle")
    if not named and particle is not None and not tagged.of("unknown", "question"):
        return device_frames.read(tagged, (Phrase(pronoun="it"),))
    if not named:
        return ()
    lights = tuple(p for p in named if "light" in p.domains)
    runs = (
        Reading(
            "HassTurnOn", {}, named, probability=0.78
        )  # "Kitchen lights": light is wanted there
        if lights == named and not tagged.of("quantity")
        else Reading("HassTurnOn", {"domain": ("scene", "script")}, named, probability=0.8)
    )
    taken = taken_over(tagged, last)
    if not taken:
        return () if any(p.pronoun for p in named) else (runs,)
    return (*taken, runs)


def taken_over(tagged: Tagged, last: Turn | None) -> tuple[Reading, ...]:
    """What was last asked, of the things named now and with the amount named now, if any."""
    if (
        last is None
        or last.awaits_answer
        or not last.resolutions
        or last.resolutions[-1].reading.intent == "Answer"
    ):
        return ()
    amounts = tagged.of("quantity")
    bare = Tagged(tagged.words, tuple(t for t in tagged.tags if t.kind != "quantity"))
    named = device_frames.bare_names(_with_other(_without_same(bare)))
    if not named:
        return ()
    before = last.resolutions[-1].reading
    slots = dict(_slots(before))
    if amounts:
        valued = _with_value(before, amounts[0].value) if len(amounts) == 1 else None
        if valued is None or not _alike(named, last):
            return ()
        slots = dict(valued.slots)
    return (replace(before, slots=slots, phrases=_with_noun(named, last), probability=0.85),)


def _slots(reading: Reading) -> dict[str, Any]:
    """Its slots, without the turn that it corrected itself."""
    return {key: value for key, value in reading.slots.items() if key != "corrects"}


def _alike(named: Sequence[Phrase], last: Turn) -> bool:
    """Whether the things named may be of the sort that was last spoken of."""
    domains = {target.partition(".")[0] for target in last.targets}
    return all(not p.domains or domains & set(p.domains) for p in named)


def _other_value(tagged: Tagged, last: Turn | None) -> Reading | None:
    """ "No, seventy-two", after "set the heating to seventy": the same, with the other number."""
    amounts = tagged.of("quantity")
    rest = [w for i, w in enumerate(tagged.words) if not any(q.start <= i < q.end for q in amounts)]
    if (
        len(amounts) != 1
        or not rest
        or not NOT_THAT.issuperset(rest)
        or last is None
        or not last.targets
    ):
        return None
    return _with_value(last.resolutions[-1].reading, amounts[0].value)


def same_with(tagged: Tagged, last: Turn) -> Reading | None:
    """The last act with the value that stands here alone: "green", after "no"."""
    amounts = tagged.of("quantity")
    if len(amounts) != 1 or len(tagged.tags) != 1 or not last.targets:
        return None
    return _with_value(last.resolutions[-1].reading, amounts[0].value)


def _with_value(before: Reading, amount: quantities.Quantity) -> Reading | None:
    """An earlier reading with another amount, where it is of the same sort."""
    slots = _slots(before)
    if amount.kind == "color" and "color" in slots:
        color = str(amount.value)
        slots |= {"color": color, "rgb_color": quantities.COLORS.get(color)}
        return replace(before, slots=slots, probability=0.9)
    slot = next((s for s in VALUES if s in slots), None)
    if slot is None or amount.kind not in ("number", "percent", "degrees"):
        return None
    if (amount.kind == "percent") and slot == "temperature":
        return None
    return replace(before, slots={**slots, slot: amount.value}, probability=0.9)


def more(words: Sequence[str], last: Turn | None, snapshot: Snapshot) -> Reading | None:
    """ "A bit more", "further", "another twenty": the same way again; None where nothing was set."""
    text = " ".join(w for w in words if w != ",")
    match, another = MORE.match(text), ANOTHER.search(text)
    if (match is None and another is None) or last is None or not isinstance(last.decision, Act):
        return None
    found = quantities.find(words)
    rest = len(words) - sum(q.end - q.start for q in found)
    amount = found[0] if len(found) == 1 and found[0].kind in ("number", "percent", "degrees") else None  # fmt: skip
    if match is None and (amount is None or rest > 2):
        return None
    before = last.resolutions[-1].reading
    prop = _property(before, last)
    if prop is None:
        return None
    step = before.slots.get("step")
    step = step if isinstance(step, StepSize) else StepSize()
    direction = step.direction or (
        -1 if TAKEN_BACK & set(last.interpretation.text.split()) else _moved(prop, last, snapshot)
        if match is not None and match["on"]
        else 1
    )  # fmt: skip
    size = "small" if match is not None and match["size"] else step.size
    if match is None and amount is not None:
        unit = "percent" if amount.kind == "percent" else step.unit
        step = replace(step, amount=float(amount.value), unit=unit)  # type: ignore[arg-type]
    step = replace(step, direction=direction, size=size, property=prop)
    slots = {f"{prop}_step": "up" if direction > 0 else "down", "step": step}
    return Reading(device_frames.STEP_INTENTS[prop], slots, (Phrase(pronoun="it"),), probability=0.9)  # fmt: skip


PART = re.compile(
    r"^(?:(?:just|only|about|make it|at|to|do|i would say|maybe) )*(?P<part>half|a half|a third|a quarter|one third|one quarter|2 thirds|three quarters|3 quarters|twice|double|a fifth|a tenth)(?: of)? (?:that|this|it|as much|as bright|as loud)\b(?: (?:is|would be|will be|will do|is enough|enough|plenty|fine|much|bright|loud|please|do|as that))*$"
)
PARTS = {"half": 0.5, "a half": 0.5, "a third": 1 / 3, "one third": 1 / 3, "a quarter": 0.25, "one quarter": 0.25, "2 thirds": 2 / 3,
         "three quarters": 0.75, "3 quarters": 0.75, "twice": 2.0, "double": 2.0, "a fifth": 0.2, "a tenth": 0.1}  # fmt: skip
SHARED: dict[str, tuple[str, str, str, float]] = {
    "light": ("HassLightSet", "brightness", "brightness", 2.55),
    "media_player": ("HassSetVolume", "volume_level", "volume_level", 0.01),
    "cover": ("HassSetPosition", "position", "current_position", 1.0),
    "fan": ("HassFanSetSpeed", "percentage", "percentage", 1.0),
}
"""Domain -> intent, slot, attribute, and what of the attribute is one per cent."""


def part_of(words: Sequence[str], last: Turn | None, snapshot: Snapshot) -> Reading | None:
    """ "A quarter of that is enough": of what the last act left it at."""
    match = PART.match(" ".join(w for w in words if w != ","))
    if match is None or last is None or not last.targets:
        return None
    target = last.targets[0]
    state, how = snapshot.states.get(target), SHARED.get(target.partition(".")[0])
    value = state.get(how[2]) if state is not None and how is not None else None
    if how is None or not isinstance(value, int | float):
        return None
    intent, slot, _, per_cent = how
    wanted = max(1, min(100, round(value / per_cent * PARTS[match["part"]])))
    return Reading(intent, {slot: wanted}, (Phrase(ids=(target,)),), probability=0.95)


def _property(before: Reading, last: Turn) -> str | None:
    """What the last act set, as a step takes it further."""
    for prop, slot in device_frames.SLOTS.items():
        if slot in before.slots or f"{prop}_step" in before.slots:
            return prop
    domain = next((t.partition(".")[0] for t in last.targets), "")
    opened = before.slots.get("action") in ("open", "close")
    return device_frames.BY_DOMAIN.get(domain) if opened and domain in ("cover", "valve") else None


MEASURES = {"brightness": "brightness", "volume": "volume_level", "position": "current_position", "speed": "percentage",
            "temperature": "temperature", "humidity": "humidity"}  # fmt: skip
"""The attribute that shows a property."""


def _moved(prop: str, last: Turn, snapshot: Snapshot) -> Literal[-1, 1]:
    """Which way the last act took a property; upwards when that is not known."""
    key = MEASURES.get(prop, prop)
    for done in last.outcome.confirmations:
        now = snapshot.states.get(done.command.entity_id)
        then = done.before.get(key) if done.before is not None else None
        if now is not None and then is not None and now.get(key) is not None:
            return -1 if float(now.get(key)) < float(then) else 1
    return 1


HERE = frozenset({"up", "down", "in", "over", "here", "there", "out"})


def without_here(words: Sequence[str]) -> tuple[str, ...]:
    """ "The other one up here" is the other one.

    >>> without_here("and the other one up here".split())
    ('and', 'the', 'other', 'one')
    """
    left = tuple(words)
    while "other" in left and left[-1] in HERE:
        left = left[:-1]
    return left


def with_owner(words: tuple[str, ...], last: Turn, snapshot: Snapshot) -> tuple[str, ...]:
    """ "Mine", after somebody's lamp, is "my lamp"."""
    if "mine" not in words or not last.targets or last.targets[0] not in snapshot.devices:
        return words
    noun = bare_name(snapshot.devices[last.targets[0]].name)[-1:]
    at = words.index("mine")
    return (*words[:at], "my", *noun, *words[at + 1 :])


def is_bare_number(tagged: Tagged, last: Turn | None) -> bool:
    """ "Seven" by itself asks nothing; "move that to 9" after a plan is about its hour."""
    amounts = tagged.of("quantity")
    if len(amounts) != 1 or amounts[0].value.kind != "number":
        return False
    if len(tagged.tags) == 1:
        return True
    planned = (
        last is not None
        and isinstance(last.decision, Act)
        and any(isinstance(step, AgendaChange) for step in last.decision.steps)
    )
    return planned and tagged.first("pronoun") is not None


def _with_other(tagged: Tagged) -> Tagged:
    """ "The other one" names a thing, though by no name."""
    words = {"other", "others"}
    if not words & set(tagged.words):
        return tagged
    tags = tuple(
        Tag("name_word", t.start, t.end, "other") if tagged.text(t) in words else t
        for t in tagged.tags
        if tagged.text(t) not in ("one", "ones")
    )
    plain = tuple("other" if w == "others" else w for w in tagged.words)
    return Tagged(plain, tags)


def _without_same(tagged: Tagged) -> Tagged:
    """ "Do the same with the curtains" only adds the curtains."""
    if "same" not in tagged.words:
        return tagged
    return Tagged(
        tagged.words, tuple(t for t in tagged.tags if tagged.text(t) not in SAME | {"the same"})
    )


def _with_noun(named: tuple[Phrase, ...], last: Turn) -> tuple[Phrase, ...]:
    """ "And the bedroom" after "turn on the hall lights" means the bedroom lights."""
    earlier = last.resolutions[-1].reading.phrases
    noun = next((p for p in earlier if p.noun), None)
    domains = tuple(dict.fromkeys(target.partition(".")[0] for target in last.targets))
    noun = noun or Phrase(domains=domains)
    return tuple(_borrow_noun(p, noun) for p in named)


def continued(clause: Clause, earlier: Sequence[Clause]) -> Clause:
    """ "Set the hall heating to 19 and the landing one to 21": the one is heating, and set as well."""
    before = next((c.best for c in reversed(earlier) if c.best and c.best.intent != "Remark"), None)
    if before is None or not {"one", "ones"} & set(clause.text.split()) or not clause.readings:
        return clause
    noun = next((p for p in before.phrases if p.noun or p.domains), None)
    readings = tuple(
        replace(r, phrases=tuple(_borrow_noun(p, noun) for p in r.phrases)) if noun is not None else r
        for r in sorted(clause.readings, key=lambda r: r.intent != before.intent)
    )  # fmt: skip
    return replace(clause, readings=readings[:1])


def _borrow_noun(phrase: Phrase, noun: Phrase) -> Phrase:
    if phrase.noun or phrase.name or phrase.pronoun:
        return phrase
    return replace(
        phrase,
        noun=noun.noun,
        domains=noun.domains,
        kinds=noun.kinds,
        plural=phrase.plural or noun.plural,
    )
