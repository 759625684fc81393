"""Words as they were heard -> what may have been said instead, for this home, likeliest first.

Asked only for sentences that make no sense as they stand. A word that means something here is never
touched; one that does not may be a name or a command word that the recogniser took for another,
split or joined. How likely that is was learned from real recognisers (`models_onnx/confusions.py`);
what the rewritten sentence is worth, `understand.py` decides.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from heapq import nlargest
from itertools import combinations, groupby
from math import exp
from typing import Protocol
from weakref import WeakKeyDictionary

import jellyfish
from rapidfuzz import fuzz, process

from gateway.understand import clauses, device_frames, lexicon, quantities, timing
from gateway.understand.tagging import PARTICLES, Tag, Tagged, TagKind, strip_politeness, tag
from gateway.understand.vocabulary import SORTS, Vocabulary
from gateway.understand.words import tokens
from models_onnx import confusions

REWRITES_MAX = 8
REPAIRS_MAX = 2  # In one sentence.
SPAN_WORDS_MAX = 3  # "the kit chin" of one word: recognisers seldom cut a word into more.
NEAREST = 6
NEAR_RATIO = 60.0  # Of rapidfuzz; what has less is never the likeliest, and weighing costs time.
CHANCE_MIN = 0.02
"""Below it a word rather is what it sounds like; found on hypotheses that nothing was counted on."""
SPELLED_CHANCE_MIN = 0.2
"""The same for names that neither sound alike nor were seen mistaken."""
VERB_CHANCE_MIN = 0.5
"""The same for verbs: nearly every sentence would have one."""
WORDS_MAX = 24  # Longer sentences are talk, or many commands: too much can go wrong with them.
OTHER_HYPOTHESIS = 0.5  # A recogniser's own other guess at a place, against what stands there.

OPEN: frozenset[TagKind] = frozenset({"unknown", "function"})
"""Words that mean nothing here by themselves."""
ANCHORS: tuple[TagKind, ...] = (
    "verb", "particle", "device", "area", "type", "quantity", "property",
)  # fmt: skip
"""Words that make it likely that a sentence is of a home at all."""
ANCHORS_ENOUGH = 2
LONE_CHANCE_MIN = 0.3
"""For a repair where less than two other things in the sentence are of a home."""

NEGATIONS = frozenset({"not", "never", "no", "nobody", "nothing", "without"})

Words = tuple[str, ...]

LANGUAGES = frozenset({"en"})
"""Those that the shipped confusions are of."""


def ear_for(language: str) -> "Ear | None":
    """For a language; None where nothing was learned of it. Raises `ArtifactError`."""
    return Ear(confusions.Channel.open()) if language.split("-")[0].lower() in LANGUAGES else None


class Channel(Protocol):
    """How likely some words are heard for others."""

    def sources(self, heard: str) -> Mapping[str, int]:
        """What was said when these words were heard wrongly."""
        ...

    def misheard(self, word: str) -> float:
        """How likely a word was heard wrongly, 0..1."""
        ...

    def evidence(self, said: str, heard: str) -> float:
        """Natural log of how much likelier the words are heard when these are said."""
        ...


@dataclass(frozen=True, slots=True)
class Repair:
    """Other words for the words [start, end)."""

    start: int
    end: int
    said: Words
    chance: float


@dataclass(frozen=True, slots=True)
class Rewrite:
    """A sentence as it may have been said."""

    words: Words
    chance: float


class Ear:
    """Knows what is misheard for what."""

    def __init__(self, channel: Channel) -> None:
        self._channel = channel
        self._units: WeakKeyDictionary[Vocabulary, Units] = WeakKeyDictionary()

    def rewrites(
        self, words: Words, vocabulary: Vocabulary, others: Sequence[Words] = ()
    ) -> list[Rewrite]:
        """At most `REWRITES_MAX` sentences of known words only, likeliest first.

        `others` are the recogniser's other hypotheses: what they have in a place may be right there.
        """
        tagged = tag(words, vocabulary)
        anchors = tagged.of(*ANCHORS)
        if len(words) > WORDS_MAX or not anchors:
            return []
        if any(_withheld(each, vocabulary) for each in (words, *others)):
            return []
        repairs = [r for other in others for r in _differences(words, other)]
        kinds = _kinds(tagged)
        if repairs or _strange_runs(kinds) <= REPAIRS_MAX:
            repairs += self._of_home(words, kinds, vocabulary)
        rewrites = _combined(words, repairs, anchors, vocabulary)
        return nlargest(REWRITES_MAX, rewrites, key=lambda rewrite: rewrite.chance)

    def _of_home(
        self, words: Words, kinds: Sequence[TagKind], vocabulary: Vocabulary
    ) -> Iterator[Repair]:
        units = self._units.get(vocabulary)
        if units is None:
            units = self._units[vocabulary] = Units(vocabulary)
        for start in range(len(words)):
            for end in range(start + 1, min(start + SPAN_WORDS_MAX, len(words)) + 1):
                if _may_be_misheard(kinds[start:end]):
                    yield from self._of_span(words, start, end, kinds, units)

    def _of_span(
        self, words: Words, start: int, end: int, kinds: Sequence[TagKind], units: "Units"
    ) -> Iterator[Repair]:
        heard = " ".join(words[start:end])
        opens = all(kind == "function" for kind in kinds[:start])
        strange = kinds[start] == kinds[end - 1] == "unknown"
        misheard = max(map(self._channel.misheard, words[start:end]))
        near = units.near(heard, self._channel.sources(heard))
        if strange:
            near = units.spelled_like(heard, verbs=opens) | near
        odds = {
            said: misheard / len(units) * exp(self._channel.evidence(" ".join(said), heard))
            for said in near
        }
        whole = sum(odds.values()) + 1 - misheard
        may_be_off = end == len(words) or (start > 0 and kinds[start - 1] == "verb")
        for said, weight in odds.items():
            if said[0] == words[start] or said[-1] == words[end - 1]:
                continue  # What was heard well makes nothing else likelier: no Hopper is an Ada.
            if not may_be_off and not PARTICLES.isdisjoint(said):
                continue  # "the state of the heater"
            if weight / whole >= near[said]:
                yield Repair(start, end, said, weight / whole)


class Units:
    """What may have been said: the names and rooms of a home, and the words of commands."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._pools = (_of_every_home(), _Pool(vocabulary.phrases))
        every, own = self._pools
        self._count = len(every.known) + len(own.known - every.known)

    def __len__(self) -> int:
        return self._count

    def near(self, heard: str, seen: Iterable[str]) -> dict[Words, float]:
        """What sounds the same and what it was heard for before, with the least chance that counts."""
        sound = jellyfish.metaphone(heard.replace(" ", ""))
        every, own = self._pools
        texts = (tuple(tokens(text)) for text in seen)
        found = {said for said in texts if said in every.known or said in own.known}
        alike = (said for pool in self._pools for said in pool.sounds.get(sound, ()))
        found.update(sorted(set(alike))[:NEAREST] if len(sound) > 1 else ())
        plain = heard in lexicon.FUNCTION_WORDS
        return {
            said: CHANCE_MIN
            for said in found - {tuple(heard.split())}
            if not (plain and lexicon.FUNCTION_WORDS.issuperset(said))
        }

    def spelled_like(self, heard: str, verbs: bool) -> dict[Words, float]:
        """Names with nearly its letters, and verbs where a wish begins; the same.

        They begin with the same sound, as nine in ten of misheard pairs do: "Balkon" is no "salon".
        """
        sound, joined = jellyfish.metaphone(heard)[:1], heard.replace(" ", "")
        names: Sequence[Spelled] = [pool.names for pool in self._pools]
        pools = [(names, SPELLED_CHANCE_MIN)]
        if verbs:
            pools.append(([_verbs()], VERB_CHANCE_MIN))
        return {
            said: least
            for pool, least in pools
            for text, ways in _most_alike(joined, pool)
            if jellyfish.metaphone(text)[:1] == sound
            for said in ways
            if said != tuple(heard.split())
        }


