"""Lessons, read whole: what is taught, and its definition understood as any sentence would be.

The lesson is the first clause, the clauses of its definition follow it, so that each is resolved to
the devices it means. What only looks like a lesson is left to the other parsers.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import Any

from context.lesson import DEFINING, Lesson, owned
from context.snapshot import Snapshot
from context.taught import holding
from context.turn import Ask, Clause, Interpretation, Phrase, Reading, Transcript
from gateway.understand import (
    clauses,
    conditions,
    dialogue,
    fits,
    lesson_frames,
    media_frames,
    phrases,
    plain_words,
    quantities,
    taught,
)
from gateway.understand.lesson_around import HERE
from gateway.understand.lesson_draft import INTENTS, Draft, group, is_group, is_one_thing, is_thing
from gateway.understand.lexicon import TYPE_NOUNS, VERBS
from gateway.understand.tagging import tag
from gateway.understand.vocabulary import Vocabulary, bare_name

Read = Callable[[tuple[str, ...], Transcript, Snapshot, Vocabulary], tuple[Clause, ...]]
"""The parser, for definitions."""

OPEN_SLOTS = ("means", "phrase", "preference", "keep")
_FILLER = r"(?:(?:oh|ok|okay|well|um|uh|actually|hm|hmm|ah|no|sorry|wait|right|look|listen) )*"
SKIP = re.compile(
    rf"^{_FILLER}(?:i (?:do not|have not) (?:have|got) (?:one|any|a favou?rite)|(?:i am )?not (?:bothered|fussed|fussy|too fussed|really)|(?:pass|skip) on (?:that|this|it)(?: one)?|i do not mind|(?:i am )?(?:really |just )?not sure|(?:i have )?no (?:idea|clue|preference)|any|anything|all|everything|ask (?:me )?(?:something else|another(?: one)?)|skip|next|pass|i (?:really |just |honestly )*(?:do not|could not|can not|would not) (?:really )?(?:know|care|mind|say|tell you)|none|nothing|do not mind|do not know|whatever|hard to say|skip (?:it|that|this)(?: one)?|next (?:one|question))(?: (?:really|honestly|please|to be honest))*$"
)
LEAVE = re.compile(
    rf"^{_FILLER}(?:(?:this|that|it) is (?:so |too |getting |really )*(?:boring|silly|annoying|tedious|dull|too long|too much)(?: now)? ?)?(?:that will do|that is (?:fine|it)|(?:that is )?enough(?: questions)?(?: for (?:today|now|me))?|ok stop|(?:i am|we are|let us be) (?:done|finished)|finish|stop|let us (?:stop|leave it|finish|end)(?: (?:there|here|it|that))?|(?:can|could|shall) we (?:stop|leave it|finish|end)(?: (?:there|here|it|this))?|that is (?:enough|all)(?: questions)?|quit|leave|exit|no more(?: questions)?|stop (?:it|asking|that|there|here)(?: me)?(?: (?:questions|stuff|things|all this))?|that will be (?:all|it|enough)|(?:i|we) (?:have )?(?:had enough(?: of (?:this|it|that|these questions))?|do not want (?:to|any more)(?: questions)?)|never mind|nevermind|cancel|forget (?:it|about it)|not now|later|another time|done|no thanks|no thank you|no|leave (?:it|me)(?: there| here| alone| be)?)(?: please| thanks| thank you| now| for now| there)*$"
)
ANSWER = re.compile(
    r"^(?:(?:well|oh|um|uh|hmm|that would be|that is|it is|probably|i (?:really )?(?:like|love|prefer|enjoy|listen to|think)|mostly|definitely|my favou?rite is|call me|i am|about|around|at|make it|i would say|say|let us say|maybe|i guess|usually)(?: ,)? )+"
)
MEANT = re.compile(
    r"^(?:(?:that is|it is|i mean|i meant|it means|that means|you should|it should|i want you to|i would like you to|then|please|just|well|so|ok|okay|yes|yeah|sure|um|uh|it(?= [a-z]+s ))(?: ,)? )+"
)
GENRES = frozenset(
    """jazz|rock|pop|classical|blues|country|folk|metal|heavy metal|punk|techno|house|reggae|soul|funk|hip hop|rap|indie|opera|ambient|
    electronic|disco|swing|salsa|latin|gospel|bossa nova|r and b|rnb|k pop|lofi|lo fi|trance|dubstep|grunge|ska|bluegrass|flamenco|
    chillout|lounge|world|choral|baroque|schlager|chanson|fado|drum and bass|soft rock|hard rock|classic rock|eighties|80s|90s|70s|60s""".replace("\n", "").replace("    ", "").split("|")
)  # fmt: skip
NO_NAMES = frozenset({"up", "down", "on", "off", "out", "over", "back", "in", "now", "again", "later", "it", "that", "this", "them", "open", "closed", "broken", "new", "here", "there"})  # fmt: skip
"""What no thing is called."""
HESITATIONS = frozenset({"uh", "um", "er", "erm", "uhm", "hmm", "hm", "eh"})
SPORTS = frozenset({"team", "club", "side"})


def read(
    words: tuple[str, ...], transcript: Transcript, snapshot: Snapshot, vocabulary: Vocabulary, parse: Read,
) -> Interpretation | None:  # fmt: skip
    """A sentence that teaches, or that answers what we asked to be taught; None for any other."""
    words = tuple(w for w in words if w not in HESITATIONS)
    asked = dialogue.open_question(snapshot, transcript.satellite, transcript.person)
    decision = asked.decision if asked is not None else None
    if isinstance(decision, Ask) and decision.slot in OPEN_SLOTS and decision.resolutions:
        answered = _answered(words, decision, transcript, snapshot, vocabulary, parse)
        if answered is not None:
            return answered
    fallback: Interpretation | None = None
    mine = owned(snapshot.lessons, transcript.person) if snapshot.lessons else ()
    for draft in lesson_frames.amendments(words, mine, vocabulary):
        found, whole = _of(draft, words, transcript, snapshot, vocabulary, parse)
        if found is not None and whole:
            return found
        if draft.sure:
            kept = {k: v for k, v in draft.slots.items() if k != "means"}
            fallback = fallback or _lone(words, Reading("Teach", kept))
    drafts = (*_pet_names(words, transcript, vocabulary), *lesson_frames.read(words, vocabulary))
    for draft in drafts:
        found, whole = _of(draft, words, transcript, snapshot, vocabulary, parse)
        if found is not None and whole:
            return found
        fallback = fallback or (found if draft.sure else None)
    return fallback or _recalled(words, transcript, snapshot, vocabulary)


def _of(
    draft: Draft, words: tuple[str, ...], transcript: Transcript, snapshot: Snapshot,
    vocabulary: Vocabulary, parse: Read,
) -> tuple[Interpretation | None, bool]:  # fmt: skip
    """A draft as an interpretation, and whether all of it was understood."""
    condition = draft.slots.get("condition")
    if condition is not None and condition.area == HERE:
        satellite = snapshot.satellite(transcript.satellite)
        area = satellite.area if satellite is not None else None
        draft = replace(draft, slots={**draft.slots, "condition": replace(condition, area=area)})
    if draft.intent == "Teach":
        return _phrase(draft, words, transcript, snapshot, vocabulary, parse)
    if draft.intent == "Name" and draft.slots["name"] in NO_NAMES:
        return None, False
    if draft.intent == "Name":
        group = _group(draft.named, vocabulary)
        named = group[0] if group else _named(draft.named, vocabulary)
        several = group or ((named,) if named is not None else ())
        return _lone(words, Reading("Name", draft.slots, several) if several else None), True
    if draft.intent == "Prefer":
        return _liking(draft, words, transcript, snapshot, vocabulary, parse)
    if draft.intent == "Place":
        return _lone(words, _place(draft, snapshot)), True
    if draft.intent in ("Forget", "Lessons", "WhoTaught"):
        return _lone(words, _about(draft, transcript, snapshot)), True
    return _lone(words, Reading(draft.intent, draft.slots)), True


def _lone(words: Sequence[str], reading: Reading | None) -> Interpretation | None:
    whole = " ".join(words)
    return Interpretation(whole, (Clause(whole, (reading,)),)) if reading is not None else None


def _with(words: Sequence[str], reading: Reading, more: Iterable[Clause]) -> Interpretation:
    whole = " ".join(words)
    return Interpretation(whole, (Clause(whole, (reading,)), *more))


# --- phrases --------------------------------------------------------------------------------------


def _phrase(
    draft: Draft, words: tuple[str, ...], transcript: Transcript, snapshot: Snapshot,
    vocabulary: Vocabulary, parse: Read,
) -> tuple[Interpretation | None, bool]:  # fmt: skip
    phrase = draft.slots.get("phrase")
    if not draft.definition:
        return _lone(words, Reading("Teach", draft.slots)), True
    assert isinstance(phrase, str)
    group = _group(draft.definition, vocabulary)
    if group:
        slots = {k: v for k, v in draft.slots.items() if k != "phrase"}
        return _lone(words, Reading("Name", {**slots, "name": phrase}, group)), True
    if is_thing(draft.definition, vocabulary):
        named = _named(draft.definition, vocabulary)
        if named is not None and not _verbal(draft.definition, vocabulary):
            slots = {k: v for k, v in draft.slots.items() if k != "phrase"}
            return _lone(words, Reading("Name", {**slots, "name": phrase}, (named,))), True
    if draft.slots.get("also"):
        return _also(draft, words, transcript, snapshot, vocabulary, parse)
    definition, loop = _expanded(draft.definition, phrase, transcript, snapshot, vocabulary)
    slots = {**draft.slots, "means": definition}
    if loop:
        return _lone(words, Reading("Teach", {**slots, "loop": True})), True
    if re.search(r"\d", phrase) is None and _is_value(
        definition, transcript, snapshot, vocabulary, parse
    ):
        now: tuple[Clause, ...] = ()
        if slots.get("pending") and slots.get("asked_in"):
            wish = str(slots["asked_in"]).replace(phrase, definition)
            now = parse(tuple(wish.split()), transcript, snapshot, vocabulary)
        return _with(words, Reading("Teach", {**slots, "value": True}), now), True
    done: tuple[Clause, ...] = ()
    for said in dict.fromkeys(_wordings(definition, snapshot)):
        done = parse(tuple(said.split()), transcript, snapshot, vocabulary)
        if _understood(done):
            slots["means"] = said
            break
    if _understood(done):
        known = parse(tuple(phrase.split()), transcript, snapshot, vocabulary)
        if _is_command(known, phrase, vocabulary) or _is_of_talk(phrase, snapshot):
            slots["breaks"] = True
        return _with(words, Reading("Teach", slots), done), True
    if definition.split()[-1] in ("to", "at", "on"):
        slots["begun"] = definition
    return _with(words, Reading("Teach", slots), done), False


def _also(
    draft: Draft, words: tuple[str, ...], transcript: Transcript, snapshot: Snapshot,
    vocabulary: Vocabulary, parse: Read,
) -> tuple[Interpretation | None, bool]:  # fmt: skip
    """ "Lights out should also lock the door": of words that are a command by themselves."""
    phrase = str(draft.slots["phrase"])
    itself = parse(tuple(phrase.split()), transcript, snapshot, vocabulary)
    more = parse(tuple(draft.definition.split()), transcript, snapshot, vocabulary)
    if not _understood(more):
        return None, False
    known = _understood(itself) and all(
        c.best is not None and c.best.by == "grammar" for c in itself
    )
    means = f"{phrase} and {draft.definition}" if known else draft.definition
    slots = {**draft.slots, "means": means, "breaks": known}
    return _with(words, Reading("Teach", slots), (*itself, *more) if known else more), True


PET_NAME = re.compile(r"^(?:(?:please |ok |okay )*(?:remember|note|know)(?: that)?|from now on)(?: ,)? (?P<of>(?:the|my|our|this|that) [a-z0-9 ]+?) is (?:our |the |my )?(?P<name>[a-z]+)$|^(?P<of2>(?:the|my|our|this|that) [a-z0-9 ]+?) (?:, )?(?:that|this|it|he|she) is (?P<name2>[a-z]+)$|^(?:(?:let me introduce(?: you to)?|meet|say hello to|this is|introducing) )?(?P<name3>[a-z]+) (?:, )?(?:that|this|it|he|she|who|which)(?: is|s) (?P<of3>(?:the|my|our) [a-z0-9 ]+)$")  # fmt: skip


def _pet_names(
    words: tuple[str, ...], transcript: Transcript, vocabulary: Vocabulary
) -> tuple[Draft, ...]:
    """ "Remember that the range light is Rangy": a name, as no word of ours is written so."""
    match = PET_NAME.match(" ".join(words))
    of = group(match, "of") if match is not None else ""
    if match is None or not is_one_thing(of, vocabulary):
        return ()
    name = group(match, "name")
    written = re.search(rf"\b{re.escape(name)}\b", transcript.text, re.IGNORECASE)
    if written is None or not written[0][0].isupper() or not tag((name,), vocabulary).of("unknown"):
        return ()
    return (Draft("Name", {"name": name}, named=of),)


PARTS = re.compile(r"( (?:, and|,|and) )")


def _wordings(definition: str, snapshot: Snapshot) -> Iterable[str]:
    """A definition as a row of commands, in the wordings that people have for one, likeliest first."""
    titles = [media_frames.plain(item.title) for item in snapshot.household.catalog]
    parts = PARTS.split(definition)
    if any(part.startswith(f"{title} on ") for part in parts for title in titles):
        played = (any(part.startswith(f"{title} on ") for title in titles) for part in parts)
        yield "".join(
            f"play {part}" if plays else part for part, plays in zip(parts, played, strict=True)
        )
    if GOING.search(definition):
        yield "".join(without_going(part) for part in parts)
    commands = told_as_command(definition)
    yield punctuated(commands)
    yield commands
    yield definition
    yield without_going(definition)


def punctuated(text: str) -> str:
    """ "turn the lamp off close the drapes": a comma where one command ends and the next begins.

    >>> punctuated("turn the lamp off close the drapes and dim it to 20 percent play jazz")
    'turn the lamp off , close the drapes and dim it to 20 percent , play jazz'
    """
    words: list[str] = []
    for word in text.split():
        ended = words and (words[-1] in ENDS or words[-1].isdigit())
        if ended and len(words) > 2 and word in BEGINS:
            words.append(",")
        words.append(word)
    return " ".join(words)


ENDS = frozenset({"on", "off", "up", "down", "percent", "degrees", "open", "closed", "shut", "low", "high"})  # fmt: skip
BEGINS = frozenset({"turn", "switch", "set", "dim", "close", "open", "play", "lock", "unlock", "start", "stop", "pause", "put", "make", "lower", "raise", "draw", "brighten", "shut"})  # fmt: skip
"""Verbs that begin a command, where the one before has ended; those that are no names of things."""


def _is_of_talk(phrase: str, snapshot: Snapshot) -> bool:
    """Whether a phrase is a word of every talk: "stop", "yes", "undo that"."""
    answers = dialogue.YES.match(phrase) or dialogue.NO.match(phrase)
    repairs = dialogue.repair(tuple(phrase.split()), snapshot) is not None
    return bool(answers) or (repairs and not phrase.startswith(("i am ", "we are ")))


def told_as_command(text: str) -> str:
    """ "opens the drapes and plays jazz", "drawing the curtains" as commands.

    >>> told_as_command("opens the drapes and turning the lamp on")
    'open the drapes and turn the lamp on'
    """
    return " ".join(_base(word) for word in text.split())


def _base(word: str) -> str:
    for ending, more in (("ing", ""), ("ing", "e"), ("s", ""), ("es", "")):
        base = word.removesuffix(ending) + more
        known = base in VERBS or base in BEGINS
        if word != base and len(base) > 2 and known and word not in TYPE_NOUNS:
            return base
    doubled = re.fullmatch(r"(\w+?)(\w)\2ing", word)
    if doubled is not None and doubled[1] + doubled[2] in VERBS:
        return doubled[1] + doubled[2]
    return word


GOING = re.compile(r" (?:(?:should|must|will|has to|have to|needs? to) )?(?:be|goes|go|comes|come|turns|turn|gets|shines|switches) (?=(?:on|off|up|down|to|red|green|blue|white|purple|pink|orange|yellow|warm|cool|dim|bright|open|closed|\d)\b)")  # fmt: skip


def without_going(text: str) -> str:
    """ "the night light goes green" -> "set the night light to green"."""
    match = GOING.search(text)
    if match is None:
        return text
    thing, how = text[: match.start()], text[match.end() :]
    if how.split()[0] in ("on", "off", "up", "down", "open", "closed"):
        return f"{thing} {how}"
    return f"set {thing} to {how.removeprefix('to ')}"


def _understood(done: Sequence[Clause]) -> bool:
    """Whether all of a definition asks for something."""
    asks = [c for c in done if c.best is not None and c.best.intent != "Remark"]
    return bool(asks) and all(c.readings for c in done)


def _is_command(known: Sequence[Clause], phrase: str, vocabulary: Vocabulary) -> bool:
    """Whether a phrase is a plain command already: to teach it another meaning breaks that."""
    tagged = tag(tuple(phrase.split()), vocabulary)
    return (
        bool(known)
        and not tagged.of("unknown")
        and tagged.first("verb") is not None
        and tagged.first("device", "type", "area") is not None
        and all(
            c.best is not None and c.best.by == "grammar"
            and c.best.intent in fits.DOMAINS
            for c in known
        )
    )  # fmt: skip


def _expanded(
    definition: str, phrase: str, transcript: Transcript, snapshot: Snapshot, vocabulary: Vocabulary
) -> tuple[str, bool]:
    """A definition with the phrases in it replaced by what they mean; and whether it means itself."""
    lessons = holding(snapshot, transcript)
    parts = clauses.split(tuple(definition.split()), vocabulary)
    itself = (Lesson("", "phrase", phrase, ""),)
    if any(taught.exactly(p, itself) for p in parts):
        return definition, True
    if not lessons:
        return definition, False
    found = [taught.exactly(p, lessons) for p in parts]
    if not any(found):
        return definition, False
    said = [
        one.means if one is not None else " ".join(p) for p, one in zip(parts, found, strict=True)
    ]
    return " and ".join(said), any(f" {phrase} " in f" {text} " for text in said)


def _is_value(
    text: str, transcript: Transcript, snapshot: Snapshot, vocabulary: Vocabulary, parse: Read
) -> bool:
    """Whether words are a level or a colour: what could stand after "set the lights to"."""
    if not quantities.find(tuple(text.split())) or _verbal_words(text, vocabulary):
        return False
    done = parse(("set", "the", "lights", "to", *text.split()), transcript, snapshot, vocabulary)
    return _understood(done) and all(
        c.best is not None and c.best.intent == "HassLightSet" for c in done
    )


def _verbal_words(text: str, vocabulary: Vocabulary) -> bool:
    return (
        tag(tuple(text.split()), vocabulary).first(
            "verb", "particle", "device", "type", "area", "unknown"
        )
        is not None
    )


def _verbal(text: str, vocabulary: Vocabulary) -> bool:
    return tag(tuple(text.split()), vocabulary).first("verb", "particle", "quantity") is not None


def _group(text: str, vocabulary: Vocabulary) -> tuple[Phrase, ...]:
    """The things that some words name together: "the arc lamp and the floor lamp"; else none."""
    if not is_group(text, vocabulary) or _verbal(text, vocabulary):
        return ()
    parts = [part for part in re.split(r" (?:, and|,|and) ", text) if part]
    found = [_named(part, vocabulary) for part in parts]
    return tuple(p for p in found if p is not None) if all(found) else ()


def _place(draft: Draft, snapshot: Snapshot) -> Reading | None:
    """Where somebody lives, if this home knows a place of that name."""
    said = draft.named.removesuffix(" now").strip()
    for place in snapshot.household.places:
        name = " ".join(bare_name(place.name))
        region = " ".join(bare_name(place.region)) if place.region else ""
        if said in (name, f"{name} {region}", f"{name} in {region}"):
            return Reading("Place", {**draft.slots, "means": place.name})
    return None


def _named(text: str, vocabulary: Vocabulary) -> Phrase | None:
    """The one thing that some words name."""
    if (
        text.split()[:1]
        and text.split()[0] in ("this", "that", "it", "these", "those")
        and len(text.split()) <= 2
        and text.split()[-1] in ("this", "that", "it", "one", "these", "those")
    ):
        return Phrase(text, pronoun="it")
    found, _ = phrases.build(tag(tuple(text.split()), vocabulary))
    known = [p for p in found if p.name or p.noun or p.area or p.floor or p.domains]
    return known[0] if len(known) == 1 else None


# --- likings --------------------------------------------------------------------------------------


def _liking(
    draft: Draft, words: tuple[str, ...], transcript: Transcript, snapshot: Snapshot,
    vocabulary: Vocabulary, parse: Read,
) -> tuple[Interpretation | None, bool]:  # fmt: skip
    if draft.definition:
        definition = _of_warmth(draft.definition, snapshot, vocabulary)
        named = tag(tuple(definition.split()), vocabulary)
        if (
            named.of("unknown")
            and named.first("device", "type", "area", "floor", "property") is None
        ):
            return None, False  # "I always have eggs at eight"
        done = parse(tuple(definition.split()), transcript, snapshot, vocabulary)
        fit = _understood(done) and all(c.best is not None and c.best.by == "grammar" for c in done)
        return (_with(words, Reading("Prefer", draft.slots), done), True) if fit else (None, False)
    slots = dict(draft.slots)
    means = str(slots["means"])
    if slots["subject"] == "name" and not draft.sure and transcript.person is None:
        return None, False  # "My name is Tom", of a voice that we do not know: said to anybody.
    if slots.pop("titled", False) and not kind_of(means, snapshot):
        return None, False
    if slots["subject"] == "thing":
        slots["subject"] = kind_of(means, snapshot) or "thing"
    if not slots["subject"]:
        slots["subject"] = subject_of(means, snapshot, fan=bool(slots.get("fan")))
        if slots["subject"] == "music":
            slots["means"] = re.sub(r" (?:music|songs?|tunes)$", "", means)
    if slots["subject"] or draft.sure:
        return _lone(words, Reading("Prefer", slots)), True
    return None, False


ROOM_LEVEL = re.compile(r"^set (?P<room>.+) to (?P<number>\d+(?:\.\d+)?)$")
WARM = {"C": (10.0, 30.0), "F": (50.0, 90.0)}
"""Degrees that people have in rooms."""


def _of_warmth(definition: str, snapshot: Snapshot, vocabulary: Vocabulary) -> str:
    """ "I like the parlour at 18" is of its warmth: a room with a bare number that is one."""
    match = ROOM_LEVEL.match(definition)
    low, high = WARM[snapshot.household.temperature_unit]
    if match is None or not low <= float(match["number"]) <= high:
        return definition
    kinds = {t.kind for t in tag(tuple(match["room"].split()), vocabulary).tags}
    return (
        f"set the temperature in {match['room']} to {match['number']}"
        if "area" in kinds <= {"area", "function"}
        else definition
    )


MUSICIANS = frozenset({"band", "quartet", "trio", "orchestra", "choir", "symphony", "singers", "ensemble", "philharmonic"})  # fmt: skip


def kind_of(means: str, snapshot: Snapshot) -> str:
    """The kind of title that words name: "artist"; empty when they name none of this home."""
    for item in snapshot.household.catalog:
        if media_frames.plain(item.title) in (means, media_frames.plain(means)):
            return item.kind.replace("_", " ")
    return ""


def subject_of(means: str, snapshot: Snapshot, *, fan: bool) -> str:
    """What somebody speaks of who likes this: music, a film, a team; empty when nothing tells."""
    plain = re.sub(r"^(?:the|some|a|an|listening to|watching) ", "", means)
    bare = re.sub(r" (?:music|songs?|tunes|radio|station)$", "", plain)
    for item in snapshot.household.catalog:
        names = {media_frames.plain(n) for n in (item.title, item.by or "", item.genre or "") if n}
        if {media_frames.plain(bare), media_frames.plain(plain)} & names:
            return (
                "music"
                if item.kind in ("genre", "artist", "album", "song", "playlist")
                else item.kind.replace("_", " ")
            )
    if bare in GENRES or plain.endswith((" music", " songs", " tunes")):
        return "music"
    if MUSICIANS & set(plain.split()):
        return "music"
    return "team" if fan else ""


# --- questions about lessons ----------------------------------------------------------------------


def _about(draft: Draft, transcript: Transcript, snapshot: Snapshot) -> Reading | None:
    """A question about a lesson, with the lesson; None when none is meant and the words may say else."""
    slots = dict(draft.slots)
    mine = tuple(reversed(owned(snapshot.lessons, transcript.person)))
    if "subject" in slots:
        found = plain_words.favourite(str(slots["subject"]), tuple(reversed(mine)))
        return Reading(draft.intent, {**slots, "lesson": found.id if found else None})
    what = slots.get("what")
    if what in ("all", "last"):
        return Reading(draft.intent, slots)
    if not what:
        return Reading(draft.intent, slots)
    pool = snapshot.lessons if draft.intent == "Forget" else mine
    found_all = _matching(str(what), pool)
    if not found_all and not draft.sure:
        return None
    own = [one for one in found_all if one.person == transcript.person] or found_all
    if draft.intent == "Forget":
        return Reading("Forget", {**slots, "lessons": tuple(one.id for one in own)})
    return Reading(draft.intent, {**slots, "lesson": own[-1].id if own else None})


def _matching(what: str, lessons: Sequence[Lesson]) -> list[Lesson]:
    """The lessons that some words are about."""
    wanted = taught.content(what.split())
    exact = [one for one in lessons if one.phrase == what]
    same = [
        one
        for one in lessons
        if one.kind in DEFINING and taught.content(one.phrase.split()) == wanted
    ]
    about = [
        one for one in lessons
        if one.kind not in DEFINING and wanted <= taught.content(f"{one.phrase} {one.means} favourite".split())
    ]  # fmt: skip
    ends = [
        one for one in lessons if one.kind in DEFINING and f" {what}".endswith(f" {one.phrase}")
    ]
    return exact or same or about or ends


def _recalled(
    words: tuple[str, ...], transcript: Transcript, snapshot: Snapshot, vocabulary: Vocabulary
) -> Interpretation | None:
    """ "Where is the spare key": a fact that was told, where the question is about no device."""
    facts = [one for one in owned(snapshot.lessons, transcript.person) if one.kind == "fact"]
    if not facts or not re.match(r"^(?:do you (?:know|remember) |tell me |can you tell me )*(?:what|where|when|who|which|how|whose)\b", " ".join(words)):  # fmt: skip
        return None
    if tag(words, vocabulary).of("device"):
        return None
    asked = {w for w in taught.content(words) if w not in ASKING}
    found = [one for one in facts if asked and asked <= taught.content(one.means.split())]
    return _lone(words, Reading("Recalled", {"lesson": found[0].id})) if found else None


ASKING = taught.content(
    """what where when who which how whose do does did is are was know remember tell about say said keep put leave left to you that of at
    on in when again called name often many much""".split()  # noqa: SIM905 - a table of words
)


# --- answers --------------------------------------------------------------------------------------


def _answered(
    words: tuple[str, ...], asked: Ask, transcript: Transcript, snapshot: Snapshot,
    vocabulary: Vocabulary, parse: Read,
) -> Interpretation | None:  # fmt: skip
    """What somebody said whom we asked for a phrase, its meaning, or a liking."""
    text = " ".join(w for w in words if w != ",")
    reading = asked.resolutions[0].reading
    if asked.slot == "keep":
        return _kept(words, reading, transcript, snapshot, vocabulary, parse)
    if LEAVE.match(text):
        return _lone(words, Reading("HassNevermind", {"answer": "no"}))
    if asked.slot == "preference":
        return _preferred(words, reading, transcript, snapshot, vocabulary, parse)
    if taught.exactly(words, holding(snapshot, transcript)) is not None:
        return None  # They go on with what the phrase means already.
    drafts = tuple(lesson_frames.read(words, vocabulary))
    phrase = str(reading.slots.get("phrase") or "")
    about = [
        d
        for d in drafts
        if d.definition
        and taught.content(str(d.slots.get("phrase", "")).split()) == taught.content(phrase.split())
    ]
    if about and phrase:
        words = tuple(about[0].definition.split())
    elif any(d.sure and d.intent in INTENTS for d in drafts):
        return None
    if asked.slot == "phrase":
        phrase = re.sub(r"^(?:the (?:phrase|word) is|it is|say|just) ", "", text)
        return _lone(words, Reading("Teach", {**reading.slots, "phrase": phrase}))
    if dialogue.YES.match(text):
        return _lone(words, Reading("Teach", {**reading.slots, "means": None}))
    definition = MEANT.sub("", " ".join(words)).strip(" ,")
    if phrase:
        again = rf"^(?:the )?{re.escape(phrase)} (?:is|means|should be|would be|stands for|does)(?: when| that)? "
        definition = re.sub(again, "", definition)
    if not definition:
        return None
    definition = _of_wish(definition, phrase, str(reading.slots.get("asked_in") or ""), vocabulary)
    if reading.slots.get("begun") and quantities.find(tuple(definition.split())):
        definition = f"{reading.slots['begun']} {definition}"  # "set the heating to" - "nineteen"
    named = str(reading.slots.get("named") or "")
    if named and is_one_thing(
        definition, vocabulary
    ):  # "turn on the disco ball" - "the pot lights"
        wish = str(reading.slots["asked_in"]).replace(named, re.sub(r"^the ", "", definition))
        now = parse(tuple(wish.split()), transcript, snapshot, vocabulary)
        thing = _named(definition, vocabulary)
        return _with(words, Reading("Name", {"name": named}, (thing,)), now) if thing else None
    draft = Draft("Teach", {k: v for k, v in reading.slots.items() if k != "means"}, definition)
    found, whole = _phrase(draft, words, transcript, snapshot, vocabulary, parse)
    if reading.slots.get("pending") and not (whole and found is not None and _acts(found)):
        return None  # They went on to something else.
    return found


def _of_wish(definition: str, phrase: str, wish: str, vocabulary: Vocabulary) -> str:
    """ "Make it green", of what was to be set to the unknown mode: the definition with its name."""
    match = re.match(
        rf"^(?:set|put|make|turn|switch|change|give|get|have) (?P<thing>.+?) (?:(?:to|in|into|on) )?(?:(?:the|a|my) )?{re.escape(phrase)}\b",
        wish,
    )
    if match is None or not is_thing(match["thing"], vocabulary):
        return definition
    return re.sub(r"\b(?:it|them|that|those)\b", match["thing"], definition, count=1)


def _kept(
    words: tuple[str, ...], reading: Reading, transcript: Transcript, snapshot: Snapshot,
    vocabulary: Vocabulary, parse: Read,
) -> Interpretation | None:  # fmt: skip
    """A yes to what we offered to keep."""
    text = " ".join(w for w in words if w != ",")
    if dialogue.NO.match(text):
        return _lone(words, Reading("HassNevermind", {"answer": "no"}))
    if not dialogue.YES.match(text):
        return None
    done = parse(tuple(str(reading.slots["means"]).split()), transcript, snapshot, vocabulary)
    return _with(words, Reading("Prefer", reading.slots), done)


def _acts(found: Interpretation) -> bool:
    """Whether a definition does something, and does not only ask."""
    return any(
        c.best is not None and c.best.intent in fits.DOMAINS for c in found.clauses[1:]
    ) or bool(found.clauses[0].best and found.clauses[0].best.slots.get("value"))


def _preferred(
    words: tuple[str, ...], reading: Reading, transcript: Transcript, snapshot: Snapshot,
    vocabulary: Vocabulary, parse: Read,
) -> Interpretation | None:  # fmt: skip
    text = " ".join(w for w in words if w != ",")
    slots: dict[str, Any] = dict(reading.slots)
    for draft in lesson_frames.read(words, vocabulary):
        if draft.intent == "Prefer" and draft.definition:
            done = parse(tuple(draft.definition.split()), transcript, snapshot, vocabulary)
            if _understood(done):
                return _with(
                    words,
                    Reading("Interview", {**slots, "level": True, "means": draft.definition}),
                    done,
                )
        if draft.intent == "Prefer" and not draft.definition and draft.slots.get("subject"):
            told = {"means": draft.slots["means"], "subject": draft.slots["subject"]}
            return _lone(words, Reading("Interview", {**slots, **told}))
    if SKIP.match(text):
        return _lone(words, Reading("Interview", {**slots, "means": None, "subject": None}))
    means = ANSWER.sub("", text)
    means, _ = conditions.peel(means)
    level = {"temperature": "set the temperature to", "evening light": "set the lights to"}.get(
        str(slots.get("subject"))
    )
    other = parse(tuple(words), transcript, snapshot, vocabulary)
    if _is_command(other, text, vocabulary):
        return None  # They went on to something else.
    if level is None:
        means = re.sub(r"^(?:the|a|an) ", "", means)
        return _lone(words, Reading("Interview", {**slots, "means": means}))
    if not quantities.find(tuple(means.split())):
        return _lone(words, Reading("Interview", {**slots, "means": None}))
    done = parse((*level.split(), *means.split()), transcript, snapshot, vocabulary)
    return _with(words, Reading("Interview", {**slots, "means": means}), done)
