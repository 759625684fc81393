"""What was taught, used: words that mean a lesson, exactly or nearly, and likings put in words.

"It's movie time, please" is the phrase "movie time"; so is "time for a movie". "Was it movie time?"
is not, nor "play a movie": all words that say something must be those of the phrase.

>>> content("let us do movie time now".split()) == content("time for a movie".split())
True
>>> content("play a movie".split()) == content("movie time".split())
False
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import lru_cache

from context.lesson import Lesson
from context.turn import Clause, Phrase, Problem, Reading, Resolution
from gateway.understand import synonyms
from gateway.understand.candidates import TIE, phrase_pool
from gateway.understand.scene import Scene
from gateway.understand.tagging import strip_politeness

LIGHT = frozenset(
    """served splitting terrible awful horrible such proper man bloody flipping damn blasted one alright honey dear love mate darling sweetie buddy pal oi reckon think guess there ever say im ive okey too feel feels feeling watch watching fancy session this break god gosh oh ooh ah ugh only really very quite just nice bit little some more thing things stuff everybody everyone folks guys
    a an the my our your it is i am we are us me please now then again today tonight let do does go going
    start starting begin activate run trigger launch time mode routine scene want need would like to for of some have
    having get got in into on put set make give ok okay hey so well right be will shall can could you and
    here just ready it's that's lets all time's switch turn enter engage apply use ll gonna wanna d""".split()  # noqa: SIM905 - a table of words
)
"""Words that say nothing of which phrase is meant."""
NOT_NOW = re.compile(
    r"^(?:is|was|were|are|did|does|what|when|where|who|why|how|which|has|have you|had|should|if|he|she|they|somebody|someone|yesterday|i (?:like|love|hate|said|think|thought|wonder|was|had|saw|heard|read|remember|do not|would not|am not)|we (?:had|were|said|like|do not))\b|\b(?:not|never|no|stop|cancel|yesterday|tomorrow|later|ago|last (?:night|week|time)|was|were|had|did|without|instead of|skip|off|end|finish|over|undo|about|called|does|word|hate|until|before|after|because|said|told|every|timer|remind|alarm|minutes?|hours?|list|weather)\b"
)
"""Talk about a phrase, and not the wish: no paraphrase of it is heard there."""
ASKING = frozenset({"is", "are", "was", "were", "did", "does", "has", "have", "can", "will", "who", "what", "when", "where", "why", "how", "which"})  # fmt: skip
OPENERS = (
    "it is", "let us have", "let us do", "let us start", "let us go for", "let us", "start", "run", "activate", "do", "time for", "i want", "i want to",
    "it is time for", "engage", "trigger", "begin", "i would like", "we want", "launch", "execute", "now", "ok", "initiate", "start the", "run the",
    "do the", "my", "the", "our", "say", "go to", "switch to", "i am", "we are",
    "can we get", "could we get", "can i get", "can we have", "could we have", "can i have", "could i have", "may i have", "give me", "give us", "let me have", "i fancy", "i feel like", "get us", "get", "reckon it is", "i reckon it is", "i reckon", "reckon", "i think it is", "i guess it is", "she is", "he is", "they are", "there is", "there are",
)  # fmt: skip
SAID_ALONE = ("phrase", "value")
CLOSERS = ("mode", "now", "please", "routine", "time", "again", "then", "scene", "for me", "for us", "tonight", "today", "for the night", "for the day", "for today", "mate", "love", "dear", "honey", "here", "everyone", "everybody", "guys", "folks")  # fmt: skip


def content(words: Iterable[str]) -> frozenset[str]:
    """The words that tell one phrase from another, as stems; all of them when none does."""
    return _content(tuple(words))


@lru_cache(maxsize=4096)
def _content(words: tuple[str, ...]) -> frozenset[str]:
    plain = [w for w in synonyms.same(words) if w != ","]
    return frozenset(_stem(w) for w in plain if w not in LIGHT) or frozenset(map(_stem, plain))


def _stem(word: str) -> str:
    """A word without its endings: "parties", "partys" and "party" are one."""
    for ending in ("s", "ing", "ed", "e", "i", "y"):
        if word.endswith(ending) and len(word) - len(ending) >= 3 and not word.endswith("ss"):
            word = word[: -len(ending)]
    return word


def exactly(words: Sequence[str], lessons: Sequence[Lesson]) -> Lesson | None:
    """The lesson whose phrase is just said, with no more than courtesies around it."""
    if not lessons:
        return None
    phrases = {
        tuple(one.phrase.split()): one for one in reversed(lessons) if one.kind in SAID_ALONE
    }
    if not phrases:
        return None
    for said in _without_frame(tuple(w for w in strip_politeness(words) if w != ",")):
        if said in phrases:
            return phrases[said]
    plain = tuple(w for w in words if w != ",")
    return phrases.get(plain)


