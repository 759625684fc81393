"""A sentence becomes clauses with readings, the precise parsers first.

The sentence is cut into clauses, and each clause goes through an ordered list of parsers (the idea of Snips NLU): Home Assistant's exact sentences, frames that
read any word order, then the learned model for wordings that neither has seen.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Protocol

from context.agenda import When
from context.snapshot import Snapshot
from context.turn import (
    Act,
    AgendaChange,
    Clause,
    Interpretation,
    Phrase,
    Reading,
    Transcript,
    Turn,
)
from gateway.understand import (
    agenda_frames,
    clauses,
    device_frames,
    dialogue,
    info_frames,
    list_frames,
    media_frames,
    phrases,
    query_frames,
    when,
)
from gateway.understand.from_grammar import with_phrases
from gateway.understand.grammar import Grammar
from gateway.understand.lexicon import QUESTION_STARTS
from gateway.understand.tagging import Tagged, strip_politeness, tag
from gateway.understand.vocabulary import Vocabularies, Vocabulary
from gateway.understand.words import tokens

WORDS_MAX = 80  # A command is shorter; what is longer is somebody talking.


FILLERS = frozenset(
    {
        (),
        ("actually",),
        ("please",),
        ("ok",),
        ("okay",),
        ("well",),
        ("so",),
        ("hey",),
        ("thanks",),
        ("thank", "you"),
        ("no",),
        ("yes",),
        ("right",),
        ("instead",),
    }
)
"""Clauses that say nothing by themselves, beside another one."""


class ClauseModel(Protocol):
    """The learned parser: a clause in, its readings out, best first."""

    def read(self, words: Sequence[str], tagged: Tagged, now: datetime) -> tuple[Reading, ...]:
        """Readings above the operating point; empty when it is none of our business."""
        ...


class Parser:
    """Words to readings, for one language."""

    def __init__(self, grammar: Grammar, model: ClauseModel | None) -> None:
        self._grammar = grammar
        self._model = model
        self._vocabularies = Vocabularies()

    def parse(self, text: str, transcript: Transcript, snapshot: Snapshot) -> Interpretation:
        """The interpretation of one hypothesis of what was heard."""
        words = tuple(tokens(text)[:WORDS_MAX])
        if not words:
            return Interpretation(" ".join(words))
        vocabulary = self._vocabularies.of(snapshot)
        special = self._of_dialogue(words, transcript, snapshot, vocabulary)
        if special is not None:
            return Interpretation(" ".join(words), (Clause(" ".join(words), (special,)),))
        leading, rest = _leading_time(words, snapshot)
        parts = [
            p
            for p in clauses.split(strip_politeness(rest), vocabulary)
            if strip_politeness(p) not in FILLERS
        ] or [words]
        if len(parts) > 1 and any(CONDITIONAL.match(" ".join(strip_politeness(p))) for p in parts):
            whole = " ".join(words)
            return Interpretation(whole, (_conditional(whole, words, vocabulary),))
        found: list[Clause] = []
        for part in parts:
            if len(parts) > 1 and clauses.is_remark(strip_politeness(part)):
                found.append(self._remark(part, vocabulary))
            else:
                clause = self._clause(part, leading, transcript, snapshot, vocabulary)
                found.append(_continued(clause, found))
        return Interpretation(" ".join(words), _without_chatter(found, vocabulary))

    def _remark(self, words: tuple[str, ...], vocabulary: Vocabulary) -> Clause:
        """What is told but not asked; what it names can be meant by a later "it"."""
        named, _ = phrases.build(tag(words, vocabulary))
        known = tuple(p for p in named if p.noun or p.area or p.floor or p.domains)
        return Clause(" ".join(words), (Reading("Remark", {}, known),))

    def _of_dialogue(
        self,
        words: tuple[str, ...],
        transcript: Transcript,
        snapshot: Snapshot,
        vocabulary: Vocabulary,
    ) -> Reading | None:
        asked = dialogue.open_question(snapshot, transcript.satellite, transcript.person)
        if asked is not None:
            reading = dialogue.answer(words, asked, snapshot)
            if reading is not None:
                return reading
        return dialogue.repair(words, snapshot)

    def _clause(
        self, words: tuple[str, ...], leading: When | None, transcript: Transcript, snapshot: Snapshot,
        vocabulary: Vocabulary,
    ) -> Clause:  # fmt: skip
        text = " ".join(words)
        bare = _whether(strip_politeness(_without_relative(words)))
        for reading in (
            agenda_frames.read(bare, snapshot.now),
            list_frames.read(bare),
            info_frames.read(bare, snapshot, snapshot.now),
        ):
            if reading is not None:
                return Clause(text, (reading,))
        titled = media_frames.read(bare, snapshot, vocabulary)
        if titled is not None and "media_ids" in titled.slots:
            return Clause(text, (titled,))  # "Waterloo Sunset" names no hour
        peeled, moment = _peel_time(bare, snapshot)
        if (
            moment is CONFUSED
            or _names_other_time(peeled, vocabulary)
            or NO_COMMAND.match(" ".join(bare))
        ):
            return Clause(text)  # to act now on what was meant for then is a wrong act
        if _has_condition(peeled, vocabulary):
            return _conditional(text, peeled, vocabulary)
        readings = self._of_devices(peeled, transcript, snapshot, vocabulary)
        return Clause(text, readings, moment or leading or When())

    def _of_devices(
        self,
        words: tuple[str, ...],
        transcript: Transcript,
        snapshot: Snapshot,
        vocabulary: Vocabulary,
    ) -> tuple[Reading, ...]:
        if not words:
            return ()
        last = snapshot.last_turn(transcript.satellite, dialogue.ANSWER_S)
        if last is not None and last.interpretation.intent == "HassGetWeather":
            elsewhere = info_frames.weather_again(words, snapshot)
            if elsewhere is not None:
                return (elsewhere,)
        media = media_frames.read(words, snapshot, vocabulary)
        if media is not None and media.probability >= 0.9:
            return (media,)
        area = transcript.area or _area_of(snapshot, transcript.satellite)
        exact = self._grammar.read_with_wildcards(" ".join(words), snapshot, area)
        tagged = tag(words, vocabulary)
        if _is_bare_number(tagged, last):
            return ()
        framed = query_frames.read(tagged) or device_frames.read(tagged)
        if exact is not None and not exact[1]:
            return (with_phrases(exact[0], tagged, snapshot), *framed)
        if framed and not tagged.of("unknown"):
            return framed
        follow_up = self._follow_up(tagged, transcript, snapshot) if not framed else ()
        if follow_up:
            return follow_up
        learned = self._model.read(words, tagged, snapshot.now) if self._model is not None else ()
        learned = tuple(_as_said(reading, tagged) for reading in learned)
        if media is not None:
            return (media, *framed)
        return (*framed, *learned) if framed and _agree(framed, learned) else (*learned, *framed)

    def _follow_up(
        self, tagged: Tagged, transcript: Transcript, snapshot: Snapshot
    ) -> tuple[Reading, ...]:
        """Things named without a verb: a scene is run; else what was last asked, of them too."""
        tagged = _without_same(tagged)
        corrected = _other_value(
            tagged, snapshot.last_turn(transcript.satellite, dialogue.ANSWER_S)
        )
        if corrected is not None:
            return (corrected,)
        named = device_frames.bare_names(tagged)
        particle = tagged.first("particle")
        if not named and particle is not None and not tagged.of("unknown", "question"):
            return device_frames.read(tagged, (Phrase(pronoun="it"),))
        if not named:
            return ()
        last = snapshot.last_turn(transcript.satellite, dialogue.ANSWER_S)
        runs = Reading("HassTurnOn", {"domain": ("scene", "script")}, named, probability=0.8)
        if (
            last is None
            or last.awaits_answer
            or not last.resolutions
            or last.resolutions[-1].reading.intent == "Answer"
        ):
            return (runs,)
        return (
            replace(
                last.resolutions[-1].reading, phrases=_with_noun(named, last), probability=0.85
            ),
            runs,
        )


SAID_SO = {
    "lock": "HassTurnOn",
    "unlock": "HassTurnOff",
    "open": "HassTurnOn",
    "close": "HassTurnOff",
}


def _as_said(reading: Reading, tagged: Tagged) -> Reading:
    """The model says on or off; that it was to unlock, only the verb tells."""
    verb = tagged.first("verb")
    action = verb.value[0] if verb else None
    if action not in SAID_SO or reading.intent not in ("HassTurnOn", "HassTurnOff"):
        return reading
    return replace(reading, intent=SAID_SO[action], slots={**reading.slots, "action": action})


def _is_bare_number(tagged: Tagged, last: Turn | None) -> bool:
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


NOT_THAT = frozenset(
    {
        "no",
        "nope",
        "nah",
        "sorry",
        "wait",
        "oops",
        "i",
        "mean",
        "meant",
        "said",
        "make",
        "it",
        "to",
        ",",
    }
)
VALUES = ("temperature", "brightness", "position", "volume_level", "percentage", "humidity")
"""Slots that a number alone can correct."""


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


RELATIVE = re.compile(
    r"\b(?:that|which) (?:is|are|was|were)(?: still| currently)? (?:on|lit|open|running|playing|switched on|turned on|burning)\b(?! ?$)|\b(?<=everything )lit\b"
)


EITHER = re.compile(
    r"^(?!is |are |was |what |which )(.*?\b(?:on|off|open|closed|shut|locked|unlocked))(?: ,)? or (?:not|no|on|off|open|closed|shut|locked|unlocked)$"
)


def _whether(words: tuple[str, ...]) -> tuple[str, ...]:
    """ "Garage door open or closed?" asks whether it is open."""
    match = EITHER.match(" ".join(words))
    return ("is", *match.group(1).split()) if match else words


def _without_relative(words: tuple[str, ...]) -> tuple[str, ...]:
    """ "Everything that is on upstairs": what is not on need not be told apart to switch it off."""
    if words and words[0] in ("is", "are", "which", "what"):
        return words
    return tuple(RELATIVE.sub(" ", " ".join(words)).split())


SAME = frozenset({"same", "do", "and", "also", "too", "thing"})


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


def _continued(clause: Clause, earlier: Sequence[Clause]) -> Clause:
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


def _without_chatter(found: Sequence[Clause], vocabulary: Vocabulary) -> tuple[Clause, ...]:
    """Beside a clause that was understood, one that asks for nothing is chatter."""
    if not any(c.best is not None and c.best.intent != "Remark" for c in found):
        return tuple(found)
    return tuple(
        c
        if c.readings or _asks(c.text.split(), vocabulary)
        else replace(c, readings=(Reading("Remark"),))
        for c in found
    )


def _asks(words: Sequence[str], vocabulary: Vocabulary) -> bool:
    tagged = tag(strip_politeness(words), vocabulary)
    return tagged.first("verb", "question", "particle") is not None


def _area_of(snapshot: Snapshot, satellite: str | None) -> str | None:
    known = snapshot.satellite(satellite)
    return known.area if known else None


def _agree(framed: Sequence[Reading], learned: Sequence[Reading]) -> bool:
    """Whether the model wants the same; its phrases may then still be the better ones."""
    return not learned or learned[0].intent == framed[0].intent


def _leading_time(
    words: tuple[str, ...], snapshot: Snapshot
) -> tuple[When | None, tuple[str, ...]]:
    """ "In ten minutes, turn off the tv and the lamp": a time up front is said of all that follows."""
    bare = strip_politeness(words)
    spans = when.find(bare, snapshot.now)
    wait = _waiting(bare, spans, snapshot)
    if wait is not None:
        return wait
    if (
        spans
        and spans[0].start == 0
        and spans[0].when
        and spans[0].kind in ("at", "delay", "every")
    ):
        rest = bare[spans[0].end :]
        while rest and rest[0] in (",", "then"):
            rest = rest[1:]
        rest = strip_politeness(rest)
        if rest and agenda_frames.read(rest, snapshot.now):
            return None, (
                *rest,
                *bare[: spans[0].end],
            )  # "at noon remind me" is "remind me at noon"
        if rest and not agenda_frames.read(bare, snapshot.now):
            return spans[0].when, rest
    return None, words


def _waiting(
    words: tuple[str, ...], spans: Sequence[when.TimeSpan], snapshot: Snapshot
) -> tuple[When, tuple[str, ...]] | None:
    """ "Give it five minutes, then ..."."""
    if (
        not spans
        or spans[0].kind != "duration"
        or words[: spans[0].start] not in (("give", "it"), ("wait",), ("wait", "for"))
    ):
        return None
    rest = words[spans[0].end :]
    while rest and rest[0] in (",", "and", "then"):
        rest = rest[1:]
    delay = When(
        at=snapshot.now + timedelta(seconds=spans[0].seconds or 0.0), spoken=spans[0].spoken
    )
    return (delay, rest) if rest else None


CONDITIONS = frozenset(
    {
        "if",
        "when",
        "unless",
        "once",
        "whenever",
        "sunset",
        "sunrise",
        "dusk",
        "dawn",
        "sundown",
        "until",
        "till",
    }
)
CONDITIONAL = re.compile(
    r"^(?:(?:when|whenever|once|unless|as soon as|as long as) (?!i say |is |are |was |were |will |does |do |did |should |can )|if (?!(?:that|it|you) (?:is|are|would|could|can|do|does|want|like|please)\b(?! (?:too |getting )?(?:dark|cold|hot|warm|bright|light|on|off|open|closed|raining|sunny|late)\b)|possible|not\b|i (?:may|might|could|can)\b))"
)
"""How a clause begins on which the others hang: "when I get home, ..."."""
ASKING = frozenset(
    {
        "is",
        "are",
        "was",
        "were",
        "what",
        "which",
        "who",
        "when",
        "did",
        "has",
        "have",
        "how",
        "will",
        "does",
        "do",
    }
)
NO_COMMAND = re.compile(
    r"^(?:(?:nobody|no one|(?:someone|somebody|everyone|everybody) (?:has |had |just )?(?:turned|switched|left|opened|closed|locked|unlocked)|thanks for|thank you for|avoid|no longer|stop (?:turning|switching|dimming)|(?:tell me |show me |explain )?how (?:to|do (?:i|we|you)|can (?:i|we)))\b)(?! home\b)"
)
"""How a clause begins that tells, forbids or asks the way: "nobody should turn on the tv"."""
OTHER_TIME = re.compile(
    r"\b(?:next (?:week|month|year|weekend)|(?:this|the|at the) weekend|later|before (?:bed|bedtime|dinner|lunch|breakfast|work|school)|after (?:dinner|lunch|breakfast|work|school|bed)"
    r"|in (?:a|an|one|\d+) (?:week|month|year)s?|\d+ oclock|\d+:\d+|on the (?:\d+(?:st|nd|rd|th)|tenth|eleventh|twelfth|\w+teenth|twentieth|twenty \w+|thirtieth|thirty first)"
    r"|every (?:january|february|march|april|may|june|july|august|september|october|november|december)"
    r"|on (?:january|february|march|april|may|june|july|august|september|october|november|december))\b"
)
"""Times that we do not know: better not at all than now."""
CONFUSED = When(spoken="two moments")
"""Of a clause that names two moments: nobody can tell which is meant."""


def _has_condition(words: Sequence[str], vocabulary: Vocabulary) -> bool:
    """Whether it is to happen on a condition, or at a moment that we cannot tell yet."""
    if any(tuple(words[: len(q)]) == q for q in QUESTION_STARTS):
        return False  # "tell me if the door is locked" asks
    index = 0
    while index < len(words):
        found = vocabulary.match(words, index)
        if found is not None:
            index += found[0]
            continue
        if (words[index] in CONDITIONS and index > 0) or " ".join(words[index : index + 3]) in (
            "as long as",
            "as soon as",
        ):
            return True
        index += 1
    return words[:1] in (("if",), ("when",), ("whenever",), ("once",), ("unless",))


def _names_other_time(words: Sequence[str], vocabulary: Vocabulary) -> bool:
    """Whether a time is left that nobody read, and that is part of no name."""
    if not words or words[0] in ASKING:
        return False
    spoken = [
        t
        for t in tag(words, vocabulary).tags
        if t.kind not in ("device", "area", "floor", "source")
    ]
    return OTHER_TIME.search(" ".join(" ".join(words[t.start : t.end]) for t in spoken)) is not None


def _conditional(text: str, words: Sequence[str], vocabulary: Vocabulary) -> Clause:
    """What would be done on a condition; nothing of ours where it asks nothing of the house."""
    tagged = tag(words, vocabulary)
    ours = tagged.first("verb") is not None and tagged.first("device", "type", "area") is not None
    return Clause(text, (Reading("Condition"),) if ours else ())


def _peel_time(words: tuple[str, ...], snapshot: Snapshot) -> tuple[tuple[str, ...], When | None]:
    """The clause without its time, and the time."""
    moment = When()
    covered: set[int] = set()
    for span in when.find(words, snapshot.now):
        if span.kind in ("at", "delay", "every") and span.when is not None:
            if not moment.is_now:
                return words, CONFUSED
            moment = replace(
                moment,
                at=span.when.at or moment.at,
                every=span.when.every or moment.every,
                spoken=span.spoken,
            )
        elif span.kind in ("for", "until") and span.seconds is not None:
            moment = replace(moment, for_s=span.seconds, spoken=moment.spoken or span.spoken)
        elif span.kind == "date" and span.date == snapshot.now.date():
            pass  # "today" says nothing more
        elif span.kind == "date" and words[0] not in ASKING:
            return words, CONFUSED  # a day without an hour
        else:
            continue
        covered.update(range(span.start, span.end))
    if not covered:
        return words, None
    left = tuple(w for i, w in enumerate(words) if i not in covered)
    return strip_politeness(left), moment
