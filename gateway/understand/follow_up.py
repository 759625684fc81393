"""What only makes sense after the turn, or the clause, before it: "and the bedroom", "no, twenty".

The earlier reading is taken over with what is named now.
"""

from collections.abc import Sequence
from dataclasses import replace

from context.turn import Act, AgendaChange, Clause, Phrase, Reading, Turn
from gateway.understand import device_frames
from gateway.understand.tagging import Tagged

NOT_THAT = frozenset(
    """no nope nah sorry wait oops i mean meant said make it to ,""".split()  # noqa: SIM905 - a table of words
)
VALUES = ("temperature", "brightness", "position", "volume_level", "percentage", "humidity")
"""Slots that a number alone can correct."""
SAME = frozenset({"same", "do", "and", "also", "too", "thing"})


def read(tagged: Tagged, last: Turn | None) -> tuple[Reading, ...]:
    """Things named without a verb: a scene is run; else what was last asked, of them too."""
    tagged = _without_same(tagged)
    corrected = _other_value(tagged, last)
    if corrected is not None:
        return (corrected,)
    named = device_frames.bare_names(tagged)
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
    if (
        last is None
        or last.awaits_answer
        or not last.resolutions
        or last.resolutions[-1].reading.intent == "Answer"
    ):
        return (runs,)
    return (
        replace(last.resolutions[-1].reading, phrases=_with_noun(named, last), probability=0.85),
        runs,
    )


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
    before, amount = last.resolutions[-1].reading, amounts[0].value
    slot = next((s for s in VALUES if s in before.slots), None)
    if slot is None or amount.kind not in ("number", "percent", "degrees"):
        return None
    return replace(before, slots={**before.slots, slot: amount.value}, probability=0.9)


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