def _without_frame(words: tuple[str, ...]) -> Iterable[tuple[str, ...]]:
    """The words, and without "let's do ..." and "... mode"."""
    yield words
    starts = [words]
    for opener in OPENERS:
        cut = tuple(opener.split())
        if words[: len(cut)] == cut and len(words) > len(cut):
            starts.append(words[len(cut) :])
    for start in starts:
        yield start
        for closer in CLOSERS:
            cut = tuple(closer.split())
            if start[-len(cut) :] == cut and len(start) > len(cut):
                yield start[: -len(cut)]


def nearly(words: Sequence[str], lessons: Sequence[Lesson]) -> Lesson | None:
    """The one lesson whose phrase is said in other words; None when none is, or several are."""
    phrases = [one for one in lessons if one.kind in SAID_ALONE]
    said = content(words)
    found = [one for one in phrases if content(one.phrase.split()) == said]
    if not found:
        bag = set(words)
        held = [one for one in phrases if bag.issuperset(one.phrase.split())]
        found = [one for one in held if _framed(words, one)]
    found = [one for one in found if not _talks_of(words, one.phrase.split())]
    return found[0] if len({one.phrase for one in found}) == 1 else None


def _talks_of(words: Sequence[str], phrase: Sequence[str]) -> bool:
    """Whether the words around a phrase speak of it, and do not wish it."""
    if words[0] in ASKING and words[0] != phrase[0]:
        return True
    own = {*phrase, *synonyms.same(phrase)}
    return NOT_NOW.search(" ".join(w for w in synonyms.same(words) if w not in own)) is not None


FRAME = LIGHT | {"light", "lights", "lamp", "lamps", "room", "house", "everything", "change"}


def _framed(words: Sequence[str], lesson: Lesson) -> bool:
    """ "Set the lights to study mode": all of the phrase, in a frame that says no more."""
    phrase = lesson.phrase.split()
    about = {w for w in lesson.means.split() if not w.isdigit()}
    if len(content(phrase)) == 0 or all(w in LIGHT for w in phrase):
        return False
    size = len(phrase)
    for at in range(len(words) - size + 1):
        if list(words[at : at + size]) == list(phrase):
            rest = [*words[:at], *words[at + size :]]
            return all(w in FRAME or w in about or w == "," for w in rest)
    return False


def definition(lesson: Lesson) -> tuple[str, ...]:
    """The words that a phrase stands for; a value by itself is one of the lights here."""
    frame = ("set", "the", "lights", "to") if lesson.kind == "value" else ()
    return (*frame, *lesson.means.split())


def bound(clauses: Sequence[Clause], lesson: Lesson) -> tuple[Clause, ...]:
    """The clauses of a definition, about the devices that they meant when it was taught."""
    settled = lesson.targets if len(lesson.targets) == len(clauses) else ((),) * len(clauses)
    return tuple(
        Clause(clause.text, tuple(_about(r, ids) for r in clause.readings), clause.when)
        for clause, ids in zip(clauses, settled, strict=True)
    )


def _about(reading: Reading, ids: tuple[str, ...]) -> Reading:
    phrases = reading.phrases
    if ids:
        text = " and ".join(p.text for p in phrases if p.text)
        phrases = (Phrase(text, ids=ids, plural=len(ids) > 1, every=len(ids) > 1),)
    excluded = () if ids else reading.excluded
    return Reading(reading.intent, reading.slots, phrases, excluded, reading.probability, "taught", reading.response)  # fmt: skip


def named(clause: Clause, reading: Reading, scene: Scene) -> Resolution:
    """What a name is given to: devices, or a room where the words name no device."""
    if len(reading.phrases) > 1:
        each = [named(clause, replace(reading, phrases=(p,)), scene) for p in reading.phrases]
        wrong = next((one for one in each if one.problem is not None or not one.targets), None)
        together = tuple(dict.fromkeys(t for one in each for t in one.targets))
        return wrong or Resolution(clause, reading, together, (), None, each[0].spoken)
    (phrase,) = reading.phrases
    spoken = phrase.text
    room_only = phrase.area is not None and not (phrase.name or phrase.noun or phrase.domains)
    if room_only:
        return Resolution(clause, reading, (), (), None, spoken)
    pool = phrase_pool(phrase, scene, scene.snapshot.devices.values())[0]
    here = None if reading.slots.get("one_of") else scene.area
    near = [c for c in pool if scene.snapshot.devices[c.entity_id].area == here is not None]
    best = [c for c in pool if c.score >= max(c.score for c in pool) - TIE]
    for some in ([c for c in best if c in near], best):
        if len(some) == 1 or (some and phrase.pronoun):
            return Resolution(clause, reading, (some[0].entity_id,), pool, None, spoken)
    problem: Problem = "ambiguous" if pool else "no_such_device"
    return Resolution(clause, reading, (), tuple(best) if pool else (), problem, spoken)