Spelled = Mapping[str, list[Words]]
"""What may be said, by its letters without spaces."""


class _Pool:
    """Some of what may have been said, to be found by its letters and by its sound."""

    def __init__(self, phrases: Iterable[Words], others: Iterable[Words] = ()) -> None:
        short = {p for p in phrases if len(p) <= SPAN_WORDS_MAX}
        names = short | {(word,) for phrase in short for word in phrase if _tells(word)}
        self.known = names.union(others)
        self.names: dict[str, list[Words]] = {}
        self.sounds: dict[str, list[Words]] = {}
        for said in sorted(self.known):
            joined = "".join(said)
            if said in names:
                self.names.setdefault(joined, []).append(said)
            if _tells(joined) and (said in names or said[0] not in lexicon.FUNCTION_WORDS):
                self.sounds.setdefault(jellyfish.metaphone(joined), []).append(said)


@lru_cache(maxsize=1)
def _of_every_home() -> _Pool:
    return _Pool(SORTS, _command_words())


def _most_alike(joined: str, pools: Sequence[Spelled]) -> list[tuple[str, list[Words]]]:
    """The nearest of all pools, nearest first; of equally near ones the first of the alphabet."""
    scores = {
        text: score
        for pool in pools
        for text, score, _ in process.extract(
            joined, pool.keys(), scorer=fuzz.ratio, score_cutoff=NEAR_RATIO, limit=NEAREST
        )
    }
    ways = {text: sorted({w for pool in pools for w in pool.get(text, ())}) for text in scores}
    return sorted(ways.items(), key=lambda item: (-scores[item[0]], item[1]))[:NEAREST]


@lru_cache(maxsize=1)
def _verbs() -> Mapping[str, list[Words]]:
    return {verb: [(verb,)] for verb in lexicon.VERBS if len(verb) > 3 and " " not in verb}


