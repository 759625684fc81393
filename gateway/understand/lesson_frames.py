"""Sentences that teach, ask about what was taught, or take it back.

"When I say movie time, dim the lamp", "call this one the big light", "my favourite station is Jazz
FM", "forget that", "what do you know about me". Tells what is being taught and cuts the words
apart; the definition itself is read by the parser, as any sentence.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Any

from context.lesson import DEFINING, Lesson
from gateway.understand import lesson_amending
from gateway.understand.lesson_amending import Amendment
from gateway.understand.lesson_around import led, opened_of
from gateway.understand.lesson_draft import Draft, group, is_thing, plain
from gateway.understand.lesson_likings import likings
from gateway.understand.lesson_names import names
from gateway.understand.lesson_phrases import phrases
from gateway.understand.lesson_questions import about
from gateway.understand.vocabulary import Vocabulary

CUES = frozenset(
    """say says saying tell mention means mean call called name named nickname nicknamed favourite favorite preferred prefer
    remember forget teach taught learn learned learnt know like love enjoy hate dislike loathe detest stand bear fan supporter
    support into routine shortcut macro phrase from future henceforth going note keep bear mind ask request announce shout use
    preferences unlearn delete erase want need vegetarian vegan allergic interview dub christen label refer goes answers same
    create make add set temperature brightness volume stop rule lesson adore care keen fond should equals stands short code
    celsius fahrenheit family parents mother father mum mom mam dad sister brother son daughter grandma grandpa granny grandad nan wife husband girlfriend boyfriend partner friend friends aunt uncle cousin cousins boss stays known also idea calls nicknames refers find moved living resides does happens together abide tolerate mad crazy obsessed sucker partial shortcuts phrases nicknames lessons routines always usually
    lives live lived when whenever every change leave add who give should be put dim have
    station channel show go miss enough only number address introduce meet default beats calling store makes turns switches puts sets dims opens closes shuts starts plays stops brings lowers raises locks gets gives reckon comfortable happy rename told rather programme best most
    eat vegetarian root cheer listen wipe drop scrap clear remove get""".split()  # noqa: SIM905 - a table of words
)
"""A sentence without any of these teaches nothing, and need not be looked at."""
NEW_PHRASE = re.compile(
    r"^(?:learn|teach you|teach yourself|remember|create|make|add) (?:me )?(?:a |an |some |something )?(?:new )?(?:phrase|word|command|routine|trick|shortcut|something new|something)$|^$"
)
NAMED_TO_ME = re.compile(r" is .+ to (?:me|us)\b|^my [a-z]+s in ")
"""What teaches a name or a place without any of those words."""
MAKE_PHRASE = re.compile(
    r"^(?:let us |i want to |i would like to |we could )?(?:make|create|add|set up|record|program|invent) (?:me |us |up )?(?:a|an|another|some) (?:new )?(?:voice )?(?:phrase|command|shortcut|code word|routine|trick)$"
)
OPENED_OF = re.compile(
    r"^(?:what|how) (?P<a>[^,]+?) (?:does|means|should do|is(?: for)?|stands for|works|goes)$|^what (?:i|we) mean (?:by|with|when (?:i|we) say) (?P<b>[^,]+)$|^(?:the|a new) (?:phrase|word|command|routine|shortcut)(?: called)? (?P<c>[^,]+)$"
)
""" "I want to teach you what movie time does": the phrase, and its meaning is still to come."""
FACT = re.compile(
    r"^(?P<fact>(?!to |me |about |the (?:milk|bread)).+ (?:is|are|was|were|has|have|lives?|keeps?|works?|starts?|begins?|ends?|comes?|goes|needs?|likes?|parked|left|put|arrives?|leaves?|can|belongs?|takes|expires|costs|am|will) .+)$"
)


def amendments(
    words: Sequence[str], lessons: Sequence[Lesson], vocabulary: Vocabulary
) -> Iterator[Draft]:
    """What a sentence may change of what was taught, as the whole lesson that it makes."""
    whole = " ".join(words).strip(" ,")
    if not any(one.phrase in whole for one in lessons if one.kind in DEFINING):
        return
    around = opened_of(whole)
    text, condition = led(around.text, vocabulary)
    changes = [
        change
        for said in dict.fromkeys((whole, text))
        for change in lesson_amending.read(said, lessons)
    ]
    unclear: Draft | None = None
    for change in changes:
        old = change.lesson
        kept = "household" if old.person is None else "personal" if old.private else None
        slots = {
            "phrase": change.what if change.how == "rename" else old.phrase,
            "condition": old.condition if condition.always else condition,
            "scope": around.scope or kept,
            "amended": True,
        }
        means = amended(change, vocabulary)
        plain = change.how in ("more", "less", "swap") and old.kind == "phrase"
        if means:
            yield Draft("Teach", slots, definition=means, sure=plain)
        elif plain:  # It is plain what is to change, and not how: we ask for all of it.
            unclear = unclear or Draft("Teach", slots)
    if unclear is not None:
        yield unclear


def amended(change: Amendment, vocabulary: Vocabulary) -> str | None:
    """The definition of a changed lesson, in words; None when it cannot be changed so."""
    what = ADVERBS.sub("", change.what)
    match change.how:
        case "more" if change.lesson.kind == "name":
            return f"{change.lesson.means} and {what}" if is_thing(what, vocabulary) else None
        case "more":
            means = change.lesson.means
            return lesson_amending.with_more(means, what, is_thing(what, vocabulary))
        case "less":
            what, _, instead = what.partition(" , ")
            left = lesson_amending.without(change.lesson.means, what)
            if left is None and EVERY.search(change.lesson.means) and is_thing(what, vocabulary):
                left = f"{change.lesson.means} except {what}"
            instead = re.sub(r"^(?:but |and )?(?:just|only|instead)? ?", "", instead)
            if not instead:
                return left
            added = lesson_amending.with_more(left or "", instead, is_thing(instead, vocabulary))
            return added.removeprefix(" and ")
        case "swap":
            return lesson_amending.swapped(change.lesson.means, what, change.instead)
        case "rename":
            return change.lesson.means
        case "value":
            return lesson_amending.with_value(change.lesson.means, what) or what
        case _:
            return None if re.match(r"(?:not|no longer|never|also|be) ", what) else what


EVERY = re.compile(r"\b(?:all|every|everything|lights|blinds|lamps)\b")
ADVERBS = re.compile(r"^(?:(?:also|just|only|simply|then|to|does|do|includes|include|covers) )+")


def read(words: Sequence[str], vocabulary: Vocabulary) -> Iterator[Draft]:
    """What a sentence may teach, the likeliest first; nothing when it teaches nothing."""
    whole = " ".join(words).strip(" ,")
    if (
        not CUES & set(words)
        and NAMED_TO_ME.search(whole) is None
        and not whole.startswith("here is")
    ):
        return
    around = opened_of(whole)
    text, told, opened = around.text, around.told, around.opened
    for said in dict.fromkeys((whole, text)):
        asked = about(said)
        if asked is not None:
            yield asked
            return
    bare = text
    if (opened and NEW_PHRASE.match(bare)) or MAKE_PHRASE.match(bare):
        yield Draft("Teach", {"phrase": None})
        return
    asked_of = OPENED_OF.match(bare) if opened else None
    if asked_of is not None:
        yield Draft("Teach", {"phrase": plain(group(asked_of, "abc"))})
        return
    bare, condition = led(bare, vocabulary)
    if not bare:
        return
    slots: dict[str, Any] = {"condition": condition} if not condition.always else {}
    if around.scope is not None:
        slots["scope"] = around.scope
    yield from phrases(bare, told or ("rule" if opened else ""), slots, vocabulary)
    yield from names(bare, told, slots, vocabulary)
    yield from likings(bare, told, slots)
    noted = told == "fact" or (told and NOTED.search(whole) and FACT.match(bare))
    if noted and len(bare.split()) >= FACT_WORDS_MIN and not bare.startswith(("to ", "me ")):
        yield Draft("Remember", {**slots, "means": bare})


NOTED = re.compile(r"\b(?:remember|note|do not forget|mind|be aware)\b")
FACT_WORDS_MIN = 3  # "Remember that one" tells nothing.
