"""Words of one clause -> what each of them is: verb, device, room, amount, question, filler.

Every token gets exactly one tag, longest match first, in an order that protects what must not be
taken apart (names before amounts before verbs). Says nothing about what the clause means.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, Literal

from gateway.understand import lexicon, quantities
from gateway.understand.vocabulary import Vocabulary

TagKind = Literal[
    "device", "area", "floor", "type", "source", "quantity", "here", "there", "everywhere", "except",
    "verb", "particle", "property", "state", "all", "everything", "pronoun", "question", "ordinal",
    "name_word", "function", "and", "unknown", "mode", "place", "rest",
]  # fmt: skip

PARTICLES = frozenset(
    """on off out up down open close closed shut""".split()  # noqa: SIM905 - a table of words
)
LEVEL_WORDS = frozenset({"high", "low", "medium", "full", "max", "maximum", "min", "minimum"})
GOING = frozenset({"going", "running", "boiling", "brewing", "started", "cooking", "spinning"})
"""How a thing is that is on: "get the kettle boiling"."""
ARTICLES = frozenset({"the", "my", "our", "your", "a", "an"})
DETERMINERS = frozenset(
    """the my our a an all both every this that these those any each some your""".split()  # noqa: SIM905 - a table of words
)  # fmt: skip
POINTING: dict[str, TagKind] = {"this": "here", "these": "here", "that": "function", "those": "function"}  # fmt: skip
ORDINALS = {"first": 0, "second": 1, "third": 2, "fourth": 3, "last": -1, "former": 0, "latter": 1}
PLACE_PREPOSITIONS = frozenset({"in", "inside", "at", "of", "from", "for"})
BESIDE = frozenset(
    """on by near beside over under above behind next with""".split()  # noqa: SIM905 - a table of words
)
"""Prepositions that tell one thing from its like: "the lamp on the desk"."""


@dataclass(frozen=True, slots=True)
class Tag:
    """What the tokens [start, end) are."""

    kind: TagKind
    start: int
    end: int
    value: Any = None


@dataclass(frozen=True, slots=True)
class Tagged:
    """A clause with all its tags, left to right."""

    words: tuple[str, ...]
    tags: tuple[Tag, ...]

    def of(self, *kinds: TagKind) -> tuple[Tag, ...]:
        """Tags of some kinds."""
        return tuple(tag for tag in self.tags if tag.kind in kinds)

    def first(self, *kinds: TagKind) -> Tag | None:
        """The leftmost tag of some kinds."""
        return next((tag for tag in self.tags if tag.kind in kinds), None)

    def text(self, tag: Tag) -> str:
        """The words of a tag."""
        return " ".join(self.words[tag.start : tag.end])


def is_of(tag: Tag, domain: str) -> bool:
    """Whether a tag names devices of one domain only, by their sort or by name."""
    if tag.kind == "device":
        return all(entity_id.partition(".")[0] == domain for entity_id in tag.value.ids)
    return tag.kind == "type" and tag.value.noun.domains == (domain,)


Matcher = Callable[[Sequence[str], int], tuple[int, TagKind, Any] | None]


def strip_politeness(words: Sequence[str]) -> tuple[str, ...]:
    """The clause without the courtesies around it.

    >>> strip_politeness("could you please turn it off now thanks".split())
    ('turn', 'it', 'off')
    """
    left = _trim(tuple(words))
    for table, end, cut in ((_POLITE_STARTS, 0, _cut_start), (_POLITE_ENDS, -1, _cut_end)):
        again = True
        while again:
            phrases = table.get(left[end], ()) if left else ()
            shorter = next((c for phrase in phrases if (c := cut(left, phrase)) is not None), None)
            again = shorter is not None
            left = _trim(shorter) if shorter is not None else left
    while len(left) > 2 and left[0] in COUNTING and _begins_verb(left[1:]):
        left = left[1:]
    return left


Phrases = Mapping[str, Sequence[tuple[str, ...]]]
"""Phrases by one of their words, in the order of their table: so that few are tried."""


def _by_word(phrases: Iterable[tuple[str, ...]], at: int = 0) -> Phrases:
    found: dict[str, list[tuple[str, ...]]] = {}
    for phrase in phrases:
        found.setdefault(phrase[at], []).append(phrase)
    return found


_POLITE_STARTS = _by_word(lexicon.POLITE_STARTS)
_POLITE_ENDS = _by_word(lexicon.POLITE_ENDS, -1)
_QUESTION_STARTS = _by_word(lexicon.QUESTION_STARTS)

COUNTING = frozenset({"do", "first", "firstly", "second", "secondly", "third", "thirdly", "fourth", "fifth", "sixth", "seventh", "eighth", "last", "lastly",
                      "finally", "next"})  # fmt: skip
"""What may stand before a verb: "do turn it off", "second, lock the door"."""


def _begins_verb(words: Sequence[str]) -> bool:
    return any(" ".join(words[:n]) in lexicon.VERBS for n in (3, 2, 1) if len(words) > n)


def _trim(words: tuple[str, ...]) -> tuple[str, ...]:
    while words and words[0] == ",":
        words = words[1:]
    while words and words[-1] == ",":
        words = words[:-1]
    return words


def _cut_start(words: tuple[str, ...], phrase: tuple[str, ...]) -> tuple[str, ...] | None:
    size = len(phrase)
    return words[size:] if len(words) > size and words[:size] == phrase else None


def _cut_end(words: tuple[str, ...], phrase: tuple[str, ...]) -> tuple[str, ...] | None:
    size = len(phrase)
    return words[:-size] if len(words) > size and words[-size:] == phrase else None


def tag(words: Sequence[str], vocabulary: Vocabulary) -> Tagged:
    """Tag every word of a clause."""
    return _tagged(tuple(words), vocabulary)


@lru_cache(maxsize=16)  # Several parsers ask for the tags of the same clause.
def _tagged(words: tuple[str, ...], vocabulary: Vocabulary) -> Tagged:
    tags: list[Tag | None] = [None] * len(words)
    _mark_question(words, tags)
    _mark_asked_verb(words, tags, vocabulary)
    _mark(words, tags, _head_verb(words, vocabulary))
    _mark(words, tags, _names(vocabulary))
    named = [(t.start, t.end) for t in tags if t is not None and t.kind == "device"]
    for quantity in quantities.find(words, tuple(dict.fromkeys(named))):
        quantity = _without_noun(quantity, words, vocabulary)
        if _counts(quantity, words, vocabulary, tags):
            continue
        if _is_count(quantity, words):
            _put(tags, Tag("all", quantity.start, quantity.end, words[quantity.start]))
            continue
        named_so = quantity.kind == "color_temp" and words[quantity.start] in vocabulary.name_words
        if not any(tags[quantity.start : quantity.end]) and not named_so:
            _put(tags, Tag("quantity", quantity.start, quantity.end, quantity))
    _mark(words, tags, _fixed_phrases)
    _mark(words, tags, _lexicon_words)
    _mark(words, tags, _particles)
    _mark(words, tags, _later_verbs(tags))
    for index, word in enumerate(words):
        if tags[index] is None:
            kind: TagKind = "function" if word in lexicon.FUNCTION_WORDS else "unknown"
            if word == "a" and index and index == len(words) - 1:
                kind = "unknown"  # "row A" names, it does not begin anything
            after_article = index > 0 and words[index - 1] in ARTICLES
            telling = (
                index + 1 < len(words) and (t := tags[index + 1]) is not None and t.kind == "type"
            )
            if after_article and telling and word in lexicon.NAME_LIKE:
                kind = "unknown"
            if word in POINTING and telling:
                kind = POINTING[word]  # "this lamp" is the one here
            if word in vocabulary.name_words and (kind == "unknown" or after_article or telling):
                kind = "name_word"
            tags[index] = Tag(kind, index, index + 1, word)
    return Tagged(words, tuple(dict.fromkeys(t for t in tags if t is not None)))


def _without_noun(
    quantity: quantities.Quantity, words: Sequence[str], vocabulary: Vocabulary
) -> quantities.Quantity:
    """ "The moose light blue" is the moose light in blue, not a moose in light blue."""
    start = quantity.start
    if (
        quantity.kind != "color"
        or words[start] != "light"
        or quantity.end - start != 2
        or not start
    ):
        return quantity
    before = words[start - 1]
    color = quantities.COLORS.get(words[start + 1])
    named = before in vocabulary.name_words and before not in lexicon.TYPE_NOUNS
    if color is None or not (named or _named_before(words, start, vocabulary)):
        return quantity
    return replace(quantity, start=start + 1, value=words[start + 1])


def _is_count(quantity: quantities.Quantity, words: Sequence[str]) -> bool:
    """The two of "the two desk lamps" are all of them, not an amount."""
    start, end = quantity.start, quantity.end
    return (
        quantity.kind == "number"
        and words[start] in COUNTS
        and start > 0
        and words[start - 1] in ("the", "my", "our", "these", "those", "all")
        and any(
            n is not None and n.plural for n in map(lexicon.TYPE_NOUNS.get, words[end : end + 3])
        )
    )


COUNTS = frozenset({"2", "3", "4", "5", "6"})


def _counts(
    quantity: quantities.Quantity,
    words: Sequence[str],
    vocabulary: Vocabulary,
    tags: Sequence[Tag | None],
) -> bool:
    """The 2 of "landing lamp 2" tells which, where a home numbers its things."""
    before = tags[quantity.start - 1] if quantity.start else None
    return (
        quantity.kind == "number"
        and quantity.end - quantity.start == 1
        and words[quantity.start] in vocabulary.name_words
        and before is not None
        and before.kind in ("type", "area")
    )


def _put(tags: list[Tag | None], new: Tag) -> None:
    for index in range(new.start, new.end):
        tags[index] = new


def _mark(words: Sequence[str], tags: list[Tag | None], matcher: Matcher) -> None:
    index = 0
    while index < len(words):
        found = matcher(words, index) if tags[index] is None else None
        if found is not None and not any(tags[index : index + found[0]]):
            length, kind, value = found
            _put(tags, Tag(kind, index, index + length, value))
            index += length
        else:
            index += 1


def _mark_question(words: Sequence[str], tags: list[Tag | None]) -> None:
    if _is_caused(words):
        return  # "have the fan oscillate"
    for phrase in _QUESTION_STARTS.get(words[0], ()):
        if tuple(words[: len(phrase)]) == phrase and len(words) > len(phrase):
            best = tags[0]
            if best is None or best.end < len(phrase):
                _put(tags, Tag("question", 0, len(phrase), " ".join(phrase)))


def _is_caused(words: Sequence[str]) -> bool:
    """ "Make the vacuum stop", but not "get news from the vacuum", which ends in a thing."""
    return (
        words[0] in lexicon.MADE
        and lexicon.VERBS.get(words[-1]) in lexicon.CAUSED
        and not set(words[-2:-1]) & (DETERMINERS | PLACE_PREPOSITIONS)
    )


def _mark_asked_verb(words: Sequence[str], tags: list[Tag | None], vocabulary: Vocabulary) -> None:
    """ "Did anybody lock the door": after did and have comes what was done."""
    question = tags[0]
    if question is None or question.value.split()[0] not in DONE_BY or question.end >= len(words):
        return
    start = question.end + (words[question.end] in PEOPLE)
    verb = head_verb(words[start:], vocabulary) if start < len(words) else None
    if verb is not None:
        _put(
            tags,
            Tag(
                "verb", start, start + verb[0], (verb[1], " ".join(words[start : start + verb[0]]))
            ),
        )


DONE_BY = frozenset({"did", "have", "has", "anybody", "anyone"})
PEOPLE = frozenset({"i", "we", "you", "anybody", "anyone", "someone", "somebody"})


def head_verb(words: Sequence[str], vocabulary: Vocabulary) -> tuple[int, str] | None:
    """The verb that opens a clause, as (number of words, action); None when a thing opens it.

    A longer name wins ("light up sign"), and a word that is also a sort of device is a verb only
    where a thing follows: "lock the door", not "lock state" or "light on the stairs".
    """
    verb = _longest(words, 0, lexicon.VERBS, 3)
    name = vocabulary.match(words, 0) if words else None
    if verb is None or name is None or name[0] < verb[0]:
        return verb
    if name[1].kind == "device":
        return None
    if name[1].kind in ("type", "area"):
        following = words[verb[0]] if verb[0] < len(words) else ""
        thing_follows = (
            following in DETERMINERS | lexicon.PRONOUNS
            or (bool(following) and vocabulary.match(words, verb[0]) is not None)
            or bool({"on", "off"} & set(words[verb[0] + 1 :]) and verb[1] == "set")
        )
        return verb if thing_follows else None
    return verb


def _head_verb(words: Sequence[str], vocabulary: Vocabulary) -> Matcher:
    def matcher(_: Sequence[str], at: int) -> tuple[int, TagKind, Any] | None:
        verb = head_verb(words, vocabulary) if at == 0 else None
        if verb and _is_caused(words):
            return 1, "function", None  # "make the vacuum stop" is told to stop
        return (verb[0], "verb", (verb[1], " ".join(words[: verb[0]]))) if verb else None

    return matcher


def _names(vocabulary: Vocabulary) -> Matcher:
    def matcher(words: Sequence[str], at: int) -> tuple[int, TagKind, Any] | None:
        found = vocabulary.match(words, at)
        if found is None:
            return None
        length, entry = found
        if words[at] == "heat" and length == 1 and at and words[at - 1] in ("to", "on", "in"):
            return None  # "set it to heat" is a mode
        if tuple(words[at : at + 2]) == ("fan", "only"):
            return None
        if entry.kind == "device" and _means_otherwise(words, at, length):
            return None
        coloured = words[at] in ("light", "cool") and _is_colour_word(words, at)
        if entry.kind == "type" and coloured and not _named_before(words, at, vocabulary):
            return None
        return length, entry.kind, entry

    return matcher


def _named_before(words: Sequence[str], at: int, vocabulary: Vocabulary) -> bool:
    """Whether a room or a name of this home ends here: "the hallway | light blue"."""
    if words[at] != "light" or not at or words[at - 1] in lexicon.TYPE_NOUNS:
        return False
    found = ((start, vocabulary.match(words, start)) for start in range(max(0, at - 3), at))
    return any(f is not None and start + f[0] >= at for start, f in found)


def _means_otherwise(words: Sequence[str], at: int, length: int) -> bool:
    """A device may be called "Battery" or "13"; said alone these are a property and an amount."""
    said = " ".join(words[at : at + length])
    after = words[at + length] if at + length < len(words) else ""
    measured = after in quantities.PERCENT | quantities.DEGREES
    return said in lexicon.PROPERTIES or (
        said.isdigit() and (measured or at == 0 or words[at - 1] not in lexicon.TYPE_NOUNS)
    )


def _is_colour_word(words: Sequence[str], at: int) -> bool:
    return at + 1 < len(words) and words[at + 1] in quantities.COLORS


def _fixed_phrases(words: Sequence[str], at: int) -> tuple[int, TagKind, Any] | None:
    if words[at] in ("and", ",", "plus", "then", "than"):
        if tuple(words[at : at + 2]) in (("and", "not"), (",", "not")):
            return 2, "except", None
        return 1, "and", None
    for kind, table in _PLACES_AND_EXCEPT:
        for phrase in table.get(words[at], ()):
            if tuple(words[at : at + len(phrase)]) == phrase:
                return len(phrase), kind, None
    return None


_PLACES_AND_EXCEPT: tuple[tuple[TagKind, Phrases], ...] = (
    ("everywhere", _by_word(lexicon.EVERYWHERE)),
    ("here", _by_word(lexicon.HERE)),
    ("there", _by_word(lexicon.THERE)),
    ("except", _by_word(lexicon.EXCEPT)),
    ("rest", _by_word(lexicon.REST)),
)


def _lexicon_words(words: Sequence[str], at: int) -> tuple[int, TagKind, Any] | None:
    pronoun = _longest(words, at, _PRONOUNS, 3)
    if pronoun is not None and not _determines(words, at, pronoun[0]):
        return pronoun[0], "pronoun", " ".join(words[at : at + pronoun[0]])
    found = _longest(words, at, lexicon.PROPERTIES, 3)
    if found is not None:
        return found[0], "property", found[1]
    if words[at] in lexicon.EVERYTHING:
        return 1, "everything", None
    if words[at] in ("both", *lexicon.ALL_WORDS):
        return 1, "all", words[at]
    if words[at] in ORDINALS:
        return 1, "ordinal", ORDINALS[words[at]]
    if words[at] in lexicon.FAN_MODES - quantities.SPEEDS.keys() and "fan" in words:
        return 1, "mode", words[at]
    mode = _longest(words, at, lexicon.HVAC_MODES, 2)
    if mode is not None and words[at] != "off":
        return mode[0], "mode", mode[1]
    return None


_PRONOUNS = dict.fromkeys(lexicon.PRONOUNS, True)


def _determines(words: Sequence[str], at: int, length: int) -> bool:
    """Whether "that" or "this" stands before a noun ("that lamp") and so is no pronoun."""
    if length > 1 or words[at] not in ("that", "this", "those", "these"):
        return False
    following = words[at + 1] if at + 1 < len(words) else None
    return (
        following is not None
        and following not in PARTICLES
        and (following not in lexicon.FUNCTION_WORDS and following not in ("and", "except"))
    )


def _particles(words: Sequence[str], at: int) -> tuple[int, TagKind, Any] | None:
    word = words[at]
    following = words[at + 1] if at + 1 < len(words) else None
    if word in PARTICLES:
        if at == 0 and word == "on" and following is not None and following not in DETERMINERS:
            return 1, "particle", word
        if (
            word == "on"
            and following is not None
            and (following in DETERMINERS or following not in lexicon.FUNCTION_WORDS)
            and following
            not in (
                "and",
                ",",
                "except",
                "but",
                "then",
                "in",
                "here",
                "there",
                "everywhere",
                "upstairs",
                "downstairs",
                "outside",
                "inside",
            )
        ):
            return None
        return 1, "particle", word
    if word in GOING and words[0] in ("get", "set", "have", "keep"):
        return 1, "particle", "on"
    if word in lexicon.STATES:
        return 1, "state", word
    return None


def _later_verbs(tags: Sequence[Tag | None]) -> Matcher:
    """A verb further on, where none opened the clause: "everything in the hall, switch it off"."""
    has_verb = any(t is not None and t.kind == "verb" for t in tags)

    def matcher(words: Sequence[str], at: int) -> tuple[int, TagKind, Any] | None:
        if has_verb or (at > 0 and words[at - 1] in DETERMINERS):
            return None
        if (
            words[at] in WEAK_VERBS
            and at
            and tags[at - 1] is None
            and words[at - 1] not in lexicon.FUNCTION_WORDS
        ):
            return None  # "look up", "what do they use": verbs of other things
        free = next((i for i in range(at, len(words)) if tags[i] is not None), len(words)) - at
        verb = _longest(words, at, lexicon.VERBS, min(3, free))
        if verb is None or words[at] in lexicon.FUNCTION_WORDS or _is_past(words, at + verb[0]):
            return None
        return verb[0], "verb", (verb[1], " ".join(words[at : at + verb[0]]))

    return matcher


WEAK_VERBS = frozenset({"up", "down", "use", "do", "go", "take", "keep", "give", "have", "let"})


def _is_past(words: Sequence[str], end: int) -> bool:
    """ "Oliver turned the lamp on" tells; "I want the lamp turned off" asks."""
    return words[end - 1].endswith("ed") and end < len(words) and words[end] in DETERMINERS


def _longest(
    words: Sequence[str], at: int, table: dict[str, Any], size: int
) -> tuple[int, Any] | None:
    for length in range(min(size, len(words) - at), 0, -1):
        value = table.get(" ".join(words[at : at + length]))
        if value is not None:
            return length, value
    return None