@lru_cache(maxsize=1)
def _command_words() -> frozenset[Words]:
    tables: tuple[Iterable[str], ...] = (
        lexicon.VERBS, lexicon.PROPERTIES, quantities.COLORS, PARTICLES, lexicon.EVERYTHING,
        lexicon.FUNCTION_WORDS,
    )  # fmt: skip
    return frozenset(tuple(words.split()) for table in tables for words in table)


def _tells(word: str) -> bool:
    return (len(word) > 2 or word in ("on", "off", "tv", "ac")) and not word.isdigit()


def _kinds(tagged: Tagged) -> list[TagKind]:
    """What each word is. Never doubted is that it was on and not off, nor a room or an appliance:
    that this home lacks it is no reason to take another."""
    kinds = [tag.kind for tag in tagged.tags for _ in range(tag.start, tag.end)]
    return [
        "particle" if word in PARTICLES else "place" if _is_of_homes(word) else kind
        for word, kind in zip(tagged.words, kinds, strict=True)
    ]


def strange_words(words: Words, vocabulary: Vocabulary) -> frozenset[str]:
    """Words that mean nothing here and are of no other home; none in a sentence that says when, if or not."""
    if not words or _withheld(words, vocabulary):
        return frozenset()
    kinds = _kinds(tag(words, vocabulary))
    return frozenset(w for w, kind in zip(words, kinds, strict=True) if kind == "unknown")


def _is_of_homes(word: str) -> bool:
    """Whether some home has such a room or appliance."""
    return word in HOME_WORDS or (word.endswith("room") and word != "room")


OTHER_PLACES = frozenset(  # Beside `lexicon.ROOM_NOUNS`, and what tells one place from another.
    """kitchenette den snug parlour parlor scullery cloakroom suite annex annexe attic barn stable
    cabin cottage orchard meadow lawn pergola gazebo carport vestibule alcove landing mezzanine
    penthouse lodge chapel cinema theater theatre spa bar vault bunker shop store closet wardrobe
    dock jetty outdoor outdoors indoor outside front rear upper lower main master spare
    staff""".split()  # noqa: SIM905 - a table of words
)
HOME_WORDS = (
    lexicon.ROOM_NOUNS
    | OTHER_PLACES
    | {
        word
        for names in (*lexicon.SAME_ROOM, *lexicon.KIND_SYNONYMS.values())
        for name in names
        for word in name.split()
        if word != "room" and word not in lexicon.FUNCTION_WORDS
    }
)


def _withheld(words: Words, vocabulary: Vocabulary) -> bool:
    """Whether it says when, if or not: then it was not misheard that nothing is done at once."""
    bare = strip_politeness(words)
    return (
        not device_frames.PAST.union(NEGATIONS).isdisjoint(words)
        or timing.names_other_time(bare, vocabulary)
        or timing.has_condition(bare, vocabulary)
        or clauses.NO_COMMAND.match(" ".join(bare)) is not None
    )


def _may_be_misheard(kinds: Sequence[TagKind]) -> bool:
    """Words that mean nothing; or part of a name, too, where it was cut apart ("bed room")."""
    return OPEN.issuperset(kinds) or (
        "unknown" in kinds and len(kinds) > 1 and (OPEN | {"name_word"}).issuperset(kinds)
    )


def _strange_runs(kinds: Sequence[TagKind]) -> int:
    """How many places have words that nobody here knows, one after the other."""
    return sum(1 for kind, _ in groupby(kinds) if kind == "unknown")


def _differences(words: Words, other: Words) -> Iterator[Repair]:
    """What another hypothesis has in some places; on and off it does not decide."""
    at = 0
    for ours, theirs in confusions.aligned(" ".join(words), " ".join(other)):
        size = len(ours.split())
        if ours != theirs and PARTICLES.isdisjoint((*ours.split(), *theirs.split())):
            yield Repair(at, at + size, tuple(theirs.split()), OTHER_HYPOTHESIS)
        at += size


def _combined(
    words: Words, repairs: Sequence[Repair], anchors: Sequence[Tag], vocabulary: Vocabulary
) -> Iterator[Rewrite]:
    """One repair, or two in different places, where they leave nothing unknown."""
    best = nlargest(REWRITES_MAX, repairs, key=lambda repair: repair.chance)
    pairs = [p for p in combinations(best, 2) if p[0].end <= p[1].start or p[1].end <= p[0].start]
    for chosen in [(r,) for r in best] + pairs:
        rewritten, chance = words, 1.0
        for repair in sorted(chosen, key=lambda r: -r.start):
            rewritten = (*rewritten[: repair.start], *repair.said, *rewritten[repair.end :])
            chance *= repair.chance
        others = [a for a in anchors if all(a.end <= r.start or r.end <= a.start for r in chosen)]
        if len(others) < ANCHORS_ENOUGH and (len(chosen) > len(others) or chance < LONE_CHANCE_MIN):
            continue
        if not tag(rewritten, vocabulary).of("unknown"):
            yield Rewrite(rewritten, chance)
