"""A sentence becomes clauses with readings, the precise parsers first.

The sentence is cut into clauses, and each clause goes through an ordered list of parsers (the idea
of Snips NLU): Home Assistant's exact sentences, frames that read any word order, then the learned
model for wordings that neither has seen.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Protocol

from context import attention
from context.agenda import When
from context.lesson import Lesson
from context.snapshot import Snapshot
from context.taught import holding
from context.turn import (
    Clause,
    Interpretation,
    Phrase,
    Reading,
    Transcript,
)
from gateway.understand import (
    agenda_follow_up,
    agenda_frames,
    clauses,
    comparing,
    complaint_frames,
    device_frames,
    dialogue,
    event_frames,
    fits,
    fluency,
    follow_up,
    habitual,
    info_frames,
    list_frames,
    media_frames,
    moment_frames,
    phrases,
    plain_words,
    praise,
    premise,
    queries,
    query_frames,
    relative,
    situated_frames,
    sparing,
    taught,
    teaching,
    timing,
    told,
    unnamed_frames,
    whereabouts_frames,
)
from gateway.understand.from_grammar import with_phrases
from gateway.understand.grammar import Grammar
from gateway.understand.misheard import Ear, Rewrite, strange_words
from gateway.understand.tagging import Tagged, strip_politeness, tag
from gateway.understand.vocabulary import Vocabularies, Vocabulary
from gateway.understand.words import tokens

WORDS_MAX = 160  # Ten commands in a breath are shorter; what is longer is somebody talking.


PLAIN = 0.75  # Probability of a reading that no lesson is needed for.

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
        ("set", "that"),
        ("do", "that"),
        ("do", "it"),
        ("will", "you"),
        ("is", "it"),
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

    def __init__(self, grammar: Grammar, model: ClauseModel | None, ear: Ear | None = None) -> None:
        self._grammar = grammar
        self._model = model
        self._vocabularies = Vocabularies()
        self._ear = ear

    def rewrites(self, texts: Sequence[str], snapshot: Snapshot) -> Sequence[Rewrite]:
        """What may have been said instead of the first of some hypotheses, likeliest first."""
        if self._ear is None:
            return ()
        heard, *others = (tuple(tokens(text)) for text in texts)
        return self._ear.rewrites(heard, self._vocabularies.of(snapshot), others)

    def strange(self, text: str, snapshot: Snapshot) -> frozenset[str]:
        """The words of a sentence that mean nothing in this home, nor name a room or a thing of another."""
        return strange_words(tuple(tokens(text)[:WORDS_MAX]), self._vocabularies.of(snapshot))

    def parse(self, text: str, transcript: Transcript, snapshot: Snapshot) -> Interpretation:
        """The interpretation of one hypothesis of what was heard."""
        words = tuple(tokens(text)[:WORDS_MAX])
        if not words:
            return Interpretation(" ".join(words))
        vocabulary = self._vocabularies.of(snapshot)
        lesson = teaching.read(words, transcript, snapshot, vocabulary, self._plain_commands)
        if lesson is not None:
            return lesson
        lessons = holding(snapshot, transcript)
        meant = taught.exactly(words, lessons)
        if meant is not None:
            whole = " ".join(words)
            return Interpretation(whole, self._meaning(meant, transcript, snapshot, vocabulary))
        special = self._of_dialogue(words, transcript, snapshot, vocabulary)
        if special is not None:
            return Interpretation(" ".join(words), (Clause(" ".join(words), (special,)),))
        amended = self._amended(words, transcript, snapshot, vocabulary)
        if amended is not None:
            return Interpretation(" ".join(words), (amended,))
        moment = moment_frames.read(words, snapshot, transcript)
        if moment is not None and lessons:
            named = moment_frames.taught(words, lessons)
            if named is not None:
                own = self._meaning(named, transcript, snapshot, vocabulary)
                return Interpretation(" ".join(words), own)
        if moment is not None:
            return Interpretation(" ".join(words), (moment,))
        words = plain_words.in_plain_words(words, lessons, snapshot) if lessons else words
        words = fluency.fluent(words, vocabulary) or words
        situated = (
            whereabouts_frames.read(words, snapshot)
            or situated_frames.read(words, snapshot, transcript)
            or habitual.for_somebody(words)
        )
        near = taught.nearly(words, lessons) if situated is not None and lessons else None
        if near is not None:
            return Interpretation(
                " ".join(words), self._meaning(near, transcript, snapshot, vocabulary)
            )
        if situated is not None:
            return Interpretation(" ".join(words), (situated,))
        words = premise.without_ability(words) or words
        whole = " ".join(words)
        found = self._on_premise(words, transcript, snapshot, vocabulary)
        found = found or self._commands(words, transcript, snapshot, vocabulary, lessons)
        if lessons:
            near = taught.nearly(words, lessons)
            if near is not None and not (_is_plain(found) and _names_something(words, vocabulary)):
                found = self._meaning(near, transcript, snapshot, vocabulary)
        return Interpretation(whole, found)

    def meant(self, text: str, transcript: Transcript, snapshot: Snapshot) -> Interpretation | None:
        """What was taught in nearly these words, for a sentence that makes no sense by itself."""
        words = tuple(tokens(text)[:WORDS_MAX])
        lesson = taught.nearly(words, holding(snapshot, transcript))
        if lesson is None:
            return None
        vocabulary = self._vocabularies.of(snapshot)
        return Interpretation(
            " ".join(words), self._meaning(lesson, transcript, snapshot, vocabulary)
        )

    def _meaning(
        self, lesson: Lesson, transcript: Transcript, snapshot: Snapshot, vocabulary: Vocabulary
    ) -> tuple[Clause, ...]:
        """What a taught phrase means: its definition, about the devices that were meant then."""
        words = taught.definition(lesson)
        return taught.bound(self._plain_commands(words, transcript, snapshot, vocabulary), lesson)

    def _plain_commands(
        self,
        words: tuple[str, ...],
        transcript: Transcript,
        snapshot: Snapshot,
        vocabulary: Vocabulary,
    ) -> tuple[Clause, ...]:
        """The clauses of a definition: as of any sentence, without lessons and talk."""
        words = fluency.fluent(words, vocabulary) or words
        found = self._on_premise(words, transcript, snapshot, vocabulary)
        return found or self._commands(words, transcript, snapshot, vocabulary)

    def _on_premise(
        self,
        words: tuple[str, ...],
        transcript: Transcript,
        snapshot: Snapshot,
        vocabulary: Vocabulary,
    ) -> tuple[Clause, ...]:
        """ "If the door is open, close it": the question before the commands that hang on it."""
        if not premise.HAS_IF & set(words):
            return ()
        for parted in premise.split(words, vocabulary):
            given, command = parted.given, parted.command
            asked = self._clause(given.question, None, transcript, snapshot, vocabulary)
            best = asked.best
            if (
                best is None
                or best.intent not in queries.INTENTS
                or best.by == "model"
                or not premise.is_testable(best.slots)
                or not asked.when.is_now
            ):
                continue
            command, instead = premise.otherwise(command)
            done = self._commands(command, transcript, snapshot, vocabulary)
            other = self._commands(instead, transcript, snapshot, vocabulary) if instead else ()
            done = (*done, *other)
            wishes = [c.best for c in done if c.best is not None and c.best.intent != "Remark"]
            if (
                not wishes
                or not all(w.intent in fits.DOMAINS for w in wishes)
                or any(c.when.at or c.when.every for c in done)
            ):
                continue
            before = parted.before
            first = self._commands(before, transcript, snapshot, vocabulary) if before else ()
            hangs = _hangs(asked, best, given.wanted, wishes)
            if other:
                hangs = _branching(hangs, len(done) - len(other))
            return (*first, hangs, *done)
        return ()

    def _commands(
        self,
        words: tuple[str, ...],
        transcript: Transcript,
        snapshot: Snapshot,
        vocabulary: Vocabulary,
        lessons: Sequence[Lesson] = (),
    ) -> tuple[Clause, ...]:
        """The clauses of a sentence that hangs on nothing."""
        hangs = timing.hanging(words)
        if hangs is not None:  # What comes before it does not, and can be done.
            last = words[hangs:]
            first = self._commands(
                clauses.unjoined(words[:hangs]), transcript, snapshot, vocabulary
            )
            return (*first, timing.conditional(" ".join(last), last, vocabulary))
        leading, rest = timing.leading_time(words, snapshot)
        room, rest = _leading_room(strip_politeness(rest), vocabulary)
        parts = [
            p
            for p in clauses.split(strip_politeness(rest), vocabulary)
            if strip_politeness(p) not in FILLERS
        ] or [words]
        if len(parts) > 1 and any(
            timing.CONDITIONAL.match(" ".join(strip_politeness(p))) for p in parts
        ):
            return (timing.conditional(" ".join(words), words, vocabulary),)
        found: list[Clause] = []
        spared: list[Phrase] = []
        for nth, part in enumerate(parts):
            others = [*parts[:nth], *parts[nth + 1 :]]
            kept = sparing.spared(strip_politeness(part), others, vocabulary) if others else ()
            if kept:
                spared += kept
                found.append(Clause(" ".join(part), (Reading("Remark", {}, kept),)))
            elif self._fronted(part, parts[nth + 1 :], vocabulary) or (
                len(parts) > 1 and clauses.is_remark(strip_politeness(part))
            ):
                found.append(self._remark(part, vocabulary))
            elif (lesson := taught.exactly(part, lessons)) is not None:
                found += self._meaning(lesson, transcript, snapshot, vocabulary)
            else:
                clause = self._clause(part, leading, transcript, snapshot, vocabulary)
                clause = _placed(clause, room) if room is not None else clause
                found.append(_once(follow_up.continued(clause, found), found))
        return sparing.without(_without_chatter(found, vocabulary), spared)

    def _amended(
        self,
        words: tuple[str, ...],
        transcript: Transcript,
        snapshot: Snapshot,
        vocabulary: Vocabulary,
    ) -> Clause | None:
        """ "No, the other one", "and the hall to twenty": the last wish with what is named now."""
        last = attention.last_wish(snapshot, transcript, follow_up.CORRECTED_S)
        planned = agenda_follow_up.read(strip_politeness(words), last, snapshot)
        if planned is not None:
            return planned
        if last is None:
            return None
        instead = dialogue.corrected(words)
        too = words[-1] in ("too", "also") or words[-2:] == ("as", "well")
        if instead is None and not too and words[0] not in ("and", "the", "other"):
            return None
        bare = strip_politeness(instead or words)
        bare = follow_up.with_owner(follow_up.without_here(bare), last, snapshot)
        tagged = tag(bare, vocabulary)
        value = follow_up.same_with(tagged, last) if instead is not None else None
        if instead is None and not (too or "other" in bare or tagged.of("quantity")):
            return None  # as any clause without a verb
        found = (value,) if value is not None else follow_up.taken_over(tagged, last)
        if instead is not None:
            found = tuple(follow_up.correcting(r, last) for r in found)
        return Clause(" ".join(words), found) if found else None

    def _fronted(
        self, words: tuple[str, ...], rest: Sequence[tuple[str, ...]], vocabulary: Vocabulary
    ) -> bool:
        """ "The range hood, could you turn that off": a thing named for the pronoun that follows."""
        if not rest or not device_frames.bare_names(tag(strip_politeness(words), vocabulary)):
            return False
        following = tag(strip_politeness(rest[0]), vocabulary)
        return following.first("pronoun") is not None and not device_frames.bare_names(following)

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
        if praise.is_praise(words):
            return Reading("HassRespond", {"kind": "thanks"})
        last = attention.last_wish(snapshot, transcript, follow_up.CORRECTED_S)
        event = event_frames.read(words, snapshot, transcript, vocabulary)
        found = (
            event
            or follow_up.part_of(words, last, snapshot)
            or follow_up.more(words, last, snapshot)
            or dialogue.repair(words, snapshot)
        )
        strange = tag(words, vocabulary).of("unknown") if found and found.intent == "Why" else ()
        if any(words[t.start] not in dialogue.OF_REASONS for t in strange):
            return None  # "why did you freeze my account" asks for no reason of ours
        text = " ".join(words)
        stops, goes = text in unnamed_frames.STOP_IT, unnamed_frames.KEEP_GOING.match(text)
        if snapshot.ringing or not (stops or goes):
            return found
        if snapshot.last_turn(transcript.satellite, dialogue.ANSWER_S) is not None:
            return found
        look = unnamed_frames.stopped if stops else unnamed_frames.resumed
        return look(snapshot, transcript) or found

    def _clause(
        self, words: tuple[str, ...], leading: When | None, transcript: Transcript, snapshot: Snapshot,
        vocabulary: Vocabulary,
    ) -> Clause:  # fmt: skip
        text = " ".join(words)
        words, state = relative.peel(words)
        bare = _whether(told.plainly(strip_politeness(words)))
        for reading in (
            habitual.read(bare, vocabulary),
            agenda_frames.read(bare, snapshot.now),
            list_frames.read(bare),
            info_frames.read(bare, snapshot, snapshot.now),
        ):
            if reading is not None:
                last = attention.last_wish(snapshot, transcript, follow_up.CORRECTED_S)
                return Clause(text, (info_frames.there(reading, bare, last),))
        titled = media_frames.read(bare, snapshot, vocabulary)
        if titled is not None and "media_ids" in titled.slots:
            return Clause(text, (titled,), leading or When())  # "Waterloo Sunset" names no hour
        bare, comparison = comparing.peel(bare)
        peeled, moment = timing.peel_time(bare, snapshot)
        if (
            moment is timing.CONFUSED
            or timing.names_other_time(peeled, vocabulary)
            or clauses.NO_COMMAND.match(" ".join(bare))
        ):
            return Clause(text)  # to act now on what was meant for then is a wrong act
        if timing.has_condition(peeled, vocabulary):
            return timing.conditional(text, peeled, vocabulary)
        media = titled if peeled == bare else media_frames.read(peeled, snapshot, vocabulary)
        if (
            media is not None
            and moment is not None
            and not moment.is_now
            and "kinds" in media.slots
        ):
            media = None  # what will be liked then is not known now
        readings = self._of_devices(peeled, media, transcript, snapshot, vocabulary)
        if comparison is not None:
            readings = _compared(readings, comparison)
        return Clause(text, _narrowed(readings, state), moment or leading or When())

    def _of_devices(
        self,
        words: tuple[str, ...],
        media: Reading | None,
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
        if media is not None and media.probability >= 0.9:
            return (media,)
        if complaint_frames.is_of_taste(" ".join(words)):
            return complaint_frames.read(tag(words, vocabulary))
        area = transcript.area or _area_of(snapshot, transcript.satellite)
        exact = self._grammar.read_with_wildcards(" ".join(words), snapshot, area)
        tagged = device_frames.wished(tag(words, vocabulary))
        if follow_up.is_bare_number(tagged, last):
            return ()
        framed = query_frames.read(tagged) or device_frames.read(tagged)
        complaint = complaint_frames.read(tagged) if not framed else ()
        framed = framed or complaint
        if (
            exact is not None
            and exact[0].intent == "HassGetState"
            and tagged.first("question") is None
        ):
            exact = (
                None if framed else exact
            )  # "All lights off" asks for it, whatever a template says
        if exact is not None and not exact[1]:
            return (with_phrases(exact[0], tagged, snapshot), *framed)
        if framed and (complaint or not tagged.of("unknown")):
            return framed
        continuing = follow_up.read(tagged, last) if not framed else ()
        continuing = (*continuing, *(habitual.of_bare(tagged) if not framed else ()))
        continuing = (habitual.of_product(tagged) if not framed else ()) or continuing
        if continuing:
            return continuing
        learned = self._model.read(words, tagged, snapshot.now) if self._model is not None else ()
        learned = tuple(_as_said(r, tagged) for r in learned if not _of_unknown_mode(r, tagged))
        if media is not None:
            return (media, *framed)
        return (*framed, *learned) if framed and _agree(framed, learned) else (*learned, *framed)


def _is_plain(found: Sequence[Clause]) -> bool:
    """Whether a sentence says itself, in words that any home knows, what is to be done."""
    return all(
        c.best is not None
        and c.best.by == "grammar"
        and c.best.probability >= PLAIN
        and (
            c.best.intent not in fits.DOMAINS
            or "media_ids" in c.best.slots
            or any(p.name or p.noun or p.area or p.kinds for p in c.best.phrases)
        )
        for c in found
    )


def _names_something(words: tuple[str, ...], vocabulary: Vocabulary) -> bool:
    """Whether a thing or a room of this home is named."""
    return tag(words, vocabulary).first("device", "type", "area", "floor") is not None


def _once(clause: Clause, earlier: Sequence[Clause]) -> Clause:
    """ "It is too warm, I am sweating" complains once."""
    best = clause.best
    same = [c.best for c in earlier if c.best is not None]
    if best is None or "step" not in best.slots or not complaint_frames.complains(clause.text):
        return clause
    if any(b.intent == best.intent and b.slots == best.slots for b in same):
        return replace(clause, readings=(Reading("Remark"),))
    return clause


def _of_unknown_mode(reading: Reading, tagged: Tagged) -> bool:
    """ "Switch the alarm to snooze mode": no guard is set to what the words do not name."""
    return reading.intent == "AlarmPanelArm" and "mode" in tagged.words and not tagged.of("mode")


def _as_said(reading: Reading, tagged: Tagged) -> Reading:
    """The model says on or off; that it was to unlock, only the verb tells."""
    verb = tagged.first("verb")
    action = verb.value[0] if verb else None
    if action not in ("open", "close", "lock", "unlock") or reading.intent not in (
        "HassTurnOn",
        "HassTurnOff",
    ):
        return reading
    return replace(
        reading,
        intent=device_frames.INTENTS_OF[action][0],
        slots={**reading.slots, "action": action},
    )


def _leading_room(
    words: tuple[str, ...], vocabulary: Vocabulary
) -> tuple[Phrase | None, tuple[str, ...]]:
    """ "In the study, lights off and blinds down": a place told first, for all that follows."""
    if (
        not words
        or words[0] not in ("in", "on", "for", "upstairs", "downstairs")
        or "," not in words[:7]
    ):
        return None, words
    comma = words.index(",")
    tagged = tag(words[:comma], vocabulary)
    places = tagged.of("area", "floor")
    if len(places) != 1 or any(t.kind not in ("area", "floor", "function") for t in tagged.tags):
        return None, words
    (place,) = places
    room = Phrase(**{place.kind: place.value.ids[0]})
    return room, words[comma + 1 :]


def _placed(clause: Clause, room: Phrase) -> Clause:
    """The clause, about things of this place where it names no other."""
    return replace(
        clause,
        readings=tuple(
            replace(
                r,
                phrases=tuple(
                    p if p.area or p.floor or p.here or p.pronoun or p.everywhere
                    else replace(p, area=room.area, floor=room.floor)
                    for p in r.phrases or (Phrase(),)
                ),
            )
            for r in clause.readings
        ),
    )  # fmt: skip


EITHER = re.compile(
    r"^(?!is |are |was |what |which )(.*?\b(?:on|off|open|closed|shut|locked|unlocked))(?: ,)? or (?:not|no|on|off|open|closed|shut|locked|unlocked)$"
)


STATUS = re.compile(
    r"^(?:get |show |give |check |report )?(?:me )?(?!what |how |which |is |are |set |change |switch |tell )(?P<thing>.+?) (?:state|status)$"
)


def _whether(words: tuple[str, ...]) -> tuple[str, ...]:
    """ "Garage door open or closed?" asks whether it is open, "boiler status" how it is."""
    text = " ".join(words)
    if (match := EITHER.match(text)) is not None:
        return ("is", *match.group(1).split())
    if (match := STATUS.match(text)) is not None:
        return ("what", "is", *match["thing"].split())
    return words


def _narrowed(readings: tuple[Reading, ...], state: str | None) -> tuple[Reading, ...]:
    """Readings of devices, about those in this state only."""
    if state is None:
        return readings
    return tuple(
        replace(r, phrases=tuple(replace(p, state=state) for p in r.phrases))
        if r.intent in fits.DOMAINS
        else r
        for r in readings
    )


def _compared(
    readings: tuple[Reading, ...], comparison: comparing.Comparison
) -> tuple[Reading, ...]:
    """Questions for a value, and what it is held against; a command compares nothing."""
    return tuple(
        replace(r, slots={**r.slots, **comparison.slots})
        for r in (_measured(r, comparison) for r in readings)
        if r.intent in queries.INTENTS and "state" not in r.slots
    )


def _measured(reading: Reading, comparison: comparing.Comparison) -> Reading:
    """ "Is the pool above 25" asks for what such a thing measures: its temperature."""
    if reading.intent != "HassGetState" or reading.slots.keys() & {"attribute", "state"}:
        return reading
    sorts = {d for p in reading.phrases for d in p.domains}
    of = next((p for d, p in device_frames.BY_DOMAIN.items() if d in sorts), "temperature")
    if of == "temperature":
        return replace(reading, intent="HassClimateGetTemperature")
    return replace(reading, slots={**reading.slots, "attribute": of})


def _hangs(asked: Clause, best: Reading, wanted: bool, wishes: Sequence[Reading]) -> Clause:
    """The question of a premise; its "it" is what the command names ("lock it if it is open")."""
    phrases = best.phrases
    if phrases and all(p.pronoun in ("it", "them") and not (p.name or p.noun) for p in phrases):
        named = wishes[0].phrases
        if any(p.name or p.noun for p in named):
            phrases = named
    return replace(
        asked, readings=(replace(best, phrases=phrases, slots={**best.slots, "premise": wanted}),)
    )


def _branching(premise_: Clause, size: int) -> Clause:
    """A premise whose next `size` clauses are done when it holds, and those after them when not."""
    return replace(
        premise_,
        readings=tuple(replace(r, slots={**r.slots, "then": size}) for r in premise_.readings),
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
